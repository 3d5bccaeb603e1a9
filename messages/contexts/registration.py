"""What is said while somebody comes in: consent, number, unit, approval."""

from datetime import datetime

from messages.model import Message, Part


class PlaceLine(Part, frozen=True):
    """One place of a person: in which task force, as what, for which unit ("" for none)."""

    task_force: str
    role: str
    unit: str


class Consent(Message, frozen=True):
    """What is kept and why, before anything is; texts are "" when no link says which task force it is.

    ``keeper`` is the standing agency, which answers for the data.
    """

    task_force: str
    regulation: str
    keeper: str


class ConsentGiven(Message, frozen=True):
    """Takes the place of the question once it was answered with yes; ``at`` is local."""

    at: datetime


class ConsentDeclined(Message, frozen=True):
    """They said no: nothing was kept."""


class AskPhone(Message, frozen=True):
    """Asks for the own number, by the key below."""


class ForeignContact(Message, frozen=True):
    """The card is somebody else's, or nobody's."""


class PhoneUnreadable(Message, frozen=True):
    """Telegram's number is none that can be kept."""


class PhoneReceived(Message, frozen=True):
    """The number came; shown so that only its owner recognises it."""

    phone: str


class LinkUnknown(Message, frozen=True):
    """No link has this code."""


class LinkClosed(Message, frozen=True):
    """The link opens nothing any more; ``why`` is "expired", "used" or "revoked"."""

    why: str


class Stranger(Message, frozen=True):
    """Somebody without a link: what this is, and how to come in."""


class ChooseTaskForce(Message, frozen=True):
    """Several task forces are served here: which one is meant?"""


class ChooseUnit(Message, frozen=True):
    """Which unit? ``query`` is what they typed ("" for nothing), ``found`` how many units fit, ``page`` from 1."""

    task_force: str
    query: str
    found: int
    page: int
    pages: int


class NoUnitsYet(Message, frozen=True):
    """There is no unit to choose: the roster has not come in."""

    task_force: str


class WaitingForApproval(Message, frozen=True):
    """The secretary has been asked."""

    task_force: str
    unit: str
    name: str


class RequestWithdrawn(Message, frozen=True):
    """They took the request back."""


class ApprovalCard(Message, frozen=True):
    """To a secretary: somebody wants to come in. ``listed``: the roster has that name in that unit."""

    task_force: str
    name: str
    phone: str
    unit: str
    listed: bool


class ApprovalDecided(Message, frozen=True):
    """In place of the card: ``how`` is "approved", "rejected", "withdrawn" or "joined" (by a roster or a link, so that
    nobody had to approve); ``at`` is local."""

    name: str
    unit: str
    how: str
    by: str
    at: datetime


class Rejected(Message, frozen=True):
    """The secretary said no."""

    task_force: str
    unit: str


class Welcome(Message, frozen=True):
    """They are in; ``owed`` counts the reports that wait for them, ``rank`` is "secretary", "leader", "reporter" or
    "" (who only looks on)."""

    name: str
    places: tuple[PlaceLine, ...]
    owed: int
    rank: str


class AlreadyIn(Message, frozen=True):
    """They were in before; nothing changed."""

    places: tuple[PlaceLine, ...]


class PlaceTakenOver(Message, frozen=True):
    """To whoever held the place, or (``yours`` false) to the secretaries: somebody else holds it now."""

    task_force: str
    unit: str
    old: str
    new: str
    yours: bool
