"""What is typed or sent while a notice is prepared goes to the live question."""

from handlers.broadcast import access, audience, changing, composing, live, settings
from handlers.broadcast.composing import said_in
from handlers.conversations import Conversation
from handlers.turn import NotAllowed, Turn
from storage import broadcasts, sessions
from storage.broadcasts import Broadcast
from storage.sessions import OpenSession
from taskforce.roles import Action


async def _broadcast(turn: Turn, session: OpenSession) -> Broadcast | None:
    """The notice the conversation is about, if it can be gone on with; else it is ended and None.

    Raises:
        NotAllowed: this person may not any more.
    """
    found = await broadcasts.find(turn.tx, int(session.state["broadcast"]))
    if found is None or not turn.may(Action.BROADCAST, found.task_force_id):
        await sessions.end(turn.tx, session.id)
        if turn.incoming is not None and (turn.incoming.text or turn.incoming.tap_id):
            raise NotAllowed(f"session {session.id}")
        return None
    if found.state == "draft" or (session.state["ask"] == "correct" and found.begun_at is not None):
        return found
    await access.end(turn, found.id)
    await live.show(turn, found)
    return None


async def _typed(turn: Turn, session: OpenSession) -> None:
    if "body" in session.state:
        await composing.new_said(turn, session)
        return
    broadcast = await _broadcast(turn, session)
    if broadcast is None:
        return
    ask, text = session.state["ask"], said_in(turn).text
    if ask == "audience":
        await audience.typed(turn, broadcast, str(session.state.get("view", "")), text)
    elif ask == "time":
        await settings.time_typed(turn, broadcast, text)
    elif ask == "reason":
        await settings.reason_typed(turn, broadcast, text)
    elif ask == "correct":
        await changing.typed(turn, broadcast)
    else:
        await composing.said_again(turn, broadcast)


async def _file(turn: Turn, session: OpenSession) -> None:
    """A file is what the notice says, whatever was being asked."""
    if "body" in session.state:
        await composing.new_said(turn, session)
        return
    broadcast = await _broadcast(turn, session)
    if broadcast is None:
        return
    if session.state["ask"] == "correct":
        await changing.typed(turn, broadcast)
    else:
        await composing.said_again(turn, broadcast)


async def _resume(turn: Turn, session: OpenSession) -> None:
    if "body" in session.state:
        await composing.ask(turn, int(session.state["body"]))
        return
    broadcast = await _broadcast(turn, session)
    if broadcast is None:
        return
    if session.state["ask"] == "correct":
        await changing.ask(turn, broadcast)
    else:
        await settings.show(turn, broadcast, str(session.state["ask"]))


CONVERSATION = Conversation(typed=_typed, resume=_resume, file=_file)
"""For ``bot/routes``."""
