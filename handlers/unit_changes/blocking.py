"""A unit whose report comes from a body below cannot vanish: the link between the two is undone first."""

from collections.abc import Sequence

from handlers.turn import Turn
from handlers.unit_changes import listing
from messages.contexts.unit_changes import UnitChangeBlocked
from storage import upward
from storage.units import Unit


async def blocked(turn: Turn, sources: Sequence[Unit]) -> bool:
    """Whether one of these units stands for a body below; then it is said."""
    if not sources:
        return False
    ids = {unit.id: unit.name for unit in sources}
    links = [link for link in await upward.below(turn.tx, sources[0].task_force_id) if link.unit_id in ids]
    if links:
        names = tuple(dict.fromkeys(ids[link.unit_id] for link in links))
        await turn.card(listing.HANDLE, UnitChangeBlocked(names, tuple(link.child_name for link in links)))
    return bool(links)
