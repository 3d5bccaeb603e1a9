"""A text too long for one message: Telegram's apps send it as several, one right after the other."""

from datetime import datetime, timedelta

from handlers.turn import Turn
from storage import sessions

_WHOLE = 4090
"""Letters from which a message is a part of something cut: Telegram takes 4096, apps may cut at a word before."""

_AT_ONCE = timedelta(seconds=3)
"""Nobody types an answer so soon after a text of that length."""

_KEY = "cut_at"


async def belongs(turn: Turn, text: str) -> bool:
    """Whether what was typed into the conversation at the front is a part of a text that was cut, its end included."""
    row = await sessions.front(turn.tx, turn.chat_id)
    if row is None:
        return False
    before = row.state.get(_KEY, "")
    after = bool(before) and turn.now - datetime.fromisoformat(before) <= _AT_ONCE
    whole = len(text) >= _WHOLE
    if whole or before:
        state = {**row.state, _KEY: turn.now.isoformat() if whole else ""}
        await sessions.save(turn.tx, row.id, state, turn.now)
    return whole or after
