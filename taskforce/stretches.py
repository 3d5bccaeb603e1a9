"""Stretches of days as Vietnamese plans name them: a day, a month, a quarter, half a year, a year.

The words come in plain letters: small, without accents ("quy ii nam 2022").
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

YEARS = range(1945, 2100)
YEAR_AFTER = r"(?:(?:/|-| |, ?| nam |, nam )(?P<y>\d{4}))?"
"""The year behind a month or a quarter, which may be left out."""

_DATE = r"(?:ngay )?(?P<d>\d{1,2})(?:[/.\-]| thang )(?P<m>\d{1,2})(?:(?:[/.\-]| nam )(?P<y>\d{4}))?"
_ISO = r"(?:ngay )?(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"
_STRETCHES = {
    "date": re.compile(_DATE),
    "iso": re.compile(_ISO),
    "month": re.compile(rf"thang (?P<m>\d{{1,2}}){YEAR_AFTER}"),
    "quarter": re.compile(rf"quy (?P<q>i{{1,3}}|iv|0?[1-4]){YEAR_AFTER}"),
    "half": re.compile(r"(?:0?6|sau) thang (?P<h>dau|cuoi) nam (?P<y>\d{4})"),
    "year": re.compile(r"nam (?P<y>\d{4})"),
}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Local days from the first to the last, both counted."""

    first: date
    last: date

    @property
    def one_day(self) -> bool:
        """Whether it is a single day."""
        return self.first == self.last


def read_stretch(words: str, year: int | None) -> Stretch | None:
    """The days that the words name; ``year`` is that of words without one.

    Raises:
        ValueError: there is no such day or month.
    """
    for kind, pattern in _STRETCHES.items():
        match = pattern.fullmatch(words)
        if match is None:
            continue
        named = match["y"]
        of_year = int(named) if named else year
        if of_year is None or of_year not in YEARS:
            return None
        if kind in ("date", "iso"):
            day = date(of_year, int(match["m"]), int(match["d"]))
            return Stretch(day, day)
        if kind == "month":
            return months_of(of_year, int(match["m"]), int(match["m"]))
        if kind == "quarter":
            quarter = quarter_number(match["q"])
            return months_of(of_year, 3 * quarter - 2, 3 * quarter)
        if kind == "half":
            return months_of(of_year, 1, 6) if match["h"] == "dau" else months_of(of_year, 7, 12)
        return months_of(of_year, 1, 12)
    return None


def quarter_number(words: str) -> int:
    """The number of a quarter or month, Roman up to IV."""
    return _ROMAN.get(words) or int(words)


def months_of(year: int, first: int, last: int) -> Stretch | None:
    """The months of a year from the first to the last; None when that is backwards.

    Raises:
        ValueError: there is no such month.
    """
    if first > last:
        return None
    return Stretch(date(year, first, 1), date(year, last, monthrange(year, last)[1]))
