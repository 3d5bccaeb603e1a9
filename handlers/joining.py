"""Letting somebody in whose number is known: the roster's places, what the link gives, a place taken over."""

from collections.abc import Sequence

from handlers import home, menus
from handlers.conversations import offer_waiting
from handlers.reports import handing
from handlers.turn import Turn
from handlers.which import name_of
from messages.contexts.registration import AlreadyIn, PlaceTakenOver, Welcome
from messages.model import Keyboard
from storage import audit, invites, memberships, people
from storage.invites import Invite
from storage.people import Membership, Person
from taskforce.roles import LEADERS, REPORTERS, Role


async def take_roster_places(turn: Turn, person: Person) -> list[int]:
    """Take up every place that the rosters keep for the person's number; returns their ids."""
    taken: list[int] = []
    for place in await memberships.expected_with_phone(turn.tx, person.phone or ""):
        if await _holds(turn, person, place.task_force_id, place.unit_id, place.role):
            await memberships.end(turn.tx, place.id, "merged", turn.now)
        else:
            taken.append(await take_up(turn, person, place))
    if taken:
        first = await memberships.get(turn.tx, taken[0])
        if first is not None and first.full_name:
            await people.set_name(turn.tx, person.id, first.full_name)  # the roster's spelling, not the account's
    return taken


async def take_up(turn: Turn, person: Person, place: Membership) -> int:
    """The person takes up an expected or pending place; returns its id."""
    await memberships.take_up(turn.tx, place.id, person.id, person.phone, turn.now)
    await _note(turn, person, "joined", place.task_force_id, place.id)
    return place.id


async def grant(turn: Turn, person: Person, task_force_id: int, unit_id: int | None, role: Role) -> int | None:
    """Give the person a place: the roster's of that name in that unit, where there is one; None if they hold it."""
    if await _holds(turn, person, task_force_id, unit_id, role):
        return None
    listed = await memberships.expected_named(turn.tx, task_force_id, unit_id, person.full_name)
    fitting = [place for place in listed if place.role == role or {place.role, role} <= REPORTERS]
    if len(fitting) == 1:
        return await take_up(turn, person, fitting[0])
    place_id = await memberships.add(
        turn.tx,
        task_force_id=task_force_id,
        role=role,
        unit_id=unit_id,
        person_id=person.id,
        full_name=person.full_name,
        phone=person.phone,
        state="active",
        now=turn.now,
    )
    await _note(turn, person, "joined", task_force_id, place_id)
    return place_id


async def by_link(turn: Turn, person: Person, invite: Invite, taken: Sequence[int]) -> list[int] | None:
    """What the link gives beyond the roster's places; None when it opens nothing any more."""
    if invite.membership_id is not None:
        return await _by_personal_link(turn, person, invite, taken)
    here = [m for m in await memberships.of_person(turn.tx, person.id) if m.task_force_id == invite.task_force_id]
    if invite.role in REPORTERS and any(m.id in taken for m in here):
        await invites.use(turn.tx, invite.id, turn.now)  # the roster says more exactly where they belong
        return []
    if await _holds(turn, person, invite.task_force_id, invite.unit_id, invite.role):
        return []
    if not await invites.use(turn.tx, invite.id, turn.now):
        return None
    place = await grant(turn, person, invite.task_force_id, invite.unit_id, invite.role)
    return [] if place is None else [place]


async def _by_personal_link(turn: Turn, person: Person, invite: Invite, taken: Sequence[int]) -> list[int] | None:
    """A link for one place: taken up by whom it was made for, or taken over from its holder."""
    place = None if invite.membership_id is None else await memberships.get(turn.tx, invite.membership_id)
    if place is None:
        return None
    if place.person_id == person.id:
        if place.id in taken:
            await invites.use(turn.tx, invite.id, turn.now)
        return []  # their own place: nothing changes
    if place.state == "ended" or not await invites.use(turn.tx, invite.id, turn.now):
        return None
    if place.state == "expected":
        await people.set_name(turn.tx, person.id, place.full_name)
        return [await take_up(turn, person, place)]
    return await _take_over(turn, person, place)


async def _take_over(turn: Turn, person: Person, old: Membership) -> list[int]:
    new_id = await grant(turn, person, old.task_force_id, old.unit_id, old.role)
    await memberships.end(turn.tx, old.id, "replaced", turn.now, replaced_by=new_id)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="membership.handed_over",
        task_force_id=old.task_force_id,
        person_id=person.id,
        subject=f"membership:{old.id}",
    )
    holder = None if old.person_id is None else await people.by_id(turn.tx, old.person_id)
    if holder is not None and old.unit_id is not None:
        await memberships.pass_on_work(turn.tx, old.unit_id, holder, person, turn.now)
        await handing.helper_gone(turn, old)
    await _tell_of_handover(turn, holder, person, old)
    return [] if new_id is None else [new_id]


async def _tell_of_handover(turn: Turn, holder: Person | None, successor: Person, old: Membership) -> None:
    unit = await home.unit_name(turn, old.unit_id)
    if holder is not None:
        name = await name_of(turn, old.task_force_id, holder)
        await turn.notify(holder, PlaceTakenOver(name, unit, old.full_name, successor.full_name, yours=True))
        await menus.refresh(turn, holder)
    for secretary in await people.with_roles(turn.tx, old.task_force_id, [Role.SECRETARY]):
        if secretary.id not in (successor.id, old.person_id):
            name = await name_of(turn, old.task_force_id, secretary)
            await turn.notify(secretary, PlaceTakenOver(name, unit, old.full_name, successor.full_name, yours=False))


async def welcome(turn: Turn, person_id: int, new_places: Sequence[int]) -> None:
    """Greet somebody who has just come in, or say that nothing has changed; show what comes next."""
    person = await turn.person_by_id(person_id)
    turn.person = person
    owed = await home.owed_by(turn, person)
    buttons: Keyboard = await home.report_buttons(turn, owed) or ((home.next_button(),),)
    if not new_places:
        await turn.reply(AlreadyIn(await home.places_of(turn, person)), buttons)
        return
    lines = [await home.place_line(turn, m, turn.locale) for m in person.memberships if m.id in new_places]
    await turn.reply(Welcome(person.full_name, tuple(lines), len(owed), _rank(person)), buttons)
    await menus.refresh(turn, person)
    await _show_what_waits(turn, person, new_places)
    await offer_waiting(turn, turn.chat_id)  # what a predecessor had begun


def _rank(person: Person) -> str:
    roles = {m.role for m in person.memberships}
    if Role.SECRETARY in roles:
        return "secretary"
    if roles & LEADERS:
        return "leader"
    return "reporter" if roles & REPORTERS else ""


async def _show_what_waits(turn: Turn, person: Person, new_places: Sequence[int]) -> None:
    """A new secretary gets the requests that came before."""
    from handlers import approvals  # it leads back here

    for place in person.memberships:
        if place.id in new_places and place.role == Role.SECRETARY:
            await approvals.show_pending(turn, person, place.task_force_id)


async def _holds(turn: Turn, person: Person, task_force_id: int, unit_id: int | None, role: Role) -> bool:
    return any(
        m.state == "active" and (m.task_force_id, m.unit_id, m.role) == (task_force_id, unit_id, role)
        for m in await memberships.of_person(turn.tx, person.id)
    )


async def _note(turn: Turn, person: Person, what: str, task_force_id: int, membership_id: int) -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action=f"membership.{what}",
        task_force_id=task_force_id,
        person_id=person.id,
        subject=f"membership:{membership_id}",
    )
