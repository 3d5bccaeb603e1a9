"""Meetings that are due, and what is said before one that was called, on real charters and a moved clock."""

from datetime import datetime, timedelta

import pytest

from bot.demo.stage import Stage
from storage import agenda, invitees, meetings, overrides
from storage.meetings import Meeting
from taskforce.charter import load_preset
from taskforce.roles import Role
from tests.e2e.body import ZONE, Body, at, live_until, said, tick_at, when
from tests.e2e.gathering import put_meeting
from tests.e2e.inviting import card

pytestmark = pytest.mark.e2e

ONE_UNIT = ("Công an tỉnh", "Sở Y tế")


async def quang_nam(stage: Stage) -> Body:
    """A task force whose monthly meeting is before the 10th, with notice two working days ahead; March's is over."""
    if stage.clock.now() < at(3, 7):
        stage.clock.move_to(at(3, 10, 9))
    return await Body.found(stage, "quang-nam", ONE_UNIT)


async def answer(stage: Stage, body: Body, meeting: Meeting, name: str, what: str) -> None:
    """The invitee answered, without anybody being told."""
    async with stage.database.transaction() as tx:
        for one in await invitees.of_meeting(tx, meeting.id):
            if one.full_name == name:
                await invitees.answer(tx, one.id, what, one.person_id, stage.clock.now())  # type: ignore[arg-type]


async def mornings(stage: Stage, until: datetime) -> None:
    """Let the days pass, ticking at 8h30 alone."""
    now = stage.clock.now().astimezone(ZONE)
    for number in range((until.date() - now.date()).days + 1):
        await tick_at(stage, at(now.month, now.day, 8, 30) + timedelta(days=number))
    await tick_at(stage, until)


# Due


async def test_a_due_meeting_is_told_to_the_convener_and_the_secretary(stage: Stage) -> None:
    """April's meeting of Quảng Nam: planning begins before the window opens, with hours whose notice is in time."""
    body = await quang_nam(stage)
    await mornings(stage, at(3, 31, 20))
    for phone in (body.leader, body.secretary):
        assert when(phone, "đến kỳ triệu tập") == ["30/03 08:30"]
    told = card(body.leader, "đến kỳ triệu tập")
    assert told.text == (
        "Kính gửi đồng chí Tổ Trưởng,\n"
        "Họp định kỳ hằng tháng (tháng 4/2022) đến kỳ triệu tập.\n"
        "\n"
        "Thời gian họp: từ thứ Sáu, 1/4/2022 đến hết thứ Bảy, 9/4/2022\n"
        "Hạn cuối gửi giấy mời là hết thứ Tư, 6/4/2022\n"
        "Căn cứ: Điều 11 khoản 1, khoản 3\n"
        "\n"
        "Giờ họp gợi ý (ngày làm việc, giấy mời còn kịp):"
    )
    assert told.buttons == [
        ["8h · thứ Sáu 1/4"], ["8h · thứ Ba 5/4"], ["8h · thứ Tư 6/4"], ["8h · thứ Sáu 8/4"], ["Chọn giờ khác"],
    ]  # fmt: skip
    assert when(body.member("Sở Y tế"), "đến kỳ") == []
    assert when(body.deputy, "đến kỳ") == []


async def test_two_working_days_before_the_last_notice_it_is_said_once_more(stage: Stage) -> None:
    """The last call names the last moment; after the window the office and the head hear that nothing was held."""
    body = await quang_nam(stage)
    await mornings(stage, at(4, 12, 20))
    assert when(body.secretary, "Họp định kỳ hằng tháng (tháng 4/2022) chưa được triệu tập") == ["04/04 08:30"]
    assert when(body.leader, "chưa được tổ chức") == ["12/04 08:30"]  # the 11th is Giỗ Tổ


async def test_a_called_meeting_is_not_due(stage: Stage) -> None:
    """Nobody hears that a meeting is due which was called, whatever hour it has."""
    body = await quang_nam(stage)
    await put_meeting(body, at(4, 7, 8), series="regular", period="2022-04", names=())
    await mornings(stage, at(4, 13, 20))
    assert when(body.leader, "Họp định kỳ") == []


async def test_a_draft_is_led_on(stage: Stage) -> None:
    """Who began to prepare the meeting is led back to the draft, not to a second one."""
    body = await quang_nam(stage)
    await put_meeting(body, at(4, 7, 8), series="regular", period="2022-04", names=(), state="draft")
    await mornings(stage, at(3, 31, 20))
    assert card(body.leader, "đang được chuẩn bị").buttons == [["Mở bản đang chuẩn bị"]]


async def test_a_cancelled_meeting_is_due_again(stage: Stage) -> None:
    """A meeting that was called and cancelled is still to be held."""
    body = await quang_nam(stage)
    await put_meeting(body, at(4, 7, 8), series="regular", period="2022-04", names=(), state="cancelled")
    await mornings(stage, at(4, 4, 9))
    assert when(body.secretary, "chưa được triệu tập") == ["04/04 08:30"]


async def test_after_an_outage_only_the_latest_word_is_said(stage: Stage) -> None:
    """Back after both moments, only the last call is sent, and once."""
    body = await quang_nam(stage)
    await stage.stop_bot()
    stage.clock.move_to(at(4, 5, 9))
    await stage.start_bot()
    for minute in (0, 1, 2):
        await tick_at(stage, at(4, 5, 9, minute))
    assert len(when(body.leader, "tháng 4/2022")) == 1
    assert len(when(body.leader, "chưa được triệu tập")) == 1


async def test_a_day_off_declared_late_moves_the_word(stage: Stage) -> None:
    """On a day that the secretary declared off nothing is said; it is said on the next working day."""
    body = await quang_nam(stage)
    async with stage.database.transaction() as tx:
        await overrides.declare(tx, body.id, at(3, 30).date(), working=False, by=1, now=stage.clock.now())
    await mornings(stage, at(3, 31, 20))
    assert when(body.leader, "đến kỳ triệu tập") == ["29/03 08:30"]


async def test_a_new_task_force_is_not_told_of_what_lies_behind_it(stage: Stage) -> None:
    """Founded on 7 March, after the last notice in time: no word about March, neither due nor missed."""
    stage.clock.move_to(at(3, 7, 9))
    body = await quang_nam(stage)
    await mornings(stage, at(3, 20, 20))
    assert when(body.leader, "Họp định kỳ") == []


async def test_a_groups_meeting_is_told_to_whoever_calls_it(stage: Stage) -> None:
    """The quarterly meeting of Bắc Giang's secretariat is its head's to call, not the leader's."""
    body = await Body.found(stage, "bac-giang", ONE_UNIT)
    await body.add_person("Tổ trưởng Thư ký", Role.HELPER_LEAD, None, group="secretariat")
    await mornings(stage, at(3, 24, 20))
    assert len(when(body.phones["Tổ trưởng Thư ký"], "Họp Tổ Thư ký hằng quý")) == 1
    assert when(body.leader, "Họp Tổ Thư ký hằng quý") == []
    assert len(when(body.leader, "Họp Ban Chỉ đạo hằng quý")) == 1


async def test_at_most_so_far_apart_counts_from_the_last_one_held(stage: Stage) -> None:
    """A council that meets at most three months apart is due three months after it was last held."""
    body = await quang_nam(stage)
    text = (
        '[body]\nname = "Hội đồng"\nregulation = "Quy chế"\nstanding_unit = "Công an tỉnh"\n'
        '[[meetings]]\nkey = "council"\nat_most_apart = "3m"\nnotice = "2wd"\ncite = "Điều 4"\n'
    )
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE task_forces SET charter = ? WHERE id = ?", (text, body.id))
    await put_meeting(body, at(2, 16, 8), series="council", names=(), state="held")
    await mornings(stage, at(5, 17, 20))
    assert when(body.leader, "council") == ["05/05 08:30", "10/05 08:30", "17/05 08:30"]
    assert load_preset("quang-nam").meetings[0].chase  # the defaults of the charter


# Before it


async def test_the_silent_are_chased_and_the_others_are_not(stage: Stage) -> None:
    """Three and one working days before: only who has not answered, with the three answers under it."""
    body = await quang_nam(stage)
    meeting = await put_meeting(body, at(3, 17, 14))
    await answer(stage, body, meeting, "Cán bộ Sở Y tế", "attending")
    await live_until(stage, at(3, 17, 10))
    silent = body.member("Công an tỉnh")
    assert when(silent, "hiển thị tiếp ở bên dưới") == ["14/03 08:30"]  # the question came down with the second
    assert when(silent, "chưa nhận được trả lời") == ["16/03 08:30"]
    last = next(message for message in silent.messages if "chưa nhận được trả lời" in message.text)
    assert "đây là lần nhắc cuối" in last.text
    assert last.buttons[0][:2] == ["Tham dự", "Vắng"]
    assert when(body.member("Sở Y tế"), "chưa nhận được trả lời") == []


async def test_those_who_attend_are_reminded_the_day_before_and_an_hour_before(stage: Stage) -> None:
    """Who attends hears it twice; who is absent never."""
    body = await quang_nam(stage)
    meeting = await put_meeting(body, at(3, 17, 14))
    await answer(stage, body, meeting, "Cán bộ Sở Y tế", "attending")
    await answer(stage, body, meeting, "Cán bộ Công an tỉnh", "absent")
    await live_until(stage, at(3, 17, 10))
    await tick_at(stage, at(3, 17, 13))
    assert when(body.member("Sở Y tế"), "Nhắc đồng chí dự họp") == ["16/03 15:00"]
    assert when(body.member("Sở Y tế"), "bắt đầu sau 60 phút") == ["17/03 13:00"]
    assert when(body.member("Công an tỉnh"), "dự họp") == []


async def test_nothing_is_said_after_the_beginning(stage: Stage) -> None:
    """An outage over all the reminders and the beginning ends in silence."""
    body = await quang_nam(stage)
    meeting = await put_meeting(body, at(3, 17, 14))
    await answer(stage, body, meeting, "Cán bộ Sở Y tế", "attending")
    await stage.stop_bot()
    stage.clock.move_to(at(3, 17, 14, 5))
    await stage.start_bot()
    await tick_at(stage, at(3, 17, 14, 6))
    for unit in ONE_UNIT:
        assert not [line for line in said(body.member(unit)) if "Báo cáo" not in line and "Kính gửi" not in line]


async def test_those_called_in_a_hurry_have_time_to_answer(stage: Stage) -> None:
    """Called at 8h for the next afternoon: nobody is chased before three working hours have passed."""
    body = await quang_nam(stage)
    stage.clock.move_to(at(3, 16, 8))
    await put_meeting(body, at(3, 17, 14))
    for hour, minute in ((8, 30), (9, 0), (10, 59)):
        await tick_at(stage, at(3, 16, hour, minute))
    assert when(body.member("Sở Y tế"), "chưa nhận được trả lời") == []
    await tick_at(stage, at(3, 16, 11))
    assert when(body.member("Sở Y tế"), "chưa nhận được trả lời") == ["16/03 11:00"]


async def test_the_units_that_prepare_are_asked_and_say_ready(stage: Stage) -> None:
    """The unit's people are asked twice; one tap says it is prepared, and then nobody is asked again."""
    body = await quang_nam(stage)
    meeting = await put_meeting(body, at(3, 17, 14), items=(("Báo cáo tiến độ", "Sở Y tế"), ("Thảo luận", None)))
    await live_until(stage, at(3, 14, 9))
    assert when(body.member("Sở Y tế"), "giao chuẩn bị") == ["14/03 08:30"]
    assert when(body.member("Công an tỉnh"), "giao chuẩn bị") == []
    body.member("Sở Y tế").tap("Đã chuẩn bị xong")
    await stage.settle()
    async with stage.database.read() as tx:
        assert [item.ready_at is not None for item in await agenda.items(tx, meeting.id)] == [True, False]
    await live_until(stage, at(3, 17, 10))
    assert len([line for line in said(body.member("Sở Y tế")) if "chuẩn bị" in line]) <= 1


async def test_somebody_of_another_unit_cannot_say_that_it_is_ready(stage: Stage) -> None:
    """A forged tap of a member of another unit changes nothing."""
    body = await quang_nam(stage)
    meeting = await put_meeting(body, at(3, 17, 14), items=(("Báo cáo tiến độ", "Sở Y tế"),))
    await live_until(stage, at(3, 14, 9))
    async with stage.database.read() as tx:
        item = (await agenda.items(tx, meeting.id))[0]
    other = body.member("Công an tỉnh")
    other.tap_data(other.last, f"mgr:{item.id}")
    await stage.settle()
    async with stage.database.read() as tx:
        assert (await agenda.items(tx, meeting.id))[0].ready_at is None
    assert "không có quyền" in other.alerts[-1]


async def test_the_secretary_is_told_when_papers_are_due(stage: Stage) -> None:
    """Papers two working days before Thursday: told on Monday and on Tuesday, while there are none."""
    body = await quang_nam(stage)
    await put_meeting(body, at(3, 17, 14), items=(("Báo cáo tiến độ", "Sở Y tế"),))
    await live_until(stage, at(3, 17, 10))
    assert when(body.secretary, "Hạn gửi tài liệu họp") == ["14/03 08:30", "15/03 08:30"]
    assert "hết thứ Ba, 15/3/2022 (hôm nay)" in [m.text for m in body.secretary.messages if "Hạn gửi" in m.text][-1]


async def test_with_papers_and_all_ready_the_secretary_is_left_alone(stage: Stage) -> None:
    """Nothing is missing, nothing is said."""
    body = await quang_nam(stage)
    meeting = await put_meeting(body, at(3, 17, 14), items=(("Báo cáo tiến độ", "Sở Y tế"),))
    async with stage.database.transaction() as tx:
        await agenda.add_paper(
            tx, meeting.id, file_id="x", kind="document", file_name="bc.docx", size=1, added_by=1, now=stage.clock.now()
        )
        await agenda.item_ready(tx, (await agenda.items(tx, meeting.id))[0].id, 1, stage.clock.now())
    await live_until(stage, at(3, 17, 10))
    assert when(body.secretary, "Hạn gửi tài liệu họp") == []


async def test_ticking_again_and_again_says_nothing_twice(stage: Stage) -> None:
    """Ten ticks in one minute are as one, after a restart too."""
    body = await quang_nam(stage)
    await put_meeting(body, at(3, 17, 14), items=(("Báo cáo tiến độ", "Sở Y tế"),))
    for number in range(10):
        await tick_at(stage, at(3, 14, 8, 30))
        if number == 5:
            await stage.stop_bot()
            await stage.start_bot()
    assert len(when(body.member("Sở Y tế"), "chưa nhận được trả lời")) == 1
    assert len(when(body.member("Sở Y tế"), "giao chuẩn bị")) == 1
    assert len(when(body.secretary, "Hạn gửi tài liệu họp")) == 1


async def test_a_meeting_on_a_saturday_reminds_on_that_day(stage: Stage) -> None:
    """On the meeting's own day it is said an hour before, day off or not; the day before is the Friday."""
    body = await quang_nam(stage)
    meeting = await put_meeting(body, at(3, 19, 8))
    await answer(stage, body, meeting, "Cán bộ Sở Y tế", "attending")
    await live_until(stage, at(3, 19, 7))
    assert when(body.member("Sở Y tế"), "Nhắc đồng chí dự họp") == ["18/03 15:00"]
    assert when(body.member("Sở Y tế"), "bắt đầu sau") == ["19/03 07:00"]
    async with stage.database.read() as tx:
        assert await meetings.stage_done(tx, meeting.id, "remind:1:0")
