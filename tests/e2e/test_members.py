"""The secretary's side: roster, links, members, handing over; and everybody's own data, settings and home."""

import io
import json
from collections.abc import Sequence
from datetime import timedelta

import openpyxl
import pytest

from bot.demo.stage import Stage
from handlers.invites import MakeInvite, RevokeInvite
from handlers.members import GiveLink, Remove, SeeUnit
from handlers.roster import ImportRoster
from storage import people, periods, reports, sessions, task_forces
from taskforce.charter.loader import preset_text
from taskforce.roles import Role
from tests.e2e.office import Office, new_body, open_office, phone_of

HEAD = ("Họ và tên", "Đơn vị", "Vai trò", "Điện thoại")
GOOD = (
    ("Nguyễn Văn An", "Sở Y tế", "Thành viên", "0912000002"),
    ("Trần Thị Bình", "Công an tỉnh", "Tổ phó", "912000003"),
)


@pytest.fixture
async def office(stage: Stage) -> Office:
    """A task force with its secretary."""
    return await open_office(stage)


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, *rows):
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


async def _sends(office: Office, name: str, content: bytes) -> str:
    office.secretary.send_file(name, content)
    await office.stage.settle()
    return office.secretary.last.text


# The roster


async def test_a_roster_with_wrong_rows_brings_nobody(office: Office) -> None:
    """Each wrong row is named in words, nothing is imported, and the corrected file goes through with one tap."""
    bad = (*GOOD, ("", "Sở Tư pháp", "", ""), ("Lê Văn Dũng", "Sở Tư pháp", "Vua", "01688123456"))
    text = await _sends(office, "ds.xlsx", _xlsx(bad))
    assert "3 chỗ cần sửa" in text
    assert "Dòng 4: thiếu họ tên." in text
    assert "Dòng 5: không rõ vai trò “Vua”" in text
    assert "số 11 chữ số cũ" in text
    assert await office.states() == []
    text = await _sends(office, "ds.xlsx", _xlsx(GOOD))
    assert "2 mới" in text
    assert "Công an tỉnh" in text
    assert await office.states() == []
    await office.taps(office.secretary, "Nhập danh sách")
    assert await office.states() == [("Nguyễn Văn An", "expected"), ("Trần Thị Bình", "expected")]
    assert "Đã nhập danh sách: 2 người mới, 2 đơn vị mới.\n" in office.secretary.last.text


async def test_the_same_roster_again_changes_nothing(office: Office) -> None:
    """A second time there is nothing to tap, and a second tap on the first time's button does nothing."""
    await _sends(office, "ds.xlsx", _xlsx(GOOD))
    office.secretary.tap("Nhập danh sách")
    office.secretary.tap("Nhập danh sách")
    await office.stage.settle()
    assert len(await office.states()) == 2
    assert "không có gì thay đổi" in await _sends(office, "ds.xlsx", _xlsx(GOOD))


async def test_a_roster_is_put_aside(office: Office) -> None:
    """The secretary thinks better of it; the buttons are gone."""
    await _sends(office, "ds.xlsx", _xlsx(GOOD))
    await office.taps(office.secretary, "Bỏ")
    assert await office.states() == []
    assert not office.secretary.last.buttons


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("anh.png", b"\x89PNG\r\n\x1a\n\x00\x00", "không phải bảng tính"),
        ("ds.xlsx", b"PK\x03\x04broken", "bị hỏng"),
        ("ds.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "định dạng Excel cũ"),
        ("ds.csv", b"a;b\n1;2\n", "Thiếu cột “Họ và tên”"),
    ],
)
async def test_a_file_of_another_kind_says_so(office: Office, name: str, content: bytes, words: str) -> None:
    """One sentence, and the template at one tap."""
    assert words in await _sends(office, name, content)
    await office.taps(office.secretary, "Tải tệp mẫu")
    assert "mau-danh-sach-thanh-vien.xlsx" in office.secretary.screen(1)


async def test_a_file_from_somebody_else_is_not_wanted(office: Office) -> None:
    """A member's file is not taken for a roster, nor is their forged tap taken for the secretary's."""
    await _sends(office, "ds.xlsx", _xlsx(GOOD))
    an = await office.person(4, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Nội vụ")))
    an.send_file("ds.xlsx", _xlsx(GOOD))
    await office.stage.settle()
    assert "không có câu hỏi nào" in an.last.text
    await office.says(an, "/dulieu")
    an.tap_data(an.last.id, ImportRoster(office.task_force_id).pack())
    await office.stage.settle()
    assert await office.states() == [("An", "active")]
    assert await office.rows("SELECT * FROM downloads WHERE chat_id = 4") == []


# Links


async def test_a_link_is_made_copied_and_used(office: Office) -> None:
    """Role, unit found by typing, terms: the link lets somebody in."""
    await office.unit("Sở Y tế")
    await office.says(office.secretary, "/moi")
    await office.taps(office.secretary, "Thành viên Tổ công tác")
    await office.says(office.secretary, "so y te")
    await office.taps(office.secretary, "Sở Y tế")
    await office.taps(office.secretary, "1 người · 7 ngày")
    assert "hạn: 8h thứ Hai, 7/3/2022" in office.secretary.last.text
    office.secretary.tap("Sao chép")
    an = await office.person(2, "An")
    await office.joins(an, office.secretary.clipboard.partition("start=")[2])
    assert await office.states() == [("An", "active")]


async def test_a_link_is_revoked(office: Office) -> None:
    """It is taken off the list and opens nothing."""
    code = await office.link(unit_id=await office.unit("Sở Y tế"))
    await office.says(office.secretary, "/moi")
    await office.taps(office.secretary, "Liên kết đang mở (1)")
    await office.taps(office.secretary, "Thu hồi 1")
    assert "Không có liên kết nào" in office.secretary.last.text
    an = await office.person(2, "An")
    an.start(code)
    await office.stage.settle()
    assert "thu hồi" in an.last.text


async def test_forged_taps_of_a_member_are_refused(office: Office) -> None:
    """A member can neither make nor revoke links, nor hand over or end another's place, nor look into other units."""
    mine, other = await office.unit("Sở Y tế"), await office.unit("Sở Tư pháp")
    theirs = await office.expect("Lê Văn Dũng", other, phone_of(9))
    await office.link(unit_id=mine)
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=mine))
    body = office.task_force_id
    forged = (
        MakeInvite(body, "secretary", 0, 1, 7),
        RevokeInvite(1),
        GiveLink(theirs),
        Remove(theirs, 1),
        SeeUnit(body, other),
    )
    open_links = "SELECT count(*) AS n FROM invites WHERE revoked_at IS NULL"
    before = await office.rows(open_links)
    for tap in forged:
        an.tap_data(an.last.id, tap.pack())
        await office.stage.settle()
    assert an.alerts[-len(forged) :] == ["Đồng chí không có quyền thực hiện việc này."] * len(forged)
    assert await office.rows(open_links) == before
    assert ("Lê Văn Dũng", "expected") in await office.states()
    await office.says(an, "/moi")
    assert "không thuộc quyền" in an.last.text


async def test_nonsense_in_callback_data_is_an_old_button(office: Office) -> None:
    """Values of the wrong kind end in the sentence about old buttons, not in a failure."""
    await office.says(office.secretary, "/moi")
    for data in ("ir:1:king:0", "ir:x:member:0", "ad:999:1", "mp:0", "im:1:member:999:1:7", "im:1:member:0:7:7"):
        office.secretary.tap_data(office.secretary.last.id, data)
        await office.stage.settle()
    assert await office.rows("SELECT * FROM invites WHERE created_by IS NOT NULL") == []
    assert len(office.secretary.alerts) == 6


# Members


async def test_the_list_shows_who_is_in_and_who_cannot_be_reached(office: Office) -> None:
    """The secretary sees telephone numbers, a leader sees none, a member sees their own unit."""
    unit = await office.unit("Sở Y tế")
    await office.expect("Phạm Văn Cường", unit, phone_of(8))
    an = await office.person(2, "An")
    lead = await office.person(3, "Bình")
    await office.joins(an, await office.link(unit_id=unit))
    await office.joins(lead, await office.link(Role.LEADER))
    an.block()
    await office.stage.settle()
    for phone, number in ((office.secretary, True), (lead, False)):
        await office.says(phone, "/thanhvien")
        assert "Đã tham gia: 3/4" in phone.last.text
        assert "Không nhận được tin" in phone.last.text
        assert ("0912 000 008" in phone.last.text) is number
    an.unblock()
    await office.says(an, "/thanhvien")
    assert "Phạm Văn Cường (Thành viên Tổ công tác): chưa tham gia" in an.last.text
    assert "0912" not in an.last.text


async def test_a_place_is_handed_over_with_what_is_half_way(office: Office) -> None:
    """The successor's joining ends the old membership, and the half-filled report waits in the new chat."""
    unit = await office.unit("Sở Y tế")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=unit))
    report = await _half_filled(office, unit)
    await office.says(an, "/caidat")
    await office.taps(an, "Bàn giao")
    an.tap("Sao chép")
    assert await office.states() == [("An", "active")]  # nothing changes before the successor comes
    successor = await office.person(3, "Bích")
    await office.joins(successor, an.clipboard.partition("start=")[2])
    assert await office.states() == [("Bích", "active")]
    [old] = await office.rows("SELECT ended_why, replaced_by FROM memberships WHERE full_name = 'An'")
    assert old["ended_why"] == "replaced"
    assert old["replaced_by"] is not None
    [kept] = await office.rows("SELECT chat_id FROM sessions WHERE subject = ?", f"report:{report}")
    assert kept["chat_id"] == 3
    assert "đã nhận bàn giao" in an.last.text
    assert "Bích" in office.secretary.last.text
    assert "đang làm dở" in successor.last.text


async def _half_filled(office: Office, unit: int) -> int:
    now = office.stage.clock.now()
    async with office.stage.database.transaction() as tx:
        period = await tx.insert(
            "INSERT INTO report_periods (task_force_id, stream, period, opens_at, target_at, due_at, form, opened_at)"
            " VALUES (?, 'monthly', '2022-03', ?, ?, ?, '{}', ?)",
            (office.task_force_id, *["2022-02-28T00:00:00Z"] * 4),
        )
        await reports.create_for_units(tx, period, [unit])
        found = await reports.of_unit(tx, period, unit)
        assert found is not None
        state = {"report": found.id, "mode": "own", "session": {}}
        await sessions.begin(tx, chat_id=2, kind="report", subject=f"report:{found.id}", state=state, now=now)
        assert await periods.get(tx, period)
    return found.id


async def test_the_secretary_makes_a_link_for_one_expected_person(office: Office) -> None:
    """It lets in whoever opens it, whatever their number, and an earlier one is closed."""
    await office.expect("Phạm Văn Cường", await office.unit("Sở Y tế"), phone_of(8))
    await office.says(office.secretary, "/thanhvien")
    await office.taps(office.secretary, "Sở Y tế")
    await office.taps(office.secretary, "Phạm Văn Cường")
    await office.taps(office.secretary, "Tạo liên kết riêng")
    office.secretary.tap("Sao chép")
    first = office.secretary.clipboard.partition("start=")[2]
    await office.taps(office.secretary, "Tạo liên kết riêng")
    office.secretary.tap("Sao chép")
    cuong = await office.person(2, "Cường P.")
    cuong.start(first)
    await office.stage.settle()
    assert "thu hồi" in cuong.last.text
    await office.joins(cuong, office.secretary.clipboard.partition("start=")[2])
    assert await office.states() == [("Phạm Văn Cường", "active")]


async def test_the_secretary_ends_a_membership_after_a_question(office: Office) -> None:
    """The person is told, and has no place any more."""
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    await office.says(office.secretary, "/thanhvien")
    await office.taps(office.secretary, "Sở Y tế")
    await office.taps(office.secretary, "An")
    await office.taps(office.secretary, "Cho thôi")
    assert await office.states() == [("An", "active")]
    await office.taps(office.secretary, "Cho thôi tham gia")
    assert await office.states() == []
    assert "thôi tham gia" in an.last.text
    await office.says(an, "/trogiup")
    assert "chưa thuộc Tổ công tác nào" in an.last.text


async def test_a_member_leaves_but_the_only_secretary_cannot(office: Office) -> None:
    """Leaving asks first and tells the secretary; the last secretary is asked to hand over."""
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    await office.says(an, "/roi")
    await office.taps(an, "Rời Tổ công tác")
    assert await office.states() == []
    assert "An (Sở Y tế) đã rời" in office.secretary.last.text
    await office.says(office.secretary, "/roi")
    await office.taps(office.secretary, "Rời Tổ công tác")
    assert "thư ký duy nhất" in office.secretary.last.text


async def test_a_secretary_of_two_says_which_task_force_once(office: Office) -> None:
    """The question comes when it matters, and is remembered."""
    other = await new_body(office.stage, "nam-dong")
    office.secretary.start(await office.link(Role.SECRETARY, body=other))
    await office.stage.settle()
    await office.says(office.secretary, "/moi")
    assert "Tổ công tác nào" in office.secretary.last.text
    [first, *_] = [row[0] for row in office.secretary.last.buttons]
    await office.taps(office.secretary, first)
    assert f"Mời tham gia {first}" in office.secretary.last.text
    await office.says(office.secretary, "/moi")
    assert f"Mời tham gia {first}" in office.secretary.last.text


# One's own


async def test_own_data_is_seen_exported_and_corrected(office: Office) -> None:
    """Everything that is kept is in the file; name and number can be put right."""
    an = await office.person(2, "An Béo")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    await office.says(an, "/dulieu")
    await office.taps(an, "Sửa họ tên")
    await office.says(an, "12345")
    assert "2 đến 80 chữ cái" in an.last.text
    await office.says(an, "Nguyễn Văn An")
    assert await office.states() == [("Nguyễn Văn An", "active")]
    await office.says(an, "/dulieu")
    await office.taps(an, "Tải dữ liệu")
    document = an.last.json["document"]
    kept = json.loads(office.stage.telegram.world.files.get(document["file_id"]).body)
    assert kept["person"]["phone"] == phone_of(2)
    assert kept["memberships"][0]["unit"] == "Sở Y tế"


async def test_erasing_forgets_the_person_and_keeps_the_answers(office: Office) -> None:
    """After the second tap nothing tells who it was; they can come back like anybody else."""
    unit = await office.unit("Sở Y tế")
    an = await office.person(2, "Nguyễn Văn An")
    await office.joins(an, await office.link(unit_id=unit))
    report = await _half_filled(office, unit)
    async with office.stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO answers (report_id, field, revision, value, by_person, at) VALUES (?, 'x', 1, '1', 2, '')",
            (report,),
        )
    await office.says(an, "/dulieu")
    await office.taps(an, "Rút đồng ý")
    assert len(await office.states()) == 1
    await office.taps(an, "Xóa dữ liệu của tôi")
    assert "Đã xóa" in an.last.text
    for sql in ("SELECT * FROM people", "SELECT * FROM memberships", "SELECT * FROM sessions"):
        everything = json.dumps(await office.rows(sql), ensure_ascii=False)
        assert "Nguyễn Văn An" not in everything
        assert phone_of(2) not in everything
    assert len(await office.rows("SELECT * FROM answers")) == 1
    assert "Nguyễn Văn An (Sở Y tế) đã rời" in office.secretary.last.text
    await office.joins(an, await office.link(unit_id=unit))
    assert await office.states() == [("Nguyễn Văn An", "active")]


async def test_home_tells_the_secretary_what_is_missing(office: Office) -> None:
    """A short checklist, ticked off as things come in."""
    await office.says(office.secretary, "/start")
    assert "☐ Nhập danh sách thành viên" in office.secretary.last.text
    assert "☐ Gắn kênh" in office.secretary.last.text
    await _sends(office, "ds.xlsx", _xlsx(GOOD))
    await office.taps(office.secretary, "Nhập danh sách")
    await office.says(office.secretary, "/trogiup")
    assert "☑ Nhập danh sách thành viên" in office.secretary.last.text


async def test_home_offers_the_report_that_is_owed(office: Office) -> None:
    """First comes what the member owes, with one button to begin, then what is half-way."""
    unit = await office.unit("Sở Y tế")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=unit))
    await _half_filled(office, unit)
    await office.says(an, "/trogiup")
    assert "Báo cáo tháng kết quả thực hiện Đề án 06, tháng 3/2022 – Sở Y tế" in an.last.text
    assert an.last.buttons[0] == ["Làm báo cáo · Sở Y tế"]


async def test_the_menu_follows_role_and_language(office: Office) -> None:
    """Telegram's menu shows each person what they can do, strangers what is for everybody."""
    await office.stage.app.tick()
    await office.stage.settle()
    an = await office.person(2, "An")
    an.start()
    await office.stage.settle()
    assert [command["command"] for command in an.menu] == ["trogiup", "caidat", "dulieu", "huy"]
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    assert [command["command"] for command in an.menu][:2] == ["baocao", "nhiemvu"]
    await office.says(an, "/caidat")
    await office.taps(an, "English")
    assert "Settings" in an.last.text
    assert [command["command"] for command in an.menu][:2] == ["report", "tasks"]
    assert "moi" in [command["command"] for command in office.secretary.menu]


async def test_whoever_writes_can_be_written_to(office: Office) -> None:
    """Somebody marked unreachable who speaks to the bot counts as reachable, and gets what waited."""
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=await office.unit("Sở Y tế")))
    async with office.stage.database.transaction() as tx:
        await people.mark_unreachable(tx, 2, "Forbidden: user is deactivated", office.stage.clock.now())
    await office.says(an, "/trogiup")
    [person] = await office.rows("SELECT unreachable_since FROM people WHERE telegram_id = 2")
    assert person["unreachable_since"] is None


async def test_one_conversation_is_offered_by_one_button(office: Office) -> None:
    """A report half-way is led back to by its own button; there is no second one for the same."""
    unit = await office.unit("Sở Y tế")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=unit))
    await _half_filled(office, unit)
    await office.says(an, "/trogiup")
    assert an.last.buttons == [["Làm báo cáo · Sở Y tế"]]
    assert "đang làm dở" not in an.last.text


# In several task forces


async def test_task_forces_of_one_short_name_are_told_apart(office: Office) -> None:
    """Somebody in two that call themselves the same gets their full names, wherever one of them is meant."""
    twin = await _twin(office)
    unit = await office.unit("Sở Y tế")
    an = await office.person(2, "An")
    await office.joins(an, await office.link(unit_id=unit))
    assert "Tổ công tác Đề án 06 Bắc Kạn" in an.last.text
    an.start(await twin.link(unit_id=await twin.unit("Sở Y tế")))
    await office.stage.settle()
    assert "Tổ công tác sinh đôi" in an.last.text
    await office.says(an, "/thanhvien")
    full = "Tổ công tác triển khai Đề án 06 tỉnh Bắc Kạn"
    assert [row[0] for row in an.last.buttons] == [full, "Tổ công tác sinh đôi"]
    await _half_filled(office, unit)
    await office.says(an, "/trogiup")
    assert an.last.buttons == [[f"Làm báo cáo · Sở Y tế · {full}"]]
    assert f"Sở Y tế ({full})" in an.last.text


async def _twin(office: Office) -> Office:
    """Another task force with the short name of the first."""
    text = preset_text("bac-kan").replace(
        'name = "Tổ công tác triển khai Đề án 06 tỉnh Bắc Kạn"', 'name = "Tổ công tác sinh đôi"', 1
    )
    async with office.stage.database.transaction() as tx:
        body = await task_forces.create(
            tx, key="twin", name="Tổ công tác sinh đôi", charter=text, locale="vi", now=office.stage.clock.now()
        )
    return Office(office.stage, body.id, office.secretary)


async def test_a_secretary_of_two_sees_at_home_which_button_is_whose(office: Office) -> None:
    """Checklist and buttons name the task force; the template, the same for both, is there once."""
    other = await new_body(office.stage, "nam-dong")
    office.secretary.start(await office.link(Role.SECRETARY, body=other))
    await office.stage.settle()
    await office.says(office.secretary, "/trogiup")
    assert office.secretary.last.buttons == [
        ["Mời thành viên · Tổ công tác Đề án 06 Bắc Kạn"],
        ["Mời thành viên · Tổ công tác Đề án 06 huyện"],
        ["Tải tệp mẫu"],
    ]
    assert "\nTổ công tác Đề án 06 huyện:\n☐" in office.secretary.last.text


# Forgetting


async def test_who_left_is_forgotten_after_ninety_days(office: Office) -> None:
    """What the consent promises: 90 days after the last place ended nothing tells who it was; others stay."""
    unit = await office.unit("Sở Y tế")
    an, binh = await office.person(2, "An"), await office.person(3, "Bình")
    for phone in (an, binh):
        await office.joins(phone, await office.link(unit_id=unit))
    await office.says(an, "/roi")
    await office.taps(an, "Rời Tổ công tác")
    left = office.stage.clock.now()
    for days, known in ((89, 1), (91, 0)):
        office.stage.clock.move_to(left + timedelta(days=days))
        await office.stage.app.tick()
        await office.stage.settle()
        assert len(await office.rows("SELECT * FROM people WHERE telegram_id = 2")) == known
    assert await office.rows("SELECT * FROM memberships WHERE full_name = 'An' OR phone = ?", phone_of(2)) == []
    assert len(await office.rows("SELECT * FROM people WHERE telegram_id IN (1, 3)")) == 2


async def test_an_observer_is_promised_no_reminders(office: Office) -> None:
    """Who only looks on is not told that they will be reminded of reports."""
    an = await office.person(2, "An")
    await office.joins(an, await office.link(Role.OBSERVER))
    assert "Chào mừng" in an.last.text
    assert "được nhắc" not in an.last.text
