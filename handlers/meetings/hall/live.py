"""The live card of a meeting: who comes, who does not, who is silent; one card a chat, edited in place."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.meetings import rights, telling
from handlers.meetings.before import reminding
from handlers.meetings.convene.desk_taps import PreviewLetter, SeePapers
from handlers.meetings.hall import live_view as view
from handlers.meetings.hall import room
from handlers.meetings.hall.hall_taps import ChaseNow, EndMeeting, GetAttendance, ListInvited, OpenCheckIn
from handlers.meetings.hall.room import Room
from handlers.meetings.taps import Conclude, Manage, SeeLive
from handlers.turn import Turn
from messages.contexts.attendance import LiveMeeting, LiveMeetingMovedDown
from messages.model import Button, Keyboard, Label
from storage import agenda, meetings, memberships, outbox, people, units
from storage.agenda import AgendaItem, Paper
from storage.meetings import Meeting
from storage.people import Person
from taskforce import meetings as rules
from taskforce.roles import Action, Role, may

OPENS = timedelta(minutes=60)
"""Check-in can be opened so long before the beginning."""


@dataclass(frozen=True, slots=True)
class _Hall:
    """What every reader's card is made from."""

    room: Room
    items: list[AgendaItem]
    unit_names: dict[int, str]
    papers: list[Paper]
    papers_until: datetime | None


# Keeping it up to date


async def refresh(turn: Turn, meeting_id: int) -> None:
    """Something about the meeting changed: every live card that is shown follows. Cheap."""
    shown = await meetings.cards(turn.tx, meeting_id)
    meeting = await meetings.find(turn.tx, meeting_id) if shown else None
    if meeting is None:
        return
    hall = await _hall(turn, meeting)
    for chat_id, key in shown.items():
        reader = await people.by_telegram_id(turn.tx, chat_id)
        if reader is None or not await rights.may_run(turn, meeting, reader):
            await meetings.forget_card(turn.tx, meeting_id, chat_id)
        elif reader.unreachable_since is None:  # else every edit would be put aside, and made one by one later
            await _put(turn, hall, reader, known=key)


async def open_for_office(turn: Turn, meeting: Meeting) -> None:
    """The meeting was called: put its live card before the secretaries, who made and called it, and the chair."""
    hall = await _hall(turn, meeting)
    for reader in await office(turn, meeting):
        await _put(turn, hall, reader)


async def office(turn: Turn, meeting: Meeting) -> list[Person]:
    """Who runs the meeting and is told of it: the secretaries, who made and called it, and the chair; each once."""
    found = {one.id: one for one in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY])}
    place = None if meeting.chair_id is None else await memberships.get(turn.tx, meeting.chair_id)
    chair = place.person_id if place is not None and place.state == "active" else None
    for person_id in (meeting.created_by, meeting.called_by, chair):
        person = None if person_id is None or person_id in found else await people.by_id(turn.tx, person_id)
        if person is not None and await rights.may_run(turn, meeting, person):
            found[person.id] = person
    return list(found.values())


async def show(turn: Turn, tap: SeeLive) -> None:
    """The live card of one meeting, as a new card at the end of the chat."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if meeting.state == "draft":
        await turn.toast(Label("attendance.not_called"), alert=True)
        return
    assert turn.person is not None  # noqa: S101 - whoever may run it is known
    await _put(turn, await _hall(turn, meeting), turn.person)


_CHASED = "chased-by-hand:"


async def chase(turn: Turn, tap: ChaseNow) -> None:
    """Remind those who have not answered, at most once an hour."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    if meeting.state != "called" or turn.now >= meeting.begin:
        await turn.toast(Label("attendance.begun_already"), alert=True)
        return
    written = 0
    before = await meetings.last_stage(turn.tx, meeting.id, _CHASED)
    if before is None or turn.now >= before[1] + timedelta(hours=1):
        await meetings.mark_stage(turn.tx, meeting.id, f"{_CHASED}{turn.now:%Y-%m-%dT%H:%M}", turn.now)
        written = await reminding.chase_now(turn, meeting)
    words = Label("attendance.chased", {"count": written}) if written else Label("attendance.nobody_chased")
    await turn.toast(words, alert=True)


# Putting it there


async def _hall(turn: Turn, meeting: Meeting) -> _Hall:
    seen = await room.load(turn, meeting)
    items = await agenda.items(turn.tx, meeting.id)
    preparing = [item.unit_id for item in items if item.unit_id is not None]
    known = await units.by_ids(turn.tx, preparing) if preparing else {}
    names = {unit.id: unit.short_name or unit.name for unit in known.values()}
    return _Hall(seen, items, names, await agenda.papers(turn.tx, meeting.id), await _papers_until(turn, seen))


async def _papers_until(turn: Turn, seen: Room) -> datetime | None:
    """The last moment at which papers are in time; a charter that names none for papers may name one for the notice."""
    if seen.meeting.starts_at is None:
        return None
    calendar = await turn.calendar(seen.meeting.task_force_id)
    zone = seen.charter.body.zone
    for lead in (seen.series.papers, seen.series.notice):
        latest = rules.latest_notice(lead, seen.meeting.starts_at, calendar, zone)
        if latest is not None:
            return latest
    return None


async def _put(turn: Turn, hall: _Hall, reader: Person, *, known: str | None = None) -> None:
    """Show the card to the reader; ``known`` is the key of what theirs shows: the same is not shown again.

    None sends a new card, so that it comes down to where the reader is.
    """
    meeting = hall.room.meeting
    if reader.telegram_id is None:
        return
    phones = may(reader.roles_in(meeting.task_force_id), Action.SEE_PHONES)
    facts = await telling.facts(turn, meeting, reader.locale, reader.id)
    message = view.live_card(
        hall.room, facts, hall.items, hall.unit_names, hall.papers, hall.papers_until, reader.locale, phones=phones
    )
    keyboard = _buttons(turn, hall, message)
    key = view.content_key(message, keyboard)
    if key == known:
        return
    handle = _handle(meeting.id)
    if known is None:
        stood_at = await outbox.card(turn.tx, reader.telegram_id, handle)
        await turn.send(reader.telegram_id, message, keyboard, locale=reader.locale, handle=handle)
        if stood_at is not None:  # the old card would stand still, with buttons that work
            await turn.rewrite(reader.telegram_id, stood_at, LiveMeetingMovedDown(), locale=reader.locale)
    else:
        await turn.show(reader.telegram_id, handle, message, keyboard, locale=reader.locale)
    await meetings.card_shown(turn.tx, meeting.id, reader.telegram_id, key, turn.now)


def _handle(meeting_id: int) -> str:
    return f"live:{meeting_id}"


def _buttons(turn: Turn, hall: _Hall, card: LiveMeeting) -> Keyboard:
    meeting = hall.room.meeting
    listed = Button(
        Label("attendance.list", {"count": card.tally.invited}), data=ListInvited(meeting.id, 0, "a").pack()
    )
    sheet = Button(Label("attendance.sheet"), data=GetAttendance(meeting.id).pack())
    conclude = Button(Label("attendance.conclude"), data=Conclude(meeting.id).pack(), style="primary")
    if card.phase == "cancelled":
        return ()
    if card.phase == "held":
        return ((listed, sheet), (conclude,))
    if card.phase == "open":
        code = Button(Label("attendance.code"), data=OpenCheckIn(meeting.id).pack())
        tick = Button(Label("attendance.tick"), data=ListInvited(meeting.id, 0, "a").pack(), style="primary")
        return ((tick, code), (_papers_button(hall), sheet), *_begun_rows(turn, meeting, conclude))
    return _rows_before(turn, hall, card, listed, sheet, conclude)


def _rows_before(
    turn: Turn, hall: _Hall, card: LiveMeeting, listed: Button, sheet: Button, conclude: Button
) -> Keyboard:
    meeting = hall.room.meeting
    rows: list[tuple[Button, ...]] = [(listed, sheet)]
    if card.tally.silent and turn.now < meeting.begin:
        words = Label("attendance.chase", {"count": card.tally.silent})
        rows.append((Button(words, data=ChaseNow(meeting.id).pack()),))
    letter = Button(Label("attendance.letter"), data=PreviewLetter(meeting.id).pack())
    change = Button(Label("attendance.change"), data=Manage(meeting.id).pack())
    rows.append((_papers_button(hall), letter, change))
    if turn.now >= meeting.begin - OPENS:
        rows.append((Button(Label("attendance.open"), data=OpenCheckIn(meeting.id).pack(), style="primary"),))
    return (*rows, *_begun_rows(turn, meeting, conclude))


def _papers_button(hall: _Hall) -> Button:
    words = Label("attendance.papers", {"count": len(hall.papers)})
    return Button(words, data=SeePapers(hall.room.meeting.id).pack())


def _begun_rows(turn: Turn, meeting: Meeting, conclude: Button) -> Keyboard:
    if turn.now < meeting.begin:
        return ()
    return ((Button(Label("attendance.end"), data=EndMeeting(meeting.id, 0).pack()), conclude),)
