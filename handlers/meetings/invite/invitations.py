"""The invitation: a card for each invitee that edits itself, the calendar entry, the files."""

from collections.abc import Sequence
from typing import Literal

from handlers.meetings import rights, telling
from handlers.meetings.absences.absence_taps import ChangeAbsence
from handlers.meetings.conclude import followup
from handlers.meetings.convene import papers
from handlers.meetings.invite import standing
from handlers.meetings.taps import GetCalendarFile, GetPapers, Respond
from handlers.meetings.telling import Recipient
from handlers.sweeping import apart
from handlers.turn import Turn
from messages import render
from messages.contexts.invitations import AgendaPoint, CalendarFile, GuestInvitation, Invitation
from messages.documents.model import CalendarEntry
from messages.model import Button, Keyboard, Label, Message
from messages.render import local
from storage import absences, agenda, audit, invitees, meetings, units
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.outbox import Priority

_LONGEST_COPY = 256
"""Characters that a button can put on the clipboard (Telegram facts, Limits)."""

# Sending


async def send(turn: Turn, meeting: Meeting, invited: Sequence[Invitee]) -> None:
    """The card, the calendar entry and the files to each of the invited, once for each time they were invited."""
    for invitee in invited:
        if not invitee.answer and await absences.of_invitee(turn.tx, invitee.id) is not None:
            await absences.withdraw(turn.tx, invitee.id)  # of the time before they were taken off the list
        key = f"invitation:{meeting.id}:{invitee.membership_id}:{invitee.added_at:%Y%m%d%H%M%S}"
        for to in await telling.recipients(turn, [invitee], substitutes=False):
            message, keyboard = await card(turn, meeting, invitee, to.locale)
            handle = telling.invitation_handle(invitee)
            if await telling.tell(turn, to, message, keyboard, dedupe_key=key, handle=handle):
                await meetings.mark_stage(turn.tx, meeting.id, _sent_stage(invitee), turn.now)
                await send_calendar(turn, meeting, to)
                if not invitee.is_guest:  # what the files may be shown to is for the office to judge
                    await papers.send(turn, meeting, [to], await agenda.papers(turn.tx, meeting.id))


def _sent_stage(invitee: Invitee) -> str:
    """As ``invitees.joined_since`` looks it up."""
    return f"invited:{invitee.id}:{invitee.membership_id}"


async def send_calendar(
    turn: Turn,
    meeting: Meeting,
    to: Recipient,
    method: Literal["REQUEST", "CANCEL"] = "REQUEST",
    *,
    occasion: str = "",
) -> None:
    """The calendar entry of what holds now, once to each recipient for each ``sequence`` (and ``occasion``)."""
    await turn.send_document(
        to.chat_id,
        file_name(meeting),
        await calendar_entry(turn, meeting, to.locale, method),
        CalendarFile(await telling.facts(turn, meeting, to.locale, to.person_id), method == "CANCEL"),
        locale=to.locale,
        dedupe_key=f"calendar:{meeting.id}:{meeting.sequence}:{method}:{to.key}:{to.chat_id}:{occasion}",
        priority=Priority.NOTICE,
    )


def file_name(meeting: Meeting) -> str:
    """The calendar file's name, without its suffix."""
    return f"lich-hop-{meeting.id}"


async def calendar_entry(
    turn: Turn, meeting: Meeting, locale: str, method: Literal["REQUEST", "CANCEL"] = "REQUEST"
) -> CalendarEntry:
    """The meeting for a phone's calendar, in the words of that language."""
    body = (await turn.charter(meeting.task_force_id)).body
    series = await rights.series_of(turn, meeting)
    title = series.title.localised(locale) if series.title else series.key
    chair = await telling.chair_line(turn, meeting, locale)
    points = [f"{number}. {item.title}" for number, item in enumerate(await agenda.items(turn.tx, meeting.id), 1)]
    said = [
        body.name,
        render.label(Label("invitations.chaired_by", {"name": chair}), locale) if chair else "",
        *points,
        series.cite,
        meeting.change_reason if method == "CANCEL" else "",
    ]
    return CalendarEntry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        summary=meeting.subject or title,
        starts_at=local(meeting.begin, body.timezone),
        stamp=local(turn.now, body.timezone),
        ends_at=None if meeting.ends_at is None else local(meeting.ends_at, body.timezone),
        method=method,
        zone=body.timezone,
        place=meeting.place,
        link=meeting.link,
        description="\n".join(line for line in said if line),
        organiser=body.short_name or body.name,
    )


# The card


async def refresh(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """Show the invitee's card as it is now, where it stands."""
    message, keyboard = await card(turn, meeting, invitee, invitee.locale)
    await standing.refresh(turn, invitee.chat_id, telling.invitation_handle(invitee), message, keyboard, invitee.locale)


async def refresh_all(turn: Turn, meeting: Meeting) -> None:
    """After a change or a cancellation: every card says what holds now."""
    for invitee in await invitees.of_meeting(turn.tx, meeting.id):
        await refresh(turn, meeting, invitee)


async def show(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """The card to the invitee, who is there: in place, or at the end of the chat."""
    message, keyboard = await card(turn, meeting, invitee, turn.locale)
    await standing.present(turn, telling.invitation_handle(invitee), message, keyboard)


async def card(turn: Turn, meeting: Meeting, invitee: Invitee, locale: str) -> tuple[Message, Keyboard]:
    """What the invitee's card says, and its buttons."""
    if invitee.is_guest:
        return await _guest_card(turn, meeting, invitee, locale)
    absence = await absences.of_invitee(turn.tx, invitee.id)
    files = await agenda.papers(turn.tx, meeting.id)
    message = Invitation(
        facts=await telling.facts(turn, meeting, locale, invitee.person_id),
        name=invitee.full_name,
        place=await _place(turn, meeting, invitee, locale),
        phase=standing.phase(meeting, turn.now),
        agenda=await agenda_points(turn, meeting, invitee.unit_id),
        followups=await followup.lines(turn, meeting.task_force_id, meeting.series, meeting),
        papers=len(files),
        late_reason=meeting.late_reason,
        change_reason=meeting.change_reason,
        answer=invitee.answer,
        by_phone=invitee.by_phone,
        absence=None if absence is None else await standing.shown(turn, meeting, invitee, absence),
        needs=await standing.needs(turn, meeting, invitee, locale),
    )
    return message, await _keyboard(turn, meeting, invitee, len(files))


async def agenda_points(turn: Turn, meeting: Meeting, own_unit: int | None) -> tuple[AgendaPoint, ...]:
    """The points of the agenda, with who prepares each; those of the own unit are marked."""
    items = await agenda.items(turn.tx, meeting.id)
    assigned = [item.unit_id for item in items if item.unit_id is not None]
    known = await units.by_ids(turn.tx, assigned) if assigned else {}
    return tuple(
        AgendaPoint(
            item.title,
            "" if item.unit_id is None else known[item.unit_id].short_name or known[item.unit_id].name,
            item.unit_id is not None and item.unit_id == own_unit,
        )
        for item in items
    )


async def _place(turn: Turn, meeting: Meeting, invitee: Invitee, locale: str) -> str:
    """As what they are invited, for somebody who is invited in several places."""
    if invitee.chat_id is None or len(await invitees.of_chat(turn.tx, meeting.id, invitee.chat_id)) < 2:
        return ""
    titles = (await turn.charter(meeting.task_force_id)).titles
    return ", ".join(filter(None, (titles.of(invitee.role, locale), invitee.unit_name)))


async def _guest_card(turn: Turn, meeting: Meeting, invitee: Invitee, locale: str) -> tuple[Message, Keyboard]:
    body = (await turn.charter(meeting.task_force_id)).body
    phase = standing.phase(meeting, turn.now)
    message = GuestInvitation(
        facts=await telling.facts(turn, meeting, locale),
        body=body.name,
        name=invitee.full_name,
        phase=phase,
        agenda=tuple(item.title for item in await agenda.items(turn.tx, meeting.id)),
        change_reason=meeting.change_reason,
        answer=invitee.answer,
    )
    if phase == "cancelled":
        return message, ()
    answers = _answers(invitee, send=False) if phase == "open" else ()
    calendar = Button(Label("invitations.calendar"), data=GetCalendarFile(meeting.id).pack())
    return message, (*standing.check_in_rows(meeting), *answers, (calendar,), *_link_rows(meeting))


async def _keyboard(turn: Turn, meeting: Meeting, invitee: Invitee, files: int) -> Keyboard:
    phase = standing.phase(meeting, turn.now)
    if phase == "cancelled":
        return ()
    send_instead = standing.may_send(await rights.series_of(turn, meeting))
    answers = _answers(invitee, send=send_instead) if phase == "open" else ()
    row = [Button(Label("invitations.calendar"), data=GetCalendarFile(meeting.id).pack())]
    if files:
        row.insert(0, Button(Label("invitations.papers", {"count": files}), data=GetPapers(meeting.id).pack()))
    links = _link_rows(meeting) if phase in ("open", "begun") else ()
    return (*standing.check_in_rows(meeting), *answers, tuple(row), *links)


def _answers(invitee: Invitee, *, send: bool) -> Keyboard:
    """The buttons that answer; what was answered is marked or changed by them."""

    def respond(words: str, what: str, style: Literal["success"] | None = None) -> Button:
        return Button(Label(f"invitations.{words}"), data=Respond(invitee.id, what).pack(), style=style)

    if invitee.answer in ("absent", "substitute") and not invitee.is_guest:
        change = [respond("change_absence", "n")]
        if send:
            words = "invitations.other_substitute" if invitee.answer == "substitute" else "invitations.send_somebody"
            change.append(Button(Label(words), data=ChangeAbsence(invitee.id, "substitute").pack()))
        return ((respond("coming_after_all", "y", "success"),), tuple(change))
    coming = respond("attending_chosen" if invitee.answer == "attending" else "attending", "y", "success")
    absent = respond("absent_chosen" if invitee.answer == "absent" else "absent", "n")
    return ((coming, absent), (respond("send_somebody", "s"),)) if send else ((coming, absent),)


def _link_rows(meeting: Meeting) -> Keyboard:
    """To open the link, or to take it to another device."""
    link = meeting.link
    if not link.startswith(("https://", "http://")):
        return ()
    row = [Button(Label("invitations.open_link"), url=link)]
    if len(link) <= _LONGEST_COPY:
        row.append(Button(Label("invitations.copy_link"), copy=link))
    return (tuple(row),)


# Those who come late to the bot, and those who take over a place


async def sweep(turn: Turn) -> None:
    """Who takes over an invitee's place is invited instead; who joins after the invitations went out gets theirs."""
    for invitee_id, membership_id in await invitees.handed_over(turn.tx, turn.now):
        async with apart(turn, f"Passing on invitation {invitee_id}"):
            await _pass_on(turn, invitee_id, membership_id)
    for meeting_id, invitee_id in await invitees.joined_since(turn.tx, turn.now):
        async with apart(turn, f"Sending invitation {invitee_id}"):
            invitee = await invitees.get(turn.tx, invitee_id)
            if invitee is not None:
                await send(turn, await meetings.get(turn.tx, meeting_id), [invitee])
                await meetings.mark_stage(turn.tx, meeting_id, _sent_stage(invitee), turn.now)


async def _pass_on(turn: Turn, invitee_id: int, membership_id: int) -> None:
    from handlers.meetings import by_mail  # it encloses the calendar entry
    from handlers.meetings.absences import absence_news  # they lead back here
    from handlers.meetings.hall import live  # they lead back here

    invitee = await invitees.get(turn.tx, invitee_id)
    if invitee is None:
        return
    meeting = await meetings.get(turn.tx, invitee.meeting_id)
    await absence_news.dropped(turn, meeting, invitee)
    others = await invitees.of_meeting(turn.tx, meeting.id)
    if any(one.membership_id == membership_id for one in others):
        await invitees.remove(turn.tx, invitee_id, turn.now)  # the successor was invited anyway
    else:
        await invitees.pass_on(turn.tx, invitee_id, membership_id)
        successor = await invitees.get(turn.tx, invitee_id)
        if successor is not None:
            await send(turn, meeting, [successor])
            await by_mail.invited(turn, meeting, [successor])
    await audit.note(
        turn.tx,
        now=turn.now,
        action="meeting.invitation_passed_on",
        task_force_id=meeting.task_force_id,
        subject=f"invitee:{invitee_id}",
        detail=f"membership:{membership_id}",
    )
    await live.refresh(turn, meeting.id)
