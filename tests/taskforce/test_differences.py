"""What one version of a summary says otherwise than the one before."""

from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from taskforce.forms.model import Value
from taskforce.tally.differences import (
    AnswerChange,
    Counted,
    Differences,
    Standing,
    TaskChange,
    TaskCounted,
    TotalChange,
    UnitChange,
    UnitCounted,
    differences,
)
from taskforce.tally.tasks import TaskState

_KEYS = st.sampled_from(["files", "records", "difficulties", "kinds"])
_VALUES: st.SearchStrategy[Value] = st.one_of(
    st.sampled_from(["12", "15.5", "Thiếu máy quét", ""]), st.lists(st.sampled_from(["a", "b"]), max_size=2)
)
_STANDINGS: st.SearchStrategy[Standing] = st.sampled_from(["on-time", "late", "missing"])


@st.composite
def _counted(draw: st.DrawFn) -> Counted:
    """A version of up to five units; the same id has the same name and place in every one of them."""
    units = {
        unit_id: UnitCounted(f"Sở {unit_id}", draw(_STANDINGS), unit_id, draw(st.dictionaries(_KEYS, _VALUES)))
        for unit_id in draw(st.sets(st.integers(1, 5)))
    }
    shares = draw(st.sets(st.tuples(st.integers(1, 3), st.integers(1, 3))))
    tasks = tuple(
        TaskCounted(
            task_id, unit_id, f"B{task_id}", "Rà soát", f"Sở {unit_id}", draw(st.sampled_from(TaskState)),
            draw(st.sampled_from(["", "chưa có kinh phí"])),
        )
        for task_id, unit_id in sorted(shares)
    )  # fmt: skip
    totals = draw(st.dictionaries(_KEYS, st.decimals(0, 1000, places=1)))
    return Counted(units, totals, tasks, draw(st.sampled_from(["", "Xin khẩn trương"])))


def applied(before: Counted, changed: Differences, random: Random) -> Counted:
    """``before`` with every change made, in any order."""
    units, totals, note = dict(before.units), dict(before.totals), before.note
    tasks = {(task.task_id, task.unit_id): task for task in before.tasks}
    every: list[UnitChange | TotalChange | AnswerChange | TaskChange] = [*changed.totals, *changed.tasks]
    every += changed.answers
    random.shuffle(every)
    answers = {unit_id: dict(unit.answers) for unit_id, unit in units.items()}
    for one in every:
        if isinstance(one, TotalChange):
            _put(totals, one.key, one.after)
        elif isinstance(one, TaskChange):
            key = (one.task_id, one.unit_id)
            state = one.after
            task = None if state is None else TaskCounted(*key, one.code, one.title, one.unit, state, one.note_after)
            _put(tasks, key, task)
        elif isinstance(one, AnswerChange):
            _put(answers.setdefault(one.unit_id, {}), one.key, one.after)
    standings = {unit_id: unit.standing for unit_id, unit in units.items()}
    for unit in changed.units:
        _put(standings, unit.unit_id, unit.after)
    if changed.note is not None:
        note = changed.note[1]
    made = {
        unit_id: UnitCounted(f"Sở {unit_id}", standing, unit_id, answers.get(unit_id, {}))
        for unit_id, standing in standings.items()
    }
    return Counted(made, totals, tuple(tasks[key] for key in sorted(tasks)), note)


def _put(into: dict[Any, Any], key: object, value: object) -> None:
    if value is None:
        into.pop(key, None)
    else:
        into[key] = value


@given(_counted())
def test_the_same_differs_in_nothing(version: Counted) -> None:
    """Also when it was kept and read again."""
    assert differences(version, version) == Differences()
    assert not differences(version, msgspec.json.decode(msgspec.json.encode(version), type=Counted))


@given(_counted(), _counted(), st.randoms(use_true_random=False))
def test_the_differences_are_all_of_them_in_whatever_order(before: Counted, after: Counted, random: Random) -> None:
    """Made in any order, the changes turn the one into the other; there are none only where nothing differs."""
    changed = differences(before, after)
    assert applied(before, changed, random) == after
    assert bool(changed) == (before != after)


@given(_counted(), _counted(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_were_read_makes_no_difference(
    before: Counted, after: Counted, random: Random
) -> None:
    """Units, answers, totals and tasks shuffled: the same differences, in the same order."""
    assert differences(_shuffled(before, random), _shuffled(after, random)) == differences(before, after)


def _shuffled(version: Counted, random: Random) -> Counted:
    def mixed(items: dict[Any, Any]) -> dict[Any, Any]:
        return dict(random.sample(list(items.items()), len(items)))

    units = {unit_id: replace(unit, answers=mixed(unit.answers)) for unit_id, unit in version.units.items()}
    tasks = tuple(random.sample(version.tasks, len(version.tasks)))
    return Counted(mixed(units), mixed(version.totals), tasks, version.note)


def test_a_report_that_came_is_told_from_one_that_only_stands_otherwise() -> None:
    """Missing, then late: it came; in time, then late because the calendar changed: it did not."""
    before = Counted({1: UnitCounted("Sở Y tế", "missing"), 2: UnitCounted("Sở Tư pháp", "on-time", 1)})
    after = Counted({1: UnitCounted("Sở Y tế", "late"), 2: UnitCounted("Sở Tư pháp", "late", 1)})
    changed = differences(before, after)
    assert [(unit.name, unit.came) for unit in changed.units] == [("Sở Y tế", True), ("Sở Tư pháp", False)]
    assert changed.missing == (1, 0)


def test_a_total_that_appears_is_a_change_from_nothing() -> None:
    """Nobody had given the figure before."""
    changed = differences(Counted(), Counted(totals={"files": Decimal(15)}))
    assert changed.totals == (TotalChange("files", None, Decimal(15)),)
