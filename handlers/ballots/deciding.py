"""The chair's word on a ballot that has ended: a decision where the chair decides, a confirmation by majority."""

from handlers.ballots import access, closing, office, wording
from handlers.ballots.drafting import card_of, note
from handlers.ballots.taps import DecideBallot, SeeBallot
from handlers.conversations import Conversation, finish
from handlers.reports import cut
from handlers.turn import NotAllowed, Turn
from messages.contexts.ballots import BallotDecisionAsk
from messages.model import Button, Label
from storage import ballots, sessions
from storage.ballots import Ballot
from storage.sessions import OpenSession
from taskforce.forms import clean

KIND = "ballot-decision"
LIMIT = 1000


async def decide(turn: Turn, tap: DecideBallot) -> None:
    """The word; where the chair decides, a reason is asked for first."""
    ballot = await _need(turn, tap.ballot)
    if tap.word not in _words(ballot):
        raise NotAllowed(f"decide {tap.word} of ballot {ballot.id}")
    if ballot.state != "closed" or ballot.decided:
        await _over(turn, ballot)
    elif ballot.mode == "majority" or tap.sure == 1:
        await _stop_asking(turn, ballot)
        await _write(turn, ballot, tap.word, "")
    else:
        await _ask(turn, ballot, tap.word)


async def _need(turn: Turn, ballot_id: int) -> Ballot:
    ballot = await ballots.find(turn.tx, ballot_id)
    if ballot is None or not await access.is_chair(turn, ballot.task_force_id):
        raise NotAllowed(f"decide ballot {ballot_id}")
    return ballot


def _words(ballot: Ballot) -> tuple[str, ...]:
    if ballot.mode == "majority":
        return ("seen",)
    return ("no", *(str(n) for n in range(len(ballot.options)))) if ballot.options else ("yes", "no")


async def _over(turn: Turn, ballot: Ballot) -> None:
    if turn.incoming is not None and turn.incoming.tap_id is not None and ballot.decided:
        await turn.toast(Label("ballots.decided_before"), alert=True)
    await office.show(turn, ballot)


async def _ask(turn: Turn, ballot: Ballot, word: str, problem: str = "") -> None:
    state = {"ballot": ballot.id, "word": word}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=f"decision:{ballot.id}", state=state, now=turn.now
    )
    said = wording.option(ballot, int(word), turn.locale) if word.isdecimal() else word
    rows = (
        (Button(Label("ballots.no_reason"), data=DecideBallot(ballot.id, word, 1).pack()),),
        (Button(Label("ballots.back"), data=SeeBallot(ballot.id).pack()),),
    )
    await turn.card(card_of(ballot.id), BallotDecisionAsk(ballot.question, said, problem, LIMIT), rows)


async def _stop_asking(turn: Turn, ballot: Ballot) -> None:
    session = await sessions.find(turn.tx, turn.chat_id, KIND, f"decision:{ballot.id}")
    if session is not None:
        await sessions.end(turn.tx, session.id)


async def _write(turn: Turn, ballot: Ballot, word: str, why: str) -> None:
    """It is decided, once; everybody who was told of the result is told of it."""
    assert turn.person is not None  # noqa: S101 - the chair is known
    done = await ballots.decide(turn.tx, ballot.id, word, turn.person.id, why, turn.now)
    ballot = await ballots.get(turn.tx, ballot.id)
    if not done:
        await _over(turn, ballot)
        return
    await note(turn, ballot, "decided", detail=word)
    await office.show(turn, ballot)
    await closing.tell_office(turn, ballot, "ballot-decision", skip=turn.person.id, in_place=word == "seen")
    if word != "seen":
        await closing.tell_end(turn, ballot)


async def typed(turn: Turn, session: OpenSession) -> None:
    """The reason."""
    ballot = await _still(turn, session)
    word = str(session.state["word"])
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if ballot.decided:
        await sessions.end(turn.tx, session.id)
        await _over(turn, ballot)
    elif await cut.belongs(turn, text) or len(text) > LIMIT:
        await _ask(turn, ballot, word, "too-long")
    elif not text:
        await _ask(turn, ballot, word, "empty")
    else:
        await _write(turn, ballot, word, text)
        await finish(turn, session)


async def _still(turn: Turn, session: OpenSession) -> Ballot:
    try:
        return await _need(turn, int(session.state["ballot"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live question again."""
    ballot = await _still(turn, session)
    if ballot.decided:
        await sessions.end(turn.tx, session.id)
        await _over(turn, ballot)
    else:
        await _ask(turn, ballot, str(session.state["word"]))


CONVERSATION = Conversation(typed, resumed)
