"""By when a report is wanted, as people say it: "16h thứ Sáu", "24h nữa", "trước ngày 20/3", "3 ngày làm việc"."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from taskforce.charter.expressions import Duration, TimeUnit
from taskforce.moments import END_OF_DAY, after, local
from taskforce.numbered import read_conclusion
from taskforce.vietnamese import NameIndex, fold, nfc
from taskforce.when import NeedsDay, NeedsTime, NotUnderstood, When, WhichOne, read_when
from taskforce.workdays import WorkCalendar

SOONEST = timedelta(minutes=15)
"""Nobody can answer sooner than that."""

FARTHEST = timedelta(days=366)

Fault = Literal["", "past", "soon", "future", "no-such-day", "weekday-mismatch", "too-far", "unreadable"]

_LOOKED_BACK = 31
"""Days back in which an event is looked for."""

_AFTERNOON = time(16, 0)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Read:
    """The moments a text can mean, in the local zone, or why there is none. ``day`` is the one that was read then."""

    moments: tuple[datetime, ...] = ()
    fault: Fault = ""
    day: date | None = None


def read_due(text: str, now: datetime, calendar: WorkCalendar) -> Read:
    """The deadline that ``text`` means at ``now`` (aware, in a ZoneInfo); never raises for any text.

    A day alone ends at 23:59:59; "trước ngày 18" ends with the 17th. Hours are exact, days and working days whole: the
    day it is said on is not counted. More than one moment has to be asked.
    """
    words = nfc(text).strip().rstrip(".!")
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - the caller's
    length = _length(fold(words))
    if length is not None:
        return _checked([after(now, length, calendar, zone)], now)
    if week := _week(fold(words), now, calendar, zone):
        return _checked([week], now)
    words = re.sub(r"(?i)(hết )?giờ (làm việc|hành chính)|^hết giờ", "17h", words)
    before, words = _without_prefix(words)
    found = read_when(words, now)
    if isinstance(found, When):
        return _checked([found.starts_at], now)
    if isinstance(found, WhichOne):
        return _checked([one.starts_at for one in found.choices], now)
    if isinstance(found, NeedsTime):
        clock = _end_of_part(found.clocks) if re.search(r"\b(sang|trua|chieu|toi)\b", fold(words)) else END_OF_DAY
        return _checked([local(found.day - _DAY * (before and clock == END_OF_DAY), clock, zone)], now)
    if isinstance(found, NeedsDay):
        return _checked(_next_at(found.clock, now, zone), now)
    return _otherwise(found, words, now, zone, before=before)


def _otherwise(found: NotUnderstood, words: str, now: datetime, zone: ZoneInfo, *, before: bool) -> Read:
    """Words of plans: "trong tháng 4", "cuối tuần", "hết quý II"."""
    if found.reason in ("unreadable", "nothing"):
        nobody: NameIndex[int] = NameIndex()
        said = read_conclusion(f"xong trong {words}" if not before else f"xong trước {words}", nobody, now.date())
        said = said if said.due else read_conclusion(f"hạn {words}", nobody, now.date())
        return _checked([_end_of(said.due, zone)], now) if said.due else Read(fault="unreadable")
    fault: Fault = found.reason if found.reason != "nothing" else "unreadable"
    return Read(fault=fault, day=found.day)


def read_event(text: str, now: datetime) -> Read:
    """When something happened, as people say it: "vừa xong", "8h sáng nay", "22h hôm qua", "14h ngày 12/3"."""
    words = nfc(text).strip().rstrip(".!")
    plain = fold(words)
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - the caller's
    if re.fullmatch(r"(bay gio|vua xong|vua xay ra|ngay bay gio|now|just now)", plain):
        return Read((now,))
    ago = re.fullmatch(r"(\d{1,2}) ?(gio|h|tieng|phut|hours?|minutes?) (truoc|ago)", plain)
    if ago:
        unit = timedelta(minutes=1) if ago[2].startswith(("phut", "min")) else timedelta(hours=1)
        return Read((now - int(ago[1]) * unit,))
    words = re.sub(r"(?i)hôm qua|hom qua|yesterday", f"{now.date() - _DAY:%d/%m/%Y}", words)
    words = re.sub(r"(?i)(sáng|trưa|chiều|tối) nay", rf"\1 {now.date():%d/%m/%Y}", words)
    words = re.sub(r"(?i)hôm nay|hom nay|today", f"{now.date():%d/%m/%Y}", words)
    fault: Fault = "unreadable"
    looked = 1 if isinstance(read_when(words, now), NeedsDay) else _LOOKED_BACK
    for back in range(looked):  # the latest day on which the words name a moment that has passed
        day = now.date() - back * _DAY
        found = read_when(words, local(day, time(0), zone) - timedelta(seconds=1), prefer=day)
        moments = [found] if isinstance(found, When) else list(found.choices) if isinstance(found, WhichOne) else []
        past = [one.starts_at for one in moments if one.starts_at <= now]
        if past:
            return Read((past[-1],))
        if moments:
            fault = "future"
        elif not (isinstance(found, NotUnderstood) and found.reason == "past"):
            break
    return Read(fault=fault)


def suggested(now: datetime, calendar: WorkCalendar) -> tuple[datetime, ...]:
    """Deadlines worth a button, soonest first: this afternoon, the next working days, Friday, a week from now."""
    zone = now.tzinfo
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - the caller's
    today = now.date()
    found = []
    if calendar.is_working(today) and now.time() < time(13, 30):
        found.append(local(today, _AFTERNOON, zone))
    tomorrow = calendar.shift(today, 1)
    friday = today + timedelta(days=(4 - today.weekday()) % 7 or 7)
    found.append(local(tomorrow, time(11, 0), zone))
    found += [
        local(day, _AFTERNOON, zone)
        for day in (
            tomorrow,
            calendar.shift(today, 3),
            calendar.last_working_on_or_before(friday),
            calendar.last_working_on_or_before(today + timedelta(days=7)),
        )
    ]
    return tuple(sorted(moment for moment in set(found) if moment - now >= SOONEST))


_UNITS: tuple[tuple[str, TimeUnit], ...] = (
    (r"ngay lam viec|working days?", "wd"),
    (r"gio|tieng|h|hours?", "h"),
    (r"ngay|days?", "d"),
    (r"tuan|weeks?", "w"),
    (r"thang|months?", "m"),
)


def _length(plain: str) -> Duration | None:
    """ "24h nữa", "trong 24 giờ", "3 ngày làm việc" as a length of time; a clock time ("16h") is none."""
    for shape, unit in _UNITS:
        match = re.fullmatch(
            rf"(trong vong|trong|sau|within|in)? ?(\d{{1,3}}) ?(?:{shape}) ?(nua|toi|ke tu (?:nay|bay gio)|from now)?",
            plain,
        )
        if match and int(match[2]) and (match[1] or match[3] or unit == "wd"):
            return Duration(int(match[2]), unit)
    return None


_PREFIX = (
    r"(?i)\s*(?:(trước|truoc|before)|hạn chót|hạn|han chot|han|chậm nhất|cham nhat|muộn nhất|muon nhat|hết|het|cuối"
    r"|cuoi|đến|den|until|by)(?:\s+(?:là|la|vào|vao))?\s+"
)


def _without_prefix(words: str) -> tuple[bool, str]:
    """Whether it is to be before the day, and the words without "hạn", "trước", "chậm nhất", "hết" in front."""
    before = False
    while match := re.match(_PREFIX, words):
        before, words = before or bool(match[1]), words[match.end() :]
    return before, words


def _week(plain: str, now: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> datetime | None:
    """The end of the last working day of this week or the next: "cuối tuần", "hết tuần sau"."""
    match = re.fullmatch(r"(?:het|cuoi|trong) tuan ?(nay|sau|toi)?", plain)
    if match is None:
        return None
    monday = now.date() - timedelta(days=now.weekday()) + timedelta(days=7 if match[1] in ("sau", "toi") else 0)
    last = max(calendar.last_working_on_or_before(monday + timedelta(days=4)), now.date())
    return _end_of(last, zone)


def _end_of_part(clocks: tuple[time, ...]) -> time:
    """When the part of a day that was named is over: the morning at 11h30, the afternoon at 17h."""
    if not clocks:
        return END_OF_DAY
    return time(11, 30) if clocks[0] < time(12) else time(17) if clocks[0] < time(17) else END_OF_DAY


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return local(day, END_OF_DAY, zone)


def _next_at(clock: time, now: datetime, zone: ZoneInfo) -> list[datetime]:
    """That clock time today or tomorrow; in the early hours the afternoon may be meant, so both are asked."""
    clocks = [clock, clock.replace(hour=clock.hour + 12)] if 1 <= clock.hour < 7 else [clock]
    found = [local(now.date(), each, zone) for each in clocks]
    coming = [moment for moment in found if moment > now]
    return coming or [local(now.date() + _DAY, each, zone) for each in clocks]


def _checked(moments: list[datetime], now: datetime) -> Read:
    fitting = tuple(moment for moment in moments if SOONEST <= moment - now <= FARTHEST)
    if fitting:
        return Read(fitting)
    last = moments[-1]
    fault: Fault = "past" if last < now else "soon" if last - now < SOONEST else "too-far"
    return Read(fault=fault, day=last.date())
