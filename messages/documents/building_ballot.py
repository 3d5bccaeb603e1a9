"""Makes the Word template of the record of opinions in writing: form 1.10 and a list of names (see ``building``)."""

from docx.document import Document as Letter
from docx.enum.text import WD_ALIGN_PARAGRAPH

from messages.documents.building import blank_letter, body, heading, listed, optional, signing, tag, title, write
from messages.documents.building_report import lined

_LEFT, _MIDDLE = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER


def ballot_record() -> Letter:
    """Biên bản tổng hợp ý kiến bằng văn bản."""
    letter = blank_letter()
    heading(letter, "BB")
    title(letter, "BIÊN BẢN", "Tổng hợp ý kiến bằng văn bản của {{ body_short }}")
    body(
        letter,
        "{% if cite %}Thực hiện {{ cite }}, từ {% else %}Từ {% endif %}{{ opened }} đến {{ closed }}, {{ asked_by }} "
        "đã lấy ý kiến bằng văn bản{% if secret %} (phiếu kín){% endif %} của {{ asked|padded }} thành viên về nội "
        "dung sau:",
    )
    listed(letter, "line in question", "{{ line }}")
    tag(letter, "if papers")
    body(letter, "Tài liệu gửi kèm:")
    listed(letter, "paper in papers", "- {{ paper }}{{ '.' if loop.last else ';' }}")
    tag(letter, "endif")
    optional(letter, "late_reason", "Thời hạn lấy ý kiến nằm ngoài khoảng quy định, lý do: {{ late_reason }}.")
    _part(letter, "I. KẾT QUẢ")
    body(letter, "Số phiếu đã nhận: {{ answered|padded }}/{{ asked|padded }}; không trả lời: {{ silent|padded }}.")
    listed(letter, "one in options", "- {{ one.text }}: {{ one.count|padded }} phiếu{{ '.' if loop.last else ';' }}")
    _part(letter, "II. CÁCH TÍNH VÀ KẾT LUẬN")
    listed(letter, "line in counting", "{{ line }}")
    optional(letter, "decision", "{{ decision }}")
    tag(letter, "if opinions")
    _part(letter, "III. Ý KIẾN KHÔNG GHI TÊN")
    listed(letter, "opinion in opinions", "- {{ opinion }}")
    tag(letter, "endif")
    optional(letter, "secret", "Phiếu kín: không có dữ liệu về việc ai đã chọn phương án nào.")
    body(letter, "Biên bản được lập từ các ý kiến đã gửi qua hệ thống của {{ body_short }}./.")
    signing(letter)
    _names(letter)
    return letter


def _part(letter: Letter, text: str) -> None:
    body(letter, text, bold=True).paragraph_format.keep_with_next = True


def _names(letter: Letter) -> None:
    tag(letter, "if rows")
    write(letter, "DANH SÁCH Ý KIẾN", 14, bold=True).paragraph_format.page_break_before = True
    write(letter, "(Kèm theo Biên bản số {{ number }}/BB-{{ code }} {{ issued_on }} của {{ body_short }})", 13,
          italic=True)  # fmt: skip
    write(letter, "", 6)
    lined(
        letter,
        "row in rows",
        (
            ("STT", 11, "{{ loop.index }}", _MIDDLE),
            ("Họ và tên", 38, "{{ row.name }}", _LEFT),
            ("Chức vụ, đơn vị", 46, "{{ row.post }}", _LEFT),
            ("Ý kiến", 27, "{{ row.choice }}", _LEFT),
            ("Lý do, nội dung", 43, "{{ row.words }}", _LEFT),
        ),
    )
    tag(letter, "endif")
