"""The ladder of reminders as people live through it, on real charters and a moved clock."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.delivery import Delivery
from bot.demo.stage import Stage
from handlers.reminders import Snooze, SnoozeMenu
from handlers.sweeping import apart
from storage import overrides, task_forces
from taskforce.roles import Role
from tests.e2e.body import Body, at, live_until, said, tick_at, when

pytestmark = pytest.mark.e2e


async def test_who_owes_is_reminded_on_every_rung_and_never_else(stage: Stage) -> None:
    """March 2022 in Bắc Kạn: opening, two before, two on the day, two overdue; each at its charter's hour."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 31, 20))
    assert when(body.member("Sở Y tế"), "Báo cáo tháng") == [
        "07/03 08:30", "09/03 08:30", "11/03 08:30", "14/03 08:30", "14/03 15:00", "15/03 08:30", "16/03 08:30",
    ]  # fmt: skip


async def test_a_unit_that_has_reported_is_left_alone(stage: Stage) -> None:
    """After its report is in, nobody of the unit hears of it again; the others do."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 8, 9))
    await body.send("Sở Y tế", online_files=1)
    await live_until(stage, at(3, 17, 9))
    assert when(body.member("Sở Y tế"), "Báo cáo tháng") == ["07/03 08:30"]
    assert len(when(body.member("Sở Tư pháp"), "Báo cáo tháng")) == 7


async def test_a_reminder_says_all_that_is_needed(stage: Stage) -> None:
    """What is owed, by whom, until when, how long that is, by which article, and one button to begin."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 11, 9))
    assert body.member("Sở Tư pháp").last.text == (
        "Kính gửi đồng chí Cán bộ Sở Tư pháp,\n"
        "Đơn vị chưa gửi Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022).\n"
        "\n"
        "Đơn vị: Sở Tư pháp\n"
        "Hạn: hết thứ Hai, 14/3/2022 (còn 3 ngày)\n"
        "Căn cứ: Kế hoạch mục VI.1; Quy chế Điều 8 khoản 5"
    )
    assert body.member("Sở Tư pháp").last.buttons == [["Làm báo cáo"], ["Nhắc lại sau"]]


async def test_everybody_who_may_report_is_reminded_and_nobody_else(stage: Stage) -> None:
    """Members and helpers of the unit are; leaders, the secretary and people only on the roster are not."""
    body = await Body.found(stage)
    await body.add_person("Cán bộ giúp việc", Role.HELPER, "Sở Y tế")
    await body.add_person("Giám đốc Sở", Role.DEPUTY, "Sở Y tế")
    await body.add_person("Chưa tham gia", Role.MEMBER, "Sở Y tế", joined=False)
    await live_until(stage, at(3, 9, 9))
    assert len(when(body.phones["Cán bộ giúp việc"], "Sở Y tế")) == 2
    for name in ("Giám đốc Sở", "Tổ Trưởng", "Tổ Phó"):
        assert said(body.phones[name]) == []


async def test_two_units_of_one_person_make_one_reminder(stage: Stage) -> None:
    """Who answers for two units gets one message with a button for each."""
    body = await Body.found(stage, member_each=False)
    await body.add_person("Cán bộ chung", Role.MEMBER, "Sở Y tế")
    async with stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, state, created_at)"
            " VALUES (?, ?, ?, 'helper', 'Cán bộ chung', 'active', '2022-01-01T00:00:00Z')",
            (body.id, body.units["Sở Nội vụ"], body.people["Cán bộ chung"]),
        )
    await live_until(stage, at(3, 7, 9))
    phone = body.phones["Cán bộ chung"]
    assert when(phone, "Sở Y tế; Sở Nội vụ") == ["07/03 08:30"]
    assert phone.last.buttons == [["Làm báo cáo: Sở Y tế"], ["Làm báo cáo: Sở Nội vụ"], ["Nhắc lại sau"]]


async def test_after_an_outage_only_the_latest_rung_is_sent(stage: Stage) -> None:
    """Three days without a bot over two rungs end in one reminder, on coming back, and the ladder goes on."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 8, 20))
    await stage.stop_bot()
    stage.clock.move_to(at(3, 12))
    await stage.start_bot()
    await live_until(stage, at(3, 14, 9))
    assert when(body.member("Sở Y tế"), "Báo cáo tháng") == ["07/03 08:30", "14/03 07:00", "14/03 08:30"]


async def test_an_outage_over_the_deadline_does_not_bring_back_what_is_past(stage: Stage) -> None:
    """Back after the deadline, only the overdue reminder is sent, not those that spoke of a day to come."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 10, 9))
    await stage.stop_bot()
    stage.clock.move_to(at(3, 15, 10))
    await stage.start_bot()
    await tick_at(stage, at(3, 15, 10, 1))
    assert when(body.member("Sở Y tế"), "Đã quá hạn") == ["15/03 10:01"]
    assert when(body.member("Sở Y tế"), "hạn cuối") == []


async def test_ticking_again_and_again_sends_nothing_twice(stage: Stage) -> None:
    """Ten ticks in one minute are as one."""
    body = await Body.found(stage)
    for _ in range(10):
        await tick_at(stage, at(3, 9, 8, 30))
    for phone in body.phones.values():
        assert len(said(phone)) <= 1
    assert when(body.member("Sở Y tế"), "Báo cáo tháng") == ["09/03 08:30"]


async def test_a_restart_in_the_middle_of_a_run_loses_and_repeats_nothing(stage: Stage) -> None:
    """The bot dies when the first reminders are out; on coming back the others follow, each written down once.

    Telegram knows no idempotency key: only what was in flight when the bot died may come twice.
    """
    body = await Body.found(stage, unit_names=[f"Đơn vị {number:02}" for number in range(1, 41)])
    stage.clock.move_to(at(3, 9, 8, 30))
    await stage.app.tick()
    while not any(said(phone) for phone in body.phones.values()):
        stage.clock.wake_next(within=1.0)
        await asyncio.sleep(0.001)
    await stage.stop_bot()
    received = [len(said(body.member(unit))) for unit in body.units]
    assert sum(received) < 40
    await stage.start_bot()
    await tick_at(stage, at(3, 9, 9))
    received = [len(when(body.member(unit), "Báo cáo tháng")) for unit in body.units]
    assert min(received) == 1
    assert sum(received) <= 40 + Delivery.IN_FLIGHT
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM outbox WHERE dedupe_key LIKE 'remind:%'") == 40


async def test_nothing_is_said_at_night_or_on_a_day_off(stage: Stage) -> None:
    """A bot that comes back on Saturday night waits until Monday morning."""
    body = await Body.found(stage)
    await tick_at(stage, at(3, 5, 22))
    await tick_at(stage, at(3, 6, 9))
    assert said(body.member("Sở Y tế")) == []
    await tick_at(stage, at(3, 7, 6, 59))
    assert said(body.member("Sở Y tế")) == []
    await tick_at(stage, at(3, 7, 8, 30))
    assert when(body.member("Sở Y tế"), "đề nghị gửi") == ["07/03 08:30"]


async def test_tet_moves_the_reminders_and_never_the_deadline(tmp_path: Path) -> None:
    """February 2024 in Bắc Kạn: Tết from the 8th to the 14th; all rungs come before it, the 14th stays the deadline."""
    async with Stage.open(tmp_path / "tet.sqlite3", at(1, 31, 9, year=2024)) as stage:
        body = await Body.found(stage)
        await live_until(stage, at(2, 16, 20, year=2024))
        found = when(body.member("Sở Y tế"), "Báo cáo tháng")
        assert [moment for moment in found if "08/02" <= moment < "15/02"] == []
        assert found == ["05/02 08:30", "06/02 08:30", "07/02 08:30", "07/02 15:00", "15/02 08:30", "16/02 08:30"]
        first = next(m.text for m in body.member("Sở Y tế").messages if m.outgoing)
        assert "Nên nộp: thứ Tư, 7/2/2024 (ngày làm việc cuối trước hạn)" in first
        assert "Hạn: hết thứ Tư, 14/2/2024" in first


async def test_who_puts_it_off_is_reminded_once_at_the_chosen_hour(stage: Stage) -> None:
    """The hour is chosen by tapping; the rungs before it are skipped for this person, those after it are not."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 14, 8, 30))
    phone = body.member("Sở Y tế")
    phone.tap("Nhắc lại sau")
    await stage.settle()
    assert phone.last.buttons == [["10h hôm nay"], ["14h hôm nay"], ["Quay lại"]]
    phone.tap("14h hôm nay")
    await stage.settle()
    assert "Bot sẽ nhắc đồng chí lúc" in phone.last.text
    await live_until(stage, at(3, 14, 18))
    assert when(phone, "Theo giờ đồng chí đã chọn") == ["14/03 14:00"]
    assert when(phone, "hạn cuối")[-1] == "14/03 15:00"


async def test_hours_to_choose_are_working_hours_before_the_deadline(stage: Stage) -> None:
    """On Friday afternoon before a Monday deadline: today 17h, Monday 8h30 and 14h; on the day itself not tomorrow."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 11, 15))
    phone = body.member("Sở Y tế")
    phone.tap("Nhắc lại sau")
    await stage.settle()
    assert phone.last.buttons == [
        ["17h hôm nay"], ["8h30 thứ Hai 14/3"], ["14h thứ Hai 14/3"], ["Quay lại"],
    ]  # fmt: skip
    phone.tap("Quay lại")
    await stage.settle()
    assert phone.last.buttons == [["Làm báo cáo"], ["Nhắc lại sau"]]
    await live_until(stage, at(3, 14, 18))
    phone.tap("Nhắc lại sau")
    await stage.settle()
    assert phone.alerts[-1] == "Không còn giờ nhắc nào phù hợp trước hạn."


async def test_a_report_sent_meanwhile_makes_the_chosen_hour_silent(stage: Stage) -> None:
    """Nobody is reminded at the chosen hour of what is already in."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 9, 8, 30))
    phone = body.member("Sở Y tế")
    phone.tap("Nhắc lại sau")
    await stage.settle()
    phone.tap("14h hôm nay")
    await stage.settle()
    await body.send("Sở Y tế", online_files=1)
    await live_until(stage, at(3, 9, 15))
    assert when(phone, "Theo giờ đồng chí đã chọn") == []
    phone.tap("Nhắc lại sau")
    await stage.settle()
    assert "không cần nhắc nữa" in phone.alerts[-1]


async def test_a_forged_hour_or_a_stranger_changes_nothing(stage: Stage) -> None:
    """An hour in the night, and a tap by somebody who owes nothing, are refused."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 9, 8, 30))
    period = (await body.period()).id
    phone = body.member("Sở Y tế")
    phone.tap_data(phone.last, Snooze(period, int(at(3, 10, 2).timestamp()) // 60).pack())
    phone.tap_data(phone.last, Snooze(period, 10**12).pack())
    phone.tap_data(phone.last, SnoozeMenu(period + 99).pack())
    body.secretary.tap_data(body.secretary.last, Snooze(period, int(at(3, 10, 14).timestamp()) // 60).pack())
    await stage.settle()
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM snoozes") == 0
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0


async def test_a_bot_started_in_mid_month_takes_up_where_the_month_is(tmp_path: Path) -> None:
    """The open period is taken up at once with the rung that fits; a month that was over is not dug up."""
    async with Stage.open(tmp_path / "late.sqlite3", at(3, 10, 9)) as stage:
        body = await Body.found(stage)
        await tick_at(stage, at(3, 10, 9, 1))
        assert said(body.member("Sở Y tế")) != []
        async with stage.database.read() as tx:
            assert [row["period"] for row in await tx.all("SELECT period FROM report_periods")] == ["2022-03"]


async def test_a_bot_started_after_the_deadline_waits_for_the_next_month(tmp_path: Path) -> None:
    """What was due before the bot came is none of its business."""
    async with Stage.open(tmp_path / "late.sqlite3", at(3, 20, 9)) as stage:
        body = await Body.found(stage)
        await live_until(stage, at(4, 5, 9))
        async with stage.database.read() as tx:
            assert [row["period"] for row in await tx.all("SELECT period FROM report_periods")] == ["2022-04"]
        assert said(body.deputy) == []


async def test_a_unit_added_later_joins_the_open_period(stage: Stage) -> None:
    """It owes the report from the next tick on and is reminded with the others."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 8, 9))
    await body.add_unit("Cục Thuế tỉnh")
    await body.add_person("Cán bộ Cục Thuế tỉnh", Role.MEMBER, "Cục Thuế tỉnh")
    await live_until(stage, at(3, 9, 9))
    assert when(body.member("Cục Thuế tỉnh"), "Cục Thuế tỉnh") == ["09/03 08:30"]


async def test_a_period_closes_when_the_next_one_opens(stage: Stage) -> None:
    """March is closed in April, its summary being out; only April is reminded of then."""
    body = await Body.found(stage)
    await live_until(stage, at(4, 6, 9))
    assert (await body.period("2022-03")).closed_at is not None
    assert (await body.period("2022-04")).closed_at is None


async def test_a_day_off_declared_late_moves_the_rungs(stage: Stage) -> None:
    """When the 14th is declared off on the 10th, the last reminders come by the 11th, and the deadline stays."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 10, 9))
    async with stage.database.transaction() as tx:
        await overrides.declare(tx, body.id, at(3, 14).date(), working=False, by=1, now=stage.clock.now())
    await live_until(stage, at(3, 15, 20))
    period = await body.period()
    assert period.target_at == at(3, 11, 23, 59).replace(second=59)
    assert period.due_at == at(3, 14, 23, 59).replace(second=59)
    found = when(body.member("Sở Y tế"), "Báo cáo tháng")
    # The rung of one working day before has become the 10th at 8:30: it is sent at once.
    assert found == ["07/03 08:30", "09/03 08:30", "10/03 14:00", "11/03 08:30", "11/03 15:00", "15/03 08:30"]
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE action = 'period.replan'") == 1


async def test_an_escalation_names_the_missing_and_whom_to_call(stage: Stage) -> None:
    """The standing deputy gets the list once, with the telephone of units nobody can be written to."""
    body = await Body.found(stage)
    await body.add_unit("Cục Thuế tỉnh")
    await body.add_person("Hà Văn Vắng", Role.MEMBER, "Cục Thuế tỉnh", joined=False)
    body.member("Sở Y tế").block()
    await live_until(stage, at(3, 8, 9))
    for unit in ("Văn phòng UBND tỉnh", "Công an tỉnh", "Sở Tư pháp", "Sở Nội vụ"):
        await body.send(unit, online_files=1)
    await live_until(stage, at(3, 17, 9))
    assert when(body.deputy, "chưa gửi") == ["15/03 08:30"]
    text = body.deputy.last.text
    assert "3/7 đơn vị chưa gửi Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022), đã chậm 1 ngày." in text
    assert "• Sở Y tế\n   bot không liên lạc được: Cán bộ Sở Y tế 0910 000 00" in text
    assert "• Cục Thuế tỉnh\n   chưa có ai tham gia bot: Hà Văn Vắng 0910 000 01" in text
    assert "• Sở Tài chính\n" in text
    assert text.endswith("Căn cứ: Quy chế Điều 4 khoản 2; Điều 10 khoản 2")
    assert when(body.secretary, "Đã báo cáo Tổ Phó (Tổ phó Thường trực) danh sách 3 đơn vị") == ["15/03 08:30"]


async def test_nobody_is_told_of_missing_units_when_none_is_missing(stage: Stage) -> None:
    """The standing deputy hears nothing of a month in which everybody reported."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 8, 9))
    for unit in body.units:
        await body.send(unit, online_files=1)
    await live_until(stage, at(3, 17, 9))
    assert said(body.deputy) == []


async def test_the_secretary_gets_what_nobody_holds_the_role_for(stage: Stage) -> None:
    """Bắc Giang escalates to a deputy; where none has joined the list goes to the secretary, who is told why."""
    body = await Body.found(stage, "bac-giang")
    await live_until(stage, at(3, 22, 9))
    assert when(body.secretary, "Chưa có ai đăng ký với vai trò Phó Trưởng ban") == ["22/03 08:30"]


async def test_bac_giang_reports_by_quarter(stage: Stage) -> None:
    """The first quarter of 2022: the working days before the 20th, which the regulation does not fix."""
    body = await Body.found(stage, "bac-giang")
    await live_until(stage, at(3, 22, 20))
    phone = body.member("Sở Y tế")
    assert when(phone, "Báo cáo quý") == [
        "07/03 08:30", "15/03 08:30", "17/03 08:30", "18/03 08:30", "18/03 15:00", "21/03 08:30", "22/03 08:30",
    ]  # fmt: skip
    first = next(m.text for m in phone.messages if m.outgoing)
    assert "(quý I/2022)" in first
    assert "Đề nghị nộp: hết thứ Sáu, 18/3/2022 (còn 11 ngày)" in first


async def test_a_report_of_a_group_is_asked_of_the_group(stage: Stage) -> None:
    """Bắc Giang's secretariat reports by itself: only its people are reminded of that, only its unit owes it."""
    body = await Body.found(stage, "bac-giang")
    await body.add_person("Tổ viên", Role.HELPER, "Sở Nội vụ", group="secretariat")
    await live_until(stage, at(3, 25, 9))
    assert when(body.phones["Tổ viên"], "Báo cáo quý của Tổ Thư ký") == ["21/03 08:30", "25/03 08:30"]
    assert when(body.member("Sở Nội vụ"), "Báo cáo quý của Tổ Thư ký") == []
    assert when(body.member("Sở Y tế"), "Báo cáo quý của Tổ Thư ký") == []


async def test_nam_dong_has_two_linked_deadlines(stage: Stage) -> None:
    """In before the 15th, up before the 18th: secretary and leader are reminded the day before and on the day."""
    body = await Body.found(stage, "nam-dong")
    await live_until(stage, at(3, 18, 9))
    assert when(body.secretary, "Gửi báo cáo lên cấp trên") == ["16/03 08:30", "17/03 08:30"]
    assert when(body.leader, "Gửi báo cáo lên cấp trên") == ["16/03 08:30", "17/03 08:30"]
    assert "Nơi nhận: Ban Chỉ đạo Đề án 06 tỉnh; UBND tỉnh" in body.secretary.last.text
    assert "Hạn: hết thứ Năm, 17/3/2022 (hết hôm nay)" in body.secretary.last.text
    assert "Căn cứ: Điều 3; Điều 6 khoản 5" in body.secretary.last.text


async def test_what_went_up_is_not_reminded_of_again(stage: Stage) -> None:
    """One tap by the secretary ends it, and the leader sees who said so."""
    body = await Body.found(stage, "nam-dong")
    await live_until(stage, at(3, 16, 9))
    body.secretary.tap("Đã gửi lên cấp trên")
    body.leader.tap("Đã gửi lên cấp trên")
    await stage.settle()
    await live_until(stage, at(3, 18, 9))
    assert when(body.leader, "Gửi báo cáo lên cấp trên") == []
    assert "Người xác nhận: đồng chí Thư Ký, " in body.leader.messages[-1].text


async def test_a_member_cannot_say_that_it_went_up(stage: Stage) -> None:
    """The tap is refused on the server's side, whoever sends it."""
    from handlers.escalations import Forwarded

    body = await Body.found(stage, "nam-dong")
    await live_until(stage, at(3, 16, 9))
    phone = body.member("Sở Y tế")
    phone.tap_data(phone.last, Forwarded((await body.period()).id).pack())
    await stage.settle()
    assert phone.alerts[-1] == "Đồng chí không có quyền thực hiện việc này."
    assert "forwarded" not in await body.stages()


async def test_one_unreadable_charter_silences_no_other_task_force(stage: Stage) -> None:
    """A regulation that a newer version cannot read is left alone; everybody else is reminded."""
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        await task_forces.create(
            tx, key="broken", name="Hỏng", charter="[body]\nname = 1", locale="vi", now=stage.clock.now()
        )
    await live_until(stage, at(3, 7, 9))
    assert when(body.member("Sở Y tế"), "Báo cáo tháng") == ["07/03 08:30"]


async def test_who_blocked_the_bot_is_not_said_to_have_been_told(stage: Stage) -> None:
    """When the standing deputy cannot be reached, the secretary gets the list, not a word that it was passed on."""
    body = await Body.found(stage)
    body.deputy.block()
    await live_until(stage, at(3, 17, 9))
    assert when(body.secretary, "Đã báo cáo Tổ Phó") == []
    assert when(body.secretary, "đơn vị chưa gửi") == ["15/03 08:30"]


async def test_a_period_that_cannot_be_dealt_with_silences_no_other(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    """Everything fails for one task force; board, reminders, snoozes and summary of the other go out all the same."""
    broken, body = await Body.found(stage), await Body.found(stage, "nam-dong", number=1)
    await tick_at(stage, at(3, 1, 0, 1))
    async with stage.database.transaction() as tx:
        for table in ("period_stages", "summaries"):
            await tx.run(
                f"CREATE TRIGGER refuse_{table} BEFORE INSERT ON {table}"  # noqa: S608 - our own names
                f" WHEN NEW.period_id IN (SELECT id FROM report_periods WHERE task_force_id = {broken.id})"
                " BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        await tx.run(
            "CREATE TRIGGER refuse_units BEFORE INSERT ON reports WHEN NEW.unit_id = 1"
            " BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    await live_until(stage, at(4, 15, 9))
    secretary, member = body.secretary, body.member("Sở Y tế")
    assert when(member, "Báo cáo tháng")
    assert when(secretary, "Bảng theo dõi")
    assert when(secretary, "TỔNG HỢP")
    assert when(broken.secretary, "TỔNG HỢP") == []
    assert "The summary of period" in caplog.text
    assert "it is tried again at the next tick" in caplog.text


async def test_what_the_machine_does_to_the_database_is_not_passed_over(stage: Stage) -> None:
    """A part of a sweep that fails for want of disk stops the sweep; a mistake of ours undoes that part alone."""
    async with stage.app.turns.alone() as turn:
        async with apart(turn, "This"):
            await turn.tx.run("INSERT INTO facts (name, value) VALUES ('half', '1')")
            raise ValueError
        assert await turn.tx.value("SELECT count(*) FROM facts WHERE name = 'half'") == 0
        with pytest.raises(sqlite3.OperationalError):
            async with apart(turn, "That"):
                raise sqlite3.OperationalError("database or disk is full")
