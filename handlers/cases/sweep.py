"""What nobody answered in time goes to the leader by itself; what somebody left behind is taken up by others."""

from handlers.cases import access, acting, telling
from handlers.cases.raising import again
from handlers.sweeping import apart
from handlers.turn import Turn
from storage import cases
from taskforce.reminders import may_disturb

_AT_ONCE = 20
"""Cases a tick: a body that was away for long is not told everything in one second."""


async def sweep(turn: Turn) -> None:
    """Each case once a round, in hours in which people may be disturbed; an urgent one at any hour it is due."""
    for case in await cases.without_owner(turn.tx, _AT_ONCE):
        async with apart(turn, f"Letting go of case {case.id}"):
            if await cases.let_go(turn.tx, case, turn.now):
                fresh = await again(turn, case)
                eyes = await access.owners(turn, fresh) if fresh.live else ()
                await telling.told(turn, fresh, eyes=eyes, news="owner-left")
    for case in await cases.unanswered(turn.tx, turn.now, _AT_ONCE):
        async with apart(turn, f"Escalating case {case.id}"):
            body = (await turn.charter(case.task_force_id)).body
            if case.urgent or may_disturb(
                turn.now, body.quiet_hours, await turn.calendar(case.task_force_id), body.zone
            ):
                await acting.escalate(turn, case, None)
