"""Half-filled conversations: one at the front, the others kept."""

from datetime import datetime, timedelta

from storage import sessions
from storage.database import Database


async def test_a_second_conversation_leaves_the_first_whole(database: Database, now: datetime) -> None:
    """Beginning another takes the front; ending it leaves the first to be brought back."""
    async with database.transaction() as tx:
        first = await sessions.begin(tx, chat_id=7, kind="report", subject="report:1", state={"a": "1"}, now=now)
        later = now + timedelta(minutes=1)
        second = await sessions.begin(tx, chat_id=7, kind="note", subject="note:1", state={}, now=later)
        front = await sessions.front(tx, 7)
        assert front is not None
        assert front.id == second
        await sessions.end(tx, second)
        assert await sessions.front(tx, 7) is None
        waiting = await sessions.open_in(tx, 7)
        assert [s.id for s in waiting] == [first]
        await sessions.bring_to_front(tx, waiting[0])
        again = await sessions.front(tx, 7)
    assert again is not None
    assert again.state == {"a": "1"}


async def test_beginning_the_same_conversation_again_replaces_it(database: Database, now: datetime) -> None:
    """The same kind about the same subject in one chat is one row."""
    async with database.transaction() as tx:
        one = await sessions.begin(tx, chat_id=7, kind="report", subject="report:1", state={"a": "1"}, now=now)
        two = await sessions.begin(tx, chat_id=7, kind="report", subject="report:1", state={"a": "2"}, now=now)
        kept = await sessions.open_in(tx, 7)
    assert one == two
    assert [s.state for s in kept] == [{"a": "2"}]


async def test_everybody_in_the_same_report_is_found(database: Database, now: datetime) -> None:
    """All chats that have the same subject open can be refreshed."""
    async with database.transaction() as tx:
        for chat in (7, 8):
            await sessions.begin(tx, chat_id=chat, kind="report", subject="report:1", state={}, now=now)
        found = await sessions.about(tx, "report", "report:1")
    assert [s.chat_id for s in found] == [7, 8]
