"""Whose approval a report needs, as a charter writes it down."""

import pytest

from taskforce.charter import load_preset
from taskforce.roles import Role
from tests.taskforce.charters import BODY
from tests.taskforce.test_charter import problems

_REPORT = """
[[reports]]
key = "monthly"
form = "monthly-status"
every = "month"
due = { before_day = 18 }
cite = "Đ1"
"""


@pytest.mark.parametrize(
    ("lines", "key", "message"),
    [
        ('approved_by = ["leader"]', "approved_by", "there is no summary to approve: give summarise"),
        ('summarise = "+1d 08:00"\napproved_by = ["boss"]', "approved_by[0]", "a role"),
        ('summarise = "+1d 08:00"\napproved_by = []', "approved_by", "at least one role"),
        ('summarise = "+1d 08:00"\napproved_by = ["guest"]', "approved_by", "takes no part in the work"),
        ('summarise = "+1d 08:00"\napproved_by = { role = "leader" }', "approved_by.role", 'did you mean "roles"?'),
    ],
)
def test_a_mistake_is_named(lines: str, key: str, message: str) -> None:
    """With its key, and what was expected."""
    found = problems(BODY + _REPORT + lines + "\n")
    assert message in found[f"reports[0].{key}"], found


def test_only_the_regulation_that_says_who_signs_asks_for_an_approval() -> None:
    """Quảng Nam Điều 5 khoản 3: a deputy signs the monthly report in the head's place."""
    approval = load_preset("quang-nam").report("monthly").approved_by
    assert approval is not None
    assert (approval.roles, approval.cite) == ((Role.LEADER, Role.DEPUTY), "Điều 5 khoản 3")
    others = [load_preset(name) for name in ("bac-giang", "bac-kan", "nam-dong")]
    assert all(report.approved_by is None for charter in others for report in charter.reports)
