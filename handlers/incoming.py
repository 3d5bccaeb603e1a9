"""What reached the bot, in the product's own words: one frozen record, no Telegram types."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card; ``user_id`` is whose it is, None for somebody outside Telegram."""

    phone: str
    user_id: int | None


@dataclass(frozen=True, slots=True)
class SentFile:
    """A document or photo that lies at Telegram; ``size`` in bytes where told."""

    file_id: str
    name: str
    size: int | None
    kind: Literal["document", "photo"] = "document"


Span = tuple[str, int, int, str]
"""Formatting: the kind of Telegram's entity, offset and length in UTF-16 units, and its link, person or language."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says, so that it can be said again: text or caption, its formatting, its file."""

    text: str = ""
    spans: tuple[Span, ...] = ()
    file: SentFile | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update. Exactly what it brought is not None.

    ``chat_id`` is where the answer goes; ``sender_id`` who did it. ``command_text`` is what follows a command,
    ``caption`` what stands under a file.
    ``tap`` is a button's data, ``tap_id`` what Telegram wants answered and ``message_id`` the message it stood under.
    ``edited``: the text is the new one of a message that was sent before.
    ``spans`` is the formatting of text or caption, ``album`` the mark that the parts of an album share. ``forwarded``:
    it was said elsewhere first. ``replied`` is the message that it answers.
    ``standing`` tells what became of the bot in a chat: "member", "administrator", "left", "kicked".
    """

    chat_id: int
    sender_id: int
    sender_name: str
    language: str | None = None
    chat_kind: Literal["private", "group", "channel"] = "private"
    chat_title: str = ""
    message_id: int | None = None
    text: str | None = None
    caption: str | None = None
    command: str | None = None
    command_text: str = ""
    tap: str | None = None
    tap_id: str | None = None
    contact: SharedContact | None = None
    file: SentFile | None = None
    standing: str | None = None
    edited: bool = False
    spans: tuple[Span, ...] = ()
    album: str = ""
    forwarded: bool = False
    replied: Said | None = None
