"""Which updates were dealt with, and which could not be (design §3)."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.database import Transaction, maybe_moment, to_text

_REMEMBERED = timedelta(days=3)
"""Telegram repeats an update for at most 24 hours; its ids may start anew after a quiet week."""


async def unseen(tx: Transaction, update_ids: Iterable[int]) -> set[int]:
    """Those of the updates that were not dealt with yet."""
    ids = list(update_ids)
    marks = ",".join("?" * len(ids))
    rows = await tx.all(
        f"SELECT update_id FROM seen_updates WHERE update_id IN ({marks})",  # noqa: S608 - only question marks
        ids,
    )
    return set(ids) - {row["update_id"] for row in rows}


async def mark_seen(tx: Transaction, update_ids: Iterable[int], now: datetime) -> None:
    """These updates are dealt with, as of the commit of this transaction."""
    at = to_text(now)
    await tx.run_many("INSERT INTO seen_updates (update_id, at) VALUES (?, ?)", [(i, at) for i in update_ids])


async def keep_failed(tx: Transaction, update_id: int | None, raw: str, trace: str, now: datetime) -> None:
    """Keep an update that no handler could deal with, as it came, for the operator."""
    await tx.run(
        "INSERT INTO failed_updates (update_id, raw, trace, at) VALUES (?, ?, ?, ?)",
        (update_id, raw, trace, to_text(now)),
    )


async def count_failed(tx: Transaction) -> int:
    """How many updates lie in the dead-letter table."""
    return int(await tx.value("SELECT count(*) FROM failed_updates"))


async def forget_old(tx: Transaction, now: datetime) -> None:
    """Drop the memory of updates too old to come again."""
    await tx.run("DELETE FROM seen_updates WHERE at < ?", (to_text(now - _REMEMBERED),))


async def last_heard(tx: Transaction) -> datetime | None:
    """When Telegram last answered a request for updates (UTC), or None if never."""
    return maybe_moment(await tx.value("SELECT value FROM facts WHERE name = 'last_heard'"))


async def heard(tx: Transaction, now: datetime) -> None:
    """Telegram answered a request for updates now."""
    await tx.run(
        "INSERT INTO facts (name, value) VALUES ('last_heard', ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (to_text(now),),
    )


async def note_gap(tx: Transaction, now: datetime) -> None:
    """The bot was out of reach so long that taps were lost."""
    await tx.run(
        "INSERT INTO facts (name, value) VALUES ('gap', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (to_text(now),),
    )


async def take_gap(tx: Transaction) -> datetime | None:
    """The gap that nobody made good yet (UTC); from now on somebody has."""
    gap = maybe_moment(await tx.value("SELECT value FROM facts WHERE name = 'gap'"))
    if gap is not None:
        await tx.run("DELETE FROM facts WHERE name = 'gap'")
    return gap
