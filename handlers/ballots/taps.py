"""The buttons of ballots."""

from handlers.callbacks import Tap


class ListBallots(Tap, frozen=True):
    """What waits, what is open, what has ended."""

    prefix = "bal"
    body: int


class NewBallot(Tap, frozen=True):
    """Begin to prepare one."""

    prefix = "ban"
    body: int


class EditBallot(Tap, frozen=True):
    """Something done to a draft; ``revision`` is the one that was shown, ``what`` see ``draft``."""

    prefix = "bae"
    ballot: int
    revision: int
    what: str
    arg: int


class SeeAsked(Tap, frozen=True):
    """One way of picking who is asked, "" for all of them."""

    prefix = "bas"
    ballot: int
    view: str
    page: int


class PickAsked(Tap, frozen=True):
    """Ask these (1), or not (0)."""

    prefix = "bap"
    ballot: int
    kind: str
    key: str
    on: int
    page: int


class ListAsked(Tap, frozen=True):
    """The exact list of those who would be asked."""

    prefix = "baq"
    ballot: int
    page: int


class SeeBallot(Tap, frozen=True):
    """The ballot as this person may see it."""

    prefix = "bav"
    ballot: int


class Choose(Tap, frozen=True):
    """In an open ballot: that option."""

    prefix = "bac"
    ballot: int
    place: int


class AddWords(Tap, frozen=True):
    """In an open ballot: say why, or say it in other words."""

    prefix = "baw"
    ballot: int


class TakePaper(Tap, frozen=True):
    """In a secret ballot: show the options."""

    prefix = "bat"
    ballot: int


class Cast(Tap, frozen=True):
    """In a secret ballot: that option, once and for all."""

    prefix = "bax"
    ballot: int
    place: int


class AddOpinion(Tap, frozen=True):
    """In a secret ballot: an opinion without a name."""

    prefix = "bay"
    ballot: int


class GetBallotPapers(Tap, frozen=True):
    """The files."""

    prefix = "baf"
    ballot: int


class RunBallot(Tap, frozen=True):
    """Something done by the office to a ballot under way or over: ``what`` see ``office``."""

    prefix = "bao"
    ballot: int
    what: str
    arg: int


class DecideBallot(Tap, frozen=True):
    """The chair decides: ``word`` "yes", "no", "seen" or the place of an option; ``sure`` 1: without a reason."""

    prefix = "bad"
    ballot: int
    word: str
    sure: int
