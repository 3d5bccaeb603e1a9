"""Declaring days off and make-up working days."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from messages.model import Message


@dataclass(frozen=True)
class DeclaredDay:
    """One declared day."""

    day: date
    working: bool


@dataclass(frozen=True)
class CalendarCard(Message):
    """/lich: what is declared from today on."""

    body: str
    days: tuple[DeclaredDay, ...]


@dataclass(frozen=True)
class AskDay(Message):
    """Which day? ``wrong`` is what was typed and is no date, "" the first time; ``past``: it is over."""

    working: bool
    wrong: str
    past: bool


@dataclass(frozen=True)
class ShiftedMoment:
    """A moment (local) that moves; ``after`` None: it falls away, ``before`` None: it is new."""

    what: Literal["target", "remind", "escalate"]
    title: str
    period: str
    before: datetime | None
    after: datetime | None


@dataclass(frozen=True)
class DayPreview(Message):
    """What would change. ``working`` None: the day goes back to the usual calendar. ``same``: it is so already."""

    day: date
    working: bool | None
    same: bool
    shifts: tuple[ShiftedMoment, ...]
    more: int


@dataclass(frozen=True)
class DayDeclared(Message):
    """It is written down; ``by`` names who did it, for the other secretaries."""

    body: str
    day: date
    working: bool | None
    by: str
