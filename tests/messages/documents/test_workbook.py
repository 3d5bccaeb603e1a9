"""The period's workbook, read back with openpyxl."""

import io
from datetime import datetime
from typing import Any

import msgspec
import pytest
from openpyxl import Workbook, load_workbook

from messages.documents.making import make
from messages.documents.model import ReportWorkbook, to_data
from messages.documents.month import Question, UnitAnswers
from tests.messages.documents import month


def cell_day(*parts: int) -> datetime:
    """A moment as a cell holds it: without a zone."""
    return datetime(*parts)  # noqa: DTZ001


def opened(book: ReportWorkbook) -> Workbook:
    """The made file, read again."""
    return load_workbook(io.BytesIO(make(to_data(book))))


def rows(book: Workbook, tab: str) -> list[list[Any]]:
    """The table's rows from its head on."""
    page = book[tab]
    head = int(str(page.print_title_rows).split("$")[1].rstrip(":"))
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=head)]


@pytest.fixture(scope="module")
def made() -> Workbook:
    """The sample's workbook, made once."""
    return opened(month.workbook())


def test_there_are_five_sheets(made: Workbook) -> None:
    """Answers, tasks, targets, what the units wrote, the periods."""
    assert made.sheetnames == ["Trả lời", "Nhiệm vụ", "Chỉ tiêu", "Khó khăn, ý kiến", "Các kỳ"]


def test_every_sheet_is_ready_to_read_and_print(made: Workbook) -> None:
    """Head and first columns stay in sight, the rows filter, the page lies across and fits its width."""
    for page in made.worksheets:
        assert page.freeze_panes is not None
        assert page.auto_filter.ref
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.paperSize == 9
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page.print_title_rows


def test_answers_are_numbers_and_days(made: Workbook) -> None:
    """A unit a row, every answer as what it is, the totals below."""
    head, first, *_, last, totals = rows(made, "Trả lời")
    assert head[1:7] == [
        "Đơn vị", "Báo cáo", "Gửi lúc", "Chậm (ngày)", "Lần gửi",
        "Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng (hồ sơ)",
    ]  # fmt: skip
    assert first == [
        1, "Công an tỉnh", "Đúng hạn", cell_day(2022, 3, 26, 8), None, 1, 120, 60.5, None, "Thiếu máy quét",
        cell_day(2022, 4, 20),
    ]  # fmt: skip
    assert last[:6] == [22, "UBND huyện Pác Nặm", "Chưa gửi", None, None, None]
    assert totals[1] == "Tổng / bình quân"
    assert totals[6:9] == [sum(120 + 37 * at for at in range(19)), 66.64, None]


def test_the_total_stands_outside_the_filter(made: Workbook) -> None:
    """Sorting the units leaves the last row where it is."""
    page = made["Trả lời"]
    assert int(str(page.auto_filter.ref).rpartition("K")[2]) == page.max_row - 1


def test_late_and_missing_units_are_told(made: Workbook) -> None:
    """How many days late, and who has not sent."""
    found = {row[1]: row[2:5] for row in rows(made, "Trả lời")[1:]}
    assert found["UBND huyện Na Rì"] == ["Chậm", cell_day(2022, 4, 15, 8), 1]
    assert found["UBND huyện Ngân Sơn"] == ["Chưa gửi", None, None]


def test_tasks_targets_remarks_and_history(made: Workbook) -> None:
    """Each in its sheet, with days, numbers and states."""
    assert rows(made, "Nhiệm vụ")[1][4:9] == [
        cell_day(2022, 3, 1), cell_day(2022, 3, 31), "Trong tháng 3 năm 2022", "Hoàn thành", None,
    ]  # fmt: skip
    assert rows(made, "Nhiệm vụ")[2][8] == "Quá hạn"
    assert [row[2:5] + row[8:] for row in rows(made, "Chỉ tiêu")[1:]] == [
        ["=", 100, 41.2, "Đúng tiến độ"],
        [">=", 90, 92.5, "Đạt"],
        ["=", 50, 8, "Chậm tiến độ"],
        ["=", 100, None, "Chưa có số liệu"],
    ]
    assert rows(made, "Khó khăn, ý kiến")[1][1:3] == ["UBND huyện Pác Nặm", "Khó khăn, vướng mắc"]
    assert rows(made, "Các kỳ")[-1] == ["tháng 3/2022", 22, 18, 2, 2, pytest.approx(20 / 22), 18000, 85]


def test_no_cell_is_a_formula(made: Workbook) -> None:
    """A target's "=" is a text, and so is everything that was typed."""
    assert not [cell for page in made for row in page.iter_rows() for cell in row if cell.data_type == "f"]


def test_english_headings() -> None:
    """Whoever reads English has English heads, states and tabs."""
    book = opened(msgspec.structs.replace(month.workbook(), locale="en", version=3))
    assert book.sheetnames == ["Answers", "Tasks", "Targets", "Difficulties, remarks", "Periods"]
    assert rows(book, "Answers")[1][2] == "In time"
    assert [book["Answers"].cell(row, 1).value for row in (3, 4, 5)] == [
        "Period: March 2022", "As of 08:00 Friday, 15/4/2022", "Update 2",
    ]  # fmt: skip


def test_the_first_version_says_nothing_of_updates(made: Workbook) -> None:
    """Only what was corrected says so."""
    said = [cell.value for row in made["Trả lời"].iter_rows(max_row=6) for cell in row]
    assert not [value for value in said if isinstance(value, str) and "cập nhật" in value]


@pytest.mark.parametrize("typed", ["1e400", "NaN", "Infinity", "0x10", "12345678901234567890.5", "một"])
def test_what_is_no_exact_number_stays_as_it_was_typed(typed: str) -> None:
    """A cell would round it, or refuse it: it is kept as text and not added up."""
    book = msgspec.structs.replace(
        month.workbook(),
        questions=(Question("Số", "number", counted="sum"), Question("Ngày", "date")),
        units=(UnitAnswers("A", month.AS_OF, values=(typed, "31/2")), UnitAnswers("B", month.AS_OF, values=("2",))),
    )
    _, first, second, totals = rows(opened(book), "Trả lời")
    assert first[6:] == [typed, "31/2"]
    assert second[6:] == [2, None]
    assert totals[6] == 2


def test_an_empty_month_has_its_five_sheets() -> None:
    """Nothing to tell is said."""
    book = msgspec.structs.replace(
        month.workbook(), questions=(), units=(), tasks=(), targets=(), remarks=(), history=(), history_figures=()
    )
    for page in opened(book).worksheets:
        assert page.cell(page.max_row, 1).value == "Không có."
