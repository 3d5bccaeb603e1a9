"""The live board: who has answered, who has not, who cannot be reached; one card a chat, edited in place."""

from collections.abc import Sequence

from handlers import boards_view as view
from handlers import periods as open_periods
from handlers.callbacks import Tap
from handlers.periods import OpenPeriod
from handlers.reports.taps import EnterFor, SeeReport
from handlers.summary.taps import ShowVersions
from handlers.sweeping import apart
from handlers.turn import NotAllowed, Turn
from messages.contexts.boards import BoardMovedDown, NoBoard, NothingToSee, UnitList
from messages.model import Button, Keyboard, Label
from storage import boards, outbox, people, periods, reports, summaries
from storage.boards import UnitState
from storage.people import Person
from taskforce.roles import PERMISSIONS, Action, Role, may

PAGE = 16
"""Units on one page of buttons, two a row."""

SHOWN = "board"
"""The stage of a period whose board was put before the secretary."""


class ShowBoard(Tap, frozen=True):
    """Show the board of the period."""

    prefix = "bo"
    period: int


class NudgeAll(Tap, frozen=True):
    """Remind everybody who owes."""

    prefix = "bn"
    period: int


class ListUnits(Tap, frozen=True):
    """Choose one unit."""

    prefix = "bl"
    period: int
    page: int


class ShowUnit(Tap, frozen=True):
    """One unit's report and its people."""

    prefix = "bu"
    report: int


class NudgeUnit(Tap, frozen=True):
    """Remind one unit."""

    prefix = "bx"
    report: int


class GetPapers(Tap, frozen=True):
    """The period's documents as they are now."""

    prefix = "bd"
    period: int


# --- keeping it up to date ---------------------------------------------------------------------------------------


async def refresh(turn: Turn, period_id: int) -> None:
    """A report of the period was opened, sent or sent back: every board that shows it follows. Cheap."""
    shown = await boards.shown_in(turn.tx, period_id)
    if not shown:
        return
    standing = await open_periods.by_id(turn, period_id)
    if standing is None:
        return
    states = await unit_states(turn, standing)
    for chat_id, key in shown.items():
        reader = await people.by_telegram_id(turn.tx, chat_id)
        if reader is None or not may(reader.roles_in(standing.period.task_force_id), Action.SEE_BOARD):
            await boards.forget(turn.tx, chat_id, period_id)
            continue
        if reader.unreachable_since is not None:
            continue  # every edit would be put aside and made again, one by one, when they come back
        await _put(turn, standing, states, reader, known=key)


async def unit_states(turn: Turn, standing: OpenPeriod) -> list[UnitState]:
    """How every unit of the period stands."""
    period = standing.period
    return await boards.unit_states(
        turn.tx, period.task_force_id, period.id, standing.asked_roles, standing.asked_groups
    )


async def _put(
    turn: Turn, standing: OpenPeriod, states: Sequence[UnitState], reader: Person, *, known: str | None = None
) -> None:
    """Show the board to the reader; ``known`` is the key of what their card shows: the same is not shown again.

    None sends a new card, so that the board comes down to where the reader is.
    """
    if reader.telegram_id is None:
        return
    period = standing.period
    roles = reader.roles_in(period.task_force_id)
    lost = [state.unit_id for state in states if state.out_of_reach]
    called = await boards.contacts(turn.tx, period.task_force_id, lost) if lost else []
    phones = may(roles, Action.SEE_PHONES)
    message = view.board(standing, states, called, turn.now, reader.locale, phones=phones)
    posted = (await summaries.state(turn.tx, period.id)).posted_at is not None
    keyboard = _buttons(period.id, states, nudge=may(roles, Action.NUDGE), posted=posted)
    key = view.content_key(message, keyboard)
    if key == known:
        return
    handle = _handle(period.id)
    if known is None:
        standing_at = await outbox.card(turn.tx, reader.telegram_id, handle)
        await turn.send(reader.telegram_id, message, keyboard, locale=reader.locale, handle=handle)
        if standing_at is not None:  # the old card would stand still, with buttons that work
            await turn.rewrite(reader.telegram_id, standing_at, BoardMovedDown(), locale=reader.locale)
    else:
        await turn.show(reader.telegram_id, handle, message, keyboard, locale=reader.locale)
    await boards.remember(turn.tx, reader.telegram_id, period.id, key, turn.now)


def _handle(period_id: int) -> str:
    return f"board:{period_id}"


def _buttons(period_id: int, states: Sequence[UnitState], *, nudge: bool, posted: bool) -> Keyboard:
    owing = sum(state.owes for state in states)
    rows: list[tuple[Button, ...]] = []
    if nudge and owing:
        label = Label("boards.nudge_all", {"count": owing})
        rows.append((Button(label, data=NudgeAll(period_id).pack(), style="primary"),))
    if states:
        listed = Button(Label("boards.units"), data=ListUnits(period_id, 0).pack())
        papers = Button(Label("papers.get"), data=GetPapers(period_id).pack())
        rows.append((listed, papers) if any(state.sent for state in states) else (listed,))
    if posted:
        rows.append((Button(Label("summaries.versions"), data=ShowVersions(period_id, 0).pack()),))
    return tuple(rows)


def open_button(period_id: int) -> Keyboard:
    """One button that opens the board."""
    return ((Button(Label("boards.open"), data=ShowBoard(period_id).pack()),),)


async def sweep(turn: Turn) -> None:
    """Put the board before the secretary when the period's first word goes out, and say when it is over."""
    for standing in await open_periods.all_open(turn):
        if standing.may_disturb(turn.now):
            async with apart(turn, f"The board of {standing}"):
                await _put_when_due(turn, standing)


async def _put_when_due(turn: Turn, standing: OpenPeriod) -> None:
    period, occurrence = standing.period, standing.occurrence
    start = occurrence.stages[0].at if occurrence and occurrence.stages else period.opens_at
    if turn.now >= start and await periods.mark_stage(turn.tx, period.id, SHOWN, turn.now):
        states = await unit_states(turn, standing)
        for secretary in await people.with_roles(turn.tx, period.task_force_id, [Role.SECRETARY]):
            await _put(turn, standing, states, secretary)
    if turn.now > period.due_at and await periods.mark_stage(turn.tx, period.id, "board-over", turn.now):
        await refresh(turn, period.id)


# --- asking for it -----------------------------------------------------------------------------------------------


async def command(turn: Turn) -> None:
    """/bang: the board of every open period that the person may see."""
    seen = task_forces_to_see(turn, Action.SEE_BOARD)
    if not seen:
        await turn.reply(NothingToSee())
        return
    for task_force_id in seen:
        await _show_all(turn, task_force_id)


def task_forces_to_see(turn: Turn, action: Action) -> list[int]:
    """The task forces in which the person may do that."""
    if turn.person is None:
        return []
    allowed = (m.task_force_id for m in turn.person.memberships if m.role in PERMISSIONS[action])
    return list(dict.fromkeys(allowed))


async def _show_all(turn: Turn, task_force_id: int) -> None:
    assert turn.person is not None  # noqa: S101 - whoever sees a board is known
    found = await periods.current(turn.tx, task_force_id, turn.now)
    if not found:
        charter = await turn.charter(task_force_id)
        following = await open_periods.next_opening(turn, task_force_id)
        await turn.reply(NoBoard(charter.body.short_name or charter.body.name, following))
    for period in found:
        standing = await open_periods.open_period(turn, period)
        await _put(turn, standing, await unit_states(turn, standing), turn.person)


async def show(turn: Turn, tap: ShowBoard) -> None:
    """The board of one period, as a new card."""
    standing = await allowed(turn, tap.period, Action.SEE_BOARD)
    assert turn.person is not None  # noqa: S101 - whoever is allowed is known
    await _put(turn, standing, await unit_states(turn, standing), turn.person)


async def allowed(turn: Turn, period_id: int, action: Action) -> OpenPeriod:
    """The period, when the person may do that in its task force.

    Raises:
        NotAllowed: they may not, or there is no such period.
    """
    standing = await open_periods.by_id(turn, period_id)
    if standing is None:
        raise NotAllowed(f"period {period_id}")
    turn.need(action, standing.period.task_force_id)
    return standing


# --- one unit ----------------------------------------------------------------------------------------------------


async def list_units(turn: Turn, tap: ListUnits) -> None:
    """A page of units to choose from, those that owe first."""
    standing = await allowed(turn, tap.period, Action.SEE_BOARD)
    states = sorted(await unit_states(turn, standing), key=lambda state: not state.owes)
    pages = max(1, -(-len(states) // PAGE))
    page = min(max(tap.page, 0), pages - 1)
    listed = states[page * PAGE : (page + 1) * PAGE]
    buttons = [Button(_unit_label(state), data=ShowUnit(state.report_id).pack()) for state in listed]
    rows = [tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2)]
    turning = []
    if page > 0:
        turning.append(Button(Label("boards.page_back"), data=ListUnits(tap.period, page - 1).pack()))
    if page < pages - 1:
        turning.append(Button(Label("boards.page_on"), data=ListUnits(tap.period, page + 1).pack()))
    message = UnitList(standing.title(turn.locale), standing.period.period, page + 1, pages)
    await turn.card(f"units:{tap.period}", message, (*rows, tuple(turning)))


_SIGNS = {"unreachable": "⚠️", "untouched": "▫️", "opened": "✏️", "returned": "↩️", "sent": "✅"}


def _unit_label(state: UnitState) -> str:
    return f"{_SIGNS[view.kind_of(state)]} {state.short_name or state.name}"


async def show_unit(turn: Turn, tap: ShowUnit) -> None:
    """One unit: its report, its people, and what can be done."""
    standing, state = await unit_of(turn, tap.report, Action.SEE_BOARD)
    period = standing.period
    contacts = await boards.contacts(turn.tx, period.task_force_id, [state.unit_id])
    phones = turn.may(Action.SEE_PHONES, period.task_force_id)
    message = view.unit_card(standing, state, contacts, turn.locale, phones=phones)
    await turn.card(f"units:{period.id}", message, _unit_buttons(turn, standing, state))


def _unit_buttons(turn: Turn, standing: OpenPeriod, state: UnitState) -> Keyboard:
    period = standing.period
    first: list[Button] = []
    if turn.may(Action.NUDGE, period.task_force_id) and state.owes and state.reachable and period.closed_at is None:
        first.append(Button(Label("boards.nudge"), data=NudgeUnit(state.report_id).pack(), style="primary"))
    if state.sent and turn.may(Action.SEE_SUMMARY, period.task_force_id):
        first.append(Button(Label("boards.see"), data=SeeReport(state.report_id).pack()))
    if turn.may(Action.ENTER_FOR_OTHER, period.task_force_id) and period.closed_at is None:
        first.append(Button(Label("boards.enter_for"), data=EnterFor(state.report_id).pack()))
    return (tuple(first), (Button(Label("boards.units"), data=ListUnits(period.id, 0).pack()),))


async def unit_of(turn: Turn, report_id: int, action: Action) -> tuple[OpenPeriod, UnitState]:
    """The report's period and unit, when the person may do that.

    Raises:
        NotAllowed: they may not, or there is no such report.
    """
    report = await reports.get(turn.tx, report_id)
    if report is None:
        raise NotAllowed(f"report {report_id}")
    standing = await allowed(turn, report.period_id, action)
    states = await unit_states(turn, standing)
    found = next((state for state in states if state.report_id == report_id), None)
    if found is None:
        raise NotAllowed(f"report {report_id} of a unit that is no more")
    return standing, found
