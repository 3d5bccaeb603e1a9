"""What goes with e-mails, and what is said of those that did not arrive."""

from datetime import datetime

from messages.contexts.ballots import BallotFacts, RuleWords
from messages.contexts.invitations import AgendaPoint
from messages.contexts.meetings import MeetingFacts
from messages.model import Message
from messages.rich import RichText


class MailFooter(Message, frozen=True):
    """Under every letter: whose secretary wrote it, and where to answer (``link`` opens the bot)."""

    body: str
    link: str


class InvitationByMail(Message, frozen=True):
    """The invitation as a letter: ``name`` is the member's, or (``unit``) that of the unit whose mailbox it is."""

    facts: MeetingFacts
    name: str
    unit: bool
    agenda: tuple[AgendaPoint, ...]
    papers: int
    late_reason: str


class SummaryByMail(Message, frozen=True):
    """With the compiled report of a period; ``note`` is the secretary's line."""

    body: str
    title: str
    period: str
    version: int
    note: str


class NoticeByMail(Message, frozen=True):
    """A notice as a letter. ``replaces``: they have a letter with other words; ``corrected`` is local.

    ``acknowledge``: who received it is to say so to the bot; so many ``files`` go with it.
    """

    body: RichText
    task_force: str
    urgent: bool
    reason: str
    corrected: datetime | None
    replaces: bool
    acknowledge: bool
    files: int


class NoticeWithdrawnByMail(Message, frozen=True):
    """The letter of that day does not hold any more; moments are local."""

    task_force: str
    title: str
    had: datetime
    withdrawn: datetime


class LetterRefused(Message, frozen=True):
    """To a secretary: no server takes the letter to that address."""

    address: str
    subject: str
    cause: str


class OwnMailboxAsk(Message, frozen=True):
    """Which is your mailbox? ``current`` is "" for none; ``wrong``: what was typed and is no address."""

    current: str
    wrong: str


class OwnMailboxKept(Message, frozen=True):
    """The mailbox is corrected; "" for none any more."""

    address: str


class BallotByMail(Message, frozen=True):
    """A ballot's question as a letter; it is answered in the bot alone."""

    facts: BallotFacts
    rules: RuleWords
