"""Sends a compiled report upwards, once its summary has been posted: into the parent's report, or as a signed file."""

from datetime import timedelta

from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.sweeping import apart
from handlers.turn import Turn
from storage import summaries, upward, upward_reports

_OFFERS_KEPT = timedelta(days=30)

MOST = 25
"""Reports that go up in one tick: the turn must stay short where hundreds of bodies post at one hour."""


async def went_out(turn: Turn, period_id: int) -> None:
    """A version of the period's summary was posted, the first or a later one; called in the same transaction.

    After a tap it goes up at once. What a sweep posts is left to this module's own sweep, a few bodies a tick: at the
    summary hour many may be due together. What goes wrong here holds up no summary: the sweep tries again.
    """
    if turn.incoming is not None:
        await _try(turn, period_id)


async def _try(turn: Turn, period_id: int) -> bool:
    async with apart(turn, f"Sending period {period_id} upwards"):
        standing = await open_periods.by_id(turn, period_id)
        return standing is not None and await send_up(turn, standing)
    return False


async def sweep(turn: Turn) -> None:
    """What stands posted and did not go up yet; what waits for a period of the parent that is open now."""
    done = 0
    for period_id in await upward_reports.unsent(turn.tx):
        if done == MOST:
            break
        done += await _try(turn, period_id)
    for waiting in await upward_reports.waiting(turn.tx):
        if done == MOST:
            break
        async with apart(turn, f"Report {waiting.id} that waits for its period"):
            done += await _enter_waiting(turn, waiting)
    await upward_reports.prune_offers(turn.tx, turn.now - _OFFERS_KEPT)


async def send_posted(turn: Turn, task_force_id: int) -> None:
    """The body was just linked: what stands posted goes up at once."""
    for period_id in await upward_reports.unsent(turn.tx):
        standing = await open_periods.by_id(turn, period_id)
        if standing is not None and standing.period.task_force_id == task_force_id:
            await send_up(turn, standing)


async def send_up(turn: Turn, standing: OpenPeriod) -> bool:
    """The posted version goes up, once; False where nobody is above, or it went before."""
    # loaded here: the reports' handlers lead to the summary's, which call this module
    from handlers.upward import content as contents
    from handlers.upward import files, news, taking

    period = standing.period
    link = await upward.above(turn.tx, period.task_force_id)
    key = None if link else await upward.key_of(turn.tx, period.task_force_id)
    if link is None and (key is None or key.stopped_at is not None):
        return False
    state = await summaries.state(turn.tx, period.id)
    if state.posted_at is None:
        return False
    content = await contents.of_period(turn, standing, state)
    if content is None or not await upward_reports.mark_sent(
        turn.tx, period_id=period.id, version=content.version, link_id=link.id if link else None,
        content=contents.to_text(content), now=turn.now,
    ):  # fmt: skip
        return False
    if link is None:
        await files.send(turn, period.task_force_id, content)
        return True
    outcome = await taking.take(turn, link, content, None)
    if not isinstance(outcome, str):
        await news.tell_parent(turn, link, content, outcome)
    await news.tell_child(turn, link, content, outcome)
    return True


async def _enter_waiting(turn: Turn, waiting: upward_reports.Taken) -> bool:
    from handlers.upward import content as contents
    from handlers.upward import news, taking

    link = await upward.link(turn.tx, waiting.link_id)
    outcome = None if link is None else await taking.take_waiting(turn, link, waiting)
    if link is None or outcome is None:
        return False
    content = contents.from_text(waiting.content)
    if not isinstance(outcome, str):
        await news.tell_parent(turn, link, content, outcome)
    await news.tell_child(turn, link, content, outcome)
    return True
