"""An invitee's answer, by one tap; and the files and the calendar entry whenever they are asked for."""

from handlers.meetings import rights, telling
from handlers.meetings.absences import absence, absence_cards, absence_filing, absence_news
from handlers.meetings.hall import live
from handlers.meetings.invite import invitations, standing
from handlers.meetings.taps import GetCalendarFile, GetPapers, Respond
from handlers.turn import NotAllowed, Turn
from messages.contexts.invitations import CalendarFile
from messages.model import Label
from storage import absences, agenda, audit, invitees, meetings, outbox, sessions
from storage.invitees import Answer, Invitee
from storage.meetings import Meeting

# Answering


async def respond(turn: Turn, tap: Respond) -> None:
    """The invitee comes, does not, or sends somebody; those who run the meeting may say so for them."""
    invitee = await invitees.get(turn.tx, tap.invitee)
    if invitee is None or not invitee.living:
        await _not_invited(turn, tap.invitee)
        return
    meeting = await meetings.get(turn.tx, invitee.meeting_id)
    own = standing.is_own(turn, invitee)
    if not own and not (turn.person is not None and await rights.may_run(turn, meeting)):
        await _not_invited(turn, tap.invitee)
        return
    phase = standing.phase(meeting, turn.now)
    if phase != "open":
        await turn.toast(Label(f"invitations.closed_{phase}"), alert=True)
        await invitations.refresh(turn, meeting, invitee)
    elif tap.what == "y":
        await _answer(turn, meeting, invitee, "attending", own=own)
    elif tap.what == "n" and invitee.is_guest:
        await _answer(turn, meeting, invitee, "absent", own=own)
    elif tap.what in ("n", "s") and not invitee.is_guest:
        await absence.begin(turn, invitee, tap.what)
    else:
        raise NotAllowed(f"answer {tap.what}")


async def _not_invited(turn: Turn, invitee_id: int) -> None:
    """An old card of somebody who was taken off the list, who left, or whose place another has now.

    Raises:
        NotAllowed: it never was theirs.
    """
    if not await outbox.will_stand(turn.tx, turn.chat_id, f"invitation:{invitee_id}"):
        raise NotAllowed(f"invitee {invitee_id}")
    await turn.toast(Label("invitations.not_invited"), alert=True)


async def _answer(turn: Turn, meeting: Meeting, invitee: Invitee, what: Answer, *, own: bool) -> None:
    """Comes, or (a guest) does not."""
    again = invitee.answer == what
    if not again:
        await _take(turn, meeting, invitee, what)
    if own:
        await _show(turn, meeting, invitee)
        await turn.toast(Label("invitations.already" if again else "invitations.noted"))
        return
    if not again:
        await audit.note(
            turn.tx,
            now=turn.now,
            action=f"invitation.{what}",
            task_force_id=meeting.task_force_id,
            person_id=None if turn.person is None else turn.person.id,
            subject=f"invitee:{invitee.id}",
        )
        now = await invitees.get(turn.tx, invitee.id)
        if now is not None:
            await invitations.refresh(turn, meeting, now)
            await absence_filing.tell_entered(turn, meeting, now)
    await turn.toast(Label("invitations.entered", {"name": invitee.full_name}))


async def _take(turn: Turn, meeting: Meeting, invitee: Invitee, what: Answer) -> None:
    """Write it down; who comes themselves comes in all their places, unless they said otherwise for one."""
    await absence_news.withdraw(turn, meeting, invitee)
    for row in await sessions.about(turn.tx, absence.KIND, absence_cards.handle_of(invitee.id)):
        await sessions.end(turn.tx, row.id)
    withdraws = invitee.is_guest and invitee.answer == "attending" and what == "absent"
    by = None if turn.person is None or (invitee.is_guest and standing.is_own(turn, invitee)) else turn.person.id
    await invitees.answer(turn.tx, invitee.id, what, by, turn.now)
    now = await invitees.get(turn.tx, invitee.id)
    if now is not None:
        await absence_cards.refresh_sent(turn, meeting, now)
        if withdraws:
            await absence_news.guest_gone(turn, meeting, now)
    if not invitee.is_guest and invitee.chat_id is not None:
        for other in await invitees.of_chat(turn.tx, meeting.id, invitee.chat_id):
            if not other.answer and not other.is_guest:
                await invitees.answer(turn.tx, other.id, what, by, turn.now)
        for other in await invitees.of_chat(turn.tx, meeting.id, invitee.chat_id):
            if other.id != invitee.id:
                await invitations.refresh(turn, meeting, other)
    await live.refresh(turn, meeting.id)


async def _show(turn: Turn, meeting: Meeting, invitee: Invitee) -> None:
    """The card on which was tapped, with the answer on it."""
    now = await invitees.get(turn.tx, invitee.id)
    if now is not None:
        await invitations.show(turn, meeting, now)


# Files


async def get_papers(turn: Turn, tap: GetPapers) -> None:
    """The files of the meeting, once more: for members who are invited, who stand in, or who run it."""
    meeting, is_guest = await _reader(turn, tap.meeting)
    if is_guest:
        raise NotAllowed(f"papers of meeting {tap.meeting}")
    files = await agenda.papers(turn.tx, meeting.id)
    if not files:
        await turn.toast(Label("invitations.no_papers"))
        return
    minute = f"{turn.now:%Y%m%d%H%M}"  # a double tap sends them once
    for paper in files:
        await turn.forward_file(
            turn.chat_id, paper.file_id, paper.kind, None, locale=turn.locale,
            dedupe_key=f"paper-again:{paper.id}:{turn.chat_id}:{minute}",
        )  # fmt: skip


async def get_calendar_file(turn: Turn, tap: GetCalendarFile) -> None:
    """The calendar entry of the meeting, once more: for the invited, guests too, who stands in, or who runs it."""
    meeting, _ = await _reader(turn, tap.meeting)
    if meeting.starts_at is None or meeting.state != "called":
        await turn.toast(Label("invitations.no_calendar"), alert=True)
        return
    await turn.send_document(
        turn.chat_id,
        invitations.file_name(meeting),
        await invitations.calendar_entry(turn, meeting, turn.locale),
        CalendarFile(await telling.facts(turn, meeting, turn.locale), False),
        locale=turn.locale,
        dedupe_key=f"calendar-again:{meeting.id}:{meeting.sequence}:{turn.chat_id}:{turn.now:%Y%m%d%H%M}",
    )


async def _reader(turn: Turn, meeting_id: int) -> tuple[Meeting, bool]:
    """The meeting, for somebody who is invited to it, stands in, or runs it; and whether they are a guest.

    Raises:
        NotAllowed: it is not theirs to read.
    """
    meeting = await meetings.find(turn.tx, meeting_id)
    if meeting is None or turn.incoming is None:
        raise NotAllowed(f"meeting {meeting_id}")
    invited = await invitees.of_chat(turn.tx, meeting.id, turn.incoming.sender_id)
    if any(not one.is_guest for one in invited) or await _stands_in(turn, meeting):
        return meeting, False
    if turn.person is not None and meeting.task_force_id in turn.person.task_force_ids:
        if not await rights.may_run(turn, meeting):
            raise NotAllowed(f"meeting {meeting_id}")
        return meeting, False
    if not invited:
        raise NotAllowed(f"meeting {meeting_id}")
    return meeting, True


async def _stands_in(turn: Turn, meeting: Meeting) -> bool:
    """Whether whoever is there was asked to come in somebody's place, and did not decline."""
    if turn.person is None:
        return False
    for one in await absences.standing_in(turn.tx, turn.person.id):
        invitee = await invitees.get(turn.tx, one.invitee_id)
        if invitee is not None and invitee.meeting_id == meeting.id and one.substitute_says != "declined":
            return True
    return False
