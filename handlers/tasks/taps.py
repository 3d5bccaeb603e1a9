"""The buttons of tasks. ``unit`` 0 means all units, for those who may see them; ``view`` is one of ``views.VIEWS``."""

from handlers.callbacks import Tap


class ListTasks(Tap, frozen=True):
    """A page of the tasks of a unit or of the whole task force."""

    prefix = "tkl"
    body: int
    unit: int
    view: str
    page: int


class SeeTask(Tap, frozen=True):
    """One task in full; the rest says which list to go back to."""

    prefix = "tk"
    task: int
    unit: int
    view: str
    page: int


class ChooseTaskUnit(Tap, frozen=True):
    """Whose tasks: a page of the units."""

    prefix = "tku"
    body: int
    page: int


class FindTask(Tap, frozen=True):
    """Look for a task by a word."""

    prefix = "tkf"
    body: int
    unit: int


class GetProofs(Tap, frozen=True):
    """The files that were sent for a task."""

    prefix = "tkp"
    task: int


class TellState(Tap, frozen=True):
    """A leading unit says how its part stands; ``state`` is a TaskState's value."""

    prefix = "tks"
    task: int
    unit: int
    state: str


class PhoneState(Tap, frozen=True):
    """The office writes down how a unit's part stands, as the unit said by phone."""

    prefix = "tkh"
    task: int
    unit: int


class ConfirmState(Tap, frozen=True):
    """That is how it stands, with the note and the files."""

    prefix = "tkc"
    session: int
    task: int


class DropState(Tap, frozen=True):
    """Nothing is written down."""

    prefix = "tkx"
    session: int
    task: int


class Assign(Tap, frozen=True):
    """Something done while a task is being given; ``turn`` is the card it was done on, ``what`` see ``assigning``."""

    prefix = "tga"
    session: int
    turn: int
    what: str
    arg: int


class AskMoreTime(Tap, frozen=True):
    """A leading unit wants another last day."""

    prefix = "tkm"
    task: int
    unit: int


class MoreTimeUntil(Tap, frozen=True):
    """Until that day (its ordinal)."""

    prefix = "tkn"
    session: int
    task: int
    day: int


class DecideMoreTime(Tap, frozen=True):
    """Whoever gave the task grants (1) or refuses (0)."""

    prefix = "tkd"
    extension: int
    grant: int
