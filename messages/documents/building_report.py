"""Makes the Word template of the period's report: form 1.4, its outline, and two annexes (see ``building``).

The outline is that of the monthly reports the regulations ask for: direction, results by group, difficulties, next
period's work, proposals, an annex of figures. Whoever wants another one edits the template.
"""

from collections.abc import Sequence

from docx.document import Document as Letter
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell

from messages.documents.building import blank_letter, body, heading, listed, optional, signing, tag, title, write

NAME = "bao_cao.docx"

_LEFT, _MIDDLE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
_SIZE = 12

Column = tuple[str, float, str, WD_ALIGN_PARAGRAPH]
"""A column of an annex: its head, its width in millimetres, the cell's words, how they stand."""


def status_report() -> Letter:
    """Báo cáo."""
    letter = blank_letter()
    heading(letter, "BC", draft=True)
    title(letter, "BÁO CÁO", "{{ subject }} {{ period }}")
    body(
        letter,
        "{% if cite %}Thực hiện {{ cite }}, {{ body_short }}{% else %}{{ body_short|first_upper }}{% endif %} báo cáo "
        "{{ subject|first_lower }} {{ period }} như sau:",
    )
    _direction(letter)
    _results(letter)
    _difficulties(letter)
    part(letter, "IV. NHIỆM VỤ TRỌNG TÂM {{ (next_period or 'thời gian tới')|upper }}", "plans",
          "Tiếp tục thực hiện các nhiệm vụ được giao theo kế hoạch.")  # fmt: skip
    part(letter, "V. ĐỀ XUẤT, KIẾN NGHỊ", "proposals", "Không có đề xuất, kiến nghị.")
    _changes(letter)
    body(letter, "Trên đây là báo cáo {{ subject|first_lower }} {{ period }} của {{ body_short }}./.")
    signing(letter)
    _annexes(letter)
    return letter


def strong(letter: Letter, text: str) -> None:
    """A heading that stays with what follows."""
    body(letter, text, bold=True).paragraph_format.keep_with_next = True


def items(letter: Letter, name: str) -> None:
    """What the units wrote, one paragraph a line, each unit named once."""
    listed(letter, f"item in {name}", "{% if item.first %}- {% endif %}{% if item.unit %}{{ item.unit }}: {% endif %}"
           "{{ item.text }}")  # fmt: skip


def part(letter: Letter, text: str, name: str, otherwise: str) -> None:
    """A part of the outline that is what the units wrote."""
    strong(letter, text)
    items(letter, name)
    optional(letter, f"not {name}", otherwise)


def _direction(letter: Letter) -> None:
    strong(letter, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")
    items(letter, "direction")
    body(
        letter,
        "{% if as_of %}Đến {{ as_of }}, {% endif %}{{ 'có' if as_of else 'Có' }} {{ sent|padded }}/{{ total|padded }} "
        "đơn vị gửi báo cáo: đúng hạn {{ on_time|padded }} đơn vị; chậm {{ late|length|padded }} đơn vị"
        "{% if late %} ({{ late|join(', ') }}){% endif %}"
        "{% if missing %}; chưa gửi {{ missing|length|padded }} đơn vị ({{ missing|join(', ') }}){% endif %}.",
    )


def _results(letter: Letter) -> None:
    strong(letter, "II. KẾT QUẢ THỰC HIỆN")
    tag(letter, "if totals.total")
    strong(letter, "1. Nhiệm vụ được giao")
    body(
        letter,
        "Tổng số {{ totals.total|padded }} nhiệm vụ: đã hoàn thành {{ totals.done|padded }}; đang thực hiện "
        "{{ totals.going|padded }}; có vướng mắc {{ totals.stuck|padded }}; chưa bắt đầu {{ totals.not_begun|padded }}"
        "{% if totals.overdue %}. Quá hạn {{ totals.overdue|padded }} nhiệm vụ{% endif %}"
        "{% if tasks %} (chi tiết tại {{ tasks_annex }}){% endif %}.",
    )
    tag(letter, "endif")
    tag(letter, "for group in results")
    strong(letter, "{{ loop.index + (1 if totals.total else 0) }}. {{ group.title }}")
    listed(
        letter,
        "figure in group.figures",
        "- {{ figure.label }}: {{ figure.amount }}{% if figure.change %}, {{ figure.change }}{% endif %}"
        "{{ '.' if loop.last else ';' }}",
    )
    items(letter, "group.paragraphs")
    tag(letter, "endfor")
    tag(letter, "if jumps")
    body(letter, "Nguyên nhân số liệu tăng, giảm nhiều:")
    items(letter, "jumps")
    tag(letter, "endif")
    optional(letter, "not totals.total and not results", "Chưa có số liệu trong kỳ.")


def _difficulties(letter: Letter) -> None:
    strong(letter, "III. TỒN TẠI, KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN")
    optional(
        letter,
        "overdue",
        "- Nhiệm vụ quá hạn, chưa hoàn thành: {% for task in overdue %}{{ task.code }}"
        "{% if task.lead %} ({{ task.lead }}){% endif %}{{ '' if loop.last else '; ' }}{% endfor %}.",
    )
    listed(
        letter,
        "task in stuck",
        "- Nhiệm vụ {{ task.code }}{% if task.lead %} ({{ task.lead }}){% endif %}: {{ task.note }}.",
    )
    items(letter, "difficulties")
    optional(letter, "not overdue and not stuck and not difficulties", "Các đơn vị không nêu khó khăn, vướng mắc.")


def _changes(letter: Letter) -> None:
    """A later version says what it changed; the first has nothing to say."""
    tag(letter, "if changes")
    strong(letter, "VI. THAY ĐỔI SO VỚI BẢN SỐ {{ changes_since }}")
    listed(letter, "change in changes", "- {{ change }}{{ '.' if loop.last else ';' }}")
    tag(letter, "endif")


# --- annexes -----------------------------------------------------------------------------------------------------


def _annexes(letter: Letter) -> None:
    tag(letter, "if figures")
    annex_title(letter, "{{ figures_annex|upper }}", "Số liệu {{ period }}")
    lined(
        letter,
        "row in figures",
        (
            ("STT", 11, "{{ loop.index }}", _MIDDLE),
            ("Nội dung", 68, "{{ row.label }}", _LEFT),
            ("Kết quả", 34, "{{ row.amount }}", WD_ALIGN_PARAGRAPH.RIGHT),
            ("So với kỳ trước", 32, "{{ row.change|first_upper }}", _LEFT),
            ("Số đơn vị có số liệu", 20, "{{ row.answered }}", _MIDDLE),
        ),
    )
    tag(letter, "endif")
    tag(letter, "if tasks")
    annex_title(letter, "{{ tasks_annex|upper }}", "Nhiệm vụ đến hạn, quá hạn, có vướng mắc")
    lined(
        letter,
        "row in tasks",
        (
            ("Mã", 18, "{{ row.code }}", _LEFT),
            ("Nhiệm vụ", 76, "{{ row.title }}", _LEFT),
            ("Chủ trì", 28, "{{ row.lead }}", _LEFT),
            ("Thời hạn", 22, "{{ row.due }}", _MIDDLE),
            ("Tình trạng", 21, "{{ row.state }}{% if row.overdue %}, quá hạn{% endif %}", _MIDDLE),
        ),
    )
    tag(letter, "endif")


def annex_title(letter: Letter, text: str, about: str, *, breaks: bool | str = True) -> None:
    """The head of an annex, on a new page; ``breaks`` False, or the name of what must stand before it to need one."""
    if isinstance(breaks, str):
        tag(letter, f"if {breaks}")
        write(letter, "", 1).paragraph_format.page_break_before = True
        tag(letter, "endif")
    write(letter, text, 14, bold=True).paragraph_format.page_break_before = breaks is True
    write(letter, about, 14, bold=True)
    write(letter, "(Kèm theo Báo cáo số {{ number }}/BC-{{ code }} {{ issued_on }} của {{ body_short }})", 13,
          italic=True)  # fmt: skip
    write(letter, "", 6)


def lined(letter: Letter, rows: str, columns: Sequence[Column]) -> None:
    """A table with lines: a head that comes again on every page, then one row for each of ``rows``."""
    table: Table = letter.add_table(4, len(columns))
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    padding(table)
    for at, (head, width, words, align) in enumerate(columns):
        table.columns[at].width = Mm(width)
        for row in table.rows:
            row.cells[at].width = Mm(width)
        write(table.rows[0].cells[at], head, _SIZE, bold=True)
        write(table.rows[2].cells[at], words, _SIZE, align=align)
    steer(table.rows[1].cells[0], f"for {rows}")
    steer(table.rows[3].cells[0], "endfor")
    for row, mark in ((0, "w:tblHeader"), (0, "w:cantSplit"), (2, "w:cantSplit")):
        table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(mark))


def steer(cell: _Cell, statement: str) -> None:
    """A row that only steers: it is gone from the table."""
    write(cell, f"{{%tr {statement} %}}")


def padding(table: Table) -> None:
    """Some air around the words of a table's cells."""
    margins = OxmlElement("w:tblCellMar")
    for side, room in (("top", Pt(2)), ("left", Mm(1.2)), ("bottom", Pt(2)), ("right", Mm(1.2))):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(room // 635))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
