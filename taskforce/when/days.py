"""Days: "25/12", "ngày 25 tháng 12 năm 2026", "mai", "thứ Hai tuần sau", "next Monday", "Dec 25"."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from taskforce.when.clocks import MONTHS
from taskforce.when.model import NotUnderstood
from taskforce.when.plain import Text

_DAY = timedelta(days=1)
_SLIP = timedelta(days=60)
"""A date without a year that passed so lately is a slip; one that passed earlier may be next year's."""

_ISO = re.compile(r"(?<![\d/.-])(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)(?:(?=[t ]\d\d:\d\d)(?P<exact>))?t?")
_SPACED_MARK = re.compile(r"(?<=\d) ?/ ?(?=\d)")
_WEEKDAY_DASH = re.compile(r"(?<!\w)(th[uứ] ?[2-7]|t[2-7]|cn) ?- ?(?=\d)")
_MONTH_NAME = rf"(?P<name>{MONTHS})[a-z]*\.?"
_DATES = (
    re.compile(rf"(?<!\w)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME}(?:,? (?P<y>\d{{4}})(?!\d))?(?!\w)"),
    re.compile(rf"(?<!\w){_MONTH_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>\d{{4}})(?!\d))?(?!\w)"),
    re.compile(r"(?<![\w/.-])(?P<d>\d{1,2}) ?thang ?(?P<m>\d{1,2})(?!\d)(?:(?:,? nam |[ /.-])(?P<y>\d{4})(?![\dh]))?"),
    re.compile(r"(?<![\w/.-])(?P<d>\d{1,2})(?P<mark>[/.-])(?P<m>\d{1,2})(?P=mark)(?P<y>\d{4}|\d\d)(?![\w/])"),
    re.compile(r"(?<![\w/.-])(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})(?:,? (?:nam )?(?P<y>\d{4}))?(?!\w|[/.-]\d)"),
)  # fmt: skip
_DAY_OF_MONTH = re.compile(r"(?<!\w)ngay (?P<d>\d{1,2})(?![\w/.-]\d?)(?: thang (?P<which>nay|sau|toi|tới))?(?!\w)")

_WEEKDAYS = MappingProxyType(
    {
        "2": 0, "hai": 0, "mon": 0, "3": 1, "ba": 1, "tue": 1, "4": 2, "tu": 2, "wed": 2, "5": 3, "nam": 3, "thu": 3,
        "6": 4, "sau": 4, "sáu": 4, "fri": 4, "7": 5, "bay": 5, "bảy": 5, "bẩy": 5, "sat": 5, "cn": 6, "chu": 6,
        "sun": 6,
    }
)  # fmt: skip
_WEEKDAY = re.compile(
    r"(?<!\w)(?:(?P<before>this|next|coming) )?"
    r"(?:th[uứ] ?(?P<number>[2-7])(?![\w/])|th[uứ] (?P<word>hai|ba|tu|nam|sau|sáu|bay|bảy|bẩy)(?!\w)"
    r"|t(?P<short>[2-7])(?![\w/])|(?P<sunday>cn|chu)(?:(?<=chu) nhat)?(?!\w)"
    r"|(?P<english>mon|tue|wed|thu|fri|sat|sun)(?:s|r|rs|nes|ur)?(?:day)?(?!\w))"
    r"(?: (?P<after>tới|nay)(?!\w))?"
)
_WEEK = re.compile(r"(?<!\w)(?:tuan (?P<vi>nay|sau nua|sau|toi|tới)|(?P<en>this|next) week)(?!\w)")
_WEEKS = MappingProxyType({"nay": 0, "this": 0, "sau": 1, "toi": 1, "tới": 1, "next": 1, "sau nua": 2})
_RELATIVE = tuple(
    (re.compile(rf"(?<!\w)(?:{words})(?!\w)"), days)
    for words, days in (
        ("(?:the )?day after tomorrow|ngay kia|(?:ngay )?(?:mốt|mot)", 2),
        ("hom qua|yesterday", -1),
        ("(?:ngay|hom|bua) mai|mai|tomorrow", 1),
        ("(?:ngay )?(?:hom|bua) nay|nay|today", 0),
    )
)


@dataclass(frozen=True, slots=True)
class Days:
    """The days a text can mean, earliest first. ``ask``: even a single one has to be confirmed."""

    days: tuple[date, ...]
    ask: bool = False
    exact: bool = False
    """Whether it was written as machines do, so that the clock beside it has twenty-four hours."""


def take_iso(text: Text) -> Days | NotUnderstood | None:
    """A date like 2026-12-25, taken out before anything else reads its parts."""
    found = text.take(_ISO)
    if found is None:
        return None
    day = _existing(int(found[1]), int(found[2]), int(found[3]))
    return Days((day,), exact=found["exact"] is not None) if day else NotUnderstood("no-such-day")


def take_days(text: Text, today: date, dated: Days | None = None) -> Days | NotUnderstood | None:
    """The days named in the rest of the text, next to ``dated``; None when neither names any."""
    text.left = _WEEKDAY_DASH.sub(r"\1 ", _SPACED_MARK.sub("/", text.left))
    week = text.take(_WEEK)
    weekday, found = None, _take_date(text, today) if dated is None else dated
    if isinstance(found, NotUnderstood):
        return found
    named = text.take(_WEEKDAY)
    if named:
        weekday = _weekday(named)
    elif week:
        return NotUnderstood("unreadable")
    near = _take_relative(text, today)
    if near:
        if found and near not in found.days:
            return NotUnderstood("unreadable")
        found = found or Days((near,))
    if weekday is None or named is None:
        return found
    meant = _on_weekday(weekday, named, week, today)
    return _agreeing(found, meant, weekday, fixed=week is not None) if found else Days(meant)


def _take_date(text: Text, today: date) -> Days | NotUnderstood | None:
    for shape in _DATES:
        found = text.take(shape)
        if found:
            parts = found.groupdict()
            name = parts.get("name")
            month = MONTHS.split("|").index(name) + 1 if name else int(found["m"])
            return _dated(int(found["d"]), month, found["y"], today)
    found = text.take(_DAY_OF_MONTH)
    return _day_of_month(int(found["d"]), found["which"], today) if found else None


def _dated(day: int, month: int, year: str | None, today: date) -> Days | NotUnderstood:
    if year is not None:
        full = _existing(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return Days((full,)) if full else NotUnderstood("no-such-day")
    this, following = _existing(today.year, month, day), _existing(today.year + 1, month, day)
    if this is not None and this >= today:
        return Days((this,))
    if this is not None and (following is None or today - this <= _SLIP):
        return NotUnderstood("past", this)
    return Days((following,), ask=True) if following else NotUnderstood("no-such-day")


def _day_of_month(day: int, which: str | None, today: date) -> Days | NotUnderstood:
    following = (today.replace(day=28) + 4 * _DAY).replace(day=1)
    this, later = _existing(today.year, today.month, day), _existing(following.year, following.month, day)
    if which in ("sau", "toi", "tới"):
        return Days((later,)) if later else NotUnderstood("no-such-day")
    if this is None:
        return NotUnderstood("no-such-day")
    if this >= today:
        return Days((this,))
    return Days((later,), ask=True) if later and which is None else NotUnderstood("past", this)


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _take_relative(text: Text, today: date) -> date | None:
    for shape, days in _RELATIVE:
        if text.take(shape):
            return today + days * _DAY
    return None


def _weekday(named: re.Match[str]) -> int:
    word = named["number"] or named["word"] or named["short"] or named["sunday"] or named["english"]
    return _WEEKDAYS[word]


def _on_weekday(weekday: int, named: re.Match[str], week: re.Match[str] | None, today: date) -> tuple[date, ...]:
    """A bare weekday is the coming one, or today's as well. "Next" and "tới" may skip the one of this week."""
    monday = today - today.weekday() * _DAY
    if week:
        return (monday + (7 * _WEEKS[week["vi"] or week["en"]] + weekday) * _DAY,)
    if named["before"] == "this":
        return (monday + weekday * _DAY,)
    coming = today + ((weekday - today.weekday() - 1) % 7 + 1) * _DAY
    if named["before"] == "next" or named["after"] == "tới":
        return (coming, coming + 7 * _DAY) if coming < monday + 7 * _DAY else (coming,)
    return (today, coming) if weekday == today.weekday() else (coming,)


def _agreeing(found: Days, meant: tuple[date, ...], weekday: int, *, fixed: bool) -> Days | NotUnderstood:
    """The days that fall on the weekday, in the week that was named where one was."""
    days = tuple(day for day in found.days if day.weekday() == weekday and (not fixed or day in meant))
    return replace(found, days=days) if days else NotUnderstood("weekday-mismatch", found.days[0])


__all__ = ["Days", "take_days", "take_iso"]
