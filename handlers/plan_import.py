"""The plan in the chat: a file of tasks or targets is checked whole, shown, and taken over with one tap."""

from handlers import plan_asking, plan_cards, roster
from handlers.conversations import Conversation, finish
from handlers.plan_file import CARD, KIND, PlanFile, key_of, live, subject_of, to_state
from handlers.plan_taps import DropPlan, ForgetName, ImportPlan, ImportTargets, SeeNames, SendPlanTemplate
from handlers.targets.taps import ListTargets
from handlers.turn import NotAllowed, Turn
from handlers.which import name_of, task_force_for
from messages import render
from messages.contexts.plan import (
    PlanCard,
    PlanDone,
    PlanDropped,
    PlanNames,
    PlanNeedsUnits,
    PlanTemplate,
    TargetsDone,
)
from messages.formats import shorten
from messages.model import Button, Keyboard, Label, Message
from storage import audit, people, plans, sessions, targets, units
from storage.downloads import Download
from storage.people import Person
from storage.sessions import OpenSession
from taskforce.plan import PlanErrors
from taskforce.roles import Action, may
from taskforce.sheets import SheetError, SheetRow, read_rows
from taskforce.tables import TableKind, plan_template, table_kind, targets_template
from taskforce.targets import TargetErrors, check_targets

_NAMES_CARD = "plan-names"
_TASKS_FILE, _TARGETS_FILE = "mau-nhiem-vu.xlsx", "mau-chi-tieu.xlsx"
_MOST_NAMES = 40


async def read(turn: Turn, download: Download, content: bytes | None) -> None:
    """A secretary's file has come: tasks and targets are taken here, everything else is for the roster."""
    rows = _rows(download, content)
    kind = TableKind.ROSTER if rows is None else table_kind(rows)
    if rows is None or kind is TableKind.ROSTER:
        await roster.read(turn, download, content)
        return
    person = await people.by_telegram_id(turn.tx, download.chat_id)
    task_force_id = _meant_by(person)
    if person is None or task_force_id is None:
        return  # no secretary any more
    sent = PlanFile(download.file_name, task_force_id, kind, tuple(rows))
    if kind is TableKind.PLAN and not await units.of_task_force(turn.tx, task_force_id):
        await _say(turn, person, PlanNeedsUnits(sent.name))
        return
    make = plan_cards.preview if kind is TableKind.PLAN else plan_cards.targets_preview
    try:
        message, buttons = await make(turn, person, sent)
    except (PlanErrors, TargetErrors) as error:
        of_targets = kind is TableKind.TARGETS
        wrong = plan_cards.problems(sent.name, error.problems, of_targets=of_targets)
        await _say(turn, person, wrong, (_template_row()[int(of_targets)],))
        return
    if buttons:
        await sessions.begin(
            turn.tx,
            chat_id=download.chat_id,
            kind=KIND,
            subject=subject_of(task_force_id),
            state=to_state(sent),
            now=turn.now,
        )
    await _say(turn, person, message, buttons)


def _rows(download: Download, content: bytes | None) -> list[SheetRow] | None:
    try:
        return None if content is None else read_rows(content, download.file_name)
    except SheetError:
        return None  # what is wrong with it is said with the roster's words


def _meant_by(person: Person | None) -> int | None:
    """The task force a secretary's file is for: the current one, else the only (or first) one they serve."""
    if person is None:
        return None
    fitting = [tf for tf in person.task_force_ids if may(person.roles_in(tf), Action.IMPORT_PLAN)]
    if person.current_task_force_id in fitting:
        return person.current_task_force_id
    return fitting[0] if fitting else None


async def take_over(turn: Turn, tap: ImportPlan) -> None:
    """The shown plan is taken over, in one go."""
    person = turn.need(Action.IMPORT_PLAN, tap.task_force)
    found = await live(turn, tap.task_force)
    if found is None:
        return
    session, sent = found
    if sent.kind is not TableKind.PLAN:
        await plan_asking.show(turn, session, person, sent)
        return
    try:
        plan = await sent.plan(turn)
        bare = await sent.plan_without_names(turn)
    except PlanErrors:
        await plan_asking.show(turn, session, person, sent)
        return
    changes = await plans.changes(turn.tx, sent.task_force, plan, await plan_cards.today(turn, sent.task_force))
    if sent.anew:
        for unit in (*bare.unknown_units, *bare.unknown_coordinators):
            await plans.forget(turn.tx, sent.task_force, unit.name)
    await plans.remember(turn.tx, sent.task_force, sent.said, person.id, turn.now)
    await plans.take_over(
        turn.tx, sent.task_force, plan, changes,
        close_past_due=bool(tap.closed), end_gone=sent.end_gone, by=person.id, now=turn.now,
    )  # fmt: skip
    past = len(changes.past_due)
    message = PlanDone(
        new=len(changes.new),
        changed=len(changes.changed),
        same=len(changes.same),
        ended=len(changes.gone) if sent.end_gone else 0,
        kept=0 if sent.end_gone else len(changes.gone),
        closed=past if tap.closed else 0,
        overdue=0 if tap.closed else past,
        unknown=len(plan.unknown_units),
        unclear=len(plan.unclear),
    )
    detail = f"{len(changes.new)} new, {len(changes.changed)} changed, {message.ended} ended, {message.closed} closed"
    await _imported(turn, session, sent, person, detail)
    await turn.card(CARD, message)
    await finish(turn, session)


async def take_targets_over(turn: Turn, tap: ImportTargets) -> None:
    """The shown targets are taken over, in one go."""
    person = turn.need(Action.IMPORT_PLAN, tap.task_force)
    found = await live(turn, tap.task_force)
    if found is None:
        return
    session, sent = found
    if sent.kind is not TableKind.TARGETS:
        await plan_asking.show(turn, session, person, sent)
        return
    done = await targets.take_over(
        turn.tx, sent.task_force, check_targets(sent.rows), end_gone=sent.end_gone, now=turn.now
    )
    ended, kept = (len(done.gone), 0) if sent.end_gone else (0, len(done.gone))
    detail = f"targets: {len(done.new)} new, {len(done.changed)} changed, {ended} ended"
    await _imported(turn, session, sent, person, detail)
    see = Button(Label("targets.list"), data=ListTargets(sent.task_force, "a", 0).pack())
    await turn.card(CARD, TargetsDone(len(done.new), len(done.changed), len(done.same), ended, kept), ((see,),))
    await finish(turn, session)


async def _imported(turn: Turn, session: OpenSession, sent: PlanFile, person: Person, detail: str) -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action="plan.imported",
        task_force_id=sent.task_force,
        person_id=person.id,
        subject=session.subject,
        detail=detail,
    )


async def drop(turn: Turn, tap: DropPlan) -> None:
    """The shown file is put aside."""
    turn.need(Action.IMPORT_PLAN, tap.task_force)
    found = await live(turn, tap.task_force)
    if found is not None:
        session, sent = found
        await turn.card(CARD, PlanDropped(sent.name))
        await finish(turn, session)


async def _another_file(turn: Turn, _session: OpenSession) -> None:
    """A corrected file takes the place of the shown one."""
    await roster.wants_file(turn)


CONVERSATION = Conversation(typed=plan_asking.typed, resume=plan_asking.again, file=_another_file)


# /kehoach


async def command(turn: Turn) -> None:
    """/kehoach: how the plan stands as a table, and how to change it."""
    task_force_id = await task_force_for(turn, Action.IMPORT_PLAN, "kehoach")
    if task_force_id is None:
        return
    there = await plans.facts(turn.tx, task_force_id)
    names = await plans.aliases(turn.tx, task_force_id)
    zone = (await turn.charter(task_force_id)).body.timezone
    message = PlanCard(
        task_force=await name_of(turn, task_force_id),
        tasks=there.tasks,
        led_by_nobody=there.led_by_nobody,
        undated=there.undated,
        targets=len(await targets.of_task_force(turn.tx, task_force_id)),
        names=len(names),
        imported_at=None if there.imported_at is None else render.local(there.imported_at, zone),
    )
    remembered = Button(Label("plan.names", {"count": len(names)}), data=SeeNames(task_force_id).pack())
    await turn.reply(message, (*_template_row(), (remembered,)) if names else _template_row())


def _template_row() -> Keyboard:
    return (
        (Button(Label("plan.tasks_template"), data=SendPlanTemplate(0).pack()),),
        (Button(Label("plan.targets_template"), data=SendPlanTemplate(1).pack()),),
    )


async def send_template(turn: Turn, tap: SendPlanTemplate) -> None:
    """An empty table to fill in."""
    person = turn.person
    if person is None or not any(turn.may(Action.IMPORT_PLAN, tf) for tf in person.task_force_ids):
        raise NotAllowed("the plan's template")
    name, content = (_TARGETS_FILE, targets_template()) if tap.of_targets else (_TASKS_FILE, plan_template())
    await turn.send_file(turn.chat_id, name, content, PlanTemplate(bool(tap.of_targets)), locale=turn.locale)


async def see_names(turn: Turn, tap: SeeNames) -> None:
    """What names were said to mean, each to be forgotten with a tap."""
    turn.need(Action.IMPORT_PLAN, tap.task_force)
    known = await plans.aliases(turn.tx, tap.task_force)
    shown = known[:_MOST_NAMES]
    rows = tuple(
        (
            Button(
                Label("plan.forget", {"name": shorten(alias.name, 30)}),
                data=ForgetName(tap.task_force, key_of(alias.name)).pack(),
            ),
        )
        for alias in shown
    )
    await turn.card(_NAMES_CARD, PlanNames(await plan_cards.named(turn, shown)), rows)


async def forget_name(turn: Turn, tap: ForgetName) -> None:
    """A name means nothing any more."""
    turn.need(Action.IMPORT_PLAN, tap.task_force)
    for alias in await plans.aliases(turn.tx, tap.task_force):
        if key_of(alias.name) == tap.key:
            await plans.forget(turn.tx, tap.task_force, alias.name)
    await see_names(turn, SeeNames(tap.task_force))


async def _say(turn: Turn, person: Person, message: Message, keyboard: Keyboard = ()) -> None:
    if person.telegram_id is not None:
        await turn.send(person.telegram_id, message, keyboard, locale=person.locale, handle=CARD)
