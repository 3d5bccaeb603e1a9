"""Who may do what in a task force: one table, asked on every tap and command (design §8).

The operator of the bot stands outside: running the program gives no right inside a task force.
"""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Role(StrEnum):
    """What a membership makes a person in one task force."""

    LEADER = "leader"
    STANDING_DEPUTY = "standing_deputy"
    DEPUTY = "deputy"
    MEMBER = "member"
    HELPER_LEAD = "helper_lead"
    HELPER = "helper"
    SECRETARY = "secretary"
    OBSERVER = "observer"
    GUEST = "guest"


class Action(StrEnum):
    """What can be done; everybody's rights over their own data are not listed."""

    REPORT_FOR_UNIT = "report_for_unit"
    SEE_OWN_UNIT = "see_own_unit"
    HAND_OVER = "hand_over"
    SEE_BOARD = "see_board"
    SEE_SUMMARY = "see_summary"
    SEE_MEMBERS = "see_members"
    SEE_PHONES = "see_phones"
    NUDGE = "nudge"
    ENTER_FOR_OTHER = "enter_for_other"
    SEND_BACK = "send_back"
    APPROVE_MEMBER = "approve_member"
    REMOVE_MEMBER = "remove_member"
    INVITE = "invite"
    IMPORT_ROSTER = "import_roster"
    IMPORT_PLAN = "import_plan"
    MANAGE_CALENDAR = "manage_calendar"
    MANAGE_UNITS = "manage_units"
    REMIND_SETTINGS = "remind_settings"
    ANNOTATE_SUMMARY = "annotate_summary"
    BIND_CHANNEL = "bind_channel"
    UNBIND_CHANNEL = "unbind_channel"
    PREPARE_MEETING = "prepare_meeting"
    RUN_MEETING = "run_meeting"
    SEE_MEETINGS = "see_meetings"
    ASSIGN_TASK = "assign_task"
    LINK_BODIES = "link_bodies"
    BROADCAST = "broadcast"
    ASK_REPORT = "ask_report"
    OPEN_BALLOT = "open_ballot"
    SEE_BALLOTS = "see_ballots"
    SEE_TARGETS = "see_targets"
    TELL_TARGETS = "tell_targets"
    ASK_FAQ = "ask_faq"
    KEEP_FAQ = "keep_faq"
    RAISE_CASE = "raise_case"
    SEE_CASES = "see_cases"


LEADERS = frozenset({Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY})
REPORTERS = frozenset({Role.MEMBER, Role.HELPER_LEAD, Role.HELPER})
_SECRETARY = frozenset({Role.SECRETARY})
_OFFICE = frozenset({Role.SECRETARY, Role.LEADER})

PERMISSIONS: Mapping[Action, frozenset[Role]] = MappingProxyType(
    {
        Action.REPORT_FOR_UNIT: REPORTERS,
        Action.SEE_OWN_UNIT: REPORTERS,
        Action.HAND_OVER: REPORTERS | LEADERS | _SECRETARY,
        Action.SEE_BOARD: LEADERS | _SECRETARY,
        Action.SEE_SUMMARY: LEADERS | _SECRETARY | {Role.OBSERVER},
        Action.SEE_MEMBERS: LEADERS | _SECRETARY,
        Action.SEE_PHONES: _SECRETARY,
        Action.NUDGE: _SECRETARY,
        Action.ENTER_FOR_OTHER: _SECRETARY,
        Action.SEND_BACK: _SECRETARY,
        Action.APPROVE_MEMBER: _SECRETARY,
        Action.REMOVE_MEMBER: _SECRETARY,
        Action.INVITE: _SECRETARY,
        Action.IMPORT_ROSTER: _SECRETARY,
        Action.IMPORT_PLAN: _SECRETARY,
        Action.MANAGE_CALENDAR: _SECRETARY,
        Action.MANAGE_UNITS: _SECRETARY,
        Action.REMIND_SETTINGS: _SECRETARY,
        Action.ANNOTATE_SUMMARY: _OFFICE,
        Action.BIND_CHANNEL: _OFFICE,
        Action.UNBIND_CHANNEL: _OFFICE,
        Action.PREPARE_MEETING: LEADERS | _SECRETARY,
        Action.RUN_MEETING: LEADERS | _SECRETARY,
        Action.ASSIGN_TASK: LEADERS | _SECRETARY,
        Action.LINK_BODIES: _SECRETARY,
        Action.BROADCAST: LEADERS | _SECRETARY,
        Action.ASK_REPORT: LEADERS | _SECRETARY,
        Action.OPEN_BALLOT: LEADERS | _SECRETARY,
        Action.SEE_BALLOTS: frozenset(Role) - {Role.GUEST},
        Action.SEE_MEETINGS: frozenset(Role) - {Role.GUEST},
        Action.SEE_TARGETS: frozenset(Role) - {Role.GUEST},
        Action.TELL_TARGETS: _SECRETARY,
        Action.ASK_FAQ: frozenset(Role) - {Role.GUEST},
        Action.KEEP_FAQ: _SECRETARY,
        Action.RAISE_CASE: frozenset(Role) - {Role.GUEST},
        Action.SEE_CASES: LEADERS | _SECRETARY,
    }
)

OWN_UNIT_ONLY = frozenset({Action.REPORT_FOR_UNIT, Action.SEE_OWN_UNIT})
"""Actions that a role allows only towards the unit of the same membership: ask ``may_for_unit``."""


def may(roles: Collection[Role], action: Action) -> bool:
    """Whether a person with these roles in this task force may do this.

    For an action of OWN_UNIT_ONLY this only says "for some unit"; ask ``may_for_unit`` about the unit.
    """
    return not PERMISSIONS[action].isdisjoint(roles)


def may_for_unit(memberships: Iterable[tuple[Role, int | None]], action: Action, unit_id: int) -> bool:
    """Whether a person with these (role, unit id) memberships may do this for this unit.

    A role in one unit never reaches into another; rights that are not tied to a unit hold for all.
    """
    allowed = PERMISSIONS[action]
    return any(role in allowed and (action not in OWN_UNIT_ONLY or unit == unit_id) for role, unit in memberships)
