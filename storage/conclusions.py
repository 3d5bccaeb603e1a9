"""What a meeting concluded: every conclusion with its units and its last day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, to_text
from storage.notices import Said, maybe_day, touch

Part = Literal["lead", "coordinating"]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One conclusion; ``due_on`` is its last day (local). ``leads`` and ``helpers`` are unit ids in their order.

    ``task_id`` is the task it became when the notice was sent.
    """

    id: int
    meeting_id: int
    text: str
    leads: tuple[int, ...]
    helpers: tuple[int, ...]
    due_on: date | None
    task_id: int | None
    at: datetime

    @property
    def said(self) -> Said:
        """What a notice says of it."""
        return Said(self.id, self.text, self.leads, self.helpers, self.due_on)


async def of_meeting(tx: Transaction, meeting_id: int) -> list[Conclusion]:
    """The conclusions, in order."""
    rows = await tx.all(
        "SELECT * FROM conclusions WHERE meeting_id = ? AND removed_at IS NULL ORDER BY position, id", (meeting_id,)
    )
    return [await _conclusion(tx, row) for row in rows]


async def removed(tx: Transaction, meeting_id: int) -> list[Conclusion]:
    """Those that were taken away again."""
    rows = await tx.all(
        "SELECT * FROM conclusions WHERE meeting_id = ? AND removed_at IS NOT NULL ORDER BY id", (meeting_id,)
    )
    return [await _conclusion(tx, row) for row in rows]


async def get(tx: Transaction, conclusion_id: int) -> Conclusion | None:
    """The conclusion of that id, unless it was taken away."""
    row = await tx.one("SELECT * FROM conclusions WHERE id = ? AND removed_at IS NULL", (conclusion_id,))
    return None if row is None else await _conclusion(tx, row)


async def _conclusion(tx: Transaction, row: Any) -> Conclusion:
    units = await tx.all(
        "SELECT c.unit_id, c.part FROM conclusion_units c JOIN units u ON u.id = c.unit_id"
        " WHERE c.conclusion_id = ? ORDER BY u.position, u.id",
        (row["id"],),
    )
    return Conclusion(
        id=row["id"],
        meeting_id=row["meeting_id"],
        text=row["text"],
        leads=tuple(each["unit_id"] for each in units if each["part"] == "lead"),
        helpers=tuple(each["unit_id"] for each in units if each["part"] == "coordinating"),
        due_on=maybe_day(row["due_on"]),
        task_id=row["task_id"],
        at=from_text(row["at"]),
    )


async def add(
    tx: Transaction,
    meeting_id: int,
    text: str,
    *,
    leads: Sequence[int] = (),
    helpers: Sequence[int] = (),
    due_on: date | None = None,
    by: int,
    now: datetime,
) -> Conclusion:
    """One more conclusion, after those that are there."""
    new_id = await tx.insert(
        "INSERT INTO conclusions (meeting_id, position, text, due_on, by_person, at) VALUES (?,"
        " (SELECT coalesce(max(position), 0) + 1 FROM conclusions WHERE meeting_id = ?), ?, ?, ?, ?)",
        (meeting_id, meeting_id, text, None if due_on is None else due_on.isoformat(), by, to_text(now)),
    )
    await _put_units(tx, new_id, "coordinating", helpers)
    await _put_units(tx, new_id, "lead", leads)
    await touch(tx, meeting_id, by, "added")
    added = await get(tx, new_id)
    assert added is not None  # noqa: S101 - just written
    return added


async def set_text(tx: Transaction, one: Conclusion, text: str, by: int) -> None:
    """Other words for it."""
    await tx.run("UPDATE conclusions SET text = ? WHERE id = ?", (text, one.id))
    await touch(tx, one.meeting_id, by, "text")


async def set_units(tx: Transaction, one: Conclusion, part: Part, unit_ids: Iterable[int], by: int) -> None:
    """Who leads it, or who co-ordinates. A unit has one part: what it takes here it gives up there."""
    await tx.run("DELETE FROM conclusion_units WHERE conclusion_id = ? AND part = ?", (one.id, part))
    await _put_units(tx, one.id, part, unit_ids)
    await touch(tx, one.meeting_id, by, part)


async def _put_units(tx: Transaction, conclusion_id: int, part: Part, unit_ids: Iterable[int]) -> None:
    await tx.run_many(
        "INSERT INTO conclusion_units (conclusion_id, unit_id, part) VALUES (?, ?, ?)"
        " ON CONFLICT (conclusion_id, unit_id) DO UPDATE SET part = excluded.part",
        [(conclusion_id, unit, part) for unit in unit_ids],
    )


async def set_due(tx: Transaction, one: Conclusion, due_on: date | None, by: int) -> None:
    """Its last day; None for none."""
    day = None if due_on is None else due_on.isoformat()
    await tx.run("UPDATE conclusions SET due_on = ? WHERE id = ?", (day, one.id))
    await touch(tx, one.meeting_id, by, "due")


async def move(tx: Transaction, one: Conclusion, step: Literal[-1, 1], by: int) -> bool:
    """One place up (-1) or down; False at the end of the list."""
    order = [each.id for each in await of_meeting(tx, one.meeting_id)]
    place = order.index(one.id)
    if not 0 <= place + step < len(order):
        return False
    order[place], order[place + step] = order[place + step], order[place]
    await tx.run_many("UPDATE conclusions SET position = ? WHERE id = ?", list(enumerate(order, 1)))
    await touch(tx, one.meeting_id, by, "moved")
    return True


async def remove(tx: Transaction, one: Conclusion, by: int, now: datetime) -> None:
    """Take it away; what it was is kept."""
    await tx.run("UPDATE conclusions SET removed_at = ? WHERE id = ?", (to_text(now), one.id))
    await touch(tx, one.meeting_id, by, "removed")


async def became(tx: Transaction, conclusion_id: int, task_id: int | None) -> None:
    """The task that it is from now on; None for none any more."""
    await tx.run("UPDATE conclusions SET task_id = ? WHERE id = ?", (task_id, conclusion_id))


async def given(tx: Transaction, meeting_id: int) -> dict[int, int]:
    """By conclusion, also one taken away since: the task that it is."""
    rows = await tx.all(
        "SELECT id, task_id FROM conclusions WHERE meeting_id = ? AND task_id IS NOT NULL", (meeting_id,)
    )
    return {row["id"]: row["task_id"] for row in rows}


async def last_announced(
    tx: Transaction, task_force_id: int, series: Sequence[str], before: datetime, but: int | None = None
) -> int | None:
    """The id of the latest meeting of these series, but that one, begun before then (UTC), whose notice is out."""
    marks = ",".join("?" * len(series))
    found: int | None = await tx.value(
        "SELECT m.id FROM meetings m WHERE m.task_force_id = ? AND m.state IN ('called', 'held')"  # noqa: S608 - marks
        f" AND m.series IN ({marks}) AND m.starts_at < ? AND m.id <> ? AND EXISTS (SELECT 1 FROM conclusion_notices n"
        " WHERE n.meeting_id = m.id AND n.version > 0) ORDER BY m.starts_at DESC, m.id DESC LIMIT 1",
        (task_force_id, *series, to_text(before), but or 0),
    )
    return found
