"""/nhiemvu: whose tasks one sees, in which order, and how one finds one."""

from handlers.reports.taps import SeeTasks
from handlers.tasks.taps import ChooseTaskUnit, FindTask, GetProofs, ListTasks, SeeTask
from taskforce.roles import Role
from tests.handlers.reports.world import Body

UNIT = "Sở Tư pháp"


async def test_a_member_sees_the_units_tasks_by_deadline(body: Body) -> None:
    """Overdue first, then this month, later, and standing duties apart; the other views count what they hold."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/nhiemvu")
    text = an.last.text
    marks = ["Quá hạn", "I.2", "Hạn trong tháng này", "I.1", "Hạn sau", "I.4", "Thường xuyên", "I.3"]
    assert [text.index(mark) for mark in marks] == sorted(text.index(mark) for mark in marks)
    assert "II.1" not in text
    await body.tap(an, "❗ Quá hạn (1)")
    assert "I.2" in an.last.text
    assert "I.1" not in an.last.text


async def test_a_coordinating_unit_sees_what_it_helps_with(body: Body) -> None:
    """What the unit only co-ordinates stands apart, with who leads it."""
    cuong = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    await body.say(cuong, "/nhiemvu")
    assert "0 đang thực hiện" in cuong.last.text
    await body.tap(cuong, "Phối hợp (1)")
    assert "I.1 Rà soát" in cuong.last.text
    assert "Sở Tư pháp" in cuong.last.text
    await body.tap(cuong, "I.1 Rà soát")
    assert "Sở Tư pháp: Chưa bắt đầu" in cuong.last.text
    await body.tap(cuong, "Danh sách")
    assert "Nhiệm vụ của Công an tỉnh" in cuong.last.text


async def test_the_office_sees_all_by_unit(body: Body) -> None:
    """A leader gets all units' tasks, and from there those of one unit."""
    leader = await body.member(1003, "Đỗ Văn Trưởng", None, Role.LEADER)
    await body.say(leader, "/nhiemvu")
    assert "tất cả đơn vị" in leader.last.text
    assert "5 đang thực hiện" in leader.last.text
    await body.tap(leader, "Theo đơn vị", "Sở Nội vụ")
    assert "II.1" in leader.last.text
    assert "Rà soát" not in leader.last.text


async def test_a_typed_word_finds_a_task(body: Body) -> None:
    """Without accents, by title, code or unit; what is not found is asked again, also after a restart."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(an, "/nhiemvu tap huan")
    assert "“tap huan”: 1 nhiệm vụ" in an.last.text
    await body.tap(an, "Danh sách", "🔎 Tìm")
    await body.stage.stop_bot()
    await body.stage.start_bot()
    await body.say(an, "khong co gi")
    assert "Không có nhiệm vụ nào có “khong co gi”" in an.last.text
    await body.say(an, "I.4")
    assert "Sơ kết năm" in an.last.text
    await body.say(an, "tap huan")
    assert "tap huan" not in an.last.text


async def test_nobody_reads_what_is_not_theirs(body: Body) -> None:
    """Another unit's member, and an observer, are refused at every button of the lists."""
    async with body.stage.database.read() as tx:
        task = await tx.value("SELECT id FROM tasks WHERE code = 'I.2'")
    unit = body.units[UNIT]
    taps = (
        SeeTasks(unit, 0),
        ListTasks(body.id, unit, "o", 0),
        ListTasks(body.id, 0, "o", 0),
        ListTasks(99, 99, "o", 0),
        ChooseTaskUnit(body.id, 0),
        FindTask(body.id, unit),
        SeeTask(task, unit, "o", 0),
        SeeTask(999, unit, "o", 0),
        GetProofs(task),
    )
    other = await body.member(1004, "Vũ Thị Lan", "Sở Nội vụ")
    observer = await body.member(1005, "Mai Quan Sát", None, Role.OBSERVER)
    for phone in (other, observer):
        await body.offer(phone, "Nút", *taps)
        for number in range(len(taps)):
            await body.tap(phone, "Nút" if not number else f"Nút {number}")
        assert len(phone.alerts) == len(taps)
        assert all("không có quyền" in alert for alert in phone.alerts)
