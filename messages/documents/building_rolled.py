"""Makes the Word template of the quarter's, half-year's or year's report: form 1.4, and annexes across the page."""

from collections.abc import Sequence

from docx.document import Document as Letter
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table

from messages.documents.building import blank_letter, body, heading, listed, optional, signing, tag, title, write
from messages.documents.building_report import Column, annex_title, items, lined, padding, part, steer, strong

NAME = "bao_cao_ky.docx"

_LEFT, _MIDDLE, _RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
_ROOM = 257.0  # millimetres across
_SMALL = 10


def rolled_report() -> Letter:
    """Báo cáo quý, 6 tháng, năm."""
    letter = blank_letter()
    heading(letter, "BC", draft=True)
    title(letter, "BÁO CÁO", "{{ subject }} {{ period }}")
    body(
        letter,
        "{% if cite %}Thực hiện {{ cite }}, {{ body_short }}{% else %}{{ body_short|first_upper }}{% endif %} báo cáo "
        "{{ subject|first_lower }} {{ period }} như sau:",
    )
    _sending(letter)
    _results(letter)
    strong(letter, "III. TỒN TẠI, KHÓ KHĂN, VƯỚNG MẮC VÀ NGUYÊN NHÂN")
    optional(
        letter,
        "tasks",
        "- Nhiệm vụ quá hạn hoặc có vướng mắc: {% for task in tasks %}{{ task.code }}"
        "{% if task.lead %} ({{ task.lead }}){% endif %}{{ '' if loop.last else '; ' }}{% endfor %}.",
    )
    listed(letter, "line in behind", "- Chỉ tiêu chậm tiến độ: {{ line }}.")
    optional(letter, "difficulties", "- Các đơn vị nêu trong báo cáo {{ texts_of }}:")
    items(letter, "difficulties")
    optional(letter, "not tasks and not behind and not difficulties", "Các đơn vị không nêu khó khăn, vướng mắc.")
    part(letter, "IV. NHIỆM VỤ TRỌNG TÂM {{ (next_period or 'thời gian tới')|upper }}", "plans",
         "Tiếp tục thực hiện các nhiệm vụ được giao theo kế hoạch.")  # fmt: skip
    part(letter, "V. ĐỀ XUẤT, KIẾN NGHỊ", "proposals", "Không có đề xuất, kiến nghị.")
    body(letter, "Trên đây là báo cáo {{ subject|first_lower }} {{ period }} của {{ body_short }}./.")
    signing(letter)
    _annexes(letter)
    return letter


def _sending(letter: Letter) -> None:
    strong(letter, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI")
    body(
        letter,
        "Báo cáo được tổng hợp từ {{ parts|length|padded }} kỳ báo cáo ({{ span }}), số liệu đến {{ as_of }}."
        "{% if absent %} Chưa có báo cáo của {{ absent }}.{% endif %}",
    )
    body(
        letter,
        "Tổng số {{ sending.owed|padded }} lượt báo cáo phải gửi: đúng hạn {{ sending.on_time|padded }}; chậm "
        "{{ sending.late|padded }}; không gửi {{ sending.missing|padded }}. Tỷ lệ gửi đạt {{ share }}%."
        "{% if before %} So với {{ before }}: tỷ lệ gửi {{ beside }}.{% endif %}"
        " Chi tiết tại {{ units_annex }}.",
    )
    optional(letter, "missing", "Đơn vị còn thiếu báo cáo: {{ missing|join('; ') }}.")


def _results(letter: Letter) -> None:
    strong(letter, "II. KẾT QUẢ THỰC HIỆN")
    tag(letter, "if figures")
    strong(letter, "1. Số liệu{% if before %} (so với {{ before }}){% endif %}")
    listed(
        letter,
        "figure in figures",
        "- {{ figure.label }}: {{ figure.amount }}{% if figure.change %}, {{ figure.change }}{% endif %}"
        "{{ '.' if loop.last else ';' }}",
    )
    tag(letter, "endif")
    tag(letter, "if totals.total")
    strong(letter, "{{ 2 if figures else 1 }}. Nhiệm vụ được giao")
    body(
        letter,
        "Trong kỳ hoàn thành {{ done|length|padded }} nhiệm vụ. Đến hết kỳ, trong tổng số {{ totals.total|padded }} "
        "nhiệm vụ: đã hoàn thành {{ totals.done|padded }}; đang thực hiện {{ totals.going|padded }}; có vướng mắc "
        "{{ totals.stuck|padded }}; chưa bắt đầu {{ totals.not_begun|padded }}"
        "{% if totals.overdue %}; quá hạn {{ totals.overdue|padded }} nhiệm vụ{% endif %}"
        "{% if done or tasks %} (chi tiết tại {{ tasks_annex }}){% endif %}.",
    )
    tag(letter, "endif")
    tag(letter, "if targets.total")
    strong(letter, "{{ 1 + (1 if figures else 0) + (1 if totals.total else 0) }}. Chỉ tiêu")
    body(
        letter,
        "Trong tổng số {{ targets.total|padded }} chỉ tiêu: đạt {{ targets.reached|padded }}; đúng tiến độ "
        "{{ targets.on_the_way|padded }}; chậm tiến độ {{ targets.behind|padded }}; chưa có số liệu "
        "{{ targets.unknown|padded }}.",
    )
    tag(letter, "endif")
    optional(letter, "not figures and not totals.total and not targets.total", "Chưa có số liệu trong kỳ.")


def _annexes(letter: Letter) -> None:
    section = letter.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
    section.different_first_page_header_footer = False
    tag(letter, "if figures")
    annex_title(letter, "{{ figures_annex|upper }}", "Số liệu {{ period }} theo từng kỳ báo cáo", breaks=False)
    _by_part(
        letter,
        "row in figures",
        2,
        (
            ("STT", 10, "{{ loop.index }}", _MIDDLE),
            ("Nội dung", 58, "{{ row.label }}{% if row.measure %} ({{ row.measure }}){% endif %}", _LEFT),
            ("Cả kỳ", 19, "{{ row.total }}{% if row.how != 'cộng' %} ({{ row.how }}){% endif %}", _RIGHT),
            ("{{ before|first_upper if before else 'Kỳ trước' }}", 20, "{{ row.before }}", _RIGHT),
            ("So sánh", 28, "{{ row.change|first_upper }}", _LEFT),
        ),
    )
    tag(letter, "endif")
    annex_title(letter, "{{ units_annex|upper }}", "Tình hình gửi báo cáo của các đơn vị {{ period }}",
                breaks="figures")  # fmt: skip
    _by_part(
        letter,
        "row in units",
        2,
        (
            ("STT", 10, "{{ loop.index }}", _MIDDLE),
            ("Đơn vị", 62, "{{ row.name }}", _LEFT),
            ("Đã gửi", 17, "{{ row.sent }}", _MIDDLE),
            ("Đúng hạn", 17, "{{ row.on_time }}", _MIDDLE),
        ),
    )
    tag(letter, "if done or tasks")
    annex_title(letter, "{{ tasks_annex|upper }}", "Nhiệm vụ hoàn thành trong kỳ, quá hạn, có vướng mắc")
    columns: Sequence[Column] = (
        ("Mã", 22, "{{ row.code }}", _LEFT),
        ("Nhiệm vụ", 128, "{{ row.title }}", _LEFT),
        ("Chủ trì", 50, "{{ row.lead }}", _LEFT),
        ("Thời hạn", 26, "{{ row.due }}", _MIDDLE),
        ("Tình trạng", 31, "{{ row.state }}{% if row.overdue %}, quá hạn{% endif %}", _MIDDLE),
    )
    lined(letter, "row in done + tasks", columns)
    tag(letter, "endif")


def _by_part(letter: Letter, rows: str, at: int, columns: Sequence[Column]) -> None:
    """A table with lines that has a column for each part, from the column ``at`` on."""
    table: Table = letter.add_table(4, len(columns) + 3)
    table.style = "Table Grid"
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    padding(table)
    caption = OxmlElement("w:tblCaption")
    widths = [str(round(Mm(width).twips)) for _, width, _, _ in columns]
    caption.set(qn("w:val"), ",".join((f"parts:{at}", str(round(Mm(_ROOM).twips)), *widths)))
    table._tbl.tblPr.append(caption)
    places = [place if place < at else place + 3 for place in range(len(columns))]
    for place, (head, _, words, align) in zip(places, columns, strict=True):
        write(table.rows[0].cells[place], head, _SMALL, bold=True)
        write(table.rows[2].cells[place], words, _SMALL, align=align)
    for row, loop, words, bold in (
        (0, "head in parts", "{{ head }}", True),
        (2, "cell in row.cells", "{{ cell }}", False),
    ):
        cells = table.rows[row].cells
        write(cells[at], f"{{%tc for {loop} %}}")
        write(cells[at + 1], words, _SMALL, bold=bold, align=_MIDDLE if bold or "units" in rows else _RIGHT)
        write(cells[at + 2], "{%tc endfor %}")
    steer(table.rows[1].cells[0], f"for {rows}")
    steer(table.rows[3].cells[0], "endfor")
    for row, mark in ((0, "w:tblHeader"), (0, "w:cantSplit"), (2, "w:cantSplit")):
        table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(mark))
