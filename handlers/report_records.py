"""From what was read about a period to the three documents' records; nothing here reads or writes."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from handlers.meetings import letters
from handlers.report_material import Material
from messages import formats
from messages.answers import value_text
from messages.documents.model import Signature
from messages.documents.month import (
    Attributed,
    FigureRow,
    Question,
    ReportChart,
    ReportWorkbook,
    ResultGroup,
    StatusReport,
    TargetRow,
    TaskRow,
    TaskTotals,
    UnitAnswers,
    UnitCounts,
    UnitLoad,
    UnitRemark,
)
from storage.tasks import Task
from taskforce.charter.forms import FieldSpec
from taskforce.forms import Answer
from taskforce.period_labels import period_days
from taskforce.periods import periods_of
from taskforce.roles import LEADERS, Role
from taskforce.tally import Figure, TaskCount, TaskState, UnitTask, is_late, together
from taskforce.targets import standing as standing_of

DIFFICULTIES, PLANS, PROPOSALS = ("difficulties", "causes"), ("next-plan",), ("proposals",)
"""The keys of the questions whose answers stand in a part of the report's outline of their own."""

_OWN_PART = frozenset(DIFFICULTIES + PLANS + PROPOSALS)
_SOON = timedelta(days=31)
"""Tasks that end so soon after the report, or so shortly before it, are named in its annex."""


# --- the report --------------------------------------------------------------------------------------------------


def status_report(material: Material) -> StatusReport:
    """Báo cáo; Vietnamese, so the material must be too."""
    standing, summary = material.standing, material.compiled.summary
    report = standing.report
    return StatusReport(
        heading=letters.heading(standing.charter),
        subject=subject_of(standing.title("vi")),
        period=standing.period.period,
        next_period=_next_label(material),
        counts=_counts(material),
        signature=_signature(material),
        as_of=material.now,
        cite=standing.cite,
        late=tuple(unit.unit.name for unit in summary.late),
        missing=tuple(unit.unit.name for unit in summary.missing),
        direction=(Attributed(material.note),) if material.note else (),
        task_totals=_totals(summary.tasks) if material.compiled.has_tasks else TaskTotals(),
        results=_results(material),
        jumps=tuple(_jumps(material)),
        difficulties=_texts(material, DIFFICULTIES),
        plans=_texts(material, PLANS),
        proposals=_texts(material, PROPOSALS),
        figures=tuple(_figure_row(figure) for figure in summary.figures if figure.total is not None),
        tasks=tuple(row for row in task_rows(material) if _is_named(row, material.now.date())),
        receivers=report.forward.to if report and report.forward else (),
        version=material.version,
    )


def subject_of(title: str) -> str:
    """What a report is about: "Kết quả thực hiện Đề án 06" of "Báo cáo tháng kết quả thực hiện Đề án 06"."""
    words = title.split()
    plain = [word.casefold() for word in words]
    for beginning in (["báo", "cáo", "6", "tháng"], ["báo", "cáo", "định", "kỳ"], ["báo", "cáo"]):
        if plain[: len(beginning)] == beginning:
            words, plain = words[len(beginning) :], plain[len(beginning) :]
            break
    else:
        return title
    if plain and plain[0] in ("tháng", "quý", "năm", "tuần"):
        words = words[1:]
    said = " ".join(words)
    return said[:1].upper() + said[1:] if said else title


def _counts(material: Material) -> UnitCounts:
    summary = material.compiled.summary
    return UnitCounts(summary.units, len(summary.on_time), len(summary.late), len(summary.missing))


def _totals(count: TaskCount) -> TaskTotals:
    return TaskTotals(count.done, count.going, count.stuck, count.not_begun, count.overdue)


def _signature(material: Material) -> Signature:
    titles, signer = material.standing.charter.titles, material.signer
    head = titles.of(Role.LEADER, "vi")
    if signer is None or signer.role is Role.LEADER:
        return Signature(head, "" if signer is None else signer.full_name)
    own = titles.of(signer.role, "vi")
    return Signature(head, signer.full_name, own, "KT." if signer.role in LEADERS else "TL.")


def _next_label(material: Material) -> str:
    """The period after this one; "" for a stream without a rhythm."""
    label, report = material.standing.period.period, material.standing.report
    days = period_days(label)
    if report is None or days is None:
        return ""
    year = days[0].year
    following = [one.label for year in (year, year + 1) for one in periods_of(report.every, year)]
    return next((after for one, after in pairwise(following) if one == label), "")


def _results(material: Material) -> tuple[ResultGroup, ...]:
    """One group a section of the form: its figures, and the texts that have no part of their own."""
    form = material.standing.form
    titles = {section.key: section.title.localised(material.locale) for section in form.sections}
    figures = {figure.field.key: figure for figure in material.compiled.summary.figures if figure.total is not None}
    groups = []
    for section in dict.fromkeys(field.section for field in form.fields):
        fields = [field for field in form.fields if field.section == section]
        rows = tuple(_figure_row(figures[field.key]) for field in fields if field.key in figures)
        said = _texts(material, [field.key for field in fields if field.kind == "text" and field.key not in _OWN_PART])
        if rows or said:
            groups.append(ResultGroup(titles.get(section, form.title.localised(material.locale)), rows, said))
    return tuple(groups)


def _texts(material: Material, keys: Sequence[str]) -> tuple[Attributed, ...]:
    return tuple(
        Attributed(text, state.name)
        for key in keys
        for state in material.compiled.states
        if (text := _text(material.answers.get(state.unit_id, {}).get(key)))
    )


def _text(answer: Answer | None) -> str:
    return answer.value.strip() if answer is not None and isinstance(answer.value, str) else ""


def _figure_row(figure: Figure) -> FigureRow:
    same = figure.same_units == figure.answered == figure.previous_answered
    return FigureRow(
        label=figure.field.label,
        measure=figure.field.measure,
        total=figure.total or Decimal(0),
        counted="average" if figure.field.total == "average" else "sum",
        answered=figure.answered,
        change=figure.change if same else figure.same_units_change,
        same_units=0 if same else figure.same_units,
    )


def _jumps(material: Material) -> list[Attributed]:
    """Why figures went up or down so much: from what to what, and the unit's reason."""
    found = []
    for figure in material.compiled.summary.figures:
        for jump in figure.jumps:
            before = "" if jump.previous is None else f"{formats.number(jump.previous, material.locale)} → "
            value = formats.number(jump.value, material.locale)
            found.append(Attributed(f"{figure.field.label}: {before}{value}. {jump.reason}", jump.unit.name))
    return found


# --- tasks -------------------------------------------------------------------------------------------------------


def task_rows(material: Material) -> list[TaskRow]:
    """Each task once, in the order of the plan, with the state its units' states come to."""
    names = {state.unit_id: state.name for state in material.compiled.states}
    shares: dict[int, list[UnitTask]] = {}
    for share in material.shares:
        shares.setdefault(share.task_id, []).append(share)
    today = material.now.date()
    return [
        _task_row(material.tasks[task_id], of_task, names, today)
        for task_id, of_task in shares.items()
        if task_id in material.tasks
    ]


def _task_row(task: Task, shares: Sequence[UnitTask], names: dict[int, str], today: date) -> TaskRow:
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


def _is_named(task: TaskRow, today: date) -> bool:
    return task.overdue or task.state == "stuck" or (task.due is not None and abs(task.due - today) <= _SOON)


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


def _value(field: FieldSpec, answer: Answer | None, locale: str) -> str:
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
        for said in _texts(material, [field.key])
    ]
    found += [
        UnitRemark(jump.unit.name, figure.field.label, jump.reason or "")
        for figure in material.compiled.summary.figures
        for jump in figure.jumps
    ]
    return tuple(found)


def target_rows(material: Material) -> tuple[TargetRow, ...]:
    """Every target and how it stands on the day."""
    rows = []
    for target in material.targets:
        values = material.values.get(target.id, ())
        state = standing_of(target.goal, target.op, target.period, values, material.now.date())
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
        loads=tuple(UnitLoad(short.get(load.unit.id, load.unit.name), _totals(load.count)) for load in loads),
        targets=tuple(target for target in target_rows(material) if target.standing != "unknown"),
        version=material.version,
        locale=material.locale,
    )
