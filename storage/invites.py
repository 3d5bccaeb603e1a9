"""Links that let somebody in. The code itself is shown once and never kept: only its SHA-256 is."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, maybe_moment, to_text
from taskforce.roles import Role

Defect = Literal["expired", "used", "revoked"]
_CODE_BYTES = 24  # 32 characters, half of what Telegram's start parameter takes


@dataclass(frozen=True, slots=True)
class Invite:
    """One link: for a role, perhaps a unit, perhaps one place (``membership_id``: to take up, or to take over).

    ``uses_left`` None is any number; moments are UTC.
    """

    id: int
    task_force_id: int
    unit_id: int | None
    role: Role
    membership_id: int | None
    uses_left: int | None
    expires_at: datetime | None
    revoked_at: datetime | None
    created_by: int | None

    def defect(self, now: datetime) -> Defect | None:
        """Why the link opens nothing any more, or None while it does."""
        if self.revoked_at is not None:
            return "revoked"
        if self.uses_left is not None and self.uses_left <= 0:
            return "used"
        if self.expires_at is not None and self.expires_at <= now:
            return "expired"
        return None


def _invite(row: Any) -> Invite:
    return Invite(
        id=row["id"],
        task_force_id=row["task_force_id"],
        unit_id=row["unit_id"],
        role=Role(row["role"]),
        membership_id=row["membership_id"],
        uses_left=row["uses_left"],
        expires_at=maybe_moment(row["expires_at"]),
        revoked_at=maybe_moment(row["revoked_at"]),
        created_by=row["created_by"],
    )


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


async def create(
    tx: Transaction,
    *,
    task_force_id: int,
    role: Role,
    now: datetime,
    unit_id: int | None = None,
    membership_id: int | None = None,
    uses: int | None = 1,
    expires_at: datetime | None = None,
    created_by: int | None = None,
) -> tuple[int, str]:
    """Make a link; returns its id and the code, which nobody can read again. ``uses`` None is any number."""
    code = secrets.token_urlsafe(_CODE_BYTES)
    new_id = await tx.insert(
        "INSERT INTO invites (code_hash, task_force_id, unit_id, role, membership_id, uses_left, expires_at,"
        " created_by, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            _hash(code),
            task_force_id,
            unit_id,
            str(role),
            membership_id,
            uses,
            None if expires_at is None else to_text(expires_at),
            created_by,
            to_text(now),
        ),
    )
    return new_id, code


async def by_code(tx: Transaction, code: str) -> Invite | None:
    """The link of that code, whether it still opens anything or not."""
    row = await tx.one("SELECT * FROM invites WHERE code_hash = ?", (_hash(code),))
    return None if row is None else _invite(row)


async def get(tx: Transaction, invite_id: int) -> Invite | None:
    """The link of that id."""
    row = await tx.one("SELECT * FROM invites WHERE id = ?", (invite_id,))
    return None if row is None else _invite(row)


async def valid(tx: Transaction, task_force_id: int, now: datetime) -> list[Invite]:
    """The links of a task force that still open something, the newest first."""
    rows = await tx.all(
        "SELECT * FROM invites WHERE task_force_id = ? AND revoked_at IS NULL ORDER BY id DESC", (task_force_id,)
    )
    return [invite for invite in map(_invite, rows) if invite.defect(now) is None]


async def use(tx: Transaction, invite_id: int, now: datetime) -> bool:
    """Count one use; False when the link opens nothing (any more)."""
    changed = await tx.run(
        "UPDATE invites SET uses_left = uses_left - 1 WHERE id = ? AND revoked_at IS NULL"
        " AND (uses_left IS NULL OR uses_left > 0) AND (expires_at IS NULL OR expires_at > ?)",
        (invite_id, to_text(now)),
    )
    return changed == 1


async def revoke(tx: Transaction, invite_id: int, now: datetime) -> bool:
    """The link opens nothing from now on; False when it was revoked before."""
    changed = await tx.run(
        "UPDATE invites SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL", (to_text(now), invite_id)
    )
    return changed == 1


async def revoke_for(tx: Transaction, membership_id: int, now: datetime) -> int:
    """No earlier link for that place opens anything from now on; returns how many there were."""
    return await tx.run(
        "UPDATE invites SET revoked_at = ? WHERE membership_id = ? AND revoked_at IS NULL",
        (to_text(now), membership_id),
    )
