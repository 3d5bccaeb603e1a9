"""A longer period as XLSX: figures month by month, every unit's own, who sent, tasks, targets."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import xlsxwriter  # type: ignore[import-untyped]

from messages.documents import sheets
from messages.documents.month import Locale
from messages.documents.month_words import words_of
from messages.documents.rolled import RolledRow, RolledWorkbook
from messages.documents.workbook import Cell, Column, Table, figure, put, targets, tasks
from messages.formats import period

_WORDS: Mapping[Locale, Mapping[str, str]] = {
    "vi": {
        "figures": "Số liệu", "units": "Đơn vị theo kỳ", "sending": "Gửi báo cáo",
        "figure": "Chỉ số", "measure": "Đơn vị tính", "how": "Cách tính", "total": "Cả kỳ", "answered": "Số báo cáo",
        "sum": "Cộng", "average": "Bình quân", "latest": "Số mới nhất",
        "now": "Kỳ này (so sánh)", "before": "Kỳ trước (so sánh)", "change": "Tăng, giảm", "same": "Tính trên",
        "on-time": "Đúng hạn", "late": "Chậm", "missing": "Không gửi", "": "",
        "sent": "Đã gửi", "owed": "Phải gửi", "share": "Tỷ lệ gửi",
    },
    "en": {
        "figures": "Figures", "units": "Units by period", "sending": "Reports sent",
        "figure": "Figure", "measure": "Measure", "how": "Counted as", "total": "In all", "answered": "Reports with it",
        "sum": "Sum", "average": "Average", "latest": "Latest",
        "now": "Now (compared)", "before": "Before (compared)", "change": "Change", "same": "Over reports",
        "on-time": "In time", "late": "Late", "missing": "Not sent", "": "",
        "sent": "Sent", "owed": "Owed", "share": "Share sent",
    },
}  # fmt: skip
_LOOKS = {"on-time": "good", "late": "warning", "missing": "warning", "": "middle"}


def rolled_workbook(book: RolledWorkbook) -> bytes:
    """The workbook in the reader's language."""
    words, own = words_of(book.locale), _WORDS[book.locale]
    written = io.BytesIO()
    file = xlsxwriter.Workbook(written, sheets.OPTIONS)
    file.set_properties({"title": sheets.text(book.subject)[:255], "created": sheets.MADE})
    looks = sheets.formats(file)
    for table in (_figures(book, own), _units(book, own, words.heads["unit"]), _sending(book, own, words.heads["unit"]),
                  tasks(book, words), targets(book, words)):  # fmt: skip
        put(file.add_worksheet(table.tab), table, book, words, looks)
    file.close()
    return written.getvalue()


def _parts(book: RolledWorkbook) -> list[Column]:
    return [Column(period(part, book.locale), 14.0) for part in book.parts]


def _how(row: RolledRow, own: Mapping[str, str]) -> str:
    return own["latest"] if row.latest else own[row.counted]


def _figures(book: RolledWorkbook, own: Mapping[str, str]) -> Table:
    """Figures × periods, in all, and beside the period before."""
    before = f"{own['before']}: {period(book.beside.period, book.locale)}" if book.beside else own["before"]
    columns = [
        Column(own["figure"], 44.0),
        Column(own["measure"], 12.0),
        Column(own["how"], 13.0),
        *_parts(book),
        Column(own["total"], 15.0),
        Column(own["answered"], 11.0),
        Column(own["now"], 15.0),
        Column(before, 18.0),
        Column(own["change"], 14.0),
        Column(own["same"], 11.0),
    ]
    rows: list[Sequence[Cell]] = [
        [
            (row.label, "text"),
            (row.measure, "middle"),
            (_how(row, own), "middle"),
            *(figure(value) for value in row.by_part),
            figure(row.total, "sum-"),
            (row.answered, "middle"),
            figure(row.change.now),
            figure(row.change.before),
            figure(row.change.change),
            (row.change.same or None, "middle"),
        ]
        for row in book.figures
    ]
    return Table(own["figures"], columns, rows, frozen=1)


def _units(book: RolledWorkbook, own: Mapping[str, str], unit: str) -> Table:
    """Units × periods, one figure after the other: the filter shows one alone."""
    columns = [Column(own["figure"], 40.0), Column(unit, 28.0), *_parts(book), Column(own["total"], 15.0)]
    rows: list[Sequence[Cell]] = [
        [
            (book.figures[row.figure].label, "text"),
            (row.unit, "text"),
            *(figure(value) for value in row.values),
            figure(row.total, "sum-"),
        ]
        for row in book.unit_figures
    ]
    return Table(own["units"], columns, rows)


def _sending(book: RolledWorkbook, own: Mapping[str, str], unit: str) -> Table:
    """How each unit dealt with each period."""
    columns = [
        Column(unit, 30.0),
        *_parts(book),
        *(Column(own[key], 10.0) for key in ("owed", "sent", "on-time", "late", "missing", "share")),
    ]
    rows: list[Sequence[Cell]] = []
    for row in book.units:
        owed = sum(mark != "" for mark in row.marks)
        late, missing = row.marks.count("late"), row.marks.count("missing")
        on_time = owed - late - missing
        share = Decimal(owed - missing) / owed if owed else None
        counts = (owed, owed - missing, on_time, late, missing)
        rows.append(
            [
                (row.unit, "text"),
                *((own[mark], _LOOKS[mark]) for mark in row.marks),
                *((count, "middle") for count in counts),
                (share, "share"),
            ]
        )
    return Table(own["sending"], columns, rows, frozen=1)
