"""Voting in secret: the options are shown, one tap casts the vote, and nothing joins the person to it.

What is answered is the same whatever was chosen, and nothing is ever said back: the outbox, the conversations and the
record hold that somebody voted, never what. When something goes wrong here the update must not be kept for the
operator as others are, since it holds both; so it is undone and told here.
"""

import logging
from collections.abc import Awaitable, Callable

from handlers.ballots import access, cards, voting, wording
from handlers.ballots.taps import AddOpinion, Cast, TakePaper
from handlers.callbacks import BadTap
from handlers.conversations import finish
from handlers.turn import NotAllowed, Turn
from messages.contexts.ballots import BallotOpinionTaken, BallotSecretPaper
from messages.contexts.basics import Apology
from messages.model import Button, Label
from storage import ballot_votes, sessions
from storage.ballot_votes import Asked
from storage.ballots import Ballot
from storage.errors import explain
from storage.sessions import OpenSession

log = logging.getLogger(__name__)


async def _without_a_trace(turn: Turn, story: Callable[[], Awaitable[None]]) -> None:
    """Tell the story; when it fails undo it and ask to try again, keeping nothing of what was said."""
    try:
        async with turn.tx.savepoint():
            await story()
    except (NotAllowed, BadTap):
        raise
    except Exception as error:
        if explain(error, "") is not None:
            raise  # the machine's trouble: the whole batch comes again
        log.error("A secret vote could not be taken (%s); nothing of it was kept", type(error).__name__)
        if turn.incoming is not None and turn.incoming.tap_id is None:
            await turn.reply(Apology())
        await turn.toast(Label("ballots.try_again"), alert=True)


async def take_paper(turn: Turn, tap: TakePaper) -> None:
    """The options, with what happens when one is tapped."""
    ballot, place = await _need(turn, tap.ballot)
    if place.voted or not await voting.still_open(turn, ballot, place):
        await _voted_before(turn, ballot, place)
        return
    asked, _ = await ballot_votes.counts(turn.tx, ballot.id)
    message = BallotSecretPaper(await wording.facts(turn, ballot, turn.locale), asked)
    rows = [
        (Button(words, data=Cast(ballot.id, n).pack()),) for n, words in enumerate(wording.options(ballot, turn.locale))
    ]
    await turn.card(cards.handle_of(ballot.id), message, tuple(rows))


async def _need(turn: Turn, ballot_id: int) -> tuple[Ballot, Asked]:
    ballot, place = await access.need_asked(turn, ballot_id)
    if not ballot.secret:
        raise NotAllowed(f"ballot {ballot_id} is not secret")
    return ballot, place


async def _voted_before(turn: Turn, ballot: Ballot, place: Asked) -> None:
    if place.voted:
        await turn.toast(Label("ballots.voted_before"), alert=True)
        await cards.show(turn, ballot, place)


async def cast(turn: Turn, tap: Cast) -> None:
    """Into the box."""

    async def story() -> None:
        ballot, place = await _need(turn, tap.ballot)
        if not 0 <= tap.place < ballot.rules.options:
            raise NotAllowed(f"an option of ballot {ballot.id}")
        if not await voting.still_open(turn, ballot, place):
            return
        if await _unit_has(turn, ballot, place):
            await cards.show(turn, ballot, place, problem="unit")
        elif await ballot_votes.cast(turn.tx, place.id, ballot.id, tap.place):
            place = await ballot_votes.of_person(turn.tx, ballot.id, place.person_id or 0) or place
            await cards.show(turn, ballot, place)
        else:
            await _voted_before(turn, ballot, place)

    await _without_a_trace(turn, story)


async def _unit_has(turn: Turn, ballot: Ballot, place: Asked) -> bool:
    """Whether the unit's one vote was given by a colleague."""
    if not ballot.majority.one_vote_per_unit or place.unit_id is None or place.voted:
        return False
    return await ballot_votes.unit_has_voted(turn.tx, ballot.id, place.unit_id)


# Opinions without a name


async def add_opinion(turn: Turn, tap: AddOpinion) -> None:
    """Offered to everybody who has voted, whatever they chose."""
    ballot, place = await _need(turn, tap.ballot)
    if not place.voted:
        raise NotAllowed(f"an opinion before the vote in ballot {ballot.id}")
    if await voting.still_open(turn, ballot, place):
        await _ask(turn, ballot)


async def _ask(turn: Turn, ballot: Ballot, problem: str = "") -> None:
    if await _full(turn, ballot):
        await turn.toast(Label("ballots.box_full"), alert=True)
        return
    await voting.ask_opinion(turn, ballot, problem)


async def _full(turn: Turn, ballot: Ballot) -> bool:
    """No more opinions than votes: whose they are is not known, so nobody's own can be counted."""
    _, voted = await ballot_votes.counts(turn.tx, ballot.id)
    return len((await ballot_votes.box(turn.tx, ballot.id)).opinions) >= voted


async def typed(turn: Turn, session: OpenSession) -> None:
    """An opinion, into the box."""

    async def story() -> None:
        ballot, place = await voting.still_asked(turn, session)
        text, problem = await voting.words_of(turn)
        if not await voting.still_open(turn, ballot, place):
            return
        if problem:
            await voting.ask_opinion(turn, ballot, problem)
        elif await _full(turn, ballot):
            await finish(turn, session)
            await cards.show(turn, ballot, place)
        else:
            await ballot_votes.add_opinion(turn.tx, ballot.id, text)
            await turn.reply(BallotOpinionTaken())
            await finish(turn, session)

    try:
        await _without_a_trace(turn, story)
    except NotAllowed:
        await sessions.end(turn.tx, session.id)  # undone with the story
        raise
