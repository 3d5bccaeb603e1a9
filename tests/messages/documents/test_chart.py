"""The period's picture: its data to the letter, and that it is a picture."""

import io
from decimal import Decimal

import msgspec
import pytest
from PIL import Image

from messages.documents.chart import HEIGHT, WIDTH, report_chart
from messages.documents.chart_data import Bar, Panel, Piece, chart_data
from messages.documents.month import PastPeriod, ReportChart, TaskTotals, UnitCounts, UnitLoad
from tests.messages.documents import month


def panel(chart: ReportChart, form: str) -> Panel:
    """The panel of that form."""
    return next(panel for panel in chart_data(chart).panels if panel.form == form)


def pieces(bar: Bar) -> list[tuple[str, int]]:
    """Shade and value of every piece."""
    return [(piece.shade, int(piece.value)) for piece in bar.pieces]


def test_the_submission_over_the_months() -> None:
    """A column a month, in order, with who was in time, late and missing, and how many sent."""
    found = panel(month.chart(), "columns")
    assert [(bar.label, bar.note) for bar in found.bars] == [
        ("T10", "16/22"), ("T11", "17/22"), ("T12", "18/22"), ("T1", "19/22"), ("T2", "19/22"), ("T3", "20/22"),
    ]  # fmt: skip
    assert pieces(found.bars[0]) == [("on-time", 12), ("late", 4), ("missing", 6)]
    assert found.longest == 22
    assert found.legend == (("on-time", "Đúng hạn"), ("late", "Chậm"), ("missing", "Chưa gửi"))


def test_units_in_trouble_come_first_and_the_rest_is_counted() -> None:
    """Overdue, then stuck, then most left to do; eight beside targets, and how many more there are."""
    found = panel(month.chart(), "bars")
    assert [(bar.label, bar.note) for bar in found.bars] == [
        ("Sở Tài chính", "quá hạn 1"),
        ("Văn phòng UBND tỉnh", "quá hạn 1"),
        ("Cục Thuế tỉnh", "quá hạn 1"),
        ("UBND huyện Na Rì", "quá hạn 1"),
        ("Sở Thông tin và Truyền thông", ""),
        ("UBND huyện Chợ Đồn", ""),
        ("Bảo hiểm xã hội tỉnh", ""),
        ("Sở Tài nguyên và Môi trường", ""),
    ]
    assert pieces(found.bars[0]) == [("done", 3), ("going", 1), ("stuck", 1), ("not-begun", 1)]
    assert found.more == "… và 14 đơn vị khác"
    assert found.longest == 14


@pytest.mark.parametrize(("units", "shown", "more"), [(12, 12, ""), (13, 13, ""), (14, 12, "… và 2 đơn vị khác")])
def test_a_line_never_stands_for_a_single_unit(units: int, shown: int, more: str) -> None:
    """One unit more takes the line's place; units without a task are not shown."""
    loads = [UnitLoad(f"Đơn vị {at}", TaskTotals(going=1)) for at in range(units)]
    chart = msgspec.structs.replace(month.chart(), targets=(), loads=(*loads, UnitLoad("Rỗi", TaskTotals())))
    found = panel(chart, "bars")
    assert (len(found.bars), found.more) == (shown, more)


def test_targets_tell_how_much_of_the_goal_is_reached() -> None:
    """Worst first; never more than all of it; no value, no bar."""
    found = panel(msgspec.structs.replace(month.chart(), loads=()), "gauges")
    assert found.bars == (
        Bar("Mẫu đơn, tờ khai được chuẩn hóa theo dữ liệu gốc", (Piece("behind", Decimal("0.16")),), "8 / 50%", True),
        Bar("Tài khoản định danh điện tử cá nhân được xác thực", (Piece("on-the-way", Decimal("0.412")),),
            "41,2 / 100%"),
        Bar("Người dân, doanh nghiệp hài lòng về giải quyết TTHC", (Piece("reached", Decimal(1)),), "92,5 / 90%"),
        Bar("Công dân trên 14 tuổi có căn cước gắn chip", (), "chưa có số liệu"),
    )  # fmt: skip
    assert panel(month.chart(), "gauges").more == "… và 1 chỉ tiêu khác"


def test_a_panel_without_data_is_left_out() -> None:
    """The first month of a task force without a plan has one panel."""
    chart = ReportChart(body="Tổ", period="2022-W07", history=(PastPeriod("2022-W07", UnitCounts(2, 1, 0, 1)),))
    picture = chart_data(chart)
    assert [panel.form for panel in picture.panels] == ["columns"]
    assert (picture.title, picture.update, picture.panels[0].bars[0].label) == ("Tuần 7/2022", "", "W07")


def test_a_corrected_picture_says_so_in_the_readers_language() -> None:
    """The update's number stands below the title."""
    chart = msgspec.structs.replace(month.chart(), version=2)
    assert chart_data(chart).update == "Bản cập nhật lần 1"
    english = chart_data(msgspec.structs.replace(chart, locale="en"))
    assert (english.title, english.update, english.panels[0].title) == ("March 2022", "Update 1", "Units that reported")
    assert english.panels[0].bars[-1].label == "Mar"


def test_only_the_last_eight_periods_stand_beside_each_other() -> None:
    """A year of months does not fit."""
    years = tuple(PastPeriod(f"2021-{at:02}", UnitCounts(5, at % 6)) for at in range(1, 13))
    found = panel(msgspec.structs.replace(month.chart(), history=years), "columns")
    assert [bar.label for bar in found.bars] == ["T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12"]


@pytest.mark.parametrize("left_out", ["", "targets", "loads", "both", "all"])
def test_the_picture_is_a_portrait_png(left_out: str) -> None:
    """As wide as a phone reads, never shorter than four to five, not much higher."""
    chart = month.chart()
    if left_out in ("targets", "both", "all"):
        chart = msgspec.structs.replace(chart, targets=())
    if left_out in ("loads", "both", "all"):
        chart = msgspec.structs.replace(chart, loads=())
    if left_out == "all":
        chart = msgspec.structs.replace(chart, history=())
    image = Image.open(io.BytesIO(report_chart(chart)))
    assert (image.format, image.width) == ("PNG", WIDTH)
    assert HEIGHT <= image.height <= 1.25 * HEIGHT
    assert image.getpixel((2, image.height - 2)) == (255, 255, 255)
