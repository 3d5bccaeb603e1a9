"""The local Telegram: a small Bot API server on loopback, with people to play the other side (design §10)."""

from bot.sandbox.limits import Limits
from bot.sandbox.phone import Phone
from bot.sandbox.records import Event, Message
from bot.sandbox.rooms import Room
from bot.sandbox.server import LocalTelegram

__all__ = ["Event", "Limits", "LocalTelegram", "Message", "Phone", "Room"]
