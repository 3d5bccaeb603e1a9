"""Which tasks a list shows, in which order, and under which heading: overdue, this month, later, without a day."""

from collections.abc import Sequence
from datetime import date

from messages.contexts.tasks import TaskLine
from messages.model import Label
from messages.render import label
from storage.task_work import Work
from taskforce.tally import TaskState

VIEWS = ("o", "l", "s", "d", "c")
"""Open, late, stuck, done, co-ordinated by the unit."""


def is_late(work: Work, unit: int, today: date) -> bool:
    """Whether its last day is over and it is not done."""
    return work.due_to is not None and work.due_to < today and work.state(unit) is not TaskState.DONE


def sorted_by_deadline(works: Sequence[Work]) -> list[Work]:
    """Nearest last day first, those without one last."""
    return sorted(works, key=lambda work: (work.due_to or date.max, work.position, work.task_id))


def of_view(works: Sequence[Work], view: str, unit: int, today: date) -> list[Work]:
    """The tasks of that view, by deadline; an unknown view is the open ones."""
    led = [work for work in works if not unit or _leads(work, unit)]
    if view == "c":
        return sorted_by_deadline([work for work in works if unit and not _leads(work, unit)])
    if view == "d":
        return sorted_by_deadline([work for work in led if work.state(unit) is TaskState.DONE])
    if view == "s":
        return sorted_by_deadline([work for work in led if work.state(unit) is TaskState.STUCK])
    if view == "l":
        return sorted_by_deadline([work for work in led if is_late(work, unit, today)])
    return sorted_by_deadline([work for work in led if work.state(unit) is not TaskState.DONE])


def _leads(work: Work, unit: int) -> bool:
    part = work.part_of(unit)
    return part is not None and part.leads


def state_words(state: TaskState, locale: str) -> str:
    """The state in words."""
    return label(Label(f"task.{state.name.lower()}"), locale)


def line_of(work: Work, unit: int, today: date, locale: str) -> TaskLine:
    """One task in a list; it names its leading units unless they are the list's own."""
    state = work.state(unit)
    days = None if work.due_to is None else (work.due_to - today).days
    others = "" if unit and _leads(work, unit) else ", ".join(part.unit_name for part in work.leads)
    return TaskLine(
        code=work.code,
        title=work.title,
        state=state_words(state, locale),
        due_to=work.due_to,
        days=None if state is TaskState.DONE else days,
        units=others,
        group=_group(work, state, today),
    )


def _group(work: Work, state: TaskState, today: date) -> str:
    if state is TaskState.DONE:
        return "done"
    if work.due_to is None:
        return "always"
    if work.due_to < today:
        return "late"
    return "soon" if (work.due_to.year, work.due_to.month) == (today.year, today.month) else "later"
