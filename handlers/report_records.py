"""From what was read about a period to the record of its report; nothing here reads or writes."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from msgspec.structs import astuple

from handlers.compiling import choice_lines
from handlers.meetings.convene import letters
from handlers.report_material import Material
from handlers.report_tables import open_cases, task_rows, texts, totals
from messages import formats, render
from messages.contexts.summaries import Changes
from messages.documents.model import Signature
from messages.documents.month import (
    Attributed,
    ChangeRow,
    FigureRow,
    ResultGroup,
    StatusReport,
    TaskRow,
    TaskTotals,
    UnitCounts,
)
from messages.model import Label
from storage.people import Membership
from taskforce.charter import Charter
from taskforce.period_labels import period_days
from taskforce.periods import periods_of
from taskforce.roles import LEADERS, Role
from taskforce.tally import Figure

DIFFICULTIES, PLANS, PROPOSALS = ("difficulties", "causes"), ("next-plan",), ("proposals",)
"""The keys of the questions whose answers stand in a part of the report's outline of their own."""

_OWN_PART = frozenset(DIFFICULTIES + PLANS + PROPOSALS)
_SOON = timedelta(days=31)
"""Tasks that end so soon after the report, or so shortly before it, are named in its annex."""


# --- the report --------------------------------------------------------------------------------------------------


def status_report(material: Material, changes: Changes | None = None) -> StatusReport:
    """Báo cáo; Vietnamese, so the material and the changes of its version must be too."""
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
        task_totals=totals(summary.tasks) if material.compiled.has_tasks else TaskTotals(),
        results=_results(material),
        jumps=tuple(_jumps(material)),
        difficulties=(*texts(material, DIFFICULTIES), *_open_cases(material)),
        plans=texts(material, PLANS),
        proposals=texts(material, PROPOSALS),
        figures=tuple(_figure_row(figure) for figure in summary.figures if figure.total is not None),
        tasks=tuple(row for row in task_rows(material) if _is_named(row, material.now.date())),
        receivers=report.forward.to if report and report.forward else (),
        version=material.version,
        changes=_changes(changes),
        changes_since=changes.since if changes else 0,
    )


def _open_cases(material: Material) -> tuple[Attributed, ...]:
    """The difficulties that were raised and are open, where the units' answers do not tell of them already."""
    return tuple(
        Attributed(
            render.label(Label("cases.in_document", {"number": one.case.id, "text": one.case.text}), "vi"), one.unit
        )
        for one in open_cases(material)
    )


def _changes(changes: Changes | None) -> tuple[ChangeRow, ...]:
    if changes is None:
        return ()
    added = (ChangeRow("added", unit.name, after="late" if unit.is_late else "on-time") for unit in changes.added)
    return (*added, *(ChangeRow(*astuple(line)) for line in changes.lines))


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
    if [word.casefold() for word in words[-2:]] == ["6", "tháng"]:  # the period's own name follows: not said twice
        words = words[:-2]
    elif len(words) > 1 and words[-1].casefold() in ("tháng", "quý", "năm", "tuần"):
        words = words[:-1]
    said = " ".join(words)
    return said[:1].upper() + said[1:] if said else title


def _counts(material: Material) -> UnitCounts:
    summary = material.compiled.summary
    return UnitCounts(summary.units, len(summary.on_time), len(summary.late), len(summary.missing))


def _signature(material: Material) -> Signature:
    return signature_of(material.standing.charter, material.signer)


def signature_of(charter: Charter, signer: Membership | None) -> Signature:
    """The room for signing: the head, or who usually signs in the head's place."""
    titles = charter.titles
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
        said = texts(material, [field.key for field in fields if field.kind == "text" and field.key not in _OWN_PART])
        apart = _by_question(material) if material.standing.request is not None else ()
        said = () if apart else said
        said += _chosen(material, [field.label.localised(material.locale) for field in fields])
        if rows or said:
            groups.append(ResultGroup(titles.get(section, form.title.localised(material.locale)), rows, said))
        groups += apart
    return tuple(groups)


def _by_question(material: Material) -> tuple[ResultGroup, ...]:
    """What was written in a report that somebody asked for: a group a question, since nobody knows the questions."""
    found = ((field, texts(material, [field.key])) for field in material.standing.form.fields if field.kind == "text")
    return tuple(ResultGroup(field.label.localised(material.locale), (), said) for field, said in found if said)


def _chosen(material: Material, labels: Sequence[str]) -> tuple[Attributed, ...]:
    """What the units chose, where a question of the section is answered so."""
    found = choice_lines(material.standing, material.compiled, material.locale)
    return tuple(
        Attributed(
            f"{line.label}{' ' if line.label.endswith('?') else ': '}"
            + "; ".join(f"{c.option}: {c.count}" + (f" ({', '.join(c.units)})" if c.units else "") for c in line.counts)
        )
        for line in found
        if line.label in labels
    )


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


def _is_named(task: TaskRow, today: date) -> bool:
    return task.overdue or task.state == "stuck" or (task.due is not None and abs(task.due - today) <= _SOON)
