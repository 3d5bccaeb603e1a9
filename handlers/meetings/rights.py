"""Who may do what about a meeting: the table of permissions, and what the charter says about convening and chairing."""

from collections.abc import Sequence
from datetime import datetime

from handlers.turn import NotAllowed, Turn
from messages import render
from messages.model import Label
from storage import invitees, meetings, memberships, people
from storage.meetings import Meeting
from storage.people import Membership, Person
from taskforce import meetings as rules
from taskforce.charter.base import Text
from taskforce.charter.meetings import Convenor
from taskforce.charter.meetings import Meeting as Series
from taskforce.meetings import Delegation, Standing
from taskforce.roles import Action, Role, may


async def series_of(turn: Turn, meeting: Meeting) -> Series:
    """The charter's rule for this meeting.

    A series can be taken out of the charter while its meetings are under way: they go on by the rule for extraordinary
    meetings, or, where there is none either, as a meeting of the whole body that its head convenes and chairs.
    """
    charter = await turn.charter(meeting.task_force_id)
    for series in charter.meetings:
        if series.key == meeting.series:
            return series
    for series in charter.meetings:
        if series.every == "ad-hoc" and not series.group:
            return series
    head = (Convenor(role=Role.LEADER),)
    title = Text(vi=render.label(_MEETING, "vi"), en=render.label(_MEETING, "en"))
    return Series(key=meeting.series, title=title, convened_by=head, chair=head, cite=charter.body.regulation)


_MEETING = Label("meetings.kind")


async def need_meeting(turn: Turn, meeting_id: int) -> Meeting:
    """The meeting of that id, in a task force that this person belongs to.

    Raises:
        NotAllowed: there is none, or they do not belong there.
    """
    meeting = await meetings.find(turn.tx, meeting_id)
    if meeting is None or turn.person is None or meeting.task_force_id not in turn.person.task_force_ids:
        raise NotAllowed(f"meeting {meeting_id}")
    return meeting


async def need_to_run(turn: Turn, meeting_id: int) -> Meeting:
    """The meeting, which this person may run: prepare, change, take attendance, conclude.

    Raises:
        NotAllowed: they may not.
    """
    meeting = await need_meeting(turn, meeting_id)
    if not await may_run(turn, meeting):
        raise NotAllowed(f"run meeting {meeting_id}")
    return meeting


async def may_run(turn: Turn, meeting: Meeting, person: Person | None = None) -> bool:
    """Whether the person (whoever is there, unless told) may run it: the office, its chair, who convenes such."""
    person = turn.person if person is None else person
    if person is None:
        return False
    roles = person.roles_in(meeting.task_force_id)
    if roles & {Role.SECRETARY, Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY}:
        return True
    if person.id in (meeting.created_by, meeting.called_by) and roles:
        return True
    if any(m.id == meeting.chair_id for m in person.memberships):
        return True
    series = await series_of(turn, meeting)
    return any(way.role is not None and way.role in roles for way in series.convened_by)


async def may_see(turn: Turn, meeting: Meeting) -> bool:
    """Whether whoever is there may read about the meeting: who is invited, and who runs it or oversees the body."""
    if turn.person is None:
        return False
    if await invitees.of_person(turn.tx, meeting.id, turn.person.id) is not None:
        return True
    return turn.may(Action.SEE_MEETINGS, meeting.task_force_id)


async def preparable(turn: Turn, task_force_id: int, person: Person | None = None) -> list[Series]:
    """The series that they (whoever is there, unless told) may prepare: the office all, others what they convene."""
    person = turn.person if person is None else person
    if person is None:
        return []
    charter, roles = await turn.charter(task_force_id), person.roles_in(task_force_id)
    if may(roles, Action.PREPARE_MEETING):
        return list(charter.meetings)
    return [series for series in charter.meetings if _names(series, roles)]


def _names(series: Series, roles: frozenset[Role]) -> bool:
    return any(
        (way.role is not None and way.role in roles)
        or bool(set(way.together) & roles)
        or ((way.any_member or way.share is not None) and bool(roles - {Role.GUEST, Role.OBSERVER}))
        for way in series.convened_by
    )


async def may_call(turn: Turn, meeting: Meeting, person: Person | None = None) -> bool:
    """Whether the charter lets this person call the meeting now, those who asked for it with them taken together."""
    person = turn.person if person is None else person
    if person is None:
        return False
    series = await series_of(turn, meeting)
    backing = [await turn.person_by_id(one) for one in await meetings.backers(turn.tx, meeting.id)]
    there = [person, *[one for one in backing if one.id != person.id]]
    agreeing = frozenset(role for one in there for role in one.roles_in(meeting.task_force_id))
    members = await people.with_roles(turn.tx, meeting.task_force_id, _MEMBERS)
    who = Standing(
        roles=person.roles_in(meeting.task_force_id),
        agreeing=agreeing,
        asking=sum(bool(one.roles_in(meeting.task_force_id) & set(_MEMBERS)) for one in there),
        members=len(members),
    )
    zone = (await turn.charter(meeting.task_force_id)).body.zone
    return rules.may_convene(series, who, turn.now, await turn.calendar(meeting.task_force_id), zone)


_MEMBERS = (Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY, Role.MEMBER)


async def conveners(turn: Turn, meeting: Meeting) -> list[Person]:
    """Who could call the meeting alone, those of the charter's roles; for asking them to."""
    series = await series_of(turn, meeting)
    roles = [way.role for way in series.convened_by if way.role is not None] or [Role.LEADER]
    roles += [role for way in series.convened_by for role in way.together]
    return await people.with_roles(turn.tx, meeting.task_force_id, roles)


async def possible_chairs(turn: Turn, meeting: Meeting) -> list[Membership]:
    """Who may chair: those of the charter's roles first; every member where the convener may delegate the chair."""
    series = await series_of(turn, meeting)
    calendar = await turn.calendar(meeting.task_force_id)
    zone = (await turn.charter(meeting.task_force_id)).body.zone
    living = [m for m in await memberships.living(turn.tx, meeting.task_force_id) if m.state != "pending"]
    at = turn.now

    def entitled(member: Membership, delegated: Sequence[Delegation]) -> bool:
        who = Standing(frozenset({member.role}), agreeing=frozenset(Role), delegations=tuple(delegated))
        return rules.may_chair(series, who, at, calendar, zone)

    own = [m for m in living if entitled(m, ())]
    named = _delegations(series, at)
    others = [m for m in living if m not in own and m.role in _MEMBERS and entitled(m, named)]
    order = list(Role)
    return sorted(own, key=lambda m: (order.index(m.role), m.id)) + others


def _delegations(series: Series, at: datetime) -> list[Delegation]:
    """The convener's choosing them is the delegation (Quảng Nam Điều 3.4)."""
    return [Delegation(way.delegated_by, at) for way in series.chair if way.delegated_by is not None]
