"""The outbox: written once, in order, put aside and taken up again."""

from datetime import datetime, timedelta

from storage import outbox
from storage.database import Database, Transaction
from storage.outbox import DELETE, SHOW, Ended, Outgoing, Priority, Sent


async def _send(tx: Transaction, now: datetime, chat_id: int = 7, text: str = "xin chào", **more: object) -> bool:
    return await outbox.enqueue(
        tx, chat_id=chat_id, method=str(more.pop("method", "sendMessage")), payload={"text": text},
        priority=Priority.NOTICE, now=now, **more,
    )  # fmt: skip


async def _waiting(database: Database, after: int = 0) -> list[Outgoing]:
    async with database.read() as tx:
        return await outbox.waiting(tx, after)


async def test_the_same_dedupe_key_is_written_once(database: Database, now: datetime) -> None:
    """A sweep that runs twice enqueues once, also after the first was sent."""
    async with database.transaction() as tx:
        assert await _send(tx, now, dedupe_key="remind:1:7")
        assert not await _send(tx, now, dedupe_key="remind:1:7")
        row = (await outbox.waiting(tx, 0))[0]
        await outbox.mark_sent(tx, [Sent(row, 55)], now)
        assert not await _send(tx, now, dedupe_key="remind:1:7")
    assert await _waiting(database) == []


async def test_a_sent_message_can_be_found_by_its_handle(database: Database, now: datetime) -> None:
    """After a send with a handle the card's place is known."""
    async with database.transaction() as tx:
        await _send(tx, now, handle="board:1")
        row = (await outbox.waiting(tx, 0))[0]
        await outbox.mark_sent(tx, [Sent(row, 55)], now)
        assert await outbox.card(tx, 7, "board:1") == 55
        assert await outbox.card(tx, 8, "board:1") is None


async def test_a_waiting_edit_takes_over_newer_content(database: Database, now: datetime) -> None:
    """Two edits of one card before the first is sent become one call with the newer text."""
    async with database.transaction() as tx:
        await _send(tx, now, method=SHOW, handle="board:1", text="1 đơn vị")
        await _send(tx, now, method=SHOW, handle="board:1", text="2 đơn vị")
    rows = await _waiting(database)
    assert [row.payload["text"] for row in rows] == ["2 đơn vị"]


async def test_an_edit_does_not_overtake_what_was_said_after_it(database: Database, now: datetime) -> None:
    """When something else waits behind the edit, the newer edit queues behind that."""
    async with database.transaction() as tx:
        await _send(tx, now, method=SHOW, handle="board:1", text="1")
        await _send(tx, now, text="lời nhắn")
        await _send(tx, now, method=SHOW, handle="board:1", text="2")
    assert [row.payload["text"] for row in await _waiting(database)] == ["1", "lời nhắn", "2"]


async def test_content_replaced_while_it_is_sent_waits_again(database: Database, now: datetime) -> None:
    """A card that changed during its own sending is not marked as sent with the old text."""
    async with database.transaction() as tx:
        await _send(tx, now, method=SHOW, handle="board:1", text="1")
    in_flight = (await _waiting(database))[0]
    async with database.transaction() as tx:
        await _send(tx, now, method=SHOW, handle="board:1", text="2")
        assert await outbox.mark_sent(tx, [Sent(in_flight, 55)], now) == [in_flight.id]
    assert [row.payload["text"] for row in await _waiting(database)] == ["2"]


async def test_what_was_parked_comes_back_in_order(database: Database, now: datetime) -> None:
    """Messages for somebody who blocked the bot wait, and go out in their order when they are back."""
    async with database.transaction() as tx:
        for text in ("một", "hai"):
            await _send(tx, now, text=text)
        await _send(tx, now, text="quá hạn", expires_at=now + timedelta(hours=1))
    last = (await _waiting(database))[-1].id
    async with database.transaction() as tx:
        assert await outbox.park_chat(tx, 7, "blocked", now) == 3
    assert await _waiting(database) == []
    async with database.transaction() as tx:
        assert await outbox.unpark_chat(tx, 7, now + timedelta(days=1)) == 2
        await _send(tx, now, text="ba")
    rows = await _waiting(database, after=last)
    assert [row.payload["text"] for row in rows] == ["một", "hai", "ba"]


async def test_an_ended_call_keeps_its_cause(database: Database, now: datetime) -> None:
    """A call that Telegram refused for good is dead with the reason, and waits no more."""
    async with database.transaction() as tx:
        await _send(tx, now)
        row = (await outbox.waiting(tx, 0))[0]
        await outbox.mark_ended(tx, [Ended(row, "dead", "chat not found")], now)
        kept = await tx.one("SELECT state, error FROM outbox")
    assert kept is not None
    assert tuple(kept) == ("dead", "chat not found")
    assert await _waiting(database) == []


async def test_old_sent_calls_are_forgotten_but_waiting_ones_never(database: Database, now: datetime) -> None:
    """Pruning removes only what is over."""
    async with database.transaction() as tx:
        await _send(tx, now, text="đã gửi")
        row = (await outbox.waiting(tx, 0))[0]
        await outbox.mark_sent(tx, [Sent(row, 1)], now)
        await _send(tx, now, text="còn chờ")
        assert await outbox.prune(tx, now + timedelta(days=200)) == 1
    assert [row.payload["text"] for row in await _waiting(database)] == ["còn chờ"]


async def test_what_was_sent_is_not_kept(database: Database, now: datetime) -> None:
    """Names and invitation codes leave the outbox with the message; when and to whom stays."""
    async with database.transaction() as tx:
        await _send(tx, now, text="https://t.me/bot?start=ma-moi")
        row = (await outbox.waiting(tx, 0))[0]
        await outbox.mark_sent(tx, [Sent(row, 1)], now)
        kept = await tx.one("SELECT chat_id, payload FROM outbox")
    assert kept is not None
    assert tuple(kept) == (7, "{}")


async def test_what_was_put_aside_too_long_is_forgotten(database: Database, now: datetime) -> None:
    """A call whose chat never came back goes when it has expired; one that never expires stays."""
    async with database.transaction() as tx:
        await _send(tx, now, text="nhắc", expires_at=now + timedelta(hours=20))
        await _send(tx, now, text="tổng hợp")
        await outbox.park_chat(tx, 7, "blocked", now)
        assert await outbox.prune(tx, now + timedelta(hours=19)) == 0
        assert await outbox.prune(tx, now + timedelta(days=2)) == 1
        assert await tx.value("SELECT payload FROM outbox") == '{"text":"tổng hợp"}'


async def test_what_was_put_aside_follows_a_chat_that_moves(database: Database, now: datetime) -> None:
    """A group that became a supergroup while it was out of reach gets under its new id what waited."""
    async with database.transaction() as tx:
        await _send(tx, now, chat_id=-100)
        await outbox.park_chat(tx, -100, "chat not found", now)
        await outbox.move_chat(tx, -100, -200)
        assert await outbox.unpark_chat(tx, -200, now) == 1


async def test_a_deleted_message_stands_nowhere(database: Database, now: datetime) -> None:
    """Its place is forgotten, also when Telegram says that it was gone; a message sent after it is remembered."""
    async with database.transaction() as tx:
        for chat_id in (7, 8, 9):
            await _send(tx, now, chat_id=chat_id, handle="summary:1#2")
        await outbox.mark_sent(tx, [Sent(row, 55) for row in await outbox.waiting(tx, 0)], now)
        for chat_id in (7, 8, 9):
            await _send(tx, now, chat_id=chat_id, method=DELETE, handle="summary:1#2")
        await _send(tx, now, chat_id=9, method=SHOW, handle="summary:1#2")
        deleted, gone, replaced, again = await outbox.waiting(tx, 0)
        await outbox.mark_ended(tx, [Ended(gone, "expired", "message to delete not found")], now)
        await outbox.mark_sent(tx, [Sent(deleted, None), Sent(replaced, None), Sent(again, 56)], now)
        assert [await outbox.card(tx, chat_id, "summary:1#2") for chat_id in (7, 8, 9)] == [None, None, 56]
