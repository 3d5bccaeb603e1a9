"""Changing a meeting that was called: what is asked of whoever changes it, and what everybody concerned is told."""

from datetime import datetime
from typing import Literal

from messages.contexts.meetings import MeetingFacts
from messages.model import Message, Part

What = Literal["time", "place", "link", "chair", "subject", "agenda", "cancel"]


class ChangeLine(Part, frozen=True):
    """One thing that changes; a time as local moments (``before_at``, ``after_at``), anything else as texts.

    Of an agenda, the points that are ``added`` and those that are ``removed``; neither: only their order changes.
    """

    what: What
    before: str = ""
    after: str = ""
    before_at: datetime | None = None
    before_end: datetime | None = None
    after_at: datetime | None = None
    after_end: datetime | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


class LateNotice(Part, frozen=True):
    """Notice of the new time is later than the charter asks: ``latest`` (local) was its last moment."""

    latest: datetime
    cite: str


class ChangeMeeting(Message, frozen=True):
    """What can be changed; ``phase`` is "open", "begun", "held", "cancelled" or "draft"."""

    meeting: MeetingFacts
    phase: str
    invited: int


class AskChange(Message, frozen=True):
    """Asks what it is to be. ``step`` says which answer is missing: the value, a clock time, a day, which of several.

    ``fault`` is why what was typed was not taken ("" for nothing wrong), ``typed`` a part of that, ``day`` the day it
    spoke of.
    """

    what: What
    step: Literal["value", "clock", "day", "which", "reason"]
    meeting: MeetingFacts
    fault: str
    typed: str
    day: datetime | None
    offered: bool
    late: LateNotice | None
    limit: str


class ChangePreview(Message, frozen=True):
    """Exactly what changes, before it is done.

    ``told`` is how many will hear of it, ``asks_again`` that all answers are asked anew. ``whose`` is the title of who
    has to agree ("" for nobody), ``may_order`` that the office can say it was ordered. ``overtaken_by`` names who
    changed the meeting meanwhile.
    """

    meeting: MeetingFacts
    lines: tuple[ChangeLine, ...]
    reason: str
    told: int
    asks_again: bool
    late: LateNotice | None
    warnings: tuple[str, ...]
    whose: str
    may_order: bool
    overtaken_by: str


class ChangeMade(Message, frozen=True):
    """To whoever changed it: it is done. ``unreachable`` are names of invited people whom the bot cannot reach."""

    meeting: MeetingFacts
    lines: tuple[ChangeLine, ...]
    told: int
    unreachable: tuple[str, ...]
    asks_again: bool


class ChangeOvertaken(Message, frozen=True):
    """It cannot be done any more: ``why`` is "begun", "held", "cancelled", "past" or "changed" (``by``, ``lines``)."""

    why: str
    by: str
    lines: tuple[ChangeLine, ...]
    meeting: MeetingFacts


class MeetingChanged(Message, frozen=True):
    """To everybody concerned: exactly what changed. ``meeting`` is as it holds now.

    ``asked_again``: the answer given before does not count for the new time. ``by`` names who changed it.
    """

    name: str
    meeting: MeetingFacts
    lines: tuple[ChangeLine, ...]
    reason: str
    asked_again: bool
    had_answered: bool
    stands_in_for: str
    late: bool
    by: str


class MeetingCancelled(Message, frozen=True):
    """To everybody concerned: the meeting is not held."""

    name: str
    meeting: MeetingFacts
    reason: str
    stands_in_for: str
    by: str


class ChangeApproval(Message, frozen=True):
    """To whoever may change it: somebody of the office asks for it. ``state`` is "asked" until it is decided."""

    by: str
    meeting: MeetingFacts
    lines: tuple[ChangeLine, ...]
    reason: str
    late: LateNotice | None
    state: Literal["asked", "made", "refused", "overtaken"]
    decided_by: str


class ApprovalAsked(Message, frozen=True):
    """To who asked for it: ``whom`` have been asked; nothing has changed yet."""

    meeting: MeetingFacts
    lines: tuple[ChangeLine, ...]
    whom: tuple[str, ...]
    unreachable: tuple[str, ...]


class ChangeDecided(Message, frozen=True):
    """To who asked for it: what was decided, by whom."""

    meeting: MeetingFacts
    lines: tuple[ChangeLine, ...]
    made: bool
    by: str
