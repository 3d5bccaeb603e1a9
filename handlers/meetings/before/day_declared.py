"""What a declared day off or working day changes about meetings; nothing of a called meeting moves by itself."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from handlers.meetings import rights
from handlers.meetings.before import ahead, due
from handlers.meetings.taps import Manage
from handlers.turn import Turn
from messages import formats
from messages.contexts.calendar import MeetingHit, ShiftedMoment
from messages.model import Button, Keyboard, Label
from storage import meetings
from storage.meetings import Meeting
from taskforce import meeting_times as rules
from taskforce.meetings import latest_notice
from taskforce.workdays import WorkCalendar

_MOST = 5


async def shifts(turn: Turn, task_force_id: int, after: WorkCalendar, ahead: timedelta) -> list[ShiftedMoment]:
    """The moments so far ahead of meetings that wait to be called, where the changed calendar moves them."""
    found: list[ShiftedMoment] = []
    new = {
        (one.series.key, one.occurrence.period): one for one in await due.uncalled(turn, task_force_id, after, ahead)
    }
    for was in await due.uncalled(turn, task_force_id, ahead=ahead):
        now = new.get((was.series.key, was.occurrence.period))
        if now is None:
            continue
        title = due.kind_of(was.series, turn.locale)
        for what, first, then in _moments(was, now):
            if first != then and max(first, then) > turn.now:
                found.append(ShiftedMoment(what, title, was.occurrence.period, first, then))  # type: ignore[arg-type]  # its own words
    return found


def _moments(was: due.Due, now: due.Due) -> Iterator[tuple[str, datetime, datetime]]:
    zone = was.charter.body.zone
    if was.occurrence.notice_by is not None:
        old, new = (rules.call_by(one.occurrence, one.calendar, zone) for one in (was, now))
        yield "notice", old, new
    for old_stage, new_stage in zip(was.stages, now.stages, strict=True):
        if old_stage.name != "missed":
            yield "call", old_stage.at, new_stage.at


async def touched(
    turn: Turn, task_force_id: int, day: date, before: WorkCalendar, after: WorkCalendar
) -> list[tuple[Meeting, MeetingHit]]:
    """The called meetings that would be on a day off, or whose notice would be late by the changed calendar."""
    body = (await turn.charter(task_force_id)).body
    found = []
    for meeting in await meetings.in_state(turn.tx, ["called"], task_force_id=task_force_id):
        if meeting.starts_at is None or meeting.starts_at <= turn.now:
            continue
        starts = meeting.starts_at.astimezone(body.zone)
        series = await rights.series_of(turn, meeting)
        title = meeting.subject or due.kind_of(series, turn.locale)
        if starts.date() == day and before.is_working(day) and not after.is_working(day):
            found.append((meeting, MeetingHit(title, starts, "day-off", None)))
            continue
        old = latest_notice(series.notice, starts, before, body.zone)
        new = latest_notice(series.notice, starts, after, body.zone)
        told, _ = await ahead.told_at(turn, meeting)
        if old is not None and new is not None and new < told <= old:
            found.append((meeting, MeetingHit(title, starts, "late", new)))
    return found[:_MOST]


def rows(found: list[tuple[Meeting, MeetingHit]]) -> Keyboard:
    """A button to change each of them."""
    return tuple(
        (
            Button(
                Label("calendar.change_meeting", {"title": formats.shorten(hit.title, 30)}),
                data=Manage(meeting.id).pack(),
            ),
        )
        for meeting, hit in found
    )
