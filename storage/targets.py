"""The targets of a task force's plan, and the values told of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from storage import target_figures
from storage.database import Transaction, from_text, to_text
from storage.target_figures import Figure
from taskforce.plan_changes import KnownTarget, TargetChanges, compare_targets
from taskforce.target_counting import Counting, series
from taskforce.targets import Op, PlanTarget, TargetValue


@dataclass(frozen=True, slots=True)
class Target:
    """One target; ``unit`` is of measure, ``period`` a label (2022, 2022-Q1, 2023-2025).

    ``counting`` is what is compared with the goal. Not ``living``: the plan has it no more.
    """

    id: int
    task_force_id: int
    code: str
    title: str
    goal: Decimal
    op: Op
    unit: str
    period: str
    counting: Counting = Counting.LEVEL
    living: bool = True


@dataclass(frozen=True, slots=True)
class ToldValue:
    """A value as somebody told it; a later revision of the same period counts instead.

    ``by`` is the person's name. Not ``standing``: it was taken back, by that person.
    """

    period: str
    revision: int
    value: Decimal
    by_person: int
    by: str
    at: datetime
    standing: bool


@dataclass(frozen=True, slots=True)
class KnownValue:
    """What is known of a target in a period: told directly, counted from the units' reports, or both."""

    period: str
    told: ToldValue | None
    figure: Figure | None

    @property
    def value(self) -> Decimal:
        """What was told wins over what was counted."""
        if self.told is not None:
            return self.told.value
        assert self.figure is not None  # noqa: S101 - one of the two is always there
        return self.figure.value

    @property
    def counts(self) -> bool:
        """Whether the standing follows it: figures of a period only once all have reported or the deadline is over."""
        return self.told is not None or (self.figure is not None and self.figure.final)


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
        Counting(row["counting"]),
        row["ended_at"] is None,
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


async def count_as(tx: Transaction, target_id: int, counting: Counting) -> None:
    """From now on this is compared with the goal."""
    await tx.run("UPDATE targets SET counting = ? WHERE id = ?", (counting.value, target_id))


async def record(tx: Transaction, target_id: int, period: str, value: Decimal, *, by: int, now: datetime) -> bool:
    """Write a value down; one told before for the period stays in the history. False when it is the same again."""
    last = await told(tx, target_id, period)
    if last is not None and last.standing and last.value == value:
        return False
    await _write(tx, target_id, period, last, value, withdrawn=False, by=by, now=now)
    return True


async def take_back(tx: Transaction, target_id: int, period: str, *, by: int, now: datetime) -> bool:
    """The value told for the period does not count any more; it stays in the history. False when none counted."""
    last = await told(tx, target_id, period)
    if last is None or not last.standing:
        return False
    await _write(tx, target_id, period, last, last.value, withdrawn=True, by=by, now=now)
    return True


async def undo(tx: Transaction, target_id: int, period: str, revision: int, *, by: int, now: datetime) -> bool:
    """What was told as that revision is undone by another entry: what was told before it counts again, or nothing.

    False when it is not the newest any more, or is itself a taking back.
    """
    rows = await tx.all(
        "SELECT * FROM target_values WHERE target_id = ? AND period = ? ORDER BY revision DESC LIMIT 2",
        (target_id, period),
    )
    if not rows or rows[0]["revision"] != revision or rows[0]["withdrawn"]:
        return False
    if len(rows) == 1 or rows[1]["withdrawn"]:
        return await take_back(tx, target_id, period, by=by, now=now)
    return await record(tx, target_id, period, Decimal(rows[1]["value"]), by=by, now=now)


async def _write(
    tx: Transaction,
    target_id: int,
    period: str,
    last: ToldValue | None,
    value: Decimal,
    *,
    withdrawn: bool,
    by: int,
    now: datetime,
) -> None:
    await tx.run(
        "INSERT INTO target_values (target_id, period, revision, value, withdrawn, by_person, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (target_id, period, 1 if last is None else last.revision + 1, f"{value:f}", int(withdrawn), by, to_text(now)),
    )


_NEWEST = (
    "SELECT v.*, p.full_name FROM target_values v JOIN targets t ON t.id = v.target_id"
    " LEFT JOIN people p ON p.id = v.by_person WHERE v.revision ="
    " (SELECT max(n.revision) FROM target_values n WHERE n.target_id = v.target_id AND n.period = v.period)"
)


async def told(tx: Transaction, target_id: int, period: str) -> ToldValue | None:
    """The newest entry of that period, a taking back included."""
    row = await tx.one(f"{_NEWEST} AND v.target_id = ? AND v.period = ?", (target_id, period))
    return None if row is None else _told(row)


def _told(row: Any) -> ToldValue:
    return ToldValue(
        period=row["period"],
        revision=row["revision"],
        value=Decimal(row["value"]),
        by_person=row["by_person"],
        by=row["full_name"] or "",
        at=from_text(row["at"]),
        standing=not row["withdrawn"],
    )


async def history(tx: Transaction, target_id: int) -> list[ToldValue]:
    """Everything that was ever told of the target, takings back among it, the newest first."""
    rows = await tx.all(
        "SELECT v.*, p.full_name FROM target_values v LEFT JOIN people p ON p.id = v.by_person"
        " WHERE v.target_id = ? ORDER BY v.at DESC, v.revision DESC, v.period DESC",
        (target_id,),
    )
    return [_told(row) for row in rows]


async def known(
    tx: Transaction, task_force_id: int, now: datetime, only: int | None = None
) -> dict[int, list[KnownValue]]:
    """What is known of each target (or of ``only`` that), period by period in the order of labels.

    What the reports say is derived here, at every reading, and never written beside what was told: a copy would be
    stale after a correction, and two writers of it could double it. (The sums that ``target_figures.keep`` keeps are
    thrown away by the database itself when a report is sent again.)
    """
    rows = await tx.all(f"{_NEWEST} AND t.task_force_id = ? AND (? IS NULL OR t.id = ?)", (task_force_id, only, only))
    found: dict[int, dict[str, KnownValue]] = {}
    for row in rows:
        if not row["withdrawn"]:
            found.setdefault(row["target_id"], {})[row["period"]] = KnownValue(row["period"], _told(row), None)
    for target_id, figures in (await target_figures.of_task_force(tx, task_force_id, now, only)).items():
        periods = found.setdefault(target_id, {})
        for figure in figures:
            before = periods.get(figure.period)
            periods[figure.period] = KnownValue(figure.period, None if before is None else before.told, figure)
    return {target_id: [periods[label] for label in sorted(periods)] for target_id, periods in found.items()}


def compared(target: Target, values: Iterable[KnownValue]) -> list[TargetValue]:
    """The values as the target's goal is compared with them (``taskforce.target_counting.series``)."""
    counted = [TargetValue(known.period, known.value) for known in values if known.counts]
    return series(counted, target.counting, target.period)


async def values(tx: Transaction, task_force_id: int, now: datetime) -> dict[int, list[TargetValue]]:
    """By the target's id, the values its goal is compared with: told, from reports, cumulated where it is so."""
    of_each = await known(tx, task_force_id, now)
    return {
        target.id: compared(target, of_each[target.id])
        for target in await of_task_force(tx, task_force_id)
        if target.id in of_each
    }
