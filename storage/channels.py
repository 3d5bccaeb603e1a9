"""The leadership channels: which task force's summary is posted where, bound by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, to_text


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel or group the bot was added to; ``task_force_id`` is None until somebody entitled binds it."""

    id: int
    task_force_id: int | None
    chat_id: int
    title: str
    offered_to: int | None
    """The person id of who added the bot, where they are somebody the bot knows."""


def _channel(row: Any) -> Channel:
    return Channel(row["id"], row["task_force_id"], row["chat_id"], row["title"], row["offered_to"])


async def get(tx: Transaction, channel_id: int) -> Channel | None:
    """The channel of that id while it is offered or bound; None when the bot has left it or it was unbound."""
    row = await tx.one("SELECT * FROM channels WHERE id = ? AND unbound_at IS NULL", (channel_id,))
    return None if row is None else _channel(row)


async def offer(tx: Transaction, chat_id: int, title: str, offered_to: int | None) -> Channel:
    """The bot was added to a chat: whoever did that may bind it. An earlier offer of the same chat is replaced."""
    await tx.run("DELETE FROM channels WHERE chat_id = ? AND task_force_id IS NULL AND unbound_at IS NULL", (chat_id,))
    new_id = await tx.insert(
        "INSERT INTO channels (chat_id, title, offered_to) VALUES (?, ?, ?)", (chat_id, title, offered_to)
    )
    return Channel(new_id, None, chat_id, title, offered_to)


async def bind(tx: Transaction, offered: Channel, task_force_id: int, by: int, now: datetime) -> bool:
    """From now on this task force's summaries are posted there; False when that was so already."""
    changed = await tx.run(
        "INSERT INTO channels (task_force_id, chat_id, title, offered_to, bound_by, bound_at)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        (task_force_id, offered.chat_id, offered.title, offered.offered_to, by, to_text(now)),
    )
    return changed == 1


async def bound_of_chat(tx: Transaction, chat_id: int) -> list[Channel]:
    """The bindings of one chat, one a task force."""
    rows = await tx.all(
        "SELECT * FROM channels WHERE chat_id = ? AND bound_at IS NOT NULL AND unbound_at IS NULL ORDER BY id",
        (chat_id,),
    )
    return [_channel(row) for row in rows]


async def left(tx: Transaction, chat_id: int, now: datetime) -> list[Channel]:
    """The bot is out of the chat: every offer and binding ends; returns the bindings that were."""
    bound = await bound_of_chat(tx, chat_id)
    await tx.run("UPDATE channels SET unbound_at = ? WHERE chat_id = ? AND unbound_at IS NULL", (to_text(now), chat_id))
    return bound


async def bound_to(tx: Transaction, task_force_id: int) -> list[Channel]:
    """Where this task force's summaries are posted."""
    rows = await tx.all(
        "SELECT * FROM channels WHERE task_force_id = ? AND bound_at IS NOT NULL AND unbound_at IS NULL ORDER BY id",
        (task_force_id,),
    )
    return [_channel(row) for row in rows]


async def move(tx: Transaction, old_chat_id: int, new_chat_id: int, now: datetime) -> None:
    """The chat goes on under another id. A binding that the new id has already ends under the old one."""
    await tx.run("UPDATE OR IGNORE channels SET chat_id = ? WHERE chat_id = ?", (new_chat_id, old_chat_id))
    await tx.run(
        "UPDATE channels SET unbound_at = ? WHERE chat_id = ? AND unbound_at IS NULL", (to_text(now), old_chat_id)
    )
    await tx.run("UPDATE OR REPLACE summary_posts SET chat_id = ? WHERE chat_id = ?", (new_chat_id, old_chat_id))


async def unbind(tx: Transaction, channel_id: int, now: datetime) -> bool:
    """Nothing is posted there any more; False when it already was so."""
    changed = await tx.run(
        "UPDATE channels SET unbound_at = ? WHERE id = ? AND unbound_at IS NULL", (to_text(now), channel_id)
    )
    return changed == 1
