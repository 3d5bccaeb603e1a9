"""Guests: a link of their own, one card, and nothing else of the bot."""

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers import deliveries
from handlers.home import GoHome
from handlers.meetings import telling
from handlers.meetings.absences.absence_taps import ChangeAbsence, GuestFiles, NewGuestLink, SeeAbsence
from handlers.meetings.invite import guests
from handlers.meetings.taps import Conclude, Convene, GetPapers, Manage, OpenDesk, Respond, SeeLive, SeeMeeting
from handlers.turn import Turn
from storage import agenda, invitees, meetings, people
from storage.meetings import Meeting
from tests.e2e.body import Body, at
from tests.e2e.gathering import put_meeting
from tests.e2e.inviting import (
    REFUSED,
    buttons,
    card,
    files,
    forge,
    invite_all,
    invitee_of,
    no_update_failed,
    say,
    set_state,
    show_office,
    tap,
    texts,
)

pytestmark = pytest.mark.e2e

GUEST = "Vũ Thị Khách"


async def invited(stage: Stage, body: Body, meeting: Meeting) -> str:
    """The secretary puts a guest on the list and copies the link; returns its code."""
    from handlers.incoming import Incoming

    async with stage.app.turns.alone() as turn:
        person = await people.by_id(turn.tx, body.people["Thư Ký"])
        there = Incoming(body.secretary.id, body.secretary.id, "Thư Ký")
        theirs = Turn(turn.tx, turn.now, turn.surroundings, there, person)
        await guests.invite(theirs, await meetings.get(turn.tx, meeting.id), GUEST, "Phó Giám đốc Viễn thông")
        turn.spoke = True
    await stage.settle()
    body.secretary.tap("Chép link")
    return body.secretary.clipboard.split("start=")[1]


async def outsider(stage: Stage, number: int = 4001) -> Phone:
    """Somebody whom the bot does not know."""
    return await stage.person(number, "Khách Lạ", f"+8491400{number}")


async def test_a_guest_opens_the_link_and_answers(stage: Stage) -> None:
    """One card with what a guest needs, one line on what is kept, no member's name but the chair's."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14), items=[("Hạ tầng đường truyền", "Sở Tư pháp")])
    await invite_all(body, meeting)
    code = await invited(stage, body, meeting)
    assert len(code) == 18
    assert "không tự mở" in body.secretary.last.text
    phone = await outsider(stage)
    phone.start(code)
    await stage.settle()
    assert phone.last.text == (
        "GIẤY MỜI\n"
        "Tổ công tác triển khai Đề án 06 tỉnh Bắc Kạn kính mời đồng chí Vũ Thị Khách dự:\n"
        "Họp rà soát tiến độ Đề án 06\n"
        "🕗 14h thứ Năm, 10/3/2022\n"
        "📍 Phòng họp số 2, trụ sở UBND tỉnh\n"
        "👤 Chủ trì: Tổ Trưởng, Tổ trưởng\n"
        "\n"
        "📅 Giờ trên máy của đồng chí: 14h thứ Năm, 10/3/2022\n"
        "\n"
        "Nội dung\n"
        "1. Hạ tầng đường truyền\n"
        "\n"
        "Xin đồng chí trả lời bằng một nút bên dưới.\n"
        "Hệ thống chỉ lưu họ tên, chức vụ do người mời nhập, tài khoản Telegram này, câu trả lời và việc dự họp, đến"
        " 90 ngày sau cuộc họp. Gõ /dulieu để xem hoặc xóa."
    )
    assert buttons(phone.last) == ["Tham dự", "Vắng", "📅 Lịch (.ics)"]
    await tap(stage, phone, "Tham dự")
    one = await invitee_of(body, meeting, GUEST)
    assert (one.answer, one.chat_id, one.by_phone) == ("attending", phone.id, False)
    await tap(stage, phone, "Vắng", "📅 Lịch (.ics)")
    assert (await invitee_of(body, meeting, GUEST)).answer == "absent"
    assert files(phone) == [f"lich-hop-{meeting.id}.ics"]
    assert "Đồng chí vắng mặt." in card(phone, "GIẤY MỜI").text
    phone.start(code)
    await stage.settle()
    assert "GIẤY MỜI" in phone.last.text
    await no_update_failed(stage)


async def test_nothing_else_opens_to_a_guest(stage: Stage) -> None:
    """Commands tell them that they are unknown here, forged taps are refused, nothing of them is a person."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    code = await invited(stage, body, meeting)
    async with stage.database.transaction() as tx:
        await agenda.add_paper(
            tx, meeting.id, file_id="f", kind="document", file_name="Tài liệu.pdf", size=1, added_by=1,
            now=stage.clock.now(),
        )  # fmt: skip
    phone = await outsider(stage)
    phone.start(code)
    await stage.settle()
    one = await invitee_of(body, meeting, GUEST)
    member = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    taps = (
        GetPapers(meeting.id), SeeLive(meeting.id), SeeMeeting(meeting.id), Manage(meeting.id), Conclude(meeting.id),
        OpenDesk(meeting.id), Convene(body.id, 0, "", 0), Respond(one.id, "s"), Respond(member.id, "y"),
        ChangeAbsence(one.id, "reason"), SeeAbsence(member.id), NewGuestLink(one.id), GuestFiles(one.id),
    )  # fmt: skip
    for data in taps:
        before = len(phone.messages)
        await forge(stage, phone, data.pack())
        assert phone.alerts[-1] == REFUSED, data
        assert len(phone.messages) == before, data
    for command in ("/start", "/baocao", "/thanhvien", "/bang", "/lich", "/moi", "/nhiemvu", "/tinhhinh"):
        await say(stage, phone, command)
        assert not any(name in phone.last.text for name in ("Sở Y tế", "Cán bộ")), command
    await forge(stage, phone, GoHome().pack())
    async with stage.database.read() as tx:
        assert await people.by_telegram_id(tx, phone.id) is None
    await no_update_failed(stage)


async def test_a_link_belongs_to_the_first_account(stage: Stage) -> None:
    """A second account, a member, a wrong code: each is told kindly; a new link ends the old one."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    code = await invited(stage, body, meeting)
    body.secretary.start(code)
    await stage.settle()
    assert "chuyển tiếp link cho khách" in body.secretary.last.text
    first, second = await outsider(stage), await outsider(stage, 4002)
    first.start(code)
    await stage.settle()
    second.start(code)
    await stage.settle()
    assert "đã được mở bằng một tài khoản khác" in second.last.text
    second.start("g-" + "A" * 16)
    await stage.settle()
    assert "không còn hiệu lực" in second.last.text
    await tap(stage, body.secretary, "Tạo link khác", "Chép link")
    fresh = body.secretary.clipboard.split("start=")[1]
    assert fresh != code
    first.start(code)
    await stage.settle()
    assert "không còn hiệu lực" in first.last.text
    await tap(stage, first, "Tham dự")
    assert first.alerts[-1] == "Đồng chí không còn trong danh sách mời họp này."
    second.start(fresh)
    await stage.settle()
    await tap(stage, second, "Tham dự")
    assert (await invitee_of(body, meeting, GUEST)).chat_id == second.id
    await no_update_failed(stage)


async def test_a_guest_of_a_draft_waits_for_the_call(stage: Stage) -> None:
    """Nothing of a draft is told; the invitation comes when the meeting is called."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14), state="draft")
    code = await invited(stage, body, meeting)
    phone = await outsider(stage)
    phone.start(code)
    await stage.settle()
    assert "sẽ gửi giấy mời họp cho đồng chí tại đây" in phone.last.text
    assert "10/3" not in phone.screen()
    await set_state(body, meeting, state="called")
    await invite_all(body, meeting)
    await tap(stage, phone, "Tham dự")
    assert "✅ Đồng chí tham dự." in card(phone, "GIẤY MỜI").text
    assert files(phone) == [f"lich-hop-{meeting.id}.ics"]


async def test_a_guest_hears_of_changes_and_of_the_end(stage: Stage) -> None:
    """Among the recipients of every message; the card of a cancelled meeting says so; a late link opens that card."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    code = await invited(stage, body, meeting)
    phone = await outsider(stage)
    phone.start(code)
    await stage.settle()
    async with stage.app.turns.alone() as turn:
        told = await telling.recipients(turn, await invitees.of_meeting(turn.tx, meeting.id))
        assert phone.id in [to.chat_id for to in told]
    await set_state(body, meeting, place="Hội trường tầng 3")
    assert "📍 Hội trường tầng 3" in card(phone, "GIẤY MỜI").text
    await set_state(body, meeting, state="cancelled", change_reason="Hoãn theo chỉ đạo")
    assert card(phone, "HỌP ĐÃ HỦY").buttons == []
    other = await outsider(stage, 4002)
    await tap(stage, body.secretary, "Tạo link khác")
    assert body.secretary.alerts[-1] == "Cuộc họp đã hủy."
    other.start(code)
    await stage.settle()
    assert "tài khoản khác" in other.last.text


async def test_a_guest_without_telegram_gets_files(stage: Stage) -> None:
    """The calendar entry and the letter in the guest's name, to forward; once for a double tap."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invited(stage, body, meeting)
    await tap(stage, body.secretary, "Tệp gửi khách", "Tệp gửi khách")
    sent = files(body.secretary)
    assert sent == [f"lich-hop-{meeting.id}.ics", sent[-1]]
    assert sent[-1].endswith(".docx")
    await no_update_failed(stage)


async def test_the_secretary_enters_a_guests_answer(stage: Stage) -> None:
    """A guest who rang: noted as such."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await show_office(body, meeting)
    await invited(stage, body, meeting)
    one = await invitee_of(body, meeting, GUEST)
    await forge(stage, body.secretary, Respond(one.id, "n").pack())
    now = await invitee_of(body, meeting, GUEST)
    assert (now.answer, now.by_phone) == ("absent", True)
    assert not texts(body.secretary, "Ghi thay")


async def test_a_guest_who_blocked_the_bot_is_to_be_rung_up(stage: Stage) -> None:
    """The live card says so, until they write again or let the bot back in."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14), names=["Tổ Trưởng"])
    await show_office(body, meeting)
    phone = await outsider(stage)
    phone.start(await invited(stage, body, meeting))
    await stage.settle()
    assert not (await invitee_of(body, meeting, GUEST)).unreachable
    phone.block()
    await stage.settle()
    assert (await invitee_of(body, meeting, GUEST)).unreachable
    assert "đã chặn bot" in card(body.secretary, "Mời 2").text
    phone.unblock()
    await stage.settle()
    assert "đã chặn bot" not in card(body.secretary, "Mời 2").text
    async with stage.app.turns.alone() as turn:
        await deliveries.unreachable(turn, phone.id, "Forbidden: user is deactivated")
    await stage.settle()
    assert "đã chặn bot" in card(body.secretary, "Mời 2").text
    await say(stage, phone, "/trogiup")
    assert not (await invitee_of(body, meeting, GUEST)).unreachable
    await no_update_failed(stage)


async def test_the_office_hears_that_a_guest_does_not_come_after_all(stage: Stage) -> None:
    """Who had said yes says no, or has everything erased: the secretary is told, each time once."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = await outsider(stage)
    phone.start(await invited(stage, body, meeting))
    await stage.settle()
    await tap(stage, phone, "Vắng")
    assert not texts(body.secretary, "không tham dự")
    await tap(stage, phone, "Tham dự", "Vắng")
    assert len(texts(body.secretary, "trước báo tham dự, nay không tham dự")) == 1
    await say(stage, phone, "/dulieu")
    await tap(stage, phone, "Xóa dữ liệu khách mời", "Xóa dữ liệu của tôi")
    assert len(texts(body.secretary, f"Khách mời {GUEST}, Phó Giám đốc Viễn thông, đã xóa thông tin")) == 1
    await no_update_failed(stage)
