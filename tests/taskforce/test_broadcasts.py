"""When a notice may go out, what can be taken back, how often the silent are nudged."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from taskforce.broadcasts import NUDGE_PAUSE, can_be_deleted, goes_at, may_nudge
from taskforce.charter.model import QuietHours

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NIGHT = QuietHours.model_validate({"from": "20:00", "to": "07:00"})
MOMENTS = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2030, 1, 1)).map(  # noqa: DTZ001
    lambda naive: naive.replace(tzinfo=ZONE)
)


def test_the_evening_waits_for_the_morning() -> None:
    """Before and after midnight alike; a day off is no quiet hour."""
    assert goes_at(datetime(2022, 3, 4, 21, tzinfo=ZONE), NIGHT, ZONE, urgent=False) == datetime(
        2022, 3, 5, 7, tzinfo=ZONE
    )
    assert goes_at(datetime(2022, 3, 5, 3, tzinfo=ZONE), NIGHT, ZONE, urgent=False) == datetime(
        2022, 3, 5, 7, tzinfo=ZONE
    )


@given(wanted=MOMENTS, start=st.times(), end=st.times())
def test_it_never_goes_early_or_in_quiet_hours(wanted: datetime, start: time, end: time) -> None:
    """Unless it is urgent: then it goes when it was wanted."""
    quiet = QuietHours.model_validate({"from": f"{start:%H:%M}", "to": f"{end:%H:%M}"})
    at = goes_at(wanted, quiet, ZONE, urgent=False)
    assert wanted <= at < wanted + timedelta(days=1)
    assert not quiet.covers(at.astimezone(ZONE).time())
    assert goes_at(wanted, quiet, ZONE, urgent=True) == wanted


def test_what_is_nearly_two_days_old_is_edited() -> None:
    """Telegram deletes for 48 hours; the queue needs some of them."""
    now = datetime(2022, 3, 4, tzinfo=UTC)
    assert can_be_deleted(now - timedelta(hours=46), now)
    assert not can_be_deleted(now - timedelta(hours=47), now)


def test_the_silent_are_left_alone_for_a_while() -> None:
    """After each nudge."""
    now = datetime(2022, 3, 4, tzinfo=UTC)
    assert may_nudge(None, now)
    assert not may_nudge(now - NUDGE_PAUSE + timedelta(seconds=1), now)
    assert may_nudge(now - NUDGE_PAUSE, now)
