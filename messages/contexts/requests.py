"""What is said about a report that somebody asks for: making the request, the request itself, what becomes of it."""

from datetime import date, datetime
from typing import Literal

from messages.contexts.reminders import Deadline
from messages.model import Message, Part

QuestionKind = Literal["text", "number", "percent", "yes-no", "choice", "file"]


class RequestFault(Part, frozen=True):
    """Why something typed was not taken: a code, its bound, what was typed, and the day that was read in it."""

    code: str
    limit: int = 0
    typed: str = ""
    day: date | None = None


class QuestionLine(Part, frozen=True):
    """One question of a request being made."""

    text: str
    kind: QuestionKind
    options: tuple[str, ...] = ()
    measure: str = ""


class RequestSheet(Part, frozen=True):
    """The request as a unit gets it. ``event`` (local) is what the deadline counts from, where it counts from one."""

    units: tuple[str, ...]
    by: str
    by_role: str
    body: str
    title: str
    deadline: Deadline
    questions: tuple[str, ...]
    event: datetime | None
    cite: str


class RequestOpened(Message, frozen=True):
    """To the people of a unit: a report is asked of it."""

    sheet: RequestSheet


class RequestPreview(Message, frozen=True):
    """To whoever asks, before it is sent: the request exactly as one of the units gets it, and who gets it.

    ``silent`` are units of which nobody can be written to, ``day_off``: the last day is none of the office's.
    """

    sheet: RequestSheet
    units: tuple[str, ...]
    more_units: int
    count: int
    people: int
    silent: tuple[str, ...]
    day_off: bool
    fault: RequestFault | None


class RequestMake(Message, frozen=True):
    """The card of a request being made; ``step`` is kind, title, questions, question, options, event, units or due.

    ``current`` is the number of the question being changed. ``counted``: the charter counts the deadline.
    """

    step: str
    body: str
    title: str
    questions: tuple[QuestionLine, ...]
    current: int
    chosen: int
    total: int
    query: str
    event: datetime | None
    due: datetime | None
    limit: int
    fault: RequestFault | None


class RequestSent(Message, frozen=True):
    """To whoever asked: it went out, to how many people; of ``silent`` units nobody can be written to."""

    title: str
    period: str
    deadline: Deadline
    count: int
    people: int
    silent: tuple[str, ...]


class RequestLine(Part, frozen=True):
    """A request in a list; ``due`` is local."""

    title: str
    period: str
    due: datetime
    over: bool
    sent: int
    total: int


class RequestList(Message, frozen=True):
    """The requests that are not closed."""

    body: str
    lines: tuple[RequestLine, ...]


class RequestCard(Message, frozen=True):
    """One request: who asked when (local), how it stands; ``added`` are units that were asked just now.

    ``state`` is open, posted, closed or withdrawn.
    """

    title: str
    period: str
    by: str
    at: datetime
    deadline: Deadline
    sent: int
    total: int
    missing: tuple[str, ...]
    more_missing: int
    state: Literal["open", "posted", "closed", "withdrawn"]
    changed: Literal["", "due", "unit"] = ""
    told: int = 0


class RequestChange(Message, frozen=True):
    """Asks for what is changed: "due" or "unit"."""

    what: Literal["due", "unit"]
    title: str
    due: datetime
    chosen: int
    query: str
    fault: RequestFault | None


class RequestDueChanged(Message, frozen=True):
    """To who still owes: the deadline is another one now; ``before`` is the old one (local)."""

    title: str
    period: str
    units: tuple[str, ...]
    by: str
    before: datetime
    deadline: Deadline


class RequestDrop(Message, frozen=True):
    """Asks whether the request is to be withdrawn; ``sent`` units have answered, ``people`` will be told."""

    title: str
    period: str
    sent: int
    total: int
    people: int


class RequestDropped(Message, frozen=True):
    """To everybody who was asked: it is not wanted any more."""

    title: str
    period: str
    units: tuple[str, ...]
    by: str
    by_role: str


class RequestStands(Message, frozen=True):
    """To whoever asked: all have answered, or the time is over and these are missing."""

    title: str
    period: str
    sent: int
    total: int
    missing: tuple[str, ...]
    more_missing: int
    over: bool
