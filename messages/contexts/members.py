"""What is said about members: links, lists, rosters, handing over and leaving."""

from dataclasses import dataclass
from datetime import datetime

from messages.model import Message


@dataclass(frozen=True)
class LinkLine:
    """One link that still opens something; ``expires`` is local, ``uses`` None for any number."""

    role: str
    unit: str
    name: str
    uses: int | None
    expires: datetime | None


@dataclass(frozen=True)
class InviteRole(Message):
    """A new link: for which role?"""

    task_force: str
    open_links: int


@dataclass(frozen=True)
class InviteUnit(Message):
    """A new link: for which unit? ``query`` is what was typed."""

    role: str
    query: str
    found: int
    page: int
    pages: int


@dataclass(frozen=True)
class InviteTerms(Message):
    """A new link: for how many people, until when?"""

    role: str
    unit: str


@dataclass(frozen=True)
class InviteLink(Message):
    """The new link, shown this once."""

    task_force: str
    link: str
    line: LinkLine


@dataclass(frozen=True)
class HandoverLink(Message):
    """The link by which ``name``'s place goes to a successor."""

    task_force: str
    link: str
    line: LinkLine


@dataclass(frozen=True)
class InviteList(Message):
    """All links that still open something, numbered as the buttons below."""

    task_force: str
    links: tuple[LinkLine, ...]


@dataclass(frozen=True)
class ForwardInvite(Message):
    """The text that goes to whoever gets the link; plain, for a share button."""

    task_force: str


@dataclass(frozen=True)
class PersonLine:
    """One person in a list: ``state`` is "active", "expected", "pending" or "unreachable", ``phone`` "" if hidden."""

    name: str
    title: str
    role: str
    unit: str
    phone: str
    state: str


@dataclass(frozen=True)
class MembersOverview(Message):
    """How many have come in; who has not, and who cannot be reached."""

    task_force: str
    joined: int
    total: int
    missing: tuple[PersonLine, ...]
    unreachable: tuple[PersonLine, ...]
    pending: int
    page: int
    pages: int


@dataclass(frozen=True)
class UnitPeople(Message):
    """The people of one unit ("" for those of none)."""

    task_force: str
    unit: str
    people: tuple[PersonLine, ...]


@dataclass(frozen=True)
class PersonCard(Message):
    """One person, before something is done about them."""

    task_force: str
    line: PersonLine


@dataclass(frozen=True)
class ConfirmRemoval(Message):
    """Is this place really to be given up?"""

    task_force: str
    line: PersonLine


@dataclass(frozen=True)
class PlaceRemoved(Message):
    """To whoever lost a place."""

    task_force: str
    unit: str


@dataclass(frozen=True)
class RemovalDone(Message):
    """To the secretary who did it."""

    name: str
    unit: str


@dataclass(frozen=True)
class ConfirmLeaving(Message):
    """Do they really want to leave?"""

    task_force: str
    unit: str


@dataclass(frozen=True)
class HasLeft(Message):
    """They left."""

    task_force: str


@dataclass(frozen=True)
class MemberLeft(Message):
    """To the secretaries: somebody left."""

    task_force: str
    unit: str
    name: str


@dataclass(frozen=True)
class OnlySecretary(Message):
    """The only secretary cannot go before there is another."""

    task_force: str


@dataclass(frozen=True)
class ProblemLine:
    """One wrong row; ``column`` is the column's key, ``reason`` a ``RosterReason``, ``other_row`` 0 for none."""

    row: int
    column: str
    reason: str
    value: str
    other_row: int


@dataclass(frozen=True)
class RosterProblems(Message):
    """Every wrong row; nothing was taken over."""

    file: str
    problems: tuple[ProblemLine, ...]


@dataclass(frozen=True)
class RosterUnreadable(Message):
    """The file is no table that can be read; ``reason`` is a ``SheetReason`` or "not-fetched" or "not-a-file"."""

    file: str
    reason: str
    limit: int


@dataclass(frozen=True)
class RosterPreview(Message):
    """What the roster would do, before it does."""

    task_force: str
    file: str
    people: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: int
    new_units: tuple[str, ...]


@dataclass(frozen=True)
class RosterNothingNew(Message):
    """All of it is there already."""

    file: str
    people: int


@dataclass(frozen=True)
class RosterReading(Message):
    """The file has come and is being read."""

    file: str


@dataclass(frozen=True)
class RosterDone(Message):
    """The roster is in."""

    new: int
    changed: int
    same: int
    new_units: int


@dataclass(frozen=True)
class RosterDropped(Message):
    """The secretary thought better of it."""

    file: str


@dataclass(frozen=True)
class RosterTemplate(Message):
    """Under the empty roster that is sent as a file."""
