"""Delivery: priorities, order, pace, refusals, people who are gone, cards edited in place."""

from datetime import timedelta
from typing import Any

import pytest
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.delivery import _judge
from bot.demo.stage import Stage
from bot.sandbox import Phone
from storage import outbox, people
from storage.database import to_text
from storage.outbox import SHOW, Outgoing, Priority


async def _write(stage: Stage, chat_id: int, text: str, **more: Any) -> None:
    async with stage.database.transaction() as tx:
        await outbox.enqueue(
            tx, chat_id=chat_id, method=more.pop("method", "sendMessage"), payload={"text": text},
            priority=more.pop("priority", Priority.NOTICE), now=stage.clock.now(), **more,
        )  # fmt: skip
    stage.app.delivery.wake()


async def _states(stage: Stage) -> dict[str, int]:
    async with stage.database.read() as tx:
        rows = await tx.all("SELECT state, count(*) AS n FROM outbox WHERE chat_id != 0 GROUP BY state")
    return {row["state"]: row["n"] for row in rows}


async def _reached(stage: Stage, telegram_id: int = 1001) -> Phone:
    phone = await stage.person(telegram_id, f"Người {telegram_id}", f"+84912{telegram_id:06d}")
    phone.start()
    await stage.settle()
    async with stage.database.transaction() as tx:
        await tx.run("DELETE FROM outbox")
    return phone


def _texts(phone: Phone) -> list[str]:
    return [message.text for message in phone.messages if message.outgoing]


async def test_messages_to_one_person_keep_their_order(stage: Stage) -> None:
    """Ten messages arrive in the order in which they were written, spaced as Telegram wants."""
    phone = await _reached(stage)
    before = len(_texts(phone))
    for n in range(10):
        await _write(stage, 1001, f"tin {n}")
    await stage.settle()
    assert _texts(phone)[before:] == [f"tin {n}" for n in range(10)]
    assert stage.telegram.too_many == 0


async def test_somebody_who_waits_is_answered_before_everybody_is_notified(stage: Stage) -> None:
    """A reply written after a hundred bulk notices is sent before most of them."""
    phones = [await _reached(stage, 1001 + n) for n in range(40)]
    for n in range(40):
        await _write(stage, 1001 + n, "thông báo", priority=Priority.BULK)
    one = await stage.person(5000, "Đang chờ", "+84912005000")
    one.start()
    await stage.settle()
    sent = [call for call in stage.telegram.calls if call.method == "sendmessage"]
    order = [int(call.chat_id) for call in sent][-41:]
    assert order.index(5000) < 10
    assert all(_texts(phone)[-1] == "thông báo" for phone in phones)


async def test_a_person_who_blocked_the_bot_is_remembered_and_nothing_is_lost(stage: Stage) -> None:
    """403 marks the person with the cause and parks their messages until they are back."""
    phone = await _reached(stage)
    async with stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO people (telegram_id, full_name, created_at) VALUES (1001, 'Người', ?)",
            (to_text(stage.clock.now()),),
        )
    phone.block()
    await stage.settle()
    await _write(stage, 1001, "một")
    await _write(stage, 1001, "hai")
    await stage.settle()
    async with stage.database.read() as tx:
        person = await people.by_telegram_id(tx, 1001)
    assert person is not None
    assert person.unreachable_cause is not None
    assert "blocked" in person.unreachable_cause or "kicked" in person.unreachable_cause
    assert (await _states(stage)).get("queued", 0) == 0
    phone.unblock()
    await stage.settle()
    assert _texts(phone)[-2:] == ["một", "hai"]


async def test_too_many_requests_lose_nothing(stage: Stage) -> None:
    """After a 429 the message waits its time and is sent."""
    phone = await _reached(stage)
    stage.telegram.fail_next("sendMessage", 1, 429, retry_after=7)
    before = stage.clock.now()
    await _write(stage, 1001, "sau 429")
    await stage.settle()
    assert _texts(phone)[-1] == "sau 429"
    assert stage.clock.now() - before >= timedelta(seconds=7)


@pytest.mark.parametrize("fault", [500, 502, "disconnect"])
async def test_network_trouble_is_waited_out(stage: Stage, fault: Any) -> None:
    """A server error or a cut connection is tried again with growing pauses."""
    phone = await _reached(stage)
    stage.telegram.fail_next("sendMessage", 3, fault)
    await _write(stage, 1001, "đến sau")
    await stage.settle()
    assert _texts(phone)[-1] == "đến sau"
    assert await _states(stage) == {"sent": 1}


async def test_a_card_is_edited_in_place(stage: Stage) -> None:
    """The second "show" of a handle edits the first message; the chat holds one."""
    phone = await _reached(stage)
    before = len(_texts(phone))
    for text in ("bảng 1", "bảng 2"):
        await _write(stage, 1001, text, method=SHOW, handle="board:1")
        await stage.settle()
    assert _texts(phone)[before:] == ["bảng 2"]


async def test_showing_the_same_again_is_no_error(stage: Stage) -> None:
    """ "Message is not modified" counts as done."""
    phone = await _reached(stage)
    for _ in range(2):
        await _write(stage, 1001, "bảng", method=SHOW, handle="board:1")
        await stage.settle()
    assert _texts(phone)[-1] == "bảng"
    assert await _states(stage) == {"sent": 2}


async def test_what_is_too_old_is_not_sent(stage: Stage) -> None:
    """A message whose time is over when its turn comes is marked expired."""
    phone = await _reached(stage)
    before = len(_texts(phone))
    await _write(stage, 1001, "đã muộn", expires_at=stage.clock.now() - timedelta(seconds=1))
    await stage.settle()
    assert len(_texts(phone)) == before
    assert await _states(stage) == {"expired": 1}


async def test_what_telegram_will_never_take_is_dead_with_its_cause(stage: Stage) -> None:
    """A 400 that no retry can mend is kept as dead, and the chat's next message still goes."""
    phone = await _reached(stage)
    await _write(stage, 1001, "x" * 5000)
    await _write(stage, 1001, "tiếp theo")
    await stage.settle()
    assert await _states(stage) == {"dead": 1, "sent": 1}
    assert _texts(phone)[-1] == "tiếp theo"


async def test_a_restart_goes_on_where_it_stopped(stage: Stage) -> None:
    """What was written but not sent when the bot stopped is sent by the next start, once."""
    phone = await _reached(stage)
    before = len(_texts(phone))
    await stage.stop_bot()
    stage.database = await type(stage.database).open(stage.database_path)
    async with stage.database.transaction() as tx:
        for n in range(3):
            await outbox.enqueue(
                tx, chat_id=1001, method="sendMessage", payload={"text": f"tin {n}"}, priority=Priority.NOTICE,
                now=stage.clock.now(),
            )  # fmt: skip
    await stage.database.close()
    await stage.start_bot()
    assert _texts(phone)[before:] == ["tin 0", "tin 1", "tin 2"]


async def test_a_mistake_in_what_the_product_makes_of_a_refusal_stops_nothing(stage: Stage) -> None:
    """When nobody can be told of a refused message, the marks stand and the next messages go out."""
    phone = await _reached(stage)
    async with stage.database.transaction() as tx:
        await tx.run("ALTER TABLE task_forces RENAME TO elsewhere")  # whoever is told reads this table
    for n in range(40):
        await _write(stage, 1001, "x" * 5000 if n == 0 else f"tin {n}")
    await stage.settle()
    assert await _states(stage) == {"dead": 1, "sent": 39}
    assert _texts(phone)[-1] == "tin 39"


async def test_after_a_very_long_outage_the_message_still_goes(stage: Stage) -> None:
    """However often it was tried, the pause stays a minute at most."""
    phone = await _reached(stage)
    async with stage.database.transaction() as tx:
        await outbox.enqueue(
            tx, chat_id=1001, method="sendMessage", payload={"text": "rốt cuộc"}, priority=Priority.NOTICE,
            now=stage.clock.now(),
        )  # fmt: skip
        await tx.run("UPDATE outbox SET attempts = 5000")
    stage.telegram.fail_next("sendMessage", 1, 502)
    stage.app.delivery.wake()
    await stage.settle()
    assert _texts(phone)[-1] == "rốt cuộc"


async def test_a_call_that_belongs_to_no_chat_is_tried_again_too(stage: Stage) -> None:
    """A menu that could not be set for want of a connection is set when there is one."""
    stage.telegram.fail_next("setMyCommands", 2, 502)
    async with stage.database.transaction() as tx:
        await outbox.enqueue(
            tx, chat_id=outbox.NO_CHAT, method="setMyCommands",
            payload={"commands": [{"command": "start", "description": "Bắt đầu"}]}, priority=Priority.NOTICE,
            now=stage.clock.now(),
        )  # fmt: skip
    stage.app.delivery.wake()
    await stage.settle()
    async with stage.database.read() as tx:
        assert await outbox.count_waiting(tx) == 0
    assert [call.error_code for call in stage.telegram.calls.of("setMyCommands")][-1] == 0


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (Forbidden("Forbidden: bot is not a member of the channel chat"), "parked"),
        (BadRequest("Chat not found"), "parked"),
        (BadRequest("Not enough rights to send text messages to the chat"), "parked"),
        (BadRequest("Message is too long"), "dead"),
        (BadRequest("Query is too old and response timeout expired or query id is invalid"), "expired"),
    ],
)
def test_a_refusal_is_told_apart_by_what_can_be_done_about_it(refusal: TelegramError, state: str) -> None:
    """A chat out of reach is waited for, what came too late is let go, what can never go is dead."""
    row = Outgoing(1, -100, "sendMessage", {}, Priority.NOTICE, None, 1, 0, "", None)
    assert _judge(row, refusal).state == state
