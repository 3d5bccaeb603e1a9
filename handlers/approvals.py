"""A secretary decides with one tap whether somebody may come in; the first tap decides for all secretaries."""

from dataclasses import dataclass

from handlers import home, joining
from handlers.callbacks import Tap
from handlers.turn import NotAllowed, Turn
from messages.contexts.registration import (
    ApprovalCard,
    ApprovalDecided,
    Rejected,
    RequestWithdrawn,
    WaitingForApproval,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, memberships, people
from storage.people import Membership, Person
from storage.units import Unit
from taskforce.roles import Action, Role
from taskforce.vietnamese import show_phone


@dataclass(frozen=True)
class Decide(Tap):
    """Let this pending person in (1), or not (0)."""

    prefix = "ad"
    membership: int
    yes: int


@dataclass(frozen=True)
class SeePending(Tap):
    """Show the requests that wait."""

    prefix = "ap"
    task_force: int


@dataclass(frozen=True)
class WithdrawRequest(Tap):
    """Take the own request back."""

    prefix = "jw"
    membership: int


async def request(turn: Turn, person: Person, unit: Unit, role: Role) -> None:
    """Ask the secretaries to let the person into the unit; a second request takes the place of the first."""
    for earlier in await memberships.of_person(turn.tx, person.id):
        if earlier.state == "pending" and earlier.task_force_id == unit.task_force_id:
            if earlier.unit_id == unit.id:
                await _tell_waiting(turn, earlier)
                return
            await memberships.end(turn.tx, earlier.id, "left", turn.now)
            await show_decided(turn, earlier, "withdrawn", "")
    place_id = await memberships.add(
        turn.tx,
        task_force_id=unit.task_force_id,
        role=role,
        unit_id=unit.id,
        person_id=person.id,
        full_name=person.full_name,
        phone=person.phone,
        state="pending",
        now=turn.now,
    )
    place = await _pending(turn, place_id)
    for secretary in await _secretaries(turn, unit.task_force_id):
        await _send_card(turn, secretary, place)
    await _tell_waiting(turn, place)


async def _pending(turn: Turn, membership_id: int) -> Membership:
    place = await memberships.get(turn.tx, membership_id)
    assert place is not None  # noqa: S101 - just written
    return place


async def _tell_waiting(turn: Turn, place: Membership) -> None:
    from handlers.privacy import ChangeName

    charter = await turn.charter(place.task_force_id)
    unit = await home.unit_name(turn, place.unit_id)
    buttons = (
        (Button(Label("registration.correct_name"), data=ChangeName().pack()),),
        (Button(Label("registration.withdraw_request"), data=WithdrawRequest(place.id).pack()),),
    )
    await turn.card("waiting", WaitingForApproval(charter.body.name, unit, place.full_name), buttons)


async def refresh_cards(turn: Turn, person: Person) -> None:
    """The person's name changed while they wait: the cards show the new one."""
    for place in await memberships.of_person(turn.tx, person.id):
        if place.state == "pending":
            for secretary in await _secretaries(turn, place.task_force_id):
                if secretary.telegram_id is not None:
                    card = await _card(turn, place)
                    await turn.show(
                        secretary.telegram_id, _handle(place), card, _buttons(place), locale=secretary.locale
                    )
            await _tell_waiting(turn, place)


async def see_pending(turn: Turn, tap: SeePending) -> None:
    """The requests that wait, at the end of the chat."""
    person = turn.need(Action.APPROVE_MEMBER, tap.task_force)
    if not await show_pending(turn, person, tap.task_force):
        await turn.toast(Label("registration.already_decided"))


async def show_pending(turn: Turn, secretary: Person, task_force_id: int) -> int:
    """Send a secretary every request that waits; returns how many."""
    waiting = await memberships.pending(turn.tx, task_force_id)
    for place in waiting:
        await _send_card(turn, secretary, place)
    return len(waiting)


async def decide(turn: Turn, tap: Decide) -> None:
    """One tap of one secretary decides; every other card says who did."""
    place = await memberships.get(turn.tx, tap.membership)
    if place is None:
        raise NotAllowed("no such request")
    secretary = turn.need(Action.APPROVE_MEMBER, place.task_force_id)
    if place.state != "pending" or place.person_id is None:
        await turn.toast(Label("registration.already_decided"), alert=True)
        return
    how = "approved" if tap.yes else "rejected"
    await audit.note(
        turn.tx,
        now=turn.now,
        action=f"membership.{how}",
        task_force_id=place.task_force_id,
        person_id=secretary.id,
        subject=f"membership:{place.id}",
    )
    await memberships.end(turn.tx, place.id, "merged" if tap.yes else "rejected", turn.now)
    person = await turn.person_by_id(place.person_id)
    if tap.yes:
        await _let_in(turn, person, place)
    else:
        await _turn_away(turn, person, place)
    await show_decided(turn, place, how, secretary.full_name)
    await turn.toast(Label(f"registration.{how}"))


async def _let_in(turn: Turn, person: Person, place: Membership) -> None:
    new_id = await joining.grant(turn, person, place.task_force_id, place.unit_id, place.role)
    toward = _toward(turn, person)
    if toward is not None:
        await joining.welcome(toward, person.id, () if new_id is None else (new_id,))
        turn.spoke = True


def _toward(turn: Turn, person: Person) -> Turn | None:
    """A turn that speaks to the person instead of whoever tapped."""
    from handlers.incoming import Incoming

    if person.telegram_id is None:
        return None
    theirs = Incoming(person.telegram_id, person.telegram_id, person.full_name)
    return Turn(turn.tx, turn.now, turn.surroundings, theirs, person)


async def _turn_away(turn: Turn, person: Person, place: Membership) -> None:
    from handlers.placing import ChooseAgain

    charter = await turn.charter(place.task_force_id)
    unit = await home.unit_name(turn, place.unit_id)
    again = ((Button(Label("registration.other_unit"), data=ChooseAgain(place.task_force_id).pack()),),)
    await turn.notify(person, Rejected(charter.body.name, unit), again)


async def show_decided(turn: Turn, place: Membership, how: str, by: str) -> None:
    """Every secretary's card says what became of the request."""
    charter = await turn.charter(place.task_force_id)
    unit = await home.unit_name(turn, place.unit_id)
    message = ApprovalDecided(place.full_name, unit, how, by, local(turn.now, charter.body.timezone))
    for secretary in await _secretaries(turn, place.task_force_id):
        if secretary.telegram_id is not None:
            await turn.show(secretary.telegram_id, _handle(place), message, locale=secretary.locale)


async def withdraw_request(turn: Turn, tap: WithdrawRequest) -> None:
    """Take the own request back."""
    place = await memberships.get(turn.tx, tap.membership)
    mine = turn.person is not None and place is not None and place.person_id == turn.person.id
    if place is None or not mine or place.state != "pending":
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    await memberships.end(turn.tx, place.id, "left", turn.now)
    await show_decided(turn, place, "withdrawn", "")
    await turn.card("waiting", RequestWithdrawn(), home.ask_to_join())


async def _send_card(turn: Turn, secretary: Person, place: Membership) -> None:
    await turn.notify(secretary, await _card(turn, place), _buttons(place), handle=_handle(place))


async def _card(turn: Turn, place: Membership) -> ApprovalCard:
    charter = await turn.charter(place.task_force_id)
    listed = await memberships.expected_named(turn.tx, place.task_force_id, place.unit_id, place.full_name)
    return ApprovalCard(
        task_force=charter.body.short_name or charter.body.name,
        name=place.full_name,
        phone=show_phone(place.phone or ""),
        unit=await home.unit_name(turn, place.unit_id),
        listed=bool(listed),
    )


def _buttons(place: Membership) -> Keyboard:
    return (
        (
            Button(Label("registration.approve"), data=Decide(place.id, 1).pack(), style="success"),
            Button(Label("registration.reject"), data=Decide(place.id, 0).pack(), style="danger"),
        ),
    )


def _handle(place: Membership) -> str:
    return f"approval:{place.id}"


async def _secretaries(turn: Turn, task_force_id: int) -> list[Person]:
    return await people.with_roles(turn.tx, task_force_id, [Role.SECRETARY])
