"""A draft becomes a meeting: the list of who is invited is fixed, and everybody on it is told."""

from handlers.turn import Turn
from storage.meetings import Meeting


async def call(turn: Turn, meeting: Meeting) -> None:
    """Fix who is invited, call the meeting, and send the invitations; whoever is there is noted as who called it."""
