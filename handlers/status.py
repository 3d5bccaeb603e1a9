"""/tinhhinh: how things stand now, for whoever reads the summary; for a member, how their own unit stands."""

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.compiling import compile_period, task_counts
from handlers.periods import OpenPeriod
from handlers.reminders import deadline
from handlers.reports.taps import OpenReport
from handlers.turn import Turn
from messages.contexts.boards import FigureSoFar, NoBoard, NothingToSee, OwnStatus, OwnUnit, Status
from messages.model import Button, Keyboard, Label
from storage import periods
from taskforce.roles import Action
from taskforce.tally import is_late

_NAMED = 40
"""Missing units named; of more than that only how many."""


async def command(turn: Turn) -> None:
    """The whole task force for who may see it, the own units for a member."""
    whole = board_cards.task_forces_to_see(turn, Action.SEE_SUMMARY)
    own = [found for found in board_cards.task_forces_to_see(turn, Action.SEE_OWN_UNIT) if found not in whole]
    if not whole and not own:
        await turn.reply(NothingToSee())
    for task_force_id in whole:
        await _whole(turn, task_force_id)
    for task_force_id in own:
        await _own(turn, task_force_id)


async def _whole(turn: Turn, task_force_id: int) -> None:
    found = await periods.current(turn.tx, task_force_id, turn.now)
    if not found:
        charter = await turn.charter(task_force_id)
        following = await open_periods.next_opening(turn, task_force_id)
        await turn.reply(NoBoard(charter.body.short_name or charter.body.name, following))
    for period in found:
        standing = await open_periods.open_period(turn, period)
        to_board = board_cards.open_button(period.id) if turn.may(Action.SEE_BOARD, task_force_id) else ()
        await turn.reply(await _status(turn, standing), to_board)


async def _status(turn: Turn, standing: OpenPeriod) -> Status:
    compiled = await compile_period(turn, standing, turn.locale)
    summary, period = compiled.summary, standing.period
    missing = [unit.unit.name for unit in summary.missing]
    return Status(
        body=standing.name,
        title=standing.title(turn.locale),
        period=period.period,
        at=standing.local(turn.now),
        deadline=deadline(standing, turn.now),
        sent=summary.units - len(missing),
        late=len(summary.late),
        total=summary.units,
        missing=tuple(missing[:_NAMED]),
        more_missing=len(missing[_NAMED:]),
        tasks=task_counts(compiled),
        figures=tuple(
            FigureSoFar(figure.field.label, figure.field.measure, figure.total, figure.answered)
            for figure in summary.figures
            if figure.total is not None
        ),
        forward_due=None if period.forward_due_at is None else standing.local(period.forward_due_at),
    )


async def _own(turn: Turn, task_force_id: int) -> None:
    assert turn.person is not None  # noqa: S101 - only members come here
    mine = set(turn.person.units_in(task_force_id))
    charter = await turn.charter(task_force_id)
    shown: list[OwnUnit] = []
    rows: list[tuple[Button, ...]] = []
    for period in await periods.current(turn.tx, task_force_id, turn.now):
        standing = await open_periods.open_period(turn, period)
        for state in await board_cards.unit_states(turn, standing):
            if state.unit_id not in mine:
                continue
            shown.append(
                OwnUnit(
                    unit=state.name,
                    title=standing.title(turn.locale),
                    period=period.period,
                    state=state.state,  # type: ignore[arg-type]  # the table's CHECK allows no other
                    sent_at=None if state.submitted_at is None else standing.local(state.submitted_at),
                    late=state.submitted_at is not None and is_late(state.submitted_at, period.due_at),
                    deadline=deadline(standing, turn.now),
                )
            )
            if state.owes:
                label = (
                    Label("reminders.answer") if len(mine) == 1 else Label("reminders.answer_for", {"unit": state.name})
                )
                rows.append((Button(label, data=OpenReport(state.report_id).pack(), style="primary"),))
    keyboard: Keyboard = tuple(rows)
    await turn.reply(OwnStatus(charter.body.short_name or charter.body.name, tuple(shown)), keyboard)
