"""/lich: the secretary declares a day off or a make-up working day, after seeing what shifts. Deadlines never do."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from handlers import boards as board_cards
from handlers import conversations
from handlers import periods as open_periods
from handlers.callbacks import Tap
from handlers.meetings.before import day_declared
from handlers.turn import Turn
from messages import render
from messages.contexts.boards import NothingToSee
from messages.contexts.calendar import AskDay, CalendarCard, DayDeclared, DayPreview, DeclaredDay, ShiftedMoment
from messages.model import Button, Label
from storage import audit, overrides, people, periods, sessions
from storage.sessions import OpenSession
from taskforce.cadence import Occurrence, report_occurrences_between
from taskforce.charter import Charter
from taskforce.forms import Field, Kind, parse
from taskforce.roles import Action, Role
from taskforce.workdays import WorkCalendar

KIND = "calendar"
"""The kind of the conversation that asks for the day."""

_AHEAD = timedelta(days=62)
_LISTED = 10
_DAY = Field("day", Kind.DATE, "")

_WORKING, _OFF, _USUAL = 1, 0, 2


class AskForDay(Tap, frozen=True):
    """Declare a day; ``kind`` 1: worked, 0: off."""

    prefix = "lk"
    task_force: int
    kind: int


class PreviewUsual(Tap, frozen=True):
    """Take a declared day (its ordinal) back: show first what changes."""

    prefix = "lp"
    task_force: int
    day: int


class DeclareDay(Tap, frozen=True):
    """Do it; ``kind`` 1: worked, 0: off, 2: as usual."""

    prefix = "lc"
    task_force: int
    day: int
    kind: int


class ShowCalendar(Tap, frozen=True):
    """Back to the list."""

    prefix = "lb"
    task_force: int


async def command(turn: Turn) -> None:
    """/lich: what is declared, and two buttons to declare more."""
    bodies = board_cards.task_forces_to_see(turn, Action.MANAGE_CALENDAR)
    if not bodies:
        await turn.reply(NothingToSee())
    for task_force_id in bodies:
        await _list(turn, task_force_id)


async def show(turn: Turn, tap: ShowCalendar) -> None:
    """The list again; a day that was being asked for is not any more."""
    turn.need(Action.MANAGE_CALENDAR, tap.task_force)
    await _list(turn, tap.task_force)


async def _list(turn: Turn, task_force_id: int) -> None:
    charter = await turn.charter(task_force_id)
    declared = await overrides.from_day(turn.tx, task_force_id, _today(turn, charter))
    rows = [
        (
            Button(Label("calendar.day_off"), data=AskForDay(task_force_id, _OFF).pack()),
            Button(Label("calendar.working_day"), data=AskForDay(task_force_id, _WORKING).pack()),
        ),
        *(
            (
                Button(
                    Label("calendar.take_back", {"day": f"{found.day.day}/{found.day.month}/{found.day.year}"}),
                    data=PreviewUsual(task_force_id, found.day.toordinal()).pack(),
                ),
            )
            for found in declared
        ),
    ]
    days = tuple(DeclaredDay(found.day, found.working) for found in declared)
    name = charter.body.short_name or charter.body.name
    await turn.card(_handle(task_force_id), CalendarCard(name, days), tuple(rows))


def _handle(task_force_id: int) -> str:
    return f"calendar:{task_force_id}"


def _today(turn: Turn, charter: Charter) -> date:
    return render.local(turn.now, charter.body.timezone).date()


async def ask_for_day(turn: Turn, tap: AskForDay) -> None:
    """Ask which day."""
    turn.need(Action.MANAGE_CALENDAR, tap.task_force)
    state = {"task_force": tap.task_force, "working": tap.kind == _WORKING}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=f"body:{tap.task_force}", state=state, now=turn.now
    )
    await turn.reply(AskDay(tap.kind == _WORKING, "", past=False))


async def resumed(turn: Turn, session: OpenSession) -> None:
    """Ask again which day."""
    await turn.reply(AskDay(bool(session.state["working"]), "", past=False))


async def typed(turn: Turn, session: OpenSession) -> None:
    """A day was typed: show what would change."""
    task_force_id, working = int(session.state["task_force"]), bool(session.state["working"])
    turn.need(Action.MANAGE_CALENDAR, task_force_id)
    charter = await turn.charter(task_force_id)
    today = _today(turn, charter)
    text = turn.incoming.text or "" if turn.incoming else ""
    found = parse(_DAY, text, today)
    if not isinstance(found, str):
        await turn.reply(AskDay(working, text.strip()[:60] or "?", past=False))
        return
    day = date.fromisoformat(found)
    if day < today:
        await turn.reply(AskDay(working, "", past=True))
        return
    await sessions.end(turn.tx, session.id)
    await _preview(turn, task_force_id, day, working)
    await conversations.offer_waiting(turn, turn.chat_id)


async def preview_usual(turn: Turn, tap: PreviewUsual) -> None:
    """Show what changes when a declared day is taken back."""
    turn.need(Action.MANAGE_CALENDAR, tap.task_force)
    await _preview(turn, tap.task_force, date.fromordinal(_ordinal(tap.day)), None)


async def _preview(turn: Turn, task_force_id: int, day: date, working: bool | None) -> None:
    charter, calendar = await turn.charter(task_force_id), await turn.calendar(task_force_id)
    changed = _with(calendar, day, working)
    of_meetings = await day_declared.shifts(turn, task_force_id, changed, _AHEAD)
    shifts = [*_shifts(turn, charter, calendar, changed), *of_meetings]
    hit = await day_declared.touched(turn, task_force_id, day, calendar, changed)
    same = dict(changed.overrides) == dict(calendar.overrides) or (
        working is not None and calendar.is_working(day) == working
    )
    kind = _USUAL if working is None else int(working)
    confirm = Button(
        Label("calendar.confirm"), data=DeclareDay(task_force_id, day.toordinal(), kind).pack(), style="primary"
    )
    leave = Button(Label("calendar.leave"), data=ShowCalendar(task_force_id).pack())
    hits = tuple(found for _, found in hit)
    message = DayPreview(day, working, same, tuple(shifts[:_LISTED]), len(shifts[_LISTED:]), hits)
    await turn.card(_handle(task_force_id), message, ((leave,) if same else (confirm, leave),))


def _with(calendar: WorkCalendar, day: date, working: bool | None) -> WorkCalendar:
    declared: Mapping[date, bool] = {other: is_so for other, is_so in calendar.overrides.items() if other != day}
    if working is not None:
        declared = {**declared, day: working}
    return WorkCalendar(declared, calendar.country)


def _shifts(turn: Turn, charter: Charter, before: WorkCalendar, after: WorkCalendar) -> Iterator[ShiftedMoment]:
    """The moments still to come that move."""
    until = turn.now + _AHEAD
    old = {(o.key, o.period): o for o in report_occurrences_between(charter, turn.now, until, before)}
    for now in report_occurrences_between(charter, turn.now, until, after):
        was = old.get((now.key, now.period))
        if was is None:
            continue
        report = charter.report(now.key)
        title = (report.title or charter.form(report.form).title).localised(turn.locale)
        for what, first, then in _moments(was, now):
            if first != then and any(moment is not None and moment > turn.now for moment in (first, then)):
                yield ShiftedMoment(what, title, now.period, first, then)  # type: ignore[arg-type]  # its own words


def _moments(was: Occurrence, now: Occurrence) -> Iterator[tuple[str, datetime | None, datetime | None]]:
    yield "target", was.target_at, now.target_at
    for what, old, new in (
        ("remind", {s.key: s.at for s in was.stages}, {s.key: s.at for s in now.stages}),
        ("escalate", {s.key: s.at for s in was.escalations}, {s.key: s.at for s in now.escalations}),
    ):
        for key in sorted(old | new, key=lambda k: (old.get(k) or new[k]).timestamp()):
            yield what, old.get(key), new.get(key)


async def declare(turn: Turn, tap: DeclareDay) -> None:
    """Write the day down and plan every open period anew at once."""
    person = turn.need(Action.MANAGE_CALENDAR, tap.task_force)
    charter = await turn.charter(tap.task_force)
    day = date.fromordinal(_ordinal(tap.day))
    if tap.kind not in (_OFF, _WORKING, _USUAL) or day < _today(turn, charter):
        await turn.toast(Label("calendar.too_late"), alert=True)
        return
    working = None if tap.kind == _USUAL else tap.kind == _WORKING
    before = await turn.calendar(tap.task_force)
    if working is None:
        await overrides.drop(turn.tx, tap.task_force, day)
    else:
        await overrides.declare(turn.tx, tap.task_force, day, working=working, by=person.id, now=turn.now)
    await audit.note(
        turn.tx, now=turn.now, action="calendar.declare", task_force_id=tap.task_force, person_id=person.id,
        subject=day.isoformat(), detail=str(working),
    )  # fmt: skip
    for period in await periods.current(turn.tx, tap.task_force, turn.now):
        await open_periods.replan(turn, await open_periods.open_period(turn, period))
        await board_cards.refresh(turn, period.id)
    name = charter.body.short_name or charter.body.name
    after = await turn.calendar(tap.task_force)
    hit = await day_declared.touched(turn, tap.task_force, day, before, after)
    hits = tuple(found for _, found in hit)
    await turn.card(_handle(tap.task_force), DayDeclared(name, day, working, "", hits), day_declared.rows(hit))
    for secretary in await people.with_roles(turn.tx, tap.task_force, [Role.SECRETARY]):
        if secretary.id != person.id:
            declared = DayDeclared(name, day, working, person.full_name, hits)
            await turn.notify(secretary, declared, day_declared.rows(hit))


def _ordinal(number: int) -> int:
    """A day's number, whatever somebody sent."""
    return min(max(number, 1), date.max.toordinal())
