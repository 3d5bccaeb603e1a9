"""The call log, faults on demand, and serving alone."""

import asyncio
import sys
import time

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError

from bot.sandbox import LocalTelegram, Phone


async def test_every_call_is_logged(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """The log tells method, chat and outcome, and counts them."""
    await bot.send_message(ha.id, "a")
    with pytest.raises(BadRequest):
        await bot.send_message(ha.id, "<", parse_mode="HTML")
    assert [(call.chat_id, call.ok, call.error_code) for call in telegram.calls.of("sendMessage")] == [
        (str(ha.id), True, 0),
        (str(ha.id), False, 400),
    ]
    assert (telegram.calls.granted["sendmessage"], telegram.calls.refused[400]) == (1, 1)
    assert len(list(telegram.calls)) == len(telegram.calls)


async def test_a_call_can_be_made_to_fail(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """The next calls of a method get the error asked for, then all is well again; others are not touched."""
    telegram.fail_next("sendMessage", 2, 502)
    for _ in range(2):
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(ha.id, "a")
    await bot.send_message(ha.id, "b")
    assert [message.text for message in ha.messages] == ["/start", "b"]


async def test_a_429_can_be_ordered(telegram: LocalTelegram, ha: Phone) -> None:
    """A fault may carry retry_after, as JSON parameter and as header; "*" is any method but getUpdates."""
    telegram.fail_next("*", error=429, retry_after=7)
    url = f"{telegram.base_url}{telegram.token}"
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{url}/getUpdates") as answer:
            assert answer.status == 200
        async with session.get(f"{url}/getMe") as answer:
            assert (answer.status, answer.headers["Retry-After"]) == (429, "7")
            body = await answer.json()
    assert body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


async def test_a_connection_can_be_cut_before_or_after_the_work(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """``disconnect`` leaves nothing done; after ``lost answer`` the message stands although nobody was told."""
    telegram.fail_next("sendMessage", error="disconnect")
    with pytest.raises(NetworkError):
        await bot.send_message(ha.id, "a")
    telegram.fail_next("sendMessage", error="lost answer")
    with pytest.raises(NetworkError):
        await bot.send_message(ha.id, "b")
    assert [message.text for message in ha.messages] == ["/start", "b"]


async def test_answers_can_be_slow(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """answer_after delays every answer; the message is there before it."""
    telegram.answer_after(0.1)
    began = time.monotonic()
    sending = asyncio.create_task(bot.send_message(ha.id, "a"))
    await asyncio.sleep(0.05)
    assert ha.last.text == "a"
    assert not telegram.quiet()
    await sending
    assert time.monotonic() - began >= 0.1


async def test_it_serves_alone() -> None:
    """``python -m bot.sandbox`` prints its address and answers there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.sandbox", "--port", "0", "--limits", "strict", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        token = (await process.stdout.readline()).split()[1].decode()
        base_url = (await process.stdout.readline()).split()[1].decode()
        async with Bot(token, base_url=base_url) as alone:
            assert (await alone.get_me()).username == "bac_kan_bot"
    finally:
        process.terminate()
        await process.communicate()
