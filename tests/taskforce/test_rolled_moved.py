"""What was done within a longer period, where units merged meanwhile: a task that moves is not done anew."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from taskforce.tally import TaskState
from taskforce.tally.rolled_tasks import ToldState, tasks_within
from taskforce.tally.tasks import UnitTask

A, B, C = 1, 2, 3
DONE, GOING, NOT_BEGUN = TaskState.DONE, TaskState.GOING, TaskState.NOT_BEGUN


def day(month: int, number: int = 1) -> datetime:
    """That day of 2022."""
    return datetime(2022, month, number, tzinfo=UTC)


def share(unit: int, state: TaskState) -> UnitTask:
    """The unit leads task 1."""
    return UnitTask(task_id=1, unit_id=unit, code="1", title="x", state=state)


def done_in_h2(told: list[ToldState], unit: int, state: TaskState) -> bool:
    """Whether task 1, led by the unit now, came to be done from July to December."""
    return tasks_within([share(unit, state)], told, day(7), datetime(2023, 1, 1, tzinfo=UTC)).done == (1,)


def test_what_was_done_before_and_moved_in_the_period_is_not_done_again() -> None:
    """Sở A had done it in March and went into B in September, B into C in October."""
    told = [ToldState(1, A, DONE, day(3)), ToldState(1, B, DONE, day(9), A), ToldState(1, C, DONE, day(10), B)]
    assert not done_in_h2(told[:2], B, DONE)
    assert not done_in_h2(told, C, DONE)


def test_what_was_done_in_the_period_counts_wherever_it_went() -> None:
    """A was at work in June and done in August; it moved to B in September, or had moved in July already."""
    june = ToldState(1, A, GOING, day(6))
    assert done_in_h2([june, ToldState(1, A, DONE, day(8)), ToldState(1, B, DONE, day(9), A)], B, DONE)
    assert done_in_h2([june, ToldState(1, B, GOING, day(7, 5), A), ToldState(1, B, DONE, day(8))], B, DONE)


def test_what_nobody_ever_told_stands_as_it_was_taken_over() -> None:
    """Done by the plan, never told about: it moves as done and was done before; not begun stays not begun."""
    assert not done_in_h2([ToldState(1, B, DONE, day(9), A)], B, DONE)
    assert not done_in_h2([ToldState(1, B, NOT_BEGUN, day(9), A)], B, NOT_BEGUN)


def test_two_parts_that_become_one_were_done_when_both_were() -> None:
    """A done in March, B in August; merged in September: done within the half-year."""
    told = [ToldState(1, A, DONE, day(3)), ToldState(1, B, GOING, day(5)), ToldState(1, B, DONE, day(8))]
    assert done_in_h2([*told, ToldState(1, B, DONE, day(9), A)], B, DONE)


def test_a_merger_after_the_period_changes_nothing_in_it() -> None:
    """The half-year is put together later, when the task is B's: A had done it in August."""
    told = [ToldState(1, A, GOING, day(5)), ToldState(1, A, DONE, day(8))]
    moved = ToldState(1, B, DONE, datetime(2023, 2, 1, tzinfo=UTC), A)
    assert done_in_h2([*told, moved], B, DONE)


@given(st.lists(st.tuples(st.sampled_from(TaskState), st.integers(1, 8)), min_size=1, max_size=5))
def test_a_move_alone_never_makes_a_task_done_within(said: list[tuple[TaskState, int]]) -> None:
    """With and without a move in the last month the same tasks were done in the period."""
    told = [ToldState(1, A, state, day(month)) for state, month in sorted(said, key=lambda one: one[1])]
    state = told[-1].state
    moved = [*told, ToldState(1, B, state, day(12), A)]
    assert done_in_h2(told, A, state) == done_in_h2(moved, B, state)
