"""/thanhvien: who has come in, who has not, who cannot be reached; and what the secretary does about a person."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from handlers import home, invites, leaving
from handlers.approvals import SeePending
from handlers.callbacks import Tap
from handlers.invites import StartInvite
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, page_row
from handlers.which import name_of, task_force_for
from messages.contexts.members import ConfirmRemoval, MembersOverview, PersonCard, PersonLine, RemovalDone, UnitPeople
from messages.model import Button, Keyboard, Label
from storage import memberships, units
from storage.memberships import Place
from storage.people import Membership
from storage.units import Unit
from taskforce.roles import Action, may_for_unit
from taskforce.vietnamese import show_phone

_CARD = "members"


class SeeMembers(Tap, frozen=True):
    """The overview, at that page of the units."""

    prefix = "mo"
    task_force: int
    page: int


class SeeUnit(Tap, frozen=True):
    """The people of one unit; 0 for those of none."""

    prefix = "mu"
    task_force: int
    unit: int


class SeePerson(Tap, frozen=True):
    """One person, with what can be done about them."""

    prefix = "mp"
    membership: int


class GiveLink(Tap, frozen=True):
    """A link for that place alone: for whom it is kept, or for a successor."""

    prefix = "ml"
    membership: int


class Remove(Tap, frozen=True):
    """End that membership: 0 asks, 1 does it."""

    prefix = "mr"
    membership: int
    sure: int


async def command(turn: Turn) -> None:
    """/thanhvien: everybody for the office and the leaders, the own unit for its members."""
    task_force_id = await task_force_for(turn, None, "thanhvien")
    if task_force_id is None or turn.person is None:
        return
    if turn.may(Action.SEE_MEMBERS, task_force_id):
        await _overview(turn, task_force_id, 0)
        return
    mine = turn.person.units_in(task_force_id)
    if not mine or not turn.may(Action.SEE_OWN_UNIT, task_force_id):
        raise NotAllowed("members")
    await _unit(turn, task_force_id, mine[0])


async def see_all(turn: Turn, tap: SeeMembers) -> None:
    """The overview, or another page of it."""
    turn.need(Action.SEE_MEMBERS, tap.task_force)
    await _overview(turn, tap.task_force, tap.page)


async def _overview(turn: Turn, task_force_id: int, page: int) -> None:
    everybody = await memberships.places(turn.tx, task_force_id)
    here = [place for place in everybody if place.membership.state != "pending"]
    known = await units.of_task_force(turn.tx, task_force_id)
    names = {unit.id: unit.name for unit in known}
    lines = {place.membership.id: await _line(turn, place, names) for place in here}
    message = MembersOverview(
        task_force=await name_of(turn, task_force_id),
        joined=sum(1 for place in here if place.membership.state == "active"),
        total=len(here),
        missing=tuple(line for line in lines.values() if line.state == "expected"),
        unreachable=tuple(line for line in lines.values() if line.state == "unreachable"),
        pending=len(everybody) - len(here),
        page=page + 1,
        pages=max(1, -(-(len(known) + 1) // PAGE)),
    )
    await turn.card(_CARD, message, _overview_rows(turn, task_force_id, known, everybody, page))


def _overview_rows(
    turn: Turn, task_force_id: int, known: Sequence[Unit], everybody: Sequence[Place], page: int
) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    ids: list[tuple[int | None, str]] = [(unit.id, unit.name) for unit in known]
    if any(place.membership.unit_id is None for place in everybody):
        ids.insert(0, (None, ""))
    for unit_id, name in ids[page * PAGE : (page + 1) * PAGE]:
        here = [p for p in everybody if p.membership.unit_id == unit_id and p.membership.state != "pending"]
        joined = sum(1 for place in here if place.membership.state == "active")
        counts: dict[str, str | int] = {"joined": joined, "total": len(here), "unit": name}
        words = Label("members.without_unit" if unit_id is None else "members.unit_count", counts)
        rows.append((Button(words, data=SeeUnit(task_force_id, unit_id or 0).pack()),))
    rows += page_row(page, len(ids), PAGE, lambda to: SeeMembers(task_force_id, to))
    pending = sum(1 for place in everybody if place.membership.state == "pending")
    if pending and turn.may(Action.APPROVE_MEMBER, task_force_id):
        rows.append((Button(Label("members.pending", {"count": pending}), data=SeePending(task_force_id).pack()),))
    if turn.may(Action.INVITE, task_force_id):
        rows.append((Button(Label("members.invite"), data=StartInvite(task_force_id).pack()),))
    return tuple(rows)


async def see_unit(turn: Turn, tap: SeeUnit) -> None:
    """The people of one unit: for those who may see all, and for its own."""
    person = turn.person
    if person is None:
        raise NotAllowed("members")
    places = [(m.role, m.unit_id) for m in person.memberships if m.task_force_id == tap.task_force]
    own = bool(tap.unit) and may_for_unit(places, Action.SEE_OWN_UNIT, tap.unit)
    if not own:
        turn.need(Action.SEE_MEMBERS, tap.task_force)
    await _unit(turn, tap.task_force, tap.unit or None)


async def _unit(turn: Turn, task_force_id: int, unit_id: int | None) -> None:
    here = [p for p in await memberships.places(turn.tx, task_force_id) if p.membership.unit_id == unit_id]
    message = UnitPeople(
        task_force=await name_of(turn, task_force_id),
        unit=await home.unit_name(turn, unit_id),
        people=tuple([await _line(turn, place) for place in here]),
    )
    rows: list[tuple[Button, ...]] = []
    if turn.may(Action.REMOVE_MEMBER, task_force_id):
        rows = [
            (Button(place.membership.full_name, data=SeePerson(place.membership.id).pack()),)
            for place in here[:90]
            if place.membership.state != "pending"
        ]
    if turn.may(Action.SEE_MEMBERS, task_force_id):
        rows.append((Button(Label("members.back"), data=SeeMembers(task_force_id, 0).pack()),))
    else:
        rows += await _other_own_units(turn, task_force_id, unit_id)
    await turn.card(_CARD, message, tuple(rows))


async def _other_own_units(turn: Turn, task_force_id: int, shown: int | None) -> Keyboard:
    """For somebody of several units: the way to the others."""
    mine = () if turn.person is None else turn.person.units_in(task_force_id)
    others = [unit for unit in mine if unit != shown]
    return tuple(
        [(Button(await home.unit_name(turn, unit), data=SeeUnit(task_force_id, unit).pack()),) for unit in others]
    )


async def see_person(turn: Turn, tap: SeePerson) -> None:
    """One person's card, for the secretary."""
    place = await _living(turn, tap.membership)
    if place is None:
        return
    await _person(turn, place)


async def _person(turn: Turn, place: Place) -> None:
    membership = place.membership
    link = "members.hand_over" if membership.state == "active" else "members.resend"
    rows = (
        (Button(Label(link), data=GiveLink(membership.id).pack()),),
        (Button(Label("members.remove"), data=Remove(membership.id, 0).pack(), style="danger"),),
        (Button(Label("members.back"), data=SeeUnit(membership.task_force_id, membership.unit_id or 0).pack()),),
    )
    message = PersonCard(await name_of(turn, membership.task_force_id), await _line(turn, place))
    await turn.card(_CARD, message, rows)


async def give_link(turn: Turn, tap: GiveLink) -> None:
    """A link of their own for somebody expected, or for whoever takes over; the secretary's, or the own place's."""
    membership = await memberships.get(turn.tx, tap.membership)
    if membership is None:
        raise NotAllowed("no such place")
    if turn.person is not None and membership.person_id == turn.person.id:
        turn.need(Action.HAND_OVER, membership.task_force_id)
    else:
        turn.need(Action.INVITE, membership.task_force_id)
    if membership.state not in ("active", "expected"):
        await turn.toast(Label("members.gone"), alert=True)
        return
    await invites.personal(turn, membership)


async def remove(turn: Turn, tap: Remove) -> None:
    """The secretary ends a membership, after a question."""
    place = await _living(turn, tap.membership)
    if place is None:
        return
    membership = place.membership
    if tap.sure != 1:
        question = ConfirmRemoval(await name_of(turn, membership.task_force_id), await _line(turn, place))
        rows = (
            (Button(Label("members.confirm_remove"), data=Remove(membership.id, 1).pack(), style="danger"),),
            (Button(Label("members.keep"), data=SeePerson(membership.id).pack()),),
        )
        await turn.card(_CARD, question, rows)
        return
    if await leaving.end_place(turn, membership, "removed"):
        back = ((Button(Label("members.back"), data=SeeMembers(membership.task_force_id, 0).pack()),),)
        await turn.card(_CARD, RemovalDone(membership.full_name, await home.unit_name(turn, membership.unit_id)), back)


async def _living(turn: Turn, membership_id: int) -> Place | None:
    """The place, for somebody who may end it; None (and said so) when it has ended."""
    membership = await memberships.get(turn.tx, membership_id)
    if membership is None:
        raise NotAllowed("no such place")
    turn.need(Action.REMOVE_MEMBER, membership.task_force_id)
    for place in await memberships.places(turn.tx, membership.task_force_id):
        if place.membership.id == membership_id and membership.state != "pending":
            return place
    await turn.toast(Label("members.gone"), alert=True)
    return None


async def _line(turn: Turn, place: Place, names: Mapping[int, str] = MappingProxyType({})) -> PersonLine:
    """The person as a list shows them; ``names`` of units spare a look at each."""
    membership: Membership = place.membership
    known = None if membership.unit_id is None else names.get(membership.unit_id)
    charter = await turn.charter(membership.task_force_id)
    seen = turn.may(Action.SEE_PHONES, membership.task_force_id) and membership.phone
    unreachable = membership.state == "active" and place.unreachable_since is not None
    return PersonLine(
        name=membership.full_name,
        title=membership.title,
        role=charter.titles.of(membership.role, turn.locale),
        unit=known or await home.unit_name(turn, membership.unit_id),
        phone=show_phone(membership.phone or "") if seen else "",
        state="unreachable" if unreachable else membership.state,
    )
