"""The attendance list as XLSX: one row a person, real dates to sort by, ready to print on A4."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from messages.documents.attendance_words import EN, VI, Words
from messages.documents.cleaning import one_line
from messages.documents.model import AttendanceRow, AttendanceSheet
from messages.formats import clock, moment

_LIMIT = 32_767  # characters in one cell
_LINE = 15.0  # points
_LETTER = 0.85  # how wide a letter is on average, in the units of a column's width
_MOST_LINES = 25  # a row is at most 409 points high
_MADE = datetime(2020, 1, 1)  # noqa: DTZ001  a fixed day, so that the same data give the same bytes
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,  # what somebody typed is never run
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,  # every moment is local already
}


@dataclass(frozen=True, slots=True)
class _Column:
    """``width`` in characters; ``value`` of a row, its number and the words; ``shape`` names the cell's format."""

    key: str
    width: float
    value: Callable[[int, AttendanceRow, Words], str | int | datetime | None]
    shape: str = "text"


_COLUMNS = (
    _Column("position", 5, lambda at, row, words: at, "middle"),
    _Column("name", 20, lambda at, row, words: row.name),
    _Column("title", 20, lambda at, row, words: row.title),
    _Column("unit", 26, lambda at, row, words: row.unit),
    _Column("standing", 14, lambda at, row, words: words.standing[row.standing]),
    _Column("substitute", 24, lambda at, row, words: _substitute(row)),
    _Column("consent", 12, lambda at, row, words: words.consent[row.consent]),
    _Column("opinion", 24, lambda at, row, words: row.opinion),
    _Column("came", 10, lambda at, row, words: row.came_at, "time"),
    _Column("left", 10, lambda at, row, words: row.left_at, "time"),
    _Column("note", 16, lambda at, row, words: _note(row, words)),
)
_LAST = len(_COLUMNS) - 1


def attendance_sheet(sheet: AttendanceSheet) -> bytes:
    """The list in the reader's language: the facts of the meeting, the quorum, everybody invited."""
    words = EN if sheet.locale == "en" else VI
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, _OPTIONS)
    book.set_properties({"title": _cell(sheet.subject)[:255], "created": _MADE})
    page = book.add_worksheet(words.tab)
    shapes = _shapes(book)
    facts = _facts(sheet, words)
    for row, (text, shape) in enumerate(facts):
        page.merge_range(row, 0, row, _LAST, "", shapes[shape])
        page.write_string(row, 0, _cell(text), shapes[shape])
    head = len(facts) + 1
    for at, column in enumerate(_COLUMNS):
        page.set_column(at, at, column.width)
        page.write_string(head, at, words.heads[column.key], shapes["head"])
    page.set_row(head, 2 * _LINE)
    for number, one in enumerate(sheet.rows, start=1):
        values = [column.value(number, one, words) for column in _COLUMNS]
        for at, (column, value) in enumerate(zip(_COLUMNS, values, strict=True)):
            is_other_day = isinstance(value, datetime) and value.date() != sheet.starts_at.date()
            _write(page, head + number, at, value, shapes["moment" if is_other_day else column.shape])
        page.set_row(head + number, _height(values))
    _lay_out(page, head, len(sheet.rows), words)
    book.close()
    return written.getvalue()


def _shapes(book: Any) -> dict[str, Any]:
    font = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
    cell = {**font, "border": 1, "text_wrap": True, "valign": "top"}
    return {
        "body": book.add_format({**font, "bold": True}),
        "title": book.add_format({**font, "bold": True, "font_size": 14, "align": "center"}),
        "fact": book.add_format(font),
        "head": book.add_format({**cell, "bold": True, "align": "center", "bg_color": "#E7E6E6", "valign": "vcenter"}),
        "text": book.add_format(cell),
        "middle": book.add_format({**cell, "align": "center"}),
        "time": book.add_format({**cell, "align": "center", "num_format": "hh:mm"}),
        "moment": book.add_format({**cell, "align": "center", "num_format": "dd/mm/yyyy hh:mm"}),
    }


def _facts(sheet: AttendanceSheet, words: Words) -> list[tuple[str, str]]:
    when = moment(sheet.starts_at, sheet.locale)
    if sheet.ends_at is not None:
        is_same_day = sheet.ends_at.date() == sheet.starts_at.date()
        begins = clock(sheet.starts_at, sheet.locale) if is_same_day else when
        when = f"{begins} – {moment(sheet.ends_at, sheet.locale)}"
    chair = ", ".join(part for part in (sheet.chair.name, sheet.chair.title) if part)
    facts = [
        (sheet.body, "body"),
        (words.title, "title"),
        (f"{words.meeting}: {sheet.subject}", "fact"),
        (f"{words.time}: {when}", "fact"),
        (f"{words.venue}: {sheet.venue}", "fact") if sheet.venue else None,
        (f"{words.chair}: {chair}", "fact"),
        (words.quorum(sheet.quorum), "fact") if sheet.quorum else None,
    ]
    return [fact for fact in facts if fact is not None]


def _height(values: Sequence[str | int | datetime | None]) -> float:
    """Points that the fullest cell of a row needs: not every program makes room by itself."""
    texts = ((value, column.width) for value, column in zip(values, _COLUMNS, strict=True) if isinstance(value, str))
    lines = max((ceil(len(text) * _LETTER / width) for text, width in texts if text), default=1)
    return _LINE * min(lines, _MOST_LINES)


def _substitute(row: AttendanceRow) -> str:
    if row.substitute is None:
        return ""
    return ", ".join(part for part in (row.substitute.name, row.substitute.title, row.substitute_phone) if part)


def _note(row: AttendanceRow, words: Words) -> str:
    return "; ".join(part for part in (words.guest if row.is_guest else "", row.note) if part)


def _cell(text: str) -> str:
    return one_line(text)[:_LIMIT]


def _write(page: Any, row: int, column: int, value: str | int | datetime | None, shape: Any) -> None:
    if isinstance(value, datetime):
        page.write_datetime(row, column, value, shape)
    elif isinstance(value, int):
        page.write_number(row, column, value, shape)
    elif value:
        page.write_string(row, column, _cell(value), shape)
    else:
        page.write_blank(row, column, None, shape)


def _lay_out(page: Any, head: int, rows: int, words: Words) -> None:
    page.freeze_panes(head + 1, 2)
    page.autofilter(head, 0, head + max(rows, 1), _LAST)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.repeat_rows(head)
    page.set_footer(f"&C{words.page} &P/&N")
