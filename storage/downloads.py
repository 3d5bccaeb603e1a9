"""Files that people sent and that have to be fetched from Telegram before they can be read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, to_text


@dataclass(frozen=True, slots=True)
class Download:
    """One file to fetch; ``purpose`` says who reads it ("roster", "plan")."""

    id: int
    chat_id: int
    purpose: str
    file_id: str
    file_name: str
    attempts: int


def _download(row: Any) -> Download:
    return Download(row["id"], row["chat_id"], row["purpose"], row["file_id"], row["file_name"], row["attempts"])


async def request(tx: Transaction, *, chat_id: int, purpose: str, file_id: str, file_name: str, now: datetime) -> None:
    """Ask for a file to be fetched and handed to ``purpose``."""
    await tx.run(
        "INSERT INTO downloads (chat_id, purpose, file_id, file_name, created_at) VALUES (?, ?, ?, ?, ?)",
        (chat_id, purpose, file_id, file_name, to_text(now)),
    )


async def waiting(tx: Transaction) -> list[Download]:
    """Files not fetched yet, oldest first."""
    return [_download(row) for row in await tx.all("SELECT * FROM downloads WHERE state = 'queued' ORDER BY id")]


async def finish(tx: Transaction, download_id: int, state: str, now: datetime) -> bool:
    """Mark as "done" or "failed"; False when somebody else already did."""
    changed = await tx.run(
        "UPDATE downloads SET state = ?, done_at = ? WHERE id = ? AND state = 'queued'",
        (state, to_text(now), download_id),
    )
    return changed == 1


async def count_attempt(tx: Transaction, download_id: int) -> None:
    """One more try that did not get through."""
    await tx.run("UPDATE downloads SET attempts = attempts + 1 WHERE id = ?", (download_id,))
