"""Working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.workdays import NoWorkingDayError, WorkCalendar, corrections

DAYS = st.dates(date(2022, 1, 1), date(2030, 12, 31))
OVERRIDES = st.dictionaries(DAYS, st.booleans(), max_size=8)
CALENDARS = st.builds(WorkCalendar, OVERRIDES, st.sampled_from(["VN", "none"]))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 1, 2), False),  # swapped, missing from the library
        (date(2026, 1, 10), True),  # its make-up Saturday
        (date(2026, 1, 3), False),  # an ordinary Saturday
        (date(2026, 2, 13), True),  # the last day before Tết
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2026, 4, 27), False),  # Giỗ Tổ falls on a Sunday
        (date(2026, 8, 22), True),
        (date(2026, 8, 31), False),
        (date(2026, 11, 24), True),  # policy, not yet law
        (date(2029, 11, 24), False),  # a Saturday stays one
        (date(2029, 11, 26), True),  # and its Monday is no holiday
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),
        (date(2025, 5, 2), False),
        (date(2025, 4, 26), True),
    ],
)
def test_known_days(day: date, working: bool) -> None:
    """The days that notices and the law settle are known."""
    assert WorkCalendar().is_working(day) is working


def test_every_correction_stands() -> None:
    """No shipped correction is overruled by the library."""
    assert all(WorkCalendar().is_working(day) is working for day, working in corrections().items())


def test_tet_2026_is_skipped() -> None:
    """One working day after 13/02/2026 is 23/02/2026."""
    assert WorkCalendar().shift(date(2026, 2, 13), 1) == date(2026, 2, 23)
    assert WorkCalendar().last_working_on_or_before(date(2026, 2, 17)) == date(2026, 2, 13)
    assert WorkCalendar().working_days_between(date(2026, 2, 13), date(2026, 2, 23)) == 1


def test_an_override_wins() -> None:
    """The secretary's day off and make-up Saturday overrule law and weekend at once."""
    calendar = WorkCalendar({date(2026, 3, 2): False, date(2026, 3, 7): True, date(2026, 1, 10): False})
    assert not calendar.is_working(date(2026, 3, 2))
    assert calendar.is_working(date(2026, 3, 7))
    assert not calendar.is_working(date(2026, 1, 10))


def test_no_country_knows_weekends_only() -> None:
    """Outside Vietnam only weekends and overrides count."""
    assert WorkCalendar(country="none").is_working(date(2026, 2, 17))
    assert not WorkCalendar(country="none").is_working(date(2026, 2, 21))


def test_a_calendar_without_working_days_says_so() -> None:
    """Overrides that leave no working day end in an error, not in an endless search."""
    days = {date(2026, 1, 1) + timedelta(days=n): False for n in range(500)}
    with pytest.raises(NoWorkingDayError):
        WorkCalendar(days).next_working_on_or_after(date(2026, 1, 1))


@given(CALENDARS, DAYS)
def test_the_neighbours_of_a_day(calendar: WorkCalendar, day: date) -> None:
    """The last working day before and the first after are working and enclose nothing but days off."""
    before, after = calendar.last_working_on_or_before(day), calendar.next_working_on_or_after(day)
    assert before <= day <= after
    assert calendar.is_working(before)
    assert calendar.is_working(after)
    between = ((after - before).days > 0) and range(1, (after - before).days)
    assert not any(calendar.is_working(before + timedelta(days=n)) for n in between or ())


@given(CALENDARS, DAYS, st.integers(-15, 15))
def test_shifting_and_counting_agree(calendar: WorkCalendar, day: date, days: int) -> None:
    """From a working day, n working days on are n working days away, and as many back lead home."""
    start = calendar.next_working_on_or_after(day)
    end = calendar.shift(start, days)
    assert calendar.working_days_between(start, end) == days
    assert calendar.shift(end, -days) == start


@given(CALENDARS, DAYS, st.integers(0, 8), st.integers(0, 8))
def test_shifts_add_up(calendar: WorkCalendar, day: date, first: int, second: int) -> None:
    """Shifting twice is shifting by the sum."""
    assert calendar.shift(calendar.shift(day, first), second) == calendar.shift(day, first + second)
