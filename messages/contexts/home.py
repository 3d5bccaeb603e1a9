"""What is said at home: the next useful thing, one's own data, settings."""

from dataclasses import dataclass
from datetime import datetime

from messages.contexts.registration import PlaceLine
from messages.model import Message


@dataclass(frozen=True)
class OwedLine:
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


@dataclass(frozen=True)
class Step:
    """One thing that a new task force needs; ``key`` is "roster", "members", "plan" or "channel", in that order.

    ``task_force`` is "" for somebody who is in one only.
    """

    key: str
    done: bool
    task_force: str


@dataclass(frozen=True)
class CommandLine:
    """A command and what it does (a label's key in ``menu``)."""

    name: str
    does: str


@dataclass(frozen=True)
class Home(Message):
    """The next useful thing for this person, then what else there is."""

    name: str
    places: tuple[PlaceLine, ...]
    owed: tuple[OwedLine, ...]
    asked: int
    waiting: bool
    pending: int
    steps: tuple[Step, ...]
    commands: tuple[CommandLine, ...]


@dataclass(frozen=True)
class NoPlace(Message):
    """Somebody who agreed but is in no task force (any more)."""

    name: str


@dataclass(frozen=True)
class WhichTaskForce(Message):
    """Several task forces: which one is meant?"""


@dataclass(frozen=True)
class YourData(Message):
    """What is kept about them; ``consented`` is local."""

    name: str
    phone: str
    places: tuple[PlaceLine, ...]
    consented: datetime
    answers: int


@dataclass(frozen=True)
class YourDataFile(Message):
    """Under the file with everything that is kept."""


@dataclass(frozen=True)
class AskName(Message):
    """Asks for the full name."""

    current: str


@dataclass(frozen=True)
class NameRefused(Message):
    """That is no name."""


@dataclass(frozen=True)
class NameChanged(Message):
    """The name is corrected."""

    name: str


@dataclass(frozen=True)
class PhoneChanged(Message):
    """The number is corrected."""

    phone: str


@dataclass(frozen=True)
class ConfirmErasing(Message):
    """Do they really withdraw consent?"""

    secretary: bool


@dataclass(frozen=True)
class Erased(Message):
    """Consent is withdrawn, the person forgotten."""


@dataclass(frozen=True)
class NothingKept(Message):
    """To somebody about whom nothing is kept."""


@dataclass(frozen=True)
class Settings(Message):
    """Language, task force, handing over, leaving."""

    places: tuple[PlaceLine, ...]
    current: str
