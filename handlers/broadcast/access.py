"""Whose notice it is, and what is asked about it now."""

from typing import Any

from handlers.turn import NotAllowed, Turn
from storage import audit, broadcasts, sessions
from storage.broadcasts import Broadcast
from taskforce.roles import Action

KIND = "broadcast"
"""The kind of the conversation."""


def card_of(broadcast_id: int) -> str:
    """The card in the chat of whoever sends it: the desk, then the progress."""
    return f"broadcast-desk:{broadcast_id}"


def preview_of(broadcast_id: int) -> str:
    """The notice as it will look, above the desk."""
    return f"broadcast-preview:{broadcast_id}"


def subject_of(broadcast_id: int) -> str:
    """What the conversation is about."""
    return f"broadcast:{broadcast_id}"


async def need(turn: Turn, broadcast_id: int) -> Broadcast:
    """The notice, which this person may send, see and take back.

    Raises:
        NotAllowed: there is none, or they may not.
    """
    found = await broadcasts.find(turn.tx, broadcast_id)
    if found is None:
        raise NotAllowed(f"broadcast {broadcast_id}")
    turn.need(Action.BROADCAST, found.task_force_id)
    return found


async def ask(turn: Turn, broadcast: Broadcast, what: str, **more: Any) -> None:
    """From now on what is typed answers ``what``; "" at the desk, where other words take the place of the old."""
    state = {"broadcast": broadcast.id, "ask": what, **more}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(broadcast.id), state=state, now=turn.now
    )


async def asked(turn: Turn, broadcast_id: int) -> dict[str, Any]:
    """What is asked in this chat, {} for nothing."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(broadcast_id))
    return {} if session is None else session.state


async def end(turn: Turn, broadcast_id: int) -> None:
    """Nothing is asked about it any more, in any chat."""
    for session in await sessions.about(turn.tx, KIND, subject_of(broadcast_id)):
        await sessions.end(turn.tx, session.id)


async def note(turn: Turn, broadcast: Broadcast, what: str, detail: str = "") -> None:
    """Keep who did what to it."""
    await audit.note(
        turn.tx, now=turn.now, action=f"broadcast.{what}", task_force_id=broadcast.task_force_id,
        person_id=None if turn.person is None else turn.person.id, subject=subject_of(broadcast.id), detail=detail,
    )  # fmt: skip
