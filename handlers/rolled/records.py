"""From what was read about a longer period to its papers; nothing here reads or writes."""

from collections.abc import Sequence
from decimal import Decimal

from handlers.meetings.convene import letters
from handlers.report_records import DIFFICULTIES, PLANS, PROPOSALS, signature_of, subject_of
from handlers.rolled.material import RolledMaterial
from messages.contexts.boards import TaskCounts
from messages.contexts.rolled import RolledFigureLine, RolledPost, RolledTargets, RolledUnit
from messages.documents.month import (
    Attributed,
    ChartFigure,
    PastPeriod,
    ReportChart,
    TaskRow,
    TaskTotals,
    UnitCounts,
)
from messages.documents.rolled import (
    Beside,
    Change,
    Mark,
    RolledReport,
    RolledRow,
    RolledWorkbook,
    Sending,
    UnitFigure,
    UnitSending,
)
from taskforce.tally.rolled import Compared, How, RolledFigure

_MARKS: dict[How | None, Mark] = {How.ON_TIME: "on-time", How.LATE: "late", How.MISSING: "missing", None: ""}
_UNITS, _FIGURES = 8, 12
"""Units and figures named on a phone."""


def subject(material: RolledMaterial) -> str:
    """What the stream's reports are about, without how often they come."""
    title = material.stream.title(material.locale)
    return subject_of(title) if material.locale == "vi" else title


def report(material: RolledMaterial) -> RolledReport:
    """Báo cáo; Vietnamese, so the material must be too."""
    forward = material.stream.report.forward
    rolled = material.rolled
    return RolledReport(
        heading=letters.heading(material.stream.charter),
        subject=subject(material),
        period=material.span,
        parts=rolled.parts,
        absent=rolled.absent,
        sending=Sending(rolled.owed, rolled.on_time, rolled.late),
        signature=signature_of(material.stream.charter, material.signer),
        as_of=material.now,
        next_period=following(material.span),
        cite=material.stream.report.cite,
        beside=_beside(material),
        units=_units(material),
        figures=_rows(material),
        task_totals=_totals(material.tasks),
        done=tuple(material.done),
        tasks=tuple(task for task in material.tasks if task.overdue or task.state == "stuck"),
        targets=tuple(material.targets),
        texts_of=material.texts_of,
        difficulties=_texts(material, DIFFICULTIES),
        plans=_texts(material, PLANS),
        proposals=_texts(material, PROPOSALS),
        receivers=forward.to if forward else (),
    )


def following(span: str) -> str:
    """The quarter, half-year or year after this one."""
    year, _, part = span.partition("-")
    if not part:
        return str(int(year) + 1)
    most = {"Q": 4, "H": 2}[part[0]]
    number = int(part[1:])
    return f"{year}-{part[0]}{number + 1}" if number < most else f"{int(year) + 1}-{part[0]}1"


def workbook(material: RolledMaterial) -> RolledWorkbook:
    """Everything, in the material's language."""
    return RolledWorkbook(
        body=material.stream.charter.body.name,
        subject=subject(material),
        period=material.span,
        as_of=material.now,
        parts=material.rolled.parts,
        absent=material.rolled.absent,
        figures=_rows(material),
        unit_figures=tuple(
            UnitFigure(place, one.unit.name, one.values, one.total)
            for place, figure in enumerate(material.rolled.figures)
            for one in figure.units
        ),
        units=_units(material),
        tasks=tuple(material.tasks),
        targets=tuple(material.targets),
        beside=_beside(material),
        locale=material.locale,
    )


def chart(material: RolledMaterial) -> ReportChart:
    """Who reported, and what the figures came to, over the parts."""
    rolled = material.rolled
    figures = sorted(rolled.figures, key=lambda figure: figure.field.total != "sum")  # what adds up says most
    return ReportChart(
        body=material.stream.charter.body.short_name or material.stream.charter.body.name,
        period=material.span,
        history=tuple(
            PastPeriod(label, UnitCounts(sum(counts), *counts))
            for label, counts in zip(rolled.parts, rolled.counts, strict=True)
        ),
        figures=tuple(
            ChartFigure(figure.field.label, figure.field.measure, figure.by_part)
            for figure in figures
            if figure.total is not None
        ),
        targets=tuple(target for target in material.targets if target.standing != "unknown"),
        locale=material.locale,
    )


def post(material: RolledMaterial) -> RolledPost:
    """The whole on a phone."""
    rolled, beside = material.rolled, _beside(material)
    lacking = [record for record in rolled.units if record.missing]
    lacking.sort(key=lambda record: -len(record.missing))
    told = [figure for figure in rolled.figures if figure.total is not None]
    compared = {one.field.key: one for one in material.comparison.figures} if material.comparison else {}
    totals = _totals(material.tasks)
    body = material.stream.charter.body
    return RolledPost(
        body=body.short_name or body.name,
        title=subject(material),
        period=material.span,
        at=material.now,
        periods=rolled.parts,
        absent_periods=rolled.absent,
        owed=rolled.owed,
        on_time=rolled.on_time,
        late=rolled.late,
        missing=rolled.missing,
        share=_share(Sending(rolled.owed, rolled.on_time, rolled.late)),
        share_before=_share(beside.before) if beside else None,
        period_before=material.before,
        compared=len(beside.parts) if beside and not beside.whole else 0,
        units=tuple(RolledUnit(record.unit.name, record.missing) for record in lacking[:_UNITS]),
        more=len(lacking[_UNITS:]),
        figures=tuple(_line(figure, compared.get(figure.field.key)) for figure in told[:_FIGURES]),
        more_figures=len(told[_FIGURES:]),
        tasks=TaskCounts(totals.total, totals.done, totals.going, totals.stuck, totals.not_begun, totals.overdue)
        if totals.total
        else None,
        done=len(material.done),
        targets=_standings(material),
        cite=material.stream.report.cite,
    )


def _line(figure: RolledFigure, compared: Compared | None) -> RolledFigureLine:
    change = _change(compared)
    return RolledFigureLine(
        label=figure.field.label,
        measure=figure.field.measure,
        total=figure.total or Decimal(0),
        average=figure.field.total == "average",
        latest=figure.field.over_time == "latest",
        change=change.change,
        same=change.same,
    )


def _standings(material: RolledMaterial) -> RolledTargets | None:
    found = [target.standing for target in material.targets]
    if not found:
        return None
    return RolledTargets(
        len(found),
        found.count("reached"),
        found.count("on-the-way"),
        found.count("behind"),
        found.count("unknown"),
    )


def _share(sending: Sending) -> Decimal:
    sent = sending.on_time + sending.late
    return (Decimal(100) * sent / sending.owed).quantize(Decimal(1)) if sending.owed else Decimal(0)


def _change(compared: Compared | None) -> Change:
    if compared is None:
        return Change()
    change = compared.change if compared.alike else compared.same_change
    return Change(compared.now, compared.before, change, 0 if compared.alike or change is None else compared.same)


def _rows(material: RolledMaterial) -> tuple[RolledRow, ...]:
    compared = {one.field.key: one for one in material.comparison.figures} if material.comparison else {}
    return tuple(
        RolledRow(
            label=figure.field.label,
            measure=figure.field.measure,
            counted=figure.field.total,
            latest=figure.field.over_time == "latest",
            by_part=figure.by_part,
            total=figure.total,
            answered=figure.answered,
            change=_change(compared.get(figure.field.key)),
        )
        for figure in material.rolled.figures
    )


def _beside(material: RolledMaterial) -> Beside | None:
    found = material.comparison
    if found is None:
        return None
    now, earlier = (Sending(found.owed[at], found.on_time[at], found.sent[at] - found.on_time[at]) for at in (0, 1))
    return Beside(material.before, found.parts, found.whole, now, earlier)


def _units(material: RolledMaterial) -> tuple[UnitSending, ...]:
    return tuple(
        UnitSending(record.unit.name, tuple(_MARKS[one] for one in record.how), record.missing)
        for record in material.rolled.units
    )


def _totals(rows: Sequence[TaskRow]) -> TaskTotals:
    states = [row.state for row in rows]
    return TaskTotals(
        states.count("done"),
        states.count("going"),
        states.count("stuck"),
        states.count("not-begun"),
        sum(row.overdue for row in rows),
    )


def _texts(material: RolledMaterial, keys: tuple[str, ...]) -> tuple[Attributed, ...]:
    return tuple(
        Attributed(value.strip(), material.names.get(record.unit.id, ""))
        for key in keys
        for record in material.rolled.units
        if (given := material.texts.get(record.unit.id, {}).get(key)) is not None
        and isinstance(value := given.value, str)
        and value.strip()
    )
