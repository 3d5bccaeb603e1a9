"""What is said about members: links, lists, rosters, handing over and leaving."""

from datetime import datetime

from messages.model import Message, Part


class LinkLine(Part, frozen=True):
    """One link that still opens something; ``expires`` is local, ``uses`` None for any number."""

    role: str
    unit: str
    name: str
    uses: int | None
    expires: datetime | None


class InviteRole(Message, frozen=True):
    """A new link: for which role?"""

    task_force: str
    open_links: int


class InviteUnit(Message, frozen=True):
    """A new link: for which unit? ``query`` is what was typed."""

    role: str
    query: str
    found: int
    page: int
    pages: int


class InviteTerms(Message, frozen=True):
    """A new link: for how many people, until when?"""

    role: str
    unit: str


class InviteLink(Message, frozen=True):
    """The new link, shown this once."""

    task_force: str
    link: str
    line: LinkLine


class HandoverLink(Message, frozen=True):
    """The link by which ``name``'s place goes to a successor."""

    task_force: str
    link: str
    line: LinkLine


class InviteList(Message, frozen=True):
    """All links that still open something, numbered as the buttons below."""

    task_force: str
    links: tuple[LinkLine, ...]


class ForwardInvite(Message, frozen=True):
    """The text that goes to whoever gets the link; plain, for a share button."""

    task_force: str


class PersonLine(Part, frozen=True):
    """One person in a list: ``state`` is "active", "expected", "pending" or "unreachable", ``phone`` "" if hidden."""

    name: str
    title: str
    role: str
    unit: str
    phone: str
    state: str


class MembersOverview(Message, frozen=True):
    """How many have come in; who has not, and who cannot be reached."""

    task_force: str
    joined: int
    total: int
    missing: tuple[PersonLine, ...]
    unreachable: tuple[PersonLine, ...]
    pending: int
    page: int
    pages: int


class UnitPeople(Message, frozen=True):
    """The people of one unit ("" for those of none)."""

    task_force: str
    unit: str
    people: tuple[PersonLine, ...]


class PersonCard(Message, frozen=True):
    """One person, before something is done about them."""

    task_force: str
    line: PersonLine


class ConfirmRemoval(Message, frozen=True):
    """Is this place really to be given up?"""

    task_force: str
    line: PersonLine


class PlaceRemoved(Message, frozen=True):
    """To whoever lost a place."""

    task_force: str
    unit: str


class RemovalDone(Message, frozen=True):
    """To the secretary who did it."""

    name: str
    unit: str


class ConfirmLeaving(Message, frozen=True):
    """Do they really want to leave?"""

    task_force: str
    unit: str


class HasLeft(Message, frozen=True):
    """They left."""

    task_force: str


class MemberLeft(Message, frozen=True):
    """To the secretaries: somebody left."""

    task_force: str
    unit: str
    name: str


class OnlySecretary(Message, frozen=True):
    """The only secretary cannot go before there is another."""

    task_force: str


class ProblemLine(Part, frozen=True):
    """One wrong row; ``column`` is the column's key, ``reason`` a ``RosterReason``, ``other_row`` 0 for none."""

    row: int
    column: str
    reason: str
    value: str
    other_row: int


class RosterProblems(Message, frozen=True):
    """Every wrong row; nothing was taken over."""

    file: str
    problems: tuple[ProblemLine, ...]


class RosterUnreadable(Message, frozen=True):
    """The file is no table that can be read; ``reason`` is a ``SheetReason`` or "not-fetched" or "not-a-file"."""

    file: str
    reason: str
    limit: int


class RosterPreview(Message, frozen=True):
    """What the roster would do, before it does."""

    task_force: str
    file: str
    people: int
    new: tuple[str, ...]
    changed: tuple[str, ...]
    same: int
    new_units: tuple[str, ...]


class RosterNothingNew(Message, frozen=True):
    """All of it is there already."""

    file: str
    people: int


class RosterReading(Message, frozen=True):
    """The file has come and is being read."""

    file: str


class RosterDone(Message, frozen=True):
    """The roster is in."""

    new: int
    changed: int
    same: int
    new_units: int


class RosterDropped(Message, frozen=True):
    """The secretary thought better of it."""

    file: str


class RosterTemplate(Message, frozen=True):
    """Under the empty roster that is sent as a file."""
