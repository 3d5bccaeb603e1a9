"""Places in a task force: expected (on the roster), pending (waits for approval), active, ended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from storage.database import Transaction, maybe_moment, to_text
from storage.people import Membership, Person, membership_from
from taskforce.roles import Role
from taskforce.vietnamese import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A living membership as a list shows it; ``unreachable_since`` (UTC) is that of whoever holds it."""

    membership: Membership
    unreachable_since: datetime | None


class Standing(NamedTuple):
    """What picking people asks of every place; ``blocked``: the bot cannot write to whoever holds it."""

    id: int
    role: Role
    unit_id: int | None
    group_key: str | None
    person_id: int | None
    blocked: bool


class Places(Mapping[int, Place]):
    """Places by the membership's id, in their order; of thousands each is put together when it is asked for."""

    def __init__(self, rows: Sequence[Any]) -> None:
        self._rows = {row[0]: row for row in rows}

    def __getitem__(self, membership_id: int) -> Place:
        return _place(self._rows[membership_id])

    def __iter__(self) -> Iterator[int]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def lines(self) -> list[Standing]:
        """Each in short."""
        return [
            Standing(number, _ROLES[role], unit, group, person, lost is not None)
            for number, role, unit, group, person, lost in (row[:6] for row in self._rows.values())
        ]

    def names(self) -> list[tuple[int, str, int | None]]:
        """(membership id, full name, unit) of each."""
        return [(row[0], row["full_name"], row[2]) for row in self._rows.values()]


_ROLES = {str(role): role for role in Role}


def _place(row: Any) -> Place:
    return Place(membership_from(row), maybe_moment(row["unreachable_since"]))


async def get(tx: Transaction, membership_id: int) -> Membership | None:
    """The membership of that id, in whatever state."""
    row = await tx.one("SELECT * FROM memberships WHERE id = ?", (membership_id,))
    return None if row is None else membership_from(row)


async def places(tx: Transaction, task_force_id: int) -> list[Place]:
    """Everybody who belongs to the task force or is to, in the order of the units, those of no unit first."""
    rows = await tx.all(
        "SELECT m.*, p.unreachable_since FROM memberships m LEFT JOIN people p ON p.id = m.person_id"
        " LEFT JOIN units u ON u.id = m.unit_id WHERE m.task_force_id = ? AND m.state <> 'ended'"
        " ORDER BY u.position, u.id, m.id",
        (task_force_id,),
    )
    return [_place(row) for row in rows]


async def to_pick(tx: Transaction, task_force_id: int) -> Places:
    """The same without those who wait for approval."""
    return Places(
        await tx.all(
            "SELECT m.id, m.role, m.unit_id, m.group_key, m.person_id, p.unreachable_since, m.task_force_id,"
            " m.full_name, m.title, m.phone, m.email, m.state FROM memberships m"
            " LEFT JOIN people p ON p.id = m.person_id LEFT JOIN units u ON u.id = m.unit_id"
            " WHERE m.task_force_id = ? AND m.state NOT IN ('ended', 'pending')"
            " ORDER BY u.position, u.id, m.id",
            (task_force_id,),
        )
    )


async def living(tx: Transaction, task_force_id: int) -> list[Membership]:
    """Everybody who belongs to the task force or is to."""
    return [place.membership for place in await places(tx, task_force_id)]


async def of_person(tx: Transaction, person_id: int) -> list[Membership]:
    """The living memberships of a person, the pending ones too."""
    rows = await tx.all("SELECT * FROM memberships WHERE person_id = ? AND state <> 'ended' ORDER BY id", (person_id,))
    return [membership_from(row) for row in rows]


async def pending(tx: Transaction, task_force_id: int) -> list[Membership]:
    """Those who wait for approval, the longest first."""
    rows = await tx.all(
        "SELECT * FROM memberships WHERE task_force_id = ? AND state = 'pending' ORDER BY id", (task_force_id,)
    )
    return [membership_from(row) for row in rows]


async def last_refused(tx: Transaction, person_id: int) -> Membership | None:
    """The person's latest place, if it was a request that a secretary refused; None when it was anything else."""
    row = await tx.one("SELECT * FROM memberships WHERE person_id = ? ORDER BY id DESC LIMIT 1", (person_id,))
    return None if row is None or row["ended_why"] != "rejected" else membership_from(row)


async def expected_with_phone(tx: Transaction, phone: str) -> list[Membership]:
    """The roster places of that number (E.164) that nobody took up, in every task force that is served."""
    rows = await tx.all(
        "SELECT m.* FROM memberships m JOIN task_forces t ON t.id = m.task_force_id"
        " WHERE m.phone = ? AND m.state = 'expected' AND t.archived_at IS NULL ORDER BY m.id",
        (phone,),
    )
    return [membership_from(row) for row in rows]


async def expected_named(tx: Transaction, task_force_id: int, unit_id: int | None, name: str) -> list[Membership]:
    """The roster places of that unit that somebody of that name could take up."""
    rows = await tx.all(
        "SELECT * FROM memberships WHERE task_force_id = ? AND unit_id IS ? AND state = 'expected' ORDER BY id",
        (task_force_id, unit_id),
    )
    return [membership_from(row) for row in rows if fold(row["full_name"]) == fold(name)]


async def add(
    tx: Transaction,
    *,
    task_force_id: int,
    role: Role,
    full_name: str,
    state: str,
    now: datetime,
    unit_id: int | None = None,
    person_id: int | None = None,
    phone: str | None = None,
    title: str = "",
    email: str | None = None,
    group_key: str | None = None,
) -> int:
    """A new place; returns its id. ``state`` is "expected", "pending" or "active"."""
    at = to_text(now)
    return await tx.insert(
        "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, title, phone, email, group_key,"
        " state, created_at, joined_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            task_force_id,
            unit_id,
            person_id,
            str(role),
            full_name,
            title,
            phone,
            email,
            group_key,
            state,
            at,
            at if state == "active" else None,
        ),
    )


async def take_up(tx: Transaction, membership_id: int, person_id: int, phone: str | None, now: datetime) -> bool:
    """The person takes up the place; False when it is neither expected nor pending (any more)."""
    changed = await tx.run(
        "UPDATE memberships SET state = 'active', person_id = ?, phone = coalesce(?, phone), joined_at = ?"
        " WHERE id = ? AND state IN ('expected', 'pending')",
        (person_id, phone, to_text(now), membership_id),
    )
    return changed == 1


async def end(tx: Transaction, membership_id: int, why: str, now: datetime, *, replaced_by: int | None = None) -> bool:
    """The place is given up; ``why`` is "left", "removed", "rejected", "replaced", "erased" or "merged".

    False when it had ended before.
    """
    changed = await tx.run(
        "UPDATE memberships SET state = 'ended', ended_at = ?, ended_why = ?, replaced_by = ?"
        " WHERE id = ? AND state <> 'ended'",
        (to_text(now), why, replaced_by, membership_id),
    )
    return changed == 1


async def change(tx: Transaction, changed: Membership) -> None:
    """Write what the record says now: name, title, number, e-mail, group, unit and role."""
    await tx.run(
        "UPDATE memberships SET full_name = ?, title = ?, phone = ?, email = ?, group_key = ?, unit_id = ?, role = ?"
        " WHERE id = ?",
        (
            changed.full_name,
            changed.title,
            changed.phone,
            changed.email,
            changed.group_key,
            changed.unit_id,
            str(changed.role),
            changed.id,
        ),
    )


async def pass_on_work(tx: Transaction, unit_id: int, old: Person, new: Person, now: datetime) -> None:
    """What the old holder has half-way for the unit is the new one's: reports, and questions handed to them."""
    await tx.run(
        "UPDATE handoffs SET to_person = ? WHERE to_person = ? AND done_at IS NULL"
        " AND report_id IN (SELECT id FROM reports WHERE unit_id = ?)",
        (new.id, old.id, unit_id),
    )
    await tx.run(
        "UPDATE OR IGNORE sessions SET chat_id = ?, front = 0, updated_at = ? WHERE chat_id = ? AND subject IN ("
        "SELECT 'report:' || id FROM reports WHERE unit_id = ?"
        " UNION SELECT 'returned:' || id FROM reports WHERE unit_id = ?"
        " UNION SELECT 'handoff:' || id FROM handoffs WHERE to_person = ?)",
        (new.telegram_id, to_text(now), old.telegram_id, unit_id, unit_id, new.id),
    )
