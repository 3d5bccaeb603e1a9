"""What is said around a report: questions, review, what became of it, help asked for, figures sent back.

Values are ready to be read (``messages.answers.value_text``); moments are local.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from messages.model import Message

Mode = Literal["own", "helper", "phone", "handoff", "returned"]
"""In whose name the questions are answered."""

Last = Literal["month", "quarter", "half", "year", "week"]
"""What the period before is called."""


@dataclass(frozen=True)
class Heading:
    """Which report it is; ``last`` names the period before, ``task_force`` is said to whoever serves several."""

    title: str
    period: str
    unit: str
    mode: Mode = "own"
    last: Last = "month"
    task_force: str = ""


@dataclass(frozen=True)
class EchoLine:
    """What was just understood; for a section taken over only ``carried`` says how many answers."""

    label: str = ""
    value: str = ""
    difference: Decimal | None = None
    percent: bool = False
    kept: bool = False
    carried: int = 0


@dataclass(frozen=True)
class Fault:
    """Why something was not taken: a ``taskforce.forms.Code``, what was typed, the bound, what it could mean."""

    code: str
    text: str = ""
    limit: str = ""
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class TaskLines:
    """A task on its question card; ``days`` are left until its last day, negative when overdue."""

    code: str
    title: str
    deadline: str
    due_to: date | None
    days: int | None
    with_text: str
    state: str = ""
    note: str = ""


@dataclass(frozen=True)
class ReportQuestion(Message):
    """One question. ``kind`` is that of ``taskforce.forms.Kind``; ``example`` shows how to type a good answer."""

    head: Heading
    index: int
    total: int
    section: str
    label: str
    kind: str
    hint: str = ""
    measure: str = ""
    example: str = ""
    task: TaskLines | None = None
    has_previous: bool = False
    previous: str = ""
    current: str | None = None
    picked: int | None = None
    found: int | None = None
    query: str = ""
    listed: tuple[str, ...] = ()
    asked_of: str = ""
    comment: str = ""
    echo: EchoLine | None = None
    fault: Fault | None = None


@dataclass(frozen=True)
class ReportWhy(Message):
    """Why a figure jumped, or why a task is stuck (``choice``). ``change`` is in percent."""

    head: Heading
    label: str
    old: str
    new: str
    choice: bool
    change: int | None = None
    up: bool = True
    fault: Fault | None = None


@dataclass(frozen=True)
class ReportCollision(Message):
    """A colleague answered meanwhile."""

    head: Heading
    label: str
    mine: str
    theirs: str
    who: str
    at: datetime
    fault: Fault | None = None


@dataclass(frozen=True)
class ReviewLine:
    """One answer in the review."""

    label: str
    value: str
    missing: bool = False
    asked_of: str = ""
    difference: Decimal | None = None
    percent: bool = False
    reason: str = ""
    long: bool = False
    entered: bool = False


@dataclass(frozen=True)
class ReviewPart:
    """One section; ``unchanged`` counts the tasks that stand as before and are not listed, ``more`` other lines that
    would be too many."""

    title: str
    lines: tuple[ReviewLine, ...]
    unchanged: int = 0
    more: int = 0


@dataclass(frozen=True)
class ReportReview(Message):
    """Everything before sending; ``asker`` is who asked for help where this is only a part."""

    head: Heading
    parts: tuple[ReviewPart, ...]
    missing: int
    sent_before: bool = False
    days_late: int = 0
    asker: str = ""
    echo: EchoLine | None = None
    fault: Fault | None = None


@dataclass(frozen=True)
class ReportEditing(Message):
    """Which question of a section to change."""

    head: Heading
    section: str


@dataclass(frozen=True)
class ReportHandOver(Message):
    """Whom to ask for help with a question, or its whole section."""

    head: Heading
    label: str
    section: str
    whole: bool
    count: int


@dataclass(frozen=True)
class ReportAnswered(Message):
    """What becomes of a card whose question was answered by typing: the question and the answer."""

    label: str
    value: str


@dataclass(frozen=True)
class ReportMovedDown(Message):
    """What becomes of a card that is shown again further down."""


@dataclass(frozen=True)
class ReportSent(Message):
    """The report is in. ``summary_at`` is when it goes to the leaders, None when that is over or unknown."""

    head: Heading
    days_late: int
    late: bool
    again: bool
    returned_left: int
    summary_at: datetime | None = None
    receiver: str = ""


@dataclass(frozen=True)
class ReportSentBy(Message):
    """To the others of the unit: who sent it; ``unsent``: the reader was answering a question meanwhile."""

    head: Heading
    who: str
    how: Literal["member", "helper", "phone"]
    again: bool
    days_late: int
    unsent: bool = False


@dataclass(frozen=True)
class ReportLater(Message):
    """The person leaves it for now; ``unsent``: it was sent, and what they changed since was not."""

    head: Heading
    answered: int
    total: int
    due_at: datetime
    left_days: int
    unsent: bool = False


@dataclass(frozen=True)
class ReportSecret(Message):
    """What was typed bears a mark of secrecy: nothing of it was kept."""

    mark: str


@dataclass(frozen=True)
class ReportPeriodOver(Message):
    """The period is closed: nothing can be changed any more."""

    head: Heading


@dataclass(frozen=True)
class ReportNoneOwed(Message):
    """/baocao while nothing is asked of the person's units; ``unit`` False: the person belongs to none."""

    has_unit: bool


@dataclass(frozen=True)
class OwedLine:
    """One report that waits."""

    title: str
    period: str
    unit: str
    due_at: datetime
    state: str
    task_force: str = ""


@dataclass(frozen=True)
class ReportChoose(Message):
    """Several reports wait; a button for each."""

    lines: tuple[OwedLine, ...]


@dataclass(frozen=True)
class ReportView(Message):
    """A report as it stands, to be read. ``state`` is that of ``storage.reports.Report``; ``role`` how the sender
    stands to the unit; ``unsent``: something was changed since and not sent again."""

    head: Heading
    state: str
    parts: tuple[ReviewPart, ...]
    sent_by: str = ""
    sent_how: Literal["member", "helper", "phone"] = "member"
    sent_at: datetime | None = None
    days_late: int = 0
    late: bool = False
    changed_at: datetime | None = None
    comments: tuple[tuple[str, str], ...] = ()
    closed: bool = False
    unsent: bool = False


@dataclass(frozen=True)
class ReportPickToReturn(Message):
    """Which answer the secretary sends back."""

    head: Heading


@dataclass(frozen=True)
class ReportReturnComment(Message):
    """What is wrong with the answer?"""

    head: Heading
    label: str
    value: str
    fault: Fault | None = None


@dataclass(frozen=True)
class ReportReturnSent(Message):
    """To the secretary: the answer is on its way back; ``told`` counts who was told."""

    head: Heading
    label: str
    comment: str
    told: int


@dataclass(frozen=True)
class ReportAnswerReturned(Message):
    """To the unit: please answer this one again."""

    head: Heading
    label: str
    value: str
    comment: str
    who: str


@dataclass(frozen=True)
class ReportReturnedAnswered(Message):
    """To the secretary: what was sent back is answered."""

    head: Heading
    lines: tuple[tuple[str, str], ...]
    who: str


@dataclass(frozen=True)
class ReportHelpWanted(Message):
    """To a colleague: please answer these questions."""

    head: Heading
    who: str
    labels: tuple[str, ...]
    count: int
    due_at: datetime


@dataclass(frozen=True)
class ReportHelpGiven(Message):
    """To whoever asked: the colleague has answered."""

    head: Heading
    who: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ReportHelpGone(Message):
    """To whoever asked: the colleague is of the unit no more, the questions are theirs again."""

    head: Heading
    who: str
    labels: tuple[str, ...]


@dataclass(frozen=True)
class ReportHelpThanks(Message):
    """To the colleague: it has reached the report."""

    head: Heading
    who: str
