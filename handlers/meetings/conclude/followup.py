"""What the next meeting's agenda opens with: how the last conclusions stand, and minutes that it has to approve."""

from datetime import date

from handlers.meetings.conclude.conclusion_desk import names, units_of
from handlers.turn import Turn
from messages import formats, render
from messages.contexts.conclusions import FollowUpLine
from messages.model import Label
from messages.render import local
from storage import conclusions, meetings, notices, tasks
from storage.meetings import Meeting
from storage.notices import Said
from taskforce.charter.meetings import Meeting as Series
from taskforce.tally import TaskState


async def lines(turn: Turn, task_force_id: int, series_key: str, before: Meeting | None) -> tuple[FollowUpLine, ...]:
    """How each conclusion stands of the last meeting held before ``before`` (None: until now) by the same people.

    The same people: those of the series, which is the whole body or one of its groups. Everybody invited reads it, so
    it is what the last notice said, never what somebody is still writing. Nothing where none of theirs has gone out.
    """
    charter = await turn.charter(task_force_id)
    until = turn.now if before is None or before.starts_at is None else before.starts_at
    last_id = await conclusions.last_announced(
        turn.tx, task_force_id, await _of_the_same(turn, task_force_id, series_key), until,
        None if before is None else before.id,
    )  # fmt: skip
    if last_id is None:
        return ()
    said = (await notices.get(turn.tx, last_id)).sent.conclusions
    known = await units_of(turn, await meetings.get(turn.tx, last_id), said)
    given = await conclusions.given(turn.tx, last_id)
    today = local(turn.now, charter.body.timezone).date()
    return tuple([await _line(turn, one, given.get(one.id), names(one.leads, known), today) for one in said])


async def _of_the_same(turn: Turn, task_force_id: int, series_key: str) -> list[str]:
    """The series of the whole body, or of the group, that this one is of."""
    charter = await turn.charter(task_force_id)
    group = next((series.group for series in charter.meetings if series.key == series_key), "")
    return [series.key for series in charter.meetings if series.group == group] or [series_key]


async def _line(turn: Turn, one: Said, task_id: int | None, lead: str, today: date) -> FollowUpLine:
    state = "nobody" if task_id is None or not one.leads else await _state(turn, task_id)
    overdue = state not in ("done", "nobody") and one.due_on is not None and one.due_on < today
    return FollowUpLine(text=one.text, lead=lead, due=one.due_on, state=state, overdue=overdue)


async def _state(turn: Turn, task_id: int) -> str:
    """Of all its leading units: stuck where one is, done where all are, else under way where one has begun."""
    states = {part.state for part in await tasks.parts(turn.tx, task_id) if part.leads}
    if TaskState.STUCK in states:
        return "stuck"
    if states and states <= {TaskState.DONE}:
        return "done"
    return "going" if states & {TaskState.GOING, TaskState.DONE} else "not_begun"


async def to_approve(turn: Turn, task_force_id: int, series: Series) -> str:
    """The point of the agenda by which the last meeting's minutes are approved, where the charter says so; else ""."""
    charter = await turn.charter(task_force_id)
    same = await _of_the_same(turn, task_force_id, series.key)
    held = [m for m in await meetings.in_state(turn.tx, ["held"], task_force_id=task_force_id) if m.series in same]
    last = max(held, key=lambda meeting: meeting.begin, default=None)
    rule = next((one.after.approval for one in charter.meetings if last and one.key == last.series), None)
    if last is None or rule != "next-meeting" or await meetings.stage_done(turn.tx, last.id, "after:approval:done"):
        return ""
    day = formats.day(local(last.begin, charter.body.timezone), charter.body.locale)
    return render.label(Label("conclusions.approve_minutes", {"day": day}), charter.body.locale)
