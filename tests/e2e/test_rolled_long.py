"""Reports of a half-year and of a year beside the monthly ones: what is offered in them, and what they compare with."""

import io
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.demo.stage import Stage
from storage import periods, reports, task_forces
from storage.database import to_text
from storage.periods import Plan
from taskforce.charter import load_file
from taskforce.forms import Answer
from tests.e2e.body import Body, at, tick_at
from tests.e2e.test_papers import files, read
from tests.e2e.test_rolled import told
from tests.e2e.test_summary import bound_channel

CHARTER = Path(__file__).parents[2] / "taskforce" / "charters" / "bac-kan.toml"
LONG = """
[[reports]]
key = "{every}"
title = "{title}"
form = "long-status"
every = "{every}"
receiver = "Công an tỉnh"
opens = {{ month = {month}, by_day = 5 }}
due = {{ month = {month}, before_day = 15 }}
cite = "Quy chế Điều 8"
summarise = "+1d 08:00"
"""
FORM = """
[[forms]]
key = "long-status"
title = "Báo cáo sơ kết"

[[forms.fields]]
key = "online-files"
kind = "number"
label = "Số hồ sơ TTHC tiếp nhận trực tuyến trong kỳ"
measure = "hồ sơ"
whole = true
minimum = "0"
total = "sum"

[[forms.fields]]
key = "electronic-share"
kind = "percent"
label = "Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng"
total = "average"

[[forms.fields]]
key = "vneid-accounts"
kind = "number"
label = "Số tài khoản VNeID đã kích hoạt, lũy kế"
measure = "tài khoản"
total = "sum"

[[forms.fields]]
key = "next-plan"
kind = "text"
label = "Kế hoạch kỳ sau"
"""
UNIT = "Sở Y tế"


TEXT = (
    CHARTER.read_text(encoding="utf-8").replace(
        "# Meetings\n",
        LONG.format(every="half-year", title="Báo cáo sơ kết 6 tháng", month=6)
        + LONG.format(every="year", title="Báo cáo tổng kết năm", month=12),
    )
    + FORM
)
DUE = {
    "2021-H2": at(12, 14, 23, 59, year=2021),
    "2021": at(12, 14, 23, 59, year=2021),
    "2022-H1": at(6, 14, 23, 59),
    "2022-H2": at(12, 14, 23, 59),
    "2022": at(12, 14, 23, 59),
}


async def long_body(stage: Stage, now: datetime) -> Body:
    """A body that asks for half-years and years beside its months."""
    stage.clock.move_to(now)
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        await task_forces.set_charter(tx, body.id, name="Tổ công tác", charter=TEXT)
    return body


async def opened(body: Body, stream: str, label: str, due: datetime) -> None:
    """The long period stands open, every unit owes its report."""
    form = load_file(TEXT, "long.toml").form("long-status").model_dump_json()
    async with body.stage.database.transaction() as tx:
        plan = Plan(due - timedelta(days=30), due, due, due + timedelta(hours=8), None)
        period = await periods.open_new(
            tx, task_force_id=body.id, stream=stream, label=label, plan=plan,
            form=form, now=plan.opens_at,
        )  # fmt: skip
        assert period is not None
        await reports.create_for_units(tx, period.id, body.units.values())


async def months(body: Body, labels: list[str], missing: str = "") -> None:
    """Every unit told 150 of each month and its accounts so far; the health office one month less."""
    for place, label in enumerate(labels):
        await told(body, label, dict.fromkeys([unit for unit in body.units if (unit, label) != (UNIT, missing)], 150))
        async with body.stage.database.transaction() as tx:
            period = (await body.period(label)).id
            found = await reports.of_unit(tx, period, body.units[UNIT])
            assert found is not None
            if label != missing:
                by, now = body.people["Thư Ký"], body.stage.clock.now()
                await reports.save_answers(tx, found.id, {"vneid-accounts": Answer(str(1000 + 100 * place), by, now)})
                await tx.run(
                    "UPDATE reports SET sent = json_set(sent, '$.\"vneid-accounts\"', 1) WHERE id = ?", (found.id,)
                )


FIRST_HALF = [f"2022-{month:02}" for month in range(1, 7)]


async def test_the_unit_takes_the_sum_of_its_months_with_one_tap(stage: Stage) -> None:
    """Six sums are offered as one, an average as an average, a running total as June told it."""
    body = await long_body(stage, at(7, 1, 9))
    await months(body, FIRST_HALF, missing="2022-05")
    await opened(body, "half-year", "2022-H1", at(7, 20, 23, 59))
    phone = body.member(UNIT)
    phone.say("/baocao")
    await stage.settle()
    assert "Cộng 5/6 báo cáo tháng của đơn vị: 750 hồ sơ (chưa có tháng 5/2022)" in phone.last.text
    phone.tap("Theo 5/6 báo cáo tháng: 750")
    await stage.settle()
    assert "Bình quân 5/6 báo cáo tháng của đơn vị: 80%" in phone.last.text
    phone.tap("Theo 5/6 báo cáo tháng: 80%")
    await stage.settle()
    assert "Theo báo cáo tháng 6/2022 của đơn vị: 1.500 tài khoản" in phone.last.text
    phone.tap("Theo báo cáo tháng 6/2022: 1.500")
    await stage.settle()
    async with stage.database.read() as tx:
        given = await reports.answers(tx, await body.report_id(UNIT, "2022-H1"))
    assert {key: answer.value for key, answer in given.items()} == {
        "online-files": "750", "electronic-share": "80", "vneid-accounts": "1500",
    }  # fmt: skip
    other = body.member("Sở Tư pháp")
    other.say("/baocao")
    await stage.settle()
    assert "Theo 6 báo cáo tháng: 900" in [label for row in other.last.buttons for label in row]


async def test_a_year_takes_its_half_years_where_they_tell_more_than_the_months(stage: Stage) -> None:
    """Of several shorter reports those are offered that the unit sent in full."""
    body = await long_body(stage, at(1, 3, 9, year=2023))
    await months(body, FIRST_HALF)
    for label, due in (("2022-H1", at(7, 20)), ("2022-H2", at(12, 31))):
        await opened(body, "half-year", label, due)
        await body.send(UNIT, label, online_files=1000)
    await opened(body, "year", "2022", at(1, 20, year=2023))
    phone = body.member(UNIT)
    phone.say("/baocao")
    await stage.settle()
    assert "Cộng 2 báo cáo 6 tháng của đơn vị: 2.000 hồ sơ" in phone.last.text


async def test_a_monthly_report_offers_no_sum(stage: Stage) -> None:
    """There is nothing shorter that it could be of."""
    body = await long_body(stage, at(7, 1, 9))
    await months(body, FIRST_HALF[:-1])
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE report_periods SET closed_at = NULL, due_at = ? WHERE period = ?",
                     (to_text(at(7, 20)), "2022-05"))  # fmt: skip
        await tx.run("UPDATE reports SET state = 'untouched', submitted_at = NULL WHERE period_id IN"
                     " (SELECT id FROM report_periods WHERE period = ?)", ("2022-05",))  # fmt: skip
    phone = body.member(UNIT)
    phone.say("/baocao")
    await stage.settle()
    assert "của đơn vị:" not in phone.last.text


@pytest.mark.parametrize(
    ("stream", "now", "before", "heading"),
    [
        ("half-year", "2022-H2", "2022-H1", "sơ kết 6 tháng cuối năm 2022"),
        ("half-year", "2022-H1", "2021-H2", "sơ kết 6 tháng đầu năm 2022"),
        ("year", "2022", "2021", "tổng kết năm 2022"),
    ],
)
async def test_a_long_report_is_compared_with_the_one_before(
    stage: Stage, stream: str, now: str, before: str, heading: str
) -> None:
    """Summary and papers set H2 beside H1 and a year beside the year before, whatever months lie between."""
    due = DUE[now]
    body = await long_body(stage, due - timedelta(days=2))
    room = await bound_channel(stage, body)
    await opened(body, stream, before, DUE[before])
    for unit in body.units:
        await body.send(unit, before, online_files=1000, electronic_share=80)
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE report_periods SET closed_at = due_at WHERE period = ?", (before,))
    await told(body, "2022-05", dict.fromkeys(body.units, 7))
    await opened(body, stream, now, due)
    for unit in body.units:
        await body.send(unit, now, online_files=1200, electronic_share=85)
    for minutes in (8 * 60 + 1, 8 * 60 + 2, 8 * 60 + 4):
        await tick_at(stage, due + timedelta(minutes=minutes))
    posted = next(message.text for message in room.messages if "7.200" in message.text)
    assert "tăng 1.200" in posted
    papers = files(stage, room)
    report = read(next(file for _, file in papers if file.name.endswith(".docx")))
    assert "Số hồ sơ TTHC tiếp nhận trực tuyến trong kỳ: 7.200 hồ sơ, tăng 1.200" in report
    assert "bình quân 85%, tăng 5 điểm\u00a0%" in report
    assert heading in report.lower()
    book = load_workbook(io.BytesIO(next(file for _, file in papers if file.name.endswith(".xlsx")).body))
    assert 1200 in [cell.value for sheet in book for row in sheet for cell in row]
