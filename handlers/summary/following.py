"""What comes after the summary was posted: late and corrected reports, a channel that was bound again."""

import msgspec

from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.summary import posting, snapshots
from handlers.summary.offices import approval_of, secretaries
from handlers.turn import Turn
from messages.contexts.summaries import Approved, LateArrival, SummaryPost
from storage import periods, reports, summaries, summary_versions, units
from storage.summaries import SummaryState


async def report_changed(turn: Turn, report_id: int) -> None:
    """A report was sent (again). Once the summary is out the secretary is told; the next sweep edits the post, or
    submits the change to those who approve, so that several late reports make one update.
    """
    report = await reports.get(turn.tx, report_id)
    standing = None if report is None else await open_periods.by_id(turn, report.period_id)
    if report is None or standing is None:
        return
    if (await summaries.state(turn.tx, report.period_id)).posted_at is None:
        return
    unit = await units.get(turn.tx, report.unit_id)
    for secretary in await secretaries(turn, standing):
        if turn.person is not None and secretary.id == turn.person.id:
            continue
        message = LateArrival(
            unit=unit.name if unit else "",
            title=standing.title(secretary.locale),
            period=standing.period.period,
            again=report.version > 1,
            to_approve=approval_of(standing) is not None,
        )
        await turn.notify(secretary, message, dedupe_key=f"late:{report.id}:{report.version}")


async def follow(turn: Turn, standing: OpenPeriod, state: SummaryState) -> None:
    """Edit the posted summary when reports came or changed since, and say which; nobody has to approve it."""
    if await summaries.report_versions(turn.tx, standing.period.id) != state.included:
        await posting.post_again(turn, standing, state.version + 1, state.note)


async def show_again(turn: Turn, task_force_id: int, chat_id: int) -> None:
    """The chat was bound again: what was posted there of open periods, or did not arrive, is shown as it stands."""
    for period in await periods.current(turn.tx, task_force_id, turn.now):
        if chat_id in await summaries.posts(turn.tx, period.id):
            standing = await open_periods.open_period(turn, period)
            post = await _standing_post(turn, standing)
            await turn.show(chat_id, posting.handle_of(period.id), post, locale=standing.body.locale)


async def _standing_post(turn: Turn, standing: OpenPeriod) -> SummaryPost:
    """What was approved stays as it was approved; what goes out by itself is shown as it is now."""
    state = await summaries.state(turn.tx, standing.period.id)
    version = await summary_versions.version(turn.tx, standing.period.id, state.version)
    kept = {} if version is None else snapshots.posts_of(version.content)
    if version is not None and version.approved_at is not None and kept:
        approved = Approved(version.approver, standing.local(version.approved_at))
        post = snapshots.in_language(kept, standing.body.locale, standing)
        return msgspec.structs.replace(post, approved=approved)
    number = max(state.version, 1)
    taken = await snapshots.take(turn, standing, note=state.note, number=number, locales=())
    return taken.posts[standing.body.locale]
