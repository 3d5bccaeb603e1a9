"""The buttons of preparing a meeting. Each carries ids only; whoever reads one asks again whether this person may."""

from handlers.callbacks import Tap


class SeeKinds(Tap, frozen=True):
    """What can be convened in that task force."""

    prefix = "cvk"
    task_force: int


class Ask(Tap, frozen=True):
    """Ask for one thing anew: "subject", "time", "place", "link", "chair", "reason", "guest"."""

    prefix = "cva"
    meeting: int
    what: str


class TakeSubject(Tap, frozen=True):
    """The suggested subject."""

    prefix = "cvs"
    meeting: int


class SetTime(Tap, frozen=True):
    """Begin then (Unix seconds), end then (0: open). ``revision`` is 0 on a question, else the desk's it stood on."""

    prefix = "cvt"
    meeting: int
    start: int
    end: int
    revision: int


class SetPlace(Tap, frozen=True):
    """Where the meeting ``source`` was; 0: at the standing unit's; -1: online."""

    prefix = "cvp"
    meeting: int
    source: int


class DropLink(Tap, frozen=True):
    """No link."""

    prefix = "cvl"
    meeting: int


class SetChair(Tap, frozen=True):
    """This membership chairs."""

    prefix = "cvc"
    meeting: int
    membership: int


class PageChairs(Tap, frozen=True):
    """Another page of those who may chair."""

    prefix = "cvo"
    meeting: int
    page: int


class TakeReason(Tap, frozen=True):
    """One of the usual reasons for a late notice, by its number."""

    prefix = "cvr"
    meeting: int
    number: int


class Settle(Tap, frozen=True):
    """Two gave different answers: ``mine`` 1 takes the own one, 0 leaves the other's."""

    prefix = "cvx"
    meeting: int
    mine: int


class SeeAudience(Tap, frozen=True):
    """Who is invited: ``view`` "" for all, "role", "group", "unit", "member" or "guest" for one way of picking."""

    prefix = "cvv"
    meeting: int
    view: str
    page: int


class Pick(Tap, frozen=True):
    """Invite (``on`` 1) or leave out (0) whom that names; ``kind`` "all", "none" or a view, ``key`` what in it."""

    prefix = "cvi"
    meeting: int
    kind: str
    key: str
    on: int
    page: int


class SeeList(Tap, frozen=True):
    """The exact list of those invited."""

    prefix = "cvw"
    meeting: int
    page: int


class ApplyAudience(Tap, frozen=True):
    """The meeting was called already: invite the new ones and take the others off. ``sure`` 0 asks first."""

    prefix = "cvy"
    meeting: int
    revision: int
    sure: int


class RemoveGuest(Tap, frozen=True):
    """The guest is not invited any more."""

    prefix = "cvg"
    meeting: int
    invitee: int


class SeeAgenda(Tap, frozen=True):
    """The points of the agenda."""

    prefix = "cvj"
    meeting: int


class SeeItem(Tap, frozen=True):
    """One point of the agenda."""

    prefix = "cvm"
    item: int


class RenameItem(Tap, frozen=True):
    """Other words for the point."""

    prefix = "cvn"
    item: int


class AssignItem(Tap, frozen=True):
    """Which unit prepares the point?"""

    prefix = "cvq"
    item: int
    page: int


class GiveItem(Tap, frozen=True):
    """That unit prepares the point; 0: nobody in particular."""

    prefix = "cvu"
    item: int
    unit: int


class RemoveItem(Tap, frozen=True):
    """Take the point off."""

    prefix = "cvz"
    item: int


class SeePapers(Tap, frozen=True):
    """The files for the meeting, to add and to remove."""

    prefix = "cve"
    meeting: int


class RemovePaper(Tap, frozen=True):
    """Take that file back."""

    prefix = "cvf"
    paper: int
    meeting: int


class CallNow(Tap, frozen=True):
    """Send the invitations, ask for it together with others, or submit it to who may: whichever this person may."""

    prefix = "cvb"
    meeting: int
    revision: int


class RemindConvener(Tap, frozen=True):
    """Put the submitted draft once more before those who decide."""

    prefix = "cwn"
    meeting: int


class ReturnDraft(Tap, frozen=True):
    """Give the draft back to whoever prepared it, with a word."""

    prefix = "cvh"
    meeting: int


class DropDraft(Tap, frozen=True):
    """Throw the draft away: 0 asks, 1 does it."""

    prefix = "cvd"
    meeting: int
    sure: int


class PreviewLetter(Tap, frozen=True):
    """The invitation as a document, before it is sent."""

    prefix = "cw"
    meeting: int


class Done(Tap, frozen=True):
    """Enough of that: back to the desk, or to the live card of a meeting that was called."""

    prefix = "cwd"
    meeting: int
