"""When something is said before a meeting, and when a series' next one is due."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.cadence import meeting_occurrences_between
from taskforce.charter import CharterError, load_preset
from taskforce.charter.expressions import parse_offset
from taskforce.charter.meetings import Meeting
from taskforce.charter.model import Body
from taskforce.meeting_times import (
    DueStage,
    Planned,
    before_start,
    due_stage,
    due_stages,
    may_speak,
    not_at_once,
    papers_by,
    papers_countdown,
    spread,
    still_due,
    working_hours_after,
)
from taskforce.reminders import may_disturb
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import HANOI, charter, hanoi

VN = WorkCalendar()
BODY: Body = load_preset("quang-nam").body
REMIND = load_preset("quang-nam").meeting("regular").remind
CHASE = load_preset("quang-nam").meeting("regular").chase
_MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31)).map(  # noqa: DTZ001 - the zone follows
    lambda moment: moment.replace(microsecond=0, tzinfo=HANOI)
)
_OFFSETS = st.sampled_from(["-5wd 08:30", "-3wd", "-2d 15:00", "-1wd 15:00", "-1d 22:00", "0d 07:00", "-4h", "-1h"])


def series(rules: str) -> Meeting:
    """A meeting series of these rules."""
    return charter(f'[[meetings]]\nkey = "m"\ncite = "Đ"\n{rules}\n').meetings[0]


# Before a meeting


def test_the_usual_reminders() -> None:
    """15:00 of the working day before and an hour before; three and one working days before at 08:30."""
    start = hanoi(2026, 3, 9, 14)  # a Monday
    assert [planned.at for planned in before_start(REMIND, start, BODY, VN)] == [
        hanoi(2026, 3, 6, 15),
        hanoi(2026, 3, 9, 13),
    ]
    assert [planned.at for planned in before_start(CHASE, start, BODY, VN)] == [
        hanoi(2026, 3, 4, 8, 30),
        hanoi(2026, 3, 6, 8, 30),
    ]


def test_an_hour_before_an_early_meeting_waits_for_the_end_of_the_quiet_hours() -> None:
    """06:30 is quiet: 07:00 it is; before a meeting at 07:00 there is no such moment, and the evening before stands."""
    early = before_start(REMIND, hanoi(2026, 3, 9, 7, 30), BODY, VN)
    assert early[-1].at == hanoi(2026, 3, 9, 7)
    assert [planned.index for planned in before_start(REMIND, hanoi(2026, 3, 9, 7), BODY, VN)] == [0]


def test_on_its_own_day_a_meeting_is_spoken_of_even_on_a_day_off() -> None:
    """A meeting on a Saturday is reminded of that morning; another Saturday is left in peace."""
    start = hanoi(2026, 3, 7, 9)
    assert before_start(REMIND, start, BODY, VN)[-1].at == hanoi(2026, 3, 7, 8)
    assert may_speak(hanoi(2026, 3, 7, 8), start, BODY, VN)
    assert not may_speak(hanoi(2026, 3, 7, 8), hanoi(2026, 3, 9, 9), BODY, VN)
    assert not may_speak(hanoi(2026, 3, 7, 6), start, BODY, VN)


@given(start=_MOMENTS, offsets=st.lists(_OFFSETS, max_size=5))
def test_what_is_planned_may_be_said_and_comes_before(start: datetime, offsets: list[str]) -> None:
    """Every planned moment lies before the beginning, at an hour at which it may be said, in order of time."""
    plan = before_start([parse_offset(one) for one in offsets], start, BODY, VN)
    assert all(planned.at < start and may_speak(planned.at, start, BODY, VN) for planned in plan)
    assert [planned.at for planned in plan] == sorted(planned.at for planned in plan)


@given(start=_MOMENTS, now=_MOMENTS)
def test_after_the_beginning_nothing_is_due(start: datetime, now: datetime) -> None:
    """Only the latest that has come stands, and none after the beginning."""
    plan = before_start(CHASE, start, BODY, VN)
    found = still_due(plan, start, now)
    assert found is None or (found.at <= now < start and not any(found.at < p.at <= now for p in plan))


def test_those_asked_lately_are_left_alone() -> None:
    """What comes earlier than the moment at which they may be chased waits for it; what then is too late is out."""
    start = hanoi(2026, 3, 9, 14)
    plan = (Planned(0, hanoi(2026, 3, 4, 8)), Planned(1, hanoi(2026, 3, 6, 8)))
    assert [one.at for one in not_at_once(plan, hanoi(2026, 3, 5, 10), start)] == [
        hanoi(2026, 3, 5, 10),
        hanoi(2026, 3, 6, 8),
    ]
    assert not_at_once(plan, start, start) == ()


@pytest.mark.parametrize(
    ("asked", "ripe"),
    [
        (hanoi(2026, 3, 5, 9), hanoi(2026, 3, 5, 12)),
        (hanoi(2026, 3, 5, 16), hanoi(2026, 3, 6, 10)),
        (hanoi(2026, 3, 6, 16), hanoi(2026, 3, 9, 10)),  # Friday afternoon: Monday
        (hanoi(2026, 3, 7, 12), hanoi(2026, 3, 9, 11)),  # Saturday
        (hanoi(2026, 2, 13, 15), hanoi(2026, 2, 23, 9)),  # over Tết
        (hanoi(2026, 3, 5, 5), hanoi(2026, 3, 5, 11)),
    ],
)
def test_three_working_hours(asked: datetime, ripe: datetime) -> None:
    """Only 8h to 17h of working days count."""
    assert working_hours_after(asked, 3, VN, HANOI) == ripe


@given(asked=_MOMENTS, hours=st.integers(1, 30))
def test_working_hours_end_in_working_hours(asked: datetime, hours: int) -> None:
    """The end is later by at least so many hours, on a working day between 8h and 17h."""
    end = working_hours_after(asked, hours, VN, HANOI)
    assert end - asked >= timedelta(hours=hours)
    assert VN.is_working(end.date())
    assert time(8) < end.time() <= time(17)


def test_papers_have_their_own_lead_or_that_of_the_notice() -> None:
    """The papers' lead time where there is one, else the notice's, else none; told the working day before and then."""
    start = hanoi(2026, 3, 9, 14)
    assert papers_by(series('notice = "3wd"\npapers = "2wd"'), start, VN, HANOI) == hanoi(2026, 3, 5, 23, 59, 59)
    assert papers_by(series('notice = "3wd"'), start, VN, HANOI) == hanoi(2026, 3, 4, 23, 59, 59)
    assert papers_by(series(""), start, VN, HANOI) is None
    told = papers_countdown(hanoi(2026, 3, 5, 23, 59, 59), BODY, VN)
    assert [one.at for one in told] == [hanoi(2026, 3, 4, 8, 30), hanoi(2026, 3, 5, 8, 30)]
    assert [one.index for one in papers_countdown(hanoi(2026, 3, 5, 8), BODY, VN)] == [0]  # too early that day


# Due


def stages(rules: str, period: str, *, calendar: WorkCalendar = VN) -> dict[str, datetime]:
    """The due stages of that one of the series."""
    made = charter(f'[[meetings]]\nkey = "m"\ncite = "Đ"\n{rules}\n')
    window = meeting_occurrences_between(made, hanoi(2025, 1, 1), hanoi(2027, 1, 1), calendar)
    one = next(each for each in window if each.period == period)
    return {stage.name: stage.at for stage in due_stages(made.meetings[0], one, made.body, calendar)}


def test_before_the_tenth_with_two_days_notice() -> None:
    """April 2026: the last notice is Tuesday the 7th; planning begins when the window opens at the latest."""
    assert stages('every = "month"\nhold = { before_day = 10 }\nnotice = "2wd"', "2026-04") == {
        "plan": hanoi(2026, 3, 31, 8, 30),
        "last-call": hanoi(2026, 4, 3, 8, 30),
        "missed": hanoi(2026, 4, 10, 8, 30),
    }


def test_a_month_without_a_day_is_planned_near_its_end() -> None:
    """Where the regulation names no days, five working days before the last possible one."""
    assert stages('every = "month"', "2026-03") == {
        "plan": hanoi(2026, 3, 24, 8, 30),
        "last-call": hanoi(2026, 3, 27, 8, 30),
        "missed": hanoi(2026, 4, 1, 8, 30),
    }


def test_a_long_window_is_told_when_it_opens() -> None:
    """A review between 1 June and 31 July is planned from June on."""
    rules = 'every = "half-year"\nonly = ["H1"]\nhold_from = { month = 6, by_day = 1 }\n'
    found = stages(rules + "hold = { month = 7, last_day = true }", "2026-H1")
    assert (found["plan"], found["missed"]) == (hanoi(2026, 6, 1, 8, 30), hanoi(2026, 8, 3, 8, 30))


@given(
    offs=st.sets(st.dates(hanoi(2026, 1, 1).date(), hanoi(2026, 12, 31).date()), max_size=30),
    month=st.integers(1, 12),
    lead=st.sampled_from(["1wd", "2wd", "3wd", "5d", "48h"]),
)
def test_whatever_is_off_the_stages_follow_each_other(offs: set[object], month: int, lead: str) -> None:
    """With any days off, the words come in order, on working days outside the quiet hours."""
    calendar = WorkCalendar(dict.fromkeys(offs, False))  # type: ignore[arg-type]
    found = stages(
        f'every = "month"\nhold = {{ before_day = 15 }}\nnotice = "{lead}"', f"2026-{month:02}", calendar=calendar
    )
    assert list(found.values()) == sorted(found.values())
    assert all(may_disturb(at, BODY.quiet_hours, calendar, HANOI) for at in found.values())


def test_only_the_latest_stage_is_told() -> None:
    """After an outage the latest stands for those before it; what was said, is stale or lies before is not said."""
    plan, last, missed = hanoi(2026, 3, 31), hanoi(2026, 4, 3), hanoi(2026, 4, 10)
    ladder = (DueStage("plan", plan), DueStage("last-call", last), DueStage("missed", missed))
    long_ago = hanoi(2025, 1, 1)

    def name(now: datetime, since: datetime = long_ago, done: tuple[str, ...] = ()) -> str | None:
        stage = due_stage(ladder, now, since, done)
        return None if stage is None else stage.name

    assert name(hanoi(2026, 3, 30)) is None
    assert name(hanoi(2026, 4, 1)) == "plan"
    assert name(hanoi(2026, 4, 5)) == "last-call"
    assert name(hanoi(2026, 4, 5), done=("last-call",)) is None
    assert name(hanoi(2026, 4, 5), since=hanoi(2026, 4, 4)) is None
    assert name(hanoi(2026, 4, 11)) == "missed"
    assert name(hanoi(2026, 4, 11), since=hanoi(2026, 4, 4)) is None
    assert name(hanoi(2026, 4, 20)) is None


@given(count=st.integers(0, 40), most=st.integers(2, 6))
def test_slots_are_spread_over_the_days(count: int, most: int) -> None:
    """At most so many, from the first to the last day, each once, in order."""
    slots = [hanoi(2026, 3, 1 + number // 2, 8 if number % 2 == 0 else 14) for number in range(count)]
    found = spread(slots, most)
    assert len(found) == min(count, most)
    assert list(found) == sorted(set(found))
    assert not found or found[0] == slots[0]


# The charter


@pytest.mark.parametrize("wrong", ["+1d 08:00", "0d", "+1h"])
@pytest.mark.parametrize("key", ["remind", "chase"])
def test_what_is_said_before_a_meeting_counts_back(key: str, wrong: str) -> None:
    """Offsets after the beginning, or none at all, are refused with the key and an example."""
    with pytest.raises(CharterError) as caught:
        series(f'{key} = ["{wrong}"]')
    assert any(f"{key}[0]" in line and "counts back" in line for line in caught.value.lines())


def test_the_morning_of_the_day_is_a_moment() -> None:
    """ "0d 07:00" is the meeting's own day; [] is never."""
    found = series('remind = ["0d 07:00"]\nchase = []')
    assert before_start(found.remind, hanoi(2026, 3, 9, 14), BODY, VN)[0].at == hanoi(2026, 3, 9, 7)
    assert found.chase == ()


def test_at_most_so_far_apart_counts_from_the_last_held() -> None:
    """Only the next window after the last meeting is certain."""
    made = charter('[[meetings]]\nkey = "m"\ncite = "Đ"\nat_most_apart = "3m"\n')
    held = {"m": hanoi(2026, 2, 16).date()}
    found = meeting_occurrences_between(made, hanoi(2026, 5, 1), hanoi(2026, 6, 1), VN, held)
    assert [(one.period, one.hold_until) for one in found] == [("2026-05", hanoi(2026, 5, 16, 23, 59, 59))]
