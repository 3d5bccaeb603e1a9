"""Giving up a place: one's own, or (the secretary) somebody else's."""

from handlers import home, menus
from handlers.callbacks import Tap
from handlers.reports import handing
from handlers.turn import NotAllowed, Turn
from handlers.which import name_of, task_force_for
from messages.contexts.members import ConfirmLeaving, HasLeft, MemberLeft, OnlySecretary, PlaceRemoved
from messages.model import Button, Label
from storage import audit, invites, memberships, people
from storage.people import Membership
from taskforce.roles import Action, Role

_CARD = "leaving"


class Leave(Tap, frozen=True):
    """Leave that task force: 0 asks, 1 does it."""

    prefix = "lv"
    task_force: int
    sure: int


class Stay(Tap, frozen=True):
    """Thought better of it."""

    prefix = "ls"


async def command(turn: Turn) -> None:
    """/roi."""
    task_force_id = await task_force_for(turn, None, "roi")
    if task_force_id is not None:
        await _ask(turn, task_force_id)


async def leave(turn: Turn, tap: Leave) -> None:
    """Leave a task force, after a question."""
    person = turn.person
    if person is None or tap.task_force not in person.task_force_ids:
        raise NotAllowed("leave a task force")
    if tap.sure != 1:
        await _ask(turn, tap.task_force)
        return
    name = await name_of(turn, tap.task_force)
    if await _is_only_secretary(turn, tap.task_force):
        await turn.card(_CARD, OnlySecretary(name))
        return
    for place in person.memberships:
        if place.task_force_id == tap.task_force:
            await end_place(turn, place, "left")
            await _tell_secretaries(turn, place)
    turn.person = await turn.person_by_id(person.id)
    await menus.refresh(turn, turn.person)
    await turn.card(_CARD, HasLeft(name))


async def stay(turn: Turn, _tap: Stay) -> None:
    """Nothing changes; home is shown."""
    await turn.toast(Label("members.kept"))
    await home.show(turn)


async def _ask(turn: Turn, task_force_id: int) -> None:
    assert turn.person is not None  # noqa: S101 - made sure by the callers
    mine = [m for m in turn.person.memberships if m.task_force_id == task_force_id]
    rows: list[tuple[Button, ...]] = []
    if turn.may(Action.HAND_OVER, task_force_id):
        rows += await home.handover_rows(turn, mine)
    rows.append((Button(Label("members.confirm_leave"), data=Leave(task_force_id, 1).pack(), style="danger"),))
    rows.append((Button(Label("members.keep"), data=Stay().pack()),))
    unit = await home.unit_name(turn, mine[0].unit_id)
    await turn.card(_CARD, ConfirmLeaving(await name_of(turn, task_force_id), unit), tuple(rows))


async def _is_only_secretary(turn: Turn, task_force_id: int) -> bool:
    assert turn.person is not None  # noqa: S101 - made sure by the callers
    if Role.SECRETARY not in turn.person.roles_in(task_force_id):
        return False
    return len(await people.with_roles(turn.tx, task_force_id, [Role.SECRETARY])) == 1


async def end_place(turn: Turn, place: Membership, why: str) -> bool:
    """End a place; whoever loses it by somebody else's hand is told. False (and said so) for the only secretary."""
    if place.role == Role.SECRETARY and place.state == "active":
        others = await people.with_roles(turn.tx, place.task_force_id, [Role.SECRETARY])
        if [p.id for p in others] == [place.person_id]:
            await turn.reply(OnlySecretary(await name_of(turn, place.task_force_id)))
            return False
    await memberships.end(turn.tx, place.id, why, turn.now)
    await invites.revoke_for(turn.tx, place.id, turn.now)
    await handing.helper_gone(turn, place)
    await audit.note(
        turn.tx,
        now=turn.now,
        action=f"membership.{why}",
        task_force_id=place.task_force_id,
        person_id=None if turn.person is None else turn.person.id,
        subject=f"membership:{place.id}",
    )
    if why == "removed" and place.person_id is not None:
        holder = await turn.person_by_id(place.person_id)
        unit = await home.unit_name(turn, place.unit_id)
        await turn.notify(holder, PlaceRemoved(await name_of(turn, place.task_force_id, holder), unit))
        await menus.refresh(turn, holder)
    return True


async def _tell_secretaries(turn: Turn, place: Membership) -> None:
    unit = await home.unit_name(turn, place.unit_id)
    for secretary in await people.with_roles(turn.tx, place.task_force_id, [Role.SECRETARY]):
        name = await name_of(turn, place.task_force_id, secretary)
        await turn.notify(secretary, MemberLeft(name, unit, place.full_name))
