"""Opinions and votes in writing: what a ballot comes to, when it is settled, whom to remind when. All pure.

The usual options are agreement, disagreement and another opinion (places 0, 1, 2), which neither is for nor against.
With options of its own each is asked alone: does it have the majority the rule wants?
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from fractions import Fraction
from math import ceil
from typing import Literal
from zoneinfo import ZoneInfo

from taskforce.charter.base import UNSPECIFIED
from taskforce.charter.decisions import Majority
from taskforce.charter.model import QuietHours
from taskforce.decisions import Choice, Silence, Tally, Voter, can_still_change, tally
from taskforce.moments import local
from taskforce.reminders import may_disturb, shift_out_of_quiet
from taskforce.workdays import WorkCalendar

AGREE, DISAGREE, OTHER = 0, 1, 2
USUAL = (Choice.FOR, Choice.AGAINST, Choice.ABSTAIN)
"""What the usual options mean, by place."""

FEWEST_SECRET = 3
"""With fewer people asked, the count alone would tell who chose what."""

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """How a ballot is counted. ``own`` is how many options of its own it has, 0 for the usual ones.

    ``mode`` "chair": the votes are advice (Bắc Giang Điều 2). ``quorum``: the share of those asked who must answer.
    """

    mode: Literal["majority", "chair"]
    majority: Majority
    silence: Silence = UNSPECIFIED
    quorum: Fraction | None = None
    own: int = 0
    secret: bool = False

    @property
    def options(self) -> int:
        """How many options there are."""
        return self.own or len(USUAL)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the votes come to, in votes (one a unit where the rule says so).

    ``counts``: the given votes by option. ``asked`` is how many there could be, ``silent`` how many were not given.
    ``quorum``: how many must be given, 0 where none is laid down. ``passed`` is the option that has the majority, None
    where none has; ``tied``: the two strongest are level. ``denominator``: what the share was taken of.
    """

    counts: tuple[int, ...]
    asked: int
    silent: int
    denominator: int
    quorum: int
    passed: int | None
    tied: bool
    tie_broken: bool = False
    silent_counted: int = 0
    missing_roles: tuple[str, ...] = ()

    @property
    def answered(self) -> int:
        """How many votes were given."""
        return sum(self.counts)

    @property
    def quorate(self) -> bool:
        """Whether enough of those asked answered."""
        return self.answered >= self.quorum


def outcome(rules: Rules, voters: Sequence[Voter], votes: Mapping[int, int]) -> Outcome:
    """What ``votes`` (voter → place of the option) of ``voters`` come to; votes of others are left out."""
    rule = _rule(rules)
    given = [tally(rule, voters, _toward(votes, place)) for place in range(rules.options)]
    counts = tuple(one.in_favour for one in given)
    asked = given[0].in_favour + given[0].against + given[0].abstaining + given[0].silent
    needed = ceil(rules.quorum * asked) if rules.quorum is not None else 0
    found = _own(rules, voters, votes) if rules.own else _usual(rules, voters, votes)
    quorate = sum(counts) >= needed
    ranked = sorted(counts if rules.own else counts[:2], reverse=True)
    return Outcome(
        counts=counts,
        asked=asked,
        silent=given[0].silent,
        denominator=found.tally.denominator,
        quorum=needed,
        passed=found.place if quorate else None,
        tied=ranked[0] == ranked[1] > 0,
        tie_broken=quorate and found.place is not None and found.tally.tie_broken,
        silent_counted=0 if rules.own or rules.silence == UNSPECIFIED else given[0].silent,
        missing_roles=tuple(str(role) for role in found.tally.missing_roles),
    )


def settled(rules: Rules, voters: Sequence[Voter], votes: Mapping[int, int]) -> bool:
    """Whether answers still to come (given ones stand) can change nothing any more; rather too late than too early.

    Where the chair decides, every opinion is awaited.
    """
    waiting = [voter.person for voter in voters if voter.person not in votes]
    if not waiting:
        return True
    now = outcome(rules, voters, votes)
    if rules.mode == "chair" or not now.quorate:
        return False
    rule = _rule(rules)
    if not rules.own:
        choices = {person: USUAL[place] for person, place in votes.items()}
        return not can_still_change(rule, voters, choices, silence=rules.silence)
    if rule.casting_vote:
        return False
    return all(
        outcome(rules, voters, {**dict.fromkeys(waiting, place), **votes}).passed == now.passed
        for place in range(rules.options)
    )


def _rule(rules: Rules) -> Majority:
    """The majority as this ballot can apply it: nobody's secret vote is known, so none breaks a tie."""
    return rules.majority.model_copy(update={"casting_vote": False}) if rules.secret else rules.majority


def _toward(votes: Mapping[int, int], place: int) -> dict[int, Choice]:
    return {voter: Choice.FOR if chosen == place else Choice.AGAINST for voter, chosen in votes.items()}


@dataclass(frozen=True, slots=True)
class _Found:
    place: int | None
    tally: Tally


def _usual(rules: Rules, voters: Sequence[Voter], votes: Mapping[int, int]) -> _Found:
    choices = {voter: USUAL[place] for voter, place in votes.items()}
    found = tally(_rule(rules), voters, choices, silence=rules.silence)
    return _Found(AGREE if found.passes else None, found)


def _own(rules: Rules, voters: Sequence[Voter], votes: Mapping[int, int]) -> _Found:
    """The strongest option that has the majority; two that are level and both have it leave it open."""
    each = [tally(_rule(rules), voters, _toward(votes, place)) for place in range(rules.own)]
    best = max(range(rules.own), key=lambda place: each[place].in_favour)
    passing = [place for place in range(rules.own) if each[place].passes]
    first = [place for place in passing if each[place].in_favour == each[best].in_favour]
    return _Found(first[0], each[first[0]]) if len(first) == 1 else _Found(None, each[best])


# Time


def counts_until(closes_at: datetime) -> datetime:
    """The first moment at which a vote comes too late: the closing second still counts to its end."""
    return closes_at.replace(microsecond=0) + _SECOND


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder to those who have not answered; ``key`` "half", "day" or "hours"."""

    key: str
    at: datetime


def reminders(
    opened_at: datetime, closes_at: datetime, quiet: QuietHours, calendar: WorkCalendar, zone: ZoneInfo
) -> tuple[Reminder, ...]:
    """At half the time, one working day before the end and two hours before it, as far as people may be disturbed.

    What lies on a day off or in quiet hours moves on; the last one moves back, to two hours before the last moment at
    which anybody may be spoken to. One that would come less than an hour after the opening or the one before, or at
    the end, falls away.
    """
    two, one_hour = timedelta(hours=2), timedelta(hours=1)

    def in_time(moment: datetime, ahead: timedelta) -> datetime:
        """The moment, or so long before people were last to be disturbed."""
        if may_disturb(moment, quiet, calendar, zone):
            return moment
        return _last_spoken(moment, quiet, calendar, zone) - ahead

    day = closes_at.astimezone(zone)
    planned = [
        Reminder("half", shift_out_of_quiet(opened_at + (closes_at - opened_at) / 2, quiet, calendar, zone)),
        Reminder("day", in_time(local(calendar.shift(day.date(), -1), day.time(), zone), one_hour)),
        Reminder("hours", in_time(_last_spoken(closes_at, quiet, calendar, zone) - two, two)),
    ]
    kept: list[Reminder] = []
    for one in sorted(planned, key=lambda each: each.at, reverse=True):  # the later one is worth more
        after = kept[-1].at if kept else closes_at
        apart = one.at - opened_at >= one_hour and after - one.at >= one_hour
        if apart and may_disturb(one.at, quiet, calendar, zone):
            kept.append(one)
    return tuple(reversed(kept))


def reminder_due(planned: Sequence[Reminder], now: datetime) -> Reminder | None:
    """The latest reminder whose time has come; those before it are never made up for."""
    passed = [one for one in planned if one.at <= now]
    return passed[-1] if passed else None


def _last_spoken(moment: datetime, quiet: QuietHours, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """The last moment, not after ``moment``, up to which people may be disturbed."""
    here = moment.astimezone(zone)
    day, clock = here.date(), here.time()
    if calendar.is_working(day) and not quiet.covers(clock):
        return here
    never = quiet.start == quiet.end
    late = calendar.is_working(day) and not never and clock >= quiet.start > quiet.end
    if not late:
        day = calendar.last_working_on_or_before(day - timedelta(days=1))
    return local(day, time(23, 59) if never else quiet.start, zone)
