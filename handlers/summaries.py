"""The summary: shown to the secretary before it goes out, posted to the channel at its hour, kept up to date there."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from handlers import boards as board_cards
from handlers import conversations, report_papers
from handlers import periods as open_periods
from handlers.callbacks import Tap
from handlers.compiling import Compiled, compile_period, post_of
from handlers.periods import OpenPeriod
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages.contexts.summaries import (
    AskNote,
    DraftControl,
    DraftOver,
    LateArrival,
    News,
    NoteSaved,
    SummaryPost,
    SummaryPosted,
)
from messages.model import Button, Keyboard, Label
from storage import audit, channels, people, periods, reports, sessions, summaries, units
from storage.people import Person
from storage.sessions import OpenSession
from storage.summaries import SummaryState
from taskforce.roles import Action, Role
from taskforce.vietnamese import nfc

NOTE_KIND = "summary-note"
"""The kind of the conversation that asks for the secretary's line."""

NOTE_LIMIT = 500
"""Characters of the secretary's line."""

PREVIEW = "preview"
"""The stage of a period whose draft was shown."""

PUNCTUAL = timedelta(hours=1)
"""What is so much late waits for a working hour: an outage must not end with a post at midnight."""

_NAMED = 30  # missing units named in the notice to the secretary


class SendSummary(Tap, frozen=True):
    """Send it now."""

    prefix = "sn"
    period: int


class EditNote(Tap, frozen=True):
    """Add a line, or change it."""

    prefix = "se"
    period: int


class DropNote(Tap, frozen=True):
    """Take the line away."""

    prefix = "sx"
    period: int


# --- the sweep ---------------------------------------------------------------------------------------------------


async def sweep(turn: Turn) -> None:
    """Show the draft, post the summary, follow what came later: each when it is due."""
    for standing in await open_periods.all_open(turn):
        async with apart(turn, f"The summary of {standing}"):
            await _next_step(turn, standing)


async def _next_step(turn: Turn, standing: OpenPeriod) -> None:
    state = await summaries.state(turn.tx, standing.period.id)
    if state.posted_at is not None:
        await _follow(turn, standing, state)
        await report_papers.follow(turn, standing)
    elif _due(turn, standing, standing.period.summarise_at):
        await _post(turn, standing)
    elif standing.occurrence and _due(turn, standing, standing.occurrence.preview_at):
        await _draft(turn, standing, state)


def _due(turn: Turn, standing: OpenPeriod, moment: datetime | None) -> bool:
    if moment is None or turn.now < moment:
        return False
    return turn.now - moment < PUNCTUAL or standing.may_disturb(turn.now)


# --- the draft ---------------------------------------------------------------------------------------------------


async def _draft(turn: Turn, standing: OpenPeriod, state: SummaryState) -> None:
    """Show it the first time; later only when a report came or changed."""
    period_id = standing.period.id
    versions = await summaries.report_versions(turn.tx, period_id)
    if not await periods.mark_stage(turn.tx, period_id, PREVIEW, turn.now):
        if versions != state.included:
            await _show_draft(turn, standing, state.note, versions)
        return
    await summaries.remember_shown(turn.tx, period_id, versions)
    for secretary in await _secretaries(turn, standing):
        draft = await _compiled_post(turn, standing, secretary.locale, state.note, None)
        await turn.notify(secretary, draft, handle=f"draft:{period_id}", dedupe_key=f"draft:{period_id}")
        control = await _control(turn, standing, secretary, state.note)
        await turn.notify(
            secretary,
            control,
            _control_buttons(period_id, state.note),
            handle=f"draft-control:{period_id}",
            dedupe_key=f"draft-control:{period_id}",
        )


async def _show_draft(turn: Turn, standing: OpenPeriod, note: str, versions: Mapping[int, int]) -> None:
    """The drafts that were sent follow, where they stand."""
    await summaries.remember_shown(turn.tx, standing.period.id, versions)
    for secretary in await _secretaries(turn, standing):
        if secretary.telegram_id is not None:
            draft = await _compiled_post(turn, standing, secretary.locale, note, None)
            await turn.show(secretary.telegram_id, f"draft:{standing.period.id}", draft, locale=secretary.locale)


async def _control(turn: Turn, standing: OpenPeriod, reader: Person, note: str) -> DraftControl:
    period = standing.period
    bound = await channels.bound_to(turn.tx, period.task_force_id)
    return DraftControl(
        title=standing.title(reader.locale),
        period=period.period,
        goes_out=standing.local(period.summarise_at or turn.now),
        channels=tuple(channel.title for channel in bound),
        note=note,
    )


def _control_buttons(period_id: int, note: str) -> Keyboard:
    words = Label("summaries.change_note" if note else "summaries.add_note")
    return (
        (
            Button(Label("summaries.send_now"), data=SendSummary(period_id).pack(), style="primary"),
            Button(words, data=EditNote(period_id).pack()),
        ),
    )


async def send_now(turn: Turn, tap: SendSummary) -> None:
    """The secretary has read the draft and sends it."""
    standing = await _allowed(turn, tap.period)
    if (await summaries.state(turn.tx, tap.period)).posted_at is not None:
        await turn.toast(Label("summaries.already_posted"))
    elif not await periods.stage_done(turn.tx, tap.period, PREVIEW):
        await turn.toast(Label("summaries.too_early"), alert=True)
    else:
        await _post(turn, standing)
        await turn.toast(Label("summaries.sent"))


async def _allowed(turn: Turn, period_id: int) -> OpenPeriod:
    """The period, when the person may lead its summary.

    Raises:
        NotAllowed: they may not, or there is no such period.
    """
    standing = await open_periods.by_id(turn, period_id)
    if standing is None:
        raise NotAllowed(f"period {period_id}")
    turn.need(Action.ANNOTATE_SUMMARY, standing.period.task_force_id)
    return standing


# --- posting -----------------------------------------------------------------------------------------------------


async def _post(turn: Turn, standing: OpenPeriod) -> None:
    """Once for ever: the mark, the posts and their dedupe keys are written in one transaction."""
    period = standing.period
    state = await summaries.state(turn.tx, period.id)
    versions = await summaries.report_versions(turn.tx, period.id)
    if not await summaries.mark_posted(turn.tx, period.id, versions, turn.now):
        return
    bound = await channels.bound_to(turn.tx, period.task_force_id)
    for channel in bound:
        locale = standing.body.locale
        post = await _compiled_post(turn, standing, locale, state.note, None)
        await turn.send(
            channel.chat_id, post, locale=locale, handle=_handle(period.id),
            dedupe_key=f"{_handle(period.id)}:{channel.chat_id}",
        )  # fmt: skip
        await summaries.add_post(turn.tx, period.id, channel.chat_id)
    if not bound:
        for reader in await people.with_roles(turn.tx, period.task_force_id, [Role.LEADER, Role.SECRETARY]):
            post = await _compiled_post(turn, standing, reader.locale, state.note, None)
            await turn.notify(reader, post, handle=_handle(period.id), dedupe_key=_handle(period.id))
            if reader.telegram_id is not None:
                await summaries.add_post(turn.tx, period.id, reader.telegram_id)
    await _tell_secretaries(turn, standing, tuple(channel.title for channel in bound))
    await audit.note(
        turn.tx,
        now=turn.now,
        action="summary.post",
        task_force_id=period.task_force_id,
        person_id=turn.person.id if turn.person else None,
        subject=f"period:{period.id}",
    )


def _handle(period_id: int) -> str:
    return f"summary:{period_id}"


async def _compiled_post(turn: Turn, standing: OpenPeriod, locale: str, note: str, news: News | None) -> SummaryPost:
    compiled: Compiled = await compile_period(turn, standing, locale)
    return post_of(turn, standing, compiled, locale, note=note, news=news)


async def _secretaries(turn: Turn, standing: OpenPeriod) -> list[Person]:
    return await people.with_roles(turn.tx, standing.period.task_force_id, [Role.SECRETARY])


async def _tell_secretaries(turn: Turn, standing: OpenPeriod, titles: tuple[str, ...]) -> None:
    """It is out, and these are missing; the draft's buttons go."""
    period = standing.period
    missing = [state.name for state in await board_cards.unit_states(turn, standing) if not state.sent]
    previewed = await periods.stage_done(turn.tx, period.id, PREVIEW)
    for secretary in await _secretaries(turn, standing):
        if previewed and secretary.telegram_id is not None:
            over = DraftOver(standing.local(turn.now))
            await turn.show(secretary.telegram_id, f"draft-control:{period.id}", over, locale=secretary.locale)
        notice = SummaryPosted(
            title=standing.title(secretary.locale),
            period=period.period,
            channels=titles,
            missing=tuple(missing[:_NAMED]),
            more_missing=len(missing[_NAMED:]),
        )
        key = f"summary-posted:{period.id}"
        await turn.notify(secretary, notice, board_cards.open_button(period.id), dedupe_key=key)


# --- what comes later --------------------------------------------------------------------------------------------


async def report_changed(turn: Turn, report_id: int) -> None:
    """A report was sent (again). Once the summary is out the secretary is told; the next sweep edits the post,
    so that several late reports make one update."""
    report = await reports.get(turn.tx, report_id)
    standing = None if report is None else await open_periods.by_id(turn, report.period_id)
    if report is None or standing is None:
        return
    if (await summaries.state(turn.tx, report.period_id)).posted_at is None:
        return
    unit = await units.get(turn.tx, report.unit_id)
    for secretary in await _secretaries(turn, standing):
        if turn.person is not None and secretary.id == turn.person.id:
            continue
        message = LateArrival(
            unit=unit.name if unit else "",
            title=standing.title(secretary.locale),
            period=standing.period.period,
            again=report.version > 1,
        )
        await turn.notify(secretary, message, dedupe_key=f"late:{report.id}:{report.version}")


async def _follow(turn: Turn, standing: OpenPeriod, state: SummaryState) -> None:
    """Edit the posted summary when reports came or changed since, and say which."""
    versions = await summaries.report_versions(turn.tx, standing.period.id)
    if versions == state.included:
        return
    names = {s.report_id: s.name for s in await board_cards.unit_states(turn, standing)}
    fresh = [report_id for report_id in names if versions.get(report_id, 0) != state.included.get(report_id, 0)]
    version = await summaries.mark_changed(turn.tx, standing.period.id, versions)
    news = News(
        number=version - 1,
        day=standing.local(turn.now),
        added=tuple(names[report_id] for report_id in fresh if report_id not in state.included),
        changed=tuple(names[report_id] for report_id in fresh if report_id in state.included),
    )
    await _edit_posts(turn, standing, state.note, news if news.added or news.changed else None)


async def _edit_posts(turn: Turn, standing: OpenPeriod, note: str, news: News | None) -> None:
    """Edit the summary wherever it stands and is still wanted."""
    period = standing.period
    bound = {channel.chat_id for channel in await channels.bound_to(turn.tx, period.task_force_id)}
    for chat_id in await summaries.posts(turn.tx, period.id):
        reader = await people.by_telegram_id(turn.tx, chat_id) if chat_id > 0 else None
        if chat_id not in bound and reader is None:
            continue
        locale = reader.locale if reader else standing.body.locale
        post = await _compiled_post(turn, standing, locale, note, news)
        await turn.show(chat_id, _handle(period.id), post, locale=locale)


async def show_again(turn: Turn, task_force_id: int, chat_id: int) -> None:
    """The chat was bound again: what was posted there of open periods, or did not arrive, is shown as it is now."""
    for period in await periods.current(turn.tx, task_force_id, turn.now):
        if chat_id in await summaries.posts(turn.tx, period.id):
            standing = await open_periods.open_period(turn, period)
            state = await summaries.state(turn.tx, period.id)
            post = await _compiled_post(turn, standing, standing.body.locale, state.note, None)
            await turn.show(chat_id, _handle(period.id), post, locale=standing.body.locale)


# --- the secretary's line ----------------------------------------------------------------------------------------


async def edit_note(turn: Turn, tap: EditNote) -> None:
    """Ask for the line."""
    standing = await _allowed(turn, tap.period)
    subject = f"period:{tap.period}"
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=NOTE_KIND, subject=subject, state={"period": tap.period}, now=turn.now
    )
    await _ask_note(turn, standing)


async def _ask_note(turn: Turn, standing: OpenPeriod, too_long: int = 0) -> None:
    state = await summaries.state(turn.tx, standing.period.id)
    message = AskNote(standing.title(turn.locale), standing.period.period, state.note, NOTE_LIMIT, max(0, too_long))
    drop = (Button(Label("summaries.drop_note"), data=DropNote(standing.period.id).pack()),) if state.note else ()
    await turn.reply(message, (drop,) if drop else ())


async def note_typed(turn: Turn, session: OpenSession) -> None:
    """The line was typed."""
    standing = await _allowed(turn, int(session.state["period"]))
    text = nfc(" ".join((turn.incoming.text or "").split())) if turn.incoming else ""
    if not text or len(text) > NOTE_LIMIT:
        await _ask_note(turn, standing, len(text) - NOTE_LIMIT)
        return
    await sessions.end(turn.tx, session.id)
    await _set_note(turn, standing, text)
    await conversations.offer_waiting(turn, turn.chat_id)


async def note_resumed(turn: Turn, session: OpenSession) -> None:
    """Ask for the line again."""
    await _ask_note(turn, await _allowed(turn, int(session.state["period"])))


async def drop_note(turn: Turn, tap: DropNote) -> None:
    """Take the line away."""
    standing = await _allowed(turn, tap.period)
    session = await sessions.find(turn.tx, turn.chat_id, NOTE_KIND, f"period:{tap.period}")
    if session is not None:
        await sessions.end(turn.tx, session.id)
    await _set_note(turn, standing, "")


async def _set_note(turn: Turn, standing: OpenPeriod, note: str) -> None:
    person = turn.need(Action.ANNOTATE_SUMMARY, standing.period.task_force_id)
    period_id = standing.period.id
    await summaries.set_note(turn.tx, period_id, note, person.id)
    state = await summaries.state(turn.tx, period_id)
    if state.posted_at is None:
        await _show_draft(turn, standing, note, await summaries.report_versions(turn.tx, period_id))
        await turn.reply(NoteSaved(note, posted=False), _control_buttons(period_id, note))
    else:
        await _edit_posts(turn, standing, note, None)
        await turn.reply(NoteSaved(note, posted=True))
