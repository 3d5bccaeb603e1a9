"""The list of people that a secretary sends: who belongs to which unit in which role.

The whole file is checked before anything is taken over: either every row is right, or every wrong row is named.
"""

import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from taskforce.roles import REPORTERS, Role
from taskforce.sheets import RowProblem, SheetRow, Table, find_table
from taskforce.vietnamese import NameIndex, PhoneError, fold, nfc, parse_phone

HEADINGS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("Họ và tên", "Họ tên", "Tên", "Full name", "Name"),
        "title": ("Chức vụ", "Chức danh", "Title", "Position"),
        "unit": ("Đơn vị", "Cơ quan", "Đơn vị công tác", "Unit", "Organisation", "Organization"),
        "role": ("Vai trò", "Chức vụ trong Tổ", "Chức danh trong Tổ", "Nhiệm vụ trong Tổ", "Role"),
        "phone": ("Điện thoại", "Số điện thoại", "SĐT", "Di động", "Phone", "Mobile"),
        "email": ("Email", "E-mail", "Thư điện tử"),
        "group": ("Nhóm", "Thuộc nhóm", "Group"),
    }
)
REQUIRED = ("name", "unit")

ROLE_WORDS: Mapping[Role, tuple[str, ...]] = MappingProxyType(
    {
        Role.LEADER: ("Tổ trưởng", "Trưởng ban", "Leader"),
        Role.STANDING_DEPUTY: (
            "Tổ phó thường trực",
            "Phó Trưởng ban thường trực",
            "Phó Ban thường trực",
            "Standing deputy",
        ),
        Role.DEPUTY: ("Tổ phó", "Phó Trưởng ban", "Phó Ban", "Deputy"),
        Role.MEMBER: ("Thành viên", "Ủy viên", "Member"),
        Role.HELPER_LEAD: (
            "Tổ trưởng Tổ giúp việc",
            "Trưởng Tổ giúp việc",
            "Tổ trưởng giúp việc",
            "Helper lead",
        ),
        Role.HELPER: (
            "Tổ giúp việc",
            "Giúp việc",
            "Thành viên Tổ giúp việc",
            "Tổ phó Tổ giúp việc",
            "Thành viên giúp việc",
            "Chuyên viên giúp việc",
            "Helper",
        ),
        Role.SECRETARY: ("Thư ký", "Thư kí", "Tổ thư ký", "Secretary"),
        Role.OBSERVER: ("Quan sát viên", "Quan sát", "Observer"),
        Role.GUEST: ("Khách mời", "Khách", "Guest"),
    }
)
_ROLE_OF = {fold(word): role for role, words in ROLE_WORDS.items() for word in (*words, role.value)}
# "Tổ trưởng Tổ công tác triển khai Đề án 06" is the leader; what follows only repeats the body's name.
_BODY_NAME = re.compile(r" (?:to cong tac|ban chi dao)\b.*$")
_ROLE_SEPARATORS = re.compile(r"[;,/+\n]|\bkiêm\b", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}")
"""What an e-mail address looks like, wherever one is typed or listed."""
_LONGEST = 200


class RosterReason(StrEnum):
    """Why a row of a roster cannot be taken over."""

    COLUMN_MISSING = "column-missing"
    COLUMN_REPEATED = "column-repeated"
    NO_PEOPLE = "no-people"
    NAME_MISSING = "name-missing"
    TOO_LONG = "too-long"
    UNIT_MISSING = "unit-missing"
    UNIT_AMBIGUOUS = "unit-ambiguous"
    ROLE_UNKNOWN = "role-unknown"
    PHONE_NOT_A_PHONE = "phone-not-a-phone"
    PHONE_OLD_NUMBER = "phone-old-number"
    PHONE_INVALID = "phone-invalid"
    PHONE_REPEATED = "phone-repeated"
    EMAIL_INVALID = "email-invalid"
    PERSON_REPEATED = "person-repeated"


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person: ``unit`` is the known or new unit's name ("" for a leader of none), ``phone`` E.164 or None."""

    row: int
    name: str
    unit: str
    roles: tuple[Role, ...]
    title: str = ""
    phone: str | None = None
    email: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster without a wrong row. ``new_units`` are the units not known before, in the order of the file."""

    entries: tuple[RosterEntry, ...]
    new_units: tuple[str, ...]

    @property
    def reporting_units(self) -> tuple[str, ...]:
        """The units with somebody who can report for them; a leader's own office owes no report by itself."""
        reporting = (entry.unit for entry in self.entries if entry.unit and not REPORTERS.isdisjoint(entry.roles))
        return tuple(dict.fromkeys(reporting))


class RosterErrors(Exception):
    """The roster has wrong rows; all of them are named, in the order of the file."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        super().__init__(f"{len(problems)} problem(s) in the roster")
        self.problems = tuple(problems)


def check_roster(
    rows: Sequence[SheetRow],
    known_units: Sequence[str],
    short_names: Mapping[str, str] = MappingProxyType({}),
) -> Roster:
    """Check a whole roster. ``short_names`` gives the short names of known units ({"Sở TTTT": "Sở Thông tin …"}).

    Columns are recognised by their Vietnamese or English headings, in any order; name and unit must be there. A
    person without a role is a member. A unit written a little differently is the known one; a unit never seen is
    new. Raises RosterErrors.
    """
    table = find_table(rows, HEADINGS)
    problems = [
        RowProblem(table.header_row, column, RosterReason.COLUMN_MISSING)
        for column in REQUIRED
        if column not in table.columns
    ]
    problems += [RowProblem(table.header_row, column, RosterReason.COLUMN_REPEATED) for column in table.repeated]
    if not problems and not table.rows:
        problems.append(RowProblem(table.header_row, "name", RosterReason.NO_PEOPLE))
    if problems:
        raise RosterErrors(problems)
    reader = _Reader(table, known_units, short_names)
    entries = tuple(reader.entry(row) for row in table.rows)
    reader.find_repeated(entries)
    if reader.problems:
        raise RosterErrors(sorted(reader.problems, key=lambda problem: problem.row))
    return Roster(entries, tuple(reader.new_units))


class _Reader:
    """Reads row after row, remembering problems and the units met so far."""

    def __init__(self, table: Table, known_units: Sequence[str], short_names: Mapping[str, str]) -> None:
        self.problems: list[RowProblem] = []
        self.new_units: list[str] = []
        self._table = table
        self._units = NameIndex((name, [name]) for name in known_units)
        for short, name in short_names.items():
            self._units.add(name, [short])

    def entry(self, row: SheetRow) -> RosterEntry:
        name = self._text(row, "name")
        if not name:
            self._problem(row, "name", RosterReason.NAME_MISSING)
        roles = self._roles(row)
        unit = self._unit(row)
        if not unit and not self._text(row, "unit") and any(role in REPORTERS for role in roles):
            self._problem(row, "unit", RosterReason.UNIT_MISSING)
        return RosterEntry(
            row=row.number,
            name=name,
            unit=unit,
            roles=roles,
            title=self._text(row, "title"),
            phone=self._phone(row),
            email=self._email(row),
            group=self._text(row, "group"),
        )

    def find_repeated(self, entries: Sequence[RosterEntry]) -> None:
        """One telephone is one person: two rows with it, or the same person twice, are a slip in the file."""
        by_phone: dict[str, int] = {}
        without_phone: dict[tuple[str, str], int] = {}
        unread_phones = {problem.row for problem in self.problems if problem.column == "phone"}
        for entry in entries:
            if entry.phone is not None:
                first = by_phone.setdefault(entry.phone, entry.row)
                column, reason, value = "phone", RosterReason.PHONE_REPEATED, entry.phone
            elif entry.name and entry.row not in unread_phones:
                first = without_phone.setdefault((entry.name.casefold(), entry.unit), entry.row)
                column, reason, value = "name", RosterReason.PERSON_REPEATED, entry.name
            else:
                continue
            if first != entry.row:
                self.problems.append(RowProblem(entry.row, column, reason, value, other_row=first))

    def _text(self, row: SheetRow, column: str) -> str:
        return " ".join(self._table.value(row, column).split())

    def _problem(self, row: SheetRow, column: str, reason: RosterReason) -> None:
        self.problems.append(RowProblem(row.number, column, reason, self._table.value(row, column)[:_LONGEST]))

    def _roles(self, row: SheetRow) -> tuple[Role, ...]:
        text = self._table.value(row, "role")
        if not text:
            return (Role.MEMBER,)
        parts = [part for part in _ROLE_SEPARATORS.split(text) if part.strip()]
        roles = [role for part in parts if (role := parse_role(part)) is not None]
        if len(roles) < len(parts) or not roles:
            self._problem(row, "role", RosterReason.ROLE_UNKNOWN)
        return tuple(dict.fromkeys(roles))

    def _unit(self, row: SheetRow) -> str:
        text = self._text(row, "unit")
        if not text:
            return ""
        found = self._units.find(text)
        if len(found) > 1:
            self._problem(row, "unit", RosterReason.UNIT_AMBIGUOUS)
            return ""
        if found:
            return found[0]
        self._units.add(text, [text])
        self.new_units.append(text)
        return text

    def _phone(self, row: SheetRow) -> str | None:
        text = self._text(row, "phone")
        if not text:
            return None
        try:
            return parse_phone(text)
        except PhoneError as error:
            self._problem(row, "phone", RosterReason(f"phone-{error.reason}"))
            return None

    def _email(self, row: SheetRow) -> str:
        text = self._text(row, "email")
        if text and not EMAIL.fullmatch(text):
            self._problem(row, "email", RosterReason.EMAIL_INVALID)
        return text


def parse_role(text: str) -> Role | None:
    """The role that a Vietnamese or English word names ("Tổ phó thường trực Tổ công tác"); None if it names none."""
    folded = fold(nfc(text))
    # The body is named after the role, or is half of it ("Trưởng Ban Chỉ đạo" is the "Trưởng ban").
    spellings = (folded, _BODY_NAME.sub("", folded), _BODY_NAME.sub(" ban", folded))
    return next((_ROLE_OF[spelling] for spelling in spellings if spelling in _ROLE_OF), None)


def roster_template() -> bytes:
    """An empty roster as XLSX: the headings, roles to choose from, telephone numbers kept as text."""
    import openpyxl
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook always has one
    sheet.title = "Danh sách"
    sheet.append([names[0] for names in HEADINGS.values()])
    letters = {key: get_column_letter(place) for place, key in enumerate(HEADINGS, start=1)}
    for cell, letter, width in zip(sheet[1], letters.values(), (28, 28, 36, 24, 18, 28, 18), strict=True):
        cell.font = Font(bold=True)
        sheet.column_dimensions[letter].width = width
    roles = DataValidation("list", formula1='"' + ",".join(words[0] for words in ROLE_WORDS.values()) + '"')
    sheet.add_data_validation(roles)
    roles.add(f"{letters['role']}2:{letters['role']}500")
    # As text, or Excel drops the leading zero.
    sheet.column_dimensions[letters["phone"]].number_format = "@"
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
