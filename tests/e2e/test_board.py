"""The live board, the one-tap nudge, /tinhhinh, and the calendar that the secretary may correct."""

import pytest

from bot.demo.stage import Stage
from handlers.boards import ListUnits, NudgeAll, NudgeUnit, ShowBoard, ShowUnit
from handlers.calendar import DeclareDay
from taskforce.roles import Role
from taskforce.vietnamese import show_phone
from tests.e2e.body import Body, at, live_until, said, tick_at, when

pytestmark = pytest.mark.e2e


async def test_the_board_is_put_before_the_secretary_and_edits_itself(stage: Stage) -> None:
    """One card, sent when the month begins; opening and sending change it where it stands, and nobody is rung."""
    body = await Body.found(stage)
    body.member("Sở Nội vụ").block()
    await live_until(stage, at(3, 7, 9))
    assert body.secretary.last.text.startswith("Bảng theo dõi: Báo cáo tháng")
    card = body.secretary.last
    await body.open_report("Sở Y tế")
    await live_until(stage, at(3, 8, 9))
    await body.send("Sở Tư pháp", online_files=1)
    await live_until(stage, at(3, 14, 23))
    await tick_at(stage, at(3, 15, 7))
    await body.send("Sở Tài chính", online_files=1)
    assert card.text == (
        "Bảng theo dõi: Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022)\n"
        "Tổ công tác Đề án 06 Bắc Kạn\n"
        "\n"
        "Đã gửi 2/6 đơn vị, trong đó 1 muộn.\n"
        "Hạn: hết thứ Hai, 14/3/2022 – đã quá hạn\n"
        "\n"
        "Không liên lạc được (1)\n"
        f"⚠️ Sở Nội vụ – đã chặn bot: Cán bộ Sở Nội vụ {show_phone(body.member('Sở Nội vụ').user.phone)}\n"
        "\n"
        "Chưa mở (2)\n"
        "▫️ Văn phòng UBND tỉnh\n"
        "▫️ Công an tỉnh\n"
        "\n"
        "Đang làm (1)\n"
        "✏️ Sở Y tế\n"
        "\n"
        "Đã gửi (2)\n"
        "✅ Sở Tư pháp – 9h 8/3\n"
        "✅ Sở Tài chính – 7h 15/3 – muộn 1 ngày"
    )
    assert card.buttons == [["Nhắc tất cả chưa gửi (4)"], ["Từng đơn vị", "Tài liệu"]]
    assert len([m for m in body.secretary.messages if m.text.startswith("Bảng theo dõi")]) == 1


async def test_only_what_changes_is_edited(stage: Stage) -> None:
    """A refresh that would show the same sends nothing to Telegram."""
    from handlers import boards

    body = await Body.found(stage)
    await live_until(stage, at(3, 7, 9))
    period = await body.period()
    async with stage.app.turns.alone() as turn:
        await boards.refresh(turn, period.id)
        assert turn.spoke is False
    await body.open_report("Sở Y tế")
    assert sum(event.kind == "edited" for event in body.secretary.history) == 1


async def test_a_deputy_sees_the_board_without_telephone_numbers_and_cannot_nudge(stage: Stage) -> None:
    """/bang for a leader: the same board, no numbers, no nudge; it follows too."""
    body = await Body.found(stage)
    body.member("Sở Nội vụ").block()
    await live_until(stage, at(3, 7, 9))
    body.deputy.say("/bang")
    await stage.settle()
    card = body.deputy.last
    assert "⚠️ Sở Nội vụ – đã chặn bot: Cán bộ Sở Nội vụ\n" in card.text
    assert "+84" not in card.text
    assert "091" not in card.text
    assert card.buttons == [["Từng đơn vị"]]
    await body.send("Sở Y tế", online_files=1)
    assert "Đã gửi 1/6 đơn vị" in card.text


async def test_a_nudge_reaches_who_owes_and_says_to_how_many(stage: Stage) -> None:
    """One tap; those who have reported or blocked the bot are not counted; within the hour nothing comes twice."""
    body = await Body.found(stage)
    body.member("Sở Nội vụ").block()
    await live_until(stage, at(3, 8, 9))
    await body.send("Sở Y tế", online_files=1)
    body.secretary.tap("Nhắc tất cả chưa gửi")
    await stage.settle()
    assert body.secretary.alerts[-1] == "Đã nhắc 4 đồng chí của 4 đơn vị."
    assert when(body.member("Sở Tư pháp"), "Thư ký đề nghị đồng chí sớm gửi") == ["08/03 09:00"]
    assert when(body.member("Sở Y tế"), "Thư ký đề nghị") == []
    body.secretary.tap("Nhắc tất cả chưa gửi")
    await stage.settle()
    assert "đã nhắc rồi" in body.secretary.alerts[-1]
    assert len(when(body.member("Sở Tư pháp"), "Thư ký đề nghị")) == 1
    await live_until(stage, at(3, 8, 10, 1))
    body.secretary.tap("Nhắc tất cả chưa gửi")
    await stage.settle()
    assert len(when(body.member("Sở Tư pháp"), "Thư ký đề nghị")) == 2


async def test_one_unit_is_looked_at_and_nudged(stage: Stage) -> None:
    """The unit's card shows its people with their numbers; its nudge goes to them alone."""
    body = await Body.found(stage)
    await body.add_person("Lê Thị Danh Sách", Role.MEMBER, "Sở Y tế", joined=False)
    await live_until(stage, at(3, 8, 9))
    body.secretary.tap("Từng đơn vị")
    await stage.settle()
    assert body.secretary.last.buttons[0] == ["▫️ Văn phòng UBND tỉnh", "▫️ Công an tỉnh"]
    body.secretary.tap("Sở Y tế")
    await stage.settle()
    number = show_phone(body.member("Sở Y tế").user.phone)
    assert body.secretary.last.text.startswith(
        "Sở Y tế\nBáo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022): chưa mở"
    )
    assert f"• Cán bộ Sở Y tế – {number}\n• Lê Thị Danh Sách – 091" in body.secretary.last.text
    assert body.secretary.last.buttons == [["Nhắc", "Nhập hộ"], ["Từng đơn vị"]]
    body.secretary.tap("Nhắc", body.secretary.last)
    await stage.settle()
    assert body.secretary.alerts[-1] == "Đã nhắc 1 đồng chí của 1 đơn vị."
    assert when(body.member("Sở Tư pháp"), "Thư ký đề nghị") == []
    await body.send("Sở Y tế", online_files=1)
    body.secretary.tap("Từng đơn vị", body.secretary.last)
    await stage.settle()
    body.secretary.tap("✅ Sở Y tế")
    await stage.settle()
    assert body.secretary.last.buttons == [["Xem", "Nhập hộ"], ["Từng đơn vị"]]


async def test_hundreds_of_units_fit_on_a_phone(stage: Stage) -> None:
    """Three hundred units: one message, cut with a count of the rest; all of them by turning pages."""
    body = await Body.found(
        stage, unit_names=[f"Ủy ban nhân dân xã số {n:03}" for n in range(1, 301)], member_each=False
    )
    await tick_at(stage, at(3, 7, 8, 30))
    boards = [m for m in body.secretary.messages if m.outgoing]
    assert len(boards) == 1
    assert "Không liên lạc được (300)" in boards[0].text
    assert "… và 234 đơn vị khác" in boards[0].text
    body.secretary.tap("Từng đơn vị")
    await stage.settle()
    assert "(trang 1/19)" in body.secretary.last.text
    body.secretary.tap("Trang sau")
    await stage.settle()
    assert "(trang 2/19)" in body.secretary.last.text
    assert sum(len(row) for row in body.secretary.last.buttons) == 18


async def test_nobody_reaches_the_board_by_forged_taps(stage: Stage) -> None:
    """A member, and a stranger to the task force, get a refusal and nothing else."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 9, 9))
    period, report = (await body.period()).id, await body.report_id("Sở Tư pháp")
    phone = body.member("Sở Y tế")
    before = len(phone.messages)
    for tap in (ShowBoard(period), NudgeAll(period), ListUnits(period, 0), ShowUnit(report), NudgeUnit(report)):
        phone.tap_data(phone.last, tap.pack())
    await stage.settle()
    assert phone.alerts == ["Đồng chí không có quyền thực hiện việc này."] * 5
    assert len(phone.messages) == before
    for tap in (ShowBoard(period + 5), ShowUnit(report + 500), NudgeAll(-1)):
        body.secretary.tap_data(body.secretary.last, tap.pack())
    await stage.settle()
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0


async def test_another_task_force_stays_hidden(stage: Stage) -> None:
    """The secretary of one task force cannot touch the period of another in the same database."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 9, 9))
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET task_force_id = ?  WHERE role = 'leader'", (await _other(tx, stage),))
    body.leader.say("/bang")
    await stage.settle()
    body.leader.say("/trogiup")
    await stage.settle()
    assert "Sở Y tế" not in body.leader.screen()


async def _other(tx: object, stage: Stage) -> int:
    from storage import task_forces
    from taskforce.charter.loader import files

    text = files("taskforce").joinpath("charters", "quang-nam.toml").read_text(encoding="utf-8")
    made = await task_forces.create(tx, key="qn", name="QN", charter=text, locale="vi", now=stage.clock.now())
    return made.id


async def test_a_leader_asks_how_things_stand(stage: Stage) -> None:
    """/tinhhinh: units in and missing, time left, figures so far; short enough to read while walking."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 10, 9))
    await body.send("Sở Y tế", online_files=1200, electronic_share="87.5")
    await body.send("Sở Tư pháp", online_files=300, electronic_share="60")
    body.leader.say("/tinhhinh")
    await stage.settle()
    assert body.leader.last.text == (
        "Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022)\n"
        "Tổ công tác Đề án 06 Bắc Kạn, tính đến 9h thứ Năm, 10/3/2022\n"
        "\n"
        "Đã gửi 2/6 đơn vị.\n"
        "Hạn: hết thứ Hai, 14/3/2022 (còn 4 ngày)\n"
        "Chưa gửi: Văn phòng UBND tỉnh; Công an tỉnh; Sở Tài chính; Sở Nội vụ.\n"
        "\n"
        "Số liệu đến nay\n"
        "• Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 1.500 hồ sơ (2 đơn vị)\n"
        "• Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng: 73,75% (2 đơn vị)"
    )
    assert body.leader.last.buttons == [["Mở bảng theo dõi"]]


async def test_an_observer_asks_how_things_stand(stage: Stage) -> None:
    """Who may read the summary may ask for it; without the board's button, which would be refused."""
    body = await Body.found(stage)
    await body.add_person("Quan Sát", Role.OBSERVER, None)
    await live_until(stage, at(3, 10, 9))
    phone = body.phones["Quan Sát"]
    phone.say("/tinhhinh")
    await stage.settle()
    assert "Đã gửi 0/6 đơn vị." in phone.last.text
    assert phone.last.buttons == []


async def test_a_board_asked_for_again_leaves_one_line_where_it_was(stage: Stage) -> None:
    """/bang puts the board at the end of the chat: the old card says so, without buttons; only the new one follows."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 7, 9))
    old = body.secretary.last
    body.secretary.say("/bang")
    await stage.settle()
    assert old.text == "⬇ Bảng theo dõi được hiển thị tiếp ở bên dưới."
    assert old.buttons == []
    await body.send("Sở Y tế", online_files=1)
    assert "Đã gửi 1/6 đơn vị" in body.secretary.last.text
    assert old.text.startswith("⬇")


async def test_between_periods_the_next_one_is_named(stage: Stage) -> None:
    """Before anything is open /tinhhinh and /bang say what comes next."""
    body = await Body.found(stage)
    for command in ("/tinhhinh", "/board"):
        body.leader.say(command)
        await stage.settle()
        assert body.leader.last.text == (
            "Tổ công tác Đề án 06 Bắc Kạn: hiện không có kỳ báo cáo nào đang mở.\n"
            "Kỳ tới: Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022), mở thứ Bảy, 5/3/2022."
        )


async def test_a_member_sees_only_their_own_unit(stage: Stage) -> None:
    """/tinhhinh for a member: the own unit's state, and the button to go on while it owes."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 10, 9))
    phone = body.member("Sở Y tế")
    phone.say("/tinhhinh")
    await stage.settle()
    assert "Sở Y tế: chưa làm" in phone.last.text
    assert "Sở Tư pháp" not in phone.last.text
    assert phone.last.buttons == [["Làm báo cáo"]]
    await body.send("Sở Y tế", online_files=1)
    phone.say("/tinhhinh")
    await stage.settle()
    assert "Sở Y tế: đã gửi 9h thứ Năm, 10/3/2022" in phone.last.text
    assert phone.last.buttons == []


async def test_who_belongs_nowhere_sees_nothing(stage: Stage) -> None:
    """Strangers get one sentence from every command of this feature."""
    await Body.found(stage)
    stranger = await stage.person(777, "Người Lạ", "+84900000777")
    stranger.start()
    await stage.settle()
    for command in ("/tinhhinh", "/bang", "/kenh", "/lich"):
        stranger.say(command)
        await stage.settle()
        assert stranger.last.text.startswith("Đồng chí chưa có quyền xem nội dung này.")


async def test_the_secretary_declares_a_day_off_after_seeing_what_shifts(stage: Stage) -> None:
    """/lich: type the day, see what moves, confirm; deadlines do not move and the members hear at the new hours."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 8, 9))
    body.secretary.say("/lich")
    await stage.settle()
    body.secretary.tap("Khai ngày nghỉ")
    await stage.settle()
    body.secretary.say("hôm kia")
    await stage.settle()
    assert "Chưa đọc được ngày “hôm kia”." in body.secretary.last.text
    body.secretary.say("14/3")
    await stage.settle()
    assert body.secretary.last.text == (
        "thứ Hai, 14/3/2022: nghỉ\n"
        "Sẽ thay đổi (hạn nộp giữ nguyên):\n"
        "• Ngày nên nộp, tháng 3/2022: thứ Hai, 14/3/2022 → thứ Sáu, 11/3/2022\n"
        "• Nhắc, tháng 3/2022: 8h30 thứ Tư, 9/3/2022 → 8h30 thứ Ba, 8/3/2022\n"
        "• Nhắc, tháng 3/2022: 8h30 thứ Sáu, 11/3/2022 → 8h30 thứ Năm, 10/3/2022\n"
        "• Nhắc, tháng 3/2022: 8h30 thứ Hai, 14/3/2022 → 8h30 thứ Sáu, 11/3/2022\n"
        "• Nhắc, tháng 3/2022: 15h thứ Hai, 14/3/2022 → 15h thứ Sáu, 11/3/2022"
    )
    body.secretary.tap("Xác nhận")
    await stage.settle()
    assert "Lịch nhắc của Tổ công tác Đề án 06 Bắc Kạn đã được tính lại." in body.secretary.last.text
    assert (await body.period()).target_at == at(3, 11, 23, 59).replace(second=59)
    await live_until(stage, at(3, 14, 20))
    assert when(body.member("Sở Y tế"), "Báo cáo tháng")[-1] == "11/03 15:00"
    body.secretary.say("/lich")
    await stage.settle()
    assert "• thứ Hai, 14/3/2022: nghỉ" in body.secretary.last.text
    body.secretary.tap("Bỏ khai 14/3/2022")
    await stage.settle()
    body.secretary.tap("Xác nhận")
    await stage.settle()
    assert (await body.period()).target_at == at(3, 14, 23, 59).replace(second=59)


async def test_only_a_secretary_declares_days(stage: Stage) -> None:
    """A member's forged tap is refused; the past cannot be declared by anybody."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 9, 9))
    phone = body.member("Sở Y tế")
    phone.tap_data(phone.last, DeclareDay(body.id, at(3, 14).date().toordinal(), 0).pack())
    body.secretary.tap_data(body.secretary.last, DeclareDay(body.id, at(3, 1).date().toordinal(), 0).pack())
    body.secretary.tap_data(body.secretary.last, DeclareDay(body.id, 10**9, 7).pack())
    await stage.settle()
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM calendar_overrides") == 0
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0
    assert said(phone)


async def test_the_reminder_leads_into_the_report_and_the_board_sees_it(stage: Stage) -> None:
    """One tap on the reminder begins the report; the secretary's board says so at once."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 9, 9))
    body.member("Sở Y tế").tap("Làm báo cáo")
    await stage.settle()
    board = next(m for m in body.secretary.messages if m.text.startswith("Bảng theo dõi"))
    assert "Đang làm (1)\n✏️ Sở Y tế" in board.text


async def test_a_board_nobody_can_be_shown_waits_for_its_reader(stage: Stage) -> None:
    """While the secretary has blocked the bot nothing piles up; on coming back one change brings all of it."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 7, 9))
    body.secretary.block()
    await stage.settle()
    for unit in ("Sở Y tế", "Sở Tư pháp", "Sở Nội vụ"):
        await body.send(unit, online_files=1)
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM outbox WHERE state = 'parked'") == 0
    body.secretary.unblock()
    await stage.settle()
    await body.send("Công an tỉnh", online_files=1)
    assert "Đã gửi 4/6 đơn vị" in next(m for m in body.secretary.messages if m.text.startswith("Bảng")).text
