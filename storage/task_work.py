"""Tasks as people work on them: what stands where, what was said with which files, who gave them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage import reports
from storage.database import Transaction, from_text, to_text
from storage.units import name_at
from taskforce.forms import Answer
from taskforce.report_form import AskedTask, AskedTasks, TaskReport, task_key, tasks_from_json, tasks_to_json
from taskforce.tally import TaskState


@dataclass(frozen=True, slots=True)
class WorkPart:
    """One unit's part in a task."""

    unit_id: int
    unit_name: str
    leads: bool
    state: TaskState


@dataclass(frozen=True, slots=True)
class Work:
    """A living task with everybody's part; ``due_to`` is its last day (local), None without one."""

    task_id: int
    task_force_id: int
    code: str
    title: str
    due_to: date | None
    position: int
    parts: tuple[WorkPart, ...]

    @property
    def leads(self) -> tuple[WorkPart, ...]:
        """The parts of the units that lead it."""
        return tuple(part for part in self.parts if part.leads)

    def part_of(self, unit_id: int) -> WorkPart | None:
        """That unit's part, if it has one."""
        return next((part for part in self.parts if part.unit_id == unit_id), None)

    def state(self, unit_id: int = 0) -> TaskState:
        """How the unit's own part stands where it leads; otherwise how the task stands with all its leaders."""
        own = self.part_of(unit_id)
        if own is not None and own.leads:
            return own.state
        states = {part.state for part in self.leads}
        if states == {TaskState.DONE}:
            return TaskState.DONE
        if TaskState.STUCK in states:
            return TaskState.STUCK
        return TaskState.GOING if states & {TaskState.GOING, TaskState.DONE} else TaskState.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class SentProof:
    """A file at Telegram that goes with what was said."""

    file_id: str
    kind: str
    file_name: str


@dataclass(frozen=True, slots=True)
class Said:
    """What a unit once said about a task; ``at`` in UTC.

    ``moved_from``: nobody said it, the task came from that unit then; "" otherwise. ``on_behalf``: the office wrote
    down what the unit said by phone.
    """

    id: int
    unit_id: int
    unit_name: str
    state: TaskState
    note: str
    by: str
    at: datetime
    files: int
    moved_from: str = ""
    on_behalf: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a task comes from: "plan", "meeting" (with its id) or "direct" (with the giver's id)."""

    source: str
    meeting_id: int | None
    assigned_by: int | None


_PARTS = (
    "SELECT t.id, t.task_force_id, t.code, t.title, t.due_to, t.position, tu.unit_id, tu.part, tu.state, u.name"
    " FROM tasks t JOIN task_units tu ON tu.task_id = t.id JOIN units u ON u.id = tu.unit_id"
    " WHERE t.ended_at IS NULL"
)
_ORDER = " ORDER BY t.position, t.id, tu.part <> 'lead', u.position, u.id"


async def of_task_force(tx: Transaction, task_force_id: int) -> list[Work]:
    """Every living task of the task force, in the order of the plan."""
    return _grouped(await tx.all(f"{_PARTS} AND t.task_force_id = ?{_ORDER}", (task_force_id,)))


async def of_unit(tx: Transaction, unit_id: int) -> list[Work]:
    """The living tasks that the unit leads or co-ordinates."""
    mine = " AND t.id IN (SELECT task_id FROM task_units WHERE unit_id = ?)"
    return _grouped(await tx.all(f"{_PARTS}{mine}{_ORDER}", (unit_id,)))


async def get(tx: Transaction, task_id: int) -> Work | None:
    """The living task of that id."""
    found = _grouped(await tx.all(f"{_PARTS} AND t.id = ?{_ORDER}", (task_id,)))
    return found[0] if found else None


def _grouped(rows: Sequence[Any]) -> list[Work]:
    parts: dict[int, list[WorkPart]] = {}
    first: dict[int, Any] = {}
    for row in rows:
        first.setdefault(row["id"], row)
        part = WorkPart(row["unit_id"], row["name"], row["part"] == "lead", TaskState(row["state"]))
        parts.setdefault(row["id"], []).append(part)
    return [
        Work(
            task_id=task_id,
            task_force_id=row["task_force_id"],
            code=row["code"],
            title=row["title"],
            due_to=None if row["due_to"] is None else date.fromisoformat(row["due_to"]),
            position=row["position"],
            parts=tuple(parts[task_id]),
        )
        for task_id, row in first.items()
    ]


async def origin(tx: Transaction, task_id: int) -> Origin:
    """Where the task comes from.

    Raises:
        LookupError: there is no such task.
    """
    row = await tx.one("SELECT source, meeting_id, assigned_by FROM tasks WHERE id = ?", (task_id,))
    if row is None:
        raise LookupError(f"No task {task_id}")
    return Origin(row["source"], row["meeting_id"], row["assigned_by"])


async def history(tx: Transaction, task_id: int) -> list[Said]:
    """What all its units said about the task, the newest first."""
    rows = await tx.all(
        f"SELECT p.*, {name_at('u', 'p.at')} AS unit_name, coalesce(e.full_name, '') AS by_name,"  # noqa: S608 - own SQL
        " coalesce(o.name, '') AS moved_from_name,"
        " (SELECT count(*) FROM task_files f WHERE f.progress_id = p.id) AS files"
        " FROM task_progress p JOIN units u ON u.id = p.unit_id LEFT JOIN people e ON e.id = p.by_person"
        " LEFT JOIN units o ON o.id = p.moved_from"
        " WHERE p.task_id = ? ORDER BY p.id DESC",
        (task_id,),
    )
    return [
        Said(
            id=row["id"],
            unit_id=row["unit_id"],
            unit_name=row["unit_name"],
            state=TaskState(row["state"]),
            note=row["note"],
            by=row["by_name"],
            at=from_text(row["at"]),
            files=row["files"],
            moved_from=row["moved_from_name"],
            on_behalf=bool(row["on_behalf"]),
        )
        for row in rows
    ]


async def proofs(tx: Transaction, task_id: int) -> list[SentProof]:
    """Every file that was sent for the task, oldest first."""
    rows = await tx.all(
        "SELECT f.* FROM task_files f JOIN task_progress p ON p.id = f.progress_id WHERE p.task_id = ? ORDER BY f.id",
        (task_id,),
    )
    return [SentProof(row["file_id"], row["kind"], row["file_name"]) for row in rows]


async def say(
    tx: Transaction,
    *,
    task_id: int,
    unit_id: int,
    state: TaskState,
    note: str,
    files: Sequence[SentProof],
    by: int,
    now: datetime,
    on_behalf: bool = False,
) -> int:
    """A unit says how its part of the task stands, itself or (``on_behalf``) by phone; returns the id of the row."""
    at = to_text(now)
    said = await tx.insert(
        "INSERT INTO task_progress (task_id, unit_id, state, note, by_person, at, on_behalf)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (task_id, unit_id, state.value, note, by, at, int(on_behalf)),
    )
    await tx.run_many(
        "INSERT INTO task_files (progress_id, file_id, kind, file_name) VALUES (?, ?, ?, ?)",
        [(said, file.file_id, file.kind, file.file_name) for file in files],
    )
    await tx.run(
        "UPDATE task_units SET state = ?, state_at = ? WHERE task_id = ? AND unit_id = ?",
        (state.value, at, task_id, unit_id),
    )
    return said


async def into_open_reports(
    tx: Transaction,
    *,
    task_id: int,
    unit_id: int,
    code: str,
    what: TaskReport,
    by: int,
    now: datetime,
    on_behalf: bool = False,
) -> None:
    """A report that the unit has begun and not sent knows how the task stands now.

    It is what the report proposes for the task; where the task was answered there already, it is the newest answer.
    """
    rows = await tx.all(
        "SELECT id, tasks FROM reports WHERE unit_id = ? AND state = 'opened' AND tasks IS NOT NULL", (unit_id,)
    )
    for row in rows:
        asked = tasks_from_json(row["tasks"])
        if all(each.task_id != task_id for each in asked.all):
            continue
        fresh = AskedTasks(_with(asked.asked, task_id, what), _with(asked.rest, task_id, what))
        await tx.run("UPDATE reports SET tasks = ? WHERE id = ?", (tasks_to_json(fresh), row["id"]))
        key = task_key(code)
        before = (await reports.answers(tx, row["id"])).get(key)
        if before is not None:
            answer = Answer(what.state.value, by, now, what.note or None, before.revision + 1)
            await reports.save_answers(tx, row["id"], {key: answer}, on_behalf=on_behalf)


def _with(asked: Sequence[AskedTask], task_id: int, what: TaskReport) -> tuple[AskedTask, ...]:
    return tuple(AskedTask(task_id, what.state, what.note) if one.task_id == task_id else one for one in asked)
