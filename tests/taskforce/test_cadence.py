"""Every report and meeting of a year."""

import json
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taskforce.cadence import (
    Occurrence,
    event_occurrence,
    find_period,
    occurrences,
    report_occurrences_between,
    to_json,
)
from taskforce.charter import Charter, load_preset, preset_names
from taskforce.reminders import may_disturb
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import charter, hanoi, utc
from tests.taskforce.regenerate_golden import FOLDER, YEAR, calendar_of

VN = WorkCalendar()
PLAIN = WorkCalendar(country="none")
KEYS = ["kind", "key", "period", "opens_at", "due_at", "target_at", "remind_at", "escalate_at", "summarise_at"]
KEYS += ["forward_due_at", "hold_from", "hold_until", "notice_by", "cite"]


def report(name: str, period: str) -> Occurrence:
    """The monthly or quarterly report of a preset."""
    found = occurrences(load_preset(name), int(period[:4]), VN)
    return next(one for one in found if one.kind == "report" and one.period == period)


def only(loaded: Charter, year: int = 2026, calendar: WorkCalendar = VN) -> list[Occurrence]:
    """The occurrences of a small charter."""
    return occurrences(loaded, year, calendar)


@pytest.mark.parametrize("name", preset_names())
def test_the_year_of_a_preset(name: str) -> None:
    """A preset's 2026 is as it was when it was last read through by hand."""
    golden = (FOLDER / f"{name}-{YEAR}.json").read_text(encoding="utf-8")
    assert json.loads(calendar_of(name)) == json.loads(golden)


def test_the_public_keys() -> None:
    """The JSON has exactly the fourteen keys, in order, and offsets of the charter's zone."""
    found = to_json(report("quang-nam", "2026-03"))
    assert list(found) == KEYS
    assert found["due_at"] == "2026-03-17T23:59:59+07:00"
    assert found["hold_from"] is None


def test_tet_2026_in_quang_nam() -> None:
    """The 17th is the first day of Tết: aim at the 13th, go on after the holidays, sum up at the hour laid down."""
    tet = report("quang-nam", "2026-02")
    assert tet.due_at == hanoi(2026, 2, 17, 23, 59, 59)
    assert tet.target_at == hanoi(2026, 2, 13, 23, 59, 59)
    assert [f"{one.name} {one.at:%d/%m %H:%M}" for one in tet.stages] == [
        "opening 10/02 08:30",  # three working days before is the same moment
        "before 12/02 08:30",
        "day 13/02 08:30",
        "day 13/02 15:00",
        "overdue 23/02 08:30",
        "overdue 24/02 08:30",
    ]
    assert tet.escalate_at == (hanoi(2026, 2, 23, 8, 30),)
    assert tet.summarise_at == hanoi(2026, 2, 18, 8)
    assert tet.forward_due_at == hanoi(2026, 2, 21, 23, 59, 59)


def test_a_make_up_saturday_is_a_working_day() -> None:
    """Saturday 10/01/2026 is worked: the reports of January open on it."""
    assert report("quang-nam", "2026-01").opens_at == hanoi(2026, 1, 10)
    assert report("quang-nam", "2026-01").remind_at[0] == hanoi(2026, 1, 10, 8, 30)


def test_nam_dong_has_two_deadlines() -> None:
    """In before the 15th, up before the 18th."""
    march = report("nam-dong", "2026-03")
    assert (march.due_at, march.forward_due_at) == (hanoi(2026, 3, 14, 23, 59, 59), hanoi(2026, 3, 17, 23, 59, 59))


def test_bac_giang_has_a_target_and_no_deadline() -> None:
    """A quarter without a day in the regulation has no deadline; what the bot aims at closes it."""
    quarter = report("bac-giang", "2026-Q2")
    assert quarter.due_at is None
    assert quarter.target_at == quarter.closes_at == hanoi(2026, 6, 19, 23, 59, 59)


def test_notice_leaves_two_working_days() -> None:
    """Before the 10th, notice two working days ahead: in February 2026 the 9th is a Monday, so the 5th."""
    found = occurrences(load_preset("quang-nam"), 2026, VN)
    february = next(one for one in found if one.kind == "meeting" and one.period == "2026-02")
    assert february.hold_until == hanoi(2026, 2, 9, 23, 59, 59)
    assert february.notice_by == hanoi(2026, 2, 5, 23, 59, 59)


WEEKLY = """
[[reports]]
key = "weekly"
form = "short-report"
every = "week"
data = { from_weekday = "fri", to_weekday = "thu" }
due = { weekday = "thu 16:00" }
remind = ["0d 08:30", "-2h", "0d 17:00"]
cite = "Đ"
"""


def test_a_weekly_report() -> None:
    """Every Thursday at 16:00; a reminder planned after the deadline moves to the last day before it."""
    weeks = only(charter(WEEKLY))
    assert len(weeks) == 53  # 2026 has 53 ISO weeks
    week = next(one for one in weeks if one.period == "2026-W07")
    assert week.due_at == week.target_at == hanoi(2026, 2, 12, 16)
    assert hanoi(2026, 2, 12, 14) in week.remind_at
    assert all(moment <= week.due_at for moment in week.remind_at)
    assert (week.window_from, week.window_to) == (date(2026, 2, 6), date(2026, 2, 12))


def test_a_weekly_report_in_tet() -> None:
    """In the week of Tết the target is the last working day before, at the same hour; the deadline stands."""
    week = next(one for one in only(charter(WEEKLY)) if one.period == "2026-W08")
    assert (week.due_at, week.target_at) == (hanoi(2026, 2, 19, 16), hanoi(2026, 2, 13, 16))


def monthly(rules: str) -> list[Occurrence]:
    """The months of 2026 of one report with these rules."""
    head = '[[reports]]\nkey = "m"\nform = "monthly-status"\nevery = "month"\ncite = "Đ"\n'
    return only(charter(head + rules))


def test_a_deadline_rolls_only_when_told() -> None:
    """Sunday 15/03/2026 stays, or moves to Monday or Friday."""
    for roll, day in (("none", 15), ("next", 16), ("previous", 13)):
        march = monthly(f'due = {{ by_day = 15, rolls = "{roll}" }}')[2]
        assert march.due_at == hanoi(2026, 3, day, 23, 59, 59)


@pytest.mark.parametrize(
    ("rule", "due"),
    [
        ("last_day = true", hanoi(2026, 2, 28, 23, 59, 59)),
        ("last_working_day = true", hanoi(2026, 2, 27, 23, 59, 59)),
        ("by_working_day = 5", hanoi(2026, 2, 6, 23, 59, 59)),
        ("by_day = 31", hanoi(2026, 2, 28, 23, 59, 59)),
        ('by_day = 5, month = 2, time = "16:00"', hanoi(2026, 3, 5, 16)),
        ("before_day = 2", hanoi(2026, 2, 1, 23, 59, 59)),
    ],
)
def test_ways_of_naming_a_day(rule: str, due: datetime) -> None:
    """Each way of naming a day gives February's deadline."""
    assert monthly(f"due = {{ {rule} }}")[1].due_at == due


def test_a_day_in_a_quarter() -> None:
    """A quarter's report may fall in its first, its last or the month after it."""
    head = '[[reports]]\nkey = "q"\nform = "quarterly-status"\nevery = "quarter"\ncite = "Đ"\n'
    for month, day in ((1, date(2026, 1, 20)), (3, date(2026, 3, 20)), (4, date(2026, 4, 20))):
        assert only(charter(head + f"due = {{ by_day = 20, month = {month} }}"))[0].due_at.date() == day
    assert only(charter(head + "due = { by_day = 20 }"))[0].due_at.date() == date(2026, 3, 20)


def test_skipped_periods() -> None:
    """Periods are left out, or only some are kept, by name."""
    assert [one.period for one in monthly('due = { by_day = 5 }\nonly = ["03", "2026-05"]')] == ["2026-03", "2026-05"]
    assert "2026-06" not in [one.period for one in monthly('due = { by_day = 5 }\nskip = ["06"]')]


def test_the_data_window_is_apart_from_the_deadline() -> None:
    """From the 15th of the month before to the 14th, whatever the deadline."""
    january = monthly("due = { by_day = 20 }\ndata = { from_day = 15, to_day = 14 }")[0]
    assert (january.window_from, january.window_to) == (date(2025, 12, 15), date(2026, 1, 14))
    before = monthly("due = { by_day = 5 }\ndata = { from_day = 1, to_day = 31, months_back = 1 }")[2]
    assert (before.window_from, before.window_to) == (date(2026, 2, 1), date(2026, 2, 28))


def test_without_a_working_day_the_deadline_is_the_target() -> None:
    """When everything between opening and deadline is off, there is nothing earlier to aim at."""
    off = WorkCalendar({date(2026, 3, day): False for day in range(1, 32)})
    head = '[[reports]]\nkey = "m"\nform = "monthly-status"\nevery = "month"\ncite = "Đ"\n'
    loaded = charter(head + 'opens = { by_day = 5 }\ndue = { by_day = 10 }\nremind = ["0d 08:30"]')
    march = only(loaded, calendar=off)[2]
    assert march.target_at == march.due_at
    assert [one.name for one in march.stages] == ["opening"]


def test_an_opening_counted_back() -> None:
    """The opening may be so many working days before the deadline."""
    march = monthly('due = { by_day = 20 }\nopens = "-5wd 08:00"')[2]
    assert march.opens_at == hanoi(2026, 3, 13, 8)


def test_an_override_plans_anew() -> None:
    """A day off decided late moves the reminders and the target at once; stage keys stay."""
    free = WorkCalendar({date(2026, 3, 17): False})
    before = report("quang-nam", "2026-03")
    after = next(
        one
        for one in occurrences(load_preset("quang-nam"), 2026, free)
        if one.key == "monthly" and one.period[-2:] == "03"
    )
    assert before.due_at == after.due_at
    assert after.target_at == hanoi(2026, 3, 16, 23, 59, 59)
    assert [one.key for one in before.stages] == [one.key for one in after.stages]


def test_an_incident_is_reported_within_a_day() -> None:
    """24 hours after the event to the minute, and two working days upwards."""
    loaded = charter(
        '[[reports]]\nkey = "i"\nform = "short-report"\nevery = "ad-hoc"\ndue = { within = "24h" }\nremind = ["-4h"]\n'
        'forward = { within = "2wd", to = ["Bộ"] }\ncite = "Đ"\n'
    )
    assert only(loaded) == []
    incident = event_occurrence(loaded, "i", utc(hanoi(2026, 3, 12, 14, 5)), "sự cố 1", VN)
    assert (incident.opens_at, incident.due_at) == (hanoi(2026, 3, 12, 14, 5), hanoi(2026, 3, 13, 14, 5))
    assert incident.remind_at == (hanoi(2026, 3, 12, 14, 5), hanoi(2026, 3, 13, 10, 5))
    assert incident.forward_due_at == hanoi(2026, 3, 17, 23, 59, 59)
    with pytest.raises(ValueError, match="every month"):
        event_occurrence(load_preset("bac-kan"), "monthly", hanoi(2026, 3, 1), "x", VN)


def test_a_preview_waits_for_the_morning() -> None:
    """A preview that would fall in quiet hours comes at their end."""
    rules = 'due = { by_day = 10 }\nsummarise = "+1d 08:00"\npreview = "3h"'
    assert monthly(rules)[2].preview_at == hanoi(2026, 3, 11, 7)


def test_meetings_at_most_so_far_apart() -> None:
    """Three months after the last one held; without a history, after the year before."""
    loaded = charter('[[meetings]]\nkey = "council"\nat_most_apart = "3m"\nnotice = "2wd"\ncite = "Đ"\n')
    assert [one.hold_until for one in only(loaded)] == [
        hanoi(2026, 3, 31, 23, 59, 59),
        hanoi(2026, 6, 30, 23, 59, 59),
        hanoi(2026, 9, 30, 23, 59, 59),
        hanoi(2026, 12, 31, 23, 59, 59),
    ]
    held = occurrences(loaded, 2026, VN, {"council": date(2026, 1, 20)})
    assert [one.period for one in held] == ["2026-04", "2026-07", "2026-10"]
    assert held[0].notice_by == hanoi(2026, 4, 16, 23, 59, 59)


def test_what_touches_a_stretch_of_time() -> None:
    """A running bot finds the reports with something to do, across the turn of the year, and no others."""
    loaded = load_preset("quang-nam")
    found = report_occurrences_between(loaded, hanoi(2025, 12, 18), hanoi(2026, 1, 10, 1), VN)
    assert [one.period for one in found] == ["2025-12", "2026-01"]
    assert report_occurrences_between(loaded, hanoi(2026, 1, 22, 1), hanoi(2026, 2, 9, 23), VN) == []


def test_finding_a_period() -> None:
    """A period is found by its label, an unknown one is a KeyError."""
    assert find_period(load_preset("bac-kan"), "monthly", "2026-03").last == date(2026, 3, 31)
    with pytest.raises(KeyError):
        find_period(load_preset("bac-kan"), "monthly", "2026-Q1")


DAYS = st.one_of(
    st.integers(2, 31).map(lambda day: f"before_day = {day}"),
    st.integers(1, 31).map(lambda day: f"by_day = {day}"),
    st.just("last_day = true"),
    st.just("last_working_day = true"),
    st.integers(5, 31).map(lambda day: f'by_day = {day}, time = "16:00"'),
)
EVERY = st.sampled_from(["month", "quarter", "half-year", "year"])
ZONES = st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin", "Pacific/Apia"])
OFFSETS = st.lists(
    st.builds("-{}{} {:%H:%M}".format, st.integers(0, 9), st.sampled_from(["d", "wd"]), st.times()),
    max_size=4,
)
OVERDUE = st.lists(
    st.builds("+{}{} {:%H:%M}".format, st.integers(1, 9), st.sampled_from(["d", "wd"]), st.times()), max_size=3
)
ROLLS = st.sampled_from(["none", "next", "previous"])
OVERRIDES = st.dictionaries(st.dates(date(2022, 1, 1), date(2030, 12, 31)), st.booleans(), max_size=10)


def make(every: str, day: str, roll: str, zone: str, remind: list[str], overdue: list[str]) -> Charter:
    """A charter with one stream of these rules."""
    return charter(
        f'[[reports]]\nkey = "r"\nform = "monthly-status"\nevery = "{every}"\ncite = "Đ"\nopens = "-6wd 08:00"\n'
        f'due = {{ {day}, rolls = "{roll}" }}\nsummarise = "+1d 08:00"\npreview = "1h"\nremind = {json.dumps(remind)}\n'
        f'overdue = {json.dumps(overdue)}\nescalate = [{{ after = "+1wd", to = "leader" }}]\n',
        f'timezone = "{zone}"\ncountry = "none"\n',
    )


@settings(max_examples=60)
@given(EVERY, DAYS, ROLLS, ZONES, OFFSETS, OVERDUE, st.integers(2022, 2030), OVERRIDES)
def test_the_order_of_moments(
    every: str,
    day: str,
    roll: str,
    zone: str,
    remind: list[str],
    overdue: list[str],
    year: int,
    overrides: dict[date, bool],
) -> None:
    """Opening, target and deadline follow each other; reminders are sorted, in time, by day and on working days."""
    loaded = make(every, day, roll, zone, remind, overdue)
    calendar = WorkCalendar(overrides, "none")
    for one in occurrences(loaded, year, calendar):
        assert one.opens_at
        assert one.due_at
        assert one.target_at
        assert one.summarise_at
        assert one.preview_at
        assert one.opens_at <= one.target_at <= one.due_at < one.summarise_at
        assert one.preview_at <= one.summarise_at
        assert list(one.remind_at) == sorted(set(one.remind_at))
        for stage in one.stages:
            assert (stage.at > one.due_at) == (stage.name == "overdue")
            assert stage.at >= one.opens_at
            assert may_disturb(stage.at, loaded.body.quiet_hours, calendar, ZoneInfo(zone)) or stage.name == "opening"
        assert all(may_disturb(at, loaded.body.quiet_hours, calendar, ZoneInfo(zone)) for at in one.escalate_at)
        assert all(moment.utcoffset() == moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in one.moments)


@given(st.sampled_from(["week", "month", "quarter", "half-year", "year"]), st.integers(2022, 2029))
def test_periods_follow_each_other_without_gap(every: str, year: int) -> None:
    """The data windows of two years lie end to end, also from the 15th to the 14th."""
    due = 'weekday = "thu"' if every == "week" else "by_day = 20"
    head = f'[[reports]]\nkey = "r"\nform = "monthly-status"\nevery = "{every}"\ndue = {{ {due} }}\ncite = "Đ"\n'
    windows = (
        ['data = { from_weekday = "fri", to_weekday = "thu" }']
        if every == "week"
        else ["data = { from_day = 15, to_day = 14 }"]
    )
    for data in ("", *windows):
        loaded = charter(head + data)
        found = [*occurrences(loaded, year, PLAIN), *occurrences(loaded, year + 1, PLAIN)]
        assert len({one.period for one in found}) == len(found)
        for one, following in pairwise(found):
            assert one.window_to
            assert one.window_to + timedelta(days=1) == following.window_from


@given(st.integers(2022, 2030), st.integers(2, 30))
def test_before_a_day_is_by_the_day_before(year: int, day: int) -> None:
    """Before the 18th and by the 17th are the same moment."""
    head = '[[reports]]\nkey = "r"\nform = "monthly-status"\nevery = "month"\ncite = "Đ"\n'
    before = charter(head + f"due = {{ before_day = {day + 1} }}")
    by = charter(head + f"due = {{ by_day = {day} }}")
    assert [one.due_at for one in occurrences(before, year, PLAIN)] == [
        one.due_at for one in occurrences(by, year, PLAIN)
    ]


@settings(max_examples=30)
@given(st.dates(date(2022, 1, 1), date(2030, 1, 1)), st.integers(0, 60), st.sampled_from(preset_names()))
def test_the_search_misses_nothing(start: date, days: int, name: str) -> None:
    """What the search over a stretch of time finds is what the whole years hold for it."""
    loaded = load_preset(name)
    begin = hanoi(start.year, start.month, start.day, 12)
    end = begin + timedelta(days=days)
    whole = [one for year in range(begin.year - 1, end.year + 2) for one in occurrences(loaded, year, VN)]
    expected = [
        (one.key, one.period)
        for one in whole
        if one.kind == "report" and one.moments and one.moments[0] <= end and one.moments[-1] >= begin
    ]
    found = report_occurrences_between(loaded, begin, end, VN)
    assert sorted((one.key, one.period) for one in found) == sorted(expected)


def test_a_clock_change_moves_no_deadline() -> None:
    """Across Berlin's clock change in March the deadline is still the end of the day there."""
    loaded = make("month", "by_day = 29", "none", "Europe/Berlin", ["-1d 08:30"], [])
    march = occurrences(loaded, 2026, PLAIN)[2]
    assert march.due_at
    assert march.due_at.isoformat() == "2026-03-29T23:59:59+02:00"
    assert march.due_at.timetz().replace(tzinfo=None) == time(23, 59, 59)
