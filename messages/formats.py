"""How numbers, dates and spans of time are written, per language: the filters of the templates."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from taskforce.vietnamese import format_number

_WEEKDAYS = {
    "vi": ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def local(moment: datetime, zone: str) -> datetime:
    """The moment in the given zone."""
    return moment.astimezone(ZoneInfo(zone))


def weekday(day: date, locale: str) -> str:
    """thứ Hai … Chủ nhật."""
    return _WEEKDAYS[locale][day.weekday()]


def day(value: date, locale: str) -> str:
    """thứ Hai, 14/3/2022 — always with the weekday, so that a slip is seen."""
    return f"{weekday(value, locale)}, {value.day}/{value.month}/{value.year}"


def clock(value: datetime, locale: str) -> str:
    """8h30 in Vietnamese, 08:30 in English."""
    if locale == "en":
        return f"{value:%H:%M}"
    return f"{value.hour}h{value.minute:02d}" if value.minute else f"{value.hour}h"


def moment(value: datetime, locale: str) -> str:
    """8h30 thứ Hai, 14/3/2022."""
    return f"{clock(value, locale)} {day(value, locale)}"


def deadline(value: datetime, locale: str) -> str:
    """hết thứ Hai, 14/3/2022 where the whole day counts, else the moment."""
    if (value.hour, value.minute) != (23, 59):
        return moment(value, locale)
    return f"{'hết' if locale == 'vi' else 'end of'} {day(value, locale)}"


def period(value: str, locale: str) -> str:
    """2022-03 → tháng 3/2022; 2022-Q1 → quý I/2022; 2022-H1, 2022, 2022-W07, 2023-2025 alike."""
    year, _, part = value.partition("-")
    if not part:
        return f"năm {year}" if locale == "vi" else year
    if len(part) == 4:
        return f"giai đoạn {year}–{part}" if locale == "vi" else f"{year}–{part}"
    if part.startswith("Q"):
        roman = ("I", "II", "III", "IV")[int(part[1]) - 1]
        return f"quý {roman}/{year}" if locale == "vi" else f"{part} {year}"
    if part.startswith("H"):
        half = part[1]
        if locale == "en":
            return f"{'first' if half == '1' else 'second'} half of {year}"
        return f"6 tháng {'đầu' if half == '1' else 'cuối'} năm {year}"
    if "-" in part:
        return _asked_on(value, locale)
    if part.startswith("W"):
        return f"tuần {int(part[1:])}/{year}" if locale == "vi" else f"week {int(part[1:])}, {year}"
    if locale == "en":
        return f"{date(int(year), int(part), 1):%B %Y}"
    return f"tháng {int(part)}/{year}"


def _asked_on(value: str, locale: str) -> str:
    day, _, number = value.partition(".")
    asked = date.fromisoformat(day)
    if locale == "en":
        return f"asked for on {asked.day} {asked:%B %Y}{f', no. {number}' if number else ''}"
    return f"theo yêu cầu {f'số {number} ' if number else ''}ngày {asked.day}/{asked.month}/{asked.year}"


def span(value: timedelta, locale: str) -> str:
    """How long that is, in the one or two largest units: 2 ngày 3 giờ."""
    minutes = max(int(abs(value).total_seconds() // 60), 0)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    names = ("ngày", "giờ", "phút") if locale == "vi" else ("d", "h", "min")
    found = [f"{n} {name}" for n, name in zip((days, hours, minutes), names, strict=True) if n]
    return " ".join(found[:2]) or f"0 {names[2]}"


def number(value: Decimal | str | int | float, locale: str) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English; as many decimals as it has."""
    written = format_number(Decimal(str(value)))
    if locale == "en":
        return written.translate(str.maketrans(".,", ",."))
    return written


def shorten(value: str, limit: int = 60) -> str:
    """The beginning of a long title, cut at a word, with an ellipsis."""
    if len(value) <= limit:
        return value
    cut = value[: limit - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut).rstrip(" ,;:") + "…"


def filters(locale: str) -> dict[str, Callable[..., Any]]:
    """The filters of one language's templates."""

    def spoken(function: Callable[[Any, str], str]) -> Callable[[Any], str]:
        return lambda value: function(value, locale)

    return {
        "weekday": spoken(weekday),
        "day": spoken(day),
        "clock": spoken(clock),
        "moment": spoken(moment),
        "deadline": spoken(deadline),
        "period": spoken(period),
        "span": spoken(span),
        "number": spoken(number),
        "short": shorten,
    }
