"""Meetings that the charter's series call for: whoever convenes them is told in time, with hours that still fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from handlers import which
from handlers.meetings.taps import Convene, OpenDesk
from handlers.sweeping import apart
from handlers.turn import Turn
from messages import formats
from messages.contexts.meeting_times import MeetingDue
from messages.model import Button, Keyboard, Label
from storage import facts, meetings, people, task_forces
from storage.meetings import Meeting
from storage.people import Person
from taskforce import meeting_times as rules
from taskforce.cadence import meeting_occurrences_between
from taskforce.charter import Charter
from taskforce.charter.meetings import Meeting as Series
from taskforce.meeting_times import DueStage
from taskforce.meetings import propose_slots
from taskforce.occurrence import Occurrence
from taskforce.reminders import STALE_AFTER, may_disturb
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar

_HELD_BEFORE = timedelta(days=550)
"""What was held longer ago is none of the occurrences of about now: the longest period is a year."""

_AHEAD = timedelta(days=21)
"""Planning begins no earlier before the window, even across Tết."""

_SLOTS = 4


@dataclass(frozen=True, slots=True)
class Due:
    """A meeting that a series calls for and that nobody has called; ``draft`` is what was begun for it."""

    task_force_id: int
    charter: Charter
    calendar: WorkCalendar
    place: int
    occurrence: Occurrence
    draft: Meeting | None

    @property
    def series(self) -> Series:
        """The charter's rule."""
        return self.charter.meetings[self.place]

    @property
    def stages(self) -> tuple[DueStage, ...]:
        """When it is said that it is due."""
        return rules.due_stages(self.series, self.occurrence, self.charter.body, self.calendar)

    def begun(self, now: datetime) -> bool:
        """Whether it is time to plan it."""
        return bool(self.stages) and self.stages[0].at <= now

    @property
    def first(self) -> datetime:
        """The beginning of its window."""
        assert self.occurrence.hold_from is not None  # noqa: S101 - only such are made
        return self.occurrence.hold_from

    @property
    def last(self) -> datetime:
        """The end of its window."""
        assert self.occurrence.hold_until is not None  # noqa: S101 - only such are made
        return self.occurrence.hold_until


async def uncalled(
    turn: Turn, task_force_id: int, calendar: WorkCalendar | None = None, ahead: timedelta = _AHEAD
) -> list[Due]:
    """What the series call for about now and nobody has called, that which is over by a few days included.

    ``calendar`` takes the place of the one that holds, to see what another would change.
    """
    charter, calendar = await turn.charter(task_force_id), calendar or await turn.calendar(task_force_id)
    held = await _last_held(turn, task_force_id, charter)
    found = meeting_occurrences_between(
        charter, turn.now - STALE_AFTER - timedelta(days=7), turn.now + ahead, calendar, held
    )
    if not found:
        return []
    places = {series.key: place for place, series in enumerate(charter.meetings)}
    known = await meetings.in_state(turn.tx, ["draft"], task_force_id=task_force_id)
    known += await meetings.called_or_held_since(turn.tx, turn.now - _HELD_BEFORE, task_force_id=task_force_id)
    waiting = []
    for one in found:
        theirs = [meeting for meeting in known if _is_it(meeting, one)]
        if all(meeting.state == "draft" for meeting in theirs):
            draft = theirs[-1] if theirs else None
            waiting.append(Due(task_force_id, charter, calendar, places[one.key], one, draft))
    return waiting


async def _last_held(turn: Turn, task_force_id: int, charter: Charter) -> dict[str, date]:
    """The last day on which each of the series at most so far apart was held."""
    found = {}
    for series in charter.meetings:
        if series.at_most_apart is not None:
            last = await meetings.last_held(turn.tx, task_force_id, series.key)
            if last is not None and last.starts_at is not None:
                found[series.key] = last.starts_at.astimezone(charter.body.zone).date()
    return found


def _is_it(meeting: Meeting, occurrence: Occurrence) -> bool:
    """Whether the meeting is the one that the series calls for: by its period, or held in its window."""
    if meeting.series != occurrence.key:
        return False
    if meeting.period == occurrence.period:
        return True
    begin, end = occurrence.hold_from, occurrence.hold_until
    fixed = meeting.state != "draft" and meeting.starts_at is not None
    return fixed and begin is not None and end is not None and begin <= meeting.begin <= end and not meeting.period


def slots(due: Due, now: datetime) -> tuple[datetime, ...]:
    """At most four hours to hold it at, whose notice would still be in time; at least two working days ahead if any."""
    zone = due.charter.body.zone
    found = propose_slots(due.series, max(due.first, now), due.last, now, due.calendar, zone)
    usable = due.calendar.shift(now.astimezone(zone).date(), 2)
    later = [slot for slot in found if slot.date() >= usable]
    return rules.spread(later or found, _SLOTS)


# Telling


async def sweep(turn: Turn) -> None:
    """Tell the conveners and the office which meetings are due and not called."""
    for task_force in await task_forces.active(turn.tx):
        async with apart(turn, f"Telling task force {task_force.id} which meetings are due"):
            await _tell(turn, task_force.id)


async def _tell(turn: Turn, task_force_id: int) -> None:
    charter, calendar = await turn.charter(task_force_id), await turn.calendar(task_force_id)
    if not may_disturb(turn.now, charter.body.quiet_hours, calendar, charter.body.zone):
        return
    since = await task_forces.served_since(turn.tx, task_force_id)
    for due in await uncalled(turn, task_force_id):
        name = f"meeting-due:{task_force_id}:{due.series.key}:{due.occurrence.period}"
        done = (await facts.get(turn.tx, name) or "").split()
        stage = rules.due_stage(due.stages, turn.now, since, done)
        if stage is None:
            continue
        await facts.put(turn.tx, name, " ".join([*done, stage.name]))
        for person in await _who_hears(turn, due, stage):
            await turn.notify(
                person, await message(turn, due, stage, person), keyboard(due, turn.now, person.locale),
                dedupe_key=f"{name}:{stage.name}", expires_in=STALE_AFTER,
            )  # fmt: skip


async def _who_hears(turn: Turn, due: Due, stage: DueStage) -> list[Person]:
    """Who can call it and the office; that it was not held, the office and the head."""
    if stage.name == "missed":
        roles = [Role.SECRETARY, Role.LEADER, *([Role.HELPER_LEAD] if due.series.group else [])]
    else:
        roles = [Role.SECRETARY, *convening_roles(due.series)]
    return await people.with_roles(turn.tx, due.task_force_id, roles)


def convening_roles(series: Series) -> Sequence[Role]:
    """The roles that can call it, alone or together; the leader where the charter names none."""
    alone = [way.role for way in series.convened_by if way.role is not None]
    return [*alone, *(role for way in series.convened_by for role in way.together)] or [Role.LEADER]


async def message(turn: Turn, due: Due, stage: DueStage, reader: Person) -> MeetingDue:
    """What is said about it to that reader."""
    zone = due.charter.body.zone
    several = len(reader.task_force_ids) > 1
    return MeetingDue(
        stage=stage.name,
        name=reader.full_name,
        task_force=await which.name_of(turn, due.task_force_id, reader) if several else "",
        kind=kind_of(due.series, reader.locale),
        period=due.occurrence.period,
        first=due.first.astimezone(zone),
        last=due.last.astimezone(zone),
        call_by=rules.call_by(due.occurrence, due.calendar, zone),
        in_time=due.occurrence.notice_by is not None,
        draft=due.draft is not None,
        choices=due.draft is None and bool(slots(due, turn.now)),
        cite=due.series.cite,
    )


def kind_of(series: Series, locale: str) -> str:
    """What the charter calls the series."""
    return series.title.localised(locale) if series.title else series.key


def keyboard(due: Due, now: datetime, locale: str) -> Keyboard:
    """The hours to choose from, or the way to what was begun."""
    if due.draft is not None:
        return ((Button(Label("meeting_times.open_draft"), data=OpenDesk(due.draft.id).pack(), style="primary"),),)

    def convene(slot: int) -> str:
        return Convene(due.task_force_id, due.place, due.occurrence.period, slot).pack()

    offered = slots(due, now)
    rows = [(Button(slot_words(slot, locale), data=convene(int(slot.timestamp()))),) for slot in offered]
    other = Label("meeting_times.other_hour" if offered else "meeting_times.convene")
    return (*rows, (Button(other, data=convene(0)),))


def slot_words(moment: datetime, locale: str) -> str:
    """A proposed hour on a button: "8h · thứ Năm 7/4"."""
    return f"{formats.clock(moment, locale)} · {formats.weekday(moment, locale)} {moment.day}/{moment.month}"
