"""The plan of Bắc Kạn goes in whole; a broken plan does not go in at all."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.plan import Plan, PlanErrors, PlanReason, Unclear, Window, check_plan
from taskforce.plan_units import Alias, Meaning, is_collective
from taskforce.sheets import SheetRow, read_rows

DATA = Path(__file__).parent / "data"
UNITS = [
    (1, "Công an tỉnh", "CA tỉnh"),
    (2, "Sở Thông tin và Truyền thông", "Sở TTTT"),
    (3, "Sở Tài chính", "Sở TC"),
    (4, "UBND các huyện, thành phố", "UBND cấp huyện"),
]
HEADER = ("code", "title", "lead_units", "coordinating_units", "deadline_text", "due_from", "due_to", "recurring")
RIGHT = ("III.1.a", "Triển khai Thông tư", "Công an tỉnh", "", "Trong tháng 3 năm 2022", "2022-03-01", "2022-03-31", "")


def sheet(*lines: tuple[str, ...]) -> list[SheetRow]:
    return [SheetRow(number, line) for number, line in enumerate([HEADER, *lines], start=1)]


def check(*lines: tuple[str, ...]) -> Plan:
    return check_plan(sheet(*lines), UNITS)


def task(**changed: str) -> tuple[str, ...]:
    return tuple(changed.get(column, value) for column, value in zip(HEADER, RIGHT, strict=True))


def problems(rows: list[SheetRow]) -> list[tuple[int, str, str, int | None]]:
    with pytest.raises(PlanErrors) as error:
        check_plan(rows, UNITS)
    return [(problem.row, problem.column, problem.reason, problem.other_row) for problem in error.value.problems]


def test_a_right_task_is_read_with_its_window_and_units() -> None:
    """Names, short names and order are resolved to the ids of known units."""
    (one,) = check(task(lead_units="sở tttt; Công an tỉnh", coordinating_units="Sở TC; các đơn vị liên quan")).tasks
    assert (one.code, one.leads, one.for_all, one.unknown_leads) == ("III.1.a", (2, 1), False, ())
    assert (one.due_from, one.due_to) == (date(2022, 3, 1), date(2022, 3, 31))
    assert one.coordinators == (3,)
    assert one.coordinating_text == "Sở TC; các đơn vị liên quan"


def test_a_comma_separates_known_units_and_stays_inside_a_name() -> None:
    """ "UBND các huyện, thành phố" is one unit, "Công an tỉnh, Sở Tài chính" are two."""
    both = check(task(lead_units="UBND các huyện, thành phố"), task(code="b", lead_units="Công an tỉnh, Sở Tài chính"))
    assert [one.leads for one in both.tasks] == [(4,), (1, 3)]


def test_a_collective_lead_means_every_unit() -> None:
    """Nobody is left out of "Các sở, ban, ngành, địa phương"."""
    (one,) = check(task(lead_units="Các sở, ban, ngành, địa phương")).tasks
    assert one.for_all
    assert one.leads == (1, 2, 3, 4)
    assert one.unknown_leads == ()


@pytest.mark.parametrize(
    ("text", "collective"),
    [
        ("Các sở, ban, ngành, địa phương", True),
        ("các đơn vị", True),
        ("Tất cả các đơn vị", True),
        ("các thành viên", True),
        ("Các sở, ban, ngành và địa phương", True),
        ("Tổ công tác (không nêu đơn vị riêng)", True),
        ("thành viên Tổ công tác", True),
        ("Tổ công tác 06 cấp xã", False),
        ("các cơ quan liên quan", False),
        ("Các địa phương", False),
        ("Các Cục nghiệp vụ của Bộ Công an", False),
        ("Sở Y tế", False),
        ("", False),
    ],
)
def test_only_words_for_everybody_are_collective(text: str, collective: bool) -> None:
    """ "Related agencies" are nobody in particular."""
    assert is_collective(text) is collective


def test_unknown_leads_are_kept_reported_and_assigned_to_nobody() -> None:
    """The task still belongs to the leads that are known."""
    plan = check(
        task(code="a", lead_units="Công an tỉnh; Cục Thuế tỉnh"),
        task(code="b", lead_units="Cục thuế tỉnh"),
        task(code="c", lead_units="Cục Thi hành án dân sự tỉnh"),
    )
    assert [one.leads for one in plan.tasks] == [(1,), (), ()]
    assert [(unit.name, unit.codes) for unit in plan.unknown_units] == [
        ("Cục Thuế tỉnh", ("a", "b")),
        ("Cục Thi hành án dân sự tỉnh", ("c",)),
    ]


def test_every_wrong_row_is_named_at_once() -> None:
    """Each reason has its code, its column and, for a repeated code, the first row."""
    rows = sheet(
        task(),
        task(),
        task(code=""),
        task(code="c", title=""),
        task(code="d", lead_units=" ; "),
        task(code="e", due_from="31/02/2022"),
        task(code="f", due_to="2022-02-28"),
        task(code="g", due_to="tháng 3"),
    )
    assert problems(rows) == [
        (3, "code", PlanReason.CODE_REPEATED, 2),
        (4, "code", PlanReason.CODE_MISSING, None),
        (5, "title", PlanReason.TITLE_MISSING, None),
        (6, "lead_units", PlanReason.LEAD_MISSING, None),
        (7, "due_from", PlanReason.DATE_INVALID, None),
        (8, "due_to", PlanReason.DATES_REVERSED, None),
        (9, "due_to", PlanReason.DATE_INVALID, None),
    ]


def test_codes_that_differ_by_a_vietnamese_letter_are_two_tasks() -> None:
    """III.1.d and III.1.đ both exist in the plan of Bắc Kạn."""
    assert len(check(task(code="III.1.d"), task(code="III.1.đ")).tasks) == 2


def test_dates_written_the_vietnamese_way_are_read() -> None:
    """Day before month."""
    (one,) = check(task(due_from="01/3/2022", due_to="5.4.2022")).tasks
    assert (one.due_from, one.due_to) == (date(2022, 3, 1), date(2022, 4, 5))


def test_missing_columns_and_an_empty_plan_are_named() -> None:
    """Without its columns no row can be judged."""
    assert problems([SheetRow(1, ("code", "deadline_text"))]) == [
        (1, "title", PlanReason.COLUMN_MISSING, None),
        (1, "lead_units", PlanReason.COLUMN_MISSING, None),
    ]
    assert problems(sheet()) == [(1, "code", PlanReason.NO_TASKS, None)]


def test_an_ambiguous_lead_is_asked_about() -> None:
    """Two known units that the writing could mean are never chosen between."""
    units = [(1, "UBND huyện Ba Bể", ""), (2, "UBND huyện Bà Bê", "")]
    with pytest.raises(PlanErrors) as error:
        check_plan(sheet(task(lead_units="UBND huyen Ba Be")), units)
    assert [problem.reason for problem in error.value.problems] == [PlanReason.LEAD_AMBIGUOUS]


def real_plan() -> tuple[Plan, dict[int, str]]:
    units = [
        (number, row.cell(0), row.cell(1))
        for number, row in enumerate(read_rows((DATA / "bac_kan_units.csv").read_bytes())[1:], start=1)
    ]
    content = (DATA / "bac_kan_plan_tasks.csv").read_bytes()
    return check_plan(read_rows(content, "bac_kan_plan_tasks.csv"), units), {number: name for number, name, _ in units}


def test_the_real_plan_of_bac_kan_goes_in_whole() -> None:
    """88 tasks of 22 units; only two leading offices are not among them, and no task is left to nobody."""
    plan, names = real_plan()
    assert len(plan.tasks) == 88
    assert all(one.leads for one in plan.tasks)
    assert [one.code for one in plan.tasks if one.for_all] == ["III.1.c"]
    assert [(unit.name, unit.codes) for unit in plan.unknown_units] == [
        ("Cục Thuế tỉnh", ("III.5.b.1",)),
        ("Cục Thi hành án dân sự tỉnh", ("III.5.b.11",)),
    ]
    led = Counter(names[unit] for one in plan.tasks for unit in one.leads if not one.for_all)
    assert len(led) == 22
    assert led["Công an tỉnh"] == 51
    assert led["Sở Thông tin và Truyền thông"] == 14


CELL = st.one_of(st.text(max_size=12), st.sampled_from(["", "Công an tỉnh", "các đơn vị", "2022-03-01", "01/4/2022"]))


@given(st.lists(st.tuples(*[CELL] * 8), min_size=1, max_size=5))
def test_any_cells_give_a_plan_or_named_rows(lines: list[tuple[str, ...]]) -> None:
    """Either each row became a task, or each problem points into the file."""
    try:
        assert len(check(*lines).tasks) == len(lines)
    except PlanErrors as error:
        assert all(2 <= problem.row <= len(lines) + 1 for problem in error.problems)  # noqa: PT017 - either is right


# Deadlines by their wording


def test_a_deadline_without_dates_is_understood_by_its_wording() -> None:
    """Dates in their columns win; a rhythm fills its column."""
    plan = check(
        task(code="a", due_from="", due_to="", deadline_text="Trong Quý II năm 2022"),
        task(code="b", due_from="", due_to="2022-12-01", deadline_text="Trong Quý II năm 2022"),
        task(code="c", due_from="", due_to="", deadline_text="Thực hiện thường xuyên"),
        task(code="d", due_from="", due_to="", deadline_text=""),
        task(code="e", due_from="", due_to="", deadline_text="Đột xuất", recurring="khi có yêu cầu"),
    )
    assert [(one.due_from, one.due_to, one.recurring) for one in plan.tasks] == [
        (date(2022, 4, 1), date(2022, 6, 30), ""),
        (None, date(2022, 12, 1), ""),
        (None, None, "thường xuyên"),
        (None, None, ""),
        (None, None, "khi có yêu cầu"),
    ]
    assert plan.unclear == ()


def test_what_is_not_clear_is_listed_with_its_reason() -> None:
    """Nothing is guessed: several levels, a quarter without a day, a word that is no date, a notice of a meeting."""
    wordings = {
        "a": "Đột xuất",
        "b": "cấp tỉnh từ ngày 01/6/2022; cấp xã từ ngày 01/6/2023",
        "c": "Hằng quý",
        "d": "trước ít nhất 02 ngày làm việc",
    }
    plan = check(*(task(code=c, due_from="", due_to="", deadline_text=text) for c, text in wordings.items()))
    assert [(one.code, one.text, one.reason) for one in plan.unclear] == [
        ("a", wordings["a"], Unclear.NOT_UNDERSTOOD),
        ("b", wordings["b"], Unclear.SEVERAL),
        ("c", wordings["c"], Unclear.WHICH_DAY),
        ("d", wordings["d"], Unclear.NOT_UNDERSTOOD),
    ]
    assert [one.recurring for one in plan.tasks] == ["", "", "hằng quý", ""]
    assert all(one.due_from is None and one.due_to is None for one in plan.tasks)


def test_what_somebody_said_settles_a_wording_but_no_other() -> None:
    """The answer holds for that code and those words; a changed wording is asked about again."""
    said = {("i.1", "Đột xuất"): Window(None, date(2022, 5, 1))}
    rows = sheet(
        task(code="I.1", due_from="", due_to="", deadline_text="Đột xuất"),
        task(code="I.2", due_from="", due_to="", deadline_text="Đột xuất"),
    )
    plan = check_plan(rows, UNITS, settled=said)
    assert plan.tasks[0].due_to == date(2022, 5, 1)
    assert [one.code for one in plan.unclear] == ["I.2"]


def test_a_row_with_a_mark_of_secrecy_is_refused_without_its_words() -> None:
    """The mark is named; what the row says is repeated nowhere."""
    with pytest.raises(PlanErrors) as error:
        check(task(title="Phương án TỐI MẬT về địa điểm"))
    (problem,) = error.value.problems
    assert (problem.reason, problem.value) == (PlanReason.MARKED, "TỐI MẬT")


# Names of units


def test_an_alias_stands_for_a_unit_for_everybody_or_for_nobody() -> None:
    """What a name was said to mean is taken however it is accented; an alias of a unit that left is not."""
    aliases = [
        Alias("Công an", Meaning.UNIT, 1),
        Alias("Toàn Tổ", Meaning.ALL),
        Alias("Hội Nông dân", Meaning.NONE),
        Alias("Sở cũ", Meaning.UNIT, 99),
    ]
    rows = sheet(
        task(code="a", lead_units="cong an; Sở TC"),
        task(code="b", lead_units="Toàn Tổ"),
        task(code="c", lead_units="Hội Nông dân"),
        task(code="d", lead_units="Sở cũ", coordinating_units="Công an, Sở Tài chính, Hội Nông dân"),
    )
    plan = check_plan(rows, UNITS, aliases)
    assert [one.leads for one in plan.tasks] == [(1, 3), (1, 2, 3, 4), (), ()]
    assert [unit.name for unit in plan.unknown_units] == ["Sở cũ"]
    assert plan.tasks[3].coordinators == (1, 3)
    assert plan.unknown_coordinators == ()


def test_only_coordinators_that_are_somebody_are_asked_about() -> None:
    """ "Các cơ quan liên quan" stays as written; an office that nobody knows is offered for choosing."""
    plan = check(
        task(code="a", coordinating_units="các cơ quan, đơn vị liên quan; Viễn thông tỉnh"),
        task(code="b", coordinating_units="cơ quan, đơn vị liên quan"),
        task(code="c", coordinating_units="các sở, ngành, địa phương; Sở TC"),
    )
    assert [(unit.name, unit.codes) for unit in plan.unknown_coordinators] == [("Viễn thông tỉnh", ("a",))]
    assert plan.tasks[2].coordinators == (3,)


def test_roles_in_brackets_are_read() -> None:
    """ "(chủ trì)" leads, "(phối hợp)" helps, in one cell."""
    (one,) = check(task(lead_units="Công an tỉnh (chủ trì); Sở Tài chính (phối hợp)")).tasks
    assert (one.leads, one.coordinators, one.coordinating_text) == ((1,), (3,), "Sở Tài chính")
    assert problems(sheet(task(lead_units="Sở Tài chính (phối hợp)"))) == [
        (2, "lead_units", PlanReason.LEAD_MISSING, None)
    ]


# Whole files


def units_of(name: str) -> list[tuple[int, str, str]]:
    rows = read_rows((DATA / name).read_bytes())[1:]
    return [(number, row.cell(0), row.cell(1)) for number, row in enumerate(rows, start=1)]


def test_the_plan_of_bac_kan_means_the_same_without_its_dates() -> None:
    """Every wording of the real plan gives just the dates and rhythm that somebody had written beside it."""
    lines = list(csv.DictReader((DATA / "bac_kan_plan_tasks.csv").read_text(encoding="utf-8").splitlines()))
    bare = sheet(*(tuple("" if c in HEADER[5:] else line[c] for c in HEADER) for line in lines))
    units = units_of("bac_kan_units.csv")
    plan = check_plan(bare, units)
    assert plan.unclear == ()
    assert plan == check_plan(read_rows((DATA / "bac_kan_plan_tasks.csv").read_bytes()), units)


def test_the_tasks_of_nam_dong_go_in_whole() -> None:
    """36 tasks in the columns of that file; three names are chosen once, then every task has its units."""
    rows = read_rows((DATA / "nam_dong_tasks.csv").read_bytes())
    units = units_of("nam_dong_units.csv")
    plan = check_plan(rows, units)
    assert len(plan.tasks) == 36
    assert sum(one.for_all for one in plan.tasks) == 14
    assert [unit.name for unit in plan.unknown_units] == ["Công an", "Bảo hiểm xã hội", "đối tượng chính sách"]
    assert (plan.unknown_coordinators, plan.unclear) == ((), ())
    ids = {name: unit for unit, name, _ in units}
    said = [
        Alias("Công an", Meaning.UNIT, ids["Công an huyện (Cơ quan thường trực)"]),
        Alias("Bảo hiểm xã hội", Meaning.UNIT, ids["Bảo hiểm xã hội huyện"]),
        Alias("đối tượng chính sách", Meaning.NONE),
    ]
    whole = check_plan(rows, units, said)
    assert whole.unknown_units == ()
    assert all(one.leads for one in whole.tasks)
