"""What every XLSX page shares: how cells look, how each kind of value is written, how a page prints.

A value goes into its cell as what it is: a text is never run, a number adds up, a day can be sorted.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from math import ceil
from typing import Any

from messages.documents.cleaning import one_line

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,  # what somebody typed is never run
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,  # every moment is local already
}

MADE = datetime(2020, 1, 1)  # noqa: DTZ001  a fixed day, so that the same data give the same bytes

LINE = 15.0
"""Points of one line."""

_LIMIT = 32_767  # characters in one cell
_LETTER = 0.85  # how wide a letter is on average, in the units of a column's width
_MOST_LINES = 25  # a row is at most 409 points high
_MOST_DIGITS = 15  # a cell's number is a double: more digits would change on the way

Value = str | int | Decimal | date | datetime | None

_FONT = {"font_name": "Times New Roman", "font_size": 11, "valign": "vcenter"}
_CELL = {**_FONT, "border": 1, "text_wrap": True, "valign": "top"}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    "body": {**_FONT, "bold": True},
    "title": {**_FONT, "bold": True, "font_size": 14, "align": "center"},
    "fact": _FONT,
    "head": {**_CELL, "bold": True, "align": "center", "bg_color": "#E7E6E6", "valign": "vcenter"},
    "text": _CELL,
    "middle": {**_CELL, "align": "center"},
    "time": {**_CELL, "align": "center", "num_format": "hh:mm"},
    "moment": {**_CELL, "align": "center", "num_format": "dd/mm/yyyy hh:mm"},
    "day": {**_CELL, "align": "center", "num_format": "dd/mm/yyyy"},
    "number": {**_CELL, "num_format": "#,##0.######"},
    "whole": {**_CELL, "num_format": "#,##0"},
    "share": {**_CELL, "num_format": "0%"},
    "sum": {**_CELL, "bold": True, "bg_color": "#F2F2F2"},
    "sum-number": {**_CELL, "bold": True, "bg_color": "#F2F2F2", "num_format": "#,##0.######"},
    "sum-whole": {**_CELL, "bold": True, "bg_color": "#F2F2F2", "num_format": "#,##0"},
    "good": {**_CELL, "align": "center", "font_color": "#006B4E"},
    "warning": {**_CELL, "align": "center", "font_color": "#B34700", "bold": True},
}


def formats(book: Any) -> dict[str, Any]:
    """Every look that a cell may have, by name."""
    return {name: book.add_format(dict(look)) for name, look in _FORMATS.items()}


def text(value: str) -> str:
    """What fits into one cell, on one line."""
    return one_line(value)[:_LIMIT]


def write(page: Any, row: int, column: int, value: Value, look: Any) -> None:
    """Write a value as what it is; None and "" leave the cell empty."""
    if isinstance(value, datetime):
        page.write_datetime(row, column, value, look)
    elif isinstance(value, date):
        page.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001
    elif isinstance(value, int | Decimal):
        page.write_number(row, column, value, look)
    elif value:
        page.write_string(row, column, text(value), look)
    else:
        page.write_blank(row, column, None, look)


def number_of(value: str) -> Decimal | str:
    """The number that the text is, or the text where a cell could not hold it exactly, or it is none."""
    try:
        found = Decimal(value)
    except ArithmeticError:
        return value
    if not found.is_finite() or len(found.normalize().as_tuple().digits) > _MOST_DIGITS or abs(found.adjusted()) > 99:
        return value
    return found


def height(values: Iterable[tuple[Value, float]]) -> float:
    """Points that the fullest cell of a row needs (value, width of its column): not every program makes room."""
    texts = ((value, width) for value, width in values if isinstance(value, str))
    lines = max((ceil(len(one) * _LETTER / width) for one, width in texts if one), default=1)
    return LINE * min(lines, _MOST_LINES)


def facts(page: Any, said: Sequence[tuple[str, str]], last: int, looks: Mapping[str, Any]) -> int:
    """The lines above a table (text, look), over all its columns; returns the row of the table's head."""
    for row, (line, look) in enumerate(said):
        page.merge_range(row, 0, row, last, "", looks[look])
        page.write_string(row, 0, text(line), looks[look])
    return len(said) + 1


def lay_out(page: Any, head: int, rows: int, last: int, *, frozen: int, page_word: str) -> None:
    """Head and first columns stay in sight, the table filters, the page prints on A4 across."""
    page.freeze_panes(head + 1, frozen)
    page.autofilter(head, 0, head + max(rows, 1), last)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    page.repeat_rows(head)
    page.set_footer(f"&C{page_word} &P/&N")
