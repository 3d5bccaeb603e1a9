"""/nhiemvu: the tasks of one's unit by deadline, and each in full."""

from datetime import date

from handlers.meetings.conclusion_taps import SeeConclusions
from handlers.reports import owing
from handlers.reports.taps import OpenReport, SeeTask, SeeTasks
from handlers.reports.wording import lines_of
from handlers.turn import NotAllowed, Turn
from messages import formats, render
from messages.contexts.tasks import HistoryLine, TaskCard, TaskChooseUnit, TaskLine, TaskList, TaskNone
from messages.model import Button, Label
from storage import tasks, units
from storage.tasks import Task
from storage.units import Unit
from taskforce.roles import Action, may_for_unit
from taskforce.tally import TaskState, UnitTask

PAGE = 6
_HANDLE = "tasks"


async def command(turn: Turn) -> None:
    """/nhiemvu."""
    mine = owing.units_of(turn.person)
    named = await units.by_ids(turn.tx, mine) if mine else {}
    leading = [named[unit] for unit in mine if await tasks.of_unit(turn.tx, unit)]
    if not leading:
        await turn.reply(TaskNone(bool(mine)))
    elif len(leading) == 1:
        await _list(turn, leading[0], 0)
    else:
        rows = tuple((Button(formats.shorten(u.name, 38), data=SeeTasks(u.id, 0).pack()),) for u in leading)
        await turn.card(_HANDLE, TaskChooseUnit(), rows)


async def see_all(turn: Turn, tap: SeeTasks) -> None:
    """A page of the list."""
    await _list(turn, await _need(turn, tap.unit), tap.page)


async def _need(turn: Turn, unit_id: int) -> Unit:
    """The unit, whose tasks this person may see: the unit's own people and whoever sees the board."""
    unit = await units.get(turn.tx, unit_id)
    if unit is None or turn.person is None:
        raise NotAllowed(f"unit {unit_id}")
    roles = [(m.role, m.unit_id) for m in turn.person.memberships if m.task_force_id == unit.task_force_id]
    if not (may_for_unit(roles, Action.SEE_OWN_UNIT, unit_id) or turn.may(Action.SEE_BOARD, unit.task_force_id)):
        raise NotAllowed(f"unit {unit_id}")
    return unit


async def _list(turn: Turn, unit: Unit, page: int) -> None:
    today = await _today(turn, unit)
    led = await tasks.of_unit(turn.tx, unit.id)
    waiting = sorted((t for t in led if t.state is not TaskState.DONE), key=_deadline)
    pages = max(1, -(-len(waiting) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = waiting[page * PAGE : (page + 1) * PAGE]
    message = TaskList(
        unit=unit.name,
        lines=tuple(_line(turn, task, today) for task in shown),
        page=page + 1,
        pages=pages,
        open=len(waiting),
        done=len(led) - len(waiting),
        overdue=sum(task.overdue(today) for task in waiting),
    )
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                formats.shorten(f"{task.code} {task.title}", 38),
                data=SeeTask(task.task_id, unit.id, page).pack(),
            ),
        )
        for task in shown
    ]
    if pages > 1:
        rows.append(
            (
                Button("‹", data=SeeTasks(unit.id, (page - 1) % pages).pack()),
                Button(f"{page + 1}/{pages}", data=SeeTasks(unit.id, page).pack()),
                Button("›", data=SeeTasks(unit.id, (page + 1) % pages).pack()),
            )
        )
    await turn.card(_HANDLE, message, (*rows, *await _report_button(turn, unit)))


def _deadline(task: UnitTask) -> tuple[date, int]:
    return task.due_to or date.max, task.position


def _line(turn: Turn, task: UnitTask, today: date) -> TaskLine:
    days = None if task.due_to is None else (task.due_to - today).days
    return TaskLine(task.code, task.title, _state(turn, task.state), task.due_to, days)


def _state(turn: Turn, state: TaskState) -> str:
    return render.label(Label(f"task.{state.name.lower()}"), turn.locale)


async def _today(turn: Turn, unit: Unit) -> date:
    charter = await turn.charter(unit.task_force_id)
    return turn.now.astimezone(charter.body.zone).date()


async def _report_button(turn: Turn, unit: Unit) -> tuple[tuple[Button, ...], ...]:
    """Into the unit's report, while one is open to this person."""
    owed = [each for each in await owing.owed_by(turn, turn.person) if each.unit_id == unit.id]
    return ((Button(Label("task.in_report"), data=OpenReport(owed[0].report_id).pack()),),) if owed else ()


def _source_button(task: Task) -> tuple[tuple[Button, ...], ...]:
    """To the notice of the meeting whose conclusion the task is."""
    if task.meeting_id is None:
        return ()
    return ((Button(Label("conclusions.see"), data=SeeConclusions(task.meeting_id).pack()),),)


async def see_one(turn: Turn, tap: SeeTask) -> None:
    """One task in full."""
    unit = await _need(turn, tap.unit)
    task = await tasks.get(turn.tx, tap.task)
    mine = next((t for t in await tasks.of_unit(turn.tx, unit.id) if t.task_id == tap.task), None)
    if task is None or mine is None:
        raise NotAllowed(f"task {tap.task} of unit {tap.unit}")
    zone = (await turn.charter(unit.task_force_id)).body.timezone
    history = await tasks.history(turn.tx, task.id, unit.id)
    part = next(each for each in await tasks.parts(turn.tx, task.id) if each.unit_id == unit.id)
    message = TaskCard(
        unit=unit.name,
        task=lines_of(task, await _today(turn, unit), _state(turn, mine.state), mine.note),
        lead_text=task.lead_text,
        state_at=None if part.state_at is None else render.local(part.state_at, zone),
        history=tuple(HistoryLine(render.local(p.at, zone), _state(turn, p.state), p.note) for p in history[:10]),
    )
    back = (Button(Label("task.all"), data=SeeTasks(unit.id, tap.page).pack()),)
    await turn.card(_HANDLE, message, (*await _report_button(turn, unit), *_source_button(task), back))
