"""Who has received the notice of the conclusions, who has not, and what they remarked."""

from handlers.callbacks import Tap
from handlers.turn import Turn


class SeeConclusions(Tap, frozen=True):
    """Read what a meeting decided, once its notice was sent."""

    prefix = "kc"
    meeting: int


async def see(turn: Turn, tap: SeeConclusions) -> None:
    """Show it to whoever may read about the meeting."""
