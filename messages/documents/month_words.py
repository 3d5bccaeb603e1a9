"""The words of the workbook and of the chart, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass

from messages.documents.month import Locale


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one language; those that count take ``count``, ``version`` its number, ``as_of`` its moment."""

    tabs: Mapping[str, str]
    heads: Mapping[str, str]
    states: Mapping[str, str]
    standings: Mapping[str, str]
    reported: Mapping[str, str]
    period: str
    as_of: str
    version: str
    total: str
    nothing: str
    page: str
    submission: str
    tasks: str
    targets: str
    more: str
    more_targets: str
    overdue: str
    unknown: str
    submission_share: str
    thousand: str
    million: str


VI = Words(
    tabs={
        "answers": "Trả lời",
        "tasks": "Nhiệm vụ",
        "targets": "Chỉ tiêu",
        "remarks": "Khó khăn, ý kiến",
        "history": "Các kỳ",
    },
    heads={
        "position": "STT",
        "unit": "Đơn vị",
        "reported": "Báo cáo",
        "sent": "Gửi lúc",
        "days_late": "Chậm (ngày)",
        "version": "Lần gửi",
        "code": "Mã",
        "title": "Nhiệm vụ",
        "lead": "Chủ trì",
        "helpers": "Phối hợp",
        "due_from": "Từ ngày",
        "due": "Đến ngày",
        "due_words": "Thời hạn theo kế hoạch",
        "state": "Tình trạng",
        "overdue": "Quá hạn",
        "note": "Vướng mắc",
        "target": "Chỉ tiêu",
        "op": "So sánh",
        "goal": "Mục tiêu",
        "measure": "Đơn vị tính",
        "actual": "Thực hiện",
        "standing": "Kết quả",
        "period": "Kỳ",
        "question": "Nội dung",
        "text": "Ý kiến",
        "units": "Số đơn vị",
        "on_time": "Đúng hạn",
        "late": "Chậm",
        "missing": "Chưa gửi",
        "share": "Tỷ lệ gửi",
    },
    states={"done": "Hoàn thành", "going": "Đang thực hiện", "stuck": "Có vướng mắc", "not-begun": "Chưa bắt đầu"},
    standings={"reached": "Đạt", "on-the-way": "Đúng tiến độ", "behind": "Chậm tiến độ", "unknown": "Chưa có số liệu"},
    reported={"on_time": "Đúng hạn", "late": "Chậm", "missing": "Chưa gửi"},
    period="Kỳ báo cáo",
    as_of="Số liệu đến {as_of}",
    version="Bản cập nhật lần {version}",
    total="Tổng / bình quân",
    nothing="Không có.",
    page="Trang",
    submission="Đơn vị gửi báo cáo",
    tasks="Nhiệm vụ theo đơn vị",
    targets="Chỉ tiêu so với mục tiêu",
    more="… và {count} đơn vị khác",
    more_targets="… và {count} chỉ tiêu khác",
    overdue="quá hạn {count}",
    unknown="chưa có số liệu",
    submission_share="Tỷ lệ đơn vị gửi báo cáo (%)",
    thousand="nghìn",
    million="triệu",
)

EN = Words(
    tabs={
        "answers": "Answers",
        "tasks": "Tasks",
        "targets": "Targets",
        "remarks": "Difficulties, remarks",
        "history": "Periods",
    },
    heads={
        "position": "No.",
        "unit": "Unit",
        "reported": "Report",
        "sent": "Sent at",
        "days_late": "Days late",
        "version": "Times sent",
        "code": "Code",
        "title": "Task",
        "lead": "Lead",
        "helpers": "With",
        "due_from": "From",
        "due": "Until",
        "due_words": "Deadline in the plan",
        "state": "State",
        "overdue": "Overdue",
        "note": "Obstacle",
        "target": "Target",
        "op": "Compare",
        "goal": "Goal",
        "measure": "Measure",
        "actual": "Actual",
        "standing": "Standing",
        "period": "Period",
        "question": "Question",
        "text": "Answer",
        "units": "Units",
        "on_time": "In time",
        "late": "Late",
        "missing": "Missing",
        "share": "Share sent",
    },
    states={"done": "Done", "going": "In progress", "stuck": "Stuck", "not-begun": "Not begun"},
    standings={"reached": "Reached", "on-the-way": "On the way", "behind": "Behind", "unknown": "No value yet"},
    reported={"on_time": "In time", "late": "Late", "missing": "Missing"},
    period="Period",
    as_of="As of {as_of}",
    version="Update {version}",
    total="Total / average",
    nothing="None.",
    page="Page",
    submission="Units that reported",
    tasks="Tasks by unit",
    targets="Targets against their goals",
    more="… and {count} more units",
    more_targets="… and {count} more targets",
    overdue="{count} overdue",
    unknown="no value yet",
    submission_share="Units that reported (%)",
    thousand="thousand",
    million="million",
)


def words_of(locale: Locale) -> Words:
    """The words of that language."""
    return EN if locale == "en" else VI
