"""What of a task force's questions fits what was typed."""

from handlers.turn import Turn
from storage import faq
from taskforce.faq import find

_LONGEST = 1000  # letters of what is looked for


async def ids(turn: Turn, body: int, words: str, *, hidden: bool = False) -> list[int]:
    """The ids of the entries, best first; with ``hidden`` those that are not shown too."""
    known = [each.alias for each in await faq.aliases(turn.tx, body)]
    return find(words[:_LONGEST], await faq.searched(turn.tx, body, hidden=hidden), known)
