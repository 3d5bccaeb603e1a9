"""Targets with all that is known of them, and as lines that messages show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.turn import NotAllowed, Turn
from messages.contexts.targets import Goal, TargetLine
from storage import target_figures, targets
from storage.targets import KnownValue, Target
from taskforce.roles import Action
from taskforce.target_counting import Counting
from taskforce.targets import Standing, TargetState, TargetValue, standing

VIEWS = ("a", "b", "w", "r", "u")
"""All, behind, on the way, reached, not known: what needs an eye comes first."""

_OF_VIEW = {"r": Standing.REACHED, "w": Standing.ON_THE_WAY, "b": Standing.BEHIND, "u": Standing.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Standings:
    """A target: what is known of its periods, what its goal is compared with, and how it stands today."""

    target: Target
    known: Sequence[KnownValue]
    compared: Sequence[TargetValue]
    state: TargetState

    def known_of(self, period: str) -> KnownValue | None:
        """What is known of that period."""
        return next((value for value in self.known if value.period == period), None)


async def need(turn: Turn, target_id: int, action: Action) -> Target:
    """The living target, in whose task force this person may do that.

    Raises:
        NotAllowed: they may not, or there is no such target any more.
    """
    target = await targets.get(turn.tx, target_id)
    if target is None or not target.living:
        raise NotAllowed(f"target {target_id}")
    turn.need(action, target.task_force_id)
    return target


async def today(turn: Turn, body: int) -> date:
    """The day it is in the task force."""
    return turn.now.astimezone((await turn.charter(body)).body.zone).date()


async def of_body(turn: Turn, body: int) -> list[Standings]:
    """Every living target of the task force, in the order of the plan."""
    await target_figures.keep(turn.tx, body)
    known = await targets.known(turn.tx, body, turn.now)
    day = await today(turn, body)
    return [_standing(target, known.get(target.id, []), day) for target in await targets.of_task_force(turn.tx, body)]


async def of_target(turn: Turn, target: Target) -> Standings:
    """That one."""
    await target_figures.keep(turn.tx, target.task_force_id)
    known = await targets.known(turn.tx, target.task_force_id, turn.now, target.id)
    return _standing(target, known.get(target.id, []), await today(turn, target.task_force_id))


def _standing(target: Target, known: Sequence[KnownValue], day: date) -> Standings:
    compared = targets.compared(target, known)
    return Standings(target, known, compared, standing(target.goal, target.op, target.period, compared, day))


def of_view(found: Sequence[Standings], view: str) -> list[Standings]:
    """Those that the view shows."""
    return [each for each in found if view == "a" or each.state.standing is _OF_VIEW.get(view)]


def goal_of(target: Target) -> Goal:
    """The target as messages show it."""
    return Goal(target.code, target.title, target.goal, target.op.value, target.unit, target.period)


def line_of(one: Standings) -> TargetLine:
    """How it stands, as messages show it."""
    latest = one.state.latest
    return TargetLine(
        target=goal_of(one.target),
        standing=one.state.standing.value,
        latest=None if latest is None else latest.value,
        latest_period="" if latest is None else latest.period,
        change=one.state.change,
        cumulated=one.target.counting is Counting.CUMULATED,
    )
