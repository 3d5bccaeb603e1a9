"""What is wrong with a table of tasks or targets, for the operator."""

from collections.abc import Mapping

from taskforce import plan, targets
from taskforce.plan import PlanReason
from taskforce.sheets import RowProblem, SheetReason
from taskforce.targets import TargetReason

UNREADABLE: Mapping[SheetReason, str] = {
    SheetReason.TOO_BIG: "is too big",
    SheetReason.TOO_MANY_ROWS: "has too many rows",
    SheetReason.ENCRYPTED: "has a password; remove it",
    SheetReason.OLD_FORMAT: "is an old Excel file (.xls); save it as .xlsx",
    SheetReason.CORRUPT: "is damaged and cannot be opened",
    SheetReason.EMPTY: "is empty",
    SheetReason.NOT_A_SPREADSHEET: "is not a spreadsheet",
}

_WORDS: Mapping[str, str] = {
    PlanReason.COLUMN_MISSING: "The column {column} is missing.",
    PlanReason.COLUMN_REPEATED: "The column {column} is there twice.",
    PlanReason.NO_TASKS: "There is no row under the headings.",
    TargetReason.NO_TARGETS: "There is no row under the headings.",
    PlanReason.CODE_REPEATED: "Row {row}: the code {value!r} is in row {other} already.",
    PlanReason.LEAD_AMBIGUOUS: "Row {row}: {value!r} can mean several units; write the full name.",
    PlanReason.DATE_INVALID: "Row {row}: {value!r} in {column} is no date (2022-03-31 or 31/3/2022).",
    PlanReason.DATES_REVERSED: "Row {row}: it ends ({value}) before it begins.",
    PlanReason.MARKED: "Row {row}: it is marked {value}; secret contents may not enter this system.",
    TargetReason.VALUE_INVALID: "Row {row}: {value!r} is no number (98,5).",
    TargetReason.OP_UNKNOWN: "Row {row}: {value!r} is none of = >= > <= <.",
    TargetReason.PERIOD_INVALID: "Row {row}: {value!r} is no period (2022, 2022-Q1, 2023-2025).",
}


def said(problem: RowProblem) -> str:
    """One wrong row, in a sentence."""
    headings = {**plan.HEADINGS, **targets.HEADINGS}
    column = headings.get(problem.column, (problem.column,))[0]
    words = _WORDS.get(problem.reason, "Row {row}: {column} is empty.")
    return words.format(row=problem.row, column=column, value=problem.value, other=problem.other_row)
