"""What came of the first days of April, read from the product's database: notice, ballots, difficulty, question."""

from dataclasses import dataclass
from datetime import timedelta

from bot.demo.cast import story
from bot.demo.director import PRESET, Director
from storage import (
    ballot_votes,
    ballots,
    broadcast_recipients,
    broadcasts,
    case_followers,
    case_lists,
    cases,
    faq,
    target_figures,
    task_forces,
)
from storage.ballots import Ballot
from storage.case_lists import Reader
from storage.database import Transaction

_AGREE = 0  # the place of "Đồng ý" among the usual options
_EVERYTHING = Reader(0, everything=True, unit_ids=())


@dataclass(frozen=True)
class SpokenOutcome:
    """The notice: ``sent_to``, of whom it ``reached`` and who ``received``; agreed of asked in both ballots.

    ``answered_in`` is how long the difficulty waited for its answer.
    """

    sent_to: int = 0
    reached: int = 0
    received: int = 0
    majority: tuple[int, int] = (0, 0)
    advice: tuple[int, int] = (0, 0)
    answered_in: timedelta = timedelta()
    problem: str = ""


async def look_back(director: Director, tx: Transaction) -> SpokenOutcome:
    """Nothing is written; ``problem`` is what is not as the story has it, "" when all is well."""
    bodies = {body.key: body.id for body in await task_forces.active(tx)}
    second, third, fourth = (bodies.get(story()[part]["preset"], 0) for part in ("second", "third", "fourth"))
    sent = await broadcasts.over(tx, bodies[PRESET], 0, 9)
    by_majority = await ballots.of_task_force(tx, second, ["closed"], 9)
    by_chair = await ballots.of_task_force(tx, third, ["closed"], 9)
    waited = await case_lists.answer_times(tx, second)
    if (len(sent), len(by_majority), len(by_chair), len(waited)) != (1, 1, 1, 1):
        return SpokenOutcome(problem="There is not one notice, one ballot of each kind and one answered difficulty.")
    notice = sent[0]
    counts = await broadcast_recipients.counts(tx, notice.id, notice.ask_from, notice.version)
    unreached = await broadcast_recipients.listed(tx, notice.id, "unreached", notice.ask_from)
    majority, advice = [await _agreed(tx, ballot) for ballot in (by_majority[0], by_chair[0])]
    checks = (
        (notice.version != 2 or counts.current != counts.sent, "The correction did not reach everybody."),
        ([one.state for one in unreached] != ["blocked"], "Not exactly one recipient is told to have blocked the bot."),
        (counts.received != counts.sent, f"{counts.received} of {counts.sent} acknowledged; all that got it should."),
        (notice.nudges != 1, f"The silent were reminded {notice.nudges} times, not once."),
        (majority != (4, 5) or by_majority[0].closed_why != "all", "The majority was not 4 of 5, ended early."),
        (by_majority[0].decided != "seen", "The head did not confirm the majority's result."),
        (advice != (1, 4) or by_chair[0].closed_why != "time", "The advisory ballot was not 1 of 4 when time was up."),
        (by_chair[0].decided != "yes" or by_chair[0].mode != "chair", "The chair did not decide."),
        (not await _is_settled(tx, second), "The difficulty is not settled, or not followed by one."),
        (not await _answered(tx, fourth), "The question did not find its answer."),
        (len(await target_figures.links(tx, bodies[PRESET])) != 1, "Not exactly one target is linked."),
        (_kept_secret(director), "What bears a mark of secrecy still stands in a chat."),
    )
    problem = next((sentence for wrong, sentence in checks if wrong), "")
    return SpokenOutcome(counts.total, counts.sent, counts.received, majority, advice, waited[0], problem)


async def _agreed(tx: Transaction, ballot: Ballot) -> tuple[int, int]:
    """(who agreed, who was asked)."""
    votes = await ballot_votes.votes(tx, ballot.id)
    asked = await ballot_votes.everybody(tx, ballot.id)
    return sum(vote.place == _AGREE for vote in votes.values()), len(asked)


async def _is_settled(tx: Transaction, body: int) -> bool:
    """Whether the difficulty was taken, answered and confirmed, and one more follows it."""
    page = await case_lists.page(tx, body, _EVERYTHING, "c", (), 0, 9)
    if page.found != 1:
        return False
    ((case, _, _),) = page.lines
    steps = [step.what for step in await cases.history(tx, case.id)]
    return {"taken", "answered", "confirmed"} <= set(steps) and await case_followers.count(tx, case.id) == 1


async def _answered(tx: Transaction, body: int) -> bool:
    return [(entry.seen, entry.helped) for entry in await faq.everything(tx, body)] == [(1, 1)]


def _kept_secret(director: Director) -> bool:
    text = story()["april"]["secret"]["text"]
    return any(text in message.text for person in director.people.values() for message in person.phone.messages)
