"""What importing a plan would do to the tasks that are there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from taskforce.plan import Plan, PlanTask
from taskforce.targets import Op, PlanTarget


class Change(StrEnum):
    """What of a task is different in the file."""

    TITLE = "title"
    LEADS = "leads"
    COORDINATORS = "coordinators"
    DEADLINE = "deadline"
    BACK = "back"
    """It had been taken out of the plan."""


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task that is there. ``leads`` and ``coordinators`` are unit ids; ``ended``: nobody is asked about it any more;
    ``given``: a meeting or a leader gave it, so no plan changes it."""

    code: str
    title: str
    leads: frozenset[int]
    coordinators: frozenset[int]
    lead_text: str
    with_text: str
    deadline_text: str
    due_from: date | None
    due_to: date | None
    recurring: str
    ended: bool = False
    given: bool = False


@dataclass(frozen=True, slots=True)
class ChangedTask:
    """A task of the file beside the one that is there."""

    task: PlanTask
    before: KnownTask
    what: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """``past_due`` are tasks whose last day is over when units first lead them (nearly always: new ones); whether they
    are closed or overdue is for a person to say. A task that nobody leads yet is asked about when somebody does.

    ``gone`` are tasks of the plan that the file does not name, ``taken`` rows whose code is a meeting's task.
    """

    new: tuple[PlanTask, ...]
    changed: tuple[ChangedTask, ...]
    same: tuple[PlanTask, ...]
    gone: tuple[KnownTask, ...]
    past_due: tuple[PlanTask, ...]
    taken: tuple[PlanTask, ...]

    @property
    def nothing(self) -> bool:
        """Whether all of it is there already and nothing is missing."""
        return not (self.new or self.changed or self.gone)


def compare(plan: Plan, known: Sequence[KnownTask], today: date) -> PlanChanges:
    """Hold a checked plan beside the tasks that are there, by their codes. ``today`` is the local day."""
    by_code = {task.code.casefold(): task for task in known}
    new: list[PlanTask] = []
    changed: list[ChangedTask] = []
    same: list[PlanTask] = []
    taken: list[PlanTask] = []
    for task in plan.tasks:
        before = by_code.get(task.code.casefold())
        if before is None:
            new.append(task)
        elif before.given:
            taken.append(task)
        elif what := _different(task, before):
            changed.append(ChangedTask(task, before, what))
        else:
            same.append(task)
    named = {task.code.casefold() for task in plan.tasks}
    gone = [task for key, task in by_code.items() if key not in named and not (task.ended or task.given)]
    first_led = [*new, *(each.task for each in changed if not each.before.leads)]
    past_due = [task for task in first_led if task.leads and task.due_to is not None and task.due_to < today]
    return PlanChanges(tuple(new), tuple(changed), tuple(same), tuple(gone), tuple(past_due), tuple(taken))


def _different(task: PlanTask, before: KnownTask) -> tuple[Change, ...]:
    leads = (frozenset(task.leads), task.lead_text) != (before.leads, before.lead_text)
    coordinators = (frozenset(task.coordinators), task.coordinating_text) != (before.coordinators, before.with_text)
    deadline = (task.deadline_text, task.due_from, task.due_to, task.recurring) != (
        before.deadline_text,
        before.due_from,
        before.due_to,
        before.recurring,
    )
    found = {
        Change.TITLE: task.title != before.title,
        Change.LEADS: leads,
        Change.COORDINATORS: coordinators,
        Change.DEADLINE: deadline,
        Change.BACK: before.ended,
    }
    return tuple(change for change, is_so in found.items() if is_so)


@dataclass(frozen=True, slots=True)
class KnownTarget:
    """A target that is there."""

    code: str
    title: str
    goal: Decimal
    op: Op
    unit: str
    period: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class TargetChanges:
    """What importing a list of targets would do; ``gone`` are those that the file does not name."""

    new: tuple[PlanTarget, ...]
    changed: tuple[PlanTarget, ...]
    same: tuple[PlanTarget, ...]
    gone: tuple[KnownTarget, ...]

    @property
    def nothing(self) -> bool:
        """Whether all of it is there already and nothing is missing."""
        return not (self.new or self.changed or self.gone)


def compare_targets(targets: Sequence[PlanTarget], known: Sequence[KnownTarget]) -> TargetChanges:
    """Hold a checked list of targets beside those that are there, by their codes."""
    by_code = {target.code.casefold(): target for target in known}
    new: list[PlanTarget] = []
    changed: list[PlanTarget] = []
    same: list[PlanTarget] = []
    for target in targets:
        before = by_code.get(target.code.casefold())
        wanted = KnownTarget(target.code, target.title, target.goal, target.op, target.unit, target.period)
        (new if before is None else same if before == wanted else changed).append(target)
    named = {target.code.casefold() for target in targets}
    gone = tuple(target for key, target in by_code.items() if key not in named and not target.ended)
    return TargetChanges(tuple(new), tuple(changed), tuple(same), gone)
