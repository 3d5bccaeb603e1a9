"""Counting votes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.charter.decisions import Majority, Written
from taskforce.decisions import Choice, Silence, Voter, can_still_change, decided, passes, tally, written_window
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import HANOI, hanoi

FOR, AGAINST, ABSTAIN = Choice.FOR, Choice.AGAINST, Choice.ABSTAIN


def majority(**keys: object) -> Majority:
    """A majority rule: more than half of all unless said otherwise."""
    return Majority.model_validate({"more_than": "1/2", "of": "all"} | keys if "at_least" not in keys else keys)


def voters(number: int) -> list[Voter]:
    """So many voters; the first is the leader and the chair."""
    return [Voter(0, Role.LEADER, chair=True), *(Voter(n, Role.MEMBER) for n in range(1, number))]


def votes(text: str) -> dict[int, Choice]:
    """One letter a voter: f for, a against, 0 abstaining, anything else silent."""
    letters = {"f": FOR, "a": AGAINST, "0": ABSTAIN}
    return {number: letters[letter] for number, letter in enumerate(text) if letter in letters}


@pytest.mark.parametrize(
    ("of", "cast", "result"),
    [
        ("all", "fff---", False),
        ("all", "ffff--", True),
        ("unspecified", "fff---", False),
        ("present", "ffa0--", False),
        ("present", "fff0a-", True),
        ("voting", "ffa0--", True),
        ("voting", "fa0---", False),
        ("voting", "000---", False),
        ("all", "------", False),
    ],
)
def test_the_denominator(of: str, cast: str, result: bool) -> None:
    """More than half is of all, of those who were there, or of those for and against."""
    assert passes(majority(of=of), voters(6), votes(cast)) is result


def test_at_least_and_more_than() -> None:
    """Exactly half is at least half and not more than half."""
    assert passes(majority(at_least="1/2", of="all"), voters(4), votes("ff"))
    assert not passes(majority(), voters(4), votes("ff"))


def test_those_present_who_say_nothing_count() -> None:
    """At a meeting the silent who are present are part of those present."""
    assert not passes(majority(of="present"), voters(6), votes("ff"), present=4)
    assert passes(majority(of="present"), voters(6), votes("fff"), present=5)


@pytest.mark.parametrize(("silence", "result"), [("consent", True), ("against", False), ("abstain", False)])
def test_what_silence_means(silence: Silence, result: bool) -> None:
    """Silence is consent, refusal or abstention once the time is up."""
    assert passes(majority(), voters(6), votes("ffa"), silence=silence) is result


def test_the_casting_vote() -> None:
    """A tie goes as the chair voted, where there is a casting vote."""
    rule = majority(casting_vote=True)
    won = tally(rule, voters(4), votes("ffaa"))
    assert (won.passes, won.tie_broken) == (True, True)
    assert not passes(rule, voters(4), votes("aaff"))
    assert not passes(majority(), voters(4), votes("ffaa"))
    assert not tally(rule, voters(4), votes("fffa")).tie_broken


def test_required_roles() -> None:
    """Without the leader's yes it does not pass, however many there are."""
    missing = tally(majority(roles=["leader"]), voters(5), votes("affff"))
    assert (missing.passes, missing.missing_roles) == (False, (Role.LEADER,))
    assert passes(majority(roles=["leader"]), voters(5), votes("fff"))


def test_one_vote_per_unit() -> None:
    """A unit votes once, as the first of its people who answered."""
    people = [Voter(1, Role.MEMBER, 10), Voter(2, Role.MEMBER, 10), Voter(3, Role.MEMBER, 20), Voter(4, Role.MEMBER)]
    count = tally(majority(one_vote_per_unit=True), people, {2: FOR, 3: AGAINST, 4: FOR})
    assert (count.in_favour, count.against, count.denominator, count.passes) == (2, 1, 3, True)


def test_strangers_do_not_vote() -> None:
    """Votes of people who are no voters are left out."""
    assert tally(majority(), voters(2), {9: FOR}).in_favour == 0


def test_the_chair_decides() -> None:
    """Where the chair decides the others advise; without the chair nothing is decided (Bắc Giang Điều 2)."""
    assert decided("chair", majority(), voters(5), votes("faaaa")) is True
    assert decided("chair", majority(), voters(5), votes("affff")) is False
    assert decided("chair", majority(), voters(5), votes("-ffff")) is None
    assert decided("majority", majority(), voters(5), votes("-ffff")) is True


def test_written_decisions_have_bounds() -> None:
    """Not before three working days, not after ten; Tết does not count."""
    rule = Written.model_validate({"shortest": "3wd", "longest": "10wd"})
    window = written_window(rule, hanoi(2026, 2, 12, 10), WorkCalendar(), HANOI)
    assert window.earliest == hanoi(2026, 2, 24, 23, 59, 59)
    assert window.allows(hanoi(2026, 3, 5, 17))
    assert not window.allows(hanoi(2026, 2, 24, 17))
    assert not window.allows(hanoi(2026, 3, 6) + timedelta(days=1))
    assert written_window(Written(), hanoi(2026, 2, 12), WorkCalendar(), HANOI).allows(hanoi(2026, 2, 12))


RULES = st.builds(
    lambda kind, share, of, casting, per_unit, roles: Majority.model_validate(
        {
            kind: share,
            "of": of,
            "casting_vote": casting and share == "1/2",
            "one_vote_per_unit": per_unit,
            "roles": roles,
        }
    ),
    st.sampled_from(["at_least", "more_than"]),
    st.sampled_from(["1/2", "2/3", "3/4"]),
    st.sampled_from(["all", "present", "voting"]),
    st.booleans(),
    st.booleans(),
    st.sampled_from([[], ["leader"]]),
)
BODIES = st.lists(st.none() | st.integers(1, 4), min_size=1, max_size=8).map(
    lambda units: [Voter(n, Role.LEADER if n == 0 else Role.MEMBER, unit, n == 0) for n, unit in enumerate(units)]
)
VOTES = st.dictionaries(st.integers(0, 7), st.sampled_from(list(Choice)), max_size=8)
SILENCES = st.sampled_from(["consent", "against", "abstain", "unspecified"])


@given(RULES, BODIES, VOTES, SILENCES)
def test_every_vote_is_counted_once(
    rule: Majority, body: list[Voter], cast: dict[int, Choice], silence: Silence
) -> None:
    """For, against, abstaining and silent make up all the votes there are."""
    count = tally(rule, body, cast, silence=silence)
    units = {voter.unit for voter in body if voter.unit is not None}
    expected = len(units) + sum(voter.unit is None for voter in body) if rule.one_vote_per_unit else len(body)
    assert count.in_favour + count.against + count.abstaining + count.silent == expected
    assert count.silent == 0 or silence == "unspecified"


@given(RULES, BODIES, VOTES, SILENCES, VOTES)
def test_a_settled_result_does_not_change(
    rule: Majority, body: list[Voter], cast: dict[int, Choice], silence: Silence, later: dict[int, Choice]
) -> None:
    """When it is said that nothing can change, no further answers change it."""
    if not can_still_change(rule, body, cast, silence=silence):
        assert passes(rule, body, {**later, **cast}, silence=silence) == passes(rule, body, cast, silence=silence)


@given(RULES, BODIES, VOTES)
def test_another_yes_never_hurts(rule: Majority, body: list[Voter], cast: dict[int, Choice]) -> None:
    """Somebody who changes to yes cannot make a proposal fail."""
    if passes(rule, body, cast):
        assert all(passes(rule, body, {**cast, voter.person: FOR}) for voter in body if voter.person in cast)


def test_an_abstention_that_prevents_a_tie_still_changes_the_result() -> None:
    """Silence counts as consent and one of two has agreed: if the other abstains there is no majority of all."""
    rule = Majority(more_than="1/2", of="all", casting_vote=True)
    body = [Voter(0, Role.LEADER, None, True), Voter(1, Role.MEMBER, None, False)]
    assert can_still_change(rule, body, {0: FOR}, silence="consent")
