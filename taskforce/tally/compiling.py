"""Counting a period's reports together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal

from taskforce.forms.model import Value
from taskforce.tally.summary import (
    Figure,
    FigureField,
    Given,
    Summary,
    TaskCount,
    Unit,
    UnitFigure,
    UnitIn,
    UnitMissing,
    UnitRemarks,
    UnitTasks,
)
from taskforce.tally.tasks import TaskState, UnitTask, by_deadline
from taskforce.vietnamese import unit_sort_key

_CENT = Decimal("0.01")


def compile_summary(
    *,
    units: Iterable[Unit],
    submitted: Mapping[int, datetime],
    due_at: datetime,
    now: datetime,
    zone: tzinfo,
    answers: Mapping[int, Mapping[str, Given]],
    previous: Mapping[int, Mapping[str, Value]],
    figures: Sequence[FigureField],
    remarks: Sequence[str],
    tasks: Iterable[UnitTask],
) -> Summary:
    """Compile a period's summary.

    ``submitted`` gives the first submission (aware) of each unit id that has sent its report; answers of others are
    drafts and do not count. ``previous`` holds the last period's submitted values. Days are counted in ``zone``.
    ``remarks`` are the keys of the free-text fields, in order. Tasks of units that do not owe are left out.
    """
    ordered = sorted(units, key=lambda unit: (unit.order, unit_sort_key(unit.name), unit.id))
    arrived = [
        UnitIn(unit, submitted[unit.id], _days_late(submitted[unit.id], due_at, zone))
        for unit in ordered
        if unit.id in submitted
    ]
    counted = {unit.unit.id: answers.get(unit.unit.id, {}) for unit in arrived}
    owing = {unit.id for unit in ordered}
    led = sorted((task for task in tasks if task.unit_id in owing), key=by_deadline)
    by_unit: dict[int, list[UnitTask]] = {}
    for task in led:
        by_unit.setdefault(task.unit_id, []).append(task)
    today = now.astimezone(zone).date()
    return Summary(
        on_time=tuple(unit for unit in arrived if not is_late(unit.submitted_at, due_at)),
        late=tuple(unit for unit in arrived if is_late(unit.submitted_at, due_at)),
        missing=tuple(UnitMissing(unit, _days_late(now, due_at, zone)) for unit in ordered if unit.id not in submitted),
        tasks=_count(_merged(led, today)),
        unit_tasks=tuple(_unit_tasks(unit, by_unit[unit.id], today) for unit in ordered if unit.id in by_unit),
        figures=tuple(_figure(field, ordered, counted, previous) for field in figures),
        remarks=_remarks(ordered, counted, remarks),
    )


def is_late(submitted_at: datetime, due_at: datetime) -> bool:
    """Whether a report came after its due time; the due second itself ("17th, 23:59:59") is still in time."""
    return submitted_at.replace(microsecond=0) > due_at


def _days_late(moment: datetime, due_at: datetime, zone: tzinfo) -> int:
    return max(0, (moment.astimezone(zone).date() - due_at.astimezone(zone).date()).days)


def _unit_tasks(unit: Unit, own: Sequence[UnitTask], today: date) -> UnitTasks:
    return UnitTasks(
        unit=unit,
        count=_count((task.state, task.overdue(today)) for task in own),
        overdue=tuple(task for task in own if task.overdue(today)),
        stuck=tuple(task for task in own if task.state is TaskState.STUCK),
    )


def _count(tasks: Iterable[tuple[TaskState, bool]]) -> TaskCount:
    seen = list(tasks)
    states = Counter(state for state, _ in seen)
    return TaskCount(
        not_begun=states[TaskState.NOT_BEGUN],
        going=states[TaskState.GOING],
        stuck=states[TaskState.STUCK],
        done=states[TaskState.DONE],
        overdue=sum(overdue for _, overdue in seen),
    )


def _merged(tasks: Iterable[UnitTask], today: date) -> list[tuple[TaskState, bool]]:
    """Each task once, with the state that its units' states come to."""
    shares: dict[int, list[UnitTask]] = {}
    for task in tasks:
        shares.setdefault(task.task_id, []).append(task)
    return [
        (together({share.state for share in of_task}), any(share.overdue(today) for share in of_task))
        for of_task in shares.values()
    ]


def together(states: set[TaskState]) -> TaskState:
    """How a task of several units stands: stuck if it is so for any of them, done when it is for all."""
    if len(states) == 1:
        return next(iter(states))
    return TaskState.STUCK if TaskState.STUCK in states else TaskState.GOING


def _figure(
    field: FigureField,
    units: Sequence[Unit],
    answers: Mapping[int, Mapping[str, Given]],
    previous: Mapping[int, Mapping[str, Value]],
) -> Figure:
    now = {unit.id: value for unit in units if (value := _number(_given(answers, unit, field.key))) is not None}
    before = {
        unit.id: value for unit in units if (value := _number(previous.get(unit.id, {}).get(field.key))) is not None
    }
    both = [unit_id for unit_id in now if unit_id in before]
    total, former = _total(field, list(now.values())), _total(field, list(before.values()))
    same_now = _total(field, [now[unit_id] for unit_id in both])
    same_before = _total(field, [before[unit_id] for unit_id in both])
    return Figure(
        field=field,
        total=total,
        previous=former,
        change=_difference(total, former),
        answered=len(now),
        previous_answered=len(before),
        same_units=len(both),
        same_units_change=_difference(same_now, same_before),
        units=tuple(
            UnitFigure(unit, now[unit.id], before.get(unit.id), answers[unit.id][field.key].reason)
            for unit in units
            if unit.id in now
        ),
    )


def _given(answers: Mapping[int, Mapping[str, Given]], unit: Unit, key: str) -> Value:
    given = answers.get(unit.id, {}).get(key)
    return None if given is None else given.value


def _number(value: Value) -> Decimal | None:
    # A form keeps a number as a decimal string; None is "nothing to report", which is not a zero.
    return Decimal(value) if isinstance(value, str) and value else None


def _total(field: FigureField, values: Sequence[Decimal]) -> Decimal | None:
    if field.total == "none" or not values:
        return None
    total = sum(values, Decimal(0))
    if field.total == "average":
        return (total / len(values)).quantize(_CENT, rounding=ROUND_HALF_UP)
    return total


def _difference(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before


def _remarks(
    units: Sequence[Unit], answers: Mapping[int, Mapping[str, Given]], keys: Sequence[str]
) -> tuple[UnitRemarks, ...]:
    remarks: list[UnitRemarks] = []
    for unit in units:
        said = ((key, _given(answers, unit, key)) for key in keys)
        texts = tuple((key, text.strip()) for key, text in said if isinstance(text, str) and text.strip())
        if texts:
            remarks.append(UnitRemarks(unit, texts))
    return tuple(remarks)
