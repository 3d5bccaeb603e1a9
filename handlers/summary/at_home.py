"""What home says of summaries: one waits for this person's approval, one came back to the secretary."""

from dataclasses import dataclass

from handlers import periods as open_periods
from handlers import which
from handlers.periods import OpenPeriod
from handlers.summary.offices import approval_of
from handlers.summary.taps import ResumeDraft, ShowDraft
from handlers.turn import Turn
from messages import formats
from messages.contexts.home import SummaryLine
from messages.model import Button, Keyboard, Label
from storage import summary_versions
from storage.people import Person
from storage.summary_versions import Request
from taskforce.roles import Role

_MOST = 4


@dataclass(frozen=True)
class Waiting:
    """A summary that waits for this person: to approve it, or (``returned``) to deal with a comment."""

    request: Request
    standing: OpenPeriod
    returned: bool


async def waiting_for(turn: Turn, person: Person) -> list[Waiting]:
    """What waits for the person, the latest period first, at most a handful."""
    found: list[Waiting] = []
    for request in await summary_versions.open_heads(turn.tx, person.task_force_ids):
        standing = await open_periods.by_id(turn, request.period_id)
        approval = None if standing is None else approval_of(standing)
        if standing is None or approval is None:
            continue  # the charter asks for no approval any more
        body, returned = standing.period.task_force_id, request.state == "returned"
        wanted = {Role.SECRETARY} if returned else set(approval.roles)
        if not wanted.isdisjoint(person.roles_in(body)):
            found.append(Waiting(request, standing, returned))
            if len(found) == _MOST:
                break
    return found


async def lines(turn: Turn, waiting: list[Waiting]) -> tuple[SummaryLine, ...]:
    """A line for each."""
    return tuple(
        [
            SummaryLine(
                title=one.standing.title(turn.locale),
                period=one.standing.period.period,
                number=one.request.version,
                task_force=await which.name_if_several(turn, one.standing.period.task_force_id),
                returned=one.returned,
            )
            for one in waiting
        ]
    )


async def rows(turn: Turn, waiting: list[Waiting]) -> Keyboard:
    """A button for each; it says for which task force where there are several."""
    found: list[tuple[Button, ...]] = []
    for one in waiting:
        period = one.standing.period
        body = await which.name_if_several(turn, period.task_force_id)
        of = " · ".join(filter(None, (formats.period(period.period, turn.locale), body)))
        words = Label("home.returned_summary" if one.returned else "home.approve_summary", {"of": of})
        tap = ResumeDraft(period.id) if one.returned else ShowDraft(one.request.id)
        found.append((Button(words, data=tap.pack(), style="primary"),))
    return tuple(found)
