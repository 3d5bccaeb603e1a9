"""Housekeeping: once a day, and only what is over."""

from datetime import timedelta

from bot.demo.stage import Stage
from storage.database import to_text


async def test_old_updates_are_forgotten_and_recent_ones_remembered(stage: Stage) -> None:
    """After the sweep an update of last week is gone, one of today still counts as seen."""
    now = stage.clock.now()
    async with stage.database.transaction() as tx:
        await tx.run("DELETE FROM facts WHERE name = 'housekeeping'")
        await tx.run("DELETE FROM seen_updates")
        await tx.run("INSERT INTO seen_updates VALUES (1, ?)", (to_text(now - timedelta(days=7)),))
        await tx.run("INSERT INTO seen_updates VALUES (2, ?)", (to_text(now),))
    await stage.app.tick()
    async with stage.database.read() as tx:
        kept = [row["update_id"] for row in await tx.all("SELECT update_id FROM seen_updates")]
    assert kept == [2]
