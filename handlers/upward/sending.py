"""Sends a compiled report upwards, once its summary has been posted."""

from handlers.turn import Turn


async def went_out(turn: Turn, period_id: int) -> None:
    """A version of the period's summary was posted, the first or a later one; called in the same transaction."""
