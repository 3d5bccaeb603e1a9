"""The quantified targets of a plan: read from a table, and how one stands against the values told so far.

The columns are those of the targets of Bắc Kạn (code, title, value, unit, period, op) or their Vietnamese headings.
The whole file is checked before anything is taken over.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from taskforce.period_labels import period_days, read_period
from taskforce.secrecy import secret_mark
from taskforce.sheets import RowProblem, SheetRow, Table, find_table
from taskforce.vietnamese import NumberError, parse_number

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "code": ("code", "Mã", "Mã chỉ tiêu", "Mục"),
        "title": ("title", "Chỉ tiêu", "Nội dung", "Tên chỉ tiêu"),
        "value": ("value", "Giá trị", "Mục tiêu", "Kế hoạch"),
        "unit": ("unit", "Đơn vị tính", "ĐVT"),
        "period": ("period", "Kỳ", "Giai đoạn", "Năm", "Thời gian"),
        "op": ("op", "So sánh", "Dấu"),
    }
)
REQUIRED = ("code", "title", "value", "period")


class Op(StrEnum):
    """How a value has to stand to the goal."""

    EXACTLY = "="
    AT_LEAST = ">="
    MORE = ">"
    AT_MOST = "<="
    LESS = "<"


_OPS: Mapping[str, Op] = MappingProxyType(
    {
        "": Op.EXACTLY,
        "=": Op.EXACTLY,
        "≥": Op.AT_LEAST,
        "=>": Op.AT_LEAST,
        "≤": Op.AT_MOST,
        "=<": Op.AT_MOST,
        "bằng": Op.EXACTLY,
        "đạt": Op.EXACTLY,
        "tối thiểu": Op.AT_LEAST,
        "ít nhất": Op.AT_LEAST,
        "từ": Op.AT_LEAST,
        "trên": Op.MORE,
        "hơn": Op.MORE,
        "tối đa": Op.AT_MOST,
        "không quá": Op.AT_MOST,
        "dưới": Op.LESS,
    }
    | {op.value: op for op in Op}
)
_UPWARD = (Op.EXACTLY, Op.AT_LEAST, Op.MORE)


class TargetReason(StrEnum):
    """Why a row of a list of targets cannot be taken over."""

    COLUMN_MISSING = "column-missing"
    COLUMN_REPEATED = "column-repeated"
    NO_TARGETS = "no-targets"
    CODE_MISSING = "code-missing"
    CODE_REPEATED = "code-repeated"
    TITLE_MISSING = "title-missing"
    VALUE_INVALID = "value-invalid"
    OP_UNKNOWN = "op-unknown"
    PERIOD_INVALID = "period-invalid"
    MARKED = "marked"
    """It bears a mark of secrecy."""


@dataclass(frozen=True, slots=True)
class PlanTarget:
    """One target: ``goal`` in ``unit`` of measure, reached within ``period`` (2022, 2022-Q1, 2022-03, 2023-2025)."""

    row: int
    code: str
    title: str
    goal: Decimal
    op: Op
    unit: str
    period: str


class TargetErrors(Exception):
    """The list has wrong rows; all of them are named, in the order of the file."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the targets")
        self.problems = tuple(problems)


def is_targets(rows: Sequence[SheetRow]) -> bool:
    """Whether the headings are those of a list of targets."""
    return {"title", "value", "period"} <= find_table(rows, HEADINGS).columns.keys()


def check_targets(rows: Sequence[SheetRow]) -> tuple[PlanTarget, ...]:
    """Check a whole list of targets. Raises TargetErrors."""
    table = find_table(rows, HEADINGS)
    problems = [
        RowProblem(table.header_row, column, TargetReason.COLUMN_MISSING)
        for column in REQUIRED
        if column not in table.columns
    ]
    problems += [RowProblem(table.header_row, column, TargetReason.COLUMN_REPEATED) for column in table.repeated]
    if not problems and not table.rows:
        problems.append(RowProblem(table.header_row, "code", TargetReason.NO_TARGETS))
    if problems:
        raise TargetErrors(problems)
    reader = _Reader(table)
    targets = tuple(reader.target(row) for row in table.rows)
    if reader.problems:
        raise TargetErrors(reader.problems)
    return targets


class _Reader:
    """Reads row after row, remembering problems and the codes met so far."""

    def __init__(self, table: Table) -> None:
        self.problems: list[RowProblem] = []
        self._table = table
        self._row_of_code: dict[str, int] = {}

    def target(self, row: SheetRow) -> PlanTarget:
        code, title = self._text(row, "code"), self._text(row, "title")
        if not code:
            self._problem(row, "code", TargetReason.CODE_MISSING)
        elif (first := self._row_of_code.setdefault(code.casefold(), row.number)) != row.number:
            self._problem(row, "code", TargetReason.CODE_REPEATED, first)
        if not title:
            self._problem(row, "title", TargetReason.TITLE_MISSING)
        mark = next((mark for cell in row.cells if (mark := secret_mark(cell))), None)
        if mark is not None:
            self.problems.append(RowProblem(row.number, "title", TargetReason.MARKED, mark))
        goal, in_value = self._goal(row)
        period = read_period(self._text(row, "period"))
        if period is None:
            self._problem(row, "period", TargetReason.PERIOD_INVALID)
        op = _OPS.get(self._text(row, "op").casefold())
        if op is None:
            self._problem(row, "op", TargetReason.OP_UNKNOWN)
        return PlanTarget(
            row.number, code, title, goal, op or Op.EXACTLY, self._text(row, "unit") or in_value, period or ""
        )

    def _text(self, row: SheetRow, column: str) -> str:
        return " ".join(self._table.value(row, column).split())

    def _goal(self, row: SheetRow) -> tuple[Decimal, str]:
        """The number, and "%" where the value itself says so."""
        text = self._text(row, "value")
        try:
            return parse_number(text, self._text(row, "unit")), "%" if text.endswith("%") else ""
        except NumberError:
            self._problem(row, "value", TargetReason.VALUE_INVALID)
            return Decimal(0), ""

    def _problem(self, row: SheetRow, column: str, reason: TargetReason, other_row: int | None = None) -> None:
        self.problems.append(RowProblem(row.number, column, reason, self._table.value(row, column)[:200], other_row))


# How a target stands


class Standing(StrEnum):
    """How a target stands."""

    REACHED = "reached"
    ON_THE_WAY = "on-the-way"
    BEHIND = "behind"
    UNKNOWN = "unknown"


class Trend(StrEnum):
    """Where the last value went from the one before it."""

    UP = "up"
    DOWN = "down"
    STEADY = "steady"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TargetValue:
    """A value told for a period (2022-03, 2022-Q1 …)."""

    period: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class TargetState:
    """How a target stands on a day. ``latest`` and ``change`` (to the value before) are None where there is none."""

    standing: Standing
    trend: Trend
    latest: TargetValue | None
    change: Decimal | None


def meets(op: Op, goal: Decimal, value: Decimal) -> bool:
    """Whether the value reaches the goal.

    "= 50 %" is a level to be brought up to, so more is reached too; "= 0" is a level to be kept.
    """
    match op:
        case Op.EXACTLY:
            return value == goal or (value > goal > 0)
        case Op.AT_LEAST:
            return value >= goal
        case Op.MORE:
            return value > goal
        case Op.AT_MOST:
            return value <= goal
        case Op.LESS:
            return value < goal


def standing(goal: Decimal, op: Op, period: str, values: Sequence[TargetValue], today: date) -> TargetState:
    """How a target stands on a local day, from its values in any order; values of unknown periods are left out.

    On the way is what moves at least as fast as the straight line to the goal: from nothing (or, towards a lower
    goal, from the first value told) when the period begins, to the goal when it ends. After the period a target
    that is not reached is behind. Without a value nothing is known.
    """
    told = in_order(values)
    if not told:
        return TargetState(Standing.UNKNOWN, Trend.UNKNOWN, None, None)
    latest = told[-1]
    change = latest.value - told[-2].value if len(told) > 1 else None
    return TargetState(_standing(goal, op, period, told, today), _trend(change), latest, change)


def in_order(values: Iterable[TargetValue]) -> list[TargetValue]:
    """By the end of their periods, oldest first; values of unknown periods are left out."""
    dated = [(days[1], days[0], value) for value in values if (days := period_days(value.period)) is not None]
    return [value for _, _, value in sorted(dated, key=lambda each: each[:2])]


def _trend(change: Decimal | None) -> Trend:
    if change is None:
        return Trend.UNKNOWN
    return Trend.STEADY if change == 0 else Trend.UP if change > 0 else Trend.DOWN


def _standing(goal: Decimal, op: Op, period: str, told: Sequence[TargetValue], today: date) -> Standing:
    latest = told[-1].value
    if meets(op, goal, latest):
        return Standing.REACHED
    days = period_days(period)
    if days is None:
        return Standing.UNKNOWN
    first, last = days
    if today > last:
        return Standing.BEHIND
    told_by = period_days(told[-1].period)
    # what a value tells is known at the end of its period, or now
    at = min(today, told_by[1]) if told_by else today
    elapsed = Decimal(max(0, (at - first).days + 1)) / Decimal((last - first).days + 1)
    upward = op in _UPWARD and goal > 0
    begun = Decimal(0) if upward else told[0].value
    if not upward and len(told) == 1:
        return Standing.BEHIND  # above a limit, and nothing says that it comes down
    expected = begun + (goal - begun) * elapsed
    keeps_up = latest >= expected if upward else latest <= expected
    return Standing.ON_THE_WAY if keeps_up else Standing.BEHIND
