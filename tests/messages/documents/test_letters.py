"""The two letters, read back with python-docx."""

import io
import zipfile

import msgspec
import pytest
from docx import Document
from docx.document import Document as Letter
from docx.shared import Mm

from messages.documents import building, building_report, building_rolled
from messages.documents.making import make
from messages.documents.model import (
    AbsenceRule,
    ConclusionNotice,
    InvitationLetter,
    Official,
    Signature,
    to_data,
)
from tests.messages.documents import samples

MUST_SAY = (
    "GIẤY MỜI",
    "Thực hiện khoản 1 Điều 7 Quy chế hoạt động của Tổ công tác, Tổ công tác trân trọng kính mời:",
    "- Đồng chí Lý Thị Mẫu, Phó Giám đốc Viễn thông Bắc Kạn.",
    "Tới dự: Họp định kỳ Tổ công tác tháng 4 năm 2022.",
    "Chủ trì: Đồng chí Nguyễn Văn Mẫu, Chủ tịch UBND tỉnh, Tổ trưởng Tổ công tác.",
    "Thời gian: Từ 14 giờ 00 phút đến 16 giờ 30 phút, thứ Ba, ngày 05 tháng 4 năm 2022.",
    f"Dự họp trực tuyến tại: {samples.LINK}",
    "2. Kết quả cấp căn cước công dân và định danh điện tử quý I (Công an tỉnh chuẩn bị);",
    "5. Thảo luận và kết luận.",
    "- Dự thảo kế hoạch tháng 4 năm 2022.",
    "lý do: chuẩn bị làm việc với Tổ công tác Chính phủ ngày 06/4/2022.",
    "Đề nghị các đồng chí trả lời trước 17 giờ 00 phút, thứ Hai, ngày 04 tháng 4 năm 2022.",
)


def opened(document: InvitationLetter | ConclusionNotice) -> Letter:
    """The made file, read again."""
    return Document(io.BytesIO(make(to_data(document))))


def text_of(letter: Letter) -> str:
    """Paragraphs and cells in the order of the page, one a line."""
    found = []
    for block in letter.iter_inner_content():
        if hasattr(block, "rows"):
            found += [cell.text for row in block.rows for cell in row.cells]
        else:
            found.append(block.text)
    return "\n".join(found)


@pytest.fixture(scope="module")
def invitation() -> Letter:
    """The sample's invitation, made once."""
    return opened(samples.letter())


@pytest.mark.parametrize("sentence", MUST_SAY)
def test_the_invitation_says_what_form_1_7_asks(sentence: str, invitation: Letter) -> None:
    """Every fact of the meeting stands in the letter, in official words."""
    assert sentence in text_of(invitation)


def test_paper_margins_and_font_are_those_of_the_decree(invitation: Letter) -> None:
    """A4, 20/20/30/15 mm, Times New Roman, another head on the first page."""
    section = invitation.sections[0]
    sizes = (section.page_width, section.page_height, section.left_margin, section.right_margin, section.top_margin)
    assert [round(size / Mm(1)) for size in sizes if size is not None] == [210, 297, 30, 15, 20]
    assert invitation.styles["Normal"].font.name == "Times New Roman"
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml


def test_heading_leaves_room_for_number_and_day(invitation: Letter) -> None:
    """Before it is issued a letter has no number and no day, but room for both."""
    cells = invitation.tables[0].rows[1].cells
    assert cells[0].text.split() == ["Số:", "/GM-TCTTKĐA"]
    assert cells[1].text.split() == ["Bắc", "Kạn,", "ngày", "tháng", "năm"]


def test_a_place_that_the_charter_does_not_tell_leaves_room_to_write() -> None:
    """No letter begins with a comma, and no number ends with a dash."""
    bare = msgspec.structs.replace(samples.HEADING, place="", code="")
    cells = opened(msgspec.structs.replace(samples.letter(), heading=bare)).tables[0].rows[1].cells
    assert cells[0].text.endswith("/GM-……")
    assert cells[1].text.startswith("……, ngày")


def test_number_and_day_are_padded_when_given() -> None:
    """Number 7 of 5 February is 07, ngày 05 tháng 02."""
    heading = msgspec.structs.replace(samples.HEADING, number="7", issued_on=samples.STARTS.date().replace(month=2))
    cells = opened(msgspec.structs.replace(samples.letter(), heading=heading)).tables[0].rows[1].cells
    assert cells[0].text == "Số: 07/GM-TCTTKĐA"
    assert cells[1].text == "Bắc Kạn, ngày 05 tháng 02 năm 2022"


def test_a_deputy_signs_in_the_heads_place(invitation: Letter) -> None:
    """KT. TỔ TRƯỞNG, the deputy's own title, the office, room to sign, the name."""
    signer = invitation.tables[-1].rows[0].cells[1].text.split("\n")
    assert signer[:3] == ["KT. TỔ TRƯỞNG", "TỔ PHÓ THƯỜNG TRỰC", "GIÁM ĐỐC CÔNG AN TỈNH"]
    assert signer[-1] == "Hà Trọng Thử"
    assert signer[3:-1] == [""] * 4


@pytest.mark.parametrize(
    ("signature", "above"),
    [
        (Signature("Tổ trưởng", "Nguyễn Văn Mẫu"), ["TỔ TRƯỞNG"]),
        (Signature("Tổ trưởng", "Lò Thị Thử", "Thư ký", "TL."), ["TL. TỔ TRƯỞNG", "THƯ KÝ"]),
    ],
)
def test_the_head_signs_alone_and_the_secretary_by_order(signature: Signature, above: list[str]) -> None:
    """No KT. for the head; TL. for one who signs by order."""
    letter = msgspec.structs.replace(samples.letter(), signature=signature)
    signer = opened(letter).tables[-1].rows[0].cells[1].text.split("\n")
    assert [line for line in signer if line] == [*above, signature.name]


def test_receivers_end_with_the_record_copy() -> None:
    """Where nobody names the record copy it is added, and the last line ends with a full stop."""
    letter = msgspec.structs.replace(samples.letter(), receivers=("Như trên;", "- LĐVP"))
    receivers = opened(letter).tables[-1].rows[0].cells[0].text.split("\n")
    assert receivers == ["Nơi nhận:", "- Như trên;", "- LĐVP;", "- Lưu: VT."]


def test_a_bare_invitation_has_no_empty_headings() -> None:
    """Without agenda, papers, link, lateness and rule of absence nothing of them is mentioned."""
    letter = InvitationLetter(
        heading=msgspec.structs.replace(samples.HEADING, superior=""),
        subject="Chuẩn bị làm việc với Bộ Công an",
        invitees=("các thành viên Tổ công tác",),
        chair=Official("Nguyễn Văn Mẫu"),
        starts_at=samples.STARTS,
        signature=samples.DEPUTY,
        absence=AbsenceRule(opinion=True),
    )
    said = text_of(opened(letter))
    assert "Tổ công tác trân trọng kính mời: Các thành viên Tổ công tác." in said
    assert "Chủ trì: Đồng chí Nguyễn Văn Mẫu." in said
    for absent in ("UBND", "Nội dung:", "Tài liệu", "trực tuyến", "muộn", "không thể tham dự", "Địa điểm", "{", "%}"):
        assert absent not in said


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (AbsenceRule(consent=True), "báo cáo người chủ trì cuộc họp và được đồng ý."),
        (
            AbsenceRule(consent=True, substitute=True, opinion=True),
            "báo cáo người chủ trì cuộc họp và được đồng ý, đồng thời cử người có trách nhiệm dự họp thay; trường hợp "
            "cử người dự thay phải tham gia ý kiến bằng văn bản.",
        ),
        (
            AbsenceRule(substitute=True, report_to="Thường trực Tổ công tác"),
            "báo cáo Thường trực Tổ công tác và cử người có trách nhiệm dự họp thay.",
        ),
        (
            AbsenceRule(consent=True, report_to="Thường trực Tổ công tác"),
            "báo cáo Thường trực Tổ công tác và được người chủ trì cuộc họp đồng ý.",
        ),
    ],
)
def test_whoever_cannot_come_is_told_what_the_charter_asks(rule: AbsenceRule, sentence: str) -> None:
    """Whom to tell, whose consent, a substitute and their written opinion, as far as the charter asks them."""
    said = text_of(opened(msgspec.structs.replace(samples.letter(), absence=rule)))
    assert f"Trường hợp không thể tham dự, đề nghị đồng chí {sentence}" in said


def test_the_notice_tells_each_conclusion_with_lead_help_and_deadline() -> None:
    """Numbered, who leads, who helps, until when; only what is known is said."""
    said = text_of(opened(samples.notice())).split("\n")
    at = said.index("1. Hoàn thành làm sạch dữ liệu tiêm chủng phòng COVID-19 trên địa bàn toàn tỉnh.")
    assert said[at + 1] == (
        "Đơn vị chủ trì: Sở Y tế; đơn vị phối hợp: Công an tỉnh, UBND các huyện, thành phố; "
        "thời hạn hoàn thành: chậm nhất ngày 20 tháng 4 năm 2022."
    )
    assert "Đơn vị chủ trì: UBND các huyện, thành phố; thời hạn hoàn thành: hằng tháng, trước ngày 18." in said
    assert said[said.index("5. Rà soát, sửa đổi các quy định về nộp bản sao sổ hộ khẩu.") + 1] == (
        "Đơn vị chủ trì: Sở Tư pháp."
    )
    last = said.index("6. Các thành viên Tổ công tác gửi báo cáo đúng thời hạn quy định tại Quy chế.")
    assert said[last + 1].startswith("Trên đây là kết luận của đồng chí Nguyễn Văn Mẫu")


def test_the_notice_counts_who_came() -> None:
    """Present of members, substitutes, absent and guests stand in the opening."""
    assert (
        "Tham dự có 20/22 thành viên Tổ công tác (trong đó 03 đồng chí cử người dự thay); vắng 02 đồng chí; "
        "đại biểu mời: 04 đồng chí."
    ) in text_of(opened(samples.notice()))


@pytest.mark.parametrize(("is_draft", "version", "mark"), [(True, 1, "DỰ THẢO"), (True, 3, "DỰ THẢO LẦN 3")])
def test_a_draft_says_so_at_its_head(is_draft: bool, version: int, mark: str) -> None:
    """The mark stands under the number, with the version from the second on."""
    notice = msgspec.structs.replace(samples.notice(), is_draft=is_draft, version=version)
    assert opened(notice).tables[0].rows[1].cells[0].text.split("\n")[1] == mark


def test_the_issued_notice_has_no_mark() -> None:
    """What goes out is no draft, and the words "I. Đánh giá chung" stand only over findings."""
    said = text_of(opened(msgspec.structs.replace(samples.notice(), is_draft=False, general="")))
    assert "DỰ THẢO" not in said
    assert "Đánh giá chung" not in said


MAKERS = {
    "giay_moi.docx": building.invitation,
    "thong_bao_ket_luan.docx": building.conclusions,
    "bao_cao.docx": building_report.status_report,
    building_rolled.NAME: building_rolled.rolled_report,
}


@pytest.mark.parametrize("name", MAKERS)
def test_the_kept_templates_are_those_that_building_makes(name: str) -> None:
    """Whoever changes ``building`` also runs it."""
    made = io.BytesIO()
    MAKERS[name]().save(made)
    with zipfile.ZipFile(made) as now, zipfile.ZipFile(building.TEMPLATES / name) as kept:
        assert now.read("word/document.xml") == kept.read("word/document.xml")
