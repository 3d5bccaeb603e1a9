"""/phieu: what waits for this person, what is open, what is being prepared, what has ended."""

from handlers import which
from handlers.ballots.drafting import HANDLE
from handlers.ballots.taps import EditBallot, ListBallots, NewBallot, SeeBallot
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.ballots import BallotList
from messages.model import Button, Label
from messages.render import local
from storage import ballot_votes, ballots
from storage.ballots import Ballot
from taskforce.roles import Action

COMMAND = "phieu"
_MOST = 10
_ENDED = 6
_LETTERS = 30


async def command(turn: Turn) -> None:
    """/phieu."""
    body = await which.task_force_for(turn, None, COMMAND)
    if body is not None:
        await _show(turn, body)


async def see(turn: Turn, tap: ListBallots) -> None:
    """The list again."""
    await _show(turn, tap.body)


async def _show(turn: Turn, body: int) -> None:
    if turn.person is None or body not in turn.person.task_force_ids:
        raise NotAllowed(f"ballots of {body}")
    office = turn.may(Action.OPEN_BALLOT, body)
    waiting = [one for one in await ballots.waiting_for(turn.tx, turn.person.id) if one.task_force_id == body]
    waits = {one.id for one in waiting}
    if office:
        known = await ballots.of_task_force(turn.tx, body, ("open",), _MOST)
        ended = await ballots.of_task_force(turn.tx, body, ("closed", "withdrawn"), _ENDED)
        drafts = await ballots.of_task_force(turn.tx, body, ("draft",), _MOST)
    else:
        asked = [one for one in await ballots.asked(turn.tx, turn.person.id, 50) if one.task_force_id == body]
        known = [one for one in asked if one.state == "open"][:_MOST]
        ended = [one for one in asked if one.state in ("closed", "withdrawn")][:_ENDED]
        drafts = []
    others = [one for one in known if one.id not in waits]
    zone = (await turn.charter(body)).body.timezone
    rows = [(_key(turn, one, "waits", zone),) for one in waiting[:_MOST]]
    rows += [(await _open_key(turn, one),) for one in others]
    rows += [(_draft_key(one),) for one in drafts]
    rows += [(_key(turn, one, one.state, zone),) for one in ended]
    if office:
        rows.append((Button(Label("ballots.new"), data=NewBallot(body).pack(), style="primary"),))
    message = BallotList(
        await which.name_if_several(turn, body), len(waiting), len(others), len(drafts), len(ended), office
    )
    await turn.card(HANDLE, message, tuple(rows))


def _short(ballot: Ballot) -> str:
    return formats.shorten(" ".join(ballot.question.split()), _LETTERS) or f"#{ballot.id}"


def _key(turn: Turn, ballot: Ballot, words: str, zone: str) -> Button:
    closes = ballot.closed_at or ballot.closes_at or turn.now
    day = local(closes, zone)
    label = Label(f"ballots.line_{words}", {"question": _short(ballot), "day": f"{day.day}/{day.month}"})
    return Button(label, data=SeeBallot(ballot.id).pack(), style="primary" if words == "waits" else None)


async def _open_key(turn: Turn, ballot: Ballot) -> Button:
    asked, voted = await ballot_votes.counts(turn.tx, ballot.id)
    label = Label("ballots.line_open", {"question": _short(ballot), "voted": voted, "asked": asked})
    return Button(label, data=SeeBallot(ballot.id).pack())


def _draft_key(ballot: Ballot) -> Button:
    label = Label("ballots.line_draft", {"question": _short(ballot)})
    return Button(label, data=EditBallot(ballot.id, ballot.revision, "desk", 0).pack())
