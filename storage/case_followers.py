"""Who has the same trouble as somebody who raised it, and is told of every step."""

from datetime import datetime

from storage.cases import Case
from storage.database import Transaction, to_text


async def add(tx: Transaction, case_id: int, person_id: int, now: datetime) -> bool:
    """They are told of every step; False when they were already."""
    changed = await tx.run(
        "INSERT INTO case_followers (case_id, person_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (case_id, person_id, to_text(now)),
    )
    return changed == 1


async def remove(tx: Transaction, case_id: int, person_id: int) -> bool:
    """They are told no more; False when they were not."""
    gone = await tx.run("DELETE FROM case_followers WHERE case_id = ? AND person_id = ?", (case_id, person_id))
    return gone == 1


async def has(tx: Transaction, case_id: int, person_id: int) -> bool:
    """Whether they follow it."""
    found = await tx.value("SELECT 1 FROM case_followers WHERE case_id = ? AND person_id = ?", (case_id, person_id))
    return bool(found)


async def count(tx: Transaction, case_id: int) -> int:
    """How many follow it."""
    return int(await tx.value("SELECT count(*) FROM case_followers WHERE case_id = ?", (case_id,)))


async def of_case(tx: Transaction, case: Case) -> list[int]:
    """The people who follow it and are still in the task force."""
    rows = await tx.all(
        "SELECT f.person_id FROM case_followers f WHERE f.case_id = ? AND EXISTS (SELECT 1 FROM memberships m"
        " WHERE m.person_id = f.person_id AND m.task_force_id = ? AND m.state = 'active') ORDER BY f.person_id",
        (case.id, case.task_force_id),
    )
    return [row["person_id"] for row in rows]
