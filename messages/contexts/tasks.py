"""What is said about tasks: lists, one in full, and what became of them."""

from datetime import date, datetime

from messages.contexts.conclusions import Fault
from messages.contexts.reports import TaskLines
from messages.model import Message, Part


class TaskLine(Part, frozen=True):
    """One task in a list; ``days`` until its last day, None where it has none or is done.

    ``group`` is "late", "soon" (this month), "later", "always" or "done"; ``units`` the leading ones, "" where the
    list is theirs.
    """

    code: str
    title: str
    state: str
    due_to: date | None
    days: int | None
    units: str
    group: str


class TaskList(Message, frozen=True):
    """A page of tasks; ``unit`` "" for all units. ``view`` is one of o, l, s, d, c; ``query`` what was looked for."""

    unit: str
    body: str
    view: str
    query: str
    lines: tuple[TaskLine, ...]
    page: int
    pages: int
    found: int
    open: int
    done: int
    overdue: int


class TaskNone(Message, frozen=True):
    """The person's units have no task; ``has_unit`` False: the person belongs to none."""

    has_unit: bool


class TaskChooseUnit(Message, frozen=True):
    """Whose tasks to show."""


class TaskSearch(Message, frozen=True):
    """Which word to look for; ``missed`` was just typed and found nothing."""

    missed: str


class HistoryLine(Part, frozen=True):
    """What a unit once said; the moment is local. ``moved_from``: it came from that unit then, "" otherwise.

    ``on_behalf``: the office wrote down what the unit said by phone.
    """

    at: datetime
    unit: str
    state: str
    by: str
    note: str
    files: int
    moved_from: str = ""
    on_behalf: bool = False


class LeadLine(Part, frozen=True):
    """How one leading unit's part stands."""

    unit: str
    state: str


class MoreLine(Part, frozen=True):
    """More time that was asked for; ``decision`` is "", "granted" or "refused"."""

    unit: str
    until: date
    reason: str
    decision: str
    why: str


class TaskCard(Message, frozen=True):
    """One task in full; ``source`` is "plan", "meeting" or "direct", ``source_name`` the meeting or who gave it."""

    task: TaskLines
    leads: tuple[LeadLine, ...]
    due_from: date | None
    source: str
    source_name: str
    more: tuple[MoreLine, ...]
    history: tuple[HistoryLine, ...]


class TaskTell(Message, frozen=True):
    """How a task stands, before it is written down; ``problem`` is why the last input was not taken.

    ``needs_note``: what it is stuck on has to be said first. ``others`` is what a colleague said meanwhile.
    """

    code: str
    title: str
    unit: str
    state: str
    note: str
    files: tuple[str, ...]
    needs_note: bool
    problem: str
    limit: int
    others: HistoryLine | None
    on_behalf: bool = False
    """The office writes down what the unit said by phone."""


class TaskByPhone(Message, frozen=True):
    """What did the unit say by phone of its part? ``state`` is how it stands until now."""

    code: str
    title: str
    unit: str
    state: str


class TaskEntered(Message, frozen=True):
    """Told to a unit: the office wrote down what it said by phone."""

    code: str
    title: str
    unit: str
    state: str
    note: str
    by: str


class TaskNews(Message, frozen=True):
    """A unit says that a task is done or stuck, told to whoever works on it with them or gave it."""

    code: str
    title: str
    unit: str
    state: str
    stuck: bool
    note: str
    by: str


class TaskAssign(Message, frozen=True):
    """A task being given: ``step`` is "text", "lead", "with", "due" or "review"; ``fault`` why input was not taken."""

    step: str
    text: str
    lead: str
    helpers: str
    due: date | None
    due_said: bool
    query: str
    limit: int
    fault: Fault | None


class TaskAssigned(Message, frozen=True):
    """A task was given; ``silent`` are leading units of which nobody could be told."""

    code: str
    title: str
    lead: str
    due: date | None
    told: int
    silent: tuple[str, ...]


class TaskGiven(Message, frozen=True):
    """Told to the units: a leader gave them a task; ``leads``: they lead it, otherwise they co-ordinate."""

    unit: str
    leads: bool
    code: str
    title: str
    lead: str
    helpers: str
    due: date | None
    days: int | None
    by: str
    by_role: str


class TaskMoreAsk(Message, frozen=True):
    """More time: until when (``until`` None), then why. ``problem`` "before": not after the present last day."""

    code: str
    title: str
    due: date | None
    until: date | None
    problem: str
    limit: int
    fault: Fault | None


class TaskMoreAsked(Message, frozen=True):
    """Told to whoever decides; ``decision`` is "", "granted" or "refused", ``by`` who decided."""

    code: str
    title: str
    unit: str
    asked_by: str
    due: date | None
    until: date
    reason: str
    decision: str
    why: str
    by: str


class TaskMoreRefusal(Message, frozen=True):
    """Why is it refused? ``problem`` is why the last input was not taken."""

    code: str
    unit: str
    until: date
    problem: str
    limit: int


class TaskMoreDecided(Message, frozen=True):
    """Told to the units of the task."""

    code: str
    title: str
    unit: str
    granted: bool
    due: date | None
    until: date
    why: str
    by: str


class TaskDigest(Message, frozen=True):
    """One reminder a day of all tasks that are due; ``helping`` are those that the units only co-ordinate."""

    body: str
    late: tuple[TaskLine, ...]
    soon: tuple[TaskLine, ...]
    helping: tuple[TaskLine, ...]


class TaskEscalation(Message, frozen=True):
    """Once a week, to the secretary and the standing deputy: what is overdue by more than ``days`` days."""

    body: str
    days: int
    count: int
    lines: tuple[TaskLine, ...]
