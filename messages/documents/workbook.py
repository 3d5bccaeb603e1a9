"""Everything of a period as XLSX: answers by unit, tasks, targets, what the units wrote, the periods before."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]

from messages.documents import sheets
from messages.documents.month import PastPeriod, Question, ReportWorkbook, UnitAnswers
from messages.documents.month_words import Words, words_of
from messages.documents.rolled import RolledWorkbook
from messages.documents.sheets import Value
from messages.formats import moment, period

Cell = tuple[Value, str]
"""A value and the name of its look."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head and the width, in characters."""

    head: str
    width: float


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet. ``frozen`` columns stay in sight; ``totals`` is the row below, outside the filter."""

    tab: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    frozen: int = 2
    totals: Sequence[Cell] = ()


def report_workbook(book: ReportWorkbook) -> bytes:
    """The workbook in the reader's language."""
    words = words_of(book.locale)
    written = io.BytesIO()
    file = xlsxwriter.Workbook(written, sheets.OPTIONS)
    file.set_properties({"title": sheets.text(book.subject)[:255], "created": sheets.MADE})
    looks = sheets.formats(file)
    for table in (_answers(book, words), tasks(book, words), targets(book, words), _remarks(book, words),
                  _history(book, words)):  # fmt: skip
        put(file.add_worksheet(table.tab), table, book, words, looks)
    file.close()
    return written.getvalue()


def put(page: Any, table: Table, book: ReportWorkbook | RolledWorkbook, words: Words, looks: dict[str, Any]) -> None:
    """One sheet: what it is about, the table, ready to filter and to print."""
    last = len(table.columns) - 1
    said = [
        (book.body, "body"),
        (f"{table.tab.upper()} – {book.subject}", "title"),
        (f"{words.period}: {period(book.period, book.locale)}", "fact"),
        (words.as_of.format(as_of=moment(book.as_of, book.locale)), "fact"),
    ]
    if book.version > 1:
        said.append((words.version.format(version=book.version - 1), "body"))
    head = sheets.facts(page, said, last, looks)
    for at, column in enumerate(table.columns):
        page.set_column(at, at, column.width)
        page.write_string(head, at, sheets.text(column.head), looks["head"])
    page.set_row(head, sheets.height((column.head, column.width * 0.8) for column in table.columns) + sheets.LINE)
    for number, row in enumerate((*table.rows, *([table.totals] if table.totals else ())), start=1):
        for at, (value, look) in enumerate(row):
            sheets.write(page, head + number, at, value, looks[look])
        widths = zip(row, table.columns, strict=True)
        page.set_row(head + number, sheets.height((cell[0], column.width) for cell, column in widths))
    if not table.rows:
        page.write_string(head + 1, 0, words.nothing, looks["fact"])
    sheets.lay_out(page, head, len(table.rows), last, frozen=table.frozen, page_word=words.page)


# --- units × answers ---------------------------------------------------------------------------------------------


def _answers(book: ReportWorkbook, words: Words) -> Table:
    heads = words.heads
    columns = [
        Column(heads["position"], 5),
        Column(heads["unit"], 28),
        Column(heads["reported"], 11),
        Column(heads["sent"], 17),
        Column(heads["days_late"], 9),
        Column(heads["version"], 8),
        *(_question_column(question) for question in book.questions),
    ]
    totals: list[Cell] = [("", "sum")] * len(columns)
    totals[1] = (words.total, "sum")
    for at, question in enumerate(book.questions):
        totals[6 + at] = _added(question, book.units, at, words)
    return Table(
        words.tabs["answers"],
        columns,
        [_unit_row(number, unit, book, words) for number, unit in enumerate(book.units, start=1)],
        totals=totals if any(question.counted for question in book.questions) else (),
    )


def _question_column(question: Question) -> Column:
    measure = f" ({question.measure})" if question.measure else ""
    return Column(question.label + measure, {"text": 44.0, "number": 18.0, "date": 13.0}[question.kind])


def _unit_row(number: int, unit: UnitAnswers, book: ReportWorkbook, words: Words) -> list[Cell]:
    reported = "missing" if unit.sent_at is None else "late" if unit.is_late else "on_time"
    given = (*unit.values, *[""] * len(book.questions))
    return [
        (number, "middle"),
        (unit.unit, "text"),
        (words.reported[reported], "good" if reported == "on_time" else "warning"),
        (unit.sent_at, "moment"),
        (unit.days_late or None, "middle"),
        (unit.version or None, "middle"),
        *(_answer(question, value) for question, value in zip(book.questions, given, strict=False)),
    ]


def _answer(question: Question, value: str) -> Cell:
    if value and question.kind == "number":
        return figure(sheets.number_of(value))
    if value and question.kind == "date":
        try:
            return date.fromisoformat(value), "day"
        except ValueError:
            return value, "text"
    return value, "text"


def figure(value: Decimal | str | None, look: str = "") -> Cell:
    """A number's cell; what is no number stands as it is."""
    if not isinstance(value, Decimal):
        return value, "sum" if look else "text"
    return value, look + ("whole" if value == value.to_integral_value() else "number")


def _added(question: Question, units: Sequence[UnitAnswers], at: int, words: Words) -> Cell:
    if question.counted is None:
        return "", "sum"
    given = [sheets.number_of(unit.values[at]) for unit in units if at < len(unit.values) and unit.values[at]]
    values = [value for value in given if isinstance(value, Decimal)]
    if not values:
        return "", "sum"
    total = sum(values, Decimal(0))
    if question.counted == "average":
        total = (total / len(values)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return figure(total, "sum-")


# --- the other sheets --------------------------------------------------------------------------------------------


def tasks(book: ReportWorkbook | RolledWorkbook, words: Words) -> Table:
    """The tasks, one a row."""
    widths = {"code": 11.0, "title": 48.0, "lead": 20.0, "helpers": 20.0, "due_from": 11.0, "due": 11.0,
              "due_words": 17.0, "state": 14.0, "overdue": 9.0, "note": 26.0}  # fmt: skip
    rows: list[list[Cell]] = [
        [
            (task.code, "text"),
            (task.title, "text"),
            (task.lead, "text"),
            (task.helpers, "text"),
            (task.due_from, "day"),
            (task.due, "day"),
            (task.due_words, "text"),
            (words.states[task.state], {"done": "good", "stuck": "warning"}.get(task.state, "middle")),
            (words.heads["overdue"] if task.overdue else "", "warning"),
            (task.note, "text"),
        ]
        for task in book.tasks
    ]
    return Table(words.tabs["tasks"], _columns(widths, words), rows)


def targets(book: ReportWorkbook | RolledWorkbook, words: Words) -> Table:
    """The targets, one a row."""
    widths = {"code": 16.0, "target": 60.0, "op": 9.0, "goal": 12.0, "actual": 12.0, "measure": 14.0, "unit": 26.0,
              "period": 16.0, "standing": 16.0}  # fmt: skip
    looks = {"reached": "good", "behind": "warning"}
    rows: list[list[Cell]] = [
        [
            (target.code, "text"),
            (target.title, "text"),
            (target.op, "middle"),
            figure(target.goal),
            figure(target.actual),
            (target.measure, "middle"),
            (target.unit, "text"),
            (target.period, "middle"),
            (words.standings[target.standing], looks.get(target.standing, "middle")),
        ]
        for target in book.targets
    ]
    return Table(words.tabs["targets"], _columns(widths, words), rows)


def _remarks(book: ReportWorkbook, words: Words) -> Table:
    rows: list[list[Cell]] = [
        [(number, "middle"), (said.unit, "text"), (said.question, "text"), (said.text, "text")]
        for number, said in enumerate(book.remarks, start=1)
    ]
    widths = {"position": 5.0, "unit": 28.0, "question": 28.0, "text": 90.0}
    return Table(words.tabs["remarks"], _columns(widths, words), rows)


def _history(book: ReportWorkbook, words: Words) -> Table:
    widths = {"period": 18.0, "units": 10.0, "on_time": 10.0, "late": 9.0, "missing": 10.0, "share": 10.0}
    figures = [Column(label, 24.0) for label in book.history_figures]
    rows = [_past(past, len(figures), book) for past in book.history]
    return Table(words.tabs["history"], [*_columns(widths, words), *figures], rows, frozen=1)


def _past(past: PastPeriod, figures: int, book: ReportWorkbook) -> list[Cell]:
    counts = past.counts
    sent = counts.on_time + counts.late
    totals = (*past.totals, *[None] * figures)[:figures]
    return [
        (period(past.period, book.locale), "middle"),
        (counts.total, "middle"),
        (counts.on_time, "middle"),
        (counts.late, "middle"),
        (counts.missing, "middle"),
        (Decimal(sent) / counts.total if counts.total else None, "share"),
        *(figure(total) for total in totals),
    ]


def _columns(widths: dict[str, float], words: Words) -> list[Column]:
    return [Column(words.heads[key], width) for key, width in widths.items()]
