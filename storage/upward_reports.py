"""What went up, and what came from below, each version once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, to_json, to_text

_FILE = 0  # up_sent.link_id of what went as a file

State = Literal["waiting", "taken", "superseded", "refused"]


@dataclass(frozen=True, slots=True)
class Taken:
    """One version that came up; ``content`` JSON, ``wrote`` the revision of each answer it wrote."""

    id: int
    link_id: int
    stream: str
    period: str
    version: int
    content: str
    state: State
    report_id: int | None
    wrote: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that waits for the parent's secretary."""

    id: int
    parent_id: int
    public_key: str
    content: str
    decided: bool


# --- sent --------------------------------------------------------------------------------------------------------


async def mark_sent(
    tx: Transaction, *, period_id: int, version: int, link_id: int | None, content: str, now: datetime
) -> bool:
    """That version goes up, by the link or (None) as a file; False when it did before."""
    changed = await tx.run(
        "INSERT INTO up_sent (period_id, version, link_id, content, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (period_id, version, link_id) DO NOTHING",
        (period_id, version, link_id or _FILE, content, to_text(now)),
    )
    return changed == 1


async def last_file(tx: Transaction, task_force_id: int) -> str | None:
    """The content of the last file that the body made."""
    found: str | None = await tx.value(
        "SELECT s.content FROM up_sent s JOIN report_periods p ON p.id = s.period_id"
        " WHERE p.task_force_id = ? AND s.link_id = 0 ORDER BY s.at DESC, s.version DESC LIMIT 1",
        (task_force_id,),
    )
    return found


async def unsent(tx: Transaction) -> list[int]:
    """Open periods whose summary stands posted and did not go up yet though the body is linked, or makes files.

    Not what somebody asked for: it follows no calendar, so nobody above asks for it.
    """
    rows = await tx.all(
        "SELECT p.id FROM report_periods p JOIN summaries s ON s.period_id = p.id AND s.posted_at IS NOT NULL"
        " LEFT JOIN up_links l ON l.child_id = p.task_force_id AND l.ended_at IS NULL"
        " LEFT JOIN up_keys k ON k.task_force_id = p.task_force_id AND k.stopped_at IS NULL"
        " WHERE p.closed_at IS NULL AND p.title = '' AND (l.id IS NOT NULL OR k.task_force_id IS NOT NULL)"
        " AND NOT EXISTS (SELECT 1 FROM up_sent u WHERE u.period_id = p.id AND u.version = s.version"
        " AND u.link_id = coalesce(l.id, 0)) ORDER BY p.id"
    )
    return [row["id"] for row in rows]


# --- taken -------------------------------------------------------------------------------------------------------


def _taken(row: Any) -> Taken:
    return Taken(
        row["id"],
        row["link_id"],
        row["stream"],
        row["period"],
        row["version"],
        row["content"],
        row["state"],
        row["report_id"],
        json.loads(row["wrote"]),
    )


async def take(
    tx: Transaction,
    *,
    link_id: int,
    stream: str,
    period: str,
    version: int,
    content: str,
    by: int | None,
    now: datetime,
) -> int | None:
    """Write down that this version came; None when it did before. What waited of older ones waits no more."""
    row = await tx.one(
        "INSERT INTO up_taken (link_id, stream, period, version, content, state, by_person, at)"
        " VALUES (?, ?, ?, ?, ?, 'waiting', ?, ?)"
        " ON CONFLICT (link_id, stream, period, version) DO NOTHING RETURNING id",
        (link_id, stream, period, version, content, by, to_text(now)),
    )
    if row is None:
        return None
    await tx.run(
        "UPDATE up_taken SET state = 'superseded' WHERE link_id = ? AND stream = ? AND period = ? AND version < ?"
        " AND state = 'waiting'",
        (link_id, stream, period, version),
    )
    return int(row["id"])


async def taken(tx: Transaction, taken_id: int) -> Taken | None:
    """What came under that id."""
    row = await tx.one("SELECT * FROM up_taken WHERE id = ?", (taken_id,))
    return None if row is None else _taken(row)


async def newest(tx: Transaction, link_id: int, stream: str, period: str) -> Taken | None:
    """The newest version that came by the link for that period."""
    row = await tx.one(
        "SELECT * FROM up_taken WHERE link_id = ? AND stream = ? AND period = ? ORDER BY version DESC LIMIT 1",
        (link_id, stream, period),
    )
    return None if row is None else _taken(row)


async def of_report(tx: Transaction, report_id: int) -> list[Taken]:
    """Everything that went into the report, in the order in which it came."""
    rows = await tx.all("SELECT * FROM up_taken WHERE report_id = ? ORDER BY id", (report_id,))
    return [_taken(row) for row in rows]


async def contents_of_period(tx: Transaction, period_id: int) -> list[tuple[int, str]]:
    """The content that each report of the period (by unit) was last filled from."""
    rows = await tx.all(
        "SELECT r.unit_id, t.content FROM up_taken t JOIN reports r ON r.id = t.report_id"
        " WHERE r.period_id = ? AND t.id = (SELECT max(n.id) FROM up_taken n WHERE n.report_id = r.id)",
        (period_id,),
    )
    return [(row["unit_id"], row["content"]) for row in rows]


async def source(tx: Transaction, report_id: int) -> tuple[str, int] | None:
    """Whose summary, and which version of it, last went into the report; None where none did."""
    row = await tx.one(
        "SELECT l.child_name, t.version FROM up_taken t JOIN up_links l ON l.id = t.link_id"
        " WHERE t.report_id = ? ORDER BY t.id DESC LIMIT 1",
        (report_id,),
    )
    return None if row is None else (row["child_name"], row["version"])


async def waiting(tx: Transaction) -> list[Taken]:
    """What came for periods that were not open yet."""
    return [_taken(row) for row in await tx.all("SELECT * FROM up_taken WHERE state = 'waiting' ORDER BY id")]


async def set_taken(
    tx: Transaction, taken_id: int, state: State, report_id: int | None = None, wrote: Mapping[str, int] | None = None
) -> None:
    """What became of it."""
    await tx.run(
        "UPDATE up_taken SET state = ?, report_id = ?, wrote = ? WHERE id = ?",
        (state, report_id, to_json(dict(wrote or {})), taken_id),
    )


# --- files that wait for a word ----------------------------------------------------------------------------------


async def add_offer(tx: Transaction, *, parent_id: int, public_key: str, content: str, now: datetime) -> int:
    """A file came; returns its id. The same from the same key waits once: an earlier card is over."""
    await tx.run(
        "UPDATE up_offers SET decided_at = ? WHERE parent_id = ? AND public_key = ? AND decided_at IS NULL"
        " AND content = ?",
        (to_text(now), parent_id, public_key, content),
    )
    return await tx.insert(
        "INSERT INTO up_offers (parent_id, public_key, content, at) VALUES (?, ?, ?, ?)",
        (parent_id, public_key, content, to_text(now)),
    )


async def offer(tx: Transaction, offer_id: int) -> Offer | None:
    """The file of that id."""
    row = await tx.one("SELECT * FROM up_offers WHERE id = ?", (offer_id,))
    if row is None:
        return None
    return Offer(row["id"], row["parent_id"], row["public_key"], row["content"], row["decided_at"] is not None)


async def aim_offer(tx: Transaction, offer_id: int, parent_id: int) -> None:
    """The file is for that body."""
    await tx.run("UPDATE up_offers SET parent_id = ? WHERE id = ?", (parent_id, offer_id))


async def decide_offer(tx: Transaction, offer_id: int, now: datetime) -> bool:
    """The secretary has spoken; False when that was so before."""
    changed = await tx.run(
        "UPDATE up_offers SET decided_at = ? WHERE id = ? AND decided_at IS NULL", (to_text(now), offer_id)
    )
    return changed == 1


async def prune_offers(tx: Transaction, before: datetime) -> None:
    """Forget files nobody took."""
    await tx.run("DELETE FROM up_offers WHERE at < ?", (to_text(before),))
