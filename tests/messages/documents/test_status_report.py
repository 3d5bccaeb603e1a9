"""The period's report, read back with python-docx."""

import io
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from docx import Document
from docx.document import Document as Letter

from messages.documents import building
from messages.documents.making import make
from messages.documents.model import StatusReport, to_data
from messages.documents.month import Attributed, FigureRow, TaskTotals, UnitCounts
from tests.messages.documents import month
from tests.messages.documents.test_letters import text_of

MUST_SAY = (
    "BÁO CÁO\nKết quả thực hiện Đề án 06 tháng 3 năm 2022",
    "Tổ công tác báo cáo kết quả thực hiện Đề án 06 tháng 3 năm 2022 như sau:",
    "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI\n- Tổ công tác đã họp định kỳ",
    "Đến 08 giờ 00 phút ngày 15 tháng 4 năm 2022, có 20/22 đơn vị gửi báo cáo: đúng hạn 18 đơn vị; chậm 02 đơn vị "
    "(Sở Tài chính, UBND huyện Ngân Sơn); chưa gửi 02 đơn vị (Cục Thuế tỉnh, UBND huyện Chợ Đồn).",
    "Tổng số 47 nhiệm vụ: đã hoàn thành 12; đang thực hiện 24; có vướng mắc 03; chưa bắt đầu 08. Quá hạn 01 nhiệm vụ "
    "(chi tiết tại Phụ lục II).",
    "2. Nhóm tiện ích phục vụ giải quyết thủ tục hành chính, cung cấp dịch vụ công trực tuyến",
    "- Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 18.432 hồ sơ, tăng 2.106 (tính trên 19 đơn vị);",
    "- Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng: bình quân 87,35%, giảm 1,4 điểm\u00a0%;",
    "- Tỷ lệ hồ sơ TTHC được định danh, xác thực điện tử: bình quân 41,2%, không đổi;",
    "6. Nhóm phục vụ chỉ đạo, điều hành của lãnh đạo các cấp\n- Văn phòng UBND tỉnh: Kết nối",
    "Nguyên nhân số liệu tăng, giảm nhiều:\n- Sở Tư pháp: Số hồ sơ trực tuyến từ 412",
    "- Nhiệm vụ quá hạn, chưa hoàn thành: III.2.a (Sở Thông tin và Truyền thông).",
    "- Nhiệm vụ III.2.c (Sở Thông tin và Truyền thông, Công an tỉnh): chưa được cấp tài khoản kết nối thử nghiệm từ "
    "Trung tâm dữ liệu quốc gia về dân cư.",
    "- Sở Y tế: Việc làm sạch dữ liệu tiêm chủng còn chậm do sai lệch số định danh cá nhân (khoảng 6,3% số bản ghi)."
    "\nNguyên nhân: dữ liệu năm 2021",
    "IV. NHIỆM VỤ TRỌNG TÂM THÁNG 4 NĂM 2022\n- Sở Y tế: Hoàn thành",
    "V. ĐỀ XUẤT, KIẾN NGHỊ\n- UBND huyện Pác Nặm: Đề nghị",
    "Trên đây là báo cáo kết quả thực hiện Đề án 06 tháng 3 năm 2022 của Tổ công tác./.",
    "PHỤ LỤC I\nSố liệu tháng 3 năm 2022",
    "PHỤ LỤC II\nNhiệm vụ đến hạn, quá hạn, có vướng mắc",
)


def opened(report: StatusReport) -> Letter:
    """The made file, read again."""
    return Document(io.BytesIO(make(to_data(report))))


def bare() -> StatusReport:
    """A month in which nobody has said anything."""
    return StatusReport(
        heading=month.HEADING,
        subject=month.SUBJECT,
        period="2022-Q1",
        counts=UnitCounts(3, 0, 0, 3),
        signature=month.DEPUTY,
        missing=("Sở Y tế", "Sở Tư pháp", "Sở Nội vụ"),
    )


@pytest.fixture(scope="module")
def made() -> Letter:
    """The sample's report, made once."""
    return opened(month.report())


@pytest.mark.parametrize("sentence", MUST_SAY)
def test_the_report_says_what_the_outline_asks(sentence: str, made: Letter) -> None:
    """Every part of the outline, each text with its unit, in official words."""
    assert sentence in text_of(made)


def test_the_annexes_are_tables(made: Letter) -> None:
    """Figures and tasks, a row each, with heads that come again on every page and rows that stay together."""
    figures, tasks = made.tables[2:4]
    assert [cell.text for cell in figures.rows[0].cells] == [
        "STT", "Nội dung", "Kết quả", "So với kỳ trước", "Số đơn vị có số liệu",
    ]  # fmt: skip
    assert [cell.text for cell in figures.rows[2].cells] == [
        "2", "Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng", "bình quân 87,35%", "Giảm 1,4 điểm\u00a0%", "20",
    ]  # fmt: skip
    assert [row.cells[4].text for row in tasks.rows[1:]] == [
        "Hoàn thành", "Đang thực hiện, quá hạn", "Có vướng mắc", "Chưa bắt đầu", "Đang thực hiện",
    ]  # fmt: skip
    assert [row.cells[3].text for row in tasks.rows[1:]] == [
        "31/3/2022", "31/3/2022", "30/4/2022", "30/4/2022", "Thường xuyên",
    ]  # fmt: skip
    assert "w:tblHeader" in tasks.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in tasks.rows)


def test_a_deputy_signs_and_the_receivers_are_named(made: Letter) -> None:
    """KT., the receivers, the record copy."""
    receivers, signer = made.tables[1].rows[0].cells
    assert signer.text.startswith("KT. TỔ TRƯỞNG\nTỔ PHÓ THƯỜNG TRỰC")
    assert receivers.text.split("\n")[-1] == "- Lưu: VT, NCPC."


def test_a_month_without_a_word_still_reads_as_a_report() -> None:
    """Every heading stands, and says that there is nothing."""
    letter = opened(bare())
    said = text_of(letter)
    assert "Có 00/03 đơn vị gửi báo cáo: đúng hạn 00 đơn vị; chậm 00 đơn vị; chưa gửi 03 đơn vị" in said
    assert "II. KẾT QUẢ THỰC HIỆN\nChưa có số liệu trong kỳ." in said
    assert "NGUYÊN NHÂN\nCác đơn vị không nêu khó khăn, vướng mắc." in said
    assert "IV. NHIỆM VỤ TRỌNG TÂM THỜI GIAN TỚI\nTiếp tục thực hiện các nhiệm vụ" in said
    assert "V. ĐỀ XUẤT, KIẾN NGHỊ\nKhông có đề xuất, kiến nghị." in said
    assert "quý I năm 2022" in said
    assert len(letter.tables) == 2
    for absent in ("PHỤ LỤC", "Phụ lục", "{", "%}"):
        assert absent not in said


def test_groups_are_numbered_from_one_where_no_tasks_are_counted() -> None:
    """The first group of results is number 1, and a lone annex has no number."""
    report = msgspec.structs.replace(month.report(), task_totals=TaskTotals(), tasks=())
    said = text_of(opened(report))
    assert "1. Nhóm tiện ích phục vụ giải quyết" in said
    assert "\nPHỤ LỤC\nSố liệu" in said


@pytest.mark.parametrize(("version", "mark"), [(1, "DỰ THẢO"), (2, "DỰ THẢO LẦN 2")])
def test_a_corrected_report_says_which_draft_it_is(version: int, mark: str) -> None:
    """The bot drafts: the mark stands at the head, with its number from the second on."""
    letter = opened(msgspec.structs.replace(month.report(), version=version))
    assert letter.tables[0].rows[1].cells[0].text.split("\n")[1] == mark


def test_an_office_uses_its_own_template(tmp_path: Path) -> None:
    """A template of the same name in the operator's folder is taken; what is not there comes from ours."""
    own = building.blank_letter()
    building.body(own, "Văn phòng: {{ subject }} {{ period }}")
    own.save(str(tmp_path / "bao_cao.docx"))
    letter = Document(io.BytesIO(make(to_data(month.report()), tmp_path)))
    assert text_of(letter) == "Văn phòng: Kết quả thực hiện Đề án 06 tháng 3 năm 2022"
    (tmp_path / "bao_cao.docx").unlink()
    assert "BÁO CÁO" in text_of(Document(io.BytesIO(make(to_data(month.report()), tmp_path))))


def test_a_figure_without_a_measure_is_a_bare_number() -> None:
    """Neither a blank nor a comparison where there is none; a task force's own words name nobody."""
    figure = FigureRow("Số cuộc họp", "", Decimal(2))
    report = msgspec.structs.replace(
        bare(), figures=(figure,), difficulties=(Attributed("Một.\n\nHai."), Attributed("  "))
    )
    letter = opened(report)
    assert [cell.text for cell in letter.tables[2].rows[1].cells] == ["1", "Số cuộc họp", "2", "", "0"]
    assert "\n- Một.\nHai.\nIV." in text_of(letter)
