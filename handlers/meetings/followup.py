"""How the conclusions of the last meeting stand: what the next one's agenda opens with."""

from datetime import date

from handlers.meetings.conclusion_desk import names, units_of
from handlers.turn import Turn
from messages.contexts.conclusions import FollowUpLine
from messages.render import local
from storage import conclusions, meetings, tasks
from storage.conclusions import Conclusion
from storage.meetings import Meeting
from taskforce.tally import TaskState


async def lines(turn: Turn, task_force_id: int, series_key: str, before: Meeting | None) -> tuple[FollowUpLine, ...]:
    """How each conclusion stands of the last meeting held before ``before`` (None: until now) by the same people.

    The same people: those of the series, which is the whole body or one of its groups. Nothing where no meeting of
    theirs has concluded anything.
    """
    charter = await turn.charter(task_force_id)
    group = next((series.group for series in charter.meetings if series.key == series_key), "")
    theirs = [series.key for series in charter.meetings if series.group == group]
    until = turn.now if before is None or before.starts_at is None else before.starts_at
    last_id = await conclusions.last_concluded(
        turn.tx, task_force_id, theirs or [series_key], until, None if before is None else before.id
    )
    if last_id is None:
        return ()
    last = await meetings.get(turn.tx, last_id)
    items = await conclusions.of_meeting(turn.tx, last_id)
    known = await units_of(turn, last, items)
    today = local(turn.now, charter.body.timezone).date()
    return tuple([await _line(turn, one, names(one.leads, known), today) for one in items])


async def _line(turn: Turn, one: Conclusion, lead: str, today: date) -> FollowUpLine:
    state = await _state(turn, one)
    overdue = state != "done" and one.due_on is not None and one.due_on < today
    return FollowUpLine(text=one.text, lead=lead, due=one.due_on, state=state, overdue=overdue)


async def _state(turn: Turn, one: Conclusion) -> str:
    """Of all its leading units: stuck where one is, done where all are, else under way where one has begun."""
    if one.task_id is None:
        return "untold"
    states = {part.state for part in await tasks.parts(turn.tx, one.task_id) if part.leads}
    if TaskState.STUCK in states:
        return "stuck"
    if states and states <= {TaskState.DONE}:
        return "done"
    return "going" if states & {TaskState.GOING, TaskState.DONE} else "not_begun"
