"""What is said when something cannot be done."""

from dataclasses import dataclass

from messages.model import Message


@dataclass(frozen=True)
class NotPermitted(Message):
    """This person may not do that."""


@dataclass(frozen=True)
class Apology(Message):
    """Something went wrong on our side; what they sent is kept for the operator."""


@dataclass(frozen=True)
class MessageRefused(Message):
    """To a secretary: Telegram refuses a message for good."""

    method: str
    cause: str


@dataclass(frozen=True)
class StillOpen(Message):
    """Another conversation waits; ``kind`` is which ("report", "registration", …), ``typed`` whether a text went by."""

    kind: str
    typed: bool = False


@dataclass(frozen=True)
class Stopped(Message):
    """The conversation was left; ``kind`` is which."""

    kind: str


@dataclass(frozen=True)
class NothingToStop(Message):
    """/huy while no conversation is open."""


@dataclass(frozen=True)
class NothingTyped(Message):
    """Text or a file that no question waits for."""


@dataclass(frozen=True)
class NotUnderstood(Message):
    """A message of a kind that is not read, or an unknown ``command``; ``waiting``: a conversation can go on."""

    command: bool
    waiting: bool


@dataclass(frozen=True)
class EditNotTaken(Message):
    """A text that was sent before was edited; ``waiting``: a conversation is open."""

    waiting: bool


@dataclass(frozen=True)
class Interrupted(Message):
    """After an outage, before the live question is shown again."""
