"""The papers that are prepared beside the bot (``bot.preparing``): from what is wanted to what they hold."""

from collections.abc import Mapping

from handlers import report_papers
from handlers.rolled import papers as rolled_papers
from handlers.turn import Turn
from handlers.wanted import Wanted
from messages.documents.model import Document
from messages.model import Message


async def prepared(turn: Turn, wanted: Wanted) -> Mapping[str, Document | Message]:
    """By name, all papers that are made from the same rows as the one that is wanted; nothing is written.

    Raises:
        LookupError: what they are about is no more.
    """
    if wanted.span:
        return await rolled_papers.prepared(turn, wanted)
    return await report_papers.prepared(turn, wanted)
