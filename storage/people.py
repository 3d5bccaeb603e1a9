"""People (one Telegram account each) and their memberships: which task force, unit and role (design §8)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, maybe_moment, to_text
from taskforce.roles import Role


@dataclass(frozen=True, slots=True)
class Membership:
    """One person's place in one task force. ``person_id`` is None while they are only on the roster."""

    id: int
    task_force_id: int
    unit_id: int | None
    person_id: int | None
    role: Role
    full_name: str
    title: str
    phone: str | None
    email: str | None
    group_key: str | None
    state: str


@dataclass(frozen=True, slots=True)
class Person:
    """One Telegram account; ``memberships`` are the active ones."""

    id: int
    telegram_id: int | None
    full_name: str
    phone: str | None
    locale: str
    consented_at: datetime | None
    unreachable_since: datetime | None
    unreachable_cause: str | None
    memberships: tuple[Membership, ...] = ()

    def roles_in(self, task_force_id: int) -> frozenset[Role]:
        """The roles this person has in that task force."""
        return frozenset(m.role for m in self.memberships if m.task_force_id == task_force_id)

    def units_in(self, task_force_id: int) -> tuple[int, ...]:
        """The ids of the units this person belongs to there."""
        found = (m.unit_id for m in self.memberships if m.task_force_id == task_force_id)
        return tuple(dict.fromkeys(unit for unit in found if unit is not None))


def membership_from(row: Any) -> Membership:
    """A row of ``memberships`` as a record."""
    return Membership(
        id=row["id"],
        task_force_id=row["task_force_id"],
        unit_id=row["unit_id"],
        person_id=row["person_id"],
        role=Role(row["role"]),
        full_name=row["full_name"],
        title=row["title"],
        phone=row["phone"],
        email=row["email"],
        group_key=row["group_key"],
        state=row["state"],
    )


async def _with_memberships(tx: Transaction, row: Any) -> Person:
    memberships = await tx.all(
        "SELECT m.* FROM memberships m JOIN task_forces t ON t.id = m.task_force_id"
        " WHERE m.person_id = ? AND m.state = 'active' AND t.archived_at IS NULL ORDER BY m.id",
        (row["id"],),
    )
    return Person(
        id=row["id"],
        telegram_id=row["telegram_id"],
        full_name=row["full_name"],
        phone=row["phone"],
        locale=row["locale"],
        consented_at=maybe_moment(row["consented_at"]),
        unreachable_since=maybe_moment(row["unreachable_since"]),
        unreachable_cause=row["unreachable_cause"],
        memberships=tuple(membership_from(m) for m in memberships),
    )


async def by_telegram_id(tx: Transaction, telegram_id: int) -> Person | None:
    """The person behind a Telegram account, with their active memberships."""
    row = await tx.one("SELECT * FROM people WHERE telegram_id = ?", (telegram_id,))
    return None if row is None else await _with_memberships(tx, row)


async def by_id(tx: Transaction, person_id: int) -> Person | None:
    """The person of that id, with their active memberships."""
    row = await tx.one("SELECT * FROM people WHERE id = ?", (person_id,))
    return None if row is None else await _with_memberships(tx, row)


async def with_roles(tx: Transaction, task_force_id: int, roles: Sequence[Role]) -> list[Person]:
    """Everybody who is active in the task force under one of the roles, each once."""
    marks = ",".join("?" * len(roles))
    rows = await tx.all(
        "SELECT DISTINCT p.* FROM people p JOIN memberships m ON m.person_id = p.id"  # noqa: S608 - only marks
        f" WHERE m.task_force_id = ? AND m.state = 'active' AND m.role IN ({marks}) ORDER BY p.id",
        (task_force_id, *[str(role) for role in roles]),
    )
    return [await _with_memberships(tx, row) for row in rows]


async def of_unit(tx: Transaction, unit_id: int) -> list[Person]:
    """Everybody who is active in the unit, each once."""
    rows = await tx.all(
        "SELECT DISTINCT p.* FROM people p JOIN memberships m ON m.person_id = p.id"
        " WHERE m.unit_id = ? AND m.state = 'active' ORDER BY p.id",
        (unit_id,),
    )
    return [await _with_memberships(tx, row) for row in rows]


async def mark_unreachable(tx: Transaction, telegram_id: int, cause: str, now: datetime) -> Person | None:
    """Telegram says this account cannot be written to; returns the person if they were reachable until now."""
    changed = await tx.run(
        "UPDATE people SET unreachable_since = ?, unreachable_cause = ?"
        " WHERE telegram_id = ? AND unreachable_since IS NULL",
        (to_text(now), cause, telegram_id),
    )
    return await by_telegram_id(tx, telegram_id) if changed else None


async def mark_reachable(tx: Transaction, telegram_id: int) -> bool:
    """This account can be written to again; True if it could not before."""
    changed = await tx.run(
        "UPDATE people SET unreachable_since = NULL, unreachable_cause = NULL"
        " WHERE telegram_id = ? AND unreachable_since IS NOT NULL",
        (telegram_id,),
    )
    return changed == 1
