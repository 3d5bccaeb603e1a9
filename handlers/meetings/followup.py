"""How the conclusions of the last meeting stand: what the next one's agenda opens with."""

from handlers.turn import Turn
from messages.contexts.conclusions import FollowUpLine
from storage.meetings import Meeting


async def lines(turn: Turn, task_force_id: int, series_key: str, before: Meeting | None) -> tuple[FollowUpLine, ...]:
    """How each conclusion stands of the last meeting held before ``before`` (None: until now) by the same people."""
    return ()
