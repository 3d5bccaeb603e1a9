"""What a typed time can turn out to be. All moments are aware and in the zone of the reader's ``now``."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

Reason = Literal["nothing", "no-such-day", "past", "too-far", "weekday-mismatch", "unreadable"]
"""Why a text is no time of a meeting. "too-far" is more than a year ahead."""


@dataclass(frozen=True, slots=True)
class When:
    """One moment in the future, and the end on the same day where one was given."""

    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WhichOne:
    """The moments the text can mean, earliest first; a single one is a reading that has to be confirmed."""

    choices: tuple[When, ...]


@dataclass(frozen=True, slots=True)
class NeedsTime:
    """A day without a clock time; ``clocks`` are the usual ones of the named part of the day that are still to come."""

    day: date
    clocks: tuple[time, ...] = ()


@dataclass(frozen=True, slots=True)
class NeedsDay:
    """A clock time as written ("5h" is 05:00, though 17:00 may be meant) without a day."""

    clock: time
    until: time | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Nothing to go on with. ``day`` is the day that was read where it is past, too far or of another weekday."""

    reason: Reason
    day: date | None = None


Answer = When | WhichOne | NeedsTime | NeedsDay | NotUnderstood
