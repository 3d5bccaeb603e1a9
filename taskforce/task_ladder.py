"""The ladder of reminders of a task: 7 days, 3 days and 0 days before its last day, then once a week while overdue."""

from datetime import date

ESCALATE_AFTER = 7
"""A task that is overdue by more days than that is told upward."""

_BEFORE = (0, 3, 7)
_WEEK = 7


def stage_of(due: date, today: date) -> str | None:
    """The step that holds today, None while the last day is further away than the first step.

    It names the last day, so that more time begins the ladder anew; each step is told once. Only the step that holds
    is ever told: after days without a reminder nobody gets those that have passed.
    """
    left = (due - today).days
    if left < 0:
        return f"late:{due}:{(-left - 1) // _WEEK}"
    step = next((days for days in _BEFORE if left <= days), None)
    return None if step is None else f"{step}:{due}"


def is_escalated(due: date, today: date) -> bool:
    """Whether the task is overdue for so long that it is told upward."""
    return (today - due).days > ESCALATE_AFTER
