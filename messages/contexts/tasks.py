"""What is said about the tasks of a unit."""

from dataclasses import dataclass
from datetime import date, datetime

from messages.contexts.reports import TaskLines
from messages.model import Message


@dataclass(frozen=True)
class TaskLine:
    """One task in a list."""

    code: str
    title: str
    state: str
    due_to: date | None
    days: int | None


@dataclass(frozen=True)
class TaskList(Message):
    """The open tasks of a unit by deadline, one page."""

    unit: str
    lines: tuple[TaskLine, ...]
    page: int
    pages: int
    open: int
    done: int
    overdue: int


@dataclass(frozen=True)
class TaskNone(Message):
    """The person's units lead no task; ``has_unit`` False: the person belongs to none."""

    has_unit: bool


@dataclass(frozen=True)
class TaskChooseUnit(Message):
    """Whose tasks to show."""


@dataclass(frozen=True)
class HistoryLine:
    """What the unit once said; the moment is local."""

    at: datetime
    state: str
    note: str


@dataclass(frozen=True)
class TaskCard(Message):
    """One task in full."""

    unit: str
    task: TaskLines
    lead_text: str
    state_at: datetime | None
    history: tuple[HistoryLine, ...]
