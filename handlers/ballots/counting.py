"""From what the tables hold to what a ballot comes to."""

from collections.abc import Mapping, Sequence

from handlers.turn import Turn
from storage import ballot_votes
from storage.ballots import Ballot
from taskforce import ballots as rules
from taskforce.ballots import Outcome
from taskforce.decisions import Voter


async def _given(turn: Turn, ballot: Ballot) -> tuple[Sequence[Voter], Mapping[int, int]]:
    """(voters, place of the option by voter). Of a secret ballot nobody knows who chose what, nor does the count ask:
    its votes are handed to those who voted in any order.
    """
    voters = await ballot_votes.rule_voters(turn.tx, ballot.id)
    if not ballot.secret:
        return voters, {voter: vote.place for voter, vote in (await ballot_votes.votes(turn.tx, ballot.id)).items()}
    counts = (await ballot_votes.box(turn.tx, ballot.id)).counts
    chosen = [place for place, count in enumerate(counts) for _ in range(count)]
    return voters, dict(zip(await ballot_votes.who_voted(turn.tx, ballot.id), chosen, strict=True))


async def outcome_of(turn: Turn, ballot: Ballot) -> Outcome:
    """What the votes come to as they stand."""
    return rules.outcome(ballot.rules, *await _given(turn, ballot))


async def is_settled(turn: Turn, ballot: Ballot) -> bool:
    """Whether answers still to come can change nothing."""
    return rules.settled(ballot.rules, *await _given(turn, ballot))
