"""The buttons of reports that somebody asks for."""

from handlers.callbacks import Tap


class NewRequest(Tap, frozen=True):
    """Begin a request, or go on with the one that is half-made."""

    prefix = "yn"
    body: int


class AskAct(Tap, frozen=True):
    """Something done on the live card of a request being made; ``draft.KEYS`` says what each ``what`` means."""

    prefix = "yc"
    session: int
    turn: int
    what: str
    arg: int


class ListRequests(Tap, frozen=True):
    """The requests that are not closed."""

    prefix = "yl"
    body: int


class SeeRequest(Tap, frozen=True):
    """One request: how it stands, and what can be changed."""

    prefix = "ys"
    period: int


class ChangeRequest(Tap, frozen=True):
    """Change it: ``what`` is "due", "unit", "drop" (asks) or "drop!" (does)."""

    prefix = "ye"
    period: int
    what: str


class ChangeAct(Tap, frozen=True):
    """Something done on the live card of a change: a moment or a unit picked, a page turned, done, left."""

    prefix = "yx"
    session: int
    turn: int
    what: str
    arg: int
