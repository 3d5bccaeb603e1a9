"""One SQLite file: one writer at a time, every commit on the disk before it counts (design §3).

What may wait — for another program's lock, for the disk — runs in aiosqlite's thread: opening, BEGIN, COMMIT. The
statements in between touch memory and take microseconds, while handing one to a thread costs about 90 µs; so they
run where they stand, on the same connection, while its thread is idle.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import aiosqlite

from storage.errors import DatabaseCorrupt, DatabaseTooNew, DatabaseUnavailable, explained

Row = sqlite3.Row
Parameters = Sequence[Any]

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA secure_delete = ON",  # what is written over or forgotten is gone from the file too
)


def to_text(moment: datetime) -> str:
    """A moment as it is stored: UTC, always to the microsecond, so that text order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """The stored moment, in UTC."""
    return datetime.fromisoformat(text)


def maybe_moment(text: str | None) -> datetime | None:
    """The stored moment, or None where nothing was stored."""
    return None if text is None else from_text(text)


def to_json(value: object) -> str:
    """JSON as it is stored: compact, letters as they are."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Transaction:
    """SQL inside one open transaction (or, from ``Database.read``, outside any)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    async def one(self, sql: str, parameters: Parameters = ()) -> Row | None:
        """The first row, or None."""
        row: Row | None = self._connection.execute(sql, parameters).fetchone()
        return row

    async def all(self, sql: str, parameters: Parameters = ()) -> list[Row]:
        """All rows."""
        return self._connection.execute(sql, parameters).fetchall()

    async def value(self, sql: str, parameters: Parameters = ()) -> Any:
        """The first column of the first row, or None."""
        row = await self.one(sql, parameters)
        return None if row is None else row[0]

    async def insert(self, sql: str, parameters: Parameters = ()) -> int:
        """Run an INSERT; returns the new row's id."""
        return self._connection.execute(sql, parameters).lastrowid or 0

    async def run(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a statement; returns how many rows it changed."""
        return self._connection.execute(sql, parameters).rowcount

    async def run_many(self, sql: str, rows: Iterable[Parameters]) -> None:
        """Run a statement once for each row of parameters."""
        self._connection.executemany(sql, rows)

    @asynccontextmanager
    async def savepoint(self) -> AsyncIterator[None]:
        """A part that is undone alone when its body raises; the error goes on."""
        await self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk undoes the whole transaction by itself
                await self.run("ROLLBACK TO part")
                await self.run("RELEASE part")
            raise
        await self.run("RELEASE part")


class _Connection:
    """aiosqlite's connection, and the plain one that its thread opened."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.plain: sqlite3.Connection
        self.threaded = aiosqlite.Connection(self._connect, iter_chunk_size=64)

    def _connect(self) -> sqlite3.Connection:
        self.plain = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False)
        self.plain.row_factory = sqlite3.Row
        return self.plain

    async def open(self) -> None:
        await self.threaded
        try:
            for pragma in _PRAGMAS:
                await self.threaded.execute_fetchall(pragma)  # read to its end: an open statement blocks a VACUUM
        except BaseException:
            await self.threaded.close()
            raise


class Database:
    """The open database file. Use ``Database.open``; close it when done."""

    def __init__(self, path: Path, writer: _Connection, reader: _Connection) -> None:
        self.path = path
        self._writer = writer
        self._reader = reader
        self._turn = asyncio.Lock()

    @classmethod
    async def open(cls, path: Path | str) -> "Database":
        """Open (and bring up to date) the database at ``path``.

        Raises:
            StorageError: one of its kinds, with a sentence that says what to do.
        """
        path = Path(path)
        if not path.parent.is_dir():
            raise DatabaseUnavailable(f"{path} cannot be opened: its folder does not exist. Create it first.")
        if path.is_dir():
            raise DatabaseUnavailable(f"{path} is a folder. Set TASKFORCE_DATABASE to a file in it.")
        writer, reader = _Connection(path), _Connection(path)
        with explained(str(path)):
            await writer.open()
            try:
                await _migrate(writer.threaded, path)
                await reader.open()
            except BaseException:
                await writer.threaded.close()
                raise
        return cls(path, writer, reader)

    async def close(self) -> None:
        """Close both connections."""
        await self._reader.threaded.close()
        await self._writer.threaded.close()

    async def copy_to(self, path: Path) -> None:
        """A whole, consistent copy of what is committed, while work goes on.

        Raises:
            StorageError: it could not be written.
        """
        with explained(str(path)):
            await self._reader.threaded.execute("VACUUM INTO ?", (str(path),))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        """One transaction, alone: on the disk when the block ends, undone when it raises."""
        async with self._turn:
            with explained(str(self.path)):
                try:
                    await self._to_the_end("BEGIN IMMEDIATE")
                    yield Transaction(self._writer.plain)
                    await self._to_the_end("COMMIT")
                except BaseException:
                    if self._writer.plain.in_transaction:
                        await self._to_the_end("ROLLBACK")
                    raise

    async def _to_the_end(self, sql: str) -> None:
        """Run it in the writer's thread, and know what came of it also where whoever waits is cancelled.

        The thread goes on in any case: a BEGIN that nobody waited for would leave the next one inside a transaction.
        """
        running = asyncio.create_task(_execute(self._writer.threaded, sql))
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            await asyncio.gather(running, return_exceptions=True)
            raise

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Transaction]:
        """Read what is committed, without waiting for a writer."""
        with explained(str(self.path)):
            yield Transaction(self._reader.plain)


@contextmanager
def snapshot(path: Path) -> Iterator[Transaction]:
    """What is committed at one moment, to read in a process beside the bot: nothing can be written.

    Raises:
        sqlite3.Error: it cannot be read.
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5)
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("BEGIN")
        yield Transaction(connection)
    finally:
        connection.close()


async def _execute(connection: aiosqlite.Connection, sql: str) -> None:
    await connection.execute(sql)


def _migrations() -> list[tuple[int, str]]:
    folder = resources.files("storage") / "migrations"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [(int(f.name[:4]), f.read_text(encoding="utf-8")) for f in files]


async def _migrate(connection: aiosqlite.Connection, path: Path) -> None:
    """Apply the migrations this file has not had, each whole or not at all."""
    migrations = _migrations()
    rows = await connection.execute_fetchall("PRAGMA user_version")
    version = next(iter(rows))[0]
    if version > migrations[-1][0]:
        raise DatabaseTooNew(
            f"{path} was written by a newer taskforce-bot (schema {version}). Install that version again."
        )
    if version == 0 and await connection.execute_fetchall("SELECT 1 FROM sqlite_master"):
        raise DatabaseCorrupt(f"{path} is a database of another program. Check TASKFORCE_DATABASE.")
    for number, script in migrations:
        if number > version:
            await connection.executescript(f"BEGIN;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
