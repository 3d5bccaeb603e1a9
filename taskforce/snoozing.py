"""When somebody may ask to be reminded again. Moments are aware datetimes of any zone."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from taskforce.charter.model import QuietHours
from taskforce.moments import local
from taskforce.reminders import may_disturb
from taskforce.workdays import WorkCalendar

_CLOCKS = (time(10, 0), time(14, 0), time(17, 0))
_SOONEST = timedelta(minutes=20)
_TODAY, _ALL = 2, 4


def snooze_hours(
    now: datetime, deadline: datetime, quiet: QuietHours, calendar: WorkCalendar, zone: ZoneInfo, morning: time
) -> tuple[datetime, ...]:
    """The hours to choose from, in ``zone``: the next of today, then ``morning`` and 14:00 of the next working day.

    Never a day off or a quiet hour, and none after a deadline that is still ahead; () when there is none left.
    """
    today = now.astimezone(zone).date()
    following = calendar.shift(today, 1)
    later_today = [local(today, clock, zone) for clock in _CLOCKS]
    soon = [moment for moment in later_today if moment >= now + _SOONEST][:_TODAY]
    next_day = [local(following, morning, zone), local(following, time(14, 0), zone)]
    found = [moment for moment in (*soon, *next_day) if may_disturb(moment, quiet, calendar, zone)]
    if now < deadline:
        found = [moment for moment in found if moment < deadline]
    return tuple(found[:_ALL])
