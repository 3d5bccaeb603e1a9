"""Clock times: "14h30", "2 giờ chiều", "8 giờ rưỡi", "từ 14h đến 16h", "2:30 pm"."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType

from taskforce.when.plain import Text

_NUMBERS = MappingProxyType(
    {
        "muoi hai": 12, "muoi một": 11, "muoi mot": 11, "muoi": 10, "chin": 9, "tam": 8, "bảy": 7, "bẩy": 7, "sáu": 6,
        "nam": 5, "bon": 4, "ba": 3, "hai": 2, "một": 1, "mot": 1,
    }
)  # fmt: skip
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"

# One spelling after the other becomes "14h30" and "2h pm", so that a single shape is left to read.
_SPELLINGS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(rf"(?<!\w)(?<!thứ )(?<!thu )({'|'.join(_NUMBERS)})(?= (?:gio|ruoi)\b)"),
        lambda found: str(_NUMBERS[found[1]]),
    ),
    (re.compile(r"\b(?:12 ?)?noon\b"), "12h00"),
    (re.compile(r"\btonight\b"), "toi nay"),
    (re.compile(r"(?<=\d) ?(?:gio|g|h)(?![a-z])"), "h"),
    (re.compile(r"(?<![\dh:])(\d{1,2})h? ?ruoi\b"), r"\1h30"),
    (re.compile(r"(?<!\d)(\d{1,2})h kem (\d{1,2})(?!\d)(?: ?(?:phut|ph|p)\b)?"), lambda found: _short_of(found)),
    (re.compile(r"(?<!\d)(\d{1,2}) ?: ?(\d\d)(?::\d\d)?(?!\d)h?"), r"\1h\2"),
    (re.compile(r"(?<=\dh) ?:? ?(\d{1,2}) ?(?:phut|ph|p)\b"), lambda found: found[1].zfill(2)),
    (re.compile(r"(?<=\dh)(\d\d)'"), r"\1"),
    (
        re.compile(rf"(?<=\dh) ?:? (\d\d)(?!\d)(?! ?[/.]\d| ?-\d{{1,2}}(?![\dh])| ?thang| (?:{MONTHS})|h)"),
        r"\1",
    ),
    (re.compile(r"(?<=\d|h) ?([ap])\.?m\b\.?"), r" \1m"),
    (re.compile(r"(?<![h\d])(\d{1,2}) (?=[ap]m\b)"), r"\1h "),
    (re.compile(r"(?<![\d/.h-])(\d{1,2}) ?- ?(?=\d{1,2}h)"), r"\1h-"),
)
_PART_WORDS = "sang|trua|chieu|tối|toi|dem|am|pm|in the morning|in the afternoon|in the evening"
_CLOCK = rf"(?P<h{{0}}>\d{{{{1,2}}}})h(?P<m{{0}}>\d\d)?(?!\w)(?: ?(?P<p{{0}}>{_PART_WORDS})(?!\w))?"
_SPAN = re.compile(rf"(?<![\d/.]){_CLOCK.format(1)}(?: ?(?:-|den|tới|toi|to|until|till) ?{_CLOCK.format(2)})?(?!\w)")
_PART = re.compile(
    r"(?<!\w)(?:(?:vao )?buoi )?(?:(?P<p>sang|trua|chieu|tối|dem|morning|afternoon|evening)"
    r"|(?P<toi>toi)(?= (?:mai|nay|hom|thứ|thu|t[2-7]|cn|chu)\b))(?!\w)"
)
_SAME = MappingProxyType({"tối": "toi", "dem": "toi", "morning": "sang", "afternoon": "chieu", "evening": "toi"})
_HOURS = MappingProxyType(
    {
        "sang": range(1, 12), "trua": range(10, 15), "chieu": range(12, 20), "toi": range(17, 24),
        "am": range(12), "pm": range(12, 24),
    }
)  # fmt: skip
_USUAL = MappingProxyType(
    {"sang": (time(8),), "trua": (time(11, 30),), "chieu": (time(14),), "toi": (time(19),), "": (time(8), time(14))}
)
_MAY_BE_AFTERNOON = range(1, 7)  # "5h" is said at dawn and in the afternoon; "7h" to "12h" are said once a day

Pair = tuple[time, time | None]


@dataclass(frozen=True, slots=True)
class Clock:
    """A clock time as written, with the part of the day written beside it ("" for none)."""

    hour: int
    minute: int
    part: str

    def within(self, part: str) -> list[time]:
        """The times of that part of the day it can mean, on a face of twelve or of twenty-four hours."""
        faces = {self.hour, (self.hour + 12) % 24} if self.hour <= 12 else {self.hour}
        hours = _HOURS[part] if part else range(24)
        return [time(hour, self.minute) for hour in sorted(faces) if hour in hours]


@dataclass(frozen=True, slots=True)
class Span:
    """The clock time, or times from and to, that a text names."""

    start: Clock
    end: Clock | None

    @property
    def written(self) -> tuple[time, time | None]:
        """Both as they stand, on a face of twenty-four hours, each with the part written beside it."""
        start = next(iter(self.start.within(self.start.part)), time(self.start.hour, self.start.minute))
        return start, _end_after(start, self.end) if self.end else None

    def readings(self, part: str, literal: bool) -> list[Pair]:
        """Every start and end this can mean; none when it contradicts itself, or ``part`` of the day.

        ``literal`` takes an hour without a part of the day as one of twenty-four.
        """
        pairs: list[Pair] = []
        for start in self._starts(part, literal):
            end = _end_after(start, self.end) if self.end else None
            if end is not None or self.end is None:
                pairs.append((start, end))
        return pairs

    def _starts(self, part: str, literal: bool) -> list[time]:
        if part and self.start.part not in ("", part, "am", "pm"):
            return []
        own = self.start.part or part
        if own:
            return self.start.within(own)
        if self.end and self.end.part:
            # "2h - 4h chiều": the word belongs to both where both fit it, in this order.
            last = max(self.end.within(self.end.part), default=time(0))
            shared = [start for start in self.start.within(self.end.part) if start < last]
            if shared:
                return shared
        if not literal and self.start.hour in _MAY_BE_AFTERNOON:
            return self.start.within("")
        return [time(self.start.hour, self.start.minute)]


def _end_after(start: time, end: Clock) -> time | None:
    return next((moment for moment in end.within(end.part) if moment > start), None)


def spell_out(text: str) -> str:
    """``text`` with every clock time spelled "14h30", "8h" or "2h30 pm"."""
    for shape, spelling in _SPELLINGS:
        text = shape.sub(spelling, text)
    return text


def _short_of(found: re.Match[str]) -> str:
    hour, minutes = int(found[1]), int(found[2])
    return f"{hour - 1}h{60 - minutes:02}" if hour > 0 and 0 < minutes < 60 else found[0]


def take_span(text: Text) -> Span | None:
    """The clock time or times, taken out of a spelled-out text; None when there is none, or none that exists."""
    found = _SPAN.search(text.left)
    if found is None:
        return None
    start, end = _clock(found, 1), _clock(found, 2) if found["h2"] else None
    if start is None or (found["h2"] and end is None):
        return None
    text.take(_SPAN)
    return Span(start, end)


def _clock(found: re.Match[str], number: int) -> Clock | None:
    hour, minute = int(found[f"h{number}"]), int(found[f"m{number}"] or 0)
    part = (found[f"p{number}"] or "").removeprefix("in the ")
    return Clock(hour, minute, _SAME.get(part, part)) if hour < 24 and minute < 60 else None


def take_part(text: Text) -> str:
    """The part of the day that stands by itself ("sáng thứ Hai"), taken out; "" when there is none."""
    found = text.take(_PART)
    if found is None:
        return ""
    word = found["p"] or "toi"
    return _SAME.get(word, word)


def usual(part: str) -> tuple[time, ...]:
    """When meetings in that part of the day usually begin; in the morning and in the afternoon for ""."""
    return _USUAL[part]


def is_over(part: str, clock: time) -> bool:
    """Whether that part of the day has passed at ``clock``."""
    return bool(part) and clock.hour > _HOURS[part][-1]
