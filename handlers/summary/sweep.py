"""Every minute: show the draft, post the summary, follow what came later, each when it is due and where the charter
asks for it approved.
"""

from handlers import periods as open_periods
from handlers import report_papers
from handlers.periods import OpenPeriod
from handlers.summary import approving, drafting, following, posting, waiting
from handlers.summary.noting import NOTE_KIND
from handlers.summary.offices import approval_of, approvers, is_due
from handlers.sweeping import apart
from handlers.turn import Turn
from storage import outbox, sessions, summaries, summary_versions
from storage.summaries import SummaryState
from storage.summary_versions import Request


async def sweep(turn: Turn) -> None:
    """Each open period's next step."""
    for standing in await open_periods.all_open(turn):
        async with apart(turn, f"The summary of {standing}"):
            await _next_step(turn, standing)
    async with apart(turn, "Summaries of closed periods that nobody approved"):
        await waiting.last_word(turn)


async def _next_step(turn: Turn, standing: OpenPeriod) -> None:
    state = await summaries.state(turn.tx, standing.period.id)
    if approval_of(standing) is not None:
        await _toward_approval(turn, standing, state)
    elif state.posted_at is not None:
        await following.follow(turn, standing, state)
        await report_papers.follow(turn, standing)
    elif is_due(turn, standing, standing.period.summarise_at):
        await posting.post(turn, standing)
    elif is_due(turn, standing, drafting.preview_at(standing)):
        await drafting.draft(turn, standing, state)


async def _toward_approval(turn: Turn, standing: OpenPeriod, state: SummaryState) -> None:
    request = await summary_versions.latest_head(turn.tx, standing.period.id)
    going = request if request is not None and request.version == state.version + 1 else None
    if state.posted_at is not None:
        included = await summaries.report_versions(turn.tx, standing.period.id)
        if going is None and included == state.included:
            await report_papers.follow(turn, standing)
            return
    elif is_due(turn, standing, drafting.preview_at(standing)) or _at_hour(turn, standing):
        await drafting.draft(turn, standing, state)
    going = await _submitted(turn, standing, state, going)
    if going is None:
        return
    if going.state == "approved" and is_due(turn, standing, standing.period.summarise_at):
        await posting.post_approved(turn, standing, await summary_versions.whole(turn.tx, going))
        await approving.tell(turn, standing, await summary_versions.whole(turn.tx, going))
        return
    await _ask_newcomers(turn, standing, going)
    await waiting.remind(turn, standing, going)


def _at_hour(turn: Turn, standing: OpenPeriod) -> bool:
    """Whether the summary's own hour has come and it may be acted on."""
    return is_due(turn, standing, standing.period.summarise_at)


async def _submitted(turn: Turn, standing: OpenPeriod, state: SummaryState, going: Request | None) -> Request | None:
    """The request that stands now: made when it is due, made anew when something changed since it was seen.

    After a comment it is the secretary who submits again: what the approver asked for may not be done yet.
    """
    if going is not None:
        if going.state == "returned" or not await drafting.is_outdated(turn, going):
            return going
        return await approving.submit(turn, standing, None)
    if state.posted_at is not None:
        return await approving.submit(turn, standing, None)
    if _at_hour(turn, standing):
        return await approving.submit(turn, standing, None)
    if is_due(turn, standing, drafting.submits_at(standing)) and not await _is_at_work(turn, standing):
        return await approving.submit(turn, standing, None)
    return None


async def _is_at_work(turn: Turn, standing: OpenPeriod) -> bool:
    """Whether somebody is writing the line just now."""
    return bool(await sessions.about(turn.tx, NOTE_KIND, f"period:{standing.period.id}"))


async def _ask_newcomers(turn: Turn, standing: OpenPeriod, request: Request) -> None:
    """Who came to the role after the request was made is asked too."""
    if not request.is_open:
        return
    handle = f"approve:{standing.period.id}:{request.version}"
    for person in await approvers(turn, standing):
        if person.telegram_id is not None and not await outbox.will_stand(turn.tx, person.telegram_id, handle):
            await approving.ask(turn, standing, await summary_versions.whole(turn.tx, request), person, afresh=True)
