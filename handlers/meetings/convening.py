"""/moihop: from the kind of meeting to the desk, asking at most what is needed."""

from handlers.meetings.taps import Convene
from handlers.turn import Turn


async def begin(turn: Turn, tap: Convene) -> None:
    """Begin to prepare that meeting of the series, at the proposed time where one was given."""
