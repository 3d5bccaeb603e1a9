"""The stage of the stories: the real bot, the local Telegram, a moved clock, a database of its own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.stage import Stage

START = datetime(2022, 2, 28, 1, 0, tzinfo=UTC)  # 8h, Monday, in Bắc Kạn


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A bot that has just been started on an empty database, on the last day of February 2022."""
    async with Stage.open(tmp_path / "taskforce.sqlite3", START) as opened:
        yield opened
