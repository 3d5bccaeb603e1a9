"""Checking in at a meeting: by a short code, by the link behind the QR code, or by the secretary's tap."""

from handlers.turn import Turn

LINK_PREFIX = "c-"
"""What the start codes of check-in links begin with."""


async def open_link(turn: Turn, code: str) -> None:
    """Somebody opened the link behind the QR code; ``code`` is the whole start code, ``c-`` and all."""


async def sweep(turn: Turn) -> None:
    """Close the meetings that nobody closed."""
