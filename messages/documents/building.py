"""Makes the Word templates of the letters: ``python -m messages.documents.building``.

The templates are kept beside the code, ready to use; a test holds them and this together. Measures are those of
Nghị định 30/2020/NĐ-CP, Phụ lục I: A4, Times New Roman, margins 20/20/30/15 mm, sizes in points.
"""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Letter
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

TEMPLATES = Path(__file__).parent / "templates" / "vi"

_FONT = "Times New Roman"
_MOTTO_COLUMN = Mm(100)  # below 93 mm the country's name breaks
_BODY_COLUMN = Mm(65)
_MIDDLE = WD_ALIGN_PARAGRAPH.CENTER
_INDENT = Mm(12.7)
_MADE = datetime(2020, 3, 5)  # noqa: DTZ001  the day of the decree: a document property has no zone

Place = Letter | _Cell


def write(
    place: Place,
    text: str,
    size: int = 14,
    *,
    bold: bool = False,
    italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = _MIDDLE,
    before: float = 0,
) -> Paragraph:
    """A paragraph of one look, ``before`` points below the last; a new cell's own paragraph is used up."""
    is_new_cell = isinstance(place, _Cell) and len(place.paragraphs) == 1 and not place.paragraphs[0].runs
    paragraph = place.paragraphs[0] if is_new_cell else place.add_paragraph()
    paragraph.alignment = align
    paragraph.paragraph_format.space_before = Pt(before)
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    return paragraph


def rule(place: Place, width: Length, room: Length) -> None:
    """A line of that width in the middle of the room: the border of a paragraph that is nearly no height."""
    paragraph = place.add_paragraph()
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Length((room - width) // 2)
    form.space_before = Pt(2)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")


def body(letter: Letter, text: str, *, bold: bool = False) -> Paragraph:
    """A paragraph of the text: 14, justified, first line in by 1.27 cm, 6 points above."""
    paragraph = write(letter, text, bold=bold, align=WD_ALIGN_PARAGRAPH.JUSTIFY, before=6)
    paragraph.paragraph_format.first_line_indent = _INDENT
    paragraph.paragraph_format.line_spacing = 1.1
    return paragraph


def tag(place: Place, statement: str) -> None:
    """A paragraph that only steers: it is gone from the letter."""
    write(place, f"{{%p {statement} %}}")


def optional(letter: Letter, condition: str, *texts: str) -> None:
    """Paragraphs that stand in the letter only where the condition holds."""
    tag(letter, f"if {condition}")
    for text in texts:
        body(letter, text)
    tag(letter, "endif")


def listed(letter: Letter, items: str, text: str) -> None:
    """A paragraph for every item."""
    tag(letter, f"for {items}")
    body(letter, text)
    tag(letter, "endfor")


def columns(letter: Letter, rows: int, widths: Sequence[Length]) -> Table:
    """A table without lines whose columns keep their widths, to the very edge, and whose rows stay on one page."""
    table: Table = letter.add_table(rows, len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return table


def blank_letter() -> Letter:
    """A4 with the margins and the font of the decree, the page's number at the top from the second page."""
    letter = Document()
    normal = letter.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(14)
    fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)
    normal.paragraph_format.space_after = Pt(0)
    for language in letter.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")  # or Word underlines every word as misspelt
    section = letter.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = _MIDDLE
    for part in (_field("begin"), _field_text("PAGE"), _field("end")):
        run = number.add_run()
        run.font.size = Pt(13)
        run._r.append(part)
    package = letter.part.package
    for name in [name for name, link in package.rels.items() if link.reltype.endswith("/thumbnail")]:
        del package.rels[name]  # the library's own picture of an empty page
    properties = letter.core_properties
    properties.author = properties.comments = properties.title = ""
    properties.language = "vi-VN"
    properties.created = properties.modified = _MADE
    return letter


def _field(kind: str) -> BaseOxmlElement:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    return mark


def _field_text(text: str) -> BaseOxmlElement:
    instruction = OxmlElement("w:instrText")
    instruction.text = text
    return instruction


def heading(letter: Letter, abbreviation: str, *, draft: bool = False) -> None:
    """Bodies and motto side by side, then number and date in a row of their own."""
    table = columns(letter, 2, (_BODY_COLUMN, _MOTTO_COLUMN))
    bodies, motto, number, date = (cell for row in table.rows for cell in row.cells)
    tag(bodies, "if superior")
    write(bodies, "{{ superior|upper }}", 13)
    tag(bodies, "endif")
    write(bodies, "{{ body|upper }}", 13, bold=True)
    rule(bodies, Mm(24), _BODY_COLUMN)
    write(motto, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True)
    write(motto, "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    rule(motto, Mm(64), _MOTTO_COLUMN)
    write(number, f"Số: {{{{ number }}}}/{abbreviation}-{{{{ code }}}}", 13, before=6)
    write(date, "{{ place }}, {{ issued_on }}", 14, italic=True, before=6)
    if draft:
        tag(number, "if draft")
        write(number, "DỰ THẢO{% if draft > 1 %} LẦN {{ draft }}{% endif %}", 13, bold=True, before=4)
        tag(number, "endif")


def title(letter: Letter, kind: str, subject: str) -> None:
    """What the document is, what it is about, and a rule."""
    write(letter, kind, 14, bold=True, before=18)
    write(letter, subject, 14, bold=True)
    rule(letter, Mm(45), Mm(165))


def signing(letter: Letter) -> None:
    """Who receives it on the left; who signs on the right, with room to sign."""
    letter.paragraphs[-1].paragraph_format.keep_with_next = True  # no signature alone on a page
    write(letter, "", 6).paragraph_format.keep_with_next = True
    receivers, signer = columns(letter, 1, (Mm(80), Mm(85))).rows[0].cells
    left = WD_ALIGN_PARAGRAPH.LEFT
    write(receivers, "Nơi nhận:", 12, bold=True, italic=True, align=left)
    tag(receivers, "for line in receivers")
    write(receivers, "- {{ line }}{{ '.' if loop.last else ';' }}", 11, align=left)
    tag(receivers, "endfor")
    tag(signer, "for line in authority")
    write(signer, "{{ line }}", 14, bold=True)
    tag(signer, "endfor")
    for _ in range(4):
        write(signer, "", 14)
    write(signer, "{{ signer }}", 14, bold=True)


def invitation() -> Letter:
    """Giấy mời, form 1.7."""
    letter = blank_letter()
    heading(letter, "GM")
    title(letter, "GIẤY MỜI", "{{ subject }}")
    opening = "{% if cite %}Thực hiện {{ cite }}, {{ body_short }}{% else %}{{ body_short|first_upper }}{% endif %}"
    tag(letter, "if invitees|length == 1")
    body(letter, f"{opening} trân trọng kính mời: {{{{ invitees[0]|first_upper }}}}.")
    tag(letter, "else")
    body(letter, f"{opening} trân trọng kính mời:")
    listed(letter, "line in invitees", "- {{ line|first_upper }}{{ '.' if loop.last else ';' }}")
    tag(letter, "endif")
    body(letter, "Tới dự: {{ subject }}.")
    body(letter, "Chủ trì: {{ chair }}.")
    body(letter, "Thời gian: {{ time }}.")
    optional(letter, "venue", "Địa điểm: {{ venue }}.")
    tag(letter, "if link")
    link = body(letter, "{{ 'Dự họp trực tuyến tại' if venue else 'Họp trực tuyến tại' }}: {{ link }}")
    link.alignment = WD_ALIGN_PARAGRAPH.LEFT  # a link has no spaces to stretch
    tag(letter, "endif")
    tag(letter, "if agenda")
    body(letter, "Nội dung:")
    listed(
        letter,
        "title, unit in agenda",
        "{{ loop.index }}. {{ title }}{% if unit %} ({{ unit }} chuẩn bị){% endif %}{{ '.' if loop.last else ';' }}",
    )
    tag(letter, "endif")
    tag(letter, "if papers")
    body(letter, "Tài liệu gửi kèm:")
    listed(letter, "paper in papers", "- {{ paper }}{{ '.' if loop.last else ';' }}")
    tag(letter, "endif")
    optional(letter, "late_reason", "Giấy mời được gửi muộn hơn thời hạn quy định, lý do: {{ late_reason }}.")
    _absence(letter)
    body(letter, "Đề nghị các đồng chí sắp xếp thời gian, tham dự đầy đủ, đúng thành phần./.")
    signing(letter)
    return letter


def _absence(letter: Letter) -> None:
    optional(
        letter,
        "absence.consent or absence.substitute",
        "Trường hợp không thể tham dự, đề nghị đồng chí báo cáo {{ report_to or 'người chủ trì cuộc họp' }}"
        "{% if absence.consent %} và được {% if report_to %}người chủ trì cuộc họp {% endif %}đồng ý{% endif %}"
        "{% if absence.substitute %}{{ ', đồng thời' if absence.consent else ' và' }} cử người có trách nhiệm dự họp "
        "thay{% endif %}"
        "{% if absence.opinion %}; trường hợp cử người dự thay phải tham gia ý kiến bằng văn bản{% endif %}.",
    )
    optional(letter, "answer_by", "Đề nghị các đồng chí trả lời trước {{ answer_by }}.")


def conclusions() -> Letter:
    """Thông báo kết luận, form 1.4."""
    letter = blank_letter()
    heading(letter, "TB", draft=True)
    title(letter, "THÔNG BÁO", "Kết luận của {{ chair }} tại {{ meeting }}")
    body(
        letter,
        "{% if cite %}Thực hiện {{ cite }}, {% endif %}{{ day if cite else day|first_upper }}"
        "{% if venue %}, tại {{ venue }}{% endif %}, {{ chair }} chủ trì {{ meeting }}."
        "{% if count %} Tham dự có {{ count.present|padded }}/{{ count.members|padded }} thành viên {{ body_short }}"
        "{% if count.substitutes %} (trong đó {{ count.substitutes|padded }} đồng chí cử người dự thay){% endif %}"
        "{% if count.absent %}; vắng {{ count.absent|padded }} đồng chí{% endif %}"
        "{% if count.guests %}; đại biểu mời: {{ count.guests|padded }} đồng chí{% endif %}.{% endif %}",
    )
    said = "Sau khi nghe báo cáo và ý kiến thảo luận của các đại biểu, đồng chí {{ chair_name }} kết luận như sau:"
    body(letter, said)
    tag(letter, "if general")
    body(letter, "I. Đánh giá chung", bold=True)
    listed(letter, "line in general", "{{ line }}")
    body(letter, "II. Kết luận", bold=True)
    tag(letter, "endif")
    tag(letter, "for item in conclusions")
    tag(letter, "set number = loop.index")
    listed(letter, "line in item.paragraphs", "{% if loop.first %}{{ number }}. {% endif %}{{ line }}")
    _task(letter)
    tag(letter, "endfor")
    body(
        letter,
        "Trên đây là kết luận của đồng chí {{ chair_name }} tại {{ meeting }}; {{ body_short }} thông báo để các thành "
        "viên, cơ quan, đơn vị liên quan biết, tổ chức thực hiện./.",
    )
    signing(letter)
    return letter


def _task(letter: Letter) -> None:
    parts = (
        "{% if item.lead %}Đơn vị chủ trì: {{ item.lead }}{{ '; ' if item.helpers or item.due else '.' }}{% endif %}",
        "{% if item.helpers %}{{ 'đơn vị phối hợp' if item.lead else 'Đơn vị phối hợp' }}: {{ item.helpers }}"
        "{{ '; ' if item.due else '.' }}{% endif %}",
        "{% if item.due %}{{ 'thời hạn hoàn thành' if item.lead or item.helpers else 'Thời hạn hoàn thành' }}: "
        "{{ item.due }}.{% endif %}",
    )
    optional(letter, "item.lead or item.helpers or item.due", "".join(parts))


def main() -> None:
    """Writes the templates where the package keeps them."""
    from messages.documents import building_ballot, building_report, building_rolled  # they stand on this module
    from messages.documents.ballot_record import NAME

    TEMPLATES.mkdir(parents=True, exist_ok=True)
    building_ballot.ballot_record().save(str(TEMPLATES / NAME))
    building_report.status_report().save(str(TEMPLATES / building_report.NAME))
    building_rolled.rolled_report().save(str(TEMPLATES / building_rolled.NAME))
    invitation().save(str(TEMPLATES / "giay_moi.docx"))
    conclusions().save(str(TEMPLATES / "thong_bao_ket_luan.docx"))


if __name__ == "__main__":
    main()
