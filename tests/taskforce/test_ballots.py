"""What a ballot comes to, when it is settled, and whom to remind when."""

from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskforce.ballots import Outcome, Rules, counts_until, outcome, reminder_due, reminders, settled
from taskforce.charter import CharterError, load_file
from taskforce.charter.decisions import Majority
from taskforce.charter.model import QuietHours
from taskforce.decisions import Voter
from taskforce.reminders import may_disturb
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar
from tests.taskforce.charters import HANOI, hanoi

QUIET, CALENDAR = QuietHours(), WorkCalendar()


def majority(**keys: object) -> Majority:
    """More than half of all unless said otherwise."""
    return Majority.model_validate({"more_than": "1/2", "of": "all"} | keys)


def voters(number: int) -> list[Voter]:
    """So many voters; the first is the leader and the chair."""
    return [Voter(0, Role.LEADER, chair=True), *(Voter(n, Role.MEMBER) for n in range(1, number))]


def counted(cast: str, rule: Majority | None = None, **more: object) -> Outcome:
    """The outcome of these votes: a digit is the place of the option, anything else silence."""
    rules = Rules("majority", rule or majority(), **more)  # type: ignore[arg-type]
    return outcome(rules, voters(len(cast)), votes(cast))


def votes(cast: str) -> dict[int, int]:
    """One letter a voter."""
    return {number: int(letter) for number, letter in enumerate(cast) if letter.isdecimal()}


@pytest.mark.parametrize(
    ("cast", "more", "passed"),
    [
        ("00012-", {}, None),
        ("0000--", {}, 0),
        ("000---", {"silence": "consent"}, 0),
        ("000---", {"rule": majority(of="present")}, 0),
        ("00112-", {"rule": majority(of="voting")}, None),
        ("0000--", {"quorum": Fraction(1)}, None),
        ("0000--", {"quorum": Fraction(2, 3)}, 0),
        ("111100", {"own": 3}, 1),
        ("11100-", {"own": 3}, None),
        ("001122", {"own": 3, "rule": Majority.model_validate({"at_least": "1/3", "of": "all"})}, None),
        ("0011", {"rule": majority(casting_vote=True)}, 0),
        ("0011", {"rule": majority(casting_vote=True), "secret": True}, None),
        ("1100", {"own": 2, "rule": majority(casting_vote=True)}, 1),
    ],
)
def test_what_passes(cast: str, more: dict[str, object], passed: int | None) -> None:
    """Majorities of all, of those who answered, of for and against; silence, quorum, ties, options of its own."""
    assert counted(cast, **more).passed == passed  # type: ignore[arg-type]


def test_the_numbers_add_up() -> None:
    """Given votes by option, silent ones, and what silence was taken for."""
    found = counted("0012--", silence="against")
    assert (found.counts, found.asked, found.silent, found.answered) == ((2, 1, 1), 6, 2, 4)
    assert found.silent_counted == 2
    assert not counted("0011").tie_broken
    assert counted("0011").tied


def test_one_vote_a_unit() -> None:
    """The first of the unit who answered speaks for it, and only units are counted."""
    both = [Voter(0, Role.MEMBER, unit=1), Voter(1, Role.MEMBER, unit=1), Voter(2, Role.MEMBER, unit=2)]
    rules = Rules("majority", majority(one_vote_per_unit=True))
    found = outcome(rules, both, {0: 0, 1: 1, 2: 0})
    assert (found.counts, found.asked, found.passed) == ((2, 0, 0), 2, 0)


def test_a_role_that_has_to_agree_is_named() -> None:
    """The majority without the leader does not pass, and it says whose agreement is missing."""
    found = counted("10000", majority(roles=["leader"]))
    assert found.passed is None
    assert found.missing_roles == ("leader",)


def test_where_the_chair_decides_every_opinion_is_awaited() -> None:
    """Advice is settled only when all have given it."""
    rules = Rules("chair", majority())
    assert not settled(rules, voters(5), votes("0000-"))
    assert settled(rules, voters(5), votes("00001"))


_RULES = st.builds(
    Rules,
    st.just("majority"),
    st.builds(
        lambda share, of, casting: majority(more_than=share, of=of, casting_vote=casting and share == "1/2"),
        st.sampled_from(["1/2", "2/3", "1/3"]),
        st.sampled_from(["all", "present", "voting"]),
        st.booleans(),
    ),
    st.sampled_from(["unspecified", "consent", "against", "abstain"]),
    st.sampled_from([None, Fraction(1, 2), Fraction(1)]),
    st.sampled_from([0, 2, 3]),
    st.booleans(),
)


@given(
    _RULES, st.lists(st.integers(-1, 2), min_size=1, max_size=7), st.lists(st.integers(-1, 2), min_size=7, max_size=7)
)
def test_what_is_settled_stays(rules: Rules, cast: list[int], later: list[int]) -> None:
    """Whatever the others still answer, or not, a settled result does not change."""
    last = rules.options - 1
    given_votes = {n: min(place, last) for n, place in enumerate(cast) if place >= 0}
    everybody = voters(len(cast))
    if not settled(rules, everybody, given_votes):
        return
    more = {n: min(later[n], last) for n in range(len(cast)) if n not in given_votes and later[n] >= 0}
    assert outcome(rules, everybody, {**more, **given_votes}).passed == outcome(rules, everybody, given_votes).passed


@given(_RULES, st.lists(st.integers(-1, 2), min_size=1, max_size=8), st.randoms())
def test_a_secret_count_does_not_need_to_know_who(rules: Rules, cast: list[int], order: object) -> None:
    """Handing the same choices to other voters of the same standing changes nothing but ties of the chair."""
    rules = Rules(rules.mode, rules.majority, rules.silence, rules.quorum, rules.own, secret=True)
    last = rules.options - 1
    given_votes = {n: min(place, last) for n, place in enumerate(cast) if place >= 0}
    shuffled = list(given_votes.values())
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    other = dict(zip(given_votes, shuffled, strict=True))
    assert outcome(rules, voters(len(cast)), given_votes) == outcome(rules, voters(len(cast)), other)


def test_the_closing_second_counts_to_its_end() -> None:
    """17:00:00.999 is in time, 17:00:01 is not; the last second of a day ends with the day."""
    assert counts_until(hanoi(2022, 3, 10, 17)) == hanoi(2022, 3, 10, 17) + timedelta(seconds=1)
    assert counts_until(datetime(2022, 3, 10, 23, 59, 59, tzinfo=HANOI)) == hanoi(2022, 3, 11)


def test_the_three_reminders() -> None:
    """Half-time, one working day before, two hours before; at night and over the weekend they move."""
    week = reminders(hanoi(2022, 3, 7, 9), hanoi(2022, 3, 10, 17), QUIET, CALENDAR, HANOI)
    assert [(one.key, f"{one.at:%d %H:%M}") for one in week] == [
        ("half", "09 07:00"), ("day", "09 17:00"), ("hours", "10 15:00"),
    ]  # fmt: skip
    over = reminders(hanoi(2022, 3, 4, 9), hanoi(2022, 3, 7, 8), QUIET, CALENDAR, HANOI)
    assert [(one.key, f"{one.at:%d %H:%M}") for one in over] == [("hours", "04 18:00")]
    assert reminder_due(week, hanoi(2022, 3, 9, 18)) == week[1]
    assert reminder_due(week, hanoi(2022, 3, 8)) is None


_MOMENTS = st.datetimes(datetime(2022, 1, 1), datetime(2022, 12, 1)).map(lambda m: m.replace(tzinfo=HANOI))  # noqa: DTZ001


@given(_MOMENTS, st.timedeltas(timedelta(minutes=5), timedelta(days=40)))
def test_a_reminder_never_disturbs_nor_comes_too_late(opened: datetime, length: timedelta) -> None:
    """Each lies well within the ballot's time, at a permitted hour, an hour apart from the next."""
    found = reminders(opened, opened + length, QUIET, CALENDAR, HANOI)
    assert all(may_disturb(one.at, QUIET, CALENDAR, HANOI) for one in found)
    ends = [opened, *(one.at for one in found), opened + length]
    assert all(later - earlier >= timedelta(hours=1) for earlier, later in pairwise(ends) if found)


def test_early_is_yes_or_no() -> None:
    """A word that is neither is refused with what was expected."""
    text = '[body]\nname = "Tổ"\nregulation = "Quy chế"\nstanding_unit = "Công an"\n[decisions.written]\nearly = "có"\n'
    with pytest.raises(CharterError, match=r"decisions\.written\.early"):
        load_file(text, "to.toml")
