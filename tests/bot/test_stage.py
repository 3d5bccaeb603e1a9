"""The stage: a bot that cannot start leaves nothing running."""

from pathlib import Path

import pytest
from telegram.error import InvalidToken

from bot.demo.stage import Stage
from tests.conftest import START


async def test_a_bot_that_cannot_start_is_put_away_whole(tmp_path: Path) -> None:
    """When Telegram does not know the token, the error comes out and the database is closed."""
    with pytest.raises(InvalidToken):
        async with Stage.open(tmp_path / "a.sqlite3", START, running=False) as stage:
            stage.telegram.fail_next("getMe", 1, 401)
            await stage.start_bot()
    assert not (tmp_path / "a.sqlite3-wal").exists()
