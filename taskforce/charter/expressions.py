"""The small notations a charter uses for moments, lengths of time and shares, each with one parser.

Every parser takes the value as TOML gave it and raises ValueError saying what was expected, with an example.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from typing import Literal

TimeUnit = Literal["h", "d", "wd", "w", "m"]
"""Hours, days, working days, weeks, months."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_OFFSET = re.compile(r"^([+-]?)(\d{1,3})(?:(h)|(d|wd)(?: +(\d{1,2}:\d{2}))?)$")
_DURATION = re.compile(r"^(\d{1,3})(h|d|wd|w|m)$")
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})$")
_FRACTION = re.compile(r"^(\d{1,3})/(\d{1,3})$")
_PERCENT = re.compile(r"^(\d{1,3}(?:\.\d+)?) ?%$")


@dataclass(frozen=True, slots=True)
class Offset:
    """So far from a deadline: days or working days at a clock time (``-3wd 08:30``, ``0d 15:00``), hours (``-4h``)."""

    amount: int
    unit: Literal["h", "d", "wd"]
    at: time | None = None

    def __str__(self) -> str:
        """The notation it was read from."""
        sign = "+" if self.amount > 0 else ""
        return f"{sign}{self.amount}{self.unit}" + (f" {self.at:%H:%M}" if self.at else "")


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: ``48h``, ``3d``, ``2wd`` (working days), ``2w``, ``3m`` (months)."""

    amount: int
    unit: TimeUnit

    def __str__(self) -> str:
        """The notation it was read from."""
        return f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class WeekMoment:
    """A day of the week (0 = Monday), perhaps with a clock time: ``thu 16:00``."""

    weekday: int
    at: time | None = None

    def __str__(self) -> str:
        """The notation it was read from."""
        return WEEKDAYS[self.weekday] + (f" {self.at:%H:%M}" if self.at else "")


def parse_clock(value: object) -> time:
    """``"08:30"`` (a TOML local time is taken too), minutes precise, no zone."""
    if isinstance(value, time) and not isinstance(value, datetime):
        return value.replace(second=0, microsecond=0, tzinfo=None)
    match = _CLOCK.match(value) if isinstance(value, str) else None
    if match and int(match[1]) < 24 and int(match[2]) < 60:
        return time(int(match[1]), int(match[2]))
    raise ValueError(f'expected a clock time such as "08:30", got {show(value)}')


def parse_offset(value: object) -> Offset:
    """``"-3wd 08:30"``: days ("d") or working days ("wd") from a day, perhaps at a clock time, or hours ("-4h")."""
    if isinstance(value, Offset):
        return value
    match = _OFFSET.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(
            f'expected days or working days from the deadline, such as "-3wd 08:30" or "+1d 08:00", got {show(value)}'
        )
    units: dict[str, Literal["h", "d", "wd"]] = {"h": "h", "d": "d", "wd": "wd"}
    at = parse_clock(match[5]) if match[5] else None
    return Offset(int(match[2]) * (-1 if match[1] == "-" else 1), units[match[3] or match[4]], at)


def parse_duration(value: object) -> Duration:
    """``"48h"``, ``"3d"``, ``"2wd"``, ``"2w"`` or ``"3m"``: a length of time, without a sign."""
    if isinstance(value, Duration):
        return value
    match = _DURATION.match(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(
            'expected a length of time such as "48h", "3d", "2wd" (working days), "2w" or "3m" (months), '
            f"got {show(value)}"
        )
    units: dict[str, TimeUnit] = {"h": "h", "d": "d", "wd": "wd", "w": "w", "m": "m"}
    return Duration(int(match[1]), units[match[2]])


def parse_week_moment(value: object) -> WeekMoment:
    """``"thu 16:00"`` or ``"thursday"``: a day of the week, perhaps with a clock time."""
    if isinstance(value, WeekMoment):
        return value
    words = value.strip().lower().split() if isinstance(value, str) else []
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    if len(words) in (1, 2) and (words[0] in WEEKDAYS or words[0] in full):
        return WeekMoment(WEEKDAYS.index(words[0][:3]), parse_clock(words[1]) if len(words) == 2 else None)
    raise ValueError(f'expected a day of the week such as "thu 16:00" or "friday", got {show(value)}')


def parse_share(value: object) -> Fraction:
    """``"2/3"`` or ``"50%"``: a share between 0 and 1."""
    if isinstance(value, Fraction):
        return value
    text = value.strip() if isinstance(value, str) else ""
    share: Fraction | None = None
    if (match := _FRACTION.match(text)) and int(match[2]):
        share = Fraction(int(match[1]), int(match[2]))
    elif match := _PERCENT.match(text):
        share = Fraction(match[1]) / 100
    if share is None or not 0 <= share <= 1:
        raise ValueError(f'expected a share such as "2/3" or "50%", got {show(value)}')
    return share


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day when it is shorter."""
    month_index = day.year * 12 + day.month - 1 + months
    first = date(month_index // 12, month_index % 12 + 1, 1)
    following = first.replace(day=28) + timedelta(days=4)
    last = (following - timedelta(days=following.day)).day
    return first.replace(day=min(day.day, last))


def _written(value: object) -> str:
    """``repr``, which Python refuses for numbers with thousands of digits and for lists nested too deeply."""
    try:
        return repr(value)
    except (ValueError, RecursionError):
        return "something too long to show"


def show(value: object) -> str:
    """The value as an error message quotes it: short, texts in quotation marks."""
    if isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = str(value) if isinstance(value, date | time) else _written(value)
    return text if len(text) <= 60 else text[:57] + "..."
