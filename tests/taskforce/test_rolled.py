"""Months rolled up into quarters, half-years and years, and set beside the period before."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.period_labels import before, longer
from taskforce.periods import counterparts, parts_of
from taskforce.tally import Unit
from taskforce.tally.rolled import How, Part, RolledField, compare, joined, roll_up

FILES = RolledField("files", "sum", label="Số hồ sơ", measure="hồ sơ")
SHARE = RolledField("share", "average", measure="%")
STOCK = RolledField("stock", "sum", over_time="latest")
LEVEL = RolledField("level", "average", over_time="latest")
FIELDS = (FILES, SHARE, STOCK, LEVEL)
H1, H2 = parts_of("2022-H1", "month"), parts_of("2022-H2", "month")
UNITS = [Unit(1, "Sở Y tế", 0), Unit(2, "Sở Tư pháp", 1), Unit(3, "Công an tỉnh", 2)]


def part(label: str, **files: int) -> Part:
    """A month in which these units told their files ("u1=5"), all of them in time; the other units are missing."""
    told = {int(key[1:]): Decimal(value) for key, value in files.items()}
    how = {unit.id: How.ON_TIME if unit.id in told else How.MISSING for unit in UNITS}
    return Part(label, how, {field.key: told for field in FIELDS})


@st.composite
def half_years(draw: st.DrawFn, labels: tuple[str, ...] = H1) -> list[Part]:
    """Any subset of a half-year's months, any units, any figures."""
    values = st.one_of(st.none(), st.decimals(-1000, 10**6, places=2))
    parts = []
    for label in draw(st.lists(st.sampled_from(labels), unique=True)):
        how = {unit.id: draw(st.sampled_from(How)) for unit in UNITS if draw(st.booleans())}
        told = {
            field.key: {
                unit: value
                for unit, one in how.items()
                if one is not How.MISSING and (value := draw(values)) is not None
            }
            for field in FIELDS
        }
        parts.append(Part(label, how, told))
    return parts


@given(half_years())
def test_quarters_of_months_joined_are_the_half_year(parts: list[Part]) -> None:
    """Whether one rolls up six months, or two quarters of three, the half-year is the same."""
    quarters = [
        roll_up(labels, [part for part in parts if part.label in labels], UNITS, FIELDS)
        for labels in (parts_of("2022-Q1", "month"), parts_of("2022-Q2", "month"))
    ]
    assert joined(H1, quarters, FIELDS) == roll_up(H1, parts, UNITS, FIELDS)


@given(half_years(), st.randoms(use_true_random=False))
def test_the_order_of_parts_and_units_does_not_matter(parts: list[Part], random: object) -> None:
    """The same months in any order are the same half-year."""
    shuffled, units = list(parts), list(UNITS)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    random.shuffle(units)  # type: ignore[attr-defined]
    assert roll_up(H1, shuffled, units, FIELDS) == roll_up(H1, parts, UNITS, FIELDS)


@given(half_years())
def test_a_period_beside_itself_has_not_changed(parts: list[Part]) -> None:
    """Compared with the same months there is no difference, and nothing is left out."""
    rolled = roll_up(H1, parts, UNITS, FIELDS)
    comparison = compare(rolled, rolled, {label: label for label in H1})
    if not parts:
        assert comparison is None
        return
    assert comparison is not None
    assert comparison.whole
    assert all(one.change in (None, 0) and one.same_change in (None, 0) and one.alike for one in comparison.figures)


@given(half_years(), half_years(H2))
def test_a_change_there_and_back_comes_to_nothing(first: list[Part], second: list[Part]) -> None:
    """What rose against the period before fell against the one after."""
    one, other = roll_up(H1, first, UNITS, FIELDS), roll_up(H2, second, UNITS, FIELDS)
    there = compare(other, one, dict(zip(H2, H1, strict=True)))
    back = compare(one, other, dict(zip(H1, H2, strict=True)))
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        for up, down in zip(there.figures, back.figures, strict=True):
            assert up.change == (None if down.change is None else -down.change)
            assert up.same_change == (None if down.same_change is None else -down.same_change)


@given(half_years())
def test_every_report_owed_is_counted_once(parts: list[Part]) -> None:
    """Over units or over months, the same reports came in time, late and not at all."""
    rolled = roll_up(H1, parts, UNITS, FIELDS)
    assert rolled.owed == sum(unit.owed for unit in rolled.units) == sum(len(part.how) for part in parts)
    assert rolled.on_time == sum(unit.on_time for unit in rolled.units)
    assert rolled.late == sum(unit.late for unit in rolled.units)
    assert rolled.missing == sum(len(unit.missing) for unit in rolled.units)


def test_sums_add_up_averages_are_over_all_answers_and_levels_are_the_last() -> None:
    """Three kinds of figures over two months and two units."""
    rolled = roll_up(H1, [part("2022-01", u1=10, u2=20), part("2022-02", u1=40)], UNITS, FIELDS)
    files, share, stock, level = rolled.figures
    assert (files.total, files.by_part, files.answered) == (70, (30, 40), 3)
    assert share.total == Decimal("23.33")
    assert stock.total == 60  # 40 of February, and what the other unit told in January
    assert level.total == 30
    assert [row.total for row in files.units] == [50, 20]


def test_what_is_missing_is_said_exactly() -> None:
    """The months never asked for, and the months each unit did not send."""
    rolled = roll_up(H1, [part("2022-03", u1=1, u2=1, u3=1), part("2022-01", u1=1)], UNITS, FIELDS)
    assert rolled.parts == ("2022-01", "2022-03")
    assert rolled.absent == ("2022-02", "2022-04", "2022-05", "2022-06")
    assert [unit.missing for unit in rolled.units] == [(), ("2022-01",), ("2022-01",)]
    assert (rolled.on_time, rolled.late, rolled.missing) == (4, 0, 2)


def test_half_a_period_is_compared_with_the_same_months() -> None:
    """July and August stand beside January and February, not beside all six months."""
    first = roll_up(H1, [part(label, u1=10, u2=10) for label in H1], UNITS, FIELDS)
    second = roll_up(H2, [part("2022-07", u1=15, u2=10), part("2022-08", u1=15)], UNITS, FIELDS)
    comparison = compare(second, first, counterparts("2022-H2", "2022-H1", "month"))
    assert comparison is not None
    assert comparison.parts == (("2022-07", "2022-01"), ("2022-08", "2022-02"))
    assert not comparison.whole
    files = comparison.figures[0]
    assert (files.now, files.before, files.change) == (40, 40, 0)
    assert (files.alike, files.same, files.same_change) == (False, 3, 10)
    assert (comparison.sent, comparison.owed) == ((3, 4), (6, 6))


@pytest.mark.parametrize(
    ("label", "within"),
    [
        ("2022-03", ("2022-Q1", "2022-H1", "2022")),
        ("2022-Q3", ("2022-H2", "2022")),
        ("2022-H2", ("2022",)),
        ("2022", ()),
        ("2020-W53", ("2020-Q4", "2020-H2", "2020")),
        ("2026-W01", ("2026-Q1", "2026-H1", "2026")),
        ("2023-2025", ()),
        ("thang 3", ()),
    ],
)
def test_a_period_lies_in_longer_ones(label: str, within: tuple[str, ...]) -> None:
    """A week lies where its Thursday does."""
    assert longer(label) == within


@pytest.mark.parametrize(
    ("label", "earlier"),
    [("2022-H2", "2022-H1"), ("2022-H1", "2021-H2"), ("2022", "2021"), ("2022-Q1", "2021-Q4"), ("2022-Q3", "2022-Q2"),
     ("2022-03", None), ("2022-W07", None)],
)  # fmt: skip
def test_the_period_before(label: str, earlier: str | None) -> None:
    """The quarter, half-year or year before."""
    assert before(label) == earlier


def test_the_parts_follow_the_charter() -> None:
    """What the charter skips is not expected, and July still answers to January."""
    assert parts_of("2022-H1", "month", skip=("02",)) == ("2022-01", "2022-03", "2022-04", "2022-05", "2022-06")
    assert parts_of("2022", "quarter", only=("Q1", "Q3")) == ("2022-Q1", "2022-Q3")
    assert len(parts_of("2020", "week")) == 53
    assert counterparts("2022-H2", "2022-H1", "month")["2022-09"] == "2022-03"
    assert parts_of("2022-H1", "year") == ()
