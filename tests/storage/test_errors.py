"""What SQLite complains of, in sentences that say what to do."""

import sqlite3

from storage.errors import DatabaseCorrupt, explain


def test_a_damaged_database_is_replaced_by_the_copy() -> None:
    """The remedy names what can be done, in the order in which it is done."""
    said = explain(sqlite3.DatabaseError("database disk image is malformed"), "t.sqlite3")
    assert isinstance(said, DatabaseCorrupt)
    assert str(said).endswith("Stop the bot and put back the copy you made with `taskforce-bot backup`.")
