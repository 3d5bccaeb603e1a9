"""Coming in: link, consent, own number, unit (design §8). The conversation is a session and survives restarts."""

from dataclasses import dataclass
from typing import Any

from handlers import approvals, home, joining
from handlers.callbacks import Tap
from handlers.conversations import Conversation
from handlers.home import AskToJoin
from handlers.turn import Turn
from handlers.units import PAGE, unit_rows
from messages.contexts.registration import (
    AskPhone,
    ChooseTaskForce,
    ChooseUnit,
    Consent,
    ConsentDeclined,
    ConsentGiven,
    ForeignContact,
    LinkClosed,
    LinkUnknown,
    NoUnitsYet,
    PhoneReceived,
    PhoneUnreadable,
    RequestWithdrawn,
)
from messages.model import AskContact, Button, Label, RemoveKeys
from messages.render import local
from storage import audit, invites, memberships, people, sessions, task_forces, units
from storage.invites import Invite
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.roles import REPORTERS, Role
from taskforce.vietnamese import PhoneError, mask_phone, parse_phone, search

KIND = "registration"
_SUBJECT = "join"
_ZONE = "Asia/Ho_Chi_Minh"  # before a task force, and so its zone, is known
CONSENT_VERSION = 1
"""Of the text in ``consent.html.j2``: count it up when the text says something else."""


@dataclass(frozen=True)
class AnswerConsent(Tap):
    """Yes (1) or no (0) to what is kept and why."""

    prefix = "jc"
    yes: int


@dataclass(frozen=True)
class ChooseBody(Tap):
    """That is the task force."""

    prefix = "jt"
    task_force: int


@dataclass(frozen=True)
class TakeUnit(Tap):
    """That is the unit."""

    prefix = "ju"
    unit: int


@dataclass(frozen=True)
class TurnUnits(Tap):
    """Another page of the units, from 0; takes what was typed away when ``query`` is 0."""

    prefix = "jp"
    page: int
    query: int


@dataclass(frozen=True)
class ChooseAgain(Tap):
    """After a refusal: another unit of that task force."""

    prefix = "jr"
    task_force: int


@dataclass(frozen=True)
class WithdrawRequest(Tap):
    """Take the own request back."""

    prefix = "jw"
    membership: int


# Opening a link, or coming without one


async def start(turn: Turn) -> None:
    """/start, with the code of a link or without."""
    assert turn.incoming is not None  # noqa: S101 - a command is an update
    code = turn.incoming.command_text
    if code:
        await _open_link(turn, code)
    elif turn.person is None and (session := await _session(turn)) is not None:
        await _show_step(turn, session)
    else:
        await home.show(turn)


async def _open_link(turn: Turn, code: str) -> None:
    invite = await invites.by_code(turn.tx, code)
    if invite is None:
        await turn.reply(LinkUnknown())
        return
    why = invite.defect(turn.now)
    if why is None:
        await _begin(turn, invite)
    elif turn.person is not None and invite.task_force_id in turn.person.task_force_ids:
        await joining.welcome(turn, turn.person.id, ())
    else:
        await turn.reply(LinkClosed(why), home.ask_to_join())


async def ask_to_join(turn: Turn, _tap: AskToJoin) -> None:
    """Somebody without a link wants to come in."""
    await _begin(turn, None)


async def _begin(turn: Turn, invite: Invite | None) -> None:
    await _keep(turn, {"step": "consent", "invite": None if invite is None else invite.id})
    if turn.person is None:
        await _ask_consent(turn, invite)
    else:
        await _after_consent(turn, turn.person)


async def _ask_consent(turn: Turn, invite: Invite | None) -> None:
    body = None if invite is None else (await turn.charter(invite.task_force_id)).body
    question = Consent("", "", "") if body is None else Consent(body.name, body.regulation, body.standing_unit)
    buttons = (
        (Button(Label("registration.agree"), data=AnswerConsent(1).pack(), style="success"),),
        (Button(Label("registration.decline"), data=AnswerConsent(0).pack()),),
    )
    await turn.card("consent", question, buttons)


async def answer_consent(turn: Turn, tap: AnswerConsent) -> None:
    """Yes: kept with its moment and the text's version. No: nothing is kept, not even the conversation."""
    session = await _session(turn)
    if session is None or session.state["step"] != "consent" or turn.person is not None or turn.incoming is None:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    if not tap.yes:
        await sessions.end(turn.tx, session.id)
        await turn.card("consent", ConsentDeclined())
        return
    turn.person = await people.consent(
        turn.tx,
        telegram_id=turn.incoming.sender_id,
        full_name=turn.incoming.sender_name,
        locale=turn.locale,
        version=CONSENT_VERSION,
        now=turn.now,
    )
    await audit.note(
        turn.tx, now=turn.now, action="consent.given", person_id=turn.person.id, subject=f"version:{CONSENT_VERSION}"
    )
    await turn.card("consent", ConsentGiven(local(turn.now, _ZONE)))
    await _after_consent(turn, turn.person)


async def _after_consent(turn: Turn, person: Person) -> None:
    if person.phone is None:
        await _step(turn, "phone")
        await turn.reply(AskPhone(), AskContact(Label("registration.share_phone")))
    else:
        await _let_in(turn, person)


# The number


async def contact(turn: Turn) -> None:
    """A contact card: only the sender's own counts (Telegram facts, Updates)."""
    assert turn.incoming is not None  # noqa: S101 - a card is an update
    card = turn.incoming.contact
    person = turn.person
    if card is None:
        return
    if person is None:  # nothing is kept before consent
        session = await _session(turn)
        await (_begin(turn, None) if session is None else _show_step(turn, session))
        return
    if card.user_id != turn.incoming.sender_id:
        await turn.reply(ForeignContact(), AskContact(Label("registration.share_phone")))
        return
    try:
        phone = parse_phone(card.phone if card.phone.startswith("+") else f"+{card.phone}")
    except PhoneError:
        await turn.reply(PhoneUnreadable(), RemoveKeys())
        return
    await _take_over_lost_account(turn, person, phone)
    await people.set_phone(turn.tx, person.id, phone)
    await turn.reply(PhoneReceived(mask_phone(phone)), RemoveKeys())
    turn.person = await turn.person_by_id(person.id)
    await _let_in(turn, turn.person)


async def _take_over_lost_account(turn: Turn, person: Person, phone: str) -> None:
    """Somebody who lost their account comes back with the same number under a new one.

    Only when the old account cannot be reached: a number can also be given to somebody else, and then the secretary
    decides.
    """
    for old in await people.with_phone(turn.tx, phone):
        if old.id != person.id and old.unreachable_since is not None:
            await people.move_account(turn.tx, old, person)
            await audit.note(
                turn.tx, now=turn.now, action="account.moved", person_id=person.id, subject=f"person:{old.id}"
            )


async def _let_in(turn: Turn, person: Person) -> None:
    """All is known that has to be: the roster, then the link, then the question for the unit."""
    session = await _session(turn)
    invite = await _invite_of(turn, session)
    taken = await joining.take_roster_places(turn, person)
    person = await turn.person_by_id(person.id)
    if invite is None:
        await _without_link(turn, person, taken)
        return
    unplaced = invite.role in REPORTERS and invite.unit_id is None and invite.membership_id is None
    if unplaced and invite.task_force_id not in person.task_force_ids:
        await _ask_unit(turn, invite.task_force_id)
        return
    given = [] if unplaced and not taken else await joining.by_link(turn, person, invite, taken)
    if given is None and not taken:
        await _end(turn)
        await turn.reply(LinkClosed(invite.defect(turn.now) or "used"), home.ask_to_join())
        return
    await _end(turn)
    await joining.welcome(turn, person.id, [*taken, *(given or [])])


async def _without_link(turn: Turn, person: Person, taken: list[int]) -> None:
    if taken or person.memberships:
        await _end(turn)
        await joining.welcome(turn, person.id, taken)
        return
    bodies = await task_forces.active(turn.tx)
    if len(bodies) == 1:
        await _ask_unit(turn, bodies[0].id)
        return
    await _step(turn, "body")
    rows = tuple((Button(body.name, data=ChooseBody(body.id).pack()),) for body in bodies)
    await turn.card(KIND, ChooseTaskForce(), rows)


# The unit


async def choose_body(turn: Turn, tap: ChooseBody) -> None:
    """Somebody on no list says which task force they belong to."""
    session = await _live(turn, "body")
    bodies = {body.id for body in await task_forces.active(turn.tx)}
    if session is not None and tap.task_force in bodies:
        await _ask_unit(turn, tap.task_force)


async def choose_again(turn: Turn, tap: ChooseAgain) -> None:
    """After a refusal they say that they had the wrong unit."""
    person = turn.person
    if person is None or tap.task_force in person.task_force_ids:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    if tap.task_force in {body.id for body in await task_forces.active(turn.tx)}:
        await _keep(turn, {"step": "unit", "invite": None})
        await _ask_unit(turn, tap.task_force)


async def _ask_unit(turn: Turn, task_force_id: int, query: str = "", page: int = 0) -> None:
    charter = await turn.charter(task_force_id)
    everything = await units.of_task_force(turn.tx, task_force_id)
    if not everything:
        await _end(turn)
        await turn.reply(NoUnitsYet(charter.body.name))
        return
    await _step(turn, "unit", task_force=task_force_id, query=query)
    found = search(query, everything, lambda unit: unit.names)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = unit_rows(found, page, lambda unit: TakeUnit(unit.id), lambda to: TurnUnits(to, 1))
    if query:
        rows = (*rows, (Button(Label("registration.all_units"), data=TurnUnits(0, 0).pack()),))
    await turn.card(KIND, ChooseUnit(charter.body.name, query, len(found), page + 1, pages), rows)


async def turn_units(turn: Turn, tap: TurnUnits) -> None:
    """Another page of the units."""
    session = await _live(turn, "unit")
    if session is not None:
        query = session.state.get("query", "") if tap.query else ""
        await _ask_unit(turn, session.state["task_force"], query, tap.page)


async def take_unit(turn: Turn, tap: TakeUnit) -> None:
    """The unit is chosen: the secretaries are asked."""
    session = await _live(turn, "unit")
    if session is None or turn.person is None:
        return
    unit = await units.get(turn.tx, tap.unit)
    living = {u.id for u in await units.of_task_force(turn.tx, session.state["task_force"])}
    if unit is None or unit.id not in living:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    invite = await _invite_of(turn, session)
    role = invite.role if invite is not None and invite.role in REPORTERS else Role.MEMBER
    if invite is not None:
        await invites.use(turn.tx, invite.id, turn.now)
    await sessions.end(turn.tx, session.id)
    await approvals.request(turn, turn.person, unit, role)


async def withdraw_request(turn: Turn, tap: WithdrawRequest) -> None:
    """Take the own request back."""
    place = await memberships.get(turn.tx, tap.membership)
    mine = turn.person is not None and place is not None and place.person_id == turn.person.id
    if place is None or not mine or place.state != "pending":
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    await memberships.end(turn.tx, place.id, "left", turn.now)
    await approvals.show_decided(turn, place, "withdrawn", "")
    await turn.card("waiting", RequestWithdrawn(), home.ask_to_join())


# The conversation


async def _typed(turn: Turn, session: OpenSession) -> None:
    if session.state["step"] == "unit" and turn.person is not None:
        text = (turn.incoming.text if turn.incoming is not None else None) or ""
        await _ask_unit(turn, session.state["task_force"], text[:100])
    else:
        await _show_step(turn, session)


async def _show_step(turn: Turn, session: OpenSession) -> None:
    """Ask the open question again."""
    person = turn.person
    step = session.state["step"]
    if person is None:
        await _ask_consent(turn, await _invite_of(turn, session))
    elif step == "unit" and person.phone is not None:
        await _ask_unit(turn, session.state["task_force"], session.state.get("query", ""))
    else:
        await _after_consent(turn, person)


CONVERSATION = Conversation(typed=_typed, resume=_show_step)


async def _session(turn: Turn) -> OpenSession | None:
    return await sessions.find(turn.tx, turn.chat_id, KIND, _SUBJECT)


async def _live(turn: Turn, step: str) -> OpenSession | None:
    """The conversation if it stands at that question; else the tap was too late, which is said."""
    session = await _session(turn)
    if session is None or session.state["step"] != step or turn.person is None or turn.person.phone is None:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return None
    return session


async def _keep(turn: Turn, state: dict[str, Any]) -> None:
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=_SUBJECT, state=state, now=turn.now)


async def _step(turn: Turn, step: str, **more: Any) -> None:
    session = await _session(turn)
    kept = {"invite": None} if session is None else session.state
    await _keep(turn, {**kept, "step": step, **more})


async def _end(turn: Turn) -> None:
    session = await _session(turn)
    if session is not None:
        await sessions.end(turn.tx, session.id)


async def _invite_of(turn: Turn, session: OpenSession | None) -> Invite | None:
    invite_id = None if session is None else session.state.get("invite")
    return None if invite_id is None else await invites.get(turn.tx, invite_id)
