"""What was changed about called meetings, by whom and why; and changes that wait for whoever convened it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_json, to_text

What = Literal["time", "place", "link", "chair", "subject", "agenda", "cancel"]
State = Literal["asked", "made", "refused", "overtaken"]
"""A change is made at once, or asked for and then made, refused, or overtaken by another."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change; moments in UTC.

    ``value`` is {"starts", "ends"} (ISO 8601, UTC; "" for none), {"text"}, {"chair"} (a place), {"before", "after"}
    (the points of an agenda), or {} for a cancellation. ``by_order`` names whose order it was, where the office changed
    what is another's to change.
    """

    id: int
    meeting_id: int
    what: What
    value: dict[str, Any]
    reason: str
    by_order: str
    state: State
    by_person: int
    at: datetime
    decided_by: int | None
    decided_at: datetime | None

    @property
    def starts(self) -> datetime | None:
        """The new beginning (UTC) of a change of time."""
        return maybe_moment(self.value.get("starts") or None)

    @property
    def ends(self) -> datetime | None:
        """The new end (UTC) of a change of time."""
        return maybe_moment(self.value.get("ends") or None)

    @property
    def text(self) -> str:
        """The new place, link or subject."""
        return str(self.value.get("text", ""))

    @property
    def chair_id(self) -> int | None:
        """The membership that chairs from now on."""
        chair = self.value.get("chair")
        return None if chair is None else int(chair)


def _change(row: Any) -> Change:
    return Change(
        id=row["id"],
        meeting_id=row["meeting_id"],
        what=row["what"],
        value=json.loads(row["value"]),
        reason=row["reason"],
        by_order=row["by_order"],
        state=row["state"],
        by_person=row["by_person"],
        at=from_text(row["at"]),
        decided_by=row["decided_by"],
        decided_at=maybe_moment(row["decided_at"]),
    )


async def add(
    tx: Transaction,
    meeting_id: int,
    what: What,
    value: dict[str, Any],
    *,
    reason: str,
    by_person: int,
    now: datetime,
    by_order: str = "",
) -> Change:
    """A change that is asked for; one of the same thing asked for before is overtaken by it."""
    await tx.run(
        "UPDATE meeting_changes SET state = 'overtaken', decided_at = ?"
        " WHERE meeting_id = ? AND state = 'asked' AND (what = ? OR ? = 'cancel')",
        (to_text(now), meeting_id, what, what),
    )
    new_id = await tx.insert(
        "INSERT INTO meeting_changes (meeting_id, what, value, reason, by_order, state, by_person, at)"
        " VALUES (?, ?, ?, ?, ?, 'asked', ?, ?)",
        (meeting_id, what, to_json(value), reason, by_order, by_person, to_text(now)),
    )
    found = await get(tx, new_id)
    assert found is not None  # noqa: S101 - just written
    return found


async def get(tx: Transaction, change_id: int) -> Change | None:
    """The change of that id."""
    row = await tx.one("SELECT * FROM meeting_changes WHERE id = ?", (change_id,))
    return None if row is None else _change(row)


async def decide(tx: Transaction, change_id: int, state: State, by: int, now: datetime) -> bool:
    """What became of a change that was asked for; False when that was decided before."""
    changed = await tx.run(
        "UPDATE meeting_changes SET state = ?, decided_by = ?, decided_at = ? WHERE id = ? AND state = 'asked'",
        (state, by, to_text(now), change_id),
    )
    return changed == 1


async def complete(tx: Transaction, change_id: int, value: dict[str, Any]) -> None:
    """What it is to be is known now."""
    await tx.run("UPDATE meeting_changes SET value = ? WHERE id = ?", (to_json(value), change_id))


async def waiting(tx: Transaction, what: What, until: datetime, meeting_id: int | None = None) -> list[Change]:
    """Changes of that kind that were begun by then (UTC) and not decided, of one meeting or of all."""
    rows = await tx.all(
        "SELECT * FROM meeting_changes WHERE state = 'asked' AND what = ? AND at <= ?"
        " AND (? IS NULL OR meeting_id = ?) ORDER BY id",
        (what, to_text(until), meeting_id, meeting_id),
    )
    return [_change(row) for row in rows]


async def last_made(tx: Transaction, meeting_id: int) -> Change | None:
    """The latest change that was made."""
    row = await tx.one(
        "SELECT * FROM meeting_changes WHERE meeting_id = ? AND state = 'made'"
        " ORDER BY coalesce(decided_at, at) DESC, id DESC LIMIT 1",
        (meeting_id,),
    )
    return None if row is None else _change(row)
