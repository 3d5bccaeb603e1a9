"""Questions and answers as a table."""

import io
from datetime import UTC, datetime

import openpyxl
import pytest

from messages.documents.faq import FaqRow, FaqSheet
from messages.documents.making import make
from messages.documents.model import to_data

_AT = datetime(2022, 3, 8, 9, tzinfo=UTC)
_ROWS = (FaqRow("=1+1", "Trả lời\nhai dòng", wordings="a\nb", seen=3, hidden=True), FaqRow("Giờ mở cửa?", "7h30"))


@pytest.mark.parametrize(("locale", "heading", "yes"), [("vi", "Câu hỏi", "Có"), ("en", "Question", "Yes")])
def test_every_entry_is_a_row_and_nothing_is_run(locale: str, heading: str, yes: str) -> None:
    """Texts stay texts, numbers numbers; what is hidden says so in the reader's language."""
    sheet = FaqSheet("Tổ công tác", _AT, _ROWS, locale="en" if locale == "en" else "vi")
    page = openpyxl.load_workbook(io.BytesIO(make(to_data(sheet)))).worksheets[0]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if heading in row)
    assert rows[head + 1] == [1, "=1+1", "Trả lời\nhai dòng", "a\nb", None, None, 3, 0, yes]
    assert page.cell(head + 2, 2).data_type == "s"
    assert rows[head + 2][1:3] == ["Giờ mở cửa?", "7h30"]
