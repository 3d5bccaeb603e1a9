"""What is said about difficulties, questions and feedback: while one is told, its card, news of it, lists."""

from datetime import datetime, timedelta

from messages.model import Message, Part


class StepLine(Part, frozen=True):
    """One step of a case's history; the moment is local. ``by`` is "" where it happened by itself, or is not told."""

    at: datetime
    what: str
    by: str
    text: str
    to: str
    files: int


class CaseCard(Message, frozen=True):
    """One case in full. ``news`` is why it is shown to this reader now, "" where they asked for it.

    ``by`` is who raised it, "" where this reader need not know. ``due`` (local) is until when an answer is waited for,
    None where none is. ``took`` is from raising to the first answer. ``mine``: this reader raised it.
    ``closes`` (local): when it is closed by itself unless they say something.
    """

    number: int
    kind: str
    category: str
    text: str
    urgent: bool
    unit: str
    by: str
    at: datetime
    state: str
    owner: str
    due: datetime | None
    overdue: bool
    escalated: bool
    answer: str
    answered_by: str
    took: timedelta | None
    steps: tuple[StepLine, ...]
    followers: int
    files: int
    mine: bool
    body: str
    news: str
    closes: datetime | None = None


class CaseNews(Message, frozen=True):
    """A step was made with a case. ``reader`` is "raiser", "follower" or "office"; ``what`` the step's name."""

    number: int
    kind: str
    excerpt: str
    what: str
    by: str
    to: str
    text: str
    reader: str
    body: str


class AlikeLine(Part, frozen=True):
    """An earlier case that is like the new one."""

    number: int
    excerpt: str
    unit: str
    state: str
    answer: str


class CaseTell(Message, frozen=True):
    """What is being told: ``step`` is "category", "unit", "text" or "review"; ``problem`` why the last was refused."""

    step: str
    kind: str
    category: str
    text: str
    files: tuple[str, ...]
    unit: str
    alike: tuple[AlikeLine, ...]
    problem: str
    limit: int
    body: str


class CaseFollowed(Message, frozen=True):
    """They follow that case from now on; ``on`` False: no more."""

    number: int
    excerpt: str
    state: str
    on: bool = True


class CaseSay(Message, frozen=True):
    """What is being written to a case; ``what`` is "answer", "reopen" or "add"."""

    what: str
    number: int
    excerpt: str
    text: str
    files: tuple[str, ...]
    problem: str
    limit: int


class CaseHand(Message, frozen=True):
    """To whom does it go? ``unit`` "" while a unit is chosen; ``missed`` was typed and found nothing."""

    number: int
    excerpt: str
    unit: str
    missed: str
    found: int


class CaseLine(Part, frozen=True):
    """One case in a list; ``owner`` is "" where nobody deals with it yet."""

    number: int
    kind: str
    category: str
    excerpt: str
    whose: str
    owner: str
    state: str
    urgent: bool
    overdue: bool
    at: datetime
    took: timedelta | None


class CaseList(Message, frozen=True):
    """A page of cases; ``office``: of the whole task force. ``usual`` is the median time to the first answer."""

    view: str
    query: str
    lines: tuple[CaseLine, ...]
    page: int
    pages: int
    found: int
    office: bool
    usual: timedelta | None
    body: str


class CaseSearch(Message, frozen=True):
    """Which word to look for; ``missed`` was just typed and found nothing."""

    missed: str
