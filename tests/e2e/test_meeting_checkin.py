"""At the meeting: check-in by code, by link and by the secretary's tap; the quorum; the end."""

from datetime import timedelta
from importlib.resources import files

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.meetings.hall import checkin, hall_taps, live
from handlers.meetings.invite import invitations
from handlers.meetings.taps import Conclude, Respond
from storage import invitees, meetings, task_forces
from storage.invitees import Invitee
from storage.meetings import Meeting
from taskforce.roles import Role
from tests.e2e.body import Body, at, tick_at
from tests.e2e.gathering import put_meeting
from tests.e2e.inviting import forge
from tests.e2e.test_meeting_live import REFUSED, answers, called, invitee_of, no_update_failed

pytestmark = pytest.mark.e2e

CODE = "4728"


async def gathered(stage: Stage, preset: str = "bac-kan", **more: object) -> tuple[Body, Meeting]:
    """A body whose meeting at 14h has had its check-in open, with that code, since 13h30; the cards stand."""
    body = await Body.found(stage, preset)
    return body, await open_now(body, await put_meeting(body, at(3, 3, 14), **more))  # type: ignore[arg-type]


async def open_now(body: Body, meeting: Meeting) -> Meeting:
    """Half an hour before the beginning check-in stands open, without anybody having been told."""
    stage = body.stage
    stage.clock.move_to(meeting.begin - timedelta(minutes=30))
    async with stage.app.turns.alone() as turn:
        meeting = await meetings.change(turn.tx, meeting.id, check_in_code=CODE, opened_at=turn.now)
        await live.open_for_office(turn, meeting)
    await stage.settle()
    return meeting


async def scans(stage: Stage, phone: Phone, meeting: Meeting, code: str = CODE) -> str:
    """They read the QR code with their phone; what the bot says to it."""
    phone.start(f"c-{meeting.id}-{code}")
    await stage.settle()
    return phone.last.text


async def opened(stage: Stage) -> tuple[Body, Meeting]:
    """The same, opened by the secretary's tap, so that everybody has a card to check in from."""
    body = await Body.found(stage)
    meeting = await called(body)
    await tick_at(stage, at(3, 3, 13, 30))
    await taps(stage, body.secretary, "Mở điểm danh")
    async with stage.database.transaction() as tx:
        meeting = await meetings.change(tx, meeting.id, check_in_code=CODE)
    return body, meeting


async def types(stage: Stage, phone: Phone, *texts: str) -> str:
    """They tap "Điểm danh" on their card and type; what the bot says to the last."""
    await taps(stage, phone, "Điểm danh", last=False)
    for text in texts:
        phone.say(text)
        await stage.settle()
    return phone.last.text


async def taps(stage: Stage, phone: Phone, label: str, *, last: bool = True) -> None:
    """They tap a button, of the newest message unless told."""
    phone.tap(label, phone.last if last else None)
    await stage.settle()


async def the(body: Body, meeting: Meeting, unit: str) -> Invitee:
    """The invitation of that unit's member."""
    return await invitee_of(body, meeting, f"Cán bộ {unit}")


# Opening


async def test_check_in_is_opened_and_whoever_may_come_is_told(stage: Stage) -> None:
    """Not before an hour ahead; then a code, a QR code for the screen, and a card to all but those who stay away."""
    body = await Body.found(stage)
    meeting = await called(body)
    await answers(body, meeting, "Cán bộ Sở Tư pháp", "absent", reason="Ốm", decision="granted")
    await answers(body, meeting, "Cán bộ Sở Y tế", "absent", reason="Bận", decision="refused")
    body.secretary.tap_data(body.secretary.last, hall_taps.OpenCheckIn(meeting.id).pack())
    await stage.settle()
    assert body.secretary.alerts[-1] == "Mở điểm danh được từ 13:00 03/03."
    await tick_at(stage, at(3, 3, 13, 5))
    await taps(stage, body.secretary, "Mở điểm danh")
    async with stage.database.read() as tx:
        code = (await meetings.get(tx, meeting.id)).check_in_code or ""
    poster, desk = body.secretary.messages[-2:]
    assert poster.json["photo"]
    assert poster.text == f"Mã QR điểm danh – mã số {code}. Họp rà soát tiến độ Đề án 06"
    assert f"Điểm danh đang mở. Mã: {code}\n" in desk.text
    assert desk.text.endswith("Đã báo cho 7 đồng chí.")
    assert desk.buttons == [["Ảnh QR", "Chép liên kết"], ["Ghi tên", "Bảng theo dõi"]]
    assert "Đã mở điểm danh" in body.member("Sở Y tế").last.text
    assert body.member("Sở Tư pháp").messages == []
    body.secretary.tap("Chép liên kết")
    assert body.secretary.clipboard == f"https://t.me/bac_kan_bot?start=c-{meeting.id}-{code}"
    phone = body.member("Sở Y tế")
    await taps(stage, phone, "Điểm danh")
    assert phone.last.text.endswith("Xin gõ mã điểm danh 4 chữ số đang hiện trên màn hình phòng họp.")
    phone.say(code)
    await stage.settle()
    assert phone.last.text == "✅ Đã ghi đồng chí có mặt lúc 13h05.\nHọp rà soát tiến độ Đề án 06"
    assert "Có mặt 1/8" in body.leader.screen()
    before = [message.id for message in body.member("Công an tỉnh").messages]
    await taps(stage, body.secretary, "Mã · QR", last=False)
    assert f"Mã: {code}" in body.secretary.last.text  # the same code, and nobody is told again
    assert [message.id for message in body.member("Công an tỉnh").messages] == before
    await no_update_failed(stage)


def test_codes_are_easy_to_read_and_hard_to_hit_on() -> None:
    """Four digits without 0 and 1, never all alike nor in a row, and seldom twice the same."""
    codes = {checkin.new_code() for _ in range(500)}
    assert len(codes) > 300
    assert all(len(code) == 4 and not set(code) & set("01") for code in codes)
    assert not codes & {"2222", "2345", "6789", "9876", "5432"}


# By the code


async def test_whoever_changes_their_mind_can_still_check_in(stage: Stage) -> None:
    """Absent when check-in was opened, so not told; the answer, and the meeting in the list, bring the button."""
    body = await Body.found(stage)
    meeting = await called(body)
    await answers(body, meeting, "Cán bộ Sở Tư pháp", "absent", reason="Ốm", decision="granted")
    await tick_at(stage, at(3, 3, 13, 30))
    await taps(stage, body.secretary, "Mở điểm danh")
    async with stage.database.transaction() as tx:
        await meetings.change(tx, meeting.id, check_in_code=CODE)
    justice = body.member("Sở Tư pháp")
    await forge(stage, justice, Respond((await the(body, meeting, "Sở Tư pháp")).id, "y").pack())
    await taps(stage, justice, "Điểm danh")
    assert "Đã ghi đồng chí có mặt lúc 13h30" in await types(stage, justice, CODE)
    await types(stage, body.member("Sở Y tế"), "/lichhop")
    await taps(stage, body.member("Sở Y tế"), "14h 3/3")
    assert ["Điểm danh"] in body.member("Sở Y tế").last.buttons


async def test_a_code_is_typed_as_it_comes(stage: Stage) -> None:
    """With a space in it too; what is no code is asked again and costs no try; a second time changes nothing."""
    body, meeting = await opened(stage)
    phone = body.member("Sở Y tế")
    text = await types(stage, phone, "có mặt")
    assert text.startswith("Mã điểm danh gồm đúng 4 chữ số, ví dụ: 4728.")
    phone.say("47 28")
    await stage.settle()
    assert phone.last.text.startswith("✅ Đã ghi đồng chí có mặt lúc 13h30.")
    assert phone.last.buttons == [["Xem cuộc họp"]]
    assert "Có mặt 1/8" in body.secretary.screen()
    stage.clock.move_to(at(3, 3, 13, 50))
    assert (await scans(stage, phone, meeting)).startswith("✅ Đồng chí đã được ghi có mặt từ 13h30.")
    one = await the(body, meeting, "Sở Y tế")
    assert one.present_from is not None
    assert one.present_from < at(3, 3, 13, 31)


async def test_after_five_wrong_codes_nothing_is_taken_for_ten_minutes(stage: Stage) -> None:
    """It says how many are left; then even the right code, typed or scanned, has to wait; leaving does not help."""
    body, meeting = await opened(stage)
    phone = body.member("Sở Y tế")
    assert "(còn 4 lần)" in await types(stage, phone, "2223")
    await types(stage, phone, "2224", "2225")
    phone.say("/huy")
    await stage.settle()
    text = await types(stage, phone, "2226", "2227")
    assert "xin thử lại sau 13h40, hoặc nhờ thư ký ghi tên" in text
    stage.clock.move_to(at(3, 3, 13, 39))
    assert "xin thử lại sau 13h40" in await types(stage, phone, CODE)
    assert "xin thử lại sau 13h40" in await scans(stage, phone, meeting)
    stage.clock.move_to(at(3, 3, 13, 41))
    assert "✅" in await types(stage, phone, CODE)
    await no_update_failed(stage)


# By the link


async def test_a_scanned_link_checks_in_and_lateness_is_told(stage: Stage) -> None:
    """Ten minutes after the beginning is in time, later is late; a wrong link, or none of ours, is told kindly."""
    body, meeting = await gathered(stage)
    stage.clock.move_to(at(3, 3, 14, 10))
    assert await scans(stage, body.member("Sở Y tế"), meeting) == (
        "✅ Đã ghi đồng chí có mặt lúc 14h10.\nHọp rà soát tiến độ Đề án 06"
    )
    stage.clock.move_to(at(3, 3, 14, 11))
    assert "14h11 (sau giờ khai mạc)" in await scans(stage, body.member("Sở Tư pháp"), meeting)
    assert "Có mặt 2/8; đến muộn 1." in body.secretary.last.text
    phone = body.member("Sở Nội vụ")
    assert "Mã điểm danh chưa đúng" in await scans(stage, phone, meeting, "9999")
    phone.start("c-999999-4728")
    await stage.settle()
    assert phone.last.text.startswith("Liên kết điểm danh không đúng.")
    phone.start("c-1-47281")
    await stage.settle()
    assert "Liên kết" in phone.last.text
    await no_update_failed(stage)


async def test_whoever_was_refused_leave_simply_checks_in(stage: Stage) -> None:
    """The absence stays in the record; they are there."""
    body, meeting = await gathered(stage)
    await answers(body, meeting, "Cán bộ Sở Y tế", "absent", reason="Bận", decision="refused")
    assert "✅" in await scans(stage, body.member("Sở Y tế"), meeting)
    assert "Có mặt (1)\n✅ Cán bộ Sở Y tế" in body.secretary.last.text


async def test_a_colleague_checks_in_for_whom_they_stand_in(stage: Stage) -> None:
    """Not invited themselves, they take the member's place; when the member comes after all, it is the member's."""
    body = await Body.found(stage)
    await body.add_person("Phó Phòng Thay", Role.HELPER, "Sở Y tế")
    names = ["Tổ Trưởng", "Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp"]
    meeting = await open_now(body, await put_meeting(body, at(3, 3, 14), names=names))
    await answers(body, meeting, "Cán bộ Sở Y tế", "substitute", reason="Bận", colleague="Phó Phòng Thay")
    colleague = body.phones["Phó Phòng Thay"]
    assert await scans(stage, colleague, meeting) == (
        "✅ Đã ghi đồng chí có mặt lúc 13h30.\nDự thay: Cán bộ Sở Y tế.\nHọp rà soát tiến độ Đề án 06"
    )
    assert "Có mặt 1/3, trong đó 1 người dự thay." in body.secretary.last.text
    assert "✅ Cán bộ Sở Y tế (Sở Y tế) – 13h30, Phó Phòng Thay dự thay" in body.secretary.last.text
    await scans(stage, body.member("Sở Y tế"), meeting)
    assert "Có mặt 1/3." in body.secretary.last.text
    assert (await scans(stage, colleague, meeting)).startswith("Đồng chí Cán bộ Sở Y tế đã trực tiếp có mặt")
    assert (await the(body, meeting, "Sở Y tế")).by_substitute is False


async def test_a_guest_checks_in_and_sees_nothing_else(stage: Stage) -> None:
    """Whoever opened the guest's link is known by their chat; nothing of the bot is offered to them."""
    body, meeting = await gathered(stage)
    guest = await stage.person(7001, "Trần Khách Mời", "+84987000001")
    async with stage.database.transaction() as tx:
        one = await invitees.add_guest(
            tx, meeting.id, full_name="Trần Khách Mời", title="Viện Ví dụ", code_hash="x", now=stage.clock.now()
        )
        await invitees.guest_came(tx, one.id, 7001)
    assert (await scans(stage, guest, meeting)).startswith("✅ Đã ghi đồng chí có mặt lúc 13h30.")
    assert guest.last.buttons == []
    assert "✅ Trần Khách Mời (Viện Ví dụ), khách – 13h30" in body.secretary.last.text


async def test_a_member_who_is_not_invited_is_added_with_one_tap(stage: Stage) -> None:
    """They are told kindly, the secretary is asked; one tap invites them, notes them, and tells them."""
    body, meeting = await gathered(stage, names=["Tổ Trưởng", "Cán bộ Sở Y tế"])
    phone = body.member("Sở Tư pháp")
    assert await scans(stage, phone, meeting) == (
        "Đồng chí chưa có trong danh sách mời của cuộc họp này. Thư ký đã được báo và có thể bổ sung ngay."
    )
    await scans(stage, phone, meeting)
    asked = [m for m in body.secretary.messages if "chưa có trong danh sách mời" in m.text]
    assert [m.text.splitlines()[0] for m in asked] == [
        "Đồng chí Cán bộ Sở Tư pháp (Sở Tư pháp) điểm danh nhưng chưa có trong danh sách mời."
    ]
    body.secretary.tap("Bổ sung, ghi có mặt")
    body.secretary.tap("Bổ sung, ghi có mặt")
    await stage.settle()
    assert asked[0].text.startswith("Đã bổ sung đồng chí Cán bộ Sở Tư pháp vào danh sách và ghi có mặt (Thư Ký).")
    assert phone.last.text.startswith("✅ Đã ghi đồng chí có mặt lúc 13h30.")
    assert "Có mặt 1/3." in body.secretary.screen()
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE action = 'meeting.attendance'") == 1


async def test_outsiders_learn_nothing(stage: Stage) -> None:
    """A stranger with the code is sent to the secretary; without it they are refused; nothing is kept of them."""
    body, meeting = await gathered(stage)
    stranger = await stage.person(7002, "Người Lạ", "+84987000002")
    assert (await scans(stage, stranger, meeting, "2223")).startswith("Mã điểm danh chưa đúng.")
    assert await scans(stage, stranger, meeting) == (
        "Đồng chí chưa có trong danh sách mời của cuộc họp này. Xin đồng chí liên hệ thư ký tại phòng họp."
    )
    assert "Người Lạ" not in body.secretary.screen()
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM people WHERE telegram_id = 7002") == 0


async def test_who_is_not_invited_is_not_asked_for_the_code(stage: Stage) -> None:
    """The secretary, who is on no list, gets a refusal for a forged button of those who are."""
    body, meeting = await gathered(stage)
    body.secretary.tap_data(body.secretary.last, hall_taps.TypeCode(meeting.id).pack())
    await stage.settle()
    assert body.secretary.alerts == [REFUSED]


# By the secretary's tap


async def test_the_secretary_notes_who_is_there(stage: Stage) -> None:
    """A tap on the name, a second one takes it back; left early and back again from the person's card."""
    body, meeting = await gathered(stage)
    await taps(stage, body.secretary, "Ghi tên")
    await taps(stage, body.secretary, "▫️ Cán bộ Sở Y tế")
    assert body.secretary.alerts[-1] == "Đã ghi có mặt: Cán bộ Sở Y tế"
    assert ["✅ Cán bộ Sở Y tế · Sở Y tế", "⋯"] in body.secretary.last.buttons
    await taps(stage, body.secretary, "✅ Cán bộ Sở Y tế")
    assert (await the(body, meeting, "Sở Y tế")).present_from is None
    await taps(stage, body.secretary, "▫️ Cán bộ Sở Y tế")
    body.secretary.tap_data(body.secretary.last, hall_taps.SeeInvited((await the(body, meeting, "Sở Y tế")).id).pack())
    await stage.settle()
    stage.clock.move_to(at(3, 3, 15))
    await taps(stage, body.secretary, "Về sớm")
    assert "Có mặt từ 13h30, về sớm 15h" in body.secretary.last.text
    assert "về sớm 1." in body.leader.screen()
    await taps(stage, body.secretary, "Đã trở lại")
    assert (await the(body, meeting, "Sở Y tế")).present_until is None
    await taps(stage, body.secretary, "🔁 Người thay có mặt")
    assert (await the(body, meeting, "Sở Y tế")).by_substitute is True
    await taps(stage, body.secretary, "✅ Chính đồng chí có mặt")
    assert (await the(body, meeting, "Sở Y tế")).by_substitute is False
    assert "Có mặt từ 13h30" in body.secretary.last.text
    await taps(stage, body.secretary, "‹ Danh sách")
    await taps(stage, body.secretary, "Chưa có mặt")
    assert "Chỉ những đồng chí chưa có mặt: 7." in body.secretary.last.text
    await no_update_failed(stage)


async def test_a_tap_for_a_member_who_sends_somebody_notes_the_substitute(stage: Stage) -> None:
    """A substitute without the bot is noted by the same one tap."""
    body, meeting = await gathered(stage)
    await answers(
        body, meeting, "Cán bộ Công an tỉnh", "substitute", reason="Bận", substitute="Lê Văn Thay", decision="granted"
    )
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE absences SET opinion = 'Nhất trí.'")
    await taps(stage, body.secretary, "Ghi tên")
    await taps(stage, body.secretary, "▫️ Cán bộ Công an tỉnh")
    assert body.secretary.alerts[-1] == "Đã ghi người dự thay có mặt: Cán bộ Công an tỉnh"
    assert "✅ Cán bộ Công an tỉnh (Công an tỉnh) – 13h30, Lê Văn Thay dự thay" in body.leader.last.text


async def test_two_secretaries_tick_at_once(stage: Stage) -> None:
    """Both tap the same name on lists that look alike: it is noted once, and the second tap does not undo the first."""
    body = await Body.found(stage)
    await body.add_person("Thư Ký Hai", Role.SECRETARY, None)
    meeting = await open_now(body, await put_meeting(body, at(3, 3, 14), names=["Tổ Trưởng", "Cán bộ Sở Y tế"]))
    second = body.phones["Thư Ký Hai"]
    for phone in (body.secretary, second):
        await taps(stage, phone, "Ghi tên")
    body.secretary.tap("▫️ Cán bộ Sở Y tế")
    second.tap("▫️ Cán bộ Sở Y tế")
    await stage.settle()
    assert body.secretary.alerts == ["Đã ghi có mặt: Cán bộ Sở Y tế"]
    assert second.alerts == ["Đã được ghi như vậy từ trước: Cán bộ Sở Y tế"]
    assert (await the(body, meeting, "Sở Y tế")).present_from is not None
    assert second.last.buttons[1] == ["✅ Cán bộ Sở Y tế · Sở Y tế", "⋯"]


async def test_nobody_is_noted_before_check_in_is_open(stage: Stage) -> None:
    """A forged or early tap says so and changes nothing."""
    body = await Body.found(stage)
    meeting = await called(body)
    one = await the(body, meeting, "Sở Y tế")
    body.secretary.tap_data(body.secretary.last, hall_taps.Mark(one.id, "y", 0, "a").pack())
    body.secretary.tap_data(body.secretary.last, hall_taps.ShowPoster(meeting.id).pack())
    await stage.settle()
    assert body.secretary.alerts == ["Chưa mở điểm danh, hoặc cuộc họp đã kết thúc."] * 2
    assert (await the(body, meeting, "Sở Y tế")).present_from is None


# The quorum


def charter_with(quorum: str, substitute: str) -> str:
    """Bắc Kạn's charter, with this quorum for extraordinary meetings, and this rule for substitutes."""
    text = files("taskforce").joinpath("charters", "bac-kan.toml").read_text(encoding="utf-8")
    before, found, after = text.partition('key = "ad-hoc"\n')
    assert found
    return before + found + f"quorum = {quorum}\n" + after.replace("substitute = true", f"substitute = {substitute}", 1)


@pytest.mark.parametrize(("counts", "line"), [("true", "Đủ"), ("false", "Chưa đủ")])
async def test_substitutes_count_as_the_charter_says(stage: Stage, counts: str, line: str) -> None:
    """Two thirds of eight members: five and a substitute are enough only where substitutes count."""
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        charter = charter_with(
            '{ at_least = "2/3", cite = "Điều 9" }', f"{{ voice = true, counts_for_quorum = {counts} }}"
        )
        await task_forces.set_charter(tx, body.id, name="Bắc Kạn", charter=charter)
    meeting = await called(body)
    assert "Dự kiến 0/8 thành viên, cần 6 – chưa đủ để họp. Điều 9" in body.secretary.last.text
    await open_now(body, meeting)
    for unit in ("Sở Y tế", "Sở Tư pháp", "Sở Tài chính", "Sở Nội vụ"):
        await scans(stage, body.member(unit), meeting)
    await scans(stage, body.leader, meeting)
    assert "Chưa đủ số thành viên để họp: 5/8 thành viên, cần 6. Điều 9" in body.secretary.last.text
    one = await the(body, meeting, "Công an tỉnh")
    body.secretary.tap_data(body.secretary.last, hall_taps.Mark(one.id, "s", 0, "a").pack())
    await stage.settle()
    there = 6 if counts == "true" else 5
    assert f"{line} số thành viên để họp: {there}/8 thành viên, cần 6. Điều 9" in body.leader.screen()


async def test_a_role_that_must_be_there_is_named(stage: Stage) -> None:
    """Enough people without the head are no quorum; members whom nobody invited count among all."""
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        await task_forces.set_charter(
            tx, body.id, name="Bắc Kạn", charter=charter_with('{ more_than = "1/4", roles = ["leader"] }', "true")
        )
    names = ["Tổ Trưởng", "Tổ Phó", "Cán bộ Sở Y tế", "Cán bộ Sở Tư pháp"]
    meeting = await open_now(body, await put_meeting(body, at(3, 3, 14), names=names))
    for phone in (body.deputy, body.member("Sở Y tế"), body.member("Sở Tư pháp")):
        await scans(stage, phone, meeting)
    assert "Chưa đủ số thành viên để họp: 3/8 thành viên, cần 3; cần có Tổ trưởng." in body.secretary.last.text
    await scans(stage, body.leader, meeting)
    assert "Đủ số thành viên để họp: 4/8 thành viên, cần 3." in body.secretary.last.text


async def test_without_a_rule_only_the_count_is_told(stage: Stage) -> None:
    """The charter lays none down, and the card says that it does not."""
    body, _ = await gathered(stage)
    assert "Có mặt 0/8.\nQuy chế không quy định số thành viên tối thiểu.\n" in body.secretary.last.text


# The end


async def test_the_meeting_is_closed_and_the_card_becomes_the_record(stage: Stage) -> None:
    """Asked once; then the code is dead, the record stands, and conclusions and the list are next."""
    body, meeting = await gathered(stage)
    await answers(body, meeting, "Cán bộ Sở Tư pháp", "absent", reason="Ốm", decision="granted")
    await scans(stage, body.member("Sở Y tế"), meeting)
    body.secretary.tap_data(body.secretary.last, hall_taps.EndMeeting(meeting.id, 1).pack())
    await stage.settle()
    assert body.secretary.alerts == ["Chưa đến giờ họp."]
    await tick_at(stage, at(3, 3, 15, 30))
    card = body.secretary.last
    await taps(stage, body.secretary, "Kết thúc họp")
    assert body.secretary.last.text == (
        "Kết thúc cuộc họp?\nHọp rà soát tiến độ Đề án 06\n\nCó mặt 1/8.\nChưa ghi có mặt: 6.\n"
        "Sau khi kết thúc, mã điểm danh hết hiệu lực; thư ký vẫn sửa được danh sách."
    )
    await taps(stage, body.secretary, "Kết thúc họp")
    assert body.secretary.last.text == (
        "Đã kết thúc cuộc họp\nHọp rà soát tiến độ Đề án 06, đến 15h30 thứ Năm, 3/3/2022\n\n"
        "Có mặt 1/8.\nVắng có phép: 1. Vắng không phép: 6.\n\nBước tiếp theo: nhập kết luận để ra thông báo."
    )
    assert body.secretary.last.buttons == [["Kết luận"], ["Danh sách XLSX", "Sửa danh sách"]]
    assert "Đã họp xong lúc 15h30\nCó mặt 1/8." in card.text
    assert "Vắng không phép (6)" in card.text
    assert "Vắng (1)\n❌ Cán bộ Sở Tư pháp (Sở Tư pháp) – được đồng ý" in card.text
    assert card.buttons == [["Danh sách (8)", "Danh sách XLSX"], ["Kết luận"]]
    assert card.inline_keyboard is not None
    assert card.inline_keyboard[1][0]["callback_data"] == Conclude(meeting.id).pack()
    assert (await scans(stage, body.member("Sở Nội vụ"), meeting)).startswith("Cuộc họp đã kết thúc")
    body.leader.tap_data(body.leader.last, hall_taps.EndMeeting(meeting.id, 1).pack())
    await stage.settle()
    assert body.leader.alerts == ["Cuộc họp đã được kết thúc trước đó."]


async def test_the_list_can_be_put_right_afterwards(stage: Stage) -> None:
    """Somebody forgotten is noted after the end, in time and not late; it stands in the record who did it."""
    body, meeting = await gathered(stage)
    await tick_at(stage, at(3, 3, 16))
    await taps(stage, body.secretary, "Kết thúc họp")
    await taps(stage, body.secretary, "Kết thúc họp")
    await taps(stage, body.secretary, "Sửa danh sách")
    await taps(stage, body.secretary, "▫️ Cán bộ Sở Y tế")
    one = await the(body, meeting, "Sở Y tế")
    assert one.present_from == at(3, 3, 14)
    assert "Có mặt 1/8." in body.leader.last.text
    async with stage.database.read() as tx:
        assert await tx.value("SELECT detail FROM audit WHERE action = 'meeting.attendance'") == f"invitee:{one.id} y"


async def test_who_left_early_counts_in_the_room_only_while_there(stage: Stage) -> None:
    """During the meeting the quorum falls when somebody leaves; the record of the meeting counts whoever came."""
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        await task_forces.set_charter(tx, body.id, name="Bắc Kạn", charter=charter_with("{ count = 2 }", "true"))
    meeting = await open_now(body, await put_meeting(body, at(3, 3, 14)))
    for unit in ("Sở Y tế", "Sở Tư pháp"):
        await scans(stage, body.member(unit), meeting)
    await tick_at(stage, at(3, 3, 15))
    card = body.secretary.last
    assert "Đủ số thành viên để họp: 2/8" in card.text
    one = await the(body, meeting, "Sở Y tế")
    body.secretary.tap_data(card, hall_taps.Mark(one.id, "l", 0, "p").pack())
    await stage.settle()
    assert "Chưa đủ số thành viên để họp: 1/8" in card.text
    for sure in (0, 1):
        body.secretary.tap_data(card, hall_taps.EndMeeting(meeting.id, sure).pack())
        await stage.settle()
    assert "Đủ số thành viên để họp: 2/8" in card.text
    assert "về sớm 15h" in card.text


async def test_a_meeting_that_nobody_closed_closes_itself(stage: Stage) -> None:
    """Six hours after its end, with the end it should have had; the office is told once and goes on from there."""
    body, meeting = await gathered(stage)
    await scans(stage, body.member("Sở Y tế"), meeting)
    await tick_at(stage, at(3, 3, 22, 59))
    async with stage.database.read() as tx:
        assert (await meetings.get(tx, meeting.id)).state == "called"
    await tick_at(stage, at(3, 3, 23))
    await tick_at(stage, at(3, 3, 23, 1))
    async with stage.database.read() as tx:
        closed = await meetings.get(tx, meeting.id)
    assert (closed.state, closed.closed_at) == ("held", at(3, 3, 17))
    said = [m for m in body.secretary.messages if m.text.startswith("Cuộc họp tự khép lại")]
    assert len(said) == 1
    assert ["Kết luận"] in said[0].buttons
    assert (await the(body, meeting, "Sở Y tế")).present_from is not None


async def test_nobody_is_called_absent_where_nobody_was_noted(stage: Stage) -> None:
    """A meeting without check-in: the card, the record and the list say what was answered, and accuse nobody."""
    body = await Body.found(stage)
    meeting = await called(body)
    await answers(body, meeting, "Cán bộ Sở Y tế", "attending")
    await tick_at(stage, at(3, 3, 23))
    said = next(m for m in body.secretary.messages if m.text.startswith("Cuộc họp tự khép lại"))
    assert "Chưa ghi ai có mặt; thư ký vẫn ghi được" in said.text
    card = next(m for m in body.secretary.messages if "Đã họp xong" in m.text)
    assert "Chưa ghi ai có mặt." in card.text
    assert "Tham dự (1)" in card.text
    assert not any("không phép" in m.text for m in body.secretary.messages)


async def test_a_meeting_moved_to_later_starts_over(stage: Stage) -> None:
    """Check-in was open when it was moved: who had come has not come to the new one, the old code opens nothing."""
    body, meeting = await gathered(stage)
    await scans(stage, body.member("Sở Y tế"), meeting)
    async with stage.database.transaction() as tx:
        await meetings.change(tx, meeting.id, starts_at=at(3, 10, 14), sequence=1)
    await tick_at(stage, at(3, 3, 13, 45))
    assert (await the(body, meeting, "Sở Y tế")).present_from is None
    assert "Mời 8: " in body.secretary.last.text
    assert "Liên kết điểm danh không đúng" in await scans(stage, body.member("Sở Y tế"), meeting)


async def test_cards_of_another_time_say_so(stage: Stage) -> None:
    """The check-in button of a meeting that is over or cancelled tells why nothing happens."""
    body, meeting = await opened(stage)
    phone = body.member("Sở Y tế")
    await taps(stage, phone, "Điểm danh")
    async with stage.database.transaction() as tx:
        await meetings.change(tx, meeting.id, state="cancelled")
    phone.say(CODE)
    await stage.settle()
    assert phone.last.text == "Cuộc họp này đã hủy."
    await taps(stage, phone, "Điểm danh", last=False)
    assert phone.alerts == ["Cuộc họp này đã hủy."]
    await no_update_failed(stage)


async def test_a_restart_loses_nothing(stage: Stage) -> None:
    """Check-in open, a code half-asked, wrong tries counted: the bot is stopped, started, and goes on."""
    body, meeting = await opened(stage)
    await scans(stage, body.member("Sở Tư pháp"), meeting)
    phone = body.member("Sở Y tế")
    assert "(còn 3 lần)" in await types(stage, phone, "2223", "2224")
    await stage.stop_bot()
    await stage.start_bot()
    phone.say("2225")
    await stage.settle()
    assert "(còn 2 lần)" in phone.last.text
    phone.say(CODE)
    await stage.settle()
    assert phone.last.text.startswith("✅ Đã ghi đồng chí có mặt")
    assert "Có mặt 2/8." in body.secretary.screen()


async def test_an_invitation_says_that_the_meeting_is_over(stage: Stage) -> None:
    """When the meeting is closed the invitations in people's chats follow: no answer is asked for any more."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, stage.clock.now() + timedelta(hours=2))
    async with stage.app.turns.alone() as turn:
        await invitations.send(turn, meeting, await invitees.of_meeting(turn.tx, meeting.id))
    await stage.settle()
    member = body.member("Sở Tư pháp")
    assert "Tham dự" in member.screen()
    await stage.advance(meeting.begin + timedelta(hours=12))
    assert "Tham dự" not in [label for message in member.messages for row in message.buttons for label in row]
