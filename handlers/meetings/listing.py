"""/lichhop: what is coming, what was decided, own answers; for the office drafts and what is due."""

from handlers.meetings.taps import SeeMeeting
from handlers.turn import Turn


async def command(turn: Turn) -> None:
    """/lichhop: the meetings of the task forces this person is in."""


async def see(turn: Turn, tap: SeeMeeting) -> None:
    """One meeting as a member reads it."""
