"""What the periods of a report stream came to, one after the other: counted by the database, row for row."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from storage.database import Transaction, to_text
from storage.periods import Period

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class PastCounts:
    """One period: how many units owed the report, sent it in time, sent it late."""

    period_id: int
    period: str
    total: int
    on_time: int
    late: int


async def counts(tx: Transaction, upto: Period, most: int) -> list[PastCounts]:
    """The last ``most`` periods of the stream with ``upto`` as the newest, oldest first.

    The due second itself is still in time, as ``taskforce.tally.is_late`` has it.
    """
    rows = await tx.all(
        "SELECT p.id, p.period, count(r.id) AS total, count(r.submitted_at) AS sent,"
        " sum(CASE WHEN substr(r.submitted_at, 1, 19) > substr(p.due_at, 1, 19) THEN 1 ELSE 0 END) AS late"
        " FROM report_periods p JOIN reports r ON r.period_id = p.id JOIN units u ON u.id = r.unit_id"
        " WHERE p.task_force_id = ? AND p.stream = ? AND p.due_at <= ?"
        " AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL)"
        " GROUP BY p.id ORDER BY p.due_at DESC LIMIT ?",
        (upto.task_force_id, upto.stream, to_text(upto.due_at), most),
    )
    return [
        PastCounts(row["id"], row["period"], row["total"], row["sent"] - row["late"], row["late"])
        for row in reversed(rows)
    ]


async def totals(
    tx: Transaction, period_ids: Sequence[int], fields: dict[str, Literal["sum", "average"]]
) -> dict[tuple[int, str], Decimal]:
    """By period id and field: what the answers sent come to, to two decimals; nothing where nobody answered.

    This is for a glance back: the period's own figures are added up exactly (``taskforce.tally``).
    """
    periods, keys = ",".join("?" * len(period_ids)), ",".join("?" * len(fields))
    rows = await tx.all(
        "SELECT r.period_id, a.field, sum(CAST(trim(a.value, '\"') AS REAL)) AS total, count(*) AS answered"  # noqa: S608 - only marks
        " FROM reports r JOIN answers a ON a.report_id = r.id"
        f" WHERE r.period_id IN ({periods}) AND a.field IN ({keys}) AND a.value <> 'null'"
        " AND a.revision = json_extract(r.sent, '$.\"' || a.field || '\"') GROUP BY r.period_id, a.field",
        (*period_ids, *fields),
    )
    return {
        (row["period_id"], row["field"]): Decimal(
            row["total"] / row["answered"] if fields[row["field"]] == "average" else row["total"]
        ).quantize(_CENT)
        for row in rows
    }
