"""The notice of a meeting's conclusions: signed, sent, received, corrected; the tasks it gives; its deadline."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Room
from handlers.meetings.conclude import followup
from handlers.meetings.conclude.conclusion_taps import (
    AnswerNotice,
    GetNotice,
    PrepareNotice,
    SeeConclusions,
    SeeReceipts,
)
from handlers.meetings.taps import Conclude
from messages.contexts.conclusions import FollowUpLine
from storage import meetings, memberships, tasks, units
from storage.database import to_text
from taskforce.plan import check_plan
from taskforce.report_form import tasks_from_json
from taskforce.roles import Role
from taskforce.sheets import read_rows
from tests.e2e.after_meeting import (
    PASTED,
    announced,
    buttons,
    conclude,
    does,
    held,
    letters,
    offer,
    rows,
    send_notice,
    texts,
)
from tests.e2e.body import Body, at, tick_at, when
from tests.e2e.gathering import membership_of
from tests.e2e.test_summary import bound_channel

pytestmark = pytest.mark.e2e


async def lives_by(body: Body, after: str) -> None:
    """The charter's extraordinary meetings have these clocks from now on."""
    async with body.stage.database.transaction() as tx:
        await tx.run(
            "UPDATE task_forces SET charter = replace(charter, 'key = \"ad-hoc\"', ?) WHERE id = ?",
            (f'key = "ad-hoc"\nafter = {after}', body.id),
        )


async def leaves(body: Body, name: str) -> None:
    """Somebody is no member any more."""
    async with body.stage.database.transaction() as tx:
        place = await tx.value("SELECT id FROM memberships WHERE full_name = ?", (name,))
        await memberships.end(tx, place, "left", body.stage.clock.now())


# Before it goes out


async def test_it_reaches_everybody_and_makes_tasks(stage: Stage) -> None:
    """Own conclusions first, a document, one tap to say that it was received; the ledger follows by itself."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary, justice = body.secretary, body.member("Sở Tư pháp")
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách", "Thông báo kết luận")
    assert "Người ký: Tổ Trưởng (Tổ trưởng)" in secretary.last.text
    assert "3 kết luận, 2 thành nhiệm vụ" in secretary.last.text
    await does(body, secretary, "Gửi thông báo", "Gửi tới 8 đồng chí")
    assert texts(justice).index("1. Giao Sở Tư pháp") < texts(justice).index("2. Công an tỉnh")
    assert "Việc của đơn vị đồng chí" in texts(justice)
    assert "Việc của đơn vị đồng chí" not in texts(body.member("Sở Nội vụ"))
    assert "cấp bản sao hộ tịch" in letters(justice)[-1]
    assert (await rows(body, "SELECT state FROM meetings"))[0]["state"] == "held"
    found = await rows(body, "SELECT code, due_to, source FROM tasks ORDER BY code")
    assert [(row["code"], row["due_to"], row["source"]) for row in found] == [
        (f"KL{meeting.id}.1", "2022-04-29", "meeting"),
        (f"KL{meeting.id}.2", "2022-04-20", "meeting"),
    ]
    await does(body, justice, "Đã nhận", "Nhiệm vụ của đơn vị")
    assert f"KL{meeting.id}.1" in texts(justice)
    assert "Đồng chí đã xác nhận nhận được" in texts(justice)
    assert "Đã nhận thông báo kết luận: 1/8" in secretary.last.text
    await does(body, justice, f"KL{meeting.id}.1", "Xem thông báo kết luận")
    assert justice.last.text.startswith("📄 Thông báo kết luận")


async def test_the_draft_is_a_letter_that_a_deputy_signs_for_the_head(stage: Stage) -> None:
    """KT. and the deputy's own title; a draft says so; what was sent does not."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary = body.secretary
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách", "Thông báo kết luận", "Đổi người ký", "Tổ Phó", "Xem dự thảo")
    draft = letters(secretary)[-1]
    for words in ("DỰ THẢO", "KT. TỔ TRƯỞNG", "TỔ PHÓ THƯỜNG TRỰC", "Tổ Phó", "Sở Tư pháp", "Quy chế hoạt động"):
        assert words in draft
    await does(body, secretary, "Gửi thông báo", "Gửi tới")
    assert "DỰ THẢO" not in letters(body.leader)[-1]
    assert "KT. TỔ TRƯỞNG" in letters(body.leader)[-1]


async def test_it_waits_for_somebody_to_sign_and_for_units_that_exist(stage: Stage) -> None:
    """The head has left and a unit was dissolved meanwhile: both are named, and nothing goes out before."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary = body.secretary
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách")
    await leaves(body, "Tổ Trưởng")
    async with stage.database.transaction() as tx:
        await units.end(tx, body.units["Sở Y tế"], stage.clock.now())
    await does(body, secretary, "Thông báo kết luận")
    assert "Người ký: chưa chọn" in secretary.last.text
    assert "Kết luận 1 giao cho đơn vị không còn hoạt động" in secretary.last.text
    assert "Gửi thông báo kết luận" not in buttons(secretary)
    revision = (await rows(body, "SELECT revision FROM conclusion_notices"))[0]["revision"]
    await offer(body, secretary, PrepareNotice(meeting.id, revision, "go", 0))
    assert await rows(body, "SELECT * FROM conclusion_receipts") == []
    await does(body, secretary, "Chọn người ký", "Tổ Phó", "Danh sách", "✏️ 1", "Phối hợp", "✓ Sở Y tế")
    await does(body, secretary, "Không có đơn vị phối hợp", "Danh sách")
    await send_notice(body, secretary)
    assert len(await rows(body, "SELECT * FROM conclusion_receipts")) == 7


async def test_what_changed_since_the_card_was_shown_is_read_before_sending(stage: Stage) -> None:
    """A colleague corrects a conclusion while the secretary is about to send: the tap only shows the new state."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary, leader = body.secretary, body.leader
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách", "Thông báo kết luận", "Gửi thông báo")
    await conclude(body, leader, meeting, "Sở Nội vụ chủ trì tập huấn, xong trước 30/4.")
    await does(body, secretary, "Gửi tới")
    assert "vừa được đồng chí khác sửa" in secretary.alerts[-1]
    assert await rows(body, "SELECT * FROM conclusion_receipts") == []
    assert "4 kết luận" in secretary.last.text
    await does(body, secretary, "Gửi thông báo", "Gửi tới")
    assert len(await rows(body, "SELECT * FROM tasks")) == 3


async def test_the_channel_reads_it_and_guests_only_where_ticked(stage: Stage) -> None:
    """Without buttons; a guest's copy asks for nothing."""
    body = await Body.found(stage)
    room: Room = await bound_channel(stage, body)
    meeting = await held(body)
    guest = await stage.person(7001, "Khách Mời", "+84917000001")
    guest.chat.started = True
    async with stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO invitees (meeting_id, full_name, chat_id, added_at) VALUES (?, 'Khách Mời', 7001, ?)",
            (meeting.id, to_text(stage.clock.now())),
        )
    await conclude(body, body.secretary, meeting, PASTED)
    await does(body, body.secretary, "Xem danh sách", "Thông báo kết luận")
    assert "khách mời: 1 (không gửi)" in body.secretary.last.text
    await does(body, body.secretary, "Gửi cả khách mời")
    await does(body, body.secretary, "Gửi thông báo", "Gửi tới")
    post = [message for message in room.chat.messages.values() if "Thông báo kết luận" in message.text][-1]
    assert "Công an tỉnh chủ trì" in post.text
    assert not post.inline_keyboard
    assert "Công an tỉnh chủ trì" in texts(guest)
    assert "Đã nhận" not in buttons(guest)
    assert len(letters(guest)) == 1


# Who has received it


async def test_remarks_reach_the_secretary_and_the_chair_and_can_be_changed(stage: Stage) -> None:
    """Whoever remarks has received it; the latest remark stands in the ledger."""
    body = await Body.found(stage)
    await announced(body)
    health = body.member("Sở Y tế")
    await does(body, health, "Có ý kiến", "“MẬT", "“Đề nghị lùi thời hạn.")
    assert "không được ghi lại" in texts(health)
    assert "Ý kiến của đồng chí: Đề nghị lùi thời hạn." in health.last.text
    assert "Đề nghị lùi thời hạn." in body.leader.last.text
    await does(body, health, "Sửa ý kiến", "“Đề nghị lùi đến 15/5.")
    assert "sửa ý kiến" in body.secretary.last.text
    await does(body, body.secretary, "Ai đã nhận")
    assert "Đề nghị lùi đến 15/5." in body.secretary.last.text
    assert "Đề nghị lùi thời hạn." not in body.secretary.last.text
    assert "1/8" in body.secretary.last.text


async def test_only_the_silent_are_reminded_and_once_an_hour(stage: Stage) -> None:
    """Who blocked the bot stands on the call list with a number; who says so by telephone is noted."""
    body = await Body.found(stage)
    await body.add_person("Vàng Văn Xa", Role.MEMBER, "Sở Nội vụ", joined=False)
    await announced(body)
    secretary, health, justice = body.secretary, body.member("Sở Y tế"), body.member("Sở Tư pháp")
    assert "Vàng Văn Xa (Sở Nội vụ) · 0910 000 010" in secretary.last.text
    await does(body, health, "Đã nhận")
    await does(body, secretary, "Nhắc 7 đồng chí")
    assert when(justice, "chưa được xác nhận") == ["28/02 08:00"]
    assert when(health, "chưa được xác nhận") == []
    await does(body, secretary, "Nhắc 7 đồng chí")
    assert "Mỗi giờ chỉ nhắc một lần" in secretary.alerts[-1]
    await does(body, secretary, "Ghi nhận", "Vàng Văn Xa")
    assert "2/9" in secretary.last.text
    assert "gọi điện" not in secretary.last.text
    stage.clock.move_to(stage.clock.now() + timedelta(hours=2))
    await does(body, secretary, "Nhắc 7 đồng chí")
    assert len(when(justice, "chưa được xác nhận")) == 2


async def test_after_two_working_days_the_silent_are_reminded_by_themselves(stage: Stage) -> None:
    """Once, at the hour of notices; the notice opens from the reminder."""
    body = await Body.found(stage)
    await announced(body)
    justice, health = body.member("Sở Tư pháp"), body.member("Sở Y tế")
    await does(body, health, "Đã nhận")
    for moment in (at(3, 1, 9), at(3, 2, 8), at(3, 2, 8, 30), at(3, 2, 9), at(3, 7, 9)):
        await tick_at(stage, moment)
    assert when(justice, "chưa được xác nhận") == ["02/03 08:30"]
    assert when(health, "chưa được xác nhận") == []
    await does(body, justice, "Xem thông báo", "Đã nhận")
    assert "Đồng chí đã xác nhận" in justice.last.text


async def test_whoever_left_is_neither_counted_nor_heard(stage: Stage) -> None:
    """Their buttons are refused; the ledger counts the others."""
    body = await Body.found(stage)
    meeting = await announced(body)
    health = body.member("Sở Y tế")
    await leaves(body, "Cán bộ Sở Y tế")
    await does(body, health, "Đã nhận")
    assert "không có quyền" in health.alerts[-1]
    await offer(body, body.secretary, SeeReceipts(meeting.id, "see", 0))
    assert "0/7" in body.secretary.last.text
    assert "Sở Y tế" not in body.secretary.last.text


async def test_forged_taps_are_refused(stage: Stage) -> None:
    """A member neither sends nor sees the ledger; a stranger reads nothing; nobody answers for another meeting."""
    body = await Body.found(stage)
    meeting = await announced(body)
    member = body.member("Sở Y tế")
    other = await Body.found(stage, "quang-nam", number=1)
    for tap in (
        PrepareNotice(meeting.id, 1, "go", 0),
        SeeReceipts(meeting.id, "nudge", 0),
        SeeReceipts(meeting.id, "note", await membership_of(body, "Cán bộ Sở Tư pháp")),
        AnswerNotice(meeting.id + 1, 1, "y"),
        AnswerNotice(meeting.id, 1, "?"),
        PrepareNotice(meeting.id, 1, "?", 0),
    ):
        await offer(body, member, tap)
        assert "không có quyền" in member.alerts[-1]
    for tap in (SeeConclusions(meeting.id), GetNotice(meeting.id), AnswerNotice(meeting.id, 1, "y")):
        await offer(body, other.leader, tap)
        assert "không có quyền" in other.leader.alerts[-1]
    await offer(body, body.secretary, SeeReceipts(meeting.id, "note", 999))
    assert "không có quyền" in body.secretary.alerts[-1]
    assert await rows(body, "SELECT * FROM conclusion_receipts WHERE received_at IS NOT NULL") == []


# Corrections


async def test_a_correction_says_what_is_different_and_asks_again(stage: Stage) -> None:
    """Version 2: the tasks follow, one that is no conclusion ends, receipts are asked anew, old buttons say so."""
    body = await Body.found(stage)
    meeting = await announced(body)
    secretary, justice = body.secretary, body.member("Sở Tư pháp")
    await does(body, justice, "Đã nhận")
    old = next(message for message in justice.messages if "Việc của đơn vị" in message.text)
    await does(body, secretary, "Sửa kết luận", "✏️ 1", "Thời hạn", "“15/5", "Danh sách", "✏️ 2", "Bỏ")
    assert "đã thành nhiệm vụ" in secretary.last.text
    await does(body, secretary, "Bỏ kết luận này", "“Sở Nội vụ chủ trì tập huấn, xong trước 30/4.")
    assert "thay đổi chưa gửi" in secretary.last.text
    await does(body, secretary, "Thông báo kết luận")
    assert "Thời hạn của kết luận 1: thứ Sáu, 29/4/2022 → Chủ nhật, 15/5/2022" in secretary.last.text
    await does(body, secretary, "Gửi bản điều chỉnh", "Gửi tới")
    assert "thay bằng bản mới" in old.text
    assert "Điều chỉnh so với bản trước" in texts(justice)
    assert "Bỏ kết luận: Công an tỉnh" in texts(justice)
    found = await rows(body, "SELECT code, due_to, ended_at IS NOT NULL AS ended FROM tasks ORDER BY code")
    assert [(row["code"][-2:], row["due_to"], row["ended"]) for row in found] == [
        (".1", "2022-05-15", 0),
        (".2", "2022-04-20", 1),
        (".3", "2022-04-29", 0),
    ]
    assert "Đã nhận thông báo kết luận (bản 2): 0/8" in texts(secretary)
    await offer(body, justice, AnswerNotice(meeting.id, 1, "y"))
    assert "bản thông báo mới hơn" in justice.alerts[-1]
    await does(body, justice, "Đã nhận")
    assert "Điều chỉnh so với bản trước" in texts(justice)  # still, now that it was received
    await offer(body, secretary, Conclude(meeting.id))
    await does(body, secretary, "Thông báo kết luận")
    assert "Chưa có gì thay đổi" in secretary.last.text


async def test_members_read_what_was_sent_not_what_is_being_written(stage: Stage) -> None:
    """A correction that was not sent shows neither on the card nor in the document."""
    body = await Body.found(stage)
    meeting = await announced(body)
    secretary, justice = body.secretary, body.member("Sở Tư pháp")
    await does(body, secretary, "Sửa kết luận", "✏️ 1", "Sửa nội dung", "“Bản nháp chưa gửi.")
    await offer(body, justice, SeeConclusions(meeting.id))
    assert "cấp bản sao hộ tịch" in justice.last.text
    await does(body, justice, "Tải thông báo")
    assert "cấp bản sao hộ tịch" in letters(justice)[-1]
    assert "Bản nháp" not in texts(justice) + letters(justice)[-1]


# What becomes of them


async def test_a_task_of_a_meeting_is_asked_about_in_the_monthly_report(stage: Stage) -> None:
    """It is one of the unit's tasks like any other."""
    body = await Body.found(stage)
    meeting = await announced(body, "Sở Y tế chủ trì kết nối hồ sơ sức khỏe, xong trước 30/3.", "Không ghi thời hạn")
    await tick_at(stage, at(3, 7, 8, 30))
    health = body.member("Sở Y tế")
    await does(body, health, "“/baocao")
    async with stage.database.read() as tx:
        found = await tasks.of_unit(tx, body.units["Sở Y tế"])
        assert [task.code for task in found] == [f"KL{meeting.id}.1"]
        stored = await tx.value("SELECT tasks FROM reports WHERE unit_id = ?", (body.units["Sở Y tế"],))
    assert [asked.task_id for asked in tasks_from_json(stored).asked] == [found[0].task_id]


async def test_a_plan_that_is_imported_again_leaves_them_alone(stage: Stage) -> None:
    """Neither ended nor changed, whatever codes the plan has; and they are not counted as left out of it."""
    body = await Body.found(stage)
    meeting = await announced(body)
    before = await rows(body, "SELECT * FROM tasks ORDER BY id")
    names = [(unit, name, "") for name, unit in body.units.items()]
    lines = "code,title,lead_units,coordinating_units\n1,Việc của kế hoạch,Sở Y tế,\n"
    lines += f"kl{meeting.id}.1,Trùng mã,Sở Y tế,\n"
    async with stage.database.transaction() as tx:
        told = await tasks.import_plan(tx, body.id, check_plan(read_rows(lines.encode(), "plan.csv"), names))
    assert (told.added, told.changed, told.kept) == (1, 0, 0)
    assert [row for row in await rows(body, "SELECT * FROM tasks ORDER BY id") if row["source"] == "meeting"] == before


async def follow_up(body: Body, series: str = "regular") -> Sequence[FollowUpLine]:
    """What the next meeting opens with."""
    async with body.stage.app.turns.alone() as turn:
        return await followup.lines(turn, body.id, series, None)


async def test_the_next_meeting_opens_with_how_they_stand(stage: Stage) -> None:
    """By what the leading units reported; nothing where nothing was ever concluded."""
    body = await Body.found(stage)
    assert await follow_up(body) == ()
    meeting = await held(body)
    await conclude(body, body.secretary, meeting, PASTED)
    assert await follow_up(body) == ()  # what is still being written is nobody else's to read
    await does(body, body.secretary, "Xem danh sách")
    await send_notice(body, body.secretary)
    task = (await rows(body, "SELECT id FROM tasks ORDER BY code"))[0]["id"]
    stage.clock.move_to(at(4, 25, 9))
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE task_units SET state = 'going' WHERE task_id = ?", (task,))
    lines = await follow_up(body)
    assert [(line.state, line.lead, line.overdue) for line in lines] == [
        ("going", "Sở Tư pháp", False),
        ("not_begun", "Công an tỉnh", True),
        ("nobody", "", False),
    ]
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE task_units SET state = 'done' WHERE part = 'lead'")
        await tx.run("UPDATE task_units SET state = 'stuck' WHERE task_id = ? AND part = 'lead'", (task,))
    assert [line.state for line in await follow_up(body)] == ["stuck", "done", "nobody"]
    await conclude(body, body.secretary, meeting, "Sở Nội vụ chủ trì việc chưa thông báo, hạn 30/5.")
    assert len(await follow_up(body)) == 3
    async with stage.app.turns.alone() as turn:
        assert await followup.lines(turn, body.id, "regular", await meetings.get(turn.tx, meeting.id)) == ()


async def test_the_next_agenda_approves_the_minutes_where_the_charter_says_so(stage: Stage) -> None:
    """Once; not where somebody noted that they are approved, and not where the charter has no such rule."""
    body = await Body.found(stage)
    meeting = await announced(body)
    series = ("ad-hoc", "regular")
    opens = []
    for rule in ('{ minutes = "3wd" }', '{ approval = "next-meeting" }'):
        await lives_by(body, rule)
        async with stage.app.turns.alone() as turn:
            listed = {one.key: one for one in (await turn.charter(body.id)).meetings}
            opens.append([await followup.to_approve(turn, body.id, listed[key]) for key in series])
        async with stage.database.transaction() as tx:
            await tx.run("UPDATE task_forces SET charter = replace(charter, ?, '')", (f"\nafter = {rule}",))
    assert opens == [["", ""], ["Thông qua biên bản cuộc họp thứ Hai, 28/2/2022"] * 2]
    await lives_by(body, '{ approval = "next-meeting" }')
    await does(body, body.secretary, "“/moihop")
    await does(body, body.secretary, next(one for one in buttons(body.secretary) if "đột xuất" in one))
    assert [row["title"] for row in await rows(body, "SELECT title FROM agenda_items")] == opens[1][:1]
    async with stage.app.turns.alone() as turn:
        await meetings.mark_stage(turn.tx, meeting.id, "after:approval:done", turn.now)
        assert await followup.to_approve(turn, body.id, listed["ad-hoc"]) == ""


async def test_whoever_takes_over_a_place_is_asked_for_the_receipt(stage: Stage) -> None:
    """Once, with the notice; somebody on the roster who comes to the bot later is sent it too."""
    body = await Body.found(stage)
    await body.add_person("Nguyễn Đến Sau", Role.MEMBER, "Sở Y tế", joined=False)
    meeting = await announced(body)
    await body.add_person("Trần Kế Nhiệm", Role.MEMBER, "Sở Tư pháp")
    successor = body.phones["Trần Kế Nhiệm"]
    late = await stage.person(8101, "Nguyễn Đến Sau", "+84918100001")
    late.chat.started = True
    new = await membership_of(body, "Trần Kế Nhiệm")
    async with stage.database.transaction() as tx:
        now = stage.clock.now()
        await memberships.end(tx, await membership_of(body, "Cán bộ Sở Tư pháp"), "replaced", now, replaced_by=new)
        person = await tx.insert(
            "INSERT INTO people (telegram_id, full_name, consented_at, created_at)"
            " VALUES (8101, 'Nguyễn Đến Sau', ?, ?)",
            (to_text(now), to_text(now)),
        )
        await tx.run(
            "UPDATE memberships SET state = 'active', person_id = ?, joined_at = ? WHERE full_name = 'Nguyễn Đến Sau'",
            (person, to_text(now + timedelta(minutes=1))),
        )
    for minute in (1, 2, 3):
        await tick_at(stage, now + timedelta(minutes=minute))
    for phone in (successor, late):
        assert [m.text.splitlines()[0] for m in phone.messages if m.inline_keyboard] == ["📄 Thông báo kết luận"]
        await does(body, phone, "Đã nhận")
    assert "Đã nhận thông báo kết luận: 2/9" in body.secretary.last.text
    assert len(await rows(body, "SELECT * FROM conclusion_receipts WHERE meeting_id = ?", meeting.id)) == 10


# The clocks


async def test_the_notice_is_due_by_the_charter_also_across_tet(tmp_path: Path) -> None:
    """Three working days after Thursday 27/1/2022 end with 8/2: reminded the working day before and that day."""
    async with Stage.open(tmp_path / "tet.sqlite3", datetime(2022, 1, 27, 1, tzinfo=UTC)) as stage:
        body = await Body.found(stage)
        await lives_by(body, '{ conclusions = "3wd", cite = "Điều 9" }')
        meeting = await held(body, at(1, 27, 7))
        await offer(body, body.secretary, Conclude(meeting.id))
        assert "Hạn gửi thông báo kết luận: hết thứ Ba, 8/2/2022 (Điều 9)" in body.secretary.last.text
        for day in range(28, 32):
            await tick_at(stage, at(1, day, 9))
        for day in range(1, 7):
            await tick_at(stage, at(2, day, 9))
        assert when(body.secretary, "hạn cuối") == []
        for moment in (at(2, 7, 8, 30), at(2, 7, 9), at(2, 8, 8, 30), at(2, 8, 15), at(2, 9, 9)):
            await tick_at(stage, moment)
        assert when(body.secretary, "hạn cuối gửi thông báo") == ["07/02 08:30", "08/02 08:30"]


async def test_once_it_is_sent_nobody_is_reminded_of_it(stage: Stage) -> None:
    """Nor where the charter lays down no deadline: good custom is only a hint."""
    body = await Body.found(stage)
    silent = await held(body, at(2, 28, 6))
    await offer(body, body.secretary, Conclude(silent.id))
    assert "Nên gửi thông báo trong 5 ngày làm việc, đến hết thứ Hai, 7/3/2022" in body.secretary.last.text
    await tick_at(stage, at(3, 4, 9))
    await tick_at(stage, at(3, 7, 9))
    assert when(body.secretary, "hạn cuối") == []
    await lives_by(body, '{ conclusions = "10wd" }')
    await conclude(body, body.secretary, silent, "Rà soát.")
    await does(body, body.secretary, "Xem danh sách")
    await send_notice(body, body.secretary)
    await tick_at(stage, at(3, 11, 9))
    await tick_at(stage, at(3, 14, 9))
    assert when(body.secretary, "hạn cuối") == []


async def test_minutes_and_their_approval_are_reminded_of_until_done(stage: Stage) -> None:
    """Only where the charter has a clock for them; one tap ends it for every secretary."""
    body = await Body.found(stage)
    await lives_by(body, '{ minutes = "2wd", approval = "5wd", cite = "Điều 9" }')
    await held(body)
    await tick_at(stage, at(3, 1, 8, 30))
    assert "hoàn thành biên bản cuộc họp" in body.secretary.last.text
    await does(body, body.secretary, "Đã xong")
    assert "đã xong, đồng chí Thư Ký ghi nhận" in body.secretary.last.text
    await tick_at(stage, at(3, 2, 9))
    assert len(when(body.secretary, "hạn cuối")) == 0
    await tick_at(stage, at(3, 4, 9))
    assert "thông qua biên bản" in body.secretary.last.text


async def test_a_groups_own_meeting_is_announced_to_the_group_under_its_head(stage: Stage) -> None:
    """Its head signs in person, the group and whoever was invited get it, nobody else."""
    body = await Body.found(stage, "quang-nam")
    await body.add_person("Trưởng Nhóm", Role.HELPER_LEAD, "Công an tỉnh", group="support")
    await body.add_person("Cán Bộ Giúp Việc", Role.HELPER, "Sở Y tế", group="support")
    meeting = await held(body, series="support", chair="Trưởng Nhóm", names=["Trưởng Nhóm", "Tổ Phó"])
    await conclude(body, body.secretary, meeting, "Sở Y tế chủ trì rà soát dữ liệu, xong trước 30/4.")
    await does(body, body.secretary, "Thông báo kết luận")
    assert "Người ký: Trưởng Nhóm (Tổ trưởng Tổ giúp việc)" in body.secretary.last.text
    await does(body, body.secretary, "Gửi thông báo", "Gửi tới 3 đồng chí")
    letter = letters(body.phones["Cán Bộ Giúp Việc"])[-1]
    assert "TỔ TRƯỞNG TỔ GIÚP VIỆC" in letter
    assert "KT." not in letter
    assert "Thông báo kết luận" in texts(body.deputy)
    assert "Thông báo kết luận" not in texts(body.leader)


async def test_an_english_reader_gets_english_words(stage: Stage) -> None:
    """The card and its buttons; the letter stays Vietnamese."""
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE people SET locale = 'en' WHERE full_name = 'Cán bộ Sở Tư pháp'")
    await announced(body)
    justice = body.member("Sở Tư pháp")
    assert "For your unit" in texts(justice)
    await does(body, justice, "Received")
    assert "You said that you received it" in texts(justice)
    assert "THÔNG BÁO" in letters(justice)[-1]
