"""Answering an open ballot: one tap, and words where they are wanted; to be changed until it closes."""

from handlers.ballots import access, cards, wording
from handlers.ballots.taps import AddWords, Choose, GetBallotPapers, SeeBallot
from handlers.conversations import Conversation, finish
from handlers.reports import cut
from handlers.turn import NotAllowed, Turn
from messages.contexts.ballots import BallotOpinion, BallotPaperCaption, BallotWords
from messages.model import Button, Label
from storage import ballot_votes, ballots, sessions
from storage.ballot_votes import Asked
from storage.ballots import Ballot
from storage.sessions import OpenSession
from taskforce.ballots import OTHER
from taskforce.forms import clean

KIND = "vote"
LIMIT = 3000


def _subject(ballot: Ballot) -> str:
    return f"vote:{ballot.id}"


async def choose(turn: Turn, tap: Choose) -> None:
    """That option: counted at once, unless words have to come with it."""
    ballot, place = await access.need_asked(turn, tap.ballot)
    if ballot.secret or not 0 <= tap.place < ballot.rules.options:
        raise NotAllowed(f"choose {tap.place} in ballot {ballot.id}")
    if not await still_open(turn, ballot, place):
        return
    before = await ballot_votes.vote_of(turn.tx, place.id)
    words = before.words if before is not None and before.place == tap.place else ""
    if _needs_words(ballot, tap.place) and not words:
        await _ask(turn, ballot, place, tap.place)
        return
    await _write(turn, ballot, place, tap.place, words)
    await stop_asking(turn, ballot)
    await cards.show(turn, ballot, await _again(turn, ballot))
    await turn.toast(Label("ballots.counted"))


def _needs_words(ballot: Ballot, place: int) -> bool:
    return ballot.reason_required or (not ballot.options and place == OTHER)


async def _write(turn: Turn, ballot: Ballot, place: Asked, chosen: int, words: str) -> None:
    assert turn.person is not None  # noqa: S101 - whoever is asked is known
    before = await ballot_votes.vote_of(turn.tx, place.id)
    if before is None or (before.place, before.words) != (chosen, words):
        await ballot_votes.vote(turn.tx, place.id, chosen, words, turn.person.id, turn.now)


async def _again(turn: Turn, ballot: Ballot) -> Asked:
    place = await access.place_in(turn, ballot)
    assert place is not None  # noqa: S101 - just asked
    return place


async def still_open(turn: Turn, ballot: Ballot, place: Asked) -> bool:
    """Whether a vote that comes now counts; otherwise that is said kindly, on the card and above it."""
    if cards.takes_votes(ballot, turn):
        return True
    await stop_asking(turn, ballot)
    if turn.incoming is not None and turn.incoming.tap_id is not None:
        words = "withdrawn" if ballot.state == "withdrawn" else "too_late"
        await turn.toast(Label(f"ballots.{words}"), alert=True)
    await cards.show(turn, ballot, place)
    return False


async def stop_asking(turn: Turn, ballot: Ballot) -> None:
    """Nothing is typed for it any more in this chat."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, _subject(ballot))
    if session is not None:
        await sessions.end(turn.tx, session.id)


# Words


async def add_words(turn: Turn, tap: AddWords) -> None:
    """Why, for what was chosen before."""
    ballot, place = await access.need_asked(turn, tap.ballot)
    vote = await ballot_votes.vote_of(turn.tx, place.id)
    if ballot.secret or vote is None:
        raise NotAllowed(f"words in ballot {ballot.id}")
    if await still_open(turn, ballot, place):
        await _ask(turn, ballot, place, vote.place)


async def _ask(turn: Turn, ballot: Ballot, place: Asked, chosen: int, problem: str = "") -> None:
    state = {"ballot": ballot.id, "place": chosen}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=_subject(ballot), state=state, now=turn.now)
    other = not ballot.options and chosen == OTHER
    message = BallotWords(
        ballot.question,
        wording.option(ballot, chosen, turn.locale),
        other,
        _needs_words(ballot, chosen),
        problem,
        LIMIT,
    )
    rows: list[tuple[Button, ...]] = [
        (Button(words, data=Choose(ballot.id, n).pack()),)
        for n, words in enumerate(wording.options(ballot, turn.locale))
        if n != chosen
    ]
    rows.append(_back(ballot))
    await turn.card(cards.handle_of(ballot.id), message, tuple(rows))


async def ask_opinion(turn: Turn, ballot: Ballot, problem: str = "") -> None:
    """An opinion without a name, in a secret ballot."""
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=_subject(ballot), state={"ballot": ballot.id}, now=turn.now
    )
    await turn.card(cards.handle_of(ballot.id), BallotOpinion(ballot.question, problem, LIMIT), (_back(ballot),))


def _back(ballot: Ballot) -> tuple[Button, ...]:
    return (Button(Label("ballots.back"), data=SeeBallot(ballot.id).pack()),)


async def typed(turn: Turn, session: OpenSession) -> None:
    """The words."""
    if "place" not in session.state:
        from handlers.ballots import secret  # it asks for them

        await secret.typed(turn, session)
        return
    ballot, place = await still_asked(turn, session)
    text, problem = await words_of(turn)
    if not await still_open(turn, ballot, place):
        return
    if problem:
        await _ask(turn, ballot, place, int(session.state["place"]), problem)
    else:
        await _write(turn, ballot, place, int(session.state["place"]), text)
        await cards.show(turn, ballot, await _again(turn, ballot))
        await finish(turn, session)


async def words_of(turn: Turn) -> tuple[str, str]:
    """What was typed, and why it cannot be taken: "empty", "too-long" or ""."""
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    cut_off = await cut.belongs(turn, text)
    return text, "too-long" if cut_off or len(text) > LIMIT else "" if text else "empty"


async def still_asked(turn: Turn, session: OpenSession) -> tuple[Ballot, Asked]:
    """The conversation's ballot; whoever is not asked any more loses the conversation with it."""
    try:
        return await access.need_asked(turn, int(session.state["ballot"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live question again."""
    ballot, place = await still_asked(turn, session)
    if not await still_open(turn, ballot, place):
        return
    if ballot.secret:
        await ask_opinion(turn, ballot)
    else:
        await _ask(turn, ballot, place, int(session.state["place"]))


CONVERSATION = Conversation(typed, resumed)


# Papers


async def get_papers(turn: Turn, tap: GetBallotPapers) -> None:
    """The files, to whoever is asked or runs it."""
    ballot = await ballots.find(turn.tx, tap.ballot)
    if ballot is None or (await access.place_in(turn, ballot) is None and not await _runs(turn, ballot)):
        raise NotAllowed(f"papers of ballot {tap.ballot}")
    for paper in await ballots.papers(turn.tx, ballot.id):
        caption = BallotPaperCaption(ballot.question)
        await turn.forward_file(turn.chat_id, paper.file_id, paper.kind, caption, locale=turn.locale)


async def _runs(turn: Turn, ballot: Ballot) -> bool:
    try:
        await access.need_to_run(turn, ballot.id)
    except NotAllowed:
        return False
    return True
