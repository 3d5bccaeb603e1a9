"""The hours at which somebody may ask to be reminded again."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from taskforce.charter.model import QuietHours
from taskforce.reminders import may_disturb
from taskforce.snoozing import snooze_hours
from taskforce.workdays import WorkCalendar

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
CALENDAR, QUIET = WorkCalendar(), QuietHours()


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2022, 3, day, hour, minute, tzinfo=ZONE)


def _hours(now: datetime, deadline: datetime) -> list[datetime]:
    return list(snooze_hours(now, deadline, QUIET, CALENDAR, ZONE, time(8, 30)))


def test_in_the_morning_today_and_tomorrow_are_offered() -> None:
    """At 8h30 on Wednesday: 10h, 14h, tomorrow 8h30 and 14h."""
    assert _hours(_at(9, 8, 30), _at(14, 23, 59)) == [_at(9, 10), _at(9, 14), _at(10, 8, 30), _at(10, 14)]


def test_on_friday_evening_monday_is_offered() -> None:
    """A weekend is skipped."""
    assert _hours(_at(11, 18), _at(14, 23, 59)) == [_at(14, 8, 30), _at(14, 14)]


def test_nothing_after_the_deadline_is_offered_before_it() -> None:
    """On the last day only what is left of it."""
    assert _hours(_at(14, 13), _at(14, 16)) == [_at(14, 14)]
    assert _hours(_at(14, 16, 50), _at(14, 23, 59)) == []


def test_after_the_deadline_any_working_hour_will_do() -> None:
    """Overdue reports can be put off too."""
    assert _hours(_at(15, 8, 30), _at(14, 23, 59))[0] == _at(15, 10)


MOMENTS = st.integers(0, 5 * 366 * 24 * 60).map(lambda minutes: _at(1, 0) + timedelta(minutes=minutes))


@given(MOMENTS, MOMENTS)
def test_every_hour_is_ahead_and_allowed(now: datetime, deadline: datetime) -> None:
    """In order, after now, in working hours, and before a deadline that is ahead."""
    found = _hours(now, deadline)
    assert found == sorted(set(found))
    for moment in found:
        assert moment > now
        assert may_disturb(moment, QUIET, CALENDAR, ZONE)
        assert deadline <= now or moment < deadline
