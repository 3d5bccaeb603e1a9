"""At the desk: who is invited, guests, the agenda, the papers; and buttons pressed by those who may not."""

import inspect

import pytest

from bot.demo.stage import Stage
from handlers.callbacks import Tap
from handlers.meetings.convene import desk_taps
from handlers.meetings.convene.desk_taps import (
    CallNow,
    DropDraft,
    GiveItem,
    Pick,
    SeeItem,
    SeePapers,
    SetChair,
    SetPlace,
)
from handlers.meetings.taps import Convene, OpenDesk
from storage import agenda
from taskforce.roles import Role
from tests.e2e.body import at
from tests.e2e.desk import Desk, sent_files, told
from tests.e2e.gathering import membership_of, put_meeting

pytestmark = pytest.mark.e2e

PDF = b"%PDF-1.4 a small paper"


# Who is invited


async def test_somebody_is_left_out_and_a_role_added(stage: Stage) -> None:
    """Ticks tell who is invited; a name taken off stays off; the list and its count are exact."""
    desk = await Desk.at(stage)
    await desk.body.add_person("Trưởng Giúp Việc", Role.HELPER_LEAD, None)
    await desk.body.add_person("Chưa Vào", Role.MEMBER, "Sở Y tế", joined=False)
    leader = desk.body.leader
    await desk.draft(leader)
    assert "toàn thể thành viên – 9 người" in leader.screen(1)
    await desk.tap(leader, "Thành phần", "Theo chức danh", "Tổ trưởng Tổ giúp việc · 0/1")
    assert "☑️ Tổ trưởng Tổ giúp việc · 1/1" in leader.screen(1)
    await desk.tap(leader, "Quay lại", "Từng người")
    await desk.say(leader, "so noi vu")
    await desk.tap(leader, "☑️ Cán bộ Sở Nội vụ")
    assert "⬜ Cán bộ Sở Nội vụ" in leader.screen(1)
    await desk.tap(leader, "Quay lại")
    text = leader.screen(1)
    assert "Không mời: Cán bộ Sở Nội vụ" in text
    assert "Tổng: 9 người, trong đó 1 người bot chưa liên hệ được" in text
    await desk.tap(leader, "Xem danh sách")
    assert "Chưa Vào – Thành viên Tổ công tác, Sở Y tế ⚠️ chưa tham gia bot" in leader.screen(1)
    assert "Cán bộ Sở Nội vụ – " not in leader.screen(1)
    await desk.tap(leader, "Xong", "Gửi giấy mời")
    assert "Chưa Vào – Thành viên Tổ công tác, Sở Y tế (chưa tham gia bot)" in leader.screen()
    invited = await desk.invited()
    assert "Cán bộ Sở Nội vụ" not in invited
    assert {"Trưởng Giúp Việc", "Chưa Vào"} <= set(invited)
    assert told(desk.body.member("Sở Nội vụ"), "Kính mời") == 0


async def test_only_some_units_are_invited_and_the_chair(stage: Stage) -> None:
    """Begun anew with two units; who chairs is invited whatever is picked; two taps at once are one."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    await desk.tap(leader, "Thành phần", "Chọn lại từ đầu", "Theo đơn vị", "⬜ Sở Y tế", "⬜ Sở Tư pháp")
    twice = Pick(meeting_id, "unit", str(desk.body.units["Sở Tư pháp"]), 1, 0).pack()
    await desk.forge(leader, twice)
    await desk.tap(leader, "Quay lại", "Xong", "Gửi giấy mời")
    assert await desk.invited() == ["Cán bộ Sở Tư pháp", "Cán bộ Sở Y tế", "Tổ Trưởng"]


async def test_nobody_picked_cannot_be_called(stage: Stage) -> None:
    """The picking is shown again."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader)
    await desk.tap(leader, "Thành phần", "Chọn lại từ đầu", "Xong")
    assert "Chưa có ai trong thành phần mời" in leader.screen(1)
    await desk.tap(leader, "Gửi giấy mời")
    assert (await desk.meeting()).state == "draft"
    assert "Thành phần mời" in leader.screen(1)


async def test_the_list_of_a_called_meeting_changes_when_confirmed(stage: Stage) -> None:
    """What is picked is shown first; then the new one is invited and the other one told, once."""
    from handlers.meetings.convene import audience

    desk = await Desk.at(stage)
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    await desk.tap(leader, "Thành phần", "Từng người")
    await desk.say(leader, "so noi vu")
    await desk.tap(leader, "☑️ Cán bộ Sở Nội vụ", "Quay lại", "Xong", "Gửi giấy mời")
    await desk.forge(leader, desk_taps.SeeAudience(meeting_id, "member", 0).pack())
    await desk.say(leader, "so noi vu")
    await desk.tap(leader, "⬜ Cán bộ Sở Nội vụ")
    await desk.say(leader, "so y te")
    await desk.tap(leader, "☑️ Cán bộ Sở Y tế", "Quay lại", "Áp dụng thay đổi")
    assert "Mời thêm (1): Cán bộ Sở Nội vụ" in leader.screen(1)
    assert "Không mời nữa (1): Cán bộ Sở Y tế" in leader.screen(1)
    assert "Cán bộ Sở Nội vụ" not in await desk.invited()
    await desk.tap(leader, "Xác nhận")
    assert "Cán bộ Sở Nội vụ" in await desk.invited()
    assert "Cán bộ Sở Y tế" not in await desk.invited()
    assert told(desk.body.member("Sở Nội vụ"), "Kính mời đồng chí") == 1
    assert told(desk.body.member("Sở Y tế"), "không phải dự cuộc họp này nữa") == 1
    assert told(desk.body.member("Sở Tư pháp"), "Kính mời đồng chí") == 1
    assert callable(audience.edit_called)


async def test_guests_are_typed_in_one_line(stage: Stage) -> None:
    """Name, post, organisation; one without a name is asked again; one can be taken off again."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader)
    await desk.tap(leader, "Khách")
    await desk.say(leader, "Giám")
    assert "Chưa rõ họ tên" in leader.screen(1)
    await desk.say(leader, "Trần Văn Mẫu, Giám đốc, Viễn thông tỉnh")
    assert "1. Trần Văn Mẫu, Giám đốc, Viễn thông tỉnh" in leader.screen(1)
    await desk.say(leader, "Lê Thị Khách, chuyên gia", "Lê Thị Khách, chuyên gia")
    assert "đã có trong danh sách" in leader.screen(1)
    await desk.tap(leader, "🗑 2", "Xong")
    assert "khách: 1" in leader.screen(1)
    await desk.tap(leader, "Gửi giấy mời")
    assert "và 1 khách" in leader.screen()
    assert "Trần Văn Mẫu" in await desk.invited()
    assert "Lê Thị Khách" not in await desk.invited()


# The agenda


async def test_an_agenda_is_pasted_changed_and_assigned(stage: Stage) -> None:
    """A numbered list becomes points; each can be renamed, taken off, or given to a unit found by a few letters."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    await desk.draft(leader)
    await desk.tap(leader, "Chương trình")
    await desk.say(leader, "1. Báo cáo kết quả tháng 2\n2. Khó khăn, vướng mắc\n3. Nhiệm vụ tháng 3")
    await desk.tap(leader, "✏️ 2", "Đổi nội dung")
    await desk.say(leader, "Khó khăn về trang thiết bị")
    await desk.tap(leader, "✏️ 3", "Bỏ mục này")
    await desk.tap(leader, "✏️ 1", "Giao đơn vị")
    await desk.say(leader, "so tu phap")
    await desk.tap(leader, "Sở Tư pháp")
    text = leader.screen(1)
    assert "1. Báo cáo kết quả tháng 2 – Sở Tư pháp chuẩn bị" in text
    assert "2. Khó khăn về trang thiết bị" in text
    assert "Nhiệm vụ tháng 3" not in text
    await desk.tap(leader, "Quay lại", "Gửi giấy mời")
    assert "Báo cáo kết quả tháng 2" in desk.body.member("Sở Y tế").screen()


async def test_a_list_that_cannot_be_taken_is_not_taken_by_half(stage: Stage) -> None:
    """One point too long, or too many: none is written, and it is said which."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    await desk.tap(leader, "Chương trình")
    await desk.say(leader, f"1. Ngắn gọn\n2. {'dài ' * 80}")
    assert "quá dài" in leader.screen(1)
    await desk.say(leader, "\n".join(f"{n}. Mục số {n}" for n in range(1, 42)))
    assert "tối đa 40 mục" in leader.screen(1)
    await desk.say(leader, "1. Nội dung MẬT")
    async with stage.database.read() as tx:
        assert await agenda.items(tx, meeting_id) == []


async def test_a_point_that_somebody_else_renamed_is_shown_first(stage: Stage) -> None:
    """Their words are not overwritten unseen; one that was taken off meanwhile is said to be gone."""
    desk = await Desk.at(stage)
    secretary, leader = desk.body.secretary, desk.body.leader
    await desk.draft(secretary)
    await desk.tap(secretary, "Chương trình")
    await desk.say(secretary, "Báo cáo tháng")
    await desk.tap(secretary, "✏️ 1", "Đổi nội dung")
    await desk.say(leader, "/moihop")
    await desk.tap(leader, "Làm tiếp", "Chương trình", "✏️ 1", "Đổi nội dung")
    await desk.say(leader, "Báo cáo quý")
    await desk.say(secretary, "Báo cáo tuần")
    assert "vừa được người khác sửa" in secretary.screen(1)
    assert "Báo cáo quý" in secretary.screen(1)
    await desk.tap(leader, "✏️ 1", "Bỏ mục này")
    await desk.say(secretary, "Báo cáo tuần")
    assert "không còn nữa" in secretary.screen(1)


# The papers


async def test_papers_go_with_the_invitation_and_later_ones_at_once(stage: Stage) -> None:
    """Each is confirmed and removable; after the call a file goes to everybody at once, each once."""
    desk = await Desk.at(stage)
    leader, member = desk.body.leader, desk.body.member("Sở Y tế")
    meeting_id = await desk.draft(leader)
    leader.send_file("bao-cao.pdf", PDF)
    leader.send_file("phu-luc.pdf", PDF)
    await stage.settle()
    text = leader.screen(1)
    assert "Đã nhận “phu-luc.pdf”" in text
    assert "1. bao-cao.pdf" in text
    await desk.tap(leader, "🗑 2")
    assert "phu-luc.pdf" not in leader.screen(1)
    await desk.tap(leader, "Xong", "Gửi giấy mời")
    assert [name for name in sent_files(member) if name.endswith(".pdf")] == ["bao-cao.pdf"]
    stage.clock.move_to(at(2, 28, 10))
    await desk.forge(leader, SeePapers(meeting_id).pack())
    leader.send_file("so-lieu.pdf", PDF)
    await stage.settle()
    assert "đang gửi tới 8 người" in leader.screen(1)
    assert [name for name in sent_files(member) if name.endswith(".pdf")] == ["bao-cao.pdf", "so-lieu.pdf"]
    assert "Tài liệu bổ sung: Họp rà soát dữ liệu, 8h30 thứ Tư, 9/3/2022" in member.screen()
    await desk.tap(leader, "Xong")
    await desk.say(leader, "cảm ơn")
    assert "Ở đây bot chờ tệp" not in leader.screen(1)


async def test_late_papers_are_said_to_be_late(stage: Stage) -> None:
    """After the charter's last moment for papers the card says so, with the article; the file still goes."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    await desk.tap(leader, "Gửi giấy mời")
    stage.clock.move_to(at(3, 8, 9))
    await desk.forge(leader, SeePapers(meeting_id).pack())
    leader.send_file("so-lieu.pdf", PDF)
    await stage.settle()
    text = leader.screen(1)
    assert "Tài liệu gửi muộn hơn quy định: chậm nhất là" in text
    assert "Điều 11 khoản 1" in text
    assert "so-lieu.pdf" in sent_files(desk.body.member("Sở Y tế"))


async def test_files_that_cannot_be_taken_are_refused_kindly(stage: Stage) -> None:
    """Over 50 MB; a name that bears a mark of secrecy; the same one twice; a text in the place of a file."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    await desk.tap(leader, "Tài liệu")
    leader.send_file("phim.mp4", bytes(51 * 1024 * 1024))
    await stage.settle()
    assert "“phim.mp4” lớn hơn 50 MB" in leader.screen(1)
    leader.send_file("TUYỆT MẬT ke hoach.pdf", PDF)
    await stage.settle()
    assert "không được ghi lại" in leader.screen(2)
    await desk.say(leader, "đây là tài liệu")
    assert "bot chờ tệp" in leader.screen(1)
    async with stage.database.read() as tx:
        assert await agenda.papers(tx, meeting_id) == []


async def test_a_meeting_that_is_over_takes_no_papers(stage: Stage) -> None:
    """Held: the button says so."""
    desk = await Desk.at(stage)
    leader = desk.body.leader
    held = await put_meeting(desk.body, at(2, 25, 8), state="held")
    await desk.say(leader, "/moihop")
    await desk.forge(leader, SeePapers(held.id).pack())
    assert "đã họp xong" in leader.screen(1)


# Who may not


def _taps(meeting_id: int, item: int) -> list[Tap]:
    """One of every kind of button at the desk, with sensible ids."""
    found: list[Tap] = [OpenDesk(meeting_id)]
    for _, kind in inspect.getmembers(desk_taps, inspect.isclass):
        if issubclass(kind, Tap) and kind not in (Tap, desk_taps.SeeKinds):
            given = {"meeting": meeting_id, "item": item, "sure": 1, "mine": 1, "on": 1, "what": "time", "kind": "all"}
            hints = inspect.get_annotations(kind)
            found.append(kind(**{name: given.get(name, "" if hints[name] is str else 0) for name in hints}))
    return found


async def test_every_button_of_the_desk_is_for_those_who_may(stage: Stage) -> None:
    """A member, and a secretary of another task force, press each one: nothing changes, nothing is shown to them."""
    desk = await Desk.at(stage)
    other = await Desk.at(stage, "bac-kan", number=1)
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    await desk.tap(leader, "Chương trình")
    await desk.say(leader, "Báo cáo tháng")
    item = (await desk.rows("SELECT id FROM agenda_items"))[0]["id"]
    before = await desk.rows("SELECT * FROM meetings"), await desk.rows("SELECT * FROM agenda_items")
    for phone in (desk.body.member("Sở Y tế"), other.body.secretary):
        await desk.say(phone, "/caidat")
        for tap in _taps(meeting_id, item):
            await desk.forge(phone, tap.pack())
            shown = phone.last.text
            assert "Họp rà soát dữ liệu" not in shown, tap
            assert "Báo cáo tháng" not in shown, tap
        await desk.forge(phone, Convene(desk.body.id, 0, "", 0).pack())
    assert before == (await desk.rows("SELECT * FROM meetings"), await desk.rows("SELECT * FROM agenda_items"))
    await desk.meeting()


async def test_ids_of_another_task_force_open_nothing(stage: Stage) -> None:
    """Who runs a meeting cannot bring in another body's people, units, places or points."""
    desk = await Desk.at(stage)
    other = await Desk.at(stage, "bac-kan", number=1, unit_names=("Sở Công Thương",))
    leader = desk.body.leader
    meeting_id = await desk.draft(leader)
    foreign = await put_meeting(other.body, at(3, 9, 8), state="draft", place="Phòng kín", items=[("Điểm lạ", None)])
    stranger = await membership_of(other.body, "Tổ Trưởng")
    item = (await desk.rows("SELECT id FROM agenda_items"))[0]["id"]
    await desk.tap(leader, "Chương trình")
    await desk.say(leader, "Báo cáo tháng")
    own = (await desk.rows("SELECT max(id) AS id FROM agenda_items"))[0]["id"]
    for tap in (
        SetChair(meeting_id, stranger),
        SetPlace(meeting_id, foreign.id),
        Pick(meeting_id, "member", str(stranger), 1, 0),
        Pick(meeting_id, "unit", str(other.body.units["Sở Công Thương"]), 1, 0),
        Pick(meeting_id, "role", "emperor", 1, 0),
        GiveItem(own, other.body.units["Sở Công Thương"]),
        SeeItem(item),
        CallNow(foreign.id, foreign.revision),
        DropDraft(foreign.id, 1),
        Convene(desk.body.id, 99, "", 0),
        Convene(desk.body.id, 0, "2022-99", 0),
        Convene(other.body.id, 0, "", 0),
    ):
        await desk.forge(leader, tap.pack())
        assert "Điểm lạ" not in leader.screen(1)
        assert "Phòng kín" not in leader.screen(1)
    meetings = {one.id: one for one in await desk.meetings()}
    assert meetings[meeting_id].audience == ("all",)
    assert meetings[meeting_id].place == "Phòng họp số 2, trụ sở UBND tỉnh"
    assert meetings[meeting_id].chair_id == await membership_of(desk.body, "Tổ Trưởng")
    assert meetings[foreign.id].state == "draft"
    await desk.meeting()


async def test_who_lost_the_right_cannot_go_on(stage: Stage) -> None:
    """The secretary is relieved in the middle: what they type is not taken, and they are told."""
    desk = await Desk.at(stage)
    secretary = desk.body.secretary
    await desk.draft(secretary)
    await desk.tap(secretary, "Nội dung")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Thư Ký'")
    await desk.say(secretary, "Nội dung khác")
    assert (await desk.meeting()).subject == "Họp rà soát dữ liệu"
