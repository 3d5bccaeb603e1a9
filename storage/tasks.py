"""The tasks of a task force, of its plan and of its meetings: who leads them, how each leading unit's part stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from storage import task_extensions, units
from storage.database import Transaction, from_text, maybe_moment, to_text
from taskforce.plan import Plan, PlanTask
from taskforce.report_form import TaskReport
from taskforce.tally import TaskState, UnitTask


@dataclass(frozen=True, slots=True)
class Task:
    """One task as the plan says it; texts as they were written, days are local.

    ``meeting_id`` is the meeting whose conclusion it is, None for a task of the plan.
    """

    id: int
    task_force_id: int
    code: str
    title: str
    lead_text: str
    with_text: str
    deadline_text: str
    due_from: date | None
    due_to: date | None
    recurring: str
    meeting_id: int | None = None


@dataclass(frozen=True, slots=True)
class UnitPart:
    """One unit's part in a task; ``state_at`` is None while the unit has never said how it stands."""

    unit_id: int
    unit_name: str
    leads: bool
    state: TaskState
    state_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a unit once said about a task."""

    unit_id: int
    state: TaskState
    note: str
    by_person: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; ``kept`` are tasks of the task force that the file does not name: they stay as they were."""

    added: int
    changed: int
    unchanged: int
    kept: int


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _task(row: Any) -> Task:
    return Task(
        id=row["id"],
        task_force_id=row["task_force_id"],
        code=row["code"],
        title=row["title"],
        lead_text=row["lead_text"],
        with_text=row["with_text"],
        deadline_text=row["deadline_text"],
        due_from=_day(row["due_from"]),
        due_to=_day(row["due_to"]),
        recurring=row["recurring"],
        meeting_id=row["meeting_id"],
    )


async def get(tx: Transaction, task_id: int) -> Task | None:
    """The task of that id, ended or not."""
    row = await tx.one("SELECT * FROM tasks WHERE id = ?", (task_id,))
    return None if row is None else _task(row)


async def of_ids(tx: Transaction, task_ids: Iterable[int]) -> dict[int, Task]:
    """The tasks of these ids."""
    wanted = tuple(task_ids)
    marks = ",".join("?" * len(wanted))
    rows = await tx.all(f"SELECT * FROM tasks WHERE id IN ({marks})", wanted)  # noqa: S608 - only question marks
    return {row["id"]: _task(row) for row in rows}


async def parts(tx: Transaction, task_id: int) -> list[UnitPart]:
    """The units that lead or co-ordinate the task, leaders first, in the order of the units."""
    rows = await tx.all(
        "SELECT tu.*, u.name FROM task_units tu JOIN units u ON u.id = tu.unit_id WHERE tu.task_id = ?"
        " ORDER BY tu.part <> 'lead', u.position, u.id",
        (task_id,),
    )
    return [
        UnitPart(
            row["unit_id"],
            row["name"],
            row["part"] == "lead",
            TaskState(row["state"]),
            maybe_moment(row["state_at"]),
        )
        for row in rows
    ]


_LED = (
    "SELECT t.*, tu.unit_id, tu.state, tu.state_at,"
    " coalesce((SELECT p.note FROM task_progress p WHERE p.task_id = t.id AND p.unit_id = tu.unit_id"
    " ORDER BY p.id DESC LIMIT 1), '') AS note"
    " FROM task_units tu JOIN tasks t ON t.id = tu.task_id"
    " WHERE tu.part = 'lead' AND t.ended_at IS NULL"
)


def _unit_task(row: Any) -> UnitTask:
    return UnitTask(
        task_id=row["id"],
        unit_id=row["unit_id"],
        code=row["code"],
        title=row["title"],
        state=TaskState(row["state"]),
        due_from=_day(row["due_from"]),
        due_to=_day(row["due_to"]),
        position=row["position"],
        note=row["note"],
    )


async def of_unit(tx: Transaction, unit_id: int) -> list[UnitTask]:
    """The tasks that the unit leads, done ones included, in the order of the plan."""
    rows = await tx.all(f"{_LED} AND tu.unit_id = ? ORDER BY t.position, t.id", (unit_id,))
    return [_unit_task(row) for row in rows]


async def of_task_force(tx: Transaction, task_force_id: int) -> list[UnitTask]:
    """Every task once for each unit that leads it, in the order of the plan."""
    rows = await tx.all(f"{_LED} AND t.task_force_id = ? ORDER BY t.position, t.id, tu.unit_id", (task_force_id,))
    return [_unit_task(row) for row in rows]


async def reported(tx: Transaction, unit_id: int) -> frozenset[int]:
    """The ids of the tasks whose state the unit has told at least once."""
    rows = await tx.all("SELECT task_id FROM task_units WHERE unit_id = ? AND state_at IS NOT NULL", (unit_id,))
    return frozenset(row["task_id"] for row in rows)


async def history(tx: Transaction, task_id: int, unit_id: int) -> list[Progress]:
    """What the unit said about the task, the newest first; only changes are kept."""
    rows = await tx.all(
        "SELECT * FROM task_progress WHERE task_id = ? AND unit_id = ? ORDER BY id DESC", (task_id, unit_id)
    )
    return [
        Progress(row["unit_id"], TaskState(row["state"]), row["note"], row["by_person"], from_text(row["at"]))
        for row in rows
    ]


async def record(
    tx: Transaction, *, report_id: int, unit_id: int, said: Mapping[int, TaskReport], by: int, now: datetime
) -> None:
    """Write down how the unit's tasks (by id) stand according to its report; what has not changed adds no history."""
    at = to_text(now)
    for task_id, what in said.items():
        last = await tx.one(
            "SELECT state, note FROM task_progress WHERE task_id = ? AND unit_id = ? ORDER BY id DESC LIMIT 1",
            (task_id, unit_id),
        )
        if last is None or (last["state"], last["note"]) != (what.state.value, what.note):
            await tx.run(
                "INSERT INTO task_progress (task_id, unit_id, report_id, state, note, by_person, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (task_id, unit_id, report_id, what.state.value, what.note, by, at),
            )
        await tx.run(
            "UPDATE task_units SET state = ?, state_at = ? WHERE task_id = ? AND unit_id = ?",
            (what.state.value, at, task_id, unit_id),
        )


# Importing a plan


async def import_plan(tx: Transaction, task_force_id: int, plan: Plan) -> Imported:
    """Take a checked plan over: tasks are known by their code, so importing again updates and never loses progress.

    A unit that no longer leads a task is no longer asked; if it ever leads it again its last state is back.
    A task that a meeting or a leader gave is theirs: a row of its code changes nothing.
    """
    given = await _codes_given(tx, task_force_id)
    known = {
        row["code"].casefold(): row
        for row in await tx.all("SELECT * FROM tasks WHERE task_force_id = ? AND source = 'plan'", (task_force_id,))
    }
    before = {key: await _written(tx, row["id"]) for key, row in known.items()}
    added = changed = 0
    for position, planned in enumerate(plan.tasks):
        if planned.code.casefold() in given:
            continue
        row = known.get(planned.code.casefold())
        if row is None:
            task_id = await _add(tx, task_force_id, planned, position)
            added += 1
        else:
            task_id = row["id"]
            await _update(tx, task_id, planned, position)
            await task_extensions.keep(tx, task_id)
        await set_parts(tx, task_id, planned.leads, planned.coordinators)
        if row is not None and await _written(tx, task_id) != before[planned.code.casefold()]:
            changed += 1
    named = {planned.code.casefold() for planned in plan.tasks}
    kept = sum(1 for key, row in known.items() if key not in named and row["ended_at"] is None)
    return Imported(added, changed, len(plan.tasks) - added - changed, kept)


async def _codes_given(tx: Transaction, task_force_id: int) -> frozenset[str]:
    rows = await tx.all("SELECT code FROM tasks WHERE task_force_id = ? AND source <> 'plan'", (task_force_id,))
    return frozenset(row["code"].casefold() for row in rows)


async def _written(tx: Transaction, task_id: int) -> tuple[Any, ...]:
    """What the plan says of a task, to see whether an import changed it."""
    row = await tx.one("SELECT * FROM tasks WHERE id = ?", (task_id,))
    assert row is not None  # noqa: S101 - asked about tasks that exist
    units = await tx.all("SELECT unit_id, part FROM task_units WHERE task_id = ? ORDER BY unit_id", (task_id,))
    return (*row, *((unit["unit_id"], unit["part"]) for unit in units))


def _columns(planned: PlanTask, position: int) -> tuple[Any, ...]:
    return (
        planned.code,
        planned.title,
        planned.lead_text,
        planned.coordinating_text,
        planned.deadline_text,
        planned.due_from.isoformat() if planned.due_from else None,
        planned.due_to.isoformat() if planned.due_to else None,
        planned.recurring,
        position,
    )


async def _add(tx: Transaction, task_force_id: int, planned: PlanTask, position: int) -> int:
    return await tx.insert(
        "INSERT INTO tasks (code, title, lead_text, with_text, deadline_text, due_from, due_to, recurring, position,"
        " task_force_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (*_columns(planned, position), task_force_id),
    )


async def _update(tx: Transaction, task_id: int, planned: PlanTask, position: int) -> None:
    await tx.run(
        "UPDATE tasks SET code = ?, title = ?, lead_text = ?, with_text = ?, deadline_text = ?, due_from = ?,"
        " due_to = ?, recurring = ?, position = ?, ended_at = NULL WHERE id = ?",
        (*_columns(planned, position), task_id),
    )


async def set_parts(tx: Transaction, task_id: int, leads: Iterable[int], coordinators: Iterable[int]) -> None:
    """Who leads and who co-ordinates the task from now on; a unit that is back has its last state back.

    A unit that was merged into another meanwhile is that other one.
    """
    named = dict.fromkeys(coordinators, "coordinating") | dict.fromkeys(leads, "lead")
    today = await units.today(tx, named)
    wanted: dict[int, str] = {}
    for unit, part in sorted(named.items(), key=lambda one: one[1]):  # leading outweighs co-ordinating
        now = today[unit]
        if now is not None:
            wanted[now] = part
    present = {row["unit_id"] for row in await tx.all("SELECT unit_id FROM task_units WHERE task_id = ?", (task_id,))}
    await tx.run_many(
        "DELETE FROM task_units WHERE task_id = ? AND unit_id = ?",
        [(task_id, unit) for unit in sorted(present - wanted.keys())],
    )
    for unit, part in wanted.items():
        if unit in present:
            await tx.run("UPDATE task_units SET part = ? WHERE task_id = ? AND unit_id = ?", (part, task_id, unit))
        else:
            last = await tx.one(
                "SELECT state, at FROM task_progress WHERE task_id = ? AND unit_id = ? ORDER BY id DESC LIMIT 1",
                (task_id, unit),
            )
            state, at = (last["state"], last["at"]) if last else (TaskState.NOT_BEGUN.value, None)
            await tx.run(
                "INSERT INTO task_units (task_id, unit_id, part, state, state_at) VALUES (?, ?, ?, ?, ?)",
                (task_id, unit, part, state, at),
            )
