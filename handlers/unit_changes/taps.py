"""The buttons of /donvi."""

from handlers.callbacks import Tap


class ListUnits(Tap, frozen=True):
    """A page of the units."""

    prefix = "dvl"
    body: int
    page: int


class SeeUnitChanges(Tap, frozen=True):
    """One unit, with what can be done about it."""

    prefix = "dvu"
    unit: int


class ListNobody(Tap, frozen=True):
    """A page of the tasks that no unit leads."""

    prefix = "dvn"
    body: int
    page: int


class BeginChange(Tap, frozen=True):
    """Begin that change (a ``Kind``'s value, or "find") of a unit, or of a task for "give"; 0 for none."""

    prefix = "dvb"
    body: int
    what: str
    ref: int


class Change(Tap, frozen=True):
    """Something done on the live card; ``turn`` is the card it was done on, ``what`` see ``asking``."""

    prefix = "dva"
    session: int
    turn: int
    what: str
    arg: int
