"""A secretary decides with one tap whether somebody may come in; the first tap decides for all secretaries."""

from collections.abc import Awaitable, Callable

from handlers import home, joining
from handlers.callbacks import Tap
from handlers.turn import NotAllowed, Turn
from handlers.which import name_of
from messages.contexts.registration import (
    ApprovalCard,
    ApprovalDecided,
    Rejected,
    RequestWithdrawn,
    WaitingForApproval,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, memberships, outbox, people
from storage.people import Membership, Person
from storage.units import Unit
from taskforce.roles import REPORTERS, Action, Role
from taskforce.vietnamese import show_phone


class Decide(Tap, frozen=True):
    """Let this pending person in (1), or not (0)."""

    prefix = "ad"
    membership: int
    yes: int


class SeePending(Tap, frozen=True):
    """Show the requests that wait."""

    prefix = "ap"
    task_force: int


class WithdrawRequest(Tap, frozen=True):
    """Take the own request back."""

    prefix = "jw"
    membership: int


async def request(turn: Turn, person: Person, unit: Unit, role: Role) -> None:
    """Ask the secretaries to let the person into the unit; a second request takes the place of the first."""
    for earlier in await memberships.of_person(turn.tx, person.id):
        if earlier.state == "pending" and earlier.task_force_id == unit.task_force_id:
            if earlier.unit_id == unit.id:
                await show_waiting(turn, earlier)
                return
            await memberships.end(turn.tx, earlier.id, "left", turn.now)
            await show_decided(turn, earlier, "withdrawn", "")
            await _close_waiting(turn, person, earlier, "withdrawn", "")
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
    await show_waiting(turn, place)


async def _pending(turn: Turn, membership_id: int) -> Membership:
    place = await memberships.get(turn.tx, membership_id)
    assert place is not None  # noqa: S101 - just written
    return place


async def show_waiting(turn: Turn, place: Membership) -> None:
    """To whoever asked to come in: for what they wait, and what they can still do about it."""
    from handlers.privacy import ChangeName

    charter = await turn.charter(place.task_force_id)
    unit = await home.unit_name(turn, place.unit_id)
    buttons = (
        (Button(Label("registration.correct_name"), data=ChangeName().pack()),),
        (Button(Label("registration.withdraw_request"), data=WithdrawRequest(place.id).pack()),),
    )
    await turn.card(_waiting(place), WaitingForApproval(charter.body.name, unit, place.full_name), buttons)


async def refresh_cards(turn: Turn, person: Person) -> None:
    """The person's name changed while they wait: the cards show the new one."""
    for place in await memberships.of_person(turn.tx, person.id):
        if place.state == "pending":
            for secretary in await _secretaries(turn, place.task_force_id):
                if secretary.telegram_id is not None:
                    card = await _card(turn, secretary, place)
                    await turn.show(
                        secretary.telegram_id, _handle(place), card, _buttons(place), locale=secretary.locale
                    )
            await show_waiting(turn, place)


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
    await _close_waiting(turn, person, place, how, secretary.full_name)
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
    await turn.notify(person, *await _refusal(turn, place))


async def _refusal(turn: Turn, place: Membership) -> tuple[Rejected, Keyboard]:
    from handlers.placing import ChooseAgain

    charter = await turn.charter(place.task_force_id)
    unit = await home.unit_name(turn, place.unit_id)
    again = ((Button(Label("registration.other_unit"), data=ChooseAgain(place.task_force_id).pack()),),)
    return Rejected(charter.body.name, unit), again


async def show_standing(turn: Turn, person: Person) -> bool:
    """To somebody in no task force: what they wait for, or that their last request was refused; False for neither."""
    waiting = [place for place in await memberships.of_person(turn.tx, person.id) if place.state == "pending"]
    for place in waiting:
        await show_waiting(turn, place)
    refused = await memberships.last_refused(turn.tx, person.id)
    if not waiting and refused is not None:
        await turn.reply(*await _refusal(turn, refused))
    return bool(waiting) or refused is not None


async def told_to_wait(turn: Turn) -> bool:
    """Somebody who is in no task force yet is told how their request stands; False when that is not the case."""
    person = turn.person
    return person is not None and not person.memberships and await show_standing(turn, person)


def once_inside(story: Callable[[Turn], Awaitable[None]]) -> Callable[[Turn], Awaitable[None]]:
    """The story of a command for members; whoever still waits to be one is told how their request stands."""

    async def told(turn: Turn) -> None:
        if not await told_to_wait(turn):
            await story(turn)

    return told


async def settle(turn: Turn, person: Person) -> None:
    """Whoever came in by a roster or a link need not be approved for that unit any more."""
    held = {(m.task_force_id, m.unit_id) for m in person.memberships if m.role in REPORTERS}
    for place in await memberships.of_person(turn.tx, person.id):
        if place.state == "pending" and (place.task_force_id, place.unit_id) in held:
            await memberships.end(turn.tx, place.id, "merged", turn.now)
            await show_decided(turn, place, "joined", "")
            await _close_waiting(turn, person, place, "joined", "")


async def show_decided(turn: Turn, place: Membership, how: str, by: str) -> None:
    """Every secretary's card says what became of the request."""
    message = await _decided(turn, place, how, by)
    for secretary in await _secretaries(turn, place.task_force_id):
        if secretary.telegram_id is not None:
            await turn.show(secretary.telegram_id, _handle(place), message, locale=secretary.locale)


async def _close_waiting(turn: Turn, person: Person, place: Membership, how: str, by: str) -> None:
    """The card of whoever waited says what became of the request, and has no buttons any more."""
    chat = person.telegram_id
    if chat is not None and await outbox.card(turn.tx, chat, _waiting(place)) is not None:
        await turn.show(chat, _waiting(place), await _decided(turn, place, how, by), locale=person.locale)


async def _decided(turn: Turn, place: Membership, how: str, by: str) -> ApprovalDecided:
    charter = await turn.charter(place.task_force_id)
    unit = await home.unit_name(turn, place.unit_id)
    return ApprovalDecided(place.full_name, unit, how, by, local(turn.now, charter.body.timezone))


async def withdraw_request(turn: Turn, tap: WithdrawRequest) -> None:
    """Take the own request back."""
    place = await memberships.get(turn.tx, tap.membership)
    mine = turn.person is not None and place is not None and place.person_id == turn.person.id
    if place is None or not mine or place.state != "pending":
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    await memberships.end(turn.tx, place.id, "left", turn.now)
    await show_decided(turn, place, "withdrawn", "")
    await turn.card(_waiting(place), RequestWithdrawn(), home.ask_to_join())


async def _send_card(turn: Turn, secretary: Person, place: Membership) -> None:
    await turn.notify(secretary, await _card(turn, secretary, place), _buttons(place), handle=_handle(place))


async def _card(turn: Turn, secretary: Person, place: Membership) -> ApprovalCard:
    listed = await memberships.expected_named(turn.tx, place.task_force_id, place.unit_id, place.full_name)
    return ApprovalCard(
        task_force=await name_of(turn, place.task_force_id, secretary),
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


def _waiting(place: Membership) -> str:
    return f"waiting:{place.id}"


async def _secretaries(turn: Turn, task_force_id: int) -> list[Person]:
    return await people.with_roles(turn.tx, task_force_id, [Role.SECRETARY])
