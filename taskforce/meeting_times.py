"""When something is said before a meeting, and when a series' next one has to be planned. All pure.

Moments are aware datetimes; what is planned is in the charter's zone. Quiet hours and days off shift what is said,
never a deadline (design §5).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from taskforce.charter.expressions import Duration, Offset
from taskforce.charter.meetings import Meeting
from taskforce.charter.model import Body
from taskforce.meetings import latest_notice
from taskforce.moments import END_OF_DAY, local, offset_moment
from taskforce.occurrence import Occurrence
from taskforce.reminders import STALE_AFTER, may_disturb, shift_out_of_quiet
from taskforce.workdays import WorkCalendar

WORK_FROM, WORK_TO = time(8, 0), time(17, 0)
"""The hours of a working day that count where somebody is given working hours to answer."""

PREPARE = (Offset(-3, "wd"), Offset(-1, "wd"))
"""When the units that prepare an item of the agenda are asked whether it is ready."""

PLAN_AHEAD, LAST_CALL = 5, 2
"""Working days before the last notice in time: when planning begins, and when it is said for the last time."""


# Before a meeting that was called


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing to say: ``index`` is its place in the charter's list, ``at`` when."""

    index: int
    at: datetime


def before_start(offsets: Sequence[Offset], start: datetime, body: Body, calendar: WorkCalendar) -> tuple[Planned, ...]:
    """When each of the offsets comes before ``start``, in order of time; those that find no permitted moment are out.

    On another day than the meeting's a moment moves out of days off and quiet hours, back where moving on would be too
    late. On the meeting's own day, which people work on anyway, only quiet hours move it.
    """
    found = []
    for index, offset in enumerate(offsets):
        moment = offset_moment(start, offset, body.notice_time, calendar, body.zone)
        at = _permitted(moment, start.astimezone(body.zone), body, calendar)
        if at is not None:
            found.append(Planned(index, at))
    return tuple(sorted(found, key=lambda planned: (planned.at.timestamp(), planned.index)))


def _permitted(moment: datetime, start: datetime, body: Body, calendar: WorkCalendar) -> datetime | None:
    quiet, zone = body.quiet_hours, body.zone
    moment = moment.astimezone(zone)
    if moment.date() == start.date():
        moved = local(moment.date(), quiet.end, zone) if quiet.covers(moment.time()) else moment
        return moved if moment <= moved < start else None
    if may_disturb(moment, quiet, calendar, zone):
        return moment
    onward = shift_out_of_quiet(moment, quiet, calendar, zone)
    if onward.date() < start.date():
        return onward
    clock = quiet.end if quiet.covers(moment.time()) else moment.time()
    back = local(calendar.last_working_on_or_before(moment.date()), clock, zone)
    return back if back < start and may_disturb(back, quiet, calendar, zone) else None


def may_speak(now: datetime, start: datetime, body: Body, calendar: WorkCalendar) -> bool:
    """Whether something about a meeting at ``start`` may be said now: on its own day also where that is a day off."""
    here = now.astimezone(body.zone)
    if here.date() == start.astimezone(body.zone).date():
        return not body.quiet_hours.covers(here.time())
    return may_disturb(now, body.quiet_hours, calendar, body.zone)


def still_due(plan: Sequence[Planned], start: datetime, now: datetime) -> Planned | None:
    """The latest that has come, which stands for all before it; None when none has or the meeting has begun."""
    passed = [planned for planned in plan if planned.at <= now]
    return passed[-1] if passed and now < start else None


def not_at_once(plan: Sequence[Planned], ripe: datetime, start: datetime) -> tuple[Planned, ...]:
    """The plan for somebody who is left alone until ``ripe``: what comes earlier waits, what is then too late goes."""
    moved = [Planned(planned.index, max(planned.at, ripe, key=datetime.timestamp)) for planned in plan]
    return tuple(planned for planned in moved if planned.at < start)


def working_hours_after(moment: datetime, hours: int, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """So many hours of working days (8h to 17h) after ``moment``."""
    here, left = moment.astimezone(zone), timedelta(hours=hours)
    day, clock = here.date(), here.time()
    while True:
        opens, closes = local(day, WORK_FROM, zone), local(day, WORK_TO, zone)
        begin = max(opens, local(day, clock, zone), key=datetime.timestamp)
        if calendar.is_working(day) and begin < closes:
            room = closes.astimezone(UTC) - begin.astimezone(UTC)
            if left <= room:
                return (begin.astimezone(UTC) + left).astimezone(zone)
            left -= room
        day, clock = calendar.shift(day, 1), time(0)


def papers_by(meeting: Meeting, start: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> datetime | None:
    """The last moment to send the papers: their own lead time, else that of the notice; None where neither is said."""
    lead = meeting.papers if isinstance(meeting.papers, Duration) else meeting.notice
    return latest_notice(lead, start, calendar, zone)


def papers_countdown(latest: datetime, body: Body, calendar: WorkCalendar) -> tuple[Planned, ...]:
    """When the office is told what is missing: one working day before the last moment, and on its day."""
    day = calendar.last_working_on_or_before(latest.astimezone(body.zone).date())
    days = (calendar.shift(day, -1), day)
    return tuple(
        Planned(index, at)
        for index, one in enumerate(days)
        if (at := _morning(one, body, calendar)) <= latest
    )  # fmt: skip


# A series' next meeting


DueName = Literal["plan", "last-call", "missed"]


@dataclass(frozen=True, slots=True)
class DueStage:
    """One word about a meeting that is to be called: ``name`` says which."""

    name: DueName
    at: datetime


def due_stages(meeting: Meeting, occurrence: Occurrence, body: Body, calendar: WorkCalendar) -> tuple[DueStage, ...]:
    """When it is said that the meeting of ``occurrence`` is due, in order of time.

    Planning begins five working days before the last notice in time, or when the window opens that the regulation
    names, whichever is earlier; the last call is two working days before it (Quảng Nam Điều 11.1, 11.3).
    """
    if occurrence.hold_from is None or occurrence.hold_until is None:
        return ()
    last = call_by(occurrence, calendar, body.zone).astimezone(body.zone).date()
    begin = calendar.shift(last, -PLAN_AHEAD)
    if meeting.hold_from is not None or meeting.hold_rule is not None:
        begin = min(begin, calendar.next_working_on_or_after(occurrence.hold_from.astimezone(body.zone).date()))
    over = calendar.shift(occurrence.hold_until.astimezone(body.zone).date(), 1)
    days: tuple[tuple[DueName, date], ...] = (
        ("plan", begin),
        ("last-call", calendar.shift(last, -LAST_CALL)),
        ("missed", over),
    )
    return tuple(DueStage(name, _morning(day, body, calendar)) for name, day in days)


def call_by(occurrence: Occurrence, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """The last moment at which the meeting can be called in time; the window's last working day without a lead time.

    Raises:
        ValueError: the occurrence has no window.
    """
    if occurrence.notice_by is not None:
        return occurrence.notice_by
    if occurrence.hold_until is None:
        raise ValueError(f"{occurrence.key} {occurrence.period} has no window")
    last = calendar.last_working_on_or_before(occurrence.hold_until.astimezone(zone).date())
    return local(last, END_OF_DAY, zone)


def due_stage(stages: Sequence[DueStage], now: datetime, since: datetime, done: Collection[str]) -> DueStage | None:
    """The one to say now: the latest that has come, unless it was said or is stale.

    ``since`` is when the bot began to serve the task force: what lies before it is not its business, and who could
    not be told in time is not told afterwards that nothing was called.
    """
    passed = [stage for stage in stages if stage.at <= now]
    if not passed or passed[-1].name in done or passed[-1].at < since or now - passed[-1].at > STALE_AFTER:
        return None
    stage = passed[-1]
    if stage.name == "missed" and not any(one.name == "last-call" and one.at >= since for one in stages):
        return None
    return stage


def spread(slots: Sequence[datetime], at_most: int) -> tuple[datetime, ...]:
    """So many of the slots, one a day where there are days enough, evenly over the time they cover."""
    firsts = list({slot.date(): slot for slot in reversed(slots)}.values())[::-1]
    chosen = firsts if len(firsts) >= min(at_most, len(slots)) else list(slots)
    if len(chosen) <= at_most:
        return tuple(chosen)
    step = (len(chosen) - 1) / (at_most - 1)
    return tuple(chosen[round(number * step)] for number in range(at_most))


def _morning(day: date, body: Body, calendar: WorkCalendar) -> datetime:
    return shift_out_of_quiet(local(day, body.notice_time, body.zone), body.quiet_hours, calendar, body.zone)
