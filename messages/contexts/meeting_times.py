"""What time says about meetings: one that is due, reminders before it, what still has to be prepared."""

from datetime import datetime
from typing import Literal

from messages.contexts.meetings import MeetingFacts
from messages.model import Message


class MeetingDue(Message, frozen=True):
    """A series' meeting that nobody has called; moments are local.

    It is to be held from ``first`` to ``last``; ``call_by`` is the last moment to call it: ``in_time`` that the
    charter lays down a lead time for the notice. ``draft``: somebody is preparing it. ``choices``: hours are offered.
    ``task_force`` is "" for readers in one only.
    """

    stage: Literal["plan", "last-call", "missed"]
    name: str
    task_force: str
    kind: str
    period: str
    first: datetime
    last: datetime
    call_by: datetime
    in_time: bool
    draft: bool
    choices: bool
    cite: str


class MeetingReminder(Message, frozen=True):
    """To who attends; ``minutes`` until it begins. ``stands_in_for`` is whose place they take, "" where their own."""

    meeting: MeetingFacts
    minutes: int
    today: bool
    papers: int
    stands_in_for: str


class MeetingUnanswered(Message, frozen=True):
    """To an invitee who has not answered."""

    name: str
    meeting: MeetingFacts
    last_word: bool


class PapersDue(Message, frozen=True):
    """To the office: papers are to go out by ``latest`` (local); ``unready`` are items nobody has reported as ready.

    Each of ``unready`` is (title, unit). ``papers`` is how many files there are.
    """

    meeting: MeetingFacts
    latest: datetime
    today: bool
    papers: int
    unready: tuple[tuple[str, str], ...]
    cite: str


class PrepareItems(Message, frozen=True):
    """To the people of a unit that prepares items of the agenda; each of ``items`` is (title, whether it is ready)."""

    name: str
    meeting: MeetingFacts
    items: tuple[tuple[str, bool], ...]
    days: int
