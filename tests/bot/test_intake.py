"""Intake: acknowledged after the commit, each update for itself, each once."""

from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.demo.stage import Stage
from bot.intake import Intake, RawUpdate, _pause
from storage.database import Database, Transaction
from storage.errors import DiskFull, StorageError


class _Notebook:
    """Deals with updates by writing their numbers down; some make it stumble."""

    def __init__(self, database: Database) -> None:
        self.intake = Intake(database, SystemClock(), self._process, self._apologise, lambda: None)
        self._database = database
        self.apologies: list[int] = []

    async def _process(self, tx: Transaction, update: RawUpdate) -> bool:
        await tx.run("INSERT INTO facts (name, value) VALUES (?, '')", (f"n{update['update_id']}",))
        if update.get("bad"):
            raise RuntimeError("token 123456789:AAAAAAAAAAAAAAAAAAAAAAA in the message")
        if update.get("full"):
            await tx.run("INSERT INTO facts (name, value) VALUES ('big', ?)", ("x" * 1_000_000,))
        return False

    async def _apologise(self, tx: Transaction, update: RawUpdate) -> None:
        self.apologies.append(update["update_id"])

    async def written(self) -> list[str]:
        async with self._database.read() as tx:
            rows = await tx.all("SELECT name FROM facts WHERE name LIKE 'n%' ORDER BY name")
        return [row["name"] for row in rows]


@pytest.fixture
async def notebook(tmp_path: Path) -> object:
    """An intake whose handler writes numbers down."""
    database = await Database.open(tmp_path / "a.sqlite3")
    yield _Notebook(database)
    await database.close()


async def test_an_update_that_comes_twice_is_dealt_with_once(notebook: _Notebook) -> None:
    """Repeated in the same batch or in the next one, it changes nothing."""
    await notebook.intake.take([{"update_id": 1}, {"update_id": 1}])
    await notebook.intake.take([{"update_id": 1}, {"update_id": 2}])
    assert await notebook.written() == ["n1", "n2"]


async def test_an_update_that_fails_takes_nothing_with_it(notebook: _Notebook) -> None:
    """Its own writes are undone, the others' stand, and the person is told."""
    await notebook.intake.take([{"update_id": 1}, {"update_id": 2, "bad": True}, {"update_id": 3}])
    assert await notebook.written() == ["n1", "n3"]
    assert notebook.apologies == [2]


async def test_a_failed_update_is_kept_without_the_token(notebook: _Notebook) -> None:
    """The dead-letter table holds the update as it came and a trace with every token taken out."""
    await notebook.intake.take([{"update_id": 2, "bad": True}])
    async with notebook.intake.database.read() as tx:
        row = await tx.one("SELECT * FROM failed_updates")
    assert row is not None
    assert '"update_id": 2' in row["raw"]
    assert "RuntimeError" in row["trace"]
    assert "AAAAAA" not in row["trace"]


async def test_a_full_disk_keeps_the_batch_for_later(notebook: _Notebook) -> None:
    """Nothing of the batch is kept, the error says what to do, and the same batch goes through once there is room."""
    writer = notebook.intake.database._writer.plain
    pages = writer.execute("PRAGMA page_count").fetchone()[0]
    writer.execute(f"PRAGMA max_page_count = {pages + 3}")
    batch: list[RawUpdate] = [{"update_id": 1}, {"update_id": 2, "full": True}]
    with pytest.raises(DiskFull):
        await notebook.intake.take(batch)
    assert await notebook.written() == []
    assert notebook.apologies == []
    writer.execute("PRAGMA max_page_count = 1000000")
    await notebook.intake.take(batch)
    assert await notebook.written() == ["n1", "n2"]


async def test_half_a_character_in_a_failing_update_does_not_stop_the_rest(notebook: _Notebook) -> None:
    """A lone surrogate, which JSON allows, is kept as an escape; the next update is dealt with."""
    await notebook.intake.take([{"update_id": 1, "bad": True, "text": "a\ud83d"}, {"update_id": 2}])
    assert await notebook.written() == ["n2"]


def test_the_pause_between_tries_stays_short_however_long_the_outage() -> None:
    """After thousands of failures it is still half a minute."""
    assert [_pause(n) for n in (1, 2, 5000)] == [1.0, 2.0, 30.0]


async def test_telegram_is_told_only_after_the_commit(stage: Stage) -> None:
    """While the database cannot commit, the update stays unconfirmed at Telegram, and is dealt with afterwards."""
    phone = await stage.person(1001, "Hoàng Văn Thử", "+84912345678")
    await stage.stop_bot()
    phone.start()
    assert stage.telegram.pending() == 1
    await stage.start_bot()
    assert stage.telegram.pending() == 0
    assert phone.last is not None


async def test_an_update_of_an_unknown_shape_does_not_stop_the_rest(stage: Stage) -> None:
    """An update that python-telegram-bot cannot parse is kept aside; the next one is answered."""
    strange: RawUpdate = {"update_id": 5_000_000, "message": {"message_id": "?", "nothing": True}}
    await stage.app.intake.take([strange])
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM failed_updates") == 1
    phone = await stage.person(1001, "Hoàng Văn Thử", "+84912345678")
    phone.start()
    await stage.settle()
    assert phone.last is not None


def test_storage_errors_share_one_root() -> None:
    """Whoever waits out trouble with the database catches one class."""
    assert issubclass(DiskFull, StorageError)
