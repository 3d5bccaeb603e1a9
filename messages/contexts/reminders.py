"""What is said about a report that is still owed: to who owes it, to who has to know, and about the way up."""

from datetime import datetime, timedelta
from typing import Literal

from messages.model import Message, Part


class Deadline(Part, frozen=True):
    """By when. ``at`` is local; ``whole_day``: until the end of that day, else until that clock time.

    ``days_left`` counts calendar days, negative when it is over; ``left`` is the exact time. ``fixed`` is False where
    the regulation names no day and the bot only aims at one. ``target`` is the last working day when that is earlier.
    """

    at: datetime
    whole_day: bool
    days_left: int
    left: timedelta
    over: bool
    fixed: bool = True
    target: datetime | None = None


class Reminder(Message, frozen=True):
    """To somebody whose unit owes a report. ``stage`` "again" comes at the hour they chose, "nudge" by hand."""

    stage: Literal["opening", "before", "day", "overdue", "again", "nudge"]
    name: str
    body: str
    title: str
    period: str
    units: tuple[str, ...]
    returned: bool
    deadline: Deadline
    cite: str


class Snoozed(Message, frozen=True):
    """The person will be reminded again ``until`` (local)."""

    title: str
    period: str
    until: datetime
    deadline: Deadline


class MissingUnit(Part, frozen=True):
    """A unit whose report has not come. ``reach``: why nobody there can be written to, "" when somebody can.

    ``contacts`` are (name, phone) of whom to call then.
    """

    name: str
    days_late: int
    reach: Literal["", "nobody", "blocked"]
    contacts: tuple[tuple[str, str], ...] = ()


class Escalation(Message, frozen=True):
    """To the role that the regulation names: who is missing. ``instead_of``: that role's title, when nobody has it."""

    name: str
    instead_of: str
    body: str
    title: str
    period: str
    deadline: Deadline
    sent: int
    total: int
    missing: tuple[MissingUnit, ...]
    cite: str


class EscalationSent(Message, frozen=True):
    """To the secretary: who was told, and of how many units."""

    body: str
    title: str
    period: str
    told: str
    missing: int


class ForwardReminder(Message, frozen=True):
    """To the secretary and the leader: the compiled report has to go up. ``posted``: the summary is out."""

    body: str
    title: str
    period: str
    to: tuple[str, ...]
    deadline: Deadline
    posted: bool
    sent: int
    total: int
    cite: str


class ForwardDone(Message, frozen=True):
    """Somebody said that the report went up, at ``at`` (local)."""

    title: str
    period: str
    to: tuple[str, ...]
    by: str
    at: datetime
