"""429: how fast a bot may write, enforced in two ways."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from telegram import Bot
from telegram.error import RetryAfter

from bot.clock import MovedClock
from bot.sandbox import Limits, LocalTelegram
from bot.sandbox.limits import Limiter
from tests.bot.sandbox.conftest import wait

Mode = Literal["bucket", "strict"]
BOTH: Any = pytest.mark.parametrize("mode", ["bucket", "strict"])


def limiter(clock: MovedClock, mode: Mode) -> Limiter:
    return Limiter(Limits(mode=mode), clock.monotonic)


@BOTH
def test_thirty_messages_go_in_a_second(clock: MovedClock, mode: Mode) -> None:
    """The 31st to another chat in the same moment waits a second."""
    limits = limiter(clock, mode)
    assert [limits.take(chat, private=True) for chat in range(1, 32)] == [0] * 30 + [1]
    wait(clock, 1)
    assert limits.take(99, private=True) == 0
    assert limits.refused == 1


@BOTH
def test_a_private_chat_takes_a_small_burst_then_one_a_second(clock: MovedClock, mode: Mode) -> None:
    """Three at once, then about one a second; other chats are not held up."""
    limits = limiter(clock, mode)
    assert [limits.take(1, private=True) for _ in range(3)] == [0, 0, 0]
    assert limits.take(1, private=True) > 0
    assert limits.take(2, private=True) == 0


@BOTH
def test_a_group_takes_twenty_a_minute(clock: MovedClock, mode: Mode) -> None:
    """The 21st message to a group waits, and private chats do not."""
    limits = limiter(clock, mode)
    assert [limits.take(-1, private=False) for _ in range(20)] == [0] * 20
    pause = limits.take(-1, private=False)
    assert pause == (3 if mode == "bucket" else 60)
    assert limits.take(1, private=True) == 0
    wait(clock, pause)
    assert limits.take(-1, private=False) == 0


@BOTH
def test_whoever_does_not_wait_is_refused_until_the_time_is_over(clock: MovedClock, mode: Mode) -> None:
    """Half a second after a 429 for one second, the answer is still 429 although room has come back."""
    limits = limiter(clock, mode)
    for chat in range(1, 32):
        limits.take(chat, private=True)
    wait(clock, 0.5)
    assert limits.take(99, private=True) == 1
    wait(clock, 0.5)
    assert limits.take(99, private=True) == 0


@pytest.mark.parametrize(("mode", "refused"), [("bucket", False), ("strict", True)])
def test_strict_windows_see_a_burst_after_a_steady_second(clock: MovedClock, mode: Mode, refused: bool) -> None:
    """Evenly sent messages fill a strict window; a token bucket has had time to refill."""
    limits = limiter(clock, mode)
    for number in range(1, 21):
        assert limits.take(number, private=True) == 0
        wait(clock, 0.04)
    pauses = [limits.take(100 + number, private=True) for number in range(20)]
    assert any(pauses) == refused


@BOTH
def test_an_even_pace_below_the_limit_is_never_refused(clock: MovedClock, mode: Mode) -> None:
    """900 notices to 900 chats at 29 a second meet no 429."""
    limits = limiter(clock, mode)
    for chat in range(1, 901):
        assert limits.take(chat, private=True) == 0
        wait(clock, 1 / 29)


def test_no_limits_no_refusals(clock: MovedClock) -> None:
    """Without limits everything goes."""
    free = Limiter(None, clock.monotonic)
    assert not any(free.take(1, private=True) for _ in range(1000))


@pytest.fixture
async def paced() -> AsyncIterator[LocalTelegram]:
    clock = MovedClock(datetime(2022, 3, 1, tzinfo=UTC))
    async with LocalTelegram(clock, limits=Limits(private_burst=2)) as local:
        yield local


async def test_messages_and_edits_count_and_answers_do_not(
    paced: LocalTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message and its edit use up a burst of two; 429 says how long; the rest is free."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the library warns of its own future
    ha = paced.person(7001, "Hà")
    ha.start()
    async with Bot(paced.token, base_url=paced.base_url) as bot:
        sent = await bot.send_message(ha.id, "a")
        await bot.edit_message_text("b", ha.id, sent.message_id)
        with pytest.raises(RetryAfter) as refusal:
            await bot.send_message(ha.id, "c")
        assert refusal.value.retry_after == timedelta(seconds=1)
        for _ in range(50):
            await bot.get_updates(timeout=0)
        await bot.delete_message(ha.id, sent.message_id)
    assert (paced.too_many, paced.calls.too_many) == (1, 1)


async def test_a_refused_call_costs_nothing(paced: LocalTelegram) -> None:
    """400 and 403 do not count against the pace."""
    ha = paced.person(7001, "Hà")
    ha.start()
    async with Bot(paced.token, base_url=paced.base_url) as bot:
        for _ in range(5):
            with pytest.raises(Exception, match="Can't parse entities"):
                await bot.send_message(ha.id, "<", parse_mode="HTML")
        await bot.send_message(ha.id, "a")
