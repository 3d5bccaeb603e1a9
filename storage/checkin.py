"""Wrong check-in codes: how often each chat tried, so that nobody can try them all."""

from datetime import datetime

from storage.database import Transaction, from_text, to_text


async def tries(tx: Transaction, meeting_id: int, chat_id: int) -> tuple[int, datetime | None]:
    """How many wrong codes the chat has given for the meeting, and when the last one (UTC; None: never)."""
    row = await tx.one(
        "SELECT tries, last_at FROM check_in_tries WHERE meeting_id = ? AND chat_id = ?", (meeting_id, chat_id)
    )
    return (0, None) if row is None else (row["tries"], from_text(row["last_at"]))


async def wrong(tx: Transaction, meeting_id: int, chat_id: int, now: datetime) -> None:
    """The chat gave one more wrong code."""
    await tx.run(
        "INSERT INTO check_in_tries (meeting_id, chat_id, tries, last_at) VALUES (?, ?, 1, ?)"
        " ON CONFLICT (meeting_id, chat_id) DO UPDATE SET tries = tries + 1, last_at = excluded.last_at",
        (meeting_id, chat_id, to_text(now)),
    )


async def start_over(tx: Transaction, meeting_id: int, chat_id: int) -> None:
    """The chat may try anew."""
    await tx.run("DELETE FROM check_in_tries WHERE meeting_id = ? AND chat_id = ?", (meeting_id, chat_id))


async def forget(tx: Transaction, meeting_id: int) -> None:
    """The meeting is over: nothing is kept of wrong codes."""
    await tx.run("DELETE FROM check_in_tries WHERE meeting_id = ?", (meeting_id,))
