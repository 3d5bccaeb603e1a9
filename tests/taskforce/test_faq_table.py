"""Questions and answers out of a table: what fits, what does not and why."""

from taskforce.faq_table import FaqTable, TableEntry, read_table
from taskforce.sheets import SheetRow

LIMITS = (30, 50, 20)


def read(*lines: tuple[str, ...], known: tuple[str, ...] = ()) -> FaqTable | None:
    """The table of these lines."""
    return read_table([SheetRow(number, cells) for number, cells in enumerate(lines, start=1)], known, LIMITS)


def test_rows_are_read_under_their_headings() -> None:
    """Titles above are passed over, a column that is not there says nothing, wordings stand one a line."""
    assert read(
        ("HỎI ĐÁP",),
        ("TT", "Câu hỏi", "Trả lời", "Cách hỏi khác", "Ẩn"),
        ("1", " Lịch  họp? ", "Ngày 10", "hop khi nao\nhọp lúc nào", "x"),
    ) == FaqTable((TableEntry("Lịch họp?", "Ngày 10", ("hop khi nao", "họp lúc nào"), None, True),), ())
    table = read(("Question", "Answer"), ("When?", "Now"))
    assert table == FaqTable((TableEntry("When?", "Now", None, None, None),), ())


def test_rows_that_do_not_fit_are_named_with_their_number() -> None:
    """No answer where none is kept, too long, twice; lines without a question are passed over."""
    table = read(
        ("Câu hỏi", "Trả lời"),
        ("Một?", ""),
        ("Hai?", ""),
        ("", "chỉ trả lời"),
        ("Ba?", "x" * 51),
        ("hai", "lại"),
        known=("hai",),
    )
    assert table is not None
    assert [each.question for each in table.entries] == ["Hai?"]
    assert table.wrong == ((2, "no-answer"), (5, "long"), (6, "twice"))


def test_a_table_without_questions_is_none() -> None:
    """Some other list is not taken for one."""
    assert read(("Họ và tên", "Điện thoại"), ("Hoàng Văn Thử", "0912")) is None
