"""The plan: files of tasks and targets checked, shown, asked about and taken over."""

from datetime import date, datetime
from decimal import Decimal

from messages.model import Message, Part


class PlanProblemLine(Part, frozen=True):
    """One wrong row; ``column`` is the column's key, ``reason`` of plan or targets, ``other_row`` 0 for none."""

    row: int
    column: str
    reason: str
    value: str
    other_row: int


class PlanProblems(Message, frozen=True):
    """Every wrong row of tasks or (``of_targets``) targets; nothing was taken over."""

    file: str
    of_targets: bool
    problems: tuple[PlanProblemLine, ...]


class PlanNeedsUnits(Message, frozen=True):
    """Without units no task has anybody to lead it: the roster comes first."""

    file: str


class TaskBrief(Part, frozen=True):
    """A task by its code and title; ``due_to`` its last day, where it has one."""

    code: str
    title: str
    due_to: date | None


class ChangedBrief(Part, frozen=True):
    """A task that the file changes; ``what`` are values of ``Change`` ("title", "leads", "deadline" …)."""

    code: str
    title: str
    what: tuple[str, ...]


class NameLine(Part, frozen=True):
    """A name that no unit bears; ``leads``: it should lead ``tasks`` tasks."""

    name: str
    tasks: int
    leads: bool


class ChosenName(Part, frozen=True):
    """What the secretary said a name means; ``meaning`` "unit", "all" or "none"."""

    name: str
    meaning: str
    unit: str


class UnclearLine(Part, frozen=True):
    """A deadline that gives no dates; ``reason`` is a value of ``Unclear``."""

    code: str
    text: str
    reason: str


class PlanPreview(Message, frozen=True):
    """What the file would do to the plan, before it does. ``taken`` are codes of tasks that meetings gave."""

    task_force: str
    file: str
    tasks: int
    same: int
    new: tuple[TaskBrief, ...]
    changed: tuple[ChangedBrief, ...]
    gone: tuple[TaskBrief, ...]
    end_gone: bool
    past_due: tuple[TaskBrief, ...]
    taken: tuple[str, ...]
    unknown: tuple[NameLine, ...]
    chosen: tuple[ChosenName, ...]
    unclear: tuple[UnclearLine, ...]


class PlanNothingNew(Message, frozen=True):
    """All of it is there already."""

    file: str
    of_targets: bool
    rows: int


class PlanDone(Message, frozen=True):
    """The plan is in: tasks by what became of them."""

    new: int
    changed: int
    same: int
    ended: int
    kept: int
    closed: int
    overdue: int
    unknown: int
    unclear: int


class PlanDropped(Message, frozen=True):
    """The secretary thought better of it."""

    file: str


class PlanName(Message, frozen=True):
    """Which unit does a name mean? ``typed`` is what was searched for, "" for nothing; ``left`` counts the names."""

    name: str
    codes: tuple[str, ...]
    left: int
    typed: str
    found: int


class PlanDeadline(Message, frozen=True):
    """When is a task due? ``refused`` is what was typed and not understood, "" for nothing; ``left`` counts them."""

    code: str
    title: str
    text: str
    reason: str
    left: int
    refused: str


class TargetBrief(Part, frozen=True):
    """A target: its goal in a unit of measure, within a period (2022, 2022-Q1, 2023-2025)."""

    code: str
    title: str
    op: str
    goal: Decimal
    unit: str
    period: str


class TargetsPreview(Message, frozen=True):
    """What the file would do to the targets, before it does."""

    task_force: str
    file: str
    targets: int
    same: int
    new: tuple[TargetBrief, ...]
    changed: tuple[TargetBrief, ...]
    gone: tuple[TaskBrief, ...]
    end_gone: bool


class TargetsDone(Message, frozen=True):
    """The targets are in."""

    new: int
    changed: int
    same: int
    ended: int
    kept: int


class PlanCard(Message, frozen=True):
    """How the plan stands as a table, and how to change it. ``imported_at`` is local."""

    task_force: str
    tasks: int
    led_by_nobody: int
    undated: int
    targets: int
    names: int
    imported_at: datetime | None


class PlanNames(Message, frozen=True):
    """What names of units were said to mean."""

    names: tuple[ChosenName, ...]


class PlanTemplate(Message, frozen=True):
    """Under the empty table that is sent as a file."""

    of_targets: bool
