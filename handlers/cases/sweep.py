"""What nobody answered in time goes to the leader by itself; what somebody left behind is taken up, or closed."""

from handlers.cases import access, acting, telling
from handlers.cases.raising import again
from handlers.sweeping import apart
from handlers.turn import Turn
from storage import case_lists, cases, task_forces
from storage.cases import Case
from taskforce.cases import answer_due
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
    for task_force in await task_forces.active(turn.tx):
        async with apart(turn, f"Closing what is settled in task force {task_force.id}"):
            await _close_settled(turn, task_force.id)


async def _close_settled(turn: Turn, body: int) -> None:
    """Answered, and nobody there who would say more: closed with a note, in hours in which people may be disturbed."""
    for case in await case_lists.answered_to_nobody(turn.tx, body, _AT_ONCE):
        await _close(turn, case, "raiser-left")
    waiting = await case_lists.answered_before(turn.tx, body, turn.now, _AT_ONCE)
    if not waiting:
        return
    charter, calendar = await turn.charter(body), await turn.calendar(body)
    if not may_disturb(turn.now, charter.body.quiet_hours, calendar, charter.body.zone):
        return
    for case in waiting:
        assert case.answered_at is not None  # noqa: S101 - it was looked up by that
        if answer_due(case.answered_at, charter.cases.close_after, calendar, charter.body.zone) <= turn.now:
            await _close(turn, case, "lapsed")


async def _close(turn: Turn, case: Case, what: str) -> None:
    if await cases.lapse(turn.tx, case, what, turn.now):
        await telling.told(turn, await again(turn, case))
