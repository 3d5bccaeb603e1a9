"""What is said before a meeting by itself: to who has not answered, who attends, who prepares, and the office."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.callbacks import Tap
from handlers.meetings import live, rights, telling
from handlers.meetings.taps import GetPapers, Manage, Respond, SeeLive, SeeMeeting
from handlers.meetings.telling import Recipient
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.invitations import InvitationMovedDown
from messages.contexts.meeting_times import (
    MeetingReminder,
    MeetingUnanswered,
    PapersDue,
    PrepareItems,
)
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import absences, agenda, meetings, outbox, people, units
from storage.agenda import AgendaItem
from storage.invitees import Invitee
from storage.meetings import Meeting
from storage.outbox import Priority
from storage.people import Person
from taskforce import meeting_times as rules
from taskforce.charter.meetings import Meeting as Series
from taskforce.charter.model import Body
from taskforce.meeting_times import Planned
from taskforce.roles import REPORTERS, Role
from taskforce.workdays import WorkCalendar

HOURS_TO_ANSWER = 3
"""Working hours for which nobody is chased after they were asked."""

_LONGEST = timedelta(hours=20)
"""A reminder that could not be delivered by then is not sent any more."""

_MOVED = "time-set:"
"""The stage that marks when the present time of a moved meeting was told: "time-set:SEQUENCE"."""


class ItemReady(Tap, frozen=True):
    """The unit's item of the agenda is prepared."""

    prefix = "mgr"
    item: int


@dataclass(frozen=True, slots=True)
class _Meeting:
    """One called meeting and all that its moments are worked out from.

    ``asked`` is when its present time was told; ``version`` tells that time from those before it.
    """

    meeting: Meeting
    series: Series
    body: Body
    calendar: WorkCalendar
    asked: datetime
    version: str = "0"

    def ripe(self, asked: datetime) -> datetime:
        """From when somebody asked then may be chased."""
        return rules.working_hours_after(asked, HOURS_TO_ANSWER, self.calendar, self.body.zone)

    def due(self, plan: Sequence[Planned], now: datetime) -> Planned | None:
        """What of the plan is due now."""
        return rules.still_due(plan, self.meeting.begin, now)


async def sweep(turn: Turn) -> None:
    """Send what is due before the called meetings."""
    for meeting in await meetings.in_state(turn.tx, ["called"]):
        if meeting.starts_at is None or meeting.starts_at <= turn.now or meeting.opened_at is not None:
            continue
        async with apart(turn, f"Reminding of meeting {meeting.id}"):
            await _before(turn, meeting)


async def _before(turn: Turn, meeting: Meeting) -> None:
    body, calendar = (await turn.charter(meeting.task_force_id)).body, await turn.calendar(meeting.task_force_id)
    if not rules.may_speak(turn.now, meeting.begin, body, calendar):
        return
    asked, version = await told_at(turn, meeting)
    one = _Meeting(meeting, await rights.series_of(turn, meeting), body, calendar, asked, version)
    await _chase(turn, one)
    await _remind(turn, one)
    await _prepare(turn, one)
    await _papers(turn, one)


async def told_at(turn: Turn, meeting: Meeting) -> tuple[datetime, str]:
    """When the meeting's present time was told, and the version that this time is ("0": never moved)."""
    moved = await meetings.last_stage(turn.tx, meeting.id, _MOVED)
    if moved is None:
        return meeting.called_at or meeting.created_at, "0"
    return moved[1], moved[0].removeprefix(_MOVED)


async def time_was_set(turn: Turn, meeting: Meeting) -> None:
    """The meeting was moved and everybody asked anew: they are left alone for some hours, then reminded as ever."""
    await meetings.mark_stage(turn.tx, meeting.id, f"{_MOVED}{meeting.sequence}", turn.now)


async def _first_time(turn: Turn, one: _Meeting, kind: str, planned: Planned, more: str = "") -> bool:
    """Whether that stage was not done for the present time of the meeting; it is marked."""
    stage = f"{kind}:{planned.index}:{one.version}{more}"
    return await meetings.mark_stage(turn.tx, one.meeting.id, stage, turn.now)


# Those who have not answered


async def _chase(turn: Turn, one: _Meeting) -> None:
    silent = [each for each in await telling.invited(turn, one.meeting) if not each.answer and each.living]
    plan = rules.before_start(one.series.chase, one.meeting.begin, one.body, one.calendar)
    late: dict[datetime, list[Invitee]] = {}
    for each in silent:
        late.setdefault(max(each.added_at, one.asked), []).append(each)
    for asked, theirs in late.items():
        ripe = one.ripe(asked)
        planned = one.due(rules.not_at_once(plan, ripe, one.meeting.begin), turn.now)
        more = "" if asked == one.asked else f":{int(asked.timestamp())}"
        if planned is None or not await _first_time(turn, one, "chase", planned, more):
            continue
        for to in await telling.recipients(turn, theirs, substitutes=False):
            await _ask_again(turn, one, to, last=planned.index == plan[-1].index)


async def _ask_again(turn: Turn, one: _Meeting, to: Recipient, *, last: bool) -> None:
    """The question comes down to the end of their chat, as the card that follows what becomes of the meeting."""
    meeting, handle = one.meeting, telling.invitation_handle(to.invitee)
    standing_at = await outbox.card(turn.tx, to.chat_id, handle)
    message = MeetingUnanswered(
        name=to.invitee.full_name,
        meeting=await telling.facts(turn, meeting, to.locale, to.person_id),
        last_word=last,
    )
    papers = await agenda.papers(turn.tx, meeting.id)
    await telling.tell(
        turn, to, message, answer_buttons(one.series, meeting, to.invitee, papers=bool(papers)), handle=handle,
        priority=Priority.BULK, expires_in=_lifetime(turn, meeting),
    )  # fmt: skip
    if standing_at is not None:
        await turn.rewrite(to.chat_id, standing_at, InvitationMovedDown(), locale=to.locale)


def answer_buttons(series: Series, meeting: Meeting, invitee: Invitee, *, papers: bool) -> Keyboard:
    """The three answers of an invitation; nobody can be sent where the charter says so, or by a guest."""

    def say(what: str) -> str:
        return Respond(invitee.id, what).pack()

    row = [
        Button(Label("meeting_times.attend"), data=say("y"), style="success"),
        Button(Label("meeting_times.absent"), data=say("n")),
    ]
    if series.absence.substitute is not False and not invitee.is_guest:
        row.append(Button(Label("meeting_times.send"), data=say("s")))
    return (tuple(row), *((_papers_row(meeting),) if papers else ()))


def _papers_row(meeting: Meeting) -> tuple[Button, ...]:
    return (Button(Label("meeting_times.papers"), data=GetPapers(meeting.id).pack()),)


def _lifetime(turn: Turn, meeting: Meeting) -> timedelta:
    return min(_LONGEST, meeting.begin - turn.now)


# Those who attend


async def _remind(turn: Turn, one: _Meeting) -> None:
    meeting = one.meeting
    plan = rules.before_start(one.series.remind, meeting.begin, one.body, one.calendar)
    planned = one.due([each for each in plan if each.at > one.asked], turn.now)
    if planned is None or not await _first_time(turn, one, "remind", planned):
        return
    coming = [each for each in await telling.invited(turn, meeting) if each.answer in ("attending", "substitute")]
    papers = await agenda.papers(turn.tx, meeting.id)
    for to in await _who_comes(turn, coming):
        message = MeetingReminder(
            meeting=await telling.facts(turn, meeting, to.locale, to.person_id),
            minutes=max(1, round((meeting.begin - turn.now).total_seconds() / 60)),
            today=_same_day(one, turn.now),
            papers=len(papers),
            stands_in_for=to.invitee.full_name if to.stands_in else "",
        )
        await telling.tell(
            turn, to, message, _reminder_buttons(meeting, papers=bool(papers)), expires_in=_lifetime(turn, meeting)
        )


async def _who_comes(turn: Turn, coming: Sequence[Invitee]) -> list[Recipient]:
    """Those who come themselves, and the registered colleagues of those who send somebody."""
    own = await telling.recipients(turn, [one for one in coming if one.answer == "attending"], substitutes=False)
    away = await absences.of_meeting(turn.tx, coming[0].meeting_id) if coming else {}
    sent = [await telling.stand_in(turn, one, away.get(one.id)) for one in coming if one.answer == "substitute"]
    return [*own, *(to for to in sent if to is not None)]


def _same_day(one: _Meeting, now: datetime) -> bool:
    zone = one.body.zone
    return now.astimezone(zone).date() == one.meeting.begin.astimezone(zone).date()


def _reminder_buttons(meeting: Meeting, *, papers: bool) -> Keyboard:
    rows: list[tuple[Button, ...]] = []
    if meeting.link.startswith(("https://", "http://")):
        rows.append((Button(Label("meeting_times.join"), url=meeting.link),))
    see = Button(Label("meeting_times.see"), data=SeeMeeting(meeting.id).pack())
    rows.append((see, *(_papers_row(meeting) if papers else ())))
    return tuple(rows)


# Those who prepare


async def _prepare(turn: Turn, one: _Meeting) -> None:
    meeting = one.meeting
    waiting = [item for item in await agenda.items(turn.tx, meeting.id) if item.unit_id and item.ready_at is None]
    if not waiting:
        return
    plan = rules.before_start(rules.PREPARE, meeting.begin, one.body, one.calendar)
    planned = one.due(rules.not_at_once(plan, one.ripe(one.asked), meeting.begin), turn.now)
    if planned is None or not await _first_time(turn, one, "prepare", planned):
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
            handle=_prepare_handle(meeting), priority=Priority.BULK, expires_in=_lifetime(turn, meeting),
        )  # fmt: skip


async def _preparing(turn: Turn, one: _Meeting, person: Person, items: Sequence[AgendaItem]) -> PrepareItems:
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
    else:
        await turn.toast(Label("meeting_times.already_ready"))
    body, calendar = (await turn.charter(meeting.task_force_id)).body, await turn.calendar(meeting.task_force_id)
    one = _Meeting(meeting, await rights.series_of(turn, meeting), body, calendar, turn.now)
    own = set(turn.person.units_in(meeting.task_force_id))
    items = [each for each in await agenda.items(turn.tx, meeting.id) if each.unit_id in own or each.id == item.id]
    await turn.card(_prepare_handle(meeting), await _preparing(turn, one, turn.person, items), _ready_buttons(items))


# The office


async def _papers(turn: Turn, one: _Meeting) -> None:
    meeting, zone = one.meeting, one.body.zone
    latest = rules.papers_by(one.series, meeting.begin, one.calendar, zone)
    if latest is None or latest < one.asked or latest < turn.now:
        return
    plan = [each for each in rules.papers_countdown(latest, one.body, one.calendar) if each.at > one.asked]
    planned = one.due(plan, turn.now)
    if planned is None or not await _first_time(turn, one, "papers", planned):
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
        await turn.notify(secretary, message, keyboard, expires_in=_lifetime(turn, meeting))


async def chase_now(turn: Turn, meeting: Meeting) -> int:
    """Remind by hand those who have not answered, with the card of the chase; returns how many were written to.

    The live card's button asks for it, at most once an hour; the caller has checked the right.
    """
    body, calendar = (await turn.charter(meeting.task_force_id)).body, await turn.calendar(meeting.task_force_id)
    one = _Meeting(meeting, await rights.series_of(turn, meeting), body, calendar, meeting.created_at)
    silent = [each for each in await telling.invited(turn, meeting) if not each.answer and not each.unreachable]
    asked = await telling.recipients(turn, silent, substitutes=False)
    for to in asked:
        await _ask_again(turn, one, to, last=False)
    return len(asked)
