"""The notice of the conclusions: who signs it, what it looks like, and sending it to everybody."""

from handlers.turn import Turn


async def sweep(turn: Turn) -> None:
    """Remind the secretary of the charter's deadline for it, and those who have not said that they received it."""
