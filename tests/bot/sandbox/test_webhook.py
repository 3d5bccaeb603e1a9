"""The webhook: posting, the secret, retrying, and 409 for pollers."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from telegram import Bot, Update
from telegram.error import BadRequest, Conflict

from bot.clock import MovedClock
from bot.sandbox import LocalTelegram, Phone
from tests.bot.sandbox.conftest import wait


@dataclass
class Receiver:
    """A bot's web server that remembers what was posted and answers as told."""

    url: str = ""
    texts: list[str] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.Response:
        update = Update.de_json(await request.json(), None)
        assert update.message is not None
        self.arrived.set()
        self.texts.append(update.message.text or "")
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    there = Receiver()
    app = web.Application()
    app.router.add_post("/telegram", there.receive)
    async with TestServer(app) as server:
        there.url = str(server.make_url("/telegram"))
        yield there


async def until(receiver: Receiver, count: int) -> None:
    async with asyncio.timeout(5):
        while len(receiver.texts) < count:
            receiver.arrived.clear()
            await receiver.arrived.wait()
    await asyncio.sleep(0.02)


async def test_updates_are_posted_with_the_secret(
    bot: Bot, ha: Phone, telegram: LocalTelegram, receiver: Receiver
) -> None:
    """What waited and what comes later is posted with the secret header, and is confirmed by 200."""
    ha.say("a")
    assert await bot.set_webhook(receiver.url, secret_token="kin_1")
    ha.say("b")
    await until(receiver, 2)
    assert (receiver.texts, receiver.secrets) == (["a", "b"], ["kin_1", "kin_1"])
    assert telegram.quiet()


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot, receiver: Receiver) -> None:
    """getUpdates is 409 with a webhook, also for a poll that waits when it is set; deleting it ends that."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    await bot.set_webhook(receiver.url)
    with pytest.raises(Conflict, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates(timeout=0)
    await bot.delete_webhook()
    assert await bot.get_updates(timeout=0) == ()


async def test_a_refused_update_comes_again_at_once_then_later(
    bot: Bot, ha: Phone, clock: MovedClock, receiver: Receiver
) -> None:
    """The first retry is immediate, then 2 and 4 seconds of the clock pass."""
    receiver.statuses = [500, 500, 500, 200]
    await bot.set_webhook(receiver.url)
    ha.say("a")
    await until(receiver, 2)
    assert len(receiver.texts) == 2
    assert (await bot.get_webhook_info()).last_error_message == (
        "Wrong response from the webhook: 500 Internal Server Error"
    )
    wait(clock, 2)
    await until(receiver, 3)
    wait(clock, 3.9)
    await asyncio.sleep(0.02)
    assert len(receiver.texts) == 3
    wait(clock, 0.1)
    await until(receiver, 4)
    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_one_chat_keeps_its_order_while_others_go_on(
    bot: Bot, ha: Phone, telegram: LocalTelegram, clock: MovedClock, receiver: Receiver
) -> None:
    """A chat whose update is refused waits; another chat's updates arrive meanwhile."""
    other = telegram.person(7002, "Bình")
    receiver.statuses = [500, 500]
    await bot.set_webhook(receiver.url)
    ha.say("a")
    await until(receiver, 2)
    ha.say("b")
    other.start()
    await until(receiver, 3)
    wait(clock, 2)
    await until(receiver, 5)
    assert receiver.texts == ["a", "a", "/start", "a", "b"]


async def test_pending_updates_can_be_dropped(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """drop_pending_updates forgets what waits."""
    ha.say("a")
    await bot.delete_webhook(drop_pending_updates=True)
    assert telegram.pending() == 0


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.com/", None, "an https url must be provided"),
        ("https://example.com:8081/", None, "can be set up only on ports 80, 88, 443 or 8443"),
        ("https://example.com/", "có dấu", "Secret token contains unallowed characters"),
        ("https://example.com/", "x" * 257, "Secret token is too long"),
    ],
)
async def test_a_wrong_webhook_is_refused(bot: Bot, url: str, secret: str | None, reason: str) -> None:
    """Plain http beyond this machine, other ports and odd secrets are 400."""
    with pytest.raises(BadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret)


async def test_an_update_that_nobody_takes_is_dropped_when_it_is_too_old(
    bot: Bot, ha: Phone, telegram: LocalTelegram, clock: MovedClock
) -> None:
    """With nobody listening the update is tried until its 24 hours are over."""
    await bot.set_webhook("http://127.0.0.1:9/telegram")
    ha.say("a")
    await asyncio.sleep(0.1)
    assert (await bot.get_webhook_info()).last_error_message == "Connection failed: ClientConnectorError"
    wait(clock, 24 * 3600 + 1)
    await asyncio.sleep(0.1)
    assert telegram.pending() == 0


async def test_a_webhook_survives_an_outage(bot: Bot, ha: Phone, telegram: LocalTelegram, receiver: Receiver) -> None:
    """What happens while the server is down is posted when it is up again."""
    await bot.set_webhook(receiver.url)
    await telegram.stop()
    ha.say("a")
    assert receiver.texts == []
    await telegram.start()
    await until(receiver, 1)
    assert receiver.texts == ["a"]
