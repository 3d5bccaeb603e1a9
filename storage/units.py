"""The units of a task force: who owes a report. Each keeps its id whatever it is called."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, to_text
from taskforce.vietnamese import fold, nfc


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit; ``position`` is its place in lists, ``short_name`` "" where none is known."""

    id: int
    task_force_id: int
    name: str
    short_name: str
    position: int

    @property
    def names(self) -> tuple[str, ...]:
        """What the unit is known by, for a search."""
        return tuple(name for name in (self.name, self.short_name) if name)


def name_at(unit: str, moment: str) -> str:
    """SQL: the full name that the unit (an alias of ``units``) bore at that moment (an expression; NULL: now)."""
    return (
        f"coalesce((SELECT n.name FROM unit_names n WHERE n.unit_id = {unit}.id AND n.until > {moment}"  # noqa: S608 - own
        f" ORDER BY n.until LIMIT 1), {unit}.name)"
    )


def _unit(row: Any) -> Unit:
    return Unit(row["id"], row["task_force_id"], row["name"], row["short_name"], row["position"])


async def of_task_force(tx: Transaction, task_force_id: int) -> list[Unit]:
    """The living units, in the order of lists."""
    rows = await tx.all(
        "SELECT * FROM units WHERE task_force_id = ? AND ended_at IS NULL ORDER BY position, id", (task_force_id,)
    )
    return [_unit(row) for row in rows]


async def get(tx: Transaction, unit_id: int) -> Unit | None:
    """The unit of that id, living or ended."""
    row = await tx.one("SELECT * FROM units WHERE id = ?", (unit_id,))
    return None if row is None else _unit(row)


async def by_ids(tx: Transaction, unit_ids: Sequence[int]) -> dict[int, Unit]:
    """The units of those ids, by id."""
    marks = ",".join("?" * len(unit_ids))
    rows = await tx.all(f"SELECT * FROM units WHERE id IN ({marks})", unit_ids)  # noqa: S608 - only question marks
    return {row["id"]: _unit(row) for row in rows}


async def add(tx: Transaction, task_force_id: int, name: str, *, short_name: str = "") -> Unit:
    """A new unit, last in the lists. The caller has made sure that no living one means the same (``NameIndex``).

    Raises:
        sqlite3.IntegrityError: a living unit of exactly that name is there.
    """
    name = nfc(name)
    position = await tx.value(
        "SELECT coalesce(max(position), 0) + 1 FROM units WHERE task_force_id = ?", (task_force_id,)
    )
    new_id = await tx.insert(
        "INSERT INTO units (task_force_id, name, short_name, folded, position) VALUES (?, ?, ?, ?, ?)",
        (task_force_id, name, nfc(short_name), fold(name), position),
    )
    return Unit(new_id, task_force_id, name, nfc(short_name), int(position))


async def end(tx: Transaction, unit_id: int, now: datetime) -> None:
    """The unit is no more; what it reported stays."""
    await tx.run("UPDATE units SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (to_text(now), unit_id))


async def earlier_names(tx: Transaction, task_force_id: int) -> dict[int, tuple[str, ...]]:
    """By unit: the names, full and short, that it bore itself before it was renamed."""
    found: dict[int, tuple[str, ...]] = {}
    for row in await tx.all(
        "SELECT n.* FROM unit_names n JOIN units u ON u.id = n.unit_id WHERE u.task_force_id = ? ORDER BY n.until",
        (task_force_id,),
    ):
        names = tuple(name for name in (row["name"], row["short_name"]) if name)
        found[row["unit_id"]] = (*found.get(row["unit_id"], ()), *names)
    return found


async def today(tx: Transaction, unit_ids: Iterable[int]) -> dict[int, int | None]:
    """What each of these units is by now: itself, the one that took it up, or None where it ended without one."""
    found: dict[int, int | None] = {unit: unit for unit in unit_ids}
    marks = ",".join("?" * len(found))
    ended = await tx.all(
        f"SELECT id FROM units WHERE id IN ({marks}) AND ended_at IS NOT NULL",  # noqa: S608 - only question marks
        tuple(found),
    )
    for unit in [row["id"] for row in ended]:
        now: int | None = unit
        met: set[int] = set()
        while now is not None and now not in met and await _has_ended(tx, now):
            met.add(now)
            row = await tx.one(
                "SELECT to_unit FROM unit_moves WHERE what = 'unit' AND from_unit = ? ORDER BY change_id DESC LIMIT 1",
                (now,),
            )
            if row is None:
                break  # ended before such changes were written down
            now = row["to_unit"]
        found[unit] = now
    return found


async def _has_ended(tx: Transaction, unit_id: int) -> bool:
    return bool(await tx.value("SELECT 1 FROM units WHERE id = ? AND ended_at IS NOT NULL", (unit_id,)))
