"""What reports add up to, and what a unit is asked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.plan import check_plan
from taskforce.sheets import read_rows
from taskforce.tally import (
    MOST_ASKED,
    FigureField,
    Given,
    Summary,
    TaskState,
    Unit,
    UnitTask,
    compile_summary,
    is_late,
    tasks_to_ask,
)

DATA = Path(__file__).parent / "data"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MARCH = (date(2022, 3, 1), date(2022, 3, 31))
DUE = datetime(2022, 3, 17, 23, 59, 59, tzinfo=ZONE)
NOW = datetime(2022, 3, 18, 8, 0, tzinfo=ZONE)
POLICE, OFFICE, HEALTH = Unit(1, "Công an tỉnh", 2), Unit(2, "Văn phòng UBND tỉnh", 1), Unit(3, "Sở Y tế", 3)
UNITS = [POLICE, OFFICE, HEALTH]
FILES = FigureField("files", "sum", "Số hồ sơ", "hồ sơ")
SHARE = FigureField("share", "average")
MOOD = FigureField("grade", "none")


def task(number: int = 1, due_from: str = "", due_to: str = "", state: str = "not-begun", unit: int = 1) -> UnitTask:
    return UnitTask(
        task_id=number,
        unit_id=unit,
        code=f"III.{number}",
        title="Kết nối, chia sẻ dữ liệu",
        state=TaskState(state),
        due_from=date.fromisoformat(due_from) if due_from else None,
        due_to=date.fromisoformat(due_to) if due_to else None,
        position=number,
    )


def asked(*tasks: UnitTask, most: int = 0) -> list[int]:
    return [one.task_id for one in tasks_to_ask(tasks, *MARCH, most=most)[0]]


@pytest.mark.parametrize(
    ("one", "wanted"),
    [
        (task(due_from="2022-03-01", due_to="2022-12-31"), True),
        (task(due_from="2022-01-01", due_to="2022-03-31"), True),
        (task(due_to="2022-02-28"), True),
        (task(due_to="2022-02-28", state="going"), True),
        (task(due_from="2022-06-01", due_to="2022-06-30", state="stuck"), True),
        (task(state="stuck"), True),
        (task(due_from="2022-04-01", due_to="2022-04-30"), False),
        (task(due_from="2022-01-01", due_to="2022-12-31"), False),
        (task(due_from="2022-03-01", due_to="2022-03-31", state="done"), False),
        (task(), False),
    ],
)
def test_a_task_is_always_asked_when_something_must_have_happened(one: UnitTask, wanted: bool) -> None:
    """Windows that begin or end in the period, overdue and stuck ones; never done or future ones."""
    assert bool(asked(one)) is wanted


def test_running_tasks_fill_the_room_nearest_deadline_first() -> None:
    """What goes on without a date in the period is asked as long as there is room."""
    tasks = [
        task(1, "2022-01-01", "2022-12-31"),
        task(2, "2022-01-01", "2022-06-30", state="going"),
        task(3, state="going"),
        task(4, "2022-03-01", "2022-03-31"),
    ]
    assert asked(*tasks, most=3) == [4, 2, 1]
    assert asked(*tasks, most=4) == [4, 2, 1, 3]


def test_pressing_tasks_are_asked_even_beyond_the_room() -> None:
    """An overdue task is never hidden behind a number."""
    assert len(asked(*(task(number, due_to="2022-02-28") for number in range(20)), most=5)) == 20


def test_the_police_of_bac_kan_is_asked_a_dozen_of_its_52_tasks() -> None:
    """Ten windows of March, and the two nearest of the whole year; the rest is confirmed with one tap."""
    units = [
        (number, row.cell(0), row.cell(1))
        for number, row in enumerate(read_rows((DATA / "bac_kan_units.csv").read_bytes())[1:], start=1)
    ]
    plan = check_plan(read_rows((DATA / "bac_kan_plan_tasks.csv").read_bytes()), units)
    police = next(number for number, name, _ in units if name == "Công an tỉnh")
    tasks = [
        UnitTask(place, police, one.code, one.title, due_from=one.due_from, due_to=one.due_to, position=place)
        for place, one in enumerate(plan.tasks)
        if police in one.leads
    ]
    now, later = tasks_to_ask(tasks, *MARCH)
    assert len(now) == MOST_ASKED
    assert [one.code for one in now[:3]] == ["III.1.a", "III.1.c", "III.2.b"]
    assert len(now) + len(later) == len(tasks) == 52


DATES = st.one_of(st.none(), st.dates(date(2021, 10, 1), date(2022, 9, 30)))
TASKS = st.lists(
    st.builds(
        UnitTask,
        task_id=st.integers(1, 8),
        unit_id=st.integers(1, 4),
        code=st.just("III"),
        title=st.just("Nhiệm vụ"),
        state=st.sampled_from(TaskState),
        due_from=DATES,
        due_to=DATES,
        position=st.integers(0, 9),
    ),
    max_size=30,
    unique_by=lambda one: (one.task_id, one.unit_id),
)


@given(TASKS, st.integers(0, 15))
def test_every_task_that_is_not_done_is_either_asked_or_in_the_rest(tasks: list[UnitTask], most: int) -> None:
    """Nothing is asked twice and nothing is forgotten, in the order of deadlines."""
    now, later = tasks_to_ask(tasks, *MARCH, most=most)
    assert sorted(map(id, now + later)) == sorted(id(one) for one in tasks if one.state is not TaskState.DONE)
    for part in (now, later):
        ends = [one.due_to or date.max for one in part]
        assert ends == sorted(ends)
    assert not any(one.overdue(MARCH[0]) or one.state is TaskState.STUCK for one in later)


def summary(**changed: object) -> Summary:
    given: dict[str, object] = {
        "units": UNITS,
        "submitted": {},
        "due_at": DUE,
        "now": NOW,
        "zone": ZONE,
        "answers": {},
        "previous": {},
        "figures": [FILES, SHARE, MOOD],
        "remarks": ["difficulties", "proposals"],
        "tasks": [],
    }
    return compile_summary(**(given | changed))


def on(day: int, hour: int = 9) -> datetime:
    return datetime(2022, 3, day, hour, tzinfo=ZONE).astimezone(UTC)


def test_units_are_in_time_late_or_missing_in_their_own_order() -> None:
    """Days late are calendar days where the task force sits, not blocks of 24 hours."""
    one = summary(submitted={3: on(10), 2: on(17, 23), 1: on(18, 0)})
    assert [(unit.unit.name, unit.days_late) for unit in one.on_time] == [("Văn phòng UBND tỉnh", 0), ("Sở Y tế", 0)]
    assert [(unit.unit.name, unit.days_late) for unit in one.late] == [("Công an tỉnh", 1)]
    assert [(unit.unit.name, unit.days_late) for unit in summary().missing] == [
        ("Văn phòng UBND tỉnh", 1),
        ("Công an tỉnh", 1),
        ("Sở Y tế", 1),
    ]


def test_the_last_second_is_in_time_and_the_next_one_late() -> None:
    """ "Before the 18th" ends with 23:59:59 of the 17th, fractions included."""
    assert not is_late(DUE + timedelta(microseconds=999_999), DUE)
    assert is_late(DUE + timedelta(seconds=1), DUE)


def test_figures_are_added_up_beside_the_last_period() -> None:
    """Sums are exact, averages rounded to two decimals, and a figure without a total keeps its units."""
    one = summary(
        submitted={1: on(10), 2: on(10), 3: on(10)},
        answers={
            1: {"files": Given("1200.5", "Cao điểm cấp thẻ"), "share": Given("98.5"), "grade": Given("3")},
            2: {"files": Given("100"), "share": Given("90")},
            3: {"files": Given(None), "share": Given("70")},
        },
        previous={1: {"files": "800"}, 2: {"files": "90"}},
    )
    files, share, grade = one.figures
    assert (files.total, files.previous, files.change) == (Decimal("1300.5"), Decimal(890), Decimal("410.5"))
    assert (files.answered, files.previous_answered) == (2, 2)
    assert (share.total, share.previous, share.change) == (Decimal("86.17"), None, None)
    assert (grade.total, grade.answered) == (None, 1)
    assert [(jump.unit, jump.value, jump.previous, jump.reason) for jump in files.jumps] == [
        (POLICE, Decimal("1200.5"), Decimal(800), "Cao điểm cấp thẻ")
    ]


def test_a_change_among_the_same_units_is_told_apart() -> None:
    """A unit that did not answer makes the total fall although nothing fell."""
    (files, *_) = summary(
        submitted={2: on(10)},
        answers={2: {"files": Given("100")}},
        previous={1: {"files": "800"}, 2: {"files": "90"}},
    ).figures
    assert files.change == Decimal(-790)
    assert (files.same_units, files.same_units_change) == (1, Decimal(10))


def test_drafts_of_units_that_have_not_sent_do_not_count() -> None:
    """Half-filled answers are nobody's business yet."""
    one = summary(answers={1: {"files": Given("5"), "difficulties": Given("Thiếu máy")}})
    assert one.figures[0].answered == 0
    assert one.remarks == ()


def test_remarks_are_grouped_by_unit_and_silence_is_left_out() -> None:
    """ "Nothing to report" takes no line."""
    one = summary(
        submitted={1: on(10), 2: on(10)},
        answers={
            1: {"proposals": Given("Bố trí kinh phí"), "difficulties": Given(" Thiếu đường truyền ")},
            2: {"difficulties": Given(None), "proposals": Given("  ")},
        },
    )
    assert [(said.unit, said.texts) for said in one.remarks] == [
        (POLICE, (("difficulties", "Thiếu đường truyền"), ("proposals", "Bố trí kinh phí")))
    ]


def test_a_task_of_two_units_is_one_task_with_one_state() -> None:
    """It is stuck if it is for anybody, and done when it is for everybody."""
    one = summary(
        tasks=[
            task(1, due_to="2022-02-28", state="done", unit=1),
            task(1, due_to="2022-02-28", state="stuck", unit=2),
            task(2, state="done", unit=1),
            task(2, state="done", unit=2),
            task(3, state="done", unit=1),
            task(3, due_to="2022-03-17", state="not-begun", unit=2),
            task(4, unit=1),
        ]
    )
    assert (one.tasks.not_begun, one.tasks.going, one.tasks.stuck, one.tasks.done) == (1, 1, 1, 1)
    assert one.tasks.overdue == 2
    office, police = one.unit_tasks
    assert [late.task_id for late in office.overdue] == [1, 3]
    assert [stuck.task_id for stuck in office.stuck] == [1]
    assert (police.unit, police.count.done, police.overdue) == (POLICE, 3, ())


MOMENTS = st.datetimes(datetime(2022, 3, 10), datetime(2022, 3, 25), timezones=st.just(UTC))  # noqa: DTZ001 - the zone is given apart
NUMBERS = st.one_of(st.none(), st.decimals(-(10**6), 10**6, places=2).map(str))


@given(
    st.dictionaries(st.integers(1, 4), MOMENTS),
    st.dictionaries(st.integers(1, 4), NUMBERS),
    st.dictionaries(st.integers(1, 4), NUMBERS),
    TASKS,
    st.randoms(use_true_random=False),
)
def test_tallies_are_complete_disjoint_and_do_not_depend_on_order(
    submitted: dict[int, datetime],
    values: dict[int, str | None],
    before: dict[int, str | None],
    tasks: list[UnitTask],
    chance,
) -> None:
    """Units fall into three parts, counts add up, and shuffled input gives the same summary."""
    given = {
        "submitted": submitted,
        "answers": {unit: {"files": Given(value)} for unit, value in values.items()},
        "previous": {unit: {"files": value} for unit, value in before.items()},
    }
    one = summary(tasks=tasks, **given)
    parts = [[unit.unit.id for unit in part] for part in (one.on_time, one.late, one.missing)]
    assert sorted(sum(parts, [])) == [1, 2, 3]  # noqa: RUF017 - three short lists
    assert all(unit.days_late == 0 for unit in one.on_time)
    assert all(unit.days_late >= 1 for unit in one.late)
    (files, *_) = one.figures
    counted = [Decimal(value) for unit, value in values.items() if value and unit in submitted and unit <= 3]
    assert (files.total or 0) == sum(counted)
    assert files.answered == len(counted) == len(files.units)
    led = [one_task for one_task in tasks if one_task.unit_id <= 3]
    assert one.tasks.total == len({one_task.task_id for one_task in led})
    assert sum(unit.count.total for unit in one.unit_tasks) == len(led)
    assert sum(unit.count.overdue for unit in one.unit_tasks) == sum(len(unit.overdue) for unit in one.unit_tasks)
    assert one.tasks.overdue <= sum(unit.count.overdue for unit in one.unit_tasks)
    shuffled = chance.sample(UNITS, 3)
    assert summary(units=shuffled, tasks=tasks, **given) == one
