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
    """One Telegram account; ``memberships`` are the active ones.

    ``current_task_force_id`` is the one meant where it matters, ``menu`` which commands Telegram shows them.
    """

    id: int
    telegram_id: int | None
    full_name: str
    phone: str | None
    locale: str
    consented_at: datetime | None
    unreachable_since: datetime | None
    unreachable_cause: str | None
    memberships: tuple[Membership, ...] = ()
    current_task_force_id: int | None = None
    menu: str = ""

    def roles_in(self, task_force_id: int) -> frozenset[Role]:
        """The roles this person has in that task force."""
        return frozenset(m.role for m in self.memberships if m.task_force_id == task_force_id)

    @property
    def task_force_ids(self) -> tuple[int, ...]:
        """The task forces this person is in, each once."""
        return tuple(dict.fromkeys(m.task_force_id for m in self.memberships))

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
        current_task_force_id=row["current_task_force_id"],
        menu=row["menu"],
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


async def everybody(tx: Transaction) -> list[Person]:
    """All who can be written to by a Telegram account, with their active memberships."""
    rows = await tx.all("SELECT * FROM people WHERE telegram_id IS NOT NULL ORDER BY id")
    return [await _with_memberships(tx, row) for row in rows]


async def consent(
    tx: Transaction, *, telegram_id: int, full_name: str, locale: str, version: int, now: datetime
) -> Person:
    """Somebody agreed to the purpose told to them in that version of the text; kept as the proof of it."""
    at = to_text(now)
    await tx.run(
        "INSERT INTO people (telegram_id, full_name, locale, consented_at, consent_version, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (telegram_id) DO UPDATE SET"
        " consented_at = excluded.consented_at, consent_version = excluded.consent_version",
        (telegram_id, full_name, locale, at, version, at),
    )
    person = await by_telegram_id(tx, telegram_id)
    assert person is not None  # noqa: S101 - just written
    return person


async def with_phone(tx: Transaction, phone: str) -> list[Person]:
    """Everybody who showed Telegram's proof of that number (E.164)."""
    rows = await tx.all("SELECT * FROM people WHERE phone = ? ORDER BY id", (phone,))
    return [await _with_memberships(tx, row) for row in rows]


async def set_phone(tx: Transaction, person_id: int, phone: str) -> None:
    """The number (E.164) that Telegram vouches for; nobody else holds it any more."""
    await tx.run("UPDATE people SET phone = NULL WHERE phone = ? AND id <> ?", (phone, person_id))
    await tx.run("UPDATE people SET phone = ? WHERE id = ?", (phone, person_id))
    await tx.run("UPDATE memberships SET phone = ? WHERE person_id = ? AND state = 'active'", (phone, person_id))


async def move_account(tx: Transaction, old: Person, new: Person) -> None:
    """The person goes on under another Telegram account: places and requests follow, the old account is forgotten."""
    await tx.run("UPDATE memberships SET person_id = ? WHERE person_id = ? AND state <> 'ended'", (new.id, old.id))
    await tx.run("UPDATE handoffs SET to_person = ? WHERE to_person = ? AND done_at IS NULL", (new.id, old.id))
    await tx.run("UPDATE cases SET raised_by = ? WHERE raised_by = ?", (new.id, old.id))
    await tx.run("UPDATE cases SET owner_id = ? WHERE owner_id = ?", (new.id, old.id))
    await tx.run("UPDATE OR REPLACE case_followers SET person_id = ? WHERE person_id = ?", (new.id, old.id))
    await tx.run("UPDATE people SET full_name = ? WHERE id = ?", (old.full_name, new.id))
    await tx.run("UPDATE people SET telegram_id = NULL, phone = NULL WHERE id = ?", (old.id,))


async def set_name(tx: Transaction, person_id: int, full_name: str) -> None:
    """What the person is called, here and in their places."""
    await tx.run("UPDATE people SET full_name = ? WHERE id = ?", (full_name, person_id))
    await tx.run(
        "UPDATE memberships SET full_name = ? WHERE person_id = ? AND state IN ('active', 'pending')",
        (full_name, person_id),
    )


async def set_locale(tx: Transaction, person_id: int, locale: str) -> None:
    """The language the person is spoken to in."""
    await tx.run("UPDATE people SET locale = ? WHERE id = ?", (locale, person_id))


async def set_current_task_force(tx: Transaction, person_id: int, task_force_id: int) -> None:
    """The task force that a command without one is meant for."""
    await tx.run("UPDATE people SET current_task_force_id = ? WHERE id = ?", (task_force_id, person_id))


async def set_menu(tx: Transaction, person_id: int, menu: str) -> None:
    """Which commands Telegram was told to show this person."""
    await tx.run("UPDATE people SET menu = ? WHERE id = ?", (menu, person_id))


async def gone_since(tx: Transaction, moment: datetime) -> list[Person]:
    """All who are in no task force, wait for none, and have not been or asked to be since that moment (UTC)."""
    rows = await tx.all(
        "SELECT * FROM people p WHERE erased_at IS NULL AND created_at < ? AND coalesce(consented_at, '') < ?"
        " AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.person_id = p.id"
        " AND (m.state <> 'ended' OR m.ended_at >= ?)) ORDER BY id",
        (to_text(moment), to_text(moment), to_text(moment)),
    )
    return [await _with_memberships(tx, row) for row in rows]


async def erase(tx: Transaction, person_id: int, shown_as: str, now: datetime) -> None:
    """Take away all that tells who the person is; what their unit answered stays, by ``shown_as``."""
    at = to_text(now)
    await tx.run(
        "UPDATE people SET telegram_id = NULL, full_name = ?, phone = NULL, menu = '', unreachable_since = NULL,"
        " unreachable_cause = NULL, erased_at = ? WHERE id = ?",
        (shown_as, at, person_id),
    )
    await tx.run(
        "UPDATE memberships SET full_name = ?, title = '', phone = NULL, email = NULL, state = 'ended',"
        " ended_at = coalesce(ended_at, ?), ended_why = coalesce(ended_why, 'erased') WHERE person_id = ?",
        (shown_as, at, person_id),
    )


async def exported(tx: Transaction, person_id: int) -> dict[str, Any]:
    """Everything that is kept about a person, as plain data, for their own reading."""
    person = await tx.one(
        "SELECT telegram_id, full_name, phone, locale, consented_at, consent_version, created_at FROM people"
        " WHERE id = ?",
        (person_id,),
    )
    memberships = await tx.all(
        "SELECT t.name AS task_force, u.name AS unit, m.role, m.full_name, m.title, m.phone, m.email, m.state,"
        " m.joined_at, m.ended_at FROM memberships m JOIN task_forces t ON t.id = m.task_force_id"
        " LEFT JOIN units u ON u.id = m.unit_id WHERE m.person_id = ? ORDER BY m.id",
        (person_id,),
    )
    answers = await tx.all(
        "SELECT p.period, u.name AS unit, a.field, a.value, a.reason, a.at FROM answers a"
        " JOIN reports r ON r.id = a.report_id JOIN report_periods p ON p.id = r.period_id"
        " JOIN units u ON u.id = r.unit_id WHERE a.by_person = ? ORDER BY a.at, a.field",
        (person_id,),
    )
    deeds = await tx.all("SELECT at, action, subject, detail FROM audit WHERE person_id = ? ORDER BY id", (person_id,))
    return {
        "person": None if person is None else dict(person),
        "memberships": [dict(row) for row in memberships],
        "answers": [dict(row) for row in answers],
        "record": [dict(row) for row in deeds],
    }
