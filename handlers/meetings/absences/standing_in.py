"""A registered colleague who is asked to come in a member's place: takes it or not, and gets all that is needed."""

from collections.abc import Sequence
from typing import Literal

from handlers.meetings import telling
from handlers.meetings.absences import absence_cards, consent
from handlers.meetings.absences.absence_taps import ChangeAbsence, StandIn
from handlers.meetings.convene import papers
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations, standing
from handlers.meetings.taps import GetCalendarFile, GetPapers, Respond
from handlers.meetings.telling import Recipient
from handlers.turn import NotAllowed, Turn
from messages.contexts.absence import StandInAsked, StandInSays
from messages.model import Button, Keyboard, Label
from storage import absences, agenda, invitees, meetings, memberships, people
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Person
from taskforce.roles import Role

Status = Literal["asked", "accepted", "declined", "released", "not-agreed"]
Lost = Literal["", "left", "unreachable"]


def handle_of(invitee: Invitee) -> str:
    """Our name for the card of the colleague who stands in."""
    return f"stand-in:{invitee.id}"


async def person_of(turn: Turn, absence: Absence) -> Person | None:
    """The colleague who was asked, if they are (still) there."""
    place = None if absence.substitute_id is None else await memberships.get(turn.tx, absence.substitute_id)
    if place is None or place.state != "active" or place.person_id is None:
        return None
    return await turn.person_by_id(place.person_id)


async def ask(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    """Ask the colleague, once for each time the absence changed."""
    await _send(turn, meeting, invitee, absence, "asked")


async def release(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    """They are not needed any more: ``absence`` is as it was when they were."""
    person = await person_of(turn, absence)
    if person is None or absence.substitute_says == "declined":
        return
    await _send(turn, meeting, invitee, absence, "released")
    if absence.substitute_says == "accepted" and person.telegram_id is not None:
        to = Recipient(invitee, person.telegram_id, person.locale, person.id, stands_in=True)
        await invitations.send_calendar(turn, meeting, to, "CANCEL", occasion=str(absence.version))


async def not_agreed(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    """The absence was not agreed to: the colleague hears that it is not settled."""
    if absence.substitute_says != "declined":
        await _send(turn, meeting, invitee, absence, "not-agreed")


async def _send(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence, status: Status) -> None:
    person = await person_of(turn, absence)
    if person is None:
        return
    message = await _message(turn, meeting, invitee, person, status)
    key = f"stand-in:{invitee.id}:{absence.version}:{status}"
    await standing.renew(
        turn, person, handle_of(invitee), message, await _buttons(turn, meeting, invitee, absence, status),
        dedupe_key=key,
    )  # fmt: skip


async def refresh(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    """The colleague's card as it is now, where it stands."""
    person = await person_of(turn, absence)
    if person is None:
        return
    status: Status = absence.substitute_says or "asked"
    message = await _message(turn, meeting, invitee, person, status)
    keyboard = await _buttons(turn, meeting, invitee, absence, status)
    await standing.refresh(turn, person.telegram_id, handle_of(invitee), message, keyboard, person.locale)


async def _message(turn: Turn, meeting: Meeting, invitee: Invitee, reader: Person, status: Status) -> StandInAsked:
    items = await agenda.items(turn.tx, meeting.id)
    return StandInAsked(
        facts=await telling.facts(turn, meeting, reader.locale, reader.id),
        who=invitee.full_name,
        title=await standing.title_of(turn, meeting, invitee, reader.locale),
        agenda=tuple(item.title for item in items),
        status=status,
    )


async def _buttons(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence, status: Status) -> Keyboard:
    check_in = standing.check_in_rows(meeting) if status == "accepted" else ()
    if status in ("released", "not-agreed") or standing.phase(meeting, turn.now) != "open":
        return check_in
    yes = Button(Label("absence.stand_in"), data=StandIn(invitee.id, absence.version, 1).pack(), style="success")
    no = Button(Label("absence.not_stand_in"), data=StandIn(invitee.id, absence.version, 0).pack())
    if status == "declined":
        return ((yes,),)
    if status == "asked":
        return ((yes, no),)
    row = [Button(Label("invitations.calendar"), data=GetCalendarFile(meeting.id).pack())]
    if files := len(await agenda.papers(turn.tx, meeting.id)):
        row.insert(0, Button(Label("invitations.papers", {"count": files}), data=GetPapers(meeting.id).pack()))
    return (*check_in, tuple(row), (no,))


# The colleague's answer


async def respond(turn: Turn, tap: StandIn) -> None:
    """The colleague comes in the member's place, or cannot."""
    invitee = await invitees.get(turn.tx, tap.invitee)
    absence = None if invitee is None else await absences.of_invitee(turn.tx, invitee.id)
    if turn.person is None:
        raise NotAllowed(f"stand in for {tap.invitee}")
    if invitee is None or absence is None:
        await turn.toast(Label("absence.not_needed"), alert=True)
        return
    person = await person_of(turn, absence)
    if person is None or person.id != turn.person.id:
        raise NotAllowed(f"stand in for {tap.invitee}")
    meeting = await meetings.get(turn.tx, invitee.meeting_id)
    phase = standing.phase(meeting, turn.now)
    if phase != "open" or tap.version != absence.version:
        words = "absence.changed_meanwhile" if phase == "open" else f"invitations.closed_{phase}"
        await turn.toast(Label(words), alert=True)
        await refresh(turn, meeting, invitee, absence)
        return
    says: Literal["accepted", "declined"] = "accepted" if tap.yes else "declined"
    if absence.substitute_says == says:
        await turn.toast(Label("absence.decided_already"))
        return
    await _take(turn, meeting, invitee, person, says)


async def _write(turn: Turn, invitee: Invitee, says: Literal["accepted", "declined"]) -> tuple[Invitee, Absence]:
    await absences.substitute_says(turn.tx, invitee.id, says)
    answer: Literal["absent", "substitute"] = "substitute" if says == "accepted" else "absent"
    await invitees.answer(turn.tx, invitee.id, answer, invitee.answered_by, turn.now)
    now = await invitees.get(turn.tx, invitee.id)
    absence = await absences.of_invitee(turn.tx, invitee.id)
    assert now is not None and absence is not None  # noqa: S101, PT018 - just written
    return now, absence


async def _take(
    turn: Turn, meeting: Meeting, invitee: Invitee, person: Person, says: Literal["accepted", "declined"]
) -> None:
    now, absence = await _write(turn, invitee, says)
    message = await _message(turn, meeting, now, person, says)
    await standing.present(turn, handle_of(now), message, await _buttons(turn, meeting, now, absence, says))
    if says == "accepted" and person.telegram_id is not None:
        to = Recipient(now, person.telegram_id, person.locale, person.id, stands_in=True)
        await invitations.send_calendar(turn, meeting, to, occasion=str(absence.version))
        await papers.send(turn, meeting, [to], await agenda.papers(turn.tx, meeting.id))
    told = await standing.concerned(turn, now)
    await _tell(turn, meeting, now, absence, told, person.full_name)
    await _refresh_others(turn, meeting, now)


async def _refresh_others(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    await invitations.refresh(turn, meeting, invitee)
    await absence_cards.refresh_sent(turn, meeting, invitee)
    await consent.refresh(turn, meeting, invitee)
    await live.refresh(turn, meeting.id)


async def miss(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    """The colleague has left, or cannot be reached any more: the member and the office hear it, another is needed."""
    if absence.substitute_id is None or absence.substitute_says == "declined" or absence.decision == "refused":
        return
    person = await person_of(turn, absence)
    if person is not None and person.telegram_id is not None and person.unreachable_since is None:
        return
    now, absence = await _write(turn, invitee, "declined")
    told = {one.id: (one, name) for one, name in await standing.concerned(turn, now)}
    for one in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY]):
        told.setdefault(one.id, (one, now.full_name))
    why: Lost = "left" if person is None else "unreachable"
    await _tell(turn, meeting, now, absence, list(told.values()), absence.substitute_name, why)
    if person is not None:
        await refresh(turn, meeting, now, absence)
    await _refresh_others(turn, meeting, now)


async def _tell(
    turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence, told: Sequence[tuple[Person, str]],
    substitute: str, lost: Lost = "",
) -> None:  # fmt: skip
    accepted = absence.substitute_says == "accepted"
    other = Button(Label("absence.other_substitute"), data=ChangeAbsence(invitee.id, "substitute").pack())
    coming = Button(Label("invitations.coming_after_all"), data=Respond(invitee.id, "y").pack(), style="success")
    keyboard: Keyboard = () if accepted else ((other,), (coming,))
    key = f"stand-in-says:{invitee.id}:{absence.version}:{absence.substitute_says}:{turn.now:%Y%m%d%H%M%S}"
    for reader, name in told:
        facts = await telling.facts(turn, meeting, reader.locale, reader.id)
        message = StandInSays(facts, name, substitute, accepted, lost)
        await turn.notify(reader, message, keyboard, dedupe_key=key)
