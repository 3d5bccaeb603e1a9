"""The notations of a charter."""

from datetime import date, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.charter.expressions import (
    Duration,
    Offset,
    WeekMoment,
    add_months,
    parse_clock,
    parse_duration,
    parse_offset,
    parse_share,
    parse_week_moment,
)

CLOCKS = st.times().map(lambda moment: moment.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-3wd 08:30", Offset(-3, "wd", time(8, 30))),
        ("+1d 08:00", Offset(1, "d", time(8))),
        ("0d 15:00", Offset(0, "d", time(15))),
        ("+1wd", Offset(1, "wd")),
        ("-4h", Offset(-4, "h")),
    ],
)
def test_offsets(text: str, value: Offset) -> None:
    """An offset is days, working days or hours, with a clock time for days."""
    assert parse_offset(text) == value


@given(st.builds(Offset, st.integers(-99, 99), st.sampled_from(["d", "wd"]), st.none() | CLOCKS))
def test_an_offset_reads_what_it_writes(offset: Offset) -> None:
    """Writing an offset and reading it again gives the same."""
    assert parse_offset(str(offset)) == offset


@given(st.builds(Duration, st.integers(0, 999), st.sampled_from(["h", "d", "wd", "w", "m"])))
def test_a_duration_reads_what_it_writes(duration: Duration) -> None:
    """Writing a length of time and reading it again gives the same."""
    assert parse_duration(str(duration)) == duration


@given(st.builds(WeekMoment, st.integers(0, 6), st.none() | CLOCKS))
def test_a_week_moment_reads_what_it_writes(moment: WeekMoment) -> None:
    """Writing a moment of the week and reading it again gives the same."""
    assert parse_week_moment(str(moment)) == moment


def test_shares() -> None:
    """A share is a fraction or a percentage."""
    assert parse_share("2/3") == Fraction(2, 3)
    assert parse_share("50%") == Fraction(1, 2)
    assert parse_share("66.5 %") == Fraction(133, 200)


@pytest.mark.parametrize("text", ["", "3", "3x", "-3w 08:30", "1wd 25:00", "1h 08:00", "1d08:00", 3, None])
def test_wrong_offsets_say_what_was_expected(text: object) -> None:
    """A wrong offset is answered with an example, or with what is wrong in its clock time."""
    with pytest.raises(ValueError, match="such as"):
        parse_offset(text)


@pytest.mark.parametrize("text", ["3/2", "1/0", "0.5", "200%", "half", 2])
def test_wrong_shares_say_what_was_expected(text: object) -> None:
    """A wrong share is answered with an example."""
    with pytest.raises(ValueError, match="2/3"):
        parse_share(text)


@pytest.mark.parametrize("text", ["-2wd", "2", "two days", "2 wd", 2])
def test_wrong_durations_say_what_was_expected(text: object) -> None:
    """A wrong length of time is answered with examples."""
    with pytest.raises(ValueError, match="48h"):
        parse_duration(text)


@pytest.mark.parametrize("text", ["thursdy 16:00", "thu 16", "thu 16:00 17:00", "", 4])
def test_wrong_week_moments_say_what_was_expected(text: object) -> None:
    """A wrong moment of the week is answered with an example."""
    with pytest.raises(ValueError, match="such as"):
        parse_week_moment(text)


def test_a_toml_time_is_a_clock_time() -> None:
    """TOML's own local time is taken as well as the text."""
    assert parse_clock(time(8, 30)) == parse_clock("08:30")


def test_months_end_early() -> None:
    """A month later than the 31st is the last day of a shorter month."""
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 12, 15), 1) == date(2027, 1, 15)
    assert add_months(date(2026, 3, 31), -1) == date(2026, 2, 28)
