"""The consent to an absence: who is asked, one tap decides, a refusal says why and goes back to the member."""

from collections.abc import Mapping, Sequence
from typing import Literal

from handlers import conversations
from handlers.conversations import Conversation
from handlers.meetings import absence_cards, absence_input, invitations, live, rights, standing, telling
from handlers.meetings.absence_taps import ChangeAbsence, DecideAbsence, RefuseAbsence, SeeAbsence
from handlers.meetings.taps import Respond
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages import render
from messages.contexts.absence import ConsentAsked, ConsentDecided, ConsentRefusal, Slip
from messages.contexts.invitations import AbsentState
from messages.model import Button, Keyboard, Label
from storage import absences, audit, invitees, meetings, people, sessions
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Person
from storage.sessions import OpenSession
from taskforce import absences as rules
from taskforce.absences import AbsenceState
from taskforce.roles import Role

KIND = "consent"
"""The kind of the session in which a refusal's reason is typed."""

_REFUSALS = ("refusal_needed", "refusal_quorum", "refusal_substitute")
"""The labels of the usual reasons."""

Status = Literal["asked", "granted", "refused", "withdrawn", "incomplete"]
_STATUS: Mapping[AbsentState, Status] = {
    "opinion-missing": "incomplete",
    "waiting-for-consent": "asked",
    "notified": "granted",
    "granted": "granted",
    "refused": "refused",
}


def handle_of(invitee: Invitee) -> str:
    """Our name for the card on which an absence is decided."""
    return f"consent:{invitee.id}"


# Asking


async def sweep(turn: Turn) -> None:
    """An absence that nobody was asked about yet: its chair came to be, or came to the bot, later."""
    for meeting in await meetings.in_state(turn.tx, ["called"]):
        if standing.phase(meeting, turn.now) != "open":
            continue
        async with apart(turn, f"Asking for consent in meeting {meeting.id}"):
            away = await absences.of_meeting(turn.tx, meeting.id)
            for invitee in await invitees.of_meeting(turn.tx, meeting.id) if away else ():
                if invitee.id in away and invitee.answer:
                    await ask(turn, meeting, invitee, away[invitee.id])


async def ask(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    """Ask who decides, once; where the bot cannot reach them, the secretaries are asked to note what they say."""
    series = await rights.series_of(turn, meeting)
    if rules.state(series.absence, absence.request) is not AbsenceState.WAITING:
        return
    if await standing.decides_alone(turn, meeting, series, invitee):
        return
    key = f"consent:{invitee.id}:{absence.version}:{meeting.chair_id}"
    if not await meetings.mark_stage(turn.tx, meeting.id, key, turn.now):
        return
    readers, to_record = await _readers(turn, meeting, invitee)
    for person in readers:
        message = await _message(turn, meeting, invitee, person, to_record)
        if await standing.renew(turn, person, handle_of(invitee), message, _buttons(invitee, absence), dedupe_key=key):
            await _send_opinion(turn, person, invitee, absence)


async def _readers(turn: Turn, meeting: Meeting, invitee: Invitee) -> tuple[list[Person], str]:
    """Who gets the card; and the name of who decides, where secretaries are to note it for them."""
    series = await rights.series_of(turn, meeting)
    deciders = [one for one in await standing.deciders(turn, meeting, series) if one.id != invitee.person_id]
    reachable = [one for one in deciders if one.telegram_id is not None and one.unreachable_since is None]
    if reachable:
        return reachable, ""
    secretaries = await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])
    return [one for one in secretaries if one.id != invitee.person_id], await _named(turn, meeting, deciders)


async def _named(turn: Turn, meeting: Meeting, deciders: Sequence[Person]) -> str:
    charter = await turn.charter(meeting.task_force_id)
    chair = await telling.chair_line(turn, meeting, charter.body.locale)
    named = ", ".join(person.full_name for person in deciders)
    return named or chair or charter.titles.of(Role.LEADER, charter.body.locale)


async def _message(turn: Turn, meeting: Meeting, invitee: Invitee, reader: Person, to_record: str) -> ConsentAsked:
    series = await rights.series_of(turn, meeting)
    absence = await absences.of_invitee(turn.tx, invitee.id)
    shown = None if absence is None else await standing.shown(turn, meeting, invitee, absence)
    return ConsentAsked(
        facts=await telling.facts(turn, meeting, reader.locale, reader.id),
        who=invitee.full_name,
        title=await standing.title_of(turn, meeting, invitee, reader.locale),
        absence=shown,
        status="withdrawn" if shown is None else _STATUS[shown.state],
        to_record=to_record,
        cite=series.absence.cite or series.cite,
    )


def _buttons(invitee: Invitee, absence: Absence) -> Keyboard:
    agree = Button(Label("absence.agree"), data=DecideAbsence(invitee.id, absence.version, 1).pack(), style="success")
    refuse = Button(Label("absence.refuse"), data=DecideAbsence(invitee.id, absence.version, 0).pack())
    return ((agree, refuse),)


async def _send_opinion(turn: Turn, to: Person, invitee: Invitee, absence: Absence) -> None:
    file = absence.opinion_file
    if file is not None and to.telegram_id is not None:
        await turn.forward_file(
            to.telegram_id, file["file_id"], file["kind"], None, locale=to.locale,
            dedupe_key=f"opinion:{invitee.id}:{file['file_id']}:{to.id}",
        )  # fmt: skip


# The card


async def see(turn: Turn, tap: SeeAbsence) -> None:
    """The absence, for who decides it or notes what was decided."""
    meeting, invitee = await _need(turn, tap.invitee)
    await _no_reason_any_more(turn, invitee)
    await _show(turn, meeting, invitee)


async def _no_reason_any_more(turn: Turn, invitee: Invitee) -> None:
    """What is typed from now on is no reason for refusing."""
    row = await sessions.find(turn.tx, turn.chat_id, KIND, handle_of(invitee))
    if row is not None:
        await sessions.end(turn.tx, row.id)


async def _need(turn: Turn, invitee_id: int) -> tuple[Meeting, Invitee]:
    """The absence's meeting and invitee, for one who may decide it or note what was decided.

    Raises:
        NotAllowed: they may not; nobody decides on their own absence.
    """
    invitee = await invitees.get(turn.tx, invitee_id)
    if invitee is None or turn.person is None or invitee.person_id == turn.person.id:
        raise NotAllowed(f"absence of {invitee_id}")
    meeting = await rights.need_meeting(turn, invitee.meeting_id)
    deciders = await standing.deciders(turn, meeting, await rights.series_of(turn, meeting))
    is_secretary = Role.SECRETARY in turn.person.roles_in(meeting.task_force_id)
    if not is_secretary and all(one.id != turn.person.id for one in deciders):
        raise NotAllowed(f"absence of {invitee_id}")
    return meeting, invitee


async def _show(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """The card to whoever is there: in place, or at the end of the chat."""
    assert turn.person is not None  # noqa: S101 - was asked for
    message, keyboard = await _card(turn, meeting, invitee, turn.person)
    await standing.present(turn, handle_of(invitee), message, keyboard)


async def _card(turn: Turn, meeting: Meeting, invitee: Invitee, reader: Person) -> tuple[ConsentAsked, Keyboard]:
    series = await rights.series_of(turn, meeting)
    deciders = await standing.deciders(turn, meeting, series)
    decides = any(one.id == reader.id for one in deciders)
    to_record = "" if decides else await _named(turn, meeting, deciders)
    message = await _message(turn, meeting, invitee, reader, to_record)
    absence = await absences.of_invitee(turn.tx, invitee.id)
    takes = absence is not None and standing.phase(meeting, turn.now) == "open" and rules.needs_consent(series.absence)
    if absence is None or not takes or message.status == "incomplete":
        return message, ()
    again = message.status in ("granted", "refused")
    change = (Button(Label("absence.decide_again"), data=_again(invitee, absence)),)
    return message, ((change,) if again else _buttons(invitee, absence))


def _again(invitee: Invitee, absence: Absence) -> str:
    """The other decision than the one that stands."""
    return DecideAbsence(invitee.id, absence.version, int(absence.decision == "refused")).pack()


async def refresh(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """Every card on which this absence is decided says how it stands."""
    series = await rights.series_of(turn, meeting)
    secretaries = await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])
    readers = {one.id: one for one in (*await standing.deciders(turn, meeting, series), *secretaries)}
    for reader in readers.values():
        if reader.id != invitee.person_id:
            message, keyboard = await _card(turn, meeting, invitee, reader)
            await standing.refresh(turn, reader.telegram_id, handle_of(invitee), message, keyboard, reader.locale)


# Deciding


async def decide(turn: Turn, tap: DecideAbsence) -> None:
    """Agree with one tap; not to agree asks for the reason first."""
    found = await _to_decide(turn, tap.invitee, tap.version)
    if found is None:
        return
    meeting, invitee, absence = found
    await _no_reason_any_more(turn, invitee)
    if tap.yes and absence.decision == "granted":
        await turn.toast(Label("absence.decided_already"))
    elif tap.yes:
        await _record(turn, meeting, invitee, "granted", "")
    else:
        state = {"invitee": invitee.id, "version": absence.version}
        await sessions.begin(
            turn.tx, chat_id=turn.chat_id, kind=KIND, subject=handle_of(invitee), state=state, now=turn.now
        )
        await _ask_reason(turn, meeting, invitee, absence)


async def _to_decide(turn: Turn, invitee_id: int, version: int) -> tuple[Meeting, Invitee, Absence] | None:
    """What is to be decided; None (and told, with the card as it is now) when there is nothing any more."""
    meeting, invitee = await _need(turn, invitee_id)
    series = await rights.series_of(turn, meeting)
    absence = await absences.of_invitee(turn.tx, invitee.id)
    phase = standing.phase(meeting, turn.now)
    why = ""
    if phase != "open":
        why = f"invitations.closed_{phase}"
    elif absence is None:
        why = "absence.comes_after_all"
    elif absence.version != version:
        why = "absence.changed_meanwhile"
    elif not rules.needs_consent(series.absence):
        why = "absence.no_consent_needed"
    elif rules.state(series.absence, absence.request) is AbsenceState.OPINION_MISSING:
        why = "absence.opinion_awaited"
    if not why and absence is not None:
        return meeting, invitee, absence
    await turn.toast(Label(why), alert=True)
    await _show(turn, meeting, invitee)
    return None


async def _ask_reason(
    turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence, slip: Slip | None = None
) -> None:
    usual = tuple(
        (Button(Label(f"absence.{key}"), data=RefuseAbsence(invitee.id, absence.version, place).pack()),)
        for place, key in enumerate(_REFUSALS)
    )
    last = (
        Button(Label("absence.no_reason"), data=RefuseAbsence(invitee.id, absence.version, -1).pack()),
        Button(Label("absence.back"), data=SeeAbsence(invitee.id).pack()),
    )
    message = ConsentRefusal(await telling.facts(turn, meeting, turn.locale), invitee.full_name, slip)
    await standing.present(turn, handle_of(invitee), message, (*usual, last))


async def refuse(turn: Turn, tap: RefuseAbsence) -> None:
    """Not agreed, for one of the usual reasons or for none given."""
    found = await _to_decide(turn, tap.invitee, tap.version)
    if found is None:
        return
    meeting, invitee, _ = found
    if not -1 <= tap.reason < len(_REFUSALS):
        raise NotAllowed(f"reason {tap.reason}")
    locale = (await turn.task_force(meeting.task_force_id)).locale
    reason = "" if tap.reason < 0 else render.label(Label(f"absence.{_REFUSALS[tap.reason]}"), locale)
    await _record(turn, meeting, invitee, "refused", reason)


async def typed(turn: Turn, row: OpenSession) -> None:
    """The reason for not agreeing."""
    found = await _of_session(turn, row)
    if found is None:
        return
    meeting, invitee, absence = found
    text = await absence_input.read(turn, absence_input.REASON_LIMIT)
    if isinstance(text, Slip):
        await _ask_reason(turn, meeting, invitee, absence, text)
    else:
        await _record(turn, meeting, invitee, "refused", text)


async def resumed(turn: Turn, row: OpenSession) -> None:
    """Ask for the reason again."""
    found = await _of_session(turn, row)
    if found is not None:
        await _ask_reason(turn, *found)


async def _of_session(turn: Turn, row: OpenSession) -> tuple[Meeting, Invitee, Absence] | None:
    try:
        found = await _to_decide(turn, row.state["invitee"], row.state["version"])
    except NotAllowed:
        await sessions.end(turn.tx, row.id)
        raise
    if found is None:
        await conversations.finish(turn, row)
    return found


async def _record(
    turn: Turn, meeting: Meeting, invitee: Invitee, decision: Literal["granted", "refused"], reason: str
) -> None:
    person = turn.person
    assert person is not None  # noqa: S101 - was asked for
    await absences.decide(turn.tx, invitee.id, decision, reason, person.id, turn.now)
    await audit.note(
        turn.tx,
        now=turn.now,
        action=f"absence.{decision}",
        task_force_id=meeting.task_force_id,
        person_id=person.id,
        subject=f"invitee:{invitee.id}",
        detail=reason,
    )
    row = await sessions.find(turn.tx, turn.chat_id, KIND, handle_of(invitee))
    await _show(turn, meeting, invitee)
    await refresh(turn, meeting, invitee)
    await _tell(turn, meeting, invitee)
    await invitations.refresh(turn, meeting, invitee)
    await absence_cards.refresh_sent(turn, meeting, invitee)
    await live.refresh(turn, meeting.id)
    await turn.toast(Label(f"absence.noted_{decision}"))
    if row is not None:
        await conversations.finish(turn, row)


async def _tell(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """The member, and who entered it for them; after a refusal with what they can do next."""
    from handlers.meetings import standing_in  # it leads back here

    absence = await absences.of_invitee(turn.tx, invitee.id)
    if absence is None:
        return
    series = await rights.series_of(turn, meeting)
    shown = await standing.shown(turn, meeting, invitee, absence)
    refused = absence.decision == "refused"
    keyboard = _after_refusal(invitee, send=standing.may_send(series)) if refused else ()
    key = f"decided:{invitee.id}:{absence.version}:{absence.decision}:{turn.now:%Y%m%d%H%M%S}"
    for reader, name in await standing.concerned(turn, invitee):
        facts = await telling.facts(turn, meeting, reader.locale, reader.id)
        await turn.notify(reader, ConsentDecided(facts, name, shown), keyboard, dedupe_key=key)
    if refused:
        await standing_in.not_agreed(turn, meeting, invitee, absence)
    else:
        await standing_in.refresh(turn, meeting, invitee, absence)


def _after_refusal(invitee: Invitee, *, send: bool) -> Keyboard:
    coming = Button(Label("invitations.coming_after_all"), data=Respond(invitee.id, "y").pack(), style="success")
    other = Button(Label("absence.other_substitute"), data=ChangeAbsence(invitee.id, "substitute").pack())
    again = Button(Label("absence.ask_again"), data=ChangeAbsence(invitee.id, "reason").pack())
    return ((coming,), *(((other,),) if send else ()), (again,))


CONVERSATION = Conversation(typed, resumed)
"""For ``bot/routing.py``."""
