"""A ballot prepared and opened as the secretary does it, for stories that begin with it."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox import Phone
from handlers.callbacks import Tap
from storage import outbox
from storage.outbox import Priority
from tests.e2e.body import Body

QUESTION = "Thống nhất ban hành Kế hoạch quý II?"


async def say(body: Body, phone: Phone, *texts: str) -> None:
    """Type one text after the other."""
    for text in texts:
        phone.say(text)
        await body.stage.settle()


async def tap(body: Body, phone: Phone, *labels: str) -> None:
    """Tap one button after the other."""
    for label in labels:
        phone.tap(label)
        await body.stage.settle()


async def draft(body: Body, *, until: str = "17h thứ Năm", rules: Sequence[str] = ()) -> Phone:
    """A draft on the secretary's desk, with these rules turned by a tap each."""
    phone = body.secretary
    await say(body, phone, "/phieu")
    await tap(body, phone, "Soạn phiếu")
    await say(body, phone, QUESTION, until)
    if rules:
        await tap(body, phone, "Cách tính", *rules, "Quay lại")
    return phone


async def opened(body: Body, *, until: str = "17h thứ Năm", rules: Sequence[str] = ()) -> Phone:
    """An open ballot; returns the secretary."""
    phone = await draft(body, until=until, rules=rules)
    await tap(body, phone, "Xem lại và mở", "Mở lấy ý kiến")
    return phone


async def rows(body: Body, sql: str, *parameters: object) -> list[dict[str, Any]]:
    """What the database holds; and no update has failed, no call was refused."""
    async with body.stage.database.read() as tx:
        failed = await tx.all("SELECT trace FROM failed_updates")
        assert not failed, failed[0]["trace"]
        dead = await tx.all("SELECT method, error, payload FROM outbox WHERE state = 'dead'")
        assert not dead, tuple(dead[0])
        return [dict(row) for row in await tx.all(sql, parameters)]


async def offer(body: Body, phone: Phone, *taps: Tap) -> None:
    """Put buttons "Nút 0", "Nút 1" … before somebody, as a forged client does."""
    keys = [[{"text": f"Nút {n}", "callback_data": one.pack()}] for n, one in enumerate(taps)]
    payload = {"chat_id": phone.id, "text": "Thử", "reply_markup": {"inline_keyboard": keys}}
    async with body.stage.database.transaction() as tx:
        await outbox.enqueue(
            tx, chat_id=phone.id, method="sendMessage", payload=payload, priority=Priority.NOTICE,
            now=body.stage.clock.now(),
        )  # fmt: skip
    body.stage.app.delivery.wake()
    await body.stage.settle()
