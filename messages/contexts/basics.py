"""What is said when something cannot be done."""

from typing import Literal

from messages.model import Message


class NotPermitted(Message, frozen=True):
    """This person may not do that."""


class NotTaken(Message, frozen=True):
    """What was said bears the ``mark`` of secrecy, or holds the number of an identity card; ``file``: by a file's name.

    Nothing of it was kept.
    """

    kind: Literal["mark", "identity"]
    mark: str
    file: bool


class Apology(Message, frozen=True):
    """Something went wrong on our side; what they sent is kept for the operator."""


class MessageRefused(Message, frozen=True):
    """To a secretary: Telegram refuses a message for good."""

    method: str
    cause: str


class StillOpen(Message, frozen=True):
    """Another conversation waits; ``kind`` is which ("report", "registration", …), ``typed`` whether a text went by."""

    kind: str
    typed: bool = False


class Stopped(Message, frozen=True):
    """The conversation was left; ``kind`` is which."""

    kind: str


class NothingToStop(Message, frozen=True):
    """/huy while no conversation is open."""


class NothingTyped(Message, frozen=True):
    """Text or a file that no question waits for."""


class NotUnderstood(Message, frozen=True):
    """A message of a kind that is not read, or an unknown ``command``; ``waiting``: a conversation can go on."""

    command: bool
    waiting: bool


class EditNotTaken(Message, frozen=True):
    """A text that was sent before was edited; ``waiting``: a conversation is open."""

    waiting: bool


class Interrupted(Message, frozen=True):
    """After an outage, before the live question is shown again."""
