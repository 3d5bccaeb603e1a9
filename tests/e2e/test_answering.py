"""The report of the unit with the most tasks, from the real plan: asked little, found quickly, killed half-way."""

import csv
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from tests.handlers.reports.world import LAST_MONTH, PLAN, START, Body, build, last_month

UNIT = "Công an tỉnh"
FIGURES = {"vneid-accounts": "150000", "id-cards": "210000"}


@pytest.fixture
async def body(tmp_path: Path) -> AsyncIterator[Body]:
    """All 22 units and all 88 tasks of Bắc Kạn; the police of the province lead 52 of them."""
    with (PLAN.parent / "bac_kan_units.csv").open(encoding="utf-8") as lines:
        names = [row["unit"] for row in csv.DictReader(lines)]
    async with Stage.open(tmp_path / "taskforce.sqlite3", START) as stage:
        made = await build(stage, names, PLAN.read_bytes())
        yield made
        assert await made.failures() == []


async def test_the_police_are_asked_a_dozen_of_fifty_tasks(body: Body) -> None:
    """In the first month twelve tasks are asked, the other forty are one question with pages and a search."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.remind(phone, UNIT)
    await body.tap(phone, "Làm báo cáo", *["Đang làm"] * 12)
    assert "nhiệm vụ nào có thay đổi" in phone.last.text
    assert ["‹", "1/6", "›"] in phone.last.buttons
    await body.tap(phone, "›", "☐ III.1.e")
    assert "2/6" in str(phone.last.buttons)
    await body.say(phone, "doanh nghiep")
    assert "Tìm “doanh nghiep”" in phone.last.text
    await body.tap(phone, "☐ III.5.a.2", "Xong (2 đã chọn)")
    assert "Cơ sở dữ liệu quốc gia về đăng ký doanh nghiệp" in phone.last.text
    await body.tap(phone, "Đã xong", "Đang làm")
    assert "Số hồ sơ TTHC tiếp nhận trực tuyến" in phone.last.text
    answers = await body.answers(UNIT)
    assert answers["tasks-changed"] == ["III.5.a.2", "III.1.e"]
    assert answers["task:III.5.a.2"] == "done"


async def test_an_unchanged_month_of_fifty_tasks_in_eight_taps(body: Body) -> None:
    """With last month's report the whole of it is confirmed in six taps, and only the police are asked for VNeID."""
    await last_month(body, UNIT, LAST_MONTH | FIGURES)
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.remind(phone, UNIT)
    taps = ("Làm báo cáo", "Các nhiệm vụ còn lại", "Cả mục", "Cả mục", "Bỏ qua", "Gửi báo cáo")
    await body.tap(phone, *taps)
    assert "Đã gửi báo cáo" in phone.last.text
    assert (await body.answers(UNIT))["vneid-accounts"] == "150000"
    other = await body.member(1002, "Vũ Văn Bảo", "Sở Y tế")
    await body.say(other, "/baocao", "/nhiemvu")
    assert not any(field in FIGURES for field in await body.answers("Sở Y tế"))


async def test_every_card_of_the_longest_report_fits(body: Body) -> None:
    """Fifty changed tasks, long reasons and long texts: the review stays one message with its buttons."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, *["Đang làm"] * 12)
    for _ in range(6):
        for code in [button for row in phone.last.buttons for button in row if button.startswith("☐")]:
            await body.tap(phone, code)
        await body.tap(phone, "›")
    await body.tap(phone, "Xong (40 đã chọn)", *["Đang làm"] * 40)
    await body.say(phone, "100", "90", "90", "100", "100", "100", *["Rất dài. " * 200] * 3)
    await body.tap(phone, "Bỏ qua")
    assert "Xin xem lại trước khi gửi" in phone.last.text
    assert "… và 32 câu khác đã trả lời" in phone.last.text
    count = len(phone.messages)
    await body.tap(phone, "Sửa: Số liệu", "⬅ Quay lại", "Gửi báo cáo")
    assert len(phone.messages) == count


async def test_killed_half_way(body: Body) -> None:
    """The bot dies between an answer and its acknowledgement, again and again: nothing is lost or asked twice."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    for answered in range(1, 6):
        phone.tap("Đang làm")
        await body.stage.stop_bot()
        await body.stage.start_bot()
        await body.stage.settle()
        assert len(await body.answers(UNIT)) == answered
    assert "câu 6/" in phone.last.text


async def test_tapping_goes_on_with_the_plan_changed(body: Body) -> None:
    """A plan that is imported anew in the middle changes no question of a report that was opened."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, "Đã xong")
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE tasks SET due_to = '2022-03-02', title = 'Tên mới ' || code")
    await body.tap(phone, "Đang làm")
    assert "câu 3/" in phone.last.text
    assert "Tên mới" in phone.last.text
