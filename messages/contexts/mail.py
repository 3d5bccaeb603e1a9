"""What goes with e-mails, and what is said of those that did not arrive."""

from messages.model import Message


class MailFooter(Message, frozen=True):
    """Under every letter: whose secretary wrote it, and where to answer (``link`` opens the bot)."""

    body: str
    link: str


class LetterRefused(Message, frozen=True):
    """To a secretary: no server takes the letter to that address."""

    address: str
    subject: str
    cause: str
