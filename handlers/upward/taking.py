"""A report from below becomes its unit's report: what people said stays, what changes is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from handlers import boards
from handlers import periods as open_periods
from handlers.reports import scene as scenes
from handlers.reports import showing
from handlers.reports.scene import Scene
from handlers.reports.talk import KIND as REPORT_KIND
from handlers.reports.talk import subject_of
from handlers.summary import following
from handlers.turn import Turn
from storage import audit, periods, reports, returned, sessions, tasks, upward_reports
from storage.periods import Period
from storage.upward import Link
from storage.upward_reports import Taken
from taskforce.forms import Answer, missing, visible
from taskforce.period_labels import period_days
from taskforce.report_form import task_reports, tasks_to_json
from taskforce.upward import Content, Fit, Fitted, fit, merge, to_send
from taskforce.upward_file import decode, encode

BODY = 0
"""Who answers and sends where a report from below did, and no person."""

LONGEST_WAIT = timedelta(days=120)
"""So long after the end of its period a report still waits for the parent to open it."""


@dataclass(frozen=True)
class Effect:
    """What a report from below did. ``before`` is the parent's report as it stood, ``after`` as it stands.

    ``written`` are the fields it wrote, ``kept`` those where people said something else and have not been asked about
    this value yet, ``gone`` those that it answered before and answers no more.
    """

    state: str
    taken_id: int
    before: Scene
    after: Scene
    fitted: Fitted
    written: tuple[str, ...]
    kept: tuple[str, ...]
    gone: tuple[str, ...]


# --- whether it can be taken -------------------------------------------------------------------------------------


async def problem(turn: Turn, link: Link, content: Content) -> str | None:
    """Why the parent cannot take it, or None.

    "stream", "cadence", "older", "same", "closed", "window" or "not-asked".
    """
    why = await unknown_problem(turn, link.parent_id, content)
    if why is not None:
        return why
    newest = await upward_reports.newest(turn.tx, link.id, content.stream, content.period)
    if newest is not None and newest.version >= content.version:
        return "same" if newest.version == content.version else "older"
    period = await periods.find(turn.tx, link.parent_id, content.stream, content.period)
    return None if period is None else await _misfit(turn, link, content, period)


async def unknown_problem(turn: Turn, parent_id: int, content: Content) -> str | None:
    """The same for whoever is not linked yet: "stream", "cadence" or "closed"."""
    charter = await turn.charter(parent_id)
    rule = next((rule for rule in charter.reports if rule.key == content.stream), None)
    if rule is None:
        return "stream"
    if rule.every != content.every:
        return "cadence"
    period = await periods.find(turn.tx, parent_id, content.stream, content.period)
    if period is None:
        return "closed" if _long_over(turn, content.period) else None
    return "closed" if period.closed_at is not None else None


def _long_over(turn: Turn, label: str) -> bool:
    days = period_days(label)
    return days is None or turn.now.date() - days[1] > LONGEST_WAIT


async def _misfit(turn: Turn, link: Link, content: Content, period: Period) -> str | None:
    if period.closed_at is not None:
        return "closed"
    occurrence = (await open_periods.open_period(turn, period)).occurrence
    here = (occurrence.window_from, occurrence.window_to) if occurrence else (None, None)
    if content.window and None not in here and content.window != tuple(f"{day}" for day in here):
        return "window"
    return "not-asked" if await reports.of_unit(turn.tx, period.id, link.unit_id) is None else None


async def take(turn: Turn, link: Link, content: Content, by: int | None) -> Effect | str:
    """Take it, once; the word why not, or "waiting" while the parent's period is not open.

    ``by`` is who accepted the file; None where it came by itself.
    """
    why = await problem(turn, link, content)
    if why is not None:
        return why
    taken_id = await upward_reports.take(
        turn.tx, link_id=link.id, stream=content.stream, period=content.period, version=content.version,
        content=encode(content), by=by, now=turn.now,
    )  # fmt: skip
    if taken_id is None:
        return "same"
    await audit.note(
        turn.tx, now=turn.now, action="upward_reports.taken", task_force_id=link.parent_id, person_id=by,
        subject=f"upward:{taken_id}", detail=f"{content.stream} {content.period} version {content.version}",
    )  # fmt: skip
    period = await periods.find(turn.tx, link.parent_id, content.stream, content.period)
    if period is None:
        return "waiting"
    return await _enter(turn, link, taken_id, content, period)


async def take_waiting(turn: Turn, link: Link, waiting: Taken) -> Effect | str | None:
    """The same for what came before the period was open; None while it is not."""
    content = decode(waiting.content)
    period = await periods.find(turn.tx, link.parent_id, waiting.stream, waiting.period)
    if period is None and not _long_over(turn, waiting.period):
        return None
    why = "closed" if period is None else await _misfit(turn, link, content, period)
    if why is not None or period is None:
        await upward_reports.set_taken(turn.tx, waiting.id, "refused")
        return why or "closed"
    return await _enter(turn, link, waiting.id, content, period)


# --- what it does ------------------------------------------------------------------------------------------------


async def _enter(turn: Turn, link: Link, taken_id: int, content: Content, period: Period) -> Effect:
    report = await reports.of_unit(turn.tx, period.id, link.unit_id)
    assert report is not None  # noqa: S101 - asked before
    before = await _scene(turn, report.id)
    earlier = await upward_reports.of_report(turn.tx, report.id)
    ours = wrote(earlier)
    fitted = fitted_to(before, content)
    last = fitted_to(before, decode(earlier[-1].content)).answers if earlier else {}
    merged = merge(fitted.answers, before.stored, ours)
    written = await write(turn, before, merged.write, BODY)
    await upward_reports.set_taken(turn.tx, taken_id, "taken", report.id, written)
    held = ours | written
    after = await _scene(turn, report.id)
    sent = bool(written or not before.report.version) and await send(turn, after, held, merged.kept, BODY)
    after = await _scene(turn, report.id)
    news = tuple(key for key in merged.kept if key not in last or last[key].value != fitted.answers[key].value)
    effect = Effect(
        state=_state(before, sent=sent, wrote=bool(written), kept=bool(news)),
        taken_id=taken_id,
        before=before,
        after=after,
        fitted=fitted,
        written=tuple(written),
        kept=news,
        gone=tuple(key for key in last if key in ours and key not in fitted.answers),
    )
    await tell_cards(turn, before, after, sent=sent)
    return effect


def _state(before: Scene, *, sent: bool, wrote: bool, kept: bool) -> str:
    if sent:
        return "updated" if before.report.version else "submitted"
    if before.report.version and not wrote:
        return "kept" if kept else "unchanged"
    return "opened"


async def _scene(turn: Turn, report_id: int) -> Scene:
    """The parent's report; whoever is told reads it in their own language later."""
    found = await scenes.load(turn, report_id, "vi")
    assert found is not None  # noqa: S101 - it is there
    return found


def wrote(earlier: list[Taken]) -> dict[str, int]:
    """By field: the last revision that reports from below wrote."""
    return {key: revision for taken in earlier for key, revision in taken.wrote.items()}


def fitted_to(scene: Scene, content: Content) -> Fitted:
    """The content as answers to the questions that the parent asks of the unit."""
    return fit(content.lines, open_periods.form_of(scene.period.form).fields_for(scene.unit.name))


async def write(turn: Turn, scene: Scene, fits: Mapping[str, Fit], by: int) -> dict[str, int]:
    """Add these answers to the report; returns their revisions."""
    answers = {
        key: Answer(
            value=new.value,
            by=by,
            at=turn.now,
            reason=new.reason,
            revision=scene.stored[key].revision + 1 if key in scene.stored else 1,
        )
        for key, new in fits.items()
    }
    await reports.save_answers(turn.tx, scene.report.id, answers)
    await reports.mark_opened(turn.tx, scene.report.id, by, turn.now, tasks_to_json(scene.asked))
    return {key: answer.revision for key, answer in answers.items()}


async def send(turn: Turn, scene: Scene, ours: Mapping[str, int], kept: tuple[str, ...], by: int) -> bool:
    """Send the report for the unit, where nothing is missing and its people need not look first."""
    sent = await reports.sent_answers(turn.tx, scene.report)
    answers = to_send(scene.stored, sent, ours, kept)
    if answers is None or missing(scene.form, answers):
        return False
    valid = {field.key: answers[field.key] for field in visible(scene.form, answers) if field.key in answers}
    revisions = {key: answer.revision for key, answer in valid.items()}
    await reports.mark_sent(turn.tx, scene.report.id, revisions, by, turn.now)
    if any(key.startswith("task") for key in valid):
        said = task_reports(scene.asked, scene.titles, valid)
        await tasks.record(
            turn.tx, report_id=scene.report.id, unit_id=scene.unit.id, said=said, by=by, now=turn.now
        )  # fmt: skip
    await _resolve_returned(turn, scene, ours)
    await audit.note(
        turn.tx, now=turn.now, action="report.sent", task_force_id=scene.task_force_id, person_id=by or None,
        subject=f"report:{scene.report.id}", detail=f"version {scene.report.version + 1}, from below",
    )  # fmt: skip
    return True


async def _resolve_returned(turn: Turn, scene: Scene, ours: Mapping[str, int]) -> None:
    """What was sent back and has come anew from below is dealt with; the rest still waits for the unit."""
    left = 0
    for each in scene.sent_back:
        answer = scene.stored.get(each.field)
        if answer is not None and answer.revision == ours.get(each.field) and answer.at >= turn.now:
            await returned.resolve(turn.tx, each.id, turn.now)
        else:
            left += 1
    if left:
        await reports.mark_returned(turn.tx, scene.report.id)


async def tell_cards(turn: Turn, before: Scene, after: Scene, *, sent: bool) -> None:
    """Board, summary and whoever has the report open follow."""
    for row in await sessions.about(turn.tx, REPORT_KIND, subject_of("own", after.report.id)):
        await showing.refresh(turn, row)
    if sent or before.report.state != after.report.state:
        await boards.refresh(turn, after.period.id)
    if sent:
        await following.report_changed(turn, after.report.id)
