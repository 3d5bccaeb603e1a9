"""An absence is decided: agreed to with one tap, or refused with a reason that goes back to the member."""

from typing import Literal

from handlers import conversations
from handlers.conversations import Conversation
from handlers.meetings import rights, telling
from handlers.meetings.absences import absence_cards, absence_input, absence_news, consent, standing_in
from handlers.meetings.absences.absence_taps import ChangeAbsence, DecideAbsence, RefuseAbsence, SeeAbsence
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations, standing
from handlers.meetings.taps import Respond
from handlers.turn import NotAllowed, Turn
from messages import render
from messages.contexts.absence import ConsentDecided, ConsentRefusal, Slip
from messages.model import Button, Keyboard, Label
from storage import absences, audit, sessions
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.sessions import OpenSession
from taskforce import absences as rules
from taskforce.absences import AbsenceState

KIND = "consent"
"""The kind of the session in which a refusal's reason is typed."""

_REFUSALS = ("refusal_needed", "refusal_quorum", "refusal_substitute")
"""The labels of the usual reasons."""


async def see(turn: Turn, tap: SeeAbsence) -> None:
    """The absence, for who decides it or notes what was decided."""
    meeting, invitee = await consent.need(turn, tap.invitee)
    await _no_reason_any_more(turn, invitee)
    await consent.show(turn, meeting, invitee)


async def _no_reason_any_more(turn: Turn, invitee: Invitee) -> None:
    """What is typed from now on is no reason for refusing."""
    row = await sessions.find(turn.tx, turn.chat_id, KIND, consent.handle_of(invitee))
    if row is not None:
        await sessions.end(turn.tx, row.id)


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
            turn.tx, chat_id=turn.chat_id, kind=KIND, subject=consent.handle_of(invitee), state=state, now=turn.now
        )
        await _ask_reason(turn, meeting, invitee, absence)


async def _to_decide(turn: Turn, invitee_id: int, version: int) -> tuple[Meeting, Invitee, Absence] | None:
    """What is to be decided; None (and told, with the card as it is now) when there is nothing any more."""
    meeting, invitee = await consent.need(turn, invitee_id)
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
    await consent.show(turn, meeting, invitee)
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
    await standing.present(turn, consent.handle_of(invitee), message, (*usual, last))


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
    row = await sessions.find(turn.tx, turn.chat_id, KIND, consent.handle_of(invitee))
    await consent.show(turn, meeting, invitee)
    await consent.refresh(turn, meeting, invitee)
    await _tell(turn, meeting, invitee)
    await absence_news.decided(turn, meeting, invitee)
    await invitations.refresh(turn, meeting, invitee)
    await absence_cards.refresh_sent(turn, meeting, invitee)
    await live.refresh(turn, meeting.id)
    await turn.toast(Label(f"absence.noted_{decision}"))
    if row is not None:
        await conversations.finish(turn, row)


async def _tell(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """The member, and who entered it for them; after a refusal with what they can do next."""
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
"""For ``bot/routes``."""
