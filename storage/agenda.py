"""What a meeting is about: the points of its agenda, who prepares each, and the files for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_text


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One point of the agenda; ``unit_id`` is who prepares it, ``ready_at`` (UTC) when they said it is prepared."""

    id: int
    meeting_id: int
    position: int
    title: str
    unit_id: int | None
    ready_at: datetime | None


@dataclass(frozen=True, slots=True)
class Paper:
    """One file for the meeting, as it lies at Telegram; ``size`` in bytes where told."""

    id: int
    meeting_id: int
    file_id: str
    kind: Literal["document", "photo"]
    file_name: str
    size: int | None
    added_at: datetime


def _item(row: Any) -> AgendaItem:
    ready = maybe_moment(row["ready_at"])
    return AgendaItem(row["id"], row["meeting_id"], row["position"], row["title"], row["unit_id"], ready)


async def items(tx: Transaction, meeting_id: int) -> list[AgendaItem]:
    """The points of the agenda, in order."""
    rows = await tx.all(
        "SELECT * FROM agenda_items WHERE meeting_id = ? AND removed_at IS NULL ORDER BY position, id", (meeting_id,)
    )
    return [_item(row) for row in rows]


async def item(tx: Transaction, item_id: int) -> AgendaItem | None:
    """The point of that id, unless it was taken off."""
    row = await tx.one("SELECT * FROM agenda_items WHERE id = ? AND removed_at IS NULL", (item_id,))
    return None if row is None else _item(row)


async def add_items(tx: Transaction, meeting_id: int, titles: Sequence[str]) -> None:
    """More points, after those that are there."""
    last = int(
        await tx.value("SELECT coalesce(max(position), 0) FROM agenda_items WHERE meeting_id = ?", (meeting_id,))
    )
    for number, title in enumerate(titles, last + 1):
        await tx.run(
            "INSERT INTO agenda_items (meeting_id, position, title) VALUES (?, ?, ?)", (meeting_id, number, title)
        )


async def assign_item(tx: Transaction, item_id: int, unit_id: int | None) -> None:
    """The unit prepares the point; None: nobody in particular."""
    await tx.run(
        "UPDATE agenda_items SET unit_id = ?, ready_at = NULL, ready_by = NULL WHERE id = ?", (unit_id, item_id)
    )


async def rename_item(tx: Transaction, item_id: int, title: str) -> None:
    """Other words for the point."""
    await tx.run("UPDATE agenda_items SET title = ? WHERE id = ?", (title, item_id))


async def item_ready(tx: Transaction, item_id: int, person_id: int, now: datetime) -> None:
    """The unit says that its point is prepared."""
    await tx.run("UPDATE agenda_items SET ready_at = ?, ready_by = ? WHERE id = ?", (to_text(now), person_id, item_id))


async def remove_item(tx: Transaction, item_id: int, now: datetime) -> None:
    """Take the point off the agenda."""
    await tx.run("UPDATE agenda_items SET removed_at = ? WHERE id = ?", (to_text(now), item_id))


# Papers


def _paper(row: Any) -> Paper:
    return Paper(
        row["id"],
        row["meeting_id"],
        row["file_id"],
        row["kind"],
        row["file_name"],
        row["size"],
        from_text(row["added_at"]),
    )


async def papers(tx: Transaction, meeting_id: int) -> list[Paper]:
    """The files, in the order in which they came."""
    rows = await tx.all(
        "SELECT * FROM meeting_papers WHERE meeting_id = ? AND removed_at IS NULL ORDER BY id", (meeting_id,)
    )
    return [_paper(row) for row in rows]


async def add_paper(
    tx: Transaction,
    meeting_id: int,
    *,
    file_id: str,
    kind: Literal["document", "photo"],
    file_name: str,
    size: int | None,
    added_by: int,
    now: datetime,
) -> Paper:
    """One more file; returns its record."""
    new_id = await tx.insert(
        "INSERT INTO meeting_papers (meeting_id, file_id, kind, file_name, size, added_by, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (meeting_id, file_id, kind, file_name, size, added_by, to_text(now)),
    )
    return Paper(new_id, meeting_id, file_id, kind, file_name, size, now)


async def remove_paper(tx: Transaction, paper_id: int, now: datetime) -> None:
    """Take the file back; who has got it keeps it."""
    await tx.run("UPDATE meeting_papers SET removed_at = ? WHERE id = ?", (to_text(now), paper_id))
