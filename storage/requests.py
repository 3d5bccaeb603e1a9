"""Reports that somebody asked for: who asked, from when the deadline counts, when all had answered, what was withdrawn.

Each is a period of ``storage.periods`` with a title; which units are asked is in its reports.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.boards import reporters_condition
from storage.database import Transaction, from_text, maybe_moment, to_text
from storage.people import Person
from taskforce.roles import Role


@dataclass(frozen=True, slots=True)
class Request:
    """A report that somebody asked for; moments in UTC.

    ``given_due`` is the deadline a person named, None where the charter counts it from ``happened_at``. The reminders
    are laid out from ``ladder_from``. ``complete_at`` is when the last unit answered, None while one owes.
    """

    period_id: int
    asked_by: int
    asked_at: datetime
    happened_at: datetime | None
    given_due: datetime | None
    ladder_from: datetime
    complete_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A request in a list: its title, its deadline, how many units were asked and how many have answered."""

    period_id: int
    title: str
    period: str
    due_at: datetime
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked, and for which units. The person comes without memberships."""

    person: Person
    units: tuple[str, ...]


def _request(row: Any) -> Request:
    return Request(
        period_id=row["period_id"],
        asked_by=row["asked_by"],
        asked_at=from_text(row["asked_at"]),
        happened_at=maybe_moment(row["happened_at"]),
        given_due=maybe_moment(row["given_due"]),
        ladder_from=from_text(row["ladder_from"]),
        complete_at=maybe_moment(row["complete_at"]),
        withdrawn_at=maybe_moment(row["withdrawn_at"]),
    )


def _maybe_text(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


async def add(
    tx: Transaction,
    period_id: int,
    *,
    by: int,
    now: datetime,
    happened_at: datetime | None = None,
    given_due: datetime | None = None,
) -> None:
    """The period was asked for by that person, now."""
    await tx.run(
        "INSERT INTO report_requests (period_id, asked_by, asked_at, happened_at, given_due, ladder_from)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (period_id, by, to_text(now), _maybe_text(happened_at), _maybe_text(given_due), to_text(now)),
    )


async def get(tx: Transaction, period_id: int) -> Request | None:
    """Who asked for that period; None for one of the charter's own rhythm."""
    row = await tx.one("SELECT * FROM report_requests WHERE period_id = ?", (period_id,))
    return None if row is None else _request(row)


async def taken_labels(tx: Transaction, task_force_id: int, stream: str, beginning: str) -> frozenset[str]:
    """The labels of that stream's periods that begin so."""
    rows = await tx.all(
        "SELECT period FROM report_periods WHERE task_force_id = ? AND stream = ? AND period LIKE ? || '%'",
        (task_force_id, stream, beginning),
    )
    return frozenset(row["period"] for row in rows)


async def open_of(tx: Transaction, task_force_id: int) -> list[Standing]:
    """The requests of the task force that are not closed, soonest due first."""
    rows = await tx.all(
        "SELECT p.id, p.title, p.period, p.due_at, count(u.id) AS total,"
        " count(CASE WHEN u.id IS NOT NULL THEN r.submitted_at END) AS sent"
        " FROM report_periods p JOIN report_requests q ON q.period_id = p.id"
        " LEFT JOIN reports r ON r.period_id = p.id"
        " LEFT JOIN units u ON u.id = r.unit_id AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL)"
        " WHERE p.task_force_id = ? AND p.closed_at IS NULL GROUP BY p.id ORDER BY p.due_at, p.id",
        (task_force_id,),
    )
    return [
        Standing(row["id"], row["title"], row["period"], from_text(row["due_at"]), row["sent"], row["total"])
        for row in rows
    ]


async def set_due(tx: Transaction, period_id: int, due_at: datetime, now: datetime) -> None:
    """A person named another deadline; the reminders are laid out anew from now."""
    await tx.run(
        "UPDATE report_requests SET given_due = ?, ladder_from = ? WHERE period_id = ?",
        (to_text(due_at), to_text(now), period_id),
    )


async def answered_by_all(tx: Transaction, period_id: int) -> datetime | None:
    """When the last of the units answered; None while one of them owes, or none is asked."""
    row = await tx.one(
        "SELECT count(*) AS units, sum(CASE WHEN r.state = 'submitted' THEN 0 ELSE 1 END) AS owing,"
        " max(r.changed_at) AS last FROM reports r JOIN units u ON u.id = r.unit_id"
        " WHERE r.period_id = ? AND (u.ended_at IS NULL OR r.submitted_at IS NOT NULL)",
        (period_id,),
    )
    return None if row is None or not row["units"] or row["owing"] else from_text(row["last"])


async def set_complete(tx: Transaction, period_id: int, at: datetime | None) -> None:
    """The last unit answered then; None: one owes again."""
    await tx.run("UPDATE report_requests SET complete_at = ? WHERE period_id = ?", (_maybe_text(at), period_id))


async def close(tx: Transaction, period_id: int, now: datetime) -> bool:
    """From now on answers stay as they are; False when that was so already."""
    changed = await tx.run(
        "UPDATE report_periods SET closed_at = ? WHERE id = ? AND closed_at IS NULL", (to_text(now), period_id)
    )
    return changed == 1


async def withdraw(tx: Transaction, period_id: int, by: int, now: datetime) -> bool:
    """Nobody is asked any more; what was answered is kept. False when it was closed before."""
    if not await close(tx, period_id, now):
        return False
    await tx.run(
        "UPDATE report_requests SET withdrawn_at = ?, withdrawn_by = ? WHERE period_id = ?",
        (to_text(now), by, period_id),
    )
    return True


async def everybody_asked(
    tx: Transaction,
    task_force_id: int,
    period_id: int,
    roles: Sequence[Role] = (),
    groups: Sequence[str] = (),
    people: tuple[int, int] = (0, 2**63 - 1),
) -> list[Asked]:
    """Who was asked, each once with all their units, whether they have answered or not.

    ``roles`` and ``groups`` narrow who is asked, as ``storage.boards`` has it; nothing given: members and helpers.
    """
    condition, given = reporters_condition(roles, groups)
    rows = await tx.all(
        "SELECT DISTINCT p.*, u.name AS unit_name, u.position, u.id AS unit_id"  # noqa: S608 - only question marks
        " FROM reports r JOIN units u ON u.id = r.unit_id"
        " JOIN memberships m ON m.task_force_id = ? AND m.unit_id = r.unit_id AND m.state = 'active'"
        " JOIN people p ON p.id = m.person_id"
        f" WHERE r.period_id = ? AND u.ended_at IS NULL AND {condition} AND p.id BETWEEN ? AND ?"
        " ORDER BY p.id, u.position, u.id",
        (task_force_id, period_id, *given, *people),
    )
    found: dict[int, tuple[Any, list[str]]] = {}
    for row in rows:
        found.setdefault(row["id"], (row, []))[1].append(row["unit_name"])
    return [Asked(_person(row), tuple(names)) for row, names in found.values()]


def _person(row: Any) -> Person:
    return Person(
        id=row["id"],
        telegram_id=row["telegram_id"],
        full_name=row["full_name"],
        phone=row["phone"],
        locale=row["locale"],
        consented_at=maybe_moment(row["consented_at"]),
        unreachable_since=maybe_moment(row["unreachable_since"]),
        unreachable_cause=row["unreachable_cause"],
    )


async def reach(
    tx: Transaction, task_force_id: int, unit_ids: Sequence[int], roles: Sequence[Role] = (), groups: Sequence[str] = ()
) -> dict[int, int]:
    """By unit: how many people who are asked for it can be written to now; a unit without any is left out."""
    condition, given = reporters_condition(roles, groups)
    marks = ",".join("?" * len(unit_ids))
    rows = await tx.all(
        "SELECT m.unit_id, count(DISTINCT p.id) AS people FROM memberships m JOIN people p ON p.id = m.person_id"  # noqa: S608 - only question marks
        f" WHERE m.task_force_id = ? AND m.unit_id IN ({marks}) AND m.state = 'active' AND {condition}"
        " AND p.telegram_id IS NOT NULL AND p.unreachable_since IS NULL GROUP BY m.unit_id",
        (task_force_id, *unit_ids, *given),
    )
    return {row["unit_id"]: row["people"] for row in rows}


async def count_owing(
    tx: Transaction, task_force_id: int, period_id: int, roles: Sequence[Role] = (), groups: Sequence[str] = ()
) -> int:
    """How many people of units that still owe can be written to now."""
    condition, given = reporters_condition(roles, groups)
    found: int = await tx.value(
        "SELECT count(DISTINCT p.id) FROM reports r JOIN units u ON u.id = r.unit_id"  # noqa: S608 - only question marks
        " JOIN memberships m ON m.task_force_id = ? AND m.unit_id = r.unit_id AND m.state = 'active'"
        " JOIN people p ON p.id = m.person_id"
        f" WHERE r.period_id = ? AND r.state <> 'submitted' AND u.ended_at IS NULL AND {condition}"
        " AND p.telegram_id IS NOT NULL AND p.unreachable_since IS NULL",
        (task_force_id, period_id, *given),
    )
    return found


async def groups_of(tx: Transaction, task_force_id: int) -> dict[str, frozenset[int]]:
    """By group: the units that have, or expect, one of its people."""
    rows = await tx.all(
        "SELECT DISTINCT m.group_key, m.unit_id FROM memberships m JOIN units u ON u.id = m.unit_id"
        " WHERE m.task_force_id = ? AND m.group_key IS NOT NULL AND m.state IN ('active', 'expected')"
        " AND u.ended_at IS NULL",
        (task_force_id,),
    )
    found: dict[str, set[int]] = {}
    for row in rows:
        found.setdefault(row["group_key"], set()).add(row["unit_id"])
    return {key: frozenset(ids) for key, ids in found.items()}
