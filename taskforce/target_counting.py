"""What is compared with a target's goal, which periods a value can be told of, and which figures fit a target.

A level (a share, a count "so far") is compared as it stands: the latest value counts. A figure that counts what
happened within each period (files of a month) is cumulated: the values of the periods within the target's own are
added up. Of periods that overlap only the longest is added, so that a quarter told beside its months is not doubled.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from taskforce.period_labels import period_days, read_period
from taskforce.targets import TargetValue, in_order
from taskforce.vietnamese import fold, nfc

_SO_FAR = re.compile(r"\b(luy ke|cong don|den nay|hien co|so far|cumulative|to date)\b")
_MONTH = re.compile(r"(?:t|thang)?\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_QUARTER = re.compile(r"(?:q|quy)\s*([1-4])\s*[/.-]?\s*(\d{4})")
_PERCENT = ("%", "phần trăm", "percent")
_MOST_OFFERED = 8


class Counting(StrEnum):
    """What is compared with the goal."""

    LEVEL = "level"
    CUMULATED = "cumulated"


def series(values: Iterable[TargetValue], counting: Counting, period: str) -> list[TargetValue]:
    """The values as the goal is compared with them, in the order of time.

    A level: all values. Cumulated: the running sum over those within the target's ``period``. Values of unknown
    periods are left out.
    """
    if counting is Counting.LEVEL:
        return in_order(values)
    running, summed = Decimal(0), []
    for value in in_order(added(values, period)):
        running += value.value
        summed.append(TargetValue(value.period, running))
    return summed


def added(values: Iterable[TargetValue], period: str) -> list[TargetValue]:
    """Those that a cumulated target adds up: within its period, and of those that overlap the longest alone."""
    window = period_days(period)
    dated = [(days, value) for value in values if (days := period_days(value.period)) is not None]
    dated.sort(key=lambda each: (each[0][0] - each[0][1], each[0][0]))
    taken: list[tuple[date, date]] = []
    found = []
    for days, value in dated:
        inside = window is not None and window[0] <= days[0] and days[1] <= window[1]
        if inside and not any(days[0] <= last and first <= days[1] for first, last in taken):
            taken.append(days)
            found.append(value)
    return found


def usual_counting(total: str, label: str) -> Counting:
    """How a report's figure is usually compared: shares and averages, and counts said to be "lũy kế", are levels."""
    if total != "sum" or _SO_FAR.search(fold(label)):
        return Counting.LEVEL
    return Counting.CUMULATED


def measure_fits(target: str, percent: bool, measures: Sequence[str]) -> bool:
    """Whether a figure can be the target's: both percentages, or of the same measure; one that has none fits all.

    ``measures`` are the figure's measure in each language, "" left out.
    """
    wanted = fold(target)
    is_share = nfc(target).strip().casefold() in _PERCENT
    if percent or any(nfc(each).strip() == "%" for each in measures):
        return is_share or not target.strip()
    return not is_share and (not wanted or not measures or wanted in {fold(each) for each in measures})


# Periods


def offered(period: str, today: date) -> list[str]:
    """The periods a value is likely told of: the last months, quarters and the year, those of the target first.

    For a target whose period is over they are counted from its end.
    """
    window = period_days(period)
    end = min(today, window[1]) if window and window[0] <= today else today
    found = [*_months_back(end, 3), *_quarters_back(end, 2), f"{end.year}"]
    if window is not None and window[0] <= today:
        found = [label for label in found if _meets(label, window)]
        if period not in found and (window[1] - window[0]) < timedelta(days=366):
            found.append(period)
    return found[:_MOST_OFFERED]


def _months_back(day: date, count: int) -> list[str]:
    at = day.year * 12 + day.month - 1
    return [f"{month // 12}-{month % 12 + 1:02}" for month in range(at, at - count, -1)]


def _quarters_back(day: date, count: int) -> list[str]:
    at = day.year * 4 + (day.month - 1) // 3
    return [f"{quarter // 4}-Q{quarter % 4 + 1}" for quarter in range(at, at - count, -1)]


def _meets(label: str, window: tuple[date, date]) -> bool:
    days = period_days(label)
    return days is not None and window[0] <= days[0] and days[1] <= window[1]


def read_told_period(text: str) -> str | None:
    """The period that somebody typed ("3/2022", "quý I/2022", "năm 2022"); None where it is none."""
    typed = _folded(text)
    if (month := _MONTH.fullmatch(typed)) is not None:
        return _known(f"{month[2]}-{int(month[1]):02}")
    if (quarter := _QUARTER.fullmatch(typed)) is not None:
        return _known(f"{quarter[2]}-Q{quarter[1]}")
    return read_period(text)


def _folded(text: str) -> str:
    """Without accents and capitals, the signs between numbers kept."""
    return " ".join("".join(fold(c) if c.isalpha() else c for c in nfc(text)).split())


def _known(label: str) -> str | None:
    return label if period_days(label) is not None else None


def has_begun(period: str, today: date) -> bool:
    """Whether anything can be told of the period by that local day."""
    days = period_days(period)
    return days is not None and days[0] <= today
