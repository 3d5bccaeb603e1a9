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


def _channel(row: Any) -> Channel:
    return Channel(row["id"], row["task_force_id"], row["chat_id"], row["title"])


async def bound_to(tx: Transaction, task_force_id: int) -> list[Channel]:
    """Where this task force's summaries are posted."""
    rows = await tx.all(
        "SELECT * FROM channels WHERE task_force_id = ? AND bound_at IS NOT NULL AND unbound_at IS NULL ORDER BY id",
        (task_force_id,),
    )
    return [_channel(row) for row in rows]


async def move(tx: Transaction, old_chat_id: int, new_chat_id: int) -> None:
    """The chat goes on under another id."""
    await tx.run("UPDATE channels SET chat_id = ? WHERE chat_id = ?", (new_chat_id, old_chat_id))


async def unbind(tx: Transaction, channel_id: int, now: datetime) -> bool:
    """Nothing is posted there any more; False when it already was so."""
    changed = await tx.run(
        "UPDATE channels SET unbound_at = ? WHERE id = ? AND unbound_at IS NULL", (to_text(now), channel_id)
    )
    return changed == 1
