"""A report that somebody asks for: from the question to the summary, and what is changed on the way."""

from datetime import datetime
from itertools import product

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.requests.taps import AskAct, ChangeAct, ChangeRequest, ListRequests, NewRequest, SeeRequest
from storage import periods, requests
from storage.periods import Period
from tests.e2e.body import Body, at, tick_at, when
from tests.e2e.inviting import forge

pytestmark = pytest.mark.e2e

QUESTIONS = "1. Số hồ sơ tồn đọng đến nay?\n2. Đã có kế hoạch xử lý chưa?\n3. Khó khăn, vướng mắc"
TITLE = "Báo cáo rà soát hồ sơ tồn đọng"
DAY = "2022-03-01"
UNITS = ("Sở Y tế", "Sở Tư pháp", "Công an tỉnh")


async def say(stage: Stage, phone: Phone, *texts: str) -> None:
    """Type these, one after the other."""
    for text in texts:
        phone.say(text)
        await stage.settle()


async def tap(stage: Stage, phone: Phone, *words: str) -> None:
    """Tap these buttons, one after the other."""
    for word in words:
        phone.tap(word)
        await stage.settle()


async def founded(stage: Stage, preset: str = "nam-dong", moment: datetime | None = None) -> Body:
    """A body of three units on the first Tuesday of March, with nothing else to report."""
    body = await Body.found(stage, preset, UNITS)
    stage.clock.move_to(moment or at(3, 1, 9))
    return body


async def half_made(stage: Stage, phone: Phone, due: str = "16h thứ sáu") -> None:
    """A request up to its preview: three questions to all units."""
    await say(stage, phone, "/yeucau", "Rà soát hồ sơ tồn đọng", QUESTIONS)
    await tap(stage, phone, "Tiếp tục (3 câu hỏi)", "Tất cả 3 đơn vị", "Tiếp tục (3 đơn vị)")
    await say(stage, phone, due)


async def asked(stage: Stage, body: Body, due: str = "16h thứ sáu") -> None:
    """The leader has asked all units."""
    await half_made(stage, body.leader, due)
    await tap(stage, body.leader, "Gửi")


async def answer(stage: Stage, phone: Phone, number: str, yes: str, text: str) -> None:
    """Somebody of a unit answers by taps and words."""
    await tap(stage, phone, "Làm báo cáo")
    await say(stage, phone, number)
    await tap(stage, phone, yes)
    await say(stage, phone, text)
    await tap(stage, phone, "Gửi báo cáo")


async def stored(stage: Stage, body: Body, stream: str = "adhoc", label: str = DAY) -> Period:
    """The request's period."""
    async with stage.database.read() as tx:
        found = await periods.find(tx, body.id, stream, label)
    assert found is not None
    return found


def words_of(phone: Phone) -> str:
    """The last thing the bot said to them."""
    return phone.last.text


def about(phone: Phone) -> str:
    """The last thing the bot said to them about the request."""
    return next(m.text for m in reversed(phone.messages) if m.outgoing and TITLE in m.text)


async def test_a_unit_gets_exactly_what_the_preview_showed(stage: Stage) -> None:
    """The preview holds the unit's message word for word, says who gets it, and the kinds are guessed."""
    body = await founded(stage)
    await say(stage, body.leader, "/yeucau", "Rà soát hồ sơ tồn đọng", QUESTIONS)
    assert "1. Số hồ sơ tồn đọng đến nay? – số\n2. Đã có kế hoạch xử lý chưa? – có/không\n3." in words_of(body.leader)
    await tap(stage, body.leader, "Tiếp tục (3 câu hỏi)", "Tất cả 3 đơn vị", "Tiếp tục (3 đơn vị)")
    await say(stage, body.leader, "16h thứ sáu")
    preview = words_of(body.leader)
    assert "Gửi tới 3 đơn vị (3 người): Sở Y tế; Sở Tư pháp; Công an tỉnh" in preview
    await tap(stage, body.leader, "Gửi")
    told = words_of(body.member("Sở Y tế"))
    assert told == (
        "Kính gửi: Sở Y tế\n"
        "\n"
        "Đồng chí Tổ Trưởng (Tổ trưởng), Tổ công tác Đề án 06 huyện, đề nghị báo cáo đột xuất:\n"
        f"{TITLE}\n"
        "Hạn: 16h thứ Sáu, 4/3/2022 (còn 3 ngày)\n"
        "\n"
        "Nội dung (3 câu hỏi):\n"
        "1. Số hồ sơ tồn đọng đến nay\n"
        "2. Đã có kế hoạch xử lý chưa?\n"
        "3. Khó khăn, vướng mắc"
    )
    assert told in preview
    assert "Đã gửi yêu cầu Báo cáo rà soát hồ sơ tồn đọng tới 3 đơn vị (3 người)." in words_of(body.leader)


async def test_it_is_reminded_summed_up_and_closed_like_any_other(stage: Stage) -> None:
    """Half-way, in the morning, a last call, overdue; draft and post; documents; closed five working days later."""
    body = await founded(stage)
    await asked(stage, body)
    await answer(stage, body.member("Sở Y tế"), "12", "Có", "Thiếu máy quét")
    await answer(stage, body.member("Sở Tư pháp"), "30", "Không", "Chưa có kinh phí")
    for moment in (
        at(3, 2, 20), at(3, 3, 8), at(3, 3, 8, 30), at(3, 4, 8, 30), at(3, 4, 14), at(3, 4, 16), at(3, 4, 16, 1),
        at(3, 4, 18), at(3, 4, 18, 5),
    ):  # fmt: skip
        await tick_at(stage, moment)
    late = body.member("Công an tỉnh")
    assert when(late, TITLE) == ["01/03 09:00", "03/03 08:30", "04/03 08:30", "04/03 14:00",
                                 "04/03 16:01"]  # fmt: skip
    assert when(body.member("Sở Y tế"), "chưa gửi") == []
    posted = next(m.text for m in reversed(body.leader.messages) if m.text.startswith("TỔNG HỢP"))
    assert "Đã gửi 2/3 đơn vị, đều đúng hạn.\nChưa gửi (1 đơn vị): Công an tỉnh." in posted
    assert "• Số hồ sơ tồn đọng đến nay: 42\n" in posted
    assert "• Đã có kế hoạch xử lý chưa? Có 1; Không 1\n" in posted
    assert f"⏰ {TITLE} (theo yêu cầu ngày 1/3/2022) đã hết hạn: 2/3 đơn vị đã gửi." in body.leader.screen()
    await tick_at(stage, at(3, 4, 18, 30))
    assert "Báo cáo 2022-03-01.docx" in body.secretary.screen()
    await answer(stage, late, "8", "Có", "Không có")
    await tick_at(stage, at(3, 7, 9))
    assert "Đã gửi 3/3 đơn vị: đúng hạn 2, muộn 1." in body.leader.screen()
    await tick_at(stage, at(3, 11, 23))
    assert (await stored(stage, body)).closed_at is None
    await tick_at(stage, at(3, 12, 0, 1))
    assert (await stored(stage, body)).closed_at is not None


async def test_when_all_have_answered_nobody_waits_for_the_deadline(stage: Stage) -> None:
    """Whoever asked is told at the next tick, the draft is shown, and the summary goes out two hours later."""
    body = await founded(stage)
    await asked(stage, body)
    for unit in UNITS:
        await answer(stage, body.member(unit), "1", "Có", "Không")
    await tick_at(stage, at(3, 1, 9, 5))
    await tick_at(stage, at(3, 1, 9, 6))
    assert f"✅ {TITLE} (theo yêu cầu ngày 1/3/2022): đã đủ báo cáo của 3/3 đơn vị." in body.leader.screen()
    assert "Trên đây là dự thảo tổng hợp" in body.secretary.screen()
    await tick_at(stage, at(3, 1, 11, 10))
    assert f"TỔNG HỢP: {TITLE}" in body.leader.screen()
    await tick_at(stage, at(3, 4, 16, 5))
    assert "đã hết hạn" not in body.leader.screen()


async def test_a_withdrawn_request_is_told_to_those_asked_and_to_nobody_else(stage: Stage) -> None:
    """Also to who has answered; nobody is reminded any more, and the answers stay."""
    body = await founded(stage)
    await say(stage, body.leader, "/yeucau", "Rà soát hồ sơ tồn đọng", QUESTIONS)
    await tap(stage, body.leader, "Tiếp tục (3 câu hỏi)", "Sở Y tế", "Sở Tư pháp", "Tiếp tục (2 đơn vị)")
    await say(stage, body.leader, "16h thứ sáu")
    await tap(stage, body.leader, "Gửi")
    await answer(stage, body.member("Sở Y tế"), "12", "Có", "Thiếu máy quét")
    await tap(stage, body.leader, "Xem yêu cầu", "Rút yêu cầu")
    assert "2 người đã được hỏi sẽ được báo" in words_of(body.leader)
    await tap(stage, body.leader, "Rút yêu cầu, báo cho các đơn vị")
    for unit in ("Sở Y tế", "Sở Tư pháp"):
        assert "đã rút yêu cầu Báo cáo rà soát hồ sơ tồn đọng" in words_of(body.member(unit))
    assert when(body.member("Công an tỉnh"), "tồn đọng") == []
    await tick_at(stage, at(3, 4, 14))
    assert "đã rút yêu cầu" in words_of(body.member("Sở Tư pháp"))
    period = await stored(stage, body)
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM answers") == 3
        request = await requests.get(tx, period.id)
    assert request is not None
    assert request.withdrawn_at is not None
    await tap(stage, body.member("Sở Tư pháp"), "Làm báo cáo")
    assert "đã khép" in words_of(body.member("Sở Tư pháp"))


async def test_another_deadline_is_told_to_who_owes_and_reminded_of_anew(stage: Stage) -> None:
    """Who has answered is left alone; the ladder is laid out again; nobody is nagged by the old one."""
    body = await founded(stage)
    await asked(stage, body)
    await answer(stage, body.member("Sở Y tế"), "12", "Có", "Thiếu máy quét")
    before = words_of(body.member("Sở Y tế"))
    await tap(stage, body.leader, "Xem yêu cầu", "Đổi hạn")
    await say(stage, body.leader, "hôm kia")
    assert "Chưa hiểu “hôm kia”" in words_of(body.leader)
    await say(stage, body.leader, "trước ngày 12/3")
    assert "Đã đổi hạn; đã báo 2 người" in words_of(body.leader)
    owing = body.member("Sở Tư pháp")
    assert "Hạn cũ: 16h thứ Sáu, 4/3/2022\nHạn: hết thứ Sáu, 11/3/2022" in words_of(owing)
    assert words_of(body.member("Sở Y tế")) == before
    await tick_at(stage, at(3, 4, 16, 1))
    assert "quá hạn" not in owing.screen()
    await tick_at(stage, at(3, 11, 15))
    assert "Hôm nay là hạn cuối." in about(owing)


async def test_one_more_unit_is_asked_from_the_beginning(stage: Stage) -> None:
    """It gets the request itself, once; the others hear nothing."""
    body = await founded(stage)
    await say(stage, body.secretary, "/yeucau", "Rà soát hồ sơ tồn đọng", QUESTIONS)
    await tap(stage, body.secretary, "Tiếp tục (3 câu hỏi)", "Sở Y tế", "Tiếp tục (1 đơn vị)")
    await say(stage, body.secretary, "24h nữa")
    await tap(stage, body.secretary, "Gửi", "Xem yêu cầu", "Thêm đơn vị")
    await say(stage, body.secretary, "cong an")
    await tap(stage, body.secretary, "Công an tỉnh", "Gửi thêm tới 1 đơn vị")
    assert "Đã gửi yêu cầu tới các đơn vị vừa chọn (1 người)." in words_of(body.secretary)
    assert when(body.member("Công an tỉnh"), "đề nghị báo cáo đột xuất") == ["01/03 09:00"]
    assert when(body.member("Sở Y tế"), "đề nghị báo cáo đột xuất") == ["01/03 09:00"]
    assert when(body.member("Sở Tư pháp"), "đề nghị báo cáo đột xuất") == []


async def test_the_charters_own_form_is_one_tap(stage: Stage) -> None:
    """Bắc Giang's report on request: its title, article and questions; who asks gives the day."""
    body = await founded(stage, "bac-giang")
    await say(stage, body.secretary, "/yeucau")
    await tap(stage, body.secretary, "Báo cáo đột xuất theo yêu cầu", "Tiếp tục (3 đơn vị)")
    await tap(stage, body.secretary, "16h thứ Tư 2/3", "Gửi")
    told = words_of(body.member("Sở Y tế"))
    assert "Báo cáo đột xuất theo yêu cầu\nHạn: 16h thứ Tư, 2/3/2022" in told
    assert "Căn cứ: Điều 6 khoản 5" in told
    assert (await stored(stage, body, "on-request")).title == "Báo cáo đột xuất theo yêu cầu"


async def test_two_requests_of_a_day_are_two(stage: Stage) -> None:
    """Each has its own name, its own reports; the home screen and the list tell them apart."""
    body = await founded(stage)
    await asked(stage, body)
    await say(stage, body.leader, "/yeucau")
    await tap(stage, body.leader, "Yêu cầu mới")
    await say(stage, body.leader, "Nhân sự đầu mối", "Họ tên đầu mối")
    await tap(stage, body.leader, "Tiếp tục (1 câu hỏi)", "Tất cả 3 đơn vị", "Tiếp tục (3 đơn vị)", "16h thứ Sáu 4/3")
    await tap(stage, body.leader, "Gửi")
    assert (await stored(stage, body, label=f"{DAY}.2")).title == "Báo cáo nhân sự đầu mối"
    member = body.member("Sở Y tế")
    await say(stage, member, "/trogiup")
    assert "Báo cáo nhân sự đầu mối, theo yêu cầu số 2 ngày 1/3/2022" in words_of(member)
    await say(stage, body.leader, "/yeucau")
    assert f"• {TITLE} (theo yêu cầu ngày 1/3/2022): 0/3 đơn vị" in words_of(body.leader)


async def test_a_question_is_changed_with_a_tap(stage: Stage) -> None:
    """Its kind, its choices, its words; or it is left out."""
    body = await founded(stage)
    await say(stage, body.leader, "/yeucau", "Rà soát hồ sơ tồn đọng", QUESTIONS)
    await tap(stage, body.leader, "3. Chữ", "Lựa chọn")
    await say(stage, body.leader, "Nhiều; Ít; Không có")
    await tap(stage, body.leader, "1. Số", "Bỏ câu này")
    assert "1. Đã có kế hoạch xử lý chưa? – có/không\n2. Khó khăn, vướng mắc – lựa chọn: Nhiều, Ít, Không có" in (
        words_of(body.leader)
    )


async def test_a_second_tap_sends_nothing_more(stage: Stage) -> None:
    """The request is there once, however often it is sent, and across a restart."""
    body = await founded(stage)
    await half_made(stage, body.leader)
    data = next(b["callback_data"] for row in body.leader.last.inline_keyboard for b in row if "Gửi" in b["text"])
    await stage.stop_bot()
    await stage.start_bot()
    await tap(stage, body.leader, "Gửi")
    await forge(stage, body.leader, data)
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM report_requests") == 1
    assert when(body.member("Sở Y tế"), "đề nghị báo cáo đột xuất") == ["01/03 09:00"]


async def test_nobody_else_can_ask_change_or_withdraw(stage: Stage) -> None:
    """Every button of the feature, forged by a member, a stranger and a leader of another body: nothing changes."""
    body = await founded(stage)
    await asked(stage, body)
    await tap(stage, body.leader, "Xem yêu cầu", "Đổi hạn")
    other = await Body.found(stage, "bac-giang", ("Sở Y tế",), number=7)
    stranger = await stage.person(5001, "Người Lạ", "+84900000001")
    stranger.chat.started = True
    period = await stored(stage, body)
    async with stage.database.read() as tx:
        session = await tx.value("SELECT max(id) FROM sessions")
        before = [tuple(row) for row in await tx.all("SELECT * FROM report_requests")]
    taps = [
        NewRequest(body.id), ListRequests(body.id), SeeRequest(period.id),
        *(ChangeRequest(period.id, what) for what in ("due", "unit", "drop", "drop!")),
        *(kind(session, turn, what, 1) for kind, turn, what in product((AskAct, ChangeAct), (1, 2), ("d", "ok", "u"))),
    ]  # fmt: skip
    for phone in (body.member("Sở Y tế"), other.leader, stranger):
        for each in taps:
            await forge(stage, phone, each.pack())
        assert TITLE not in words_of(phone) or phone is body.member("Sở Y tế")
    await say(stage, body.member("Sở Y tế"), "/yeucau")
    async with stage.database.read() as tx:
        assert [tuple(row) for row in await tx.all("SELECT * FROM report_requests")] == before
        assert await tx.value("SELECT count(*) FROM report_periods WHERE title <> ''") == 1
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0
        chats = [row["chat_id"] for row in await tx.all("SELECT chat_id FROM sessions")]
    assert chats == [body.leader.chat.id]
