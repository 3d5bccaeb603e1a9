"""Coming in: link, consent, own number, unit (design §8). The conversation is a session and survives restarts."""

from handlers import approvals, home, joining, placing
from handlers.callbacks import Tap
from handlers.conversations import Conversation
from handlers.home import AskToJoin
from handlers.meetings.hall import entering
from handlers.meetings.invite import guests
from handlers.turn import Turn
from handlers.upward import linking
from messages.contexts.registration import (
    AskPhone,
    Consent,
    ConsentDeclined,
    ConsentGiven,
    ForeignContact,
    LinkClosed,
    LinkUnknown,
    PhoneReceived,
    PhoneUnreadable,
)
from messages.model import AskContact, Button, Label, RemoveKeys
from messages.render import local
from storage import audit, invites, people, sessions
from storage.invites import Invite
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.roles import REPORTERS
from taskforce.vietnamese import PhoneError, mask_phone, parse_phone

_ZONE = "Asia/Ho_Chi_Minh"  # before a task force, and so its zone, is known
CONSENT_VERSION = 3
"""Of the text in ``consent.html.j2``: count it up when the text says something else."""


class AnswerConsent(Tap, frozen=True):
    """Yes (1) or no (0) to what is kept and why."""

    prefix = "jc"
    yes: int


# Opening a link, or coming without one


async def start(turn: Turn) -> None:
    """/start, with the code of a link or without."""
    assert turn.incoming is not None  # noqa: S101 - a command is an update
    code = turn.incoming.command_text
    if entering.is_link(code):
        await entering.open_link(turn, code)
    elif linking.is_code(code):
        await linking.open_link(turn, code)
    elif code:
        await _open_link(turn, code)
    else:
        await help_on(turn)


async def help_on(turn: Turn) -> None:
    """/trogiup, and /start without a link: somebody on the way in goes on where they stand, the others are at home."""
    session = await placing.open_session(turn)
    if session is not None and (turn.person is None or not turn.person.memberships):
        await _resume(turn, session)
    else:
        await home.show(turn)


async def _open_link(turn: Turn, code: str) -> None:
    if guests.is_code(code):
        await guests.open_link(turn, code)
        return
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
    """Somebody without a link wants to come in; whoever has begun already goes on, with the link they came by."""
    session = await placing.open_session(turn)
    await (_begin(turn, None) if session is None else _resume(turn, session))


async def _begin(turn: Turn, invite: Invite | None) -> None:
    await placing.keep(turn, {"step": "consent", "invite": None if invite is None else invite.id})
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
    session = await placing.open_session(turn)
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
        await placing.go_to(turn, "phone")
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
        session = await placing.open_session(turn)
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
    session = await placing.open_session(turn)
    invite = await placing.invite_of(turn, session)
    taken = await joining.take_roster_places(turn, person)
    person = await turn.person_by_id(person.id)
    turn.person = person
    if invite is None:
        await _without_link(turn, person, taken, asked=session is not None)
        return
    unplaced = invite.role in REPORTERS and invite.unit_id is None and invite.membership_id is None
    listed = any(m.id in taken and m.task_force_id == invite.task_force_id for m in person.memberships)
    if unplaced and not listed and not _reports_in(person, invite.task_force_id):
        await placing.ask_unit(turn, invite.task_force_id)
        return
    given = [] if unplaced and not listed else await joining.by_link(turn, person, invite, taken)
    if given is None and not taken:
        await placing.end(turn)
        await turn.reply(LinkClosed(invite.defect(turn.now) or "used"), home.ask_to_join())
        return
    await placing.end(turn)
    await approvals.settle(turn, await turn.person_by_id(person.id))
    await joining.welcome(turn, person.id, [*taken, *(given or [])])


def _reports_in(person: Person, task_force_id: int) -> bool:
    return any(m.task_force_id == task_force_id and m.role in REPORTERS for m in person.memberships)


async def _without_link(turn: Turn, person: Person, taken: list[int], *, asked: bool) -> None:
    """``asked``: they asked to come in, and did not only show their number anew."""
    wants_more = asked and bool(await placing.open_bodies(turn))
    if taken or (person.memberships and not wants_more):
        await placing.end(turn)
        await approvals.settle(turn, person)
        await joining.welcome(turn, person.id, taken)
        return
    await placing.ask_body(turn)


# The conversation


async def _typed(turn: Turn, session: OpenSession) -> None:
    if session.state["step"] == "unit" and turn.person is not None:
        text = (turn.incoming.text if turn.incoming is not None else None) or ""
        await placing.ask_unit(turn, session.state["task_force"], text[:100])
    else:
        await _show_step(turn, session)


async def _resume(turn: Turn, session: OpenSession) -> None:
    await sessions.bring_to_front(turn.tx, session)
    await _show_step(turn, session)


async def _show_step(turn: Turn, session: OpenSession) -> None:
    """Ask the open question again."""
    person = turn.person
    step = session.state["step"]
    if person is None:
        await _ask_consent(turn, await placing.invite_of(turn, session))
    elif step == "unit" and person.phone is not None:
        await placing.ask_unit(turn, session.state["task_force"], session.state.get("query", ""))
    else:
        await _after_consent(turn, person)


CONVERSATION = Conversation(typed=_typed, resume=_show_step)
