"""What goes with e-mails, and what is said of those that did not arrive."""

from messages.contexts.invitations import AgendaPoint
from messages.contexts.meetings import MeetingFacts
from messages.model import Message


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


class LetterRefused(Message, frozen=True):
    """To a secretary: no server takes the letter to that address."""

    address: str
    subject: str
    cause: str
