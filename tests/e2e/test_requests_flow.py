"""What becomes of a report that was asked for: an event's deadline, sending back, helping, documents, many people."""

import io

import pytest
from docx import Document
from openpyxl import load_workbook

from bot.demo.stage import Stage
from bot.sandbox import Phone
from storage import periods, task_forces, upward_reports
from storage.database import to_text
from taskforce.roles import Role
from tests.e2e.body import Body, at, said, tick_at, when
from tests.e2e.test_papers import files, read
from tests.e2e.test_requests import TITLE, UNITS, answer, asked, founded, say, stored, tap, words_of

pytestmark = pytest.mark.e2e

INCIDENT = """
[[reports]]
key = "incident"
title = { vi = "Báo cáo sự cố an toàn thông tin", en = "Report of an incident" }
form = "short-report"
every = "ad-hoc"
due = { within = "24h", event = "sự cố an toàn thông tin" }
escalate = [{ after = "+1wd", to = "standing_deputy", cite = "Điều 14" }]
cite = "Điều 10"
"""


async def with_incidents(stage: Stage) -> Body:
    """A body whose charter counts a report from an event."""
    body = await founded(stage)
    async with stage.database.transaction() as tx:
        text = (await task_forces.by_id(tx, body.id)).charter + INCIDENT
        await task_forces.set_charter(tx, body.id, name="Tổ công tác", charter=text)
    return body


async def test_a_deadline_that_the_charter_counts_from_an_event(stage: Stage) -> None:
    """When it happened is asked, not the deadline: 24 hours after it; the units read both, and the article."""
    body = await with_incidents(stage)
    await say(stage, body.leader, "/yeucau")
    await tap(stage, body.leader, "Báo cáo sự cố an toàn thông tin")
    assert "Sự việc xảy ra lúc nào?" in words_of(body.leader)
    await say(stage, body.leader, "7h30 hôm nay")
    await tap(stage, body.leader, "Tiếp tục (3 đơn vị)")
    assert "Hạn: 7h30 thứ Tư, 2/3/2022" in words_of(body.leader)
    await tap(stage, body.leader, "Gửi")
    told = words_of(body.member("Sở Y tế"))
    assert "Báo cáo sự cố an toàn thông tin\n" in told
    assert "Hạn: 7h30 thứ Tư, 2/3/2022" in told
    assert "Căn cứ: Điều 10" in told
    assert "1/3/2022" in told
    period = await stored(stage, body, "incident")
    assert period.due_at == at(3, 2, 7, 30)
    for moment in (at(3, 2, 8), at(3, 3, 8), at(3, 3, 8, 30), at(3, 3, 9)):
        await tick_at(stage, moment)
    assert when(body.deputy, "Báo cáo sự cố an toàn thông tin") != [], said(body.deputy)


async def test_an_event_of_days_ago_asks_for_a_deadline(stage: Stage) -> None:
    """What the charter counts has passed: whoever asks names another, and that one is told."""
    body = await with_incidents(stage)
    await say(stage, body.leader, "/yeucau")
    await tap(stage, body.leader, "Báo cáo sự cố an toàn thông tin")
    await say(stage, body.leader, "7h30 ngày 26/2")
    assert "Hạn trả lời là khi nào?" in words_of(body.leader)
    await say(stage, body.leader, "16h thứ sáu")
    await tap(stage, body.leader, "Tiếp tục (3 đơn vị)")
    assert "Hạn: 16h thứ Sáu, 4/3/2022" in words_of(body.leader)
    await tap(stage, body.leader, "Gửi")
    assert (await stored(stage, body, "incident")).due_at == at(3, 4, 16)


async def test_the_documents_of_a_request(stage: Stage) -> None:
    """The letter and the workbook name it, hold its questions and answers, and run nothing that somebody typed."""
    body = await founded(stage)
    await asked(stage, body)
    await answer(stage, body.member("Sở Y tế"), "12", "Có", "=1+1 <b>Thiếu</b> máy quét")
    await answer(stage, body.member("Sở Tư pháp"), "30", "Không", "Chưa có kinh phí")
    for moment in (at(3, 4, 16, 1), at(3, 4, 18, 5), at(3, 4, 18, 30), at(3, 4, 18, 31)):
        await tick_at(stage, moment)
    papers = {file.name: file for _, file in files(stage, body.secretary) if file.name}
    report = next(file for name, file in papers.items() if name.endswith(".docx"))
    book = next(file for name, file in papers.items() if name.endswith(".xlsx"))
    words = read(report)
    for sentence in (
        "rà soát hồ sơ tồn đọng",
        "02/03 đơn vị gửi báo cáo",
        "Số hồ sơ tồn đọng đến nay: 42",
        "Đã có kế hoạch xử lý chưa",
        "Sở Y tế: =1+1 <b>Thiếu</b> máy quét",
        "Sở Tư pháp: Chưa có kinh phí",
    ):
        assert sentence in words, words
    assert "tháng 3 năm 2022 (tháng" not in words
    assert "{{" not in words
    assert Document(io.BytesIO(report.body)).core_properties.title
    sheets = load_workbook(io.BytesIO(book.body))
    rows = {row[1]: row for row in sheets["Trả lời"].iter_rows(values_only=True) if row[0]}
    assert 12 in rows["Sở Y tế"]
    assert "=1+1 <b>Thiếu</b> máy quét" in rows["Sở Y tế"]
    assert "Chưa gửi" in rows["Công an tỉnh"]
    assert all(cell.data_type != "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)


async def test_the_secretary_nudges_enters_and_sends_back(stage: Stage) -> None:
    """From the board of a request everything works that works for a month's report."""
    body = await founded(stage)
    await asked(stage, body)
    await tick_at(stage, at(3, 1, 10))
    await say(stage, body.secretary, "/bangtheodoi")
    assert TITLE in body.secretary.screen()
    await tap(stage, body.secretary, "Nhắc tất cả chưa gửi (3)")
    assert len(when(body.member("Sở Y tế"), TITLE)) == 2
    await tap(stage, body.secretary, "Từng đơn vị", "Sở Y tế", "Nhập hộ")
    await say(stage, body.secretary, "12")
    await tap(stage, body.secretary, "Có")
    await say(stage, body.secretary, "Thiếu máy quét")
    await tap(stage, body.secretary, "Gửi báo cáo")
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM reports WHERE state = 'submitted'") == 1


async def test_all_are_waited_for_again_when_one_more_is_asked(stage: Stage) -> None:
    """Whoever asked hears that all are in, and hears it anew once the unit that was added has answered."""
    body = await founded(stage)
    await say(stage, body.leader, "/yeucau", "Rà soát hồ sơ tồn đọng", "Khó khăn, vướng mắc")
    await tap(stage, body.leader, "Tiếp tục (1 câu hỏi)", "Sở Y tế", "Tiếp tục (1 đơn vị)")
    await say(stage, body.leader, "16h thứ sáu")
    await tap(stage, body.leader, "Gửi")

    async def sent(unit: str) -> None:
        await tap(stage, body.member(unit), "Làm báo cáo")
        await say(stage, body.member(unit), "Không có")
        await tap(stage, body.member(unit), "Gửi báo cáo")
        await tick_at(stage, stage.clock.now())
        await tick_at(stage, stage.clock.now())

    await sent("Sở Y tế")
    assert len(when(body.leader, "đã đủ báo cáo của 1/1 đơn vị")) == 1
    await tap(stage, body.leader, "Xem yêu cầu", "Thêm đơn vị", "Công an tỉnh", "Gửi thêm tới 1 đơn vị")
    await sent("Công an tỉnh")
    assert len(when(body.leader, "đã đủ báo cáo của 2/2 đơn vị")) == 1


async def test_what_comes_after_the_deadline_is_not_told_once_more(stage: Stage) -> None:
    """Whoever asked heard how it stood at the deadline; the late report is in the board and the new version."""
    body = await founded(stage)
    await asked(stage, body)
    for unit in UNITS[:2]:
        await answer(stage, body.member(unit), "1", "Có", "Không")
    await tick_at(stage, at(3, 4, 16, 1))
    assert len(when(body.leader, "đã hết hạn: 2/3 đơn vị")) == 1
    await answer(stage, body.member(UNITS[2]), "1", "Có", "Không")
    for minute in (5, 6):
        await tick_at(stage, at(3, 4, 16, minute))
    assert when(body.leader, "đã đủ báo cáo") == []


async def test_in_english(stage: Stage) -> None:
    """Every screen of whoever asks and of who is asked, in English: no Vietnamese but their own words."""
    body = await founded(stage)
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE people SET locale = 'en'")
    await say(stage, body.leader, "/request", "Backlog of files", "How many files are pending?\nDifficulties")
    await tap(stage, body.leader, "Go on (2 questions)", "All 3 units", "Go on (3 units)")
    await say(stage, body.leader, "16:00 Friday")
    screens = [body.leader.screen()]
    await tap(stage, body.leader, "Send")
    screens.append(words_of(body.leader))
    screens.append(words_of(body.member("Sở Y tế")))
    await tap(stage, body.leader, "See the request", "Change the deadline")
    screens.append(words_of(body.leader))
    await say(stage, body.leader, "in 24 hours")
    screens.append(words_of(body.leader))
    screens.append(words_of(body.member("Sở Y tế")))
    for screen in screens:
        for word in ("Đồng chí", "đơn vị", "Hạn", "yêu cầu", "báo cáo", "câu hỏi", "thứ "):
            assert word not in screen.replace("Tổ công tác Đề án 06 huyện", ""), screen


async def crowd(stage: Stage, body: Body, count: int) -> list[Phone]:
    """So many members more of one unit."""
    now = to_text(stage.clock.now())
    async with stage.database.transaction() as tx:
        for n in range(count):
            person = await tx.insert(
                "INSERT INTO people (telegram_id, full_name, consented_at, created_at) VALUES (?, ?, ?, ?)",
                (50_000 + n, f"Người {n}", now, now),
            )
            await tx.run(
                "INSERT INTO memberships (task_force_id, unit_id, person_id, role, full_name, state, created_at)"
                " VALUES (?, ?, ?, ?, ?, 'active', ?)",
                (body.id, body.units["Sở Y tế"], person, Role.MEMBER.value, f"Người {n}", now),
            )
    phones = [await stage.person(50_000 + n, f"Người {n}", f"+8498{n:07}") for n in range(count)]
    for phone in phones:
        phone.chat.started = True
    return phones


async def test_many_are_told_by_slices_each_once(stage: Stage) -> None:
    """Two hundred people: the request and its end, each once, also when the bot is stopped in the middle."""
    body = await founded(stage)
    people = [*await crowd(stage, body, 200), body.member("Công an tỉnh")]
    await asked(stage, body)
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM request_news WHERE ended_at IS NULL") == 0
    assert [len(when(phone, "đề nghị báo cáo đột xuất")) for phone in people] == [1] * 201
    await tap(stage, body.leader, "Xem yêu cầu", "Rút yêu cầu")
    assert "203 người đã được hỏi sẽ được báo" in words_of(body.leader)
    body.leader.tap("Rút yêu cầu, báo cho các đơn vị")
    await stage.stop_bot()
    await stage.start_bot()
    await stage.settle()
    assert [len(when(phone, "đã rút yêu cầu")) for phone in people] == [1] * 201


async def test_nobody_above_is_sent_what_was_asked_for(stage: Stage) -> None:
    """A request's posted summary is not looked at again at every tick by the way up."""
    body = await founded(stage)
    await asked(stage, body)
    for unit in UNITS:
        await answer(stage, body.member(unit), "1", "Có", "Không")
    for moment in (at(3, 1, 9, 6), at(3, 1, 11, 10), at(3, 1, 11, 30)):
        await tick_at(stage, moment)
    period = await stored(stage, body)
    async with stage.database.transaction() as tx:
        assert await tx.value("SELECT posted_at FROM summaries WHERE period_id = ?", (period.id,)) is not None
        await tx.run(
            "INSERT INTO up_keys (task_force_id, private_key, public_key, made_at) VALUES (?, 'x', 'x', ?)",
            (body.id, to_text(stage.clock.now())),
        )
        assert period.id not in await upward_reports.unsent(tx)
        assert await periods.stage_done(tx, period.id, "opening")


async def test_who_may_not_ask_any_more_is_not_held_in_the_conversation(stage: Stage) -> None:
    """Told once; what they type afterwards is no title of a request, and an outage's sweep goes on to the others."""
    body = await founded(stage)
    await say(stage, body.leader, "/yeucau", "Rà soát hồ sơ tồn đọng")
    await say(stage, body.secretary, "/yeucau", "Nhân sự đầu mối")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET role = 'observer' WHERE role = 'leader'")
    await stage.stop_bot()
    stage.clock.move_to(at(3, 1, 10))
    await stage.start_bot()
    await tick_at(stage, at(3, 1, 10, 1))
    await say(stage, body.leader, "Họ tên đầu mối")
    await say(stage, body.leader, "Xin chào")
    assert "không có quyền" not in words_of(body.leader)
    await say(stage, body.secretary, "Họ tên đầu mối")
    assert "Câu hỏi (1/" in words_of(body.secretary)


async def test_the_charter_and_the_units_change_under_a_preview(stage: Stage) -> None:
    """A form that is no longer in the charter, units that are gone: the step is asked again, nothing goes out."""
    body = await with_incidents(stage)
    async with stage.database.read() as tx:
        charter = (await task_forces.by_id(tx, body.id)).charter
    await say(stage, body.leader, "/yeucau")
    await tap(stage, body.leader, "Báo cáo sự cố an toàn thông tin")
    await say(stage, body.leader, "7h30 hôm nay")
    await tap(stage, body.leader, "Tiếp tục (3 đơn vị)")
    async with stage.database.transaction() as tx:
        await task_forces.set_charter(tx, body.id, name="Tổ công tác", charter=charter.replace(INCIDENT, ""))
    await tap(stage, body.leader, "Gửi")
    assert "Báo cáo theo mẫu nào?" in words_of(body.leader)
    await tap(stage, body.leader, "Câu hỏi tự soạn")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE units SET ended_at = ?", (to_text(stage.clock.now()),))
    await say(stage, body.leader, "Họ tên đầu mối")
    await tap(stage, body.leader, "Tiếp tục (1 câu hỏi)")
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM failed_updates") == 0
        assert await tx.value("SELECT count(*) FROM report_requests") == 0
