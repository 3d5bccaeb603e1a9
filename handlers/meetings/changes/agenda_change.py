"""The agenda of a called meeting, edited point by point: those invited are told once, what went off and what came on.

The first edit notes what they know. They are told when whoever edits is done, or by the clock if that is never said.
"""

from dataclasses import replace
from datetime import timedelta

from handlers.meetings.changes import applying
from handlers.meetings.convene import desk
from handlers.meetings.invite import standing
from handlers.turn import Turn
from storage import meeting_changes, meetings
from storage.meeting_changes import Change
from storage.meetings import Meeting
from storage.people import Person

_QUIET = timedelta(minutes=15)
"""So long an edited agenda waits for whoever edits it to be done."""


async def begun(turn: Turn, meeting: Meeting) -> None:
    """Somebody is about to edit the agenda; of a called meeting, what those invited know of it is kept."""
    if meeting.state != "called" or turn.person is None:
        return
    if await meeting_changes.waiting(turn.tx, "agenda", turn.now, meeting.id):
        return
    value = {"before": await _points(turn, meeting)}
    await meeting_changes.add(
        turn.tx, meeting.id, "agenda", value, reason="", by_person=turn.person.id, now=turn.now
    )  # fmt: skip


async def _points(turn: Turn, meeting: Meeting) -> list[str]:
    return [f"{item.title} ({item.unit})" if item.unit else item.title for item in await desk.items(turn, meeting)]


async def tell(turn: Turn, meeting: Meeting, by: Person) -> int:
    """Tell everybody concerned what changed, if anything did; returns how many they were."""
    told = 0
    for change in await meeting_changes.waiting(turn.tx, "agenda", turn.now, meeting.id):
        told += await _settle(turn, meeting, change, by)
    return told


async def _settle(turn: Turn, meeting: Meeting, change: Change, by: Person) -> int:
    value = {**change.value, "after": await _points(turn, meeting)}
    if value["after"] == value["before"] or standing.phase(meeting, turn.now) != "open":
        await meeting_changes.decide(turn.tx, change.id, "overtaken", by.id, turn.now)
        return 0
    await meeting_changes.complete(turn.tx, change.id, value)
    made = await applying.apply(turn, meeting, replace(change, value=value), by, late=False)
    return made.told


async def sweep(turn: Turn) -> None:
    """Whoever edited an agenda has not said that they are done: those invited are told all the same."""
    for change in await meeting_changes.waiting(turn.tx, "agenda", turn.now - _QUIET):
        meeting = await meetings.get(turn.tx, change.meeting_id)
        await _settle(turn, meeting, change, await turn.person_by_id(change.by_person))
