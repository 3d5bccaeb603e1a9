"""A called meeting that lies ahead: when its time was told, and what the clock has done about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.turn import Turn
from storage import meetings
from storage.meetings import Meeting
from taskforce import meeting_times as rules
from taskforce.charter.meetings import Meeting as Series
from taskforce.charter.model import Body
from taskforce.meeting_times import Planned
from taskforce.workdays import WorkCalendar

HOURS_TO_ANSWER = 3
"""Working hours for which nobody is chased after they were asked."""

_LONGEST = timedelta(hours=20)
"""A reminder that could not be delivered by then is not sent any more."""

_MOVED = "time-set:"
"""The stage that marks when the present time of a moved meeting was told: "time-set:SEQUENCE"."""


@dataclass(frozen=True, slots=True)
class CalledMeeting:
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


async def told_at(turn: Turn, meeting: Meeting) -> tuple[datetime, str]:
    """When the meeting's present time was told, and the version that this time is ("0": never moved)."""
    moved = await meetings.last_stage(turn.tx, meeting.id, _MOVED)
    if moved is None:
        return meeting.called_at or meeting.created_at, "0"
    return moved[1], moved[0].removeprefix(_MOVED)


async def time_was_set(turn: Turn, meeting: Meeting) -> None:
    """The meeting was moved and everybody asked anew: they are left alone for some hours, then reminded as ever."""
    await meetings.mark_stage(turn.tx, meeting.id, f"{_MOVED}{meeting.sequence}", turn.now)


async def first_time(turn: Turn, one: CalledMeeting, kind: str, planned: Planned, more: str = "") -> bool:
    """Whether that stage was not done for the present time of the meeting; it is marked."""
    stage = f"{kind}:{planned.index}:{one.version}{more}"
    return await meetings.mark_stage(turn.tx, one.meeting.id, stage, turn.now)


def lifetime(turn: Turn, meeting: Meeting) -> timedelta:
    """How long something said before the meeting is worth delivering."""
    return min(_LONGEST, meeting.begin - turn.now)
