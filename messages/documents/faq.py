"""Questions and answers as a table: what it holds, and the page. The library is imported when it is made."""

import io
from typing import Any, ClassVar, Literal

from messages.documents.base import Moment, Record


class FaqRow(Record, frozen=True):
    """One entry; ``wordings`` one a line, ``file`` the name of what is attached, "" for nothing."""

    question: str
    answer: str = ""
    wordings: str = ""
    cite: str = ""
    file: str = ""
    seen: int = 0
    helped: int = 0
    hidden: bool = False


class FaqSheet(Record, frozen=True, tag_field="kind", tag="faq_sheet"):
    """Everything that is kept, as XLSX that can be changed and sent back; in the reader's language."""

    kind: ClassVar[str] = "faq_sheet"
    suffix: ClassVar[str] = "xlsx"

    body: str
    made_at: Moment
    rows: tuple[FaqRow, ...]
    locale: Literal["vi", "en"] = "vi"


_WORDS: dict[str, dict[str, str]] = {
    "vi": {
        "tab": "Hỏi đáp",
        "heading": "HỎI ĐÁP",
        "made": "Lập lúc",
        "page": "Trang",
        "position": "TT",
        "question": "Câu hỏi",
        "answer": "Trả lời",
        "wordings": "Cách hỏi khác",
        "cite": "Căn cứ",
        "file": "Tệp kèm theo",
        "seen": "Số lần xem",
        "helped": "Số người thấy đúng",
        "hidden": "Ẩn",
        "yes": "Có",
    },
    "en": {
        "tab": "Questions",
        "heading": "QUESTIONS AND ANSWERS",
        "made": "Made at",
        "page": "Page",
        "position": "No.",
        "question": "Question",
        "answer": "Answer",
        "wordings": "Other wordings",
        "cite": "Source",
        "file": "File",
        "seen": "Seen",
        "helped": "Helped",
        "hidden": "Hidden",
        "yes": "Yes",
    },
}
_WIDTHS = {
    "position": 5, "question": 36, "answer": 60, "wordings": 30, "cite": 20, "file": 20, "seen": 9, "helped": 9,
    "hidden": 7,
}  # fmt: skip
_WITH_LINES = ("answer", "wordings")
_MIDDLE = ("position", "seen", "helped", "hidden")


def faq_sheet(sheet: FaqSheet) -> bytes:
    """One row an entry, ready to be filled in further."""
    import xlsxwriter  # type: ignore[import-untyped]

    from messages.documents import sheets
    from messages.formats import moment

    words = _WORDS[sheet.locale]
    columns = list(_WIDTHS)
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written, sheets.OPTIONS)
    book.set_properties({"title": words["tab"], "created": sheets.MADE})
    page = book.add_worksheet(words["tab"])
    shapes = sheets.formats(book)
    said = [
        (sheet.body, "body"),
        (words["heading"], "title"),
        (f"{words['made']}: {moment(sheet.made_at, sheet.locale)}", "fact"),
    ]
    head = sheets.facts(page, said, len(columns) - 1, shapes)
    for at, name in enumerate(columns):
        page.set_column(at, at, _WIDTHS[name])
        page.write_string(head, at, words[name], shapes["head"])
    for number, row in enumerate(sheet.rows, start=1):
        values = _values(number, row, words)
        for at, name in enumerate(columns):
            if name in _WITH_LINES:  # what comes back is what was kept, its lines too
                page.write_string(head + number, at, values[name], shapes["text"])
            else:
                sheets.write(page, head + number, at, values[name], shapes["middle" if name in _MIDDLE else "text"])
        page.set_row(head + number, sheets.height((values[name], _WIDTHS[name]) for name in columns))
    sheets.lay_out(page, head, len(sheet.rows), len(columns) - 1, frozen=2, page_word=words["page"])
    book.close()
    return written.getvalue()


def _values(number: int, row: FaqRow, words: dict[str, str]) -> dict[str, Any]:
    return {
        "position": number,
        "question": row.question,
        "answer": row.answer,
        "wordings": row.wordings,
        "cite": row.cite,
        "file": row.file,
        "seen": row.seen,
        "helped": row.helped,
        "hidden": words["yes"] if row.hidden else "",
    }
