"""The report of a quarter, half-year or year and its workbook, read back with python-docx and openpyxl."""

import io

import msgspec
import pytest
from docx import Document
from docx.document import Document as Letter
from openpyxl import Workbook, load_workbook

from messages.documents.making import make
from messages.documents.model import RolledReport, to_data
from messages.documents.month import TaskTotals
from messages.documents.rolled import Sending
from tests.messages.documents import month, rolled
from tests.messages.documents.test_letters import text_of

MUST_SAY = (
    "BÁO CÁO\nKết quả thực hiện Đề án 06 6 tháng đầu năm 2022",
    "Báo cáo được tổng hợp từ 06 kỳ báo cáo (tháng 1 đến tháng 6 năm 2022), số liệu đến 08 giờ 00 phút ngày 15 tháng 7",
    "Tổng số 130 lượt báo cáo phải gửi: đúng hạn 123; chậm 05; không gửi 02. Tỷ lệ gửi đạt 98,5%. So với 6 tháng cuối "
    "năm 2021: tỷ lệ gửi 98,5% so với 92,4%; gửi đúng hạn 94,6% so với 83,3%. Chi tiết tại Phụ lục II.",
    "(tháng 2, tháng 3).",
    f"- {rolled.LONG}: 108.000 hồ sơ, tăng 16.750;",
    "- Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng: bình quân 87,5%, giảm 1,4 điểm\u00a0% (tính trên 96 báo cáo",
    "- Số tài khoản định danh điện tử đã kích hoạt, lũy kế: số mới nhất 21.000 tài khoản, không đổi;",
    "- Số lớp tập huấn: chưa có số liệu.",
    "Trong kỳ hoàn thành 01 nhiệm vụ. Đến hết kỳ, trong tổng số 47 nhiệm vụ: đã hoàn thành 12;",
    "Trong tổng số 04 chỉ tiêu: đạt 01; đúng tiến độ 01; chậm tiến độ 01; chưa có số liệu 01.",
    "- Các đơn vị nêu trong báo cáo tháng 6 năm 2022:",
    "IV. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM 2022",
)


def opened(report: RolledReport) -> Letter:
    """The made file, read again."""
    return Document(io.BytesIO(make(to_data(report))))


def cells(letter: Letter, table: int, row: int) -> list[str]:
    """What stands in that row."""
    return [cell.text for cell in letter.tables[table].rows[row].cells]


@pytest.fixture(scope="module")
def made() -> Letter:
    """The half-year's report, made once."""
    return opened(rolled.report())


@pytest.fixture(scope="module")
def book() -> Workbook:
    """The half-year's workbook, made once."""
    return load_workbook(io.BytesIO(make(to_data(rolled.workbook()))))


@pytest.mark.parametrize("sentence", MUST_SAY)
def test_the_report_says_what_the_outline_asks(sentence: str, made: Letter) -> None:
    """Every part of the outline stands there in official words."""
    assert sentence in text_of(made)


def test_the_figures_stand_month_by_month(made: Letter) -> None:
    """A column a month, then the whole and what it is compared with."""
    assert cells(made, 2, 0) == [
        "STT", "Nội dung", "T1", "T2", "T3", "T4", "T5", "T6", "Cả kỳ", "6 tháng cuối năm 2021", "So sánh",
    ]  # fmt: skip
    assert cells(made, 2, 3)[2:] == ["–", "9.000", "12.000", "15.000", "18.000", "21.000", "21.000 (số mới nhất)",
                                     "21.000", "Không đổi"]  # fmt: skip


def test_who_sent_stands_month_by_month(made: Letter) -> None:
    """Late, not sent, and nothing where nothing was owed."""
    assert cells(made, 3, 4)[2:] == [
        "Đúng hạn",
        "Không gửi",
        "Không gửi",
        "Đúng hạn",
        "Đúng hạn",
        "Đúng hạn",
        "4/6",
        "4",
    ]
    assert cells(made, 3, 8)[2:5] == ["–", "–", "Đúng hạn"]


def test_tables_fit_the_page_across_however_many_months(made: Letter) -> None:
    """The months share what the other columns leave of 257 mm."""
    for letter in (made, opened(rolled.year())):
        for table in letter.tables[2:4]:
            widths = [cell.width.mm for cell in table.rows[0].cells if cell.width is not None]
            assert len(widths) == len(table.columns)
            assert 250 < sum(widths) <= 257.5


def test_a_year_is_beside_the_year_before() -> None:
    """The column is headed by the year before; what is missing is said, and over which months it is compared."""
    letter = opened(rolled.year())
    said = text_of(letter)
    assert "Kết quả thực hiện Đề án 06 năm 2022" in said
    assert "Chưa có báo cáo của tháng 11, tháng 12." in said
    assert "So với năm 2021: tỷ lệ gửi" in said
    assert "tính trên 10 kỳ tương ứng của hai giai đoạn" in said
    assert "Năm 2021" in cells(letter, 2, 0)
    assert "IV. NHIỆM VỤ TRỌNG TÂM NĂM 2023" in said


def test_a_half_year_without_a_word_still_reads_as_a_report() -> None:
    """Every heading stands, the only annex is the first one, and nothing of the template is left."""
    bare = RolledReport(
        rolled.HEADING, month.SUBJECT, "2022-H1", ("2022-01",), rolled.PARTS[1:], Sending(3, 0, 0), rolled.DEPUTY,
        rolled.AS_OF,
    )  # fmt: skip
    said = text_of(opened(bare))
    assert "II. KẾT QUẢ THỰC HIỆN\nChưa có số liệu trong kỳ." in said
    assert "Các đơn vị không nêu khó khăn, vướng mắc." in said
    assert "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI\nTiếp tục thực hiện các nhiệm vụ" in said
    assert "V. ĐỀ XUẤT, KIẾN NGHỊ\nKhông có đề xuất, kiến nghị." in said
    assert "Chi tiết tại Phụ lục I." in said
    for absent in ("PHỤ LỤC II", "{", "%}"):
        assert absent not in said


def test_parts_are_numbered_without_gaps() -> None:
    """Without tasks the targets are the second part of the results."""
    report = msgspec.structs.replace(rolled.report(), task_totals=TaskTotals(), tasks=(), done=())
    said = text_of(opened(report))
    assert "2. Chỉ tiêu\nTrong tổng số 04" in said
    assert "PHỤ LỤC III" not in said


def test_the_workbook_has_five_sheets(book: Workbook) -> None:
    """Figures, every unit's own, who sent, tasks, targets."""
    assert book.sheetnames == ["Số liệu", "Đơn vị theo kỳ", "Gửi báo cáo", "Nhiệm vụ", "Chỉ tiêu"]


def test_the_workbook_counts_with_numbers(book: Workbook) -> None:
    """A month nobody told is an empty cell, and no cell is a formula."""
    found = [row for row in book["Số liệu"].iter_rows(values_only=True) if rolled.LONG in row]
    assert len(found) == 1
    assert [value for value in found[0] if isinstance(value, int | float)][-5:] == [108000, 120, 108000, 91250, 16750]
    level = next(row for row in book["Số liệu"].iter_rows(values_only=True) if "Số mới nhất" in row)
    assert level[3:9] == (None, 9000, 12000, 15000, 18000, 21000)
    assert not [cell for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
