"""What a person does on the phone, and what they see."""

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from bot.sandbox import LocalTelegram, Phone
from bot.sandbox.administration import visible_commands

ASK = ReplyKeyboardMarkup([[KeyboardButton("Gửi số của tôi", request_contact=True)]], one_time_keyboard=True)


async def last_message(bot: Bot) -> Message:
    message = (await bot.get_updates(timeout=0))[-1].message
    assert message is not None
    return message


async def test_a_link_with_a_code_starts_the_chat(bot: Bot, telegram: LocalTelegram) -> None:
    """Opening a deep link sends /start with its code; codes Telegram would not open are refused."""
    binh = telegram.person(7002, "Bình", language_code="en")
    with pytest.raises(AssertionError, match="has not pressed START"):
        binh.say("a")
    binh.start("moi_So-KHDT_1")
    message = await last_message(bot)
    assert (message.text, message.from_user and message.from_user.language_code) == ("/start moi_So-KHDT_1", "en")
    assert message.entities[0].type == "bot_command"
    for code in ("có dấu", "x" * 65, "a b"):
        with pytest.raises(AssertionError, match="start code"):
            binh.start(code)


async def test_a_tap_finds_the_newest_button_that_fits(bot: Bot, ha: Phone) -> None:
    """A part of the label is enough; an equal label wins in a message, the newest message wins over older ones."""
    for data in ("old", "new"):
        row = [
            InlineKeyboardButton("Xong hết", callback_data=f"{data}-all"),
            InlineKeyboardButton("Xong", callback_data=data),
        ]
        await bot.send_message(ha.id, "a", reply_markup=InlineKeyboardMarkup([row]))
    ha.tap("Xong")
    ha.tap("hết")
    ha.tap(lambda button: button["callback_data"] == "old")
    ha.tap("Xong", ha.messages[-2])
    queries = [update.callback_query for update in await bot.get_updates(timeout=0)]
    assert [query and query.data for query in queries] == ["new", "new-all", "old", "old"]


async def test_a_missing_button_tells_what_is_there(bot: Bot, ha: Phone) -> None:
    """The error lists every visible button, also those of the reply keyboard."""
    with pytest.raises(AssertionError, match=r"sees no button 'Gửi'.*\n\(no buttons\)"):
        ha.tap("Gửi")
    button = InlineKeyboardButton("Sửa", callback_data="a")
    await bot.send_message(ha.id, "a", reply_markup=InlineKeyboardMarkup.from_button(button))
    await bot.send_message(ha.id, "b", reply_markup=ASK)
    with pytest.raises(AssertionError) as error:
        ha.tap("Nộp")
    assert "[ Sửa ]" in str(error.value)
    assert "[ Gửi số của tôi ]" in str(error.value)


async def test_links_and_copies_are_no_updates(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """A url button opens, a copy button fills the clipboard; a link to the bot itself presses START."""
    rows = [
        [
            InlineKeyboardButton("Họp", url="https://meet.vn/abc"),
            InlineKeyboardButton("PIN", copy_text=CopyTextButton("0101")),
        ],
        [InlineKeyboardButton("Mở", url="https://t.me/bac_kan_bot?start=xyz")],
    ]
    await bot.send_message(ha.id, "a", reply_markup=InlineKeyboardMarkup(rows))
    assert (ha.tap("Họp"), ha.tap("PIN"), ha.clipboard) == ("https://meet.vn/abc", "0101", "0101")
    assert telegram.pending() == 0
    ha.tap("Mở")
    assert (await last_message(bot)).text == "/start xyz"


async def test_forged_data_needs_a_message_with_buttons(bot: Bot, ha: Phone) -> None:
    """Any data can be sent for a message that has buttons, none for one without."""
    button = InlineKeyboardButton("a", callback_data="a")
    sent = await bot.send_message(ha.id, "a", reply_markup=InlineKeyboardMarkup.from_button(button))
    ha.tap_data(sent.message_id, "admin:yes")
    query = (await bot.get_updates(timeout=0))[-1].callback_query
    assert query is not None
    assert query.data == "admin:yes"
    with pytest.raises(AssertionError, match="only for a message that has buttons"):
        ha.tap_data(ha.messages[0], "a")


async def test_the_own_contact_goes_by_its_button(bot: Bot, ha: Phone) -> None:
    """The keyboard's button sends the own number with the own id, once for a one-time keyboard."""
    with pytest.raises(AssertionError, match="no button that asks for the contact"):
        ha.share_contact()
    await bot.send_message(ha.id, "a", reply_markup=ASK)
    ha.tap("Gửi số")
    contact = (await last_message(bot)).contact
    assert contact is not None
    assert (contact.phone_number, contact.user_id) == ("84912345678", ha.id)
    assert ha.keyboard is None


async def test_a_foreign_contact_carries_the_others_id_or_none(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """Somebody else's card, a card without an id and a typed card are each told apart by user_id."""
    binh = telegram.person(7002, "Bình", "Hoàng", phone="+84987654321")
    ha.share_contact(other=binh)
    ha.share_contact(other=binh, with_user_id=False)
    ha.share_contact(number="+84987654321", button=False)
    contacts = [u.message and u.message.contact for u in await bot.get_updates(timeout=0)]
    assert [(c and c.user_id, c and c.phone_number) for c in contacts] == [
        (binh.id, "84987654321"),
        (None, "84987654321"),
        (None, "+84987654321"),
    ]


async def test_a_key_of_a_plain_keyboard_sends_its_text(bot: Bot, ha: Phone) -> None:
    """Tapping a reply keyboard's key is the same as typing it."""
    await bot.send_message(ha.id, "a", reply_markup=ReplyKeyboardMarkup([["Không thay đổi"]]))
    ha.tap("Không")
    assert (await last_message(bot)).text == "Không thay đổi"


async def test_a_long_text_goes_out_in_parts(bot: Bot, ha: Phone) -> None:
    """A client cuts what is longer than 4096 characters, trims it and sends nothing empty."""
    ha.say("  " + "đ" * 5000 + "\n")
    updates = await bot.get_updates(timeout=0)
    assert [len(update.effective_message.text or "") for update in updates] == [4096, 904]
    with pytest.raises(AssertionError, match="empty message"):
        ha.say(" \n")


async def test_editing_an_own_text_is_told(bot: Bot, ha: Phone) -> None:
    """The bot gets edited_message with the new text."""
    message = ha.say("12 hồ sơ")
    ha.edit(message, "13 hồ sơ")
    edited = (await bot.get_updates(timeout=0))[-1].edited_message
    assert edited is not None
    assert (edited.text, edited.message_id) == ("13 hồ sơ", message.id)


async def test_whoever_blocked_the_bot_is_silent(bot: Bot, ha: Phone) -> None:
    """A blocked chat takes neither text nor taps."""
    button = InlineKeyboardButton("a", callback_data="a")
    await bot.send_message(ha.id, "a", reply_markup=InlineKeyboardMarkup.from_button(button))
    ha.block()
    with pytest.raises(AssertionError, match="blocked"):
        ha.say("a")
    with pytest.raises(AssertionError, match="cannot reach the bot"):
        ha.tap("a")


async def test_the_screen_shows_the_chat_as_a_reader_sees_it(bot: Bot, ha: Phone) -> None:
    """Sender, local time, quotes, attachments, buttons and the marks of edits are drawn."""
    rows = [[InlineKeyboardButton("Xong", callback_data="a"), InlineKeyboardButton("Vướng", callback_data="b")]]
    sent = await bot.send_message(ha.id, "cũ")
    text = "<b>Tổng hợp</b> 😀\n<blockquote expandable>một\nhai\nba\nbốn</blockquote>\nHết"
    await bot.edit_message_text(
        text, ha.id, sent.message_id, parse_mode="HTML", reply_markup=InlineKeyboardMarkup(rows)
    )
    ha.send_file("a.xlsx", b"x", "Gửi tổ")
    assert ha.screen(2) == (
        "── 01/03 08:30 · Thư ký số ✎\nTổng hợp 😀\n│ một\n│ hai\n│ ba\n│ bốn\nHết\n[ Xong ] [ Vướng ]\n\n"
        "── 01/03 08:30 · Hà Nông Thị\n📄 a.xlsx\nGửi tổ"
    )
    assert "│ ba\n│ … ▾\nHết" in ha.screen(2, fold=True)


async def test_the_history_keeps_every_version(bot: Bot, ha: Phone) -> None:
    """Sent, edited, tapped, answered and deleted: each with the clock's moment."""
    button = InlineKeyboardMarkup.from_button(InlineKeyboardButton("a", callback_data="a"))
    sent = await bot.send_message(ha.id, "một", reply_markup=button)
    query = ha.tap("a")
    await bot.answer_callback_query(query, "rõ")
    await bot.edit_message_text("hai", ha.id, sent.message_id)
    await bot.delete_message(ha.id, sent.message_id)
    told = [(event.kind, event.text) for event in ha.history[1:]]
    assert told == [("sent", "một"), ("tapped", "a"), ("alert", "rõ"), ("edited", "hai"), ("deleted", "hai")]
    assert [message.text for message in ha.messages] == ["/start"]
    with pytest.raises(AssertionError, match="has no message from the bot"):
        _ = ha.last


async def test_the_menu_shows_the_narrowest_commands(bot: Bot, ha: Phone) -> None:
    """A chat's own commands win over those of all private chats, the person's language over none."""
    await bot.set_my_commands([("trogiup", "Trợ giúp")])
    assert ha.menu == [{"command": "trogiup", "description": "Trợ giúp"}]
    await bot.set_my_commands([("baocao", "Báo cáo")], scope={"type": "chat", "chat_id": ha.id})
    await bot.set_my_commands([("report", "Report")], language_code="en")
    assert [command["command"] for command in ha.menu] == ["baocao"]
    await bot.delete_my_commands(scope={"type": "chat", "chat_id": ha.id})
    ha.user.language_code = "en"
    assert [command["command"] for command in ha.menu] == ["report"]


def test_a_user_exists_once(telegram: LocalTelegram, ha: Phone) -> None:
    """A second person with the same id is a mistake of the test."""
    with pytest.raises(ValueError, match="exists already"):
        telegram.person(ha.id, "Hà")


async def test_a_group_has_its_own_commands(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """In a group a member's, the administrators' and all groups' commands are looked up in that order."""
    group = telegram.group("Tổ", owner=ha)
    group.add_bot(ha)

    def shown() -> list[str]:
        return [command["command"] for command in visible_commands(telegram.world, group.chat, ha.id, "vi")]

    for scope in ("all_group_chats", "all_chat_administrators"):
        await bot.set_my_commands([(scope, "a")], scope={"type": scope})
        assert shown() == [scope]
    for scope in ("chat", "chat_administrators", "chat_member"):
        place = {"type": scope, "chat_id": group.id, "user_id": ha.id}
        await bot.set_my_commands([(scope, "a")], scope=place)
        assert shown() == [scope]


async def test_a_forwarded_message_is_an_ordinary_one_with_an_origin(
    bot: Bot, ha: Phone, telegram: LocalTelegram
) -> None:
    """The file comes along and who sent it is named, the buttons stay behind; a deleted message is not offered."""
    binh = telegram.person(7002, "Bình")
    binh.start()
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Xong", callback_data="a")]])
    await bot.send_document(binh.id, b"{}", filename="a.json", caption="x", reply_markup=keyboard)
    passed = ha.forward(binh.last, binh)
    message = await last_message(bot)
    assert message.document is not None
    assert (message.document.file_name, message.caption, message.reply_markup) == ("a.json", "x", None)
    assert message.forward_origin is not None
    assert message.forward_origin.type == "user"
    assert telegram.world.files.get(message.document.file_id).body == b"{}"
    assert binh.forward(passed, ha).json["forward_origin"] == passed.json["forward_origin"]
    await bot.delete_message(binh.id, binh.last.id)
    with pytest.raises(AssertionError, match="cannot be forwarded"):
        ha.forward(next(m for m in binh.chat.messages.values() if m.deleted), binh)
