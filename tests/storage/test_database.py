"""The database file: whole transactions, undone parts, and clear words when the machine fails."""

import asyncio
import sqlite3
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from storage.database import Database, from_text, to_text
from storage.errors import DatabaseCorrupt, DatabaseLocked, DatabaseTooNew, DatabaseUnavailable, DiskFull

_FACT = "INSERT INTO facts (name, value) VALUES (?, ?)"


async def _facts(database: Database) -> list[str]:
    async with database.read() as tx:
        return [row["name"] for row in await tx.all("SELECT name FROM facts ORDER BY name")]


async def test_a_transaction_that_raises_leaves_nothing(database: Database) -> None:
    """What was written before the error is not there afterwards."""
    with pytest.raises(RuntimeError, match="power"):
        async with database.transaction() as tx:
            await tx.run(_FACT, ("a", "1"))
            raise RuntimeError("power")
    assert await _facts(database) == []


async def test_a_savepoint_undoes_its_own_part_only(database: Database) -> None:
    """An error inside a savepoint takes back that part; the rest of the transaction stands."""
    async with database.transaction() as tx:
        await tx.run(_FACT, ("kept", "1"))
        with pytest.raises(ValueError, match="part"):
            async with tx.savepoint():
                await tx.run(_FACT, ("undone", "1"))
                raise ValueError("part")
        async with tx.savepoint():
            await tx.run(_FACT, ("second", "1"))
    assert await _facts(database) == ["kept", "second"]


async def test_what_is_written_over_is_gone_from_the_file(database: Database) -> None:
    """Whatever SQLite was built with: no older sums of a secret ballot stay in the file."""
    async with database.transaction() as tx:
        assert await tx.value("PRAGMA secure_delete") == 1


async def test_transactions_take_turns(database: Database) -> None:
    """Two transactions begun at once run one after the other; none sees the other's half."""

    async def count_up() -> None:
        async with database.transaction() as tx:
            value = int(await tx.value("SELECT value FROM facts WHERE name = 'n'") or 0)
            await asyncio.sleep(0.001)
            await tx.run("INSERT OR REPLACE INTO facts (name, value) VALUES ('n', ?)", (str(value + 1),))

    await asyncio.gather(*(count_up() for _ in range(20)))
    async with database.read() as tx:
        assert await tx.value("SELECT value FROM facts WHERE name = 'n'") == "20"


async def test_readers_do_not_see_what_is_not_committed(database: Database) -> None:
    """A read beside an open transaction answers with the state before it."""
    async with database.transaction() as tx:
        await tx.run(_FACT, ("a", "1"))
        assert await _facts(database) == []
    assert await _facts(database) == ["a"]


async def test_every_commit_is_synced_to_the_disk(database: Database) -> None:
    """The connection keeps WAL with synchronous=FULL, so that a commit survives a power cut."""
    async with database.transaction() as tx:
        assert await tx.value("PRAGMA synchronous") == 2
        assert await tx.value("PRAGMA journal_mode") == "wal"
        assert await tx.value("PRAGMA foreign_keys") == 1


async def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    """A second start finds the schema as it is and keeps what is there."""
    for _ in range(2):
        database = await Database.open(tmp_path / "a.sqlite3")
        async with database.transaction() as tx:
            await tx.run("INSERT OR IGNORE INTO facts (name, value) VALUES ('a', '1')")
        assert await _facts(database) == ["a"]
        await database.close()


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """A text file in the database's place ends in a sentence with its path and the setting to check."""
    path = tmp_path / "notes.txt"
    path.write_text("đây không phải cơ sở dữ liệu " * 100, encoding="utf-8")
    with pytest.raises(DatabaseCorrupt, match="TASKFORCE_DATABASE"):
        await Database.open(path)
    assert path.read_text(encoding="utf-8").startswith("đây")


async def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """A SQLite file with foreign tables is refused, not filled with ours."""
    path = tmp_path / "other.sqlite3"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE songs (title TEXT)")
    other.close()
    with pytest.raises(DatabaseCorrupt, match="another program"):
        await Database.open(path)


async def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    """A file from a newer version is not touched by an older program."""
    path = tmp_path / "new.sqlite3"
    with sqlite3.connect(path) as newer:
        newer.execute("PRAGMA user_version = 9999")
    newer.close()
    with pytest.raises(DatabaseTooNew, match="newer"):
        await Database.open(path)


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """A path whose folder does not exist ends in a sentence that says so."""
    with pytest.raises(DatabaseUnavailable, match="folder"):
        await Database.open(tmp_path / "nowhere" / "a.sqlite3")


async def test_a_database_held_by_another_program_is_told(database: Database) -> None:
    """When somebody else holds the write lock, the error says to stop them."""
    other = sqlite3.connect(database.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        await _hurry(database)
        with pytest.raises(DatabaseLocked, match="Stop the other"):
            async with database.transaction() as tx:
                await tx.run(_FACT, ("a", "1"))
    finally:
        other.execute("ROLLBACK")
        other.close()
    async with database.transaction() as tx:
        await tx.run(_FACT, ("b", "1"))
    assert await _facts(database) == ["b"]


async def _hurry(database: Database) -> None:
    database._writer.plain.execute("PRAGMA busy_timeout = 20")


async def test_a_full_disk_is_told_and_nothing_is_half_written(database: Database) -> None:
    """When no page can be added, the whole transaction is undone and the error says to free space."""
    pages = database._writer.plain.execute("PRAGMA page_count").fetchone()[0]
    database._writer.plain.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFull, match="Free some space"):
        async with database.transaction() as tx:
            await tx.run(_FACT, ("small", "1"))
            async with tx.savepoint():
                await tx.run(_FACT, ("big", "x" * 100_000))
    assert await _facts(database) == []
    database._writer.plain.execute("PRAGMA max_page_count = 1000000")
    async with database.transaction() as tx:
        await tx.run(_FACT, ("again", "1"))
    assert await _facts(database) == ["again"]


def test_moments_are_kept_in_utc_and_sort_as_text() -> None:
    """A local time comes back as the same instant, and text order is time order."""
    local = datetime(2022, 3, 14, 23, 59, 59, tzinfo=timezone(timedelta(hours=7)))
    assert to_text(local) == "2022-03-14T16:59:59.000000Z"
    assert from_text(to_text(local)) == local
    assert to_text(local) < to_text(local + timedelta(milliseconds=90)) < to_text(local + timedelta(seconds=1))


async def test_a_copy_is_whole_and_made_while_work_goes_on(database: Database, tmp_path: Path) -> None:
    """The copy holds what is committed, not what a transaction under way has written, and opens as a database."""
    async with database.transaction() as tx:
        await tx.run(_FACT, ("committed", "1"))
    async with database.transaction() as tx:
        await tx.run(_FACT, ("under way", "1"))
        await database.copy_to(tmp_path / "copy.sqlite3")
    copy = await Database.open(tmp_path / "copy.sqlite3")
    assert await _facts(copy) == ["committed"]
    await copy.close()


async def test_a_folder_in_the_databases_place_is_named(tmp_path: Path) -> None:
    """A path that is a folder ends in a sentence that says so."""
    with pytest.raises(DatabaseUnavailable, match="is a folder"):
        await Database.open(tmp_path)


@pytest.mark.parametrize("steps", range(8))
async def test_a_transaction_given_up_at_any_moment_leaves_nothing_behind(tmp_path: Path, steps: int) -> None:
    """Cancelled while it begins, works or commits, it is whole or undone, and the next one finds the way free."""
    database = await Database.open(tmp_path / "a.sqlite3")

    async def write() -> None:
        async with database.transaction() as tx:
            await tx.run("INSERT INTO facts (name, value) VALUES ('a', '')")

    writing = asyncio.create_task(write())
    for _ in range(steps):
        await asyncio.sleep(0)
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    async with database.transaction() as tx:
        await tx.run("INSERT INTO facts (name, value) VALUES ('b', '')")
        assert await tx.value("SELECT count(*) FROM facts") in (1, 2)
    await database.close()
