"""The files for a meeting: taken in at any time until it is held, and sent on to whoever is invited."""

from collections.abc import Sequence

from handlers.meetings.telling import Recipient
from handlers.turn import Turn
from storage.agenda import Paper
from storage.meetings import Meeting
from storage.outbox import Priority


async def send(turn: Turn, meeting: Meeting, recipients: Sequence[Recipient], papers: Sequence[Paper]) -> None:
    """Send the files on to these recipients, each file once to each of them."""
    for paper in papers:
        for to in recipients:
            await turn.forward_file(
                to.chat_id, paper.file_id, paper.kind, None, locale=to.locale,
                dedupe_key=f"paper:{paper.id}:{to.key}", priority=Priority.BULK,
            )  # fmt: skip
