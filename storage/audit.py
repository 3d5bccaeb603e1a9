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
