"""What was told of a target does not hold: undone at once or taken back later, each by another entry."""

from handlers.targets import standings
from handlers.targets.listing import HANDLE, all_row
from handlers.targets.taps import SeeTarget, SeeTold, TakeBackTold, TellTarget, UndoTold
from handlers.turn import Turn
from messages import formats
from messages.contexts.targets import TargetEntry, TargetHistory, TargetUndone
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import audit, targets
from storage.targets import Target, ToldValue
from taskforce.roles import Action

_MOST_ENTRIES = 20
_MOST_BACK = 8


def after(target: Target, told: ToldValue | None) -> Keyboard:
    """What comes next; ``told`` can be undone."""
    again = Button(Label("targets.tell_again"), data=TellTarget(target.id).pack())
    undo = () if told is None else (_undo(target, told),)
    see = Button(Label("targets.see"), data=SeeTarget(target.id, "a", 0).pack())
    return ((again, *undo), (see,), all_row(target.task_force_id))


def _undo(target: Target, told: ToldValue) -> Button:
    return Button(Label("targets.undo"), data=UndoTold(target.id, told.period, told.revision).pack())


async def undo(turn: Turn, tap: UndoTold) -> None:
    """What was just told does not hold: what held before does again."""
    target = await standings.need(turn, tap.target, Action.TELL_TARGETS)
    person = turn.need(Action.TELL_TARGETS, target.task_force_id)
    if await targets.undo(turn.tx, target.id, tap.period, tap.revision, by=person.id, now=turn.now):
        await _undone(turn, target, tap.period)
    else:
        await turn.toast(Label("targets.not_newest"), alert=True)


async def take_back(turn: Turn, tap: TakeBackTold) -> None:
    """Nothing told holds for the period any more."""
    target = await standings.need(turn, tap.target, Action.TELL_TARGETS)
    person = turn.need(Action.TELL_TARGETS, target.task_force_id)
    newest = await targets.told(turn.tx, target.id, tap.period)
    if newest is None or newest.revision != tap.revision or not newest.standing:
        await turn.toast(Label("targets.not_newest"), alert=True)
        return
    await targets.take_back(turn.tx, target.id, tap.period, by=person.id, now=turn.now)
    await _undone(turn, target, tap.period)


async def _undone(turn: Turn, target: Target, of: str) -> None:
    await note(turn, target, "target.taken_back", of)
    one = await standings.of_target(turn, target)
    there = one.known_of(of)
    message = TargetUndone(
        line=standings.line_of(one),
        period=of,
        now=None if there is None else there.value,
        told=there is not None and there.told is not None,
    )
    await turn.card(HANDLE, message, after(target, None))


async def see_told(turn: Turn, tap: SeeTold) -> None:
    """Everything that was told of the target, and what of it can be taken back."""
    target = await standings.need(turn, tap.target, Action.TELL_TARGETS)
    zone = (await turn.charter(target.task_force_id)).body.timezone
    entries = await targets.history(turn.tx, target.id)
    one = await standings.of_target(turn, target)
    told = [value.told for value in reversed(one.known) if value.told is not None]
    message = TargetHistory(
        target=standings.goal_of(target),
        entries=tuple(
            TargetEntry(entry.period, entry.value, not entry.standing, entry.by, local(entry.at, zone))
            for entry in entries[:_MOST_ENTRIES]
        ),
        older=max(0, len(entries) - _MOST_ENTRIES),
        standing=len(told),
    )
    rows = tuple((_take_back_key(turn, target, each),) for each in told[:_MOST_BACK])
    back = Button(Label("targets.back"), data=SeeTarget(target.id, "a", 0).pack())
    await turn.card(HANDLE, message, (*rows, (back,)))


def _take_back_key(turn: Turn, target: Target, told: ToldValue) -> Button:
    words = {
        "period": formats.period(told.period, turn.locale),
        "value": formats.number(told.value, turn.locale),
    }
    return Button(Label("targets.take_back", words), data=TakeBackTold(target.id, told.period, told.revision).pack())


async def note(turn: Turn, target: Target, action: str, detail: str) -> None:
    person = turn.need(Action.TELL_TARGETS, target.task_force_id)
    await audit.note(
        turn.tx,
        now=turn.now,
        action=action,
        task_force_id=target.task_force_id,
        person_id=person.id,
        subject=f"target:{target.id}",
        detail=detail,
    )
