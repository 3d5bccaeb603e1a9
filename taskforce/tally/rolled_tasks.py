"""How the tasks stood at the end of a longer period, and which were done within it, from what was told over time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from taskforce.tally.compiling import together
from taskforce.tally.tasks import TaskState, UnitTask


@dataclass(frozen=True, slots=True)
class ToldState:
    """What a unit told about its part of a task, and when (aware).

    ``moved_from``: nobody told it; the part of that unit became this one's, in the state that both come to.
    """

    task_id: int
    unit_id: int
    state: TaskState
    at: datetime
    moved_from: int | None = None


@dataclass(frozen=True, slots=True)
class TasksWithin:
    """Each leading unit's part as it stood at the end, and the ids of the tasks that came to be done in between."""

    shares: tuple[UnitTask, ...]
    done: tuple[int, ...]


def tasks_within(shares: Iterable[UnitTask], told: Sequence[ToldState], begin: datetime, end: datetime) -> TasksWithin:
    """How the parts stood at ``end`` (the moment after the period), done since ``begin``.

    ``told`` comes oldest first. A part that nobody ever told about stands as the plan has it, at any time; one first
    told about later had not begun.
    """
    known = list(shares)
    ever = {(one.task_id, one.unit_id) for one in told}
    at_begin, at_end = _states(told, begin), _states(told, end)

    def stood(share: UnitTask, states: dict[tuple[int, int], TaskState]) -> TaskState:
        key = share.task_id, share.unit_id
        return states.get(key, TaskState.NOT_BEGUN if key in ever else share.state)

    first: dict[int, set[TaskState]] = {}
    last: dict[int, set[TaskState]] = {}
    for share in known:
        first.setdefault(share.task_id, set()).add(stood(share, at_begin))
        last.setdefault(share.task_id, set()).add(stood(share, at_end))
    done = tuple(
        task_id
        for task_id, states in last.items()
        if together(states) is TaskState.DONE and together(first[task_id]) is not TaskState.DONE
    )
    return TasksWithin(tuple(replace(share, state=stood(share, at_end)) for share in known), done)


def _states(told: Sequence[ToldState], moment: datetime) -> dict[tuple[int, int], TaskState]:
    """What had been told before the moment; a part that changed hands later stood as it stood with whoever had it."""
    states = {(one.task_id, one.unit_id): one.state for one in told if one.at < moment}
    ever = {(one.task_id, one.unit_id) for one in told}
    for one in told:
        if one.moved_from is None or one.at < moment:
            continue
        source, key = (one.task_id, one.moved_from), (one.task_id, one.unit_id)
        stood = states.get(source, TaskState.NOT_BEGUN if source in ever else one.state)
        states[key] = together({stood, states.get(key, stood)})
    return states
