"""Taking an open ballot back, by who opened it, with a reason that everybody asked is told."""

from handlers.ballots import access
from handlers.ballots.drafting import ECHO, KIND, card_of, note, subject_of
from handlers.ballots.taps import SeeBallot
from handlers.conversations import finish
from handlers.reports import cut
from handlers.turn import NotAllowed, Turn
from messages.contexts.ballots import BallotAsk, BallotWithdrawn
from messages.model import Button, Label
from storage import ballots, people, sessions
from storage.ballots import Ballot
from storage.sessions import OpenSession
from taskforce.forms import clean

LIMIT = 600


async def begin(turn: Turn, ballot: Ballot) -> None:
    """Why?"""
    if not await access.may_withdraw(turn, ballot):
        raise NotAllowed(f"withdraw ballot {ballot.id}")
    if ballot.state != "open":
        await _over(turn, ballot)
        return
    await ask(turn, ballot)


async def _over(turn: Turn, ballot: Ballot) -> None:
    from handlers.ballots import office  # it leads here

    await office.show(turn, ballot)


async def ask(turn: Turn, ballot: Ballot, problem: str = "", typed: str = "") -> None:
    """The reason."""
    state = {"ballot": ballot.id, "ask": "withdraw"}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject_of(ballot.id), state=state, now=turn.now
    )
    message = BallotAsk("withdraw", ballot.question, "", problem, typed[:ECHO], LIMIT, None, None, "")
    back = Button(Label("ballots.keep_open"), data=SeeBallot(ballot.id).pack())
    await turn.card(card_of(ballot.id), message, ((back,),))


async def typed(turn: Turn, session: OpenSession, ballot: Ballot) -> None:
    """The reason: from now on nobody votes; the sweep tells those asked."""
    if not await access.may_withdraw(turn, ballot):
        await sessions.end(turn.tx, session.id)
        raise NotAllowed(f"withdraw ballot {ballot.id}")
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if await cut.belongs(turn, text) or len(text) > LIMIT:
        await ask(turn, ballot, "too-long", text)
        return
    if not text:
        await ask(turn, ballot, "empty")
        return
    assert turn.person is not None  # noqa: S101 - whoever may withdraw is known
    done = await ballots.move_on(
        turn.tx, ballot.id, "open", "withdrawn", withdrawn_by=turn.person.id, withdrawn_why=text, closed_at=turn.now
    )
    if done:
        await note(turn, ballot, "withdrawn")
    ballot = await ballots.get(turn.tx, ballot.id)
    if done:
        from handlers.ballots import closing  # its end is told there

        await closing.tell_end(turn, ballot)
    await _over(turn, ballot)
    await finish(turn, session)


async def told(turn: Turn, ballot: Ballot) -> BallotWithdrawn:
    """That it was taken back."""
    by = None if ballot.withdrawn_by is None else await people.by_id(turn.tx, ballot.withdrawn_by)
    return BallotWithdrawn(ballot.question, "" if by is None else by.full_name, ballot.withdrawn_why)
