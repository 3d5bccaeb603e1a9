"""Notice, slots, convening, chairing and quorum."""

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.charter import load_preset
from taskforce.charter.expressions import parse_duration
from taskforce.charter.meetings import Meeting
from taskforce.meetings import (
    Attendee,
    Delegation,
    Standing,
    is_notice_in_time,
    latest_notice,
    may_chair,
    may_convene,
    propose_slots,
    quorum,
)
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import HANOI, charter, hanoi

VN = WorkCalendar()
TWO_DAYS = parse_duration("2wd")
NOW = hanoi(2026, 3, 2, 9)


def meeting(rules: str) -> Meeting:
    """A meeting series of these rules."""
    return charter(f'[[meetings]]\nkey = "m"\nevery = "month"\ncite = "Đ"\n{rules}\n').meetings[0]


@pytest.mark.parametrize(
    ("starts", "latest"),
    [
        (hanoi(2026, 3, 6, 8), hanoi(2026, 3, 4, 23, 59, 59)),  # Friday: Wednesday
        (hanoi(2026, 3, 9, 14), hanoi(2026, 3, 5, 23, 59, 59)),  # Monday: Thursday
        (hanoi(2026, 2, 23, 8), hanoi(2026, 2, 12, 23, 59, 59)),  # the first day after Tết
        (hanoi(2026, 1, 12, 8), hanoi(2026, 1, 9, 23, 59, 59)),  # the make-up Saturday counts
    ],
)
def test_two_working_days_before(starts: datetime, latest: datetime) -> None:
    """The meeting's own day and days off are not counted (Quảng Nam Điều 11.3)."""
    assert latest_notice(TWO_DAYS, starts, VN, HANOI) == latest
    assert is_notice_in_time(TWO_DAYS, latest, starts, VN, HANOI)
    assert not is_notice_in_time(TWO_DAYS, latest + timedelta(seconds=1), starts, VN, HANOI)


def test_notice_in_hours_is_exact() -> None:
    """48 hours are 48 hours."""
    starts = hanoi(2026, 3, 9, 14)
    assert latest_notice(parse_duration("48h"), starts, VN, HANOI) == hanoi(2026, 3, 7, 14)


def test_without_a_lead_time_before_the_meeting_is_enough() -> None:
    """An unspecified lead time asks for nothing but to be told before."""
    starts = hanoi(2026, 3, 9, 14)
    assert latest_notice("unspecified", starts, VN, HANOI) is None
    assert is_notice_in_time("unspecified", starts, starts, VN, HANOI)


def test_slots_leave_time_for_the_notice() -> None:
    """Only working days of the window come up for which notice today is in time."""
    regular = load_preset("quang-nam").meeting("regular")
    slots = propose_slots(regular, hanoi(2026, 3, 1), hanoi(2026, 3, 9, 23, 59, 59), hanoi(2026, 3, 4, 10), VN, HANOI)
    assert slots == [hanoi(2026, 3, 6, 8), hanoi(2026, 3, 6, 14), hanoi(2026, 3, 9, 8), hanoi(2026, 3, 9, 14)]


@given(st.integers(1, 5), st.datetimes(datetime.fromisoformat("2026-01-10"), datetime.fromisoformat("2026-12-20")))
def test_the_latest_notice_is_the_last_in_time(days: int, wall: datetime) -> None:
    """A moment is in time exactly up to the latest notice, with so many working days after its day."""
    lead, starts = parse_duration(f"{days}wd"), wall.replace(tzinfo=HANOI)
    latest = latest_notice(lead, starts, VN, HANOI)
    assert latest is not None
    assert latest < starts
    meeting_day = VN.next_working_on_or_after(starts.date())
    if meeting_day == starts.date():
        assert VN.working_days_between(latest.date(), meeting_day) == days


def test_who_convenes() -> None:
    """Roles, any member, a share of them, co-chairs together, or nobody else but the leader."""

    def may(rules: str, who: Standing) -> bool:
        return may_convene(meeting(rules), who, NOW, VN, HANOI)

    leader, member = Standing(frozenset({Role.LEADER})), Standing(frozenset({Role.MEMBER}))
    guest = Standing(frozenset({Role.GUEST}))
    assert may("", leader)
    assert not may("", member)
    assert may('convened_by = ["standing_deputy"]', Standing(frozenset({Role.STANDING_DEPUTY})))
    assert not may('convened_by = ["standing_deputy"]', leader)
    assert may("convened_by = [{ any_member = true }]", member)
    assert not may("convened_by = [{ any_member = true }]", guest)
    third = 'convened_by = [{ share = "1/3" }]'
    assert may(third, Standing(frozenset({Role.MEMBER}), asking=4, members=12))
    assert not may(third, Standing(frozenset({Role.MEMBER}), asking=3, members=12))
    jointly = 'convened_by = [{ together = ["leader", "standing_deputy"] }]'
    assert not may(jointly, leader)
    assert may(jointly, Standing(leader.roles, agreeing=frozenset({Role.STANDING_DEPUTY})))
    assert not may(jointly, Standing(member.roles, agreeing=frozenset({Role.LEADER, Role.STANDING_DEPUTY})))


def test_a_delegation_runs_out() -> None:
    """A chair named by the leader chairs for as long as the charter lets the delegation last."""
    rules = meeting('chair = ["leader", { delegated_by = "leader", for_at_most = "30d" }]')

    def may(given: Delegation) -> bool:
        return may_chair(rules, Standing(frozenset({Role.MEMBER}), delegations=(given,)), NOW, VN, HANOI)

    assert may(Delegation(Role.LEADER, NOW - timedelta(days=30)))
    assert not may(Delegation(Role.LEADER, NOW - timedelta(days=31)))
    assert not may(Delegation(Role.LEADER, NOW + timedelta(days=1)))
    assert not may(Delegation(Role.DEPUTY, NOW))
    assert not may_chair(rules, Standing(frozenset({Role.MEMBER})), NOW, VN, HANOI)


def crowd(present: int, members: int, *, leader: bool = True) -> list[Attendee]:
    """So many members of whom the first so many are there; the first is the leader."""
    first = Attendee(Role.LEADER, present > 0 and leader)
    return [first, *(Attendee(Role.MEMBER, number < present) for number in range(1, members))]


def test_two_thirds_with_the_chair() -> None:
    """Two thirds of 10 are 7, and the leader must be among them."""
    rule = meeting('quorum = { at_least = "2/3", roles = ["leader"] }')
    assert not quorum(rule, crowd(6, 10)).met
    assert quorum(rule, crowd(7, 10)).met
    absent = quorum(rule, crowd(9, 10, leader=False))
    assert (absent.met, absent.present, absent.needed, absent.missing_roles) == (False, 8, 7, (Role.LEADER,))


def test_more_than_half_and_numbers() -> None:
    """More than half of 10 is 6; a number is a number; without a rule anybody is enough."""
    assert quorum(meeting('quorum = { more_than = "1/2" }'), crowd(5, 10)).needed == 6
    assert quorum(meeting("quorum = { count = 3 }"), crowd(3, 10)).met
    assert quorum(meeting(""), crowd(0, 10)).met


def test_a_substitute_counts_only_where_it_is_said() -> None:
    """A substitute is counted when the charter says so, and never stands for a role."""
    there = [Attendee(Role.LEADER, True, by_substitute=True), Attendee(Role.MEMBER, True), Attendee(Role.MEMBER, False)]
    counts = "absence = { substitute = { counts_for_quorum = true } }\n"
    assert quorum(meeting(counts + 'quorum = { at_least = "2/3" }'), there).met
    assert not quorum(meeting('quorum = { at_least = "2/3" }'), there).met
    assert quorum(meeting(counts + 'quorum = { count = 2, roles = ["leader"] }'), there).missing_roles == (Role.LEADER,)


def test_units_are_counted_once() -> None:
    """By unit, two people of one unit are one."""
    there = [Attendee(Role.MEMBER, True, 1), Attendee(Role.MEMBER, True, 1), Attendee(Role.MEMBER, False, 2)]
    result = quorum(meeting('quorum = { more_than = "1/2", by_unit = true }'), there)
    assert (result.met, result.present, result.members) == (False, 1, 2)


@given(st.integers(1, 60), st.integers(0, 60), st.fractions(0, 1, max_denominator=12))
def test_the_number_needed_is_the_smallest(members: int, present: int, share: Fraction) -> None:
    """A quorum is met exactly when the share of those present is reached, or passed."""
    present = min(present, members)
    at_least = quorum(
        meeting(f'quorum = {{ at_least = "{share.numerator}/{share.denominator}" }}'), crowd(present, members)
    )
    more_than = quorum(
        meeting(f'quorum = {{ more_than = "{share.numerator}/{share.denominator}" }}'), crowd(present, members)
    )
    assert at_least.met == (present >= share * members)
    assert more_than.met == (present > share * members)
