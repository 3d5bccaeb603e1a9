"""What is no answer — a sticker, an unknown command, an edited text, a text while nothing is asked — gets a way on."""

from bot.sandbox import Phone
from tests.handlers.reports.world import Body

UNIT = "Sở Tư pháp"


async def _sticker(body: Body, phone: Phone) -> None:
    sticker = {"file_id": "x", "file_unique_id": "y", "type": "regular", "width": 1, "height": 1}
    content = {"sticker": {**sticker, "is_animated": False, "is_video": False}}
    phone.world.post(phone.chat, phone.user, content)
    await body.stage.settle()


async def test_a_sticker_leads_back_to_the_question(body: Body) -> None:
    """It is said that this cannot be read, and the live question stands below."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    question = an.last.text
    await _sticker(body, an)
    assert "không đọc được loại tin này" in an.messages[-2].text
    assert an.last.text == question


async def test_an_unknown_command_leads_back_too(body: Body) -> None:
    """With a report put aside, the sentence has the button that takes it up again."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Để sau")
    await body.say(an, "/abc")
    assert "Bot không có lệnh này" in an.last.text
    await body.tap(an, "Làm tiếp")
    assert "câu 1/" in an.last.text


async def test_without_anything_open_help_is_named(body: Body) -> None:
    """Somebody with nothing half-way is told where to look."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await _sticker(body, an)
    assert "/trogiup" in an.last.text


async def test_text_after_putting_the_report_aside_is_not_said_to_be_kept(body: Body) -> None:
    """What is typed while no question is at the front is not noted, and that is what the bot says."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại", "Để sau")
    await body.say(an, "1250")
    assert "Tin vừa gõ chưa được ghi" in an.last.text
    await body.tap(an, "Làm tiếp")
    assert "online-files" not in await body.answers(UNIT)


async def test_an_edited_answer_is_answered_with_the_way_to_correct(body: Body) -> None:
    """Editing a sent text changes no answer, and neither is an edited command obeyed; the bot says how to correct."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại")
    await body.say(an, "1250")
    before = await body.answers(UNIT)
    mine = next(message for message in reversed(an.messages) if not message.outgoing)
    for text in ("1350", "/huy"):
        an.edit(mine, text)
        await body.stage.settle()
        assert "bấm “Quay lại”" in an.last.text
        assert await body.answers(UNIT) == before
    await body.tap(an, "Làm tiếp")
    assert "câu" in an.last.text
