"""What is said about the conclusions of a meeting: entering them, the notice, who has received it, how they stand."""

from datetime import date

from messages.model import Part


class FollowUpLine(Part, frozen=True):
    """How one conclusion of the last meeting stands; say ``state`` with the macro of ``_followup.html.j2``.

    ``state`` is "done", "going", "stuck", "not_begun", or "untold" where no notice made a task of it yet. ``lead`` is
    "" where nobody in particular leads it.
    """

    text: str
    lead: str
    due: date | None
    state: str
    overdue: bool
