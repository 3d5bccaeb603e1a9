"""The invited one by one, for those who run the meeting: who each is, what they said, and whether they are there."""

from collections.abc import Sequence
from datetime import datetime

from handlers import conversations
from handlers.meetings import rights, telling
from handlers.meetings.hall import live, room
from handlers.meetings.hall.hall_taps import FindInvited, GetOpinion, ListInvited, Mark, SeeInvited
from handlers.meetings.hall.room import Room
from handlers.meetings.taps import Respond, SeeLive
from handlers.turn import NotAllowed, Turn
from handlers.units import page_row
from messages.contexts.attendance import AskInvitedName, InvitedFound, InvitedList, OpinionFile, PersonAtMeeting
from messages.formats import shorten
from messages.model import Button, Keyboard, Label
from storage import audit, invitees, sessions
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.sessions import OpenSession
from taskforce.roles import Action
from taskforce.vietnamese import nfc, search, show_phone

PAGE = 10
"""People on one page: with the secretary's thumb and a queue at the door."""

FIND = "find"
"""The step of the attendance conversation in which a name is typed."""

_MOST_FOUND = 8
_LABEL = 40  # letters on a button that has a row almost to itself
_SIGNS = {
    "attending": "✅", "substitute": "🔁", "absent": "❌", "waiting-consent": "⏳", "refused": "⛔", "silent": "▫️",
    "unreachable": "⚠️",
}  # fmt: skip


# The list


async def see_list(turn: Turn, tap: ListInvited) -> None:
    """A page of the invited; once check-in is open a tap on a name notes that they are there, and takes it back."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    await _list(turn, meeting, tap.page, tap.which)


async def _list(turn: Turn, meeting: Meeting, page: int, which: str) -> None:
    seen = await room.load(turn, meeting)
    everybody = [*seen.invited, *seen.gone]
    shown = [one for one in everybody if which != "o" or _is_open(seen, one)]
    pages = max(1, -(-len(shown) // PAGE))
    page = min(max(page, 0), pages - 1)
    listed = shown[page * PAGE : (page + 1) * PAGE]
    tally = seen.tally()
    message = InvitedList(
        meeting=await telling.facts(turn, meeting, turn.locale),
        ticking=ticking(seen),
        only_open=which == "o",
        present=tally.present,
        invited=tally.invited,
        shown=len(shown),
        page=page + 1,
        pages=pages,
    )
    rows = [_row(seen, one, page, which) for one in listed]
    rows += page_row(page, len(shown), PAGE, lambda to: ListInvited(meeting.id, to, which))
    await turn.card(_handle(meeting), message, (*rows, _last_row(seen, which)))


def ticking(seen: Room) -> bool:
    """Whether it can be noted who is there: from when check-in is open, and to be put right afterwards."""
    return seen.phase in ("open", "held")


def _is_open(seen: Room, one: Invitee) -> bool:
    if ticking(seen):
        return one.present_from is None and not seen.is_excused(one)
    return seen.standing(one) in ("silent", "unreachable")


def _row(seen: Room, one: Invitee, page: int, which: str) -> tuple[Button, ...]:
    name = shorten(" · ".join(filter(None, (one.full_name, one.unit_name))), _LABEL)
    if not ticking(seen):
        return (Button(f"{_SIGNS[seen.standing(one)]} {name}", data=SeeInvited(one.id).pack()),)
    sign = "▫️" if one.present_from is None else ("↩️" if one.present_until is not None else "✅")
    mark = Mark(one.id, _default_mark(seen, one), page, which)
    return (Button(f"{sign} {name}", data=mark.pack()), Button("⋯", data=SeeInvited(one.id).pack()))


def _default_mark(seen: Room, one: Invitee) -> str:
    """What a tap on the name means: there, or not after all; where a substitute was named, it is they who are.

    Whoever left is back.
    """
    if one.present_from is not None:
        return "n" if one.present_until is None else "b"
    return "s" if seen.standing(one) == "substitute" else "y"


def _last_row(seen: Room, which: str) -> tuple[Button, ...]:
    meeting = seen.meeting
    other = "a" if which == "o" else "o"
    word = "all" if which == "o" else ("only_missing" if ticking(seen) else "only_silent")
    return (
        Button(Label(f"attendance.{word}"), data=ListInvited(meeting.id, 0, other).pack()),
        Button(Label("attendance.find"), data=FindInvited(meeting.id).pack()),
        Button(Label("attendance.live"), data=SeeLive(meeting.id).pack()),
    )


def _handle(meeting: Meeting) -> str:
    return f"roll:{meeting.id}"


# One person


async def see_person(turn: Turn, tap: SeeInvited) -> None:
    """One of the invited, with what can be done about them."""
    one, meeting = await _invited(turn, tap.invitee)
    await _person(turn, meeting, one)


async def _invited(turn: Turn, invitee_id: int) -> tuple[Invitee, Meeting]:
    one = await invitees.get(turn.tx, invitee_id)
    if one is None:
        raise NotAllowed(f"invitee {invitee_id}")
    return one, await rights.need_to_run(turn, one.meeting_id)


async def _person(turn: Turn, meeting: Meeting, one: Invitee) -> None:
    seen = await room.load(turn, meeting)
    away = seen.away.get(one.id)
    phones = turn.may(Action.SEE_PHONES, meeting.task_force_id)
    message = PersonAtMeeting(
        meeting=await telling.facts(turn, meeting, turn.locale),
        person=seen.attendee(one, phones=phones),
        title=one.title,
        role="" if one.is_guest else seen.charter.titles.of(one.role, turn.locale),
        phase=seen.phase,
        reason=away.reason if away is not None else "",
        substitute_title=away.substitute_title if away is not None else "",
        substitute_phone=show_phone(away.substitute_phone) if away is not None and phones else "",
        opinion=away.opinion if away is not None else "",
        opinion_file=(away.opinion_file or {}).get("name", "") if away is not None else "",
        refusal=away.decision_reason if away is not None and away.decision == "refused" else "",
        living=one.living,
    )
    await turn.card(_handle(meeting), message, _person_rows(turn, seen, one))


def _person_rows(turn: Turn, seen: Room, one: Invitee) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    away = seen.away.get(one.id)
    if seen.phase in ("called", "open") and one.living and turn.now < seen.meeting.begin:
        answers = [("y", "said_yes"), ("n", "said_no"), ("s", "said_substitute")]
        if one.is_guest:
            answers.pop()  # whom an organisation from outside sends is its own affair
        rows.append(
            tuple(Button(Label(f"attendance.{word}"), data=Respond(one.id, what).pack()) for what, word in answers)
        )
    if ticking(seen):
        rows += [tuple(row) for row in _presence_rows(one, with_substitute=away is not None or not one.is_guest)]
    if away is not None and away.opinion_file is not None:
        rows.append((Button(Label("attendance.opinion_file"), data=GetOpinion(one.id).pack()),))
    return (*rows, (Button(Label("attendance.back"), data=ListInvited(seen.meeting.id, 0, "a").pack()),))


def _presence_rows(one: Invitee, *, with_substitute: bool) -> Sequence[Sequence[Button]]:
    def mark(what: str, word: str) -> Button:
        return Button(Label(f"attendance.{word}"), data=Mark(one.id, what, 0, "p").pack())

    if one.present_from is None:
        there = [mark("y", "mark_there")]
        return [there, [mark("s", "mark_substitute")]] if with_substitute else [there]
    out = mark("b", "mark_back") if one.present_until is not None else mark("l", "mark_left")
    swapped = mark("y", "mark_in_person") if one.by_substitute else mark("s", "mark_substitute")
    return [[out, mark("n", "mark_not_there")], *([[swapped]] if with_substitute else [])]


# Noting who is there


async def mark(turn: Turn, tap: Mark) -> None:
    """Note it, and show the list or the person again. What somebody else noted meanwhile is not turned around."""
    one, meeting = await _invited(turn, tap.invitee)
    seen = await room.load(turn, meeting)
    if not ticking(seen):
        await turn.toast(Label("attendance.not_open"), alert=True)
        return
    if await _note(turn, seen, one, tap.what):
        detail = f"invitee:{one.id} {tap.what}"
        assert turn.person is not None  # noqa: S101 - whoever may run it is known
        await audit.note(
            turn.tx, now=turn.now, action="meeting.attendance", task_force_id=meeting.task_force_id,
            person_id=turn.person.id, subject=f"meeting:{meeting.id}", detail=detail,
        )  # fmt: skip
        await turn.toast(Label(f"attendance.marked_{tap.what}", {"name": one.full_name}))
        await live.refresh(turn, meeting.id)
    else:
        await turn.toast(Label("attendance.marked_before", {"name": one.full_name}))
    if tap.which == "p":
        await _person(turn, meeting, (await _invited(turn, one.id))[0])
    else:
        await _list(turn, meeting, tap.page, tap.which)


async def _note(turn: Turn, seen: Room, one: Invitee, what: str) -> bool:
    """Write it down; False when it stands so already (a second tap, or somebody else was faster)."""
    at = _moment(turn, seen)
    there = one.present_from is not None
    if what in ("y", "s"):
        if there and one.by_substitute == (what == "s"):
            return False
        await invitees.came(turn.tx, one.id, "secretary", at, by_substitute=what == "s")
    elif what == "n" and there:
        await invitees.was_not_there(turn.tx, one.id)
    elif what == "l" and there and one.present_until is None:
        await invitees.left(turn.tx, one.id, seen.meeting.closed_at or turn.now)
    elif what == "b" and one.present_until is not None:
        await invitees.came(turn.tx, one.id, "secretary", at, by_substitute=one.by_substitute)
    else:
        return False
    return True


def _moment(turn: Turn, seen: Room) -> datetime:
    """When it happened: now; what is put right after the end counts from the beginning, nobody is late by it."""
    closed = seen.meeting.closed_at
    return turn.now if closed is None else min(closed, seen.meeting.begin)


# Finding by name


async def ask_name(turn: Turn, tap: FindInvited) -> None:
    """Ask for a name."""
    from handlers.meetings.hall.entering import KIND  # it leads here

    meeting = await rights.need_to_run(turn, tap.meeting)
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=f"{FIND}:{meeting.id}",
        state={"step": FIND, "meeting": meeting.id}, now=turn.now,
    )  # fmt: skip
    await _ask(turn, meeting)


async def _ask(turn: Turn, meeting: Meeting) -> None:
    back = Button(Label("attendance.back"), data=ListInvited(meeting.id, 0, "a").pack())
    await turn.reply(AskInvitedName(await telling.facts(turn, meeting, turn.locale)), ((back,),))


async def resumed(turn: Turn, session: OpenSession) -> None:
    """Ask for the name again."""
    await _ask(turn, await _still_theirs(turn, session))


async def _still_theirs(turn: Turn, session: OpenSession) -> Meeting:
    """The meeting; whoever may not run it any more is not asked again."""
    try:
        return await rights.need_to_run(turn, session.state["meeting"])
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def typed(turn: Turn, session: OpenSession) -> None:
    """A name was typed: offer those it can mean, never take the first unasked."""
    meeting = await _still_theirs(turn, session)
    query = nfc(((turn.incoming.text if turn.incoming else None) or "").strip())[:100]
    everybody = await telling.invited(turn, meeting)
    found = search(query, everybody, lambda one: (one.full_name, one.unit_name)) if query else []
    seen = await room.load(turn, meeting)
    rows = [_row(seen, one, 0, "a") for one in found[:_MOST_FOUND]]
    again = Button(Label("attendance.find_again"), data=FindInvited(meeting.id).pack())
    back = Button(Label("attendance.back"), data=ListInvited(meeting.id, 0, "a").pack())
    await turn.reply(InvitedFound(query, len(found), max(0, len(found) - _MOST_FOUND)), (*rows, (again, back)))
    await conversations.finish(turn, session)


# Written opinions


async def send_opinion(turn: Turn, tap: GetOpinion) -> None:
    """The file of a written opinion, sent on."""
    one, meeting = await _invited(turn, tap.invitee)
    away = (await room.load(turn, meeting)).away.get(one.id)
    file = None if away is None else away.opinion_file
    if file is None:
        await turn.toast(Label("attendance.no_opinion"), alert=True)
        return
    caption = OpinionFile(one.full_name, await telling.facts(turn, meeting, turn.locale))
    await turn.forward_file(turn.chat_id, file["file_id"], file["kind"], caption, locale=turn.locale)
