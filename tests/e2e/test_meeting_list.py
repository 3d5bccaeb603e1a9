"""/lichhop, the home screen and the calendar: what is coming, own answers, what was decided, what a day off changes."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from handlers.meetings.taps import SeeMeeting
from storage import conclusions, invitees, notices
from storage.notices import Words
from tests.e2e.body import Body, at
from tests.e2e.gathering import put_meeting

pytestmark = pytest.mark.e2e

UNITS = ("Công an tỉnh", "Sở Y tế")


async def founded(stage: Stage, preset: str = "quang-nam") -> Body:
    """A task force in the middle of March."""
    stage.clock.move_to(at(3, 10, 10))
    return await Body.found(stage, preset, UNITS)


async def test_a_member_reads_what_is_coming_and_answers(stage: Stage) -> None:
    """The list marks what waits for an answer; the meeting's own card takes it."""
    body = await founded(stage)
    meeting = await put_meeting(body, at(3, 17, 14), items=(("Báo cáo tiến độ", "Sở Y tế"),))
    member = body.member("Sở Y tế")
    member.say("/lichhop")
    await stage.settle()
    assert member.last.text == (
        "LỊCH HỌP\n"
        "\n"
        "Sắp tới\n"
        "• 14h thứ Năm, 17/3/2022: Họp rà soát tiến độ Đề án 06 – Phòng họp số 2, trụ sở UBND tỉnh – chưa trả lời"
    )
    assert member.last.buttons == [["14h 17/3 · Họp rà soát tiến độ Đề án 06"]]
    member.tap("17/3")
    await stage.settle()
    assert "Trả lời của đồng chí: chưa trả lời" in member.last.text
    assert "1. Báo cáo tiến độ – Sở Y tế" in member.last.text
    member.tap("Tham dự")
    await stage.settle()
    async with stage.database.read() as tx:
        answers = {one.full_name: one.answer for one in await invitees.of_meeting(tx, meeting.id)}
    assert answers["Cán bộ Sở Y tế"] == "attending"
    member.say("/lichhop")
    await stage.settle()
    assert "– tham dự" in member.last.text


async def test_who_is_not_invited_sees_it_without_answers(stage: Stage) -> None:
    """A member of the body reads about a meeting they are not invited to, and is offered no answer."""
    body = await founded(stage)
    await put_meeting(body, at(3, 17, 14), names=("Cán bộ Sở Y tế",))
    other = body.member("Công an tỉnh")
    other.say("/lichhop")
    await stage.settle()
    assert "chưa trả lời" not in other.last.text
    other.tap("17/3")
    await stage.settle()
    assert "Trả lời của đồng chí" not in other.last.text
    assert [button for row in other.last.buttons for button in row if button in ("Tham dự", "Vắng")] == []


async def test_what_was_decided_is_told_once_the_notice_is_out(stage: Stage) -> None:
    """Conclusions are read from the notice that was sent, never from the draft of one."""
    body = await founded(stage)
    meeting = await put_meeting(body, at(3, 3, 14), state="held")
    async with stage.database.transaction() as tx:
        await conclusions.add(
            tx, meeting.id, "Hoàn thành làm sạch dữ liệu", leads=[body.units["Sở Y tế"]], due_on=at(3, 31).date(),
            by=body.people["Thư Ký"], now=stage.clock.now(),
        )  # fmt: skip
    member = body.member("Sở Y tế")
    member.say("/lichhop")
    await stage.settle()
    assert "thứ Năm, 3/3/2022: Họp rà soát tiến độ Đề án 06 – chưa có thông báo kết luận" in member.last.text
    member.tap("3/3/2022")
    await stage.settle()
    assert "làm sạch" not in member.last.text
    async with stage.database.transaction() as tx:
        words = Words("", tuple(one.said for one in await conclusions.of_meeting(tx, meeting.id)))
        await notices.mark_sent(tx, meeting.id, words, body.people["Thư Ký"], stage.clock.now())
    member.say("/lichhop")
    await stage.settle()
    assert "– 1 kết luận" in member.last.text
    member.tap("3/3/2022")
    await stage.settle()
    assert "1. Hoàn thành làm sạch dữ liệu – Sở Y tế, hạn thứ Năm, 31/3/2022" in member.last.text


async def test_the_office_sees_drafts_and_what_is_due(stage: Stage) -> None:
    """The secretary finds what is being prepared and what is to be called, with a button for each; members do not."""
    body = await founded(stage)
    stage.clock.move_to(at(4, 1, 9))
    await put_meeting(body, at(4, 20, 14), state="draft", subject="Họp về dữ liệu dân cư")
    body.secretary.say("/lichhop")
    await stage.settle()
    text = body.secretary.last.text
    assert "• Họp định kỳ hằng tháng (tháng 4/2022): họp đến hết thứ Bảy, 9/4/2022; gửi giấy mời chậm nhất" in text
    assert "• Họp về dữ liệu dân cư" in text
    rows = body.secretary.last.buttons
    assert ["Tiếp tục: Họp về dữ liệu dân cư"] in rows
    assert any(row[0].startswith("Mời họp: Họp định kỳ hằng tháng") for row in rows)
    assert rows[-1] == ["Mời họp khác"]
    member = body.member("Sở Y tế")
    member.say("/lichhop")
    await stage.settle()
    assert "Đến kỳ" not in member.last.text
    assert "dân cư" not in member.last.text


async def test_the_office_is_led_to_each_meeting(stage: Stage) -> None:
    """Under a coming meeting: follow it, change it; under one that was held: its conclusions."""
    body = await founded(stage)
    await put_meeting(body, at(3, 17, 14))
    await put_meeting(body, at(3, 3, 14), state="held")
    body.secretary.say("/lichhop")
    await stage.settle()
    body.secretary.tap("14h 17/3")
    await stage.settle()
    assert ["Theo dõi", "Sửa cuộc họp"] in body.secretary.last.buttons
    body.secretary.tap("Lịch họp")
    await stage.settle()
    body.secretary.tap("3/3/2022")
    await stage.settle()
    assert ["Theo dõi", "Kết luận"] in body.secretary.last.buttons


async def test_a_draft_is_nobody_elses_to_read(stage: Stage) -> None:
    """A forged tap of a member does not open a meeting that is being prepared."""
    body = await founded(stage)
    draft = await put_meeting(body, at(3, 17, 14), state="draft")
    await put_meeting(body, at(3, 18, 14))
    member = body.member("Sở Y tế")
    member.say("/lichhop")
    await stage.settle()
    member.tap_data(member.last, SeeMeeting(draft.id).pack())
    await stage.settle()
    assert "không có quyền" in member.alerts[-1]


async def test_many_meetings_come_in_pages(stage: Stage) -> None:
    """Twelve held meetings are three pages; the arrows turn them, round the end."""
    body = await founded(stage)
    for number in range(12):
        day = at(1, 3, 8) + timedelta(days=2 * number)
        await put_meeting(body, day, state="held", subject=f"Họp số {number + 1}", names=())
    member = body.member("Sở Y tế")
    member.say("/lichhop")
    await stage.settle()
    assert "Họp số 12" in member.last.text
    assert "(trang 1/3)" in member.last.text
    member.tap("›")
    await stage.settle()
    assert "Họp số 12" not in member.last.text
    assert "Họp số 7" in member.last.text
    member.tap("‹")
    await stage.settle()
    member.tap("‹")
    await stage.settle()
    assert "(trang 3/3)" in member.last.text


async def test_home_begins_with_the_invitation_that_waits(stage: Stage) -> None:
    """/start names the unanswered invitation; once answered, the next meeting they go to."""
    body = await founded(stage, "bac-giang")
    meeting = await put_meeting(body, at(3, 17, 14))
    member = body.member("Sở Y tế")
    member.start()
    await stage.settle()
    assert "• 14h thứ Năm, 17/3/2022: Họp rà soát tiến độ Đề án 06 – chưa trả lời" in member.last.text
    async with stage.database.transaction() as tx:
        for one in await invitees.of_meeting(tx, meeting.id):
            await invitees.answer(tx, one.id, "attending", one.person_id, stage.clock.now())
    member.start()
    await stage.settle()
    assert "• 14h thứ Năm, 17/3/2022: Họp rà soát tiến độ Đề án 06 – đồng chí tham dự" in member.last.text
    assert any("lichhop" in command["command"] for command in member.menu)
    assert not any("moihop" in command["command"] for command in member.menu)
    body.leader.start()
    await stage.settle()
    assert any("moihop" in command["command"] for command in body.leader.menu)


async def test_somebody_in_no_task_force_is_told_so(stage: Stage) -> None:
    """A stranger who types the command gets a clear sentence."""
    await founded(stage)
    stranger = await stage.person(7777, "Người Lạ", "+84911111111")
    stranger.start()
    await stage.settle()
    stranger.say("/lichhop")
    await stage.settle()
    assert "/trogiup" in stranger.last.text


async def test_a_day_off_shows_what_it_does_to_meetings(stage: Stage) -> None:
    """/lich: the last notice moves, a called meeting falls on a day off, another's notice becomes late."""
    body = await founded(stage)
    await put_meeting(body, at(3, 17, 14), subject="Họp hôm nghỉ", series="ad-hoc")
    stage.clock.move_to(at(3, 16, 9))
    await put_meeting(body, at(3, 18, 8), subject="Họp hôm sau", series="ad-hoc")
    body.secretary.say("/lich")
    await stage.settle()
    body.secretary.tap("Khai ngày nghỉ")
    await stage.settle()
    body.secretary.say("17/3")
    await stage.settle()
    text = body.secretary.last.text
    assert "14h thứ Năm, 17/3/2022: Họp hôm nghỉ – rơi vào ngày nghỉ" in text
    assert "8h thứ Sáu, 18/3/2022: Họp hôm sau – giấy mời đã gửi thành muộn (hạn hết thứ Ba, 15/3/2022)" in text
    body.secretary.tap("Xác nhận")
    await stage.settle()
    assert "Họp hôm nghỉ" in body.secretary.last.text
    body.secretary.tap("Sửa họp: Họp hôm nghỉ")
    await stage.settle()
    assert ["Đổi giờ", "Đổi địa điểm"] in body.secretary.last.buttons


async def test_a_day_off_before_a_meeting_that_is_due_moves_its_notice(stage: Stage) -> None:
    """A day declared off in April brings the last notice of April's meeting forward."""
    body = await founded(stage)
    body.secretary.say("/lich")
    await stage.settle()
    body.secretary.tap("Khai ngày nghỉ")
    await stage.settle()
    body.secretary.say("7/4")
    await stage.settle()
    assert (
        "Hạn gửi giấy mời – Họp định kỳ hằng tháng, tháng 4/2022: hết thứ Tư, 6/4/2022 → hết thứ Ba, 5/4/2022"
        in body.secretary.last.text
    )
