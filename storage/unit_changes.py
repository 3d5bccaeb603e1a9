"""Units that are renamed, merged, split or dissolved, written down; what happened before stays as it was."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from storage import case_units, plans, unit_audiences, units
from storage.database import Transaction, to_text
from storage.unit_affected import OPEN_CONCLUSION, OPEN_MEETING, StandingReport, marks
from storage.units import Unit
from taskforce.plan_units import Alias, Meaning
from taskforce.unit_changes import Kind, MovedParts, MovedSeats, Part
from taskforce.vietnamese import fold, nfc


@dataclass(frozen=True, slots=True)
class Change:
    """One change of units: its id, where, by whom (a person's id) and when (UTC)."""

    id: int
    task_force_id: int
    by: int
    at: datetime


async def begin(tx: Transaction, task_force_id: int, kind: Kind, by: int, now: datetime) -> Change:
    """A change of units; what it does is written under its id."""
    new_id = await tx.insert(
        "INSERT INTO unit_changes (task_force_id, kind, by_person, at) VALUES (?, ?, ?, ?)",
        (task_force_id, kind.value, by, to_text(now)),
    )
    return Change(new_id, task_force_id, by, now)


async def _moved(
    tx: Transaction, change: Change, what: str, rows: Iterable[tuple[int, int | None, int | None]]
) -> None:
    """Keep that these (row, from, to) changed hands."""
    await tx.run_many(
        "INSERT INTO unit_moves (change_id, what, ref, from_unit, to_unit) VALUES (?, ?, ?, ?, ?)",
        [(change.id, what, *row) for row in rows],
    )


# Names


async def rename(tx: Transaction, change: Change, unit: Unit, name: str, short_name: str) -> None:
    """Another name from now on; the old one is understood in files, and stands where it stood then.

    Raises:
        sqlite3.IntegrityError: a living unit of exactly that name is there.
    """
    name, short_name = nfc(name), nfc(short_name)
    await tx.run(
        "INSERT INTO unit_names (unit_id, until, name, short_name) VALUES (?, ?, ?, ?)",
        (unit.id, to_text(change.at), unit.name, unit.short_name),
    )
    await tx.run(
        "UPDATE units SET name = ?, short_name = ?, folded = ? WHERE id = ?", (name, short_name, fold(name), unit.id)
    )
    kept = {name, short_name}
    await understand(tx, change, [old for old in unit.names if old not in kept], unit.id)
    await free_names(tx, change.task_force_id, [name, short_name])


async def understand(tx: Transaction, change: Change, names: Iterable[str], unit_id: int) -> None:
    """From now on these names mean that unit in plans and rosters."""
    said = [Alias(name, Meaning.UNIT, unit_id) for name in names]
    await plans.remember(tx, change.task_force_id, said, change.by, change.at)


async def free_names(tx: Transaction, task_force_id: int, names: Iterable[str]) -> None:
    """A unit bears these names now: they mean nothing else any more."""
    await tx.run_many(
        "DELETE FROM unit_aliases WHERE task_force_id = ? AND folded = ?",
        [(task_force_id, fold(name)) for name in names if name],
    )


async def add(tx: Transaction, change: Change, name: str) -> Unit:
    """A new unit, last in the lists.

    Raises:
        sqlite3.IntegrityError: a living unit of exactly that name is there.
    """
    unit = await units.add(tx, change.task_force_id, name)
    await free_names(tx, change.task_force_id, [name])
    return unit


# Tasks


async def move_parts(
    tx: Transaction, change: Change, moved: MovedParts, target: int | None, *, refused: str = ""
) -> None:
    """The tasks change hands; what was said of them stays with who said it, and the history tells where from.

    ``refused``: why more time that was asked for cannot be granted any more, where nobody leads the task.
    """
    await _write_moves(tx, change, moved.gone, moved.held)
    await tx.run_many(
        "DELETE FROM task_units WHERE task_id = ? AND unit_id = ?", [(p.task_id, p.unit_id) for p in moved.gone]
    )
    await tx.run_many(
        "INSERT INTO task_units (task_id, unit_id, part, state, state_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (task_id, unit_id) DO UPDATE SET part = excluded.part, state = excluded.state,"
        " state_at = excluded.state_at",
        [
            (p.task_id, p.unit_id, "lead" if p.leads else "coordinating", p.state.value, _text(p.told_at))
            for p in moved.held
        ],
    )
    await _move_wishes(tx, change, moved, target, refused)
    await _moved(tx, change, "task", [(p.task_id, p.unit_id, target) for p in moved.gone])


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else to_text(moment)


async def _write_moves(tx: Transaction, change: Change, gone: Sequence[Part], held: Sequence[Part]) -> None:
    """One line of history a part that was led; it carries the state and the words that hold from now on."""
    by_task = {part.task_id: part for part in held}
    await tx.run_many(
        "INSERT INTO task_progress (task_id, unit_id, state, note, by_person, at, moved_from)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (now.task_id, now.unit_id, now.state.value, now.note, change.by, to_text(change.at), part.unit_id)
            for part in gone
            if part.leads and (now := by_task.get(part.task_id)) is not None
        ],
    )


async def _move_wishes(tx: Transaction, change: Change, moved: MovedParts, target: int | None, refused: str) -> None:
    """More time that was asked for is asked by whoever leads the task now; where nobody does, it is refused."""
    if target is not None:
        await tx.run_many(
            "UPDATE task_extensions SET unit_id = ? WHERE granted IS NULL AND task_id = ? AND unit_id = ?",
            [(target, p.task_id, p.unit_id) for p in moved.gone],
        )
        return
    await tx.run_many(
        "UPDATE task_extensions SET granted = 0, why = ?, decided_by = ?, decided_at = ?"
        " WHERE granted IS NULL AND task_id = ? AND unit_id = ?",
        [(refused, change.by, to_text(change.at), p.task_id, p.unit_id) for p in moved.gone],
    )


async def give(tx: Transaction, change: Change, task_id: int, unit_id: int) -> bool:
    """A task that nobody leads is led by the unit; False when somebody leads it by now."""
    led = await tx.value("SELECT 1 FROM task_units WHERE task_id = ? AND part = 'lead'", (task_id,))
    if led:
        return False
    await tx.run(
        "INSERT INTO task_units (task_id, unit_id, part) VALUES (?, ?, 'lead')"
        " ON CONFLICT (task_id, unit_id) DO UPDATE SET part = 'lead'",
        (task_id, unit_id),
    )
    await _moved(tx, change, "task", [(task_id, None, unit_id)])
    return True


# People


async def move_seats(
    tx: Transaction, change: Change, moved: MovedSeats, sources: dict[int, int | None], target: int | None
) -> None:
    """People go along, or their places end; ``sources`` says by membership which unit it was in."""
    at = to_text(change.at)
    await tx.run_many("UPDATE memberships SET unit_id = ? WHERE id = ?", [(target, seat) for seat in moved.moved])
    await tx.run_many("UPDATE memberships SET unit_id = NULL WHERE id = ?", [(seat,) for seat in moved.freed])
    ended = "UPDATE memberships SET state = 'ended', ended_at = ?, ended_why = ?, replaced_by = ? WHERE id = ?"
    await tx.run_many(ended, [(at, "merged", kept, gone) for gone, kept in moved.folded])
    await tx.run_many(ended, [(at, "dissolved", None, seat) for seat in moved.ended])
    gone = [*moved.ended, *(seat for seat, _ in moved.folded)]
    await tx.run_many(
        "UPDATE invites SET revoked_at = ? WHERE membership_id = ? AND revoked_at IS NULL", [(at, s) for s in gone]
    )
    rows = [(seat, sources.get(seat), target) for seat in moved.moved]
    rows += [(seat, sources.get(seat), None) for seat in (*gone, *moved.freed)]
    await _moved(tx, change, "membership", rows)
    await unit_audiences.keep_called(tx, change.task_force_id, rows)


# The unit's end


async def end(tx: Transaction, change: Change, sources: Sequence[Unit], target: int | None) -> None:
    """These units are no more; their names, links and what was prepared with them go to the target."""
    ids = [unit.id for unit in sources]
    await _moved(tx, change, "unit", [(unit, unit, target) for unit in ids])
    await _end_links(tx, change, ids, target)
    await tx.run(
        f"UPDATE agenda_items SET unit_id = ? WHERE removed_at IS NULL AND {OPEN_MEETING}"  # noqa: S608 - constants
        f" AND unit_id IN ({marks(ids)})",
        (target, *ids),
    )
    await _move_conclusions(tx, ids, target)
    await case_units.move(tx, ids, target, by=change.by, now=change.at)
    if target is not None:
        await unit_audiences.move_prepared(tx, change.task_force_id, ids, target)
    for unit in sources:
        await units.end(tx, unit.id, change.at)


async def _end_links(tx: Transaction, change: Change, ids: Sequence[int], target: int | None) -> None:
    """Links to join and names that are understood lead to the target, or nowhere; no body below links up any more."""
    await tx.run(
        f"UPDATE up_codes SET closed_at = ? WHERE closed_at IS NULL AND unit_id IN ({marks(ids)})",  # noqa: S608 - marks
        (to_text(change.at), *ids),
    )
    if target is not None:
        await tx.run(
            f"UPDATE OR IGNORE unit_mailboxes SET unit_id = ? WHERE unit_id IN ({marks(ids)})",  # noqa: S608 - marks
            (target, *ids),
        )
    await tx.run(f"DELETE FROM unit_mailboxes WHERE unit_id IN ({marks(ids)})", tuple(ids))  # noqa: S608 - marks
    if target is None:
        await tx.run(
            f"UPDATE invites SET revoked_at = ? WHERE revoked_at IS NULL AND unit_id IN ({marks(ids)})",  # noqa: S608 - marks
            (to_text(change.at), *ids),
        )
        await tx.run(f"DELETE FROM unit_aliases WHERE unit_id IN ({marks(ids)})", tuple(ids))  # noqa: S608 - marks
        return
    await tx.run(
        f"UPDATE invites SET unit_id = ? WHERE revoked_at IS NULL AND unit_id IN ({marks(ids)})",  # noqa: S608 - marks
        (target, *ids),
    )
    await tx.run(f"UPDATE unit_aliases SET unit_id = ? WHERE unit_id IN ({marks(ids)})", (target, *ids))  # noqa: S608 - marks


async def _move_conclusions(tx: Transaction, ids: Sequence[int], target: int | None) -> None:
    """Conclusions that no notice has told yet; leading outweighs co-ordinating."""
    condition = f"{OPEN_CONCLUSION} AND unit_id IN ({marks(ids)})"
    if target is not None:
        await tx.run(
            "INSERT INTO conclusion_units (conclusion_id, unit_id, part)"  # noqa: S608 - constants
            f" SELECT conclusion_id, ?, max(part) FROM conclusion_units WHERE {condition} GROUP BY conclusion_id"
            " ON CONFLICT (conclusion_id, unit_id) DO UPDATE SET"
            " part = CASE WHEN excluded.part = 'lead' THEN 'lead' ELSE part END",
            (target, *ids),
        )
    await tx.run(f"DELETE FROM conclusion_units WHERE {condition}", tuple(ids))  # noqa: S608 - constants


async def close_reports(tx: Transaction, standing: Iterable[StandingReport], now: datetime) -> None:
    """Nobody answers these reports any more: what came in counts, questions that were handed on or back are over."""
    ids = [(report.report_id,) for report in standing]
    at = to_text(now)
    await tx.run_many("UPDATE reports SET state = 'submitted' WHERE id = ? AND state = 'returned'", ids)
    await tx.run_many(
        "UPDATE returned_answers SET resolved_at = ? WHERE report_id = ? AND resolved_at IS NULL",
        [(at, *i) for i in ids],
    )
    await tx.run_many(
        "DELETE FROM sessions WHERE kind = 'report' AND subject IN (SELECT 'report:' || ?1 UNION"
        " SELECT 'returned:' || ?1 UNION SELECT 'helper:' || ?1 UNION SELECT 'phone:' || ?1 UNION"
        " SELECT 'handoff:' || id FROM handoffs WHERE report_id = ?1 AND done_at IS NULL)",
        ids,
    )
    await tx.run_many(
        "UPDATE handoffs SET done_at = ? WHERE report_id = ? AND done_at IS NULL", [(at, *i) for i in ids]
    )


async def leave_reports(tx: Transaction, standing: Iterable[StandingReport], person_ids: Iterable[int]) -> None:
    """These people answer the reports no more; their colleagues go on."""
    reports, people = [report.report_id for report in standing], list(person_ids)
    await tx.run_many(
        "DELETE FROM sessions WHERE kind = 'report' AND subject IN ('report:' || ?1, 'returned:' || ?1,"
        " 'helper:' || ?1) AND chat_id = (SELECT telegram_id FROM people WHERE id = ?2)",
        [(report, person) for report in reports for person in people],
    )


async def spare(tx: Transaction, unit_id: int, period_ids: Iterable[int]) -> None:
    """The unit owes nothing for these periods: the units it came of have reported."""
    await tx.run_many(
        "INSERT INTO period_spared (period_id, unit_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(period_id, unit_id) for period_id in period_ids],
    )


async def move_talks(tx: Transaction, sources: Sequence[int], target: int) -> None:
    """What is being typed about a task of the units goes on for the target."""
    for unit in sources:
        await tx.run(
            "UPDATE OR IGNORE sessions SET state = json_set(state, '$.unit', ?1), subject ="
            " substr(subject, 1, length(subject) - length(?2)) || ?1"
            " WHERE kind IN ('task', 'more-time') AND json_extract(state, '$.unit') = ?2 AND subject LIKE '%:' || ?2",
            (target, unit),
        )
