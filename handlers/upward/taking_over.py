"""Where the unit said something else than the body below: one tap lets the child's answers stand."""

from handlers.reports import scene as scenes
from handlers.reports.taps import SeeReport
from handlers.reports.wording import line_of
from handlers.turn import NotAllowed, Turn
from handlers.upward import content as contents
from handlers.upward import taking
from handlers.upward.news import handle_of
from handlers.upward.taps import UpTakeOver
from messages.answers import value_text
from messages.contexts.upward import ChangeLine, UpwardTookOver
from messages.model import Button, Label
from storage import outbox, people, upward, upward_reports
from taskforce.roles import Action
from taskforce.upward import merge


async def take_over(turn: Turn, tap: UpTakeOver) -> None:
    """The unit's people, or the secretary, let the child's answers stand; of the newest version only."""
    taken = await upward_reports.taken(turn.tx, tap.taken)
    link = None if taken is None else await upward.link(turn.tx, taken.link_id)
    person = turn.person
    if taken is None or taken.report_id is None or link is None or person is None:
        raise NotAllowed(f"taken {tap.taken}")
    before = await scenes.need(turn, taken.report_id)
    if not (scenes.answers_for(person, before) or turn.may(Action.ENTER_FOR_OTHER, before.task_force_id)):
        raise NotAllowed(f"taken {tap.taken}")
    earlier = await upward_reports.of_report(turn.tx, taken.report_id)
    if before.closed or earlier[-1].id != taken.id:
        await turn.toast(Label("upward.closed" if before.closed else "upward.newer"), alert=True)
        return
    content = contents.from_text(taken.content)
    fits = taking.fitted_to(before, content).answers
    held = taking.wrote(earlier)
    kept = merge(fits, before.stored, held).kept
    if not kept:
        await turn.toast(Label("upward.same_now"), alert=True)
        return
    written = await taking.write(turn, before, {key: fits[key] for key in kept}, person.id)
    await upward_reports.set_taken(turn.tx, taken.id, "taken", taken.report_id, {**taken.wrote, **written})
    after = await scenes.need(turn, taken.report_id)
    sent = await taking.send(turn, after, held | written, (), person.id)
    after = await scenes.need(turn, taken.report_id)
    await taking.tell_cards(turn, before, after, sent=sent)
    await _show_everywhere(turn, tap.taken, before, kept, link.child_name, content.version, sent=sent)


async def _show_everywhere(
    turn: Turn, taken_id: int, before: scenes.Scene, kept: tuple[str, ...], child: str, version: int, *, sent: bool
) -> None:
    """The card follows for everybody who has it."""
    assert turn.person is not None  # noqa: S101 - the caller knows them
    see = ((Button(Label("upward.see"), data=SeeReport(before.report.id).pack()),),)
    handle = handle_of(taken_id)
    for chat_id in await outbox.chats_of_card(turn.tx, handle):
        reader = await people.by_telegram_id(turn.tx, chat_id)
        theirs = None if reader is None else await scenes.load(turn, before.report.id, reader.locale)
        if reader is None or theirs is None:
            continue
        changed = tuple(
            ChangeLine(
                line_of(theirs, field),
                value_text(field, before.stored[field.key].value, reader.locale),
                value_text(field, theirs.stored[field.key].value, reader.locale),
            )
            for field in theirs.form.fields
            if field.key in kept
        )
        message = UpwardTookOver(
            theirs.title, theirs.period.period, theirs.unit.name, child, version, turn.person.full_name, changed, sent
        )
        await turn.show(chat_id, handle, message, see, locale=reader.locale)
