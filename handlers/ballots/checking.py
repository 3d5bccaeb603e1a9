"""What has to be known of a draft before it opens, and what stands in the way."""

from collections.abc import Sequence

from handlers import people_pool
from handlers.ballots import access, wording
from handlers.turn import Turn
from messages.contexts.ballots import BallotWarning
from messages.render import local
from storage.ballots import Ballot
from storage.memberships import Place
from taskforce.ballots import FEWEST_SECRET
from taskforce.decisions import WrittenWindow, written_window

_STOPS = ("no-question", "no-time", "past", "nobody", "few", "roles")
"""With one of these it does not open."""


async def window(turn: Turn, ballot: Ballot) -> WrittenWindow:
    """Between when and when the charter lets it close, were it opened now."""
    charter = await turn.charter(ballot.task_force_id)
    if charter.decisions.written is None:
        return WrittenWindow(None, None)
    calendar = await turn.calendar(ballot.task_force_id)
    return written_window(charter.decisions.written, turn.now, calendar, charter.body.zone)


async def warnings(turn: Turn, ballot: Ballot, asked: Sequence[Place]) -> tuple[BallotWarning, ...]:
    """Everything to be said of the draft, what stands in the way first."""
    charter = await turn.charter(ballot.task_force_id)
    found = []
    if not ballot.question:
        found.append(BallotWarning("no-question"))
    if not asked:
        found.append(BallotWarning("nobody"))
    elif ballot.secret and len(asked) < FEWEST_SECRET:
        found.append(BallotWarning("few", number=FEWEST_SECRET))
    if ballot.secret and ballot.majority.roles and ballot.mode == "majority":
        found.append(BallotWarning("roles", text=ballot.majority.cite))
    found += await _about_time(turn, ballot)
    if ballot.mode == "chair" and not await access.chairs(turn, ballot.task_force_id):
        found.append(BallotWarning("no-chair"))
    if wording.differs(charter, ballot) and ballot.mode == "majority":
        found.append(BallotWarning("differs", text=wording.written_cite(charter) or ballot.majority.cite))
    if away := sum(bool(people_pool.why_unreachable(place)) for place in asked):
        found.append(BallotWarning("unreachable", number=away))
    return tuple(found)


async def _about_time(turn: Turn, ballot: Ballot) -> list[BallotWarning]:
    charter = await turn.charter(ballot.task_force_id)
    if ballot.closes_at is None:
        return [BallotWarning("no-time")]
    closes = local(ballot.closes_at, charter.body.timezone)
    if ballot.closes_at <= turn.now:
        return [BallotWarning("past", closes)]
    bounds, cite = await window(turn, ballot), wording.written_cite(charter)
    found = []
    if bounds.earliest is not None and ballot.closes_at < bounds.earliest:
        found.append(BallotWarning("soon", local(bounds.earliest, charter.body.timezone), cite))
    if bounds.latest is not None and ballot.closes_at > bounds.latest:
        found.append(BallotWarning("long", local(bounds.latest, charter.body.timezone), cite))
    if not (await turn.calendar(ballot.task_force_id)).is_working(closes.date()):
        found.append(BallotWarning("day-off", closes))
    return found


def in_the_way(found: Sequence[BallotWarning], ballot: Ballot) -> str:
    """The code of what keeps it from opening: one of the above, or "reason" where haste needs one; else ""."""
    for one in found:
        if one.code in _STOPS:
            return one.code
    outside = any(one.code in ("soon", "long") for one in found)
    return "reason" if outside and not ballot.late_reason else ""
