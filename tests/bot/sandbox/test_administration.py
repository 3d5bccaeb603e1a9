"""The bot's own face: getMe, commands, names; polls."""

import json
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.clock import MovedClock
from bot.sandbox import LocalTelegram, Phone
from tests.bot.sandbox.conftest import Call, wait


async def test_the_bot_knows_itself(bot: Bot) -> None:
    """getMe gives the id from the token and the username."""
    me = await bot.get_me()
    assert (me.id, me.username, me.is_bot) == (123456, "bac_kan_bot", True)


async def test_commands_are_kept_by_scope_and_language(bot: Bot) -> None:
    """getMyCommands gives exactly what was set for that scope and language."""
    await bot.set_my_commands([("baocao", "Báo cáo")])
    await bot.set_my_commands([("report", "Report")], language_code="en")
    assert [command.command for command in await bot.get_my_commands()] == ["baocao"]
    assert [command.command for command in await bot.get_my_commands(language_code="en")] == ["report"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()


@pytest.mark.parametrize(
    ("commands", "more", "reason"),
    [
        ([("Baocao", "a")], {}, "BOT_COMMAND_INVALID"),
        ([("báo", "a")], {}, "BOT_COMMAND_INVALID"),
        ([("x" * 33, "a")], {}, "command length must not exceed 32"),
        ([("", "a")], {}, "command must be non-empty"),
        ([("a", " ")], {}, "command description must be non-empty"),
        ([("a", "x" * 257)], {}, "command description length must not exceed 256"),
        ([(f"a{n}", "a") for n in range(101)], {}, "BOT_COMMANDS_TOO_MUCH"),
        ([("a", "a")], {"language_code": "vie"}, "invalid language code specified"),
        ([("a", "a")], {"scope": '{"type":"all"}'}, "can't parse BotCommandScope: Unsupported type specified"),
        ([("a", "a")], {"scope": '{"type":"chat","chat_id":999}'}, "chat not found"),
        ([("a", "a")], {"scope": '{"type":"chat_administrators","chat_id":7001}'},
         "can't use specified scope in private chats"),
    ],
)  # fmt: skip
async def test_wrong_commands_are_refused(
    call: Call, ha: Phone, commands: list[tuple[str, str]], more: dict[str, str], reason: str
) -> None:
    """Names, descriptions, numbers, languages and scopes are checked."""
    listed = json.dumps([{"command": name, "description": text} for name, text in commands])
    answer = await call("setMyCommands", commands=listed, **more)
    assert answer["description"] == f"Bad Request: {reason}"


async def test_names_and_descriptions_are_kept(bot: Bot) -> None:
    """setMyName and its sisters keep what fits."""
    await bot.set_my_description("Thư ký số của Tổ công tác")
    assert (await bot.get_my_description()).description == "Thư ký số của Tổ công tác"
    assert (await bot.get_my_name()).name == "Thư ký số"
    await bot.set_my_name("Thư ký Tổ công tác")
    assert (await bot.get_my_name()).name == "Thư ký Tổ công tác"
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)


async def test_a_poll_is_voted_in_and_stopped(bot: Bot, ha: Phone) -> None:
    """An open vote names the voter, the counts come as poll updates, stopping gives the result once."""
    sent = await bot.send_poll(ha.id, "Thông qua?", ["Có", "Không"], is_anonymous=False)
    ha.vote(ha.last, 1)
    ha.vote(ha.last, 0)
    updates = await bot.get_updates(timeout=0)
    answers = [update.poll_answer for update in updates if update.poll_answer]
    assert [answer.option_ids for answer in answers] == [(1,), (0,)]
    poll = await bot.stop_poll(ha.id, sent.message_id)
    assert ([option.voter_count for option in poll.options], poll.is_closed) == ([1, 0], True)
    with pytest.raises(BadRequest, match="Poll has already been closed"):
        await bot.stop_poll(ha.id, sent.message_id)
    with pytest.raises(AssertionError, match="closed"):
        ha.vote(ha.last, 0)


async def test_a_poll_closes_by_itself(bot: Bot, ha: Phone, clock: MovedClock) -> None:
    """After its open period nobody can vote any more."""
    await bot.send_poll(ha.id, "Thông qua?", ["Có", "Không"], open_period=60)
    wait(clock, 60)
    with pytest.raises(AssertionError, match="closed"):
        ha.vote(ha.last, 0)
    assert (await bot.get_updates(timeout=0))[-1].poll.is_closed


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"question": " "}, "poll question must be non-empty"),
        ({"question": "x" * 301}, "poll question length must not exceed 300"),
        ({"options": "[]"}, "poll must have at least 1 option"),
        ({"options": json.dumps([{"text": str(n)} for n in range(13)])}, "poll can't have more than 12 options"),
        ({"options": json.dumps([{"text": "x" * 101}])}, "poll options length must not exceed 100"),
        ({"open_period": 4}, "POLL_OPEN_PERIOD_INVALID"),
        ({"type": "quiz"}, "unsupported poll type specified"),
    ],
)
async def test_a_wrong_poll_is_refused(call: Call, ha: Phone, fields: dict[str, Any], reason: str) -> None:
    """Question, options and period have their bounds."""
    good = {"question": "a", "options": '[{"text":"b"},{"text":"c"}]'}
    answer = await call("sendPoll", chat_id=ha.id, **{**good, **fields})
    assert answer["description"] == f"Bad Request: {reason}"


async def test_a_poll_in_a_channel_is_anonymous(call: Call, telegram: LocalTelegram, ha: Phone) -> None:
    """A channel refuses an open vote."""
    channel = telegram.channel("Kênh", owner=ha)
    channel.add_bot(ha)
    answer = await call("sendPoll", chat_id=channel.id, question="a", options='["b"]', is_anonymous="false")
    assert answer["description"] == "Bad Request: non-anonymous polls can't be sent to channel chats"
