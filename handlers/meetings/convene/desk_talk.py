"""What is typed or sent while a meeting is prepared goes to the live question, which is shown again after a pause."""

from collections.abc import Awaitable, Callable, Mapping

from handlers.conversations import Conversation
from handlers.meetings import rights
from handlers.meetings.convene import (
    agenda_talk,
    asking,
    chair_talk,
    desk,
    drafting,
    giving_back,
    guest_talk,
    papers,
    picking,
    time_talk,
)
from handlers.turn import NotAllowed, Turn
from storage import meetings, sessions
from storage.meetings import Meeting
from storage.sessions import OpenSession

Take = Callable[[Turn, Meeting, str], Awaitable[None]]
Show = Callable[[Turn, Meeting], Awaitable[None]]

_TAKES: Mapping[str, Take] = {
    "subject": asking.subject_typed,
    "time": time_talk.typed,
    "place": asking.place_typed,
    "link": asking.link_typed,
    "reason": asking.reason_typed,
    "chair": chair_talk.typed,
    "agenda": agenda_talk.typed,
    "rename": agenda_talk.renamed,
    "item-unit": agenda_talk.unit_typed,
    "papers": papers.typed,
    "guest": guest_talk.typed,
    "return": giving_back.typed,
}
_SEARCHES = frozenset({"audience", "role", "group", "unit", "member", "list"})

_SHOWS: Mapping[str, Show] = {
    "agenda": agenda_talk.show,
    "rename": agenda_talk.show,
    "item-unit": agenda_talk.show,
    "papers": papers.show,
    "guest": guest_talk.show,
    "audience": picking.show,
    "list": picking.show,
    "return": giving_back.show,
}

_WHEN_CALLED = frozenset({"papers", "guest", "agenda", "rename", "item-unit"}) | _SEARCHES
"""What can still be added to once the invitations are out."""


async def _meeting(turn: Turn, session: OpenSession) -> Meeting | None:
    """The meeting the conversation is about, if this person may still go on with it; else it is ended and None.

    Raises:
        NotAllowed: they may not any more.
    """
    meeting = await meetings.find(turn.tx, int(session.state["meeting"]))
    if meeting is None or turn.person is None or not await rights.may_run(turn, meeting):
        await sessions.end(turn.tx, session.id)
        if turn.incoming is not None and (turn.incoming.text or turn.incoming.tap_id):
            raise NotAllowed(f"session {session.id}")
        return None
    ask = session.state["ask"]
    open_still = meeting.state == "called" and ask in _WHEN_CALLED and (ask == "papers" or meeting.begin > turn.now)
    if meeting.state != "draft" and not open_still:
        await drafting.say_over(turn, meeting)
        return None
    return meeting


async def _typed(turn: Turn, session: OpenSession) -> None:
    meeting = await _meeting(turn, session)
    if meeting is None:
        return
    text = (turn.incoming.text if turn.incoming is not None else None) or ""
    ask = str(session.state["ask"])
    if ask in _TAKES:
        await _TAKES[ask](turn, meeting, text)
    elif ask in _SEARCHES:
        await picking.typed(turn, meeting, ask, text)
    elif ask == "clash":
        await drafting.show_clash(turn, meeting, session.state["what"], session.state["mine"])
    else:
        await desk.show(turn, meeting, stray=True)


async def _resume(turn: Turn, session: OpenSession) -> None:
    meeting = await _meeting(turn, session)
    if meeting is None:
        return
    ask = str(session.state["ask"])
    if ask in _SHOWS:
        await _SHOWS[ask](turn, meeting)
    elif ask in _SEARCHES:
        await picking.show_view(turn, meeting, ask)
    elif ask == "clash":
        await drafting.show_clash(turn, meeting, session.state["what"], session.state["mine"])
    elif ask in _TAKES:
        await asking.show(turn, meeting, ask)
    else:
        await asking.onward(turn, meeting)


async def _file(turn: Turn, session: OpenSession) -> None:
    """A file is a paper for the meeting, whatever was being asked."""
    meeting = await _meeting(turn, session)
    if meeting is not None:
        await papers.file_sent(turn, meeting)


CONVERSATION = Conversation(typed=_typed, resume=_resume, file=_file)
"""For ``bot/routes``."""
