"""The card of whoever is asked: the question, its papers, the buttons, and what they answered."""

from collections.abc import Sequence
from typing import Literal

from handlers.ballots import by_mail, wording
from handlers.ballots.taps import AddOpinion, AddWords, Choose, GetBallotPapers, SeeBallot, TakePaper
from handlers.turn import Turn
from messages.contexts.ballots import BallotCard, BallotFacts, RuleWords
from messages.model import Button, Keyboard, Label
from storage import ballot_votes
from storage.ballot_votes import Asked, Vote, to_person
from storage.ballots import Ballot
from storage.outbox import Priority
from taskforce.ballots import counts_until

State = Literal["open", "late", "closed", "withdrawn"]


def handle_of(ballot_id: int) -> str:
    """The card of whoever is asked."""
    return f"ballot:{ballot_id}"


def takes_votes(ballot: Ballot, turn: Turn) -> bool:
    """Whether a vote that arrives now counts: to the end of the closing second."""
    return ballot.state == "open" and ballot.closes_at is not None and turn.now < counts_until(ballot.closes_at)


class Cards:
    """The cards of one ballot, for one person or for many: what is the same for all is put together once a language."""

    def __init__(self, turn: Turn, ballot: Ballot) -> None:
        self._turn = turn
        self._ballot = ballot
        self._said: dict[str, tuple[BallotFacts, RuleWords]] = {}

    async def said(self, locale: str) -> tuple[BallotFacts, RuleWords]:
        """The facts and the rules in that language."""
        if locale not in self._said:
            self._said[locale] = (
                await wording.facts(self._turn, self._ballot, locale),
                await wording.rule_words(self._turn, self._ballot, locale),
            )
        return self._said[locale]

    async def of(
        self, place: Asked, locale: str, vote: Vote | None = None, *, problem: str = "", reminds: bool = False
    ) -> tuple[BallotCard, Keyboard]:
        """What that person sees, and the buttons. Of a secret ballot it never tells what they chose."""
        ballot = self._ballot
        facts, rules = await self.said(locale)
        state = "late" if ballot.state == "open" and not takes_votes(ballot, self._turn) else ballot.state
        message = BallotCard(
            facts=facts,
            rules=rules,
            choice="" if vote is None else wording.option(ballot, vote.place, locale),
            words="" if vote is None else vote.words,
            voted=place.voted,
            state=state,
            problem=problem,
            reminds=reminds,
        )
        return message, self._rows(place, facts, vote, state)

    def _rows(self, place: Asked, facts: BallotFacts, vote: Vote | None, state: str) -> Keyboard:
        ballot = self._ballot
        papers = Button(
            Label("ballots.get_papers", {"count": len(facts.papers)}), data=GetBallotPapers(ballot.id).pack()
        )
        last: Keyboard = ((papers,),) if facts.papers else ()
        if state != "open":
            return (*last, (Button(Label("ballots.see"), data=SeeBallot(ballot.id).pack()),))
        if ballot.secret:
            if place.voted:
                return (*last, (Button(Label("ballots.add_opinion"), data=AddOpinion(ballot.id).pack()),))
            take = Button(Label("ballots.take_paper"), data=TakePaper(ballot.id).pack(), style="primary")
            return ((take,), *last)
        rows = [
            (Button(Label("ballots.chosen", {"option": words}) if vote is not None and vote.place == n else words,
                    data=Choose(ballot.id, n).pack()),)
            for n, words in enumerate(facts.options)
        ]  # fmt: skip
        if vote is not None:
            rows.append((Button(Label("ballots.add_words"), data=AddWords(ballot.id).pack()),))
        return (*rows, *last)


async def show(turn: Turn, ballot: Ballot, place: Asked, *, problem: str = "") -> None:
    """The card to whoever is there, in place where they tapped on it."""
    vote = None if ballot.secret else await ballot_votes.vote_of(turn.tx, place.id)
    message, rows = await Cards(turn, ballot).of(place, turn.locale, vote, problem=problem)
    await turn.card(handle_of(ballot.id), message, rows)


async def send(turn: Turn, ballot: Ballot, limit: int) -> int:
    """Send the card to those who have not got it, at most so many; returns to how many."""
    some = await ballot_votes.to_send(turn.tx, ballot.id, limit)
    made, left = Cards(turn, ballot), None if ballot.closes_at is None else ballot.closes_at - turn.now
    for place in some:
        message, rows = await made.of(place, place.locale)
        await turn.notify(
            to_person(place), message, rows, handle=handle_of(ballot.id), priority=Priority.BULK,
            dedupe_key=f"ballot:{ballot.id}:{place.membership_id}", expires_in=left,
        )  # fmt: skip
    await by_mail.asked(turn, ballot, some)
    sent = [place.id for place in some]
    await ballot_votes.mark(turn.tx, sent, "sent", 1)
    await ballot_votes.mark(turn.tx, sent, "nudged", ballot.nudges)  # it is new to them
    return len(some)


async def remind(turn: Turn, ballot: Ballot, key: str, limit: int) -> int:
    """Remind those who have not answered, at most so many: the card comes anew and is the one that counts."""
    some = await ballot_votes.to_remind(turn.tx, ballot.id, key, limit)
    await _remind(turn, ballot, key, some)
    await ballot_votes.mark(turn.tx, [place.id for place in some], "reminded", key)
    return len(some)


async def nudge(turn: Turn, ballot: Ballot, limit: int) -> int:
    """The same because the office asked for it."""
    some = await ballot_votes.to_nudge(turn.tx, ballot.id, ballot.nudges, limit)
    await _remind(turn, ballot, f"nudge{ballot.nudges}", some)
    await ballot_votes.mark(turn.tx, [place.id for place in some], "nudged", ballot.nudges)
    return len(some)


async def _remind(turn: Turn, ballot: Ballot, key: str, some: Sequence[Asked]) -> None:
    made = Cards(turn, ballot)
    for place in some:
        if place.unreachable:
            continue  # the card waits for them; reminders would pile up behind it
        message, rows = await made.of(place, place.locale, reminds=True)
        await turn.notify(
            to_person(place), message, rows, handle=handle_of(ballot.id), priority=Priority.BULK,
            dedupe_key=f"ballot-{key}:{ballot.id}:{place.membership_id}",
            expires_in=None if ballot.closes_at is None else ballot.closes_at - turn.now,
        )  # fmt: skip
