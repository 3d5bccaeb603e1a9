"""Which entry a button means, when the person may see or keep it."""

from handlers.turn import NotAllowed, Turn
from storage import faq
from storage.faq import Entry
from taskforce.roles import Action


async def to_read(turn: Turn, entry_id: int) -> Entry | None:
    """The entry; None when it is hidden now, except from those who keep it.

    Raises:
        NotAllowed: it is not of a task force where this person asks.
    """
    entry = await faq.get(turn.tx, entry_id)
    if entry is None:
        raise NotAllowed(f"faq entry {entry_id}")
    turn.need(Action.ASK_FAQ, entry.task_force_id)
    return None if entry.hidden and not turn.may(Action.KEEP_FAQ, entry.task_force_id) else entry


async def to_keep(turn: Turn, entry_id: int) -> Entry:
    """The entry.

    Raises:
        NotAllowed: it is not of a task force whose questions this person keeps.
    """
    entry = await faq.get(turn.tx, entry_id)
    if entry is None:
        raise NotAllowed(f"faq entry {entry_id}")
    turn.need(Action.KEEP_FAQ, entry.task_force_id)
    return entry
