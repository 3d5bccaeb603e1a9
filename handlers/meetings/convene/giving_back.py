"""A draft that was submitted goes back to whoever prepared it, with a word on what is to be changed."""

from collections.abc import Sequence

from handlers import conversations
from handlers.meetings import rights
from handlers.meetings.convene import desk, drafting
from handlers.meetings.convene.desk_taps import ReturnDraft
from handlers.meetings.convene.drafting import ECHO
from handlers.meetings.taps import OpenDesk
from handlers.turn import NotAllowed, Turn
from messages.contexts.convening import ConveneReturnAsk, ConveneReturned, ConveneReturnSent
from messages.model import Button, Label
from storage.meetings import Meeting
from storage.people import Person

WORDS_LIMIT = 1000


async def ask(turn: Turn, tap: ReturnDraft) -> None:
    """What is to be changed?"""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is None:
        return
    if not await rights.may_call(turn, meeting):
        raise NotAllowed(f"return meeting {meeting.id}")
    await show(turn, meeting)


async def show(turn: Turn, meeting: Meeting, problem: str = "", typed: str = "") -> None:
    """The question for the words."""
    await drafting.ask(turn, meeting, "return")
    rows = ((drafting.back_to(meeting),),)
    await turn.card(drafting.card_of(meeting.id), ConveneReturnAsk(meeting.subject, problem, typed[:ECHO]), rows)


async def typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """Back to whoever prepared it, with these words."""
    if not await rights.may_call(turn, meeting):
        raise NotAllowed(f"return meeting {meeting.id}")
    if problem := await drafting.refusal(turn, text, WORDS_LIMIT):
        await show(turn, meeting, problem, text)
        return
    person = turn.person
    assert person is not None  # noqa: S101 - they may call it
    ids = {await desk.preparer(turn, meeting), meeting.created_by} - {person.id}
    meeting = await drafting.touch(turn, meeting, "returned")  # it is not submitted any more
    row = ((Button(Label("convening.edit"), data=OpenDesk(meeting.id).pack(), style="primary"),),)
    told: list[str] = []
    for one in await _living(turn, meeting, sorted(ids)):
        message = ConveneReturned(meeting.subject, person.full_name, text.strip())
        await turn.notify(one, message, row, dedupe_key=f"convene-back:{meeting.id}:{meeting.revision}")
        told.append(one.full_name)
    session = await drafting.end(turn, meeting.id)
    await turn.card(drafting.card_of(meeting.id), ConveneReturnSent(meeting.subject, ", ".join(told)), row)
    if session is not None:
        await conversations.offer_waiting(turn, turn.chat_id)


async def _living(turn: Turn, meeting: Meeting, ids: Sequence[int]) -> list[Person]:
    """Those of them who still belong to the task force."""
    found = [await turn.person_by_id(one) for one in ids]
    return [one for one in found if meeting.task_force_id in one.task_force_ids]
