"""The buttons of those who answer an invitation: absence, consent, standing in, guests."""

from handlers.callbacks import Tap


class AbsenceAct(Tap, frozen=True):
    """A step of telling an absence: ``what`` is a code of ``absence.py``, ``arg`` what it is about."""

    prefix = "va"
    session: int
    revision: int
    what: str
    arg: int


class ChangeAbsence(Tap, frozen=True):
    """Change one thing about an absence: ``what`` is "reason", "substitute" or "opinion"."""

    prefix = "vh"
    invitee: int
    what: str


class SeeAbsence(Tap, frozen=True):
    """Read an absence, and decide it or note what was decided."""

    prefix = "vx"
    invitee: int


class DecideAbsence(Tap, frozen=True):
    """Agree (1) to the absence as it was at ``version``, or not (0: the reason is asked first)."""

    prefix = "vc"
    invitee: int
    version: int
    yes: int


class RefuseAbsence(Tap, frozen=True):
    """Do not agree, for the usual reason of that place in the list (-1: none is given)."""

    prefix = "vr"
    invitee: int
    version: int
    reason: int


class StandIn(Tap, frozen=True):
    """A colleague comes (1) in the place of the invitee, or cannot (0)."""

    prefix = "vs"
    invitee: int
    version: int
    yes: int


class NewGuestLink(Tap, frozen=True):
    """Another link for the guest; the one before opens nothing any more."""

    prefix = "vg"
    invitee: int


class GuestFiles(Tap, frozen=True):
    """The files to forward to a guest who does not use Telegram."""

    prefix = "vf"
    invitee: int
