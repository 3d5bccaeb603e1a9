"""The record of opinions in writing, read back with python-docx."""

import io
from datetime import datetime

import msgspec
from docx import Document

from messages.documents import building_ballot
from messages.documents.ballot import BallotOption, BallotRecord, BallotRow
from messages.documents.ballot_record import NAME
from messages.documents.building import TEMPLATES
from messages.documents.making import make
from messages.documents.model import Official, to_data
from tests.messages.documents import samples

RECORD = BallotRecord(
    heading=samples.HEADING,
    question="Thống nhất ban hành Kế hoạch quý II?\nKèm dự thảo số 2.",
    asked_by=Official("Lê Thị Thử", "Thư ký"),
    opened_at=datetime(2022, 3, 7, 9, tzinfo=samples.HANOI),
    closed_at=datetime(2022, 3, 10, 17, tzinfo=samples.HANOI),
    asked=3,
    silent=1,
    options=(BallotOption("Đồng ý", 2), BallotOption("Không đồng ý", 0), BallotOption("Ý kiến khác", 0)),
    counting=("Thông qua khi có quá nửa tổng số người được hỏi đồng ý.", "Kết quả: THÔNG QUA (2/3 phiếu)."),
    signature=samples.DEPUTY,
    rows=(
        BallotRow("Nguyễn Văn A", "Thành viên", "Sở Y tế", "Đồng ý", "Phù hợp <b>&</b> {{ 7 * 7 }}"),
        BallotRow("Trần Thị B", "Tổ phó", "", "Đồng ý"),
        BallotRow("Lý Văn C", "Thành viên", "Sở Tư pháp", ""),
    ),
    papers=("Du-thao.pdf",),
    cite="khoản 2 Điều 7 Quy chế",
    late_reason="Phải trình gấp",
)


def text_of(record: BallotRecord) -> str:
    """Paragraphs and cells in the order of the page."""
    found = []
    for block in Document(io.BytesIO(make(to_data(record)))).iter_inner_content():
        found += [cell.text for row in block.rows for cell in row.cells] if hasattr(block, "rows") else [block.text]
    return "\n".join(found)


def test_it_says_all_that_a_record_must_say() -> None:
    """Who asked whom what, until when, by which article, the counts, the rule, every opinion, room to sign."""
    said = text_of(RECORD)
    for words in (
        "BIÊN BẢN",
        "/BB-TCTTKĐA",
        "từ 09 giờ 00 phút ngày 07 tháng 3 năm 2022 đến 17 giờ 00 phút ngày 10 tháng 3 năm 2022, "
        "đồng chí Lê Thị Thử, Thư ký đã lấy ý kiến bằng văn bản của 03 thành viên",
        "Kèm dự thảo số 2.",
        "- Du-thao.pdf.",
        "lý do: Phải trình gấp.",
        "Số phiếu đã nhận: 02/03; không trả lời: 01.",
        "- Đồng ý: 02 phiếu;",
        "Kết quả: THÔNG QUA (2/3 phiếu).",
        "Thành viên, Sở Y tế",
        "Phù hợp <b>&</b> {{ 7 * 7 }}",
        "Không trả lời",
        "KT. TỔ TRƯỞNG",
    ):
        assert words in said, words


def test_a_secret_one_names_nobody() -> None:
    """No list, and it says why; opinions stand without a name."""
    said = text_of(msgspec.structs.replace(RECORD, secret=True, rows=(), opinions=("Nên làm thí điểm",)))
    assert "(phiếu kín)" in said
    assert "DANH SÁCH" not in said
    assert "- Nên làm thí điểm" in said


def test_the_kept_template_is_the_one_that_building_makes() -> None:
    """Whoever edits the building makes the template anew."""
    made = io.BytesIO()
    building_ballot.ballot_record().save(made)
    kept, fresh = Document(str(TEMPLATES / NAME)), Document(io.BytesIO(made.getvalue()))
    assert kept.element.xml == fresh.element.xml


def test_two_hundred_rows_are_made_quickly_enough_to_send() -> None:
    """A long list stands whole."""
    rows = tuple(BallotRow(f"Người {n}", "Thành viên", "Sở Y tế", "Đồng ý") for n in range(200))
    assert "Người 199" in text_of(msgspec.structs.replace(RECORD, rows=rows))
