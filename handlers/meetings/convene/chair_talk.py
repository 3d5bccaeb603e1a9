"""Who chairs: the charter's own first, by page or by a few letters; the chair may differ from who convenes."""

from collections.abc import Sequence

from handlers.meetings import rights
from handlers.meetings.convene import desk, drafting
from handlers.meetings.convene.desk_taps import PageChairs, SetChair
from handlers.meetings.convene.drafting import ECHO, one_line
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, page_row
from messages.contexts.convening import ConveneChair
from messages.model import Button
from storage.meetings import Meeting
from storage.people import Membership
from taskforce.vietnamese import search


async def turn_page(turn: Turn, tap: PageChairs) -> None:
    """Another page."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is not None:
        await show(turn, meeting, page=tap.page)


async def show(turn: Turn, meeting: Meeting, query: str = "", page: int = 0) -> None:
    """Who chairs?"""
    await drafting.ask(turn, meeting, "chair")
    charter = await turn.charter(meeting.task_force_id)
    possible = await rights.possible_chairs(turn, meeting)
    found: Sequence[Membership] = search(query, possible, lambda m: m.full_name)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = [
        (
            Button(
                f"{'✅ ' if m.id == meeting.chair_id else ''}{m.full_name}, {charter.titles.of(m.role, turn.locale)}",
                data=SetChair(meeting.id, m.id).pack(),
            ),
        )
        for m in found[page * PAGE : (page + 1) * PAGE]
    ]
    current = next((m.full_name for m in possible if m.id == meeting.chair_id), "")
    message = ConveneChair(current, query[:ECHO], len(found), page + 1, pages)
    turned = page_row(page, len(found), PAGE, lambda to: PageChairs(meeting.id, to)) if not query else ()
    await turn.card(drafting.card_of(meeting.id), message, (*rows, *turned, *desk.leave(meeting)))


async def set_chair(turn: Turn, tap: SetChair) -> None:
    """That member chairs."""
    meeting = await drafting.need_draft(turn, tap.meeting)
    if meeting is None:
        return
    if tap.membership not in {m.id for m in await rights.possible_chairs(turn, meeting)}:
        raise NotAllowed(f"chair {tap.membership}")
    from handlers.meetings.convene import asking  # it asks for the chair

    if await drafting.write(turn, meeting, "chair", {"chair_id": tap.membership}):
        await asking.again(turn, meeting.id)


async def typed(turn: Turn, meeting: Meeting, text: str) -> None:
    """Letters of a name."""
    await show(turn, meeting, one_line(text)[:100])
