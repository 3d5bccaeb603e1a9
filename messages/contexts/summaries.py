"""The summary of a period, and what the secretary is told around it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal

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


Change = Literal["note", "unit", "missing", "total", "figure", "answer", "text", "task"]
"""What changed: the secretary's line, how a unit's report stands, how many are missing, a figure over all units, a
unit's figure, its choice, its text, a task."""


class ChangeLine(Part, frozen=True):
    """One change, "" for nothing. A unit stands "on-time", "late" or "missing", a task as everywhere; ``note`` is why
    it is stuck now.
    """

    what: Change
    unit: str = ""
    label: str = ""
    before: str = ""
    after: str = ""
    measure: str = ""
    note: str = ""


class AddedUnit(Part, frozen=True):
    """A unit whose report came since."""

    name: str
    is_late: bool


class Changes(Part, frozen=True):
    """Everything that is said otherwise than in version ``since``; ``more`` lines are not shown here."""

    since: int
    added: tuple[AddedUnit, ...]
    lines: tuple[ChangeLine, ...]
    more: int


class ChoiceCount(Part, frozen=True):
    """How many units chose that; ``units`` names them, () where they are many."""

    option: str
    count: int
    units: tuple[str, ...]


class ChoiceLine(Part, frozen=True):
    """A question that is answered by choosing, and what was chosen, in the order offered."""

    label: str
    counts: tuple[ChoiceCount, ...]


class News(Part, frozen=True):
    """What the ``number``-th update changed: units that were added, units that sent a correction, and all of it."""

    number: int
    day: datetime
    added: tuple[str, ...]
    changed: tuple[str, ...]
    changes: Changes | None = None


class Approved(Part, frozen=True):
    """Who approved it (with the title), and when (local)."""

    by: str
    at: datetime


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
    approved: Approved | None = None
    choices: tuple[ChoiceLine, ...] = ()


Way = Literal["free", "draft", "waiting", "returned", "approved"]
"""How far a draft is: nobody has to approve it; not submitted; with the approvers; back with a comment; approved."""


class CommentLine(Part, frozen=True):
    """What an approver said, and when (local)."""

    name: str
    text: str
    at: datetime


class DraftControl(Message, frozen=True):
    """Below the draft: when and where it goes out. No ``channels``: to leader and secretary directly.

    ``approvers`` are who may approve it, by name; where there are none, ``roles`` says what they would have to be.
    ``submits`` is when an untouched draft is submitted by itself. Moments are local. ``comments`` are there while they
    are to be dealt with.
    """

    title: str
    period: str
    goes_out: datetime
    channels: tuple[str, ...]
    note: str
    way: Way = "free"
    approvers: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    submits: datetime | None = None
    approved: Approved | None = None
    is_past: bool = False
    comments: tuple[CommentLine, ...] = ()


class VersionControl(Message, frozen=True):
    """To the secretary: a later version is on its way to the approval, and what it changes."""

    title: str
    period: str
    number: int
    way: Way
    approvers: tuple[str, ...]
    roles: tuple[str, ...]
    changes: Changes | None
    approved: Approved | None
    comments: tuple[CommentLine, ...] = ()


class SummaryToApprove(Message, frozen=True):
    """To an approver, below the draft: please approve it. ``goes_out`` is its hour (local), ``overdue`` when that has
    passed; ``comments`` are what was said about it so far.
    """

    title: str
    period: str
    number: int
    goes_out: datetime | None
    overdue: bool
    way: Way
    changes: Changes | None
    comments: tuple[CommentLine, ...]
    forward_to: tuple[str, ...]
    forward_due: datetime | None
    cite: str


class SummaryApprovalDone(Message, frozen=True):
    """In the place of the approver's card: approved, and when it goes out; None when it is out."""

    title: str
    period: str
    number: int
    approved: Approved
    goes_out: datetime | None


class SummaryApproved(Message, frozen=True):
    """To the secretary: it was approved, and when it goes out; None when it is out."""

    title: str
    period: str
    number: int
    approved: Approved
    goes_out: datetime | None


class SummaryUnapproved(Message, frozen=True):
    """To the secretary: its hour has passed and it is not approved, so nothing went out; whose turn it is.

    ``returned``: the secretary's own, to submit it again. Nobody in ``approvers``: ``roles`` are not filled.
    ``closed``: the period is over; it is the last reminder, and an approval still counts.
    """

    title: str
    period: str
    number: int
    goes_out: datetime | None
    returned: bool
    approvers: tuple[str, ...]
    roles: tuple[str, ...]
    forward_to: tuple[str, ...]
    forward_due: datetime | None
    closed: bool = False


class AskComment(Message, frozen=True):
    """To an approver: what is to be changed? ``too_long`` is how many characters were typed too many."""

    title: str
    period: str
    limit: int
    too_long: int


class CommentSent(Message, frozen=True):
    """To the approver: the secretary has it. ``decided``: the summary was approved meanwhile."""

    text: str
    decided: bool


class CommentCame(Message, frozen=True):
    """To the secretary: an approver's comment on the summary."""

    title: str
    period: str
    number: int
    name: str
    text: str


class VersionPosted(Message, frozen=True):
    """To the secretary: a later version is out, and what it changed."""

    title: str
    period: str
    number: int
    changes: Changes | None
    approved: Approved | None


class VersionLine(Part, frozen=True):
    """A version that was posted (local moment); ``approved`` None where nobody had to."""

    number: int
    at: datetime
    approved: Approved | None


class VersionList(Message, frozen=True):
    """The versions of a summary, and what the one that was chosen changed; None for the first, or when not kept."""

    title: str
    period: str
    versions: tuple[VersionLine, ...]
    chosen: int
    changes: Changes | None
    comments: tuple[CommentLine, ...]


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
    """The line stands at the top of the summary; "" when it was taken away. ``posted``: the posted text follows.

    ``to_approve``: only after an approval; ``submitted``: it was submitted with that at once.
    """

    note: str
    posted: bool
    to_approve: bool = False
    submitted: bool = False


class SummaryPosted(Message, frozen=True):
    """To the secretary: it is out, and what is missing. No ``channels``: it went to leader and secretary directly.

    ``to_approve``: what comes later is added after an approval.
    """

    title: str
    period: str
    channels: tuple[str, ...]
    missing: tuple[str, ...]
    more_missing: int
    to_approve: bool = False


class LateArrival(Message, frozen=True):
    """To the secretary: a report came after the summary was posted. ``to_approve``: an approval shows it."""

    unit: str
    title: str
    period: str
    again: bool
    to_approve: bool = False
