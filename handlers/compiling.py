"""From what is stored about a period to its summary: read, count, and put into the words' shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from handlers import boards as board_cards
from handlers.periods import OpenPeriod
from handlers.turn import Turn
from messages.answers import value_text
from messages.contexts.boards import TaskCounts
from messages.contexts.summaries import (
    ChoiceCount,
    ChoiceLine,
    FigureLine,
    Jump,
    LateUnit,
    News,
    Remark,
    SummaryPost,
    TaskLine,
)
from storage import periods, reports, tasks
from storage.boards import UnitState
from taskforce.charter.forms import FieldSpec, FormSpec
from taskforce.forms import NO, YES
from taskforce.forms.model import Value
from taskforce.tally import (
    Figure,
    FigureField,
    Given,
    Summary,
    Unit,
    UnitTask,
    compile_summary,
)

_FIGURES = ("number", "percent")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A period counted together: the units as they stand, and the summary.

    ``answers`` are those that were sent, by unit id. ``has_tasks``: the form asks about them.
    """

    states: Sequence[UnitState]
    summary: Summary
    answers: Mapping[int, Mapping[str, Given]]
    has_tasks: bool


async def compile_period(turn: Turn, standing: OpenPeriod, locale: str) -> Compiled:
    """Count the period's reports together, as they are now."""
    period, form = standing.period, standing.form
    states = await board_cards.unit_states(turn, standing)
    unit_of = {state.report_id: state.unit_id for state in states}
    given = {
        unit_of[report_id]: answers
        for report_id, answers in (await reports.given_in_period(turn.tx, period.id)).items()
        if report_id in unit_of
    }
    has_tasks = any(field.kind == "tasks" for field in form.fields)
    summary = compile_summary(
        units=[Unit(state.unit_id, state.name, order) for order, state in enumerate(states)],
        submitted={state.unit_id: state.submitted_at for state in states if state.submitted_at},
        due_at=period.due_at,
        now=turn.now,
        zone=standing.charter.body.zone,
        answers=given,
        previous=await _previous(turn, standing),
        figures=[_figure_field(field, locale) for field in form.fields if field.kind in _FIGURES],
        remarks=[field.key for field in remark_fields(form)],
        tasks=await tasks.of_task_force(turn.tx, period.task_force_id) if has_tasks else (),
    )
    return Compiled(states, summary, given, has_tasks)


async def _previous(turn: Turn, standing: OpenPeriod) -> dict[int, dict[str, Value]]:
    """The last period's values, by unit."""
    before = await periods.previous(turn.tx, standing.period)
    if before is None:
        return {}
    unit_of = await reports.units_by_id(turn.tx, before.id)
    answers = await reports.given_in_period(turn.tx, before.id)
    return {unit_of[report]: {key: a.value for key, a in given.items()} for report, given in answers.items()}


def _figure_field(field: FieldSpec, locale: str) -> FigureField:
    measure = field.measure.localised(locale) if field.measure else "%" if field.kind == "percent" else ""
    return FigureField(field.key, field.total, field.label.localised(locale), measure)


def remark_fields(form: FormSpec) -> list[FieldSpec]:
    """The texts that the leadership reads: what is out of the ordinary, or all when the form has nothing but texts."""
    texts = [field for field in form.fields if field.kind == "text"]
    if not any(field.kind in _FIGURES for field in form.fields):
        return texts
    return [field for field in texts if field.nothing] or texts


def post_of(
    turn: Turn, standing: OpenPeriod, compiled: Compiled, locale: str, *, note: str, news: News | None
) -> SummaryPost:
    """The summary as it is read."""
    summary, period = compiled.summary, standing.period
    labels = {field.key: field.label.localised(locale) for field in standing.form.fields}
    forward = standing.report.forward if standing.report else None
    return SummaryPost(
        body=standing.name,
        title=standing.title(locale),
        period=period.period,
        at=standing.local(turn.now),
        note=note,
        news=news,
        total=summary.units,
        on_time=len(summary.on_time),
        late=tuple(LateUnit(unit.unit.name, unit.days_late) for unit in summary.late),
        missing=tuple(LateUnit(unit.unit.name, unit.days_late) for unit in summary.missing),
        tasks=task_counts(compiled),
        overdue=_lines([task for unit in summary.unit_tasks for task in unit.overdue], summary, due=True),
        stuck=_lines([task for unit in summary.unit_tasks for task in unit.stuck], summary, due=False),
        figures=tuple(_figure_line(figure) for figure in summary.figures if figure.total is not None),
        jumps=tuple(jump for figure in summary.figures for jump in _jumps(figure)),
        remarks=tuple(
            Remark(unit.unit.name, tuple((labels[key], text) for key, text in unit.texts)) for unit in summary.remarks
        ),
        forward_to=forward.to if forward else (),
        forward_due=None if period.forward_due_at is None else standing.local(period.forward_due_at),
        cite=standing.cite,
        choices=choice_lines(standing, compiled, locale),
    )


_CHOSEN = ("choice", "multi", "yes-no")
_NAMED_CHOOSERS = 5


def choice_lines(standing: OpenPeriod, compiled: Compiled, locale: str) -> tuple[ChoiceLine, ...]:
    """What was chosen where a question is answered so: all units counted, the fewer of them named."""
    lines = []
    for spec in standing.form.fields:
        if spec.kind not in _CHOSEN:
            continue
        field = spec.to_field(locale)
        options = [option.key for option in field.options] or [YES, NO]
        chose: dict[str, list[str]] = {key: [] for key in options}
        for state in compiled.states:
            answer = compiled.answers.get(state.unit_id, {}).get(spec.key)
            values = answer.value if answer and isinstance(answer.value, list) else [answer.value] if answer else []
            for value in values:
                if isinstance(value, str) and value in chose:
                    chose[value].append(state.short_name or state.name)
        most = max(map(len, chose.values()))
        counts = tuple(
            ChoiceCount(
                value_text(field, key, locale),
                len(units),
                tuple(units) if len(units) <= _NAMED_CHOOSERS and len(units) < most else (),
            )
            for key, units in chose.items()
            if units
        )
        if counts:
            lines.append(ChoiceLine(field.label, counts))
    return tuple(lines)


def task_counts(compiled: Compiled) -> TaskCounts | None:
    """Tasks by state; None where the report does not ask about tasks, or there are none."""
    count = compiled.summary.tasks
    if not compiled.has_tasks or not count.total:
        return None
    return TaskCounts(count.total, count.done, count.going, count.stuck, count.not_begun, count.overdue)


def _lines(found: Sequence[UnitTask], summary: Summary, *, due: bool) -> tuple[TaskLine, ...]:
    """Each task once, with the units it concerns, nearest deadline first."""
    names = {unit.unit.id: unit.unit.name for unit in summary.unit_tasks}
    by_task: dict[int, list[UnitTask]] = {}
    for task in found:
        by_task.setdefault(task.task_id, []).append(task)
    lines = [
        TaskLine(
            code=same[0].code,
            title=same[0].title,
            units=tuple(names[task.unit_id] for task in same),
            due=same[0].due_to if due else None,
            note="" if due else "; ".join(filter(None, (task.note for task in same))),
        )
        for same in by_task.values()
    ]
    return tuple(sorted(lines, key=lambda line: (line.due is None, line.due or 0))) if due else tuple(lines)


def _figure_line(figure: Figure) -> FigureLine:
    same = figure.same_units == figure.answered == figure.previous_answered
    return FigureLine(
        label=figure.field.label,
        measure=figure.field.measure,
        total=figure.total or Decimal(0),
        average=figure.field.total == "average",
        answered=figure.answered,
        change=figure.change if same else figure.same_units_change,
        same_units=0 if same else figure.same_units,
    )


def _jumps(figure: Figure) -> list[Jump]:
    return [
        Jump(jump.unit.name, figure.field.label, jump.value, jump.previous, jump.reason or "") for jump in figure.jumps
    ]
