"""Several people on one report: at the same time, handed over, by phone, sent back, late, closed."""

from datetime import UTC, datetime, timedelta

from handlers.reports.taps import EnterFor, OpenReport, SeeReport
from storage import reports
from taskforce.roles import Role
from tests.handlers.reports.world import DUE, Body, add_person

UNIT = "Sở Tư pháp"
QUICK = ("Các nhiệm vụ còn lại", "Cả mục", "Cả mục", "Bỏ qua")


async def test_two_people_do_not_overwrite_each_other(body: Body) -> None:
    """The second answer to one question is shown beside the first; the person decides which stands."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại")
    await body.say(binh, "/baocao")
    await body.say(binh, "1210")
    await body.say(an, "1250")
    assert "Trần Văn Bình" in an.last.text
    assert (await body.answers(UNIT))["online-files"] == "1210"
    await body.tap(an, "Thay bằng: 1.250")
    assert (await body.answers(UNIT))["online-files"] == "1250"
    async with body.stage.database.read() as tx:
        kept = await tx.all(
            "SELECT value FROM answers WHERE field = 'online-files' AND report_id = ? ORDER BY revision",
            (await body.report_id(UNIT),),
        )
    assert [row["value"] for row in kept] == ['"1210"', '"1250"']


async def test_keeping_the_colleagues_answer(body: Body) -> None:
    """With "keep" the colleague's answer stands and mine is gone."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    for phone in (an, binh):
        await body.say(phone, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại")
    await body.tap(binh, "Đã xong")
    assert "Lê Thị An" in binh.last.text
    await body.tap(binh, "Giữ: Đang làm")
    assert (await body.answers(UNIT))["task:I.2"] == "going"


async def test_the_others_hear_of_it_and_their_cards_are_closed(body: Body) -> None:
    """When one sends, the others are told once, and what they had open answers no more."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(binh, "/baocao")
    open_card = binh.last
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK, "Gửi báo cáo")
    assert "Lê Thị An đã gửi báo cáo" in binh.last.text
    assert open_card.buttons == []
    assert sum("đã gửi báo cáo" in message.text for message in binh.messages) == 1


async def test_a_helper_answers_on_behalf(body: Body) -> None:
    """A helper of the unit may answer; it is shown that they stand in."""
    helper = await body.member(1003, "Vũ Thị Cúc", UNIT, Role.HELPER)
    secretary = await body.member(1009, "Đỗ Thư Ký", None, Role.SECRETARY)
    await body.say(helper, "/baocao")
    assert "thay mặt đơn vị" in helper.last.text
    await body.tap(helper, *QUICK, "Gửi báo cáo")
    await body.offer(secretary, "Xem", SeeReport(await body.report_id(UNIT)))
    await body.tap(secretary, "Xem")
    assert "Vũ Thị Cúc (cán bộ giúp việc, thay mặt đơn vị)" in secretary.last.text


async def test_a_question_is_handed_over_and_comes_back(body: Body) -> None:
    """The colleague is asked only that question; the asker goes on, is told, and finds the answer in the report."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại", "Nhờ đồng nghiệp", "Nhờ đ/c Trần Văn Bình")
    assert "Đã nhờ" in an.alerts[-1]
    assert "xử lý trên môi trường mạng" in an.last.text
    await body.say(an, "93")
    assert "định danh, xác thực" in an.last.text
    await body.tap(an, "Cả mục như", "Cả mục", "Bỏ qua")
    await body.tap(an, "⬅ Quay lại", "Xem lại")
    await body.tap(binh, "Trả lời giúp")
    assert "câu 1/1" in binh.last.text
    await body.say(binh, "1222")
    await body.tap(binh, "Gửi phần trả lời")
    assert "báo cho đồng chí Lê Thị An" in binh.last.text
    assert "Trần Văn Bình đã trả lời giúp" in an.last.text
    assert "1.222 hồ sơ" in an.last.text
    await body.tap(an, "Làm tiếp")
    await body.tap(an, "Gửi báo cáo")
    async with body.stage.database.read() as tx:
        sent = await reports.sent_answers(tx, await body.state(UNIT))
    assert sent["online-files"].value == "1222"


async def test_the_review_names_who_was_asked(body: Body) -> None:
    """A missing answer that was handed over says so, and sending asks it instead of sending."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại", "Cả mục", "Nhờ đồng nghiệp", "Cả mục", "Nhờ đ/c")
    await body.tap(an, "Xem lại") if any("Xem lại" in b for row in an.last.buttons for b in row) else None
    assert "chưa trả lời (đang nhờ đ/c Trần Văn Bình)" in an.last.text
    await body.tap(an, "Trả lời câu còn thiếu")
    assert (await body.state(UNIT)).state == "opened"
    assert "Khó khăn" in an.last.text


async def test_by_phone(body: Body) -> None:
    """The secretary enters what the unit said; it is marked, and the unit is told."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    secretary = await body.member(1009, "Đỗ Thư Ký", None, Role.SECRETARY)
    await body.offer(secretary, "Nhập thay", EnterFor(await body.report_id(UNIT)))
    await body.tap(secretary, "Nhập thay")
    assert "qua điện thoại" in secretary.last.text
    await body.tap(secretary, *QUICK, "Gửi báo cáo")
    assert "Đỗ Thư Ký đã nhập thay đơn vị" in an.last.text
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT min(on_behalf) FROM answers WHERE report_id = ?", (await body.report_id(UNIT),))
    assert (await body.state(UNIT)).state == "submitted"


async def test_only_the_secretary_enters_for_others(body: Body) -> None:
    """A leader sees reports, but can neither enter nor send back."""
    leader = await body.member(1010, "Phạm Tổ Trưởng", None, Role.LEADER)
    report = await body.report_id(UNIT)
    await body.offer(leader, "Nút", EnterFor(report), SeeReport(report), OpenReport(report))
    await body.tap(leader, "Nút")
    assert "không có quyền" in leader.alerts[-1]
    await body.tap(leader, "Nút 2")
    assert "không có quyền" in leader.alerts[-1]
    await body.tap(leader, "Nút 1")
    assert "Chưa gửi" in leader.last.text
    assert leader.last.buttons == []


async def test_one_figure_is_sent_back(body: Body) -> None:
    """Only that question reopens; its answer goes to whoever sent it back; the rest stays as it was."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    secretary = await body.member(1009, "Đỗ Thư Ký", None, Role.SECRETARY)
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK, "Gửi báo cáo")
    await body.offer(secretary, "Xem", SeeReport(await body.report_id(UNIT)))
    await body.tap(secretary, "Xem", "Trả lại một câu", "Số hồ sơ TTHC")
    await body.say(secretary, "MẬT")
    assert (await body.state(UNIT)).state == "submitted"
    await body.say(secretary, "Xin kiểm tra lại số này")
    assert (await body.state(UNIT)).state == "returned"
    assert "Xin kiểm tra lại số này" in an.last.text
    await body.tap(an, "Trả lời lại")
    assert "câu 1/1" in an.last.text
    assert "Xin kiểm tra lại số này" in an.last.text
    await body.say(an, "1100")
    await body.tap(an, "Gửi lại báo cáo")
    report = await body.state(UNIT)
    assert (report.state, report.version) == ("submitted", 2)
    assert "1.100 hồ sơ" in secretary.last.text
    assert (await body.answers(UNIT))["electronic-share"] == "92.5"


async def test_what_was_sent_back_is_what_baocao_opens(body: Body) -> None:
    """/baocao goes straight to the question that came back; keeping the answer is an answer too."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    secretary = await body.member(1009, "Đỗ Thư Ký", None, Role.SECRETARY)
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK, "Gửi báo cáo")
    await body.offer(secretary, "Xem", SeeReport(await body.report_id(UNIT)))
    await body.tap(secretary, "Xem", "Trả lại một câu", "Tỷ lệ hồ sơ công việc")
    await body.say(secretary, "Có đúng không?")
    await body.say(an, "/baocao")
    await body.tap(an, "Giữ: 92,5%", "Gửi lại báo cáo")
    assert (await body.state(UNIT)).state == "submitted"


async def test_late_and_changed_afterwards(body: Body) -> None:
    """A report after the deadline is noted as late by its days; changing it later keeps the first time."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    body.stage.clock.move_to(DUE + timedelta(days=1, hours=12))
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK)
    assert "quá hạn 2 ngày" in an.last.text
    await body.tap(an, "Gửi báo cáo")
    assert "nộp muộn 2 ngày" in an.last.text
    body.stage.clock.move_to(DUE + timedelta(days=3, hours=1))
    await body.say(an, "/baocao")
    assert "nộp muộn 2 ngày" in an.last.text
    await body.tap(an, "Sửa", "Sửa: Số liệu", "Số hồ sơ TTHC tiếp nhận")
    await body.say(an, "1260")
    async with body.stage.database.read() as tx:
        sent = await reports.sent_answers(tx, await body.state(UNIT))
    assert sent["online-files"].value == "1200", "an edit counts when it is sent, not before"
    await body.tap(an, "Gửi lại báo cáo")
    report = await body.state(UNIT)
    assert report.version == 2
    assert report.submitted_at is not None
    assert report.submitted_at < DUE + timedelta(days=2, minutes=10)
    assert (await body.answers(UNIT))["online-files"] == "1260"


async def test_a_closed_period_is_only_read(body: Body) -> None:
    """After the period is closed an open card says so, and /baocao shows what was sent without buttons to change it."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, *QUICK)
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE report_periods SET closed_at = ?", ("2022-04-05T00:00:00Z",))
    await body.tap(an, "Gửi báo cáo")
    assert "đã khép" in an.last.text
    assert (await body.state(UNIT)).state == "opened"
    await body.say(an, "/baocao")
    assert "Kỳ báo cáo đã khép" in an.last.text


async def test_one_person_of_two_units_chooses(body: Body) -> None:
    """Somebody who answers for two units is asked which; each report is its own conversation."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    async with body.stage.database.transaction() as tx:
        await add_person(tx, body.id, 1001, "Lê Thị An", body.units["Sở Nội vụ"], Role.MEMBER, "vi")
    await body.say(an, "/baocao")
    assert "2 báo cáo đang chờ" in an.last.text
    await body.tap(an, "Sở Nội vụ")
    assert "Vận hành hệ thống một cửa" in an.last.text
    await body.say(an, "/baocao")
    await body.tap(an, "Sở Tư pháp")
    assert "Tổ chức tập huấn" in an.last.text


async def test_somebody_removed_in_the_middle_answers_no_more(body: Body) -> None:
    """Whoever is no longer of the unit is refused at the next tap."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/baocao")
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Lê Thị An'")
    await body.tap(an, "Đang làm")
    assert "không có quyền" in an.alerts[-1]
    assert await body.answers(UNIT) == {}


async def test_nothing_owed(body: Body) -> None:
    """Somebody without a unit, and somebody unknown, are told what they can do instead."""
    leader = await body.member(1010, "Phạm Tổ Trưởng", None, Role.LEADER)
    await body.say(leader, "/baocao")
    assert "/trogiup" in leader.last.text
    stranger = await body.stage.person(4000, "Người Lạ", "+84900000000")
    stranger.start()
    await body.say(stranger, "/baocao")
    assert stranger.last.text != ""


async def test_the_tasks_of_the_unit(body: Body) -> None:
    """/nhiemvu lists the open tasks by deadline, each in full with its history, and leads into the report."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/nhiemvu")
    text = an.last.text
    assert "1 quá hạn" in text
    assert text.index("I.2") < text.index("I.1") < text.index("I.4") < text.index("I.3")
    await body.tap(an, "I.1 Rà soát")
    assert "Phối hợp: Công an tỉnh" in an.last.text
    assert "Sở Tư pháp: Đang làm" in an.last.text
    await body.tap(an, "Danh sách", "Cập nhật trong báo cáo")
    assert "câu 1/" in an.last.text


async def test_an_opened_report_is_marked_once(body: Body) -> None:
    """The first to open it is remembered; the second changes nothing."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(an, "/baocao")
    first = await body.state(UNIT)
    body.stage.clock.move_to(datetime(2022, 3, 8, 1, tzinfo=UTC))
    await body.say(binh, "/baocao")
    assert first.state == "opened"
    assert (await body.state(UNIT)).opened_at == first.opened_at


async def test_after_sending_by_phone_the_secretary_can_correct(body: Body) -> None:
    """The button under the confirmation leads the secretary back into what they entered for the unit."""
    secretary = await body.member(1009, "Đỗ Thư Ký", None, Role.SECRETARY)
    await body.offer(secretary, "Nhập thay", EnterFor(await body.report_id(UNIT)))
    await body.tap(secretary, "Nhập thay", *QUICK, "Gửi báo cáo", "Sửa thay")
    assert secretary.alerts == []
    assert "Xin xem lại trước khi gửi" in secretary.last.text


async def test_only_whom_the_stream_asks_is_told_of_it(body: Body) -> None:
    """Where the charter asks only some for a report, /baocao and /trogiup name it to nobody else."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    helper = await body.member(1003, "Vũ Thị Cúc", UNIT, Role.HELPER)
    async with body.stage.database.transaction() as tx:
        text = await tx.value("SELECT charter FROM task_forces WHERE id = ?", (body.id,))
        changed = text.replace('key = "monthly"\n', 'key = "monthly"\nsenders = { roles = ["helper"] }\n', 1)
        assert changed != text
        await tx.run("UPDATE task_forces SET charter = ? WHERE id = ?", (changed, body.id))
    await body.say(an, "/trogiup")
    assert "Báo cáo cần làm" not in an.last.text
    await body.say(an, "/baocao")
    assert "(tháng 2/2022)" in an.last.text, "what was sent last is what is left to see"
    await body.say(helper, "/baocao")
    assert "câu 1/" in helper.last.text


async def test_a_helping_colleague_who_leaves_gives_the_question_back(body: Body) -> None:
    """The asker is told, the question is asked of them again, and the review names nobody any more."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    binh = await body.member(1002, "Trần Văn Bình", UNIT)
    await body.say(an, "/baocao")
    await body.tap(an, "Các nhiệm vụ còn lại", "Nhờ đồng nghiệp", "Nhờ đ/c Trần Văn Bình")
    await body.tap(binh, "Trả lời giúp")
    await body.say(binh, "/roi")
    await body.tap(binh, "Rời Tổ công tác")
    assert "Trần Văn Bình đã rời đơn vị" in an.last.text
    assert "Số hồ sơ TTHC" in an.last.text
    await body.tap(an, "Làm tiếp", "Xem lại")
    assert "đang nhờ" not in an.last.text
