"""What the three documents of a reporting period hold: the report, the workbook of its figures, the chart.

All three are made from the same reports, and say which version of the summary they belong to. A period is written as
everywhere: "2022-03", "2022-Q1", "2022-H1", "2022", "2022-W07".
"""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from messages.documents.base import Heading, Moment, Record, Signature

Locale = Literal["vi", "en"]

TaskState = Literal["not-begun", "going", "stuck", "done"]
"""How a task stands, as ``taskforce.tally.TaskState`` says it."""

TargetStanding = Literal["reached", "on-the-way", "behind", "unknown"]
"""How a target stands against its goal."""

Measured = Literal["sum", "average"]
"""How the units' values make one figure."""


class UnitCounts(Record, frozen=True):
    """How many units owed the report, and how many sent it in time, late, or not at all."""

    total: int
    on_time: int
    late: int = 0
    missing: int = 0


class Attributed(Record, frozen=True):
    """What one unit wrote; ``unit`` is "" for what the task force itself says."""

    text: str
    unit: str = ""


class FigureRow(Record, frozen=True):
    """One figure over all units. ``answered`` units gave it.

    ``change`` is against the last period, None where nothing can be compared; ``same_units`` says over how many units
    it is counted where not the same ones answered, 0 where they did.
    """

    label: str
    measure: str
    total: Decimal
    counted: Measured = "sum"
    answered: int = 0
    change: Decimal | None = None
    same_units: int = 0


class TaskRow(Record, frozen=True):
    """One task; ``due_words`` is its deadline as the plan words it, ``note`` why it is stuck."""

    code: str
    title: str
    lead: str = ""
    helpers: str = ""
    due_from: date | None = None
    due: date | None = None
    due_words: str = ""
    state: TaskState = "not-begun"
    overdue: bool = False
    note: str = ""


class TaskTotals(Record, frozen=True):
    """Tasks by state; ``overdue`` ones are also counted under their state."""

    done: int = 0
    going: int = 0
    stuck: int = 0
    not_begun: int = 0
    overdue: int = 0

    @property
    def total(self) -> int:
        """Every task once."""
        return self.done + self.going + self.stuck + self.not_begun


class ResultGroup(Record, frozen=True):
    """One group of results: its figures, and what the units wrote about it."""

    title: str
    figures: tuple[FigureRow, ...] = ()
    paragraphs: tuple[Attributed, ...] = ()


Changed = Literal["added", "note", "unit", "missing", "total", "figure", "answer", "text", "task"]
"""What a version changed: a unit's report that came, the secretary's line, how a unit's report stands, how many are
missing, a figure over all units, a unit's figure, its choice, its text, a task."""


class ChangeRow(Record, frozen=True):
    """One change, "" for nothing; values as they are read. A unit stands "on-time", "late" or "missing"."""

    what: Changed
    unit: str = ""
    label: str = ""
    before: str = ""
    after: str = ""
    measure: str = ""
    note: str = ""


class StatusReport(Record, frozen=True, tag_field="kind", tag="status_report"):
    """Báo cáo, a named document of form 1.4, as DOCX; Vietnamese whatever language the reader's chat has.

    ``subject`` is what it reports on ("Kết quả thực hiện Đề án 06"), without the period. Each part of the outline is
    left out with its figures where there are none, and says so where its heading must stand. ``tasks`` are those named
    in the annex; ``task_totals`` counts all. ``late`` and ``missing`` are units. ``changes`` are all those since the
    version ``changes_since``.
    """

    kind: ClassVar[str] = "status_report"
    suffix: ClassVar[str] = "docx"

    heading: Heading
    subject: str
    period: str
    counts: UnitCounts
    signature: Signature
    next_period: str = ""
    as_of: Moment | None = None
    cite: str = ""
    late: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    direction: tuple[Attributed, ...] = ()
    task_totals: TaskTotals = TaskTotals()
    results: tuple[ResultGroup, ...] = ()
    jumps: tuple[Attributed, ...] = ()
    difficulties: tuple[Attributed, ...] = ()
    plans: tuple[Attributed, ...] = ()
    proposals: tuple[Attributed, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    receivers: tuple[str, ...] = ()
    is_draft: bool = True
    version: int = 1
    changes: tuple[ChangeRow, ...] = ()
    changes_since: int = 0


QuestionKind = Literal["text", "number", "date"]
"""How an answer is written into a cell."""


class Question(Record, frozen=True):
    """One column of answers; ``counted`` says how it adds up, None where it does not."""

    label: str
    kind: QuestionKind = "text"
    measure: str = ""
    counted: Measured | None = None


class UnitAnswers(Record, frozen=True):
    """One row: a unit, how its report stands, one value for each question ("" for none; numbers as "1234.5")."""

    unit: str
    sent_at: Moment | None = None
    days_late: int = 0
    is_late: bool = False
    version: int = 0
    values: tuple[str, ...] = ()


class TargetRow(Record, frozen=True):
    """One target: "at least 90 %" has op ">=", goal 90, measure "%"; ``actual`` None while nobody has told it."""

    code: str
    title: str
    goal: Decimal | None = None
    op: str = "="
    measure: str = ""
    unit: str = ""
    period: str = ""
    actual: Decimal | None = None
    standing: TargetStanding = "unknown"


class UnitRemark(Record, frozen=True):
    """What a unit wrote in answer to a question."""

    unit: str
    question: str
    text: str


class PastPeriod(Record, frozen=True):
    """One period of the stream's history; ``totals`` in the order of the workbook's ``history_figures``."""

    period: str
    counts: UnitCounts
    totals: tuple[Decimal | None, ...] = ()


class ReportWorkbook(Record, frozen=True, tag_field="kind", tag="report_workbook"):
    """Everything of a period as XLSX, headings in the reader's language. ``history`` is oldest first."""

    kind: ClassVar[str] = "report_workbook"
    suffix: ClassVar[str] = "xlsx"

    body: str
    subject: str
    period: str
    as_of: Moment
    questions: tuple[Question, ...]
    units: tuple[UnitAnswers, ...]
    tasks: tuple[TaskRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    remarks: tuple[UnitRemark, ...] = ()
    history_figures: tuple[str, ...] = ()
    history: tuple[PastPeriod, ...] = ()
    version: int = 1
    locale: Locale = "vi"


class UnitLoad(Record, frozen=True):
    """One unit's tasks by state; ``unit`` is its short name where it has one."""

    unit: str
    tasks: TaskTotals


class ChartFigure(Record, frozen=True):
    """One figure over the periods of the chart's ``history``, in its order; None where nobody told it."""

    label: str
    measure: str
    totals: tuple[Decimal | None, ...]


class ReportChart(Record, frozen=True, tag_field="kind", tag="report_chart"):
    """One picture for a phone, as PNG: who reported over the periods, tasks by unit, targets against their goals."""

    kind: ClassVar[str] = "report_chart"
    suffix: ClassVar[str] = "png"

    body: str
    period: str
    history: tuple[PastPeriod, ...]
    loads: tuple[UnitLoad, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    figures: tuple[ChartFigure, ...] = ()
    version: int = 1
    locale: Locale = "vi"
