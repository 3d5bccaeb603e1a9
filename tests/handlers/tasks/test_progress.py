"""Telling how a task stands from its card: state, note, files; who is told, and what the monthly report knows of it."""

import pytest

from bot.sandbox import Phone
from handlers.tasks.taps import ConfirmState, DropState, TellState
from taskforce.roles import Role
from tests.handlers.reports.world import Body

UNIT = "Sở Tư pháp"


@pytest.fixture
async def an(body: Body) -> Phone:
    """A member of the leading unit, before the card of I.1."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await opens(body, phone)
    return phone


async def opens(body: Body, phone: Phone, task: str = "I.1 Rà soát") -> None:
    """To the card of a task."""
    await body.say(phone, "/nhiemvu")
    await body.tap(phone, task)


async def told(body: Body) -> list[tuple[str, str, int]]:
    """(state, note, files) of everything said, oldest first."""
    async with body.stage.database.read() as tx:
        rows = await tx.all(
            "SELECT state, note, (SELECT count(*) FROM task_files f WHERE f.progress_id = p.id)"
            " FROM task_progress p ORDER BY id"
        )
    return [(row[0], row[1], row[2]) for row in rows]


async def test_done_with_a_note_and_a_file(body: Body, an: Phone) -> None:
    """State, note, file, one tap: it stands in the history with who said it, and the co-ordinating unit hears of it."""
    cuong = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    lan = await body.member(1003, "Vũ Thị Lan", "Sở Nội vụ")
    await body.tap(an, "✅ Xong")
    assert await told(body) == []
    await body.say(an, "Đã rà soát 120 thủ tục")
    an.send_file("bien-ban.pdf", b"%PDF-1.4")
    await body.stage.settle()
    assert "Ghi chú: Đã rà soát 120 thủ tục" in an.last.text
    assert "bien-ban.pdf" in an.last.text
    await body.tap(an, "Ghi nhận")
    assert await told(body) == [("done", "Đã rà soát 120 thủ tục", 1)]
    assert "Đã rà soát 120 thủ tục (Lê Thị An) 📎1" in an.last.text
    assert "báo nhiệm vụ I.1: Đã xong" in cuong.last.text
    assert lan.messages == []
    await body.tap(cuong, "Xem nhiệm vụ", "📎 Tệp minh chứng (1)")
    assert cuong.last.json["document"]["file_name"] == "bien-ban.pdf"


async def test_stuck_needs_a_reason(body: Body, an: Phone) -> None:
    """What it is stuck on is asked first; marks of secrecy, long and empty notes are not taken."""
    await body.tap(an, "⚠️ Vướng")
    assert "Nhiệm vụ đang vướng ở đâu?" in an.last.text
    assert "Ghi nhận" not in an.screen()
    await body.say(an, "Tài liệu MẬT của tỉnh")
    assert "Nhiệm vụ đang vướng ở đâu?" in an.last.text
    await body.say(an, "dài " * 400)
    assert "quá 1.000 chữ" in an.last.text
    await body.say(an, "Chưa có kinh phí")
    await body.tap(an, "Ghi nhận")
    assert await told(body) == [("stuck", "Chưa có kinh phí", 0)]


async def test_it_goes_on_after_a_restart_and_counts_once(body: Body, an: Phone) -> None:
    """The note survives a restart; a second tap on the old button writes nothing."""
    await body.tap(an, "▶️ Đang làm")
    await body.say(an, "Đang lấy ý kiến")
    await body.stage.stop_bot()
    await body.stage.start_bot()
    async with body.stage.database.read() as tx:
        session = await tx.value("SELECT id FROM sessions WHERE kind = 'task'")
        task = await tx.value("SELECT id FROM tasks WHERE code = 'I.1'")
    await body.tap(an, "Ghi nhận")
    await body.offer(an, "Cũ", ConfirmState(session, task), DropState(session, task))
    await body.tap(an, "Cũ", "Cũ 1")
    assert await told(body) == [("going", "Đang lấy ý kiến", 0)]
    assert len(an.alerts) == 3, "written down once, old twice"


async def test_what_a_colleague_said_meanwhile_is_shown_first(body: Body, an: Phone) -> None:
    """Nobody overwrites unseen what was said since they began."""
    binh = await body.member(1004, "Trần Văn Bình", UNIT)
    await body.tap(an, "▶️ Đang làm")
    await opens(body, binh)
    await body.tap(binh, "✅ Xong", "Ghi nhận")
    await body.tap(an, "Ghi nhận")
    assert "Trần Văn Bình vừa báo: Đã xong" in an.last.text
    assert len(await told(body)) == 1
    await body.tap(an, "Thôi")
    assert "Sở Tư pháp: Đã xong" in an.last.text


async def test_the_monthly_report_knows_it(body: Body, an: Phone) -> None:
    """A report opened before or after proposes what was told on the card."""
    await body.say(an, "/baocao")
    await opens(body, an)
    await body.tap(an, "⚠️ Vướng")
    await body.say(an, "Thiếu người")
    await body.tap(an, "Ghi nhận")
    async with body.stage.database.read() as tx:
        report = await tx.value(
            "SELECT tasks FROM reports WHERE period_id = ? AND unit_id = ?", (body.period_id, body.units[UNIT])
        )
    assert '"stuck","Thiếu người"' in report


async def test_who_does_not_lead_may_not_tell(body: Body) -> None:
    """Neither the co-ordinating unit, nor a leader, nor a made-up state."""
    async with body.stage.database.read() as tx:
        task = await tx.value("SELECT id FROM tasks WHERE code = 'I.1'")
    cuong = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    leader = await body.member(1005, "Đỗ Văn Trưởng", None, Role.LEADER)
    an = await body.member(1001, "Lê Thị An", UNIT)
    await opens(body, cuong, "Phối hợp (1)")
    await body.tap(cuong, "I.1 Rà soát")
    assert "Xong" not in cuong.screen()
    for phone, tap in (
        (cuong, TellState(task, body.units[UNIT], "done")),
        (cuong, TellState(task, body.units["Công an tỉnh"], "done")),
        (leader, TellState(task, body.units[UNIT], "done")),
        (an, TellState(task, body.units[UNIT], "nonsense")),
        (an, ConfirmState(99, task)),
    ):
        await body.offer(phone, "Nút", tap)
        await body.tap(phone, "Nút")
        assert phone.alerts
    assert await told(body) == []
