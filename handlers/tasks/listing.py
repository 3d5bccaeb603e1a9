"""/nhiemvu: the tasks of one's unit by deadline; for the office those of all units, by unit and by state."""

from collections.abc import Sequence
from datetime import date

from handlers import which
from handlers.conversations import Conversation, finish
from handlers.reports import owing
from handlers.reports.taps import OpenReport, SeeTasks
from handlers.tasks import access, views
from handlers.tasks.taps import ChooseTaskUnit, FindTask, ListTasks, SeeTask
from handlers.turn import NotAllowed, Turn
from handlers.units import unit_rows
from messages import formats
from messages.contexts.tasks import TaskChooseUnit, TaskList, TaskNone, TaskSearch
from messages.model import Button, Keyboard, Label
from storage import sessions, task_work, units
from storage.sessions import OpenSession
from storage.task_work import Work
from storage.units import Unit
from taskforce.forms import clean
from taskforce.roles import Action
from taskforce.tally import TaskState
from taskforce.vietnamese import fold

PAGE = 6
KIND = "task-search"
_HANDLE = "tasks"
_HITS = 10


async def command(turn: Turn) -> None:
    """/nhiemvu, with or without a word to look for."""
    mine = owing.units_of(turn.person)
    named = await units.by_ids(turn.tx, mine) if mine else {}
    own = [named[unit] for unit in mine if await task_work.of_unit(turn.tx, unit)]
    bodies = [] if turn.person is None else turn.person.task_force_ids
    led = [body for body in bodies if turn.may(Action.SEE_BOARD, body)]
    led = [body for body in led if await task_work.of_task_force(turn.tx, body)]
    if not own and not led:
        await turn.reply(TaskNone(bool(mine)))
    elif len(own) + len(led) == 1:
        body, unit = (own[0].task_force_id, own[0].id) if own else (led[0], 0)
        await _first(turn, body, unit)
    else:
        await _choose(turn, own, led)


async def _first(turn: Turn, body: int, unit: int) -> None:
    words = clean(turn.incoming.command_text if turn.incoming else "")
    if not words or not await _found(turn, body, unit, words):
        await show(turn, body, unit, "o", 0)


async def _choose(turn: Turn, own: Sequence[Unit], led: Sequence[int]) -> None:
    rows = [
        (Button(formats.shorten(unit.name, 38), data=ListTasks(unit.task_force_id, unit.id, "o", 0).pack()),)
        for unit in own
    ]
    for body in led:
        name = await which.name_if_several(turn, body)
        words = Label("task.all_of", {"body": name}) if name else Label("task.all_units")
        rows.append((Button(words, data=ListTasks(body, 0, "o", 0).pack()),))
    await turn.card(_HANDLE, TaskChooseUnit(), tuple(rows))


async def see_unit(turn: Turn, tap: SeeTasks) -> None:
    """The tasks of a unit, from elsewhere."""
    unit = await units.get(turn.tx, tap.unit)
    if unit is None:
        raise NotAllowed(f"unit {tap.unit}")
    await access.need_list(turn, unit.task_force_id, unit.id)
    await show(turn, unit.task_force_id, unit.id, "o", tap.page)


async def see(turn: Turn, tap: ListTasks) -> None:
    """A page of a list."""
    await access.need_list(turn, tap.body, tap.unit)
    await show(turn, tap.body, tap.unit, tap.view, tap.page)


async def today(turn: Turn, body: int) -> date:
    """The day it is in the task force."""
    return turn.now.astimezone((await turn.charter(body)).body.zone).date()


async def _works(turn: Turn, body: int, unit: int) -> list[Work]:
    return await (task_work.of_unit(turn.tx, unit) if unit else task_work.of_task_force(turn.tx, body))


async def show(turn: Turn, body: int, unit: int, view: str, page: int) -> None:
    """The list; whoever comes here may see it."""
    works = await _works(turn, body, unit)
    day = await today(turn, body)
    view = view if view in views.VIEWS else "o"
    found = views.of_view(works, view, unit, day)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = found[page * PAGE : (page + 1) * PAGE]
    message = await _message(turn, body, unit, works, view, shown, len(found), "", page + 1, pages)
    rows = [*_task_rows(shown, unit, view, page)]
    if pages > 1:
        rows.append(
            (
                Button("‹", data=ListTasks(body, unit, view, (page - 1) % pages).pack()),
                Button(f"{page + 1}/{pages}", data=ListTasks(body, unit, view, page).pack()),
                Button("›", data=ListTasks(body, unit, view, (page + 1) % pages).pack()),
            )
        )
    rows += _view_rows(works, body, unit, view, day)
    await turn.card(_HANDLE, message, (*rows, *await report_rows(turn, unit)))


async def _message(
    turn: Turn,
    body: int,
    unit: int,
    works: Sequence[Work],
    view: str,
    shown: Sequence[Work],
    found: int,
    query: str,
    page: int,
    pages: int,
) -> TaskList:
    day = await today(turn, body)
    named = await units.get(turn.tx, unit) if unit else None
    waiting = views.of_view(works, "o", unit, day)
    return TaskList(
        unit=named.name if named else "",
        body=await which.name_if_several(turn, body),
        view=view,
        query=query,
        lines=tuple(views.line_of(work, unit, day, turn.locale) for work in shown),
        page=page,
        pages=pages,
        found=found,
        open=len(waiting),
        done=len(views.of_view(works, "d", unit, day)),
        overdue=sum(views.is_late(work, unit, day) for work in waiting),
    )


def _task_rows(shown: Sequence[Work], unit: int, view: str, page: int) -> Keyboard:
    return tuple(
        (
            Button(
                formats.shorten(f"{work.code} {work.title}", 38),
                data=SeeTask(work.task_id, unit, view, page).pack(),
            ),
        )
        for work in shown
    )


def _view_rows(works: Sequence[Work], body: int, unit: int, view: str, day: date) -> Keyboard:
    """The other views that show something, searching, and the units for whoever sees all."""
    keys = []
    for other in views.VIEWS:
        count = len(views.of_view(works, other, unit, day))
        if other != view and count:
            words = Label(f"task.view_{other}", {"count": count})
            keys.append(Button(words, data=ListTasks(body, unit, other, 0).pack()))
    last = [Button(Label("task.find"), data=FindTask(body, unit).pack())]
    if not unit:
        last.append(Button(Label("task.by_unit"), data=ChooseTaskUnit(body, 0).pack()))
    rows = [tuple(keys[at : at + 2]) for at in range(0, len(keys), 2)]
    return (*rows, tuple(last))


async def report_rows(turn: Turn, unit: int) -> Keyboard:
    """Into the unit's report, while one is open to this person."""
    owed = [each for each in await owing.owed_by(turn, turn.person) if each.unit_id == unit]
    return ((Button(Label("task.in_report"), data=OpenReport(owed[0].report_id).pack()),),) if owed else ()


async def choose_unit(turn: Turn, tap: ChooseTaskUnit) -> None:
    """The units that have tasks, for whoever sees all."""
    turn.need(Action.SEE_BOARD, tap.body)
    works = await task_work.of_task_force(turn.tx, tap.body)
    busy = {part.unit_id for work in works for part in work.parts}
    found = [unit for unit in await units.of_task_force(turn.tx, tap.body) if unit.id in busy]
    rows = unit_rows(
        found,
        max(tap.page, 0),
        lambda unit: ListTasks(tap.body, unit.id, "o", 0),
        lambda page: ChooseTaskUnit(tap.body, page),
    )
    everything = (Button(Label("task.all_units"), data=ListTasks(tap.body, 0, "o", 0).pack()),)
    await turn.card(_HANDLE, TaskChooseUnit(), (*rows, everything))


# Looking for a word


async def find(turn: Turn, tap: FindTask) -> None:
    """A word is awaited."""
    await access.need_list(turn, tap.body, tap.unit)
    await sessions.begin(
        turn.tx,
        chat_id=turn.chat_id,
        kind=KIND,
        subject=f"tasks:{tap.body}:{tap.unit}",
        state={"body": tap.body, "unit": tap.unit},
        now=turn.now,
    )
    await _ask(turn, tap.body, tap.unit, "")


async def _ask(turn: Turn, body: int, unit: int, missed: str) -> None:
    back = (Button(Label("task.all"), data=ListTasks(body, unit, "o", 0).pack()),)
    await turn.card(_HANDLE, TaskSearch(missed[:100]), (back,))


async def typed(turn: Turn, session: OpenSession) -> None:
    """The word."""
    body, unit = int(session.state["body"]), int(session.state["unit"])
    await access.need_list(turn, body, unit)
    words = clean((turn.incoming.text if turn.incoming else None) or "")[:200]
    if words and await _found(turn, body, unit, words):
        await finish(turn, session)
    else:
        await _ask(turn, body, unit, words)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The word is awaited again."""
    await _ask(turn, int(session.state["body"]), int(session.state["unit"]), "")


CONVERSATION = Conversation(typed, resumed)


async def _found(turn: Turn, body: int, unit: int, words: str) -> bool:
    """Show what has all the words in its code, title or leading units; False when nothing has."""
    works = await _works(turn, body, unit)
    wanted = fold(words).split()
    hits = [work for work in views.sorted_by_deadline(works) if _has(work, wanted)]
    hits.sort(key=lambda work: work.state(unit) is TaskState.DONE)
    if not hits or not wanted:
        return False
    message = await _message(turn, body, unit, works, "o", hits[:_HITS], len(hits), words, 1, 1)
    back = (Button(Label("task.all"), data=ListTasks(body, unit, "o", 0).pack()),)
    await turn.card(_HANDLE, message, (*_task_rows(hits[:_HITS], unit, "o", 0), back))
    return True


def _has(work: Work, wanted: Sequence[str]) -> bool:
    text = fold(f"{work.code} {work.title} {' '.join(part.unit_name for part in work.leads)}")
    return all(word in text for word in wanted)
