"""What a period's reports add up to, and which tasks are worth asking a unit about.

Everything here counts and orders; nothing is worded. Units come in their own order everywhere, so the same reports
always give the same summary.
"""

from taskforce.tally.compiling import compile_summary, is_late, together
from taskforce.tally.summary import (
    Figure,
    FigureField,
    Given,
    Summary,
    TaskCount,
    Unit,
    UnitFigure,
    UnitIn,
    UnitMissing,
    UnitRemarks,
    UnitTasks,
)
from taskforce.tally.tasks import MOST_ASKED, TaskState, UnitTask, tasks_to_ask

__all__ = [
    "MOST_ASKED",
    "Figure",
    "FigureField",
    "Given",
    "Summary",
    "TaskCount",
    "TaskState",
    "Unit",
    "UnitFigure",
    "UnitIn",
    "UnitMissing",
    "UnitRemarks",
    "UnitTask",
    "UnitTasks",
    "compile_summary",
    "is_late",
    "tasks_to_ask",
    "together",
]
