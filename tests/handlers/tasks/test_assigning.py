"""/giaoviec: a task from a leader's words to the phones of those who do it."""

import pytest

from bot.sandbox import Phone
from handlers.tasks.taps import Assign
from taskforce.roles import Role
from tests.handlers.reports.world import Body

UNIT = "Sở Tư pháp"


@pytest.fixture
async def leader(body: Body) -> Phone:
    """The leader."""
    return await body.member(1010, "Đỗ Văn Trưởng", None, Role.LEADER)


async def given(body: Body) -> list[tuple[str, str, str | None, str]]:
    """(code, title, last day, giver) of the tasks that were given."""
    async with body.stage.database.read() as tx:
        rows = await tx.all(
            "SELECT t.code, t.title, t.due_to, p.full_name FROM tasks t JOIN people p ON p.id = t.assigned_by"
            " WHERE source = 'direct' ORDER BY t.id"
        )
    return [tuple(row) for row in rows]


async def test_a_whole_sentence_needs_one_look(body: Body, leader: Phone) -> None:
    """Units and deadline in the sentence are understood; only the rest is asked; the units hear of it at once."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    cuong = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    await body.say(
        leader, "/giaoviec", "Sở Tư pháp chủ trì, Công an tỉnh phối hợp rà soát hộ tịch, xong trước ngày 20/5"
    )
    assert "Xin xem lại" in leader.last.text
    assert "19/5/2022" in leader.last.text
    assert await given(body) == []
    await body.tap(leader, "Giao việc")
    assert [(row[0], row[2], row[3]) for row in await given(body)] == [("GV1", "2022-05-19", "Đỗ Văn Trưởng")]
    assert "Đã báo 2 đồng chí" in leader.last.text
    assert "Sở Tư pháp được giao nhiệm vụ GV1" in an.last.text
    assert "Công an tỉnh phối hợp thực hiện nhiệm vụ GV1" in cuong.last.text
    await body.tap(an, "Xem nhiệm vụ", "✅ Xong", "Ghi nhận")
    assert "Nguồn: đồng chí Đỗ Văn Trưởng giao trực tiếp" in an.last.text
    assert "Sở Tư pháp báo nhiệm vụ GV1: Đã xong" in leader.last.text


async def test_step_by_step_with_what_cannot_be_read(body: Body, leader: Phone) -> None:
    """Each missing thing is asked, wrong input is explained, every part can be changed before the tap."""
    await body.say(leader, "/giaoviec Chuẩn bị hội nghị")
    assert "Đơn vị nào chủ trì?" in leader.last.text
    await body.say(leader, "xyzxyz qq")
    assert "Không tìm thấy đơn vị nào" in leader.last.text
    await body.say(leader, "noi vu")
    await body.tap(leader, "Sở Nội vụ", "Tiếp tục (1)")
    assert "Đơn vị nào phối hợp?" in leader.last.text
    assert "Sở Nội vụ" not in leader.screen().rsplit("phối hợp?", 1)[1]
    await body.tap(leader, "Không có đơn vị phối hợp")
    await body.say(leader, "hôm nào đó")
    assert "Chưa hiểu" in leader.last.text
    await body.stage.stop_bot()
    await body.stage.start_bot()
    await body.say(leader, "31/3")
    assert "31/3/2022" in leader.last.text
    await body.tap(leader, "Thời hạn", "Không ghi thời hạn", "Sửa nội dung")
    await body.say(leader, "Chuẩn bị hội nghị sơ kết")
    await body.tap(leader, "Giao việc")
    assert "Chưa có ai của Sở Nội vụ" in leader.last.text
    assert await given(body) == [("GV1", "Chuẩn bị hội nghị sơ kết", None, "Đỗ Văn Trưởng")]


async def test_a_double_tap_gives_once(body: Body, leader: Phone) -> None:
    """The button that gave the task gives nothing again; a stale one brings the live card back."""
    await body.say(leader, "/giaoviec Sở Tư pháp chủ trì rà soát hộ tịch, xong trước ngày 20/5")
    await body.tap(leader, "Không có đơn vị phối hợp")
    async with body.stage.database.read() as tx:
        session = await tx.value("SELECT id FROM sessions WHERE kind = 'assign'")
    await body.offer(leader, "Cũ", Assign(session, 1, "ok", 0))
    await body.tap(leader, "Cũ")
    assert await given(body) == []
    await body.tap(leader, "Giao việc")
    await body.offer(leader, "Lại", Assign(session, 3, "ok", 0))
    await body.tap(leader, "Lại")
    assert len(await given(body)) == 1
    await body.say(leader, "/giaoviec Sở Tư pháp chủ trì việc khác")
    await body.tap(leader, "Không giao nữa")
    assert len(await given(body)) == 1


async def test_who_may_not_give_tasks(body: Body) -> None:
    """Members and helpers are refused, and so is somebody whose role ended in between."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/giaoviec Việc gì đó")
    assert "không thuộc quyền" in an.last.text
    deputy = await body.member(1011, "Hà Thị Phó", None, Role.DEPUTY)
    await body.say(deputy, "/giaoviec Sở Tư pháp chủ trì rà soát")
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Hà Thị Phó'")
    await body.tap(deputy, "Không có đơn vị phối hợp")
    assert deputy.alerts
    await body.say(deputy, "30/5")
    assert await given(body) == []


async def test_secrets_are_not_taken(body: Body, leader: Phone) -> None:
    """A text that bears a mark of secrecy is not written down, wherever it is typed."""
    await body.say(leader, "/giaoviec Sao tài liệu TUYỆT MẬT")
    assert "không được ghi lại" in leader.last.text
    await body.say(leader, "/giaoviec", "Sao tài liệu MẬT", "dài " * 300)
    assert "quá 1.000 chữ" in leader.last.text
