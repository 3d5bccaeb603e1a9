"""The targets of a task force's plan, and the values told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from storage.database import Transaction, from_text, to_text
from taskforce.plan_changes import KnownTarget, TargetChanges, compare_targets
from taskforce.targets import Op, PlanTarget, TargetValue


@dataclass(frozen=True, slots=True)
class Target:
    """One living target; ``unit`` is of measure, ``period`` a label (2022, 2022-Q1, 2023-2025)."""

    id: int
    task_force_id: int
    code: str
    title: str
    goal: Decimal
    op: Op
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class ToldValue:
    """A value as somebody told it; a later revision of the same period counts instead."""

    period: str
    revision: int
    value: Decimal
    by_person: int
    at: datetime


def _target(row: Any) -> Target:
    return Target(
        row["id"],
        row["task_force_id"],
        row["code"],
        row["title"],
        Decimal(row["value"]),
        Op(row["op"]),
        row["unit"],
        row["period"],
    )


async def of_task_force(tx: Transaction, task_force_id: int) -> list[Target]:
    """The living targets, in the order of the plan."""
    rows = await tx.all(
        "SELECT * FROM targets WHERE task_force_id = ? AND ended_at IS NULL ORDER BY position, id", (task_force_id,)
    )
    return [_target(row) for row in rows]


async def get(tx: Transaction, target_id: int) -> Target | None:
    """The target of that id, ended or not."""
    row = await tx.one("SELECT * FROM targets WHERE id = ?", (target_id,))
    return None if row is None else _target(row)


async def changes(tx: Transaction, task_force_id: int, targets: Sequence[PlanTarget]) -> TargetChanges:
    """What taking these targets over would do; nothing is written."""
    rows = await tx.all("SELECT * FROM targets WHERE task_force_id = ? ORDER BY position, id", (task_force_id,))
    known = [
        KnownTarget(
            row["code"],
            row["title"],
            Decimal(row["value"]),
            Op(row["op"]),
            row["unit"],
            row["period"],
            row["ended_at"] is not None,
        )
        for row in rows
    ]
    return compare_targets(targets, known)


async def take_over(
    tx: Transaction, task_force_id: int, targets: Sequence[PlanTarget], *, end_gone: bool, now: datetime
) -> TargetChanges:
    """Write the targets, known by their codes: values told stay. ``end_gone`` ends those that the file lacks."""
    expected = await changes(tx, task_force_id, targets)
    rows = await tx.all("SELECT id, code FROM targets WHERE task_force_id = ?", (task_force_id,))
    ids = {row["code"].casefold(): row["id"] for row in rows}
    for position, target in enumerate(targets):
        columns = (
            target.code,
            target.title,
            f"{target.goal:f}",
            target.op.value,
            target.unit,
            target.period,
            position,
        )
        known = ids.get(target.code.casefold())
        if known is None:
            await tx.run(
                "INSERT INTO targets (code, title, value, op, unit, period, position, task_force_id)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*columns, task_force_id),
            )
        else:
            await tx.run(
                "UPDATE targets SET code = ?, title = ?, value = ?, op = ?, unit = ?, period = ?, position = ?,"
                " ended_at = NULL WHERE id = ?",
                (*columns, known),
            )
    if end_gone:
        await tx.run_many(
            "UPDATE targets SET ended_at = ? WHERE id = ?",
            [(to_text(now), ids[target.code.casefold()]) for target in expected.gone],
        )
    return expected


# Values


async def record(tx: Transaction, target_id: int, period: str, value: Decimal, *, by: int, now: datetime) -> bool:
    """Write a value down; one told before for the period stays in the history. False when it is the same again."""
    last = await tx.one(
        "SELECT revision, value FROM target_values WHERE target_id = ? AND period = ? ORDER BY revision DESC LIMIT 1",
        (target_id, period),
    )
    if last is not None and Decimal(last["value"]) == value:
        return False
    await tx.run(
        "INSERT INTO target_values (target_id, period, revision, value, by_person, at) VALUES (?, ?, ?, ?, ?, ?)",
        (target_id, period, 1 if last is None else last["revision"] + 1, f"{value:f}", by, to_text(now)),
    )
    return True


async def values(tx: Transaction, task_force_id: int) -> dict[int, list[TargetValue]]:
    """The newest value of each period, by the target's id."""
    rows = await tx.all(
        "SELECT v.* FROM target_values v JOIN targets t ON t.id = v.target_id WHERE t.task_force_id = ?"
        " ORDER BY v.target_id, v.period, v.revision",
        (task_force_id,),
    )
    newest = {(row["target_id"], row["period"]): Decimal(row["value"]) for row in rows}
    found: dict[int, list[TargetValue]] = {}
    for (target_id, period), value in newest.items():
        found.setdefault(target_id, []).append(TargetValue(period, value))
    return found


async def history(tx: Transaction, target_id: int) -> list[ToldValue]:
    """Everything that was told of the target, the newest first."""
    rows = await tx.all(
        "SELECT * FROM target_values WHERE target_id = ? ORDER BY at DESC, period DESC, revision DESC", (target_id,)
    )
    return [
        ToldValue(row["period"], row["revision"], Decimal(row["value"]), row["by_person"], from_text(row["at"]))
        for row in rows
    ]
