"""What the documents of a longer period hold: the report and the workbook of a quarter, half-year or year.

Periods are written as everywhere: "2022-03", "2022-H1". The picture is that of a month, with the figures beside it
(``month.ReportChart``).
"""

from decimal import Decimal
from typing import ClassVar, Literal

from messages.documents.base import Heading, Moment, Record, Signature
from messages.documents.month import Attributed, Locale, Measured, TargetRow, TaskRow, TaskTotals


class Change(Record, frozen=True):
    """A figure beside the period before, over the parts that both have.

    ``same`` says over how many answers ``change`` is counted where not the same units answered, 0 where they did.
    """

    now: Decimal | None = None
    before: Decimal | None = None
    change: Decimal | None = None
    same: int = 0


class RolledRow(Record, frozen=True):
    """One figure: what all units come to in each part (None: not told), in all, and beside the period before.

    ``latest``: a level, its total is what was told last. ``answered`` counts the answers.
    """

    label: str
    measure: str
    counted: Measured
    latest: bool
    by_part: tuple[Decimal | None, ...]
    total: Decimal | None
    answered: int
    change: Change = Change()


class Sending(Record, frozen=True):
    """Reports owed, sent in time, sent late; the rest was never sent."""

    owed: int
    on_time: int
    late: int

    @property
    def missing(self) -> int:
        """Never sent."""
        return self.owed - self.on_time - self.late


Mark = Literal["on-time", "late", "missing", ""]
"""How a unit dealt with one part; "" where it owed nothing."""


class UnitSending(Record, frozen=True):
    """One unit: how it dealt with each part."""

    unit: str
    marks: tuple[Mark, ...]
    missing: tuple[str, ...] = ()


class UnitFigure(Record, frozen=True):
    """One unit's figure, part by part, and what it comes to; ``figure`` is the place of the figure in the list."""

    figure: int
    unit: str
    values: tuple[Decimal | None, ...]
    total: Decimal | None


class Beside(Record, frozen=True):
    """The period before. ``parts`` (now, before) are those that both have; ``whole``: nothing is left out."""

    period: str
    parts: tuple[tuple[str, str], ...]
    whole: bool
    now: Sending
    before: Sending


class RolledReport(Record, frozen=True, tag_field="kind", tag="rolled_report"):
    """Báo cáo quý, 6 tháng, năm as DOCX; Vietnamese whatever language the reader's chat has.

    ``parts`` are the periods that are in it, ``absent`` those that are not (yet). The texts are those of the last
    part, ``texts_of``. ``done`` are the tasks done within the period.
    """

    kind: ClassVar[str] = "rolled_report"
    suffix: ClassVar[str] = "docx"

    heading: Heading
    subject: str
    period: str
    parts: tuple[str, ...]
    absent: tuple[str, ...]
    sending: Sending
    signature: Signature
    as_of: Moment
    next_period: str = ""
    cite: str = ""
    beside: Beside | None = None
    units: tuple[UnitSending, ...] = ()
    figures: tuple[RolledRow, ...] = ()
    task_totals: TaskTotals = TaskTotals()
    done: tuple[TaskRow, ...] = ()
    tasks: tuple[TaskRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    texts_of: str = ""
    difficulties: tuple[Attributed, ...] = ()
    plans: tuple[Attributed, ...] = ()
    proposals: tuple[Attributed, ...] = ()
    receivers: tuple[str, ...] = ()


class RolledWorkbook(Record, frozen=True, tag_field="kind", tag="rolled_workbook"):
    """The same in cells, headings in the reader's language, with every unit's figures part by part."""

    kind: ClassVar[str] = "rolled_workbook"
    suffix: ClassVar[str] = "xlsx"

    body: str
    subject: str
    period: str
    as_of: Moment
    parts: tuple[str, ...]
    absent: tuple[str, ...]
    figures: tuple[RolledRow, ...]
    unit_figures: tuple[UnitFigure, ...]
    units: tuple[UnitSending, ...]
    tasks: tuple[TaskRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    beside: Beside | None = None
    version: int = 1
    locale: Locale = "vi"
