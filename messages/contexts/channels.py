"""Binding the leadership channel, and what secretaries are told of it."""

from dataclasses import dataclass

from messages.model import Message


@dataclass(frozen=True)
class OfferBinding(Message):
    """To whoever added the bot and may bind: one tap for each of their task forces. ``several``: more than one."""

    chat: str
    channel: bool
    several: bool


@dataclass(frozen=True)
class Bound(Message):
    """To who bound it, and to the other secretaries (``by`` then names who did)."""

    chat: str
    body: str
    by: str


@dataclass(frozen=True)
class ChannelWelcome(Message):
    """In the channel itself: what will be posted here."""

    body: str


@dataclass(frozen=True)
class StrangerAdded(Message):
    """To every secretary: somebody who may not bind added the bot to a chat; nothing is posted there."""

    chat: str
    by: str


@dataclass(frozen=True)
class BotRemoved(Message):
    """To the secretaries: the bot is out of a bound channel, or may not post there any more.

    ``lost``: it was learned from a post that did not arrive.
    """

    chat: str
    body: str
    lost: bool


@dataclass(frozen=True)
class ChannelList(Message):
    """/kenh: where the summaries go; () with how to bind one."""

    body: str
    channels: tuple[str, ...]
    bot: str


@dataclass(frozen=True)
class ConfirmUnbinding(Message):
    """Really?"""

    chat: str
    body: str


@dataclass(frozen=True)
class Unbound(Message):
    """Nothing is posted there any more; ``by`` names who did it, for the other secretaries."""

    chat: str
    body: str
    by: str
