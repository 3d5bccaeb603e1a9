"""What importing a plan would do, held beside the tasks and targets that are there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from taskforce.plan import Plan, PlanTask
from taskforce.plan_changes import Change, KnownTarget, KnownTask, compare, compare_targets
from taskforce.targets import Op, PlanTarget

TODAY = date(2022, 3, 15)


def planned(code: str, due_to: date | None = None) -> PlanTask:
    return PlanTask(2, code, "Rà soát", (1,), False, (), "Công an tỉnh", (2,), "Sở Y tế", "", None, due_to, "")


def known(task: PlanTask) -> KnownTask:
    return KnownTask(
        task.code,
        task.title,
        frozenset(task.leads),
        frozenset(task.coordinators),
        task.lead_text,
        task.coordinating_text,
        task.deadline_text,
        task.due_from,
        task.due_to,
        task.recurring,
    )


def test_every_task_is_new_changed_the_same_or_gone() -> None:
    """Told by the code, whatever its case; a task that a meeting gave is left alone."""
    a, b, c, given_one = planned("A"), planned("B"), planned("C"), planned("KL1.1")
    there = [
        replace(known(a), code="a"),
        replace(known(b), title="Cũ", leads=frozenset({3}), due_to=date(2022, 1, 1)),
        known(planned("D")),
        replace(known(planned("E")), ended=True),
        replace(known(given_one), given=True),
    ]
    found = compare(Plan((a, b, c, given_one), ()), there, TODAY)
    assert (found.new, found.same, found.taken) == ((c,), (a,), (given_one,))
    assert [(each.task.code, each.what) for each in found.changed] == [
        ("B", (Change.TITLE, Change.LEADS, Change.DEADLINE))
    ]
    assert [task.code for task in found.gone] == ["D"]


def test_a_task_that_had_ended_is_back() -> None:
    """It counts as changed although every word is the same."""
    task = planned("A")
    (changed,) = compare(Plan((task,), ()), [replace(known(task), ended=True)], TODAY).changed
    assert changed.what == (Change.BACK,)


def test_only_new_tasks_are_past_due() -> None:
    """Of a task that is there it is known how it stands; today is still in time."""
    old, due_today, there = (planned(c, day) for c, day in (("A", date(2022, 3, 14)), ("B", TODAY), ("C", date.min)))
    assert compare(Plan((old, due_today, there), ()), [known(there)], TODAY).past_due == (old,)


def test_a_past_task_that_nobody_leads_is_asked_about_when_somebody_does() -> None:
    """There is nobody yet whose part could be done."""
    led = planned("A", date(2022, 3, 14))
    unled = replace(led, leads=())
    assert compare(Plan((unled,), ()), [], TODAY).past_due == ()
    assert compare(Plan((led,), ()), [known(unled)], TODAY).past_due == (led,)


CODES = st.lists(st.sampled_from("ABCDEF"), unique=True)


@given(CODES, CODES)
def test_nothing_is_lost_or_counted_twice(in_file: list[str], there: list[str]) -> None:
    """Every row is in one of the lists, every task that is there is named by the file or gone; again is nothing."""
    plan = Plan(tuple(planned(code) for code in in_file), ())
    found = compare(plan, [known(planned(code)) for code in there], TODAY)
    rows = [*found.new, *(each.task for each in found.changed), *found.same, *found.taken]
    assert sorted(task.code for task in rows) == sorted(in_file)
    assert {task.code for task in found.gone} == set(there) - set(in_file)
    assert compare(plan, [known(task) for task in plan.tasks], TODAY).nothing


def test_targets_are_compared_by_their_codes() -> None:
    """A goal written another way (50,0 and 50) is the same one."""
    rows = [PlanTarget(n, code, "Tỷ lệ", Decimal(50), Op.EXACTLY, "%", "2022") for n, code in enumerate("ABCE")]
    there = [
        KnownTarget("A", "Tỷ lệ", Decimal("50.0"), Op.EXACTLY, "%", "2022"),
        KnownTarget("B", "Tỷ lệ", Decimal(60), Op.EXACTLY, "%", "2022"),
        KnownTarget("D", "Tỷ lệ", Decimal(60), Op.EXACTLY, "%", "2022"),
        KnownTarget("E", "Tỷ lệ", Decimal(50), Op.EXACTLY, "%", "2022", ended=True),
    ]
    found = compare_targets(rows, there)
    assert [t.code for t in found.new] == ["C"]
    assert [t.code for t in found.changed] == ["B", "E"]
    assert [t.code for t in found.same] == ["A"]
    assert [t.code for t in found.gone] == ["D"]
    assert not found.nothing
