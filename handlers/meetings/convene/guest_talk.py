"""Guests from outside: typed one a line, shown with the others who are invited, taken off again."""

from handlers.meetings import telling
from handlers.meetings.convene import audience, drafting
from handlers.meetings.convene.desk_taps import Done, RemoveGuest
from handlers.meetings.convene.drafting import ECHO, one_line
from handlers.meetings.invite import guests
from handlers.turn import Turn
from messages.contexts.convening import ConveneGuest, ConveneTakenOff
from messages.model import Button, Label
from storage import invitees
from storage.meetings import Meeting

GUEST_NAME, GUEST_TITLE = 100, 200


async def show(turn: Turn, meeting: Meeting, problem: str = "", typed: str = "") -> None:
    """Those from outside; one more can be typed."""
    await drafting.ask(turn, meeting, "guest")
    lines = await audience.guest_lines(turn, meeting)
    keys = [Button(f"🗑 {n}", data=RemoveGuest(meeting.id, one).pack()) for n, (one, _) in enumerate(lines, 1)]
    rows = [tuple(keys[n : n + 8]) for n in range(0, len(keys), 8)]
    done = Button(Label("convening.done"), data=Done(meeting.id).pack(), style="primary")
    message = ConveneGuest(tuple(line for _, line in lines), problem, typed[:ECHO])
    await turn.card(drafting.card_of(meeting.id), message, (*rows, (done,)))


async def typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """ "Họ tên, chức vụ, cơ quan": a guest, who gets a link of their own."""
    problem = await drafting.refusal(turn, text, GUEST_NAME + GUEST_TITLE)
    name, _, title = (part.strip(" ,") for part in one_line(text).partition(","))
    if not problem and (len(name.split()) < 2 or not any(letter.isalpha() for letter in name)):
        problem = "no-name"
    if not problem and (len(name) > GUEST_NAME or len(title) > GUEST_TITLE):
        problem = "too-long"
    there = [line.casefold() for _, line in await audience.guest_lines(turn, meeting)]
    if not problem and ", ".join(filter(None, (name, title))).casefold() in there:
        problem = "twice"
    if problem:
        await show(turn, meeting, problem, text)
        return
    await guests.invite(turn, meeting, name, title)
    await show(turn, await drafting.touch(turn, meeting, "guest"))


async def remove(turn: Turn, tap: RemoveGuest) -> None:
    """Not invited any more; who has been told already hears of it."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is None:
        return
    found = [one for one in await invitees.of_meeting(turn.tx, meeting.id) if one.is_guest and one.id == tap.invitee]
    if found:
        if meeting.state == "called":
            for to in await telling.recipients(turn, found):
                await telling.tell(turn, to, ConveneTakenOff(await telling.facts(turn, meeting, to.locale)))
        await invitees.remove(turn.tx, tap.invitee, turn.now)
        meeting = await drafting.touch(turn, meeting, "guest-removed")
    await show(turn, meeting)
