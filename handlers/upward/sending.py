"""Sends a compiled report upwards, once its summary has been posted: into the parent's report, or as a signed file."""

from datetime import timedelta

from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.sweeping import apart
from handlers.turn import Turn
from storage import summaries, upward, upward_reports

_OFFERS_KEPT = timedelta(days=30)


async def went_out(turn: Turn, period_id: int) -> None:
    """A version of the period's summary was posted, the first or a later one; called in the same transaction.

    What goes wrong here holds up no summary: the sweep tries again.
    """
    async with apart(turn, f"Sending period {period_id} upwards"):
        standing = await open_periods.by_id(turn, period_id)
        if standing is not None:
            await send_up(turn, standing)


async def sweep(turn: Turn) -> None:
    """What was posted and did not go up yet: the link came later, or something had gone wrong. What waits above."""
    for period_id in await upward_reports.unsent(turn.tx):
        await went_out(turn, period_id)
    for waiting in await upward_reports.waiting(turn.tx):
        async with apart(turn, f"Report {waiting.id} that waits for its period"):
            await _enter_waiting(turn, waiting)
    await upward_reports.prune_offers(turn.tx, turn.now - _OFFERS_KEPT)


async def send_posted(turn: Turn, task_force_id: int) -> None:
    """The body was just linked: what stands posted goes up at once."""
    for period_id in await upward_reports.unsent(turn.tx):
        standing = await open_periods.by_id(turn, period_id)
        if standing is not None and standing.period.task_force_id == task_force_id:
            await send_up(turn, standing)


async def send_up(turn: Turn, standing: OpenPeriod) -> None:
    """The posted version goes up, once; nothing where nobody is above, or reports changed since it was posted."""
    # loaded here: the reports' handlers lead to the summary's, which call this module
    from handlers.upward import content as contents
    from handlers.upward import files, news, taking

    period = standing.period
    link = await upward.above(turn.tx, period.task_force_id)
    key = None if link else await upward.key_of(turn.tx, period.task_force_id)
    if link is None and (key is None or key.stopped_at is not None):
        return
    state = await summaries.state(turn.tx, period.id)
    if state.posted_at is None or await summaries.report_versions(turn.tx, period.id) != state.included:
        return
    content = await contents.of_period(turn, standing, state.version)
    if content is None or not await upward_reports.mark_sent(
        turn.tx, period_id=period.id, version=content.version, link_id=link.id if link else None,
        content=contents.to_text(content), now=turn.now,
    ):  # fmt: skip
        return
    if link is None:
        await files.send(turn, period.task_force_id, content)
        return
    outcome = await taking.take(turn, link, content, None)
    if not isinstance(outcome, str):
        await news.tell_parent(turn, link, content, outcome)
    await news.tell_child(turn, link, content, outcome)


async def _enter_waiting(turn: Turn, waiting: upward_reports.Taken) -> None:
    from handlers.upward import content as contents
    from handlers.upward import news, taking

    link = await upward.link(turn.tx, waiting.link_id)
    outcome = None if link is None else await taking.take_waiting(turn, link, waiting)
    if link is None or outcome is None:
        return
    content = contents.from_text(waiting.content)
    if not isinstance(outcome, str):
        await news.tell_parent(turn, link, content, outcome)
    await news.tell_child(turn, link, content, outcome)
