"""What a table that somebody sends is: a roster, the tasks of a plan or its targets, told by its headings."""

import csv
import io
from collections.abc import Mapping, Sequence
from enum import StrEnum

from taskforce import plan, roster, targets
from taskforce.sheets import SheetRow, find_table, read_rows


class TableKind(StrEnum):
    """What a table lists."""

    ROSTER = "roster"
    PLAN = "plan"
    TARGETS = "targets"


_HEADINGS: Mapping[TableKind, Mapping[str, tuple[str, ...]]] = {
    TableKind.ROSTER: roster.HEADINGS,
    TableKind.PLAN: plan.HEADINGS,
    TableKind.TARGETS: targets.HEADINGS,
}


def table_kind(rows: Sequence[SheetRow]) -> TableKind:
    """The kind whose headings the table has most of; a roster where that settles nothing."""
    known = {kind: len(find_table(rows, headings).columns) for kind, headings in _HEADINGS.items()}
    return max(TableKind, key=lambda kind: known[kind])


def plan_template() -> bytes:
    """An empty table of tasks as XLSX, with one line that shows how it is filled in."""
    example = (
        "I.1",
        "Rà soát, chuẩn hóa dữ liệu dân cư",
        "Công an tỉnh; Sở Tư pháp",
        "các đơn vị liên quan",
        "Trong Quý II năm 2022",
        "",
        "",
        "",
    )
    headings = [names[1] for names in plan.HEADINGS.values()]
    headings[2] = "Đơn vị chủ trì"
    return _template("Nhiệm vụ", headings, example, (12, 60, 36, 36, 28, 14, 14, 18))


def targets_template() -> bytes:
    """An empty table of targets as XLSX, with one line that shows how it is filled in."""
    example = ("II.1", "Tỷ lệ hồ sơ được giải quyết trực tuyến", "50", "%", "2022", ">=")
    headings = [names[1] for names in targets.HEADINGS.values()]
    return _template("Chỉ tiêu", headings, example, (12, 60, 14, 14, 14, 12))


def as_csv(template: bytes) -> bytes:
    """The same table as CSV, as a Vietnamese Excel opens it: semicolons, and the mark that says UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(row.cells for row in read_rows(template, "template.xlsx"))
    return out.getvalue().encode("utf-8-sig")


def _template(name: str, headings: Sequence[str], example: Sequence[str], widths: Sequence[int]) -> bytes:
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook always has one
    sheet.title = name
    sheet.append(list(headings))
    sheet.append(list(example))
    for place, width in enumerate(widths, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = width
        sheet.cell(1, place).font = Font(bold=True)
        sheet.cell(2, place).alignment = Alignment(wrap_text=True, vertical="top")
        # As text, or Excel turns a code like 1.10 into a number and 3/4 into a day.
        sheet.column_dimensions[letter].number_format = "@"
        for row in range(2, 200):
            sheet.cell(row, place).number_format = "@"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
