"""The tasks that meetings and leaders give: asked about like any other."""

from dataclasses import dataclass
from datetime import date, datetime

from storage import task_extensions, tasks
from storage.database import Transaction, to_text


@dataclass(frozen=True, slots=True)
class GivenTask:
    """A conclusion, or what a leader said, as the task it becomes: ``given_on`` the day of it (local).

    Units are ids; ``lead_text`` and ``with_text`` are their names as the notice says them.
    """

    title: str
    leads: tuple[int, ...]
    coordinators: tuple[int, ...]
    lead_text: str
    with_text: str
    given_on: date
    due_to: date | None


async def add(tx: Transaction, task_force_id: int, meeting_id: int, given: GivenTask) -> int:
    """A conclusion becomes a task, asked about like any other; returns its id.

    Its code is KL, the meeting's number, a point and the next number of that meeting; a number is never given twice.
    """
    number = 1 + int(await tx.value("SELECT count(*) FROM tasks WHERE meeting_id = ?", (meeting_id,)))
    codes = await _codes(tx, task_force_id)
    while f"kl{meeting_id}.{number}" in codes:
        number += 1
    position = await _next_position(tx, task_force_id)
    task_id = await tx.insert(
        "INSERT INTO tasks (task_force_id, code, title, position, source, meeting_id)"
        " VALUES (?, ?, ?, ?, 'meeting', ?)",
        (task_force_id, f"KL{meeting_id}.{number}", given.title, position, meeting_id),
    )
    await change(tx, task_id, given)
    return task_id


async def add_direct(tx: Transaction, task_force_id: int, given: GivenTask, *, by: int, now: datetime) -> int:
    """A leader gives a task (``by``: the person); returns its id. Its code is GV and the next number."""
    codes = await _codes(tx, task_force_id)
    number = 1
    while f"gv{number}" in codes:
        number += 1
    task_id = await tx.insert(
        "INSERT INTO tasks (task_force_id, code, title, position, source, assigned_by, assigned_at)"
        " VALUES (?, ?, ?, ?, 'direct', ?, ?)",
        (task_force_id, f"GV{number}", given.title, await _next_position(tx, task_force_id), by, to_text(now)),
    )
    await change(tx, task_id, given)
    return task_id


async def _codes(tx: Transaction, task_force_id: int) -> frozenset[str]:
    rows = await tx.all("SELECT code FROM tasks WHERE task_force_id = ?", (task_force_id,))
    return frozenset(row["code"].casefold() for row in rows)


async def _next_position(tx: Transaction, task_force_id: int) -> int:
    found = await tx.value("SELECT coalesce(max(position), 0) + 1 FROM tasks WHERE task_force_id = ?", (task_force_id,))
    return int(found)


async def change(tx: Transaction, task_id: int, given: GivenTask) -> None:
    """The conclusion was corrected (or is in force again): the task says so, what the units told of it stays."""
    await tx.run(
        "UPDATE tasks SET title = ?, lead_text = ?, with_text = ?, due_from = ?, due_to = ?, ended_at = NULL"
        " WHERE id = ?",
        (
            given.title,
            given.lead_text,
            given.with_text,
            given.given_on.isoformat(),
            None if given.due_to is None else given.due_to.isoformat(),
            task_id,
        ),
    )
    await task_extensions.keep(tx, task_id)
    await tasks.set_parts(tx, task_id, given.leads, given.coordinators)


async def end(tx: Transaction, task_id: int, now: datetime) -> None:
    """Nobody is asked about the task any more; what was said of it is kept."""
    await tx.run("UPDATE tasks SET ended_at = ? WHERE id = ? AND ended_at IS NULL", (to_text(now), task_id))
