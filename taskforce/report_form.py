"""A unit's report as a form: the charter's questions, with the unit's tasks at their place.

Which tasks are asked is fixed when the report is first opened (`AskedTasks`), so neither a new plan nor the report
itself changes the questions half-way.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from taskforce.charter.forms import FormSpec
from taskforce.forms import Answer, Condition, Field, Form, Kind, Option, Value, clean
from taskforce.tally import TaskState, UnitTask, tasks_to_ask

CHANGED = "tasks-changed"
"""The key of the question which of the remaining tasks changed."""

_PREFIX = "task:"


@dataclass(frozen=True, slots=True)
class AskedTask:
    """One task of a report: how the unit said it stood before, None while it never said; ``note`` why it was stuck."""

    task_id: int
    last: TaskState | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AskedTasks:
    """The tasks asked one by one, and the rest, of which only the changed ones are; both by deadline."""

    asked: tuple[AskedTask, ...] = ()
    rest: tuple[AskedTask, ...] = ()

    @property
    def all(self) -> tuple[AskedTask, ...]:
        """Every task of the report."""
        return self.asked + self.rest


@dataclass(frozen=True, slots=True)
class TaskTitle:
    """What a task is called in the plan."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class TaskWords:
    """The words for tasks in one language: each state, and the question which of the rest changed."""

    states: Mapping[TaskState, str]
    changed: str


@dataclass(frozen=True, slots=True)
class TaskReport:
    """How a task stands according to a report; ``note`` says why it is stuck."""

    state: TaskState
    note: str = ""


def choose_tasks(tasks: Iterable[UnitTask], reported: Collection[int], first: date, last: date) -> AskedTasks:
    """What to ask in a period from ``first`` to ``last``; ``reported`` are the ids the unit ever spoke about."""

    def asked_task(task: UnitTask) -> AskedTask:
        known = task.task_id in reported
        return AskedTask(task.task_id, task.state if known else None, task.note if known else "")

    asked, rest = tasks_to_ask(tasks, first, last)
    return AskedTasks(tuple(map(asked_task, asked)), tuple(map(asked_task, rest)))


def tasks_to_json(tasks: AskedTasks) -> str:
    """``tasks`` as one line of JSON."""
    parts = {"asked": tasks.asked, "rest": tasks.rest}
    rows = {name: [[t.task_id, t.last, t.note] for t in part] for name, part in parts.items()}
    return json.dumps({"v": 1, **rows}, ensure_ascii=False, separators=(",", ":"))


def tasks_from_json(text: str) -> AskedTasks:
    """What `tasks_to_json` wrote."""
    data = json.loads(text)

    def part(name: str) -> tuple[AskedTask, ...]:
        return tuple(AskedTask(i, None if last is None else TaskState(last), note) for i, last, note in data[name])

    return AskedTasks(part("asked"), part("rest"))


def task_key(code: str) -> str:
    """The key of the question about the task of that code."""
    return _PREFIX + code


def report_form(
    spec: FormSpec, unit: str, locale: str, tasks: AskedTasks, titles: Mapping[int, TaskTitle], words: TaskWords
) -> Form:
    """The questions that the unit of that name is asked. Tasks without a title (no longer in the plan) are left out."""
    section = next((field.section for field in spec.fields if field.kind == "tasks"), "")
    return spec.localised(locale, unit, _task_fields(tasks, titles, words, section))


def _task_fields(
    tasks: AskedTasks, titles: Mapping[int, TaskTitle], words: TaskWords, section: str
) -> tuple[Field, ...]:
    asked = [titles[task.task_id] for task in tasks.asked if task.task_id in titles]
    rest = [titles[task.task_id] for task in tasks.rest if task.task_id in titles]
    fields = [_task_field(title, words, section) for title in asked]
    if rest:
        options = tuple(Option(title.code, f"{title.code} {title.title}") for title in rest)
        fields.append(Field(CHANGED, Kind.MULTI, words.changed, section, nothing=True, options=options))
        fields += [_task_field(title, words, section, Condition(CHANGED, (title.code,))) for title in rest]
    return tuple(fields)


def _task_field(title: TaskTitle, words: TaskWords, section: str, only_if: Condition | None = None) -> Field:
    options = tuple(Option(state.value, words.states[state]) for state in _OFFERED)
    return Field(
        key=task_key(title.code),
        kind=Kind.CHOICE,
        label=f"{title.code}. {title.title}",
        section=section,
        options=options,
        ask_why_on=(TaskState.STUCK.value,),
        only_if=only_if,
    )


_OFFERED = (TaskState.DONE, TaskState.GOING, TaskState.STUCK, TaskState.NOT_BEGUN)


_ALIKE = 4
"""Titles that begin with so many equal words are told apart by what follows."""


def telling_titles(titles: Iterable[TaskTitle]) -> dict[str, str]:
    """By code: the title without the words it shares with another at its beginning, after an ellipsis.

    Plans are full of "Kết nối, chia sẻ dữ liệu giữa … với …": cut on a phone they would all look the same.
    """
    words = sorted((title.title.split(), title.code) for title in titles)
    shared = [0, *(_in_common(a, b) for (a, _), (b, _) in pairwise(words)), 0]
    told = {}
    for place, (own, code) in enumerate(words):
        common = max(shared[place], shared[place + 1])
        told[code] = "…" + " ".join(own[common:]) if _ALIKE <= common < len(own) else " ".join(own)
    return told


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def previous_values(
    tasks: AskedTasks, titles: Mapping[int, TaskTitle], answers: Mapping[str, Answer]
) -> dict[str, Value]:
    """Last time's values: ``answers`` are those of the last period's report, the tasks stand as last told.

    "None of the rest changed" is last time's value only where the tasks asked have one too: so one tap says of a
    whole section that it stands as before, and nobody confirms by it what was never said.
    """
    previous = {key: answer.value for key, answer in answers.items() if not key.startswith(_PREFIX) and key != CHANGED}
    for task in tasks.all:
        if task.last is not None and task.task_id in titles:
            previous[task_key(titles[task.task_id].code)] = task.last.value
    if all(task.last is not None for task in tasks.asked):
        previous[CHANGED] = None
    return previous


def task_reports(
    tasks: AskedTasks, titles: Mapping[int, TaskTitle], answers: Mapping[str, Answer]
) -> dict[int, TaskReport]:
    """By task id: how every task of the report stands when ``answers`` (those that apply) are sent.

    A task of the rest that was not picked stands as before; one that was never told about is left out.
    """
    found: dict[int, TaskReport] = {}
    for task in tasks.all:
        title = titles.get(task.task_id)
        answer = answers.get(task_key(title.code)) if title else None
        if answer is not None and isinstance(answer.value, str):
            state = TaskState(answer.value)
            note = answer.reason or (task.note if answer.carried and state is task.last else "")
            found[task.task_id] = TaskReport(state, clean(note) if state is TaskState.STUCK else "")
        elif task.last is not None:
            found[task.task_id] = TaskReport(task.last, task.note)
        elif CHANGED in answers and task in tasks.rest:
            found[task.task_id] = TaskReport(TaskState.NOT_BEGUN)
    return found
