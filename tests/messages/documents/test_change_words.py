"""What a later version changed, in the words of the report."""

import pytest

from messages.documents.change_words import change_words
from messages.documents.month import ChangeRow


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (ChangeRow("added", "Sở Y tế", after="late"), "Thêm báo cáo của Sở Y tế (muộn)"),
        (ChangeRow("added", "Sở Y tế", after="on-time"), "Thêm báo cáo của Sở Y tế"),
        (ChangeRow("note", after="Khẩn trương."), "Ý kiến Thư ký: thêm “Khẩn trương”"),
        (ChangeRow("note", before="Khẩn trương."), "Ý kiến Thư ký: bỏ “Khẩn trương”"),
        (ChangeRow("unit", "Sở Y tế", before="on-time", after="late"), "Sở Y tế: đúng hạn → muộn"),
        (ChangeRow("unit", "Sở Y tế", after="missing"), "Sở Y tế: thêm vào danh sách báo cáo (chưa gửi)"),
        (ChangeRow("unit", "Sở Y tế", before="late"), "Sở Y tế: không còn thuộc danh sách báo cáo"),
        (ChangeRow("missing", before="5", after="4"), "Số đơn vị chưa gửi: 5 → 4"),
        (ChangeRow("total", "", "Số hồ sơ", "12", "1.015", "hồ sơ"), "Số hồ sơ: 12 → 1.015 hồ sơ"),
        (ChangeRow("total", "", "Tỷ lệ", "", "87,5", "%"), "Tỷ lệ: chưa có → 87,5%"),
        (ChangeRow("figure", "Sở Y tế", "Số hồ sơ", "12", "", "hồ sơ"), "Sở Y tế, Số hồ sơ: 12 → chưa có"),
        (ChangeRow("answer", "Sở Y tế", "Đã tập huấn", "Chưa", "Rồi"), "Sở Y tế, Đã tập huấn: Chưa → Rồi"),
        (ChangeRow("text", "Sở Y tế", "Khó khăn", "Thiếu\nmáy.", "Đủ"), "Sở Y tế, Khó khăn: “Thiếu máy” → “Đủ”"),
        (
            ChangeRow("task", "Sở Y tế", "B1. Rà soát", "going", "stuck", note="thiếu người."),
            "Nhiệm vụ B1. Rà soát (Sở Y tế): đang thực hiện → có vướng mắc (thiếu người)",
        ),
    ],
)
def test_each_kind_of_change_reads_well(row: ChangeRow, said: str) -> None:
    """One line each, without the full stop."""
    assert change_words(row) == said
