"""The tally of the invited."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.absences import AbsenceState
from taskforce.attendance import Invited, count, quorum_of, standing
from taskforce.charter.meetings import Meeting
from taskforce.roles import Role
from tests.taskforce.charters import charter

INVITED = st.builds(
    Invited,
    role=st.sampled_from(Role),
    unit_id=st.none() | st.integers(1, 4),
    is_guest=st.booleans(),
    answer=st.sampled_from(["", "attending", "absent", "substitute"]),
    consent=st.none() | st.sampled_from(AbsenceState),
    present=st.booleans(),
    by_substitute=st.booleans(),
    late=st.booleans(),
    left_early=st.booleans(),
    reachable=st.booleans(),
)
CROWD = st.lists(INVITED, max_size=25)


def meeting(rules: str) -> Meeting:
    """A meeting series of these rules."""
    return charter(f'[[meetings]]\nkey = "m"\nevery = "month"\ncite = "Đ"\n{rules}\n').meetings[0]


HALF = meeting('quorum = { more_than = "1/2" }')
HALF_WITH_SUBSTITUTES = meeting(
    'absence = { substitute = { counts_for_quorum = true } }\nquorum = { more_than = "1/2" }'
)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (Invited(Role.MEMBER), "silent"),
        (Invited(Role.MEMBER, reachable=False), "unreachable"),
        (Invited(Role.MEMBER, answer="attending"), "attending"),
        (Invited(Role.MEMBER, answer="attending", reachable=False), "attending"),
        (Invited(Role.MEMBER, answer="absent"), "absent"),
        (Invited(Role.MEMBER, answer="absent", consent=AbsenceState.NOTIFIED), "absent"),
        (Invited(Role.MEMBER, answer="absent", consent=AbsenceState.GRANTED), "absent"),
        (Invited(Role.MEMBER, answer="substitute", consent=AbsenceState.GRANTED), "substitute"),
        (Invited(Role.MEMBER, answer="absent", consent=AbsenceState.WAITING), "waiting-consent"),
        (Invited(Role.MEMBER, answer="substitute", consent=AbsenceState.OPINION_MISSING), "waiting-consent"),
        (Invited(Role.MEMBER, answer="absent", consent=AbsenceState.REFUSED), "refused"),
        (Invited(Role.MEMBER, answer="absent", consent=AbsenceState.WITHDRAWN), "attending"),
    ],
)
def test_where_an_invitation_stands(one: Invited, expected: str) -> None:
    """The answer and the consent together say it; only without an answer does it matter who can be reached."""
    assert standing(one) == expected


@given(CROWD)
def test_the_counts_add_up(invited: list[Invited]) -> None:
    """Everybody stands in one place, and nobody is late who did not come."""
    tally = count(invited)
    places = (
        tally.attending + tally.substitute + tally.absent + tally.waiting_consent + tally.refused + tally.silent
    ) + tally.unreachable
    assert places == tally.invited == len(invited)
    assert max(tally.late, tally.left_early, tally.present_by_substitute) <= tally.present <= tally.invited
    assert tally.guests <= tally.invited


@given(CROWD, INVITED, st.sampled_from([HALF, HALF_WITH_SUBSTITUTES]))
def test_a_guest_never_changes_the_quorum(invited: list[Invited], guest: Invited, rules: Meeting) -> None:
    """Whatever a guest or an observer does, the quorum stays as it is."""
    before = quorum_of(rules, invited)
    assert quorum_of(rules, [*invited, replace(guest, is_guest=True)]) == before
    assert quorum_of(rules, [*invited, replace(guest, role=Role.GUEST)]) == before
    assert quorum_of(rules, [*invited, replace(guest, role=Role.OBSERVER)]) == before


@given(CROWD)
def test_a_substitute_counts_exactly_when_the_charter_says_so(invited: list[Invited]) -> None:
    """With the charter's word a substitute is as good as the member, without it as good as nobody."""
    in_person = [replace(one, by_substitute=False) for one in invited]
    missing = [replace(one, present=one.present and not one.by_substitute) for one in invited]
    assert quorum_of(HALF_WITH_SUBSTITUTES, invited) == quorum_of(HALF, in_person)
    assert quorum_of(HALF, invited) == quorum_of(HALF, missing)


@given(CROWD)
def test_answers_and_lateness_do_not_make_a_quorum(invited: list[Invited]) -> None:
    """Only who is in the room counts, whatever was promised and whenever they came."""
    silent = [replace(one, answer="", consent=None, late=False, reachable=False) for one in invited]
    assert quorum_of(HALF, silent) == quorum_of(HALF, invited)


def test_who_has_left_no_longer_counts() -> None:
    """The quorum is that of the room now."""
    there = [Invited(Role.LEADER, present=True), Invited(Role.MEMBER, present=True), Invited(Role.MEMBER)]
    assert quorum_of(HALF, there).met
    assert not quorum_of(HALF, [there[0], replace(there[1], left_early=True), there[2]]).met


def test_helpers_count_at_their_own_meeting() -> None:
    """At a meeting of the body helpers and the secretary sit in; at a group's meeting they are its members."""
    there = [Invited(Role.LEADER, present=True), Invited(Role.HELPER, present=True), Invited(Role.SECRETARY)]
    assert quorum_of(HALF, there).members == 1
    group = HALF.model_copy(update={"group": "support"})
    assert quorum_of(group, there).members == 3
