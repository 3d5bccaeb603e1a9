"""An invitee's answer, by one tap; and the files and the calendar entry whenever they are asked for."""

from handlers.meetings.taps import GetCalendarFile, GetPapers, Respond
from handlers.turn import Turn


async def respond(turn: Turn, tap: Respond) -> None:
    """The invitee comes, does not, or sends somebody; those who run the meeting may say so for them."""


async def get_papers(turn: Turn, tap: GetPapers) -> None:
    """The files of the meeting, once more."""


async def get_calendar_file(turn: Turn, tap: GetCalendarFile) -> None:
    """The calendar entry of the meeting, once more."""
