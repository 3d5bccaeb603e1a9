"""Which of a form's questions roll up into longer periods, and by what rule."""

from decimal import Decimal

import pytest

from handlers.rolled.material import rolled_field
from taskforce.charter import Charter, load_preset, preset_names
from taskforce.charter.forms import FieldSpec
from taskforce.tally import Unit
from taskforce.tally.rolled import How, Part, roll_up


def cumulative(charter: Charter) -> list[FieldSpec]:
    """The questions for running totals."""
    return [field for form in charter.forms for field in form.fields if "lũy kế" in field.label.localised("vi").lower()]


@pytest.mark.parametrize("preset", preset_names())
def test_a_running_total_of_a_preset_is_never_added_up_over_months(preset: str) -> None:
    """What says "lũy kế" counts as it was told last."""
    assert [field.key for field in cumulative(load_preset(preset)) if field.over_time != "latest"] == []


def test_the_police_s_accounts_of_six_months_are_those_of_the_last() -> None:
    """Bắc Kạn's activated accounts grow from month to month; the half-year has June's figure, not the sum."""
    accounts = next(field for field in cumulative(load_preset("bac-kan")) if field.key == "vneid-accounts")
    field = rolled_field(accounts, "vi")
    assert field is not None
    months = [f"2022-{number:02}" for number in range(1, 7)]
    parts = [
        Part(label, {1: How.ON_TIME}, {field.key: {1: Decimal(1000 + 100 * place)}})
        for place, label in enumerate(months)
    ]
    figure = roll_up(months, parts, [Unit(1, "Công an tỉnh", 0)], [field]).figures[0]
    assert figure.total == Decimal(1500)
    assert figure.by_part[0] == Decimal(1000)
