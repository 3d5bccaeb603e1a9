"""The clocks that start when a meeting ends: the notice of its conclusions, the minutes, their approval."""

from datetime import date, datetime, timedelta

from handlers.meetings import rights, telling
from handlers.meetings.conclude.conclusion_taps import AfterwardsReady
from handlers.meetings.taps import Conclude
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages.contexts.conclusions import AfterwardsDone, AfterwardsDue
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, conclusions, meetings, notices, people
from storage.meetings import Meeting
from taskforce.charter import Charter
from taskforce.charter.expressions import Duration
from taskforce.charter.meetings import Afterwards
from taskforce.moments import after
from taskforce.moments import local as local_moment
from taskforce.reminders import shift_out_of_quiet
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar

_CUSTOM = Duration(5, "wd")
"""Within which conclusions go out by good custom, where the charter is silent (QĐ 45/2018/QĐ-TTg)."""

_LONGEST = timedelta(days=400)
"""After which nothing of a meeting is waited for any more."""

_REMINDER_LIFETIME = timedelta(hours=12)
_WHATS = ("conclusions", "minutes", "approval")


async def notice_deadline(turn: Turn, meeting: Meeting) -> tuple[datetime | None, str]:
    """Until when the notice is to go out (local), and the article; by good custom only, without one ("").

    None for a meeting that has no time.
    """
    series = await rights.series_of(turn, meeting)
    laid_down = _length(series.after, "conclusions")
    end = ended_at(meeting)
    if end is None:
        return None, ""
    charter = await turn.charter(meeting.task_force_id)
    calendar = await turn.calendar(meeting.task_force_id)
    due = after(end, laid_down or _CUSTOM, calendar, charter.body.zone)
    return due, (series.after.cite or series.cite) if laid_down else ""


def ended_at(meeting: Meeting) -> datetime | None:
    """When it ended, or is to end, as far as is known; UTC."""
    return meeting.closed_at or meeting.ends_at or meeting.starts_at


def _length(rule: Afterwards, what: str) -> Duration | None:
    length = getattr(rule, what)
    return length if isinstance(length, Duration) else None


# Reminding the secretary


async def sweep(turn: Turn) -> None:
    """One working day before the last day and on it, the secretary is told what the charter still asks for."""
    for meeting in await meetings.called_or_held_since(turn.tx, turn.now - _LONGEST):
        end = ended_at(meeting)
        if end is not None and end <= turn.now < end + _LONGEST:
            async with apart(turn, f"What follows meeting {meeting.id}"):
                await _remind(turn, meeting, end)


async def _remind(turn: Turn, meeting: Meeting, end: datetime) -> None:
    charter = await turn.charter(meeting.task_force_id)
    rule = (await rights.series_of(turn, meeting)).after
    for what in _WHATS:
        length = _length(rule, what)
        if length is None or await _is_done(turn, meeting, what):
            continue
        calendar = await turn.calendar(meeting.task_force_id)
        due = after(end, length, calendar, charter.body.zone)
        passed = [key for key, at in await _moments(turn, meeting, due) if end < at <= turn.now]
        if (
            passed
            and turn.now <= due
            and await meetings.mark_stage(turn.tx, meeting.id, f"after:{what}:{passed[-1]}", turn.now)
        ):
            await _tell(turn, meeting, what, due)


async def _is_done(turn: Turn, meeting: Meeting, what: str) -> bool:
    if what == "conclusions":
        return (await notices.get(turn.tx, meeting.id)).version > 0
    return await meetings.stage_done(turn.tx, meeting.id, f"after:{what}:done")


async def _moments(turn: Turn, meeting: Meeting, due: datetime) -> list[tuple[str, datetime]]:
    """The working day before the last working day, and that day, at the hour of notices."""
    charter = await turn.charter(meeting.task_force_id)
    calendar = await turn.calendar(meeting.task_force_id)
    last = calendar.last_working_on_or_before(due.date())
    days = (("before", calendar.shift(last, -1)), ("day", last))
    return [(key, at_notice_time(charter, calendar, day)) for key, day in days]


def at_notice_time(charter: Charter, calendar: WorkCalendar, day: date) -> datetime:
    """The hour of notices on that day, or the next at which the bot may speak."""
    body = charter.body
    return shift_out_of_quiet(local_moment(day, body.notice_time, body.zone), body.quiet_hours, calendar, body.zone)


async def _tell(turn: Turn, meeting: Meeting, what: str, due: datetime) -> None:
    charter = await turn.charter(meeting.task_force_id)
    series = await rights.series_of(turn, meeting)
    entered = len(await conclusions.of_meeting(turn.tx, meeting.id))
    days = (due.date() - local(turn.now, charter.body.timezone).date()).days
    for person in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY]):
        message = AfterwardsDue(
            meeting=await telling.facts(turn, meeting, person.locale, person.id),
            what=what,
            due=due,
            days=days,
            cite=series.after.cite or series.cite,
            entered=entered,
        )
        await turn.notify(
            person, message, _buttons(meeting, what), handle=_handle(meeting, what), expires_in=_REMINDER_LIFETIME,
            dedupe_key=f"after:{what}:{meeting.id}:{turn.now:%Y%m%d}",
        )  # fmt: skip


def _handle(meeting: Meeting, what: str) -> str:
    return f"after:{what}:{meeting.id}"


def _buttons(meeting: Meeting, what: str) -> Keyboard:
    if what == "conclusions":
        return ((Button(Label("conclusions.enter"), data=Conclude(meeting.id).pack(), style="primary"),),)
    done = AfterwardsReady(meeting.id, what).pack()
    return ((Button(Label("conclusions.afterwards_done"), data=done, style="success"),),)


async def ready(turn: Turn, tap: AfterwardsReady) -> None:
    """Somebody of the office says that the minutes are written, or approved: no more reminders, everybody sees it."""
    meeting = await rights.need_to_run(turn, tap.meeting)
    person = turn.person
    if tap.what not in ("minutes", "approval") or person is None:
        raise NotAllowed(f"{tap.what} of meeting {tap.meeting}")
    if not await meetings.mark_stage(turn.tx, meeting.id, f"after:{tap.what}:done", turn.now):
        await turn.toast(Label("conclusions.noted"))
        return
    await audit.note(
        turn.tx, now=turn.now, action=f"meeting.{tap.what}", task_force_id=meeting.task_force_id, person_id=person.id,
        subject=f"meeting:{meeting.id}",
    )  # fmt: skip
    for reader in await people.with_roles(turn.tx, meeting.task_force_id, [Role.SECRETARY]):
        if reader.telegram_id is not None:
            facts = await telling.facts(turn, meeting, reader.locale, reader.id)
            done = AfterwardsDone(facts, tap.what, person.full_name)
            await turn.show(reader.telegram_id, _handle(meeting, tap.what), done, locale=reader.locale)
