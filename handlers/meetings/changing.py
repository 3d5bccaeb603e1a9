"""A called meeting is moved, changed or cancelled; everybody concerned is told exactly what changed."""

from handlers.conversations import Conversation
from handlers.meetings.taps import Manage
from handlers.turn import Turn
from storage.sessions import OpenSession

KIND = "meeting-change"
"""The kind of the conversation in which a change is typed."""


async def manage(turn: Turn, tap: Manage) -> None:
    """What can be changed about a meeting that was called."""


async def typed(turn: Turn, session: OpenSession) -> None:
    """What was asked for was typed."""


async def resumed(turn: Turn, session: OpenSession) -> None:
    """Ask again."""


CONVERSATION = Conversation(typed, resumed)
