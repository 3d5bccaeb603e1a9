"""Questions of a report that one person asked a colleague of the unit to answer."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, maybe_moment, to_json, to_text


@dataclass(frozen=True, slots=True)
class Handoff:
    """One request; ``fields`` are the keys asked for, ``done_at`` is None while it waits."""

    id: int
    report_id: int
    fields: tuple[str, ...]
    from_person: int
    to_person: int
    done_at: datetime | None


def _handoff(row: Any) -> Handoff:
    return Handoff(
        row["id"],
        row["report_id"],
        tuple(json.loads(row["fields"])),
        row["from_person"],
        row["to_person"],
        maybe_moment(row["done_at"]),
    )


async def hand_over(
    tx: Transaction, *, report_id: int, fields: tuple[str, ...], from_person: int, to_person: int, now: datetime
) -> int:
    """Write the request down; returns its id."""
    return await tx.insert(
        "INSERT INTO handoffs (report_id, fields, from_person, to_person, at) VALUES (?, ?, ?, ?, ?)",
        (report_id, to_json(list(fields)), from_person, to_person, to_text(now)),
    )


async def get(tx: Transaction, handoff_id: int) -> Handoff | None:
    """The request of that id."""
    row = await tx.one("SELECT * FROM handoffs WHERE id = ?", (handoff_id,))
    return None if row is None else _handoff(row)


async def waiting(tx: Transaction, report_id: int) -> list[Handoff]:
    """The requests about the report that are not answered yet, oldest first."""
    rows = await tx.all("SELECT * FROM handoffs WHERE report_id = ? AND done_at IS NULL ORDER BY id", (report_id,))
    return [_handoff(row) for row in rows]


async def asked_of(tx: Transaction, person_id: int) -> list[Handoff]:
    """The requests that wait for this person while their report can still be answered, oldest first."""
    rows = await tx.all(
        "SELECT h.* FROM handoffs h JOIN reports r ON r.id = h.report_id JOIN report_periods p ON p.id = r.period_id"
        " WHERE h.to_person = ? AND h.done_at IS NULL AND p.closed_at IS NULL ORDER BY h.id",
        (person_id,),
    )
    return [_handoff(row) for row in rows]


async def finish(tx: Transaction, handoff_id: int, now: datetime) -> bool:
    """The request is dealt with; False when it was already."""
    changed = await tx.run(
        "UPDATE handoffs SET done_at = ? WHERE id = ? AND done_at IS NULL", (to_text(now), handoff_id)
    )
    return changed == 1
