"""The last day in a conclusion's words: "hạn 30/4/2022", "trước ngày 20/4", "hoàn thành trong quý II"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from taskforce.charter.expressions import add_months
from taskforce.when.plain import bare

_DAY = timedelta(days=1)
_QUARTERS = MappingProxyType({"i": 1, "ii": 2, "iii": 3, "iv": 4})
_INTRODUCED = (
    r"(?<!\w)(?!(?<=qua )(?<!ket qua )han)(?!(?<=gioi )han)"  # "quá hạn", "giới hạn", but "báo cáo kết quả trước ngày"
    r"(?P<intro>(?:truoc|cham nhat|muon nhat|thoi han|han chot|han cuoi|han|hoan thanh|xong|trong)"
    r"(?: ?: ?| (?:truoc|cham nhat|muon nhat|hoan thanh|xong|trong|vao|den|het|la|nhat)(?!\w))*) ?"
)
_YEAR_OF = r"(?: ?/ ?(?P<y>\d{4})| nam (?P<y2>\d{4}))?(?![\w/]|[.-]\d)"
_CLOCK = r"(?P<clock>\d{1,2} ?(?:h|gio|:) ?(?:\d\d)?(?: ?phut)?,? )?"
_DATE = (
    r"(?:ngay )?(?P<d>\d{1,2}) ?(?:[/.-]| thang ) ?(?P<m>\d{1,2})"
    r"(?:(?: ?[/.-] ?| nam )(?P<y>\d{4}|\d\d))?(?!\w|[/.-]\d)"
)
_EVERY = re.compile(r" (?:hang|moi) (?:thang|quy|nam|tuan)")
_VAGUE = re.compile(
    r"(?<!\w)(?:trong(?: vong| thoi han)?|sau|cham nhat(?: sau)?|thoi han|han(?: la)?:?)"
    r" \d{1,3} (?:gio|ngay|tuan|thang)(?: lam viec)?(?!\w)"
    rf"|{_INTRODUCED.replace('?P<intro>', '?:')}(?:ngay \d{{1,2}}(?![\w/.-]\d?)"
    r"|(?:dau |giua |cuoi )?(?:tuan|thang|quy|nam) (?:nay|sau|toi)(?!\w)"
    r"|(?:dau|giua|cuoi) (?:tuan|thang|quy|nam)(?: \d+)?)(?: (?:hang|moi) (?:thang|quy|nam|tuan))?"
)
_LOOSE = re.compile(r"(?<!\w)den (?:het )?" + _DATE)
_LAST_BRACKET = re.compile(r"\((?P<inside>[^()]*)\)[.;]?$")


@dataclass(frozen=True, slots=True)
class _Found:
    """One deadline: where it stands, and the day, None when it is not certain."""

    start: int
    end: int
    day: date | None


def _of_date(found: re.Match[str], today: date) -> tuple[date, date]:
    year = found["y"] or str(today.year)
    day = date(int(year) + (2000 if len(year) == 2 else 0), int(found["m"]), int(found["d"]))
    return day, day


def _of_month(found: re.Match[str], today: date) -> tuple[date, date]:
    year = int(found["y"] or found["y2"] or today.year)
    first = date(year, int(found["m"]), 1)
    return first, _end_of(date(year, int(found["last"] or found["m"]), 1), 1)


def _of_quarter(found: re.Match[str], today: date) -> tuple[date, date]:
    number = _QUARTERS.get(found["q"]) or int(found["q"])
    first = date(int(found["y"] or found["y2"] or today.year), 3 * number - 2, 1)
    return first, _end_of(first, 3)


def _of_year(found: re.Match[str], _: date) -> tuple[date, date]:
    first = date(int(found["y"]), 1, 1)
    return first, _end_of(first, 12)


def _end_of(first: date, months: int) -> date:
    return add_months(first, months) - _DAY


# Each shape with the first and the last day it names: "before" ends ahead of the first, all else with the last.
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], tuple[date, date]]], ...] = (
    (re.compile(_INTRODUCED + _CLOCK + _DATE), _of_date),
    (
        re.compile(
            _INTRODUCED
            + r"thang (?P<m>\d{1,2})(?!\w)(?:(?: va | ?- ?|, ?)(?:thang )?(?P<last>\d{1,2})(?!\w))?"
            + _YEAR_OF
        ),
        _of_month,
    ),
    (re.compile(_INTRODUCED + r"quy (?P<q>iv|i{1,3}|[1-4])(?!\w)" + _YEAR_OF), _of_quarter),
    (re.compile(_INTRODUCED + r"nam (?P<y>\d{4})(?!\w)"), _of_year),
)


def read_due(written: str, today: date) -> tuple[date | None, tuple[str, ...]]:
    """The last day that is certain, and the phrases that speak of one without certainty, as written.

    ``written`` is NFC with single spaces. Two different last days are both uncertain.
    """
    text = bare(written)
    found: list[_Found] = []
    for shape, days in _SHAPES:
        found += [_one(text, match, days, today) for match in shape.finditer(text)]
    certain = {one.day for one in found if one.day is not None}
    due = certain.pop() if len(certain) == 1 else None
    vague = [(one.start, one.end) for one in found if due is None or one.day is None]
    taken = [(one.start, one.end) for one in found]
    vague += [span for span in _spans(_VAGUE, text) if not _overlaps(span, taken)]
    if not taken and not vague:
        vague = _loose(text)
    return due, tuple(written[start:end].strip() for start, end in sorted(vague))


def _one(
    text: str, match: re.Match[str], days: Callable[[re.Match[str], date], tuple[date, date]], today: date
) -> _Found:
    every = _EVERY.match(text, match.end())
    if every:
        return _Found(match.start(), every.end(), None)
    try:
        first, last = days(match, today)
    except ValueError:
        return _Found(match.start(), match.end(), None)
    is_before = "truoc" in match["intro"] and not match.groupdict().get("clock")  # "trước 17h ngày 15/4" is that day
    day = first - _DAY if is_before and first > date.min else last
    return _Found(match.start(), match.end(), day if day >= today else None)


def _loose(text: str) -> list[tuple[int, int]]:
    """A date nobody calls a deadline: one that something runs up to, or one in the brackets at the end."""
    spans = _spans(_LOOSE, text)
    bracket = _LAST_BRACKET.search(text)
    if bracket:
        begin = bracket.start("inside")
        inside = _spans(re.compile(r"(?<![\w/])" + _DATE), bracket["inside"])
        dates = [(begin + start, begin + end) for start, end in inside]
        spans += [span for span in dates if not _overlaps(span, spans)]
    return spans


def _spans(shape: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in shape.finditer(text)]


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)
