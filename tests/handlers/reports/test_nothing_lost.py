"""What somebody typed is never lost without a word, whatever their colleagues and the secretary do meanwhile."""

from datetime import timedelta

from handlers.reports.taps import EnterFor, SeeReport
from storage import reports
from taskforce.roles import Role
from tests.handlers.reports.world import Body

UNIT = "Sở Tư pháp"
QUICK = ("Các nhiệm vụ còn lại", "Cả mục", "Cả mục", "Bỏ qua")


async def test_a_figure_waiting_for_its_reason_outlives_a_colleagues_sending(body: Body) -> None:
    """A colleague sends while a reason is asked: the figure and its reason become an edit of the sent report."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(binh, "/baocao")
    await body.tap(binh, "Các nhiệm vụ còn lại")
    await body.say(binh, "99000")
    await body.say(an, "/baocao")
    await body.tap(an, "Cả mục", "Cả mục", "Bỏ qua", "Gửi báo cáo")
    assert "đang trả lời dở vẫn được giữ" in binh.last.text
    await body.say(binh, "Có đợt cao điểm")
    assert "99.000" in binh.last.text
    await body.tap(binh, "Thay bằng: 99.000", "Gửi lại báo cáo")
    async with body.stage.database.read() as tx:
        sent = await reports.sent_answers(tx, await body.state(UNIT))
    assert (sent["online-files"].value, sent["online-files"].reason) == ("99000", "Có đợt cao điểm")


async def test_the_kept_card_says_so_with_a_button(body: Body) -> None:
    """What a colleague tells of the sending leads back to the question that was being answered."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(binh, "/baocao")
    await body.tap(binh, "Các nhiệm vụ còn lại")
    await body.say(binh, "99000")
    await body.say(an, "/baocao")
    await body.tap(an, "Cả mục", "Cả mục", "Bỏ qua", "Gửi báo cáo")
    await body.tap(binh, "Làm tiếp")
    assert "Xin gõ lý do" in binh.last.text


async def _send_back(body: Body, secretary_id: int, *fields: tuple[str, str]) -> None:
    secretary = await body.member(secretary_id, "Đỗ Thư Ký", None, Role.SECRETARY)
    for field, comment in fields:
        await body.offer(secretary, "Xem", SeeReport(await body.report_id(UNIT)))
        await body.tap(secretary, "Xem", "Trả lại một câu", field)
        await body.say(secretary, comment)


async def test_a_second_sending_back_keeps_what_is_being_answered(body: Body) -> None:
    """Another answer comes back while the first is answered again: the typed reason is taken, then the other asked."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK, "Gửi báo cáo")
    await _send_back(body, 1009, ("Số hồ sơ TTHC", "Sai số"))
    await body.tap(an, "Trả lời lại")
    await body.say(an, "99000")
    await _send_back(body, 1010, ("Tỷ lệ hồ sơ công việc", "Kiểm tra lại"))
    await body.say(an, "Có đợt cao điểm")
    assert "câu 2/2" in an.last.text
    assert "Kiểm tra lại" in an.last.text
    await body.say(an, "93")
    await body.tap(an, "Gửi lại báo cáo")
    report = await body.state(UNIT)
    assert (report.state, report.version) == ("submitted", 2)
    answers = await body.answers(UNIT)
    assert (answers["online-files"], answers["electronic-share"]) == ("99000", "93")


async def test_what_comes_back_at_the_review_must_be_answered_before_sending(body: Body) -> None:
    """Somebody at the review of what came back cannot send past an answer that came back meanwhile."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK, "Gửi báo cáo")
    await _send_back(body, 1009, ("Số hồ sơ TTHC", "Sai số"))
    await body.tap(an, "Trả lời lại")
    await body.say(an, "1210")
    review = an.last
    await _send_back(body, 1010, ("Tỷ lệ hồ sơ công việc", "Kiểm tra lại"))
    assert "Còn 1 câu chưa trả lời" in review.text
    an.tap("Trả lời câu còn thiếu", review)
    await body.stage.settle()
    assert "Kiểm tra lại" in review.text


async def test_a_change_that_was_not_sent_again_is_shown(body: Body) -> None:
    """Leaving an edit half-way says that it is not sent, and so does the report, with the button that goes on."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    secretary = await body.member(1009, "Đỗ Thư Ký", None, Role.SECRETARY)
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK, "Gửi báo cáo", "Sửa", "Sửa: Số liệu", "Số hồ sơ TTHC tiếp nhận")
    await body.say(an, "1260")
    await body.tap(an, "Để sau")
    assert "Có thay đổi chưa gửi lại" in an.last.text
    await body.say(an, "/baocao")
    assert "Có thay đổi chưa gửi lại" in an.last.text
    await body.offer(secretary, "Xem", SeeReport(await body.report_id(UNIT)))
    await body.tap(secretary, "Xem")
    assert "chưa gửi lại" not in secretary.last.text, "a draft is the unit's own"
    await body.tap(an, "Làm tiếp", "Gửi lại báo cáo", "Xem báo cáo")
    assert "chưa gửi lại" not in an.last.text
    assert "1.260 hồ sơ" in an.last.text


async def test_the_end_of_a_cut_text_is_no_answer(body: Body) -> None:
    """A text pasted too long comes as two messages: the second is refused as the first was."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại", "Cả mục")
    await body.say(an, "Khó khăn. " + "x" * 4300 + " Hết.")
    assert "dài quá 2.000 ký tự" in an.last.text
    assert "difficulties" not in await body.answers(UNIT)
    body.stage.clock.move_to(body.stage.clock.now() + timedelta(seconds=10))
    await body.say(an, "Thiếu cán bộ")
    assert (await body.answers(UNIT))["difficulties"] == "Thiếu cán bộ"


async def test_by_phone_a_file_is_taken_at_the_question_for_files_only(body: Body) -> None:
    """While the secretary enters for a unit, a spreadsheet is a roster and another file is refused."""
    secretary = await body.member(1009, "Đỗ Thư Ký", None, Role.SECRETARY)
    await body.offer(secretary, "Nhập thay", EnterFor(await body.report_id(UNIT)))
    await body.tap(secretary, "Nhập thay")
    secretary.send_file("anh-chup.pdf", b"%PDF-")
    await body.stage.settle()
    assert "tệp kèm theo được hỏi ở cuối báo cáo" in secretary.last.text
    secretary.send_file("danh-sach.xlsx", b"abc")
    await body.stage.settle()
    assert any("danh-sach.xlsx" in message.text for message in secretary.messages if message.outgoing)
    assert "attachment" not in await body.answers(UNIT)
