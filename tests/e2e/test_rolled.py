"""Half-years and years rolled up from months: chosen on the phone, sent by themselves, compared with the one before."""

import io
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from PIL import Image

from bot.demo.stage import Stage
from handlers.rolled.choosing import ChooseSpan, PostSpan, ShowSpan, SpanPapers
from storage import periods, reports
from storage.database import to_text
from storage.periods import Plan
from taskforce.charter import load_preset
from taskforce.forms import Answer
from tests.e2e.balloting import offer
from tests.e2e.body import Body, at
from tests.e2e.test_papers import files, read
from tests.e2e.test_summary import bound_channel

FIRST_HALF = [f"2022-{month:02}" for month in range(1, 7)]
LAST_HALF = [f"2021-{month:02}" for month in range(7, 13)]


async def told(
    body: Body, label: str, figures: dict[str, int], *, late: Sequence[str] = (), posted: bool = True
) -> int:
    """A month that is over: these units sent so many applications, the others sent nothing."""
    year, month = (int(part) for part in label.split("-"))
    due = at(month, 14, 23, 59, year=year)
    charter = load_preset("bac-kan")
    form = charter.form("monthly-status").model_dump_json()
    plan = Plan(at(month, 5, year=year), due, due, due + timedelta(hours=8), None)
    by = body.people["Thư Ký"]
    async with body.stage.database.transaction() as tx:
        opened = await periods.open_new(
            tx, task_force_id=body.id, stream="monthly", label=label, plan=plan, form=form, now=plan.opens_at
        )
        assert opened is not None
        await reports.create_for_units(tx, opened.id, body.units.values())
        for unit, value in figures.items():
            report = await reports.of_unit(tx, opened.id, body.units[unit])
            assert report is not None
            moment = due + timedelta(days=2) if unit in late else due - timedelta(days=1)
            answers = {
                "online-files": Answer(str(value), by, moment),
                "electronic-share": Answer("80", by, moment),
                "difficulties": Answer("Thiếu máy quét", by, moment),
            }
            await reports.save_answers(tx, report.id, answers)
            await reports.mark_sent(tx, report.id, dict.fromkeys(answers, 1), by, moment)
        if posted:
            await tx.run(
                "INSERT INTO summaries (period_id, posted_at, version) VALUES (?, ?, 1)",
                (opened.id, to_text(plan.summarise_at or due)),
            )
        await tx.run("UPDATE report_periods SET closed_at = ? WHERE id = ?", (to_text(due), opened.id))
    return opened.id


async def year(stage: Stage, months: Sequence[str] = (*LAST_HALF, *FIRST_HALF)) -> Body:
    """Six months of 2021 and six of 2022; the health office missed two of these and was late once."""
    stage.clock.move_to(at(7, 1, 9))
    body = await Body.found(stage)
    for label in months:
        figures = dict.fromkeys(body.units, 100 if label < "2022" else 150)
        if label in ("2022-02", "2022-03"):
            del figures["Sở Y tế"]
        await told(body, label, figures, late=("Sở Y tế",) if label == "2022-05" else ())
    return body


async def test_the_secretary_chooses_a_half_year_and_reads_it(stage: Stage) -> None:
    """The latest first; the card says what came, what is missing, and how it stands against the half-year before."""
    body = await year(stage)
    body.secretary.say("/tonghop")
    await stage.settle()
    offered = [
        body.secretary.screen().index(f"[ {span} ]") for span in ("Quý II/2022", "6 tháng đầu năm 2022", "Năm 2021")
    ]
    assert offered == sorted(offered)
    body.secretary.tap("6 tháng đầu năm 2022")
    await stage.settle()
    said = body.secretary.last.text
    for sentence in (
        "TỔNG HỢP 6 THÁNG ĐẦU NĂM 2022",
        "Từ 6 kỳ: tháng 1/2022 đến tháng 6/2022.",
        "Gửi báo cáo: 34/36 lượt (94%, kỳ trước 100%); đúng hạn 33, chậm 1, không gửi 2.",
        "• Sở Y tế: tháng 2/2022, tháng 3/2022",
        "so với 6 tháng cuối năm 2021",
        "trong tháng: 5.100 hồ sơ (tăng 1.700, tính trên 34 báo cáo có ở cả hai kỳ)",
    ):
        assert sentence in said


async def test_the_three_documents_hold_the_half_year(stage: Stage) -> None:
    """The report in words, every month in cells, the picture as a picture."""
    body = await year(stage)
    body.secretary.say("/tonghop")
    await stage.settle()
    body.secretary.tap("6 tháng đầu năm 2022")
    await stage.settle()
    body.secretary.tap("Tài liệu")
    await stage.settle()
    chart, report, book = files(stage, body.secretary)
    words = read(report[1])
    for sentence in (
        "Kết quả thực hiện Đề án 06 6 tháng đầu năm 2022",
        "tổng hợp từ 06 kỳ báo cáo (tháng 1 đến tháng 6 năm 2022)",
        "36 lượt báo cáo phải gửi: đúng hạn 33; chậm 01; không gửi 02. Tỷ lệ gửi đạt 94,4%",
        "Sở Y tế (tháng 2, tháng 3)",
        "NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2022",
    ):
        assert sentence in words
    sheets = load_workbook(io.BytesIO(book[1].body))
    rows = [row for row in sheets["Số liệu"].iter_rows(values_only=True) if row[0] and "hồ sơ TTHC" in str(row[0])]
    assert rows[0][3:10] == (900, 750, 750, 900, 900, 900, 5100)
    assert {"Đơn vị theo kỳ", "Gửi báo cáo", "Nhiệm vụ", "Chỉ tiêu"} <= set(sheets.sheetnames)
    assert Image.open(io.BytesIO(chart[1].body)).width == 1080


async def test_a_half_year_under_way_is_compared_with_the_same_months(stage: Stage) -> None:
    """Four months stand beside four, and those to come are named."""
    body = await year(stage, (*LAST_HALF, *FIRST_HALF[:4]))
    body.secretary.say("/tonghop")
    await stage.settle()
    body.secretary.tap("6 tháng đầu năm 2022")
    await stage.settle()
    said = body.secretary.last.text
    assert "Chưa có: tháng 5/2022, tháng 6/2022." in said
    assert "so với 6 tháng cuối năm 2021, 4 kỳ tương ứng" in said


async def test_the_last_month_posted_sends_the_papers_once(stage: Stage) -> None:
    """The secretary has them by themselves, and a second tick sends nothing more."""
    stage.clock.move_to(at(7, 1, 9))
    body = await Body.found(stage)
    now: datetime = stage.clock.now()
    month = f"{now.year}-06"
    for label in [f"{now.year}-{number:02}" for number in range(1, 7)]:
        await told(body, label, dict.fromkeys(body.units, 7))
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE summaries SET posted_at = ?", (to_text(now - timedelta(days=90)),))
        await tx.run(
            "UPDATE summaries SET posted_at = ? WHERE period_id = (SELECT id FROM report_periods WHERE period = ?)",
            (to_text(now), month),
        )
    for minute in (1, 2, 3):
        await stage.advance(now + timedelta(minutes=minute))
        await stage.settle()
    assert sum("Gửi đồng chí tổng hợp" in message.text for message in body.secretary.chat.messages.values()) == 1
    assert len([name for _, name in files(stage, body.secretary) if "6 tháng đầu" in name.name]) >= 2
    assert files(stage, body.leader) == []


async def test_the_half_year_goes_to_the_channel_with_one_tap(stage: Stage) -> None:
    """Card and documents, once, however often and whenever it is tapped, until a report changes."""
    body = await year(stage)
    room = await bound_channel(stage, body)
    body.secretary.say("/tonghop")
    await stage.settle()
    body.secretary.tap("6 tháng đầu năm 2022")
    await stage.settle()
    for minutes in (0, 7):
        stage.clock.move_to(stage.clock.now() + timedelta(minutes=minutes))
        body.secretary.tap("Gửi lên kênh")
        await stage.settle()
    assert sum("TỔNG HỢP 6 THÁNG ĐẦU NĂM 2022" in message.text for message in room.messages) == 1
    assert len(files(stage, room)) == 3
    assert "Kênh đã có bản này" in stage.telegram.world.alerts[body.secretary.id][-1]
    await body.send("Sở Y tế", "2022-06", online_files=400)
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=7))
    body.secretary.tap("Gửi lên kênh")
    await stage.settle()
    assert sum("TỔNG HỢP 6 THÁNG ĐẦU NĂM 2022" in message.text for message in room.messages) == 2


@pytest.mark.parametrize("who", ["Cán bộ Sở Y tế", "stranger"])
async def test_members_and_strangers_are_refused(stage: Stage, who: str) -> None:
    """The command and every forged button give nothing away."""
    body = await year(stage, FIRST_HALF)
    await bound_channel(stage, body)
    period = (await body.period("2022-06")).id
    phone = body.phones.get(who) or await stage.person(777, "Người Lạ", "+84919999999")
    phone.start()
    phone.say("/tonghop")
    await stage.settle()
    taps = (ChooseSpan(period, 0), *(tap(period, "2022-H1") for tap in (ShowSpan, SpanPapers, PostSpan)))
    await offer(body, phone, *taps)
    for number in range(len(taps)):
        phone.tap(f"Nút {number}")
        await stage.settle()
    assert "TỔNG HỢP" not in phone.screen()
    assert "Đồng chí chọn kỳ" not in phone.screen()
    assert files(stage, phone) == []


async def test_a_leader_reads_and_a_forged_period_is_refused(stage: Stage) -> None:
    """Leaders see it; a period in which nothing was told is no way in."""
    body = await year(stage, FIRST_HALF)
    period = (await body.period("2022-06")).id
    body.deputy.say("/tonghop")
    await stage.settle()
    for tap in (ShowSpan(period, "2031-H1"), PostSpan(period, "2022-H1")):
        body.deputy.tap_data(body.deputy.last, tap.pack())
        await stage.settle()
    assert "TỔNG HỢP" not in body.deputy.screen()
    body.deputy.tap("6 tháng đầu năm 2022")
    await stage.settle()
    assert "TỔNG HỢP 6 THÁNG ĐẦU NĂM 2022" in body.deputy.screen()
