"""What home says of ballots: those that wait for this person's answer."""

from collections.abc import Sequence

from handlers import which
from handlers.ballots.cards import takes_votes
from handlers.ballots.taps import SeeBallot
from handlers.turn import Turn
from messages import formats
from messages.contexts.home import BallotLine
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import ballots
from storage.ballots import Ballot
from storage.people import Person

_MOST = 4
_LINE = 120
_BUTTON = 24
"""Letters of the question."""


async def waiting_for(turn: Turn, person: Person) -> list[Ballot]:
    """The ballots that the person can still answer and has not, the most urgent first, at most a handful."""
    found = await ballots.waiting_for(turn.tx, person.id)
    return [one for one in found if one.task_force_id in person.task_force_ids and takes_votes(one, turn)][:_MOST]


async def lines(turn: Turn, waiting: Sequence[Ballot]) -> tuple[BallotLine, ...]:
    """A line for each."""
    return tuple(
        [
            BallotLine(
                question=_short(one, _LINE),
                closes=local(one.closes_at or turn.now, (await turn.charter(one.task_force_id)).body.timezone),
                task_force=await which.name_if_several(turn, one.task_force_id),
            )
            for one in waiting
        ]
    )


def rows(waiting: Sequence[Ballot]) -> Keyboard:
    """A button for each."""
    return tuple(
        (
            Button(
                Label("home.answer_ballot", {"question": _short(one, _BUTTON)}),
                data=SeeBallot(one.id).pack(),
                style="primary",
            ),
        )
        for one in waiting
    )


def _short(ballot: Ballot, letters: int) -> str:
    return formats.shorten(" ".join(ballot.question.split()), letters)
