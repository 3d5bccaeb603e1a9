"""Which of a unit's tasks are worth a question this period, and how a task of several units stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MOST_ASKED = 12


class TaskState(StrEnum):
    """How a unit's task stands, as the unit last said."""

    NOT_BEGUN = "not-begun"
    GOING = "going"
    STUCK = "stuck"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class UnitTask:
    """One task as one of its leading units sees it; a task that two units lead is two of these.

    The window is closed on both sides, None is open. ``note`` says why it is stuck.
    """

    task_id: int
    unit_id: int
    code: str
    title: str
    state: TaskState = TaskState.NOT_BEGUN
    due_from: date | None = None
    due_to: date | None = None
    position: int = 0
    note: str = ""

    def overdue(self, today: date) -> bool:
        """Whether its last day is over and it is not done."""
        return self.state is not TaskState.DONE and self.due_to is not None and self.due_to < today


def by_deadline(task: UnitTask) -> tuple[date, date, int, int]:
    """The order of tasks everywhere: nearest last day first, duties without one last."""
    return task.due_to or date.max, task.due_from or date.min, task.position, task.task_id


def tasks_to_ask(
    tasks: Iterable[UnitTask], period_from: date, period_to: date, most: int = MOST_ASKED
) -> tuple[tuple[UnitTask, ...], tuple[UnitTask, ...]]:
    """Split a unit's tasks into those asked one by one and the rest, confirmed together; done ones are neither.

    Always asked, because something must have happened or should be explained: tasks whose window begins or ends in
    the period, overdue ones, stuck ones. Then, as long as fewer than ``most`` are asked, nearest deadline first:
    tasks said to be going on, and those whose window runs through the period without a word yet. The rest is
    what has not begun by its window, standing duties without a date, and what did not fit. A unit with 51 tasks of
    a plan is so asked about a dozen. Both parts are ordered by deadline.
    """
    must: list[UnitTask] = []
    can: list[UnitTask] = []
    rest: list[UnitTask] = []
    for task in sorted(tasks, key=by_deadline):
        if task.state is TaskState.DONE:
            continue
        if _must_be_asked(task, period_from, period_to):
            must.append(task)
        elif task.state is TaskState.GOING or _runs(task, period_from, period_to):
            can.append(task)
        else:
            rest.append(task)
    room = max(0, most - len(must))
    asked = sorted(must + can[:room], key=by_deadline)
    return tuple(asked), tuple(sorted(can[room:] + rest, key=by_deadline))


def _must_be_asked(task: UnitTask, period_from: date, period_to: date) -> bool:
    begins = task.due_from is not None and period_from <= task.due_from <= period_to
    ends_or_ended = task.due_to is not None and task.due_to <= period_to
    return task.state is TaskState.STUCK or begins or ends_or_ended


def _runs(task: UnitTask, period_from: date, period_to: date) -> bool:
    if task.due_from is None and task.due_to is None:
        return False
    return (task.due_from or date.min) <= period_to and (task.due_to or date.max) >= period_from
