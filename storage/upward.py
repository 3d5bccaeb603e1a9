"""Roll-up: links between bodies, the codes and the keys that make them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_text

MARK = "up-"
"""How a link code begins, so that it is told from an invitation's."""

_CODE_BYTES = 15  # 20 characters
Defect = Literal["expired", "used", "replaced"]


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
