"""What one version of a summary says otherwise than the version before it.

Everything that was counted is kept with each version (``Counted``); two of them are compared here, and nothing is
worded. The order in which units, answers or tasks were read makes no difference.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from taskforce.forms.model import Value
from taskforce.tally.tasks import TaskState

Standing = Literal["on-time", "late", "missing"]
"""How a unit's report stood when it was counted."""


@dataclass(frozen=True, slots=True)
class UnitCounted:
    """One unit that owed the report, and what it had sent, by field; None where it had nothing to report.

    ``order`` is its place in lists.
    """

    name: str
    standing: Standing
    order: int = 0
    answers: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TaskCounted:
    """How a task stood for one of its leading units; ``note`` says why it was stuck."""

    task_id: int
    unit_id: int
    code: str
    title: str
    unit: str
    state: TaskState
    note: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """All that one version was made from: units by id, the figures' totals by field, tasks, the secretary's line."""

    units: dict[int, UnitCounted] = field(default_factory=dict)
    totals: dict[str, Decimal] = field(default_factory=dict)
    tasks: tuple[TaskCounted, ...] = ()
    note: str = ""

    @property
    def missing(self) -> int:
        """How many units had not sent their report."""
        return sum(unit.standing == "missing" for unit in self.units.values())


@dataclass(frozen=True, slots=True)
class UnitChange:
    """A unit's report stands otherwise; None where it did not owe it, or does not any more."""

    unit_id: int
    name: str
    before: Standing | None
    after: Standing | None

    @property
    def came(self) -> bool:
        """Whether its report is in this version and was not in the one before."""
        return self.after in ("on-time", "late") and self.before not in ("on-time", "late")


@dataclass(frozen=True, slots=True)
class TotalChange:
    """A figure over all units; None where nobody had given it."""

    key: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """One answer of one unit; None where there was none."""

    unit_id: int
    name: str
    key: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class TaskChange:
    """A task stands otherwise for a unit that leads it; None where the unit did not lead it, or does not any more."""

    task_id: int
    unit_id: int
    code: str
    title: str
    unit: str
    before: TaskState | None
    after: TaskState | None
    note_before: str
    note_after: str


@dataclass(frozen=True, slots=True)
class Differences:
    """Everything that changed. ``missing`` and ``note`` are (before, after), None where they are the same."""

    units: tuple[UnitChange, ...] = ()
    totals: tuple[TotalChange, ...] = ()
    answers: tuple[AnswerChange, ...] = ()
    tasks: tuple[TaskChange, ...] = ()
    missing: tuple[int, int] | None = None
    note: tuple[str, str] | None = None

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return bool(self.units or self.totals or self.answers or self.tasks or self.note)


def differences(before: Counted, after: Counted) -> Differences:
    """What ``after`` says otherwise than ``before``: units in the order of lists, totals and answers by their key."""
    return Differences(
        units=tuple(_units(before, after)),
        totals=tuple(
            TotalChange(key, before.totals.get(key), after.totals.get(key))
            for key in sorted({*before.totals, *after.totals})
            if before.totals.get(key) != after.totals.get(key)
        ),
        answers=tuple(_answers(before, after)),
        tasks=tuple(_tasks(before, after)),
        missing=None if before.missing == after.missing else (before.missing, after.missing),
        note=None if before.note == after.note else (before.note, after.note),
    )


def _in_order(before: Counted, after: Counted) -> list[tuple[int, UnitCounted]]:
    """Every unit of either, as it is called and placed now."""
    every: Mapping[int, UnitCounted] = before.units | after.units
    return sorted(every.items(), key=lambda item: (item[1].order, item[0]))


def _units(before: Counted, after: Counted) -> Iterator[UnitChange]:
    for unit_id, unit in _in_order(before, after):
        was, now = before.units.get(unit_id), after.units.get(unit_id)
        change = UnitChange(unit_id, unit.name, was.standing if was else None, now.standing if now else None)
        if change.before != change.after:
            yield change


def _answers(before: Counted, after: Counted) -> Iterator[AnswerChange]:
    for unit_id, unit in _in_order(before, after):
        was = before.units[unit_id].answers if unit_id in before.units else {}
        now = after.units[unit_id].answers if unit_id in after.units else {}
        for key in sorted({*was, *now}):
            if was.get(key) != now.get(key):
                yield AnswerChange(unit_id, unit.name, key, was.get(key), now.get(key))


def _tasks(before: Counted, after: Counted) -> Iterator[TaskChange]:
    was = {(task.task_id, task.unit_id): task for task in before.tasks}
    now = {(task.task_id, task.unit_id): task for task in after.tasks}
    for key, task in sorted((was | now).items()):
        old, new = was.get(key), now.get(key)
        change = TaskChange(
            task_id=task.task_id,
            unit_id=task.unit_id,
            code=task.code,
            title=task.title,
            unit=task.unit,
            before=old.state if old else None,
            after=new.state if new else None,
            note_before=old.note if old else "",
            note_after=new.note if new else "",
        )
        if (change.before, change.note_before) != (change.after, change.note_after):
            yield change
