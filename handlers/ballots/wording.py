"""A ballot in words: what those asked read, and by what rule it is counted, each with its article."""

from handlers.turn import Turn
from messages import render
from messages.contexts.ballots import BallotFacts, RuleWords
from messages.model import Label
from messages.render import local
from storage import ballots, people
from storage.ballots import Ballot
from taskforce.charter import Charter
from taskforce.charter.base import UNSPECIFIED
from taskforce.charter.decisions import Majority
from taskforce.decisions import Silence
from taskforce.roles import Role

_USUAL = ("agree", "disagree", "other")


def options(ballot: Ballot, locale: str) -> tuple[str, ...]:
    """The options in words."""
    if ballot.options:
        return ballot.options
    return tuple(render.label(Label(f"ballots.{one}"), locale) for one in _USUAL)


def option(ballot: Ballot, place: int, locale: str) -> str:
    """One option in words; "" for a place that there is not."""
    known = options(ballot, locale)
    return known[place] if 0 <= place < len(known) else ""


async def facts(turn: Turn, ballot: Ballot, locale: str) -> BallotFacts:
    """What everybody asked reads."""
    body = (await turn.charter(ballot.task_force_id)).body
    zone = body.timezone
    by = await people.by_id(turn.tx, ballot.opened_by or ballot.created_by)
    return BallotFacts(
        question=ballot.question,
        options=options(ballot, locale),
        usual=not ballot.options,
        papers=tuple(paper.file_name for paper in await ballots.papers(turn.tx, ballot.id)),
        closes_at=None if ballot.closes_at is None else local(ballot.closes_at, zone),
        secret=ballot.secret,
        reason_required=ballot.reason_required,
        body=body.short_name or body.name,
        by="" if by is None else by.full_name,
    )


def charter_rule(charter: Charter) -> Majority:
    """The majority for opinions in writing, that of meetings where nothing else is said."""
    written = charter.decisions.written
    return written.passes if written is not None and written.passes is not None else charter.majority


def charter_silence(charter: Charter) -> Silence:
    """What no answer means."""
    return charter.decisions.written.silence if charter.decisions.written is not None else UNSPECIFIED


def written_cite(charter: Charter) -> str:
    """The article on opinions in writing."""
    return (charter.decisions.written.cite if charter.decisions.written is not None else "") or charter.decisions.cite


async def rule_words(turn: Turn, ballot: Ballot, locale: str) -> RuleWords:
    """How it is counted, in the regulation's terms."""
    charter = await turn.charter(ballot.task_force_id)
    rule, usual = ballot.majority, charter_rule(charter)
    return RuleWords(
        mode=ballot.mode,
        at_least="" if rule.at_least is None else str(rule.at_least),
        more_than="" if rule.more_than is None else str(rule.more_than),
        of=rule.of,
        roles=tuple(charter.titles.of(role, locale) for role in rule.roles),
        casting_vote=rule.casting_vote,
        per_unit=rule.one_vote_per_unit,
        silence=ballot.silence,
        quorum="" if ballot.quorum is None else str(ballot.quorum),
        early=ballot.early,
        usual=not ballot.options,
        secret=ballot.secret,
        cite=rule.cite or usual.cite or charter.decisions.cite or charter.body.cite,
        written=written_cite(charter),
        chair_cite=charter.body.cite,
        chair=charter.titles.of(Role.LEADER, locale),
        differs=differs(charter, ballot),
    )


def differs(charter: Charter, ballot: Ballot) -> tuple[str, ...]:
    """What is not as the regulation says, where it says something: "of", "silence"."""
    said = charter_rule(charter)
    found = []
    if said.of != UNSPECIFIED and ballot.majority.of != said.of:
        found.append("of")
    if charter_silence(charter) not in (UNSPECIFIED, ballot.silence):
        found.append("silence")
    return tuple(found)
