"""Targets whose values come from the units' reports: what they are linked to, and what the reports come to."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from storage.database import Transaction, from_text, to_text

Total = Literal["sum", "average"]
"""How the units' values are combined."""

_Sums = dict[tuple[int, str], tuple[float, int, str]]
"""By period and field: the sum of the answers, how many they are, when the last came."""

_CENT = Decimal("0.01")
_COUNTED = 6
"""Of so many of the latest periods it is said how many reports came."""

_DIGITS = 6
"""SQLite adds in binary; rounded to so many decimals the sum is the decimal one again."""


@dataclass(frozen=True, slots=True)
class Link:
    """Which figure is a target's: the report's key in the charter, the field asked there; who linked it (by name)."""

    target_id: int
    stream: str
    field: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Figure:
    """What the reports of one period come to.

    ``total`` is how the units' values were combined, as the form of that period says. ``answered`` units gave a
    value; ``sent`` of ``owed`` reports are in (both 0 where only the list was asked for and the deadline is over, and
    for periods of long ago). ``at`` is when the last of them came or was corrected (UTC). Only when
    it is ``final`` the standing follows it: all have reported, or the deadline is over. Half of the reports would
    show half of the figure.
    """

    period: str
    value: Decimal
    total: Total
    answered: int
    sent: int
    owed: int
    at: datetime
    final: bool


async def link(tx: Transaction, target_id: int, stream: str, field: str, *, by: int, now: datetime) -> bool:
    """From now on the target's values come from that figure; False when they do already."""
    same = await tx.one(
        "SELECT 1 FROM target_links WHERE target_id = ? AND stream = ? AND field = ? AND ended_at IS NULL",
        (target_id, stream, field),
    )
    if same is not None:
        return False
    await unlink(tx, target_id, by=by, now=now)
    await tx.run(
        "INSERT INTO target_links (target_id, stream, field, by_person, at) VALUES (?, ?, ?, ?, ?)",
        (target_id, stream, field, by, to_text(now)),
    )
    return True


async def unlink(tx: Transaction, target_id: int, *, by: int, now: datetime) -> bool:
    """The target's values come from no figure any more; False when they came from none."""
    changed = await tx.run(
        "UPDATE target_links SET ended_by = ?, ended_at = ? WHERE target_id = ? AND ended_at IS NULL",
        (by, to_text(now), target_id),
    )
    return changed > 0


async def links(tx: Transaction, task_force_id: int) -> dict[int, Link]:
    """The living links, by the target's id."""
    rows = await tx.all(
        "SELECT l.*, p.full_name FROM target_links l JOIN targets t ON t.id = l.target_id"
        " LEFT JOIN people p ON p.id = l.by_person WHERE t.task_force_id = ? AND t.ended_at IS NULL"
        " AND l.ended_at IS NULL ORDER BY l.target_id",
        (task_force_id,),
    )
    return {
        row["target_id"]: Link(
            row["target_id"], row["stream"], row["field"], row["full_name"] or "", from_text(row["at"])
        )
        for row in rows
    }


async def of_task_force(
    tx: Transaction, task_force_id: int, now: datetime, only: int | None = None
) -> dict[int, list[Figure]]:
    """By the target's id (or of ``only`` that): the figure it is linked to, of every period with an answer to it."""
    every = await links(tx, task_force_id)
    linked = {target_id: each for target_id, each in every.items() if only is None or target_id == only}
    if not linked:
        return {}
    streams = {each.stream for each in linked.values()}
    fields = {each.field for each in linked.values()}
    stretches = await _periods(tx, task_force_id, streams)
    over = {each["id"] for each in stretches if each["closed_at"] is not None or from_text(each["due_at"]) < now}
    asked = [each["id"] for each in stretches if each["id"] not in over]
    if only is not None:
        asked += [each["id"] for each in stretches[-_COUNTED:] if each["id"] in over]
    counts = await _counts(tx, asked)
    sums = await _sums(tx, [each["id"] for each in stretches], fields)
    found: dict[tuple[str, str], list[Figure]] = {}
    for stretch in stretches:
        sent, owed = counts.get(stretch["id"], (0, 0))
        final = stretch["id"] in over or sent == owed
        for field, total in _totals(stretch["form"]).items():
            row = sums.get((stretch["id"], field))
            if row is not None:
                figure = _figure(stretch["period"], row, total, sent, owed, final)
                found.setdefault((stretch["stream"], field), []).append(figure)
    return {each.target_id: found.get((each.stream, each.field), []) for each in linked.values()}


async def _periods(tx: Transaction, task_force_id: int, streams: Collection[str]) -> list[Any]:
    """The periods of these streams, oldest first."""
    return await tx.all(
        "SELECT id, stream, period, due_at, closed_at, form FROM report_periods"  # noqa: S608 - only marks
        f" WHERE task_force_id = ? AND stream IN ({_marks(streams)}) ORDER BY due_at, id",
        (task_force_id, *sorted(streams)),
    )


async def _counts(tx: Transaction, period_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """By period: how many reports are in, of how many owed."""
    rows = await tx.all(
        "SELECT r.period_id, count(r.submitted_at) AS sent, count(*) AS owed"  # noqa: S608 - only marks
        f" FROM reports r JOIN units u ON u.id = r.unit_id WHERE r.period_id IN ({_marks(period_ids)})"
        " AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL) GROUP BY r.period_id",
        tuple(period_ids),
    )
    return {row["period_id"]: (row["sent"], row["owed"]) for row in rows}


async def keep(tx: Transaction, task_force_id: int) -> None:
    """Keep what the linked figures come to, so that the next reading need not add up years of answers.

    Nothing else changes by it: what is not kept is counted when it is read. Only for a transaction that may write.
    """
    linked = await links(tx, task_force_id)
    stretches = await _periods(tx, task_force_id, {each.stream for each in linked.values()})
    fields = {each.field for each in linked.values()}
    _, fresh = await _all_sums(tx, [each["id"] for each in stretches], fields)
    await tx.run_many(
        "INSERT INTO report_sums (period_id, field, total, answered, at) VALUES (?, ?, ?, ?, ?)",
        [(*key, *row) for key, row in fresh.items()],
    )


async def _sums(tx: Transaction, period_ids: Collection[int], fields: Collection[str]) -> _Sums:
    """What the answers sent come to, by period and field; without those that nobody answered."""
    kept, fresh = await _all_sums(tx, period_ids, fields)
    return {key: row for key, row in (kept | fresh).items() if row[1]}


async def _all_sums(tx: Transaction, period_ids: Collection[int], fields: Collection[str]) -> tuple[_Sums, _Sums]:
    """What is kept, and what had to be counted now."""
    rows = await tx.all(
        f"SELECT * FROM report_sums WHERE period_id IN ({_marks(period_ids)}) AND field IN ({_marks(fields)})",  # noqa: S608 - only marks
        (*period_ids, *fields),
    )
    kept = {(row["period_id"], row["field"]): (row["total"], row["answered"], row["at"]) for row in rows}
    lacking = [(each, field) for each in period_ids for field in fields if (each, field) not in kept]
    if not lacking:
        return kept, {}
    counted = await _count(tx, {each for each, _ in lacking}, {field for _, field in lacking})
    return kept, {key: counted.get(key, (0.0, 0, "")) for key in lacking}


async def _count(tx: Transaction, period_ids: Collection[int], fields: Collection[str]) -> _Sums:
    """Add the answers up, as they were last sent; the report comes first, or every answer would be read."""
    rows = await tx.all(
        "SELECT r.period_id, a.field, sum(CAST(trim(a.value, '\"') AS REAL)) AS total, count(*) AS answered,"  # noqa: S608 - only marks
        " max(r.changed_at) AS at FROM reports r CROSS JOIN answers a ON a.report_id = r.id"
        f" WHERE r.period_id IN ({_marks(period_ids)}) AND a.field IN ({_marks(fields)}) AND a.value <> 'null'"
        " AND a.revision = json_extract(r.sent, '$.\"' || a.field || '\"') GROUP BY r.period_id, a.field",
        (*period_ids, *fields),
    )
    return {(row["period_id"], row["field"]): (row["total"], row["answered"], row["at"]) for row in rows}


def _marks(values: Collection[Any]) -> str:
    return ",".join("?" * len(values))


def _totals(form: str) -> dict[str, Total]:
    """How the form's figures are combined; those that are not are left out."""
    kinds: dict[str, Total] = {"sum": "sum", "average": "average"}
    fields = json.loads(form)["fields"]
    return {field["key"]: kinds[field["total"]] for field in fields if field.get("total") in kinds}


def _figure(period: str, counted: tuple[float, int, str], total: Total, sent: int, owed: int, final: bool) -> Figure:
    summed, answered, at = counted
    value = Decimal(repr(round(summed, _DIGITS)))
    if total == "average":
        value = (value / answered).quantize(_CENT, rounding=ROUND_HALF_UP)
    return Figure(period, value.normalize() + 0, total, answered, sent, owed, from_text(at), final)
