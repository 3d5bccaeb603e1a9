"""Everything that a period's documents are made from, read once for all three."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from handlers.compiling import Compiled, compile_period
from handlers.periods import OpenPeriod
from handlers.turn import Turn
from handlers.upward import whole
from messages.documents.month import PastPeriod, UnitCounts
from storage import case_lists, memberships, report_history, summaries, targets, tasks
from storage.case_lists import OpenCase
from storage.people import Membership
from storage.targets import Target
from storage.tasks import Task
from taskforce.roles import Role
from taskforce.tally import Figure, Given, UnitTask
from taskforce.targets import TargetValue

PERIODS = 12
"""How far the history goes back."""

_SIGNERS = (Role.STANDING_DEPUTY, Role.LEADER)


@dataclass(frozen=True, slots=True)
class Material:
    """What is stored about a period, in one language where labels are concerned.

    ``answers`` are those sent, by unit id; ``versions`` how often each report was sent, by its id. ``version`` is that
    of the summary, 1 before it is posted. ``signer`` is who usually signs: the standing deputy, who leads the daily
    work, in the head's place, or the head. ``open_cases`` are the difficulties that
    nobody has answered by now, while the period is open; none in a report that somebody asked for.
    """

    standing: OpenPeriod
    compiled: Compiled
    locale: Literal["vi", "en"]
    now: datetime
    note: str
    version: int
    answers: Mapping[int, Mapping[str, Given]]
    versions: Mapping[int, int]
    shares: Sequence[UnitTask]
    tasks: Mapping[int, Task]
    targets: Sequence[Target]
    values: Mapping[int, Sequence[TargetValue]]
    history_figures: tuple[Figure, ...]
    history: tuple[PastPeriod, ...]
    signer: Membership | None
    open_cases: Sequence[OpenCase] = ()


async def gather(turn: Turn, standing: OpenPeriod, locale: str) -> Material:
    """Read what the documents of the period need."""
    period = standing.period
    compiled = await compile_period(turn, standing, locale)
    state = await summaries.state(turn.tx, period.id)
    shares = await tasks.of_task_force(turn.tx, period.task_force_id) if compiled.has_tasks else []
    figures = tuple(figure for figure in compiled.summary.figures if figure.field.total != "none")
    return Material(
        standing=standing,
        compiled=compiled,
        locale="en" if locale == "en" else "vi",
        now=standing.local(turn.now),
        note=state.note,
        version=max(state.version, 1),
        answers=await whole.texts(turn, standing, compiled.answers),
        versions=await summaries.report_versions(turn.tx, period.id),
        shares=shares,
        tasks=await tasks.of_ids(turn.tx, {share.task_id for share in shares}),
        targets=await targets.of_task_force(turn.tx, period.task_force_id),
        values=await targets.values(turn.tx, period.task_force_id, turn.now),
        history_figures=figures,
        history=await _history(turn, standing, figures),
        signer=await signer_of(turn, period.task_force_id),
        open_cases=await _open_cases(turn, standing),
    )


async def _open_cases(turn: Turn, standing: OpenPeriod) -> Sequence[OpenCase]:
    if standing.request is not None or standing.period.closed_at is not None:
        return ()
    return await case_lists.unsettled(turn.tx, standing.period.task_force_id)


async def _history(turn: Turn, standing: OpenPeriod, figures: Sequence[Figure]) -> tuple[PastPeriod, ...]:
    """The periods of the stream, oldest first, this one last with its exact figures."""
    past = await report_history.counts(turn.tx, standing.period, PERIODS)
    kinds: dict[str, Literal["sum", "average"]] = {
        figure.field.key: "average" if figure.field.total == "average" else "sum" for figure in figures
    }
    before = [one.period_id for one in past if one.period_id != standing.period.id]
    totals = await report_history.totals(turn.tx, before, kinds) if kinds and before else {}
    exact = {(standing.period.id, figure.field.key): figure.total for figure in figures}
    return tuple(
        PastPeriod(
            one.period,
            UnitCounts(one.total, one.on_time, one.late, one.total - one.on_time - one.late),
            tuple(
                exact.get((one.period_id, figure.field.key), totals.get((one.period_id, figure.field.key)))
                for figure in figures
            ),
        )
        for one in past
    )


async def signer_of(turn: Turn, task_force_id: int) -> Membership | None:
    """Who usually signs; None while nobody has joined who could."""
    living = [place for place in await memberships.living(turn.tx, task_force_id) if place.state == "active"]
    found = (place for role in _SIGNERS for place in living if place.role is role)
    return next(found, None)
