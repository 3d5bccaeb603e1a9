"""Until when a ballot runs: proposed within the charter's bounds, or typed the way people type it."""

from datetime import datetime, time, timedelta

from handlers.ballots import checking
from handlers.ballots.drafting import key
from handlers.turn import Turn
from messages import formats
from messages.model import Button
from messages.render import local
from storage.ballots import Ballot
from taskforce.moments import END_OF_DAY
from taskforce.moments import local as at_clock
from taskforce.when import NeedsDay, NeedsTime, NotUnderstood, When, WhichOne, read_when

_CLOCK = time(17)
"""The end of office hours."""

_AHEAD = (1, 3, 5)
"""Working days from the first day on which it may close."""


async def rows(turn: Turn, ballot: Ballot, choices: tuple[datetime, ...] = ()) -> list[tuple[Button, ...]]:
    """A button for each of these moments; without any, for what the charter's bounds allow."""
    zone = (await turn.charter(ballot.task_force_id)).body.timezone
    found = choices or await _proposed(turn, ballot)
    keys: list[tuple[Button, ...]] = []
    for moment in found[:6]:
        here = local(moment, zone)
        words = f"{formats.clock(here, turn.locale)} {formats.weekday(here, turn.locale)}, {here.day}/{here.month}"
        button = key(ballot, "time", "ts", int(moment.timestamp()))
        keys.append((Button(words, data=button.data),))
    return keys


async def _proposed(turn: Turn, ballot: Ballot) -> tuple[datetime, ...]:
    charter, calendar = await turn.charter(ballot.task_force_id), await turn.calendar(ballot.task_force_id)
    zone, bounds = charter.body.zone, await checking.window(turn, ballot)
    today = local(turn.now, charter.body.timezone).date()
    # a bound runs to the end of its day, so the first office hour that respects it is the next working day's
    start = today if bounds.earliest is None else bounds.earliest.astimezone(zone).date()
    found = [at_clock(calendar.shift(start, days), _CLOCK, zone) for days in _AHEAD]
    inside = [one for one in found if bounds.allows(one)]
    return tuple(inside or found[:1])


async def read(turn: Turn, ballot: Ballot, text: str) -> tuple[str, tuple[datetime, ...]]:
    """(why it is not taken, the moments in UTC that the text can mean); a day alone means its end."""
    charter = await turn.charter(ballot.task_force_id)
    now = local(turn.now, charter.body.timezone)
    found = read_when(text, now)
    if isinstance(found, When):
        return "", (found.starts_at,)
    if isinstance(found, NeedsTime):
        return "", (at_clock(found.day, END_OF_DAY, charter.body.zone),)
    if isinstance(found, WhichOne):
        return "which", tuple(choice.starts_at for choice in found.choices)
    if isinstance(found, NeedsDay):
        today = at_clock(now.date(), found.clock, charter.body.zone)
        days = [today + timedelta(days=more) for more in range(3)]
        return "which", tuple(one for one in days if one > turn.now)
    assert isinstance(found, NotUnderstood)  # noqa: S101 - nothing else is left
    return found.reason, ()
