"""Opinions in writing, from the question to the result."""

import io
from datetime import timedelta

import pytest
from docx import Document

from bot.demo.stage import Stage
from handlers.ballots.taps import RunBallot, SeeBallot
from messages.documents.making import make
from tests.e2e.balloting import QUESTION, draft, offer, opened, rows, say, tap
from tests.e2e.body import Body, at, tick_at

pytestmark = pytest.mark.e2e


@pytest.fixture
async def body(stage: Stage) -> Body:
    """A body that decides by majority of all its eight members, on Monday 7 March."""
    stage.clock.move_to(at(3, 7, 9))
    return await Body.found(stage)


async def closed(body: Body) -> None:
    """Thursday 17:00 has passed."""
    await tick_at(body.stage, at(3, 10, 17, 1))


async def test_from_the_question_to_the_result(body: Body) -> None:
    """Five of eight agree: adopted, told with names and the article to office and asked, confirmed by the head."""
    await opened(body)
    for name in ("Tổ Trưởng", "Tổ Phó", "Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp", "Cán bộ Sở Nội vụ"):
        assert QUESTION in body.phones[name].last.text
        await tap(body, body.phones[name], "Đồng ý")
        assert "Đồng chí đã chọn: Đồng ý" in body.phones[name].last.text
    await tap(body, body.member("Sở Tài chính"), "Không đồng ý")
    await closed(body)
    for phone in (body.secretary, body.leader, body.member("Công an tỉnh")):
        assert "THÔNG QUA (5/8 phiếu)" in phone.last.text
        assert "Không đồng ý: 1 – Cán bộ Sở Tài chính" in phone.last.text
        assert "Quy chế Điều 2 khoản 2" in phone.last.text
    await tap(body, body.leader, "Xác nhận kết quả")
    assert "Tổ Trưởng đã xác nhận kết quả" in body.secretary.last.text
    await tap(body, body.secretary, "Biên bản")
    assert body.secretary.last.text.startswith("Biên bản") or body.secretary.last.file is not None
    await rows(body, "SELECT 1")


async def test_a_vote_is_changed_until_it_closes(body: Body) -> None:
    """The last word counts: another option, and a reason added; the same tap twice changes nothing."""
    await opened(body)
    phone = body.member("Sở Y tế")
    await tap(body, phone, "Đồng ý", "Không đồng ý", "✓ Không đồng ý", "Ghi lý do")
    await say(body, phone, "Chưa có kinh phí")
    assert "Chưa có kinh phí" in phone.last.text
    assert await rows(body, "SELECT place, words, changes FROM ballot_votes") == [
        {"place": 1, "words": "Chưa có kinh phí", "changes": 2}
    ]


async def test_another_opinion_counts_with_its_text(body: Body) -> None:
    """Without the text nothing is counted; typed after a restart it is, and stands in the result."""
    await opened(body)
    phone = body.member("Sở Y tế")
    await tap(body, phone, "Ý kiến khác")
    assert await rows(body, "SELECT * FROM ballot_votes") == []
    await body.stage.stop_bot()
    await body.stage.start_bot()
    await say(body, phone, "Nên làm thí điểm trước")
    await closed(body)
    assert "Cán bộ Sở Y tế (Ý kiến khác): Nên làm thí điểm trước" in body.leader.last.text


async def test_a_reason_may_be_required(body: Body) -> None:
    """Then no option counts without one, and a text too long is not taken."""
    await opened(body, rules=["Lý do: không bắt buộc"])
    phone = body.member("Sở Y tế")
    await tap(body, phone, "Đồng ý")
    assert "Phiếu được tính khi có lý do" in phone.last.text
    await say(body, phone, "dài " * 900)
    assert "dài quá" in phone.last.text
    await body.stage.settle()
    body.stage.clock.move_to(body.stage.clock.now() + timedelta(seconds=10))
    await say(body, phone, "Phù hợp kế hoạch năm")
    assert "Đồng chí đã chọn: Đồng ý" in phone.last.text


async def test_own_options_are_counted_each(body: Body) -> None:
    """Of three options the one with more than half of all is chosen; bad lists are explained."""
    phone = await draft(body)
    await tap(body, phone, "Lựa chọn")
    await say(body, phone, "Chỉ một")
    assert "ít nhất 2 lựa chọn" in phone.last.text
    await say(body, phone, "Ngày 15\nNgày 15")
    assert "giống nhau" in phone.last.text
    await say(body, phone, "- Ngày 15\n- Ngày 20\n- Ngày 25")
    await tap(body, phone, "Xem lại và mở", "Mở lấy ý kiến")
    for name in ("Tổ Trưởng", "Tổ Phó", "Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp", "Cán bộ Sở Nội vụ"):
        await tap(body, body.phones[name], "Ngày 20")
    await tap(body, body.member("Công an tỉnh"), "Ngày 25")
    await closed(body)
    assert "chọn “Ngày 20” (5/8 phiếu)" in body.leader.last.text


async def test_papers_go_to_whoever_asks_for_them(body: Body) -> None:
    """Files sent to the desk are named on the card and come with a tap."""
    phone = await draft(body)
    phone.send_file("Du-thao.pdf", b"%PDF-1.4 du thao")
    await body.stage.settle()
    assert "Đã nhận “Du-thao.pdf”" in phone.last.text
    await tap(body, phone, "Xong", "Xem lại và mở", "Mở lấy ý kiến")
    member = body.member("Sở Y tế")
    assert "Du-thao.pdf" in member.last.text
    await tap(body, member, "Tài liệu (1)")
    assert member.last.text.startswith("Tài liệu xin ý kiến")
    await rows(body, "SELECT 1")


async def test_where_the_chair_decides_the_votes_are_advice(stage: Stage) -> None:
    """Bắc Giang: the chair decides against the votes, with a reason, once; everybody is told which it is."""
    stage.clock.move_to(at(3, 7, 9))
    body = await Body.found(stage, "bac-giang")
    await opened(body)
    member = body.member("Sở Y tế")
    assert "Trưởng ban quyết định (Điều 2); các ý kiến là để tham khảo" in member.last.text
    for name in ("Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp", "Cán bộ Sở Nội vụ"):
        await tap(body, body.phones[name], "Đồng ý")
    await closed(body)
    assert "Đây là ý kiến tham khảo" in member.last.text
    await tap(body, body.leader, "Quyết định: không đồng ý")
    await say(body, body.leader, "Chờ hướng dẫn của Bộ")
    for phone in (body.leader, body.secretary, member):
        assert "Trưởng ban quyết định: KHÔNG ĐỒNG Ý (Tổ Trưởng)" in phone.last.text
        assert "Chờ hướng dẫn của Bộ" in phone.last.text
    count = len(member.messages)
    await tick_at(body.stage, at(3, 10, 17, 5))
    assert len(member.messages) == count


async def test_withdrawn_with_a_reason_by_who_opened_it(body: Body) -> None:
    """Nobody else may; those asked hear why, and a vote after that is refused kindly."""
    secretary = await opened(body)
    await say(body, body.deputy, "/phieu")
    member = body.member("Sở Y tế")
    await tap(body, secretary, "Thu hồi phiếu")
    await say(body, secretary, "Nhầm dự thảo")
    assert "Lý do: Nhầm dự thảo" in member.last.text
    card = next(message for message in member.messages if QUESTION in message.text)
    member.tap("Đồng ý", message=card)
    await body.stage.settle()
    assert "đã được thu hồi" in member.alerts[-1]
    assert await rows(body, "SELECT * FROM ballot_votes") == []


async def test_early_only_when_the_charter_says_so(body: Body) -> None:
    """With `early` five of eight end it at once; without, it runs to its time."""
    async with body.stage.database.transaction() as tx:
        await tx.run(
            "UPDATE task_forces SET charter = replace(charter, 'written = { cite', 'written = { early = true, cite')"
        )
    await opened(body)
    for name in ("Tổ Trưởng", "Tổ Phó", "Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp"):
        await tap(body, body.phones[name], "Đồng ý")
    await body.stage.app.tick()
    assert (await rows(body, "SELECT state FROM ballots"))[0]["state"] == "open"
    await tap(body, body.member("Sở Nội vụ"), "Đồng ý")
    await body.stage.app.tick()
    await body.stage.settle()
    assert "sớm hơn thời hạn vì kết quả không thể thay đổi" in body.leader.last.text


async def test_ended_by_hand_when_everybody_has_answered(body: Body) -> None:
    """Nobody has to wait for the deadline then."""
    secretary = await opened(body)
    for name, phone in body.phones.items():
        if name != "Thư Ký":
            await tap(body, phone, "Đồng ý")
    await tap(body, secretary, "Cập nhật", "Kết thúc (mọi người đã trả lời)")
    assert "THÔNG QUA (8/8 phiếu)" in secretary.last.text


async def test_the_record_is_an_official_letter(body: Body) -> None:
    """It names the question, the counts, the article and everybody asked with their opinion."""
    from handlers.ballots import record
    from messages.documents.model import to_data
    from storage import ballots

    await opened(body)
    await tap(body, body.member("Sở Y tế"), "Ý kiến khác")
    await say(body, body.member("Sở Y tế"), "Nên làm thí điểm & đánh giá")
    await closed(body)
    async with body.stage.app.turns.alone() as turn:
        document = await record.of(turn, await ballots.get(turn.tx, 1))
    letter = Document(io.BytesIO(make(to_data(document))))
    text = "\n".join(
        [one.text for one in letter.paragraphs]
        + [cell.text for table in letter.tables for row in table.rows for cell in row.cells]
    )
    for words in (
        "BIÊN BẢN", QUESTION, "Ý kiến khác: 01 phiếu", "Kết quả: KHÔNG THÔNG QUA.", "Điều 2 khoản 2",
        "Nên làm thí điểm & đánh giá", "Cán bộ Sở Tư pháp", "Không trả lời",
    ):  # fmt: skip
        assert words in text, words


async def test_a_result_for_the_office_alone(body: Body) -> None:
    """Those asked hear nothing of it then, neither by the card nor by a forged button of the record."""
    await opened(body, rules=["Kết quả: gửi cả người được hỏi"])
    member = body.member("Sở Y tế")
    await tap(body, member, "Đồng ý")
    await closed(body)
    assert "Kết quả lấy ý kiến" in body.deputy.last.text
    count = len(member.messages)
    await offer(body, member, SeeBallot(1), RunBallot(1, "record", 0))
    await tap(body, member, "Nút 0")
    assert "Phiếu đã kết thúc" in member.last.text
    await tap(body, member, "Nút 1")
    assert "không có quyền" in member.alerts[-1]
    assert not any("Kết quả lấy ý kiến" in message.text for message in member.messages[count - 1 :])


async def test_a_casting_vote_breaks_a_tie(body: Body) -> None:
    """Two against two among those who answered: the way the head voted, and the result says so."""
    async with body.stage.database.transaction() as tx:
        await tx.run(
            "UPDATE task_forces SET charter = replace(charter, 'of = \"unspecified\", cite',"
            " 'of = \"present\", casting_vote = true, cite')"
        )
    await opened(body)
    for name, words in (
        ("Tổ Trưởng", "Đồng ý"), ("Tổ Phó", "Không đồng ý"), ("Cán bộ Sở Y tế", "Đồng ý"),
        ("Cán bộ Sở Nội vụ", "Không đồng ý"),
    ):  # fmt: skip
        await tap(body, body.phones[name], words)
    await closed(body)
    assert "THÔNG QUA" in body.secretary.last.text
    assert "theo lá phiếu của người chủ trì" in body.secretary.last.text
