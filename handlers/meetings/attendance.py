"""The attendance list of a meeting, for those who run it."""

from handlers.turn import Turn
from messages.documents.model import AttendanceSheet
from storage.meetings import Meeting


async def sheet(turn: Turn, meeting: Meeting, locale: str) -> AttendanceSheet:
    """The list as the tables have it now."""
    raise NotImplementedError
