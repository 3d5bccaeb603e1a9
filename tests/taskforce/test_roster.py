"""A roster goes in whole or not at all."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.roles import Role
from taskforce.roster import ROLE_WORDS, Roster, RosterErrors, RosterReason, check_roster, parse_role, roster_template
from taskforce.sheets import SheetRow, read_rows

HEADER = ("TT", "Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Điện thoại", "Email", "Nhóm")
KNOWN = ["Công an tỉnh", "Sở Thông tin và Truyền thông", "UBND huyện Ba Bể", "UBND huyện Bà Bê"]
SHORT = {"Sở TTTT": "Sở Thông tin và Truyền thông"}


def sheet(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[SheetRow]:
    return [SheetRow(number, line) for number, line in enumerate([header, *lines], start=1)]


def person(
    name: str = "Nguyễn Văn Ân", unit: str = "Công an tỉnh", role: str = "", phone: str = "", email: str = ""
) -> tuple[str, ...]:
    return ("1", name, "Phó Giám đốc", unit, role, phone, email, "")


def check(*lines: tuple[str, ...]) -> Roster:
    return check_roster(sheet(*lines), KNOWN, SHORT)


def problems(*lines: tuple[str, ...], header: tuple[str, ...] = HEADER) -> list[tuple[int, str, str]]:
    with pytest.raises(RosterErrors) as error:
        check_roster(sheet(*lines, header=header), KNOWN, SHORT)
    return [(problem.row, problem.column, problem.reason) for problem in error.value.problems]


def test_a_right_roster_is_read_with_names_roles_and_telephone_numbers() -> None:
    """Every column arrives in its place, the telephone as E.164."""
    roster = check(
        ("1", "Lê  Thị Bưởi", "Giám đốc", "so tttt", "Tổ phó; Thư ký", "912345678", "b@tttt.vn", "Tổ giúp việc")
    )
    (entry,) = roster.entries
    assert (entry.row, entry.name, entry.title) == (2, "Lê Thị Bưởi", "Giám đốc")
    assert entry.unit == "Sở Thông tin và Truyền thông"
    assert entry.roles == (Role.DEPUTY, Role.SECRETARY)
    assert (entry.phone, entry.email, entry.group) == ("+84912345678", "b@tttt.vn", "Tổ giúp việc")
    assert roster.new_units == ()


def test_english_headings_in_another_order_are_understood() -> None:
    """The file's own order of columns counts."""
    rows = sheet(("Member", "Công an tỉnh", "Trần Cúc", "0912345678"), header=("Role", "Unit", "Full name", "Phone"))
    (entry,) = check_roster(rows, KNOWN).entries
    assert (entry.name, entry.roles, entry.phone) == ("Trần Cúc", (Role.MEMBER,), "+84912345678")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Tổ trưởng", Role.LEADER),
        ("TỔ PHÓ THƯỜNG TRỰC", Role.STANDING_DEPUTY),
        ("Tổ phó thường trực Tổ công tác", Role.STANDING_DEPUTY),
        ("to pho", Role.DEPUTY),
        ("Thành viên Ban Chỉ đạo tỉnh", Role.MEMBER),
        ("Ủy viên", Role.MEMBER),
        ("Thư ký Tổ công tác", Role.SECRETARY),
        ("Tổ giúp việc", Role.HELPER),
        ("Tổ trưởng Tổ giúp việc", Role.HELPER_LEAD),
        ("Trưởng Ban Chỉ đạo", Role.LEADER),
        ("Phó Trưởng Ban Chỉ đạo", Role.DEPUTY),
        ("standing_deputy", Role.STANDING_DEPUTY),
        ("Giám đốc", None),
        ("Tổ công tác", None),
    ],
)
def test_role_words_of_regulations_are_understood(text: str, role: Role | None) -> None:
    """A role is named, never guessed from something alike."""
    assert parse_role(text) is role


def test_every_role_has_a_word_that_is_read_back_as_itself() -> None:
    """What the template offers is accepted."""
    assert all(parse_role(word) is role for role, words in ROLE_WORDS.items() for word in words)
    assert set(ROLE_WORDS) == set(Role)


def test_every_wrong_row_is_named_at_once() -> None:
    """The secretary corrects the file once, not row by row."""
    assert problems(
        person(name=""),
        person(unit=""),
        person(role="Giám đốc"),
        person(phone="01688123456"),
        person(phone="không có"),
        person(phone="0912"),
        person(email="khong-phai-email"),
    ) == [
        (2, "name", RosterReason.NAME_MISSING),
        (3, "unit", RosterReason.UNIT_MISSING),
        (4, "role", RosterReason.ROLE_UNKNOWN),
        (5, "phone", RosterReason.PHONE_OLD_NUMBER),
        (6, "phone", RosterReason.PHONE_NOT_A_PHONE),
        (7, "phone", RosterReason.PHONE_INVALID),
        (8, "email", RosterReason.EMAIL_INVALID),
        (8, "name", RosterReason.PERSON_REPEATED),
    ]


def test_one_telephone_in_two_rows_names_both_rows() -> None:
    """However the number is written."""
    with pytest.raises(RosterErrors) as error:
        check(person(phone="0912 345 678"), person(name="Lê Dần", phone="+84912345678"))
    (problem,) = error.value.problems
    assert (problem.row, problem.other_row, problem.reason) == (3, 2, RosterReason.PHONE_REPEATED)


def test_namesakes_of_one_unit_are_kept_when_their_telephones_differ() -> None:
    """Two people can have one name."""
    assert len(check(person(phone="0912345678"), person(phone="0987654321")).entries) == 2


def test_a_leader_needs_no_unit_but_a_member_does() -> None:
    """The leader of a task force reports for nobody."""
    roster = check(person(unit="", role="Tổ trưởng"))
    assert roster.entries[0].unit == ""
    assert problems(person(unit="", role="Thành viên")) == [(2, "unit", RosterReason.UNIT_MISSING)]


def test_new_units_are_collected_once_in_the_order_of_the_file() -> None:
    """A second spelling of a new unit is the same unit."""
    roster = check(
        person(name="A", unit="Sở Y tế"),
        person(name="B", unit="Cục Thuế tỉnh"),
        person(name="C", unit="SỞ Y TẾ"),
        person(name="D", unit="cuc thue tinh"),
        person(name="E", unit="công an tỉnh (Thường trực Tổ công tác)"),
    )
    assert roster.new_units == ("Sở Y tế", "Cục Thuế tỉnh")
    assert [entry.unit for entry in roster.entries[2:]] == ["Sở Y tế", "Cục Thuế tỉnh", "Công an tỉnh"]


def test_names_that_only_fold_alike_are_different_units() -> None:
    """ "Ba Bể" and "Bà Bê" stay two; without accents the row is asked about."""
    roster = check(person(name="A", unit="UBND huyện Ba Bể"), person(name="B", unit="UBND huyện Bà Bê"))
    assert [entry.unit for entry in roster.entries] == ["UBND huyện Ba Bể", "UBND huyện Bà Bê"]
    assert problems(person(unit="UBND huyen Ba Be")) == [(2, "unit", RosterReason.UNIT_AMBIGUOUS)]


def test_only_units_with_a_reporter_owe_reports() -> None:
    """The office of a leader is kept as a unit and owes nothing by that."""
    roster = check(person(unit="UBND tỉnh", role="Tổ trưởng"), person(name="B", unit="Sở Y tế"))
    assert roster.new_units == ("UBND tỉnh", "Sở Y tế")
    assert roster.reporting_units == ("Sở Y tế",)


def test_missing_and_repeated_columns_are_named_before_any_row() -> None:
    """Without its columns no row of the file can be judged."""
    assert problems(("A",), header=("Họ và tên",)) == [(1, "unit", RosterReason.COLUMN_MISSING)]
    assert problems(("A", "B", "C"), header=("Họ và tên", "Đơn vị", "Đơn vị")) == [
        (1, "unit", RosterReason.COLUMN_REPEATED)
    ]
    assert problems() == [(1, "name", RosterReason.NO_PEOPLE)]
    with pytest.raises(RosterErrors):
        check_roster([], KNOWN)


def test_the_template_can_be_filled_in_and_sent_back() -> None:
    """Its headings are recognised, and an empty one has no people in it."""
    book = openpyxl.load_workbook(io.BytesIO(roster_template()))
    assert problems_of(read_rows(roster_template())) == [RosterReason.NO_PEOPLE]
    book.active.append(["Nguyễn Văn Ân", "", "Công an tỉnh", "Thư ký", 912345678, "", ""])
    out = io.BytesIO()
    book.save(out)
    (entry,) = check_roster(read_rows(out.getvalue()), []).entries
    assert (entry.roles, entry.phone) == ((Role.SECRETARY,), "+84912345678")


def problems_of(rows: list[SheetRow]) -> list[str]:
    with pytest.raises(RosterErrors) as error:
        check_roster(rows, KNOWN)
    return [problem.reason for problem in error.value.problems]


CELL = st.one_of(st.text(max_size=12), st.sampled_from(["", "Công an tỉnh", "Thành viên", "0912345678", "a@b.vn"]))


@given(st.lists(st.tuples(*[CELL] * 8), min_size=1, max_size=5))
def test_any_cells_give_a_roster_or_named_rows(lines: list[tuple[str, ...]]) -> None:
    """Either each row became a person, or each problem points into the file."""
    try:
        assert len(check(*lines).entries) == len(lines)
    except RosterErrors as error:
        assert all(2 <= problem.row <= len(lines) + 1 for problem in error.problems)  # noqa: PT017 - either is right
