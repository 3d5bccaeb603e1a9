"""From days and lengths of time to moments, in the charter's zone.

A day ends at 23:59:59. Days, working days, weeks and months after an event are whole days: the event's own day is not
counted and the last one counts to its end. Hours are exact.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from taskforce.charter.expressions import Duration, Offset, add_months
from taskforce.workdays import WorkCalendar

END_OF_DAY = time(23, 59, 59)
_DAY = timedelta(days=1)


def local(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """That clock time of that day; one that a clock change skips is as many minutes after the change."""
    return datetime.combine(day, clock, zone).astimezone(UTC).astimezone(zone)


def add_to_day(day: date, length: Duration, calendar: WorkCalendar, sign: int = 1) -> date:
    """The day so many days, working days, weeks or months later (``sign`` -1: earlier); ValueError for hours."""
    amount = sign * length.amount
    if length.unit == "d":
        return day + amount * _DAY
    if length.unit == "w":
        return day + 7 * amount * _DAY
    if length.unit == "wd":
        return calendar.shift(day, amount)
    if length.unit == "m":
        return add_months(day, amount)
    raise ValueError("hours do not lead from day to day")


def after(moment: datetime, length: Duration, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """The last moment within ``length`` of ``moment``: exact for hours, else the end of the last day."""
    if length.unit == "h":
        return (moment.astimezone(UTC) + timedelta(hours=length.amount)).astimezone(zone)
    return local(add_to_day(moment.astimezone(zone).date(), length, calendar), END_OF_DAY, zone)


def offset_moment(base: datetime, offset: Offset, default: time, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """So far from ``base``: hours exactly, days and working days from its local day at the offset's clock time."""
    if offset.unit == "h":
        return (base.astimezone(UTC) + timedelta(hours=offset.amount)).astimezone(zone)
    day = base.astimezone(zone).date()
    day = calendar.shift(day, offset.amount) if offset.unit == "wd" else day + offset.amount * _DAY
    return local(day, offset.at or default, zone)
