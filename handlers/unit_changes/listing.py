"""/donvi: the units with their people and tasks, what became of others, and tasks that nobody leads."""

from collections.abc import Sequence

from handlers.turn import NotAllowed, Turn
from handlers.unit_changes.taps import BeginChange, ListNobody, ListUnits, SeeUnitChanges
from handlers.units import PAGE, page_row
from handlers.which import name_of, task_force_for
from messages.contexts.unit_changes import EndedUnit, PartLine, UnitChangeList, UnitChangeNobody, UnitChangeUnit
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import mailboxes, plans, unit_affected, units
from storage.unit_affected import Counts
from storage.units import Unit
from taskforce.roles import Action
from taskforce.unit_changes import Kind

COMMAND = "donvi"
HANDLE = "units"
_ENDED_SHOWN = 20


async def command(turn: Turn) -> None:
    """/donvi."""
    body = await task_force_for(turn, Action.MANAGE_UNITS, COMMAND)
    if body is not None:
        await show(turn, body, 0)


async def see(turn: Turn, tap: ListUnits) -> None:
    """Another page."""
    turn.need(Action.MANAGE_UNITS, tap.body)
    await show(turn, tap.body, tap.page)


async def show(turn: Turn, body: int, page: int, found: Sequence[Unit] | None = None, query: str = "") -> None:
    """The list, or what was found in it."""
    known = await units.of_task_force(turn.tx, body)
    shown = known if found is None else list(found)
    page = min(max(page, 0), max(0, (len(shown) - 1) // PAGE))
    zone = (await turn.charter(body)).body.timezone
    nobody = len(await unit_affected.led_by_nobody(turn.tx, body))
    message = UnitChangeList(
        body=await name_of(turn, body),
        count=len(known),
        query=query,
        found=len(shown),
        nobody=nobody,
        ended=tuple(
            EndedUnit(one.name, local(one.ended_at, zone), one.into)
            for one in await unit_affected.ended(turn.tx, body, _ENDED_SHOWN)
        )
        if page == 0 and found is None
        else (),
    )
    counts = await unit_affected.counts(turn.tx, body)
    rows = [_row(unit, counts.get(unit.id, Counts())) for unit in shown[page * PAGE : (page + 1) * PAGE]]
    rows += page_row(page, len(shown), PAGE, lambda to: ListUnits(body, to)) if found is None else ()
    await turn.card(HANDLE, message, (*rows, *_list_rows(body, nobody, found is not None)))


def _row(unit: Unit, counts: Counts) -> tuple[Button, ...]:
    values: dict[str, str | int] = {"unit": unit.name, "people": counts.people, "tasks": counts.open_tasks}
    return (Button(Label("unit_changes.unit", values), data=SeeUnitChanges(unit.id).pack()),)


def _list_rows(body: int, nobody: int, searched: bool) -> Keyboard:
    find = Button(Label("unit_changes.find"), data=BeginChange(body, "find", 0).pack())
    add = Button(Label("unit_changes.add"), data=BeginChange(body, Kind.ADD.value, 0).pack())
    rows: list[tuple[Button, ...]] = [(find, add)]
    if nobody:
        words = Label("unit_changes.nobody", {"count": nobody})
        rows.append((Button(words, data=ListNobody(body, 0).pack()),))
    if searched:
        rows.append((Button(Label("unit_changes.all"), data=ListUnits(body, 0).pack()),))
    return tuple(rows)


async def need_unit(turn: Turn, unit_id: int) -> Unit:
    """The living unit, which this person may change.

    Raises:
        NotAllowed: there is none, or they may not.
    """
    unit = await units.get(turn.tx, unit_id)
    if unit is None:
        raise NotAllowed(f"unit {unit_id}")
    turn.need(Action.MANAGE_UNITS, unit.task_force_id)
    return unit


async def see_unit(turn: Turn, tap: SeeUnitChanges) -> None:
    """One unit; one that has ended meanwhile leads back to the list."""
    unit = await need_unit(turn, tap.unit)
    body = unit.task_force_id
    if all(one.id != unit.id for one in await units.of_task_force(turn.tx, body)):
        await turn.toast(Label("unit_changes.gone"), alert=True)
        await show(turn, body, 0)
        return
    from handlers.unit_changes.mailbox import AskMailbox  # it leads back here

    counts = (await unit_affected.counts(turn.tx, body)).get(unit.id, Counts())
    names = [alias.name for alias in await plans.aliases(turn.tx, body) if alias.unit == unit.id]
    message = UnitChangeUnit(
        unit.name, unit.short_name, counts.people, counts.open_tasks, tuple(names[:20]),
        await mailboxes.of_unit(turn.tx, unit.id),
    )  # fmt: skip

    def key(kind: Kind) -> Button:
        return Button(Label(f"unit_changes.{kind.value}"), data=BeginChange(body, kind.value, unit.id).pack())

    back = Button(Label("unit_changes.all"), data=ListUnits(body, 0).pack())
    rows = (
        (key(Kind.RENAME), key(Kind.SHORTEN)),
        (key(Kind.MERGE), key(Kind.SPLIT)),
        (key(Kind.DISSOLVE), Button(Label("unit_changes.mailbox"), data=AskMailbox(unit.id).pack())),
        (back,),
    )
    await turn.card(HANDLE, message, rows)


async def see_nobody(turn: Turn, tap: ListNobody) -> None:
    """The tasks that no unit leads, each with a button that gives it one."""
    turn.need(Action.MANAGE_UNITS, tap.body)
    found = await unit_affected.led_by_nobody(turn.tx, tap.body)
    page = min(max(tap.page, 0), max(0, (len(found) - 1) // PAGE))
    here = found[page * PAGE : (page + 1) * PAGE]
    message = UnitChangeNobody(
        await name_of(turn, tap.body), len(found), tuple(PartLine(one.code, one.title) for one in here)
    )
    rows: list[tuple[Button, ...]] = [
        (
            Button(
                Label("unit_changes.give", {"code": one.code}),
                data=BeginChange(tap.body, Kind.GIVE.value, one.task_id).pack(),
            ),
        )
        for one in here
    ]
    rows += page_row(page, len(found), PAGE, lambda to: ListNobody(tap.body, to))
    rows.append((Button(Label("unit_changes.all"), data=ListUnits(tap.body, 0).pack()),))
    await turn.card(HANDLE, message, tuple(rows))
