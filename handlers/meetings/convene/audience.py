"""Who is invited: the people a draft's audience stands for, and the words for it."""

from handlers import people_pool
from handlers.meetings import rights
from handlers.turn import Turn
from storage import invitees, memberships
from storage.meetings import Meeting
from storage.memberships import Place
from storage.people import Membership


async def resolve(turn: Turn, meeting: Meeting) -> list[Membership]:
    """The living members that the meeting's audience stands for, in the order of the units; guests are not among them.

    Who chairs is always invited.
    """
    pool = await people_pool.pool_of(turn, meeting.task_force_id)
    group = await series_group(turn, meeting)
    return [place.membership for place in people_pool.chosen(pool, meeting.audience, group, meeting.chair_id)]


async def series_group(turn: Turn, meeting: Meeting) -> str:
    """The group whose own meeting it is; "" for the whole body's."""
    return (await rights.series_of(turn, meeting)).group


async def places(turn: Turn, meeting: Meeting) -> list[Place]:
    """The living places of the task force, those that wait for approval left out."""
    found = await memberships.places(turn.tx, meeting.task_force_id)
    return [place for place in found if place.membership.state != "pending"]


async def guest_lines(turn: Turn, meeting: Meeting) -> list[tuple[int, str]]:
    """(invitee, "Họ tên, chức vụ") of those who are invited from outside."""
    found = await invitees.of_meeting(turn.tx, meeting.id)
    return [(one.id, ", ".join(filter(None, (one.full_name, one.title)))) for one in found if one.is_guest]


async def edit_called(turn: Turn, meeting: Meeting) -> None:
    """Add to, or take off, the list of a called meeting: picked as on a draft, applied when it is confirmed."""
    from handlers.meetings.convene import picking  # it asks who is meant

    await picking.show(turn, meeting)
