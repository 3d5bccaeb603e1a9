"""A half-year and a year of the Bắc Kạn task force, as their documents are asked for."""

from datetime import datetime
from decimal import Decimal

import msgspec

from messages.documents.month import Attributed, ChartFigure, PastPeriod, ReportChart, TaskTotals, UnitCounts
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
from tests.messages.documents import month
from tests.messages.documents.samples import DEPUTY, HANOI, HEADING, UNITS

AS_OF = datetime(2022, 7, 15, 8, tzinfo=HANOI)
PARTS = ("2022-01", "2022-02", "2022-03", "2022-04", "2022-05", "2022-06")
_BEFORE = tuple(f"2021-{number:02}" for number in range(7, 13))
LONG = (
    "Số hồ sơ thủ tục hành chính tiếp nhận trực tuyến qua Cổng Dịch vụ công quốc gia và Hệ thống thông tin giải quyết "
    "thủ tục hành chính của tỉnh"
)


def figures() -> tuple[RolledRow, ...]:
    """What adds up, what is averaged, what is a level, and what nobody told in the first month."""
    return (
        RolledRow(
            LONG, "hồ sơ", "sum", False, tuple(Decimal(17000 + 400 * at) for at in range(6)), Decimal(108000), 120,
            Change(Decimal(108000), Decimal(91250), Decimal(16750)),
        ),
        RolledRow(
            "Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng", "%", "average", False,
            tuple(Decimal(85) + at for at in range(6)), Decimal("87.5"), 118,
            Change(Decimal("87.5"), Decimal(89), Decimal("-1.4"), 96),
        ),
        RolledRow(
            "Số tài khoản định danh điện tử đã kích hoạt, lũy kế", "tài khoản", "sum", True,
            (None, *(Decimal(9000 + 3000 * at) for at in range(5))), Decimal(21000), 5,
            Change(Decimal(21000), Decimal(21000), Decimal(0)),
        ),
        RolledRow("Số lớp tập huấn", "lớp", "sum", False, (None,) * 6, None, 0),
    )  # fmt: skip


def sending() -> tuple[UnitSending, ...]:
    """Most in time, every fifth late once, one that missed two months, one that came in March."""
    found = []
    for at, unit in enumerate(UNITS):
        marks: list[Mark] = ["on-time"] * 6
        if at % 5 == 0:
            marks[at % 6] = "late"
        if at == 3:
            marks[1] = marks[2] = "missing"
        if at == 7:
            marks[0] = marks[1] = ""
        found.append(UnitSending(unit, tuple(marks), PARTS[1:3] if at == 3 else ()))
    return tuple(found)


def beside() -> Beside:
    """The half-year before, whole."""
    return Beside("2021-H2", tuple(zip(PARTS, _BEFORE, strict=True)), True, Sending(130, 123, 5), Sending(132, 110, 12))


def report() -> RolledReport:
    """The half-year's report, with everything the outline has room for."""
    return RolledReport(
        heading=HEADING,
        subject=month.SUBJECT,
        period="2022-H1",
        parts=PARTS,
        absent=(),
        sending=Sending(130, 123, 5),
        signature=DEPUTY,
        as_of=AS_OF,
        next_period="2022-H2",
        cite="mục VI.1 Kế hoạch",
        beside=beside(),
        units=sending(),
        figures=figures(),
        task_totals=TaskTotals(done=12, going=24, stuck=3, not_begun=8, overdue=1),
        done=month.TASKS[:1],
        tasks=month.TASKS[1:3],
        targets=month.targets(),
        texts_of="2022-06",
        difficulties=month.DIFFICULTIES,
        plans=(Attributed("Tập huấn sử dụng dịch vụ công cho tổ công nghệ số cộng đồng.", "UBND thành phố Bắc Kạn"),),
        proposals=(Attributed("Đề nghị bố trí kinh phí mua 34 máy quét cho cấp xã.", "UBND huyện Pác Nặm"),),
        receivers=("Văn phòng Chính phủ", "Lưu: VT, NCPC"),
    )


def year() -> RolledReport:
    """A year of twelve months, ten of them told, beside the same months of the year before."""
    parts = tuple(f"2022-{number:02}" for number in range(1, 11))
    rows = tuple(
        msgspec.structs.replace(row, by_part=(*row.by_part, *row.by_part[:4])) for row in figures()
    )  # fmt: skip
    return msgspec.structs.replace(
        report(),
        period="2022",
        next_period="2023",
        parts=parts,
        absent=("2022-11", "2022-12"),
        figures=rows,
        units=tuple(msgspec.structs.replace(one, marks=(*one.marks, *one.marks[:4])) for one in sending()),
        beside=Beside("2021", tuple((one, one.replace("2022", "2021")) for one in parts), False,
                      Sending(216, 200, 10), Sending(220, 180, 20)),
    )  # fmt: skip


def workbook() -> RolledWorkbook:
    """The half-year in cells, two figures told by three units."""
    return RolledWorkbook(
        body=HEADING.body,
        subject=month.SUBJECT,
        period="2022-H1",
        as_of=AS_OF,
        parts=PARTS,
        absent=(),
        figures=figures(),
        unit_figures=tuple(
            UnitFigure(figure, unit, (None, *(Decimal(10 * at) for at in range(5))), Decimal(100))
            for figure in (0, 1)
            for unit in UNITS[:3]
        ),
        units=sending(),
        tasks=month.TASKS,
        targets=month.targets(),
        beside=beside(),
    )


def chart() -> ReportChart:
    """The half-year's picture: who reported, and the figures over the months."""
    return ReportChart(
        body="Tổ công tác Đề án 06 Bắc Kạn",
        period="2022-H1",
        history=tuple(
            PastPeriod(label, UnitCounts(22, 18 + at % 4, 2 - at % 2, 22 - (18 + at % 4) - (2 - at % 2)))
            for at, label in enumerate(PARTS)
        ),
        figures=tuple(ChartFigure(row.label, row.measure, row.by_part) for row in figures()[:3]),
        targets=month.targets(),
    )
