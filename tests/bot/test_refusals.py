"""A story that is refused half-way leaves nothing behind, but the refusal."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.turns import _whole_or_not
from handlers.callbacks import BadTap
from handlers.incoming import Incoming
from handlers.turn import NotAllowed, Surroundings, Turn
from messages.contexts.basics import NothingTyped
from storage import facts, sessions
from storage.database import Database

NOW = datetime(2022, 3, 7, tzinfo=UTC)


@pytest.mark.parametrize("refusal", [NotAllowed("no"), BadTap("old")])
async def test_writes_and_replies_are_taken_back_and_ended_conversations_stay_ended(
    tmp_path: Path, refusal: Exception
) -> None:
    """What was written and said before the refusal is gone; a conversation that it ended is not brought back."""
    database = await Database.open(tmp_path / "one.sqlite3")

    async def story(turn: Turn) -> None:
        await facts.put(turn.tx, "half", "way")
        await turn.reply(NothingTyped())
        await sessions.end(turn.tx, ended)
        await sessions.begin(turn.tx, chat_id=5, kind="task", subject="task:9", state={}, now=turn.now)
        raise refusal

    async with database.transaction() as tx:
        ended = await sessions.begin(tx, chat_id=5, kind="task", subject="task:1", state={}, now=NOW)
        kept = await sessions.begin(tx, chat_id=5, kind="task", subject="task:2", state={}, now=NOW)
        turn = Turn(tx, NOW, Surroundings("bot"), Incoming(5, 5, ""))
        with pytest.raises(type(refusal)):
            await _whole_or_not(turn, story)
        assert await facts.get(tx, "half") is None
        assert await tx.value("SELECT count(*) FROM outbox") == 0
        assert [session.id for session in await sessions.open_in(tx, 5)] == [kept]
    await database.close()
