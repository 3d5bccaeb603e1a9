"""Answers that were sent back to the unit with a comment, until they are given again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, from_text, to_text


@dataclass(frozen=True, slots=True)
class ReturnedAnswer:
    """One answer sent back, not dealt with yet."""

    id: int
    report_id: int
    field: str
    comment: str
    by_person: int
    at: datetime


def _returned(row: Any) -> ReturnedAnswer:
    return ReturnedAnswer(
        row["id"], row["report_id"], row["field"], row["comment"], row["by_person"], from_text(row["at"])
    )


async def send_back(
    tx: Transaction, *, report_id: int, field: str, comment: str, by: int, now: datetime
) -> ReturnedAnswer:
    """Send one answer back; a comment on the same field that still waits is replaced."""
    await tx.run(
        "UPDATE returned_answers SET resolved_at = ? WHERE report_id = ? AND field = ? AND resolved_at IS NULL",
        (to_text(now), report_id, field),
    )
    new_id = await tx.insert(
        "INSERT INTO returned_answers (report_id, field, comment, by_person, at) VALUES (?, ?, ?, ?, ?)",
        (report_id, field, comment, by, to_text(now)),
    )
    return ReturnedAnswer(new_id, report_id, field, comment, by, now)


async def waiting(tx: Transaction, report_id: int) -> list[ReturnedAnswer]:
    """What was sent back and not answered again yet, oldest first."""
    rows = await tx.all(
        "SELECT * FROM returned_answers WHERE report_id = ? AND resolved_at IS NULL ORDER BY id", (report_id,)
    )
    return [_returned(row) for row in rows]


async def waiting_in_period(tx: Transaction, period_id: int) -> list[ReturnedAnswer]:
    """The same for every report of a period."""
    rows = await tx.all(
        "SELECT a.* FROM returned_answers a JOIN reports r ON r.id = a.report_id"
        " WHERE r.period_id = ? AND a.resolved_at IS NULL ORDER BY a.id",
        (period_id,),
    )
    return [_returned(row) for row in rows]


async def resolve(tx: Transaction, returned_id: int, now: datetime) -> None:
    """It was answered again, or kept with a reason."""
    await tx.run("UPDATE returned_answers SET resolved_at = ? WHERE id = ?", (to_text(now), returned_id))
