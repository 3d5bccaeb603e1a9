"""Declaring days off and make-up working days."""

from datetime import date, datetime
from typing import Literal

from messages.model import Message, Part


class DeclaredDay(Part, frozen=True):
    """One declared day."""

    day: date
    working: bool


class CalendarCard(Message, frozen=True):
    """/lich: what is declared from today on."""

    body: str
    days: tuple[DeclaredDay, ...]


class AskDay(Message, frozen=True):
    """Which day? ``wrong`` is what was typed and is no date, "" the first time; ``past``: it is over."""

    working: bool
    wrong: str
    past: bool


class ShiftedMoment(Part, frozen=True):
    """A moment (local) that moves; ``after`` None: it falls away, ``before`` None: it is new.

    Of a meeting to be called: "notice" is the last moment of a notice in time, "call" when it is reminded of.
    """

    what: Literal["target", "remind", "escalate", "notice", "call"]
    title: str
    period: str
    before: datetime | None
    after: datetime | None


class MeetingHit(Part, frozen=True):
    """A called meeting that the day touches: ``why`` it is on a day off, or its notice is late by the new count.

    ``starts`` is local; ``latest`` is the last moment at which the notice would have been in time.
    """

    title: str
    starts: datetime
    why: Literal["day-off", "late"]
    latest: datetime | None


class DayPreview(Message, frozen=True):
    """What would change. ``working`` None: the day goes back to the usual calendar. ``same``: it is so already."""

    day: date
    working: bool | None
    same: bool
    shifts: tuple[ShiftedMoment, ...]
    more: int
    meetings: tuple[MeetingHit, ...]


class DayDeclared(Message, frozen=True):
    """It is written down; ``by`` names who did it, for the other secretaries; ``meetings`` are touched by it."""

    body: str
    day: date
    working: bool | None
    by: str
    meetings: tuple[MeetingHit, ...]
