"""The conclusions of a meeting: entered, announced, received; and what becomes of them."""

import pytest

from bot.demo.stage import Stage
from tests.e2e.after_meeting import PASTED, buttons, conclude, does, held, rows, send_notice, texts
from tests.e2e.body import Body

pytestmark = pytest.mark.e2e


async def test_conclusions_are_entered_one_by_one(stage: Stage) -> None:
    """The text, who leads, who helps, until when: what the text does not say is asked, and written down at once."""
    body = await Body.found(stage)
    meeting = await held(body, items=(("Tiến độ", "Sở Y tế"),))
    secretary = body.secretary
    await conclude(body, secretary, meeting, "Rà soát danh mục dịch vụ công trực tuyến.")
    assert "Đơn vị nào chủ trì?" in secretary.last.text
    assert buttons(secretary)[0] == "Sở Y tế"  # its own agenda item
    await does(body, secretary, "“tư pháp")
    await does(body, secretary, "Sở Tư pháp", "Xong (1)")
    assert "Đơn vị nào phối hợp?" in secretary.last.text
    await does(body, secretary, "Sở Y tế", "Xong (1)")
    assert "Thời hạn hoàn thành" in secretary.last.text
    await does(body, secretary, "“31/4")
    assert "Không có ngày" in secretary.last.text
    await does(body, secretary, "“15/4")
    assert "Rà soát danh mục" in secretary.last.text
    assert "thứ Sáu, 15/4/2022" in secretary.last.text
    found = await rows(body, "SELECT * FROM conclusions")
    assert [(row["text"], row["due_on"]) for row in found] == [
        ("Rà soát danh mục dịch vụ công trực tuyến.", "2022-04-15")
    ]
    units = await rows(body, "SELECT * FROM conclusion_units ORDER BY part")
    assert [(row["unit_id"], row["part"]) for row in units] == [
        (body.units["Sở Y tế"], "coordinating"),
        (body.units["Sở Tư pháp"], "lead"),
    ]


async def test_a_pasted_list_is_understood_item_by_item(stage: Stage) -> None:
    """What is certain is taken over and shown, what is not is asked."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary = body.secretary
    await conclude(body, secretary, meeting, PASTED)
    assert "Đã ghi 3 kết luận" in texts(secretary)
    assert "Đơn vị nào chủ trì?" in secretary.last.text  # the third is nobody's
    await does(body, secretary, "Không giao đơn vị cụ thể", "Không ghi thời hạn")
    found = await rows(body, "SELECT text, due_on FROM conclusions ORDER BY position")
    assert [row["due_on"] for row in found] == ["2022-04-29", "2022-04-20", None]
    assert "phối hợp: Sở Y tế" in secretary.last.text


async def test_the_notice_reaches_everybody_and_makes_tasks(stage: Stage) -> None:
    """Own conclusions first, a document, one tap to say that it was received; the ledger follows by itself."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary, justice = body.secretary, body.member("Sở Tư pháp")
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách", "Thông báo kết luận")
    assert "Tổ Trưởng" in secretary.last.text
    assert "Gửi tới 8 đồng chí" in secretary.last.text
    await does(body, secretary, "Gửi", "Gửi tới 8 đồng chí")
    assert "Việc của đơn vị đồng chí" in texts(justice)
    assert any("document" in message.json for message in justice.messages)
    tasks = await rows(body, "SELECT code, title, due_to, source FROM tasks ORDER BY code")
    assert [(row["code"], row["due_to"]) for row in tasks] == [
        (f"KL{meeting.id}.1", "2022-04-29"),
        (f"KL{meeting.id}.2", "2022-04-20"),
    ]
    await does(body, justice, "Đã nhận")
    assert "Đồng chí đã xác nhận nhận được" in texts(justice)
    assert "1/8" in texts(secretary)
    await does(body, justice, "“/nhiemvu")
    assert f"KL{meeting.id}.1" in texts(justice)
