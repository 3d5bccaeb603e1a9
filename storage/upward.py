"""Roll-up: links between bodies, the codes and keys that make them, and what was sent and taken, each version once."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_json, to_text

MARK = "up-"
"""How a link code begins, so that it is told from an invitation's."""

_CODE_BYTES = 15  # 20 characters
_FILE = 0  # up_sent.link_id of what went as a file

Defect = Literal["expired", "used", "replaced"]
State = Literal["waiting", "taken", "superseded", "refused"]


@dataclass(frozen=True, slots=True)
class Link:
    """The child reports to ``parent_id`` as its unit ``unit_id``: ``child_id`` here, or ``child_key`` elsewhere."""

    id: int
    parent_id: int
    unit_id: int
    child_id: int | None
    child_key: str | None
    child_name: str
    made_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Code:
    """Lets one body here link itself to the parent as that unit, once."""

    id: int
    parent_id: int
    unit_id: int
    expires_at: datetime
    closed_at: datetime | None
    used: bool

    def defect(self, now: datetime) -> Defect | None:
        """Why it links nothing any more, or None while it does."""
        if self.closed_at is not None:
            return "used" if self.used else "replaced"
        return "expired" if self.expires_at <= now else None


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A body's signing key; ``repr`` says nothing, since it must not end up in a log."""

    task_force_id: int
    private: str
    public: str
    stopped_at: datetime | None


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


# --- links -------------------------------------------------------------------------------------------------------


def _link(row: Any) -> Link:
    return Link(
        row["id"],
        row["parent_id"],
        row["unit_id"],
        row["child_id"],
        row["child_key"],
        row["child_name"],
        from_text(row["made_at"]),
        maybe_moment(row["ended_at"]),
    )


async def link(tx: Transaction, link_id: int) -> Link | None:
    """The link of that id, living or ended."""
    row = await tx.one("SELECT * FROM up_links WHERE id = ?", (link_id,))
    return None if row is None else _link(row)


async def above(tx: Transaction, child_id: int) -> Link | None:
    """The living link to the body above, in this database."""
    row = await tx.one("SELECT * FROM up_links WHERE child_id = ? AND ended_at IS NULL", (child_id,))
    return None if row is None else _link(row)


async def below(tx: Transaction, parent_id: int) -> list[Link]:
    """The living links of the bodies below, in the order of the units."""
    rows = await tx.all(
        "SELECT l.* FROM up_links l JOIN units u ON u.id = l.unit_id"
        " WHERE l.parent_id = ? AND l.ended_at IS NULL ORDER BY u.position, l.id",
        (parent_id,),
    )
    return [_link(row) for row in rows]


async def of_key(tx: Transaction, parent_id: int, public_key: str) -> Link | None:
    """The living link of whoever holds that key."""
    row = await tx.one(
        "SELECT * FROM up_links WHERE parent_id = ? AND child_key = ? AND ended_at IS NULL", (parent_id, public_key)
    )
    return None if row is None else _link(row)


async def add_link(
    tx: Transaction,
    *,
    parent_id: int,
    unit_id: int,
    child_name: str,
    by: int | None,
    now: datetime,
    child_id: int | None = None,
    child_key: str | None = None,
) -> Link:
    """A new link.

    Raises:
        sqlite3.IntegrityError: the unit, or the child, has one.
    """
    new_id = await tx.insert(
        "INSERT INTO up_links (parent_id, unit_id, child_id, child_key, child_name, made_by, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (parent_id, unit_id, child_id, child_key, child_name, by, to_text(now)),
    )
    return Link(new_id, parent_id, unit_id, child_id, child_key, child_name, now, None)


async def end_link(tx: Transaction, link_id: int, by: int | None, now: datetime) -> bool:
    """Nothing goes up that way any more; what waited there does not either. False when it had ended before."""
    changed = await tx.run(
        "UPDATE up_links SET ended_at = ?, ended_by = ? WHERE id = ? AND ended_at IS NULL", (to_text(now), by, link_id)
    )
    if changed:
        await tx.run("UPDATE up_taken SET state = 'superseded' WHERE link_id = ? AND state = 'waiting'", (link_id,))
    return changed == 1


# --- codes -------------------------------------------------------------------------------------------------------


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def _code(row: Any) -> Code:
    return Code(
        row["id"],
        row["parent_id"],
        row["unit_id"],
        from_text(row["expires_at"]),
        maybe_moment(row["closed_at"]),
        bool(row["used"]),
    )


async def make_code(
    tx: Transaction, *, parent_id: int, unit_id: int, by: int, expires_at: datetime, now: datetime
) -> str:
    """A new code, which nobody can read again; earlier ones for the unit link nothing from now on."""
    at = to_text(now)
    await tx.run("UPDATE up_codes SET closed_at = ? WHERE unit_id = ? AND closed_at IS NULL", (at, unit_id))
    code = MARK + secrets.token_urlsafe(_CODE_BYTES)
    await tx.run(
        "INSERT INTO up_codes (code_hash, parent_id, unit_id, made_by, made_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        (_hash(code), parent_id, unit_id, by, at, to_text(expires_at)),
    )
    return code


async def by_code(tx: Transaction, code: str) -> Code | None:
    """What that code is for, whether it still links anything or not."""
    row = await tx.one("SELECT * FROM up_codes WHERE code_hash = ?", (_hash(code),))
    return None if row is None else _code(row)


async def code(tx: Transaction, code_id: int) -> Code | None:
    """The code of that id."""
    row = await tx.one("SELECT * FROM up_codes WHERE id = ?", (code_id,))
    return None if row is None else _code(row)


async def use_code(tx: Transaction, code_id: int, now: datetime) -> bool:
    """It is used up; False when it linked nothing any more."""
    at = to_text(now)
    changed = await tx.run(
        "UPDATE up_codes SET closed_at = ?, used = 1 WHERE id = ? AND closed_at IS NULL AND expires_at > ?",
        (at, code_id, at),
    )
    return changed == 1


# --- keys --------------------------------------------------------------------------------------------------------


async def key_of(tx: Transaction, task_force_id: int) -> Key | None:
    """The body's key, in use or stopped."""
    row = await tx.one("SELECT * FROM up_keys WHERE task_force_id = ?", (task_force_id,))
    if row is None:
        return None
    return Key(row["task_force_id"], row["private_key"], row["public_key"], maybe_moment(row["stopped_at"]))


async def keep_key(tx: Transaction, task_force_id: int, private: str, public: str, now: datetime) -> None:
    """The body signs with this key from now on; the one it had stays."""
    await tx.run(
        "INSERT INTO up_keys (task_force_id, private_key, public_key, made_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (task_force_id) DO UPDATE SET stopped_at = NULL",
        (task_force_id, private, public, to_text(now)),
    )


async def stop_key(tx: Transaction, task_force_id: int, now: datetime) -> bool:
    """No more files; False when there were none."""
    changed = await tx.run(
        "UPDATE up_keys SET stopped_at = ? WHERE task_force_id = ? AND stopped_at IS NULL",
        (to_text(now), task_force_id),
    )
    return changed == 1


async def owner(tx: Transaction, public_key: str) -> int | None:
    """The body of this installation that signs with the key."""
    found: int | None = await tx.value("SELECT task_force_id FROM up_keys WHERE public_key = ?", (public_key,))
    return found


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
    """Open periods whose summary stands posted and did not go up yet though the body is linked, or makes files."""
    rows = await tx.all(
        "SELECT p.id FROM report_periods p JOIN summaries s ON s.period_id = p.id AND s.posted_at IS NOT NULL"
        " LEFT JOIN up_links l ON l.child_id = p.task_force_id AND l.ended_at IS NULL"
        " LEFT JOIN up_keys k ON k.task_force_id = p.task_force_id AND k.stopped_at IS NULL"
        " WHERE p.closed_at IS NULL AND (l.id IS NOT NULL OR k.task_force_id IS NOT NULL)"
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
    """A file came; returns its id. The same from the same key waits once."""
    await tx.run(
        "DELETE FROM up_offers WHERE parent_id = ? AND public_key = ? AND decided_at IS NULL AND content = ?",
        (parent_id, public_key, content),
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


async def decide_offer(tx: Transaction, offer_id: int, now: datetime) -> bool:
    """The secretary has spoken; False when that was so before."""
    changed = await tx.run(
        "UPDATE up_offers SET decided_at = ? WHERE id = ? AND decided_at IS NULL", (to_text(now), offer_id)
    )
    return changed == 1


async def prune_offers(tx: Transaction, before: datetime) -> None:
    """Forget files nobody took."""
    await tx.run("DELETE FROM up_offers WHERE at < ?", (to_text(before),))
