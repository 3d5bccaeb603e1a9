"""Who may see which tasks, and who speaks for them."""

from handlers.reports import owing
from handlers.turn import NotAllowed, Turn
from storage import task_work, units
from storage.task_work import Work
from taskforce.roles import Action, may_for_unit


def of_units(turn: Turn, action: Action, unit_ids: tuple[int, ...], body: int) -> tuple[int, ...]:
    """Those of the units towards which this person may do that by their own place there."""
    if turn.person is None:
        return ()
    places = [(m.role, m.unit_id) for m in turn.person.memberships if m.task_force_id == body]
    return tuple(unit for unit in unit_ids if may_for_unit(places, action, unit))


async def need_list(turn: Turn, body: int, unit: int) -> None:
    """The tasks of that unit (0: of all) of the task force may be seen by this person.

    Raises:
        NotAllowed: they may not, or there is no such unit there.
    """
    if turn.may(Action.SEE_BOARD, body):
        if unit:
            found = await units.get(turn.tx, unit)
            if found is None or found.task_force_id != body:
                raise NotAllowed(f"unit {unit}")
        return
    if not unit or unit not in owing.units_of(turn.person) or not of_units(turn, Action.SEE_OWN_UNIT, (unit,), body):
        raise NotAllowed(f"tasks of unit {unit}")


async def need_task(turn: Turn, task_id: int) -> Work:
    """The task, which this person may see: of their unit's, or all are theirs to see.

    Raises:
        NotAllowed: there is none, or they may not.
    """
    work = await task_work.get(turn.tx, task_id)
    if work is None:
        raise NotAllowed(f"task {task_id}")
    theirs = tuple(part.unit_id for part in work.parts)
    if turn.may(Action.SEE_BOARD, work.task_force_id) or of_units(
        turn, Action.SEE_OWN_UNIT, theirs, work.task_force_id
    ):
        return work
    raise NotAllowed(f"task {task_id}")


def spoken_for(turn: Turn, work: Work) -> tuple[int, ...]:
    """The leading units for which this person writes down what they said by phone, not being of any of them."""
    if leading(turn, work) or not turn.may(Action.ENTER_FOR_OTHER, work.task_force_id):
        return ()
    return tuple(part.unit_id for part in work.leads)


def leading(turn: Turn, work: Work) -> tuple[int, ...]:
    """The units that lead the task and for which this person speaks."""
    leads = tuple(part.unit_id for part in work.leads)
    return of_units(turn, Action.REPORT_FOR_UNIT, leads, work.task_force_id)
