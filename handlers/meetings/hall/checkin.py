"""Check-in is opened and shown on the screen, and the meeting is closed: what those who run it do at the meeting."""

import itertools
import secrets
from datetime import datetime, timedelta

from handlers.meetings import rights, telling
from handlers.meetings.hall import entering, live, room
from handlers.meetings.hall.hall_taps import (
    AddUninvited,
    EndMeeting,
    GetAttendance,
    ListInvited,
    OpenCheckIn,
    ShowPoster,
    TypeCode,
)
from handlers.meetings.hall.room import Room
from handlers.meetings.invite import invitations
from handlers.meetings.taps import Conclude, SeeLive
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages import render
from messages.contexts.attendance import (
    CheckInCall,
    CheckInDesk,
    CheckInPosterSent,
    EndMeetingAsk,
    MeetingEnded,
    UninvitedAdded,
)
from messages.documents.model import CheckInPoster
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, checkin, invitees, meetings, memberships, people, sessions
from storage.meetings import Meeting

CLOSES_AFTER = timedelta(hours=6)
"""A meeting that nobody closed is closed so long after its end."""

LASTS = timedelta(hours=3)
"""How long a meeting without a fixed end is taken to last."""

_CALL_LIFETIME = timedelta(hours=6)
_DIGITS = "23456789"  # no 0 and 1, which a screen far away turns into letters


# Opening


async def open_check_in(turn: Turn, tap: OpenCheckIn) -> None:
    """Open check-in, tell whoever may come, and show the code; once it is open, show the code again."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if meeting.state != "called":
        await turn.toast(Label("attendance.not_open"), alert=True)
        return
    if turn.now < meeting.begin - live.OPENS:
        zone = (await turn.charter(meeting.task_force_id)).body.timezone
        at = local(meeting.begin - live.OPENS, zone)
        await turn.toast(Label("attendance.too_early", {"at": f"{at:%H:%M %d/%m}"}), alert=True)
        return
    called = 0
    if meeting.opened_at is None:
        meeting = await meetings.change(turn.tx, meeting.id, check_in_code=new_code(), opened_at=turn.now)
        await _record(turn, meeting, "meeting.check-in-opened")
        called = await _call_in(turn, meeting)
        await _send_poster(turn, meeting)
        await live.refresh(turn, meeting.id)
    await _show_desk(turn, meeting, called)


def new_code() -> str:
    """Four digits to read from a screen and to type: not all alike, not in a row, so that nobody hits on it."""
    while True:
        code = "".join(secrets.choice(_DIGITS) for _ in range(4))
        steps = {int(after) - int(before) for before, after in itertools.pairwise(code)}
        if steps not in ({0}, {1}, {-1}):
            return code


def link(turn: Turn, meeting: Meeting) -> str:
    """What the QR code holds: opens the bot and checks in."""
    return turn.surroundings.join_link(f"{entering.LINK_PREFIX}{meeting.id}-{meeting.check_in_code}")


async def _call_in(turn: Turn, meeting: Meeting) -> int:
    """Tell whoever may come that check-in is open; returns how many are told."""
    seen = await room.load(turn, meeting)
    away = {one.id for one in seen.invited if seen.standing(one) in ("absent", "substitute")}
    button = Button(Label("attendance.check_in"), data=TypeCode(meeting.id).pack(), style="primary")
    told = 0
    for to in await telling.recipients(turn, seen.invited):
        if not to.stands_in and (to.invitee.id in away or to.invitee.unreachable):
            continue  # they said that they do not come (who comes in their place is told), or cannot be told
        facts = await telling.facts(turn, meeting, to.locale, to.person_id)
        call = CheckInCall(facts, to.invitee.full_name if to.stands_in else "")
        told += await telling.tell(
            turn, to, call, ((button,),), dedupe_key=f"check-in:{meeting.id}", expires_in=_CALL_LIFETIME
        )
    return told


async def _show_desk(turn: Turn, meeting: Meeting, called: int) -> None:
    message = CheckInDesk(await telling.facts(turn, meeting, turn.locale), meeting.check_in_code or "", called)
    tick = Button(Label("attendance.tick"), data=ListInvited(meeting.id, 0, "a").pack(), style="primary")
    rows: list[tuple[Button, ...]] = [
        (
            Button(Label("attendance.poster"), data=ShowPoster(meeting.id).pack()),
            Button(Label("attendance.copy_link"), copy=link(turn, meeting)),
        ),
        (tick, Button(Label("attendance.live"), data=SeeLive(meeting.id).pack())),
    ]
    if turn.now >= meeting.begin:
        rows.append((Button(Label("attendance.end"), data=EndMeeting(meeting.id, 0).pack()),))
    await turn.card(f"check-in-desk:{meeting.id}", message, tuple(rows))


async def show_poster(turn: Turn, tap: ShowPoster) -> None:
    """The QR code once more."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if not entering.is_open(meeting):
        await turn.toast(Label("attendance.not_open"), alert=True)
        return
    await _send_poster(turn, meeting)


async def _send_poster(turn: Turn, meeting: Meeting) -> None:
    code = meeting.check_in_code or ""
    caption = CheckInPosterSent(await telling.facts(turn, meeting, turn.locale), code)
    name = render.label(Label("attendance.poster_file"), turn.locale)
    await turn.send_document(turn.chat_id, name, CheckInPoster(link(turn, meeting), code), caption, locale=turn.locale)


async def _record(turn: Turn, meeting: Meeting, action: str, detail: str = "") -> None:
    await audit.note(
        turn.tx, now=turn.now, action=action, task_force_id=meeting.task_force_id,
        person_id=None if turn.person is None else turn.person.id, subject=f"meeting:{meeting.id}", detail=detail,
    )  # fmt: skip


# Who came without being invited


async def add_uninvited(turn: Turn, tap: AddUninvited) -> None:
    """Put the member on the list, present; they are told."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    place = await memberships.get(turn.tx, tap.membership)
    if place is None or place.task_force_id != meeting.task_force_id or place.state != "active":
        raise NotAllowed(f"membership {tap.membership}")
    if not entering.is_open(meeting):
        await turn.toast(Label("attendance.not_open"), alert=True)
        return
    assert turn.person is not None  # noqa: S101 - whoever may run it is known
    one = await invitees.add_member(turn.tx, meeting.id, place.id, turn.now)
    if one.present_from is None:
        await invitees.came(turn.tx, one.id, "secretary", turn.now, by_substitute=False)
        await _record(turn, meeting, "meeting.attendance", f"invitee:{one.id} added")
        await live.refresh(turn, meeting.id)
        person = None if place.person_id is None else await people.by_id(turn.tx, place.person_id)
        if person is not None and person.id != turn.person.id:
            at, zone = turn.now, (await turn.charter(meeting.task_force_id)).body.timezone
            await entering.tell_entered(turn, meeting, person, local(at, zone))
    facts = await telling.facts(turn, meeting, turn.locale)
    await turn.card(
        entering.uninvited_handle(meeting, place), UninvitedAdded(facts, place.full_name, turn.person.full_name)
    )


# The end


async def end_meeting(turn: Turn, tap: EndMeeting) -> None:
    """Ask, then close the meeting; what was noted is the record."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if meeting.state != "called":
        await turn.toast(Label("attendance.over_already" if meeting.state == "held" else "attendance.not_open"))
        return
    if turn.now < meeting.begin:
        await turn.toast(Label("attendance.not_begun"), alert=True)
        return
    if tap.sure:
        await _close(turn, meeting, turn.now)
        await turn.card(_end_handle(meeting), *await _ended(turn, meeting.id, turn.locale, by_itself=False))
        return
    seen = await room.load(turn, meeting)
    ask = EndMeetingAsk(await telling.facts(turn, meeting, turn.locale), seen.tally())
    yes = Button(Label("attendance.end_yes"), data=EndMeeting(meeting.id, 1).pack(), style="primary")
    no = Button(Label("attendance.end_no"), data=ListInvited(meeting.id, 0, "o").pack())
    await turn.card(_end_handle(meeting), ask, ((yes,), (no,)))


def _end_handle(meeting: Meeting) -> str:
    return f"meeting-end:{meeting.id}"


async def _close(turn: Turn, meeting: Meeting, at: datetime) -> None:
    held = await meetings.change(turn.tx, meeting.id, state="held", closed_at=at)
    await _record(turn, meeting, "meeting.closed")
    await checkin.forget(turn.tx, meeting.id)
    for session in await sessions.about(turn.tx, entering.KIND, entering.subject_of(meeting.id)):
        await sessions.end(turn.tx, session.id)
    await invitations.refresh_all(turn, held)
    await live.refresh(turn, meeting.id)


async def _ended(turn: Turn, meeting_id: int, locale: str, *, by_itself: bool) -> tuple[MeetingEnded, Keyboard]:
    seen: Room = await room.load(turn, await meetings.get(turn.tx, meeting_id))
    facts = await telling.facts(turn, seen.meeting, locale)
    message = MeetingEnded(facts, seen.tally(), seen.at(seen.meeting.closed_at) or turn.now, by_itself)
    return message, (
        (Button(Label("attendance.conclude"), data=Conclude(meeting_id).pack(), style="primary"),),
        (
            Button(Label("attendance.sheet"), data=GetAttendance(meeting_id).pack()),
            Button(Label("attendance.correct"), data=ListInvited(meeting_id, 0, "a").pack()),
        ),
    )


async def sweep(turn: Turn) -> None:
    """Bring the buttons of the hour onto the live cards; close the meetings that nobody closed."""
    for meeting in await meetings.in_state(turn.tx, ["called"]):
        async with apart(turn, f"The check-in of meeting {meeting.id}"):
            await _look_at(turn, meeting)


async def _look_at(turn: Turn, meeting: Meeting) -> None:
    begin = meeting.begin
    end = meeting.ends_at or begin + LASTS
    if turn.now >= end + CLOSES_AFTER:
        await _close(turn, meeting, end)
        for person in await live.office(turn, meeting):
            message, keyboard = await _ended(turn, meeting.id, person.locale, by_itself=True)
            await turn.notify(person, message, keyboard, dedupe_key=f"meeting-closed:{meeting.id}")
        return
    if meeting.opened_at is not None and turn.now < begin - live.OPENS:
        await _shut_again(turn, meeting)
    for stage, at in (("opens", begin - live.OPENS), ("begun", begin)):
        name = f"live-{stage}:{begin:%Y-%m-%dT%H:%M}"
        if turn.now >= at and await meetings.mark_stage(turn.tx, meeting.id, name, turn.now):
            await live.refresh(turn, meeting.id)


async def _shut_again(turn: Turn, meeting: Meeting) -> None:
    """The meeting was moved to later when check-in was open: who had come has not come to that one."""
    await meetings.change(turn.tx, meeting.id, opened_at=None, check_in_code=None)
    for one in await invitees.of_meeting(turn.tx, meeting.id):
        if one.present_from is not None:
            await invitees.was_not_there(turn.tx, one.id)
    await live.refresh(turn, meeting.id)
