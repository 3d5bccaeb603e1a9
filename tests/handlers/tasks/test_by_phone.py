"""The office writes down what a unit says of its task by phone."""

import pytest

from bot.sandbox import Phone
from handlers.tasks.taps import PhoneState, TellState
from storage import task_work
from taskforce.roles import Role
from taskforce.tally import TaskState
from tests.handlers.reports.world import Body

UNIT = "Sở Tư pháp"


@pytest.fixture
async def secretary(body: Body) -> Phone:
    """The secretary."""
    return await body.member(1020, "Vũ Thị Thư", None, Role.SECRETARY)


async def task_id(body: Body) -> int:
    """Of the first task that the unit leads."""
    async with body.stage.database.read() as tx:
        return next(work.task_id for work in await task_work.of_unit(tx, body.units[UNIT]) if work.code == "I.1")


async def test_the_secretary_writes_it_down_and_the_unit_sees_it(body: Body, secretary: Phone) -> None:
    """Shown as told by phone in the history; the unit hears of it and can say otherwise."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(secretary, "/nhiemvu")
    await body.tap(secretary, "I.1", "☎️ Ghi thay Sở Tư pháp")
    assert "Sở Tư pháp báo nhiệm vụ này thế nào?" in secretary.last.text
    await body.tap(secretary, "▶️ Đang làm")
    assert "Nhận qua điện thoại, đơn vị sẽ được báo" in secretary.last.text
    await body.say(secretary, "Đã rà soát một nửa")
    await body.tap(secretary, "Ghi nhận")
    assert "Đang làm — Đã rà soát một nửa (Vũ Thị Thư, nhận qua điện thoại)" in secretary.last.text
    assert "Đồng chí Vũ Thị Thư đã ghi theo điện thoại của Sở Tư pháp" in an.last.text
    await body.tap(an, "Xem nhiệm vụ", "✅ Xong", "Ghi nhận")
    assert "(Lê Thị An)" in an.last.text
    async with body.stage.database.read() as tx:
        work = await task_work.get(tx, await task_id(body))
        assert work is not None
        assert work.state(body.units[UNIT]) is TaskState.DONE
        assert [said.on_behalf for said in await task_work.history(tx, work.task_id)] == [False, True]


async def test_nobody_else_does(body: Body, secretary: Phone) -> None:
    """A member of another unit and a leader are refused both buttons; nothing is written."""
    task = await task_id(body)
    other = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    leader = await body.member(1010, "Đỗ Văn Trưởng", None, Role.LEADER)
    unit = body.units[UNIT]
    for phone in (other, leader):
        await body.offer(phone, "Giả", PhoneState(task, unit), TellState(task, unit, "done"))
        await body.tap(phone, "Giả", "Giả 1")
    await body.offer(secretary, "Giả", PhoneState(task, body.units["Công an tỉnh"]), PhoneState(task, 9999))
    await body.tap(secretary, "Giả", "Giả 1")
    async with body.stage.database.read() as tx:
        assert await task_work.history(tx, task) == []
        assert await tx.value("SELECT count(*) FROM sessions WHERE kind = 'task'") == 0
