"""Small parts of the cards: a question's name, an example, a task's lines, why something was not taken."""

from datetime import date

from handlers.reports.scene import Scene
from messages import formats
from messages.answers import value_text
from messages.contexts.reports import Fault, TaskLines
from storage.tasks import Task
from taskforce.forms import Code, Field, Kind, Problem, Value
from taskforce.tally import TaskState

_EXAMPLES = {
    Kind.NUMBER: "1250",
    Kind.PERCENT: "98.5",
    Kind.DATE: "2022-03-25",
    Kind.TIME: "14:30",
}


def line_of(scene: Scene, field: Field) -> str:
    """The question in one line: tasks by code and shortened title."""
    task = scene.task_of(field)
    words = f"{task.code}. {scene.telling[task.code]}" if task else field.label
    return formats.shorten(words.rstrip(" .;"), 70)


def example(field: Field, previous: Value, locale: str) -> str:
    """How a good answer is typed: like last time's where there is one; "" where nothing is typed."""
    if field.kind in (Kind.NUMBER, Kind.PERCENT):
        value = previous if isinstance(previous, str) else _EXAMPLES[field.kind]
        return formats.number(value, locale)
    if field.kind in _EXAMPLES:
        return value_text(field, _EXAMPLES[field.kind], locale)
    return ""


def fault(field: Field, problem: Problem | None, locale: str) -> Fault | None:
    """Why something was not taken, with the bound as it is read."""
    if problem is None:
        return None
    limit = problem.limit or ""
    if problem.code in (Code.BELOW_MINIMUM, Code.ABOVE_MAXIMUM) and limit:
        limit = value_text(field, limit, locale)
    elif limit.isdecimal():
        limit = formats.number(limit, locale)
    names = tuple(formats.shorten(option.label, 60) for option in problem.candidates[:6])
    return Fault(problem.code.value, formats.shorten(problem.text, 60), limit, names)


def task_lines(scene: Scene, field: Field, previous: Value, today: date) -> TaskLines | None:
    """What the plan says of the task that is asked about."""
    task = scene.task_of(field)
    if task is None:
        return None
    note = next((each.note for each in scene.asked.all if each.task_id == task.id), "")
    return lines_of(task, today, value_text(field, previous, scene.locale) if previous else "", note)


def lines_of(task: Task, today: date, state: str, note: str) -> TaskLines:
    """A task's lines; ``state`` in words."""
    return TaskLines(
        code=task.code,
        title=task.title,
        deadline=task.deadline_text,
        due_to=task.due_to,
        days=None if task.due_to is None else (task.due_to - today).days,
        with_text=task.with_text,
        state=state,
        note=note,
    )


def is_task(field: Field, scene: Scene) -> bool:
    """Whether the question is about a task of the plan."""
    return scene.task_of(field) is not None


def is_stuck(value: Value) -> bool:
    """Whether a task's answer says that it is stuck."""
    return value == TaskState.STUCK.value
