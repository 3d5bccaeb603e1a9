"""Once a day: forget what is no longer needed to keep the promise of doing everything once."""

from datetime import timedelta

from handlers.turn import Turn
from storage import facts, intake, outbox

_FACT = "housekeeping"
_SENT_KEPT = timedelta(days=400)
"""A sent call's dedupe key has to outlive the period it belongs to; the longest is a year."""


async def sweep(turn: Turn) -> None:
    """Drop the memory of old updates and of calls made long ago."""
    today = str(turn.now.date())
    if await facts.get(turn.tx, _FACT) == today:
        return
    await facts.put(turn.tx, _FACT, today)
    await intake.forget_old(turn.tx, turn.now)
    await outbox.prune(turn.tx, turn.now - _SENT_KEPT)
