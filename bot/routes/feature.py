"""What a feature adds to the product: one record a module of this package."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.features import Beat, FileReader
from bot.turns import Routes, Story
from handlers.conversations import Conversation


@dataclass(frozen=True)
class Feature:
    """``handlers`` makes PTB's handlers of its commands and taps. ``conversations`` by the kind of a session,
    ``readers`` by the purpose a file was asked for. ``sweeps`` run at every tick, in order, ``beats`` every second
    while they have something to do. ``picked``: by the command that was meant for one of several task forces, what is
    told once it is known which.
    """

    handlers: Callable[[Routes], list[Any]]
    conversations: Mapping[str, Conversation] = field(default_factory=dict)
    sweeps: Sequence[Story] = ()
    beats: Sequence[Beat] = ()
    readers: Mapping[str, FileReader] = field(default_factory=dict)
    picked: Mapping[str, Story] = field(default_factory=dict)
