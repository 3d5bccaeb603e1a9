"""What is coming, what was decided, and one meeting as a member reads it."""

from datetime import date, datetime

from messages.contexts.meetings import MeetingFacts
from messages.model import Message, Part


class ComingLine(Part, frozen=True):
    """A called meeting; ``answer`` is the reader's own ("" for none yet), None where they are not invited.

    ``starts`` is local; ``task_force`` is "" for readers in one only.
    """

    title: str
    starts: datetime
    place: str
    answer: str | None
    begun: bool
    task_force: str


class HeldLine(Part, frozen=True):
    """A meeting that was held; ``conclusions`` is how many its notice tells, None where no notice went out yet."""

    title: str
    starts: datetime
    conclusions: int | None
    task_force: str


class DueLine(Part, frozen=True):
    """A meeting that the charter calls for and nobody called; moments are local."""

    kind: str
    period: str
    last: datetime
    call_by: datetime
    over: bool
    draft: bool
    task_force: str


class MeetingList(Message, frozen=True):
    """/lichhop. ``drafts`` are titles of meetings being prepared; ``pages`` of what was held."""

    coming: tuple[ComingLine, ...]
    held: tuple[HeldLine, ...]
    due: tuple[DueLine, ...]
    drafts: tuple[str, ...]
    page: int
    pages: int


class Decided(Part, frozen=True):
    """One conclusion as the notice tells it; ``due`` is None where it has no last day."""

    text: str
    lead: str
    due: date | None


class MeetingView(Message, frozen=True):
    """One meeting. ``phase`` is "open", "begun", "held", "cancelled" or "draft".

    ``answer`` is the reader's own ("" for none yet), None where they are not invited; ``substitute`` who comes in
    their place. ``agenda`` is (title, who prepares). ``decided`` is None where no notice went out yet.
    """

    meeting: MeetingFacts
    phase: str
    answer: str | None
    substitute: str
    agenda: tuple[tuple[str, str], ...]
    papers: int
    reason: str
    decided: tuple[Decided, ...] | None


class NoMeetings(Message, frozen=True):
    """To somebody who is in no task force whose meetings they could see."""
