"""What a meeting concluded: every conclusion with its units and last day, and the notice that says so."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_json, to_text

Part = Literal["lead", "coordinating"]

Changed = Literal["", "added", "text", "lead", "coordinating", "due", "moved", "removed", "general", "signer", "guests"]
"""What the last change of a meeting's conclusions was."""


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
    def said(self) -> "Said":
        """What a notice says of it."""
        return Said(self.id, self.text, self.leads, self.helpers, self.due_on)


@dataclass(frozen=True, slots=True)
class Said:
    """A conclusion as a notice that was sent said it."""

    id: int
    text: str
    leads: tuple[int, ...]
    helpers: tuple[int, ...]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of a meeting's conclusions; moments in UTC.

    ``general`` is what the chair said before the single conclusions. ``revision`` grows with every change of the
    notice or its conclusions, and ``changed_by`` made the last one. ``version`` is 0 until it was sent; ``sent`` and
    ``sent_general`` are what the last one said.
    """

    meeting_id: int
    general: str = ""
    signer_id: int | None = None
    guests: bool = False
    revision: int = 1
    changed_by: int | None = None
    changed: Changed = ""
    version: int = 0
    sent: tuple[Said, ...] = ()
    sent_general: str = ""
    sent_at: datetime | None = None
    sent_by: int | None = None
    nudged_at: datetime | None = None


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


# The conclusions


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
        due_on=_day(row["due_on"]),
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
    await _touch(tx, meeting_id, by, "added")
    added = await get(tx, new_id)
    assert added is not None  # noqa: S101 - just written
    return added


async def set_text(tx: Transaction, one: Conclusion, text: str, by: int) -> None:
    """Other words for it."""
    await tx.run("UPDATE conclusions SET text = ? WHERE id = ?", (text, one.id))
    await _touch(tx, one.meeting_id, by, "text")


async def set_units(tx: Transaction, one: Conclusion, part: Part, unit_ids: Iterable[int], by: int) -> None:
    """Who leads it, or who co-ordinates. A unit has one part: what it takes here it gives up there."""
    await tx.run("DELETE FROM conclusion_units WHERE conclusion_id = ? AND part = ?", (one.id, part))
    await _put_units(tx, one.id, part, unit_ids)
    await _touch(tx, one.meeting_id, by, part)


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
    await _touch(tx, one.meeting_id, by, "due")


async def move(tx: Transaction, one: Conclusion, step: Literal[-1, 1], by: int) -> bool:
    """One place up (-1) or down; False at the end of the list."""
    order = [each.id for each in await of_meeting(tx, one.meeting_id)]
    place = order.index(one.id)
    if not 0 <= place + step < len(order):
        return False
    order[place], order[place + step] = order[place + step], order[place]
    await tx.run_many("UPDATE conclusions SET position = ? WHERE id = ?", list(enumerate(order, 1)))
    await _touch(tx, one.meeting_id, by, "moved")
    return True


async def remove(tx: Transaction, one: Conclusion, by: int, now: datetime) -> None:
    """Take it away; what it was is kept."""
    await tx.run("UPDATE conclusions SET removed_at = ? WHERE id = ?", (to_text(now), one.id))
    await _touch(tx, one.meeting_id, by, "removed")


async def became(tx: Transaction, conclusion_id: int, task_id: int | None) -> None:
    """The task that it is from now on; None for none any more."""
    await tx.run("UPDATE conclusions SET task_id = ? WHERE id = ?", (task_id, conclusion_id))


# The notice


async def notice(tx: Transaction, meeting_id: int) -> Notice:
    """The notice of the meeting, an empty one where nothing was written yet."""
    row = await tx.one("SELECT * FROM conclusion_notices WHERE meeting_id = ?", (meeting_id,))
    if row is None:
        return Notice(meeting_id)
    sent = json.loads(row["sent"])
    return Notice(
        meeting_id=meeting_id,
        general=row["general"],
        signer_id=row["signer_id"],
        guests=bool(row["guests"]),
        revision=row["revision"],
        changed_by=row["changed_by"],
        changed=row["changed"],
        version=row["version"],
        sent=tuple(
            Said(each["id"], each["text"], tuple(each["leads"]), tuple(each["helpers"]), _day(each["due"]))
            for each in sent.get("conclusions", ())
        ),
        sent_general=sent.get("general", ""),
        sent_at=maybe_moment(row["sent_at"]),
        sent_by=row["sent_by"],
        nudged_at=maybe_moment(row["nudged_at"]),
    )


async def _touch(tx: Transaction, meeting_id: int, by: int, what: Changed) -> None:
    await tx.run(
        "INSERT INTO conclusion_notices (meeting_id, revision, changed_by, changed) VALUES (?, 2, ?, ?)"
        " ON CONFLICT (meeting_id) DO UPDATE SET revision = revision + 1, changed_by = excluded.changed_by,"
        " changed = excluded.changed",
        (meeting_id, by, what),
    )


async def set_general(tx: Transaction, meeting_id: int, text: str, by: int) -> None:
    """What the chair said before the single conclusions; "" for nothing."""
    await _touch(tx, meeting_id, by, "general")
    await tx.run("UPDATE conclusion_notices SET general = ? WHERE meeting_id = ?", (text, meeting_id))


async def set_signer(tx: Transaction, meeting_id: int, membership_id: int, by: int) -> None:
    """Who signs the notice."""
    await _touch(tx, meeting_id, by, "signer")
    await tx.run("UPDATE conclusion_notices SET signer_id = ? WHERE meeting_id = ?", (membership_id, meeting_id))


async def set_guests(tx: Transaction, meeting_id: int, guests: bool, by: int) -> None:
    """Whether the meeting's guests get the notice too."""
    await _touch(tx, meeting_id, by, "guests")
    await tx.run("UPDATE conclusion_notices SET guests = ? WHERE meeting_id = ?", (int(guests), meeting_id))


async def mark_sent(tx: Transaction, meeting_id: int, by: int, now: datetime) -> int:
    """The notice goes out as it is now; returns its version, 1 for the first."""
    current = await notice(tx, meeting_id)
    said = {
        "general": current.general,
        "conclusions": [
            {
                "id": one.id,
                "text": one.text,
                "leads": one.leads,
                "helpers": one.helpers,
                "due": None if one.due_on is None else one.due_on.isoformat(),
            }
            for one in await of_meeting(tx, meeting_id)
        ],
    }
    await tx.run(
        "INSERT INTO conclusion_notices (meeting_id) VALUES (?) ON CONFLICT (meeting_id) DO NOTHING", (meeting_id,)
    )
    await tx.run(
        "UPDATE conclusion_notices SET version = version + 1, revision = revision + 1, sent = ?, sent_at = ?,"
        " sent_by = ?, nudged_at = NULL, changed_by = ?, changed = '' WHERE meeting_id = ?",
        (to_json(said), to_text(now), by, by, meeting_id),
    )
    return current.version + 1


async def mark_nudged(tx: Transaction, meeting_id: int, now: datetime) -> None:
    """The silent were reminded now."""
    await tx.run("UPDATE conclusion_notices SET nudged_at = ? WHERE meeting_id = ?", (to_text(now), meeting_id))


async def last_concluded(
    tx: Transaction, task_force_id: int, series: Sequence[str], before: datetime, but: int | None = None
) -> int | None:
    """The id of the latest meeting of these series that began before then (UTC) and has conclusions, but that one."""
    marks = ",".join("?" * len(series))
    found: int | None = await tx.value(
        "SELECT m.id FROM meetings m WHERE m.task_force_id = ? AND m.state IN ('called', 'held')"  # noqa: S608 - marks
        f" AND m.series IN ({marks}) AND m.starts_at < ? AND m.id <> ? AND EXISTS (SELECT 1 FROM conclusions c"
        " WHERE c.meeting_id = m.id AND c.removed_at IS NULL) ORDER BY m.starts_at DESC, m.id DESC LIMIT 1",
        (task_force_id, *series, to_text(before), but or 0),
    )
    return found
