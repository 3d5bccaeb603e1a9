"""The conclusions are entered: one by one or pasted as a list, every one written down at once."""

from handlers.meetings.taps import Conclude
from handlers.turn import Turn


async def begin(turn: Turn, tap: Conclude) -> None:
    """Enter, or go on entering, the conclusions of a meeting that has begun."""
