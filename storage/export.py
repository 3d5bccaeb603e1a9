"""What people have written and done, table by table, for whoever wants to read it without this program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it stands: its name, the names of its columns, its rows in order; NULL is None."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float | None, ...], ...]


_TABLES = {
    "task_forces": ("charter",),
    "calendar_overrides": (),
    "units": ("folded",),
    "unit_names": (),
    "unit_changes": (),
    "unit_moves": (),
    "memberships": (),
    "report_periods": ("form",),
    "report_requests": ("ladder_from",),
    "reports": ("tasks", "sent"),
    "answers": (),
    "summaries": ("included",),
    "summary_versions": ("counted", "included"),
    "summary_requests": ("counted", "included", "posts"),
    "summary_comments": (),
    "tasks": (),
    "task_units": (),
    "task_progress": (),
    "task_extensions": (),
    "targets": (),
    "target_values": (),
    "target_links": (),
    "meetings": ("check_in_code", "uid", "audience"),
    "agenda_items": (),
    "invitees": ("code_hash", "chat_id"),
    "absences": ("opinion_file",),
    "conclusions": (),
    "conclusion_units": (),
    "conclusion_notices": ("sent",),
    "conclusion_receipts": (),
    "broadcasts": ("spans", "files", "album", "audience", "follow_up", "changed", "told_at"),
    "broadcast_recipients": (),
    "broadcast_letters": ("outbox_id",),
    "up_links": (),
    "up_sent": ("content",),
    "up_taken": ("wrote",),
    "ballots": ("audience", "majority", "told"),
    "ballot_voters": ("sent", "reminded", "told"),
    "ballot_votes": (),
    "ballot_boxes": (),
    "cases": ("gist", "version"),
    "case_steps": (),
    "case_files": ("file_id",),
    "case_followers": (),
    "audit": (),
}
"""By table: the columns that mean something to this program alone, and are left out."""

_PHONES = {"memberships": ("phone", "email"), "broadcast_letters": ("cause",), "absences": ("substitute_phone",)}


def tables(path: Path, *, with_phones: bool) -> Iterator[Table]:
    """Every table of people's content, all as of one moment; phone numbers and addresses only where asked for.

    Raises:
        sqlite3.Error: the file cannot be read.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as connection:
        connection.execute("BEGIN")  # one read transaction: whatever is written meanwhile is not seen
        for name, ours in _TABLES.items():
            hidden = {*ours, *(() if with_phones else _PHONES.get(name, ()))}
            columns = tuple(row[1] for row in connection.execute(f"PRAGMA table_info({name})") if row[1] not in hidden)
            listed = ", ".join(f'"{column}"' for column in columns)
            rows = connection.execute(f"SELECT {listed} FROM {name} ORDER BY rowid").fetchall()  # noqa: S608 - own names
            yield Table(name, columns, tuple(rows))
