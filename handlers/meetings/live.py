"""The live card of a meeting: who comes, who does not, who is silent; one card a chat, edited in place."""

from handlers.meetings.taps import SeeLive
from handlers.turn import Turn
from storage.meetings import Meeting


async def refresh(turn: Turn, meeting_id: int) -> None:
    """Something about the meeting changed: every live card that is shown follows. Cheap."""


async def open_for_office(turn: Turn, meeting: Meeting) -> None:
    """The meeting was called: put its live card before the secretaries, who made and called it, and the chair."""


async def show(turn: Turn, tap: SeeLive) -> None:
    """The live card of one meeting, as a new card at the end of the chat."""
