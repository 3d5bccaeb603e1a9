"""Meeting rules: notice in time, possible slots, who may convene and chair, quorum, absence. All pure."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from taskforce.charter.base import Unspecified
from taskforce.charter.expressions import Duration
from taskforce.moments import END_OF_DAY, add_to_day, local
from taskforce.workdays import WorkCalendar


def latest_notice_for_day(
    lead: Duration | Unspecified, day: date, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime | None:
    """The last moment at which notice of a meeting on ``day`` is in time; None when no lead time is laid down.

    The meeting's day is not counted (Quảng Nam Điều 11.3): two working days before Friday is Wednesday, to its end.
    Hours count back from the start of the day, so that the notice is in time whatever hour the meeting has.
    """
    if not isinstance(lead, Duration):
        return None
    if lead.unit == "h":
        return latest_notice(lead, local(day, time(0), zone), calendar, zone)
    return local(add_to_day(day, lead, calendar, -1), END_OF_DAY, zone)


def latest_notice(
    lead: Duration | Unspecified, starts_at: datetime, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime | None:
    """The last moment at which notice of a meeting at ``starts_at`` is in time; hours are counted exactly."""
    if not isinstance(lead, Duration):
        return None
    if lead.unit == "h":
        return (starts_at - timedelta(hours=lead.amount)).astimezone(zone)
    return latest_notice_for_day(lead, starts_at.astimezone(zone).date(), calendar, zone)
