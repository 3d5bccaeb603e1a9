"""What a sent plan leaves open is asked: which unit a name means, and when a task is due."""

from collections.abc import Sequence
from dataclasses import replace

from handlers import plan_cards
from handlers.plan_file import CARD, PlanFile, deadlines_to_ask, from_state, keep, key_of, live, names_to_ask
from handlers.plan_taps import (
    BackToPlan,
    ChooseAgain,
    ChooseNames,
    NameMeans,
    NoDeadline,
    SayDeadlines,
    TurnGone,
)
from handlers.turn import Turn
from messages import formats
from messages.contexts.plan import PlanDeadline, PlanName
from messages.model import Button, Keyboard, Label
from storage import sessions, units
from storage.people import Person
from storage.sessions import OpenSession
from storage.units import Unit
from taskforce.plan import UNSTATED, PlanErrors, Unclear, UnclearDeadline, Window, read_window
from taskforce.plan_units import Alias, Meaning
from taskforce.roles import Action
from taskforce.tables import TableKind
from taskforce.targets import TargetErrors
from taskforce.vietnamese import search

EVERYBODY, NOBODY, LATER = 0, -1, -2
_MOST_UNITS = 10
_BUTTON = 38


async def show(turn: Turn, session: OpenSession, person: Person, sent: PlanFile) -> None:
    """The card of the file: the question under way, else what the file would do."""
    try:
        if sent.asking == "names" and await _ask_name(turn, sent):
            return
        if sent.asking == "deadlines" and await _ask_deadline(turn, sent):
            return
        if sent.asking:
            await keep(turn, session, replace(sent, asking=""))
        of_tasks = sent.kind is TableKind.PLAN
        make = plan_cards.preview if of_tasks else plan_cards.targets_preview
        message, buttons = await make(turn, person, sent)
    except (PlanErrors, TargetErrors) as error:
        # the units changed while the file waited
        await sessions.end(turn.tx, session.id)
        await turn.card(CARD, plan_cards.problems(sent.name, error.problems, of_targets=sent.kind is TableKind.TARGETS))
        return
    if not buttons:
        await sessions.end(turn.tx, session.id)
    await turn.card(CARD, message, buttons)


async def again(turn: Turn, session: OpenSession) -> None:
    """The conversation is taken up again."""
    sent = from_state(session.state)
    await show(turn, session, turn.need(Action.IMPORT_PLAN, sent.task_force), sent)


async def _go(turn: Turn, task_force_id: int, asking: str) -> None:
    person = turn.need(Action.IMPORT_PLAN, task_force_id)
    found = await live(turn, task_force_id)
    if found is not None:
        session, sent = found
        sent = replace(sent, asking=asking, later=() if asking else sent.later)
        await keep(turn, session, sent)
        await show(turn, session, person, sent)


async def back(turn: Turn, tap: BackToPlan) -> None:
    """What the file would do."""
    await _go(turn, tap.task_force, "")


async def choose_names(turn: Turn, tap: ChooseNames) -> None:
    """The first name that is not clear."""
    await _go(turn, tap.task_force, "names")


async def say_deadlines(turn: Turn, tap: SayDeadlines) -> None:
    """The first deadline that is not clear."""
    await _go(turn, tap.task_force, "deadlines")


async def choose_again(turn: Turn, tap: ChooseAgain) -> None:
    """All names of the file are asked about anew."""
    person = turn.need(Action.IMPORT_PLAN, tap.task_force)
    found = await live(turn, tap.task_force)
    if found is not None:
        session, sent = found
        sent = replace(sent, said=(), later=(), anew=True, asking="names")
        await keep(turn, session, sent)
        await show(turn, session, person, sent)


async def turn_gone(turn: Turn, tap: TurnGone) -> None:
    """End what the file does not name, or keep it after all."""
    person = turn.need(Action.IMPORT_PLAN, tap.task_force)
    found = await live(turn, tap.task_force)
    if found is not None:
        session, sent = found
        sent = replace(sent, end_gone=not sent.end_gone, asking="")
        await keep(turn, session, sent)
        await show(turn, session, person, sent)


async def typed(turn: Turn, session: OpenSession) -> None:
    """Letters of a unit's name, a deadline, or something else while the preview waits."""
    sent = from_state(session.state)
    person = turn.need(Action.IMPORT_PLAN, sent.task_force)
    text = "" if turn.incoming is None or turn.incoming.text is None else turn.incoming.text.strip()
    try:
        if sent.asking == "names" and await _ask_name(turn, sent, text):
            return
        if sent.asking == "deadlines" and (waiting := deadlines_to_ask(await sent.plan(turn), sent)):
            await _deadline_typed(turn, session, person, sent, waiting[0], text)
            return
    except PlanErrors:
        pass  # said by ``show``
    await show(turn, session, person, sent)


# Names


async def _ask_name(turn: Turn, sent: PlanFile, typed_words: str = "") -> bool:
    """Ask about the first name; False when there is none left."""
    waiting = names_to_ask(await sent.plan(turn), sent)
    if not waiting:
        return False
    name, codes = waiting[0]
    known = await units.of_task_force(turn.tx, sent.task_force)
    found = search(typed_words or name, known, lambda unit: unit.names)
    offered = found if typed_words else [*found, *(unit for unit in known if unit not in found)]
    message = PlanName(name, codes[:10], len(waiting), typed_words, len(found))
    await turn.card(CARD, message, _unit_buttons(sent, name, offered[:_MOST_UNITS]))
    return True


def _unit_buttons(sent: PlanFile, name: str, offered: Sequence[Unit]) -> Keyboard:
    def means(unit: int) -> str:
        return NameMeans(sent.task_force, key_of(name), unit).pack()

    rows = [(Button(formats.shorten(unit.name, _BUTTON), data=means(unit.id)),) for unit in offered]
    return (
        *rows,
        (Button(Label("plan.everybody"), data=means(EVERYBODY)), Button(Label("plan.later"), data=means(LATER))),
        (Button(Label("plan.nobody"), data=means(NOBODY)),),
        (Button(Label("plan.back"), data=BackToPlan(sent.task_force).pack()),),
    )


async def name_means(turn: Turn, tap: NameMeans) -> None:
    """It is said what a name means; the next one is asked about."""
    person = turn.need(Action.IMPORT_PLAN, tap.task_force)
    found = await live(turn, tap.task_force)
    if found is None:
        return
    session, sent = found
    try:
        waiting = names_to_ask(await sent.plan(turn), sent)
    except PlanErrors:
        waiting = []
    name = next((name for name, _ in waiting if key_of(name) == tap.key), None)
    alias = None if name is None else await _alias(turn, tap, name)
    if name is None or (alias is None and tap.unit != LATER):
        await turn.toast(Label("plan.answered"))
    else:
        sent = replace(sent, later=(*sent.later, name)) if alias is None else sent.with_name(alias)
    sent = replace(sent, asking="names")
    await keep(turn, session, sent)
    await show(turn, session, person, sent)


async def _alias(turn: Turn, tap: NameMeans, name: str) -> Alias | None:
    """What the tap says of the name; None for later, or a unit of somebody else."""
    if tap.unit == EVERYBODY:
        return Alias(name, Meaning.ALL)
    if tap.unit == NOBODY:
        return Alias(name, Meaning.NONE)
    unit = await units.get(turn.tx, tap.unit)
    if unit is None or unit.task_force_id != tap.task_force:
        return None
    return Alias(name, Meaning.UNIT, unit.id)


# Deadlines


async def _ask_deadline(turn: Turn, sent: PlanFile, refused: str = "") -> bool:
    """Ask about the first deadline; False when there is none left."""
    waiting = deadlines_to_ask(await sent.plan(turn), sent)
    if not waiting:
        return False
    first = waiting[0]
    message = PlanDeadline(first.code, first.title, first.text, str(first.reason), len(waiting), refused)
    key = key_of(first.code)
    await turn.card(
        CARD,
        message,
        (
            (
                Button(Label("plan.no_deadline"), data=NoDeadline(sent.task_force, key, 0).pack()),
                Button(Label("plan.later"), data=NoDeadline(sent.task_force, key, 1).pack()),
            ),
            (Button(Label("plan.back"), data=BackToPlan(sent.task_force).pack()),),
        ),
    )
    return True


async def _deadline_typed(
    turn: Turn, session: OpenSession, person: Person, sent: PlanFile, asked: UnclearDeadline, text: str
) -> None:
    day = await plan_cards.today(turn, sent.task_force)
    window, unclear = read_window(text, day.year)
    if unclear in (Unclear.NOT_UNDERSTOOD, Unclear.SEVERAL):
        await _ask_deadline(turn, sent, text)
        return
    sent = sent.with_window(asked, window)
    await keep(turn, session, sent)
    await show(turn, session, person, sent)


async def no_deadline(turn: Turn, tap: NoDeadline) -> None:
    """The task has no deadline, or it will be said later; the next one is asked about."""
    person = turn.need(Action.IMPORT_PLAN, tap.task_force)
    found = await live(turn, tap.task_force)
    if found is None:
        return
    session, sent = found
    try:
        waiting = deadlines_to_ask(await sent.plan(turn), sent)
    except PlanErrors:
        waiting = []
    asked = next((each for each in waiting if key_of(each.code) == tap.key), None)
    if asked is None:
        await turn.toast(Label("plan.answered"))
    elif tap.later:
        sent = replace(sent, later=(*sent.later, asked.code))
    else:
        sent = sent.with_window(asked, Window(recurring=UNSTATED))
    sent = replace(sent, asking="deadlines")
    await keep(turn, session, sent)
    await show(turn, session, person, sent)
