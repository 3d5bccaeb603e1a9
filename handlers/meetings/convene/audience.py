"""Who is invited: the people a draft's audience stands for, and the words for it."""

from handlers.meetings import rights
from handlers.turn import Turn
from storage import invitees, memberships
from storage.meetings import Meeting
from storage.memberships import Place
from storage.people import Membership
from taskforce import audience as rules
from taskforce.audience import Candidate


async def resolve(turn: Turn, meeting: Meeting) -> list[Membership]:
    """The living members that the meeting's audience stands for, in the order of the units; guests are not among them.

    Who chairs is always invited.
    """
    known = {place.membership.id: place.membership for place in await places(turn, meeting)}
    found = [known[one.id] for one in await chosen(turn, meeting)]
    chair = known.get(meeting.chair_id or 0)
    there = {m.id for m in found} | {m.person_id for m in found if m.person_id is not None}
    if chair is not None and chair.id not in there and chair.person_id not in there:
        found.insert(0, chair)
    return found


async def chosen(turn: Turn, meeting: Meeting) -> list[Candidate]:
    """Those whom the audience names, the chair not added."""
    everybody = await candidates(turn, meeting)
    return rules.resolve(meeting.audience, everybody, await series_group(turn, meeting))


async def series_group(turn: Turn, meeting: Meeting) -> str:
    """The group whose own meeting it is; "" for the whole body's."""
    return (await rights.series_of(turn, meeting)).group


async def candidates(turn: Turn, meeting: Meeting) -> list[Candidate]:
    """Everybody who can be invited, as the rules see them."""
    groups = [group.key for group in (await turn.charter(meeting.task_force_id)).groups]
    return [
        Candidate(m.id, m.role, m.unit_id, rules.group_of(m.role, m.group_key, groups), m.person_id)
        for m in (place.membership for place in await places(turn, meeting))
    ]


async def places(turn: Turn, meeting: Meeting) -> list[Place]:
    """The living places of the task force, those that wait for approval left out."""
    found = await memberships.places(turn.tx, meeting.task_force_id)
    return [place for place in found if place.membership.state != "pending"]


def why_unreachable(place: Place) -> str:
    """Why nothing reaches this member: "not-joined", "blocked", or "" when it does."""
    if place.membership.person_id is None:
        return "not-joined"
    return "blocked" if place.unreachable_since is not None else ""


async def guest_lines(turn: Turn, meeting: Meeting) -> list[tuple[int, str]]:
    """(invitee, "Họ tên, chức vụ") of those who are invited from outside."""
    found = await invitees.of_meeting(turn.tx, meeting.id)
    return [(one.id, ", ".join(filter(None, (one.full_name, one.title)))) for one in found if one.is_guest]


async def edit_called(turn: Turn, meeting: Meeting) -> None:
    """Add to, or take off, the list of a called meeting: picked as on a draft, applied when it is confirmed."""
    from handlers.meetings.convene import picking  # it asks who is meant

    await picking.show(turn, meeting)
