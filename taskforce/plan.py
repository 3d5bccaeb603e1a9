"""The tasks of a plan, as a normalised table: what, who leads, until when.

The columns are those of the plan of Bắc Kạn (code, title, lead_units, coordinating_units, deadline_text, due_from,
due_to, recurring), of Nam Đông (code, title, responsible), or their Vietnamese headings. The whole file is checked
before anything is taken over. Dates in their columns win; without any, the wording of the deadline is read.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from taskforce.plan_units import Alias, NamedUnits, UnitCells, is_indefinite
from taskforce.secrecy import secret_mark
from taskforce.sheets import RowProblem, SheetRow, Table, find_table
from taskforce.vietnamese import fold

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "code": ("code", "Mã", "Mã nhiệm vụ", "Mục"),
        "title": ("title", "Nhiệm vụ", "Nội dung", "Nội dung nhiệm vụ", "Tên nhiệm vụ"),
        "lead_units": (
            "lead_units",
            "responsible",
            "Đơn vị chủ trì",
            "Cơ quan chủ trì",
            "Chủ trì",
            "Đơn vị thực hiện",
            "Phụ trách",
        ),
        "coordinating_units": ("coordinating_units", "Đơn vị phối hợp", "Cơ quan phối hợp", "Phối hợp"),
        "deadline_text": ("deadline_text", "Thời hạn", "Thời gian", "Thời gian hoàn thành", "Hạn"),
        "due_from": ("due_from", "Từ ngày"),
        "due_to": ("due_to", "Đến ngày"),
        "recurring": ("recurring", "Định kỳ"),
    }
)
REQUIRED = ("code", "title", "lead_units")
UNSTATED = "theo kế hoạch, không nêu hạn"
"""What the column "Định kỳ" says of a task that has no deadline."""

_VIETNAMESE_DATE = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


class PlanReason(StrEnum):
    """Why a row of a plan cannot be taken over."""

    COLUMN_MISSING = "column-missing"
    COLUMN_REPEATED = "column-repeated"
    NO_TASKS = "no-tasks"
    CODE_MISSING = "code-missing"
    CODE_REPEATED = "code-repeated"
    TITLE_MISSING = "title-missing"
    LEAD_MISSING = "lead-missing"
    LEAD_AMBIGUOUS = "lead-ambiguous"
    DATE_INVALID = "date-invalid"
    DATES_REVERSED = "dates-reversed"
    MARKED = "marked"
    """It bears a mark of secrecy."""


class Unclear(StrEnum):
    """Why the wording of a deadline gives no dates."""

    NOT_UNDERSTOOD = "not-understood"
    SEVERAL = "several"
    """One for each level: the row has to be divided, or one of them chosen."""
    WHICH_DAY = "which-day"
    """A rhythm that leaves its day open ("hằng quý")."""


@dataclass(frozen=True, slots=True)
class Window:
    """When a task is due: local days closed on both sides, and the words of its rhythm ("thường xuyên")."""

    due_from: date | None = None
    due_to: date | None = None
    recurring: str = ""


@dataclass(frozen=True, slots=True)
class UnclearDeadline:
    """A deadline that somebody has to say: the task's code and title, and what is written."""

    code: str
    title: str
    text: str
    reason: Unclear


@dataclass(frozen=True, slots=True)
class PlanTask:
    """One task. ``leads`` and ``coordinators`` are unit ids; ``for_all`` says that every unit leads it.

    ``lead_text`` and ``coordinating_text`` keep what was written, ``unknown_leads`` the leading units that are not
    known: nobody is asked in their name. The window is closed on both sides; without ``due_to`` the duty stands on.
    """

    row: int
    code: str
    title: str
    leads: tuple[int, ...]
    for_all: bool
    unknown_leads: tuple[str, ...]
    lead_text: str
    coordinators: tuple[int, ...]
    coordinating_text: str
    deadline_text: str
    due_from: date | None
    due_to: date | None
    recurring: str
    unknown_coordinators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A name that no unit of the task force bears, and the codes of the tasks that name it."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan without a wrong row, in the order of the file."""

    tasks: tuple[PlanTask, ...]
    unknown_units: tuple[UnknownUnit, ...]
    """Leading ones: nobody is asked in their name."""
    unknown_coordinators: tuple[UnknownUnit, ...] = ()
    """Those that stand for somebody in particular; "các cơ quan liên quan" is left as it is."""
    unclear: tuple[UnclearDeadline, ...] = ()


class PlanErrors(Exception):
    """The plan has wrong rows; all of them are named, in the order of the file."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the plan")
        self.problems = tuple(problems)


def is_plan(rows: Sequence[SheetRow]) -> bool:
    """Whether the headings are a plan's: tasks and who leads them, whatever else is missing."""
    return {"title", "lead_units"} <= find_table(rows, HEADINGS).columns.keys()


def check_plan(
    rows: Sequence[SheetRow],
    units: Sequence[tuple[int, str, str]],
    aliases: Iterable[Alias] = (),
    settled: Mapping[tuple[str, str], Window] = MappingProxyType({}),
) -> Plan:
    """Check a whole plan against the units (id, name, short name) of the task force.

    Units in a cell are separated by semicolons or lines. A collective lead means every unit given. ``aliases`` say
    what other names mean. ``settled`` gives the windows that somebody said for wordings that are not clear, by
    (code, deadline text). Raises PlanErrors.
    """
    table = find_table(rows, HEADINGS)
    problems = [
        RowProblem(table.header_row, column, PlanReason.COLUMN_MISSING)
        for column in REQUIRED
        if column not in table.columns
    ]
    problems += [RowProblem(table.header_row, column, PlanReason.COLUMN_REPEATED) for column in table.repeated]
    if not problems and not table.rows:
        problems.append(RowProblem(table.header_row, "code", PlanReason.NO_TASKS))
    if problems:
        raise PlanErrors(problems)
    reader = _Reader(table, UnitCells(units, aliases), settled)
    tasks = tuple(reader.task(row) for row in table.rows)
    if reader.problems:
        raise PlanErrors(reader.problems)
    leading = _named((task.code, task.unknown_leads) for task in tasks)
    helping = _named((task.code, task.unknown_coordinators) for task in tasks)
    asked = {fold(unit.name) for unit in leading}
    others = tuple(unit for unit in helping if fold(unit.name) not in asked)
    return Plan(tasks, leading, others, tuple(reader.unclear))


def _named(tasks: Iterable[tuple[str, tuple[str, ...]]]) -> tuple[UnknownUnit, ...]:
    spelled: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    for code, names in tasks:
        for name in names:
            key = fold(name)
            spelled.setdefault(key, name)
            codes.setdefault(key, []).append(code)
    return tuple(UnknownUnit(name, tuple(codes[key])) for key, name in spelled.items())


class _Reader:
    """Reads row after row, remembering problems, unclear deadlines and the codes met so far."""

    def __init__(self, table: Table, cells: UnitCells, settled: Mapping[tuple[str, str], Window]) -> None:
        self.problems: list[RowProblem] = []
        self.unclear: list[UnclearDeadline] = []
        self._table = table
        self._cells = cells
        self._settled = settled
        self._row_of_code: dict[str, int] = {}

    def task(self, row: SheetRow) -> PlanTask:
        code, title = self._code(row), self._text(row, "title")
        if not title:
            self._problem(row, "title", PlanReason.TITLE_MISSING)
        mark = next((mark for cell in row.cells if (mark := secret_mark(cell))), None)
        if mark is not None:
            # what such a row says is repeated nowhere
            self.problems.append(RowProblem(row.number, "title", PlanReason.MARKED, mark))
        named = self._leads(row)
        leads = self._cells.all if named.for_all else named.units
        helping, helping_text = self._coordinators(row, named)
        window = self._window(row, code, title)
        return PlanTask(
            row=row.number,
            code=code,
            title=title,
            leads=leads,
            for_all=named.for_all,
            unknown_leads=named.unknown,
            lead_text=self._text(row, "lead_units"),
            coordinators=tuple(unit for unit in helping.units if unit not in leads),
            coordinating_text=helping_text,
            deadline_text=self._text(row, "deadline_text"),
            due_from=window.due_from,
            due_to=window.due_to,
            recurring=window.recurring,
            unknown_coordinators=tuple(name for name in helping.unknown if not is_indefinite(name)),
        )

    def _text(self, row: SheetRow, column: str) -> str:
        return " ".join(self._table.value(row, column).split())

    def _problem(self, row: SheetRow, column: str, reason: PlanReason, other_row: int | None = None) -> None:
        value = self._table.value(row, column)[:200]
        self.problems.append(RowProblem(row.number, column, reason, value, other_row))

    def _code(self, row: SheetRow) -> str:
        code = self._text(row, "code")
        if not code:
            self._problem(row, "code", PlanReason.CODE_MISSING)
            return code
        # Not folded: III.1.d and III.1.đ are two tasks.
        first = self._row_of_code.setdefault(code.casefold(), row.number)
        if first != row.number:
            self._problem(row, "code", PlanReason.CODE_REPEATED, other_row=first)
        return code

    def _leads(self, row: SheetRow) -> NamedUnits:
        named = self._cells.read(self._table.value(row, "lead_units"))
        if named.empty:
            self._problem(row, "lead_units", PlanReason.LEAD_MISSING)
        for _ in named.ambiguous:
            self._problem(row, "lead_units", PlanReason.LEAD_AMBIGUOUS)
        return named

    def _coordinators(self, row: SheetRow, leads: NamedUnits) -> tuple[NamedUnits, str]:
        """Who helps, and their words: of their own column and those that the leads' column calls so."""
        text = "; ".join(part for part in (self._text(row, "coordinating_units"), *leads.helpers) if part)
        cell = "\n".join((self._table.value(row, "coordinating_units"), *leads.helpers))
        named = self._cells.read(cell)
        return named, text

    def _window(self, row: SheetRow, code: str, title: str) -> Window:
        due_from, due_to = self._date(row, "due_from"), self._date(row, "due_to")
        if due_from is not None and due_to is not None and due_to < due_from:
            self._problem(row, "due_to", PlanReason.DATES_REVERSED)
        recurring = self._text(row, "recurring")
        text = self._text(row, "deadline_text")
        if not text or any(self._text(row, column) for column in ("due_from", "due_to", "recurring")):
            return Window(due_from, due_to, recurring)
        window, unclear = read_window(self._table.value(row, "deadline_text"))
        if unclear is None:
            return window
        settled = self._settled.get((code.casefold(), text))
        if settled is not None and settled != window:
            return settled
        self.unclear.append(UnclearDeadline(code, title, text, unclear))
        return window

    def _date(self, row: SheetRow, column: str) -> date | None:
        text = self._text(row, column)
        if not text:
            return None
        vietnamese = _VIETNAMESE_DATE.fullmatch(text)
        try:
            if vietnamese:
                day, month, year = (int(part) for part in vietnamese.groups())
                return date(year, month, day)
            return date.fromisoformat(text)
        except ValueError:
            self._problem(row, column, PlanReason.DATE_INVALID)
            return None


def read_window(text: str, today_year: int | None = None) -> tuple[Window, Unclear | None]:
    """What the wording of a task's deadline says; and why it does not say enough, or None.

    A rhythm that leaves its day open is kept as far as it goes.
    """
    # Imported here: its many patterns cost milliseconds that only an import of a plan needs.
    from taskforce.deadlines import read_deadlines

    found = read_deadlines(text, today_year)
    if len(found) != 1:
        return Window(), Unclear.SEVERAL if found else Unclear.NOT_UNDERSTOOD
    (only,) = found
    if only.working_days_before is not None:
        return Window(), Unclear.NOT_UNDERSTOOD  # a notice before a meeting is no task's deadline
    window = Window(only.due_from, only.due_to, only.recurring_words)
    open_day = only.recurring is not None and only.recurring.needs_day
    return window, Unclear.WHICH_DAY if open_day else None
