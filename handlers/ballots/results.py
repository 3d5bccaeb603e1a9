"""What a ballot came to, in words: how it was counted, with names in an open one, and the chair's decision."""

from handlers.ballots import access, counting, wording
from handlers.ballots.drafting import card_of
from handlers.ballots.taps import DecideBallot, ListBallots, RunBallot
from handlers.turn import Turn
from messages.contexts.ballots import BallotResult, OpinionLine, ResultLine, ResultNumbers
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import ballot_votes, people
from storage.ballot_votes import Asked, Vote
from storage.ballots import Ballot
from taskforce.ballots import Outcome

_NAMED = 80
"""With more people asked, a message has neither names nor opinions: hundreds read it, and the record has them."""

_OPINIONS = 30
_WORDS = 300
"""Letters of one opinion that the message shows; the record has it whole."""


async def message(turn: Turn, ballot: Ballot, locale: str, *, new: bool = False) -> BallotResult:
    """The result; ``new``: it is told for the first time."""
    asked, _ = await ballot_votes.counts(turn.tx, ballot.id)
    many = asked > _NAMED
    everybody = [] if many else await ballot_votes.everybody(turn.tx, ballot.id)
    found = await counting.outcome_of(turn, ballot)
    votes = {} if ballot.secret or many else await ballot_votes.votes(turn.tx, ballot.id)
    charter = await turn.charter(ballot.task_force_id)
    decider = None if ballot.decided_by is None else await people.by_id(turn.tx, ballot.decided_by)
    assert ballot.closed_at is not None  # noqa: S101 - only a closed ballot has a result
    return BallotResult(
        facts=await wording.facts(turn, ballot, locale),
        rules=await wording.rule_words(turn, ballot, locale),
        numbers=await numbers(turn, ballot, found, locale),
        lines=_lines(ballot, found, everybody, votes, locale),
        opinions=() if many else await opinions(turn, ballot, everybody, votes, locale),
        closed_at=local(ballot.closed_at, charter.body.timezone),
        closed_why=ballot.closed_why,
        late_reason=ballot.late_reason,
        decision=decision(ballot, locale),
        decided_by="" if decider is None else decider.full_name,
        decided_why=ballot.decided_why,
        gone=await ballot_votes.gone(turn.tx, ballot.id),
        names_cut=many,
        new=new,
    )


async def numbers(turn: Turn, ballot: Ballot, found: Outcome, locale: str) -> ResultNumbers:
    """The count in words."""
    titles = (await turn.charter(ballot.task_force_id)).titles
    return ResultNumbers(
        asked=found.asked,
        strongest=found.counts[found.passed or 0],
        silent=found.silent,
        silent_counted=found.silent_counted,
        denominator=found.denominator,
        quorum=found.quorum,
        quorate=found.quorate,
        passed="" if found.passed is None else wording.option(ballot, found.passed, locale),
        tied=found.tied,
        tie_broken=found.tie_broken,
        missing_roles=tuple(titles.of(role, locale) for role in found.missing_roles),
    )


def decision(ballot: Ballot, locale: str) -> str:
    """The chair's word: "", "yes", "no", "seen", or the words of an option."""
    if not ballot.decided.isdecimal():
        return ballot.decided
    return wording.option(ballot, int(ballot.decided), locale)


def _lines(
    ballot: Ballot, found: Outcome, everybody: list[Asked], votes: dict[int, Vote], locale: str
) -> tuple[ResultLine, ...]:
    names: dict[int, list[str]] = {}
    for one in everybody:
        if one.id in votes:
            names.setdefault(votes[one.id].place, []).append(one.full_name)
    return tuple(
        ResultLine(text, found.counts[n], tuple(names.get(n, ())))
        for n, text in enumerate(wording.options(ballot, locale))
    )


async def opinions(
    turn: Turn, ballot: Ballot, everybody: list[Asked], votes: dict[int, Vote], locale: str, *, whole: bool = False
) -> tuple[OpinionLine, ...]:
    """The reasons and opinions, the first and the beginning of each unless ``whole``; in a secret ballot without
    names and choices.
    """
    if ballot.secret:
        said = [OpinionLine("", "", words) for words in (await ballot_votes.box(turn.tx, ballot.id)).opinions]
    else:
        said = [
            OpinionLine(one.full_name, wording.option(ballot, votes[one.id].place, locale), votes[one.id].words)
            for one in everybody
            if one.id in votes and votes[one.id].words
        ]
    if whole:
        return tuple(said)
    return tuple(OpinionLine(one.name, one.choice, one.words[:_WORDS]) for one in said[:_OPINIONS])


async def show(turn: Turn, ballot: Ballot) -> None:
    """The result on the card of whoever is there."""
    rows = await buttons(turn, ballot, office=await access.is_chair(turn, ballot.task_force_id))
    await turn.card(card_of(ballot.id), await message(turn, ballot, turn.locale), rows)


async def buttons(turn: Turn, ballot: Ballot, *, office: bool) -> Keyboard:
    """The record for everybody who may see the result; ``office``: the chair's own buttons before it."""
    record = Button(Label("ballots.record"), data=RunBallot(ballot.id, "record", 0).pack())
    rows: Keyboard = ((record,), (Button(Label("ballots.list"), data=ListBallots(ballot.task_force_id).pack()),))
    return (*(_decisions(ballot, turn.locale) if office else ()), *rows)


def _decisions(ballot: Ballot, locale: str) -> Keyboard:
    """What the chair can say of it, until it is said."""
    if ballot.decided:
        return ()

    def key(words: Label, word: str) -> tuple[Button, ...]:
        return (Button(words, data=DecideBallot(ballot.id, word, 0).pack(), style="primary"),)

    if ballot.mode == "majority":
        return (key(Label("ballots.confirm_result"), "seen"),)
    if not ballot.options:
        return (key(Label("ballots.decide_yes"), "yes"), key(Label("ballots.decide_no"), "no"))
    each = [key(Label("ballots.decide_option", {"option": text}), str(n)) for n, text in enumerate(ballot.options)]
    return (*each, key(Label("ballots.decide_none"), "no"))
