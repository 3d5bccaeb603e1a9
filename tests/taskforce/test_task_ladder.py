"""When a task is reminded of."""

from datetime import date, timedelta

from taskforce.task_ladder import is_escalated, stage_of

DUE = date(2022, 3, 31)


def test_each_step_of_the_ladder_is_told_once() -> None:
    """From 10 days before to 15 after there are three steps ahead of it, and one a week behind it."""
    days = [DUE + timedelta(days=n) for n in range(-10, 16)]
    steps = list(dict.fromkeys(stage_of(DUE, day) for day in days))
    assert steps == [
        None, "7:2022-03-31", "3:2022-03-31", "0:2022-03-31",
        "late:2022-03-31:0", "late:2022-03-31:1", "late:2022-03-31:2",
    ]  # fmt: skip


def test_more_than_a_week_goes_upward() -> None:
    """Seven days late is not yet told upward, eight are."""
    assert not is_escalated(DUE, DUE + timedelta(days=7))
    assert is_escalated(DUE, DUE + timedelta(days=8))
