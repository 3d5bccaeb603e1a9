"""Who did what when: kept for the record, never shown with more than was done."""

from datetime import datetime

from storage.database import Transaction, to_text


async def note(
    tx: Transaction,
    *,
    now: datetime,
    action: str,
    task_force_id: int | None = None,
    person_id: int | None = None,
    subject: str = "",
    detail: str = "",
) -> None:
    """Write one line of the record."""
    await tx.run(
        "INSERT INTO audit (at, task_force_id, person_id, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?)",
        (to_text(now), task_force_id, person_id, action, subject, detail),
    )


async def last_by(tx: Transaction, action: str, subject: str) -> int | None:
    """Who (a person's id) did that to the subject last."""
    found: int | None = await tx.value(
        "SELECT person_id FROM audit WHERE action = ? AND subject = ? ORDER BY id DESC LIMIT 1", (action, subject)
    )
    return found
