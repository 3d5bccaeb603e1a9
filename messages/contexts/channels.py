"""Binding the leadership channel, and what secretaries are told of it."""

from messages.model import Message


class OfferBinding(Message, frozen=True):
    """To whoever added the bot and may bind: one tap for each of their task forces. ``several``: more than one."""

    chat: str
    channel: bool
    several: bool


class Bound(Message, frozen=True):
    """To who bound it, and to the other secretaries (``by`` then names who did)."""

    chat: str
    body: str
    by: str


class ChannelWelcome(Message, frozen=True):
    """In the channel itself: what will be posted here."""

    body: str


class StrangerAdded(Message, frozen=True):
    """To every secretary: somebody who may not bind added the bot to a chat; nothing is posted there."""

    chat: str
    by: str


class BotRemoved(Message, frozen=True):
    """To the secretaries: the bot is out of a bound channel, or may not post there any more.

    ``lost``: it was learned from a post that did not arrive.
    """

    chat: str
    body: str
    lost: bool


class ChannelList(Message, frozen=True):
    """/kenh: where the summaries go; () with how to bind one."""

    body: str
    channels: tuple[str, ...]
    bot: str


class ConfirmUnbinding(Message, frozen=True):
    """Really?"""

    chat: str
    body: str


class Unbound(Message, frozen=True):
    """Nothing is posted there any more; ``by`` names who did it, for the other secretaries."""

    chat: str
    body: str
    by: str
