"""More time asked for a task: who asked, why, and what was decided; every wish stays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.database import Transaction, from_text, to_text


@dataclass(frozen=True, slots=True)
class Extension:
    """One wish; days are local. ``granted`` is None while nobody has decided, ``why`` a refusal's reason."""

    id: int
    task_id: int
    unit_id: int
    due_before: date | None
    due_asked: date
    reason: str
    asked_by: int
    asked_at: datetime
    granted: bool | None
    why: str


def _extension(row: Any) -> Extension:
    return Extension(
        id=row["id"],
        task_id=row["task_id"],
        unit_id=row["unit_id"],
        due_before=None if row["due_before"] is None else date.fromisoformat(row["due_before"]),
        due_asked=date.fromisoformat(row["due_asked"]),
        reason=row["reason"],
        asked_by=row["asked_by"],
        asked_at=from_text(row["asked_at"]),
        granted=None if row["granted"] is None else bool(row["granted"]),
        why=row["why"],
    )


async def get(tx: Transaction, extension_id: int) -> Extension | None:
    """The wish of that id."""
    row = await tx.one("SELECT * FROM task_extensions WHERE id = ?", (extension_id,))
    return None if row is None else _extension(row)


async def of_task(tx: Transaction, task_id: int) -> list[Extension]:
    """Every wish about the task, the newest first."""
    rows = await tx.all("SELECT * FROM task_extensions WHERE task_id = ? ORDER BY id DESC", (task_id,))
    return [_extension(row) for row in rows]


async def waiting_of(tx: Transaction, unit_ids: Sequence[int]) -> list[Extension]:
    """The wishes of these units about which nobody has decided."""
    marks = ",".join("?" * len(unit_ids))
    rows = await tx.all(
        f"SELECT * FROM task_extensions WHERE granted IS NULL AND unit_id IN ({marks}) ORDER BY id",  # noqa: S608 - marks
        tuple(unit_ids),
    )
    return [_extension(row) for row in rows]


async def ask(
    tx: Transaction,
    *,
    task_id: int,
    unit_id: int,
    due_before: date | None,
    due_asked: date,
    reason: str,
    by: int,
    now: datetime,
) -> int:
    """A leading unit asks for more time; returns the id of the wish.

    Raises:
        sqlite3.IntegrityError: one of this task waits already.
    """
    return await tx.insert(
        "INSERT INTO task_extensions (task_id, unit_id, due_before, due_asked, reason, asked_by, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            task_id,
            unit_id,
            None if due_before is None else due_before.isoformat(),
            due_asked.isoformat(),
            reason,
            by,
            to_text(now),
        ),
    )


async def decide(tx: Transaction, one: Extension, *, granted: bool, why: str, by: int, now: datetime) -> bool:
    """Grant or refuse it; the task's last day moves with a grant. False when it was decided before."""
    changed = await tx.run(
        "UPDATE task_extensions SET granted = ?, why = ?, decided_by = ?, decided_at = ?"
        " WHERE id = ? AND granted IS NULL",
        (int(granted), why, by, to_text(now), one.id),
    )
    if changed and granted:
        await tx.run("UPDATE tasks SET due_to = ? WHERE id = ?", (one.due_asked.isoformat(), one.task_id))
    return changed == 1


async def keep(tx: Transaction, task_id: int) -> None:
    """The plan was read again, or a conclusion corrected: more time that was granted is kept.

    Only while it says the same last day as when the time was granted: a new day there is a new decision.
    """
    rows = await tx.all("SELECT * FROM task_extensions WHERE task_id = ? AND granted = 1 ORDER BY id", (task_id,))
    if rows:
        await tx.run(
            "UPDATE tasks SET due_to = ? WHERE id = ? AND due_to = ?",
            (rows[-1]["due_asked"], task_id, rows[0]["due_before"]),
        )
