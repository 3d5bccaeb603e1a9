"""What is said at home: the next useful thing, one's own data, settings."""

from datetime import datetime
from typing import Literal

from messages.contexts.meeting_list import ComingLine
from messages.contexts.registration import PlaceLine
from messages.model import Message, Part


class OwedLine(Part, frozen=True):
    """A report that waits; ``due`` is local, ``late`` that it is over, ``state`` where it stands.

    ``task_force`` is "" for somebody who is in one only.
    """

    title: str
    period: str
    unit: str
    task_force: str
    due: datetime
    late: bool
    state: str


class Step(Part, frozen=True):
    """One thing that a new task force needs; ``key`` is "roster", "members", "plan" or "channel", in that order.

    ``task_force`` is "" for somebody who is in one only.
    """

    key: str
    done: bool
    task_force: str


class CommandLine(Part, frozen=True):
    """A command and what it does (a label's key in ``menu``)."""

    name: str
    does: str


class SummaryLine(Part, frozen=True):
    """A summary that waits: for the reader's approval, or (``returned``) for what its approver asked for.

    ``number`` is the version; ``task_force`` is "" for somebody who is in one only.
    """

    title: str
    period: str
    number: int
    task_force: str
    returned: bool


class BallotLine(Part, frozen=True):
    """A ballot that waits for the reader's answer until ``closes`` (local).

    ``task_force`` is "" for somebody who is in one only.
    """

    question: str
    closes: datetime
    task_force: str


class Home(Message, frozen=True):
    """The next useful thing for this person, then what else there is.

    ``meetings`` are those that wait for the reader's answer, and the next one they attend.
    """

    name: str
    places: tuple[PlaceLine, ...]
    owed: tuple[OwedLine, ...]
    meetings: tuple[ComingLine, ...]
    asked: int
    waiting: bool
    pending: int
    steps: tuple[Step, ...]
    commands: tuple[CommandLine, ...]
    summaries: tuple[SummaryLine, ...] = ()
    ballots: tuple[BallotLine, ...] = ()


class NoPlace(Message, frozen=True):
    """Somebody who agreed but is in no task force (any more)."""

    name: str


class WhichTaskForce(Message, frozen=True):
    """Several task forces: which one is meant?"""


class GuestLine(Part, frozen=True):
    """A meeting to which they are invited as a guest; of a draft neither ``subject`` nor ``starts`` (local) is told.

    ``named`` is how whoever invited them wrote them down.
    """

    task_force: str
    subject: str
    starts: datetime | None
    named: str
    answer: Literal["", "attending", "absent", "substitute"]


class GuestData(Message, frozen=True):
    """What is kept about somebody who is a guest and nothing else."""

    guest: tuple[GuestLine, ...]


class YourData(Message, frozen=True):
    """What is kept about them, as a member and as a guest; ``consented`` is local."""

    name: str
    phone: str
    places: tuple[PlaceLine, ...]
    consented: datetime
    answers: int
    meetings: int
    guest: tuple[GuestLine, ...]
    email: str = ""


class YourDataFile(Message, frozen=True):
    """Under the file with everything that is kept."""


class AskName(Message, frozen=True):
    """Asks for the full name."""

    current: str


class NameRefused(Message, frozen=True):
    """That is no name."""


class NameChanged(Message, frozen=True):
    """The name is corrected."""

    name: str


class PhoneChanged(Message, frozen=True):
    """The number is corrected."""

    phone: str


class ConfirmErasing(Message, frozen=True):
    """Do they really withdraw consent?"""

    secretary: bool
    guest: bool = False


class Erased(Message, frozen=True):
    """Consent is withdrawn, the person forgotten."""

    guest: bool = False


class NothingKept(Message, frozen=True):
    """To somebody about whom nothing is kept."""


class Settings(Message, frozen=True):
    """Language, task force, handing over, leaving."""

    places: tuple[PlaceLine, ...]
    current: str
