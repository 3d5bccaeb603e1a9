"""From what was read about a period to the workbook's tables and the picture; nothing here reads or writes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from handlers.report_material import Material
from messages import render
from messages.answers import value_text
from messages.documents.month import (
    Attributed,
    Question,
    ReportChart,
    ReportWorkbook,
    TargetRow,
    TaskRow,
    TaskTotals,
    UnitAnswers,
    UnitLoad,
    UnitRemark,
)
from messages.model import Label
from storage.case_lists import OpenCase
from storage.targets import Target
from storage.tasks import Task
from taskforce.charter.forms import FieldSpec
from taskforce.tally import Given, TaskCount, TaskState, UnitTask, is_late, together
from taskforce.targets import TargetValue
from taskforce.targets import standing as standing_of
from taskforce.vietnamese import fold


def texts(material: Material, keys: Sequence[str]) -> tuple[Attributed, ...]:
    """What the units wrote in answer to these questions, in the order of lists."""
    return tuple(
        Attributed(text, state.name)
        for key in keys
        for state in material.compiled.states
        if (text := _text(material.answers.get(state.unit_id, {}).get(key)))
    )


def _text(answer: Given | None) -> str:
    return answer.value.strip() if answer is not None and isinstance(answer.value, str) else ""


def open_cases(material: Material) -> list[OpenCase]:
    """The open difficulties that no unit tells of in its own answer already, the oldest first."""
    told = {
        state.unit_id: fold(_text(material.answers.get(state.unit_id, {}).get("difficulties")))
        for state in material.compiled.states
    }
    return [one for one in material.open_cases if fold(one.case.text) not in told.get(one.case.unit_id or 0, "")]


def totals(count: TaskCount) -> TaskTotals:
    """The count as documents hold it."""
    return TaskTotals(count.done, count.going, count.stuck, count.not_begun, count.overdue)


# --- tasks -------------------------------------------------------------------------------------------------------


def task_rows(material: Material) -> list[TaskRow]:
    """Each task once, in the order of the plan, with the state its units' states come to."""
    names = {state.unit_id: state.name for state in material.compiled.states}
    return rows_of(material.shares, material.tasks, names, material.now.date())


def rows_of(
    parts: Sequence[UnitTask], tasks: Mapping[int, Task], names: Mapping[int, str], today: date
) -> list[TaskRow]:
    """Each of the tasks once; ``parts`` are the leading units', ``names`` theirs by id."""
    shares: dict[int, list[UnitTask]] = {}
    for share in parts:
        shares.setdefault(share.task_id, []).append(share)
    return [_task_row(tasks[task_id], of_task, names, today) for task_id, of_task in shares.items() if task_id in tasks]


def _task_row(task: Task, shares: Sequence[UnitTask], names: Mapping[int, str], today: date) -> TaskRow:
    leads = [names[share.unit_id] for share in shares if share.unit_id in names]
    state = together({share.state for share in shares})
    notes = dict.fromkeys(share.note for share in shares if share.state is TaskState.STUCK and share.note)
    return TaskRow(
        code=task.code,
        title=task.title,
        lead=", ".join(leads) or task.lead_text,
        helpers=task.with_text,
        due_from=task.due_from,
        due=task.due_to,
        due_words=task.deadline_text or task.recurring,
        state=state.value,
        overdue=any(share.overdue(today) for share in shares),
        note="; ".join(notes),
    )


# --- the workbook ------------------------------------------------------------------------------------------------


def workbook(material: Material) -> ReportWorkbook:
    """Everything, in the material's language."""
    standing = material.standing
    fields = [field for field in standing.form.fields if field.kind != "tasks"]
    return ReportWorkbook(
        body=standing.charter.body.name,
        subject=standing.title(material.locale),
        period=standing.period.period,
        as_of=material.now,
        questions=tuple(_question(field, material.locale) for field in fields),
        units=_units(material, fields),
        tasks=tuple(task_rows(material)),
        targets=target_rows(material),
        remarks=_remarks(material, fields),
        history_figures=tuple(figure.field.label for figure in material.history_figures),
        history=material.history,
        version=material.version,
        locale=material.locale,
    )


def _question(field: FieldSpec, locale: str) -> Question:
    kinds: dict[str, Literal["number", "date"]] = {"number": "number", "percent": "number", "date": "date"}
    measure = field.measure.localised(locale) if field.measure else "%" if field.kind == "percent" else ""
    counted = None if field.total == "none" else field.total
    return Question(field.label.localised(locale), kinds.get(field.kind, "text"), measure, counted)


def _units(material: Material, fields: Sequence[FieldSpec]) -> tuple[UnitAnswers, ...]:
    late = {unit.unit.id: unit.days_late for unit in material.compiled.summary.late}
    due_at, local = material.standing.period.due_at, material.standing.local
    return tuple(
        UnitAnswers(
            unit=state.name,
            sent_at=None if state.submitted_at is None else local(state.submitted_at),
            days_late=late.get(state.unit_id, 0),
            is_late=state.submitted_at is not None and is_late(state.submitted_at, due_at),
            version=material.versions.get(state.report_id, 0),
            values=tuple(
                _value(field, material.answers.get(state.unit_id, {}).get(field.key), material.locale)
                for field in fields
            ),
        )
        for state in material.compiled.states
    )


def _value(field: FieldSpec, answer: Given | None, locale: str) -> str:
    """As a cell takes it: figures and days as they are kept, everything else in words."""
    if answer is None or answer.value is None:
        return ""
    if field.kind in ("number", "percent", "date", "text"):
        return answer.value if isinstance(answer.value, str) else ""
    return value_text(field.to_field(locale), answer.value, locale)


def _remarks(material: Material, fields: Sequence[FieldSpec]) -> tuple[UnitRemark, ...]:
    """What the units wrote, and why their figures jumped."""
    found = [
        UnitRemark(said.unit, field.label.localised(material.locale), said.text)
        for field in fields
        if field.kind == "text"
        for said in texts(material, [field.key])
    ]
    found += [
        UnitRemark(jump.unit.name, figure.field.label, jump.reason or "")
        for figure in material.compiled.summary.figures
        for jump in figure.jumps
    ]
    found += [UnitRemark(one.unit, _case_words(one, material), one.case.text) for one in open_cases(material)]
    return tuple(found)


def _case_words(one: OpenCase, material: Material) -> str:
    """Where the text comes from: an open difficulty, its number and day, who deals with it."""
    at = material.standing.local(one.case.raised_at)
    key = "cases.row_of" if one.owner else "cases.row"
    values: dict[str, str | int] = {"number": one.case.id, "day": f"{at.day}/{at.month}/{at.year}", "owner": one.owner}
    return render.label(Label(key, values), material.locale)


def target_rows(material: Material) -> tuple[TargetRow, ...]:
    """Every target and how it stands on the day."""
    return standings(material.targets, material.values, material.now.date())


def standings(
    targets: Sequence[Target], told: Mapping[int, Sequence[TargetValue]], today: date
) -> tuple[TargetRow, ...]:
    """How these targets stand on a local day, by the values told of them (by id)."""
    rows = []
    for target in targets:
        values = told.get(target.id, ())
        state = standing_of(target.goal, target.op, target.period, values, today)
        rows.append(
            TargetRow(
                code=target.code,
                title=target.title,
                goal=target.goal,
                op=target.op.value,
                measure=target.unit,
                period=target.period,
                actual=None if state.latest is None else state.latest.value,
                standing=state.standing.value,
            )
        )
    return tuple(rows)


# --- the picture -------------------------------------------------------------------------------------------------


def chart(material: Material) -> ReportChart:
    """The picture, in the material's language; targets that nobody has told a value of are left out."""
    short = {state.unit_id: state.short_name or state.name for state in material.compiled.states}
    loads = material.compiled.summary.unit_tasks if material.compiled.has_tasks else ()
    return ReportChart(
        body=material.standing.name,
        period=material.standing.period.period,
        history=material.history,
        loads=tuple(UnitLoad(short.get(load.unit.id, load.unit.name), totals(load.count)) for load in loads),
        targets=tuple(target for target in target_rows(material) if target.standing != "unknown"),
        version=material.version,
        locale=material.locale,
    )
