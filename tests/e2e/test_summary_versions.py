"""The versions of a summary: what each changed, in the channel, for the secretary, in the report, and as a list."""

import pytest

from bot.demo.stage import Stage
from handlers.summary.taps import EditNote, ShowVersions
from storage import summary_versions
from tests.e2e.approval import approving_body, bound_channel, posts
from tests.e2e.body import Body, at, live_until, tick_at, when
from tests.e2e.test_papers import files, read

pytestmark = pytest.mark.e2e


async def stuck(stage: Stage, body: Body, unit: str, state: str) -> None:
    """The unit's only task stands so."""
    async with stage.database.transaction() as tx:
        task_id = await tx.value("SELECT id FROM tasks WHERE code = 'B1'")
        if task_id is None:
            task_id = await tx.insert(
                "INSERT INTO tasks (task_force_id, code, title, position) VALUES (?, 'B1', 'Rà soát quy trình', 0)",
                (body.id,),
            )
            await tx.run(
                "INSERT INTO task_units (task_id, unit_id, part, state) VALUES (?, ?, 'lead', ?)",
                (task_id, body.units[unit], state),
            )
        await tx.run("UPDATE task_units SET state = ? WHERE task_id = ?", (state, task_id))


async def test_a_later_version_lists_exactly_what_it_changed(stage: Stage) -> None:
    """A new report, a corrected figure and text, a task, who is missing: under the short line, folded away."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 10, 9))
    await stuck(stage, body, "Sở Y tế", "going")
    await body.send("Sở Y tế", online_files=12, difficulties="Thiếu máy quét")
    await live_until(stage, at(3, 15, 8))
    await stuck(stage, body, "Sở Y tế", "done")
    await body.send("Sở Y tế", online_files=15, difficulties="Thiếu máy quét <A3>")
    await body.send("Sở Tư pháp", online_files=1000, proposals="Cấp thêm tài khoản")
    await tick_at(stage, at(3, 15, 9))
    changes = (
        "Thay đổi so với bản số 1\n"
        "• Thêm báo cáo của: Sở Tư pháp (muộn)\n"
        "• Chưa gửi: 5 → 4 đơn vị\n"
        "• Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 12 → 1.015 hồ sơ\n"
        "• Sở Y tế, Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 12 → 15 hồ sơ\n"
        "• Sở Y tế, Khó khăn, vướng mắc: “Thiếu máy quét” → “Thiếu máy quét <A3>”\n"
        "• Sở Tư pháp, Đề xuất, kiến nghị: thêm “Cấp thêm tài khoản”\n"
        "• Nhiệm vụ B1. Rà soát quy trình (Sở Y tế): đang làm → xong"
    )
    line = "Cập nhật lần 1, 15/3: thêm báo cáo của Sở Tư pháp; báo cáo bổ sung của Sở Y tế\n"
    assert line + changes in posts(room)[0]
    notice = body.secretary.last
    assert notice.text == (
        "Bản tổng hợp Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022) đã cập nhật: bản số 2.\n" + changes
    )
    assert notice.buttons == [["Các phiên bản"]]
    await body.send("Sở Y tế", online_files=16)
    await tick_at(stage, at(3, 15, 9, 1))
    assert "bản số 3.\nThay đổi so với bản số 2" in notice.text
    assert "Cập nhật lần 2, 15/3: báo cáo bổ sung của Sở Y tế\nThay đổi so với bản số 2" in posts(room)[0]
    assert "1.015 → 1.016 hồ sơ" in posts(room)[0]
    assert len(when(body.secretary, "đã cập nhật: bản số")) == 1


async def test_the_list_shows_every_version_and_what_it_changed(stage: Stage) -> None:
    """Opened from the notice; a tap on a number shows that version; a member is refused."""
    body = await Body.found(stage)
    await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 8))
    body.secretary.tap("Các phiên bản")
    await stage.settle()
    card = body.secretary.last
    assert card.text == (
        "Các phiên bản tổng hợp: Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022)\n"
        "▸ Bản số 1: 8h thứ Ba, 15/3/2022\n"
        "\n"
        "Bản số 1 là bản đầu, chưa có gì để so sánh."
    )
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 16, 9))
    await body.send("Sở Y tế", online_files=6)
    await tick_at(stage, at(3, 17, 10))
    notice = next(m for m in reversed(body.secretary.messages) if "đã cập nhật: bản số 3" in m.text)
    body.secretary.tap("Các phiên bản", notice)
    await stage.settle()
    card = body.secretary.last
    assert card.buttons == [["1", "2", "• 3 •"]]
    assert "Bản số 3 so với bản số 2\n• Số hồ sơ" in card.text
    body.secretary.tap("2", card)
    await stage.settle()
    assert "▸ Bản số 2: 9h thứ Tư, 16/3/2022" in card.text
    assert "Bản số 2 so với bản số 1\n• Thêm báo cáo của: Sở Y tế (muộn)" in card.text
    period = (await body.period()).id
    phone = body.member("Sở Y tế")
    phone.tap_data(next(m for m in phone.messages if m.buttons), ShowVersions(period, 1).pack())
    await stage.settle()
    assert phone.alerts[-1] == "Đồng chí không có quyền thực hiện việc này."


async def test_the_line_changed_after_posting_is_a_version_too(stage: Stage) -> None:
    """Nothing else changed: the post says so."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 7))
    control = body.secretary.last
    await tick_at(stage, at(3, 15, 8))
    period = (await body.period()).id
    body.secretary.tap_data(body.secretary.last, EditNote(period).pack())
    await stage.settle()
    body.secretary.say("Hạn cuối 17h hôm nay.")
    await stage.settle()
    assert control.text.startswith("Bản tổng hợp đã gửi")
    assert "Cập nhật lần 1, 15/3: sửa nội dung\nThay đổi so với bản số 1\n• Ý kiến Thư ký: “Hạn cuối" in posts(room)[0]


async def test_with_approval_late_reports_make_one_request_for_the_next_version(stage: Stage) -> None:
    """The post stays as it was approved; one card with the differences, which follows; approved, the post changes."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7, 30))
    body.leader.tap("Duyệt")
    await stage.settle()
    await tick_at(stage, at(3, 15, 8))
    approved = posts(room)[0]
    await body.send("Sở Y tế", online_files=5)
    assert "Bản mới sẽ được trình duyệt trước khi thay bản đã đăng." in body.secretary.last.text
    await tick_at(stage, at(3, 15, 9))
    assert "Bản số 2 chờ duyệt" in body.secretary.last.text
    control = body.secretary.last
    card = body.leader.last
    assert card.text.startswith("Trình duyệt bản số 2: Báo cáo tháng")
    assert "Thay đổi so với bản số 1\n• Thêm báo cáo của: Sở Y tế (muộn)" in card.text
    await body.send("Sở Tư pháp", online_files=6)
    await tick_at(stage, at(3, 15, 9, 1))
    assert posts(room) == [approved]
    assert len(when(body.leader, "Trình duyệt bản số 2")) == 1
    assert "Sở Tư pháp (muộn); Sở Y tế (muộn)" in card.text
    assert "Sở Tư pháp (muộn); Sở Y tế (muộn)" in control.text
    await live_until(stage, at(3, 16, 9))
    assert when(body.secretary, "Bản số 2 chưa được duyệt") == ["16/03 08:30"]
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert len(posts(room)) == 1
    assert "Cập nhật lần 1, 16/3: thêm báo cáo" not in posts(room)[0]
    assert "Cập nhật lần 1, 15/3: thêm báo cáo của Sở Tư pháp; Sở Y tế" in posts(room)[0]
    assert "Người duyệt: Tổ trưởng Tổ Trưởng, 9h thứ Tư, 16/3/2022" in posts(room)[0]
    assert control.text.startswith("Bản số 2 đã duyệt")
    assert control.buttons == [["Các phiên bản"]]
    async with stage.database.read() as tx:
        kept = await summary_versions.heads(tx, (await body.period()).id)
    assert [(version.number, version.approver) for version in kept] == [
        (1, "Tổ trưởng Tổ Trưởng"), (2, "Tổ trưởng Tổ Trưởng"),
    ]  # fmt: skip
    await live_until(stage, at(3, 18, 9))
    assert len(when(body.secretary, "Bản số 2 chưa được duyệt")) == 1


async def test_the_report_of_a_later_version_has_a_part_for_its_changes(stage: Stage) -> None:
    """Báo cáo of version 2: "Thay đổi so với bản số 1"; that of version 1 has none."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 8))
    await tick_at(stage, at(3, 15, 8, 2))
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 15, 9))
    await tick_at(stage, at(3, 15, 11))
    reports = [file for _, file in files(stage, room) if file.name.endswith(".docx")]
    texts = [read(report) for report in reports]
    assert len(texts) == 2
    assert "THAY ĐỔI" not in texts[0]
    assert "VI. THAY ĐỔI SO VỚI BẢN SỐ 1\n- Thêm báo cáo của Sở Y tế (muộn);" in texts[1]
