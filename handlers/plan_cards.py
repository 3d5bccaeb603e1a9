"""The cards of a plan that was sent: what it would do, and every wrong row."""

from collections.abc import Iterable, Sequence
from datetime import date

from handlers.plan_file import PlanFile
from handlers.plan_taps import ChooseAgain, ChooseNames, DropPlan, ImportPlan, ImportTargets, SayDeadlines, TurnGone
from handlers.turn import Turn
from handlers.which import name_of
from messages import render
from messages.contexts.plan import (
    ChangedBrief,
    ChosenName,
    NameLine,
    PlanNothingNew,
    PlanPreview,
    PlanProblemLine,
    PlanProblems,
    TargetBrief,
    TargetsPreview,
    TaskBrief,
    UnclearLine,
)
from messages.model import Button, Keyboard, Label, Message
from storage import plans, targets, units
from storage.people import Person
from taskforce.plan import Plan, PlanTask
from taskforce.plan_changes import KnownTask, PlanChanges
from taskforce.plan_units import Alias, Meaning
from taskforce.sheets import RowProblem
from taskforce.targets import PlanTarget, check_targets
from taskforce.vietnamese import fold


async def today(turn: Turn, task_force_id: int) -> date:
    """The day it is where the task force sits."""
    zone = (await turn.charter(task_force_id)).body.timezone
    return render.local(turn.now, zone).date()


def problems(file: str, found: Sequence[RowProblem], *, of_targets: bool) -> PlanProblems:
    """Every wrong row, for a message."""
    lines = tuple(PlanProblemLine(p.row, p.column, str(p.reason), p.value, p.other_row or 0) for p in found)
    return PlanProblems(file, of_targets, lines)


# Tasks


async def preview(turn: Turn, person: Person, sent: PlanFile) -> tuple[Message, Keyboard]:
    """What the plan would do, and what to do with it. Raises PlanErrors."""
    plan = await sent.plan(turn)
    changes = await plans.changes(turn.tx, sent.task_force, plan, await today(turn, sent.task_force))
    chosen = await _chosen(turn, sent, plan)
    unknown = plan.unknown_units or plan.unknown_coordinators
    if changes.nothing and not (unknown or plan.unclear or sent.said or sent.windows):
        return PlanNothingNew(sent.name, False, len(plan.tasks)), ()
    message = PlanPreview(
        task_force=await name_of(turn, sent.task_force, person),
        file=sent.name,
        tasks=len(plan.tasks),
        same=len(changes.same),
        new=_briefs(changes.new),
        changed=tuple(
            ChangedBrief(each.task.code, each.task.title, tuple(str(what) for what in each.what))
            for each in changes.changed
        ),
        gone=_briefs(changes.gone),
        end_gone=sent.end_gone,
        past_due=_briefs(changes.past_due),
        taken=tuple(task.code for task in changes.taken),
        unknown=(
            *(NameLine(unit.name, len(unit.codes), True) for unit in plan.unknown_units),
            *(NameLine(unit.name, len(unit.codes), False) for unit in plan.unknown_coordinators),
        ),
        chosen=chosen,
        unclear=tuple(UnclearLine(each.code, each.text, str(each.reason)) for each in plan.unclear),
    )
    return message, _plan_buttons(sent, plan, changes, chosen=bool(chosen))


def _briefs(tasks: Iterable[PlanTask | KnownTask]) -> tuple[TaskBrief, ...]:
    return tuple(TaskBrief(task.code, task.title, task.due_to) for task in tasks)


async def _chosen(turn: Turn, sent: PlanFile, plan: Plan) -> tuple[ChosenName, ...]:
    """What names of this file were said to mean, now or earlier."""
    bare = await sent.plan_without_names(turn)
    still_open = {fold(unit.name) for unit in (*plan.unknown_units, *plan.unknown_coordinators)}
    asked = {fold(unit.name) for unit in (*bare.unknown_units, *bare.unknown_coordinators)} - still_open
    older = [] if sent.anew else await plans.aliases(turn.tx, sent.task_force)
    by_name = {fold(alias.name): alias for alias in (*older, *sent.said)}
    return await named(turn, [alias for key, alias in by_name.items() if key in asked])


async def named(turn: Turn, aliases: Sequence[Alias]) -> tuple[ChosenName, ...]:
    """Names and what they mean, for a message."""
    known = await units.by_ids(turn.tx, [alias.unit for alias in aliases if alias.unit is not None])
    return tuple(
        ChosenName(
            alias.name,
            alias.meaning.value,
            known[alias.unit].name if alias.meaning is Meaning.UNIT and alias.unit in known else "",
        )
        for alias in aliases
    )


def _plan_buttons(sent: PlanFile, plan: Plan, changes: PlanChanges, *, chosen: bool) -> Keyboard:
    tf = sent.task_force
    rows: list[tuple[Button, ...]] = []
    names = len(plan.unknown_units) + len(plan.unknown_coordinators)
    deadlines = len(plan.unclear)
    if names:
        words = Label("plan.choose_names", {"count": names})
        rows.append((Button(words, data=ChooseNames(tf).pack(), style="primary"),))
    if deadlines:
        words = Label("plan.say_deadlines", {"count": deadlines})
        rows.append((Button(words, data=SayDeadlines(tf).pack(), style="primary"),))
    if changes.gone:
        words = Label("plan.keep_gone" if sent.end_gone else "plan.end_gone", {"count": len(changes.gone)})
        rows.append((Button(words, data=TurnGone(tf).pack()),))
    if chosen:
        rows.append((Button(Label("plan.choose_again"), data=ChooseAgain(tf).pack()),))
    drop = Button(Label("plan.drop"), data=DropPlan(tf).pack())
    if not changes.past_due:
        return (*rows, (Button(Label("plan.import"), data=ImportPlan(tf, 0).pack(), style="success"), drop))
    count = {"count": len(changes.past_due)}
    closed = Button(Label("plan.import_closed", count), data=ImportPlan(tf, 1).pack(), style="success")
    overdue = Button(Label("plan.import_overdue", count), data=ImportPlan(tf, 0).pack(), style="success")
    return (*rows, (closed,), (overdue,), (drop,))


# Targets


async def targets_preview(turn: Turn, person: Person, sent: PlanFile) -> tuple[Message, Keyboard]:
    """What the targets would do, and what to do with them. Raises TargetErrors."""
    read = check_targets(sent.rows)
    changes = await targets.changes(turn.tx, sent.task_force, read)
    if changes.nothing:
        return PlanNothingNew(sent.name, True, len(read)), ()
    message = TargetsPreview(
        task_force=await name_of(turn, sent.task_force, person),
        file=sent.name,
        targets=len(read),
        same=len(changes.same),
        new=tuple(_target(each) for each in changes.new),
        changed=tuple(_target(each) for each in changes.changed),
        gone=tuple(TaskBrief(each.code, each.title, None) for each in changes.gone),
        end_gone=sent.end_gone,
    )
    tf = sent.task_force
    rows: list[tuple[Button, ...]] = []
    if changes.gone:
        words = Label("plan.keep_gone" if sent.end_gone else "plan.end_gone", {"count": len(changes.gone)})
        rows.append((Button(words, data=TurnGone(tf).pack()),))
    take = Button(Label("plan.import_targets"), data=ImportTargets(tf).pack(), style="success")
    return message, (*rows, (take, Button(Label("plan.drop"), data=DropPlan(tf).pack())))


def _target(target: PlanTarget) -> TargetBrief:
    return TargetBrief(target.code, target.title, target.op.value, target.goal, target.unit, target.period)
