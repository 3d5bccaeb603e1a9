"""Working days: the public holidays of the charter's country, known corrections, and the secretary's overrides.

Dates are local dates of the charter's zone. Nothing here reads a clock.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

Country = Literal["VN", "none"]
"""Whose public holidays count; "none" knows only Saturdays, Sundays and the overrides."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_LONGEST_BREAK = 400
"""Days searched before giving up: longer than any real break, so only a calendar without working days fails."""


class NoWorkingDayError(ValueError):
    """The overrides leave no working day within 400 days of the date asked about."""


@lru_cache(maxsize=1)
def corrections() -> Mapping[date, bool]:
    """Known errors of the library (True = working), each with its source in ``calendar_vn.toml``."""
    return MappingProxyType({entry["date"]: bool(entry["working"]) for entry in _correction_file()["days"]})


@lru_cache(maxsize=64)
def _public_calendar(country: Country, year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off and the make-up weekend days of one year; the library is imported when first needed."""
    if country == "none":
        return frozenset(), frozenset()
    from holidays.countries.vietnam import Vietnam

    library = Vietnam(years=year)  # type: ignore[no-untyped-call]  # the library's constructor has no types
    off = {day for day in library if day.year == year} - _not_yet_law(year)
    make_up = {day for day in library.weekend_workdays if day.year == year}
    return frozenset(off), frozenset(make_up)


def _not_yet_law(year: int) -> set[date]:
    """Days the library lists too early, with the Monday it gives instead when they fall on a weekend."""
    days: set[date] = set()
    for entry in _correction_file()["not_yet_law"]:
        if year < entry["first_year"]:
            continue
        day = date.fromisoformat(f"{year}-{entry['day']}")
        days.add(day)
        if day.weekday() >= _SATURDAY:
            days.add(day + (7 - day.weekday()) * _DAY)
    return days


@lru_cache(maxsize=1)
def _correction_file() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(files("taskforce").joinpath("calendar_vn.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked. ``overrides`` (True = working) win over corrections, holidays and weekends."""

    overrides: Mapping[date, bool] = field(default_factory=dict)
    country: Country = "VN"

    def is_working(self, day: date) -> bool:
        """Whether ``day`` is worked: override, then correction, make-up day, weekend, public holiday."""
        if day in self.overrides:
            return self.overrides[day]
        if self.country == "VN" and day in corrections():
            return corrections()[day]
        off, make_up = _public_calendar(self.country, day.year)
        return day in make_up or (day.weekday() < _SATURDAY and day not in off)

    def last_working_on_or_before(self, day: date) -> date:
        """The last working day not after ``day``; NoWorkingDayError when there is none."""
        return self._seek(day, -_DAY)

    def next_working_on_or_after(self, day: date) -> date:
        """The first working day not before ``day``; NoWorkingDayError when there is none."""
        return self._seek(day, _DAY)

    def shift(self, day: date, working_days: int) -> date:
        """Move by so many working days, not counting ``day`` itself; 0 gives ``day`` back unchanged.

        From a day off, +1 is the first working day after it and -1 the last working day before it.
        """
        step = _DAY if working_days > 0 else -_DAY
        for _ in range(abs(working_days)):
            day = self._seek(day + step, step)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after ``start`` up to and including ``end``; negative when ``end`` is earlier.

        So from Monday to Tuesday is 1, and ``working_days_between(d, shift(d, n)) == n`` for every ``n``
        when ``d`` is a working day.
        """
        if end < start:
            return -sum(self.is_working(end + n * _DAY) for n in range((start - end).days))
        return sum(self.is_working(start + n * _DAY) for n in range(1, (end - start).days + 1))

    def _seek(self, day: date, step: timedelta) -> date:
        for _ in range(_LONGEST_BREAK):
            if self.is_working(day):
                return day
            day += step
        raise NoWorkingDayError(f"no working day within {_LONGEST_BREAK} days of {day.isoformat()}")
