"""stub"""
from handlers.turn import Turn
from handlers.wanted import Wanted
from messages.documents.model import Document
from messages.model import Message


async def prepared(turn: Turn, wanted: Wanted) -> dict[str, Document | Message]:
    raise LookupError
