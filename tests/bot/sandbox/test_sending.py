"""Messages: texts, keyboards, files and contacts."""

import io
import struct
from typing import Any

import aiohttp
import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

from bot.clock import MovedClock
from bot.sandbox import LocalTelegram, Phone
from tests.bot.sandbox.conftest import Call, wait

PLAIN = '{"text":"a","callback_data":"a"}'


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02\x00\x00\x00" * 5


async def refusal(call: Call, method: str, **fields: Any) -> str:
    """The description of a 400."""
    answer = await call(method, **fields)
    assert answer["error_code"] == 400, answer
    return str(answer["description"]).removeprefix("Bad Request: ")


async def test_a_message_comes_back_as_the_bot_api_writes_it(bot: Bot, ha: Phone, clock: MovedClock) -> None:
    """sendMessage gives the plain text, its entities in UTF-16, the clock's date and the buttons."""
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Mở", callback_data="open", style="success")]])
    sent = await bot.send_message(ha.id, "😀 <b>Kính gửi</b>", parse_mode="HTML", reply_markup=keyboard)
    assert (sent.text, sent.entities[0].offset, sent.entities[0].length) == ("😀 Kính gửi", 3, 8)
    assert sent.date == clock.now()
    assert sent.reply_markup == keyboard
    assert ha.last.html == "😀 <b>Kính gửi</b>"


async def test_the_limit_counts_what_is_left_after_parsing(call: Call, ha: Phone) -> None:
    """4096 visible characters go, however much markup stands around them; one more does not."""
    text = "<b>&lt;</b>" * 4096
    assert (await call("sendMessage", chat_id=ha.id, text=text, parse_mode="HTML"))["ok"]
    too_long = await refusal(call, "sendMessage", chat_id=ha.id, text=text + "x", parse_mode="HTML")
    assert too_long == "message is too long"


async def test_the_limit_counts_code_points(call: Call, ha: Phone) -> None:
    """An emoji counts once although it takes two UTF-16 units."""
    assert (await call("sendMessage", chat_id=ha.id, text="😀" * 4096))["ok"]
    assert await refusal(call, "sendMessage", chat_id=ha.id, text="😀" * 4097) == "message is too long"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "text must be non-empty"),
        ({"text": "<b></b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"text": "a", "parse_mode": "Brief"}, "unsupported parse_mode"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply markup JSON object"),
        ({"text": "a", "reply_markup": "[]"}, "object expected as reply markup"),
        ({"text": "a", "reply_parameters": '{"message_id": 99}'}, "message to be replied not found"),
    ],
)
async def test_a_wrong_message_is_refused(call: Call, ha: Phone, fields: dict[str, Any], reason: str) -> None:
    """Empty texts, unknown parse modes and broken arguments are 400 with Telegram's words."""
    assert await refusal(call, "sendMessage", chat_id=ha.id, **fields) == reason


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ('[[{"text":"a","callback_data":"%s"}]]' % ("x" * 65), "BUTTON_DATA_INVALID"),
        ('[[{"text":"a","callback_data":"%s"}]]' % ("đ" * 33), "BUTTON_DATA_INVALID"),
        ('[[{"text":"","callback_data":"a"}]]', "inline keyboard button text must be non-empty"),
        ('[[{"text":"a"}]]', "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"),
        ('[[{"text":"a","url":"khong"}]]', "inline keyboard button URL 'khong' is invalid: Wrong HTTP URL"),
        ('[[{"text":"a","copy_text":{"text":"%s"}}]]' % ("x" * 257), "BUTTON_COPY_TEXT_INVALID"),
        ('[[{"text":"a","callback_data":"a","style":"pink"}]]',
         "can't parse inline keyboard button: invalid button style specified"),
        (f"[{','.join([f'[{PLAIN}]'] * 101)}]", "reply markup is too long"),
        (f"[[{','.join([PLAIN] * 9)}]]", "reply markup is too long"),
        ('{"text":"a"}', 'field "inline_keyboard" must be an Array of Arrays'),
    ],
)  # fmt: skip
async def test_a_wrong_keyboard_is_refused(call: Call, ha: Phone, rows: str, reason: str) -> None:
    """Buttons with too much data, no label, no action or too many neighbours are 400."""
    markup = f'{{"inline_keyboard":{rows}}}'
    assert await refusal(call, "sendMessage", chat_id=ha.id, text="a", reply_markup=markup) == reason


async def test_the_largest_keyboard_goes(bot: Bot, ha: Phone) -> None:
    """100 buttons, eight in a row, 64 bytes of data and 256 characters to copy are accepted."""
    rows = [[InlineKeyboardButton("a", callback_data="x" * 64)] * 8] * 12
    rows.append([InlineKeyboardButton("b", copy_text=CopyTextButton("y" * 256))] * 3)
    rows.append([InlineKeyboardButton("c", url="https://a.vn")])
    await bot.send_message(ha.id, "a", reply_markup=InlineKeyboardMarkup(rows))
    assert sum(len(row) for row in ha.last.buttons) == 100


async def test_a_reply_keyboard_stays_until_it_is_removed(bot: Bot, ha: Phone) -> None:
    """A reply keyboard belongs to the chat, is no part of the message, and goes with remove_keyboard."""
    keyboard = ReplyKeyboardMarkup([[KeyboardButton("Gửi số", request_contact=True)], ["Thôi"]])
    sent = await bot.send_message(ha.id, "a", reply_markup=keyboard)
    assert sent.reply_markup is None
    assert ha.screen(0) == "⌨ [ Gửi số ]\n⌨ [ Thôi ]"
    await bot.send_message(ha.id, "b", reply_markup=ReplyKeyboardRemove())
    assert ha.keyboard is None


async def test_a_contact_can_be_asked_in_private_only(call: Call, telegram: LocalTelegram, ha: Phone) -> None:
    """A keyboard with request_contact is refused in a group, any reply keyboard in a channel."""
    group, channel = telegram.group("Tổ", owner=ha), telegram.channel("Kênh", owner=ha)
    group.add_bot(ha)
    channel.add_bot(ha)
    markup = '{"keyboard":[[{"text":"a","request_contact":true}]]}'
    reason = await refusal(call, "sendMessage", chat_id=group.id, text="a", reply_markup=markup)
    assert reason == "phone number can be requested in private chats only"
    plain = '{"keyboard":[["a"]]}'
    assert await refusal(call, "sendMessage", chat_id=channel.id, text="a", reply_markup=plain) == (
        "inline keyboard expected"
    )


async def test_a_document_travels_both_ways(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """An upload gets a file_id that can be sent again, fetched, and downloaded byte for byte."""
    body = bytes(range(256)) * 5
    sent = await bot.send_document(ha.id, body, filename="Báo cáo.docx", caption="<b>Tháng 3</b>", parse_mode="HTML")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size, sent.caption) == ("Báo cáo.docx", 1280, "Tháng 3")
    again = await bot.send_document(ha.id, sent.document.file_id)
    assert again.document == sent.document
    ha.send_file("danh sách.xlsx", body)
    update = (await bot.get_updates())[-1]
    assert update.message is not None
    assert update.message.document is not None
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == body


async def test_a_file_link_dies_after_an_hour(bot: Bot, ha: Phone, clock: MovedClock) -> None:
    """A file's link works for an hour of the clock, then a new one is needed."""
    sent = await bot.send_document(ha.id, b"x", filename="a.txt")
    assert sent.document is not None
    file = await sent.document.get_file()
    wait(clock, 3601)
    async with aiohttp.ClientSession() as session, session.get(str(file.file_path)) as answer:
        assert answer.status == 404


async def test_a_file_past_20_mb_cannot_be_fetched(call: Call, ha: Phone) -> None:
    """getFile refuses what is larger than 20 MB."""
    message = ha.send_file("lớn.bin", b"x" * (20 * 1024 * 1024 + 1))
    file_id = message.json["document"]["file_id"]
    assert await refusal(call, "getFile", file_id=file_id) == "file is too big"
    assert await refusal(call, "getFile", file_id="khong") == "wrong file_id or the file is temporarily unavailable"


async def test_a_photo_must_be_one(bot: Bot, ha: Phone) -> None:
    """A photo is a PNG or JPEG of at most 10 MB, width and height together 10,000, not too narrow."""
    sent = await bot.send_photo(ha.id, png(640, 480), caption="Biểu đồ")
    assert [(size.width, size.height) for size in sent.photo] == [(320, 240), (640, 480)]
    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(ha.id, b"no picture")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(ha.id, png(9000, 2000))
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(ha.id, png(2100, 100))
    with pytest.raises(BadRequest, match="Too big for a photo"):
        await bot.send_photo(ha.id, png(10, 10) + b"x" * 10 * 1024 * 1024)


async def test_a_caption_is_shorter_and_a_file_not_empty(bot: Bot, ha: Phone) -> None:
    """Captions end at 1024 characters after parsing; an empty file is refused."""
    await bot.send_document(ha.id, b"x", caption="<i>đ</i>" * 1024, parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(ha.id, b"x", caption="đ" * 1025)
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(ha.id, b"")


async def test_a_reply_shows_what_it_answers(bot: Bot, ha: Phone) -> None:
    """reply_parameters puts the message answered into the result; a missing one may be allowed."""
    first = await bot.send_message(ha.id, "a")
    second = await bot.send_message(ha.id, "b", reply_parameters=ReplyParameters(first.message_id))
    assert second.reply_to_message is not None
    assert second.reply_to_message.text == "a"
    await bot.send_message(ha.id, "c", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True))


async def test_contacts_copies_and_forwards(bot: Bot, ha: Phone, telegram: LocalTelegram) -> None:
    """A copy has no origin and no buttons, a forward names its origin, a contact is a card."""
    contact = await bot.send_contact(ha.id, "+84900000000", "Thư ký")
    assert contact.contact is not None
    keyboard = InlineKeyboardMarkup.from_button(InlineKeyboardButton("a", callback_data="a"))
    first = await bot.send_message(ha.id, "<b>a</b>", parse_mode="HTML", reply_markup=keyboard)
    await bot.copy_message(ha.id, ha.id, first.message_id)
    assert (ha.last.html, ha.last.buttons) == ("<b>a</b>", [])
    forwarded = await bot.forward_message(ha.id, ha.id, first.message_id)
    assert forwarded.forward_origin is not None
    with pytest.raises(BadRequest, match="Message to copy not found"):
        await bot.copy_message(ha.id, ha.id, 99)


async def test_who_cannot_be_written_to(bot: Bot, telegram: LocalTelegram, ha: Phone) -> None:
    """Never started, blocked, deactivated and unknown are told apart."""
    stranger = telegram.person(7002, "Lạ")
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(stranger.id, "a")
    ha.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ha.id, "a")
    ha.unblock()
    await bot.send_message(ha.id, "a")
    ha.deactivate()
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ha.id, "a")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(999, "a")


async def test_arguments_come_as_form_json_or_query(telegram: LocalTelegram, ha: Phone) -> None:
    """JSON bodies, urlencoded forms, multipart forms and query strings all work, with GET too."""
    url = f"{telegram.base_url}{telegram.token}/SENDMESSAGE"
    async with aiohttp.ClientSession() as session:
        async with session.post(url, json={"chat_id": ha.id, "text": "json +%26", "reply_markup": None}) as answer:
            assert answer.status == 200
        async with session.post(url, data={"chat_id": str(ha.id), "text": "form +&=%26đ"}) as answer:
            assert answer.status == 200
        async with session.get(url, params={"chat_id": str(ha.id), "text": "query"}) as answer:
            assert answer.status == 200
        form = aiohttp.FormData({"chat_id": str(ha.id), "text": "multipart đ"}, default_to_multipart=True)
        async with session.post(url, data=form) as answer:
            assert answer.status == 200
        async with session.post(url, data=b"[1]", headers={"Content-Type": "application/json"}) as answer:
            assert answer.status == 400
    assert [message.text for message in ha.messages[1:]] == ["json +%26", "form +&=%26đ", "query", "multipart đ"]


async def test_wrong_tokens_and_methods_are_told_apart(telegram: LocalTelegram) -> None:
    """A wrong token is 401, an unknown method 404."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{telegram.base_url}999:wrong/getMe") as answer:
            assert (answer.status, await answer.json()) == (
                401,
                {"ok": False, "error_code": 401, "description": "Unauthorized"},
            )
        async with session.get(f"{telegram.base_url}{telegram.token}/getEverything") as answer:
            assert (answer.status, (await answer.json())["error_code"]) == (404, 404)
        async with session.get(f"{telegram.file_url}{telegram.token}/documents/none") as answer:
            assert answer.status == 404


async def test_a_chat_action_is_checked(bot: Bot, ha: Phone) -> None:
    """sendChatAction takes known actions only."""
    assert await bot.send_chat_action(ha.id, "typing")
    with pytest.raises(BadRequest, match="Wrong parameter action in request"):
        await bot.send_chat_action(ha.id, "dancing")


async def test_ready_made_entities_and_mentions_are_taken(bot: Bot, call: Call, ha: Phone) -> None:
    """Entities may come as a list; a mention of an unknown person is plain text; one past the end is refused."""
    sent = await bot.send_message(ha.id, "a đồng chí", entities=[MessageEntity("bold", 2, 8)])
    assert sent.parse_entities() == {sent.entities[0]: "đồng chí"}
    text = '<a href="tg://user?id=7001">Hà</a> <a href="tg://user?id=1">ai</a>'
    mention = (await bot.send_message(ha.id, text, parse_mode="HTML")).entities
    assert [(entity.type, entity.user and entity.user.first_name) for entity in mention] == [("text_mention", "Hà")]
    assert "tg://user?id=7001" in ha.last.html
    late = '[{"type":"bold","offset":1,"length":1}]'
    assert "ends after the end of the text" in await refusal(
        call, "sendMessage", chat_id=ha.id, text="a", entities=late
    )
    broken = '[{"type":"bold"}]'
    assert await refusal(call, "sendMessage", chat_id=ha.id, text="a", entities=broken) == "can't parse MessageEntity"


async def test_a_jpeg_is_a_photo(ha: Phone) -> None:
    """The size of a JPEG is read from its frame."""
    frame = b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", 600, 800)
    message = ha.send_photo(b"\xff\xd8\xff\xe0\x00\x04ab" + frame + b"\x03" * 12, "Họp")
    assert [(size["width"], size["height"]) for size in message.json["photo"]] == [(320, 240), (800, 600)]
    assert ha.screen(1).endswith("🖼 800×600\nHọp")


async def test_files_are_sent_as_what_they_are(call: Call, ha: Phone) -> None:
    """A document's id is no photo, and a missing upload is named."""
    document = ha.send_file("a.txt", b"x").json["document"]["file_id"]
    assert await refusal(call, "sendPhoto", chat_id=ha.id, photo=document) == "can't use file of type Document as Photo"
    for missing in ("", "attach://gone"):
        reason = await refusal(call, "sendDocument", chat_id=ha.id, document=missing)
        assert reason == "there is no document in the request"


async def test_protected_content_is_not_forwarded(bot: Bot, ha: Phone) -> None:
    """protect_content forbids forwarding."""
    sent = await bot.send_message(ha.id, "a", protect_content=True)
    with pytest.raises(BadRequest, match="Message can't be forwarded"):
        await bot.forward_message(ha.id, ha.id, sent.message_id)


async def test_a_contact_needs_a_number_and_a_name(call: Call, ha: Phone) -> None:
    """sendContact without either is refused."""
    assert await refusal(call, "sendContact", chat_id=ha.id, first_name="a") == "PHONE_NUMBER_INVALID"
    reason = await refusal(call, "sendContact", chat_id=ha.id, phone_number="+84900000000")
    assert reason == "contact's first name must be non-empty"


async def test_too_large_an_upload_cannot_be_sent(
    telegram: LocalTelegram, ha: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An upload past the limit (50 MB; less in this test) is 413."""
    monkeypatch.setattr("bot.sandbox.args.MAX_UPLOAD_BYTES", 1000)
    form = aiohttp.FormData({"chat_id": str(ha.id)})
    form.add_field("document", io.BytesIO(bytes(80_000)), filename="a.bin")
    url = f"{telegram.base_url}{telegram.token}/sendDocument"
    async with aiohttp.ClientSession() as session, session.post(url, data=form) as answer:
        assert answer.status == 413
