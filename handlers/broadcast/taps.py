"""The buttons of notices to many. Each carries ids only; whoever reads one asks again whether this person may."""

from handlers.callbacks import Tap


class Received(Tap, frozen=True):
    """A recipient: I have received this version of it."""

    prefix = "bcr"
    broadcast: int
    version: int


class Preview(Tap, frozen=True):
    """The same button on the preview: it does nothing."""

    prefix = "bcp"
    broadcast: int


class Compose(Tap, frozen=True):
    """Write a new one in that task force."""

    prefix = "bcn"
    task_force: int


class SeeBroadcast(Tap, frozen=True):
    """The card of that notice: a draft's desk, or how it stands."""

    prefix = "bcs"
    broadcast: int


class SeePast(Tap, frozen=True):
    """Those that went out in that task force."""

    prefix = "bch"
    task_force: int
    page: int


class Ask(Tap, frozen=True):
    """Ask for one thing of the draft: "content", "time", "reason"; of one that went out: "correct"."""

    prefix = "bca"
    broadcast: int
    what: str


class SetAcknowledge(Tap, frozen=True):
    """Whether each recipient is asked to say that they received it."""

    prefix = "bck"
    broadcast: int
    on: int


class NotUrgent(Tap, frozen=True):
    """It is not urgent after all."""

    prefix = "bcu"
    broadcast: int


class SetTime(Tap, frozen=True):
    """It goes out then (Unix seconds; 0: at once)."""

    prefix = "bct"
    broadcast: int
    at: int


class SeeAudience(Tap, frozen=True):
    """Who gets it: ``view`` "" for all ways of picking, else one of them."""

    prefix = "bcv"
    broadcast: int
    view: str
    page: int


class Pick(Tap, frozen=True):
    """Add (``on`` 1) or leave out (0) whom that names."""

    prefix = "bci"
    broadcast: int
    kind: str
    key: str
    on: int
    page: int


class SeeList(Tap, frozen=True):
    """The exact list of those who get it."""

    prefix = "bcw"
    broadcast: int
    page: int


class Send(Tap, frozen=True):
    """Send it, or plan it: ``sure`` 1 is the second step of one to many."""

    prefix = "bcx"
    broadcast: int
    revision: int
    sure: int


class Drop(Tap, frozen=True):
    """Throw the draft away; ``sure`` 0 asks."""

    prefix = "bcd"
    broadcast: int
    sure: int


class Unplan(Tap, frozen=True):
    """It does not go out at the planned time: a draft again."""

    prefix = "bcz"
    broadcast: int


class Hold(Tap, frozen=True):
    """While it goes out: "pause", "go" on, or "stop" for good; ``sure`` 0 asks before stopping."""

    prefix = "bcl"
    broadcast: int
    what: str
    sure: int


class Correct(Tap, frozen=True):
    """Put the new words in the place of the old ones; ``again`` 1: who received it before is asked again."""

    prefix = "bco"
    broadcast: int
    again: int


class Withdraw(Tap, frozen=True):
    """Take it back at every recipient; ``sure`` 0 asks."""

    prefix = "bcy"
    broadcast: int
    sure: int


class SeeLedger(Tap, frozen=True):
    """Each recipient: ``view`` "all", "silent", "received" or "unreached"."""

    prefix = "bcg"
    broadcast: int
    view: str
    page: int


class Nudge(Tap, frozen=True):
    """Ask the silent once more; ``nudge`` is which time, so that two taps are one."""

    prefix = "bce"
    broadcast: int
    nudge: int


class GetSheet(Tap, frozen=True):
    """The ledger as a workbook."""

    prefix = "bcf"
    broadcast: int


class SeeCalls(Tap, frozen=True):
    """Whom to phone: those it did not reach."""

    prefix = "bcc"
    broadcast: int
    page: int
