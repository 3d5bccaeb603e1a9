"""/moihop: from the kind of meeting to the invitations, by whoever prepares it and whoever may call it."""

import pytest

from bot.demo.stage import Stage
from handlers.meetings.convene.desk_taps import CallNow, RemindConvener
from storage import invitees
from storage.meetings import Meeting
from taskforce.roles import Role
from tests.e2e.body import at
from tests.e2e.desk import Desk, sent_files, told

pytestmark = pytest.mark.e2e

SLOT = "8h thứ Sáu, 4/3"


async def test_the_shortest_way_is_a_handful_of_taps(stage: Stage) -> None:
    """Kind, subject, time, place: the desk stands, and one more tap invites the whole body with a letter."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    before = len(leader.messages)
    await desk.tap(leader, "Họp định kỳ hằng tháng – tháng 3/2022", "tháng 3/2022", SLOT, "Trụ sở Công an tỉnh")
    assert len(leader.messages) == before, "one card is edited in place"
    meeting = await desk.meeting()
    assert (meeting.state, meeting.series, meeting.period) == ("draft", "regular", "2022-03")
    assert meeting.begin == at(3, 4, 8)
    assert "toàn thể thành viên – 8 người" in leader.screen(1)
    await desk.tap(leader, "Gửi giấy mời")
    meeting = await desk.meeting()
    assert (meeting.state, meeting.called_by) == ("called", desk.body.people["Tổ Trưởng"])
    assert len(await desk.invited()) == 8
    assert "Đã gửi giấy mời tới 8 người" in leader.screen()
    assert told(desk.body.member("Sở Y tế"), "Họp định kỳ hằng tháng – tháng 3/2022") >= 1
    for phone in (leader, desk.body.secretary):
        assert f"Giay-moi-hop-{meeting.id}.docx" in sent_files(phone)


async def test_who_calls_and_chairs_is_not_asked_whether_they_come(stage: Stage) -> None:
    """The chair's own invitation is answered by the call; everybody else's is open."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp định kỳ hằng tháng – tháng 3/2022", "tháng 3/2022", SLOT, "Trụ sở Công an tỉnh")
    await desk.tap(leader, "Gửi giấy mời")
    async with stage.database.read() as tx:
        invited = await invitees.of_meeting(tx, (await desk.meeting()).id)
    answers = {one.full_name: one.answer for one in invited}
    assert answers.pop("Tổ Trưởng") == "attending"
    assert set(answers.values()) == {""}


async def test_a_proposed_slot_leads_straight_to_the_subject(stage: Stage) -> None:
    """From a reminder with a slot, the time is not asked again."""
    from handlers.meetings.taps import Convene

    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.forge(leader, Convene(desk.body.id, 0, "2022-03", int(at(3, 7, 8).timestamp())).pack())
    await desk.tap(leader, "tháng 3/2022", "Trụ sở Công an tỉnh")
    assert "8h thứ Hai, 7/3/2022" in leader.screen(1)
    assert "Gửi giấy mời" in leader.screen(1)


async def test_a_period_has_one_draft_and_one_meeting(stage: Stage) -> None:
    """Somebody else who begins the same one goes on with the draft; once it is called they are told so."""
    from handlers.meetings.taps import Convene

    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.say(secretary, "/moihop")
    await desk.tap(secretary, "Họp định kỳ hằng tháng – tháng 3/2022", "tháng 3/2022")
    same = Convene(desk.body.id, 0, "2022-03", 0).pack()
    await desk.say(leader, "/moihop")
    await desk.forge(leader, same)
    assert "Họp lúc nào?" in leader.screen(1)
    await desk.tap(leader, SLOT, "Trụ sở Công an tỉnh", "Gửi giấy mời")
    await desk.say(secretary, "/moihop")
    await desk.forge(secretary, same)
    assert "đã được gửi" in secretary.screen(1)
    assert len(await desk.meetings()) == 1


async def test_a_typed_time_is_read_or_asked_never_guessed(stage: Stage) -> None:
    """Half a time is completed, two meanings are offered, and what is wrong is said in a sentence."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp đột xuất")
    await desk.say(leader, "Họp rà soát")
    for text, answer in (
        ("31/2", "Không có ngày như vậy: “31/2”"),
        ("8h hôm qua", "đã qua"),
        ("bao giờ cũng được", "Chưa rõ thời gian “bao giờ cũng được”"),
        ("thứ sáu", "thứ Sáu, 4/3/2022: họp lúc mấy giờ?"),
        ("5h", "có thể hiểu theo mấy cách"),
    ):
        await desk.say(leader, text)
        assert answer in leader.screen(1), leader.screen(1)
        assert (await desk.meeting()).starts_at is None
    await desk.tap(leader, "17h thứ Sáu, 4/3/2022")
    assert (await desk.meeting()).starts_at == at(3, 4, 17)
    assert "17h thứ Sáu, 4/3/2022" in leader.screen(1)


async def test_an_hour_without_a_day_is_offered_on_working_days(stage: Stage) -> None:
    """ "14h" alone: the days are buttons."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp đột xuất")
    await desk.say(leader, "Họp rà soát", "14h30")
    assert "là ngày nào?" in leader.screen(1)
    await desk.tap(leader, "14h30 thứ Sáu")
    assert (await desk.meeting()).begin == at(3, 4, 14, 30)


async def test_the_time_is_warned_of_and_not_refused(stage: Stage) -> None:
    """A Sunday night with another meeting: three warnings, and it can still be called."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader, when="9h ngày 13/3")
    await desk.tap(leader, "Gửi giấy mời")
    await desk.draft(leader, when="21h ngày 13/3", subject="Họp khẩn về an toàn dữ liệu")
    text = leader.screen(1)
    assert "thứ Bảy" not in text
    for words in ("là ngày nghỉ", "ngoài giờ làm việc", "Hôm đó đã có cuộc họp lúc 9h: Họp rà soát dữ liệu"):
        assert words in text
    await desk.tap(leader, "Gửi giấy mời")
    assert (await desk.meeting()).state == "called"


async def test_a_late_notice_needs_a_reason_that_is_kept(stage: Stage) -> None:
    """Two working days are not left: article and last moment are said, slots in time offered, a reason asked."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader, when="14h ngày 1/3")
    text = leader.screen(1)
    assert "muộn hơn quy định: chậm nhất là" in text
    assert "Điều 3 khoản 4, Điều 11 khoản 1" in text
    assert "8h thứ Tư, 2/3" in text, "the earliest time that keeps the rule is a button"
    await desk.tap(leader, "Gửi giấy mời")
    assert "Vì sao cần họp gấp?" in leader.screen(1)
    assert (await desk.meeting()).state == "draft"
    await desk.say(leader, "x" * 1001)
    assert "quá dài" in leader.screen(1)
    await desk.say(leader, "Có chỉ đạo khẩn của UBND tỉnh")
    assert "Lý do họp gấp: Có chỉ đạo khẩn của UBND tỉnh" in leader.screen(1)
    await desk.tap(leader, "Gửi giấy mời")
    meeting = await desk.meeting()
    assert (meeting.state, meeting.late_reason) == ("called", "Có chỉ đạo khẩn của UBND tỉnh")


async def test_a_time_that_keeps_the_rule_takes_the_reason_away(stage: Stage) -> None:
    """The reason for haste does not outlive the haste."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader, when="14h ngày 1/3")
    await desk.tap(leader, "Gửi giấy mời", "Phát sinh công việc cấp bách")
    assert (await desk.meeting()).late_reason
    await desk.tap(leader, "8h thứ Tư, 2/3")
    meeting = await desk.meeting()
    assert (meeting.late_reason, meeting.begin) == ("", at(3, 2, 8))
    await desk.tap(leader, "Gửi giấy mời")
    assert (await desk.meeting()).state == "called"


async def test_places_and_links(stage: Stage) -> None:
    """A place with a link is both; only http and https are links; the last places are buttons."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader)
    await desk.tap(leader, "Đường link")
    for bad in ("javascript:alert(1)", "hop.vidu.vn", "https://ngan-hang.vn@xau.vn/", "https://khong co"):
        await desk.say(leader, bad)
        assert "Chưa phải đường link" in leader.screen(1)
    await desk.say(leader, "https://hop.vidu.vn/phong2?pwd=a&b=1")
    assert (await desk.meeting()).link == "https://hop.vidu.vn/phong2?pwd=a&b=1"
    await desk.tap(leader, "Địa điểm")
    await desk.say(leader, "Hội trường tầng 3, https://hop.vidu.vn/ht3")
    meeting = await desk.meeting()
    assert (meeting.place, meeting.link) == ("Hội trường tầng 3", "https://hop.vidu.vn/ht3")
    await desk.tap(leader, "Đường link", "Bỏ đường link", "Gửi giấy mời")
    assert (await desk.meeting()).link == ""
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp đột xuất", "Họp đột xuất")
    await desk.say(leader, "8h30 ngày 10/3")
    await desk.tap(leader, "Hội trường tầng 3")
    assert (await desk.meeting()).place == "Hội trường tầng 3"


async def test_an_online_meeting_needs_its_link(stage: Stage) -> None:
    """Online: the link is asked, and stands in the place of a place."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp đột xuất", "Họp đột xuất")
    await desk.say(leader, "8h30 ngày 10/3")
    await desk.tap(leader, "Họp trực tuyến")
    await desk.say(leader, "https://hop.vidu.vn/phong2")
    meeting = await desk.meeting()
    assert (meeting.place, meeting.link) == ("", "https://hop.vidu.vn/phong2")
    assert "Gửi giấy mời" in leader.screen(1)


async def test_a_subject_that_cannot_be_taken_is_shown_again(stage: Stage) -> None:
    """Too long: a part of it is echoed; marked secret: nothing is kept; and the question stands."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp đột xuất")
    await desk.say(leader, "Họp về việc " + "rà soát " * 50)
    assert "quá dài" in leader.screen(1)
    assert "Họp về việc rà soát" in leader.screen(1)
    await desk.say(leader, "Họp về tài liệu MẬT của tỉnh")
    assert "không được ghi lại" in leader.screen(2)
    assert "Nội dung cuộc họp là gì?" in leader.screen(1)
    assert (await desk.meeting()).subject == ""
    await desk.say(leader, "\u200b\u2060")
    assert "Chưa có nội dung" in leader.screen(1), "what cannot be seen is nothing"
    await desk.say(leader, "Họp \u202e<b>rà soa\u0301t</b>\u200b & đối chiếu")
    assert (await desk.meeting()).subject == "Họp <b>rà soát</b> & đối chiếu"


# Who decides


async def test_the_secretary_prepares_and_the_leader_approves(stage: Stage) -> None:
    """Submitted, seen, approved with one tap; the preparer's card says so, and the charter's convener called it."""
    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.draft(secretary)
    assert "Trình người triệu tập duyệt" in secretary.screen(1)
    await desk.tap(secretary, "Trình người triệu tập duyệt")
    assert "Đã trình giấy mời" in secretary.screen(1)
    assert "Tổ Trưởng" in secretary.screen(1)
    assert "(đồng chí Thư Ký chuẩn bị)" in leader.screen(1)
    assert told(desk.body.deputy, "Xin ý kiến triệu tập") == 0
    await desk.tap(leader, "Duyệt và gửi giấy mời")
    meeting = await desk.meeting()
    assert (meeting.state, meeting.called_by) == ("called", desk.body.people["Tổ Trưởng"])
    assert "đã được gửi (đồng chí Tổ Trưởng triệu tập)" in secretary.screen()
    assert f"Giay-moi-hop-{meeting.id}.docx" in sent_files(secretary)


async def test_who_decides_can_be_reminded_now_and_then(stage: Stage) -> None:
    """Not just after it was submitted; two hours later once, and the reminder's own button calls it."""
    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.draft(secretary)
    await desk.tap(secretary, "Trình người triệu tập duyệt", "Nhắc người triệu tập")
    assert "nhắc lại sau 120 phút" in secretary.alerts[-1]
    assert told(leader, "Xin ý kiến triệu tập") == 1
    stage.clock.move_to(at(2, 28, 10, 1))
    await desk.tap(secretary, "Xem lại", "Nhắc người triệu tập", "Nhắc người triệu tập")
    assert told(leader, "Xin ý kiến triệu tập") == 2
    await desk.tap(leader, "Duyệt và gửi giấy mời")
    assert (await desk.meeting()).state == "called"
    await desk.forge(secretary, RemindConvener((await desk.meeting()).id).pack())
    assert told(leader, "Xin ý kiến triệu tập") <= 2
    assert "đã được gửi" in secretary.screen(1)


async def test_a_draft_comes_back_with_words(stage: Stage) -> None:
    """The leader gives it back; the preparer reads why, changes it, and submits it again."""
    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.draft(secretary)
    await desk.tap(secretary, "Trình người triệu tập duyệt")
    await desk.tap(leader, "Trả lại")
    await desk.say(leader, "Chuyển sang chiều thứ Năm")
    assert "Đã trả lại" in leader.screen(1)
    assert "Chuyển sang chiều thứ Năm" in secretary.screen(1)
    await desk.tap(secretary, "Sửa", "Giờ")
    await desk.say(secretary, "14h ngày 10/3")
    await desk.tap(secretary, "Trình người triệu tập duyệt")
    assert told(leader, "14h thứ Năm, 10/3/2022") >= 1
    await desk.tap(leader, "Duyệt và gửi giấy mời")
    assert (await desk.meeting()).state == "called"


async def test_an_approval_of_what_was_changed_meanwhile_shows_it_anew(stage: Stage) -> None:
    """The card that was approved is not what would be sent: the new one is shown first."""
    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.draft(secretary)
    await desk.tap(secretary, "Trình người triệu tập duyệt", "Xem lại", "Giờ")
    await desk.say(secretary, "14h ngày 10/3")
    await desk.tap(leader, "Duyệt và gửi giấy mời")
    assert "vừa được sửa" in leader.alerts[-1]
    assert (await desk.meeting()).state == "draft"
    assert "14h thứ Năm, 10/3/2022" in leader.screen(1)
    await desk.tap(leader, "Gửi giấy mời")
    assert (await desk.meeting()).state == "called"


async def test_nobody_who_may_convene_has_joined(stage: Stage) -> None:
    """It is said who that is, by name, and how they come in; the draft is kept."""
    desk = await Desk.at(stage)
    secretary = desk.body.secretary
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET person_id = NULL, state = 'expected' WHERE full_name = 'Tổ Trưởng'")
    await desk.draft(secretary)
    await desk.tap(secretary, "Trình người triệu tập duyệt")
    text = secretary.screen(1)
    assert "người triệu tập là Tổ trưởng" in text
    assert "Trong danh sách: Tổ Trưởng" in text
    assert (await desk.meeting()).state == "draft"
    await desk.tap(secretary, "Mời tham gia bot")
    assert "Tổ phó" in secretary.screen(1), "the links for new members"


async def test_several_members_ask_for_it_together(stage: Stage) -> None:
    """A third of the members: each tap counts once, it is said how many are missing, the last one calls it."""
    desk = await Desk.at(stage)
    ways = 'convened_by = ["leader"]\nchair = ["leader", "standing_deputy", { delegated_by'
    await desk.live_by("quang-nam", {ways: ways.replace('["leader"]', '["leader", { share = "1/3" }]', 1)})
    first = desk.body.member("Sở Y tế")
    await desk.draft(first)
    await desk.tap(first, "Đề nghị triệu tập họp")
    assert "Còn cần 2 thành viên nữa" in first.screen(1)
    second, third = desk.body.member("Sở Tư pháp"), desk.body.member("Sở Tài chính")
    await desk.tap(second, "Đề nghị triệu tập họp")
    assert "Còn cần 1 thành viên nữa" in second.screen(1)
    meeting = await desk.meeting()
    data = CallNow(meeting.id, meeting.revision).pack()
    await desk.forge(second, data) if second.last.inline_keyboard else None
    assert (await desk.meeting()).state == "draft", "asking twice counts once"
    await desk.tap(third, "Đề nghị triệu tập họp")
    assert (await desk.meeting()).state == "called"
    assert len(await desk.invited()) == 8
    await desk.tap(third, "Thay đổi cuộc họp")
    assert "Đổi giờ" in third.screen(1), "whose asking called it is not left before buttons that refuse them"


async def test_what_was_asked_for_together_is_what_is_called(stage: Stage) -> None:
    """Who asked for a meeting asked for what they saw: once it is edited, they are asked anew."""
    desk = await Desk.at(stage)
    ways = 'convened_by = ["leader"]\nchair = ["leader", "standing_deputy", { delegated_by'
    await desk.live_by("quang-nam", {ways: ways.replace('["leader"]', '["leader", { share = "1/3" }]', 1)})
    first, second = desk.body.member("Sở Y tế"), desk.body.member("Sở Tư pháp")
    third = desk.body.member("Sở Tài chính")
    await desk.draft(first)
    await desk.tap(first, "Đề nghị triệu tập họp")
    await desk.tap(second, "Đề nghị triệu tập họp")
    await desk.tap(first, "Xem lại", "Nội dung")
    await desk.say(first, "Họp về việc khác hẳn")
    await desk.tap(first, "Đề nghị triệu tập họp")
    assert "Còn cần 2 thành viên nữa" in first.screen(1)
    assert "Họp về việc khác hẳn" in third.screen(1)
    await desk.tap(third, "Đề nghị triệu tập họp")
    assert (await desk.meeting()).state == "draft"
    assert "Họp về việc khác hẳn" in second.screen(1)
    await desk.tap(second, "Đề nghị triệu tập họp")
    assert (await desk.meeting()).state == "called"


async def test_the_support_group_meets_by_itself(stage: Stage) -> None:
    """Its head convenes it alone, sees nothing else to convene, and only the group is invited."""
    desk = await Desk.at(stage)
    await desk.body.add_person("Trưởng Giúp Việc", Role.HELPER_LEAD, None)
    await desk.body.add_person("Cán Bộ Giúp Việc", Role.HELPER, None)
    head = desk.body.phones["Trưởng Giúp Việc"]
    await desk.say(head, "/moihop")
    assert "Họp định kỳ" not in head.screen(1)
    head.start()
    await stage.settle()
    assert any("moihop" in command["command"] for command in head.menu), "the menu shows what they may do"
    await desk.say(head, "/moihop")
    await desk.tap(head, "Họp Tổ giúp việc", "Họp Tổ giúp việc")
    await desk.say(head, "8h30 ngày 10/3", "Phòng 203")
    assert "toàn thể Tổ giúp việc – 2 người" in head.screen(1)
    await desk.tap(head, "Gửi giấy mời")
    assert await desk.invited() == ["Cán Bộ Giúp Việc", "Trưởng Giúp Việc"]


async def test_who_may_convene_nothing_is_told_so(stage: Stage) -> None:
    """A member's /moihop says whom to turn to."""
    desk = await Desk.at(stage)
    member = desk.body.member("Sở Y tế")
    await desk.say(member, "/moihop")
    assert "chưa giao đồng chí triệu tập" in member.screen(1)


async def test_in_two_task_forces_it_is_asked_which(stage: Stage) -> None:
    """The secretary of two chooses one."""
    desk = await Desk.at(stage)
    other = await Desk.at(stage, "bac-kan", number=1)
    secretary = desk.body.secretary
    async with stage.database.transaction() as tx:
        await tx.run(
            "UPDATE memberships SET person_id = ? WHERE task_force_id = ? AND role = 'secretary'",
            (desk.body.people["Thư Ký"], other.body.id),
        )
    await desk.say(secretary, "/moihop")
    await desk.tap(secretary, "Bắc Kạn")
    await desk.tap(secretary, "Họp đột xuất", "Họp đột xuất")
    assert (await desk.meeting()).task_force_id == other.body.id


# Nothing is lost


async def test_two_people_answer_the_same_question(stage: Stage) -> None:
    """Whoever answers second is told who said what, and decides which stands; nothing is overwritten silently."""
    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.draft(secretary)
    await desk.tap(secretary, "Giờ")
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Làm tiếp: Họp rà soát dữ liệu", "Giờ")
    await desk.say(leader, "14h ngày 10/3")
    await desk.say(secretary, "8h ngày 11/3")
    text = secretary.screen(1)
    assert "đồng chí Tổ Trưởng đã đổi giờ họp" in text
    assert "14h thứ Năm, 10/3/2022" in text
    assert (await desk.meeting()).begin == at(3, 10, 14)
    await desk.tap(secretary, "Thay bằng nội dung của tôi")
    assert (await desk.meeting()).begin == at(3, 11, 8)
    await desk.tap(leader, "Gửi giấy mời")
    assert (await desk.meeting()).state == "draft", "the leader's card was not the newest"
    assert "8h thứ Sáu, 11/3/2022" in leader.screen(1)


async def test_the_other_answer_can_stand(stage: Stage) -> None:
    """Keep what the other wrote."""
    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.draft(secretary)
    await desk.tap(secretary, "Nội dung")
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Làm tiếp", "Nội dung")
    await desk.say(leader, "Họp về chữ ký số")
    await desk.say(secretary, "Họp về dân cư")
    await desk.tap(secretary, "Giữ nội dung đang ghi")
    assert (await desk.meeting()).subject == "Họp về chữ ký số"
    assert "Họp về chữ ký số" in secretary.screen(1)


async def test_a_restart_in_the_middle_loses_nothing(stage: Stage) -> None:
    """The bot stops between two questions; the next answer is taken as if nothing had been."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp đột xuất")
    await desk.say(leader, "Họp rà soát", "thứ sáu")
    await stage.stop_bot()
    leader.say("14h")
    await stage.start_bot()
    assert (await desk.meeting()).begin == at(3, 4, 14)
    await desk.say(leader, "Phòng 203")
    await desk.tap(leader, "Gửi giấy mời")
    assert (await desk.meeting()).state == "called"


async def test_stopping_keeps_the_draft(stage: Stage) -> None:
    """/huy leaves it; /moihop offers it again where it stood."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp đột xuất")
    await desk.say(leader, "Họp rà soát", "/huy")
    assert "Bản soạn vẫn được giữ" in leader.screen(1)
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Làm tiếp: Họp rà soát")
    assert "Họp lúc nào?" in leader.screen(1)
    assert len(await desk.meetings()) == 1


async def test_throwing_a_draft_away_is_asked_once(stage: Stage) -> None:
    """One question, then it is gone, and its old buttons say so."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    await desk.tap(leader, "Bỏ giấy mời này", "Quay lại")
    assert (await desk.meeting()).state == "draft"
    await desk.tap(leader, "Bỏ giấy mời này", "Bỏ hẳn")
    assert (await desk.meeting()).state == "dropped"
    assert "đã được bỏ" in leader.screen(1)
    await desk.say(leader, "/moihop")
    assert "Làm tiếp" not in leader.screen(1)
    await desk.forge(leader, CallNow(meeting_id, 1).pack())
    assert "đã được bỏ" in leader.screen()
    assert (await desk.meeting()).state == "dropped"


async def test_two_taps_call_it_once(stage: Stage) -> None:
    """The second tap finds it called; everybody has one invitation."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader)
    leader.tap("Gửi giấy mời")
    leader.tap("Gửi giấy mời")
    await stage.settle()
    meeting: Meeting = await desk.meeting()
    assert meeting.state == "called"
    assert told(desk.body.member("Sở Y tế"), "Kính mời đồng chí") == 1
    rows = await desk.rows("SELECT count(*) AS n FROM audit WHERE action = 'meeting.called'")
    assert rows[0]["n"] == 1


async def test_what_is_typed_at_the_desk_belongs_nowhere(stage: Stage) -> None:
    """It is said so, and how to change what was meant."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader)
    await desk.say(leader, "9h ngày 11/3")
    assert "khi chưa chọn mục cần sửa" in leader.screen(1)
    assert (await desk.meeting()).begin == at(3, 9, 8, 30)


async def test_another_chair(stage: Stage) -> None:
    """Found by a few letters; the charter lets the leader name any member (Quảng Nam Điều 3.4)."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader)
    await desk.tap(leader, "Chủ trì")
    await desk.say(leader, "can bo so y te")
    await desk.tap(leader, "Cán bộ Sở Y tế")
    assert "Chủ trì: Cán bộ Sở Y tế" in leader.screen(1)
    await desk.tap(leader, "Gửi giấy mời")
    assert "Chủ trì: Cán bộ Sở Y tế" in desk.body.member("Sở Tư pháp").screen()


async def test_a_preview_of_the_letter_goes_to_nobody_else(stage: Stage) -> None:
    """The draft as a document, marked as a preview."""
    desk = await Desk.at(stage)
    secretary = desk.body.secretary
    await desk.draft(secretary)
    await desk.tap(secretary, "Xem trước giấy mời")
    assert sent_files(secretary) == ["Giay-moi-hop-1.docx"]
    assert "Bản xem trước, chưa gửi cho ai" in secretary.screen()
    assert sent_files(desk.body.leader) == []


async def test_co_chairs_convene_jointly(stage: Stage) -> None:
    """Each of the named offices has to ask for it; which one is missing is said."""
    desk = await Desk.at(stage)
    old = 'convened_by = ["leader"]'
    await desk.live_by("quang-nam", {old: 'convened_by = [{ together = ["leader", "standing_deputy"] }]'})
    leader, deputy = desk.body.leader, desk.body.deputy
    await desk.draft(leader)
    await desk.tap(leader, "Đề nghị triệu tập họp")
    assert "Còn chờ: Tổ phó Thường trực" in leader.screen(1)
    assert (await desk.meeting()).state == "draft"
    await desk.tap(deputy, "Duyệt và gửi giấy mời")
    assert (await desk.meeting()).state == "called"
    assert "đã được gửi (đồng chí Tổ Phó triệu tập)" in leader.screen()


async def test_a_slot_for_a_draft_that_has_a_time_is_asked_about(stage: Stage) -> None:
    """The reminder's slot does not overwrite what was fixed meanwhile."""
    from handlers.meetings.taps import Convene

    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Họp định kỳ hằng tháng – tháng 3/2022", "tháng 3/2022", SLOT)
    slot = Convene(desk.body.id, 0, "2022-03", int(at(3, 7, 8).timestamp())).pack()
    await desk.forge(leader, slot)
    assert "Đồng chí vừa chọn khác với giờ họp đang ghi" in leader.screen(1)
    assert (await desk.meeting()).begin == at(3, 4, 8)
    await desk.tap(leader, "Thay bằng nội dung của tôi")
    assert (await desk.meeting()).begin == at(3, 7, 8)


async def test_the_window_that_is_missed_offers_what_is_left(stage: Stage) -> None:
    """The day before the last: no slot keeps all rules, those offered are marked, and the desk says what is broken."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    stage.clock.move_to(at(3, 8, 16))
    await desk.say(leader, "/moihop")
    assert "Đến hạn: Họp định kỳ hằng tháng – tháng 3/2022" in leader.screen(1)
    await desk.tap(leader, "Họp định kỳ hằng tháng – tháng 3/2022", "tháng 3/2022")
    assert "Không còn giờ nào vừa trong thời hạn" in leader.screen(1)
    await desk.tap(leader, "⚠️ 8h thứ Tư, 9/3")
    assert "muộn hơn quy định" in leader.screen(1)
    await desk.tap(leader, "Trụ sở Công an tỉnh", "Giờ", "⚠️ 8h thứ Sáu, 11/3")
    assert "Sau thời hạn họp của kỳ này" in leader.screen(1)


async def test_it_speaks_english_too(stage: Stage) -> None:
    """The same way for a leader whose bot speaks English; what invitees read stays in their language."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE people SET locale = 'en' WHERE full_name = 'Tổ Trưởng'")
    await desk.say(leader, "/convene")
    await desk.tap(leader, "Monthly meeting", "tháng 3/2022", "08:00 Friday, 4/3", "Trụ sở Công an tỉnh")
    assert "all members – 8 people" in leader.screen(1)
    await desk.tap(leader, "Send the invitations")
    assert "The invitations are out" in leader.screen()
    assert "Họp định kỳ hằng tháng – tháng 3/2022" in desk.body.member("Sở Y tế").screen()
