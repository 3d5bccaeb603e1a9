"""The documents of a period: after the summary, again when it changes, and whenever somebody asks."""

import io
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from bot.demo.stage import Stage
from bot.sandbox.files import StoredFile
from tests.e2e.body import Body, at, live_until, tick_at
from tests.e2e.test_summary import add_tasks, bound_channel
from tests.messages.documents.test_letters import text_of


def files(stage: Stage, chat: Any) -> list[tuple[str, StoredFile]]:
    """Caption and file of every document and photo in the chat."""
    found = []
    for message in chat.messages:
        held = message.json.get("document") or (message.json.get("photo") or [None])[-1]
        if held:
            found.append((message.text, stage.telegram.world.files.get(held["file_id"])))
    return found


def read(file: StoredFile) -> str:
    """The text of a Word document."""
    return text_of(Document(io.BytesIO(file.body)))


async def march(stage: Stage) -> tuple[Body, Any]:
    """A plan, a channel, two reports of March in time, and the summary just posted."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 8, 9))
    await add_tasks(stage, body)
    await body.send("Sở Y tế", online_files=1200, difficulties="=1+1 <b>Thiếu</b> máy quét", next_plan="Tập huấn")
    await body.send("Sở Tư pháp", online_files=300, electronic_share="87.5", proposals="Cấp thêm tài khoản")
    await tick_at(stage, at(3, 15, 8))
    return body, room


async def test_the_text_stands_first_and_the_documents_follow(stage: Stage) -> None:
    """A minute later channel and secretary have picture, report and workbook, once."""
    body, room = await march(stage)
    assert files(stage, room) == []
    for minute in (1, 2, 3):
        await tick_at(stage, at(3, 15, 8, minute))
    names = [(caption, file.name) for caption, file in files(stage, room)]
    title = "Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022)"
    assert [caption for caption, _ in names] == [
        f"Biểu đồ: {title}", f"Dự thảo báo cáo: {title}", f"Số liệu chi tiết: {title}",
    ]  # fmt: skip
    assert [name for _, name in names[1:]] == ["Báo cáo 2022-03.docx", "Số liệu 2022-03.xlsx"]
    assert len(files(stage, body.secretary)) == 3
    assert files(stage, body.leader) == []


async def test_the_documents_hold_what_the_units_reported(stage: Stage) -> None:
    """The report in words, the workbook in cells, the picture as a picture."""
    body, _ = await march(stage)
    await tick_at(stage, at(3, 15, 8, 1))
    chart, report, book = (file for _, file in files(stage, body.secretary))
    said = read(report)
    for sentence in (
        "Kết quả thực hiện Đề án 06 tháng 3 năm 2022",
        "có 02/06 đơn vị gửi báo cáo: đúng hạn 02 đơn vị; chậm 00 đơn vị; chưa gửi 04 đơn vị",
        "Tổng số 04 nhiệm vụ: đã hoàn thành 01; đang thực hiện 01; có vướng mắc 01; chưa bắt đầu 01. Quá hạn 01",
        "- Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 1.500 hồ sơ",
        "- Nhiệm vụ B2 (Sở Tư pháp): chưa được cấp kinh phí.",
        "- Sở Y tế: =1+1 <b>Thiếu</b> máy quét",
        "IV. NHIỆM VỤ TRỌNG TÂM THÁNG 4 NĂM 2022\n- Sở Y tế: Tập huấn",
        "V. ĐỀ XUẤT, KIẾN NGHỊ\n- Sở Tư pháp: Cấp thêm tài khoản",
        "KT. TỔ TRƯỞNG\nTỔ PHÓ THƯỜNG TRỰC",
        "- Văn phòng Chính phủ;",
    ):
        assert sentence in said
    sheets = load_workbook(io.BytesIO(book.body))
    answers = {row[1]: row for row in sheets["Trả lời"].iter_rows(values_only=True) if row[0]}
    assert answers["Sở Y tế"][6] == 1200
    assert answers["Sở Tư pháp"][7] == 87.5
    assert "=1+1 <b>Thiếu</b> máy quét" in answers["Sở Y tế"]
    assert answers["Sở Nội vụ"][2] == "Chưa gửi"
    tasks = {row[0]: row for row in sheets["Nhiệm vụ"].iter_rows(values_only=True)}
    assert tasks["B3"][7:9] == ("Chưa bắt đầu", "Quá hạn")
    assert Image.open(io.BytesIO(chart.body)).width == 1080


async def test_late_and_corrected_reports_make_one_more_set_that_says_so(stage: Stage) -> None:
    """Not while reports still come: an hour after the last, in a working hour, the new version goes out once."""
    body, room = await march(stage)
    await tick_at(stage, at(3, 15, 8, 1))
    await tick_at(stage, at(3, 15, 10))
    await body.send("Sở Nội vụ", online_files=5)
    await tick_at(stage, at(3, 15, 10, 1))
    await body.send("Sở Y tế", online_files=1100)
    await tick_at(stage, at(3, 15, 10, 30))
    assert len(files(stage, room)) == 3
    await tick_at(stage, at(3, 15, 11, 2))
    await tick_at(stage, at(3, 15, 11, 3))
    _, report, book = files(stage, room)[3:]
    assert report[0].endswith("(tháng 3/2022), bản 3 thay bản trước")
    assert report[1].name == "Báo cáo 2022-03 (bản 3).docx"
    assert "DỰ THẢO LẦN 3" in read(report[1])
    assert "1.405 hồ sơ" in read(report[1])
    cells = [row[0] for row in load_workbook(io.BytesIO(book[1].body))["Trả lời"].iter_rows(values_only=True)]
    assert "Bản cập nhật lần 2" in cells


async def test_without_a_channel_leader_and_secretary_have_them(stage: Stage) -> None:
    """As the summary itself goes."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 15, 8))
    await tick_at(stage, at(3, 15, 8, 1))
    assert len(files(stage, body.leader)) == len(files(stage, body.secretary)) == 3
    assert "Chưa có số liệu trong kỳ." in read(files(stage, body.leader)[1][1])


async def test_the_documents_come_from_the_board_whenever_they_are_asked_for(stage: Stage) -> None:
    """Before the summary too; a double tap sends them once; somebody else's tap sends nothing."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 8, 9))
    body.secretary.say("/bang")
    await stage.settle()
    assert "Tài liệu" not in str(body.secretary.last.buttons)
    await body.send("Sở Y tế", online_files=1)
    card = next(message for message in reversed(body.secretary.messages) if message.buttons)
    for _ in range(2):
        body.secretary.tap("Tài liệu", card)
    await stage.settle()
    assert [caption.partition(":")[0] for caption, _ in files(stage, body.secretary)] == [
        "Biểu đồ", "Dự thảo báo cáo", "Số liệu chi tiết",
    ]  # fmt: skip
    data = next(b["callback_data"] for row in card.inline_keyboard for b in row if b["text"] == "Tài liệu")
    member = body.member("Sở Y tế")
    forged = next(message for message in reversed(member.messages) if message.inline_keyboard)
    member.tap_data(forged, data)
    await stage.settle()
    assert files(stage, member) == []


async def test_history_grows_and_a_year_is_compared(stage: Stage) -> None:
    """In April the workbook shows March beside it, with what was counted then."""
    body, _ = await march(stage)
    await live_until(stage, at(4, 7, 9))
    await body.send("Sở Y tế", "2022-04", online_files=2000)
    await live_until(stage, at(4, 15, 8))
    await tick_at(stage, at(4, 15, 8, 1))
    book = load_workbook(io.BytesIO(files(stage, body.secretary)[-1][1].body))
    rows = [row[:7] for row in book["Các kỳ"].iter_rows(values_only=True) if str(row[0]).startswith("tháng")]
    assert rows == [
        ("tháng 3/2022", 6, 2, 0, 4, pytest.approx(2 / 6), 1500),
        ("tháng 4/2022", 6, 1, 0, 5, pytest.approx(1 / 6), 2000),
    ]
