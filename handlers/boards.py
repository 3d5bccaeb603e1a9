"""The live board: who has answered, who has not, who cannot be reached; one card a chat, edited in place."""

from handlers.turn import Turn


async def refresh(turn: Turn, period_id: int) -> None:
    """A report of the period was opened, sent or sent back: every board that shows it follows. Cheap."""
