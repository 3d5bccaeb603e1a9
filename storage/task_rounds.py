"""Which reminders of tasks are done: whole rounds (a day, a week), and each step of each unit's task."""

from datetime import datetime

from storage.database import Transaction, to_text


async def is_done(tx: Transaction, task_force_id: int, which: str) -> bool:
    """Whether that round is done."""
    found = await tx.value("SELECT 1 FROM task_rounds WHERE task_force_id = ? AND round = ?", (task_force_id, which))
    return found is not None


async def mark(tx: Transaction, task_force_id: int, which: str, now: datetime) -> None:
    """That round is done."""
    await tx.run(
        "INSERT INTO task_rounds (task_force_id, round, done_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (task_force_id, which, to_text(now)),
    )


async def take(tx: Transaction, task_id: int, unit_id: int, stage: str, now: datetime) -> bool:
    """That step is told to the unit now; False when it was before."""
    added = await tx.run(
        "INSERT INTO task_reminders (task_id, unit_id, stage, done_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (task_id, unit_id, stage, to_text(now)),
    )
    return added == 1
