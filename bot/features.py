"""What the product does: its handlers, sweeps and readers of files. They are loaded while Telegram is being reached.

Loading some hundred modules takes about as long as the first calls to Telegram; one need not wait for the other.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.turns import Refusals, Routes, Story
from handlers.turn import Turn
from storage.database import Transaction
from storage.downloads import Download
from storage.outbox import Outgoing

FileReader = Callable[[Turn, Download, bytes | None], Awaitable[None]]
"""Reads a file that somebody sent; None when Telegram would not give it out."""


@dataclass(frozen=True)
class Beat:
    """Work that does not wait for the tick: ``due`` says whether there is any at that moment (UTC), ``work`` does a
    piece of it, short enough for nobody else to wait.
    """

    due: Callable[[Transaction, datetime], Awaitable[bool]]
    work: Story


@dataclass(frozen=True)
class News:
    """What the product does when it hears what became of a call; see ``bot.delivery.Events``."""

    unreachable: Callable[[Turn, int, str], Awaitable[None]]
    refused: Callable[[Turn, Outgoing, str], Awaitable[None]]
    moved: Callable[[Turn, int, int], Awaitable[None]]


@dataclass(frozen=True)
class Features:
    """``handlers`` in the order in which they are asked, ``sweeps`` of every tick, ``readers`` by a file's purpose.

    ``apologise`` speaks to whoever's update could not be dealt with.
    """

    handlers: Sequence[Any]
    sweeps: Sequence[Story]
    readers: Mapping[str, FileReader]
    apologise: Story
    news: News
    beats: Sequence[Beat] = ()


def load() -> Features:
    """Everything the product does; slow the first time."""
    from bot.routing import BEATS, FILE_READERS, SWEEPS, handlers_for

    return with_handlers(handlers_for, SWEEPS, FILE_READERS, BEATS)


def with_handlers(
    handlers: Callable[[Routes], list[Any]],
    sweeps: Sequence[Story] = (),
    readers: Mapping[str, FileReader] | None = None,
    beats: Sequence[Beat] = (),
) -> Features:
    """These handlers, and what every bot does when something goes wrong."""
    from handlers import deliveries, fallbacks

    routes = Routes(Refusals(fallbacks.not_allowed, fallbacks.stale_button))
    news = News(deliveries.unreachable, deliveries.refused, deliveries.moved)
    return Features(handlers(routes), sweeps, readers or {}, fallbacks.apologise, news, beats)
