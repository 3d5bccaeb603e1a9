"""Báo cáo quý, 6 tháng, năm: the months rolled up, from a Word template (``building_rolled`` makes it)."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Twips

from messages.documents import official
from messages.documents.cleaning import one_line
from messages.documents.letters import frame, rendered
from messages.documents.month import TargetRow
from messages.documents.rolled import Beside, Change, RolledReport, RolledRow, UnitSending
from messages.documents.status_report import paragraphs, task_cells, with_measure
from messages.formats import number

NAME = "bao_cao_ky.docx"

_MARKS = {"on-time": "Đúng hạn", "late": "Chậm", "missing": "Không gửi", "": "–"}
_ANNEXES = ("Phụ lục I", "Phụ lục II", "Phụ lục III")


def rolled_report(report: RolledReport, own: Path | None = None) -> bytes:
    """Báo cáo (form 1.4) as DOCX."""
    subject = official.first_upper(one_line(report.subject))
    period = official.long_period(report.period)
    beside = report.beside
    return rendered(
        NAME,
        f"{subject} {period}",
        {
            **frame(report.heading, report.receivers or (f"Các thành viên {report.heading.body_short}",)),
            "draft": 1,
            "subject": subject,
            "period": period,
            "next_period": official.long_period(report.next_period) if report.next_period else "",
            "cite": official.cited(report.cite),
            "as_of": official.long_hour(report.as_of),
            "parts": [_head(part) for part in report.parts],
            "span": _span(report.parts),
            "absent": _listed(report.absent),
            "sending": report.sending,
            "share": _share(report.sending.on_time + report.sending.late, report.sending.owed),
            "before": official.long_period(beside.period) if beside else "",
            "beside": _beside(beside) if beside else "",
            "missing": [f"{one_line(unit.unit)} ({_listed(unit.missing)})" for unit in report.units if unit.missing],
            "figures": [_figure(row) for row in report.figures],
            "totals": report.task_totals,
            "done": [task_cells(task) for task in report.done],
            "tasks": [task_cells(task) for task in report.tasks],
            "targets": _standings(report.targets),
            "behind": [_target(target) for target in report.targets if target.standing == "behind"],
            "texts_of": official.long_period(report.texts_of) if report.texts_of else "",
            "difficulties": paragraphs(report.difficulties),
            "plans": paragraphs(report.plans),
            "proposals": paragraphs(report.proposals),
            "units": [_unit(unit) for unit in report.units],
            "figures_annex": _ANNEXES[0],
            "units_annex": _ANNEXES[1 if report.figures else 0],
            "tasks_annex": _ANNEXES[2 if report.figures else 1],
            "authority": official.authority(report.signature),
            "signer": one_line(report.signature.name),
        },
        own,
        _share_out,
    )


PARTS = "parts:"
"""How a table of the template says from which column on it has one for each part."""


def _share_out(letter: Any) -> None:
    """The columns of the parts share the room that the others, as wide as in the template, leave."""
    for table in letter.tables:
        caption = table._tbl.tblPr.find(qn("w:tblCaption"))
        if caption is None or not caption.get(qn("w:val"), "").startswith(PARTS):
            continue
        first, room, *fixed = (int(given) for given in caption.get(qn("w:val")).removeprefix(PARTS).split(","))
        columns = len(table.rows[0].cells)
        parts = columns - len(fixed)
        own = [(room - sum(fixed)) // parts] * parts if parts else []
        widths = [*fixed[:first], *own, *fixed[first:]]
        for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=False):
            column.set(qn("w:w"), str(width))
        for row in table.rows:
            for cell, width in zip(row._tr.tc_lst, widths, strict=False):
                cell.width = Twips(width)


def _head(label: str) -> str:
    """A column's head: T3 for "2022-03", Quý II for "2022-Q2", 6 tháng đầu for "2022-H1"."""
    part = label.partition("-")[2]
    return f"T{int(part)}" if part.isdecimal() else official.first_upper(official.long_period(label)).split(" năm")[0]


def _span(parts: Sequence[str]) -> str:
    if not parts:
        return ""
    first, last = official.long_period(parts[0]), official.long_period(parts[-1])
    return first if first == last else f"{first.split(' năm')[0]} đến {last}"


def _listed(labels: Sequence[str]) -> str:
    """Tháng 2, tháng 3 in lower case: the year follows from the report's."""
    return ", ".join(official.long_period(label).split(" năm")[0] for label in labels)


def _share(sent: int, owed: int) -> str:
    return number(round(Decimal(100) * sent / owed, 1).normalize(), "vi") if owed else "0"


def _beside(beside: Beside) -> str:
    """How the sending stands beside the period before, over the same months."""
    now, before = beside.now, beside.before
    over = "" if beside.whole else f", tính trên {official.padded(len(beside.parts))} kỳ tương ứng của hai giai đoạn"
    return (
        f"{_share(now.on_time + now.late, now.owed)}% so với {_share(before.on_time + before.late, before.owed)}%; "
        f"gửi đúng hạn {_share(now.on_time, now.owed)}% so với {_share(before.on_time, before.owed)}%{over}"
    )


def _figure(row: RolledRow) -> dict[str, Any]:
    measure = one_line(row.measure)
    how = "số mới nhất" if row.latest else "bình quân" if row.counted == "average" else ""
    return {
        "label": one_line(row.label),
        "measure": measure,
        "how": how or "cộng",
        "cells": ["–" if value is None else number(value, "vi") for value in row.by_part],
        "amount": "chưa có số liệu" if row.total is None else f"{how} {with_measure(row.total, measure)}".strip(),
        "total": "–" if row.total is None else number(row.total, "vi"),
        "before": "–" if row.change.before is None else number(row.change.before, "vi"),
        "change": _change(row.change, measure),
        "answered": row.answered,
    }


def _change(change: Change, measure: str) -> str:
    if change.change is None:
        return ""
    if change.change == 0:
        said = "không đổi"
    else:
        points = " điểm\u00a0%" if measure == "%" else ""
        said = f"{'tăng' if change.change > 0 else 'giảm'} {number(abs(change.change), 'vi')}{points}"
    return f"{said} (tính trên {change.same} báo cáo có ở cả hai kỳ)" if change.same else said


def _standings(targets: Sequence[TargetRow]) -> dict[str, int]:
    found = [target.standing for target in targets]
    return {
        "total": len(found),
        "reached": found.count("reached"),
        "on_the_way": found.count("on-the-way"),
        "behind": found.count("behind"),
        "unknown": found.count("unknown"),
    }


def _target(target: TargetRow) -> str:
    measure = one_line(target.measure)
    said = one_line(target.title).rstrip(".")
    if target.actual is None or target.goal is None:
        return said
    return f"{said}: {with_measure(target.actual, measure)}, mục tiêu {with_measure(target.goal, measure)}"


def _unit(unit: UnitSending) -> dict[str, Any]:
    owed = sum(mark != "" for mark in unit.marks)
    return {
        "name": one_line(unit.unit),
        "cells": [_MARKS[mark] for mark in unit.marks],
        "sent": f"{owed - len(unit.missing)}/{owed}",
        "on_time": unit.marks.count("on-time"),
    }
