"""Picking who is invited, with the general picker; guests from outside are a way of the meeting's own."""

from collections.abc import Sequence

from handlers import people_picker, people_pool
from handlers.meetings.convene import audience, drafting, guest_talk
from handlers.meetings.convene.desk_taps import ApplyAudience, Done, Pick, SeeAudience, SeeList
from handlers.meetings.convene.drafting import one_line
from handlers.people_picker import Picking, Taps
from handlers.turn import Turn
from messages.contexts.picker import PickedLine
from messages.model import Button, Label
from storage.meetings import Meeting
from storage.memberships import Place

_WAYS = ("role", "group", "unit", "member")


async def _picking(turn: Turn, meeting: Meeting) -> Picking:
    number = meeting.id
    last = None
    if meeting.state == "called":
        apply = ApplyAudience(number, meeting.revision, 0).pack()
        last = Button(Label("convening.apply"), data=apply, style="primary")
    return Picking(
        task_force=meeting.task_force_id,
        purpose="invite",
        subject=meeting.subject,
        tokens=meeting.audience,
        handle=drafting.card_of(number),
        taps=Taps(
            see=lambda view, page: SeeAudience(number, view, page),
            pick=lambda kind, key, on, page: Pick(number, kind, key, on, page),
            listed=lambda page: SeeList(number, page),
            done=Done(number),
        ),
        group=await audience.series_group(turn, meeting),
        always=meeting.chair_id,
        everybody=False,
        missing=False,
        extra=Button(Label("convening.by_guest"), data=SeeAudience(number, "guest", 0).pack()),
        last=last,
        guests=tuple([line for _, line in await audience.guest_lines(turn, meeting)]),
        called=meeting.state == "called",
    )


async def see(turn: Turn, tap: SeeAudience) -> None:
    """One way of picking, or all of them."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is None:
        return
    if tap.view == "guest":
        await guest_talk.show(turn, meeting)
    elif tap.view in _WAYS:
        await show_view(turn, meeting, tap.view, tap.page)
    else:
        await show(turn, meeting)


async def show(turn: Turn, meeting: Meeting) -> None:
    """Who is invited as it stands, and the ways to change that."""
    await drafting.ask(turn, meeting, "audience")
    await people_picker.show(turn, await _picking(turn, meeting))


async def pick(turn: Turn, tap: Pick) -> None:
    """Invite, or leave out, whom that names; told twice it is the same."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is None:
        return
    tokens = await people_picker.change(turn, await _picking(turn, meeting), tap.kind, tap.key, tap.on)
    if tokens != meeting.audience:
        await drafting.note(turn, meeting, "audience", detail=f"{tap.kind}:{tap.key}:{tap.on}")
        meeting = await drafting.edit(turn, meeting, audience=tokens)
    if tap.kind in _WAYS:
        query = str((await drafting.asked(turn, meeting.id)).get("query", ""))
        await show_view(turn, meeting, tap.kind, tap.page, query)
    else:
        await show(turn, meeting)


async def show_view(turn: Turn, meeting: Meeting, view: str, page: int = 0, query: str = "") -> None:
    """What can be picked in that way."""
    view = view if view in _WAYS else "member"
    await drafting.ask(turn, meeting, view, query=query)
    await people_picker.show_view(turn, await _picking(turn, meeting), view, page, query)


async def typed(turn: Turn, meeting: Meeting, view: str, text: str) -> None:
    """Letters of a name; where nothing is searched, people are."""
    await show_view(turn, meeting, view, 0, one_line(text)[:100])


async def see_list(turn: Turn, tap: SeeList) -> None:
    """Everybody who is invited by name, who is left out, and whom nothing reaches."""
    meeting = await drafting.need_list(turn, tap.meeting)
    if meeting is not None:
        await drafting.ask(turn, meeting, "list")
        await people_picker.see_list(turn, await _picking(turn, meeting), tap.page)


async def preview_lines(turn: Turn, meeting: Meeting, places: Sequence[Place]) -> tuple[PickedLine, ...]:
    """These people as a list says them."""
    return await people_pool.lines(turn, await people_pool.pool_of(turn, meeting.task_force_id), places)
