"""Before a meeting: units are asked whether their items are ready, the office is told what papers are missing."""

from collections.abc import Sequence

from handlers.callbacks import Tap
from handlers.meetings import rights, telling
from handlers.meetings.before.ahead import CalledMeeting, first_time, lifetime
from handlers.meetings.hall import live
from handlers.meetings.invite import standing
from handlers.meetings.taps import Manage, SeeLive
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.meeting_times import (
    PapersDue,
    PrepareItems,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import agenda, people, units
from storage.agenda import AgendaItem
from storage.meetings import Meeting
from storage.outbox import Priority
from storage.people import Person
from taskforce import meeting_times as rules
from taskforce.roles import REPORTERS, Role


class ItemReady(Tap, frozen=True):
    """The unit's item of the agenda is prepared."""

    prefix = "mgr"
    item: int


async def ask_units(turn: Turn, one: CalledMeeting) -> None:
    """The units whose items are not ready are asked, at the stages of ``rules.PREPARE``."""
    meeting = one.meeting
    waiting = [item for item in await agenda.items(turn.tx, meeting.id) if item.unit_id and item.ready_at is None]
    if not waiting:
        return
    plan = rules.before_start(rules.PREPARE, meeting.begin, one.body, one.calendar)
    planned = one.due(rules.not_at_once(plan, one.ripe(one.asked), meeting.begin), turn.now)
    if planned is None or not await first_time(turn, one, "prepare", planned):
        return
    everybody: dict[int, Person] = {}
    theirs: dict[int, list[AgendaItem]] = {}
    for item in waiting:
        for person in await people.of_unit(turn.tx, item.unit_id or 0):
            if person.roles_in(meeting.task_force_id) & REPORTERS:
                everybody[person.id] = person
                theirs.setdefault(person.id, []).append(item)
    for person_id, items in theirs.items():
        person = everybody[person_id]
        await turn.notify(
            person, await _preparing(turn, one, person, items), _ready_buttons(items),
            handle=_prepare_handle(meeting), priority=Priority.BULK, expires_in=lifetime(turn, meeting),
        )  # fmt: skip


async def refresh(turn: Turn, meeting: Meeting) -> None:
    """The meeting was changed: the cards that stand with the units follow."""
    if meeting.state != "called" or meeting.starts_at is None:
        return
    body, calendar = (await turn.charter(meeting.task_force_id)).body, await turn.calendar(meeting.task_force_id)
    one = CalledMeeting(meeting, await rights.series_of(turn, meeting), body, calendar, turn.now)
    everything = await agenda.items(turn.tx, meeting.id)
    asked: dict[int, Person] = {}
    for unit_id in {item.unit_id for item in everything if item.unit_id}:
        asked |= {person.id: person for person in await people.of_unit(turn.tx, unit_id)}
    for person in asked.values():
        own = person.units_in(meeting.task_force_id)
        items = [item for item in everything if item.unit_id in own]
        message = await _preparing(turn, one, person, items)
        handle = _prepare_handle(meeting)
        await standing.refresh(turn, person.telegram_id, handle, message, _ready_buttons(items), person.locale)


async def _preparing(turn: Turn, one: CalledMeeting, person: Person, items: Sequence[AgendaItem]) -> PrepareItems:
    zone = one.body.zone
    return PrepareItems(
        name=person.full_name,
        meeting=await telling.facts(turn, one.meeting, person.locale, person.id),
        items=tuple((item.title, item.ready_at is not None) for item in items),
        days=(one.meeting.begin.astimezone(zone).date() - turn.now.astimezone(zone).date()).days,
    )


def _prepare_handle(meeting: Meeting) -> str:
    return f"prepare:{meeting.id}"


def _ready_buttons(items: Sequence[AgendaItem]) -> Keyboard:
    waiting = [item for item in items if item.ready_at is None]
    return tuple(
        (Button(_ready_words(item, len(items)), data=ItemReady(item.id).pack(), style="success"),) for item in waiting
    )


def _ready_words(item: AgendaItem, of: int) -> Label:
    if of == 1:
        return Label("meeting_times.ready")
    return Label("meeting_times.ready_item", {"item": formats.shorten(item.title, 30)})


async def item_ready(turn: Turn, tap: ItemReady) -> None:
    """Somebody of the unit says that its item is prepared."""
    item = await agenda.item(turn.tx, tap.item)
    if item is None or turn.person is None:
        raise NotAllowed(f"item {tap.item}")
    meeting = await rights.need_meeting(turn, item.meeting_id)
    mine = item.unit_id in turn.person.units_in(meeting.task_force_id)
    if not mine and not await rights.may_run(turn, meeting):
        raise NotAllowed(f"prepare item {tap.item}")
    if meeting.state != "called" or meeting.starts_at is None:
        await turn.toast(Label("meeting_times.not_before_meeting"), alert=True)
        return
    if item.ready_at is None:
        await agenda.item_ready(turn.tx, item.id, turn.person.id, turn.now)
        await turn.toast(Label("meeting_times.noted_ready"))
        await live.refresh(turn, meeting.id)
        await refresh(turn, meeting)
    else:
        await turn.toast(Label("meeting_times.already_ready"))
    body, calendar = (await turn.charter(meeting.task_force_id)).body, await turn.calendar(meeting.task_force_id)
    one = CalledMeeting(meeting, await rights.series_of(turn, meeting), body, calendar, turn.now)
    own = set(turn.person.units_in(meeting.task_force_id))
    items = [each for each in await agenda.items(turn.tx, meeting.id) if each.unit_id in own or each.id == item.id]
    await turn.card(_prepare_handle(meeting), await _preparing(turn, one, turn.person, items), _ready_buttons(items))


# The office


async def tell_office(turn: Turn, one: CalledMeeting) -> None:
    """What is missing shortly before the papers are to go out (Quảng Nam Điều 11.3, Bắc Giang Điều 10.4)."""
    meeting, zone = one.meeting, one.body.zone
    latest = rules.papers_by(one.series, meeting.begin, one.calendar, zone)
    if latest is None or latest < one.asked or latest < turn.now:
        return
    plan = [each for each in rules.papers_countdown(latest, one.body, one.calendar) if each.at > one.asked]
    planned = one.due(plan, turn.now)
    if planned is None or not await first_time(turn, one, "papers", planned):
        return
    papers = await agenda.papers(turn.tx, meeting.id)
    items = [each for each in await agenda.items(turn.tx, meeting.id) if each.unit_id and each.ready_at is None]
    if papers and not items:
        return
    names = await units.by_ids(turn.tx, [item.unit_id for item in items if item.unit_id])
    for secretary in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY]):
        message = PapersDue(
            meeting=await telling.facts(turn, meeting, secretary.locale, secretary.id),
            latest=local(latest, one.body.timezone),
            today=turn.now.astimezone(zone).date() == latest.astimezone(zone).date(),
            papers=len(papers),
            unready=tuple((i.title, names[i.unit_id].name if i.unit_id in names else "") for i in items),
            cite=one.series.cite,
        )
        keyboard = (
            (
                Button(Label("meeting_times.live"), data=SeeLive(meeting.id).pack(), style="primary"),
                Button(Label("meeting_times.manage"), data=Manage(meeting.id).pack()),
            ),
        )
        await turn.notify(secretary, message, keyboard, expires_in=lifetime(turn, meeting))
