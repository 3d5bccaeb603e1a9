"""The attendance list, read back with openpyxl."""

import io
from datetime import timedelta

import msgspec
import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from messages.documents.making import make
from messages.documents.model import AttendanceRow, AttendanceSheet, QuorumCount, to_data
from tests.messages.documents import samples

HEAD = 9  # the row of the headings in the sample


def opened(sheet: AttendanceSheet) -> Worksheet:
    """The only page of the made file."""
    page = load_workbook(io.BytesIO(make(to_data(sheet)))).active
    assert isinstance(page, Worksheet)
    return page


def values(page: Worksheet, row: int) -> list[object]:
    """The values of one row."""
    return [cell.value for cell in page[row]]


def test_everybody_has_a_row_with_what_is_known_of_them() -> None:
    """Numbered, answer in words, substitute with title and phone, real hours."""
    page = opened(samples.sheet())
    assert values(page, HEAD)[:5] == ["STT", "Họ và tên", "Chức vụ", "Cơ quan, đơn vị", "Trả lời"]
    assert values(page, HEAD + 20) == [
        20,
        "Đỗ Văn Nháp",
        "Chủ tịch UBND huyện",
        "UBND huyện Na Rì",
        "Cử người dự thay",
        "Âu Thị Thử, Phó Chủ tịch UBND huyện, +84 912 345 678",
        "Đồng ý",
        "Nhất trí với dự thảo báo cáo",
        samples.STARTS.replace(minute=12, tzinfo=None),
        samples.STARTS.replace(hour=15, minute=50, tzinfo=None),
        "Đến muộn, về sớm",
    ]
    assert values(page, HEAD + 23)[-1] == "Khách mời"
    assert page.max_row == HEAD + 23


def test_the_facts_of_the_meeting_stand_above() -> None:
    """Subject, time, place, chair and quorum, each in a line."""
    page = opened(samples.sheet())
    above = [page.cell(row, 1).value for row in range(1, HEAD)]
    assert above[1] == "DANH SÁCH ĐẠI BIỂU DỰ HỌP"
    assert "Thời gian: 14h – 16h30 thứ Ba, 5/4/2022" in above
    assert "Có mặt 20/22 thành viên, cần 15: đủ số thành viên để họp." in above


@pytest.mark.parametrize(
    ("count", "sentence"),
    [
        (QuorumCount(14, 22, 15), "14 of 22 members are present, 15 are needed: there is no quorum yet."),
        (QuorumCount(15, 22, 15), "15 of 22 members are present, 15 are needed: there is a quorum."),
        (QuorumCount(9, 22), "9 of 22 members are present."),
        (
            QuorumCount(23, 25, substitutes=1),
            "24 of 25 are present, 1 of them substitutes who do not count for a quorum.",
        ),
        (
            QuorumCount(23, 25, 17, 1),
            "24 of 25 are present, 1 of them substitutes who do not count for a quorum."
            " 23 of 25 members are present, 17 are needed: there is a quorum.",
        ),
    ],
)
def test_quorum_in_english(count: QuorumCount, sentence: str) -> None:
    """Enough, not enough, and no rule at all."""
    page = opened(msgspec.structs.replace(samples.sheet(), quorum=count, locale="en"))
    assert page.cell(HEAD - 2, 1).value == sentence
    assert values(page, HEAD)[1] == "Name"


def test_the_page_is_ready_to_print_and_to_filter() -> None:
    """A4 landscape one page wide, headings frozen and repeated, a filter over every row."""
    page = opened(samples.sheet())
    assert (page.page_setup.orientation, int(page.page_setup.paperSize)) == ("landscape", 9)
    assert (page.page_setup.fitToWidth, int(page.page_setup.fitToHeight)) == (1, 0) or page.page_setup.fitToHeight == 0
    assert page.freeze_panes == f"C{HEAD + 1}"
    assert page.auto_filter.ref == f"A{HEAD}:K{HEAD + 23}"
    assert page.print_title_rows == f"${HEAD}:${HEAD}"


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+84912345678", "@SUM(1)", "https://example.vn", "007"])
def test_what_somebody_typed_is_text(text: str) -> None:
    """No formula, no link, no number is made of it."""
    sheet = msgspec.structs.replace(samples.sheet(), rows=(AttendanceRow(name=text, note=text),))
    cell = opened(sheet).cell(HEAD + 1, 2)
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_an_opinion_longer_than_a_cell_is_cut_not_lost() -> None:
    """Forty thousand characters come to the end of what a cell takes."""
    sheet = msgspec.structs.replace(samples.sheet(), rows=(AttendanceRow(name="Thử", opinion="ý" * 40_000),))
    assert opened(sheet).cell(HEAD + 1, 8).value == "ý" * 32_767


def test_an_hour_of_another_day_shows_the_day() -> None:
    """A meeting of two days says on which one somebody came."""
    row = AttendanceRow(name="Thử", came_at=samples.STARTS + timedelta(days=1), left_at=samples.ENDS)
    page = opened(msgspec.structs.replace(samples.sheet(), rows=(row,)))
    assert page.cell(HEAD + 1, 9).number_format == "dd/mm/yyyy hh:mm"
    assert page.cell(HEAD + 1, 10).number_format == "hh:mm"


def test_a_list_of_nobody_can_be_opened() -> None:
    """A meeting nobody is invited to yet has headings only."""
    page = opened(msgspec.structs.replace(samples.sheet(), rows=()))
    assert page.max_row == HEAD
