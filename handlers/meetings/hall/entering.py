"""Checking in oneself: by the link behind the QR code, or by typing the code that the screen shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handlers import conversations
from handlers.conversations import Conversation
from handlers.meetings import rights, telling
from handlers.meetings.hall import live, roll, room
from handlers.meetings.hall.hall_taps import AddUninvited, TypeCode
from handlers.meetings.taps import GetPapers, SeeMeeting
from handlers.turn import NotAllowed, Turn
from messages.contexts.attendance import (
    AskCheckInCode,
    CheckedIn,
    CheckInCodeWrong,
    CheckInShut,
    NotInvited,
    UninvitedCame,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import absences, agenda, checkin, invitees, meetings, people, sessions, units
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.people import Membership, Person
from storage.sessions import OpenSession
from taskforce.roles import Role

KIND = "attendance"
"""The conversation in which the code, or (for those who run the meeting) a name, is typed."""

LINK_PREFIX = "c-"
_LINK = re.compile(r"c-(\d{1,18})-(\d{4})")
_TRIES = 5
_PAUSE = timedelta(minutes=10)
"""After so many wrong codes nothing is taken for so long."""


def is_link(code: str) -> bool:
    """Whether a start code is that of a check-in link."""
    return _LINK.fullmatch(code) is not None


def is_open(meeting: Meeting) -> bool:
    """Whether one can check in now."""
    return meeting.state == "called" and meeting.opened_at is not None


def subject_of(meeting_id: int) -> str:
    """The subject of the conversation in which the code of that meeting is typed."""
    return f"check-in:{meeting_id}"


@dataclass(frozen=True, slots=True)
class _Seat:
    """A place that somebody takes at the meeting: their own, or (``stands_in``) that of whoever sent them."""

    invitee: Invitee
    stands_in: bool


async def _seats(turn: Turn, meeting: Meeting) -> list[_Seat]:
    own = await invitees.of_chat(turn.tx, meeting.id, turn.chat_id)
    found = [_Seat(one, stands_in=False) for one in own]
    if turn.person is not None:
        for away in await absences.standing_in(turn.tx, turn.person.id):
            one = await invitees.get(turn.tx, away.invitee_id)
            if one is not None and one.meeting_id == meeting.id and away.substitute_says != "declined":
                found.append(_Seat(one, stands_in=True))
    return found


# By the link


async def open_link(turn: Turn, code: str) -> None:
    """Somebody opened the link behind the QR code; ``code`` is the whole start code, ``c-`` and all."""
    match = _LINK.fullmatch(code)
    meeting = None if match is None else await meetings.find(turn.tx, int(match[1]))
    if match is None or meeting is None or meeting.check_in_code is None:
        await turn.reply(CheckInShut("unknown"))
        return
    await _try(turn, meeting, match[2])


# By typing


async def ask_code(turn: Turn, tap: TypeCode) -> None:
    """Ask for the code on the screen."""
    meeting = await meetings.find(turn.tx, tap.meeting)
    if meeting is None or not await _seats(turn, meeting):
        raise NotAllowed(f"check in at meeting {tap.meeting}")
    if not is_open(meeting):
        await turn.toast(Label(f"attendance.shut_{_why_shut(meeting)}".replace("-", "_")), alert=True)
        return
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(meeting.id),
        state={"step": "code", "meeting": meeting.id}, now=turn.now,
    )  # fmt: skip
    await _ask(turn, meeting)


def _why_shut(meeting: Meeting) -> Literal["not-open", "closed", "cancelled"]:
    if meeting.state == "held":
        return "closed"
    return "cancelled" if meeting.state in ("cancelled", "dropped") else "not-open"


async def _ask(turn: Turn, meeting: Meeting, *, unreadable: bool = False) -> None:
    await turn.reply(AskCheckInCode(await telling.facts(turn, meeting, turn.locale), unreadable))


async def _typed(turn: Turn, session: OpenSession) -> None:
    if session.state["step"] == roll.FIND:
        await roll.typed(turn, session)
        return
    meeting = await meetings.get(turn.tx, session.state["meeting"])
    if not is_open(meeting):
        await turn.reply(CheckInShut(_why_shut(meeting)))
        await conversations.finish(turn, session)
        return
    code = re.sub(r"[\s.\-]", "", (turn.incoming.text if turn.incoming else None) or "")
    if re.fullmatch(r"[0-9]{4}", code) is None:
        await _ask(turn, meeting, unreadable=True)
    elif await _try(turn, meeting, code):
        await conversations.finish(turn, session)


async def _resumed(turn: Turn, session: OpenSession) -> None:
    if session.state["step"] == roll.FIND:
        await roll.resumed(turn, session)
        return
    meeting = await meetings.get(turn.tx, session.state["meeting"])
    if is_open(meeting):
        await _ask(turn, meeting)
    else:
        await turn.reply(CheckInShut(_why_shut(meeting)))
        await sessions.end(turn.tx, session.id)


CONVERSATION = Conversation(_typed, _resumed)
"""For ``bot/routes``."""


# The code


async def _try(turn: Turn, meeting: Meeting, code: str) -> bool:
    """Check in with that code; False when another may be typed."""
    until = await _paused_until(turn, meeting)
    if until is not None or code != meeting.check_in_code:
        await _refuse(turn, meeting, until)
        return False
    await checkin.start_over(turn.tx, meeting.id, turn.chat_id)
    if not is_open(meeting):
        await turn.reply(CheckInShut(_why_shut(meeting)))
        return True
    seats = await _seats(turn, meeting)
    if seats:
        await _enter(turn, meeting, seats)
    else:
        await _not_invited(turn, meeting)
    return True


async def _paused_until(turn: Turn, meeting: Meeting) -> datetime | None:
    tries, last_at = await checkin.tries(turn.tx, meeting.id, turn.chat_id)
    if tries < _TRIES or last_at is None:
        return None
    if turn.now >= last_at + _PAUSE:
        await checkin.start_over(turn.tx, meeting.id, turn.chat_id)
        return None
    return last_at + _PAUSE


async def _refuse(turn: Turn, meeting: Meeting, until: datetime | None) -> None:
    """Not the code, or too many were tried."""
    zone = (await turn.charter(meeting.task_force_id)).body.timezone
    left = 0
    if until is None:
        await checkin.wrong(turn.tx, meeting.id, turn.chat_id, turn.now)
        tries, last_at = await checkin.tries(turn.tx, meeting.id, turn.chat_id)
        left = max(0, _TRIES - tries)
        until = None if left or last_at is None else last_at + _PAUSE
    await turn.reply(CheckInCodeWrong(left, None if until is None else local(until, zone)))


async def _enter(turn: Turn, meeting: Meeting, seats: Sequence[_Seat]) -> None:
    """Note them as present, in their own place and in those they stand in for."""
    seen = await room.load(turn, meeting)
    before = [seat for seat in seats if _is_there(seat)]
    came_themselves = [s for s in seats if s.stands_in and s.invitee.present_from and not s.invitee.by_substitute]
    for seat in seats:
        if seat not in before and seat not in came_themselves:
            await invitees.came(turn.tx, seat.invitee.id, "code", turn.now, by_substitute=seat.stands_in)
    now = [one for seat in seats if (one := await invitees.get(turn.tx, seat.invitee.id)) is not None]
    since = min((one.present_from for one in now if one.present_from is not None), default=turn.now)
    message = CheckedIn(
        meeting=await telling.facts(turn, meeting, turn.locale),
        at=local(since, seen.zone),
        late=any(seen.is_late(one) for one in now),
        again=len(before) == len(seats),
        own=any(not seat.stands_in for seat in seats),
        instead_of=tuple(s.invitee.full_name for s in seats if s.stands_in and s not in came_themselves),
        member_came=tuple(seat.invitee.full_name for seat in came_themselves),
    )
    await turn.reply(message, await _next_steps(turn, meeting))
    for session in await sessions.about(turn.tx, KIND, subject_of(meeting.id)):
        if session.chat_id == turn.chat_id:
            await sessions.end(turn.tx, session.id)
    await live.refresh(turn, meeting.id)


def _is_there(seat: _Seat) -> bool:
    one = seat.invitee
    return one.present_from is not None and one.present_until is None and one.by_substitute == seat.stands_in


async def _next_steps(turn: Turn, meeting: Meeting) -> Keyboard:
    if turn.person is None or meeting.task_force_id not in turn.person.task_force_ids:
        return ()  # a guest: nothing else opens to them
    row = [Button(Label("attendance.see_meeting"), data=SeeMeeting(meeting.id).pack())]
    papers = await agenda.papers(turn.tx, meeting.id)
    if papers:
        words = Label("attendance.papers", {"count": len(papers)})
        row.append(Button(words, data=GetPapers(meeting.id).pack()))
    return (tuple(row),)


async def tell_entered(turn: Turn, meeting: Meeting, person: Person, at: datetime) -> None:
    """To somebody whom the office let in: they are noted as present since then (local)."""
    facts = await telling.facts(turn, meeting, person.locale, person.id)
    await turn.notify(person, CheckedIn(facts, at, late=False, again=False, own=True, instead_of=(), member_came=()))


# Not on the list


async def _not_invited(turn: Turn, meeting: Meeting) -> None:
    """Right code, but no invitation: a member is announced to the office, a stranger is asked to go there."""
    places = () if turn.person is None else turn.person.memberships
    place = next((m for m in places if m.task_force_id == meeting.task_force_id), None)
    if place is None:
        await turn.reply(NotInvited(told=False))
        return
    if await rights.may_run(turn, meeting):
        await turn.reply(*await _uninvited(turn, meeting, place, turn.locale), handle=uninvited_handle(meeting, place))
        return
    told = 0
    for reader in await _office(turn, meeting):
        card, keyboard = await _uninvited(turn, meeting, place, reader.locale)
        told += await turn.notify(
            reader, card, keyboard, dedupe_key=f"uninvited:{meeting.id}:{place.id}",
            handle=uninvited_handle(meeting, place),
        )  # fmt: skip
    await turn.reply(NotInvited(told=True))


async def _office(turn: Turn, meeting: Meeting) -> Sequence[Person]:
    """The secretaries; where there is none, whoever runs the meeting."""
    found = await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])
    return found or await live.office(turn, meeting)


async def _uninvited(turn: Turn, meeting: Meeting, place: Membership, locale: str) -> tuple[UninvitedCame, Keyboard]:
    unit = None if place.unit_id is None else await units.get(turn.tx, place.unit_id)
    facts = await telling.facts(turn, meeting, locale)
    add = Button(Label("attendance.add"), data=AddUninvited(meeting.id, place.id).pack(), style="primary")
    return UninvitedCame(facts, place.full_name, "" if unit is None else unit.name), ((add,),)


def uninvited_handle(meeting: Meeting, place: Membership) -> str:
    """The name of the card that announces somebody who is not invited."""
    return f"uninvited:{meeting.id}:{place.id}"
