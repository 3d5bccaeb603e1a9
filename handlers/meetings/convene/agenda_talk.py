"""The agenda: points typed or pasted, each renamed, taken off, or given to a unit to prepare."""

from handlers.meetings.changes import agenda_change
from handlers.meetings.conclude import followup
from handlers.meetings.convene import desk, drafting
from handlers.meetings.convene.desk_taps import AssignItem, Done, GiveItem, RemoveItem, RenameItem, SeeAgenda, SeeItem
from handlers.meetings.convene.drafting import ECHO, one_line
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, unit_rows
from messages.contexts.convening import ConveneAgenda, ConveneItem, ConveneItemUnit, DeskItem
from messages.model import Button, Label
from storage import agenda, units
from storage.agenda import AgendaItem
from storage.meetings import Meeting
from taskforce.numbered import read_list
from taskforce.vietnamese import search

ITEM_LIMIT = 300
MOST_ITEMS = 40
_PASTED = 4000
_A_ROW = 8


async def see(turn: Turn, tap: SeeAgenda) -> None:
    """The points."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is not None:
        await show(turn, meeting)


async def show(turn: Turn, meeting: Meeting, problem: str = "", typed: str = "") -> None:
    """The points as they are; what is typed adds to them."""
    await drafting.ask(turn, meeting, "agenda")
    found = await agenda.items(turn.tx, meeting.id)
    keys = [Button(f"✏️ {number}", data=SeeItem(item.id).pack()) for number, item in enumerate(found, 1)]
    rows = tuple(tuple(keys[n : n + _A_ROW]) for n in range(0, len(keys), _A_ROW))
    message = ConveneAgenda(
        subject=meeting.subject,
        follow_up=await followup.lines(turn, meeting.task_force_id, meeting.series, meeting),
        agenda=await desk.items(turn, meeting),
        problem=problem,
        typed=typed[:ECHO],
        called=meeting.state == "called",
    )
    done = Button(Label("convening.done"), data=Done(meeting.id).pack(), style="primary")
    last = done if message.called else drafting.back_to(meeting)
    await turn.card(drafting.card_of(meeting.id), message, (*rows, (last,)))


async def typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """More points: one, or a pasted list."""
    problem = await drafting.refusal(turn, text, _PASTED)
    titles = [one_line(title) for title in read_list(text)] if not problem else []
    there = len(await agenda.items(turn.tx, meeting.id))
    if not problem and not titles:
        problem = "empty"
    elif any(len(title) > ITEM_LIMIT for title in titles):
        problem, text = "too-long", next(title for title in titles if len(title) > ITEM_LIMIT)
    elif there + len(titles) > MOST_ITEMS:
        problem = "too-many"
    if problem:
        await show(turn, meeting, problem, text)
        return
    await agenda_change.begun(turn, meeting)
    await agenda.add_items(turn.tx, meeting.id, titles)
    await show(turn, await drafting.touch(turn, meeting, "agenda"))


async def see_item(turn: Turn, tap: SeeItem) -> None:
    """One point."""
    found = await drafting.need_item(turn, tap.item)
    if found is not None:
        await show_item(turn, *found, renaming=False)


async def show_item(
    turn: Turn, meeting: Meeting, item: AgendaItem, *, renaming: bool, problem: str = "", typed: str = ""
) -> None:
    """The point and what can be done about it."""
    await drafting.ask(turn, meeting, "rename" if renaming else "agenda", item=item.id, title=item.title)
    there = await agenda.items(turn.tx, meeting.id)
    number = [one.id for one in there].index(item.id) + 1
    unit = None if item.unit_id is None else await units.get(turn.tx, item.unit_id)
    rows = (
        (
            Button(Label("convening.rename"), data=RenameItem(item.id).pack()),
            Button(Label("convening.assign"), data=AssignItem(item.id, 0).pack()),
        ),
        (Button(Label("convening.remove_item"), data=RemoveItem(item.id).pack(), style="danger"),),
        (Button(Label("convening.back"), data=SeeAgenda(meeting.id).pack()),),
    )
    line = DeskItem(item.title, "" if unit is None else unit.name)
    message = ConveneItem(number, line, renaming, problem, typed[:ECHO])
    await turn.card(drafting.card_of(meeting.id), message, rows[2:] if renaming else rows)


async def rename(turn: Turn, tap: RenameItem) -> None:
    """Other words are awaited."""
    found = await drafting.need_item(turn, tap.item)
    if found is not None:
        await show_item(turn, *found, renaming=True)


async def renamed(turn: Turn, meeting: Meeting, text: str) -> None:
    """The other words; when somebody else renamed it meanwhile, theirs are shown first."""
    state = await drafting.asked(turn, meeting.id)
    item = await agenda.item(turn.tx, int(state.get("item") or 0))
    if item is None or item.meeting_id != meeting.id:
        await show(turn, meeting, "gone", text)
        return
    problem = await drafting.refusal(turn, text, ITEM_LIMIT)
    if not problem and item.title != state.get("title"):
        problem = "changed"
    if problem:
        await show_item(turn, meeting, item, renaming=True, problem=problem, typed=text)
        return
    await agenda_change.begun(turn, meeting)
    await agenda.rename_item(turn.tx, item.id, one_line(text))
    await show(turn, await drafting.touch(turn, meeting, "agenda"))


async def remove(turn: Turn, tap: RemoveItem) -> None:
    """Off the agenda."""
    found = await drafting.need_item(turn, tap.item)
    if found is not None:
        await agenda_change.begun(turn, found[0])
        await agenda.remove_item(turn.tx, tap.item, turn.now)
        await show(turn, await drafting.touch(turn, found[0], "agenda"))


# Who prepares it


async def assign(turn: Turn, tap: AssignItem) -> None:
    """Which unit?"""
    found = await drafting.need_item(turn, tap.item)
    if found is not None:
        await show_units(turn, *found, page=tap.page)


async def show_units(turn: Turn, meeting: Meeting, item: AgendaItem, query: str = "", page: int = 0) -> None:
    """The units to choose from, by page or by what was typed."""
    await drafting.ask(turn, meeting, "item-unit", item=item.id)
    every = await units.of_task_force(turn.tx, meeting.task_force_id)
    found = search(query, every, lambda unit: unit.names)[: PAGE if query else None]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = unit_rows(found, page, lambda unit: GiveItem(item.id, unit.id), lambda to: AssignItem(item.id, to))
    nobody = (Button(Label("convening.no_unit"), data=GiveItem(item.id, 0).pack()),)
    back = (Button(Label("convening.back"), data=SeeItem(item.id).pack()),)
    message = ConveneItemUnit(item.title, query[:ECHO], len(found), page + 1, pages)
    await turn.card(drafting.card_of(meeting.id), message, (*rows, nobody, back))


async def unit_typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """Letters of a unit's name."""
    item = await agenda.item(turn.tx, int((await drafting.asked(turn, meeting.id)).get("item") or 0))
    if item is None or item.meeting_id != meeting.id:
        await show(turn, meeting, "gone")
    else:
        await show_units(turn, meeting, item, one_line(text)[:100])


async def give(turn: Turn, tap: GiveItem) -> None:
    """That unit prepares it."""
    found = await drafting.need_item(turn, tap.item)
    if found is None:
        return
    meeting, item = found
    known = {unit.id for unit in await units.of_task_force(turn.tx, meeting.task_force_id)}
    if tap.unit and tap.unit not in known:
        raise NotAllowed(f"unit {tap.unit}")
    if item.unit_id != (tap.unit or None):
        await agenda_change.begun(turn, meeting)
        await agenda.assign_item(turn.tx, item.id, tap.unit or None)
        meeting = await drafting.touch(turn, meeting, "agenda")
    await show(turn, meeting)
