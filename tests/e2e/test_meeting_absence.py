"""Absences: why, who comes instead, the written opinion, the consent; everybody concerned hears of it."""

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.meetings.absences.absence_taps import (
    AbsenceAct,
    ChangeAbsence,
    DecideAbsence,
    RefuseAbsence,
    SeeAbsence,
    StandIn,
)
from handlers.meetings.taps import Respond
from storage import absences, invitees, meetings, memberships, sessions
from taskforce.roles import Role
from tests.e2e.body import Body, at, tick_at
from tests.e2e.gathering import membership_of, put_meeting
from tests.e2e.inviting import (
    REFUSED,
    absence_of,
    buttons,
    card,
    files,
    forge,
    invite_all,
    invitee_of,
    no_update_failed,
    say,
    set_charter,
    set_state,
    show_office,
    tap,
    texts,
)

pytestmark = pytest.mark.e2e

MEMBER = "Cán bộ Sở Y tế"
ABSENT = ("Vắng", "Đi công tác", "Không cử người thay", "Gửi xin ý kiến")


async def begun(stage: Stage, preset: str = "bac-kan", **more: object) -> tuple[Body, meetings.Meeting, Phone]:
    """A meeting to which everybody was invited, and the phone of one member."""
    body = await Body.found(stage, preset)
    meeting = await put_meeting(body, at(3, 10, 14), **more)  # type: ignore[arg-type]
    await invite_all(body, meeting)
    return body, meeting, body.member("Sở Y tế")


async def test_an_absence_is_told_and_agreed_to(stage: Stage) -> None:
    """Reason, substitute, opinion; the chair reads all of it and agrees with one tap; everybody sees that."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, "Vắng")
    assert phone.last.text == (
        "Họp rà soát tiến độ Đề án 06, 14h thứ Năm, 10/3/2022\n"
        "\n"
        "Lý do vắng mặt?\n"
        "Xin chọn, hoặc gõ lý do khác, ví dụ: “Họp Hội đồng nhân dân tỉnh”."
    )
    await tap(stage, phone, "Trùng lịch họp khác")
    await say(stage, phone, "đ/c Trần Văn Mẫu, Phó Giám đốc, 0912 345 678", "Nhất trí với dự thảo.")
    assert "Người dự thay: Trần Văn Mẫu, Phó Giám đốc (0912 345 678)" in phone.last.text
    assert (await invitee_of(body, meeting, MEMBER)).answer == ""
    await tap(stage, phone, "Gửi xin ý kiến")
    assert "⏳ Đang chờ chủ trì đồng ý." in card(phone, "Đã gửi báo vắng").text
    asked = card(body.leader, "xin vắng mặt")
    assert asked.text == (
        "Cán bộ Sở Y tế, Thành viên Tổ công tác, Sở Y tế, xin vắng mặt:\n"
        "\n"
        "Họp rà soát tiến độ Đề án 06\n"
        "🕗 14h thứ Năm, 10/3/2022\n"
        "📍 Phòng họp số 2, trụ sở UBND tỉnh\n"
        "👤 Chủ trì: Tổ Trưởng, Tổ trưởng\n"
        "\n"
        "Lý do: Trùng lịch họp khác\n"
        "Người dự thay: Trần Văn Mẫu, Phó Giám đốc (0912 345 678)\n"
        "Ý kiến bằng văn bản:\n"
        "Nhất trí với dự thảo.\n"
        "\n"
        "Đồng chí có đồng ý không?\n"
        "Căn cứ: Quy chế Điều 6 khoản 2, Điều 7 khoản 3"
    )
    heard = card(body.deputy, "Xin báo cáo: Cán bộ Sở Y tế")
    assert "xin vắng mặt" in heard.text
    assert "⏳ Đang chờ chủ trì đồng ý." in heard.text
    await tap(stage, body.leader, "Đồng ý")
    assert "xin vắng mặt" not in heard.text  # the same message follows the decision
    assert "✅ Tổ Trưởng: đồng ý." in heard.text
    assert "✅ Tổ Trưởng: đồng ý." in asked.text
    assert "đã được đồng ý" in phone.last.text
    assert "✅ Tổ Trưởng: đồng ý." in card(phone, "GIẤY MỜI").text
    assert "✅ Tổ Trưởng: đồng ý." in card(phone, "Đã gửi báo vắng").text
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert (kept.substitute_phone, kept.opinion, kept.decision) == ("+84912345678", "Nhất trí với dự thảo.", "granted")
    assert (await invitee_of(body, meeting, MEMBER)).answer == "substitute"
    await no_update_failed(stage)


async def test_a_refusal_says_why_and_goes_back(stage: Stage) -> None:
    """The reason is typed, the member reads it and names somebody else, and the chair is asked anew."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, *ABSENT)
    old = card(body.leader, "xin vắng mặt")
    await tap(stage, body.leader, "Không đồng ý")
    await say(stage, body.leader, "Sở Y tế báo cáo nội dung chính, cần người dự")
    assert "không đồng ý. Lý do: Sở Y tế báo cáo nội dung chính" in body.leader.last.text
    back = card(phone, "không được đồng ý")
    assert buttons(back) == ["Tôi tham dự được", "Cử người khác dự thay", "Xin ý kiến lại"]
    await tap(stage, phone, "Cử người khác dự thay")
    await say(stage, phone, "Hoàng Thị Thử, Trưởng phòng, 0987654321", "Thống nhất như dự thảo")
    await tap(stage, phone, "Gửi xin ý kiến")
    again = card(body.leader, "Hoàng Thị Thử")
    assert "Đồng chí có đồng ý không?" in again.text
    one = await invitee_of(body, meeting, MEMBER)
    await forge(stage, body.leader, DecideAbsence(one.id, 1, 1).pack())
    assert body.leader.alerts[-1] == "Nội dung đã thay đổi, xin xem lại thẻ hiện tại."
    assert "hiển thị tiếp" in old.text or old.deleted or "hiển thị tiếp" in body.leader.screen()
    await tap(stage, body.leader, "Đồng ý")
    await tap(stage, body.leader, "Đổi quyết định", "Không nêu lý do")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert (kept.decision, kept.decision_reason) == ("refused", "")
    assert len(texts(phone, "không được đồng ý")) == 2
    await no_update_failed(stage)


async def test_a_chair_who_goes_back_has_refused_nothing(stage: Stage) -> None:
    """Back from the reasons nothing is decided, and what is typed then is no reason; bad reasons are told."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, *ABSENT)
    await tap(stage, body.leader, "Không đồng ý")
    await say(stage, body.leader, "x" * 1001, "Tài liệu MẬT số 5")
    assert "không được ghi lại" in body.leader.screen(2)
    body.leader.send_file("anh.jpg", b"1")
    await stage.settle()
    assert "chưa được dùng" in body.leader.last.text
    await tap(stage, body.leader, "⬅ Quay lại")
    await say(stage, body.leader, "Cảm ơn")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert kept.decision == ""
    await tap(stage, body.leader, "Đồng ý", "Đổi quyết định", "Cần đủ thành phần họp")
    await say(stage, body.leader, "/huy")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert kept.decision_reason == "Cần đủ thành phần họp"
    await no_update_failed(stage)


async def test_where_telling_is_enough_nobody_is_asked(stage: Stage) -> None:
    """Nam Đông: the absence is reported, to the leader and the standing deputy; no opinion, no consent."""
    body, meeting, phone = await begun(stage, "nam-dong")
    await tap(stage, phone, "Vắng", "Ốm", "Không cử người thay", "Gửi báo vắng")
    assert "✅ Đã báo cáo." in phone.last.text
    for told in (body.leader, body.deputy):
        assert told.last.text.startswith("Xin báo cáo: Cán bộ Sở Y tế")
        assert told.last.buttons == []
    one = await invitee_of(body, meeting, MEMBER)
    assert one.answer == "absent"
    await forge(stage, body.leader, DecideAbsence(one.id, 1, 1).pack())
    assert body.leader.alerts[-1] == REFUSED
    await show_office(body, meeting)
    await forge(stage, body.secretary, DecideAbsence(one.id, 1, 1).pack())
    assert body.secretary.alerts[-1] == "Cuộc họp này không cần đồng ý cho vắng."
    await no_update_failed(stage)


async def test_nobody_is_sent_where_the_charter_forbids_it(stage: Stage) -> None:
    """No question, no button, and a forged one leads nowhere."""
    body = await Body.found(stage)
    await set_charter(body, ("substitute = true", "substitute = false"))
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    assert buttons(card(phone, "GIẤY MỜI"))[:3] == ["Tham dự", "Vắng", "📅 Lịch (.ics)"]
    one = await invitee_of(body, meeting, MEMBER)
    await forge(stage, phone, Respond(one.id, "s").pack())
    await tap(stage, phone, "Nghỉ phép")
    assert "Sửa người thay" not in buttons(phone.last)
    await tap(stage, phone, "Gửi xin ý kiến")
    await forge(stage, phone, ChangeAbsence(one.id, "substitute").pack())
    assert "xin xem lại trước khi gửi" in phone.last.text
    await no_update_failed(stage)


async def test_a_colleague_is_asked_and_comes(stage: Stage) -> None:
    """Own unit first, one tap; the colleague accepts, gets the calendar entry, and the member hears of it."""
    body = await Body.found(stage)
    await body.add_person("Nông Thị Giúp", Role.HELPER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14), names=[MEMBER, "Tổ Trưởng"], items=[("Kết quả quý I", None)])
    await invite_all(body, meeting)
    phone, helper = body.member("Sở Y tế"), body.phones["Nông Thị Giúp"]
    await tap(stage, phone, "Cử người thay")
    assert buttons(phone.last)[0] == "Nông Thị Giúp · Sở Y tế"
    await tap(stage, phone, "Nông Thị Giúp", "Đi công tác", "Gửi ý kiến sau")
    assert "gửi sau" in phone.last.text
    await tap(stage, phone, "Gửi xin ý kiến")
    assert "Còn thiếu ý kiến bằng văn bản" in card(phone, "Đã gửi báo vắng").text
    assert not texts(body.leader, "xin vắng mặt")
    asked = card(helper, "đề nghị đồng chí dự họp thay")
    assert "1. Kết quả quý I" in asked.text
    await tap(stage, helper, "Nhận dự thay")
    assert "✅ Đồng chí dự họp thay" in asked.text
    assert files(helper) == [f"lich-hop-{meeting.id}.ics"]
    assert "nhận dự thay" in phone.last.text
    await tap(stage, phone, "Gửi ý kiến bằng văn bản")
    phone.send_file("Y kien.docx", b"PK")
    await stage.settle()
    await tap(stage, phone, "Gửi xin ý kiến")
    assert "📎 Y kien.docx" in card(body.leader, "xin vắng mặt").text
    assert "đã nhận" in card(body.leader, "xin vắng mặt").text
    assert files(body.leader)[-1] == "Y kien.docx"
    await tap(stage, helper, "📅 Lịch (.ics)")
    assert len(files(helper)) == 2
    await tap(stage, phone, "Tôi tham dự được")
    assert "không cần dự họp thay" in helper.last.text or "không cần dự họp thay" in helper.screen()
    assert "gỡ cuộc họp khỏi lịch" in helper.screen()
    assert "sẽ tham dự" in body.leader.last.text
    assert "Đã rút báo vắng" in phone.screen()
    assert await absence_of(body, meeting, MEMBER) is None
    await no_update_failed(stage)


async def test_a_colleague_who_cannot_sends_the_member_on(stage: Stage) -> None:
    """The member is told and names another; who declined is not offered again, and may still say yes until then."""
    body = await Body.found(stage, "nam-dong")
    await body.add_person("Nông Thị Giúp", Role.HELPER, "Sở Y tế")
    await body.add_person("Vi Văn Sẵn", Role.HELPER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14), names=[MEMBER])
    await invite_all(body, meeting)
    phone, helper = body.member("Sở Y tế"), body.phones["Nông Thị Giúp"]
    await tap(stage, phone, "Cử người thay")
    await say(stage, phone, "giup")
    await tap(stage, phone, "Nông Thị Giúp", "Nghỉ phép", "Gửi báo vắng")
    await tap(stage, helper, "Không dự thay được")
    assert "không dự thay được. Xin cử người khác." in phone.last.text
    assert (await invitee_of(body, meeting, MEMBER)).answer == "absent"
    await tap(stage, helper, "Nhận dự thay", "Không dự thay được")
    await tap(stage, phone, "Cử người khác dự thay")
    assert "Đồng chí Nông Thị Giúp đã trả lời không dự thay được." in phone.last.text
    assert buttons(phone.last)[0] == "Vi Văn Sẵn · Sở Y tế"
    await tap(stage, phone, "Vi Văn Sẵn", "Gửi báo vắng")
    await tap(stage, helper, "Nhận dự thay")
    assert helper.alerts[-1] == REFUSED
    await tap(stage, body.phones["Vi Văn Sẵn"], "Nhận dự thay", "Không dự thay được")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert (kept.substitute_name, kept.substitute_says) == ("Vi Văn Sẵn", "declined")
    await no_update_failed(stage)


@pytest.mark.parametrize("how", ["left", "blocked"])
async def test_a_colleague_who_is_lost_is_missed(stage: Stage, how: str) -> None:
    """Who had accepted leaves, or blocks the bot: the member and the office hear it once, another can be named."""
    body = await Body.found(stage, "nam-dong")
    await body.add_person("Nông Thị Giúp", Role.HELPER, "Sở Y tế")
    await body.add_person("Vi Văn Sẵn", Role.HELPER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14), names=[MEMBER])
    await invite_all(body, meeting)
    await show_office(body, meeting)
    phone, helper = body.member("Sở Y tế"), body.phones["Nông Thị Giúp"]
    await tap(stage, phone, "Cử người thay", "Nông Thị Giúp", "Nghỉ phép", "Gửi báo vắng")
    await tap(stage, helper, "Nhận dự thay")
    if how == "left":
        async with stage.database.transaction() as tx:
            await memberships.end(tx, await membership_of(body, "Nông Thị Giúp"), "left", stage.clock.now())
    else:
        helper.block()
        await stage.settle()
    words = "không còn trong Tổ công tác" if how == "left" else "không liên lạc được với đồng chí Nông Thị Giúp"
    for minute in (1, 2):
        await tick_at(stage, at(3, 3, 9, minute))
    assert len(texts(phone, words)) == 1
    assert len(texts(body.secretary, words)) == 1
    assert f"đồng chí {MEMBER}" in texts(body.secretary, words)[0]
    assert "đã nhận" not in card(phone, "GIẤY MỜI").text
    assert (await invitee_of(body, meeting, MEMBER)).answer == "absent"
    assert "cử người thay 1" not in card(body.secretary, "Mời 1").text
    await tap(stage, phone, "Cử người khác dự thay")
    assert buttons(phone.last)[0] == "Vi Văn Sẵn · Sở Y tế"
    await no_update_failed(stage)


async def test_a_colleague_hears_that_it_was_not_agreed_to(stage: Stage) -> None:
    """After the chair's refusal the colleague need not come; after another decision they are asked as before."""
    body = await Body.found(stage)
    await set_charter(body, ('written_opinion = "with-substitute", ', ""))
    await body.add_person("Nông Thị Giúp", Role.HELPER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14), names=[MEMBER])
    await invite_all(body, meeting)
    phone, helper = body.member("Sở Y tế"), body.phones["Nông Thị Giúp"]
    await tap(stage, phone, "Cử người thay", "Nông Thị Giúp", "Ốm", "Gửi xin ý kiến")
    await tap(stage, body.leader, "Không đồng ý", "Đề nghị cử lãnh đạo dự thay")
    assert "không được đồng ý" in helper.last.text
    await tap(stage, body.leader, "Đổi quyết định")
    assert "đề nghị đồng chí dự họp thay" in helper.last.text
    await tap(stage, helper, "Nhận dự thay")
    assert "đã nhận" in card(phone, "GIẤY MỜI").text
    await no_update_failed(stage)


async def test_bad_input_is_told_with_an_example_and_asked_again(stage: Stage) -> None:
    """Each question: empty, too long, marked secret, no number, an old number, no name, a file where text is asked."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, "Vắng")
    await say(stage, phone, "TUYỆT MẬT: đi công tác")
    assert "không được ghi lại" in phone.screen(2)
    await say(stage, phone, "a" * 1001)
    assert "dài quá 1.000 ký tự" in phone.last.text
    await say(stage, phone, "b" * 4096 + "hết")
    assert "Lý do vắng mặt?" in phone.last.text
    phone.send_file("ly-do.pdf", b"1")
    await stage.settle()
    assert "tệp vừa gửi chưa được dùng" in phone.last.text
    stage.clock.move_to(at(2, 28, 8, 5))
    await say(stage, phone, "Bận việc gia đình")
    for typed, told in (
        ("Trần Văn Mẫu, Phó Giám đốc, 09123", "Không có số điện thoại nào"),
        ("Trần Văn Mẫu, 01688123456", "số 11 chữ số kiểu cũ"),
        ("Trần Văn Mẫu, 0212345678", "Không có số điện thoại nào"),
        ("0912 345 678", "chưa thấy họ tên"),
        ("không có ai tên này", "Không có đồng nghiệp nào"),
    ):
        await say(stage, phone, typed)
        assert told in phone.last.text, typed
    await tap(stage, phone, "Ghi theo tên: không có ai tên này")
    assert "Chức vụ của đồng chí" in phone.last.text
    await tap(stage, phone, "⬅ Quay lại")
    await say(stage, phone, "Trần Văn Mẫu; Phó Giám đốc")
    await say(stage, phone, "số máy bàn")
    assert "chưa phải là số điện thoại" in phone.last.text
    await say(stage, phone, "0912345678")
    assert "Ý kiến bằng văn bản" in phone.last.text
    phone.send_file("TAI_LIEU_MẬT.pdf", b"1")
    await stage.settle()
    assert "không được ghi lại" in phone.screen(2)
    await say(stage, phone, "c" * 3001)
    assert "dài quá 3.000 ký tự" in phone.last.text
    await say(stage, phone, "Nhất trí", "gì nữa không?")
    assert "Xin dùng các nút bên dưới." in phone.last.text
    await tap(stage, phone, "Sửa lý do")
    await say(stage, phone, "Dự phiên tòa")
    await tap(stage, phone, "Sửa người thay", "⬅ Quay lại", "Ý kiến văn bản", "⬅ Quay lại", "Gửi xin ý kiến")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert (kept.reason, kept.substitute_title, kept.opinion) == ("Dự phiên tòa", "Phó Giám đốc", "Nhất trí")
    await no_update_failed(stage)


async def test_details_may_be_left_out_where_the_charter_is_silent(stage: Stage) -> None:
    """Without a rule on substitutes a name is enough."""
    body = await Body.found(stage)
    await set_charter(body, ("substitute = true, ", ""), ('written_opinion = "with-substitute", ', ""))
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await tap(stage, phone, "Cử người thay")
    await say(stage, phone, "Trần Văn Mẫu,")
    await tap(stage, phone, "Bỏ qua", "Bỏ qua", "Ốm", "Gửi xin ý kiến")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert (kept.substitute_name, kept.substitute_title, kept.substitute_phone) == ("Trần Văn Mẫu", "", "")


async def test_a_restart_in_the_middle_loses_nothing(stage: Stage) -> None:
    """What was told before the restart is in the review after it; a tap lost in the outage is asked again."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, "Vắng")
    await say(stage, phone, "Chấm thi tốt nghiệp")
    await stage.stop_bot()
    phone.say("Trần Văn Mẫu, Phó Giám đốc, 0912345678")
    await stage.start_bot()
    await stage.settle()
    assert "Ý kiến bằng văn bản" in phone.last.text
    await say(stage, phone, "Nhất trí")
    await stage.stop_bot()
    await stage.start_bot()
    await tap(stage, phone, "Gửi xin ý kiến")
    await stage.stop_bot()
    await stage.start_bot()
    await tap(stage, body.leader, "Không đồng ý")
    await stage.stop_bot()
    await stage.start_bot()
    await say(stage, body.leader, "Cần người dự")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert (kept.reason, kept.substitute_name, kept.decision_reason) == (
        "Chấm thi tốt nghiệp",
        "Trần Văn Mẫu",
        "Cần người dự",
    )
    await no_update_failed(stage)


async def test_another_conversation_does_not_destroy_it(stage: Stage) -> None:
    """A command and /huy in between: the absence is offered again, and after /huy nothing was sent."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, "Vắng", "Ốm")
    await say(stage, phone, "/trogiup", "/khongcolenh")
    assert "Cử ai dự thay?" in phone.last.text
    await tap(stage, phone, "Vắng")
    assert "Cử ai dự thay?" in phone.last.text
    await say(stage, phone, "/huy")
    assert "việc báo vắng, chưa gửi gì" in phone.last.text
    await tap(stage, phone, "Không cử người thay")
    assert phone.alerts[-1].startswith("Phần này đã gửi hoặc đã dừng")
    assert await absence_of(body, meeting, MEMBER) is None
    assert (await invitee_of(body, meeting, MEMBER)).answer == ""
    await no_update_failed(stage)


async def test_the_meeting_may_begin_or_fall_away_meanwhile(stage: Stage) -> None:
    """A clear sentence and nothing sent; the chair's buttons say so too."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, *ABSENT)
    await tap(stage, phone, "Xem, sửa báo vắng", "Sửa lý do")
    stage.clock.move_to(at(3, 10, 14, 1))
    await say(stage, phone, "Lý do khác")
    assert "Cuộc họp đã bắt đầu" in phone.last.text
    await tap(stage, body.leader, "Đồng ý")
    assert body.leader.alerts[-1].startswith("Cuộc họp đã bắt đầu")
    await set_state(body, meeting, state="held")
    one = await invitee_of(body, meeting, MEMBER)
    await forge(stage, phone, Respond(one.id, "n").pack())
    assert phone.alerts[-1] == "Cuộc họp đã kết thúc."
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert (kept.reason, kept.decision) == ("Đi công tác", "")
    await no_update_failed(stage)


async def test_a_chair_who_cannot_come_is_replaced(stage: Stage) -> None:
    """Nobody is asked for consent; the secretary is told, with the button to choose another chair."""
    body, meeting, _ = await begun(stage)
    await tap(stage, body.leader, *ABSENT[:3], "Gửi báo vắng")
    assert "Thư ký đã được báo để bố trí người chủ trì." in body.leader.last.text
    assert "✅ Đã ghi nhận." in body.leader.last.text
    told = card(body.secretary, "Người chủ trì, đồng chí Tổ Trưởng, không dự họp được")
    assert buttons(told) == ["Đổi người chủ trì"]
    assert "Xin báo cáo: Tổ Trưởng" in card(body.deputy, "Xin báo cáo").text
    kept = await absence_of(body, meeting, "Tổ Trưởng")
    assert kept is not None
    assert kept.decision == "granted"
    await no_update_failed(stage)


async def test_the_secretary_notes_what_an_unreachable_chair_says(stage: Stage) -> None:
    """The chair has not joined: the secretary is asked to note it, and it is shown as noted."""
    body = await Body.found(stage)
    await body.add_person("Nguyễn Văn Chủ", Role.DEPUTY, None, joined=False)
    meeting = await put_meeting(body, at(3, 10, 14), chair="Nguyễn Văn Chủ")
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await tap(stage, phone, *ABSENT)
    asked = card(body.secretary, "xin vắng mặt")
    assert "Người quyết định là Nguyễn Văn Chủ" in asked.text
    await tap(stage, body.secretary, "Đồng ý")
    assert "✅ Thư Ký (thư ký ghi theo ý kiến của người quyết định): đồng ý." in card(phone, "GIẤY MỜI").text
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE action = 'absence.granted'") == 1
    await no_update_failed(stage)


async def test_a_new_chair_is_asked_about_what_still_waits(stage: Stage) -> None:
    """The chair changes while an absence waits: the next tick asks the new one, who alone decides then."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, *ABSENT)
    await set_state(body, meeting, chair_id=await membership_of(body, "Tổ Phó"))
    await tick_at(stage, at(2, 28, 8, 2))
    await tick_at(stage, at(2, 28, 8, 3))
    assert len(texts(body.deputy, "Đồng chí có đồng ý không?")) == 1
    await tap(stage, body.leader, "Đồng ý")
    assert body.leader.alerts[-1] == REFUSED
    await tap(stage, body.deputy, "Đồng ý")
    assert "✅ Tổ Phó: đồng ý." in card(phone, "GIẤY MỜI").text
    await no_update_failed(stage)


async def test_a_role_may_decide_instead_of_the_chair(stage: Stage) -> None:
    """The charter names the standing deputy: they are asked; on their own absence nobody is."""
    body = await Body.found(stage)
    await set_charter(body, ('consent = "chair"', 'consent = "standing_deputy"'))
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await tap(stage, phone, *ABSENT)
    assert "Đang chờ Tổ phó Thường trực" in phone.screen()
    await tap(stage, body.deputy, "Đồng ý")
    assert "✅ Tổ Phó: đồng ý." in card(phone, "GIẤY MỜI").text
    await tap(stage, body.deputy, *ABSENT[:3], "Gửi báo vắng")
    assert "✅ Đã ghi nhận." in body.deputy.last.text


async def test_two_who_tell_the_same_absence_do_not_overwrite_each_other(stage: Stage) -> None:
    """The secretary sends first: the member is shown that, and only a second tap replaces it."""
    body, meeting, phone = await begun(stage)
    await show_office(body, meeting)
    await tap(stage, phone, *ABSENT[:3])
    one = await invitee_of(body, meeting, MEMBER)
    await forge(stage, body.secretary, Respond(one.id, "n").pack())
    await tap(stage, body.secretary, "Ốm", "Không cử người thay", "Gửi xin ý kiến")
    await tap(stage, phone, "Gửi xin ý kiến")
    assert card(phone, "Trong lúc đó đã có người ghi: “Ốm”.")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert kept.reason == "Ốm"
    await tap(stage, phone, "Gửi xin ý kiến")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert kept.reason == "Đi công tác"
    await no_update_failed(stage)


async def test_a_colleague_who_left_meanwhile_is_not_sent(stage: Stage) -> None:
    """The review was open while they left: somebody else has to be chosen."""
    body = await Body.found(stage, "nam-dong")
    await body.add_person("Nông Thị Giúp", Role.HELPER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14), names=[MEMBER])
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await tap(stage, phone, "Cử người thay", "Nông Thị Giúp", "Ốm")
    async with stage.database.transaction() as tx:
        await memberships.end(tx, await membership_of(body, "Nông Thị Giúp"), "left", stage.clock.now())
    await tap(stage, phone, "Gửi báo vắng")
    assert "Đồng chí Nông Thị Giúp không còn trong danh sách." in phone.last.text
    await tap(stage, phone, "Không cử người thay", "Gửi báo vắng")
    assert "✅ Đã báo cáo." in phone.last.text


async def test_every_button_of_an_absence_refuses_whoever_may_not(stage: Stage) -> None:
    """Forged taps of another member, a stranger and the absent one themselves change nothing."""
    body = await Body.found(stage)
    await body.add_person("Nông Thị Giúp", Role.HELPER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone, other = body.member("Sở Y tế"), body.member("Sở Tài chính")
    await tap(stage, phone, "Cử người thay", "Nông Thị Giúp", "Ốm")
    await say(stage, phone, "Nhất trí")
    one = await invitee_of(body, meeting, MEMBER)
    async with stage.database.read() as tx:
        row = (await sessions.about(tx, "absence", f"absence:{one.id}"))[0]
    await forge(stage, other, AbsenceAct(row.id, row.state["revision"], "send", 0).pack())
    assert other.alerts[-1].startswith("Phần này đã gửi")
    for what, arg in (("usual", 99), ("one", 1), ("x", 0), ("edit", 7)):
        await forge(stage, phone, AbsenceAct(row.id, row.state["revision"], what, arg).pack())
        assert phone.alerts[-1] == REFUSED
    await forge(stage, phone, AbsenceAct(row.id, 0, "send", 0).pack())
    assert phone.alerts[-1].startswith("Nút này đã cũ")
    await tap(stage, phone, "Gửi xin ý kiến")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    stranger = await stage.person(777, "Người Lạ", "+84911777777")
    stranger.start()
    await stage.settle()
    for data in (
        ChangeAbsence(one.id, "reason"),
        SeeAbsence(one.id),
        DecideAbsence(one.id, kept.version, 1),
        DecideAbsence(one.id, kept.version, 0),
        RefuseAbsence(one.id, kept.version, 0),
        StandIn(one.id, kept.version, 1),
    ):
        for who in (other, stranger):
            await forge(stage, who, data.pack())
            assert who.alerts[-1] == REFUSED, data
    for mine in (SeeAbsence(one.id), DecideAbsence(one.id, kept.version, 1), ChangeAbsence(one.id, "x")):
        await forge(stage, phone, mine.pack())
        assert phone.alerts[-1] == REFUSED, mine
    await forge(stage, body.leader, RefuseAbsence(one.id, kept.version, 7).pack())
    assert body.leader.alerts[-1] == REFUSED
    assert await absence_of(body, meeting, MEMBER) == kept
    await no_update_failed(stage)


async def test_who_may_not_go_on_is_stopped_in_the_middle(stage: Stage) -> None:
    """A secretary who is none any more cannot finish what they had begun for somebody."""
    body, meeting, _ = await begun(stage)
    await show_office(body, meeting)
    one = await invitee_of(body, meeting, MEMBER)
    await forge(stage, body.secretary, Respond(one.id, "n").pack())
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET role = 'member' WHERE full_name = 'Thư Ký'")
        await tx.run("UPDATE meetings SET created_by = 1")
    await say(stage, body.secretary, "Ốm")
    assert "không thuộc quyền" in body.secretary.last.text
    async with stage.database.read() as tx:
        assert await sessions.about(tx, "absence", f"absence:{one.id}") == []
        assert await invitees.get(tx, one.id) is not None
    await no_update_failed(stage)


async def test_nothing_is_decided_about_what_is_not_there_any_more(stage: Stage) -> None:
    """The member comes after all while the chair types the reason; a second tap, an opinion that is still awaited."""
    body, meeting, phone = await begun(stage)
    await show_office(body, meeting)
    await tap(stage, phone, *ABSENT)
    one = await invitee_of(body, meeting, MEMBER)
    await tap(stage, body.leader, "Không đồng ý")
    await tap(stage, phone, "Tôi tham dự được")
    assert "Xin báo cáo: Cán bộ Sở Y tế" in body.leader.last.text
    await say(stage, body.leader, "Cần người dự")
    assert "sẽ tham dự; không cần quyết định" in card(body.leader, "không cần quyết định").text
    await tap(stage, phone, "Vắng", "Ốm")
    await say(stage, phone, "Trần Văn Mẫu, Phó Giám đốc, 0912345678")
    await tap(stage, phone, "Gửi ý kiến sau", "Gửi xin ý kiến")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert kept.decision == ""
    await forge(stage, body.secretary, DecideAbsence(one.id, kept.version, 1).pack())
    assert body.secretary.alerts[-1] == "Còn chờ ý kiến bằng văn bản của người vắng."
    await forge(stage, body.secretary, DecideAbsence(one.id, 1, 1).pack())
    assert body.secretary.alerts[-1].startswith("Nội dung đã thay đổi")
    await tap(stage, phone, "Gửi ý kiến bằng văn bản")
    await say(stage, phone, "Nhất trí")
    await tap(stage, phone, "Gửi xin ý kiến")
    await forge(stage, body.secretary, SeeAbsence(one.id).pack())
    assert "Người quyết định là Tổ Trưởng" in body.secretary.last.text
    await tap(stage, body.leader, "Đồng ý")
    await forge(stage, body.leader, DecideAbsence(one.id, kept.version, 1).pack())
    assert body.leader.alerts[-1] == "Câu trả lời này đã được ghi trước đó."
    assert "đồng ý" in body.secretary.last.text
    await no_update_failed(stage)


async def test_who_lost_the_right_cannot_refuse_in_the_middle(stage: Stage) -> None:
    """Another chairs by the time the reason is typed."""
    body, meeting, phone = await begun(stage)
    await tap(stage, phone, *ABSENT)
    await tap(stage, body.leader, "Không đồng ý")
    await set_state(body, meeting, chair_id=await membership_of(body, "Tổ Phó"))
    await say(stage, body.leader, "Cần người dự")
    assert "không thuộc quyền" in body.leader.last.text
    await say(stage, body.leader, "Cần người dự")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    assert kept.decision == ""
    await no_update_failed(stage)


async def test_the_chair_may_be_among_those_who_are_told(stage: Stage) -> None:
    """A charter that wants no consent but has the chair told; the one who is away is never told of themselves."""
    body = await Body.found(stage, "nam-dong")
    await set_charter(body, ('notify = ["leader", "standing_deputy"], substitute', 'notify = ["chair"], substitute'))
    meeting = await put_meeting(body, at(3, 10, 14), chair="Tổ Phó")
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await tap(stage, phone, "Vắng", "Ốm", "Không cử người thay", "Gửi báo vắng")
    assert "Xin báo cáo: Cán bộ Sở Y tế" in body.deputy.last.text
    assert not texts(body.leader, "Xin báo cáo")
    await tap(stage, body.deputy, "Vắng", "Ốm", "Không cử người thay", "Gửi báo vắng")
    assert len(texts(body.deputy, "Xin báo cáo")) == 1


async def test_the_buttons_of_a_colleague_follow_what_becomes_of_it(stage: Stage) -> None:
    """Another reason makes the older card stale; after the beginning or a withdrawal nothing is taken."""
    body = await Body.found(stage, "nam-dong")
    await body.add_person("Nông Thị Giúp", Role.HELPER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14), names=[MEMBER])
    await invite_all(body, meeting)
    phone, helper = body.member("Sở Y tế"), body.phones["Nông Thị Giúp"]
    await tap(stage, phone, "Cử người thay", "Nông Thị Giúp", "Ốm", "Gửi báo vắng")
    one = await invitee_of(body, meeting, MEMBER)
    await tap(stage, phone, "Xem, sửa báo vắng", "Sửa lý do", "Đi công tác", "Gửi báo vắng")
    await forge(stage, helper, StandIn(one.id, 1, 1).pack())
    assert helper.alerts[-1].startswith("Nội dung đã thay đổi")
    await tap(stage, helper, "Nhận dự thay")
    kept = await absence_of(body, meeting, MEMBER)
    assert kept is not None
    await forge(stage, helper, StandIn(one.id, kept.version, 1).pack())
    assert helper.alerts[-1] == "Câu trả lời này đã được ghi trước đó."
    await tap(stage, phone, "Xem, sửa báo vắng", "Sửa lý do", "Nghỉ phép", "Gửi báo vắng")
    assert "✅ Đồng chí dự họp thay" in helper.screen()
    stage.clock.move_to(at(3, 10, 15))
    await tap(stage, helper, "Không dự thay được")
    assert helper.alerts[-1].startswith("Cuộc họp đã bắt đầu")
    stage.clock.move_to(at(3, 10, 15, 1))
    async with stage.database.transaction() as tx:
        await absences.withdraw(tx, one.id)
    await forge(stage, helper, StandIn(one.id, kept.version, 1).pack())
    assert helper.alerts[-1] == "Không cần dự thay nữa. Cảm ơn đồng chí."
    await no_update_failed(stage)
