"""The buttons of those who run a meeting, and of those who check in at it."""

from handlers.callbacks import Tap


class OpenCheckIn(Tap, frozen=True):
    """Open check-in; once it is open, show its code again."""

    prefix = "mto"
    meeting: int


class ShowPoster(Tap, frozen=True):
    """Send the QR code for the screen."""

    prefix = "mtq"
    meeting: int


class TypeCode(Tap, frozen=True):
    """Check in by typing the code."""

    prefix = "mtc"
    meeting: int


class EndMeeting(Tap, frozen=True):
    """The meeting is over: 0 asks, 1 does it."""

    prefix = "mte"
    meeting: int
    sure: int


class ListInvited(Tap, frozen=True):
    """That page, from 0, of the invited: ``which`` is "a" (all) or "o" (those still open: silent, not there)."""

    prefix = "mtl"
    meeting: int
    page: int
    which: str


class SeeInvited(Tap, frozen=True):
    """One of the invited."""

    prefix = "mtp"
    invitee: int


class Mark(Tap, frozen=True):
    """Note about one of the invited: "y" is there, "s" the substitute is, "n" nobody is, "l" left, "b" is back.

    ``page`` and ``which`` are those of the list to show again; ``which`` "p" shows the person instead.
    """

    prefix = "mtk"
    invitee: int
    what: str
    page: int
    which: str


class FindInvited(Tap, frozen=True):
    """Find one of the invited by name."""

    prefix = "mtf"
    meeting: int


class GetOpinion(Tap, frozen=True):
    """The file of a written opinion."""

    prefix = "mtw"
    invitee: int


class GetAttendance(Tap, frozen=True):
    """The attendance list."""

    prefix = "mtx"
    meeting: int


class ChaseNow(Tap, frozen=True):
    """Remind those who have not answered."""

    prefix = "mtn"
    meeting: int


class AddUninvited(Tap, frozen=True):
    """Put the member who came uninvited on the list."""

    prefix = "mta"
    meeting: int
    membership: int
