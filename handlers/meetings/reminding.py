"""What is said before a meeting by itself: to who has not answered, who attends, who prepares, and the office."""

from handlers.turn import Turn


async def sweep(turn: Turn) -> None:
    """Send what is due before the called meetings."""
