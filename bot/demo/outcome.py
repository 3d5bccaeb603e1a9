"""What came of it: who did what when, the figures, and whether everything is as it has to be."""

from dataclasses import dataclass, field
from datetime import datetime

from bot.demo import meeting_outcome, spoken_outcome
from bot.demo.director import PRESET, ZONE, Director
from bot.demo.meeting_outcome import MeetingOutcome
from bot.demo.people import Person
from bot.demo.spoken_outcome import SpokenOutcome
from storage import intake, memberships, outbox, periods, reports, task_forces, units
from storage.database import Transaction
from storage.periods import Period
from storage.reports import Report

STREAM, FEBRUARY, MARCH = "monthly", "2022-02", "2022-03"
_APRIL = datetime(2022, 4, 1, tzinfo=ZONE)
_STANDINGS = ("kicked", "member", "administrator", "left")
_ACTIONS = ("sent", "tapped", *_STANDINGS)


@dataclass(frozen=True)
class UnitLine:
    """One unit in March. Moments are local; ``reminders`` of each of its people."""

    unit: str
    people: tuple[Person, ...]
    reminders: tuple[int, ...]
    opened_at: datetime | None
    sent_at: datetime | None
    days_late: int


@dataclass(frozen=True)
class Outcome:
    """The end of the story. ``problem`` is what went wrong, in one sentence; "" when all is well."""

    lines: tuple[UnitLine, ...]
    updates: int
    messages: int
    edits: int
    too_many: int
    restarts: int
    failed: int
    meeting: MeetingOutcome = field(default_factory=MeetingOutcome)
    spoken: SpokenOutcome = field(default_factory=SpokenOutcome)
    problem: str = ""


async def look_back(director: Director, errors: list[str]) -> Outcome:
    """Read the product's database (nothing is written) and the phones; ``errors`` are what the bot logged as such."""
    async with director.stage.database.read() as tx:
        body = next(body for body in await task_forces.active(tx) if body.key == PRESET)
        months = [await periods.find(tx, body.id, STREAM, label) for label in (FEBRUARY, MARCH)]
        if None in months:
            return _unfinished("The reporting periods of February and March were not opened.")
        names = {unit.id: unit.name for unit in await units.of_task_force(tx, body.id)}
        told = [await reports.of_period(tx, month.id) for month in months if month]
        failed = await intake.count_failed(tx)
        meeting = await meeting_outcome.look_back(director, tx)
        spoken = await spoken_outcome.look_back(director, tx)
        problem = await _problem(director, tx, body.id, told, failed, errors) or meeting.problem or spoken.problem
    march = months[1]
    assert march is not None  # noqa: S101 - asked above
    granted = director.stage.telegram.calls.granted
    return Outcome(
        lines=tuple(_line(director, names[report.unit_id], report, march) for report in told[1]),
        updates=_updates(director),
        messages=director.messages(),
        edits=granted["editmessagetext"],
        too_many=director.stage.telegram.too_many,
        restarts=director.restarts,
        failed=failed,
        meeting=meeting,
        spoken=spoken,
        problem=problem,
    )


def _unfinished(problem: str) -> Outcome:
    return Outcome((), 0, 0, 0, 0, 0, 0, problem=problem)


def _updates(director: Director) -> int:
    """What people did and the bot was told of: in a channel that is only how the bot stands there."""
    bot = director.stage.telegram.world.bot.name
    return sum(
        event.kind in (_ACTIONS if chat.person else _STANDINGS) and event.who != bot
        for chat in director.stage.telegram.world.chats.values()
        for event in chat.history
    )


def _line(director: Director, unit: str, report: Report, period: Period) -> UnitLine:
    people = tuple(person for person in director.people.values() if person.actor.unit == unit)
    due = period.due_at.astimezone(ZONE)
    sent = report.submitted_at.astimezone(ZONE) if report.submitted_at else None
    return UnitLine(
        unit=unit,
        people=people,
        reminders=tuple(sum(period.opens_at <= at < _APRIL for at, _ in person.reminders()) for person in people),
        opened_at=report.opened_at.astimezone(ZONE) if report.opened_at else None,
        sent_at=sent,
        days_late=max(0, (sent.date() - due.date()).days) if sent else 0,
    )


async def _problem(
    director: Director, tx: Transaction, body: int, told: list[list[Report]], failed: int, errors: list[str]
) -> str:
    """The first thing that is not as the story has it."""
    joined = {place.full_name for place in await memberships.living(tx, body) if place.state == "active"}
    absent = [name for name in director.people if name not in joined]
    sent = [sum(report.submitted_at is not None for report in month) for month in told]
    dead = await outbox.count_dead(tx)
    posts = len(director.posts())
    twice = [person.name for person in director.people.values() if _reminded_twice(person)]
    checks = (
        (errors, f"The bot logged an error: {errors[0] if errors else ''}"),
        (failed, f"{failed} update(s) could not be dealt with; see failed_updates in the database."),
        (dead, f"{dead} message(s) were refused by Telegram; see outbox in the database."),
        (absent, f"These people are not members: {', '.join(absent)}."),
        (len(told[1]) != 22, f"{len(told[1])} units owe a report, not 22."),
        (sent != [22, 21], f"{sent[0]} and {sent[1]} units reported in February and March, not 22 and 21."),
        (posts != 2, f"The channel holds {posts} summaries, not 2."),
        (twice, f"Reminded twice at the same time: {', '.join(twice)}."),
    )
    return next((sentence for wrong, sentence in checks if wrong), "")


def _reminded_twice(person: Person) -> bool:
    moments = [at.replace(minute=0, second=0, microsecond=0) for at, text in person.reminders()]
    stages = [(moment, text) for moment, (_, text) in zip(moments, person.reminders(), strict=True)]
    return len(stages) != len(set(stages))
