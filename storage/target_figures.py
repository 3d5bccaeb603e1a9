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

_CENT = Decimal("0.01")
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
    value; ``sent`` of ``owed`` reports are in. ``at`` is when the last of them came or was corrected (UTC). Only when
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
    counted: dict[tuple[str, str], list[Figure]] = {}
    for row in await _sums(tx, list(stretches), fields):
        stretch = stretches[row["period_id"]]
        total = _totals(stretch["form"]).get(row["field"])
        if total is not None:
            key = (stretch["stream"], row["field"])
            counted.setdefault(key, []).append(_figure(stretch, row, total, now))
    return {each.target_id: counted.get((each.stream, each.field), []) for each in linked.values()}


async def _periods(tx: Transaction, task_force_id: int, streams: Collection[str]) -> dict[int, Any]:
    """The periods of these streams by id, with how many reports are owed and in."""
    rows = await tx.all(
        "SELECT p.id, p.stream, p.period, p.due_at, p.closed_at, p.form, count(*) AS owed,"  # noqa: S608 - only marks
        " count(r.submitted_at) AS sent FROM report_periods p JOIN reports r ON r.period_id = p.id"
        f" JOIN units u ON u.id = r.unit_id WHERE p.task_force_id = ? AND p.stream IN ({_marks(streams)})"
        " AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL) GROUP BY p.id ORDER BY p.due_at, p.id",
        (task_force_id, *sorted(streams)),
    )
    return {row["id"]: row for row in rows}


async def _sums(tx: Transaction, period_ids: Collection[int], fields: Collection[str]) -> list[Any]:
    """What the answers sent add up to, by period and field; the report comes first, or every answer would be read."""
    return await tx.all(
        "SELECT r.period_id, a.field, sum(CAST(trim(a.value, '\"') AS REAL)) AS total, count(*) AS answered,"  # noqa: S608 - only marks
        " max(r.changed_at) AS at FROM reports r CROSS JOIN answers a ON a.report_id = r.id"
        f" WHERE r.period_id IN ({_marks(period_ids)}) AND a.field IN ({_marks(fields)}) AND a.value <> 'null'"
        " AND a.revision = json_extract(r.sent, '$.\"' || a.field || '\"') GROUP BY r.period_id, a.field"
        " ORDER BY r.period_id",
        (*period_ids, *sorted(fields)),
    )


def _marks(values: Collection[Any]) -> str:
    return ",".join("?" * len(values))


def _totals(form: str) -> dict[str, Total]:
    """How the form's figures are combined; those that are not are left out."""
    kinds: dict[str, Total] = {"sum": "sum", "average": "average"}
    fields = json.loads(form)["fields"]
    return {field["key"]: kinds[field["total"]] for field in fields if field.get("total") in kinds}


def _figure(stretch: Any, row: Any, total: Total, now: datetime) -> Figure:
    value = Decimal(repr(round(row["total"], _DIGITS)))
    if total == "average":
        value = (value / row["answered"]).quantize(_CENT, rounding=ROUND_HALF_UP)
    over = stretch["closed_at"] is not None or from_text(stretch["due_at"]) < now
    return Figure(
        period=stretch["period"],
        value=value.normalize() + 0,
        total=total,
        answered=row["answered"],
        sent=stretch["sent"],
        owed=stretch["owed"],
        at=from_text(row["at"]),
        final=over or stretch["sent"] == stretch["owed"],
    )
