"""The summary: shown to the secretary before it goes out, posted to the channel at its hour, kept up to date there."""

from handlers.turn import Turn


async def report_changed(turn: Turn, report_id: int) -> None:
    """A report was sent (again): a summary that was already posted follows."""
