"""A local Telegram on a moved clock, and a bot that talks to it over HTTP."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot.clock import MovedClock
from bot.sandbox import LocalTelegram, Phone

Call = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def clock() -> MovedClock:
    return MovedClock(datetime(2022, 3, 1, 1, 30, tzinfo=UTC))


@pytest.fixture
async def telegram(clock: MovedClock) -> AsyncIterator[LocalTelegram]:
    async with LocalTelegram(clock, limits=None) as local:
        yield local


@pytest.fixture
async def bot(telegram: LocalTelegram) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url, base_file_url=telegram.file_url) as client:
        yield client


@pytest.fixture
def ha(telegram: LocalTelegram) -> Phone:
    """A person who has opened the chat; the updates of that are confirmed."""
    phone = telegram.person(7001, "Hà", "Nông Thị", phone="+84912345678")
    phone.start()
    telegram.world.queue.clear()
    return phone


@pytest.fixture
async def call(telegram: LocalTelegram) -> AsyncIterator[Call]:
    """Call a method with form fields and get the whole JSON answer."""
    async with aiohttp.ClientSession() as session:

        async def send(method: str, **fields: Any) -> dict[str, Any]:
            url = f"{telegram.base_url}{telegram.token}/{method}"
            data = {name: str(value) for name, value in fields.items()}
            async with session.post(url, data=data) as answer:
                body: dict[str, Any] = await answer.json()
            assert body["ok"] == (answer.status == 200)
            return body

        yield send


def wait(clock: MovedClock, seconds: float) -> None:
    """Let that many seconds pass."""
    clock.move_to(clock.now() + timedelta(seconds=seconds))
