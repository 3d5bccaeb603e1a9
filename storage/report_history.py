"""What the periods of a report stream came to, one after the other: counted by the database, row for row."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_text
from storage.periods import Period
from taskforce.tally import TaskState
from taskforce.tally.rolled import How, Part
from taskforce.tally.rolled_tasks import ToldState

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

    The due second itself is still in time, as ``taskforce.tally.is_late`` has it. What somebody asked for stands alone.
    """
    rows = await tx.all(
        "SELECT p.id, p.period, count(r.id) AS total, count(r.submitted_at) AS sent,"
        " sum(CASE WHEN substr(r.submitted_at, 1, 19) > substr(p.due_at, 1, 19) THEN 1 ELSE 0 END) AS late"
        " FROM report_periods p JOIN reports r ON r.period_id = p.id JOIN units u ON u.id = r.unit_id"
        " WHERE p.task_force_id = ? AND p.stream = ? AND p.due_at <= ? AND (p.title = '' OR p.id = ?)"
        " AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL)"
        " GROUP BY p.id ORDER BY p.due_at DESC LIMIT ?",
        (upto.task_force_id, upto.stream, to_text(upto.due_at), upto.id, most),
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


# --- rolled up into longer periods -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PastPeriod:
    """One period of a stream as far as it can be a part of a longer one; moments in UTC."""

    id: int
    stream: str
    label: str
    due_at: datetime
    posted_at: datetime | None

    def is_told(self, now: datetime) -> bool:
        """Whether it is part of what was reported: its summary is out, or it is over."""
        return self.posted_at is not None or self.due_at < now


async def of_stream(tx: Transaction, task_force_id: int, stream: str) -> list[PastPeriod]:
    """Every period of the stream that was ever opened, the latest first."""
    rows = await tx.all(f"{_PAST} WHERE p.task_force_id = ? AND p.stream = ? ORDER BY p.due_at DESC",
                        (task_force_id, stream))  # fmt: skip
    return [_past(row) for row in rows]


async def posted_lately(tx: Transaction, since: datetime, stage: str) -> list[PastPeriod]:
    """The periods whose summary went out after ``since`` and about which that stage was not dealt with yet."""
    rows = await tx.all(
        f"{_PAST} WHERE s.posted_at > ? AND NOT EXISTS"  # noqa: S608 - our own words
        " (SELECT 1 FROM period_stages d WHERE d.period_id = p.id AND d.stage = ?) ORDER BY s.posted_at",
        (to_text(since), stage),
    )
    return [_past(row) for row in rows]


_PAST = (
    "SELECT p.id, p.stream, p.period, p.due_at, s.posted_at"
    " FROM report_periods p LEFT JOIN summaries s ON s.period_id = p.id"
)


def _past(row: Any) -> PastPeriod:
    return PastPeriod(row["id"], row["stream"], row["period"], from_text(row["due_at"]), maybe_moment(row["posted_at"]))


async def parts(tx: Transaction, told: Sequence[PastPeriod], fields: Collection[str]) -> list[Part]:
    """The periods as parts of a longer one: who sent in time, and the figures of these fields as they were last sent.

    Units that ended without sending are not counted.
    """
    due = {one.id: to_text(one.due_at)[:_SECONDS] for one in told}
    how: dict[int, dict[int, How]] = {one.id: {} for one in told}
    values: dict[int, dict[str, dict[int, Decimal]]] = {one.id: {field: {} for field in fields} for one in told}
    known: dict[str, Decimal] = {}  # the same numbers come again and again
    for row in await _as_sent(tx, tuple(due), fields):
        period_id, unit_id, submitted_at, *figures = row
        if submitted_at is None:
            how[period_id][unit_id] = How.MISSING
            continue
        # the due second itself is still in time, as taskforce.tally.is_late has it
        how[period_id][unit_id] = How.LATE if submitted_at[:_SECONDS] > due[period_id] else How.ON_TIME
        for column, value in zip(values[period_id].values(), figures, strict=True):
            if value is not None and value[0] == '"' and len(value) > _QUOTES:
                number = known.get(value)
                if number is None:
                    number = known[value] = Decimal(value[1:-1])
                column[unit_id] = number
    return [Part(one.label, how[one.id], values[one.id]) for one in told]


_SECONDS = 19  # letters of a moment up to the second
_QUOTES = 2


async def _as_sent(tx: Transaction, period_ids: Sequence[int], fields: Collection[str]) -> list[Any]:
    """A row for each report: period, unit, when it was sent, and a column for each field.

    Columns, not rows: a year of a thousand units is 12,000 reports but 144,000 answers, and making a row costs most.
    """
    columns = (
        ", (SELECT a.value FROM answers a WHERE a.report_id = r.id AND a.field = ? AND a.revision = r.sent ->> ?)"
    ) * len(fields)
    rows = await tx.all(
        f"SELECT r.period_id, r.unit_id, r.submitted_at{columns} FROM reports r JOIN units u ON u.id = r.unit_id"  # noqa: S608 - only marks
        f" WHERE r.period_id IN ({','.join('?' * len(period_ids))})"
        " AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL)",
        (*(part for field in fields for part in (field, f'$."{field}"')), *period_ids),
    )
    return list(rows)


async def sums_of_unit(
    tx: Transaction, told: Sequence[PastPeriod], unit_id: int, fields: Collection[str]
) -> list[tuple[str, dict[str, Decimal]]]:
    """By period, in the order given: one unit's figures as it last sent them; {} where it did not."""
    marks, keys = ",".join("?" * len(told)), ",".join("?" * len(fields))
    rows = await tx.all(
        "SELECT r.period_id, r.sent, a.field, a.revision, a.value FROM reports r JOIN answers a ON a.report_id = r.id"  # noqa: S608 - only marks
        f" WHERE r.period_id IN ({marks}) AND r.unit_id = ? AND r.version > 0 AND a.field IN ({keys})",
        (*(one.id for one in told), unit_id, *fields),
    )
    found: dict[int, dict[str, Decimal]] = {one.id: {} for one in told}
    for row in rows:
        value = row["value"]
        if json.loads(row["sent"]).get(row["field"]) == row["revision"] and value[0] == '"' and len(value) > _QUOTES:
            found[row["period_id"]][row["field"]] = Decimal(value[1:-1])
    return [(one.label, found[one.id]) for one in told]


async def state_of(tx: Transaction, period_ids: Sequence[int]) -> str:
    """Grows with every report of these periods that is sent, sent again or changed: the same text, the same figures."""
    row = await tx.one(
        "SELECT count(submitted_at) AS sent, sum(version) AS versions, max(changed_at) AS changed FROM reports"  # noqa: S608 - only marks
        f" WHERE period_id IN ({','.join('?' * len(period_ids))})",
        tuple(period_ids),
    )
    assert row is not None  # noqa: S101 - counting gives a row
    return f"{len(period_ids)}-{row['sent']}-{row['versions']}-{row['changed']}"


async def unit_names(tx: Transaction, task_force_id: int) -> dict[int, tuple[str, str, int]]:
    """By id: name, short name and place in lists of every unit there ever was."""
    rows = await tx.all("SELECT id, name, short_name, position FROM units WHERE task_force_id = ?", (task_force_id,))
    return {row["id"]: (row["name"], row["short_name"], row["position"]) for row in rows}


async def task_states(tx: Transaction, task_force_id: int) -> list[ToldState]:
    """Everything that was ever told about the tasks' states, oldest first."""
    rows = await tx.all(
        "SELECT p.task_id, p.unit_id, p.state, p.at, p.moved_from FROM task_progress p JOIN tasks t ON t.id = p.task_id"
        " WHERE t.task_force_id = ? ORDER BY p.id",
        (task_force_id,),
    )
    return [
        ToldState(row["task_id"], row["unit_id"], TaskState(row["state"]), from_text(row["at"]), row["moved_from"])
        for row in rows
    ]
