"""The draft before the secretary: what will be posted, below it when and after whose approval, and the next step."""

from collections.abc import Mapping
from datetime import datetime

from handlers import boards as board_cards
from handlers.periods import OpenPeriod
from handlers.summary import posting, snapshots
from handlers.summary.offices import allowed, approval_of, approvers, called, secretaries, titles_of
from handlers.summary.posting import PREVIEW, approved_part, versions_button
from handlers.summary.taps import EditNote, ResumeDraft, SendSummary, SubmitSummary
from handlers.turn import Turn
from messages.contexts.summaries import CommentLine, DraftControl, VersionControl, Way
from messages.model import Button, Keyboard, Label
from storage import channels, outbox, periods, summaries, summary_versions
from storage.people import Person
from storage.summaries import SummaryState
from storage.summary_versions import Request


def preview_at(standing: OpenPeriod) -> datetime | None:
    """When the draft is shown; None where it goes out unseen."""
    return standing.occurrence.preview_at if standing.occurrence else None


def submits_at(standing: OpenPeriod) -> datetime | None:
    """When a draft that nobody touched is submitted by itself: half-way from the draft to its hour.

    The secretary has the first half to read it, the approver the second; without a draft it is submitted at the hour.
    """
    hour, shown = standing.period.summarise_at, preview_at(standing)
    return hour if hour is None or shown is None or shown >= hour else shown + (hour - shown) / 2


# --- the draft ---------------------------------------------------------------------------------------------------


async def draft(turn: Turn, standing: OpenPeriod, state: SummaryState) -> None:
    """Show it the first time; later only when a report came or changed."""
    period_id = standing.period.id
    versions = await summaries.report_versions(turn.tx, period_id)
    if not await periods.mark_stage(turn.tx, period_id, PREVIEW, turn.now):
        if versions != state.included:
            await show_draft(turn, standing, state.note, versions)
        return
    await summaries.remember_shown(turn.tx, period_id, versions)
    readers = await secretaries(turn, standing)
    wanted = {secretary.locale for secretary in readers}
    taken = await snapshots.take(turn, standing, note=state.note, number=1, locales=wanted)
    for secretary in readers:
        own = taken.posts[secretary.locale]
        await turn.notify(secretary, own, handle=f"draft:{period_id}", dedupe_key=f"draft:{period_id}")
        await turn.notify(
            secretary,
            await _control(turn, standing, secretary, state.note, None),
            control_buttons(standing, state.note, None),
            handle=f"draft-control:{period_id}",
            dedupe_key=f"draft-control:{period_id}",
        )


async def show_draft(turn: Turn, standing: OpenPeriod, note: str, versions: Mapping[int, int]) -> None:
    """The drafts that were sent follow, where they stand."""
    await summaries.remember_shown(turn.tx, standing.period.id, versions)
    readers = await secretaries(turn, standing)
    wanted = {secretary.locale for secretary in readers}
    taken = await snapshots.take(turn, standing, note=note, number=1, locales=wanted)
    for secretary in readers:
        if secretary.telegram_id is not None:
            handle = f"draft:{standing.period.id}"
            if await outbox.will_stand(turn.tx, secretary.telegram_id, handle):
                own = taken.posts[secretary.locale]
                await turn.show(secretary.telegram_id, handle, own, locale=secretary.locale)


# --- what stands below it ----------------------------------------------------------------------------------------


def way_of(standing: OpenPeriod, request: Request | None) -> Way:
    """How far the draft is on its way to the approval."""
    if approval_of(standing) is None:
        return "free"
    if request is None or request.state == "replaced" or request.state == "posted":
        return "draft"
    return request.state


async def _control(
    turn: Turn, standing: OpenPeriod, reader: Person, note: str, request: Request | None
) -> DraftControl:
    period = standing.period
    bound = await channels.bound_to(turn.tx, period.task_force_id)
    submits = submits_at(standing) if approval_of(standing) else None
    goes_out = period.summarise_at or turn.now
    return DraftControl(
        title=standing.title(reader.locale),
        period=period.period,
        goes_out=standing.local(goes_out),
        channels=tuple(channel.title for channel in bound),
        note=note,
        way=way_of(standing, request),
        approvers=await names(turn, standing, reader.locale),
        roles=titles_of(standing, reader.locale),
        submits=None if submits is None else standing.local(submits),
        approved=approved_part(standing, request),
        is_past=turn.now > goes_out,
        comments=await _to_deal_with(turn, standing, request),
    )


async def _to_deal_with(turn: Turn, standing: OpenPeriod, request: Request | None) -> tuple[CommentLine, ...]:
    if request is None or request.state != "returned":
        return ()
    return await comment_lines(turn, standing, request.version)


async def comment_lines(turn: Turn, standing: OpenPeriod, number: int) -> tuple[CommentLine, ...]:
    """What was said so far about what is to be, or was, version ``number``."""
    said = await summary_versions.comments(turn.tx, standing.period.id)
    return tuple(CommentLine(one.name, one.text, standing.local(one.at)) for one in said if one.version == number)


async def names(turn: Turn, standing: OpenPeriod, locale: str) -> tuple[str, ...]:
    """Who may approve it, with their titles."""
    return tuple(called(standing, person, locale) for person in await approvers(turn, standing))


def control_buttons(standing: OpenPeriod, note: str, request: Request | None) -> Keyboard:
    """The next step first, then the line."""
    period_id, way = standing.period.id, way_of(standing, request)
    words = Label("summaries.change_note" if note else "summaries.add_note")
    line = Button(words, data=EditNote(period_id).pack())
    if way in ("free", "approved"):
        step = Button(Label("summaries.send_now"), data=SendSummary(period_id).pack(), style="primary")
        return ((step, line),)
    if way == "waiting":
        return ((line,),)
    again = Label("summaries.submit_again" if way == "returned" else "summaries.submit")
    return ((Button(again, data=SubmitSummary(period_id).pack(), style="primary"), line),)


async def refresh_control(turn: Turn, standing: OpenPeriod, request: Request) -> None:
    """The secretaries see how far it is, where their card stands; for a later version they get one."""
    note = (await summaries.state(turn.tx, standing.period.id)).note
    for secretary in await secretaries(turn, standing):
        if secretary.telegram_id is None:
            continue
        chat_id, locale = secretary.telegram_id, secretary.locale
        if request.version == 1:
            handle = f"draft-control:{standing.period.id}"
            if await outbox.will_stand(turn.tx, chat_id, handle):
                card = await _control(turn, standing, secretary, note, request)
                await turn.show(chat_id, handle, card, control_buttons(standing, note, request), locale=locale)
            continue
        handle = f"version-control:{standing.period.id}:{request.version}"
        later = await _version_control(turn, standing, secretary, request)
        buttons = _version_buttons(standing, note, request)
        if await outbox.will_stand(turn.tx, chat_id, handle):
            await turn.show(chat_id, handle, later, buttons, locale=locale)
        else:
            await turn.notify(secretary, later, buttons, handle=handle)


async def _version_control(turn: Turn, standing: OpenPeriod, reader: Person, request: Request) -> VersionControl:
    return VersionControl(
        title=standing.title(reader.locale),
        period=standing.period.period,
        number=request.version,
        way=way_of(standing, request) if request.state != "posted" else "approved",
        approvers=await names(turn, standing, reader.locale),
        roles=titles_of(standing, reader.locale),
        changes=await snapshots.changes_of(turn, standing, request, reader.locale),
        approved=approved_part(standing, request),
        comments=await _to_deal_with(turn, standing, request),
    )


def _version_buttons(standing: OpenPeriod, note: str, request: Request) -> Keyboard:
    versions = (versions_button(standing.period.id),)
    if not request.is_open:
        return (versions,)
    return (*control_buttons(standing, note, request), *board_cards.open_button(standing.period.id), versions)


async def resume(turn: Turn, tap: ResumeDraft) -> None:
    """The draft that is not approved yet as it is now, at the end of the chat, with what stands below it."""
    standing = await allowed(turn, tap.period)
    state = await summaries.state(turn.tx, tap.period)
    request = await summary_versions.latest_request(turn.tx, tap.period)
    if turn.person is None or request is None or request.version != state.version + 1:
        await turn.toast(Label("summaries.nothing_to_submit"), alert=True)
        return
    number, person = request.version, turn.person
    taken = await snapshots.take(turn, standing, note=state.note, number=number, locales={person.locale})
    draft_handle = f"draft:{tap.period}" if number == 1 else f"version-draft:{tap.period}:{number}"
    await turn.send(turn.chat_id, taken.posts[person.locale], locale=person.locale, handle=draft_handle)
    if number == 1:
        card = await _control(turn, standing, person, state.note, request)
        buttons = control_buttons(standing, state.note, request)
        await turn.send(turn.chat_id, card, buttons, locale=person.locale, handle=f"draft-control:{tap.period}")
        return
    later = await _version_control(turn, standing, person, request)
    buttons = _version_buttons(standing, state.note, request)
    handle = f"version-control:{tap.period}:{number}"
    await turn.send(turn.chat_id, later, buttons, locale=person.locale, handle=handle)


# --- sent by hand ------------------------------------------------------------------------------------------------


async def send_now(turn: Turn, tap: SendSummary) -> None:
    """The secretary has read the draft and sends it; where it needs approval, only once it has it."""
    standing = await allowed(turn, tap.period)
    request = await summary_versions.latest_request(turn.tx, tap.period)
    if (await summaries.state(turn.tx, tap.period)).posted_at is not None:
        await turn.toast(Label("summaries.already_posted"))
    elif not await periods.stage_done(turn.tx, tap.period, PREVIEW):
        await turn.toast(Label("summaries.too_early"), alert=True)
    elif approval_of(standing) is None:
        await posting.post(turn, standing)
        await turn.toast(Label("summaries.sent"))
    elif request is None or request.state != "approved" or await is_outdated(turn, request):
        await turn.toast(Label("summaries.not_approved"), alert=True)
    else:
        await posting.post_approved(turn, standing, request)
        await turn.toast(Label("summaries.sent"))


async def is_outdated(turn: Turn, request: Request) -> bool:
    """Whether a report came or changed, or the line did, since the request was made."""
    state = await summaries.state(turn.tx, request.period_id)
    included = await summaries.report_versions(turn.tx, request.period_id)
    return request.content.included != included or request.content.note != state.note
