"""getUpdates: waiting, confirming, expiring, and one poller at a time."""

import asyncio
import time

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict

from bot.clock import MovedClock
from bot.sandbox import LocalTelegram, Phone
from tests.bot.sandbox.conftest import Call, wait

BUTTON = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Chọn", callback_data="choose"))


async def texts(bot: Bot, offset: int | None = None, **more: int) -> list[str | None]:
    return [update.effective_message.text for update in await bot.get_updates(offset, timeout=0, **more)]


async def test_a_batch_stays_until_a_higher_offset_confirms_it(bot: Bot, ha: Phone) -> None:
    """The same updates come again and again, in order, until the call that names the next one."""
    for text in "abc":
        ha.say(text)
    assert await texts(bot) == ["a", "b", "c"]
    first = (await bot.get_updates(limit=1, timeout=0))[0].update_id
    assert await texts(bot) == ["a", "b", "c"]
    assert await texts(bot, first + 1) == ["b", "c"]
    assert await texts(bot) == ["b", "c"]


async def test_a_batch_holds_at_most_a_hundred(bot: Bot, ha: Phone) -> None:
    """However large the limit, 100 updates is the most, numbered without gaps."""
    for number in range(120):
        ha.say(str(number))
    updates = await bot.get_updates(limit=100, timeout=0)
    assert [update.update_id - updates[0].update_id for update in updates] == list(range(100))


async def test_a_negative_offset_forgets_all_but_the_newest(bot: Bot, ha: Phone) -> None:
    """Offset -1 leaves one update."""
    for text in "abc":
        ha.say(text)
    assert await texts(bot, -1) == ["c"]
    assert await texts(bot) == ["c"]


async def test_an_offset_from_the_future_confirms_nothing(bot: Bot, ha: Phone) -> None:
    """Another bot's offset does not lose this one's updates."""
    ha.say("a")
    assert await texts(bot, 2_000_000_000) == ["a"]


async def test_a_waiting_poll_answers_at_once_when_something_happens(bot: Bot, ha: Phone) -> None:
    """A long poll ends with the first update, not with its time."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    began = time.monotonic()
    ha.say("a")
    updates = await poll
    assert time.monotonic() - began < 1
    assert [update.effective_message.text for update in updates] == ["a"]


async def test_a_poll_without_updates_ends_empty(bot: Bot) -> None:
    """After its real timeout a long poll gives an empty list."""
    assert await bot.get_updates(timeout=1) == ()


async def test_updates_vanish_after_a_day_and_taps_after_150_seconds(bot: Bot, ha: Phone, clock: MovedClock) -> None:
    """What was not confirmed in time is gone: taps first, the rest after 24 hours of the clock."""
    await bot.send_message(ha.id, "a", reply_markup=BUTTON)
    ha.tap("Chọn")
    ha.say("b")
    wait(clock, 149)
    assert len(await bot.get_updates(timeout=0)) == 2
    wait(clock, 2)
    assert await texts(bot) == ["b"]
    wait(clock, 24 * 3600)
    assert await texts(bot) == []


async def test_only_wanted_kinds_come_and_the_wish_is_remembered(bot: Bot, ha: Phone) -> None:
    """allowed_updates holds until it is named again; what was not wanted when it happened is lost."""
    await bot.get_updates(allowed_updates=["callback_query"], timeout=0)
    ha.say("a")
    await bot.get_updates(timeout=0)
    ha.say("b")
    await bot.get_updates(allowed_updates=[], timeout=0)
    ha.say("c")
    assert await texts(bot) == ["c"]


async def test_a_second_poller_throws_the_first_out(bot: Bot, telegram: LocalTelegram, ha: Phone) -> None:
    """The older of two waiting pollers gets 409, the newer one goes on."""
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    async with Bot(bot.token, base_url=telegram.base_url) as newer:
        second = asyncio.create_task(newer.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        ha.say("a")
        assert len(await second) == 1


async def test_a_tap_carries_the_whole_message(bot: Bot, ha: Phone) -> None:
    """A callback query has the person, the data and the message with its buttons."""
    await bot.send_message(ha.id, "<b>a</b>", parse_mode="HTML", reply_markup=BUTTON)
    ha.tap("Chọn")
    query = (await bot.get_updates(timeout=0))[0].callback_query
    assert query is not None
    assert (query.data, query.from_user.id, query.message.reply_markup) == ("choose", ha.id, BUTTON)


async def test_quiet_means_confirmed_and_nothing_under_way(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """Delivered is not enough for quiet; a waiting poll does not disturb it."""
    assert telegram.quiet()
    ha.say("a")
    updates = await bot.get_updates(timeout=0)
    assert not telegram.quiet()
    poll = asyncio.create_task(bot.get_updates(updates[-1].update_id + 1, timeout=30))
    await asyncio.sleep(0.05)
    assert telegram.quiet()
    ha.say("b")
    await poll
    assert (telegram.quiet(), telegram.pending()) == (False, 1)


async def test_a_poller_that_dies_is_no_longer_waiting(telegram: LocalTelegram, bot: Bot, ha: Phone) -> None:
    """A connection that is cut ends its poll; the updates wait for the next one."""
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.sleep(0.05)
    poll.cancel()
    await asyncio.sleep(0.05)
    ha.say("a")
    assert await texts(bot) == ["a"]


async def test_an_outage_keeps_everything(telegram: LocalTelegram, bot: Bot, ha: Phone) -> None:
    """Stopped and started again, the server has the same address and the same updates."""
    address = telegram.base_url
    await telegram.stop()
    ha.say("a")
    await telegram.start()
    assert telegram.base_url == address
    assert await texts(bot) == ["a"]


async def test_nonsense_arguments_are_moved_into_bounds(call: Call, ha: Phone) -> None:
    """Numbers out of range or unreadable are clamped, unreadable wishes ignored, as at Telegram."""
    ha.say("a")
    answer = await call("getUpdates", limit=9999, timeout=-3, offset="x", allowed_updates="{")
    assert len(answer["result"]) == 1
