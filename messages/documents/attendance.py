"""The attendance list as XLSX: one row a person, real dates to sort by, ready to print on A4."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter  # type: ignore[import-untyped]

from messages.documents import sheets
from messages.documents.attendance_words import EN, VI, Words
from messages.documents.model import AttendanceRow, AttendanceSheet
from messages.formats import clock, moment


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
    book = xlsxwriter.Workbook(written, sheets.OPTIONS)
    book.set_properties({"title": sheets.text(sheet.subject)[:255], "created": sheets.MADE})
    page = book.add_worksheet(words.tab)
    shapes = sheets.formats(book)
    head = sheets.facts(page, _facts(sheet, words), _LAST, shapes)
    for at, column in enumerate(_COLUMNS):
        page.set_column(at, at, column.width)
        page.write_string(head, at, words.heads[column.key], shapes["head"])
    page.set_row(head, 2 * sheets.LINE)
    for number, one in enumerate(sheet.rows, start=1):
        values = [column.value(number, one, words) for column in _COLUMNS]
        for at, (column, value) in enumerate(zip(_COLUMNS, values, strict=True)):
            is_other_day = isinstance(value, datetime) and value.date() != sheet.starts_at.date()
            sheets.write(page, head + number, at, value, shapes["moment" if is_other_day else column.shape])
        widths = (column.width for column in _COLUMNS)
        page.set_row(head + number, sheets.height(zip(values, widths, strict=True)))
    sheets.lay_out(page, head, len(sheet.rows), _LAST, frozen=2, page_word=words.page)
    book.close()
    return written.getvalue()


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


def _substitute(row: AttendanceRow) -> str:
    if row.substitute is None:
        return ""
    return ", ".join(part for part in (row.substitute.name, row.substitute.title, row.substitute_phone) if part)


def _note(row: AttendanceRow, words: Words) -> str:
    return "; ".join(part for part in (words.guest if row.is_guest else "", row.note) if part)
