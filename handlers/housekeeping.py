"""Once a day: forget what is no longer needed to keep the promises of doing everything once, and of forgetting."""

from datetime import timedelta

from handlers import privacy
from handlers.turn import Turn
from storage import facts, intake, outbox, people, personal

_FACT = "housekeeping"
_SENT_KEPT = timedelta(days=400)
"""A sent call's dedupe key has to outlive the period it belongs to; the longest is a year."""

_PEOPLE_KEPT = timedelta(days=90)
"""After they ceased to take part in anything; told to them in ``consent.html.j2`` and ``your_data.html.j2``.

Of guests, and of substitutes who are known by name alone: after the meeting (``_guest_data.html.j2``).
"""


async def sweep(turn: Turn) -> None:
    """Drop the memory of old updates, of calls made long ago, and of people who left long ago."""
    today = str(turn.now.date())
    if await facts.get(turn.tx, _FACT) == today:
        return
    await facts.put(turn.tx, _FACT, today)
    await intake.forget_old(turn.tx, turn.now)
    await outbox.prune(turn.tx, turn.now - _SENT_KEPT)
    for person in await people.gone_since(turn.tx, turn.now - _PEOPLE_KEPT):
        await privacy.forget(turn, person, "data.expired")
    await personal.forget_outsiders(turn.tx, privacy.shown_as(), turn.now - _PEOPLE_KEPT)
