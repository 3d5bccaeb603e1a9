"""What the board and the reminders ask of a period: how each unit stands, and who can be written to about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, maybe_moment, to_text
from storage.people import Person
from storage.units import name_at
from taskforce.roles import REPORTERS, Role


@dataclass(frozen=True, slots=True)
class UnitState:
    """One unit of a period. ``members`` counts who may report for it, ``reachable`` those the bot can write to."""

    report_id: int
    unit_id: int
    name: str
    short_name: str
    state: str
    opened_at: datetime | None
    submitted_at: datetime | None
    members: int
    reachable: int

    @property
    def sent(self) -> bool:
        """Whether the report ever came in, whatever was sent back since."""
        return self.submitted_at is not None

    @property
    def owes(self) -> bool:
        """Whether the unit has something to do: send its report, or answer again what came back."""
        return self.state != "submitted"

    @property
    def out_of_reach(self) -> bool:
        """Whether the report is missing and the bot can write to nobody of the unit."""
        return not self.sent and self.reachable == 0


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who may report for a unit; ``person_id`` is None while they have not joined.

    ``cause`` is why Telegram does not let us write to them, as Telegram puts it; None when it does.
    """

    unit_id: int
    person_id: int | None
    full_name: str
    phone: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class Owing:
    """A person to remind, and the report their unit owes. The person comes without memberships."""

    person: Person
    report_id: int
    unit_id: int
    unit_name: str
    state: str


def _marks(roles: Sequence[Role]) -> str:
    return ",".join("?" * len(roles))


def reporters_condition(roles: Sequence[Role], groups: Sequence[str]) -> tuple[str, list[str]]:
    """The condition on memberships ``m``, and its parameters: who is asked for the unit's report."""
    if roles or groups:
        condition = f"(m.role IN ({_marks(roles)}) OR m.group_key IN ({','.join('?' * len(groups))}))"
        return condition, [*map(str, roles), *groups]
    everybody = sorted(REPORTERS)
    return f"m.role IN ({_marks(everybody)})", [str(role) for role in everybody]


_CLOSED = "rp.closed_at"
"""A period that is over shows its units by the names they bore then."""


async def unit_states(
    tx: Transaction, task_force_id: int, period_id: int, roles: Sequence[Role] = (), groups: Sequence[str] = ()
) -> list[UnitState]:
    """How every unit that owes or gave the period's report stands, in the order of lists.

    ``roles`` and ``groups`` narrow who is asked for the report; nothing given means members and helpers.
    """
    condition, given = reporters_condition(roles, groups)
    rows = await tx.all(
        "SELECT r.id, r.unit_id, r.state, r.opened_at, r.submitted_at, u.short_name,"  # noqa: S608 - only marks
        f" {name_at('u', _CLOSED)} AS name,"
        " coalesce(c.members, 0) AS members, coalesce(c.reachable, 0) AS reachable"
        " FROM reports r JOIN units u ON u.id = r.unit_id JOIN report_periods rp ON rp.id = r.period_id"
        " LEFT JOIN (SELECT m.unit_id, count(DISTINCT p.id) AS members,"
        "   count(DISTINCT CASE WHEN p.unreachable_since IS NULL AND p.telegram_id IS NOT NULL THEN p.id END)"
        "   AS reachable"
        "   FROM memberships m JOIN people p ON p.id = m.person_id"
        f"  WHERE m.task_force_id = ? AND m.state = 'active' AND {condition} GROUP BY m.unit_id) c"
        " ON c.unit_id = r.unit_id"
        " WHERE r.period_id = ? AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL)"
        " ORDER BY u.position, u.id",
        (task_force_id, *given, period_id),
    )
    return [_unit_state(row) for row in rows]


def _unit_state(row: Any) -> UnitState:
    return UnitState(
        report_id=row["id"],
        unit_id=row["unit_id"],
        name=row["name"],
        short_name=row["short_name"],
        state=row["state"],
        opened_at=maybe_moment(row["opened_at"]),
        submitted_at=maybe_moment(row["submitted_at"]),
        members=row["members"],
        reachable=row["reachable"],
    )


async def contacts(tx: Transaction, task_force_id: int, unit_ids: Sequence[int]) -> list[Contact]:
    """Who may report for these units, those who have joined first, with those only on the roster after them."""
    units = ",".join("?" * len(unit_ids))
    everybody = sorted(REPORTERS)
    rows = await tx.all(
        "SELECT m.unit_id, m.person_id, m.full_name, coalesce(p.phone, m.phone) AS phone,"  # noqa: S608 - only marks
        " p.unreachable_cause AS cause"
        " FROM memberships m LEFT JOIN people p ON p.id = m.person_id"
        f" WHERE m.task_force_id = ? AND m.unit_id IN ({units}) AND m.state IN ('active', 'expected')"
        f" AND m.role IN ({_marks(everybody)}) ORDER BY m.unit_id, m.state, m.id",
        (task_force_id, *unit_ids, *map(str, everybody)),
    )
    return [Contact(row["unit_id"], row["person_id"], row["full_name"], row["phone"], row["cause"]) for row in rows]


async def owing(
    tx: Transaction,
    task_force_id: int,
    period_id: int,
    roles: Sequence[Role] = (),
    groups: Sequence[str] = (),
    *,
    unit_id: int | None = None,
    person_id: int | None = None,
    people: tuple[int, int] | None = None,
) -> list[Owing]:
    """Whom to remind of the period's report, by person: everybody of a unit that has something left to do.

    ``unit_id`` or ``person_id`` ask about one unit or one person alone, ``people`` about those from one id to another.
    """
    condition, given = reporters_condition(roles, groups)
    narrowed, values = "", []
    if people is not None:
        narrowed, values = " AND p.id BETWEEN ? AND ?", [*people]
    for column, value in (("r.unit_id", unit_id), ("p.id", person_id)):
        if value is not None:
            narrowed += f" AND {column} = ?"
            values.append(value)
    rows = await tx.all(
        "SELECT DISTINCT p.*, r.id AS report_id, r.unit_id, r.state, u.name AS unit_name, u.position"  # noqa: S608 - only marks
        " FROM reports r JOIN units u ON u.id = r.unit_id"
        " JOIN memberships m ON m.task_force_id = ? AND m.unit_id = r.unit_id AND m.state = 'active'"
        " JOIN people p ON p.id = m.person_id"
        f" WHERE r.period_id = ? AND r.state <> 'submitted' AND u.ended_at IS NULL AND {condition}{narrowed}"
        " ORDER BY p.id, u.position, u.id",
        (task_force_id, period_id, *given, *values),
    )
    return [_owing(row) for row in rows]


def _owing(row: Any) -> Owing:
    person = Person(
        id=row["id"],
        telegram_id=row["telegram_id"],
        full_name=row["full_name"],
        phone=row["phone"],
        locale=row["locale"],
        consented_at=maybe_moment(row["consented_at"]),
        unreachable_since=maybe_moment(row["unreachable_since"]),
        unreachable_cause=row["unreachable_cause"],
    )
    return Owing(person, row["report_id"], row["unit_id"], row["unit_name"], row["state"])


async def units_that_owe_nothing_yet(tx: Transaction, period_id: int, task_force_id: int) -> list[int]:
    """The living units of the task force without a report row in the period, those spared it left out."""
    rows = await tx.all(
        "SELECT u.id FROM units u LEFT JOIN reports r ON r.unit_id = u.id AND r.period_id = ?"
        " WHERE u.task_force_id = ? AND u.ended_at IS NULL AND r.id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM period_spared s WHERE s.period_id = ? AND s.unit_id = u.id)"
        " ORDER BY u.position, u.id",
        (period_id, task_force_id, period_id),
    )
    return [row["id"] for row in rows]


async def units_with(
    tx: Transaction, task_force_id: int, roles: Sequence[Role], groups: Sequence[str]
) -> frozenset[int]:
    """The units that have, or expect, somebody with one of the roles or in one of the groups."""
    condition, given = reporters_condition(roles, groups)
    rows = await tx.all(
        "SELECT DISTINCT m.unit_id FROM memberships m WHERE m.task_force_id = ? AND m.unit_id IS NOT NULL"  # noqa: S608 - only marks
        f" AND m.state IN ('active', 'expected') AND {condition}",
        (task_force_id, *given),
    )
    return frozenset(row["unit_id"] for row in rows)


# --- the cards ---------------------------------------------------------------------------------------------------


async def shown_in(tx: Transaction, period_id: int) -> dict[int, str]:
    """The chats that have the period's board, with the key of what they show."""
    rows = await tx.all("SELECT chat_id, content_key FROM boards WHERE period_id = ? ORDER BY chat_id", (period_id,))
    return {row["chat_id"]: row["content_key"] for row in rows}


async def remember(tx: Transaction, chat_id: int, period_id: int, content_key: str, now: datetime) -> None:
    """The chat's board shows this now."""
    await tx.run(
        "INSERT INTO boards (chat_id, period_id, content_key, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (chat_id, period_id) DO UPDATE SET content_key = excluded.content_key, at = excluded.at",
        (chat_id, period_id, content_key, to_text(now)),
    )


async def forget(tx: Transaction, chat_id: int, period_id: int) -> None:
    """The chat's board is not kept up to date any more."""
    await tx.run("DELETE FROM boards WHERE chat_id = ? AND period_id = ?", (chat_id, period_id))
