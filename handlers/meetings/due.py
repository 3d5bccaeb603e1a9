"""Meetings that the charter's series call for: whoever convenes them is told in time, with hours that still fit."""

from handlers.turn import Turn


async def sweep(turn: Turn) -> None:
    """Tell the conveners and the office which meetings are due and not called."""
