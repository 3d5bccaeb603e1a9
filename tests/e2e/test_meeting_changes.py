"""A called meeting is moved, changed and cancelled: who may, who is told what, and two people at once."""

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.meetings.invite import invitations
from handlers.meetings.taps import Manage, SeeMeeting
from storage import absences, invitees, meeting_changes, meetings
from storage.meetings import Meeting
from taskforce.roles import Role
from tests.e2e.body import Body, at, live_until, tick_at, when
from tests.e2e.gathering import put_meeting

pytestmark = pytest.mark.e2e

UNITS = ("Công an tỉnh", "Sở Y tế")


async def called(stage: Stage, preset: str = "bac-kan", **more: object) -> tuple[Body, Meeting]:
    """A meeting at 14h on Thursday, 17 March, whose invitations went out on Thursday the 10th."""
    stage.clock.move_to(at(3, 10, 10))
    body = await Body.found(stage, preset, UNITS)
    meeting = await put_meeting(body, at(3, 17, 14), **more)  # type: ignore[arg-type]
    async with stage.app.turns.alone() as turn:
        await invitations.send(turn, meeting, await invitees.of_meeting(turn.tx, meeting.id))
    await stage.settle()
    return body, meeting


async def manage(stage: Stage, phone: Phone, meeting: Meeting, *ways: str) -> None:
    """The person opens what can be changed (as from the live card) and taps on."""
    phone.say("/lichhop")
    await stage.settle()
    phone.tap_data(phone.last, Manage(meeting.id).pack())
    await stage.settle()
    for way in ways:
        phone.tap(way)
        await stage.settle()


async def say(stage: Stage, phone: Phone, text: str) -> None:
    """Type, and wait for the answer."""
    phone.say(text)
    await stage.settle()


async def now_is(stage: Stage, meeting: Meeting) -> Meeting:
    """The meeting as the table has it."""
    async with stage.database.read() as tx:
        return await meetings.get(tx, meeting.id)


async def answers(stage: Stage, meeting: Meeting) -> dict[str, str]:
    """What everybody answered, by name."""
    async with stage.database.read() as tx:
        return {one.full_name: one.answer for one in await invitees.of_meeting(tx, meeting.id)}


def last_with(phone: Phone, words: str) -> str:
    """The newest message to the person that holds the words."""
    return next(m.text for m in reversed(phone.messages) if m.outgoing and words in m.text)


# Moving


async def test_the_leader_moves_the_time_and_everybody_hears_exactly_that(stage: Stage) -> None:
    """Before and after with the weekday, the calendar file of a higher sequence, and the question anew."""
    body, meeting = await called(stage)
    member = body.member("Sở Y tế")
    member.tap("Tham dự")
    await stage.settle()
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    assert "Giờ họp: 14h thứ Năm, 17/3/2022 → 8h30 thứ Sáu, 18/3/2022" in body.leader.last.text
    assert "4 người sẽ được báo" in body.leader.last.text
    assert (await now_is(stage, meeting)).starts_at == at(3, 17, 14)
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    moved = await now_is(stage, meeting)
    assert (moved.starts_at, moved.sequence) == (at(3, 18, 8, 30), 1)
    text = last_with(member, "có thay đổi")
    assert "Giờ họp: 14h thứ Năm, 17/3/2022 → 8h30 thứ Sáu, 18/3/2022" in text
    assert "Trả lời trước đây của đồng chí không tính cho giờ mới" in text
    assert "không tính cho giờ mới" not in last_with(body.member("Công an tỉnh"), "có thay đổi")
    assert set((await answers(stage, meeting)).values()) == {""}
    files = [m for m in member.messages if m.outgoing and "document" in m.json]
    assert len(files) == 2
    assert len(when(body.secretary, "có thay đổi")) == 1


async def test_the_card_of_who_prepares_follows(stage: Stage) -> None:
    """Where a unit was asked for its item, the card tells the new time, and its button works."""
    body, meeting = await called(stage, items=(("Báo cáo tiến độ", "Sở Y tế"),))
    await live_until(stage, at(3, 15, 9))
    assert "17/3/2022" in last_with(body.member("Sở Y tế"), "giao chuẩn bị")
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert "8h30 thứ Sáu, 18/3/2022" in last_with(body.member("Sở Y tế"), "giao chuẩn bị")
    assert "17/3/2022" not in last_with(body.member("Sở Y tế"), "giao chuẩn bị")


async def test_the_answer_under_the_news_counts(stage: Stage) -> None:
    """The buttons under the message of the move answer for the new time."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    member = body.member("Sở Y tế")
    news = next(m for m in reversed(member.messages) if "có thay đổi" in m.text)
    member.tap("Tham dự", news)
    await stage.settle()
    assert (await answers(stage, meeting))["Cán bộ Sở Y tế"] == "attending"


async def test_an_absence_from_the_old_time_is_asked_again(stage: Stage) -> None:
    """Who was excused, and whoever was to come instead, start anew with the new time."""
    body, meeting = await called(stage)
    async with stage.database.transaction() as tx:
        one = next(i for i in await invitees.of_meeting(tx, meeting.id) if i.full_name == "Cán bộ Sở Y tế")
        await invitees.answer(tx, one.id, "absent", one.person_id, stage.clock.now())
        await absences.ask(tx, one.id, "Đi công tác", stage.clock.now())
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    async with stage.database.read() as tx:
        assert await absences.of_meeting(tx, meeting.id) == {}


async def test_a_moved_meeting_is_reminded_of_anew(stage: Stage) -> None:
    """The reminders of the old time do not stand for those of the new one."""
    body, meeting = await called(stage)
    await tick_at(stage, at(3, 14, 8, 30))
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 24/3")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    member = body.member("Sở Y tế")
    await tick_at(stage, at(3, 16, 8, 30))
    assert when(member, "chưa nhận được trả lời") == []  # the card of the 14th asks for the new time now
    await tick_at(stage, at(3, 21, 8, 30))
    assert when(member, "chưa nhận được trả lời") == ["21/03 08:30"]


async def test_what_is_typed_is_asked_about_and_never_guessed(stage: Stage) -> None:
    """Past, no such day, a day without an hour, an hour without a day: each is said, and the question stays."""
    body, meeting = await called(stage)
    leader = body.leader
    await manage(stage, leader, meeting, "Đổi giờ")
    for typed, said in (
        ("14h ngày 31/2", "không có ngày này"),
        ("14h ngày 1/3/2022", "đã qua"),
        ("xyz", "Chưa đọc được “xyz”"),
        ("14h ngày 17/3", "không khác hiện nay"),
    ):
        await say(stage, leader, typed)
        assert said in leader.last.text, typed
    await say(stage, leader, "ngày 18/3")
    assert "Mấy giờ" in leader.last.text
    await say(stage, leader, "9h15")
    assert "→ 9h15 thứ Sáu, 18/3/2022" in leader.last.text
    assert (await now_is(stage, meeting)).sequence == 0


async def test_an_hour_alone_offers_the_days(stage: Stage) -> None:
    """A clock time without a day brings the coming working days as buttons."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "15h30")
    body.leader.tap("16/3")
    await stage.settle()
    assert "→ 15h30 thứ Tư, 16/3/2022" in body.leader.last.text


async def test_too_late_a_notice_needs_a_reason(stage: Stage) -> None:
    """In Quảng Nam a move to tomorrow is warned of, and done only with a reason that everybody reads."""
    body, meeting = await called(stage, "quang-nam")
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 11/3")
    assert "không còn kịp" in body.leader.last.text
    assert "Vì sao phải họp gấp" in body.leader.last.text
    await say(stage, body.leader, "Đoàn kiểm tra của Bộ đến sớm")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert (await now_is(stage, meeting)).late_reason == "Đoàn kiểm tra của Bộ đến sớm"
    assert "Lý do: Đoàn kiểm tra của Bộ đến sớm" in last_with(body.member("Sở Y tế"), "có thay đổi")


async def test_a_new_place_keeps_the_answers(stage: Stage) -> None:
    """Nobody is asked anew because of another room; the calendar entry follows."""
    body, meeting = await called(stage)
    body.member("Sở Y tế").tap("Tham dự")
    await stage.settle()
    await manage(stage, body.leader, meeting, "Đổi địa điểm")
    await say(stage, body.leader, "Hội trường tầng 3")
    await say(stage, body.leader, "Phòng số 2 đang sửa chữa")  # at the preview: the reason
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert (await answers(stage, meeting))["Cán bộ Sở Y tế"] == "attending"
    text = last_with(body.member("Sở Y tế"), "có thay đổi")
    assert "Địa điểm: Phòng họp số 2, trụ sở UBND tỉnh → Hội trường tầng 3\nLý do: Phòng số 2 đang sửa chữa" in text
    assert "Xin đồng chí cho biết" not in text


async def test_another_chair_and_another_subject(stage: Stage) -> None:
    """The chair is one of those who may; the subject is typed."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Đổi chủ trì", "Tổ Phó", "Xác nhận thay đổi")
    assert "Chủ trì: Tổ Trưởng, Tổ trưởng → Tổ Phó" in last_with(body.member("Sở Y tế"), "có thay đổi")
    await manage(stage, body.leader, meeting, "Đổi nội dung")
    await say(stage, body.leader, "Họp về dữ liệu dân cư")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert (await now_is(stage, meeting)).subject == "Họp về dữ liệu dân cư"


async def test_a_link_must_be_one(stage: Stage) -> None:
    """What is no http(s) address is refused with an example; a good one is told to everybody."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Đường liên kết")
    await say(stage, body.leader, "phòng zoom của sở")
    assert "chưa phải đường liên kết" in body.leader.last.text
    await say(stage, body.leader, "https://hop.example.vn/abc")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert "Đường liên kết: chưa có → https://hop.example.vn/abc" in last_with(body.member("Sở Y tế"), "thay đổi")


# Cancelling


async def test_a_cancelled_meeting_is_told_with_the_reason(stage: Stage) -> None:
    """The reason is asked, the cancellation confirmed; everybody hears it and the calendar entry goes."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Hủy họp")
    assert "Vì sao hủy" in body.leader.last.text
    await say(stage, body.leader, "Lãnh đạo đi công tác đột xuất")
    body.leader.tap("Xác nhận hủy họp")
    await stage.settle()
    gone = await now_is(stage, meeting)
    assert (gone.state, gone.sequence, gone.change_reason) == ("cancelled", 1, "Lãnh đạo đi công tác đột xuất")
    member = body.member("Sở Y tế")
    assert "Lý do: Lãnh đạo đi công tác đột xuất" in last_with(member, "không tổ chức nữa")
    assert len([m for m in member.messages if m.outgoing and "document" in m.json]) == 2
    await tick_at(stage, at(3, 16, 8, 30))
    assert when(member, "chưa nhận được trả lời") == []


async def test_a_text_too_long_is_refused_whole(stage: Stage) -> None:
    """A reason that Telegram cuts in two is refused, both parts of it; nothing of it becomes the reason."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Hủy họp")
    await say(stage, body.leader, "x" * 4096 + " phần cuối")
    assert "dài quá; tối đa 1.000 ký tự" in body.leader.last.text
    assert "Xác nhận hủy họp" not in str(body.leader.last.buttons)
    await say(stage, body.leader, "x" * 1001)
    assert "dài quá" in body.leader.last.text


async def test_huy_leaves_the_meeting_as_it_is(stage: Stage) -> None:
    """/huy in the middle says so; what was worked out is given up."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    await say(stage, body.leader, "/huy")
    assert "cuộc họp vẫn giữ nguyên" in body.leader.last.text
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert "đã cũ" in body.leader.alerts[-1]
    assert (await now_is(stage, meeting)).sequence == 0


# Who may


async def test_the_secretarys_move_is_put_before_the_leader(stage: Stage) -> None:
    """Nothing changes until the leader taps; then everybody hears, and the secretary what was decided."""
    body, meeting = await called(stage)
    await manage(stage, body.secretary, meeting, "Đổi giờ")
    await say(stage, body.secretary, "8h30 ngày 18/3")
    assert "thuộc thẩm quyền của Tổ trưởng" in body.secretary.last.text
    body.secretary.tap("Xin ý kiến Tổ trưởng")
    await stage.settle()
    assert "chưa thay đổi" in body.secretary.last.text
    assert (await now_is(stage, meeting)).sequence == 0
    body.leader.tap("Đồng ý")
    await stage.settle()
    assert (await now_is(stage, meeting)).starts_at == at(3, 18, 8, 30)
    assert "đã đồng ý" in last_with(body.secretary, "đã đồng ý")
    assert len(when(body.member("Sở Y tế"), "có thay đổi")) == 1
    card = next(m for m in reversed(body.leader.messages) if "Đã đồng ý" in m.text)
    assert card.buttons == []


async def test_the_leader_may_refuse(stage: Stage) -> None:
    """A refused change leaves the meeting as it is, and only who asked hears of it."""
    body, meeting = await called(stage)
    await manage(stage, body.secretary, meeting, "Hủy họp")
    await say(stage, body.secretary, "Chưa đủ tài liệu")
    body.secretary.tap("Xin ý kiến Tổ trưởng")
    await stage.settle()
    body.leader.tap("Không đồng ý")
    await stage.settle()
    assert (await now_is(stage, meeting)).state == "called"
    assert "không được thực hiện" in body.secretary.last.text
    assert when(body.member("Sở Y tế"), "không tổ chức nữa") == []


async def test_the_secretary_may_say_that_it_was_ordered(stage: Stage) -> None:
    """By order of the leader it is done at once; whose order it was is kept."""
    body, meeting = await called(stage)
    await manage(stage, body.secretary, meeting, "Đổi giờ")
    await say(stage, body.secretary, "8h30 ngày 18/3")
    body.secretary.tap("Theo chỉ đạo của Tổ trưởng")
    await stage.settle()
    assert (await now_is(stage, meeting)).sequence == 1
    async with stage.database.read() as tx:
        made = await meeting_changes.last_made(tx, meeting.id)
        noted = await tx.value("SELECT detail FROM audit WHERE action = 'meeting.time'")
    assert made is not None
    assert made.by_order == "Tổ trưởng"
    assert "Tổ trưởng" in noted
    assert len(when(body.leader, "có thay đổi")) == 1


async def test_the_deputy_asks_and_cannot_claim_an_order(stage: Stage) -> None:
    """A deputy who runs the meeting but cannot call it has the leader asked; a forged order is refused."""
    body, meeting = await called(stage)
    await manage(stage, body.deputy, meeting, "Đổi giờ")
    await say(stage, body.deputy, "8h30 ngày 18/3")
    assert ["Theo chỉ đạo của Tổ trưởng"] not in body.deputy.last.buttons
    data = body.deputy.last.inline_keyboard[0][0]["callback_data"]
    body.deputy.tap_data(body.deputy.last, data.rsplit(":", 1)[0] + ":2")
    await stage.settle()
    assert "không có quyền" in body.deputy.alerts[-1]
    body.deputy.tap_data(body.deputy.last, data.rsplit(":", 1)[0] + ":0")
    await stage.settle()
    assert (await now_is(stage, meeting)).sequence == 0


async def test_a_member_may_not_change_anything(stage: Stage) -> None:
    """Forged taps of a member are refused, on the card and on another's change."""
    body, meeting = await called(stage)
    await manage(stage, body.secretary, meeting, "Hủy họp")
    await say(stage, body.secretary, "Chưa đủ tài liệu")
    body.secretary.tap("Xin ý kiến Tổ trưởng")
    await stage.settle()
    member = body.member("Sở Y tế")
    card = next(m for m in reversed(member.messages) if m.inline_keyboard)
    for data in (Manage(meeting.id).pack(), f"mgc:{meeting.id}:time", f"mgc:{meeting.id}:people", "mgd:1:1"):
        member.tap_data(card, data)
        await stage.settle()
        assert "không có quyền" in member.alerts[-1], data
    for data in ("mgt:1:1:1647567000:0", "mgy:1:2:0", "mgh:1:1:1", "mgn:1:1"):
        before = len(member.alerts)
        member.tap_data(card, data)
        await stage.settle()
        assert len(member.alerts) == before + 1, data
    assert (await now_is(stage, meeting)).state == "called"


async def test_an_outsider_sees_nothing(stage: Stage) -> None:
    """Somebody of another task force can neither read nor change the meeting."""
    _, meeting = await called(stage)
    other = await Body.found(stage, "nam-dong", ("Phòng Tư pháp",), number=1)
    other.leader.say("/lichhop")
    await stage.settle()
    assert "17/3" not in other.leader.last.text
    for data in (SeeMeeting(meeting.id).pack(), Manage(meeting.id).pack()):
        other.leader.tap_data(other.leader.last, data)
        await stage.settle()
        assert "không có quyền" in other.leader.alerts[-1]


# At once, late, interrupted


async def test_two_people_change_the_meeting_at_once(stage: Stage) -> None:
    """The second is told who changed it meanwhile, sees what holds now, and has to confirm again."""
    body, meeting = await called(stage, "bac-giang", series="ad-hoc")
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    await manage(stage, body.deputy, meeting, "Đổi giờ")
    await say(stage, body.deputy, "14h ngày 18/3")
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    mine = next(m for m in reversed(body.deputy.messages) if "Sẽ thay đổi" in m.text)
    body.deputy.tap("Xác nhận thay đổi", mine)
    await stage.settle()
    assert (await now_is(stage, meeting)).starts_at == at(3, 18, 8, 30)
    assert "đồng chí Tổ Trưởng đã sửa cuộc họp này" in mine.text
    assert "Giờ họp: 8h30 thứ Sáu, 18/3/2022 → 14h thứ Sáu, 18/3/2022" in mine.text
    body.deputy.tap("Xác nhận thay đổi", mine)
    await stage.settle()
    assert (await now_is(stage, meeting)).starts_at == at(3, 18, 14)


async def test_a_change_of_a_cancelled_meeting_is_told_kindly(stage: Stage) -> None:
    """While one works out a move, another cancels: the first is told so, and nothing is moved."""
    body, meeting = await called(stage, "bac-giang", series="ad-hoc")
    await manage(stage, body.deputy, meeting, "Đổi giờ")
    await say(stage, body.deputy, "14h ngày 18/3")
    mine = body.deputy.last
    await manage(stage, body.leader, meeting, "Hủy họp")
    await say(stage, body.leader, "Hoãn sang tháng sau")
    body.leader.tap("Xác nhận hủy họp")
    await stage.settle()
    body.deputy.tap("Xác nhận thay đổi", mine)
    await stage.settle()
    assert "đã hủy (đồng chí Tổ Trưởng)" in mine.text
    assert (await now_is(stage, meeting)).sequence == 1


async def test_a_meeting_that_has_begun_is_not_moved(stage: Stage) -> None:
    """After its hour only a cancellation of what never took place is left."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    stage.clock.move_to(at(3, 17, 14, 1))
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert "đã bắt đầu" in body.leader.last.text
    assert (await now_is(stage, meeting)).sequence == 0
    await manage(stage, body.leader, meeting)
    assert body.leader.last.buttons[0] == ["Hủy họp"]


async def test_an_approval_that_comes_too_late_changes_nothing(stage: Stage) -> None:
    """The leader agrees when the proposed hour is past: it is said, and who asked hears it."""
    body, meeting = await called(stage)
    await manage(stage, body.secretary, meeting, "Đổi giờ")
    await say(stage, body.secretary, "8h ngày 11/3")
    body.secretary.tap("Xin ý kiến Tổ trưởng")
    await stage.settle()
    stage.clock.move_to(at(3, 11, 9))
    body.leader.tap("Đồng ý")
    await stage.settle()
    assert (await now_is(stage, meeting)).sequence == 0
    assert "không được thực hiện" in body.secretary.last.text


async def test_a_restart_in_the_middle_loses_nothing(stage: Stage) -> None:
    """The bot stops between the time and its confirmation; the button still works afterwards."""
    body, meeting = await called(stage, "quang-nam")
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 11/3")
    await stage.stop_bot()
    await stage.start_bot()
    await say(stage, body.leader, "Đoàn kiểm tra đến sớm")
    await stage.stop_bot()
    await stage.start_bot()
    body.leader.tap("Xác nhận thay đổi")
    await stage.settle()
    assert (await now_is(stage, meeting)).starts_at == at(3, 11, 8, 30)


async def test_a_double_tap_changes_once(stage: Stage) -> None:
    """The second tap on the confirmation is told that the button is old."""
    body, meeting = await called(stage)
    await manage(stage, body.leader, meeting, "Đổi giờ")
    await say(stage, body.leader, "8h30 ngày 18/3")
    card = body.leader.last
    data = card.inline_keyboard[0][0]["callback_data"]
    body.leader.tap_data(card, data)
    body.leader.tap_data(card, data)
    await stage.settle()
    assert (await now_is(stage, meeting)).sequence == 1
    assert len(when(body.member("Sở Y tế"), "có thay đổi")) == 1


async def test_nobody_to_ask_is_said(stage: Stage) -> None:
    """Where no convener has joined, the secretary is told whom to bring in; nothing is lost silently."""
    body, meeting = await called(stage)
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE role = ?", (Role.LEADER,))
    await manage(stage, body.secretary, meeting, "Hủy họp")
    await say(stage, body.secretary, "Chưa đủ tài liệu")
    body.secretary.tap("Xin ý kiến Tổ trưởng")
    await stage.settle()
    assert "Chưa có ai có thẩm quyền" in body.secretary.last.text
