"""What is compared with a target's goal: the latest value or the sum, and nothing is ever added twice."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.period_labels import period_days
from taskforce.target_counting import (
    Counting,
    added,
    has_begun,
    measure_fits,
    offered,
    read_told_period,
    series,
    usual_counting,
)
from taskforce.targets import TargetValue


def told(**values: int) -> list[TargetValue]:
    """Values by period: m2022_03 is 2022-03."""
    return [TargetValue(label[1:].replace("_", "-"), Decimal(value)) for label, value in values.items()]


def test_a_level_is_compared_as_it_stands() -> None:
    """All values, in the order of time."""
    values = told(m2022_03=52, m2022_02=40)
    assert series(values, Counting.LEVEL, "2022") == told(m2022_02=40, m2022_03=52)


def test_a_cumulated_figure_adds_up_within_the_target_s_period() -> None:
    """The running sum; what lies before or after the target's period is left out."""
    values = told(m2021_12=900, m2022_01=10, m2022_02=20, m2022_03=5, m2023_01=900)
    assert series(values, Counting.CUMULATED, "2022") == told(m2022_01=10, m2022_02=30, m2022_03=35)
    assert series(values, Counting.CUMULATED, "no period") == []


def test_a_quarter_beside_its_months_is_not_added_twice() -> None:
    """Of periods that overlap the longest counts."""
    values = told(m2022_01=10, m2022_02=20, m2022_Q1=50, m2022_04=7, m2022_W15=3)
    assert series(values, Counting.CUMULATED, "2022") == told(m2022_Q1=50, m2022_04=57)


_LABELS = st.sampled_from(
    ["2022", "2022-H1", "2022-H2", *(f"2022-Q{q}" for q in range(1, 5)), *(f"2022-{m:02}" for m in range(1, 13))]
)


@given(st.lists(_LABELS, unique=True))
def test_no_day_is_ever_counted_twice(labels: list[str]) -> None:
    """Whatever is told, the periods that are added up do not overlap, and cover what was told."""
    values = [TargetValue(label, Decimal(1)) for label in labels]
    days: set[date] = set()
    kept = added(values, "2022")
    for value in kept:
        first, last = period_days(value.period) or (date.min, date.min)
        own = {date.fromordinal(each) for each in range(first.toordinal(), last.toordinal() + 1)}
        assert not own & days
        days |= own
    assert bool(kept) == bool(labels)


@pytest.mark.parametrize(
    ("total", "label", "expected"),
    [
        ("sum", "Số hồ sơ tiếp nhận trong tháng", Counting.CUMULATED),
        ("sum", "Số tài khoản đã kích hoạt, lũy kế", Counting.LEVEL),
        ("average", "Tỷ lệ hồ sơ trực tuyến", Counting.LEVEL),
    ],
)
def test_how_a_figure_is_usually_compared(total: str, label: str, expected: Counting) -> None:
    """Counts of a period are added up; shares and counts so far are levels."""
    assert usual_counting(total, label) is expected


@pytest.mark.parametrize(
    ("target", "percent", "measures", "fits"),
    [
        ("%", True, ["%"], True),
        ("%", True, [], True),
        ("%", False, ["%"], True),
        ("%", False, ["hồ sơ", "files"], False),
        ("hồ sơ", True, ["%"], False),
        ("Hồ sơ", False, ["hồ sơ", "files"], True),
        ("ho so", False, ["hồ sơ"], True),
        ("tài khoản", False, ["hồ sơ"], False),
        ("tài khoản", False, [], True),
        ("", False, ["hồ sơ"], True),
    ],
)
def test_a_figure_fits_by_its_measure(target: str, percent: bool, measures: list[str], fits: bool) -> None:
    """Shares to shares, accounts to accounts; where one side says none, both go."""
    assert measure_fits(target, percent, measures) is fits


def test_the_likely_periods_are_offered() -> None:
    """The last months, quarters and the year within the target's; counted from its end when it is over."""
    assert offered("2022", date(2022, 4, 5)) == ["2022-04", "2022-03", "2022-02", "2022-Q2", "2022-Q1", "2022"]
    assert offered("2022-Q1", date(2022, 4, 5)) == ["2022-03", "2022-02", "2022-01", "2022-Q1"]
    assert offered("2022", date(2023, 4, 5))[:2] == ["2022-12", "2022-11"]
    assert offered("2023-2025", date(2022, 4, 5))[0] == "2022-04"
    assert len(offered("2023-2025", date(2024, 1, 5))) <= 8


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("3/2022", "2022-03"),
        ("T3/2022", "2022-03"),
        ("Tháng 03-2022", "2022-03"),
        ("tháng 3 năm 2022", "2022-03"),
        ("Q1/2022", "2022-Q1"),
        ("quý I/2022", "2022-Q1"),
        ("quý 2 2022", "2022-Q2"),
        ("2022-H1", "2022-H1"),
        ("năm 2022", "2022"),
        ("13/2022", None),
        ("tháng trước", None),
        ("", None),
    ],
)
def test_a_period_is_read_as_it_is_typed(text: str, label: str | None) -> None:
    """Months, quarters and years; what is not clear is asked again."""
    assert read_told_period(text) == label


def test_nothing_is_told_of_what_has_not_begun() -> None:
    """A period may be told of from its first day."""
    assert has_begun("2022-04", date(2022, 4, 1))
    assert not has_begun("2022-04", date(2022, 3, 31))
    assert not has_begun("soon", date(2022, 3, 31))
