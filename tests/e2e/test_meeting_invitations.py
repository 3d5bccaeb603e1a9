"""Invitations and their answers: the card, one tap, the secretary by phone, those who come late or take over."""

import pytest

from bot.demo.stage import Stage
from handlers.meetings.taps import GetCalendarFile, GetPapers, Respond
from storage import agenda, invitees, memberships, people
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
    set_state,
    show_office,
    tap,
    texts,
)

pytestmark = pytest.mark.e2e

ITEMS = [("Kết quả cấp căn cước", "Công an tỉnh"), ("Số hóa sổ hộ tịch", "Sở Tư pháp")]


async def add_paper(body: Body, meeting_id: int, name: str) -> None:
    """A file that the secretary sent to the bot is a paper of the meeting."""
    message = body.secretary.send_file(name, b"%PDF-1.7")
    async with body.stage.database.transaction() as tx:
        await agenda.add_paper(
            tx, meeting_id, file_id=message.json["document"]["file_id"], kind="document", file_name=name, size=8,
            added_by=1, now=body.stage.clock.now(),
        )  # fmt: skip
    await body.stage.settle()


async def test_an_invitation_says_all_there_is_to_know(stage: Stage) -> None:
    """What, when, where, who chairs, the agenda with the own point marked, papers, why so late, the article."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14), items=ITEMS)
    await add_paper(body, meeting.id, "Dự thảo báo cáo.pdf")
    await set_state(body, meeting, late_reason="Bộ Công an yêu cầu báo cáo gấp", link="https://hop.example.vn/p/1")
    await invite_all(body, meeting)
    phone = body.member("Sở Tư pháp")
    invitation = card(phone, "GIẤY MỜI")
    assert invitation.text == (
        "GIẤY MỜI\n"
        "Kính mời đồng chí Cán bộ Sở Tư pháp dự:\n"
        "Họp rà soát tiến độ Đề án 06\n"
        "🕗 14h thứ Năm, 10/3/2022\n"
        "📍 Phòng họp số 2, trụ sở UBND tỉnh\n"
        "🔗 https://hop.example.vn/p/1\n"
        "👤 Chủ trì: Tổ Trưởng, Tổ trưởng\n"
        "\n"
        "📅 Giờ trên máy của đồng chí: 14h thứ Năm, 10/3/2022\n"
        "Mời gấp vì: Bộ Công an yêu cầu báo cáo gấp\n"
        "\n"
        "Nội dung\n"
        "1. Kết quả cấp căn cước – Công an tỉnh chuẩn bị\n"
        "2. Số hóa sổ hộ tịch – đơn vị đồng chí chuẩn bị\n"
        "📎 Tài liệu: 1 tệp\n"
        "Căn cứ: Quy chế Điều 3 khoản 3, Điều 7 khoản 1\n"
        "\n"
        "Xin đồng chí trả lời bằng một nút bên dưới."
    )
    assert any(entity["type"] == "date_time" for entity in invitation.json["entities"])
    assert invitation.buttons == [
        ["Tham dự", "Vắng"],
        ["Cử người thay"],
        ["📎 Tài liệu (1)", "📅 Lịch (.ics)"],
        ["🔗 Vào họp trực tuyến", "Chép link"],
    ]
    assert files(phone) == [f"lich-hop-{meeting.id}.ics", "Dự thảo báo cáo.pdf"]
    phone.tap("Chép link")
    assert phone.clipboard == "https://hop.example.vn/p/1"


async def test_an_invitation_goes_out_once(stage: Stage) -> None:
    """Sending it again changes nothing; who was taken off the list and put on it again gets it anew."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    assert len(texts(phone, "GIẤY MỜI")) == 1
    await tap(stage, phone, "Tham dự")
    one = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    stage.clock.move_to(at(3, 1, 9))
    async with stage.database.transaction() as tx:
        await invitees.remove(tx, one.id, stage.clock.now())
        await invitees.add_member(tx, meeting.id, one.membership_id or 0, stage.clock.now())
    await invite_all(body, meeting)
    assert len(texts(phone, "Kính mời đồng chí")) == 2
    assert "Xin đồng chí trả lời" in card(phone, "GIẤY MỜI").text


async def test_one_tap_answers_and_the_card_shows_it(stage: Stage) -> None:
    """The card edits itself in place; a second tap changes nothing."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    before = len(phone.messages)
    await tap(stage, phone, "Tham dự")
    assert "✅ Đồng chí tham dự." in card(phone, "GIẤY MỜI").text
    assert len(phone.messages) == before
    one = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    assert (one.answer, one.answered_by) == ("attending", body.people["Cán bộ Sở Y tế"])
    await tap(stage, phone, "● Tham dự")
    assert phone.alerts[-1] == "Câu trả lời này đã được ghi trước đó."


async def test_an_answer_elsewhere_brings_the_card_down(stage: Stage) -> None:
    """Answered on another card, the invitation comes to the end of the chat and the older one says so."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await tap(stage, phone, "Vắng", "Thôi, chưa gửi")
    assert "chưa trả lời" in phone.last.text
    await tap(stage, phone, "Tham dự")
    assert "✅ Đồng chí tham dự." in phone.last.text
    assert len(texts(phone, "GIẤY MỜI")) == 1
    assert texts(phone, "hiển thị tiếp ở bên dưới")


async def test_nothing_is_answered_after_the_beginning(stage: Stage) -> None:
    """From the beginning on an answer is refused kindly and the card has no buttons to answer any more."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    stage.clock.move_to(at(3, 10, 14))
    await tap(stage, phone, "Tham dự")
    assert phone.alerts[-1].startswith("Cuộc họp đã bắt đầu")
    shown = card(phone, "Cuộc họp đã bắt đầu.")
    assert "Tham dự" not in buttons(shown)
    assert (await invitee_of(body, meeting, "Cán bộ Sở Y tế")).answer == ""


async def test_the_card_of_a_cancelled_meeting_says_so(stage: Stage) -> None:
    """The reason stands on it, no button is left, and an old tap is told."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    one = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    await tap(stage, phone, "Vắng")
    await set_state(body, meeting, state="cancelled", change_reason="Trùng lịch tiếp đoàn công tác")
    shown = card(phone, "HỌP ĐÃ HỦY. Lý do: Trùng lịch tiếp đoàn công tác")
    assert shown.buttons == []
    await forge(stage, phone, Respond(one.id, "y").pack())
    assert phone.alerts[-1] == "Cuộc họp đã hủy."
    await tap(stage, phone, "Ốm")
    assert "Cuộc họp đã hủy, không cần trả lời nữa." in phone.last.text
    await no_update_failed(stage)


async def test_nobody_answers_for_somebody_else(stage: Stage) -> None:
    """A forged tap of another member, of a stranger, or with an answer there is not changes nothing."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    one = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    other = body.member("Sở Tài chính")
    stranger = await stage.person(777, "Người Lạ", "+84911777777")
    stranger.start()
    await stage.settle()
    for phone in (other, stranger):
        for what in ("y", "n", "s"):
            await forge(stage, phone, Respond(one.id, what).pack())
            assert phone.alerts[-1] == REFUSED
    await forge(stage, body.member("Sở Y tế"), Respond(one.id, "x").pack())
    await forge(stage, other, Respond(999999, "y").pack())
    assert other.alerts[-1] == REFUSED
    assert (await invitee_of(body, meeting, "Cán bộ Sở Y tế")).answer == ""
    await no_update_failed(stage)


async def test_the_secretary_enters_what_was_said_by_phone(stage: Stage) -> None:
    """It is shown as such, kept in the record, and the invitee is told and can change it."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    await show_office(body, meeting)
    one = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    await forge(stage, body.secretary, Respond(one.id, "y").pack())
    assert body.secretary.alerts[-1] == "Đã ghi câu trả lời của đồng chí Cán bộ Sở Y tế."
    phone = body.member("Sở Y tế")
    assert "☎ Đồng chí tham dự (ghi thay, theo trao đổi qua điện thoại)." in card(phone, "GIẤY MỜI").text
    assert phone.last.text.startswith("☎ Đồng chí Thư Ký đã ghi câu trả lời")
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE action = 'invitation.attending'") == 1
    await forge(stage, body.secretary, Respond(one.id, "n").pack())
    assert "Ghi thay đồng chí Cán bộ Sở Y tế" in body.secretary.last.text
    await tap(stage, body.secretary, "Ốm", "Không cử người thay", "Gửi xin ý kiến")
    assert (await invitee_of(body, meeting, "Cán bộ Sở Y tế")).answered_by == body.people["Thư Ký"]
    assert "vắng mặt" in phone.last.text
    await tap(stage, phone, "Tôi tham dự được")
    mine = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    assert (mine.answer, mine.by_phone) == ("attending", False)
    await no_update_failed(stage)


async def test_somebody_in_two_places_comes_in_both(stage: Stage) -> None:
    """Each place has its card that names it; coming is answered once, an answer of its own stays."""
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        await memberships.add(
            tx, task_force_id=body.id, role=Role.HELPER, full_name="Cán bộ Sở Y tế", state="active",
            now=stage.clock.now(), unit_id=body.units["Sở Tài chính"], person_id=body.people["Cán bộ Sở Y tế"],
        )  # fmt: skip
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    assert len(texts(phone, "GIẤY MỜI")) == 2
    assert "Sở Tài chính) dự:" in card(phone, "GIẤY MỜI").text
    await tap(stage, phone, "Tham dự")
    assert len(texts(phone, "✅ Đồng chí tham dự.")) == 2


async def test_who_joins_after_the_invitations_gets_theirs(stage: Stage) -> None:
    """Somebody on the roster only is invited too; the card comes once they have joined, and once only."""
    body = await Body.found(stage)
    await body.add_person("Nông Văn Muộn", Role.MEMBER, "Sở Y tế", joined=False)
    meeting = await put_meeting(body, at(3, 10, 14))
    async with stage.database.transaction() as tx:
        place = await tx.value("SELECT id FROM memberships WHERE full_name = 'Nông Văn Muộn'")
        await invitees.add_member(tx, meeting.id, place, stage.clock.now())
    await invite_all(body, meeting)
    phone = await stage.person(555, "Nông Văn Muộn", "+84915550555")
    phone.chat.started = True
    stage.clock.move_to(at(3, 1, 9))
    async with stage.database.transaction() as tx:
        person = await people.consent(
            tx, telegram_id=555, full_name="Nông Văn Muộn", locale="en", version=1, now=stage.clock.now()
        )
        await memberships.take_up(tx, place, person.id, None, stage.clock.now())
    await tick_at(stage, at(3, 1, 9, 1))
    await tick_at(stage, at(3, 1, 9, 2))
    assert len(texts(phone, "Nông Văn Muộn, you are invited to:")) == 1
    await tap(stage, phone, "Attend")
    assert "✅ You attend." in card(phone, "INVITATION").text


async def test_who_takes_over_a_place_is_invited_instead(stage: Stage) -> None:
    """The successor is asked anew, what the predecessor had said is gone, and the old card says so."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    old = body.member("Sở Y tế")
    await tap(stage, old, "Vắng", "Ốm", "Không cử người thay", "Gửi xin ý kiến")
    await body.add_person("Lê Thị Mới", Role.MEMBER, "Sở Y tế")
    async with stage.database.transaction() as tx:
        await memberships.end(
            tx, await membership_of(body, "Cán bộ Sở Y tế"), "replaced", stage.clock.now(),
            replaced_by=await membership_of(body, "Lê Thị Mới"),
        )  # fmt: skip
    await tick_at(stage, at(2, 28, 9))
    await tick_at(stage, at(2, 28, 9, 1))
    new = body.phones["Lê Thị Mới"]
    assert len(texts(new, "Kính mời đồng chí Lê Thị Mới")) == 1
    assert await absence_of(body, meeting, "Lê Thị Mới") is None
    assert "sẽ tham dự; không cần quyết định" in card(body.leader, "không cần quyết định").text
    await tap(stage, old, "Tôi tham dự được")
    assert old.alerts[-1] == "Đồng chí không còn trong danh sách mời họp này."
    await tap(stage, new, "Tham dự")
    assert (await invitee_of(body, meeting, "Lê Thị Mới")).answer == "attending"
    await no_update_failed(stage)


async def test_a_successor_who_was_invited_anyway_is_invited_once(stage: Stage) -> None:
    """The predecessor is taken off the list."""
    body = await Body.found(stage)
    await body.add_person("Lê Thị Mới", Role.MEMBER, "Sở Y tế")
    meeting = await put_meeting(body, at(3, 10, 14))
    async with stage.database.transaction() as tx:
        await memberships.end(
            tx, await membership_of(body, "Cán bộ Sở Y tế"), "replaced", stage.clock.now(),
            replaced_by=await membership_of(body, "Lê Thị Mới"),
        )  # fmt: skip
    await tick_at(stage, at(2, 28, 9))
    async with stage.database.read() as tx:
        names = [one.full_name for one in await invitees.of_meeting(tx, meeting.id)]
    assert "Cán bộ Sở Y tế" not in names
    assert names.count("Lê Thị Mới") == 1


async def test_who_left_cannot_answer_any_more(stage: Stage) -> None:
    """A clear sentence, in the middle of an absence too; nothing is written."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await tap(stage, phone, "Vắng")
    async with stage.database.transaction() as tx:
        await memberships.end(tx, await membership_of(body, "Cán bộ Sở Y tế"), "left", stage.clock.now())
    await tap(stage, phone, "Tham dự")
    assert phone.alerts[-1] == "Đồng chí không còn trong danh sách mời họp này."
    await tap(stage, phone, "Ốm")
    assert "không còn trong danh sách mời họp" in phone.last.text
    assert (await invitee_of(body, meeting, "Cán bộ Sở Y tế")).answer == ""
    await no_update_failed(stage)


async def test_files_come_again_to_those_whom_they_concern(stage: Stage) -> None:
    """Papers and the calendar entry are sent again on a tap, once for a double tap; to nobody else."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14), names=["Cán bộ Sở Y tế", "Cán bộ Sở Nội vụ"])
    await invite_all(body, meeting)
    phone = body.member("Sở Y tế")
    await forge(stage, phone, GetPapers(meeting.id).pack())
    assert phone.alerts[-1] == "Cuộc họp này chưa có tài liệu."
    await add_paper(body, meeting.id, "Phụ lục.pdf")
    await forge(stage, phone, GetPapers(meeting.id).pack())
    await forge(stage, phone, GetPapers(meeting.id).pack())
    await tap(stage, phone, "📅 Lịch (.ics)", "📅 Lịch (.ics)")
    assert files(phone).count("Phụ lục.pdf") == 1
    assert files(phone).count(f"lich-hop-{meeting.id}.ics") == 2
    stranger = await stage.person(777, "Người Lạ", "+84911777777")
    stranger.start()
    body.member("Sở Tài chính").start()
    await stage.settle()
    for outsider in (stranger, body.member("Sở Tài chính")):
        for data in (GetPapers(meeting.id), GetCalendarFile(meeting.id), GetPapers(999)):
            await forge(stage, outsider, data.pack())
            assert outsider.alerts[-1] == REFUSED
        assert files(outsider) == []
    await no_update_failed(stage)
