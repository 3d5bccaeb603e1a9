"""How the database is, for the operator."""

from dataclasses import dataclass

from storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Health:
    """``integrity`` is "ok" or SQLite's first complaint; the rest are counts of rows."""

    integrity: str
    failed_updates: int
    dead_messages: int
    waiting_messages: int


async def examine(tx: Transaction) -> Health:
    """Look at the whole file; takes a second for each few hundred megabytes."""
    return Health(
        integrity=str(await tx.value("PRAGMA quick_check(1)")),
        failed_updates=int(await tx.value("SELECT count(*) FROM failed_updates")),
        dead_messages=int(await tx.value("SELECT count(*) FROM outbox WHERE state = 'dead'")),
        waiting_messages=int(await tx.value("SELECT count(*) FROM outbox WHERE state = 'queued'")),
    )


async def charters(tx: Transaction) -> list[tuple[str, str]]:
    """(key, TOML text) of every task force that is served."""
    rows = await tx.all("SELECT key, charter FROM task_forces WHERE archived_at IS NULL ORDER BY id")
    return [(row["key"], row["charter"]) for row in rows]
