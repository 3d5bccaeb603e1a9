"""The summary of a period, and what the secretary is told around it."""

from datetime import date, datetime
from decimal import Decimal

from messages.contexts.boards import TaskCounts
from messages.model import Message, Part


class LateUnit(Part, frozen=True):
    """A unit and by how many calendar days it is, or was, late; 0 and late: later on the due day itself."""

    name: str
    days_late: int


class TaskLine(Part, frozen=True):
    """A task worth naming: overdue (``due``) or stuck (``note`` says why)."""

    code: str
    title: str
    units: tuple[str, ...]
    due: date | None
    note: str


class FigureLine(Part, frozen=True):
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


class Jump(Part, frozen=True):
    """Why one unit's figure is so different."""

    unit: str
    label: str
    value: Decimal
    previous: Decimal | None
    reason: str


class Remark(Part, frozen=True):
    """What one unit wrote: (label of the question, text)."""

    unit: str
    texts: tuple[tuple[str, str], ...]


class News(Part, frozen=True):
    """What the ``number``-th update changed: units that were added, units that sent a correction."""

    number: int
    day: datetime
    added: tuple[str, ...]
    changed: tuple[str, ...]


class SummaryPost(Message, frozen=True):
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


class DraftControl(Message, frozen=True):
    """Below the draft: when and where it goes out by itself. No ``channels``: to leader and secretary directly."""

    title: str
    period: str
    goes_out: datetime
    channels: tuple[str, ...]
    note: str


class DraftOver(Message, frozen=True):
    """In the place of the draft's buttons, once it is out (local moment)."""

    at: datetime


class AskNote(Message, frozen=True):
    """One line, please; ``note`` is what stands there now, ``too_long`` how many characters were typed too many."""

    title: str
    period: str
    note: str
    limit: int
    too_long: int


class NoteSaved(Message, frozen=True):
    """The line stands at the top of the summary; "" when it was taken away. ``posted``: the posted text follows."""

    note: str
    posted: bool


class SummaryPosted(Message, frozen=True):
    """To the secretary: it is out, and what is missing. No ``channels``: it went to leader and secretary directly."""

    title: str
    period: str
    channels: tuple[str, ...]
    missing: tuple[str, ...]
    more_missing: int


class LateArrival(Message, frozen=True):
    """To the secretary: a report came after the summary was posted; ``version`` above 1: it was sent again."""

    unit: str
    title: str
    period: str
    again: bool
