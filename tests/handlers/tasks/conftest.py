"""Three units with a small plan on Monday 7 March 2022, and people of each."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from tests.handlers.reports.world import START, Body, build


@pytest.fixture
async def body(tmp_path: Path) -> AsyncIterator[Body]:
    """The task force; at the end nothing may have gone wrong unseen."""
    async with Stage.open(tmp_path / "taskforce.sqlite3", START) as stage:
        yield (made := await build(stage, ["Công an tỉnh", "Sở Tư pháp", "Sở Nội vụ"]))
        assert await made.failures() == []
