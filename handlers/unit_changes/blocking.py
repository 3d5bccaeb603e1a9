"""A unit whose report comes from a body below cannot vanish: the link between the two is undone first."""

from collections.abc import Sequence

from handlers.turn import Turn
from storage.units import Unit


async def blocked(turn: Turn, sources: Sequence[Unit]) -> bool:
    """Whether one of these units is linked to a body below."""
    return False
