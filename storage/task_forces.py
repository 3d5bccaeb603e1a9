"""The task forces this database serves, each with the charter it lives by."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage.database import Transaction, from_text, to_text


@dataclass(frozen=True, slots=True)
class TaskForce:
    """One body. ``charter`` is the TOML text of its regulation, as it was checked when it came in."""

    id: int
    key: str
    name: str
    charter: str
    locale: str


def _task_force(row: Any) -> TaskForce:
    return TaskForce(row["id"], row["key"], row["name"], row["charter"], row["locale"])


async def create(tx: Transaction, *, key: str, name: str, charter: str, locale: str, now: datetime) -> TaskForce:
    """Begin to serve a task force.

    Raises:
        sqlite3.IntegrityError: the key is taken.
    """
    new_id = await tx.insert(
        "INSERT INTO task_forces (key, name, charter, locale, created_at) VALUES (?, ?, ?, ?, ?)",
        (key, name, charter, locale, to_text(now)),
    )
    return TaskForce(new_id, key, name, charter, locale)


async def active(tx: Transaction) -> list[TaskForce]:
    """All that are served."""
    rows = await tx.all("SELECT * FROM task_forces WHERE archived_at IS NULL ORDER BY id")
    return [_task_force(row) for row in rows]


async def by_id(tx: Transaction, task_force_id: int) -> TaskForce:
    """The task force of that id.

    Raises:
        LookupError: there is none.
    """
    row = await tx.one("SELECT * FROM task_forces WHERE id = ?", (task_force_id,))
    if row is None:
        raise LookupError(f"No task force {task_force_id}")
    return _task_force(row)


async def overrides(tx: Transaction, task_force_id: int) -> dict[date, bool]:
    """Days that the secretary declared working (True) or off (False), against the usual calendar."""
    rows = await tx.all("SELECT day, working FROM calendar_overrides WHERE task_force_id = ?", (task_force_id,))
    return {date.fromisoformat(row["day"]): bool(row["working"]) for row in rows}


async def set_charter(tx: Transaction, task_force_id: int, *, name: str, charter: str) -> None:
    """The task force lives by this charter from now on; periods that are open keep the form they were opened with."""
    await tx.run("UPDATE task_forces SET name = ?, charter = ? WHERE id = ?", (name, charter, task_force_id))


async def served_since(tx: Transaction, task_force_id: int) -> datetime:
    """When the bot began to serve the task force (UTC).

    Raises:
        LookupError: there is none of that id.
    """
    row = await tx.one("SELECT created_at FROM task_forces WHERE id = ?", (task_force_id,))
    if row is None:
        raise LookupError(f"No task force {task_force_id}")
    return from_text(row["created_at"])
