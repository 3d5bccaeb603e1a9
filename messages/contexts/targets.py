"""What is said about targets: the list, one in full, and what becomes of telling and linking their values."""

from datetime import datetime
from decimal import Decimal

from messages.model import Message, Part


class Goal(Part, frozen=True):
    """One target; ``op`` is one of = >= > <= <, ``unit`` of measure, ``period`` a label (2022, 2023-2025)."""

    code: str
    title: str
    goal: Decimal
    op: str
    unit: str
    period: str


class TargetLine(Part, frozen=True):
    """A target and how it stands: "reached", "on-the-way", "behind" or "unknown".

    ``latest`` is what is compared with the goal, None where nothing is known; of ``latest_period``. ``change`` is to
    the value before, None where there is none. ``cumulated``: it is what the periods add up to.
    """

    target: Goal
    standing: str
    latest: Decimal | None
    latest_period: str
    change: Decimal | None
    cumulated: bool


class TargetList(Message, frozen=True):
    """A page of targets; ``view`` is one of a, r, w, b, u (all, reached, on the way, behind, unknown)."""

    body: str
    view: str
    query: str
    lines: tuple[TargetLine, ...]
    page: int
    pages: int
    found: int
    total: int
    reached: int
    on_the_way: int
    behind: int
    unknown: int


class TargetNone(Message, frozen=True):
    """There are no targets; ``may_import``: this person can bring them in."""

    may_import: bool


class TargetSearch(Message, frozen=True):
    """Which word to look for; ``missed`` was just typed and found nothing."""

    missed: str


class ValueLine(Part, frozen=True):
    """What is known of a period.

    ``value`` is the period's own, ``level`` what is compared with the goal after it (None: it is not counted, see
    ``why_not``), ``filled`` how full the bar is, 0 to 10. It was told by ``by`` ``at`` (local, None where nobody told
    it); ``from_reports`` is what the units' reports come to, None where nothing came: ``sent`` of ``owed`` are in, the
    last ``reports_at`` (local), ``average``: of their values. ``why_not`` is "" (it counts), "collecting" or
    "outside".
    """

    period: str
    value: Decimal
    level: Decimal | None
    filled: int
    change: Decimal | None
    by: str
    at: datetime | None
    from_reports: Decimal | None
    average: bool
    sent: int
    owed: int
    reports_at: datetime | None
    why_not: str


class LinkLine(Part, frozen=True):
    """Where the values come from: a question of a report. ``gone``: the regulation asks it no more."""

    report: str
    question: str
    average: bool
    by: str
    at: datetime
    gone: bool


class TargetCard(Message, frozen=True):
    """One target in full; ``share`` is the percentage of the goal, None where that says nothing. Newest value first."""

    line: TargetLine
    share: int | None
    link: LinkLine | None
    values: tuple[ValueLine, ...]
    older: int


class TargetAskPeriod(Message, frozen=True):
    """Which period a value is of; ``problem`` is "", "unclear" or "not-begun", ``typed`` what it is about."""

    target: Goal
    problem: str
    typed: str


class TargetAskValue(Message, frozen=True):
    """The value; ``before`` is what was told of the period, ``from_reports`` what the reports come to.

    ``problem`` is "", "not-a-number" or "ambiguous", ``typed`` what it is about.
    """

    target: Goal
    period: str
    cumulated: bool
    before: Decimal | None
    from_reports: Decimal | None
    problem: str
    typed: str


class TargetEcho(Message, frozen=True):
    """The value as it was understood, before it is written down."""

    target: Goal
    period: str
    value: Decimal
    cumulated: bool
    before: Decimal | None
    from_reports: Decimal | None


class TargetTold(Message, frozen=True):
    """The value is written down; ``line`` is how the target stands now."""

    line: TargetLine
    period: str
    value: Decimal
    before: Decimal | None
    from_reports: Decimal | None


class TargetUndone(Message, frozen=True):
    """A value was taken back; ``now`` is what counts for the period, None for nothing; ``told``: somebody told it."""

    line: TargetLine
    period: str
    now: Decimal | None
    told: bool


class TargetEntry(Part, frozen=True):
    """Something that was told, or (``withdrawn``) taken back; ``at`` is local."""

    period: str
    value: Decimal
    withdrawn: bool
    by: str
    at: datetime


class TargetHistory(Message, frozen=True):
    """Everything that was told of a target, the newest first; ``older`` entries are not shown."""

    target: Goal
    entries: tuple[TargetEntry, ...]
    older: int
    standing: int


class TargetFigures(Message, frozen=True):
    """Which question of which report a target's values come from; ``count`` fit its measure."""

    target: Goal
    count: int


class TargetCounting(Message, frozen=True):
    """How a counted figure is compared with the goal; ``usual`` is "level" or "cumulated"."""

    target: Goal
    report: str
    question: str
    usual: str
