"""Guests from outside: a link of their own that opens one card, and nothing else of the bot."""

from handlers.turn import Turn
from storage.meetings import Meeting


async def invite(turn: Turn, meeting: Meeting, full_name: str, title: str) -> None:
    """Put the guest on the list and show whoever is there the link to pass on."""


def is_code(code: str) -> bool:
    """Whether a link's code is a guest's."""
    return code.startswith("g-") and len(code) == 18


async def open_link(turn: Turn, code: str) -> None:
    """Somebody opened a guest's link."""
