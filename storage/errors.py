"""What can go wrong with the database, each with the sentence that tells the operator what to do."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class StorageError(Exception):
    """The database could not be used."""


class DatabaseLocked(StorageError):
    """Another program holds the database."""


class DatabaseCorrupt(StorageError):
    """The file is not a database, or is damaged."""


class DiskFull(StorageError):
    """There is no room left to write."""


class DatabaseUnavailable(StorageError):
    """The file cannot be opened or written."""


class DatabaseTooNew(StorageError):
    """The file was written by a newer version of this program."""


_REMEDIES: tuple[tuple[str, type[StorageError], str], ...] = (
    (
        "locked",
        DatabaseLocked,
        "{path} is in use by another program. Stop the other taskforce-bot, then start again.",
    ),
    (
        "full",
        DiskFull,
        "No room left on the disk of {path}. Free some space; nothing was lost, work goes on by itself.",
    ),
    (
        "malformed",
        DatabaseCorrupt,
        "{path} is damaged. Stop the bot and put back the copy you made with `taskforce-bot backup`.",
    ),
    ("not a database", DatabaseCorrupt, "{path} is not a database of this bot. Check TASKFORCE_DATABASE."),
    (
        "unable to open",
        DatabaseUnavailable,
        "{path} cannot be opened. Check that the folder exists and is writable.",
    ),
    ("readonly", DatabaseUnavailable, "{path} is read-only. Give the bot's user the right to write it."),
    ("disk i/o", DatabaseUnavailable, "The disk of {path} does not answer properly. Check the disk."),
)


def explain(error: BaseException, path: str) -> StorageError | None:
    """The typed error, with its remedy, for what the machine did to the database; None for a mistake of ours.

    SQLite gives prose for these, not codes of its own.
    """
    if isinstance(error, StorageError):
        return error
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.IntegrityError):
        text = str(error).lower()
        for mark, kind, remedy in _REMEDIES:
            if mark in text:
                return kind(remedy.format(path=path))
    return None


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what the machine did to the database (not our own SQL mistakes) into a StorageError."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        reason = explain(error, path)
        if reason is None:
            raise
        raise reason from error
