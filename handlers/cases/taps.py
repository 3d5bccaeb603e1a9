"""The buttons of what people raise."""

from handlers.callbacks import Tap


class NewCase(Tap, frozen=True):
    """Raise something, or go on with what is half-told; ``kind`` is "difficulty" or "feedback"."""

    prefix = "vmn"
    body: int
    kind: str


class RaiseAct(Tap, frozen=True):
    """Something done on the live card of what is being told; ``raise_flow.KEYS`` says what each ``what`` means."""

    prefix = "vmr"
    session: int
    turn: int
    what: str
    arg: int


class SeeCase(Tap, frozen=True):
    """One case in full."""

    prefix = "vms"
    case: int


class CaseFiles(Tap, frozen=True):
    """The files of a case."""

    prefix = "vmf"
    case: int


class CaseAct(Tap, frozen=True):
    """A step with a case as it stood in that version; ``what`` is one of ``acting.ACTS``."""

    prefix = "vma"
    case: int
    version: int
    what: str


class HandCase(Tap, frozen=True):
    """To whom does it go? A page of units, or the people of one."""

    prefix = "vmh"
    case: int
    version: int
    unit: int
    page: int


class HandTo(Tap, frozen=True):
    """It goes to that unit (``person`` 0), or to that person of it."""

    prefix = "vmt"
    case: int
    version: int
    unit: int
    person: int


class ListCases(Tap, frozen=True):
    """A page of the list; ``view`` is "o", "m", "a" or "c"."""

    prefix = "vml"
    body: int
    view: str
    page: int


class FoundCases(Tap, frozen=True):
    """A page of those that have the folded words in them."""

    prefix = "vmp"
    body: int
    page: int
    words: str


class FindCase(Tap, frozen=True):
    """Look for one by a word."""

    prefix = "vmi"
    body: int


class SayAct(Tap, frozen=True):
    """What is written to a case: "ok" sends it, "x" begins anew, "no" leaves it."""

    prefix = "vmw"
    session: int
    version: int
    what: str
