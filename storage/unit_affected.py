"""What hangs on units: people, tasks, reports under way, links and more, read before any of it changes hands."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storage.database import Transaction, from_text, maybe_moment, to_text
from taskforce.roles import Role
from taskforce.tally import TaskState
from taskforce.unit_changes import Part, Seat


@dataclass(frozen=True, slots=True)
class Counts:
    """What a list says of a unit: how many belong to it or are to, and how many living tasks it leads, done or not."""

    people: int = 0
    open_tasks: int = 0


@dataclass(frozen=True, slots=True)
class TaskName:
    """What a list says of a task."""

    task_id: int
    code: str
    title: str


@dataclass(frozen=True, slots=True)
class StandingReport:
    """A report of a period that is not closed; ``sent``: it came in once, ``begun``: somebody has opened it."""

    report_id: int
    period_id: int
    unit_id: int
    stream: str
    period: str
    sent: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class Affected:
    """All that hangs on some units, and the parts that others have in their tasks. Counts are of what is open."""

    parts: tuple[Part, ...] = ()
    tasks: dict[int, TaskName] = field(default_factory=dict)
    seats: tuple[Seat, ...] = ()
    reports: tuple[StandingReport, ...] = ()
    links: int = 0
    aliases: int = 0
    agenda: int = 0
    conclusions: int = 0
    wishes: int = 0


def marks(ids: Collection[int]) -> str:
    """As many question marks as there are ids."""
    return ",".join("?" * len(ids))


async def counts(tx: Transaction, task_force_id: int) -> dict[int, Counts]:
    """By unit; in two reads, however many units there are."""
    people = await tx.all(
        "SELECT unit_id, count(*) AS n FROM memberships WHERE task_force_id = ? AND state <> 'ended'"
        " AND unit_id IS NOT NULL GROUP BY unit_id",
        (task_force_id,),
    )
    led = await tx.all(
        "SELECT tu.unit_id, count(*) AS n FROM task_units tu JOIN tasks t ON t.id = tu.task_id"
        " WHERE t.task_force_id = ? AND t.ended_at IS NULL AND tu.part = 'lead' AND tu.state <> 'done'"
        " GROUP BY tu.unit_id",
        (task_force_id,),
    )
    tasks = {row["unit_id"]: int(row["n"]) for row in led}
    found = {row["unit_id"]: Counts(int(row["n"]), tasks.get(row["unit_id"], 0)) for row in people}
    return {unit: Counts(0, n) for unit, n in tasks.items()} | found


async def led_by_nobody(tx: Transaction, task_force_id: int) -> list[TaskName]:
    """The living tasks that no unit leads, in the order of the plan."""
    rows = await tx.all(
        "SELECT id, code, title FROM tasks t WHERE task_force_id = ? AND ended_at IS NULL AND NOT EXISTS"
        " (SELECT 1 FROM task_units u WHERE u.task_id = t.id AND u.part = 'lead') ORDER BY position, id",
        (task_force_id,),
    )
    return [TaskName(row["id"], row["code"], row["title"]) for row in rows]


async def affected(tx: Transaction, task_force_id: int, units: Sequence[int], now: datetime) -> Affected:
    """What hangs on these units, in a fixed number of reads."""
    rows = await _parts(tx, units)
    return Affected(
        parts=tuple(_part(row) for row in rows),
        tasks={row["task_id"]: TaskName(row["task_id"], row["code"], row["title"]) for row in rows},
        seats=tuple(_seat(row) for row in await _seats(tx, task_force_id, units)),
        reports=tuple(_report(row) for row in await _reports(tx, units)),
        links=await _count(
            tx,
            "invites WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)"
            " AND (uses_left IS NULL OR uses_left > 0) AND unit_id IN",
            units,
            to_text(now),
        ),
        aliases=await _count(tx, "unit_aliases WHERE meaning = 'unit' AND unit_id IN", units),
        agenda=await _count(tx, f"agenda_items WHERE removed_at IS NULL AND {OPEN_MEETING} AND unit_id IN", units),
        conclusions=await _count(tx, f"conclusion_units WHERE {OPEN_CONCLUSION} AND unit_id IN", units),
        wishes=await _count(tx, "task_extensions WHERE granted IS NULL AND unit_id IN", units),
    )


OPEN_MEETING = "meeting_id IN (SELECT id FROM meetings WHERE state IN ('draft', 'called') AND closed_at IS NULL)"
"""Of a row with a ``meeting_id``: the meeting is still to come or under way."""

OPEN_CONCLUSION = (
    "conclusion_id IN (SELECT c.id FROM conclusions c WHERE c.removed_at IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM conclusion_notices n WHERE n.meeting_id = c.meeting_id AND n.version > 0))"
)
"""Of a row with a ``conclusion_id``: no notice has gone out with it yet."""


async def _count(tx: Transaction, of: str, units: Sequence[int], *values: str) -> int:
    found = await tx.value(f"SELECT count(*) FROM {of} ({marks(units)})", (*values, *units))  # noqa: S608 - constants
    return int(found)


async def _parts(tx: Transaction, units: Sequence[int]) -> list[Any]:
    """Every part of every living task in which one of the units has one, done or not."""
    return await tx.all(
        "SELECT tu.*, t.code, t.title, coalesce((SELECT p.note FROM task_progress p WHERE p.task_id = tu.task_id"  # noqa: S608 - only marks
        " AND p.unit_id = tu.unit_id ORDER BY p.id DESC LIMIT 1), '') AS note"
        " FROM task_units tu JOIN tasks t ON t.id = tu.task_id WHERE t.ended_at IS NULL"
        f" AND tu.task_id IN (SELECT task_id FROM task_units WHERE unit_id IN ({marks(units)}))"
        " ORDER BY t.position, t.id, tu.unit_id",
        tuple(units),
    )


def _part(row: Any) -> Part:
    return Part(
        task_id=row["task_id"],
        unit_id=row["unit_id"],
        leads=row["part"] == "lead",
        state=TaskState(row["state"]),
        note=row["note"],
        told_at=maybe_moment(row["state_at"]),
    )


async def _seats(tx: Transaction, task_force_id: int, units: Sequence[int]) -> list[Any]:
    return await tx.all(
        "SELECT * FROM memberships WHERE task_force_id = ? AND state <> 'ended'"  # noqa: S608 - only marks
        f" AND unit_id IN ({marks(units)}) ORDER BY id",
        (task_force_id, *units),
    )


def _seat(row: Any) -> Seat:
    return Seat(
        id=row["id"],
        unit_id=row["unit_id"],
        role=Role(row["role"]),
        name=row["full_name"],
        person_id=row["person_id"],
        phone=row["phone"],
        active=row["state"] == "active",
    )


async def _reports(tx: Transaction, units: Sequence[int]) -> list[Any]:
    return await tx.all(
        "SELECT r.id, r.period_id, r.unit_id, r.state, r.submitted_at, p.stream, p.period FROM reports r"  # noqa: S608 - only marks
        " JOIN report_periods p ON p.id = r.period_id"
        f" WHERE p.closed_at IS NULL AND r.unit_id IN ({marks(units)}) ORDER BY p.due_at, r.id",
        tuple(units),
    )


def _report(row: Any) -> StandingReport:
    return StandingReport(
        report_id=row["id"],
        period_id=row["period_id"],
        unit_id=row["unit_id"],
        stream=row["stream"],
        period=row["period"],
        sent=row["submitted_at"] is not None,
        begun=row["state"] != "untouched",
    )


@dataclass(frozen=True, slots=True)
class EndedUnit:
    """A unit that is no more (UTC), and the name of the one that took it up, "" for none."""

    name: str
    ended_at: datetime
    into: str


async def ended(tx: Transaction, task_force_id: int, most: int) -> list[EndedUnit]:
    """What became of units, the latest first."""
    rows = await tx.all(
        "SELECT u.name, u.ended_at, coalesce(t.name, '') AS into_name FROM units u"
        " LEFT JOIN unit_moves m ON m.what = 'unit' AND m.from_unit = u.id LEFT JOIN units t ON t.id = m.to_unit"
        " WHERE u.task_force_id = ? AND u.ended_at IS NOT NULL ORDER BY u.ended_at DESC, u.position LIMIT ?",
        (task_force_id, most),
    )
    return [EndedUnit(row["name"], from_text(row["ended_at"]), row["into_name"]) for row in rows]
