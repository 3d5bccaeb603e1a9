"""What is said around a report: questions, review, what became of it, help asked for, figures sent back.

Values are ready to be read (``messages.answers.value_text``); moments are local.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from messages.model import Message, Part

Mode = Literal["own", "helper", "phone", "handoff", "returned"]
"""In whose name the questions are answered."""

Last = Literal["month", "quarter", "half", "year", "week"]
"""What the period before is called."""


class Heading(Part, frozen=True):
    """Which report it is; ``last`` names the period before, ``task_force`` is said to whoever serves several."""

    title: str
    period: str
    unit: str
    mode: Mode = "own"
    last: Last = "month"
    task_force: str = ""


class EchoLine(Part, frozen=True):
    """What was just understood; for a section taken over only ``carried`` says how many answers."""

    label: str = ""
    value: str = ""
    difference: Decimal | None = None
    percent: bool = False
    kept: bool = False
    carried: int = 0


class Fault(Part, frozen=True):
    """Why something was not taken: a ``taskforce.forms.Code``, what was typed, the bound, what it could mean."""

    code: str
    text: str = ""
    limit: str = ""
    candidates: tuple[str, ...] = ()


class TaskLines(Part, frozen=True):
    """A task on its question card; ``days`` are left until its last day, negative when overdue."""

    code: str
    title: str
    deadline: str
    due_to: date | None
    days: int | None
    with_text: str
    state: str = ""
    note: str = ""


class WorkedOut(Part, frozen=True):
    """What the unit's shorter reports (``every`` "month") come to: in which periods it told the figure, which lack."""

    value: str
    rule: Literal["sum", "average", "latest"]
    every: str
    told_periods: tuple[str, ...]
    missing_periods: tuple[str, ...] = ()


class ReportQuestion(Message, frozen=True):
    """One question. ``kind`` is that of ``taskforce.forms.Kind``; ``example`` shows how to type a good answer.

    ``raised`` are the difficulties of the unit that nobody has answered.
    """

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
    worked_out: WorkedOut | None = None
    raised: tuple[str, ...] = ()
    current: str | None = None
    picked: int | None = None
    found: int | None = None
    query: str = ""
    listed: tuple[str, ...] = ()
    asked_of: str = ""
    comment: str = ""
    echo: EchoLine | None = None
    fault: Fault | None = None


class ReportWhy(Message, frozen=True):
    """Why a figure jumped, or why a task is stuck (``choice``). ``change`` is in percent."""

    head: Heading
    label: str
    old: str
    new: str
    choice: bool
    change: int | None = None
    up: bool = True
    fault: Fault | None = None


class ReportCollision(Message, frozen=True):
    """A colleague answered meanwhile."""

    head: Heading
    label: str
    mine: str
    theirs: str
    who: str
    at: datetime
    fault: Fault | None = None


class ReviewLine(Part, frozen=True):
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


class ReviewPart(Part, frozen=True):
    """One section; ``unchanged`` counts the tasks that stand as before and are not listed, ``more`` other lines that
    would be too many."""

    title: str
    lines: tuple[ReviewLine, ...]
    unchanged: int = 0
    more: int = 0


class ReportReview(Message, frozen=True):
    """Everything before sending; ``asker`` is who asked for help where this is only a part."""

    head: Heading
    parts: tuple[ReviewPart, ...]
    missing: int
    sent_before: bool = False
    days_late: int = 0
    asker: str = ""
    echo: EchoLine | None = None
    fault: Fault | None = None


class ReportEditing(Message, frozen=True):
    """Which question of a section to change."""

    head: Heading
    section: str


class ReportHandOver(Message, frozen=True):
    """Whom to ask for help with a question, or its whole section."""

    head: Heading
    label: str
    section: str
    whole: bool
    count: int


class ReportAnswered(Message, frozen=True):
    """What becomes of a card whose question was answered by typing: the question and the answer."""

    label: str
    value: str


class ReportMovedDown(Message, frozen=True):
    """What becomes of a card that is shown again further down."""


class ReportSent(Message, frozen=True):
    """The report is in. ``summary_at`` is when it goes to the leaders, None when that is over or unknown."""

    head: Heading
    days_late: int
    late: bool
    again: bool
    returned_left: int
    summary_at: datetime | None = None
    receiver: str = ""


class ReportSentBy(Message, frozen=True):
    """To the others of the unit: who sent it; ``unsent``: the reader was answering a question meanwhile."""

    head: Heading
    who: str
    how: Literal["member", "helper", "phone"]
    again: bool
    days_late: int
    unsent: bool = False


class ReportLater(Message, frozen=True):
    """The person leaves it for now; ``unsent``: it was sent, and what they changed since was not."""

    head: Heading
    answered: int
    total: int
    due_at: datetime
    left_days: int
    unsent: bool = False


class ReportPeriodOver(Message, frozen=True):
    """The period is closed: nothing can be changed any more."""

    head: Heading


class ReportNoneOwed(Message, frozen=True):
    """/baocao while nothing is asked of the person's units; ``unit`` False: the person belongs to none."""

    has_unit: bool


class OwedLine(Part, frozen=True):
    """One report that waits."""

    title: str
    period: str
    unit: str
    due_at: datetime
    state: str
    task_force: str = ""


class ReportChoose(Message, frozen=True):
    """Several reports wait; a button for each."""

    lines: tuple[OwedLine, ...]


class ReportView(Message, frozen=True):
    """A report as it stands, to be read. ``state`` is that of ``storage.reports.Report``; ``role`` how the sender
    stands to the unit; ``unsent``: something was changed since and not sent again. ``below`` is the body whose summary
    (its version ``below_version``) went into it, "" where none did."""

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
    below: str = ""
    below_version: int = 0


class ReportPickToReturn(Message, frozen=True):
    """Which answer the secretary sends back."""

    head: Heading


class ReportReturnComment(Message, frozen=True):
    """What is wrong with the answer?"""

    head: Heading
    label: str
    value: str
    fault: Fault | None = None


class ReportReturnSent(Message, frozen=True):
    """To the secretary: the answer is on its way back; ``told`` counts who was told."""

    head: Heading
    label: str
    comment: str
    told: int


class ReportAnswerReturned(Message, frozen=True):
    """To the unit: please answer this one again."""

    head: Heading
    label: str
    value: str
    comment: str
    who: str


class ReportReturnedAnswered(Message, frozen=True):
    """To the secretary: what was sent back is answered."""

    head: Heading
    lines: tuple[tuple[str, str], ...]
    who: str


class ReportHelpWanted(Message, frozen=True):
    """To a colleague: please answer these questions."""

    head: Heading
    who: str
    labels: tuple[str, ...]
    count: int
    due_at: datetime


class ReportHelpGiven(Message, frozen=True):
    """To whoever asked: the colleague has answered."""

    head: Heading
    who: str
    lines: tuple[tuple[str, str], ...]


class ReportHelpGone(Message, frozen=True):
    """To whoever asked: the colleague is of the unit no more, the questions are theirs again."""

    head: Heading
    who: str
    labels: tuple[str, ...]


class ReportHelpThanks(Message, frozen=True):
    """To the colleague: it has reached the report."""

    head: Heading
    who: str
