"""The buttons of the conclusions and of their notice. What may be done is asked at every one."""

from handlers.callbacks import Tap


class EditConclusions(Tap, frozen=True):
    """A button of the card on which conclusions are entered.

    ``turn`` is the card's number in the conversation: an older card's buttons are stale. ``what`` is one of
    ``concluding.STEPS``, ``arg`` a conclusion, a unit, a day or a page.
    """

    prefix = "cle"
    meeting: int
    turn: int
    what: str
    arg: int


class PrepareNotice(Tap, frozen=True):
    """A button of the notice before it goes out; ``revision`` is that of what the card shows."""

    prefix = "cln"
    meeting: int
    revision: int
    what: str
    arg: int


class AnswerNotice(Tap, frozen=True):
    """A member's answer to the notice: ``what`` is "y" (received) or "o" (has a remark)."""

    prefix = "clr"
    meeting: int
    version: int
    what: str


class SeeConclusions(Tap, frozen=True):
    """Read what a meeting decided, once its notice was sent."""

    prefix = "cls"
    meeting: int


class GetNotice(Tap, frozen=True):
    """Send me the notice as a document."""

    prefix = "clg"
    meeting: int


class SeeReceipts(Tap, frozen=True):
    """Who has received the notice: ``what`` is "see", "nudge", "pick" (``arg``: page) or "note" (a membership)."""

    prefix = "clb"
    meeting: int
    what: str
    arg: int


class AfterwardsReady(Tap, frozen=True):
    """The minutes are written ("minutes"), or approved ("approval")."""

    prefix = "cla"
    meeting: int
    what: str
