"""The consent to an absence: who is asked for it, and the card on which it is decided."""

from collections.abc import Mapping, Sequence
from typing import Literal

from handlers.meetings import rights, telling
from handlers.meetings.absences.absence_taps import DecideAbsence
from handlers.meetings.invite import standing
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages.contexts.absence import ConsentAsked
from messages.contexts.invitations import AbsentState
from messages.model import Button, Keyboard, Label
from storage import absences, invitees, meetings, people
from storage.absences import Absence
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Person
from taskforce import absences as rules
from taskforce.absences import AbsenceState
from taskforce.roles import Role

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
    """What nobody has seen to yet: consent that was not asked for (its chair came to be, or came to the bot, later);
    the colleague who stands in has left, or cannot be reached any more."""
    for meeting in await meetings.in_state(turn.tx, ["called"]):
        if standing.phase(meeting, turn.now) != "open":
            continue
        async with apart(turn, f"Asking for consent in meeting {meeting.id}"):
            away = await absences.of_meeting(turn.tx, meeting.id)
            for invitee in await invitees.of_meeting(turn.tx, meeting.id) if away else ():
                if invitee.id in away and invitee.answer:
                    await _look_after(turn, meeting, invitee, away[invitee.id])


async def _look_after(turn: Turn, meeting: Meeting, invitee: Invitee, absence: Absence) -> None:
    from handlers.meetings.absences import standing_in  # it leads back here

    await ask(turn, meeting, invitee, absence)
    await standing_in.miss(turn, meeting, invitee, absence)


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


async def need(turn: Turn, invitee_id: int) -> tuple[Meeting, Invitee]:
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


async def show(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
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
