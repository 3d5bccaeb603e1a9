"""Spreadsheets as people send them, whole and broken."""

import csv
import io
import zipfile
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce import sheets
from taskforce.sheets import SheetError, SheetReason, SheetRow, find_table, read_rows
from taskforce.vietnamese import nfc

PEOPLE = "Họ và tên;Đơn vị\r\nNguyễn Văn Ân;Công an tỉnh\r\n"


def workbook(*rows: list[Any], **more_sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for title, content in more_sheets.items():
        sheet = book.create_sheet(title)
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(content: bytes, filename: str = "") -> list[tuple[str, ...]]:
    return [row.cells for row in read_rows(content, filename)]


def reason(content: bytes, filename: str = "") -> SheetReason:
    with pytest.raises(SheetError) as error:
        read_rows(content, filename)
    return error.value.reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_csv_is_read_in_the_encodings_that_programs_write(encoding: str) -> None:
    """Excel, LibreOffice and editors each have their own."""
    assert cells(PEOPLE.encode(encoding)) == [("Họ và tên", "Đơn vị"), ("Nguyễn Văn Ân", "Công an tỉnh")]


def test_csv_of_an_old_vietnamese_windows_is_read_and_composed() -> None:
    """cp1258 keeps tones apart from letters; they come back together."""
    old = "Họ và tên;Đơn vị".replace("ọ", "o\u0323").replace("à", "à").replace("ị", "i\u0323").replace("ơ", "ơ")
    assert cells(old.encode("cp1258")) == [("Họ và tên", "Đơn vị")]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_out(separator: str) -> None:
    """Vietnamese Excel writes semicolons; commas inside quoted cells do not mislead."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([["Đơn vị", "Tên"], ["UBND các huyện, thành phố", "A; B\tC"]])
    assert cells(out.getvalue().encode()) == [("Đơn vị", "Tên"), ("UBND các huyện, thành phố", "A; B\tC")]


def test_rows_keep_the_numbers_that_the_person_sees() -> None:
    """Blank lines and Excel's "sep=" line count, blank rows are left out."""
    assert [row.number for row in read_rows(b"sep=;\na;b\n\n;\nc;d\n")] == [2, 5]


def test_an_unclosed_quote_is_an_error_and_swallows_nothing() -> None:
    """Half the file must not vanish into one cell."""
    assert reason(b'a,b\n"c,d\ne,f\n') is SheetReason.CORRUPT


def test_xlsx_cells_come_as_they_are_seen() -> None:
    """A telephone number that Excel took for a number keeps its digits; dates are ISO."""
    content = workbook(
        ["Tên", "Số", "Tỷ lệ", "Ngày", "Giờ", "Lúc", "Chữ"],
        [" A ", 912345678, 98.5, date(2022, 3, 1), time(14, 0), datetime(2022, 3, 1, 14, 30), 7.0],  # noqa: DTZ001 - sheets know no zones
    )
    assert cells(content)[1] == ("A", "912345678", "98.5", "2022-03-01", "14:00:00", "2022-03-01T14:30", "7")


@pytest.mark.parametrize(
    ("value", "number_format", "seen"),
    [
        (1, "0%", "100%"),
        (0.855, "0.0%", "85.5%"),
        (0.07, "0.00%", "7%"),
        (0.12345, "0%", "12.3450%"),
        (-0.5, "0%;[Red]-0%", "-50%"),
        (1, '0" %"', "1"),
        (1, "General", "1"),
        ("1", "0%", "1"),
    ],
)
def test_a_percentage_comes_as_it_is_seen(value: object, number_format: str, seen: str) -> None:
    """Excel keeps 100 % as 1; a percent sign in words changes nothing; no figure turns into thousands."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(["a", "b"], ["x", value])))
    book.worksheets[0]["B2"].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    ((_, cell),) = cells(out.getvalue())[1:]
    assert cell == seen


def test_the_first_sheet_that_holds_a_table_is_read() -> None:
    """A cover sheet with one title is passed over."""
    content = workbook(["DANH SÁCH"], Danh_sách=[["Tên", "Đơn vị"], ["A", "B"]])
    assert cells(content) == [("Tên", "Đơn vị"), ("A", "B")]


def test_a_hidden_sheet_is_not_read() -> None:
    """Nobody checks what they do not see."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(["a", "b"], Hai=[["c", "d"]])))
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue()) == [("c", "d")]


@pytest.mark.parametrize("content", [b"", b" \n\n", b";;\n;;\n", workbook(), workbook([None, ""])])
def test_a_file_without_a_single_cell_is_empty(content: bytes) -> None:
    """CSV and XLSX alike."""
    assert reason(content) is SheetReason.EMPTY


@pytest.mark.parametrize(
    ("content", "filename", "wanted"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "ds.xls", SheetReason.OLD_FORMAT),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "ds.xlsx",
            SheetReason.ENCRYPTED,
        ),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "anh.jpg", SheetReason.NOT_A_SPREADSHEET),
        (b"%PDF-1.7\n\0\x01", "a.pdf", SheetReason.NOT_A_SPREADSHEET),
        (b"<html><table></table></html>", "ds.xls", SheetReason.NOT_A_SPREADSHEET),
        (b"\xff\xfea", "a.csv", SheetReason.NOT_A_SPREADSHEET),
        (b"not a workbook, at all", "ds.xlsx", SheetReason.CORRUPT),
        (b"PK\x03\x04 and then nothing", "ds.xlsx", SheetReason.CORRUPT),
        (workbook(["a", "b"])[:-200], "ds.xlsx", SheetReason.CORRUPT),
    ],
)
def test_what_is_no_spreadsheet_is_refused_with_its_reason(content: bytes, filename: str, wanted: SheetReason) -> None:
    """Each kind of wrong file has its own word, so that the reply can say what to do."""
    assert reason(content, filename) is wanted


def archive(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def test_another_kind_of_archive_is_no_spreadsheet() -> None:
    """A DOCX is a ZIP file too."""
    assert reason(archive({"word/document.xml": b"<w/>"}), "a.docx") is SheetReason.NOT_A_SPREADSHEET


def test_a_workbook_with_broken_parts_is_corrupt() -> None:
    """Whatever the library stumbles over, the person hears one sentence."""
    assert reason(archive({"xl/workbook.xml": b"<oops"})) is SheetReason.CORRUPT


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes that unpack to more than the limit are too big."""
    monkeypatch.setattr(sheets, "MAX_UNPACKED_BYTES", 100_000)
    assert reason(archive({"xl/workbook.xml": b"0" * 100_001})) is SheetReason.TOO_BIG


def test_a_locked_archive_is_encrypted() -> None:
    """A password-protected ZIP is named as such."""
    content = bytearray(archive({"xl/workbook.xml": b"<w/>"}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert reason(bytes(content)) is SheetReason.ENCRYPTED


def test_too_many_bytes_or_rows_are_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of people or tasks never needs them."""
    assert reason(b"a" * (sheets.MAX_BYTES + 1)) is SheetReason.TOO_BIG
    monkeypatch.setattr(sheets, "MAX_ROWS", 3)
    assert len(read_rows(b"a,b\n" * 3)) == 3
    with pytest.raises(SheetError) as error:
        read_rows(b"a,b\n" * 4)
    assert (error.value.reason, error.value.limit) == (SheetReason.TOO_MANY_ROWS, 3)
    assert reason(workbook(*[["a", "b"]] * 4)) is SheetReason.TOO_MANY_ROWS


HEADINGS = {"name": ("Họ và tên",), "title": ("Chức vụ",), "role": ("Chức vụ trong Tổ", "Vai trò")}


def rows(*lines: tuple[str, ...]) -> list[SheetRow]:
    return [SheetRow(number, line) for number, line in enumerate(lines, start=1)]


def test_headings_are_found_below_titles_and_by_their_beginning() -> None:
    """A list from the office has its own titles and longer headings; the longest known spelling wins."""
    table = find_table(
        rows(("DANH SÁCH",), ("STT", "HỌ VÀ TÊN (*)", "Chức vụ trong Tổ công tác", "chức vụ"), ("1", "A", "B", "C")),
        HEADINGS,
    )
    assert table.header_row == 2
    assert dict(table.columns) == {"name": 1, "role": 2, "title": 3}
    assert [table.value(row, "role") for row in table.rows] == ["B"]


def test_a_column_that_stands_twice_is_named() -> None:
    """Which one is meant is for the person to say."""
    assert find_table(
        rows(
            ("Họ và tên", "Họ và tên"),
        ),
        HEADINGS,
    ).repeated == ("name",)


def test_a_missing_column_and_a_short_row_give_empty_values() -> None:
    """Nothing is read from a neighbouring column."""
    table = find_table(rows(("STT", "Họ và tên"), ("1",)), HEADINGS)
    assert table.value(table.rows[0], "name") == table.value(table.rows[0], "role") == ""


@given(st.binary(max_size=200))
def test_any_bytes_are_rows_or_a_sheet_error(content: bytes) -> None:
    """Nonsense never raises anything else."""
    try:
        assert read_rows(content)
    except SheetError as error:
        assert error.reason in SheetReason  # noqa: PT017 - either outcome is right


TYPED = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6)


@given(st.lists(st.tuples(TYPED, TYPED, TYPED), min_size=1, max_size=4), st.sampled_from([",", ";", "\t"]))
def test_what_a_program_writes_as_csv_is_read_back(content: list[tuple[str, str, str]], separator: str) -> None:
    """Quotes, separators inside cells and Vietnamese letters survive."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerows([["Tên", "Đơn vị", "Vai trò"], *content])
    wanted = [("Tên", "Đơn vị", "Vai trò"), *(tuple(map(nfc, row)) for row in content)]
    assert cells(out.getvalue().encode()) == wanted
