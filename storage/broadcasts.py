"""Notices to many: the notice itself, and how many of its recipients stand where.

What becomes of each recipient is in ``storage.broadcast_recipients``.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, maybe_moment, to_json, to_text

State = Literal["draft", "scheduled", "going", "paused", "sent", "stopped", "withdrawn", "dropped"]


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that lies at Telegram; ``kind`` "document" or "photo"."""

    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Broadcast:
    """One notice; moments in UTC.

    ``spans``: the formatting of ``text``, (kind, offset and length in UTF-16 units, what else it needs). ``revision``
    is the draft's, ``version`` that of the words. Who received it before ``ask_from`` is asked again.
    """

    id: int
    task_force_id: int
    state: State
    text: str
    spans: tuple[tuple[str, int, int, str], ...]
    files: tuple[KeptFile, ...]
    album: str
    audience: tuple[str, ...]
    acknowledge: bool
    urgent: bool
    reason: str
    send_at: datetime | None
    revision: int
    version: int
    ask_from: int
    nudges: int
    nudged_at: datetime | None
    created_by: int
    created_at: datetime
    confirmed_by: int | None
    begun_at: datetime | None
    ended_at: datetime | None
    corrected_at: datetime | None
    withdrawn_at: datetime | None
    follow_up: bool
    changed: bool
    told_at: datetime | None


_MOMENTS = frozenset({
    "send_at", "nudged_at", "created_at", "begun_at", "ended_at", "corrected_at", "withdrawn_at", "told_at",
})  # fmt: skip
_FLAGS = frozenset({"acknowledge", "urgent", "follow_up", "changed"})
_LISTS = frozenset({"spans", "files", "audience"})


def _broadcast(row: Any) -> Broadcast:
    values: dict[str, Any] = {name: row[name] for name in Broadcast.__dataclass_fields__}
    values |= {name: maybe_moment(row[name]) for name in _MOMENTS}
    values |= {name: bool(row[name]) for name in _FLAGS}
    values["spans"] = tuple((span[0], span[1], span[2], span[3]) for span in json.loads(row["spans"]))
    values["files"] = tuple(KeptFile(*file) for file in json.loads(row["files"]))
    values["audience"] = tuple(json.loads(row["audience"]))
    return Broadcast(**values)


async def create(
    tx: Transaction,
    *,
    task_force_id: int,
    text: str,
    spans: Sequence[tuple[str, int, int, str]],
    files: Sequence[KeptFile],
    album: str,
    by: int,
    now: datetime,
) -> Broadcast:
    """A new draft."""
    made = await tx.insert(
        "INSERT INTO broadcasts (task_force_id, text, spans, files, album, created_by, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (task_force_id, text, to_json(list(spans)), _files(files), album, by, to_text(now)),
    )
    return await get(tx, made)


def _files(files: Sequence[KeptFile]) -> str:
    return to_json([[file.id, file.kind, file.name] for file in files])


async def find(tx: Transaction, broadcast_id: int) -> Broadcast | None:
    """The notice of that id, or None."""
    row = await tx.one("SELECT * FROM broadcasts WHERE id = ?", (broadcast_id,))
    return None if row is None else _broadcast(row)


async def get(tx: Transaction, broadcast_id: int) -> Broadcast:
    """The notice of that id.

    Raises:
        LookupError: there is none.
    """
    found = await find(tx, broadcast_id)
    if found is None:
        raise LookupError(f"No broadcast {broadcast_id}")
    return found


async def change(tx: Transaction, broadcast_id: int, **columns: Any) -> Broadcast:
    """Write columns of the table; the draft's revision grows with every change of what is sent, when or to whom."""
    if columns.keys() & {"text", "spans", "files", "audience", "acknowledge", "urgent", "reason", "send_at"}:
        await tx.run("UPDATE broadcasts SET revision = revision + 1 WHERE id = ?", (broadcast_id,))
    names = ", ".join(f"{name} = ?" for name in columns)
    values = [_stored(name, value) for name, value in columns.items()]
    await tx.run(f"UPDATE broadcasts SET {names} WHERE id = ?", (*values, broadcast_id))  # noqa: S608 - our own names
    return await get(tx, broadcast_id)


def _stored(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _MOMENTS:
        return to_text(value)
    if name == "files":
        return _files(value)
    if name in _LISTS:
        return to_json(list(value))
    return int(value) if name in _FLAGS else value


async def with_album(tx: Transaction, person_id: int, album: str) -> Broadcast | None:
    """The person's draft that parts of that album belong to."""
    row = await tx.one(
        "SELECT * FROM broadcasts WHERE created_by = ? AND album = ? AND state = 'draft' ORDER BY id DESC LIMIT 1",
        (person_id, album),
    )
    return None if row is None else _broadcast(row)


async def under_way(tx: Transaction, task_force_id: int) -> list[Broadcast]:
    """Drafts, planned ones and those going out or held, the newest first."""
    rows = await tx.all(
        "SELECT * FROM broadcasts WHERE task_force_id = ? AND state IN ('draft', 'scheduled', 'going', 'paused')"
        " ORDER BY id DESC LIMIT 20",
        (task_force_id,),
    )
    return [_broadcast(row) for row in rows]


async def over(tx: Transaction, task_force_id: int, offset: int, limit: int) -> list[Broadcast]:
    """Those that went out, the newest first."""
    rows = await tx.all(
        "SELECT * FROM broadcasts WHERE task_force_id = ? AND state IN ('sent', 'stopped', 'withdrawn')"
        " ORDER BY id DESC LIMIT ? OFFSET ?",
        (task_force_id, limit, offset),
    )
    return [_broadcast(row) for row in rows]


async def count_over(tx: Transaction, task_force_id: int) -> int:
    """How many went out."""
    return int(
        await tx.value(
            "SELECT count(*) FROM broadcasts WHERE task_force_id = ? AND state IN ('sent', 'stopped', 'withdrawn')",
            (task_force_id,),
        )
    )


_AT_WORK = "(state = 'going' OR changed = 1 OR follow_up = 1 OR (state = 'scheduled' AND send_at <= ?))"


async def any_at_work(tx: Transaction, now: datetime) -> bool:
    """Whether anything is to be written, or a progress card to be edited."""
    return await tx.one(f"SELECT 1 FROM broadcasts WHERE {_AT_WORK} LIMIT 1", (to_text(now),)) is not None  # noqa: S608


async def at_work(tx: Transaction, now: datetime) -> list[Broadcast]:
    """Those of which something is to be written, or whose progress card is to be edited; the oldest first."""
    rows = await tx.all(f"SELECT * FROM broadcasts WHERE {_AT_WORK} ORDER BY id", (to_text(now),))  # noqa: S608
    return [_broadcast(row) for row in rows]


async def forget_drafts(tx: Transaction, before: datetime) -> int:
    """Throw drafts away that nobody went on with since that moment."""
    return await tx.run("DELETE FROM broadcasts WHERE state = 'draft' AND created_at < ?", (to_text(before),))
