"""The summary: draft, post, what comes later, and the channel it is posted to."""

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Room
from handlers.channels import AskUnbind, BindChannel, UnbindChannel
from handlers.summary.taps import DropNote, EditNote, SendSummary
from storage import channels, reports
from taskforce.forms import Answer
from taskforce.roles import Role
from tests.e2e.body import Body, at, live_until, tick_at, when

pytestmark = pytest.mark.e2e


async def bound_channel(stage: Stage, body: Body, title: str = "Lãnh đạo Đề án 06") -> Room:
    """A channel that the secretary has bound."""
    room = stage.telegram.channel(title)
    room.add_bot(body.secretary)
    await stage.settle()
    body.secretary.tap("Gắn với Tổ công tác Đề án 06")
    await stage.settle()
    return room


async def add_tasks(stage: Stage, body: Body) -> None:
    """Three tasks of the plan: one done, one stuck, one overdue."""
    rows = [
        ("B1", "Rà soát quy trình tái cấu trúc thủ tục hành chính", None, "Sở Y tế", "going"),
        ("B2", "Bố trí máy quét, máy tính tại bộ phận một cửa", None, "Sở Tư pháp", "stuck"),
        ("B3", "Ban hành kế hoạch triển khai của đơn vị", "2022-02-28", "Sở Nội vụ", "not-begun"),
        ("B4", "Phân công đầu mối", None, "Công an tỉnh", "done"),
    ]
    async with stage.database.transaction() as tx:
        for position, (code, title, due, unit, state) in enumerate(rows):
            task_id = await tx.insert(
                "INSERT INTO tasks (task_force_id, code, title, due_to, position) VALUES (?, ?, ?, ?, ?)",
                (body.id, code, title, due, position),
            )
            await tx.run(
                "INSERT INTO task_units (task_id, unit_id, part, state) VALUES (?, ?, 'lead', ?)",
                (task_id, body.units[unit], state),
            )
            if state == "stuck":
                await tx.run(
                    "INSERT INTO task_progress (task_id, unit_id, state, note, by_person, at)"
                    " VALUES (?, ?, 'stuck', 'chưa được cấp kinh phí', 1, '2022-03-08T02:00:00Z')",
                    (task_id, body.units[unit]),
                )


async def test_the_summary_reads_as_a_leader_wants_it(stage: Stage) -> None:
    """Units, tasks, figures against February, what the units say, the way up and the article: the whole text."""
    body = await Body.found(stage, "nam-dong")
    await body.add_unit("Công an huyện")
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 8, 9))
    await body.send("Sở Y tế", online_files=1000, records_updated=50)
    await body.send("Sở Tư pháp", online_files=200)
    await live_until(stage, at(4, 7, 9))
    await body.send("Sở Y tế", "2022-04", online_files=1234, records_updated=50, difficulties="Thiếu máy quét")
    await body.send(
        "Sở Tư pháp", "2022-04", {"online_files": "chiến dịch cao điểm"}, online_files=700, records_updated=9,
        proposals="Cấp thêm tài khoản <VNeID> & máy in",
    )  # fmt: skip
    await live_until(stage, at(4, 14, 9))
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE reports SET submitted_at = '2022-04-15T00:10:00Z' WHERE unit_id = ? AND version > 0"
                     " AND period_id = 2", (body.units["Sở Tư pháp"],))  # fmt: skip
    await live_until(stage, at(4, 15, 8))
    assert room.last.text == (
        "TỔNG HỢP: Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 4/2022)\n"
        "Tổ công tác Đề án 06 huyện, tính đến 8h thứ Sáu, 15/4/2022\n"
        "\n"
        "Đã gửi 2/7 đơn vị: đúng hạn 1, muộn 1.\n"
        "Muộn: Sở Tư pháp (1 ngày).\n"
        "Chưa gửi (5 đơn vị, đã chậm 1 ngày): Văn phòng UBND tỉnh; Công an tỉnh; Sở Tài chính; Sở Nội vụ;"
        " Công an huyện.\n"
        "\n"
        "Số liệu (so với kỳ trước)\n"
        "• Số hồ sơ nộp qua dịch vụ công trực tuyến trong tháng: 1.934 hồ sơ (tăng 734)\n"
        "• Số thông tin công dân được rà soát, bổ sung trong tháng: 59 thông tin"
        " (không đổi, tính trên 1 đơn vị có số liệu cả hai kỳ)\n"
        "Lý do tăng, giảm nhiều\n"
        "• Sở Tư pháp, Số hồ sơ nộp qua dịch vụ công trực tuyến trong tháng: 200 → 700 – chiến dịch cao điểm\n"
        "\n"
        "Ý kiến của các đơn vị (2)\n"
        "Sở Tư pháp\n"
        "Đề xuất, kiến nghị: Cấp thêm tài khoản <VNeID> & máy in\n"
        "Sở Y tế\n"
        "Khó khăn, vướng mắc: Thiếu máy quét\n"
        "\n"
        "Báo cáo lên: Ban Chỉ đạo Đề án 06 tỉnh; UBND tỉnh; hạn hết Chủ nhật, 17/4/2022.\n"
        "Căn cứ: Điều 6 khoản 5"
    )
    assert [entity["type"] for entity in room.last.entities].count("expandable_blockquote") == 2


async def test_tasks_are_counted_and_the_troubled_ones_named(stage: Stage) -> None:
    """By state; overdue and stuck ones with their units, deadline and reason, folded away."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 8, 9))
    await add_tasks(stage, body)
    await live_until(stage, at(3, 15, 8))
    assert (
        "Nhiệm vụ (4): xong 1, đang làm 1, vướng mắc 1, chưa bắt đầu 1; quá hạn 1.\n"
        "Quá hạn\n"
        "• B3. Ban hành kế hoạch triển khai của đơn vị – Sở Nội vụ, hạn 28/2/2022\n"
        "Vướng mắc\n"
        "• B2. Bố trí máy quét, máy tính tại bộ phận một cửa – Sở Tư pháp: chưa được cấp kinh phí"
    ) in room.last.text


async def test_the_secretary_reads_the_draft_first_and_adds_a_line(stage: Stage) -> None:
    """An hour before: exactly what will be posted; the line appears at its top, and in the post at 8:00."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 7))
    draft, control = body.secretary.messages[-2:]
    assert draft.text.startswith("TỔNG HỢP: Báo cáo tháng")
    assert "Tự gửi lúc 8h thứ Ba, 15/3/2022 vào kênh Lãnh đạo Đề án 06." in control.text
    body.secretary.tap("Thêm dòng")
    await stage.settle()
    body.secretary.say("x" * 501)
    await stage.settle()
    assert "dài hơn 500 ký tự (1 ký tự thừa)" in body.secretary.last.text
    body.secretary.say("Đề nghị các đơn vị chưa gửi hoàn thành trước 17h hôm nay.")
    await stage.settle()
    line = "Ý kiến Thư ký: Đề nghị các đơn vị chưa gửi hoàn thành trước 17h hôm nay."
    assert line in draft.text
    await live_until(stage, at(3, 15, 8))
    assert line in room.last.text
    assert room.last.text.replace("tính đến 8h", "tính đến 7h") == draft.text
    assert control.text == "Bản tổng hợp đã gửi lúc 8h thứ Ba, 15/3/2022."
    assert control.buttons == []
    assert body.secretary.last.text.startswith("Đã gửi bản tổng hợp Báo cáo tháng")
    assert "Còn thiếu: Văn phòng UBND tỉnh; Công an tỉnh" in body.secretary.last.text


async def test_the_draft_follows_a_report_that_comes_meanwhile(stage: Stage) -> None:
    """Between draft and post a report comes: the draft shows it at the next tick."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 15, 7))
    draft = body.secretary.messages[-2]
    assert "Đã gửi 0/6" in draft.text
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 15, 7, 1))
    assert "Đã gửi 1/6" in draft.text


async def test_it_can_be_sent_at_once_and_only_once(stage: Stage) -> None:
    """Gửi ngay, tapped twice, and the hour itself: one post."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 7))
    body.secretary.tap("Gửi ngay")
    body.secretary.tap("Gửi ngay")
    await stage.settle()
    await live_until(stage, at(3, 15, 12))
    posts = [m for m in room.messages if m.text.startswith("TỔNG HỢP")]
    assert len(posts) == 1
    assert "tính đến 7h" in posts[0].text


async def test_it_cannot_be_sent_before_there_is_a_draft(stage: Stage) -> None:
    """Even the secretary's forged tap does not post a month that is still running."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 9, 9))
    body.secretary.tap_data(body.secretary.last, SendSummary((await body.period()).id).pack())
    await stage.settle()
    assert body.secretary.alerts[-1] == "Chưa đến lúc tổng hợp kỳ này."
    assert len(room.messages) == 1


async def test_nobody_else_touches_the_summary(stage: Stage) -> None:
    """Forged taps of a member and of a deputy are refused."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 15, 7))
    period = (await body.period()).id
    body.deputy.say("/bang")
    await stage.settle()
    for phone in (body.member("Sở Y tế"), body.deputy):
        for tap in (SendSummary(period), EditNote(period), DropNote(period)):
            phone.tap_data(next(m for m in phone.messages if m.buttons), tap.pack())
        await stage.settle()
        assert phone.alerts == ["Đồng chí không có quyền thực hiện việc này."] * 3
    assert when(body.leader, "TỔNG HỢP") == []


async def test_late_answers_update_the_post_where_it_stands(stage: Stage) -> None:
    """Two late reports make one update that names both; a correction makes another; the secretary is told of each."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 8))
    post = room.last
    await live_until(stage, at(3, 16, 9))
    await body.send("Sở Y tế", online_files=5)
    await body.send("Sở Tư pháp", online_files=6)
    await tick_at(stage, at(3, 16, 9, 1))
    assert "Cập nhật lần 1, 16/3: thêm báo cáo của Sở Tư pháp; Sở Y tế" in post.text
    assert "Muộn: Sở Tư pháp (2 ngày); Sở Y tế (2 ngày)." in post.text
    assert "Chưa gửi (4 đơn vị, đã chậm 2 ngày):" in post.text
    await body.send("Sở Y tế", online_files=7)
    await tick_at(stage, at(3, 17, 9))
    assert "Cập nhật lần 2, 17/3: báo cáo bổ sung của Sở Y tế" in post.text
    assert "13 hồ sơ" in post.text
    await tick_at(stage, at(3, 17, 9, 1))
    assert sum(event.kind == "edited" for event in room.history) == 2
    assert len([message for message in room.messages if "text" in message.json]) == 2
    assert when(body.secretary, "Sở Y tế vừa gửi Báo cáo tháng") == ["16/03 09:00"]
    assert when(body.secretary, "Sở Y tế vừa gửi bổ sung Báo cáo tháng") == ["16/03 09:01"]


async def test_a_long_summary_is_split_and_stays_whole_when_it_changes(stage: Stage) -> None:
    """Sixty units with long remarks: several messages of at most 4096 characters, all of them edited later."""
    body = await Body.found(stage, unit_names=[f"Ủy ban nhân dân xã Số {n:02}" for n in range(1, 61)])
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 8, 9))
    for number, unit in enumerate(list(body.units)[:59]):
        await body.send(unit, online_files=number, difficulties=f"Khó khăn số {number}: " + "thiếu thiết bị, " * 12)
    await live_until(stage, at(3, 15, 8))
    parts = room.messages[1:]
    assert len(parts) >= 3
    assert all(len(part.text) <= 4096 for part in parts)
    assert all(f"Khó khăn số {number}:" in room.screen() for number in range(59))
    await body.send("Ủy ban nhân dân xã Số 60", online_files=1000)
    await tick_at(stage, at(3, 15, 8, 1))
    assert room.messages[1:] == parts
    assert "Cập nhật lần 1" in parts[0].text


async def test_a_summary_that_shrinks_leaves_no_part_behind(stage: Stage) -> None:
    """Shorter before its last part was even sent, and again afterwards: what is too much goes, each part once."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 8, 9))
    for unit in body.units:
        await body.send(unit, online_files=1, difficulties="Thiếu thiết bị. " * 100)
    await tick_at(stage, at(3, 15, 7))
    stage.clock.move_to(at(3, 15, 8))
    await stage.app.tick()
    async with stage.database.read() as tx:
        parts = await tx.value("SELECT count(*) FROM outbox WHERE handle LIKE 'summary:%' AND chat_id < 0")
    assert parts >= 2
    for unit in body.units:
        report_id = await body.report_id(unit)
        async with stage.app.turns.alone() as turn:
            await reports.save_answers(turn.tx, report_id, {"difficulties": Answer(None, 1, turn.now, None, 2)})
            await reports.mark_sent(turn.tx, report_id, {"difficulties": 2}, 1, turn.now)
    await tick_at(stage, at(3, 15, 8, 1))
    assert [m.text.startswith(("TỔNG HỢP", "Từ nay")) for m in room.messages] == [True, True]
    for minute in (2, 3):
        await body.send("Sở Y tế", online_files=minute)
        await tick_at(stage, at(3, 15, 8, minute))
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM outbox WHERE method = 'deleteMessage'") == parts - 1


async def test_in_the_first_period_nothing_is_said_to_be_compared(stage: Stage) -> None:
    """There is no earlier period: figures without the words about one."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 8, 9))
    await body.send("Sở Y tế", online_files=5)
    await live_until(stage, at(3, 15, 8))
    assert "\nSố liệu\n• " in room.last.text
    assert "so với kỳ trước" not in room.last.text


async def test_without_a_channel_leader_and_secretary_get_it_with_a_hint(stage: Stage) -> None:
    """It goes to them directly, follows later answers, and says how to bind a channel."""
    body = await Body.found(stage)
    await live_until(stage, at(3, 15, 8))
    post = body.leader.last
    assert post.text.startswith("TỔNG HỢP")
    assert "Chưa gắn kênh nào" in body.secretary.last.text
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 15, 9))
    assert "Cập nhật lần 1, 15/3: thêm báo cáo của Sở Y tế" in post.text
    assert when(body.deputy, "TỔNG HỢP") == []


async def test_a_secretary_who_blocked_the_bot_stops_nothing(stage: Stage) -> None:
    """The draft cannot be delivered; the summary goes out at its hour all the same."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    body.secretary.block()
    await live_until(stage, at(3, 15, 8))
    assert room.last.text.startswith("TỔNG HỢP")


async def test_after_an_outage_it_is_posted_in_working_hours(stage: Stage) -> None:
    """The bot was away at 8:00 and comes back at night: the channel is not rung before the morning."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 14, 16))
    await tick_at(stage, at(3, 15, 23))
    assert len(room.messages) == 1
    await tick_at(stage, at(3, 16, 7))
    assert room.last.text.startswith("TỔNG HỢP")


async def test_a_crash_around_the_post_neither_loses_nor_doubles_it(stage: Stage) -> None:
    """The bot is killed right after the tick that posts; it starts again and ticks again: one post."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 7))
    stage.clock.move_to(at(3, 15, 8))
    await stage.app.tick()
    await stage.stop_bot()
    await stage.start_bot()
    for minute in range(1, 4):
        await tick_at(stage, at(3, 15, 8, minute))
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM outbox WHERE dedupe_key LIKE 'summary:1:-%'") == 1
    assert any(m.text.startswith("TỔNG HỢP") for m in room.messages)


# --- the channel -------------------------------------------------------------------------------------------------


async def test_the_secretary_binds_a_channel_with_one_tap(stage: Stage) -> None:
    """Adding the bot brings one card with one button; the channel is greeted, the other secretary told."""
    body = await Body.found(stage)
    await body.add_person("Thư Ký Hai", Role.SECRETARY, None)
    room = stage.telegram.channel("Kênh <A&B>")
    room.add_bot(body.secretary)
    await stage.settle()
    assert body.secretary.last.text == "Đồng chí vừa thêm bot vào kênh Kênh <A&B>. Gắn để đăng bản tổng hợp ở đó?"
    assert body.secretary.last.buttons == [["Gắn với Tổ công tác Đề án 06 Bắc Kạn"]]
    body.secretary.tap("Gắn với")
    await stage.settle()
    assert "Đã gắn Kênh <A&B>" in body.secretary.last.text
    assert "Từ nay bản tổng hợp báo cáo của Tổ công tác triển khai Đề án 06 tỉnh Bắc Kạn" in room.last.text
    assert "Đồng chí Thư Ký đã gắn Kênh <A&B>" in body.phones["Thư Ký Hai"].last.text
    async with stage.database.read() as tx:
        assert [found.title for found in await channels.bound_to(tx, body.id)] == ["Kênh <A&B>"]


async def test_a_stranger_who_adds_the_bot_binds_nothing(stage: Stage) -> None:
    """The secretaries are told once; not even the leader's forged tap binds a chat that a stranger added it to."""
    body = await Body.found(stage)
    stranger = await stage.person(777, "Người Lạ", "+84900000777")
    room = stage.telegram.channel("Kênh lạ")
    room.add_bot(stranger)
    room.remove_bot(stranger)
    room.add_bot(stranger)
    await stage.settle()
    assert len(when(body.secretary, "Người Lạ (không phải lãnh đạo hay Thư ký) vừa thêm bot vào Kênh lạ")) == 1
    await live_until(stage, at(3, 7, 9))
    async with stage.database.read() as tx:
        offered = await tx.value("SELECT max(id) FROM channels")
    for phone in (body.secretary, body.member("Sở Y tế")):
        phone.tap_data(next(m for m in phone.messages if m.buttons), BindChannel(offered, body.id).pack())
    await stage.settle()
    async with stage.database.read() as tx:
        assert await channels.bound_to(tx, body.id) == []
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0


async def test_a_member_can_neither_bind_nor_unbind(stage: Stage) -> None:
    """Forged taps on the secretary's own offer and binding are refused."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    async with stage.database.read() as tx:
        bound = (await channels.bound_to(tx, body.id))[0]
    await live_until(stage, at(3, 7, 9))
    phone = body.member("Sở Y tế")
    for tap in (BindChannel(bound.id - 1, body.id), AskUnbind(bound.id), UnbindChannel(bound.id)):
        phone.tap_data(phone.last, tap.pack())
    await stage.settle()
    assert phone.alerts == ["Đồng chí không có quyền thực hiện việc này."] * 3
    async with stage.database.read() as tx:
        assert [found.chat_id for found in await channels.bound_to(tx, body.id)] == [room.id]


async def test_a_channel_is_taken_away_after_asking(stage: Stage) -> None:
    """/kenh lists it; the tap asks first; then nothing is posted there any more."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    body.leader.say("/kenh")
    await stage.settle()
    body.leader.tap("Gỡ Lãnh đạo Đề án 06")
    await stage.settle()
    assert "sẽ không đăng ở đó nữa" in body.leader.last.text
    body.leader.tap("Giữ lại")
    await stage.settle()
    assert "• Lãnh đạo Đề án 06" in body.leader.last.text
    body.leader.tap("Gỡ Lãnh đạo Đề án 06")
    await stage.settle()
    body.leader.tap("Gỡ")
    await stage.settle()
    assert body.secretary.last.text == "Đồng chí Tổ Trưởng đã gỡ Lãnh đạo Đề án 06 khỏi Tổ công tác Đề án 06 Bắc Kạn."
    await live_until(stage, at(3, 15, 8))
    assert len(room.messages) == 1
    assert body.leader.last.text.startswith("TỔNG HỢP")


async def test_a_bot_that_is_thrown_out_or_demoted_is_unbound(stage: Stage) -> None:
    """The secretaries learn of it, and the summary goes to them and the leader instead."""
    body = await Body.found(stage)
    owner = body.secretary
    room = await bound_channel(stage, body)
    room.remove_bot(owner)
    await stage.settle()
    assert body.secretary.last.text.startswith("Bot không còn quyền đăng trong Lãnh đạo Đề án 06")
    async with stage.database.read() as tx:
        assert await channels.bound_to(tx, body.id) == []
    room.add_bot(owner)
    await stage.settle()
    body.secretary.tap("Gắn với", body.secretary.last)
    await stage.settle()
    async with stage.database.read() as tx:
        assert len(await channels.bound_to(tx, body.id)) == 1


async def test_a_summary_that_could_not_be_posted_is_told_and_arrives_after_binding_again(stage: Stage) -> None:
    """Nobody told us that the bot was thrown out: the failed post does; bound again, the summary comes, once."""
    body = await Body.found(stage)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 7))
    room.chat.members.pop(stage.telegram.world.bot.id)
    await tick_at(stage, at(3, 15, 8))
    assert "Bài vừa gửi vào Lãnh đạo Đề án 06 không tới nơi" in body.secretary.last.text
    async with stage.database.read() as tx:
        assert await channels.bound_to(tx, body.id) == []
        assert await tx.value("SELECT count(*) FROM audit WHERE action = 'channel.lost'") == 1
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 15, 9))
    room.add_bot(body.secretary)
    await stage.settle()
    body.secretary.tap("Gắn với", body.secretary.last)
    await stage.settle()
    posts = [m for m in room.messages if m.text.startswith("TỔNG HỢP")]
    assert len(posts) == 1
    assert "Đã gửi 1/6 đơn vị" in posts[0].text


async def test_a_group_that_becomes_a_supergroup_keeps_its_summary(stage: Stage) -> None:
    """The chat goes on under another id: the post and its updates follow."""
    body = await Body.found(stage)
    group = stage.telegram.group("Nhóm lãnh đạo", kind="group")
    group.add_bot(body.secretary)
    await stage.settle()
    body.secretary.tap("Gắn với")
    await stage.settle()
    moved = group.migrate()
    await stage.settle()
    await live_until(stage, at(3, 15, 8))
    assert moved.last.text.startswith("TỔNG HỢP")
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 15, 9))
    assert "Cập nhật lần 1" in moved.last.text
