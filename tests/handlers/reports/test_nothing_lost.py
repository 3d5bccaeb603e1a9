"""What somebody typed is never lost without a word, whatever their colleagues and the secretary do meanwhile."""

from handlers.reports.taps import SeeReport
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
