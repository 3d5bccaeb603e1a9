"""Two units with a small plan, February given by one of them, March open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from tests.handlers.reports.world import START, Body, build, last_month


@pytest.fixture
async def body(tmp_path: Path) -> AsyncIterator[Body]:
    """The task force on Monday 7 March 2022; at the end nothing may have gone wrong unseen."""
    async with Stage.open(tmp_path / "taskforce.sqlite3", START) as stage:
        made = await build(stage, ["Công an tỉnh", "Sở Tư pháp", "Sở Nội vụ"])
        await last_month(made, "Sở Tư pháp")
        yield made
        assert await made.failures() == []
