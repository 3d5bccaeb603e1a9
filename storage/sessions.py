"""Half-filled conversations: several a chat may be open, one of them is at the front and gets what is typed."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, from_text, to_json, to_text


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One conversation: its ``kind`` says which feature leads it, ``subject`` what it is about ("report:12")."""

    id: int
    chat_id: int
    kind: str
    subject: str
    state: dict[str, Any]
    front: bool
    updated_at: datetime


def _session(row: Any) -> OpenSession:
    return OpenSession(
        id=row["id"],
        chat_id=row["chat_id"],
        kind=row["kind"],
        subject=row["subject"],
        state=json.loads(row["state"]),
        front=bool(row["front"]),
        updated_at=from_text(row["updated_at"]),
    )


async def front(tx: Transaction, chat_id: int) -> OpenSession | None:
    """The conversation that typed text belongs to."""
    row = await tx.one("SELECT * FROM sessions WHERE chat_id = ? AND front = 1", (chat_id,))
    return None if row is None else _session(row)


async def get(tx: Transaction, session_id: int) -> OpenSession | None:
    """The open conversation of that id."""
    row = await tx.one("SELECT * FROM sessions WHERE id = ?", (session_id,))
    return None if row is None else _session(row)


async def find(tx: Transaction, chat_id: int, kind: str, subject: str) -> OpenSession | None:
    """The open conversation of that kind about that subject in the chat."""
    row = await tx.one(
        "SELECT * FROM sessions WHERE chat_id = ? AND kind = ? AND subject = ?", (chat_id, kind, subject)
    )
    return None if row is None else _session(row)


async def about(tx: Transaction, kind: str, subject: str) -> list[OpenSession]:
    """Every open conversation of that kind about that subject, in any chat."""
    rows = await tx.all("SELECT * FROM sessions WHERE kind = ? AND subject = ? ORDER BY id", (kind, subject))
    return [_session(row) for row in rows]


async def open_in(tx: Transaction, chat_id: int) -> list[OpenSession]:
    """All open conversations of a chat, the most recent first."""
    rows = await tx.all("SELECT * FROM sessions WHERE chat_id = ? ORDER BY updated_at DESC, id DESC", (chat_id,))
    return [_session(row) for row in rows]


async def fronts(tx: Transaction) -> list[OpenSession]:
    """Every conversation that is at the front of its chat."""
    return [_session(row) for row in await tx.all("SELECT * FROM sessions WHERE front = 1 ORDER BY id")]


async def begin(tx: Transaction, *, chat_id: int, kind: str, subject: str, state: dict[str, Any], now: datetime) -> int:
    """Open a conversation (or begin the same one anew) and bring it to the front; returns its id."""
    await tx.run("UPDATE sessions SET front = 0 WHERE chat_id = ? AND front = 1", (chat_id,))
    at = to_text(now)
    row = await tx.one(
        "INSERT INTO sessions (chat_id, kind, subject, state, front, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, 1, ?, ?)"
        " ON CONFLICT (chat_id, kind, subject) DO UPDATE SET state = excluded.state, front = 1,"
        " updated_at = excluded.updated_at RETURNING id",
        (chat_id, kind, subject, to_json(state), at, at),
    )
    assert row is not None  # noqa: S101 - RETURNING always answers
    return int(row["id"])


async def save(tx: Transaction, session_id: int, state: dict[str, Any], now: datetime) -> None:
    """Keep where the person stands now."""
    await tx.run(
        "UPDATE sessions SET state = ?, updated_at = ? WHERE id = ?", (to_json(state), to_text(now), session_id)
    )


async def bring_to_front(tx: Transaction, session: OpenSession) -> None:
    """From now on typed text in the chat belongs to this conversation."""
    await tx.run("UPDATE sessions SET front = 0 WHERE chat_id = ? AND front = 1", (session.chat_id,))
    await tx.run("UPDATE sessions SET front = 1 WHERE id = ?", (session.id,))


async def step_aside(tx: Transaction, session_id: int) -> None:
    """It stays open, but what is typed does not go to it before it is taken up again."""
    await tx.run("UPDATE sessions SET front = 0 WHERE id = ?", (session_id,))


async def end(tx: Transaction, session_id: int) -> None:
    """The conversation is over."""
    await tx.run("DELETE FROM sessions WHERE id = ?", (session_id,))


async def keep_only(tx: Transaction, chat_id: int, session_ids: Iterable[int]) -> None:
    """Every other conversation of the chat is over."""
    kept = tuple(session_ids)
    marks = ",".join("?" * len(kept))
    await tx.run(f"DELETE FROM sessions WHERE chat_id = ? AND id NOT IN ({marks})", (chat_id, *kept))  # noqa: S608 - marks
