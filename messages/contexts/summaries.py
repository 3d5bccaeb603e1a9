"""The summary of a period, and what the secretary is told around it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from messages.contexts.boards import TaskCounts
from messages.model import Message


@dataclass(frozen=True)
class LateUnit:
    """A unit and by how many calendar days it is, or was, late; 0 and late: later on the due day itself."""

    name: str
    days_late: int


@dataclass(frozen=True)
class TaskLine:
    """A task worth naming: overdue (``due``) or stuck (``note`` says why)."""

    code: str
    title: str
    units: tuple[str, ...]
    due: date | None
    note: str


@dataclass(frozen=True)
class FigureLine:
    """One figure over all units. ``change`` against the last period, None where nothing can be compared.

    ``same_units`` says over how many units the change is counted when not the same ones answered; 0 when they did.
    """

    label: str
    measure: str
    total: Decimal
    average: bool
    answered: int
    change: Decimal | None
    same_units: int


@dataclass(frozen=True)
class Jump:
    """Why one unit's figure is so different."""

    unit: str
    label: str
    value: Decimal
    previous: Decimal | None
    reason: str


@dataclass(frozen=True)
class Remark:
    """What one unit wrote: (label of the question, text)."""

    unit: str
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class News:
    """What the ``number``-th update changed: units that were added, units that sent a correction."""

    number: int
    day: datetime
    added: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True)
class SummaryPost(Message):
    """What is posted to the channel. Moments are local; ``forward_to`` is who gets it next, by ``forward_due``."""

    body: str
    title: str
    period: str
    at: datetime
    note: str
    news: News | None
    total: int
    on_time: int
    late: tuple[LateUnit, ...]
    missing: tuple[LateUnit, ...]
    tasks: TaskCounts | None
    overdue: tuple[TaskLine, ...]
    stuck: tuple[TaskLine, ...]
    figures: tuple[FigureLine, ...]
    jumps: tuple[Jump, ...]
    remarks: tuple[Remark, ...]
    forward_to: tuple[str, ...]
    forward_due: datetime | None
    cite: str


@dataclass(frozen=True)
class DraftControl(Message):
    """Below the draft: when and where it goes out by itself. No ``channels``: to leader and secretary directly."""

    title: str
    period: str
    goes_out: datetime
    channels: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class DraftOver(Message):
    """In the place of the draft's buttons, once it is out (local moment)."""

    at: datetime


@dataclass(frozen=True)
class AskNote(Message):
    """One line, please; ``note`` is what stands there now, ``too_long`` how many characters were typed too many."""

    title: str
    period: str
    note: str
    limit: int
    too_long: int


@dataclass(frozen=True)
class NoteSaved(Message):
    """The line stands at the top of the summary; "" when it was taken away. ``posted``: the posted text follows."""

    note: str
    posted: bool


@dataclass(frozen=True)
class SummaryPosted(Message):
    """To the secretary: it is out, and what is missing. No ``channels``: it went to leader and secretary directly."""

    title: str
    period: str
    channels: tuple[str, ...]
    missing: tuple[str, ...]
    more_missing: int


@dataclass(frozen=True)
class LateArrival(Message):
    """To the secretary: a report came after the summary was posted; ``version`` above 1: it was sent again."""

    unit: str
    title: str
    period: str
    again: bool
