"""Notice by working days, where the calendar is at its worst: across Tết and between swapped Saturdays."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.charter.expressions import Duration, parse_duration
from taskforce.meetings import is_notice_in_time, latest_notice
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import HANOI, hanoi

VN = WorkCalendar()
TET_2023 = (date(2023, 1, 20), date(2023, 1, 26))
SWAPPED = WorkCalendar(
    {date(2026, 3, 7): True, date(2026, 3, 9): False, date(2026, 8, 22): True, date(2026, 8, 31): False}
)
"""2026 with two more swaps than the government announced: a Saturday worked for a Monday off."""

LEADS = st.integers(1, 6).map(lambda days: parse_duration(f"{days}wd"))
CLOCKS = st.times(time(7), time(18))
AROUND_TET = st.dates(TET_2023[0] - timedelta(days=3), TET_2023[1] + timedelta(days=20))
IN_2026 = st.dates(date(2026, 1, 5), date(2026, 12, 31))
CASES = st.one_of(st.tuples(st.just(VN), AROUND_TET), st.tuples(st.sampled_from([VN, SWAPPED]), IN_2026))


def at(day: date, clock: time = time(8)) -> datetime:
    """That clock of that day in Hà Nội."""
    return datetime.combine(day, clock, HANOI)


def last_day(lead: Duration, day: date, calendar: WorkCalendar) -> date:
    """The day on which the latest notice of a meeting on ``day`` goes out."""
    latest = latest_notice(lead, at(day), calendar, HANOI)
    assert latest is not None
    assert latest.time() == time(23, 59, 59)
    return latest.date()


@pytest.mark.parametrize(
    ("meeting", "latest"),
    [
        (date(2023, 1, 19), date(2023, 1, 17)),  # the last working day before Tết
        (date(2023, 1, 27), date(2023, 1, 18)),  # the Friday after it: the 19th is one day, the 18th two
        (date(2023, 1, 30), date(2023, 1, 19)),  # Monday: Friday the 27th is one day, the 19th two
        (date(2023, 1, 31), date(2023, 1, 27)),
    ],
)
def test_two_working_days_across_tet(meeting: date, latest: date) -> None:
    """The seven days from 20 to 26 January 2023 are no working days."""
    assert last_day(parse_duration("2wd"), meeting, VN) == latest


@given(CASES, LEADS, CLOCKS)
def test_the_latest_notice_leaves_so_many_working_days(
    case: tuple[WorkCalendar, date], lead: Duration, clock: time
) -> None:
    """From the notice's day up to the day before the meeting lie exactly so many working days, that one included."""
    calendar, day = case
    latest = latest_notice(lead, at(day, clock), calendar, HANOI)
    assert latest is not None
    sent_on = latest.date()
    worked = [sent_on + timedelta(days=n) for n in range((day - sent_on).days)]
    assert sum(calendar.is_working(one) for one in worked) == lead.amount
    assert calendar.is_working(sent_on)


@given(CASES, LEADS, st.integers(0, 40 * 24 * 60), CLOCKS)
def test_notice_is_in_time_up_to_one_moment(
    case: tuple[WorkCalendar, date], lead: Duration, minutes: int, clock: time
) -> None:
    """Sent earlier is never worse; in time is exactly not after the latest moment."""
    calendar, day = case
    starts = at(day, clock)
    sent = starts - timedelta(minutes=minutes)
    latest = latest_notice(lead, starts, calendar, HANOI)
    assert latest is not None
    assert is_notice_in_time(lead, sent, starts, calendar, HANOI) == (sent <= latest)
    if is_notice_in_time(lead, sent, starts, calendar, HANOI):
        assert is_notice_in_time(lead, sent - timedelta(hours=5), starts, calendar, HANOI)


@given(CASES, LEADS)
def test_a_longer_lead_and_an_earlier_meeting_need_earlier_notice(
    case: tuple[WorkCalendar, date], lead: Duration
) -> None:
    """One day more of notice, or a meeting one day earlier, never moves the latest day back towards it."""
    calendar, day = case
    longer = parse_duration(f"{lead.amount + 1}wd")
    assert last_day(longer, day, calendar) < last_day(lead, day, calendar)
    assert last_day(lead, day - timedelta(days=1), calendar) <= last_day(lead, day, calendar)


@given(AROUND_TET, LEADS)
def test_no_notice_is_due_on_a_day_of_tet(day: date, lead: Duration) -> None:
    """The latest day is never one on which nobody works."""
    assert not TET_2023[0] <= last_day(lead, day, VN) <= TET_2023[1]


def test_a_swapped_saturday_counts_and_its_monday_does_not() -> None:
    """Two working days before Tuesday 10 March 2026 are Friday and the worked Saturday."""
    assert last_day(parse_duration("2wd"), date(2026, 3, 10), SWAPPED) == date(2026, 3, 6)
    assert last_day(parse_duration("2wd"), date(2026, 3, 10), VN) == date(2026, 3, 6)
    assert last_day(parse_duration("1wd"), date(2026, 3, 10), SWAPPED) == date(2026, 3, 7)
    assert last_day(parse_duration("1wd"), date(2026, 3, 10), VN) == date(2026, 3, 9)


def test_a_day_off_announced_later_makes_a_notice_late() -> None:
    """A notice that was in time is late once a working day in between is taken off."""
    lead, starts, sent = parse_duration("2wd"), hanoi(2026, 3, 12, 8), hanoi(2026, 3, 10, 16)
    assert is_notice_in_time(lead, sent, starts, VN, HANOI)
    assert not is_notice_in_time(lead, sent, starts, WorkCalendar({date(2026, 3, 11): False}), HANOI)
