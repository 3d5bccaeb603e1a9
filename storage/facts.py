"""Single values worth remembering: the bot's name at Telegram, which menu was set last."""

from storage.database import Transaction


async def get(tx: Transaction, name: str) -> str | None:
    """The value of that name, or None."""
    value = await tx.value("SELECT value FROM facts WHERE name = ?", (name,))
    return None if value is None else str(value)


async def put(tx: Transaction, name: str, value: str) -> None:
    """Remember the value under that name from now on."""
    await tx.run(
        "INSERT INTO facts (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
