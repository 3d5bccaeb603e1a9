"""A change of a called meeting is made, and everybody concerned is told exactly what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.meetings import by_mail, rights, telling
from handlers.meetings.before import ahead, preparing, reminding
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations
from handlers.meetings.taps import SeeLive, SeeMeeting
from handlers.meetings.telling import Recipient
from handlers.turn import Turn
from messages.contexts.meeting_changes import ChangeLine, MeetingCancelled, MeetingChanged
from messages.model import Button, Keyboard, Label, Message
from messages.render import local
from storage import absences, audit, invitees, meeting_changes, meetings, memberships, people
from storage.invitees import Invitee
from storage.meeting_changes import Change
from storage.meetings import Meeting
from storage.people import Person
from taskforce.roles import Role


@dataclass(frozen=True, slots=True)
class Made:
    """What was done: the meeting as it is now, how many were told, and the names of those nothing reaches."""

    meeting: Meeting
    told: int
    unreachable: tuple[str, ...]


def changed(meeting: Meeting, change: Change) -> Meeting:
    """The meeting as it will be."""
    if change.what == "time":
        return replace(meeting, starts_at=change.starts, ends_at=change.ends)
    if change.what == "place":
        return replace(meeting, place=change.text)
    if change.what == "link":
        return replace(meeting, link=change.text)
    if change.what == "subject":
        return replace(meeting, subject=change.text)
    if change.what == "chair":
        return replace(meeting, chair_id=change.chair_id)
    if change.what == "agenda":
        return meeting  # its points stand in a table of their own
    return replace(meeting, state="cancelled")


async def lines(turn: Turn, meeting: Meeting, change: Change, locale: str) -> tuple[ChangeLine, ...]:
    """What changes, in that language; ``meeting`` is as it was before."""
    after = changed(meeting, change)
    if change.what == "time":
        zone = (await turn.charter(meeting.task_force_id)).body.timezone

        def here(moment: datetime | None) -> datetime | None:
            return None if moment is None else local(moment, zone)

        moments = (here(meeting.starts_at), here(meeting.ends_at), here(after.starts_at), here(after.ends_at))
        return (ChangeLine("time", "", "", *moments),)
    if change.what == "chair":
        names = [await telling.chair_line(turn, one, locale) for one in (meeting, after)]
        return (ChangeLine("chair", names[0], names[1]),)
    if change.what == "cancel":
        return (ChangeLine("cancel"),)
    if change.what == "agenda":
        was, now = change.value["before"], change.value["after"]
        added, removed = tuple(one for one in now if one not in was), tuple(one for one in was if one not in now)
        return (ChangeLine("agenda", added=added, removed=removed),)
    return (ChangeLine(change.what, getattr(meeting, change.what), getattr(after, change.what)),)


async def apply(turn: Turn, before: Meeting, change: Change, by: Person, *, late: bool) -> Made:
    """Make the change, which was allowed, and tell everybody; ``by`` decided it, ``late``: the notice is too late."""
    invited = await telling.invited(turn, before)
    hearing = await telling.recipients(turn, invited)
    others = await _office(turn, before, change)
    after = await _write(turn, before, change, late=late)
    await meeting_changes.decide(turn.tx, change.id, "made", by.id, turn.now)
    await audit.note(
        turn.tx, now=turn.now, action=f"meeting.{change.what}", task_force_id=before.task_force_id, person_id=by.id,
        subject=f"meeting:{before.id}", detail=f"change:{change.id} {change.by_order}".strip(),
    )  # fmt: skip
    if change.what == "time":
        await _ask_anew(turn, after, invited)
    for to in hearing:
        await _tell_invited(turn, before, after, change, to, by)
    heard = {to.person_id for to in hearing} | {by.id, change.by_person}  # who asked hears what was decided
    for person in others:
        if person.id not in heard:
            await _tell_office(turn, before, after, change, person, by)
    await by_mail.changed(
        turn, after, invited, lambda locale: lines(turn, before, change, locale), change.reason, by.full_name
    )
    await invitations.refresh_all(turn, after)
    await preparing.refresh(turn, after)
    await live.refresh(turn, after.id)
    return Made(after, len(hearing), tuple(one.full_name for one in invited if one.unreachable))


async def _write(turn: Turn, before: Meeting, change: Change, *, late: bool) -> Meeting:
    after = changed(before, change)
    columns: dict[str, str | int | datetime | None] = {"sequence": before.sequence + 1, "change_reason": change.reason}
    if change.what == "time":
        columns |= {
            "starts_at": after.starts_at,
            "ends_at": after.ends_at,
            "late_reason": change.reason if late else "",
        }
    elif change.what == "cancel":
        columns |= {"state": "cancelled", "cancelled_at": turn.now}
    elif change.what == "chair":
        columns["chair_id"] = change.chair_id
    elif change.what != "agenda":
        columns[change.what] = change.text
    return await meetings.change(turn.tx, before.id, **columns)


async def _ask_anew(turn: Turn, meeting: Meeting, invited: Sequence[Invitee]) -> None:
    """What was answered was about another time; only whoever chose the new one, and comes, has answered it by that."""
    await ahead.time_was_set(turn, meeting)
    away = await absences.of_meeting(turn.tx, meeting.id)
    for one in invited:
        chose = turn.person is not None and one.person_id == turn.person.id and one.answer == "attending"
        if one.answer and not chose:
            await invitees.answer(turn.tx, one.id, "", None, turn.now)
        if one.id in away:
            await absences.withdraw(turn.tx, one.id)


# Telling


async def _office(turn: Turn, meeting: Meeting, change: Change) -> list[Person]:
    """Who runs the meeting and hears of its changes, invited or not: the office, who made and called it, chairs."""
    found = {p.id: p for p in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])}
    ids = [meeting.created_by, meeting.called_by, change.by_person]
    for membership_id in (meeting.chair_id, change.chair_id):
        place = None if membership_id is None else await memberships.get(turn.tx, membership_id)
        ids.append(None if place is None else place.person_id)
    for person_id in ids:
        person = None if person_id is None else await people.by_id(turn.tx, person_id)
        if person is not None and person.roles_in(meeting.task_force_id):
            found[person.id] = person
    return list(found.values())


async def _tell_invited(turn: Turn, before: Meeting, after: Meeting, change: Change, to: Recipient, by: Person) -> None:
    stands_in_for = to.invitee.full_name if to.stands_in else ""
    key = f"changed:{after.id}:{after.sequence}"
    message = await _message(turn, before, after, change, to, by, stands_in_for)
    buttons = await _answer_rows(turn, after, to) if change.what == "time" else _see_row(after, change)
    await telling.tell(turn, to, message, buttons, dedupe_key=key)
    if change.what in ("time", "place", "link", "cancel"):
        await invitations.send_calendar(turn, after, to, "CANCEL" if change.what == "cancel" else "REQUEST")


async def _message(
    turn: Turn, before: Meeting, after: Meeting, change: Change, to: Recipient, by: Person, stands_in_for: str
) -> Message:
    name = to.invitee.full_name
    if to.stands_in and to.person_id is not None:
        name = (await turn.person_by_id(to.person_id)).full_name
    facts = await telling.facts(turn, after, to.locale, to.person_id)
    if change.what == "cancel":
        return MeetingCancelled(name, facts, change.reason, stands_in_for, by.full_name)
    return MeetingChanged(
        name=name,
        meeting=facts,
        lines=await lines(turn, before, change, to.locale),
        reason=change.reason,
        asked_again=change.what == "time",
        had_answered=bool(to.invitee.answer),
        stands_in_for=stands_in_for,
        late=bool(after.late_reason) and change.what == "time",
        by=by.full_name,
    )


async def _answer_rows(turn: Turn, meeting: Meeting, to: Recipient) -> Keyboard:
    if to.stands_in:
        return ()
    series = await rights.series_of(turn, meeting)
    return reminding.answer_buttons(series, meeting, to.invitee, papers=False)


def _see_row(meeting: Meeting, change: Change) -> Keyboard:
    if change.what == "cancel":
        return ()
    return ((Button(Label("meeting_times.see"), data=SeeMeeting(meeting.id).pack()),),)


async def _tell_office(turn: Turn, before: Meeting, after: Meeting, change: Change, person: Person, by: Person) -> None:
    facts = await telling.facts(turn, after, person.locale, person.id)
    message: Message
    if change.what == "cancel":
        message = MeetingCancelled(person.full_name, facts, change.reason, "", by.full_name)
    else:
        message = MeetingChanged(
            person.full_name, facts, await lines(turn, before, change, person.locale), change.reason,
            asked_again=False, had_answered=False, stands_in_for="", late=bool(after.late_reason), by=by.full_name,
        )  # fmt: skip
    see = Button(Label("meeting_times.live"), data=SeeLive(after.id).pack())
    await turn.notify(person, message, ((see,),), dedupe_key=f"changed:{after.id}:{after.sequence}:office")
