"""A monthly meeting of the Bắc Kạn task force, as the documents of it are asked for."""

from datetime import UTC, date, datetime, timedelta, timezone

from messages.documents.model import (
    AbsenceRule,
    AgendaLine,
    AttendanceCount,
    AttendanceRow,
    AttendanceSheet,
    CalendarEntry,
    ConclusionLine,
    ConclusionNotice,
    Heading,
    InvitationLetter,
    Official,
    QuorumCount,
    Signature,
)

HANOI = timezone(timedelta(hours=7))
STARTS = datetime(2022, 4, 5, 14, tzinfo=HANOI)
ENDS = datetime(2022, 4, 5, 16, 30, tzinfo=HANOI)
LINK = "https://hop.example.vn/phong/to-cong-tac?ma=482913&ngay=5"
CHAIR = Official("Nguyễn Văn Mẫu", "Chủ tịch UBND tỉnh, Tổ trưởng Tổ công tác")
HEADING = Heading(
    superior="UBND tỉnh Bắc Kạn",
    body=(
        "Tổ công tác triển khai Đề án phát triển ứng dụng dữ liệu về dân cư, định danh và xác thực điện tử phục vụ "
        "chuyển đổi số quốc gia giai đoạn 2022 - 2025, tầm nhìn đến 2030"
    ),
    code="TCTTKĐA",
    place="Bắc Kạn",
)
DEPUTY = Signature(
    head_title="Tổ trưởng",
    deputy_title="Tổ phó Thường trực",
    office="Giám đốc Công an tỉnh",
    name="Hà Trọng Thử",
)
UNITS = (
    "Công an tỉnh",
    "Văn phòng UBND tỉnh",
    "Sở Thông tin và Truyền thông",
    "Sở Tư pháp",
    "Sở Y tế",
    "Sở Giáo dục và Đào tạo",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư",
    "Sở Lao động - Thương binh và Xã hội",
    "Sở Giao thông vận tải",
    "Sở Tài nguyên và Môi trường",
    "Bảo hiểm xã hội tỉnh",
    "Cục Thuế tỉnh",
    "UBND thành phố Bắc Kạn",
    "UBND huyện Ba Bể",
    "UBND huyện Bạch Thông",
    "UBND huyện Chợ Đồn",
    "UBND huyện Chợ Mới",
    "UBND huyện Na Rì",
    "UBND huyện Ngân Sơn",
    "UBND huyện Pác Nặm",
)
SUBJECT = "Họp định kỳ Tổ công tác tháng 4 năm 2022"


def letter() -> InvitationLetter:
    """Called a day too late, with a room and a link, papers and a rule of absence."""
    return InvitationLetter(
        heading=HEADING,
        subject=SUBJECT,
        invitees=(
            "Các đồng chí Tổ phó, thành viên Tổ công tác (theo danh sách)",
            "Đồng chí Lý Thị Mẫu, Phó Giám đốc Viễn thông Bắc Kạn",
        ),
        chair=CHAIR,
        starts_at=STARTS,
        ends_at=ENDS,
        signature=DEPUTY,
        venue="Phòng họp số 1, trụ sở UBND tỉnh, phường Phùng Chí Kiên, thành phố Bắc Kạn",
        link=LINK,
        agenda=(
            AgendaLine("Tình hình thực hiện kết luận cuộc họp tháng 3 năm 2022", "Thư ký Tổ công tác"),
            AgendaLine("Kết quả cấp căn cước công dân và định danh điện tử quý I", "Công an tỉnh"),
            AgendaLine("Tích hợp 25 dịch vụ công thiết yếu lên Cổng Dịch vụ công", "Sở Thông tin và Truyền thông"),
            AgendaLine("Làm sạch dữ liệu tiêm chủng phòng COVID-19", "Sở Y tế"),
            AgendaLine("Thảo luận và kết luận"),
        ),
        papers=("Báo cáo kết quả tháng 3 năm 2022", "Dự thảo kế hoạch tháng 4 năm 2022"),
        cite="khoản 1 Điều 7 Quy chế hoạt động của Tổ công tác",
        late_reason="chuẩn bị làm việc với Tổ công tác Chính phủ ngày 06/4/2022",
        absence=AbsenceRule(
            consent=True, substitute=True, opinion=True, answer_by=datetime(2022, 4, 4, 17, tzinfo=HANOI)
        ),
        receivers=("Như trên", "CT, PCT UBND tỉnh", "LĐVP", "Lưu: VT, NCPC"),
    )


def notice() -> ConclusionNotice:
    """Six conclusions with leads and deadlines, still a draft."""
    return ConclusionNotice(
        heading=HEADING,
        subject=SUBJECT,
        chair=CHAIR,
        starts_at=STARTS,
        signature=DEPUTY,
        venue="trụ sở UBND tỉnh",
        attendance=AttendanceCount(members=22, present=20, substitutes=3, absent=2, guests=4),
        general=(
            "Trong quý I năm 2022, các sở, ban, ngành và địa phương đã chủ động triển khai Đề án; đã thu nhận "
            "98.412 hồ sơ cấp căn cước công dân gắn chip, đạt 41,2% kế hoạch năm.\n"
            "Tuy nhiên, tiến độ làm sạch dữ liệu tiêm chủng còn chậm; một số đơn vị chưa gửi báo cáo đúng hạn."
        ),
        cite="khoản 1 Điều 7 Quy chế hoạt động của Tổ công tác",
        conclusions=(
            ConclusionLine(
                "Hoàn thành làm sạch dữ liệu tiêm chủng phòng COVID-19 trên địa bàn toàn tỉnh.",
                lead="Sở Y tế",
                with_units=("Công an tỉnh", "UBND các huyện, thành phố"),
                due=date(2022, 4, 20),
            ),
            ConclusionLine(
                "Kết nối Cổng Dịch vụ công của tỉnh với Cơ sở dữ liệu quốc gia về dân cư.",
                lead="Sở Thông tin và Truyền thông",
                with_units=("Công an tỉnh",),
                due=date(2022, 5, 31),
            ),
            ConclusionLine(
                "Bố trí kinh phí mua sắm thiết bị cho công an cấp xã.", lead="Sở Tài chính", due=date(2022, 4, 29)
            ),
            ConclusionLine(
                "Tuyên truyền, hướng dẫn người dân đăng ký tài khoản định danh điện tử;\n"
                "mỗi xã, phường, thị trấn thành lập ít nhất một tổ hướng dẫn.",
                lead="UBND các huyện, thành phố",
                due_words="hằng tháng, trước ngày 18",
            ),
            ConclusionLine("Rà soát, sửa đổi các quy định về nộp bản sao sổ hộ khẩu.", lead="Sở Tư pháp"),
            ConclusionLine("Các thành viên Tổ công tác gửi báo cáo đúng thời hạn quy định tại Quy chế."),
        ),
        receivers=("Văn phòng Chính phủ", "Bộ Công an (Cục C06)", "Các thành viên Tổ công tác", "Lưu: VT, NCPC"),
        is_draft=True,
        version=2,
    )


def entry() -> CalendarEntry:
    """The meeting as it was first put into the calendar."""
    return CalendarEntry(
        uid="hop-17@to-cong-tac.example.vn",
        sequence=0,
        summary=SUBJECT,
        starts_at=STARTS,
        ends_at=ENDS,
        stamp=datetime(2022, 3, 31, 2, 15, tzinfo=UTC),
        place="Phòng họp số 1, trụ sở UBND tỉnh; phường Phùng Chí Kiên, thành phố Bắc Kạn",
        link=LINK,
        description="Chủ trì: Nguyễn Văn Mẫu, Tổ trưởng\n1. Tình hình thực hiện kết luận, nhiệm vụ được giao tháng 3",
        organiser="Thư ký Tổ công tác",
        alarm_minutes=(60, 1440),
    )


def sheet() -> AttendanceSheet:
    """Twenty-two units: most came, one sent somebody, one asked leave, one said nothing, one guest."""
    rows = [
        AttendanceRow(
            name=f"Trần Thử {at:02d}",
            title="Phó Giám đốc",
            unit=unit,
            standing="attending",
            came_at=STARTS - timedelta(minutes=at),
        )
        for at, unit in enumerate(UNITS[:19], start=1)
    ]
    rows += [
        AttendanceRow(
            name="Đỗ Văn Nháp",
            title="Chủ tịch UBND huyện",
            unit=UNITS[19],
            standing="substitute",
            substitute=Official("Âu Thị Thử", "Phó Chủ tịch UBND huyện"),
            substitute_phone="+84 912 345 678",
            consent="granted",
            opinion="Nhất trí với dự thảo báo cáo",
            came_at=STARTS + timedelta(minutes=12),
            left_at=ENDS - timedelta(minutes=40),
            note="Đến muộn, về sớm",
        ),
        AttendanceRow(name="Ma Thị Mẫu", unit=UNITS[20], standing="waiting-consent", consent="asked"),
        AttendanceRow(name="Hứa Văn Thử", unit=UNITS[21], standing="silent"),
        AttendanceRow(name="Lý Thị Mẫu", unit="Viễn thông Bắc Kạn", standing="attending", is_guest=True),
    ]
    return AttendanceSheet(
        body=HEADING.body,
        subject=SUBJECT,
        starts_at=STARTS,
        ends_at=ENDS,
        venue="Phòng họp số 1",
        chair=CHAIR,
        quorum=QuorumCount(present=20, members=22, needed=15),
        rows=tuple(rows),
    )
