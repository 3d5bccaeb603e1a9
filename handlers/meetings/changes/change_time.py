"""What somebody typed as the new time of a meeting: a time, or what has to be asked about it."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from handlers.meetings.changes.change_draft import Draft
from handlers.turn import Turn
from messages.render import local
from taskforce import when
from taskforce.moments import local as at_clock
from taskforce.when import When
from taskforce.workdays import WorkCalendar

_DAYS = 5
"""Working days offered where only a clock time was typed."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why what was typed was not taken; ``step`` what is missing then, ``offers`` the moments it can mean."""

    code: str = ""
    typed: str = ""
    step: str = "value"
    day: datetime | None = None
    offers: tuple[tuple[datetime, datetime | None], ...] = ()


async def understand(turn: Turn, draft: Draft, text: str) -> When | Fault:
    """The time, or what is missing or wrong; a day that was asked about before is kept in the draft."""
    body = (await turn.charter(draft.meeting.task_force_id)).body
    now, asked = local(turn.now, body.timezone), str(draft.state.get("day") or "")
    day = datetime.fromisoformat(asked).date() if asked else None
    found = when.read_when(text, now, prefer=day)
    if isinstance(found, when.NeedsDay) and day is not None:
        end = None if found.until is None else at_clock(day, found.until, body.zone)
        return When(at_clock(day, found.clock, body.zone), end)
    if isinstance(found, When):
        return found
    if isinstance(found, when.WhichOne):
        return Fault("", text, "which", offers=tuple((one.starts_at, one.ends_at) for one in found.choices))
    if isinstance(found, when.NeedsTime):
        moments = [at_clock(found.day, clock, body.zone) for clock in found.clocks or (time(8), time(14))]
        offers = tuple((moment, None) for moment in moments if moment > now)
        return Fault("", text, "clock", day=at_clock(found.day, time(0), body.zone), offers=offers)
    if isinstance(found, when.NeedsDay):
        return _which_day(found, text, now, await turn.calendar(draft.meeting.task_force_id), body.zone)
    wrong = None if found.day is None else at_clock(found.day, time(0), body.zone)
    return Fault(found.reason, text, day=wrong)


def _which_day(found: when.NeedsDay, text: str, now: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> Fault:
    """A clock time alone: the coming working days at that time are offered."""
    days = [now.date(), *(calendar.shift(now.date(), number) for number in range(1, _DAYS + 1))]
    starts = [at_clock(day, found.clock, zone) for day in days if calendar.is_working(day)]
    offers = tuple(
        (start, None if found.until is None else at_clock(start.date(), found.until, zone))
        for start in starts
        if start > now
    )
    return Fault("", text, "day", offers=offers[:_DAYS])
