"""A ballot as whoever runs it sees it: under way, or what it came to; and what they may do about it."""

from handlers.ballots import access, cards, counting, record, results, voting, withdrawing, wording
from handlers.ballots.drafting import card_of, note, say_over
from handlers.ballots.taps import GetBallotPapers, ListBallots, RunBallot, SeeBallot, TakePaper
from handlers.turn import NotAllowed, Turn
from messages.contexts.ballots import BallotProgress, WaitingLine
from messages.model import Button, Keyboard, Label
from storage import ballot_votes, ballots
from storage.ballot_votes import Asked
from storage.ballots import Ballot
from taskforce.broadcasts import NUDGE_PAUSE, may_nudge

_NAMED = 20
"""Who has not answered, by name on the card."""


async def see(turn: Turn, tap: SeeBallot) -> None:
    """The ballot, as this person may see it: to answer, to run, or what it came to."""
    ballot = await ballots.find(turn.tx, tap.ballot)
    if ballot is None or turn.person is None:
        raise NotAllowed(f"ballot {tap.ballot}")
    place = await access.place_in(turn, ballot)
    runs = await _runs(turn, ballot)
    if place is None and not runs:
        raise NotAllowed(f"ballot {tap.ballot}")
    waits = place is not None and not place.voted and cards.takes_votes(ballot, turn)
    if runs and not waits:
        await show(turn, ballot)
    elif ballot.state == "closed" and await access.may_see_result(turn, ballot):
        await results.show(turn, ballot)
    elif place is not None:
        await voting.stop_asking(turn, ballot)
        await cards.show(turn, ballot, place)


async def _runs(turn: Turn, ballot: Ballot) -> bool:
    try:
        await access.need_to_run(turn, ballot.id)
    except NotAllowed:
        return False
    return True


async def show(turn: Turn, ballot: Ballot) -> None:
    """The office's card."""
    if ballot.state == "draft":
        from handlers.ballots import draft  # it leads here

        await draft.onward(turn, ballot)
    elif ballot.state == "closed":
        await results.show(turn, ballot)
    elif ballot.state == "withdrawn":
        await turn.card(card_of(ballot.id), await withdrawing.told(turn, ballot), ())
    elif ballot.state == "dropped":
        await say_over(turn, ballot)
    else:
        await _progress(turn, ballot)


async def _progress(turn: Turn, ballot: Ballot) -> None:
    everybody = await ballot_votes.everybody(turn.tx, ballot.id)
    silent = [one for one in everybody if not one.voted]
    counts = None if ballot.secret else (await counting.outcome_of(turn, ballot)).counts
    message = BallotProgress(
        facts=await wording.facts(turn, ballot, turn.locale),
        rules=await wording.rule_words(turn, ballot, turn.locale),
        asked=len(everybody),
        voted=len(everybody) - len(silent),
        counts=counts,
        waiting=tuple(line(one) for one in silent[:_NAMED]),
        more=len(silent[_NAMED:]),
        unreachable=sum(not one.can_hear for one in silent),
    )
    await turn.card(card_of(ballot.id), message, await _rows(turn, ballot, everybody))


def line(one: Asked) -> WaitingLine:
    """Somebody who has not answered, and why perhaps."""
    why = "left" if one.left else "not-joined" if one.telegram_id is None else "blocked" if one.unreachable else ""
    return WaitingLine(one.full_name, one.unit, why)


async def _rows(turn: Turn, ballot: Ballot, everybody: list[Asked]) -> Keyboard:
    def run(words: str, what: str) -> Button:
        return Button(Label(f"ballots.{words}"), data=RunBallot(ballot.id, what, 0).pack())

    rows: list[tuple[Button, ...]] = []
    own = await access.place_in(turn, ballot)
    if own is not None and cards.takes_votes(ballot, turn) and not (ballot.secret and own.voted):
        if ballot.secret:
            mine = Button(Label("ballots.take_paper"), data=TakePaper(ballot.id).pack(), style="primary")
        else:
            mine = Button(Label("ballots.my_vote"), data=RunBallot(ballot.id, "mine", 0).pack())
        rows.append((mine,))
    if waiting := sum(not one.voted and one.can_hear for one in everybody):
        words = Label("ballots.nudge", {"count": waiting})
        rows.append((Button(words, data=RunBallot(ballot.id, "nudge", ballot.nudges + 1).pack()),))
    if everybody and all(one.voted for one in everybody):
        rows.append((run("end_now", "end"),))
    rows.append((run("refresh", "see"), Button(Label("ballots.list"), data=ListBallots(ballot.task_force_id).pack())))
    if found := len(await ballots.papers(turn.tx, ballot.id)):
        rows.append((Button(Label("ballots.get_papers", {"count": found}), data=GetBallotPapers(ballot.id).pack()),))
    if await access.may_withdraw(turn, ballot):
        rows.append((run("withdraw", "withdraw"),))
    return tuple(rows)


async def act(turn: Turn, tap: RunBallot) -> None:
    """A button of the office's card; the record is for whoever may see the result."""
    if tap.what == "record":
        await record.send(turn, tap.ballot)
        return
    ballot = await access.need_to_run(turn, tap.ballot)
    if tap.what == "withdraw":
        await withdrawing.begin(turn, ballot)
    elif tap.what == "end" and ballot.state == "open":
        await _end_now(turn, ballot)
    elif tap.what == "nudge" and ballot.state == "open":
        await _nudge(turn, ballot, tap.arg)
    elif tap.what == "mine" and (place := await access.place_in(turn, ballot)) is not None:
        await cards.show(turn, ballot, place)
    else:
        await show(turn, ballot)


async def _nudge(turn: Turn, ballot: Ballot, number: int) -> None:
    """Remind the undecided and nobody else; not too often, not in the quiet hours."""
    body = (await turn.charter(ballot.task_force_id)).body
    if body.quiet_hours.covers(turn.now.astimezone(body.zone).time()):
        await turn.toast(Label("ballots.nudge_quiet"), alert=True)
    elif not may_nudge(ballot.nudged_at, turn.now):
        left = NUDGE_PAUSE - (turn.now - (ballot.nudged_at or turn.now))
        await turn.toast(Label("ballots.nudged_lately", {"minutes": int(left.total_seconds() // 60) + 1}), alert=True)
    elif number == ballot.nudges + 1 and cards.takes_votes(ballot, turn):  # else an old button
        await ballots.nudge(turn.tx, ballot.id, turn.now)
        await note(turn, ballot, "nudged")
        await turn.toast(Label("ballots.nudged"))
    await show(turn, await ballots.get(turn.tx, ballot.id))


async def _end_now(turn: Turn, ballot: Ballot) -> None:
    """Everybody has answered: nothing is gained by waiting."""
    from handlers.ballots import closing  # it shows the office's card

    asked, voted = await ballot_votes.counts(turn.tx, ballot.id)
    if voted < asked:
        await turn.toast(Label("ballots.not_all"), alert=True)
        await show(turn, ballot)
        return
    await closing.close(turn, ballot, "all")
    await show(turn, await ballots.get(turn.tx, ballot.id))
