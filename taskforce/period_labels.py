"""Labels of the periods that targets and figures are of: 2022-03, 2022-Q1, 2022-H1, 2022, 2022-W07, 2023-2025."""

import re
from calendar import monthrange
from datetime import date, timedelta

from taskforce.vietnamese import nfc

_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?P<to>\d{4})|-(?P<kind>[QHW]?)(?P<number>\d{1,2}))?")
_WIDTHS = {"": 2, "Q": 1, "H": 1, "W": 2}
_MONTHS = {"": 1, "Q": 3, "H": 6}


def period_days(label: str) -> tuple[date, date] | None:
    """The first and the last local day of the period; None where the label names none."""
    match = _LABEL.fullmatch(label)
    if match is None:
        return None
    try:
        return _days(int(match["year"]), match["to"], match["kind"], match["number"])
    except (ValueError, OverflowError):
        return None  # a thirteenth month, a year 0


def _days(year: int, to: str | None, kind: str | None, number: str | None) -> tuple[date, date] | None:
    if to is not None:
        return (date(year, 1, 1), date(int(to), 12, 31)) if year < int(to) else None
    if kind is None or number is None:
        return date(year, 1, 1), date(year, 12, 31)
    if len(number) != _WIDTHS[kind]:
        return None
    if kind == "W":
        monday = date.fromisocalendar(year, int(number), 1)
        return monday, monday + timedelta(days=6)
    months = _MONTHS[kind]
    first, last = months * int(number) - months + 1, months * int(number)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def read_period(text: str) -> str | None:
    """The label of the period that the words mean ("Quý I năm 2022" is 2022-Q1); None where they mean none."""
    label = nfc(text).upper().replace("–", "-").replace(" ", "")
    if period_days(label) is not None:
        return label
    # Imported here: its many patterns cost milliseconds that only an import of targets needs.
    from taskforce.deadlines import read_deadline

    read = read_deadline(text)
    if read is None or read.due_from is None or read.due_to is None:
        return None
    year = read.due_from.year
    fitting = (
        *(f"{year}-{month:02}" for month in range(1, 13)),
        *(f"{year}-Q{quarter}" for quarter in range(1, 5)),
        f"{year}-H1",
        f"{year}-H2",
        f"{year}",
        f"{year}-{read.due_to.year}",
    )
    window = (read.due_from, read.due_to)
    return next((each for each in fitting if period_days(each) == window), None)


def longer(label: str) -> tuple[str, ...]:
    """The quarter, half-year and year that the period lies in, shortest first; a week lies where its Thursday does.

    A quarter's are its half-year and year; a year has none, nor has what is no period.
    """
    days = period_days(label)
    if days is None:
        return ()
    middle = days[0] + (days[1] - days[0]) // 2
    month, year = middle.month, middle.year
    found = (f"{year}-Q{(month + 2) // 3}", f"{year}-H{1 if month < 7 else 2}", f"{year}")
    lengths = tuple(longer_days[1] - longer_days[0] for each in found if (longer_days := period_days(each)))
    return tuple(each for each, length in zip(found, lengths, strict=True) if length > days[1] - days[0])


def before(label: str) -> str | None:
    """The quarter, half-year or year before; None for other periods."""
    year, _, part = label.partition("-")
    if period_days(label) is None:
        return None
    if not part:
        return f"{int(year) - 1:04}"
    most = {"Q": 4, "H": 2}.get(part[0])
    if most is None:
        return None
    number = int(part[1:])
    return f"{year}-{part[0]}{number - 1}" if number > 1 else f"{int(year) - 1:04}-{part[0]}{most}"
