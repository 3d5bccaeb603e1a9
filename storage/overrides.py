"""Days that a secretary declared off or worked, against the usual calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from storage.database import Transaction, to_text


@dataclass(frozen=True, slots=True)
class Override:
    """One declared day; ``working`` False: a day off."""

    day: date
    working: bool


async def declare(tx: Transaction, task_force_id: int, day: date, *, working: bool, by: int, now: datetime) -> None:
    """That day is worked, or off, whatever the calendar says."""
    await tx.run(
        "INSERT INTO calendar_overrides (task_force_id, day, working, by_person, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (task_force_id, day) DO UPDATE SET working = excluded.working,"
        " by_person = excluded.by_person, at = excluded.at",
        (task_force_id, day.isoformat(), int(working), by, to_text(now)),
    )


async def drop(tx: Transaction, task_force_id: int, day: date) -> bool:
    """That day is what the calendar says again; False when nothing was declared for it."""
    changed = await tx.run(
        "DELETE FROM calendar_overrides WHERE task_force_id = ? AND day = ?", (task_force_id, day.isoformat())
    )
    return changed == 1


async def from_day(tx: Transaction, task_force_id: int, first: date) -> list[Override]:
    """What is declared from that day on."""
    rows = await tx.all(
        "SELECT day, working FROM calendar_overrides WHERE task_force_id = ? AND day >= ? ORDER BY day",
        (task_force_id, first.isoformat()),
    )
    return [Override(date.fromisoformat(row["day"]), bool(row["working"])) for row in rows]
