"""Cards that go on under another name, and the record's last word."""

from datetime import UTC, datetime

from storage import audit, outbox
from storage.database import Database

NOW = datetime(2022, 3, 1, tzinfo=UTC)


async def test_a_card_goes_on_under_another_handle(database: Database) -> None:
    """The message is edited by its new name only; one that had the name before is left as it stands."""
    async with database.transaction() as tx:
        for handle, message_id in (("convene", 7), ("desk:1", 3)):
            await tx.run(
                "INSERT INTO cards (chat_id, handle, message_id, at) VALUES (5, ?, ?, '')", (handle, message_id)
            )
        await outbox.rename_card(tx, 5, "convene", "desk:1")
        assert await outbox.card(tx, 5, "desk:1") == 7
        assert await outbox.card(tx, 5, "convene") is None
        assert await outbox.chats_of_card(tx, "desk:1") == [5]


async def test_who_did_it_last_is_known(database: Database) -> None:
    """By action and subject; None where nobody did."""
    async with database.transaction() as tx:
        for person_id in (1, 2):
            await tx.insert("INSERT INTO people (id, full_name, created_at) VALUES (?, 'Ai Đó', '')", (person_id,))
            await audit.note(tx, now=NOW, action="meeting.time", person_id=person_id, subject="meeting:1")
        assert await audit.last_by(tx, "meeting.time", "meeting:1") == 2
        assert await audit.last_by(tx, "meeting.place", "meeting:1") is None
