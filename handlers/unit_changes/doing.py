"""The change itself, once, in the turn's own transaction; and everybody concerned hears of it."""

from handlers import boards, menus
from handlers.reports import handing
from handlers.tasks import more_time_decided
from handlers.turn import Turn
from handlers.unit_changes import listing, telling
from handlers.unit_changes.draft import Draft
from handlers.unit_changes.planning import NEW, Planned
from handlers.unit_changes.taps import ListNobody, ListUnits
from messages.contexts.unit_changes import UnitChangeDone
from messages.model import Button, Label
from messages.render import DEFAULT_LOCALE, label
from storage import audit, memberships, people, task_extensions, unit_changes
from storage.people import Membership
from storage.unit_changes import Change
from taskforce.unit_changes import ENDING, Kind, MovedParts


async def do(turn: Turn, made: Draft, planned: Planned) -> None:
    """Write it down and say so."""
    assert turn.person is not None  # noqa: S101 - see Draft
    kind = planned.kind
    change = await unit_changes.begin(turn.tx, made.body, kind, turn.person.id, turn.now)
    before = await memberships.living(turn.tx, made.body)
    target = None if planned.target is None else planned.target.id
    if kind is Kind.RENAME:
        unit = planned.sources[0]
        await unit_changes.rename(turn.tx, change, unit, planned.name, unit.short_name)
    elif kind is Kind.SHORTEN:
        unit = planned.sources[0]
        await unit_changes.rename(turn.tx, change, unit, unit.name, planned.name)
    elif kind is Kind.GIVE:
        await _give(turn, made, change)
    else:
        if planned.new:
            target = (await unit_changes.add(turn.tx, change, planned.name)).id
        if kind is not Kind.ADD:
            await _move(turn, change, planned, target, before)
    await _note(turn, made, planned, target)
    told = await telling.tell(turn, made, planned, target, before)
    for period_id in sorted({report.period_id for report in planned.facts.reports}):
        await boards.refresh(turn, period_id)
    await _done(turn, made, planned, told)


async def _give(turn: Turn, made: Draft, change: Change) -> None:
    task = made.task()
    if task is not None and made.target is not None:
        await unit_changes.give(turn.tx, change, task.task_id, made.target.id)


async def _move(turn: Turn, change: Change, planned: Planned, target: int | None, before: list[Membership]) -> None:
    """Tasks, people, reports and the rest; in an order in which nothing is looked for where it is no more."""
    ids = [unit.id for unit in planned.sources]
    where = {place.id: place.unit_id for place in before}
    wishes = await task_extensions.waiting_of(turn.tx, ids)
    refused = label(Label("unit_changes.wish_ended"), DEFAULT_LOCALE)
    await unit_changes.move_parts(turn.tx, change, _aimed(planned.parts, target), target, refused=refused)
    if target is not None and planned.kind is not Kind.SPLIT:
        await unit_changes.move_talks(turn.tx, ids, target)
    await unit_changes.move_seats(turn.tx, change, planned.seats, where, target)
    if planned.kind in ENDING:
        await unit_changes.close_reports(turn.tx, planned.closing, turn.now)
        if target is not None:
            await unit_changes.understand(
                turn.tx, change, [name for unit in planned.sources for name in unit.names], target
            )
        await unit_changes.end(turn.tx, change, planned.sources, target)
        if target is not None and planned.new:
            await unit_changes.spare(turn.tx, target, planned.spared)
            await unit_changes.free_names(turn.tx, change.task_force_id, [planned.name])
    else:
        await _leave(turn, planned, before)
    await more_time_decided.overtaken(turn, wishes)
    for place in before:
        if place.id in planned.seats.ended and place.person_id is not None:
            await menus.refresh(turn, await turn.person_by_id(place.person_id))


def _aimed(parts: MovedParts, target: int | None) -> MovedParts:
    """With the id of the new unit where it was not known yet."""
    if target is None or all(part.unit_id != NEW for part in parts.held):
        return parts
    held = tuple(
        type(part)(part.task_id, target, part.leads, part.state, part.note, part.told_at) for part in parts.held
    )
    return MovedParts(parts.gone, held, parts.joined, parts.nobody)


async def _leave(turn: Turn, planned: Planned, before: list[Membership]) -> None:
    """Whoever goes to the new unit answers the old one's reports no more; what they were asked for comes back."""
    moved = [place for place in before if place.id in planned.seats.moved]
    gone = []
    for place in moved:
        person = None if place.person_id is None else await people.by_id(turn.tx, place.person_id)
        if person is not None and place.unit_id not in person.units_in(place.task_force_id):
            gone.append(person.id)
            await handing.helper_gone(turn, place)
    await unit_changes.leave_reports(turn.tx, planned.facts.reports, gone)


async def _note(turn: Turn, made: Draft, planned: Planned, target: int | None) -> None:
    assert turn.person is not None  # noqa: S101 - see Draft
    task = made.task()
    names = ", ".join(unit.name for unit in planned.sources) or ("" if task is None else task.code)
    subject = planned.sources[0].id if planned.sources else target
    await audit.note(
        turn.tx, now=turn.now, action=f"unit.{planned.kind.value}", task_force_id=made.body, person_id=turn.person.id,
        subject=f"unit:{subject}", detail=f"{names} -> {planned.into}",
    )  # fmt: skip


async def _done(turn: Turn, made: Draft, planned: Planned, told: int) -> None:
    task = made.task()
    nobody = len(planned.parts.nobody)
    rows = [(Button(Label("unit_changes.all"), data=ListUnits(made.body, 0).pack()),)]
    if nobody:
        words = Label("unit_changes.nobody", {"count": nobody})
        rows.insert(0, (Button(words, data=ListNobody(made.body, 0).pack(), style="primary"),))
    message = UnitChangeDone(
        what=planned.kind.value,
        units=tuple(unit.name for unit in planned.sources),
        into=planned.into,
        task="" if task is None else f"{task.code} {task.title}",
        told=told,
        nobody=nobody,
    )
    await turn.card(listing.HANDLE, message, tuple(rows))
