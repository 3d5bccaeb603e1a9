"""The hour has come and nobody approved: nothing goes out; who has to act is told, then daily on working days."""

from datetime import date

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.periods import OpenPeriod
from handlers.summary import approving, drafting
from handlers.summary.drafting import control_buttons
from handlers.summary.offices import approval_of, approvers, is_due, secretaries, titles_of
from handlers.turn import Turn
from messages.contexts.summaries import SummaryUnapproved
from storage import periods, summaries, summary_versions
from storage.summary_versions import Request

_CLOSED = "unapproved:closed"
"""The stage of a closed period whose version still waits: everybody concerned was told."""


async def remind(turn: Turn, standing: OpenPeriod, request: Request) -> None:
    """The first version at its hour, then every working day at the time of notices; a later one from the day after.

    Whoever got the request at this very hour, or today, is not reminded of it today.
    """
    if not request.is_open:
        return
    today = standing.local(turn.now).date()
    asked = await summary_versions.first_asked(turn.tx, standing.period.id, request.version)
    if request.version == 1 and is_due(turn, standing, standing.period.summarise_at):
        first = await periods.mark_stage(turn.tx, standing.period.id, "unapproved", turn.now)
        if first:
            await periods.mark_stage(turn.tx, standing.period.id, _day(request, today), turn.now)
            if asked < turn.now:
                await _tell(turn, standing, request)
            return
    elif request.version == 1:
        return
    if today <= standing.local(asked).date() or not _is_notice_time(turn, standing):
        return
    if await periods.mark_stage(turn.tx, standing.period.id, _day(request, today), turn.now):
        await _tell(turn, standing, request)


def _day(request: Request, today: date) -> str:
    return f"unapproved:{request.version}:{today.isoformat()}"


async def last_word(turn: Turn) -> None:
    """A period closed over a version that nobody approved: it is said once more, and not again.

    The buttons stay: what is approved later goes out then.
    """
    for request in await summary_versions.open_of_closed(turn.tx, _CLOSED):
        standing = await open_periods.by_id(turn, request.period_id)
        if standing is None or not _is_notice_time(turn, standing):
            continue
        await periods.mark_stage(turn.tx, request.period_id, _CLOSED, turn.now)
        if approval_of(standing) is not None:
            await _tell(turn, standing, request)


def _is_notice_time(turn: Turn, standing: OpenPeriod) -> bool:
    early = standing.local(turn.now).time() < standing.charter.body.notice_time
    return standing.may_disturb(turn.now) and not early


async def _tell(turn: Turn, standing: OpenPeriod, request: Request) -> None:
    """The approvers get the card again, unless it is the secretary's turn; the secretaries see who has to act."""
    request = await summary_versions.whole(turn.tx, request)
    returned = request.state == "returned"
    period, people = standing.period, await approvers(turn, standing)
    for person in people if not returned else ():
        await approving.put_card(turn, standing, request, person, afresh=True, overdue=True)
    forward = standing.report.forward if standing.report else None
    note = (await summaries.state(turn.tx, period.id)).note
    for secretary in await secretaries(turn, standing):
        message = SummaryUnapproved(
            title=standing.title(secretary.locale),
            period=period.period,
            number=request.version,
            goes_out=None if period.summarise_at is None else standing.local(period.summarise_at),
            returned=returned,
            approvers=await drafting.names(turn, standing, secretary.locale),
            roles=titles_of(standing, secretary.locale),
            forward_to=forward.to if forward else (),
            forward_due=None if period.forward_due_at is None else standing.local(period.forward_due_at),
            closed=period.closed_at is not None,
        )
        buttons = (*control_buttons(standing, note, request), *board_cards.open_button(period.id))
        await turn.notify(secretary, message, buttons)
