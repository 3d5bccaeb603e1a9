"""How a body decides: counting votes by the charter's rule, at a meeting or by written opinion. All pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Literal
from zoneinfo import ZoneInfo

from taskforce.charter.decisions import Majority, Written
from taskforce.charter.expressions import Duration
from taskforce.moments import after
from taskforce.roles import Role
from taskforce.workdays import WorkCalendar

Silence = Literal["consent", "against", "abstain", "unspecified"]


class Choice(StrEnum):
    """What a member can answer."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


_AS_VOTE: Mapping[str, Choice] = {
    "consent": Choice.FOR,
    "against": Choice.AGAINST,
    "abstain": Choice.ABSTAIN,
}


@dataclass(frozen=True, slots=True)
class Voter:
    """One member with a vote. ``unit`` None stands for nobody's unit; ``chair`` is the chair of this decision."""

    person: int
    role: Role
    unit: int | None = None
    chair: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """The count, in votes (one a unit where the rule says so), and whether the proposal passes as it stands.

    ``silent`` gave no answer that counts; ``denominator`` is what the share is taken of; ``tie_broken`` says that the
    chair's casting vote made the difference; ``missing_roles`` had to be among those for it and are not.
    """

    in_favour: int
    against: int
    abstaining: int
    silent: int
    denominator: int
    passes: bool
    tie_broken: bool = False
    missing_roles: tuple[Role, ...] = ()


def tally(
    rule: Majority,
    voters: Sequence[Voter],
    votes: Mapping[int, Choice],
    *,
    silence: Silence = "unspecified",
    present: int | None = None,
) -> Tally:
    """Count ``votes`` (person → choice) of ``voters``; votes of others are left out.

    ``silence`` is what no answer means once the time is up. ``present`` is how many votes were present at a meeting;
    without it those who answered count as present (writing). "unspecified" denominators are all, the strictest.
    One vote per unit: the unit votes as its first voter in the order given who answered.
    """
    counted = {voter.person: votes[voter.person] for voter in voters if voter.person in votes}
    if silence != "unspecified":
        counted = {voter.person: counted.get(voter.person, _AS_VOTE[silence]) for voter in voters}
    choices = list(_choices(rule, voters, counted))
    in_favour, against = choices.count(Choice.FOR), choices.count(Choice.AGAINST)
    abstaining, silent = choices.count(Choice.ABSTAIN), choices.count(None)
    answered = in_favour + against + abstaining
    denominator = {
        "all": len(choices),
        "unspecified": len(choices),
        "present": max(present or 0, answered),
        "voting": in_favour + against,
    }[rule.of]
    tied = rule.casting_vote and in_favour == against > 0
    chair_for = any(voter.chair and counted.get(voter.person) == Choice.FOR for voter in voters)
    reached = _reached(rule, in_favour, denominator)
    broken = not reached and tied and chair_for and _reached(rule, in_favour + 1, denominator)
    in_favour_roles = {voter.role for voter in voters if counted.get(voter.person) == Choice.FOR}
    missing = tuple(role for role in rule.roles if role not in in_favour_roles)
    return Tally(
        in_favour,
        against,
        abstaining,
        silent,
        denominator,
        (reached or broken) and not missing,
        broken,
        missing,
    )


def passes(
    rule: Majority,
    voters: Sequence[Voter],
    votes: Mapping[int, Choice],
    *,
    silence: Silence = "unspecified",
    present: int | None = None,
) -> bool:
    """Whether the proposal passes as the votes stand; see ``tally``."""
    return tally(rule, voters, votes, silence=silence, present=present).passes


def can_still_change(
    rule: Majority,
    voters: Sequence[Voter],
    votes: Mapping[int, Choice],
    *,
    silence: Silence = "unspecified",
    present: int | None = None,
) -> bool:
    """Whether answers still to come (given ones stand) could turn the result that stands now.

    With a casting vote a tie can turn what neither all in favour nor all against would: where a tie is within reach
    the answer is yes, rather once too often.
    """
    open_votes = [voter.person for voter in voters if voter.person not in votes]
    if not open_votes:
        return False
    now = passes(rule, voters, votes, silence=silence, present=present)
    strict = rule.model_copy(update={"casting_vote": False}) if now else rule
    if any(
        passes(strict, voters, {**dict.fromkeys(open_votes, choice), **votes}, silence=silence, present=present) != now
        for choice in (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
    ):
        return True
    given = tally(rule, voters, votes, silence="unspecified")
    return rule.casting_vote and not now and abs(given.in_favour - given.against) <= len(open_votes)


def decided(
    mode: Literal["majority", "chair"],
    rule: Majority,
    voters: Sequence[Voter],
    votes: Mapping[int, Choice],
    *,
    silence: Silence = "unspecified",
    present: int | None = None,
) -> bool | None:
    """The body's decision: the majority's, or where the chair decides (Bắc Giang Điều 2) the chair's own vote.

    None when the chair decides and has not voted for or against; the others' votes are then only advice.
    """
    if mode == "majority":
        return passes(rule, voters, votes, silence=silence, present=present)
    for voter in voters:
        if voter.chair and votes.get(voter.person) in (Choice.FOR, Choice.AGAINST):
            return votes[voter.person] == Choice.FOR
    return None


@dataclass(frozen=True, slots=True)
class WrittenWindow:
    """When a written opinion asked for at one moment may close; None where the regulation sets no bound."""

    earliest: datetime | None
    latest: datetime | None

    def allows(self, closes_at: datetime) -> bool:
        """Whether that closing time leaves members their time and does not drag on."""
        return (self.earliest is None or closes_at >= self.earliest) and (
            self.latest is None or closes_at <= self.latest
        )


def written_window(rule: Written, asked_at: datetime, calendar: WorkCalendar, zone: ZoneInfo) -> WrittenWindow:
    """The bounds of a written decision; whole days run to their end, the day of asking is not counted."""

    def end(length: object) -> datetime | None:
        return after(asked_at, length, calendar, zone) if isinstance(length, Duration) else None

    return WrittenWindow(end(rule.shortest), end(rule.longest))


def _choices(rule: Majority, voters: Sequence[Voter], counted: Mapping[int, Choice]) -> Iterator[Choice | None]:
    """One entry per vote: the choice, or None for silence."""
    units: dict[int, Choice | None] = {}
    for voter in voters:
        choice = counted.get(voter.person)
        if not rule.one_vote_per_unit or voter.unit is None:
            yield choice
        elif units.get(voter.unit) is None:
            units[voter.unit] = choice
    yield from units.values()


def _reached(rule: Majority, in_favour: int, denominator: int) -> bool:
    if denominator == 0:
        return False
    share = Fraction(in_favour, denominator)
    if rule.at_least is not None:
        return share >= rule.at_least
    return rule.more_than is not None and share > rule.more_than
