"""Targets: the real list goes in whole, wrong rows are named, and how one stands follows from its figures."""

import io
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.period_labels import period_days, read_period
from taskforce.sheets import SheetRow, read_rows
from taskforce.tables import TableKind, plan_template, table_kind, targets_template
from taskforce.targets import (
    Op,
    Standing,
    TargetErrors,
    TargetReason,
    TargetValue,
    Trend,
    check_targets,
    meets,
    standing,
)

DATA = Path(__file__).parent / "data"
HEADER = ("code", "title", "value", "unit", "period", "op")
RIGHT = ("A", "Tỷ lệ", "50", "%", "2022", ">=")


def sheet(*lines: tuple[str, ...]) -> list[SheetRow]:
    return [SheetRow(number, line) for number, line in enumerate([HEADER, *lines], start=1)]


def row(**changed: str) -> tuple[str, ...]:
    return tuple(changed.get(column, value) for column, value in zip(HEADER, RIGHT, strict=True))


def test_the_real_targets_of_bac_kan_go_in_whole() -> None:
    """26 targets with their goals, operators, measures and periods."""
    targets = check_targets(read_rows((DATA / "bac_kan_plan_targets.csv").read_bytes()))
    assert len(targets) == 26
    by_code = {target.code: target for target in targets}
    accounts = by_code["II.2.c.2023.1"]
    assert (accounts.goal, accounts.op, accounts.unit, accounts.period) == (
        Decimal(300000), Op.MORE, "tài khoản", "2023-2025",
    )  # fmt: skip
    assert by_code["II.2.a.2022.5"].period == "2022-Q1"


def test_a_target_is_read_as_it_is_typed() -> None:
    """Vietnamese numbers, words for the operator, words for the period."""
    (one,) = check_targets(sheet(row(value="1.234,5", op="Tối thiểu", period="Quý I năm 2022", unit="hồ sơ")))
    assert (one.goal, one.op, one.period, one.unit) == (Decimal("1234.5"), Op.AT_LEAST, "2022-Q1", "hồ sơ")
    (one,) = check_targets(sheet(row(value="50%", unit="", op="")))
    assert (one.goal, one.op, one.unit) == (Decimal(50), Op.EXACTLY, "%")


def test_every_wrong_row_is_named_at_once() -> None:
    """Each reason with its column; a row with a mark of secrecy without its words."""
    rows = sheet(
        row(), row(code="a"), row(code="", title=""), row(code="C", value="nhiều", op="~", period="2022-Q7"),
        row(code="D", title="Số liệu MẬT"),
    )  # fmt: skip
    with pytest.raises(TargetErrors) as error:
        check_targets(rows)
    assert [(p.row, p.column, p.reason) for p in error.value.problems] == [
        (3, "code", TargetReason.CODE_REPEATED),
        (4, "code", TargetReason.CODE_MISSING),
        (4, "title", TargetReason.TITLE_MISSING),
        (5, "value", TargetReason.VALUE_INVALID),
        (5, "period", TargetReason.PERIOD_INVALID),
        (5, "op", TargetReason.OP_UNKNOWN),
        (6, "title", TargetReason.MARKED),
    ]
    assert error.value.problems[-1].value == "MẬT"


def test_missing_columns_and_an_empty_list_are_named() -> None:
    """Without its columns no row can be judged."""
    for rows, reasons in (
        ([SheetRow(1, ("code", "title", "value"))], [TargetReason.COLUMN_MISSING]),
        (sheet(), [TargetReason.NO_TARGETS]),
        ([SheetRow(1, (*HEADER, "code"))], [TargetReason.COLUMN_REPEATED]),
    ):
        with pytest.raises(TargetErrors) as error:
            check_targets(rows)
        assert [problem.reason for problem in error.value.problems] == reasons


# What a table is


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("bac_kan_plan_tasks.csv", TableKind.PLAN),
        ("nam_dong_tasks.csv", TableKind.PLAN),
        ("bac_kan_plan_targets.csv", TableKind.TARGETS),
    ],
)
def test_a_table_is_known_by_its_headings(name: str, kind: TableKind) -> None:
    """The files of the product."""
    assert table_kind(read_rows((DATA / name).read_bytes())) is kind


def test_rosters_and_broken_tables_are_told_apart() -> None:
    """A plan that lacks a column is still a plan; what is nothing is for the roster to explain."""
    plan = ("Mã", "Nhiệm vụ", "Thời hạn")
    roster = ("Họ và tên", "Chức vụ", "Đơn vị", "Vai trò", "Điện thoại")
    english = ("name", "title", "unit", "role", "phone")
    for headings, kind in (
        (plan, TableKind.PLAN),
        (roster, TableKind.ROSTER),
        (english, TableKind.ROSTER),
        (("x", "y"), TableKind.ROSTER),
    ):
        assert table_kind([SheetRow(1, headings)]) is kind
    assert table_kind(read_rows(plan_template())) is TableKind.PLAN
    assert table_kind(read_rows(targets_template())) is TableKind.TARGETS


# Periods


@pytest.mark.parametrize(
    ("label", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-02", "2022-02-01", "2022-02-28"),
        ("2022-Q2", "2022-04-01", "2022-06-30"),
        ("2022-H2", "2022-07-01", "2022-12-31"),
        ("2022-W01", "2022-01-03", "2022-01-09"),
        ("2023-2025", "2023-01-01", "2025-12-31"),
    ],
)
def test_a_label_names_its_days(label: str, first: str, last: str) -> None:
    """Month, quarter, half, year, week, several years."""
    assert period_days(label) == (date.fromisoformat(first), date.fromisoformat(last))
    assert read_period(label) == label


@pytest.mark.parametrize("label", ["", "x", "2022-13", "2022-Q5", "2022-H3", "2022-W60", "2022-3", "2025-2023", "0000"])
def test_other_labels_name_nothing(label: str) -> None:
    """Nor do they raise."""
    assert period_days(label) is None


def test_periods_are_read_by_their_words() -> None:
    """A window that is no period is none."""
    assert read_period("Giai đoạn 2023 - 2025") == "2023-2025"
    assert read_period("Tháng 3/2022") == "2022-03"
    assert read_period("6 tháng đầu năm 2022") == "2022-H1"
    assert read_period("Năm 2022") == "2022"
    assert read_period("Tháng 2 và 3 năm 2022") is None
    assert read_period("Thường xuyên") is None


# How a target stands


def told(**values: str) -> list[TargetValue]:
    return [TargetValue(f"2022-{name[1:]}", Decimal(value)) for name, value in values.items()]


@pytest.mark.parametrize(
    ("values", "today", "expected", "trend"),
    [
        ({}, "2022-03-15", Standing.UNKNOWN, Trend.UNKNOWN),
        ({"m01": "100"}, "2022-03-15", Standing.REACHED, Trend.UNKNOWN),
        ({"m01": "10", "m02": "20"}, "2022-03-15", Standing.ON_THE_WAY, Trend.UP),
        ({"m02": "20", "m01": "10"}, "2022-03-15", Standing.ON_THE_WAY, Trend.UP),
        ({"m01": "10", "m02": "10"}, "2022-03-15", Standing.BEHIND, Trend.STEADY),
        ({"m01": "10", "m02": "5"}, "2022-03-15", Standing.BEHIND, Trend.DOWN),
        ({"m12": "99"}, "2022-12-31", Standing.BEHIND, Trend.UNKNOWN),
        ({"m06": "60"}, "2023-01-01", Standing.BEHIND, Trend.UNKNOWN),
    ],
)
def test_a_target_stands_by_its_pace(values: dict[str, str], today: str, expected: Standing, trend: Trend) -> None:
    """100 % by the end of 2022: as fast as the straight line is on the way; after the year only reaching counts."""
    found = standing(Decimal(100), Op.EXACTLY, "2022", told(**values), date.fromisoformat(today))
    assert (found.standing, found.trend) == (expected, trend)


def test_a_limit_is_kept_or_approached_from_above() -> None:
    """At most 5 % overdue: below is reached, above and falling fast enough is on the way, else behind."""

    def at(*values: str) -> Standing:
        names = {f"m{n:02}": value for n, value in enumerate(values, start=1)}
        return standing(Decimal(5), Op.AT_MOST, "2022", told(**names), date(2022, 3, 15)).standing

    assert at("4") is Standing.REACHED
    assert at("20", "10") is Standing.ON_THE_WAY
    assert at("20", "20") is Standing.BEHIND
    assert at("8") is Standing.BEHIND


def test_the_latest_value_and_its_change_are_told() -> None:
    """For a line in a report: 20, and 10 more than before; a value of no period counts for nothing."""
    values = [*told(m01="10", m02="20"), TargetValue("khi nào", Decimal(99))]
    found = standing(Decimal(100), Op.EXACTLY, "2022", values, date(2022, 3, 1))
    assert (found.latest, found.change) == (TargetValue("2022-02", Decimal(20)), Decimal(10))


NUMBERS = st.decimals(0, 1000, places=1)
OPS = st.sampled_from(Op)
MONTHLY = st.dictionaries(st.integers(1, 12), NUMBERS, max_size=6).map(
    lambda months: [TargetValue(f"2022-{month:02}", value) for month, value in months.items()]
)
TODAYS = st.dates(date(2021, 12, 1), date(2023, 2, 1))


@given(NUMBERS, OPS, MONTHLY, TODAYS)
def test_reached_means_the_last_value_meets_the_goal(
    goal: Decimal, op: Op, values: list[TargetValue], today: date
) -> None:
    """Just then, on any day; without values nothing is known; afterwards nothing is on the way."""
    found = standing(goal, op, "2022", values, today)
    if not values:
        assert found.standing is Standing.UNKNOWN
    else:
        latest = max(values, key=lambda value: value.period)
        assert found.latest == latest
        assert (found.standing is Standing.REACHED) == meets(op, goal, latest.value)
        assert found.standing is not Standing.ON_THE_WAY or today <= date(2022, 12, 31)
    assert standing(goal, op, "2022", values[::-1], today) == found


@given(NUMBERS.filter(bool), st.sampled_from([Op.EXACTLY, Op.AT_LEAST, Op.MORE]), NUMBERS, NUMBERS, TODAYS)
def test_more_is_never_worse_where_more_is_wanted(
    goal: Decimal, op: Op, one: Decimal, other: Decimal, today: date
) -> None:
    """Of two values the higher one stands at least as well."""
    rank = (Standing.BEHIND, Standing.ON_THE_WAY, Standing.REACHED)
    less, more = sorted((one, other))
    states = [standing(goal, op, "2022", [TargetValue("2022-06", v)], today).standing for v in (less, more)]
    assert rank.index(states[0]) <= rank.index(states[1])


@given(NUMBERS.filter(bool), NUMBERS, TODAYS)
def test_time_never_makes_a_value_better(goal: Decimal, value: Decimal, today: date) -> None:
    """The same value a month later stands no better."""
    rank = (Standing.BEHIND, Standing.ON_THE_WAY, Standing.REACHED)
    values = [TargetValue("2022", value)]
    now, later = (
        standing(goal, Op.AT_LEAST, "2022", values, day).standing for day in (today, today + timedelta(days=30))
    )
    assert rank.index(later) <= rank.index(now)


CELL = st.one_of(st.text(max_size=12), st.sampled_from(["", "50", "%", "2022", "2023-2025", ">=", "MẬT"]))


@given(st.lists(st.tuples(*[CELL] * 6), min_size=1, max_size=5))
def test_any_cells_give_targets_or_named_rows(lines: list[tuple[str, ...]]) -> None:
    """Either each row became a target, or each problem points into the file."""
    try:
        assert len(check_targets(sheet(*lines))) == len(lines)
    except TargetErrors as error:
        assert all(2 <= problem.row <= len(lines) + 1 for problem in error.problems)  # noqa: PT017 - either is right


def test_a_goal_in_a_cell_of_percentages_is_the_one_that_is_seen() -> None:
    """100 % in Excel is 1 with a percent format."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(list(HEADER))
    page.append(["A", "Tỷ lệ", 1, "", "2022", ">="])
    page["C2"].number_format = "0%"
    out = io.BytesIO()
    book.save(out)
    (one,) = check_targets(read_rows(out.getvalue(), "t.xlsx"))
    assert (one.goal, one.unit) == (Decimal(100), "%")
