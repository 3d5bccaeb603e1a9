"""Reminders of tasks: whom, when, how often; and what goes upward."""

from datetime import UTC, datetime, timedelta

from bot.sandbox import Phone
from taskforce.roles import Role
from tests.handlers.reports.world import Body

UNIT = "Sở Tư pháp"


def digests(phone: Phone, words: str = "Nhiệm vụ cần lưu ý") -> list[str]:
    """What a person was reminded of, oldest first."""
    return [one.text for one in phone.messages if one.outgoing and words in one.text]


async def tick(body: Body, day: int, hour: int, minute: int = 0, month: int = 3) -> None:
    """At that clock time in Bắc Kạn, twice: the second changes nothing."""
    body.stage.clock.move_to(datetime(2022, month, day, hour, minute, tzinfo=UTC) - timedelta(hours=7))
    for _ in range(2):
        await body.stage.app.tick()
        await body.stage.settle()


async def test_one_digest_a_day_by_the_ladder(body: Body) -> None:
    """Overdue tasks weekly, coming ones at 7, 3 and 0 days; in one message, at working hours, never twice."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    cuong = await body.member(1002, "Phạm Văn Cường", "Công an tỉnh")
    await tick(body, 7, 8, 45)
    assert len(digests(an)) == 1
    assert "I.2" in digests(an)[0]
    assert "I.1" not in digests(an)[0]
    await tick(body, 8, 9)
    await tick(body, 26, 9)  # Saturday
    await tick(body, 28, 8)  # before the hour of notices
    assert len(digests(an)) == 1
    assert digests(cuong) == []
    await tick(body, 28, 9)
    assert "I.1" in digests(an)[1]
    assert "I.2" in digests(an)[1]
    assert len(digests(cuong)) == 1
    assert "Đơn vị phối hợp" in digests(cuong)[0]
    await tick(body, 29, 9)
    assert len(digests(an)) == 2
    await tick(body, 31, 9)
    assert "hôm nay" in digests(an)[2]
    assert len(digests(cuong)) == 1
    await body.tap(an, "I.1 Rà soát", "✅ Xong", "Ghi nhận")
    await tick(body, 8, 9, month=4)
    assert "I.1" not in digests(an)[-1]


async def test_a_restart_and_another_unit(body: Body) -> None:
    """What was told stays told after a restart; a unit without anything due hears nothing."""
    an = await body.member(1001, "Lê Thị An", UNIT)
    lan = await body.member(1003, "Vũ Thị Lan", "Sở Nội vụ")
    await tick(body, 7, 9)
    await body.stage.stop_bot()
    await body.stage.start_bot()
    await tick(body, 7, 10)
    assert len(digests(an)) == 1
    assert digests(lan) == []


async def test_long_overdue_goes_upward_once_a_week(body: Body) -> None:
    """The secretary and the standing deputy get one list a week, nobody else; it leads to the overdue tasks."""
    words = "quá hạn hơn 7 ngày"
    secretary = await body.member(1005, "Đỗ Thư Ký", None, Role.SECRETARY)
    deputy = await body.member(1006, "Hà Thị Phó", None, Role.STANDING_DEPUTY)
    leader = await body.member(1007, "Đỗ Văn Trưởng", None, Role.LEADER)
    for day in (7, 8, 9, 14):
        await tick(body, day, 9)
    assert [len(digests(phone, words)) for phone in (secretary, deputy, leader)] == [2, 2, 0]
    assert "I.2" in digests(deputy, words)[0]
    assert UNIT in digests(deputy, words)[0]
    await body.tap(deputy, "Xem tất cả nhiệm vụ quá hạn")
    assert "Chỉ các nhiệm vụ quá hạn (1)" in deputy.last.text
