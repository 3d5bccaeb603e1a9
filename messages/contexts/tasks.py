"""What is said about the tasks of a unit."""

from datetime import date, datetime

from messages.contexts.reports import TaskLines
from messages.model import Message, Part


class TaskLine(Part, frozen=True):
    """One task in a list."""

    code: str
    title: str
    state: str
    due_to: date | None
    days: int | None


class TaskList(Message, frozen=True):
    """The open tasks of a unit by deadline, one page."""

    unit: str
    lines: tuple[TaskLine, ...]
    page: int
    pages: int
    open: int
    done: int
    overdue: int


class TaskNone(Message, frozen=True):
    """The person's units lead no task; ``has_unit`` False: the person belongs to none."""

    has_unit: bool


class TaskChooseUnit(Message, frozen=True):
    """Whose tasks to show."""


class HistoryLine(Part, frozen=True):
    """What the unit once said; the moment is local."""

    at: datetime
    state: str
    note: str


class TaskCard(Message, frozen=True):
    """One task in full."""

    unit: str
    task: TaskLines
    lead_text: str
    state_at: datetime | None
    history: tuple[HistoryLine, ...]
