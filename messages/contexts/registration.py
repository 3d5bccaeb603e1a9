"""What is said while somebody comes in: consent, number, unit, approval."""

from dataclasses import dataclass
from datetime import datetime

from messages.model import Message


@dataclass(frozen=True)
class PlaceLine:
    """One place of a person: in which task force, as what, for which unit ("" for none)."""

    task_force: str
    role: str
    unit: str


@dataclass(frozen=True)
class Consent(Message):
    """What is kept and why, before anything is; texts are "" when no link says which task force it is.

    ``keeper`` is the standing agency, which answers for the data.
    """

    task_force: str
    regulation: str
    keeper: str


@dataclass(frozen=True)
class ConsentGiven(Message):
    """Takes the place of the question once it was answered with yes; ``at`` is local."""

    at: datetime


@dataclass(frozen=True)
class ConsentDeclined(Message):
    """They said no: nothing was kept."""


@dataclass(frozen=True)
class AskPhone(Message):
    """Asks for the own number, by the key below."""


@dataclass(frozen=True)
class ForeignContact(Message):
    """The card is somebody else's, or nobody's."""


@dataclass(frozen=True)
class PhoneUnreadable(Message):
    """Telegram's number is none that can be kept."""


@dataclass(frozen=True)
class PhoneReceived(Message):
    """The number came; shown so that only its owner recognises it."""

    phone: str


@dataclass(frozen=True)
class LinkUnknown(Message):
    """No link has this code."""


@dataclass(frozen=True)
class LinkClosed(Message):
    """The link opens nothing any more; ``why`` is "expired", "used" or "revoked"."""

    why: str


@dataclass(frozen=True)
class Stranger(Message):
    """Somebody without a link: what this is, and how to come in."""


@dataclass(frozen=True)
class ChooseTaskForce(Message):
    """Several task forces are served here: which one is meant?"""


@dataclass(frozen=True)
class ChooseUnit(Message):
    """Which unit? ``query`` is what they typed ("" for nothing), ``found`` how many units fit, ``page`` from 1."""

    task_force: str
    query: str
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class NoUnitsYet(Message):
    """There is no unit to choose: the roster has not come in."""

    task_force: str


@dataclass(frozen=True)
class WaitingForApproval(Message):
    """The secretary has been asked."""

    task_force: str
    unit: str
    name: str


@dataclass(frozen=True)
class RequestWithdrawn(Message):
    """They took the request back."""


@dataclass(frozen=True)
class ApprovalCard(Message):
    """To a secretary: somebody wants to come in. ``listed``: the roster has that name in that unit."""

    task_force: str
    name: str
    phone: str
    unit: str
    listed: bool


@dataclass(frozen=True)
class ApprovalDecided(Message):
    """In place of the card: ``how`` is "approved", "rejected", "withdrawn" or "joined" (by a roster or a link, so that
    nobody had to approve); ``at`` is local."""

    name: str
    unit: str
    how: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Rejected(Message):
    """The secretary said no."""

    task_force: str
    unit: str


@dataclass(frozen=True)
class Welcome(Message):
    """They are in; ``owed`` counts the reports that wait for them, ``rank`` is "secretary", "leader", "reporter" or
    "" (who only looks on)."""

    name: str
    places: tuple[PlaceLine, ...]
    owed: int
    rank: str


@dataclass(frozen=True)
class AlreadyIn(Message):
    """They were in before; nothing changed."""

    places: tuple[PlaceLine, ...]


@dataclass(frozen=True)
class PlaceTakenOver(Message):
    """To whoever held the place, or (``yours`` false) to the secretaries: somebody else holds it now."""

    task_force: str
    unit: str
    old: str
    new: str
    yours: bool
