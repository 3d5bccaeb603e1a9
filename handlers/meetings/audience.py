"""Who is invited: the people a draft's audience stands for."""

from handlers.turn import Turn
from storage import memberships
from storage.meetings import Meeting
from storage.people import Membership


async def resolve(turn: Turn, meeting: Meeting) -> list[Membership]:
    """The living members that the meeting's audience stands for, in the order of the units; guests are not among them."""
    return [m for m in await memberships.living(turn.tx, meeting.task_force_id) if m.state != "pending"]
