"""Reminders of tasks: one digest a person a day, at working hours; what is long overdue is told upward once a week."""

from dataclasses import dataclass, field
from datetime import date

from handlers import which
from handlers.reminders import REMINDER_LIFETIME
from handlers.sweeping import apart
from handlers.tasks import views
from handlers.tasks.taps import ListTasks, SeeTask
from handlers.turn import Turn
from messages import formats
from messages.contexts.tasks import TaskDigest, TaskEscalation, TaskLine
from messages.model import Button, Keyboard, Label
from storage import people, task_forces, task_rounds, task_work
from storage.people import Person
from storage.task_work import Work
from taskforce.reminders import may_disturb
from taskforce.roles import Role
from taskforce.tally import TaskState
from taskforce.task_ladder import ESCALATE_AFTER, is_escalated, stage_of

_BUTTONS = 5
_LINES = 15
_SOON = 7
"""Days before its last day from which co-ordinating units are told of a task, once."""


@dataclass
class _Pile:
    """What one person is reminded of: the task and the unit it is seen from."""

    late: list[tuple[Work, int]] = field(default_factory=list)
    soon: list[tuple[Work, int]] = field(default_factory=list)
    helping: list[tuple[Work, int]] = field(default_factory=list)


async def sweep(turn: Turn) -> None:
    """Once a working day, from the hour of notices on, in each task force; and once a week upward."""
    for body in await task_forces.active(turn.tx):
        rules = (await turn.charter(body.id)).body
        local = turn.now.astimezone(rules.zone)
        if local.time() < rules.notice_time or await task_rounds.is_done(turn.tx, body.id, f"day:{local:%Y-%m-%d}"):
            continue
        if not may_disturb(turn.now, rules.quiet_hours, await turn.calendar(body.id), rules.zone):
            continue
        async with apart(turn, f"Reminding of the tasks of task force {body.id}"):
            await _round(turn, body.id, local.date())


async def _round(turn: Turn, body: int, today: date) -> None:
    await task_rounds.mark(turn.tx, body, f"day:{today:%Y-%m-%d}", turn.now)
    works = views.sorted_by_deadline([w for w in await task_work.of_task_force(turn.tx, body) if w.due_to is not None])
    piles: dict[int, tuple[Person, _Pile]] = {}
    for work in works:
        await _pile(turn, work, today, piles)
    for person, pile in piles.values():
        await _remind(turn, body, person, pile, today)
    week = f"week:{today:%G-W%V}"
    if not await task_rounds.is_done(turn.tx, body, week):
        await task_rounds.mark(turn.tx, body, week, turn.now)
        await _escalate(turn, body, works, today)


async def _pile(turn: Turn, work: Work, today: date, piles: dict[int, tuple[Person, _Pile]]) -> None:
    """The task onto the pile of everybody whose unit has come to a new step."""
    assert work.due_to is not None  # noqa: S101 - only those with a last day come here
    if work.state() is TaskState.DONE:
        return
    stage, left = stage_of(work.due_to, today), (work.due_to - today).days
    for part in work.parts:
        if part.leads and (stage is None or part.state is TaskState.DONE):
            continue
        if not part.leads and not 0 <= left <= _SOON:
            continue
        step = str(stage) if part.leads else f"with:{work.due_to}"
        if not await task_rounds.take(turn.tx, work.task_id, part.unit_id, step, turn.now):
            continue
        for person in await people.of_unit(turn.tx, part.unit_id):
            _, pile = piles.setdefault(person.id, (person, _Pile()))
            where = pile.helping if not part.leads else pile.late if left < 0 else pile.soon
            where.append((work, part.unit_id))


async def _remind(turn: Turn, body: int, person: Person, pile: _Pile, today: date) -> None:
    def lines(found: list[tuple[Work, int]], *, named: bool) -> tuple[TaskLine, ...]:
        return tuple(views.line_of(work, unit if named else 0, today, person.locale) for work, unit in found[:_LINES])

    several = len({unit for _, unit in pile.late + pile.soon}) > 1
    message = TaskDigest(
        body=await which.name_of(turn, body, person) if len(person.task_force_ids) > 1 else "",
        late=lines(pile.late, named=not several),
        soon=lines(pile.soon, named=not several),
        helping=lines(pile.helping, named=False),
    )
    urgent = pile.late + pile.soon
    await turn.notify(
        person,
        message,
        _buttons(body, urgent or pile.helping),
        dedupe_key=f"task-digest:{body}:{today:%Y-%m-%d}",
        expires_in=REMINDER_LIFETIME,
    )


def _buttons(body: int, found: list[tuple[Work, int]]) -> Keyboard:
    rows: list[tuple[Button, ...]] = [
        (Button(formats.shorten(f"{work.code} {work.title}", 38), data=SeeTask(work.task_id, unit, "o", 0).pack()),)
        for work, unit in found[:_BUTTONS]
    ]
    return (*rows, (Button(Label("task.all"), data=ListTasks(body, found[0][1], "o", 0).pack()),))


async def _escalate(turn: Turn, body: int, works: list[Work], today: date) -> None:
    """To the secretary and the standing deputy; to the leader where there is no deputy."""
    late = [
        work
        for work in works
        if work.due_to is not None and is_escalated(work.due_to, today) and work.state() is not TaskState.DONE
    ]
    if not late:
        return
    deputies = await people.with_roles(turn.tx, body, [Role.STANDING_DEPUTY])
    upward = deputies or await people.with_roles(turn.tx, body, [Role.LEADER])
    office = {person.id: person for person in [*await people.with_roles(turn.tx, body, [Role.SECRETARY]), *upward]}
    for person in office.values():
        message = TaskEscalation(
            body=await which.name_of(turn, body, person) if len(person.task_force_ids) > 1 else "",
            days=ESCALATE_AFTER,
            count=len(late),
            lines=tuple(views.line_of(work, 0, today, person.locale) for work in late[:_LINES]),
        )
        see = Button(Label("task.all_late"), data=ListTasks(body, 0, "l", 0).pack())
        await turn.notify(person, message, ((see,),), dedupe_key=f"task-escalation:{body}:{today:%G-W%V}")
