"""Rows out of a spreadsheet that somebody sends: CSV from any program, or XLSX.

Nothing in such a file is trusted: not its name, not the sizes it declares, not its encoding.
"""

import contextlib
import csv
import io
import itertools
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from taskforce.vietnamese import fold, nfc

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
MAX_ROWS = 5000
MAX_COLUMNS = 100
_HEADING_WITHIN = 20  # rows of titles ("DANH SÁCH THÀNH VIÊN …") that may stand above the headings

_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")


class SheetReason(StrEnum):
    """Why a file cannot be read as a spreadsheet."""

    NOT_A_SPREADSHEET = "not-a-spreadsheet"
    EMPTY = "empty"
    TOO_MANY_ROWS = "too-many-rows"
    TOO_BIG = "too-big"
    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    OLD_FORMAT = "old-format"


class SheetError(Exception):
    """The file cannot be read; ``row`` says how far it could, ``limit`` what is allowed (bytes or rows)."""

    def __init__(self, reason: SheetReason, row: int | None = None, limit: int | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.row = row
        self.limit = limit


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that is not empty: its number as the person sees it, and its cells, stripped and in NFC."""

    number: int
    cells: tuple[str, ...]

    def cell(self, column: int) -> str:
        """The cell at a place counted from 0; "" beyond the last."""
        return self.cells[column] if column < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong in one row. ``column`` is the column's key, ``reason`` a code of the importing module,
    ``value`` what stood there, ``other_row`` the row it collides with."""

    row: int
    column: str
    reason: str
    value: str = ""
    other_row: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows under a recognised row of headings. ``columns`` gives each known column its place from 0,
    ``repeated`` the columns that two headings claim."""

    header_row: int
    columns: Mapping[str, int]
    repeated: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    def value(self, row: SheetRow, column: str) -> str:
        """The row's cell under a column; "" when the file lacks the column."""
        place = self.columns.get(column)
        return "" if place is None else row.cell(place)


def read_rows(content: bytes, filename: str = "") -> list[SheetRow]:
    """The rows that are not empty, of a CSV file or of the first sheet of an XLSX file that holds a table.

    Told by what is in the file; ``filename`` only settles what an unreadable one was meant to be. Numbers come as
    they are typed ("912345678", never "912345678.0"), dates as ISO. Raises SheetError.
    """
    if not content.strip():
        raise SheetError(SheetReason.EMPTY)
    if len(content) > MAX_BYTES:
        raise SheetError(SheetReason.TOO_BIG, limit=MAX_BYTES)
    if content.startswith(_OLE_MAGIC):
        # A password turns an XLSX file into the container of the old formats.
        raise SheetError(SheetReason.ENCRYPTED if _ENCRYPTED_STREAM in content else SheetReason.OLD_FORMAT)
    if content.startswith(b"PK"):
        rows = _read_xlsx(content)
    elif filename.lower().endswith((".xlsx", ".xlsm")):
        raise SheetError(SheetReason.CORRUPT)
    else:
        rows = _read_csv(content)
    if not rows:
        raise SheetError(SheetReason.EMPTY)
    return rows


def find_table(rows: Iterable[SheetRow], headings: Mapping[str, Iterable[str]]) -> Table:
    """Find the row of headings and give every known column its place.

    ``headings`` lists the spellings of each column. A longer heading counts when it begins with one ("Điện thoại
    di động"); of several spellings that fit the longest wins. Titles above the headings are passed over. With no
    row of headings the table has no columns: the caller says which ones it misses.
    """
    spelled = {fold(name): column for column, names in headings.items() for name in names}
    rows = list(rows)
    best: dict[str, list[tuple[bool, int]]] = {}
    at = 0
    for index, row in enumerate(rows[:_HEADING_WITHIN]):
        found = _headings_in(row, spelled)
        if len(found) > len(best):
            best, at = found, index
    columns: dict[str, int] = {}
    repeated: list[str] = []
    for column, places in best.items():
        exact = [place for is_exact, place in places if is_exact]
        candidates = exact or [place for _, place in places]
        columns[column] = candidates[0]
        if len(candidates) > 1:
            repeated.append(column)
    header_row = rows[at].number if rows else 1
    return Table(header_row, columns, tuple(repeated), tuple(rows[at + 1 :]))


def _headings_in(row: SheetRow, spelled: Mapping[str, str]) -> dict[str, list[tuple[bool, int]]]:
    found: dict[str, list[tuple[bool, int]]] = {}
    for place, cell in enumerate(row.cells):
        heading = fold(cell)
        fitting = [name for name in spelled if f"{heading} ".startswith(f"{name} ")]
        if fitting and len(heading) <= 60:  # a whole sentence in a cell is no heading
            name = max(fitting, key=len)
            found.setdefault(spelled[name], []).append((name == heading, place))
    return found


def _rows_of(records: Iterable[tuple[str, ...]]) -> list[SheetRow]:
    rows: list[SheetRow] = []
    for number, cells in enumerate(records, start=1):
        filled = max((place for place, cell in enumerate(cells, start=1) if cell), default=0)
        if filled:
            rows.append(SheetRow(number, cells[:filled]))
        if len(rows) > MAX_ROWS:
            raise SheetError(SheetReason.TOO_MANY_ROWS, row=number, limit=MAX_ROWS)
    return rows


# CSV


def _read_csv(content: bytes) -> list[SheetRow]:
    text = _decode(content)
    if text.lstrip()[:1] == "<" or any(_is_control(letter) for letter in text):
        raise SheetError(SheetReason.NOT_A_SPREADSHEET)
    separator, text, skipped = _separator(text)
    try:
        records = [tuple(nfc(cell) for cell in record) for record in _csv(text, separator)]
    except csv.Error:
        raise SheetError(SheetReason.CORRUPT) from None
    return _rows_of([()] * skipped + records)


def _csv(text: str, separator: str) -> Iterator[list[str]]:
    # Strict, because a quote that is never closed would silently swallow the rows after it.
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)


def _decode(content: bytes) -> str:
    marked_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    # cp1258 is what an old Vietnamese Windows writes.
    for encoding in ("utf-16",) if marked_wide else ("utf-8-sig", "cp1258"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(SheetReason.NOT_A_SPREADSHEET)


def _is_control(letter: str) -> bool:
    return letter not in "\t\r\n\f" and unicodedata.category(letter) == "Cc"


def _separator(text: str) -> tuple[str, str, int]:
    """The separator, the text to read, and how many lines of it (a "sep=;" line of Excel) were left out."""
    stated = re.match(r'"?sep=([,;\t])"?\r?\n', text)
    if stated:
        return stated[1], text[stated.end() :], 1

    return max([";", "\t", ","], key=lambda separator: _evenness(text, separator)), text, 0


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows this separator cuts into equally many cells, and into how many."""
    widths: Counter[int] = Counter()
    # A separator that breaks quoted cells is the wrong one; the right one shows itself in the rows before.
    with contextlib.suppress(csv.Error):
        for record in itertools.islice(_csv(text, separator), _HEADING_WITHIN):
            if len(record) > 1:
                widths[len(record)] += 1
    return max(((rows, width) for width, rows in widths.items()), default=(0, 0))


# XLSX


def _read_xlsx(content: bytes) -> list[SheetRow]:
    _check_archive(content)
    # Imported here: openpyxl costs memory and start-up time that only an import needs.
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns about decorations that it leaves out
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            try:
                for sheet in book.worksheets:
                    if sheet.sheet_state == "visible":
                        sheet.reset_dimensions()  # some programs declare them wrongly and lose cells
                        records = sheet.iter_rows(max_col=MAX_COLUMNS)
                        rows = _rows_of(tuple(_shown(cell) for cell in record) for record in records)
                        if any(sum(1 for cell in row.cells if cell) >= 2 for row in rows):
                            return rows
            finally:
                book.close()
    except SheetError:
        raise
    except Exception:
        # A damaged workbook makes openpyxl fail in a dozen ways, from KeyError to ParseError.
        raise SheetError(SheetReason.CORRUPT) from None
    return []


def _check_archive(content: bytes) -> None:
    """Refuse what is no workbook, or unpacks to more than a spreadsheet of people or tasks ever needs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise SheetError(SheetReason.CORRUPT) from None
    if any(part.flag_bits & 0x1 for part in parts):
        raise SheetError(SheetReason.ENCRYPTED)
    # The module reads no more than the declared size of a part, so a false one only ends in a broken part.
    if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise SheetError(SheetReason.TOO_BIG, limit=MAX_UNPACKED_BYTES)
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise SheetError(SheetReason.NOT_A_SPREADSHEET)


def _shown(cell: Any) -> str:
    """The cell as the person sees it: 1 in a cell of percentages is 100%."""
    value = cell.value
    if isinstance(value, (int, float)) and not isinstance(value, bool) and _is_percent(cell.number_format):
        number = (Decimal(repr(value)) * 100).normalize() + 0
        text = format(number, "f")
        # three digits after the point would read as thousands
        return f"{text}0%" if re.fullmatch(r"-?[0-9]+\.[0-9]{3}", text) else f"{text}%"
    return _cell_text(value)


@lru_cache(maxsize=256)
def _is_percent(number_format: str | None) -> bool:
    """Whether numbers of that format are shown a hundredfold; a percent sign in quotes is only a word."""
    return "%" in re.sub(r'"[^"]*"|\\.', "", number_format or "")


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    return nfc(str(value))
