"""More time for a task: asked by who leads it, decided with one tap by who gave it, and never lost."""

import pytest

from bot.sandbox import Phone
from handlers.tasks.taps import AskMoreTime, DecideMoreTime, MoreTimeUntil
from storage import tasks, units
from taskforce.plan import check_plan
from taskforce.roles import Role
from taskforce.sheets import read_rows
from tests.handlers.reports.world import SMALL_PLAN, Body

UNIT = "Sở Tư pháp"


@pytest.fixture
async def an(body: Body) -> Phone:
    """A member of the leading unit."""
    return await body.member(1001, "Lê Thị An", UNIT)


@pytest.fixture
async def secretary(body: Body) -> Phone:
    """The secretary, who keeps the plan."""
    return await body.member(1005, "Đỗ Thư Ký", None, Role.SECRETARY)


async def asks(body: Body, phone: Phone) -> None:
    """Until 15 April, because of the ministry."""
    await body.say(phone, "/nhiemvu")
    await body.tap(phone, "I.1 Rà soát", "⏳ Xin gia hạn")
    await body.say(phone, "15/4", "Chờ ý kiến của Bộ")


async def due(body: Body, code: str = "I.1") -> str:
    """The task's last day."""
    async with body.stage.database.read() as tx:
        return str(await tx.value("SELECT due_to FROM tasks WHERE code = ?", (code,)))


async def test_granted_with_one_tap(body: Body, an: Phone, secretary: Phone) -> None:
    """The secretary decides about the plan; all units hear of the new day, and the plan read again keeps it."""
    cuong = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    await asks(body, an)
    assert "đang chờ quyết định" in an.last.text
    assert "⏳ Xin gia hạn" not in [key for row in an.last.keyboard or [] for key in row]
    assert "Sở Tư pháp xin gia hạn nhiệm vụ I.1" in secretary.last.text
    assert "Chờ ý kiến của Bộ" in secretary.last.text
    await body.tap(secretary, "Đồng ý gia hạn")
    assert "✅ Đồng ý gia hạn (Đỗ Thư Ký)" in secretary.last.text
    assert await due(body) == "2022-04-15"
    assert "được gia hạn đến thứ Sáu, 15/4/2022" in an.last.text
    assert "được gia hạn" in cuong.last.text
    async with body.stage.database.transaction() as tx:
        known = await units.of_task_force(tx, body.id)
        plan = check_plan(read_rows(SMALL_PLAN.encode(), "plan.csv"), [(unit.id, unit.name, "") for unit in known])
        await tasks.import_plan(tx, body.id, plan)
    assert await due(body) == "2022-04-15"


async def test_refused_with_a_reason(body: Body, an: Phone, secretary: Phone) -> None:
    """A refusal asks why, also after a restart; the unit hears why and the day stays; a second decision is none."""
    await asks(body, an)
    await body.tap(secretary, "Không đồng ý")
    await body.stage.stop_bot()
    await body.stage.start_bot()
    await body.say(secretary, "dài " * 200, "Phải xong trước hội nghị")
    assert "không được gia hạn" in an.last.text
    assert "Lý do: Phải xong trước hội nghị" in an.last.text
    assert await due(body) == "2022-03-31"
    await body.offer(secretary, "Lại", DecideMoreTime(1, 1))
    await body.tap(secretary, "Lại")
    assert "đã được quyết định" in secretary.alerts[-1]
    assert await due(body) == "2022-03-31"


async def test_the_new_day_must_be_later(body: Body, an: Phone) -> None:
    """A day that is no later, and one that cannot be read, are explained and asked again."""
    await body.say(an, "/nhiemvu")
    await body.tap(an, "I.1 Rà soát", "⏳ Xin gia hạn")
    await body.say(an, "20/3")
    assert "phải sau hạn hiện nay" in an.last.text
    await body.say(an, "khi nào xong")
    assert "Chưa hiểu" in an.last.text
    await body.tap(an, "15/4")
    await body.say(an, "Tài liệu MẬT")
    assert "Lý do xin gia hạn" in an.last.text


async def test_a_direct_task_is_decided_by_its_giver(body: Body, an: Phone, secretary: Phone) -> None:
    """The leader who gave it is asked, not the secretary."""
    leader = await body.member(1010, "Đỗ Văn Trưởng", None, Role.LEADER)
    await body.say(leader, "/giaoviec Sở Tư pháp chủ trì rà soát hộ tịch, xong trước ngày 20/5")
    await body.tap(leader, "Không có đơn vị phối hợp", "Giao việc")
    await body.tap(an, "Xem nhiệm vụ", "⏳ Xin gia hạn", "26/5")
    await body.say(an, "Cần lấy số liệu huyện")
    assert secretary.messages == []
    await body.tap(leader, "Đồng ý gia hạn")
    assert await due(body, "GV1") == "2022-05-26"


async def test_who_may_not_ask_or_decide(body: Body, an: Phone, secretary: Phone) -> None:
    """Only who leads it asks, once at a time; only who gave it decides."""
    await asks(body, an)
    async with body.stage.database.read() as tx:
        task = await tx.value("SELECT id FROM tasks WHERE code = 'I.1'")
        standing = await tx.value("SELECT id FROM tasks WHERE code = 'I.3'")
    cuong = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    leader = await body.member(1010, "Đỗ Văn Trưởng", None, Role.LEADER)
    unit = body.units[UNIT]
    for phone, tap in (
        (cuong, AskMoreTime(task, unit)),
        (cuong, DecideMoreTime(1, 1)),
        (an, DecideMoreTime(1, 1)),
        (leader, DecideMoreTime(1, 1)),
        (an, AskMoreTime(task, unit)),
        (an, AskMoreTime(standing, unit)),
        (an, MoreTimeUntil(99, task, 738000)),
        (secretary, DecideMoreTime(99, 1)),
    ):
        before = len(phone.alerts)
        await body.offer(phone, "Nút", tap)
        await body.tap(phone, "Nút")
        assert len(phone.alerts) == before + 1
    assert await due(body) == "2022-03-31"
