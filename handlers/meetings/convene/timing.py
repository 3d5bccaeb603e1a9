"""What the charter and the calendar say about a meeting's time: its window, possible slots, and what to warn of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handlers.meetings import rights
from handlers.turn import Turn
from messages.contexts.convening import DeskWarning
from messages.render import local
from storage import meetings
from storage.meetings import Meeting
from taskforce import meetings as rules
from taskforce.cadence import occurrences
from taskforce.charter.meetings import Meeting as Series
from taskforce.moments import local as at_clock
from taskforce.occurrence import Occurrence
from taskforce.workdays import WorkCalendar

MOST_SLOTS = 6
_AHEAD = 10
"""Working days within which a meeting of no fixed cadence is proposed."""

_CLOCKS = (time(8), time(14))


@dataclass(frozen=True, slots=True)
class Slot:
    """A proposed time (local); ``in_time``: within the window and with the notice the charter asks for."""

    at: datetime
    in_time: bool


@dataclass(frozen=True, slots=True)
class Late:
    """Notice or papers sent now are later than the charter says; ``latest`` (local) was the last moment."""

    what: str
    latest: datetime


# Which of a series


async def occasion(turn: Turn, task_force_id: int, series: Series, period: str) -> Occurrence | None:
    """That one of the series, None where there is no such."""
    if not period[:4].isdecimal():
        return None
    found = await _occasions(turn, task_force_id, series, (int(period[:4]),))
    return next((one for one in found if one.period == period), None)


async def upcoming(turn: Turn, task_force_id: int, series: Series) -> Occurrence | None:
    """The next one to be held that nobody has called or prepared; None where the series has no cadence."""
    for one in await _occasions(turn, task_force_id, series, (turn.now.year, turn.now.year + 1)):
        open_still = one.hold_until is not None and one.hold_until >= turn.now
        if open_still and not await meetings.of_series(turn.tx, task_force_id, series.key, one.period):
            return one
    return None


async def _occasions(turn: Turn, task_force_id: int, series: Series, years: Sequence[int]) -> list[Occurrence]:
    charter, calendar = await turn.charter(task_force_id), await turn.calendar(task_force_id)
    held: dict[str, date] = {}
    if series.at_most_apart is not None:
        last = await meetings.last_held(turn.tx, task_force_id, series.key)
        if last is not None:
            held[series.key] = local(last.begin, charter.body.timezone).date()
    alone = charter.model_copy(update={"reports": (), "meetings": (series,)})
    found: list[Occurrence] = []
    for year in years:
        found += occurrences(alone, year, calendar, held)
    return found


# When


async def window(turn: Turn, meeting: Meeting) -> tuple[datetime, datetime, bool]:
    """From when to when (local) it is to be held, and whether that is the charter's word."""
    charter, calendar = await turn.charter(meeting.task_force_id), await turn.calendar(meeting.task_force_id)
    now = local(turn.now, charter.body.timezone)
    one = await occasion(turn, meeting.task_force_id, await rights.series_of(turn, meeting), meeting.period)
    if one is not None and one.hold_from is not None and one.hold_until is not None:
        return one.hold_from, one.hold_until, True
    last = calendar.shift(now.date(), _AHEAD)
    return now, at_clock(last, time(23, 59), charter.body.zone), False


async def slots(turn: Turn, meeting: Meeting, most: int = MOST_SLOTS) -> list[Slot]:
    """At most so many slots: those in time, else working days that break a rule and, after them, ones in time."""
    charter, calendar = await turn.charter(meeting.task_force_id), await turn.calendar(meeting.task_force_id)
    zone, series = charter.body.zone, await rights.series_of(turn, meeting)
    now = local(turn.now, charter.body.timezone)
    start, until, _ = await window(turn, meeting)
    found = rules.propose_slots(series, max(start, now), until, now, calendar, zone, _CLOCKS)
    if found:
        return [Slot(at, True) for at in spread(found, most)]
    later = at_clock(calendar.shift(now.date(), _AHEAD), time(23, 59), zone)
    hurried = [
        at_clock(day, clock, zone)
        for day in _working_days(max(start, now), until, calendar)
        for clock in _CLOCKS
        if at_clock(day, clock, zone) > now + timedelta(hours=1)
    ]
    after = rules.propose_slots(series, max(until, now), later, now, calendar, zone, _CLOCKS)
    half = most // 2
    late = [Slot(at, False) for at in spread(hurried, max(half, most - len(after)))]
    # A series of the charter held after its window is in time for its notice only.
    return late + [Slot(at, not meeting.period) for at in after[: most - len(late)]]


def _working_days(start: datetime, until: datetime, calendar: WorkCalendar) -> list[date]:
    days = [start.date() + timedelta(days=n) for n in range(max((until.date() - start.date()).days, 0) + 1)]
    return [day for day in days if calendar.is_working(day)]


def spread(found: Sequence[datetime], most: int) -> list[datetime]:
    """At most so many of them, from the first to the last."""
    if len(found) <= most:
        return list(found)
    if most <= 1:
        return list(found[:most])
    return [found[round(n * (len(found) - 1) / (most - 1))] for n in range(most)]


async def first_in_time(turn: Turn, meeting: Meeting, most: int = 3) -> list[datetime]:
    """The earliest slots (local) whose notice, sent now, is in time, whatever the window says."""
    charter, calendar = await turn.charter(meeting.task_force_id), await turn.calendar(meeting.task_force_id)
    now = local(turn.now, charter.body.timezone)
    until = at_clock(calendar.shift(now.date(), _AHEAD), time(23, 59), charter.body.zone)
    series = await rights.series_of(turn, meeting)
    return rules.propose_slots(series, now, until, now, calendar, charter.body.zone, _CLOCKS)[:most]


# What to warn of


async def late(turn: Turn, meeting: Meeting) -> list[Late]:
    """What of the notice and the papers, sent now, would come later than the charter says."""
    if meeting.starts_at is None:
        return []
    charter, calendar = await turn.charter(meeting.task_force_id), await turn.calendar(meeting.task_force_id)
    series, zone = await rights.series_of(turn, meeting), charter.body.zone
    starts = local(meeting.starts_at, charter.body.timezone)
    found = []
    for what, lead in (("notice", series.notice), ("papers", series.papers)):
        latest = rules.latest_notice(lead, starts, calendar, zone)
        if latest is not None and turn.now > latest:
            found.append(Late(what, latest))
    return found


async def warnings(turn: Turn, meeting: Meeting) -> list[DeskWarning]:
    """What is to be said about the meeting's time; nothing of it forbids the time, unless it is past."""
    if meeting.starts_at is None:
        return []
    charter, calendar = await turn.charter(meeting.task_force_id), await turn.calendar(meeting.task_force_id)
    starts = local(meeting.starts_at, charter.body.timezone)
    if meeting.starts_at <= turn.now:
        return [DeskWarning("past", starts)]
    found = []
    if not calendar.is_working(starts.date()):
        found.append(DeskWarning("day-off", starts))
    if charter.body.quiet_hours.covers(starts.time()):
        found.append(DeskWarning("quiet", starts))
    start, until, named = await window(turn, meeting)
    if named and starts > until:
        found.append(DeskWarning("outside", until))
    if named and starts < start:
        found.append(DeskWarning("early", start))
    for other in await meetings.in_state(turn.tx, ("called",), task_force_id=meeting.task_force_id):
        begins = None if other.starts_at is None else local(other.starts_at, charter.body.timezone)
        if other.id != meeting.id and begins is not None and begins.date() == starts.date():
            found.append(DeskWarning("same-day", begins, other.subject))
    cite = (await rights.series_of(turn, meeting)).cite
    found += [DeskWarning(f"late-{one.what}", one.latest, cite) for one in _told(await late(turn, meeting))]
    return found


def _told(found: Sequence[Late]) -> Sequence[Late]:
    """Notice and papers that had the same last moment are told of once."""
    same = len(found) > 1 and found[0].latest == found[1].latest
    return [Late("both", found[0].latest)] if same else found
