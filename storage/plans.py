"""Taking a checked plan over: what names of units mean, what it would change, and the change itself, in one go."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from storage import tasks, units
from storage.database import Transaction, from_text, to_text
from storage.tasks import Imported
from taskforce.plan import Plan, Window, check_plan
from taskforce.plan_changes import KnownTask, PlanChanges, compare
from taskforce.plan_units import Alias, Meaning
from taskforce.sheets import SheetRow
from taskforce.tally import TaskState
from taskforce.vietnamese import fold

OPERATOR = 0
"""In the history of a task: whoever works at the command line, who has no account."""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What is there: living tasks of the plan, those that nobody is asked about, those without any date or rhythm."""

    tasks: int
    led_by_nobody: int
    undated: int
    imported_at: datetime | None


async def aliases(tx: Transaction, task_force_id: int) -> list[Alias]:
    """What names that no unit bears were said to mean."""
    rows = await tx.all("SELECT * FROM unit_aliases WHERE task_force_id = ? ORDER BY folded, alias", (task_force_id,))
    return [Alias(row["alias"], Meaning(row["meaning"]), row["unit_id"]) for row in rows]


async def remember(tx: Transaction, task_force_id: int, said: Iterable[Alias], by: int | None, now: datetime) -> None:
    """Keep what these names mean; what was said before of the same name is replaced."""
    await tx.run_many(
        "INSERT INTO unit_aliases (task_force_id, alias, folded, meaning, unit_id, by_person, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (task_force_id, alias) DO UPDATE SET meaning = excluded.meaning, unit_id = excluded.unit_id,"
        " by_person = excluded.by_person, at = excluded.at",
        [
            (task_force_id, alias.name, fold(alias.name), alias.meaning.value, alias.unit, by, to_text(now))
            for alias in said
        ],
    )


async def forget(tx: Transaction, task_force_id: int, name: str) -> None:
    """The name means nothing any more; tasks imported with it stay as they are."""
    await tx.run("DELETE FROM unit_aliases WHERE task_force_id = ? AND alias = ?", (task_force_id, name))


async def settled(tx: Transaction, task_force_id: int) -> dict[tuple[str, str], Window]:
    """The windows of the tasks that are there, by (code, deadline text): said once, they need not be said again."""
    rows = await tx.all(
        "SELECT * FROM tasks WHERE task_force_id = ? AND source = 'plan' AND deadline_text <> ''"
        " AND (due_from IS NOT NULL OR due_to IS NOT NULL OR recurring <> '')",
        (task_force_id,),
    )
    return {
        (row["code"].casefold(), row["deadline_text"]): Window(
            _day(row["due_from"]), _day(row["due_to"]), row["recurring"]
        )
        for row in rows
    }


async def check(
    tx: Transaction,
    task_force_id: int,
    rows: Sequence[SheetRow],
    said: Iterable[Alias] = (),
    windows: Mapping[tuple[str, str], Window] = MappingProxyType({}),
    *,
    remembered: bool = True,
) -> Plan:
    """The plan in these rows, checked whole against the units of the task force.

    ``said`` and ``windows`` come before what is remembered. ``remembered`` False leaves remembered names out. Raises
    PlanErrors.
    """
    known = [(unit.id, unit.name, unit.short_name) for unit in await units.of_task_force(tx, task_force_id)]
    newest = tuple(said)
    names = {alias.name for alias in newest}
    older = [alias for alias in await aliases(tx, task_force_id) if remembered and alias.name not in names]
    return check_plan(rows, known, (*newest, *older), await settled(tx, task_force_id) | dict(windows))


async def known_tasks(tx: Transaction, task_force_id: int) -> list[KnownTask]:
    """The tasks that are there, ended and given ones too, in the order of the plan."""
    parts: dict[tuple[int, str], set[int]] = {}
    for row in await tx.all(
        "SELECT tu.task_id, tu.unit_id, tu.part FROM task_units tu JOIN tasks t ON t.id = tu.task_id"
        " WHERE t.task_force_id = ?",
        (task_force_id,),
    ):
        parts.setdefault((row["task_id"], row["part"]), set()).add(row["unit_id"])
    rows = await tx.all("SELECT * FROM tasks WHERE task_force_id = ? ORDER BY position, id", (task_force_id,))
    return [_known(row, parts) for row in rows]


def _known(row: Any, parts: dict[tuple[int, str], set[int]]) -> KnownTask:
    return KnownTask(
        code=row["code"],
        title=row["title"],
        leads=frozenset(parts.get((row["id"], "lead"), ())),
        coordinators=frozenset(parts.get((row["id"], "coordinating"), ())),
        lead_text=row["lead_text"],
        with_text=row["with_text"],
        deadline_text=row["deadline_text"],
        due_from=_day(row["due_from"]),
        due_to=_day(row["due_to"]),
        recurring=row["recurring"],
        ended=row["ended_at"] is not None,
        given=row["source"] != "plan",
    )


async def changes(tx: Transaction, task_force_id: int, plan: Plan, today: date) -> PlanChanges:
    """What taking the plan over would do; nothing is written. ``today`` is the local day."""
    return compare(plan, await known_tasks(tx, task_force_id), today)


async def take_over(
    tx: Transaction,
    task_force_id: int,
    plan: Plan,
    expected: PlanChanges,
    *,
    close_past_due: bool,
    end_gone: bool,
    by: int | None,
    now: datetime,
) -> Imported:
    """Write the plan. ``close_past_due``: new tasks whose last day is over count as done; ``end_gone``: nobody is
    asked any more about tasks that the file does not name. What units told is never touched."""
    done = await tasks.import_plan(tx, task_force_id, plan)
    if close_past_due:
        await _close(tx, task_force_id, [task.code for task in expected.past_due], OPERATOR if by is None else by, now)
    if end_gone:
        await tx.run_many(
            "UPDATE tasks SET ended_at = ? WHERE task_force_id = ? AND code = ? AND source = 'plan'"
            " AND ended_at IS NULL",
            [(to_text(now), task_force_id, task.code) for task in expected.gone],
        )
    return done


async def _close(tx: Transaction, task_force_id: int, codes: Sequence[str], by: int, now: datetime) -> None:
    """The leading units' parts are done; a unit that has told something already keeps its own word."""
    at = to_text(now)
    for code in codes:
        silent = await tx.all(
            "SELECT tu.task_id, tu.unit_id FROM task_units tu JOIN tasks t ON t.id = tu.task_id"
            " WHERE t.task_force_id = ? AND t.code = ? AND tu.part = 'lead' AND tu.state_at IS NULL",
            (task_force_id, code),
        )
        for row in silent:
            await tx.run(
                "INSERT INTO task_progress (task_id, unit_id, state, by_person, at) VALUES (?, ?, ?, ?, ?)",
                (row["task_id"], row["unit_id"], TaskState.DONE.value, by, at),
            )
            await tx.run(
                "UPDATE task_units SET state = ?, state_at = ? WHERE task_id = ? AND unit_id = ?",
                (TaskState.DONE.value, at, row["task_id"], row["unit_id"]),
            )


async def facts(tx: Transaction, task_force_id: int) -> PlanFacts:
    """How the plan stands as a table."""
    row = await tx.one(
        "SELECT count(*) AS tasks,"
        " sum(NOT EXISTS (SELECT 1 FROM task_units u WHERE u.task_id = t.id AND u.part = 'lead')) AS nobody,"
        " sum(due_from IS NULL AND due_to IS NULL AND recurring = '') AS undated"
        " FROM tasks t WHERE task_force_id = ? AND source = 'plan' AND ended_at IS NULL",
        (task_force_id,),
    )
    assert row is not None  # noqa: S101 - count always answers
    at = await tx.value(
        "SELECT max(at) FROM audit WHERE task_force_id = ? AND action = 'plan.imported'", (task_force_id,)
    )
    return PlanFacts(row["tasks"], row["nobody"] or 0, row["undated"] or 0, None if at is None else from_text(at))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
