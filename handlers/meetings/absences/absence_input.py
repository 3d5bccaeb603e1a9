"""What is typed or sent about an absence: what of it cannot be taken, and why."""

from handlers.incoming import SentFile
from handlers.reports import cut
from handlers.turn import Turn
from messages import formats
from messages.contexts.absence import Slip
from taskforce.forms import clean

REASON_LIMIT = 1000
OPINION_LIMIT = 3000
NAME_LIMIT = 200
"""Characters."""

_ECHO = 120
_LARGEST = 50 * 1024 * 1024
"""Bytes of a file that a bot may send on (Telegram facts, Limits)."""


async def read(turn: Turn, limit: int) -> str | Slip:
    """The text of the message that came, cleaned; or why it cannot be taken."""
    raw = (turn.incoming.text if turn.incoming else None) or ""
    text = clean(raw)
    if await cut.belongs(turn, raw) or len(text) > limit:
        return Slip("too-long", formats.shorten(text, _ECHO), formats.number(limit, turn.locale))
    if turn.incoming is not None and turn.incoming.file is not None:
        return Slip("needs-text")
    return text or Slip("empty")


def echo(text: str) -> str:
    """The beginning of what was typed, to show what was refused."""
    return formats.shorten(text, _ECHO)


def slip_of_file(turn: Turn, sent: SentFile) -> Slip | None:
    """Why the file cannot be taken."""
    if sent.size is not None and sent.size > _LARGEST:
        return Slip("too-big", formats.shorten(sent.name, _ECHO), formats.number(_LARGEST // 1024**2, turn.locale))
    return None
