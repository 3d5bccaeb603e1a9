"""Everything that the papers of a longer period are made from, read once for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from handlers import report_material, report_tables
from handlers.periods import form_of
from handlers.rolled.spans import Stream
from handlers.turn import Turn
from messages import render
from messages.documents.month import TargetRow, TaskRow
from storage import periods, report_history, reports, targets, tasks
from storage.people import Membership
from storage.report_history import PastPeriod
from taskforce.charter.forms import FieldSpec, FormSpec
from taskforce.period_labels import before, period_days
from taskforce.periods import counterparts
from taskforce.roles import Role
from taskforce.tally import Given, Unit
from taskforce.tally.rolled import Comparison, Rolled, RolledField, compare, roll_up
from taskforce.tally.rolled_tasks import tasks_within


@dataclass(frozen=True, slots=True)
class RolledMaterial:
    """A longer period of a stream, in one language where labels are concerned; ``now`` is local.

    ``before`` is the period it is compared with, "" where there is nothing to compare. ``texts`` are what the units
    wrote in the last part, by unit id. ``done`` are the tasks done within the period, ``tasks`` all as they stood at
    its end (or now).
    """

    stream: Stream
    span: str
    form: FormSpec
    locale: Literal["vi", "en"]
    now: datetime
    rolled: Rolled
    before: str
    comparison: Comparison | None
    tasks: Sequence[TaskRow]
    done: Sequence[TaskRow]
    targets: Sequence[TargetRow]
    texts_of: str
    texts: Mapping[int, Mapping[str, Given]]
    names: Mapping[int, str]
    signer: Membership | None


async def gather(turn: Turn, stream: Stream, span: str, locale: Literal["vi", "en"]) -> RolledMaterial:
    """Read what the longer period's papers need.

    Raises:
        LookupError: nothing was told in it.
    """
    told = stream.told_in(span)
    days = period_days(span)
    if not told or days is None:
        raise LookupError(f"nothing of {span} in {stream.report.key}")
    newest = await periods.get(turn.tx, told[-1].id)
    form = form_of(newest.form) if newest else stream.form
    fields = [field for one in form.fields if (field := rolled_field(one, locale)) is not None]
    named = await report_history.unit_names(turn.tx, stream.task_force_id)
    units = [Unit(unit_id, name, order) for unit_id, (name, _, order) in named.items()]
    rolled = await _rolled(turn, stream, span, told, units, fields)
    earlier = before(span) or ""
    past = stream.told_in(earlier) if earlier else []
    comparison = None
    if past:
        former = await _rolled(turn, stream, earlier, past, units, fields)
        comparison = compare(rolled, former, counterparts(span, earlier, stream.report.every))
    zone = stream.charter.body.timezone
    now = render.local(turn.now, zone)
    names = {unit.id: unit.name for unit in units}
    task_rows, done = await _tasks(turn, stream, days, names, now) if _asks_tasks(form) else ([], [])
    return RolledMaterial(
        stream=stream,
        span=span,
        form=form,
        locale=locale,
        now=now,
        rolled=rolled,
        before=earlier if comparison else "",
        comparison=comparison,
        tasks=task_rows,
        done=done,
        targets=await _targets(turn, stream, days[1], now),
        texts_of=told[-1].label,
        texts=await _texts(turn, told[-1]),
        names=names,
        signer=await report_material.signer_of(turn, stream.task_force_id),
    )


def rolled_field(field: FieldSpec, locale: str) -> RolledField | None:
    """The question as a figure that can be rolled up; None where it cannot."""
    if field.kind not in ("number", "percent") or field.total == "none":
        return None
    measure = field.measure.localised(locale) if field.measure else "%" if field.kind == "percent" else ""
    return RolledField(field.key, field.total, field.over_time, field.label.localised(locale), measure)


async def _rolled(
    turn: Turn,
    stream: Stream,
    span: str,
    told: Sequence[PastPeriod],
    units: Sequence[Unit],
    fields: Sequence[RolledField],
) -> Rolled:
    parts = await report_history.parts(turn.tx, told, [field.key for field in fields])
    return roll_up(stream.expected(span), parts, units, fields)


def _asks_tasks(form: FormSpec) -> bool:
    return any(field.kind == "tasks" for field in form.fields)


async def _tasks(
    turn: Turn, stream: Stream, days: tuple[date, date], names: Mapping[int, str], now: datetime
) -> tuple[list[TaskRow], list[TaskRow]]:
    """All tasks at the end of the period, and those done within it."""
    shares = await tasks.of_task_force(turn.tx, stream.task_force_id)
    told = await report_history.task_states(turn.tx, stream.task_force_id)
    begin, end = (datetime.combine(day, time(0), stream.charter.body.zone) for day in _around(days))
    within = tasks_within(shares, told, begin, end)
    plan = await tasks.of_ids(turn.tx, {share.task_id for share in shares})
    rows = report_tables.rows_of(within.shares, plan, names, min(now.date(), days[1]))
    finished = report_tables.rows_of(
        [share for share in within.shares if share.task_id in within.done], plan, names, days[1]
    )
    return rows, finished


def _around(days: tuple[date, date]) -> tuple[date, date]:
    return days[0], days[1] + timedelta(days=1)


async def _targets(turn: Turn, stream: Stream, last: date, now: datetime) -> Sequence[TargetRow]:
    """How the targets stood at the end of the period, by the values that were of it or earlier."""
    known = await targets.of_task_force(turn.tx, stream.task_force_id)
    told = await targets.values(turn.tx, stream.task_force_id, turn.now)
    until = {
        target_id: [one for one in values if (of := period_days(one.period)) and of[1] <= last]
        for target_id, values in told.items()
    }
    return report_tables.standings(known, until, min(now.date(), last))


async def _texts(turn: Turn, last: PastPeriod) -> dict[int, Mapping[str, Given]]:
    unit_of = await reports.units_by_id(turn.tx, last.id)
    given = await reports.given_in_period(turn.tx, last.id)
    return {unit_of[report_id]: answers for report_id, answers in given.items()}


OFFICE = (Role.SECRETARY,)
"""Who gets the papers by themselves."""
