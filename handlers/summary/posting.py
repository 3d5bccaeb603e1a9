"""The summary goes out: once for ever as a first version, then as later ones in its place; each is kept."""

from collections.abc import Mapping

import msgspec

from handlers import boards as board_cards
from handlers.periods import OpenPeriod
from handlers.summary import snapshots
from handlers.summary.offices import approval_of, secretaries
from handlers.summary.taps import ShowVersions
from handlers.turn import Turn
from handlers.upward import sending as upward
from messages.contexts.summaries import Approved, DraftOver, SummaryPost, SummaryPosted, VersionPosted
from messages.model import Button, Label
from storage import audit, channels, outbox, people, periods, summaries, summary_versions
from storage.summary_versions import Content, Request
from taskforce.roles import Action, may

PREVIEW = "preview"
"""The stage of a period whose draft was shown."""

_NAMED = 30  # missing units named in the notice to the secretary


def handle_of(period_id: int) -> str:
    """The name of the posted message, wherever it stands."""
    return f"summary:{period_id}"


def versions_button(period_id: int, number: int = 0) -> Button:
    """Opens the versions, at that one; 0 for the newest."""
    return Button(Label("summaries.versions"), data=ShowVersions(period_id, number).pack())


def approved_part(standing: OpenPeriod, request: Request | None) -> Approved | None:
    """Who approved the request, and when; None while nobody did."""
    if request is None or request.approved_at is None:
        return None
    return Approved(request.approver, standing.local(request.approved_at))


# --- the first version -------------------------------------------------------------------------------------------


async def post(turn: Turn, standing: OpenPeriod) -> None:
    """It goes out as it is now, where nobody has to approve it."""
    state = await summaries.state(turn.tx, standing.period.id)
    if state.posted_at is not None:
        return
    wanted = await snapshots.locales(turn, standing)
    snapshot = await snapshots.take(turn, standing, note=state.note, number=1, locales=wanted)
    await _first(turn, standing, snapshot.content(), snapshot.posts, None)


async def post_approved(turn: Turn, standing: OpenPeriod, request: Request) -> None:
    """What was approved goes out exactly as it was seen, as the first version or in the place of the one before."""
    approved = approved_part(standing, request)
    posts = {
        locale: msgspec.structs.replace(post, approved=approved)
        for locale, post in snapshots.posts_of(request.content).items()
    }
    await summary_versions.mark_request_posted(turn.tx, request.id)
    if (await summaries.state(turn.tx, standing.period.id)).posted_at is None:
        await _first(turn, standing, request.content, posts, request)
    else:
        await again(turn, standing, request.content, posts, request)


async def _first(
    turn: Turn, standing: OpenPeriod, content: Content, posts: Mapping[str, SummaryPost], request: Request | None
) -> None:
    """The mark, the posts and their dedupe keys are written in one transaction."""
    period = standing.period
    if not await summaries.mark_posted(turn.tx, period.id, content.included, turn.now):
        return
    await _keep(turn, standing, 1, content, request)
    bound = await channels.bound_to(turn.tx, period.task_force_id)
    handle = handle_of(period.id)
    for channel in bound:
        locale = standing.body.locale
        await turn.send(
            channel.chat_id, snapshots.in_language(posts, locale, standing), locale=locale, handle=handle,
            dedupe_key=f"{handle}:{channel.chat_id}",
        )  # fmt: skip
        await summaries.add_post(turn.tx, period.id, channel.chat_id)
    for reader in () if bound else await snapshots.readers(turn, standing):
        own = snapshots.in_language(posts, reader.locale, standing)
        await turn.notify(reader, own, handle=handle, dedupe_key=handle)
        if reader.telegram_id is not None:
            await summaries.add_post(turn.tx, period.id, reader.telegram_id)
    await _tell_secretaries(turn, standing, tuple(channel.title for channel in bound))
    await board_cards.refresh(turn, period.id)  # it leads to the versions from now on
    await upward.went_out(turn, period.id)


async def _keep(turn: Turn, standing: OpenPeriod, number: int, content: Content, request: Request | None) -> None:
    period = standing.period
    await summary_versions.keep(turn.tx, period.id, number, content, request.id if request else None, turn.now)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="summary.post",
        task_force_id=period.task_force_id,
        person_id=turn.person.id if turn.person else None,
        subject=f"period:{period.id}",
        detail=f"version {number}",
    )


async def _tell_secretaries(turn: Turn, standing: OpenPeriod, titles: tuple[str, ...]) -> None:
    """It is out, and these are missing; the draft's buttons go."""
    period = standing.period
    missing = [state.name for state in await board_cards.unit_states(turn, standing) if not state.sent]
    previewed = await periods.stage_done(turn.tx, period.id, PREVIEW)
    for secretary in await secretaries(turn, standing):
        if previewed and secretary.telegram_id is not None:
            over = DraftOver(standing.local(turn.now))
            await turn.show(secretary.telegram_id, f"draft-control:{period.id}", over, locale=secretary.locale)
        notice = SummaryPosted(
            title=standing.title(secretary.locale),
            period=period.period,
            channels=titles,
            missing=tuple(missing[:_NAMED]),
            more_missing=len(missing[_NAMED:]),
            to_approve=approval_of(standing) is not None,
        )
        buttons = (*board_cards.open_button(period.id), (versions_button(period.id),))
        await turn.notify(secretary, notice, buttons, dedupe_key=f"summary-posted:{period.id}")


# --- later versions ----------------------------------------------------------------------------------------------


async def post_again(turn: Turn, standing: OpenPeriod, number: int, note: str) -> None:
    """What stands there is put together anew as version ``number``, where nobody has to approve it."""
    wanted = await snapshots.locales(turn, standing)
    snapshot = await snapshots.take(turn, standing, note=note, number=number, locales=wanted)
    await again(turn, standing, snapshot.content(), snapshot.posts, None)


async def again(
    turn: Turn, standing: OpenPeriod, content: Content, posts: Mapping[str, SummaryPost], request: Request | None
) -> None:
    """A later version takes the place of the one before, wherever that stands; the secretary sees what it changed."""
    period = standing.period
    number = await summaries.mark_changed(turn.tx, period.id, content.included)
    await _keep(turn, standing, number, content, request)
    await edit_posts(turn, standing, posts)
    for secretary in await secretaries(turn, standing):
        message = VersionPosted(
            title=standing.title(secretary.locale),
            period=period.period,
            number=number,
            changes=await snapshots.changes_in(turn, standing, number, secretary.locale),
            approved=approved_part(standing, request),
        )
        await _latest_notice(turn, standing, secretary.telegram_id, secretary.locale, message)
    await upward.went_out(turn, period.id)


async def _latest_notice(
    turn: Turn, standing: OpenPeriod, chat_id: int | None, locale: str, message: VersionPosted
) -> None:
    """One notice a period: later versions take its place, so that a row of late reports does not fill the chat."""
    if chat_id is None:
        return
    handle, buttons = f"version:{standing.period.id}", ((versions_button(standing.period.id),),)
    if await outbox.will_stand(turn.tx, chat_id, handle):
        await turn.show(chat_id, handle, message, buttons, locale=locale)
    else:
        await turn.send(chat_id, message, buttons, locale=locale, handle=handle)


async def edit_posts(turn: Turn, standing: OpenPeriod, posts: Mapping[str, SummaryPost]) -> None:
    """Edit the summary wherever it stands and is still wanted."""
    period = standing.period
    bound = {channel.chat_id for channel in await channels.bound_to(turn.tx, period.task_force_id)}
    for chat_id in await summaries.posts(turn.tx, period.id):
        reader = await people.by_telegram_id(turn.tx, chat_id) if chat_id > 0 else None
        if chat_id not in bound and (
            reader is None or not may(reader.roles_in(period.task_force_id), Action.SEE_SUMMARY)
        ):
            continue
        locale = reader.locale if reader else standing.body.locale
        own = snapshots.in_language(posts, locale, standing)
        await turn.show(chat_id, handle_of(period.id), own, locale=locale)
