"""When the bot may speak, and which reminder still makes sense."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from taskforce.cadence import Occurrence, occurrences
from taskforce.charter import load_preset
from taskforce.charter.model import QuietHours
from taskforce.reminders import STALE_AFTER, escalation_due, may_disturb, shift_out_of_quiet, stage_due
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import HANOI, hanoi, utc

VN = WorkCalendar()
QUIET = QuietHours()


def quang_nam(month: int) -> Occurrence:
    """A month's report in Quảng Nam, 2026."""
    found = occurrences(load_preset("quang-nam"), 2026, VN)
    return next(one for one in found if one.kind == "report" and one.period == f"2026-{month:02}")


def test_an_evening_waits_for_the_morning() -> None:
    """Quiet hours end at 07:00; a Friday evening waits for Monday; a Saturday keeps its clock time."""
    friday = hanoi(2026, 3, 13)
    assert shift_out_of_quiet(friday.replace(hour=5), QUIET, VN, HANOI) == friday.replace(hour=7)
    assert shift_out_of_quiet(friday.replace(hour=20), QUIET, VN, HANOI) == hanoi(2026, 3, 16, 7)
    assert shift_out_of_quiet(hanoi(2026, 3, 14, 15), QUIET, VN, HANOI) == hanoi(2026, 3, 16, 15)
    assert shift_out_of_quiet(friday.replace(hour=15), QUIET, VN, HANOI) == friday.replace(hour=15)


def test_quiet_hours_within_a_day() -> None:
    """Quiet hours that do not cross midnight end the same day; equal times never begin."""
    noon = QuietHours.model_validate({"from": "12:00", "to": "13:30"})
    assert shift_out_of_quiet(hanoi(2026, 3, 13, 12, 30), noon, VN, HANOI) == hanoi(2026, 3, 13, 13, 30)
    never = QuietHours.model_validate({"from": "00:00", "to": "00:00"})
    assert shift_out_of_quiet(hanoi(2026, 3, 13, 3), never, VN, HANOI) == hanoi(2026, 3, 13, 3)


QUIETS = st.builds(lambda start, end: QuietHours.model_validate({"from": start, "to": end}), st.times(), st.times())
CALENDARS = st.builds(
    WorkCalendar,
    st.dictionaries(st.dates(date(2025, 12, 1), date(2027, 1, 31)), st.booleans(), max_size=9),
    st.just("VN"),
)
ZONES = st.sampled_from([HANOI, ZoneInfo("Europe/Berlin"), ZoneInfo("Pacific/Apia")])


@given(
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-12-31")), QUIETS, CALENDARS, ZONES
)
def test_a_shifted_moment_disturbs_nobody(
    wall: datetime, quiet: QuietHours, calendar: WorkCalendar, zone: ZoneInfo
) -> None:
    """Shifting never goes back, lands where the bot may speak, and does nothing the second time."""
    moment = wall.replace(tzinfo=ZoneInfo("UTC"))
    shifted = shift_out_of_quiet(moment, quiet, calendar, zone)
    assert shifted >= moment
    assert calendar.is_working(shifted.date())
    assert may_disturb(shifted, quiet, calendar, zone)
    assert shift_out_of_quiet(shifted, quiet, calendar, zone) == shifted


def test_nothing_before_the_opening() -> None:
    """Before the opening there is nothing to say."""
    assert stage_due(quang_nam(3), hanoi(2026, 3, 10, 8), set()) is None


def test_each_reminder_once() -> None:
    """A reminder is due from its moment, and not again once it is sent."""
    march = quang_nam(3)
    stage = stage_due(march, utc(hanoi(2026, 3, 12, 8, 31)), {"opening"})
    assert stage is not None
    assert stage.name == "before"
    assert stage_due(march, hanoi(2026, 3, 12, 9), {stage.key}) is None


def test_after_an_outage_only_the_latest() -> None:
    """Whoever was down over three reminders sends the last of them."""
    stage = stage_due(quang_nam(3), hanoi(2026, 3, 17, 9), set())
    assert stage is not None
    assert stage.key == "day+0d-0830"


def test_no_reminder_of_the_day_after_the_deadline() -> None:
    """Between the deadline and the first overdue reminder there is nothing to say."""
    assert stage_due(quang_nam(3), hanoi(2026, 3, 18, 7, 30), set()) is None


def test_a_late_reminder_of_the_day_says_before() -> None:
    """When the target is past and the deadline is not, "today" would be wrong."""
    stage = stage_due(quang_nam(2), hanoi(2026, 2, 14, 9), set())
    assert stage is not None
    assert (stage.name, stage.key) == ("before", "day+0d-1500")


def test_an_old_overdue_reminder_is_dropped() -> None:
    """Weeks after the deadline nobody is nagged for the first time."""
    march = quang_nam(3)
    last = march.stages[-1].at
    assert stage_due(march, last + STALE_AFTER, set()) == march.stages[-1]
    assert stage_due(march, last + STALE_AFTER + timedelta(seconds=1), set()) is None


def test_an_escalation_is_sent_once_and_not_late() -> None:
    """The standing deputy hears of the missing after one working day, once, and not weeks later."""
    march = quang_nam(3)
    (step,) = escalation_due(march, hanoi(2026, 3, 18, 9), set())
    assert step.to == "standing_deputy"
    assert escalation_due(march, hanoi(2026, 3, 18, 8), set()) == ()
    assert escalation_due(march, hanoi(2026, 3, 18, 9), {step.key}) == ()
    assert escalation_due(march, hanoi(2026, 4, 18, 9), set()) == ()


@given(st.integers(1, 12), st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2026-12-31")))
def test_sending_what_is_due_leaves_nothing(month: int, wall: datetime) -> None:
    """Once the due reminder is sent, nothing more is due at that moment."""
    one = quang_nam(month)
    now = wall.replace(tzinfo=HANOI)
    stage = stage_due(one, now, set())
    assert stage is None or stage_due(one, now, {stage.key}) is None


def test_the_quiet_hours_of_a_day() -> None:
    """20:00 is quiet and 07:00 is not."""
    assert QUIET.covers(time(20))
    assert QUIET.covers(time(6, 59))
    assert not QUIET.covers(time(7))
    assert not QUIET.covers(time(19, 59))
