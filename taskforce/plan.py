"""The tasks of a plan, as a normalised table: what, who leads, until when.

The columns are those of the plan of Bắc Kạn (code, title, lead_units, coordinating_units, deadline_text, due_from,
due_to, recurring) or their Vietnamese headings. The whole file is checked before anything is taken over.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from taskforce.sheets import RowProblem, SheetRow, Table, find_table
from taskforce.vietnamese import NameIndex, fold

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "code": ("code", "Mã", "Mã nhiệm vụ", "Mục"),
        "title": ("title", "Nhiệm vụ", "Nội dung", "Nội dung nhiệm vụ", "Tên nhiệm vụ"),
        "lead_units": ("lead_units", "Đơn vị chủ trì", "Cơ quan chủ trì", "Chủ trì"),
        "coordinating_units": ("coordinating_units", "Đơn vị phối hợp", "Cơ quan phối hợp", "Phối hợp"),
        "deadline_text": ("deadline_text", "Thời hạn", "Thời gian", "Thời gian hoàn thành", "Hạn"),
        "due_from": ("due_from", "Từ ngày"),
        "due_to": ("due_to", "Đến ngày"),
        "recurring": ("recurring", "Định kỳ"),
    }
)
REQUIRED = ("code", "title", "lead_units")

# "Các sở, ban, ngành, địa phương" is everybody; "các cơ quan liên quan" is nobody in particular.
_COLLECTIVE = re.compile(
    r"(?:(?:tat ca|toan bo) )?(?:cac|moi) "
    r"(?:(?:so|ban|nganh|co quan|don vi|thanh vien|dia phuong|to chuc|doan the|va) ?)+"
)
_COLLECTIVE_CORE = frozenset({"so", "quan", "vi", "vien"})
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


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A leading unit that nobody is registered for, and the codes of the tasks it leads."""

    name: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan without a wrong row, in the order of the file."""

    tasks: tuple[PlanTask, ...]
    unknown_units: tuple[UnknownUnit, ...]


class PlanErrors(Exception):
    """The plan has wrong rows; all of them are named, in the order of the file."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the plan")
        self.problems = tuple(problems)


def check_plan(rows: Sequence[SheetRow], units: Sequence[tuple[int, str, str]]) -> Plan:
    """Check a whole plan against the units (id, name, short name) of the task force.

    Units in a cell are separated by semicolons or lines. A collective lead means every unit given. Raises
    PlanErrors.
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
    reader = _Reader(table, units)
    tasks = tuple(reader.task(row) for row in table.rows)
    if reader.problems:
        raise PlanErrors(reader.problems)
    return Plan(tasks, _unknown_units(tasks))


def _unknown_units(tasks: Sequence[PlanTask]) -> tuple[UnknownUnit, ...]:
    spelled: dict[str, str] = {}
    codes: dict[str, list[str]] = {}
    for task in tasks:
        for name in task.unknown_leads:
            key = fold(name)
            spelled.setdefault(key, name)
            codes.setdefault(key, []).append(task.code)
    return tuple(UnknownUnit(name, tuple(codes[key])) for key, name in spelled.items())


class _Reader:
    """Reads row after row, remembering problems and the codes met so far."""

    def __init__(self, table: Table, units: Sequence[tuple[int, str, str]]) -> None:
        self.problems: list[RowProblem] = []
        self._table = table
        self._units = NameIndex((unit, [name, short]) for unit, name, short in units)
        self._all = tuple(unit for unit, _, _ in units)
        self._row_of_code: dict[str, int] = {}

    def task(self, row: SheetRow) -> PlanTask:
        code = self._code(row)
        if not self._text(row, "title"):
            self._problem(row, "title", PlanReason.TITLE_MISSING)
        leads, for_all, unknown = self._leads(row)
        due_from, due_to = self._window(row)
        return PlanTask(
            row=row.number,
            code=code,
            title=self._text(row, "title"),
            leads=leads,
            for_all=for_all,
            unknown_leads=unknown,
            lead_text=self._text(row, "lead_units"),
            coordinators=self._coordinators(row, leads),
            coordinating_text=self._text(row, "coordinating_units"),
            deadline_text=self._text(row, "deadline_text"),
            due_from=due_from,
            due_to=due_to,
            recurring=self._text(row, "recurring"),
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

    def _leads(self, row: SheetRow) -> tuple[tuple[int, ...], bool, tuple[str, ...]]:
        """The leading units' ids, whether that is everybody, and the names of those not known."""
        parts = self._parts(self._table.value(row, "lead_units"))
        if not parts:
            self._problem(row, "lead_units", PlanReason.LEAD_MISSING)
        leads: list[int] = []
        unknown: list[str] = []
        for_all = False
        for part in parts:
            found = self._units.find(part)
            if len(found) > 1:
                self._problem(row, "lead_units", PlanReason.LEAD_AMBIGUOUS)
            elif found:
                leads += found
            elif is_collective(part):
                for_all = True
            else:
                unknown.append(part)
        return self._all if for_all else tuple(dict.fromkeys(leads)), for_all, tuple(dict.fromkeys(unknown))

    def _coordinators(self, row: SheetRow, leads: Sequence[int]) -> tuple[int, ...]:
        found = (self._units.find(part) for part in self._parts(self._table.value(row, "coordinating_units")))
        known = [units[0] for units in found if len(units) == 1]
        return tuple(unit for unit in dict.fromkeys(known) if unit not in leads)

    def _parts(self, cell: str) -> list[str]:
        parts: list[str] = []
        for part in re.split(r"[;\n]", cell):
            # A comma can belong to a name ("UBND các huyện, thành phố"): it separates only known units.
            pieces = part.split(",")
            apart = not self._units.find(part) and all(self._units.find(piece) for piece in pieces)
            parts += [" ".join(piece.split()) for piece in (pieces if apart else [part])]
        return [part for part in parts if part]

    def _window(self, row: SheetRow) -> tuple[date | None, date | None]:
        due_from, due_to = self._date(row, "due_from"), self._date(row, "due_to")
        if due_from is not None and due_to is not None and due_to < due_from:
            self._problem(row, "due_to", PlanReason.DATES_REVERSED)
        return due_from, due_to

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


def is_collective(text: str) -> bool:
    """Whether the words mean every unit ("Các sở, ban, ngành, địa phương"), not some related ones."""
    folded = fold(text)
    return _COLLECTIVE.fullmatch(folded) is not None and not _COLLECTIVE_CORE.isdisjoint(folded.split())
