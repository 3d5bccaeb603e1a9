"""Every call to Telegram, written down in the transaction that caused it and made later (design §4)."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Any

from storage.database import Transaction, maybe_moment, to_json, to_text

SHOW = "show"
"""The pseudo-method "edit the card of this handle where it stands, or send it if it stands nowhere"."""

DELETE = "deleteMessage"
"""With a handle: delete that handle's message where it stands."""

MAIL = "mail"
"""The pseudo-method "send this e-mail"; it belongs to no chat, and ``bot/mailing`` makes it."""

NO_CHAT = 0
"""The chat of calls that belong to none, such as answering a tap."""


class Priority(IntEnum):
    """What goes first: an answer to somebody waiting, then notices, then what goes to everybody."""

    REPLY = 0
    NOTICE = 1
    BULK = 2


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One waiting call: a Bot API method with its parameters; ``handle`` is our name for the message."""

    id: int
    chat_id: int
    method: str
    payload: dict[str, Any]
    priority: int
    handle: str | None
    version: int
    attempts: int
    created_at: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class Sent:
    """What came of a call that Telegram accepted; ``message_id`` where it made or changed a message."""

    row: Outgoing
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Ended:
    """A call that will not be made (again): ``state`` "dead", "expired" or "parked"; ``error`` the cause."""

    row: Outgoing
    state: str
    error: str


async def enqueue(
    tx: Transaction,
    *,
    chat_id: int,
    method: str,
    payload: dict[str, Any],
    priority: Priority,
    now: datetime,
    handle: str | None = None,
    dedupe_key: str | None = None,
    expires_at: datetime | None = None,
) -> bool:
    """Write one call down. False when ``dedupe_key`` says it already was: then nothing changes.

    A waiting "show" of the same handle takes over the newer content instead of queueing a second edit.
    """
    if method == SHOW and handle is not None and await _replace_waiting(tx, chat_id, handle, payload):
        return True
    changed = await tx.run(
        "INSERT INTO outbox (chat_id, method, payload, priority, handle, dedupe_key, created_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (dedupe_key) DO NOTHING",
        (
            chat_id,
            method,
            to_json(payload),
            int(priority),
            handle,
            dedupe_key,
            to_text(now),
            None if expires_at is None else to_text(expires_at),
        ),
    )
    return changed == 1


async def _replace_waiting(tx: Transaction, chat_id: int, handle: str, payload: dict[str, Any]) -> bool:
    """Only the last call of the chat may take over: an edit must not overtake what was said after it."""
    changed = await tx.run(
        "UPDATE outbox SET payload = ?, version = version + 1"
        " WHERE handle = ? AND chat_id = ? AND state = 'queued' AND method = ?"
        " AND id = (SELECT max(id) FROM outbox WHERE chat_id = ? AND state = 'queued')",
        (to_json(payload), handle, chat_id, SHOW, chat_id),
    )
    return changed == 1


def _outgoing(row: Any) -> Outgoing:
    return Outgoing(
        id=row["id"],
        chat_id=row["chat_id"],
        method=row["method"],
        payload=json.loads(row["payload"]),
        priority=row["priority"],
        handle=row["handle"],
        version=row["version"],
        attempts=row["attempts"],
        created_at=row["created_at"],
        expires_at=maybe_moment(row["expires_at"]),
    )


async def waiting(tx: Transaction, after_id: int, limit: int = 1000) -> list[Outgoing]:
    """Queued calls to Telegram with a higher id, in order; at most ``limit``."""
    rows = await tx.all(
        "SELECT * FROM outbox WHERE state = 'queued' AND id > ? AND method != ? ORDER BY id LIMIT ?",
        (after_id, MAIL, limit),
    )
    return [_outgoing(row) for row in rows]


async def next_letter(tx: Transaction, skip: Collection[int] = ()) -> Outgoing | None:
    """The queued e-mail that goes next, by priority and age; those of ``skip`` (ids) are passed over."""
    marks = ",".join("?" * len(skip))
    row = await tx.one(
        f"SELECT * FROM outbox WHERE state = 'queued' AND method = ? AND id NOT IN ({marks})"  # noqa: S608 - only marks
        " ORDER BY priority, id LIMIT 1",
        (MAIL, *skip),
    )
    return None if row is None else _outgoing(row)


async def count_waiting(tx: Transaction) -> int:
    """How many calls wait to be made."""
    return int(await tx.value("SELECT count(*) FROM outbox WHERE state = 'queued'"))


async def count_dead(tx: Transaction) -> int:
    """How many calls Telegram refused for good."""
    return int(await tx.value("SELECT count(*) FROM outbox WHERE state = 'dead'"))


async def reread(tx: Transaction, row_id: int) -> Outgoing | None:
    """The row as it is now, or None when it no longer waits."""
    row = await tx.one("SELECT * FROM outbox WHERE id = ? AND state = 'queued'", (row_id,))
    return None if row is None else _outgoing(row)


async def card(tx: Transaction, chat_id: int, handle: str) -> int | None:
    """The message id under which the handle's message stands in the chat, or None."""
    message_id = await tx.value("SELECT message_id FROM cards WHERE chat_id = ? AND handle = ?", (chat_id, handle))
    return None if message_id is None else int(message_id)


async def chats_of_card(tx: Transaction, handle: str) -> list[int]:
    """The chats in which a message of that handle stands."""
    rows = await tx.all("SELECT chat_id FROM cards WHERE handle = ? ORDER BY chat_id", (handle,))
    return [int(row["chat_id"]) for row in rows]


async def rename_card(tx: Transaction, chat_id: int, old: str, new: str) -> None:
    """The message of the old handle goes on under the new one; one that had it before is left as it stands."""
    await tx.run("UPDATE OR REPLACE cards SET handle = ? WHERE chat_id = ? AND handle = ?", (new, chat_id, old))


async def will_stand(tx: Transaction, chat_id: int, handle: str) -> bool:
    """Whether the handle's message stands in the chat once all that waits, or was put aside, has gone out."""
    method = await tx.value(
        "SELECT method FROM outbox WHERE chat_id = ? AND handle = ? AND state IN ('queued', 'parked')"
        " ORDER BY id DESC LIMIT 1",
        (chat_id, handle),
    )
    if method is None:
        return await card(tx, chat_id, handle) is not None
    return bool(method != DELETE)


async def mark_sent(tx: Transaction, sent: Sequence[Sent], now: datetime) -> list[int]:
    """Mark calls as made, remember where their messages stand, and forget what they said: names, invitation codes.

    Returns the ids of rows whose content was replaced while they were being sent: they still wait.
    """
    at = to_text(now)
    await tx.run_many(
        "UPDATE outbox SET state = 'sent', payload = '{}', done_at = ?, message_id = ?, error = NULL"
        " WHERE id = ? AND version = ?",
        [(at, s.message_id, s.row.id, s.row.version) for s in sent],
    )
    last = {(s.row.chat_id, s.row.handle): s for s in sent if s.row.handle is not None}.values()
    await _forget_cards(tx, [s.row for s in last])
    placed = [s for s in last if s.message_id is not None]
    if placed:
        await tx.run_many(
            "INSERT INTO cards (chat_id, handle, message_id, at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (chat_id, handle) DO UPDATE SET message_id = excluded.message_id, at = excluded.at",
            [(s.row.chat_id, s.row.handle, s.message_id, at) for s in placed],
        )
    replaceable = [s.row.id for s in sent if s.row.method == SHOW]
    if not replaceable:
        return []
    marks = ",".join("?" * len(replaceable))
    rows = await tx.all(
        f"SELECT id FROM outbox WHERE state = 'queued' AND id IN ({marks})",  # noqa: S608 - only question marks
        replaceable,
    )
    return [row["id"] for row in rows]


async def mark_ended(tx: Transaction, ended: Sequence[Ended], now: datetime) -> None:
    """Mark calls as not to be made (again), with the cause."""
    at = to_text(now)
    await tx.run_many(
        "UPDATE outbox SET state = ?, error = ?, done_at = ? WHERE id = ? AND state = 'queued'",
        [(e.state, e.error, at, e.row.id) for e in ended],
    )
    await _forget_cards(tx, [e.row for e in ended if e.state != "parked"])


async def _forget_cards(tx: Transaction, rows: Iterable[Outgoing]) -> None:
    """What was deleted, or was gone already or is too old to be deleted: no call is made for it again."""
    gone = [(row.chat_id, row.handle) for row in rows if row.method == DELETE and row.handle is not None]
    if gone:
        await tx.run_many("DELETE FROM cards WHERE chat_id = ? AND handle = ?", gone)


async def count_attempt(tx: Transaction, row_id: int) -> None:
    """One more try that did not get through."""
    await tx.run("UPDATE outbox SET attempts = attempts + 1 WHERE id = ?", (row_id,))


async def park_chat(tx: Transaction, chat_id: int, cause: str, now: datetime) -> int:
    """Put aside all that waits for a chat that cannot be reached; returns how many rows."""
    return await tx.run(
        "UPDATE outbox SET state = 'parked', error = ?, done_at = ? WHERE chat_id = ? AND state = 'queued'",
        (cause, to_text(now), chat_id),
    )


async def unpark_chat(tx: Transaction, chat_id: int, now: datetime) -> int:
    """The chat can be reached again: what still makes sense waits again, under new numbers, in its old order.

    Returns how many rows wait again.
    """
    rows = await tx.all(
        "SELECT id FROM outbox WHERE chat_id = ? AND state = 'parked'"
        " AND (expires_at IS NULL OR expires_at > ?) ORDER BY id",
        (chat_id, to_text(now)),
    )
    for row in rows:
        # A new number, so that the worker, which reads upward, meets the row again.
        await tx.run(
            "UPDATE outbox SET state = 'queued', error = NULL, done_at = NULL,"
            " id = (SELECT seq + 1 FROM sqlite_sequence WHERE name = 'outbox') WHERE id = ?",
            (row["id"],),
        )
        await tx.run(
            "UPDATE sqlite_sequence SET seq = (SELECT max(id) FROM outbox) WHERE name = 'outbox'",
        )
    return len(rows)


async def move_chat(tx: Transaction, old: int, new: int) -> None:
    """A group became a supergroup: its waiting calls, those put aside too, and its cards follow it."""
    await tx.run("UPDATE outbox SET chat_id = ? WHERE chat_id = ? AND state IN ('queued', 'parked')", (new, old))
    await tx.run("UPDATE OR REPLACE cards SET chat_id = ? WHERE chat_id = ?", (new, old))


async def prune(tx: Transaction, before: datetime) -> int:
    """Forget calls made before that moment; their dedupe keys go with them, so keep several months.

    A call put aside is over when it has expired: its chat did not come back in time.
    """
    at = to_text(before)
    return await tx.run(
        "DELETE FROM outbox WHERE state IN ('sent', 'expired', 'dead') AND done_at < ?"
        " OR state = 'parked' AND expires_at < ?",
        (at, at),
    )
