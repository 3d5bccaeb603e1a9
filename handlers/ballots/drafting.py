"""What every part of the preparing shares: the card, the conversation's kind, its buttons, the record."""

from typing import Literal

from handlers.ballots.taps import EditBallot, SeeBallot
from handlers.turn import Turn
from messages.contexts.ballots import BallotOver
from messages.model import Button, Keyboard, Label
from storage import audit, sessions
from storage.ballots import Ballot

KIND = "ballot"
"""The kind of the conversation with whoever prepares or runs a ballot."""

HANDLE = "ballots"
"""The card of the list."""

ECHO = 100
"""Letters of a refused text that are shown again."""


def subject_of(ballot_id: int) -> str:
    """What the conversation is about."""
    return f"ballot:{ballot_id}"


def card_of(ballot_id: int) -> str:
    """The card of whoever prepares or runs it."""
    return f"ballot-desk:{ballot_id}"


def key(
    ballot: Ballot, words: str, what: str, arg: int = 0, *, style: Literal["primary", "danger"] | None = None
) -> Button:
    """A button of the desk."""
    return Button(Label(f"ballots.{words}"), data=EditBallot(ballot.id, ballot.revision, what, arg).pack(), style=style)


async def note(turn: Turn, ballot: Ballot, what: str, detail: str = "") -> None:
    """Keep who did what to the ballot."""
    await audit.note(
        turn.tx, now=turn.now, action=f"ballot.{what}", task_force_id=ballot.task_force_id,
        person_id=None if turn.person is None else turn.person.id, subject=subject_of(ballot.id), detail=detail,
    )  # fmt: skip


async def end(turn: Turn, ballot_id: int) -> None:
    """Nothing is typed for it any more in this chat."""
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject_of(ballot_id))
    if session is not None:
        await sessions.end(turn.tx, session.id)


async def say_over(turn: Turn, ballot: Ballot) -> None:
    """It was opened, or dropped, meanwhile."""
    await end(turn, ballot.id)
    rows: Keyboard = ()
    if ballot.state != "dropped":
        rows = ((Button(Label("ballots.see"), data=SeeBallot(ballot.id).pack()),),)
    await turn.card(card_of(ballot.id), BallotOver(ballot.question, ballot.state), rows)
