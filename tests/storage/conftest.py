"""A database of its own for every test, on a real file."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.database import Database

NOW = datetime(2022, 3, 14, 1, 30, tzinfo=UTC)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty database."""
    opened = await Database.open(tmp_path / "taskforce.sqlite3")
    yield opened
    await opened.close()


@pytest.fixture
def now() -> datetime:
    """8h30, Monday 14 March 2022, in Bắc Kạn."""
    return NOW
