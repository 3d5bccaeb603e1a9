"""Editing, deleting, pinning, and answering taps."""

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest

from bot.clock import MovedClock
from bot.sandbox import LocalTelegram, Phone
from tests.bot.sandbox.conftest import wait

BUTTON = InlineKeyboardMarkup.from_button(InlineKeyboardButton("Chọn", callback_data="choose"))


async def test_an_edit_changes_the_message_in_place(bot: Bot, ha: Phone) -> None:
    """The reader sees the new text in the same bubble; the old one stays in the history."""
    sent = await bot.send_message(ha.id, "cũ", reply_markup=BUTTON)
    seen = ha.last
    edited = await bot.edit_message_text("<b>mới</b>", ha.id, sent.message_id, parse_mode="HTML", reply_markup=BUTTON)
    assert not isinstance(edited, bool)
    assert edited.edit_date is not None
    assert (seen.text, seen.buttons, seen.edited) == ("mới", [["Chọn"]], True)
    assert [event.text for event in ha.history if event.message_id == seen.id] == ["cũ", "mới"]


async def test_an_edit_without_a_keyboard_takes_the_buttons_away(bot: Bot, ha: Phone) -> None:
    """Leaving reply_markup out removes it."""
    sent = await bot.send_message(ha.id, "a", reply_markup=BUTTON)
    await bot.edit_message_text("b", ha.id, sent.message_id)
    assert ha.last.buttons == []


async def test_an_edit_that_changes_nothing_is_refused(bot: Bot, ha: Phone) -> None:
    """The same text, entities and buttons are ``message is not modified``, also with blank ends or other tags."""
    sent = await bot.send_message(ha.id, "<b>a</b>", parse_mode="HTML", reply_markup=BUTTON)
    for same in ("<b>a</b>", " <strong>a</strong>\n"):
        with pytest.raises(BadRequest, match="Message is not modified"):
            await bot.edit_message_text(same, ha.id, sent.message_id, parse_mode="HTML", reply_markup=BUTTON)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(ha.id, sent.message_id, reply_markup=BUTTON)
    await bot.edit_message_reply_markup(ha.id, sent.message_id)
    assert ha.last.buttons == []


async def test_what_cannot_be_edited(bot: Bot, ha: Phone) -> None:
    """Missing, foreign, captioned, forwarded and keyboard-bringing messages are each refused."""
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("a", ha.id, 99)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("a", ha.id, ha.messages[0].id)
    document = await bot.send_document(ha.id, b"x", caption="a")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("b", ha.id, document.message_id)
    await bot.edit_message_caption(ha.id, document.message_id, caption="b")
    assert ha.last.text == "b"
    with_keyboard = await bot.send_message(ha.id, "a", reply_markup=ReplyKeyboardMarkup([["x"]]))
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("b", ha.id, with_keyboard.message_id)
    with pytest.raises(BadRequest, match="Inline keyboard expected"):
        await bot.edit_message_reply_markup(
            ha.id,
            document.message_id,
            reply_markup=ReplyKeyboardMarkup([["x"]]),
        )


async def test_own_messages_can_be_deleted_for_48_hours(bot: Bot, ha: Phone, clock: MovedClock) -> None:
    """Deleting works once and not after 48 hours; editing has no such limit."""
    first, second = [await bot.send_message(ha.id, text) for text in "ab"]
    assert await bot.delete_message(ha.id, first.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ha.id, first.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("c", ha.id, first.message_id)
    wait(clock, 48 * 3600 + 1)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(ha.id, second.message_id)
    await bot.edit_message_text("c", ha.id, second.message_id)
    assert [message.text for message in ha.messages] == ["/start", "c"]


async def test_several_messages_are_deleted_at_once(bot: Bot, ha: Phone) -> None:
    """deleteMessages skips those that are gone."""
    sent = await bot.send_message(ha.id, "a")
    assert await bot.delete_messages(ha.id, [sent.message_id, 99])
    assert [message.text for message in ha.messages] == ["/start"]


async def test_messages_are_pinned_and_unpinned(bot: Bot, ha: Phone) -> None:
    """A pinned message is marked on the screen and told by getChat; a second unpinning finds nothing."""
    sent = await bot.send_message(ha.id, "a")
    await bot.pin_chat_message(ha.id, sent.message_id)
    assert "📌" in ha.screen(1)
    pinned = (await bot.get_chat(ha.id)).pinned_message
    assert pinned is not None
    assert pinned.message_id == sent.message_id
    await bot.unpin_chat_message(ha.id)
    with pytest.raises(BadRequest, match="Message to unpin not found"):
        await bot.unpin_chat_message(ha.id)


async def test_a_tap_is_answered_once_and_soon(bot: Bot, ha: Phone, clock: MovedClock) -> None:
    """A second answer, a late one and one to an unknown query are too old."""
    await bot.send_message(ha.id, "a", reply_markup=BUTTON)
    query = ha.tap("Chọn")
    assert await bot.answer_callback_query(query, "Đã ghi nhận")
    assert ha.alerts == ["Đã ghi nhận"]
    late = ha.tap("Chọn")
    wait(clock, 11)
    for old in (query, late, "12345"):
        with pytest.raises(BadRequest, match="Query is too old and response timeout expired or query id is invalid"):
            await bot.answer_callback_query(old)
    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(ha.tap("Chọn"), "x" * 201)


async def test_a_deleted_account_can_only_be_forgotten(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """Neither editing nor deleting reaches a deactivated person, and their phone does nothing more."""
    sent = await bot.send_message(ha.id, "a", reply_markup=BUTTON)
    ha.deactivate()
    with pytest.raises(Exception, match="user is deactivated"):
        await bot.edit_message_text("b", ha.id, sent.message_id)
    with pytest.raises(Exception, match="user is deactivated"):
        await bot.delete_message(ha.id, sent.message_id)
    with pytest.raises(AssertionError, match="cannot reach the bot"):
        ha.tap("Chọn")
    with pytest.raises(AssertionError, match="has no account"):
        ha.say("a")
