"""Whether a person can be written to: told by Telegram when they block or unblock the bot."""

from handlers import deliveries
from handlers.turn import Turn

_BLOCKED = "Forbidden: bot was blocked by the user"


async def standing_changed(turn: Turn) -> None:
    """Somebody blocked the bot, or let it back in."""
    assert turn.incoming is not None  # noqa: S101 - told by an update
    if turn.incoming.standing == "kicked":
        await deliveries.unreachable(turn, turn.incoming.sender_id, _BLOCKED)
    elif turn.incoming.standing == "member":
        await deliveries.reachable_again(turn, turn.incoming.sender_id)
