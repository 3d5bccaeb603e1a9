"""From the draft to the open ballot: one look at just what will be read, then the list is fixed and it goes out."""

from collections.abc import Sequence

from handlers import people_pool
from handlers.ballots import access, cards, checking, office, wording
from handlers.ballots.drafting import card_of, end, key, note, say_over
from handlers.conversations import offer_waiting
from handlers.turn import Turn
from messages.contexts.ballots import BallotConfirm
from messages.model import Label
from storage import ballot_votes, ballots
from storage.ballots import Ballot
from storage.memberships import Place

AT_ONCE = 30
"""Cards that go out with the opening itself; the others follow by and by."""


async def _ready(turn: Turn, ballot: Ballot) -> list[Place] | None:
    """Who would be asked; None (and told) when something stands in the way."""
    asked = people_pool.chosen(await people_pool.kept(turn, ballot.task_force_id), ballot.audience)
    code = checking.in_the_way(await checking.warnings(turn, ballot, asked), ballot)
    if not code:
        return asked
    from handlers.ballots import asking, draft  # they lead here

    await turn.toast(Label(f"ballots.stop_{code.replace('-', '_')}"), alert=True)
    await (asking.ask(turn, ballot, "reason") if code == "reason" else draft.show(turn, ballot))
    return None


async def confirm(turn: Turn, ballot: Ballot) -> None:
    """Just what those asked will read, and how many they are."""
    asked = await _ready(turn, ballot)
    if asked is None:
        return
    message = BallotConfirm(
        facts=await wording.facts(turn, ballot, turn.locale),
        rules=await wording.rule_words(turn, ballot, turn.locale),
        count=len(asked),
        unreachable=sum(bool(people_pool.why_unreachable(place)) for place in asked),
    )
    rows = ((key(ballot, "open", "go", style="primary"),), (key(ballot, "back", "desk"),))
    await turn.card(card_of(ballot.id), message, rows)


async def open_it(turn: Turn, ballot: Ballot) -> None:
    """Fix who is asked, and begin to send; a second tap finds it open."""
    asked = await _ready(turn, ballot)
    if asked is None or turn.person is None:
        return
    found = await checking.warnings(turn, ballot, asked)
    reason = ballot.late_reason if any(one.code in ("soon", "long") for one in found) else ""
    opened = await ballots.move_on(
        turn.tx, ballot.id, "draft", "open", opened_by=turn.person.id, opened_at=turn.now, late_reason=reason
    )
    ballot = await ballots.get(turn.tx, ballot.id)
    if not opened:
        await say_over(turn, ballot)
        return
    await ballot_votes.freeze(
        turn.tx, ballot.id, [place.membership for place in asked], await _chairs(turn, ballot, asked)
    )
    if ballot.secret:
        await ballot_votes.set_up_box(turn.tx, ballot.id, ballot.rules.options)
    await note(turn, ballot, "opened", detail=f"{len(asked)}")
    await end(turn, ballot.id)
    await cards.send(turn, ballot, AT_ONCE)
    await office.show(turn, ballot)
    await offer_waiting(turn, turn.chat_id)


async def _chairs(turn: Turn, ballot: Ballot, asked: Sequence[Place]) -> list[int]:
    """The memberships whose vote breaks a tie: the chair's."""
    people = {one.id for one in await access.chairs(turn, ballot.task_force_id)}
    return [place.membership.id for place in asked if place.membership.person_id in people]
