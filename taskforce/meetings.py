"""Meeting rules: notice in time, possible slots, who may convene and chair, quorum. All pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from math import ceil, floor
from zoneinfo import ZoneInfo

from taskforce.charter.base import Unspecified
from taskforce.charter.expressions import Duration
from taskforce.charter.meetings import Convenor, Meeting, Quorum, Substitute
from taskforce.moments import END_OF_DAY, add_to_day, after, local
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar


def latest_notice_for_day(
    lead: Duration | Unspecified, day: date, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime | None:
    """The last moment at which notice of a meeting on ``day`` is in time; None when no lead time is laid down.

    The meeting's day is not counted (Quảng Nam Điều 11.3): two working days before Friday is Wednesday, to its end.
    Hours count back from the start of the day, so that the notice is in time whatever hour the meeting has.
    """
    if not isinstance(lead, Duration):
        return None
    if lead.unit == "h":
        return latest_notice(lead, local(day, time(0), zone), calendar, zone)
    return local(add_to_day(day, lead, calendar, -1), END_OF_DAY, zone)


def latest_notice(
    lead: Duration | Unspecified, starts_at: datetime, calendar: WorkCalendar, zone: ZoneInfo
) -> datetime | None:
    """The last moment at which notice of a meeting at ``starts_at`` is in time; hours are counted exactly."""
    if not isinstance(lead, Duration):
        return None
    if lead.unit == "h":
        return (starts_at - timedelta(hours=lead.amount)).astimezone(zone)
    return latest_notice_for_day(lead, starts_at.astimezone(zone).date(), calendar, zone)


def is_notice_in_time(
    lead: Duration | Unspecified, sent_at: datetime, starts_at: datetime, calendar: WorkCalendar, zone: ZoneInfo
) -> bool:
    """Whether a notice sent then leaves the lead time; where none is laid down, before the meeting is enough."""
    latest = latest_notice(lead, starts_at, calendar, zone)
    return sent_at <= (latest if latest is not None else starts_at)


def propose_slots(
    meeting: Meeting,
    hold_from: datetime,
    hold_until: datetime,
    now: datetime,
    calendar: WorkCalendar,
    zone: ZoneInfo,
    clocks: Sequence[time] = (time(8, 0), time(14, 0)),
) -> list[datetime]:
    """Every slot on a working day of the window whose notice and papers, sent now, would still be in time."""
    slots = []
    day, last = hold_from.astimezone(zone).date(), hold_until.astimezone(zone).date()
    while day <= last:
        for clock in clocks if calendar.is_working(day) else ():
            slot = local(day, clock, zone)
            if hold_from <= slot <= hold_until and all(
                is_notice_in_time(lead, now, slot, calendar, zone) for lead in (meeting.notice, meeting.papers)
            ):
                slots.append(slot)
        day += timedelta(days=1)
    return slots


# Who convenes and chairs


@dataclass(frozen=True, slots=True)
class Delegation:
    """``by`` (a role's holder) named this person at ``given_at`` to convene or chair in their place."""

    by: Role
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """What a person brings when convening or chairing.

    ``roles``: their own. ``agreeing``: the roles of everybody who joins in, their own included. ``asking`` of
    ``members``: how many members ask for the meeting. ``delegations``: those given to them.
    """

    roles: frozenset[Role]
    agreeing: frozenset[Role] = frozenset()
    asking: int = 0
    members: int = 0
    delegations: tuple[Delegation, ...] = ()


_MEMBERS = frozenset({Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY, Role.MEMBER})
_LEADER_ONLY = (Convenor(role=Role.LEADER),)


def may_convene(meeting: Meeting, who: Standing, at: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> bool:
    """Whether the charter lets this person convene the meeting at ``at``; the leader where it names nobody."""
    return any(_entitled(way, who, at, calendar, zone) for way in meeting.convened_by or _LEADER_ONLY)


def may_chair(meeting: Meeting, who: Standing, at: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> bool:
    """Whether the charter lets this person chair the meeting at ``at``; the leader where it names nobody."""
    return any(_entitled(way, who, at, calendar, zone) for way in meeting.chair or _LEADER_ONLY)


def _entitled(way: Convenor, who: Standing, at: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> bool:
    if way.role is not None:
        return way.role in who.roles
    if way.together:
        return bool(who.roles & set(way.together)) and set(way.together) <= who.agreeing | who.roles
    if way.any_member:
        return bool(who.roles & _MEMBERS)
    if way.share is not None:
        return who.members > 0 and who.asking > 0 and Fraction(who.asking, who.members) >= way.share
    return any(
        delegation.by == way.delegated_by
        and delegation.given_at <= at
        and (way.for_at_most is None or at <= after(delegation.given_at, way.for_at_most, calendar, zone))
        for delegation in who.delegations
    )


# Quorum


@dataclass(frozen=True, slots=True)
class Attendee:
    """A member of the body, and whether they, or somebody in their place, are there."""

    role: Role
    present: bool
    unit: int | None = None
    by_substitute: bool = False


@dataclass(frozen=True, slots=True)
class QuorumResult:
    """``present`` of ``members`` count, ``needed`` are needed (0 where the charter says nothing)."""

    met: bool
    present: int
    members: int
    needed: int
    missing_roles: tuple[Role, ...] = ()


def quorum(meeting: Meeting, attendees: Sequence[Attendee]) -> QuorumResult:
    """Whether enough are there. ``attendees`` are all members, present or not.

    A substitute counts only where the charter says so, and never stands for a role that must be present.
    """
    rule = meeting.quorum
    substitutes = isinstance(meeting.absence.substitute, Substitute) and (
        meeting.absence.substitute.counts_for_quorum is True
    )
    there = [one for one in attendees if one.present and (substitutes or not one.by_substitute)]
    by_unit = isinstance(rule, Quorum) and rule.by_unit
    present, members = _count(there, by_unit), _count(attendees, by_unit)
    if not isinstance(rule, Quorum):
        return QuorumResult(True, present, members, 0)
    needed = _needed(rule, members)
    in_person = {one.role for one in there if not one.by_substitute}
    missing = tuple(role for role in rule.roles if role not in in_person)
    return QuorumResult(present >= needed and not missing, present, members, needed, missing)


def _count(attendees: Sequence[Attendee], by_unit: bool) -> int:
    if not by_unit:
        return len(attendees)
    units = {one.unit for one in attendees if one.unit is not None}
    return len(units) + sum(one.unit is None for one in attendees)


def _needed(rule: Quorum, members: int) -> int:
    """The smallest number of members that satisfies the rule."""
    if rule.count is not None:
        return rule.count
    if rule.at_least is not None:
        return ceil(rule.at_least * members)
    if rule.more_than is not None:
        return floor(rule.more_than * members) + 1
    return 0
