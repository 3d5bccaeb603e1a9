"""What the buttons of targets carry."""

from handlers.callbacks import Tap


class ListTargets(Tap, frozen=True):
    """A page of the list; ``view`` is one of a, r, w, b, u."""

    prefix = "ctl"
    body: int
    view: str
    page: int


class FindTarget(Tap, frozen=True):
    """Look for a word."""

    prefix = "ctf"
    body: int


class SeeTarget(Tap, frozen=True):
    """One target in full; ``view`` and ``page`` say where one came from."""

    prefix = "cts"
    target: int
    view: str
    page: int


class TellTarget(Tap, frozen=True):
    """Tell a value: the period first."""

    prefix = "ctt"
    target: int


class TellPeriod(Tap, frozen=True):
    """The value is of that period (2022-03)."""

    prefix = "ctp"
    target: int
    period: str


class ConfirmTold(Tap, frozen=True):
    """Write the value of that conversation down."""

    prefix = "ctc"
    session: int


class ChangeTold(Tap, frozen=True):
    """Type the value of that conversation again."""

    prefix = "cte"
    session: int


class DropTold(Tap, frozen=True):
    """Leave that conversation."""

    prefix = "ctx"
    session: int


class UndoTold(Tap, frozen=True):
    """What was told of the period as that revision does not hold."""

    prefix = "ctb"
    target: int
    period: str
    revision: int


class SeeTold(Tap, frozen=True):
    """Everything that was told of the target."""

    prefix = "ctv"
    target: int


class TakeBackTold(Tap, frozen=True):
    """The value told of the period, the one of that revision, does not count any more."""

    prefix = "ctw"
    target: int
    period: str
    revision: int


class ChooseFigure(Tap, frozen=True):
    """The questions of the reports that fit the target."""

    prefix = "ctk"
    target: int
    page: int


class PickFigure(Tap, frozen=True):
    """The question of that key (``figures.key_of``)."""

    prefix = "ctg"
    target: int
    key: int


class LinkFigure(Tap, frozen=True):
    """Take the values from the question of that key; ``counting`` is "level" or "cumulated"."""

    prefix = "cth"
    target: int
    key: int
    counting: str


class UnlinkFigure(Tap, frozen=True):
    """Take the values from no report any more."""

    prefix = "ctu"
    target: int


class CountTarget(Tap, frozen=True):
    """What is compared with the goal: "level" or "cumulated"."""

    prefix = "ctn"
    target: int
    counting: str
