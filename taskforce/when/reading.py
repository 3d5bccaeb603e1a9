"""From a typed text to a moment: what can mean two things is asked, what is left over is not passed over."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from taskforce.when.clocks import Pair, Span, is_over, spell_out, take_part, take_span, usual
from taskforce.when.days import Days, take_days, take_iso
from taskforce.when.model import Answer, NeedsDay, NeedsTime, NotUnderstood, When, WhichOne
from taskforce.when.plain import Text, plain

_LONGEST = 200
_FARTHEST = timedelta(days=366)
_FILLERS = frozenset(
    [
        "vao", "luc", "tu", "nham", "khoang", "dung", "bat", "dau", "trong", "buoi", "ngay", "thoi", "gian", "la", "se",
        "o", "a", "nhe", "nha", "hop", "cuoc", "phien", "giao", "ban", "to", "chuc", "dien", "ra", "doi", "chuyen",
        "at", "on", "in", "the", "from", "of", "meeting",
    ]
)  # fmt: skip


def read(text: str, now: datetime, prefer: date | None) -> Answer:
    """``taskforce.when.read_when``."""
    if not text.strip():
        return NotUnderstood("nothing")
    if len(text) > _LONGEST:
        return NotUnderstood("unreadable")
    rest = Text(plain(text))
    dated = take_iso(rest)
    if isinstance(dated, NotUnderstood):
        return dated
    rest.left = spell_out(rest.left)
    span = take_span(rest)
    part = take_part(rest)
    days = take_days(rest, now.date(), dated)
    if isinstance(days, NotUnderstood):
        return days
    if not _FILLERS.issuperset(rest.words()):
        return NotUnderstood("unreadable")
    if days is None and prefer is not None:
        days = Days((prefer,))
    return _answer(days, span, part, now)


def _answer(days: Days | None, span: Span | None, part: str, now: datetime) -> Answer:
    pairs: list[Pair] = span.readings(part, days is not None and days.exact) if span else []
    if span and not pairs:
        return NotUnderstood("unreadable")
    if days is None:
        return NeedsDay(*(pairs[0] if len(pairs) == 1 else span.written)) if span else NotUnderstood("unreadable")
    today = now.date()
    if days.days[-1] < today:
        return NotUnderstood("past", days.days[-1])
    if days.days[0] > today + _FARTHEST:
        return NotUnderstood("too-far", days.days[0])
    if span:
        return _of(_moments(days.days, pairs, now), days)
    clocks: list[Pair] = [(clock, None) for clock in usual(part)]
    if len(days.days) > 1 or days.ask:
        return _of(_moments(days.days, clocks, now), Days(days.days, ask=True))
    return _needs_time(days.days[0], clocks, part, now)


def _of(moments: Sequence[When], days: Days) -> Answer:
    if not moments:
        return NotUnderstood("past", days.days[-1])
    return moments[0] if len(moments) == 1 and not days.ask else WhichOne(tuple(moments))


def _needs_time(day: date, clocks: Sequence[Pair], part: str, now: datetime) -> Answer:
    if day == now.date() and is_over(part, now.time()):
        return NotUnderstood("past", day)
    return NeedsTime(day, tuple(when.starts_at.time() for when in _moments((day,), clocks, now)))


def _moments(days: Sequence[date], pairs: Sequence[Pair], now: datetime) -> list[When]:
    """Every day at every clock, those that are still to come."""
    return [
        When(_at(day, start, now), _at(day, end, now) if end else None)
        for day in days
        if day >= now.date()
        for start, end in pairs
        if _at(day, start, now) > now
    ]


def _at(day: date, clock: time, now: datetime) -> datetime:
    """That clock of that day in the zone of ``now``; one that a clock change skips is as many minutes after it."""
    return datetime.combine(day, clock, now.tzinfo).astimezone(UTC).astimezone(now.tzinfo)
