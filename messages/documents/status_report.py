"""Báo cáo: the period's report as an official letter, from a Word template (``building_report`` makes it)."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from messages.documents import official
from messages.documents.change_words import change_words
from messages.documents.cleaning import lines, one_line
from messages.documents.letters import frame, rendered
from messages.documents.month import Attributed, FigureRow, ResultGroup, StatusReport, TaskRow
from messages.formats import number

_STATES = {"done": "Hoàn thành", "going": "Đang thực hiện", "stuck": "Có vướng mắc", "not-begun": "Chưa bắt đầu"}
_FIGURES_ANNEX, _TASKS_ANNEX = "Phụ lục I", "Phụ lục II"


def status_report(report: StatusReport, own: Path | None = None) -> bytes:
    """Báo cáo (form 1.4) as DOCX."""
    subject = official.first_upper(one_line(report.subject))
    period = official.long_period(report.period)
    counts = report.counts
    return rendered(
        "bao_cao.docx",
        f"{subject} {period}",
        {
            **frame(report.heading, report.receivers or (f"Các thành viên {report.heading.body_short}",)),
            "draft": report.version if report.is_draft else 0,
            "subject": subject,
            "period": period,
            "next_period": official.long_period(report.next_period) if report.next_period else "",
            "cite": official.cited(report.cite),
            "as_of": official.long_hour(report.as_of) if report.as_of else "",
            "total": counts.total,
            "sent": counts.on_time + counts.late,
            "on_time": counts.on_time,
            "late": [one_line(unit) for unit in report.late],
            "missing": [one_line(unit) for unit in report.missing],
            "direction": paragraphs(report.direction),
            "totals": report.task_totals,
            "results": [_group(group) for group in report.results],
            "jumps": paragraphs(report.jumps),
            "overdue": [task_cells(task) for task in report.tasks if task.overdue],
            "stuck": [task_cells(task) for task in report.tasks if task.state == "stuck" and one_line(task.note)],
            "difficulties": paragraphs(report.difficulties),
            "plans": paragraphs(report.plans),
            "proposals": paragraphs(report.proposals),
            "figures": [_figure(figure) for figure in report.figures],
            "figures_annex": _FIGURES_ANNEX if report.tasks else "Phụ lục",
            "tasks": [task_cells(task) for task in report.tasks],
            "tasks_annex": _TASKS_ANNEX if report.figures else "Phụ lục",
            "changes": [change_words(change) for change in report.changes],
            "changes_since": report.changes_since,
            "authority": official.authority(report.signature),
            "signer": one_line(report.signature.name),
        },
        own,
    )


def paragraphs(said: Sequence[Attributed]) -> list[dict[str, Any]]:
    """One a line: only the first of a text names its unit."""
    return [
        {"unit": one_line(one.unit) if at == 0 else "", "text": line, "first": at == 0}
        for one in said
        for at, line in enumerate(lines(one.text))
    ]


def _group(group: ResultGroup) -> dict[str, Any]:
    return {
        "title": one_line(group.title),
        "figures": [_figure(figure) for figure in group.figures],
        "paragraphs": paragraphs(group.paragraphs),
    }


def _figure(figure: FigureRow) -> dict[str, Any]:
    measure = one_line(figure.measure)
    return {
        "label": one_line(figure.label),
        "amount": f"{'bình quân ' if figure.counted == 'average' else ''}{with_measure(figure.total, measure)}",
        "change": _change(figure, measure),
        "answered": figure.answered,
    }


def with_measure(value: Decimal, measure: str) -> str:
    """A number and what it counts; a percent sign stands close."""
    return number(value, "vi") + (measure if measure == "%" else f" {measure}" if measure else "")


def _change(figure: FigureRow, measure: str) -> str:
    if figure.change is None:
        return ""
    if figure.change == 0:
        said = "không đổi"
    else:
        points = " điểm\u00a0%" if measure == "%" else ""
        said = f"{'tăng' if figure.change > 0 else 'giảm'} {number(abs(figure.change), 'vi')}{points}"
    return f"{said} (tính trên {figure.same_units} đơn vị)" if figure.same_units else said


def task_cells(task: TaskRow) -> dict[str, Any]:
    """A task as a row of an annex, and as a sentence names it."""
    return {
        "code": one_line(task.code),
        "title": one_line(task.title),
        "lead": one_line(task.lead),
        "due": official.short_day(task.due) if task.due else one_line(task.due_words),
        "state": _STATES[task.state],
        "overdue": task.overdue,
        "note": one_line(task.note).rstrip("."),
    }
