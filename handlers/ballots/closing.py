"""What happens to ballots by the clock: cards go out, the undecided are reminded, it ends, its end is told.

Each piece of work takes a slice of them, so that two thousand people hold no transaction for long; what was done is
marked with it.
"""

from datetime import datetime, timedelta

from handlers.ballots import access, by_mail, cards, counting, results, withdrawing
from handlers.ballots.drafting import card_of, note
from handlers.ballots.taps import SeeBallot
from handlers.sweeping import apart
from handlers.turn import Turn
from messages.model import Button, Keyboard, Label, Message
from storage import ballot_votes, ballots
from storage.ballot_votes import to_person
from storage.ballots import Ballot
from storage.database import Transaction
from storage.outbox import Priority
from taskforce.ballots import counts_until, reminder_due, reminders
from taskforce.reminders import may_disturb

SLICE = 50
"""People written to in one piece: nobody else waits for longer than a moment."""

RESULT_LIFETIME = timedelta(days=30)
"""For whoever cannot be reached at the moment."""


async def sweep(turn: Turn) -> None:
    """Every ballot that takes votes, then those whose end is not known to everybody yet."""
    for ballot in await ballots.open_ones(turn.tx):
        async with apart(turn, f"Ballot {ballot.id}"):
            await _one(turn, ballot)
    for ballot in await ballots.with_untold(turn.tx):
        async with apart(turn, f"Telling the end of ballot {ballot.id}"):
            await tell_end(turn, ballot)


async def _one(turn: Turn, ballot: Ballot) -> None:
    assert ballot.closes_at is not None  # noqa: S101 - an open ballot has a deadline
    if turn.now >= counts_until(ballot.closes_at):
        await close(turn, ballot, "time")
    elif ballot.early and await counting.is_settled(turn, ballot):
        await close(turn, ballot, "early")
    else:
        await ballot_votes.take_over(turn.tx, ballot.id)
        if await cards.send(turn, ballot, SLICE) < SLICE:
            await _remind(turn, ballot)


async def _remind(turn: Turn, ballot: Ballot) -> None:
    body = (await turn.charter(ballot.task_force_id)).body
    calendar = await turn.calendar(ballot.task_force_id)
    opened, closes = ballot.opened_at or turn.now, ballot.closes_at or turn.now
    planned = reminders(opened, closes, body.quiet_hours, calendar, body.zone)
    stage = reminder_due(planned, turn.now)
    if stage is not None and may_disturb(turn.now, body.quiet_hours, calendar, body.zone):
        await cards.remind(turn, ballot, stage.key, 2 * SLICE)


# The end


async def close(turn: Turn, ballot: Ballot, why: str) -> None:
    """It takes no more votes; its end is told as soon as people may be disturbed. Twice is once."""
    at = turn.now if why != "time" or ballot.closes_at is None else ballot.closes_at
    if await ballots.move_on(turn.tx, ballot.id, "open", "closed", closed_at=at, closed_why=why):
        ballot = await ballots.get(turn.tx, ballot.id)
        await note(turn, ballot, "closed", detail=why)
        await tell_end(turn, ballot)


async def tell_end(turn: Turn, ballot: Ballot) -> None:
    """The end to the office, then to a slice of those asked; it does not begin in the quiet hours."""
    if ballot.told != "office":
        body = (await turn.charter(ballot.task_force_id)).body
        if body.quiet_hours.covers(turn.now.astimezone(body.zone).time()):
            return
        if ballot.state == "closed" and not ballot.told:
            await tell_office(turn, ballot, "ballot-result")
        await ballots.all_told(turn.tx, ballot.id, "office")
    await _tell_asked(turn, ballot)


async def due(tx: Transaction, _now: datetime) -> bool:
    """Whether cards or reminders by hand are to go out, or an end is being told."""
    return await ballots.work_waits(tx)


async def beat(turn: Turn) -> None:
    """A slice of that."""
    for ballot in await ballots.open_ones(turn.tx):
        async with apart(turn, f"Sending the cards of ballot {ballot.id}"):
            if await cards.send(turn, ballot, SLICE) or await cards.nudge(turn, ballot, SLICE):
                return
    for ballot in await ballots.with_untold(turn.tx):
        if ballot.told == "office":
            async with apart(turn, f"Telling the end of ballot {ballot.id}"):
                await _tell_asked(turn, ballot)
                return


async def tell_office(turn: Turn, ballot: Ballot, occurrence: str, *, skip: int = 0, in_place: bool = False) -> None:
    """The result to leaders and secretaries; the chair is asked for their word with it.

    ``in_place``: what they have is brought up to date, nobody is called for it.
    """
    chairs = {one.id for one in await access.chairs(turn, ballot.task_force_id)}
    everybody = {one.id: one for one in await access.office(turn, ballot.task_force_id)}
    made: dict[str, Message] = {}
    for person in everybody.values():
        if person.id == skip:
            continue
        if person.locale not in made:
            made[person.locale] = await results.message(turn, ballot, person.locale, new=True)
        rows = await results.buttons(turn, ballot, office=person.id in chairs)
        message, handle = made[person.locale], card_of(ballot.id)
        if in_place and person.telegram_id is not None:
            await turn.show(person.telegram_id, handle, message, rows, locale=person.locale)
        else:
            await turn.notify(person, message, rows, dedupe_key=f"{occurrence}:{ballot.id}", handle=handle)


async def _tell_asked(turn: Turn, ballot: Ballot) -> None:
    """The result, what the chair decided, or that it was taken back."""
    what = "withdrawn" if ballot.state == "withdrawn" else "result" if ballot.decided in ("", "seen") else "decision"
    wanted = ballot.state == "withdrawn" or ballot.told_to_all
    some = await ballot_votes.to_tell(turn.tx, ballot.id, what, SLICE) if wanted else []
    if not some:
        await ballots.all_told(turn.tx, ballot.id, what)
        return
    knows = {one.id for one in await access.office(turn, ballot.task_force_id)} if ballot.state == "closed" else set()
    made: dict[str, tuple[Message, Keyboard]] = {}
    for place in some:
        if place.person_id in knows or (what == "withdrawn" and place.person_id == ballot.withdrawn_by):
            continue
        if place.locale not in made:
            made[place.locale] = await _end_of(turn, ballot, place.locale)
        message, rows = made[place.locale]
        await turn.notify(
            to_person(place), message, rows, dedupe_key=f"ballot-{what}:{ballot.id}", priority=Priority.BULK,
            expires_in=RESULT_LIFETIME,
        )  # fmt: skip

    async def words(locale: str) -> Message:
        return (await _end_of(turn, ballot, locale))[0]

    await by_mail.ended(turn, ballot, some, what, words)
    await ballot_votes.mark(turn.tx, [place.id for place in some], "told", what)


async def _end_of(turn: Turn, ballot: Ballot, locale: str) -> tuple[Message, Keyboard]:
    if ballot.state == "withdrawn":
        return await withdrawing.told(turn, ballot), ()
    see = Button(Label("ballots.see"), data=SeeBallot(ballot.id).pack())
    return await results.message(turn, ballot, locale, new=True), ((see,),)
