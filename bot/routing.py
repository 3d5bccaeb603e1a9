"""Which story is told when: every command, tap, message, tick and file of the product, in one place."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from telegram.ext import filters

from bot.turns import Routes, Story
from handlers import fallbacks
from handlers.conversations import Conversation, Conversations, ResumeSession
from handlers.turn import Turn
from storage.downloads import Download

FileReader = Callable[[Turn, Download, bytes | None], Awaitable[None]]
"""Reads a file that somebody sent; None when Telegram would not give it out."""


async def _nobody_wants_it(_turn: Turn) -> bool:
    return False


CONVERSATION_KINDS: Mapping[str, Conversation] = {}
"""By the kind of a session: who leads it on."""

CONVERSATIONS = Conversations(CONVERSATION_KINDS, on_loose_file=_nobody_wants_it)

SWEEPS: Sequence[Story] = (CONVERSATIONS.offer_again_after_gap,)
"""Asked at every tick: what is due and not yet done?"""

FILE_READERS: Mapping[str, FileReader] = {}
"""By the purpose a download was requested for."""


def handlers_for(routes: Routes) -> list[Any]:
    """PTB's handlers, in the order in which they are asked; the first that fits takes the update."""
    return [
        # conversations
        routes.command(("huy", "cancel"), CONVERSATIONS.stop),
        routes.tap(ResumeSession, CONVERSATIONS.resume),
        # what no feature took
        routes.message(filters.TEXT & ~filters.COMMAND, CONVERSATIONS.typed),
        routes.message(filters.Document.ALL | filters.PHOTO, CONVERSATIONS.file_sent),
        routes.message(filters.ALL, fallbacks.not_understood),
        routes.any_other_tap(fallbacks.stale_button),
    ]
