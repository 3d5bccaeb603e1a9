"""The ledger of a notice as a workbook."""

import io
from datetime import datetime, timedelta, timezone

from openpyxl import load_workbook

from messages.documents.making import make
from messages.documents.model import BroadcastRow, BroadcastSheet, to_data

_AT = datetime(2022, 3, 1, 8, 30, tzinfo=timezone(timedelta(hours=7)))
_ROWS = (
    BroadcastRow("Hoàng Văn Thử", "Thành viên", "Sở Y tế", "0912 345 678", "received", "", _AT, _AT),
    BroadcastRow('=HYPERLINK("x")', "Thành viên", "", "", "blocked", "Forbidden: bot was blocked by the user"),
)


def _lines(sheet: BroadcastSheet) -> list[list[object]]:
    page = load_workbook(io.BytesIO(make(to_data(sheet)))).active
    assert page is not None
    return [[cell.value for cell in row] for row in page.iter_rows()]


def test_each_recipient_is_a_line_with_real_moments() -> None:
    """State in words, moments to sort by; what somebody typed is never run."""
    lines = _lines(BroadcastSheet("Tổ công tác", "Họp", _AT, _ROWS, acknowledge=True, phones=True))
    head = next(line for line in lines if "Họ và tên" in line)
    first, second = lines[lines.index(head) + 1 : lines.index(head) + 3]
    assert first[head.index("Tình trạng")] == "Đã nhận"
    assert first[head.index("Xác nhận lúc")] == datetime(2022, 3, 1, 8, 30)  # noqa: DTZ001 - a cell has no zone
    assert second[head.index("Họ và tên")] == '=HYPERLINK("x")'
    assert second[head.index("Tình trạng")] == "Không gửi tới được"
    assert second[head.index("Lý do")] == "Đã chặn bot"


def test_numbers_are_for_who_may_see_them() -> None:
    """Without the right there is no column; where no receipt was asked for, none for that either."""
    lines = _lines(BroadcastSheet("Tổ công tác", "Họp", _AT, _ROWS, locale="en"))
    heads = {value for line in lines for value in line}
    assert "Phone" not in heads
    assert "Received at" not in heads
