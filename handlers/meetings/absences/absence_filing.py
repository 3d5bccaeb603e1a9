"""An absence is sent: written down as a whole, and told to everybody whom it concerns."""

from handlers.meetings import rights, telling
from handlers.meetings.absences import absence_news, consent, standing_in
from handlers.meetings.absences.absence_draft import Draft
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations, standing
from handlers.turn import Turn
from messages.contexts.invitations import AnswerEntered
from storage import absences, audit, invitees
from storage.absences import Absence
from storage.invitees import Answer, Invitee
from storage.meetings import Meeting


async def file(turn: Turn, meeting: Meeting, invitee: Invitee, draft: Draft, *, on_behalf: bool) -> Invitee:
    """Write down what changed; ask for consent, ask the colleague, tell whom the charter names; as it is now."""
    before = await absences.of_invitee(turn.tx, invitee.id)
    await _write(turn, invitee, draft, before)
    by = None if turn.person is None else turn.person.id
    answer: Answer = "absent" if draft.substitute is None else "substitute"
    await invitees.answer(turn.tx, invitee.id, answer, by, turn.now)
    await _note(turn, meeting, invitee, answer, by)
    await _decide_alone(turn, meeting, invitee)
    absence, now = await absences.of_invitee(turn.tx, invitee.id), await invitees.get(turn.tx, invitee.id)
    assert absence is not None and now is not None  # noqa: S101, PT018 - just written
    if before is not None and before.substitute_id is not None and before.substitute_id != absence.substitute_id:
        await standing_in.release(turn, meeting, now, before)
    await _ask_colleague(turn, meeting, now, absence, before)
    await consent.ask(turn, meeting, now, absence)
    await consent.refresh(turn, meeting, now)
    if before is None or absence.version != before.version:
        await absence_news.tell(turn, meeting, now, absence)
    if on_behalf:
        await tell_entered(turn, meeting, now)
    await invitations.refresh(turn, meeting, now)
    await live.refresh(turn, meeting.id)
    return now


async def _write(turn: Turn, invitee: Invitee, draft: Draft, before: Absence | None) -> None:
    reason = draft.reason or ""
    if before is None or before.reason != reason:
        await absences.ask(turn.tx, invitee.id, reason, turn.now)
    chosen = draft.substitute
    named = (None, "", "", "") if chosen is None else (
        chosen.membership, chosen.name, chosen.title or "", chosen.phone or ""
    )  # fmt: skip
    stood = (None, "", "", "") if before is None else (
        before.substitute_id, before.substitute_name, before.substitute_title, before.substitute_phone
    )  # fmt: skip
    again = before is not None and before.substitute_says == "declined" and chosen is not None
    if named != stood or again:
        await absences.substitute(
            turn.tx, invitee.id, membership_id=named[0], name=named[1], title=named[2], phone=named[3]
        )
    await absences.opinion(turn.tx, invitee.id, draft.opinion, draft.file)


async def _note(turn: Turn, meeting: Meeting, invitee: Invitee, answer: str, by: int | None) -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action=f"invitation.{answer}",
        task_force_id=meeting.task_force_id,
        person_id=by,
        subject=f"invitee:{invitee.id}",
    )


async def _decide_alone(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """Who would have to agree to their own absence is not asked."""
    series = await rights.series_of(turn, meeting)
    absence = await absences.of_invitee(turn.tx, invitee.id)
    if absence is None or absence.decision or invitee.person_id is None:
        return
    if await standing.deciders(turn, meeting, series) and await standing.decides_alone(turn, meeting, series, invitee):
        await absences.decide(turn.tx, invitee.id, "granted", "", invitee.person_id, turn.now)


async def _ask_colleague(
    turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence, before: Absence | None
) -> None:
    if absence.substitute_id is None:
        return
    same = before is not None and before.substitute_id == absence.substitute_id and absence.substitute_says != ""
    if same:
        await standing_in.refresh(turn, meeting, invitee, absence)
    elif before is None or before.version != absence.version:
        await standing_in.ask(turn, meeting, invitee, absence)


async def tell_entered(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """Somebody of the office entered the answer: the invitee can see that, and object."""
    by = "" if turn.person is None else turn.person.full_name
    for to in await telling.recipients(turn, [invitee], substitutes=False):
        facts = await telling.facts(turn, meeting, to.locale, to.person_id)
        await telling.tell(
            turn, to, AnswerEntered(facts, by, invitee.answer),
            dedupe_key=f"entered:{invitee.id}:{turn.now:%Y%m%d%H%M%S}:{invitee.answer}",
        )  # fmt: skip
