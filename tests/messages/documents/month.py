"""A reporting month of the Bắc Kạn task force, as its three documents are asked for."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from messages.documents.month import (
    Attributed,
    FigureRow,
    PastPeriod,
    Question,
    ReportChart,
    ReportWorkbook,
    ResultGroup,
    StatusReport,
    TargetRow,
    TaskRow,
    TaskTotals,
    UnitAnswers,
    UnitCounts,
    UnitLoad,
    UnitRemark,
)
from tests.messages.documents.samples import DEPUTY, HANOI, HEADING, UNITS

AS_OF = datetime(2022, 4, 15, 8, tzinfo=HANOI)
SUBJECT = "Kết quả thực hiện Đề án 06"

FIGURES = (
    FigureRow(
        "Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng", "hồ sơ", Decimal(18432), "sum", 20, Decimal(2106), 19
    ),
    FigureRow(
        "Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng", "%", Decimal("87.35"), "average", 20, Decimal("-1.4")
    ),
    FigureRow("Tỷ lệ hồ sơ TTHC được định danh, xác thực điện tử", "%", Decimal("41.2"), "average", 18, Decimal(0)),
    FigureRow("Số kết quả giải quyết TTHC được lưu trữ điện tử trong tháng", "kết quả", Decimal(9871), "sum", 20),
    FigureRow(
        "Số tài khoản định danh điện tử (VNeID) đã kích hoạt, lũy kế", "tài khoản", Decimal(12406), "sum", 1,
        Decimal(3120),
    ),
)  # fmt: skip

TASKS = (
    TaskRow(
        "III.1.a",
        "Triển khai Thông tư quy định về danh mục, sản phẩm được khai thác từ Cơ sở dữ liệu quốc gia về dân cư",
        "Công an tỉnh",
        "các sở, ban, ngành liên quan",
        date(2022, 3, 1),
        date(2022, 3, 31),
        "Trong tháng 3 năm 2022",
        "done",
    ),
    TaskRow(
        "III.2.a",
        "Hướng dẫn, triển khai đến các sở, ngành, địa phương thực hiện tích hợp, kết nối, chia sẻ dữ liệu dân cư giữa "
        "Cơ sở dữ liệu quốc gia về dân cư với Cổng Dịch vụ công quốc gia",
        "Sở Thông tin và Truyền thông",
        due=date(2022, 3, 31),
        state="going",
        overdue=True,
    ),
    TaskRow(
        "III.2.c",
        "Thực hiện kết nối, tích hợp hệ thống xác thực định danh điện tử với Cổng Dịch vụ công quốc gia",
        "Sở Thông tin và Truyền thông, Công an tỉnh",
        due=date(2022, 4, 30),
        state="stuck",
        note="chưa được cấp tài khoản kết nối thử nghiệm từ Trung tâm dữ liệu quốc gia về dân cư.",
    ),
    TaskRow(
        "III.5.a.2",
        "Kết nối, chia sẻ dữ liệu giữa Cơ sở dữ liệu quốc gia về dân cư với Cơ sở dữ liệu quốc gia về đăng ký doanh "
        "nghiệp",
        "Công an tỉnh, Sở Kế hoạch và Đầu tư",
        due=date(2022, 4, 30),
    ),
    TaskRow("IV.5", "Bố trí kinh phí thực hiện Đề án", "Sở Tài chính", due_words="Thường xuyên", state="going"),
)

DIFFICULTIES = (
    Attributed(
        "Đường truyền tại 12 xã vùng cao chưa ổn định; máy quét tại bộ phận một cửa thiếu 34 chiếc, chưa có kinh phí "
        "mua sắm trong quý I.",
        "UBND huyện Pác Nặm",
    ),
    Attributed(
        "Việc làm sạch dữ liệu tiêm chủng còn chậm do sai lệch số định danh cá nhân (khoảng 6,3% số bản ghi).\n"
        "Nguyên nhân: dữ liệu năm 2021 nhập khi chưa có căn cước công dân gắn chip.",
        "Sở Y tế",
    ),
    Attributed(
        "Cán bộ công nghệ thông tin cấp xã kiêm nhiệm, chưa được tập huấn về an toàn thông tin.", "UBND huyện Na Rì"
    ),
)


def counts() -> UnitCounts:
    """Twenty of twenty-two sent it, two of them late."""
    return UnitCounts(total=22, on_time=18, late=2, missing=2)


def report() -> StatusReport:
    """The month's report, with everything the outline has room for."""
    return StatusReport(
        heading=HEADING,
        subject=SUBJECT,
        period="2022-03",
        next_period="2022-04",
        counts=counts(),
        signature=DEPUTY,
        as_of=AS_OF,
        cite="mục VI.1 Kế hoạch và khoản 5 Điều 8 Quy chế hoạt động của Tổ công tác",
        late=("Sở Tài chính", "UBND huyện Ngân Sơn"),
        missing=("Cục Thuế tỉnh", "UBND huyện Chợ Đồn"),
        direction=(
            Attributed(
                "Tổ công tác đã họp định kỳ ngày 05/4/2022, kết luận sáu nội dung; ban hành hai văn bản đôn đốc các "
                "đơn vị làm sạch dữ liệu tiêm chủng và rà soát thủ tục hành chính."
            ),
        ),
        task_totals=TaskTotals(done=12, going=24, stuck=3, not_begun=8, overdue=1),
        results=(
            ResultGroup(
                "Nhóm tiện ích phục vụ giải quyết thủ tục hành chính, cung cấp dịch vụ công trực tuyến",
                FIGURES[:4],
                (
                    Attributed(
                        "Đã tích hợp 18/25 dịch vụ công thiết yếu lên Cổng Dịch vụ công quốc gia; bảy dịch vụ còn lại "
                        "hoàn thành tích hợp trước ngày 30/5/2022.",
                        "Sở Thông tin và Truyền thông",
                    ),
                ),
            ),
            ResultGroup(
                "Nhóm tiện ích phục vụ phát triển kinh tế - xã hội",
                (),
                (
                    Attributed("Chi trả không dùng tiền mặt cho 62% người hưởng chế độ.", "Bảo hiểm xã hội tỉnh"),
                    Attributed("100% cơ sở khám, chữa bệnh tiếp nhận căn cước công dân gắn chip.", "Sở Y tế"),
                ),
            ),
            ResultGroup("Nhóm phục vụ công dân số", FIGURES[4:]),
            ResultGroup(
                "Nhóm hoàn thiện hệ sinh thái kết nối, khai thác, bổ sung, làm giàu dữ liệu dân cư",
                (),
                (Attributed("Rà soát, bổ sung thông tin cho 3.214 công dân chưa có số định danh.", "Công an tỉnh"),),
            ),
            ResultGroup(
                "Nhóm phục vụ chỉ đạo, điều hành của lãnh đạo các cấp",
                (),
                (Attributed("Kết nối hệ thống báo cáo của tỉnh với 8/8 huyện, thành phố.", "Văn phòng UBND tỉnh"),),
            ),
        ),
        jumps=(Attributed("Số hồ sơ trực tuyến từ 412 lên 1.260 do mở thêm 30 dịch vụ từ ngày 01/3.", "Sở Tư pháp"),),
        difficulties=DIFFICULTIES,
        plans=(
            Attributed("Hoàn thành làm sạch dữ liệu tiêm chủng trước ngày 20/4/2022.", "Sở Y tế"),
            Attributed("Cấp 25.000 thẻ căn cước công dân gắn chip; kích hoạt 6.000 tài khoản.", "Công an tỉnh"),
            Attributed("Tập huấn sử dụng dịch vụ công cho tổ công nghệ số cộng đồng.", "UBND thành phố Bắc Kạn"),
        ),
        proposals=(
            Attributed("Đề nghị UBND tỉnh bố trí kinh phí mua 34 máy quét cho cấp xã.", "UBND huyện Pác Nặm"),
            Attributed("Đề nghị Bộ Công an (C06) sớm cấp tài khoản kết nối thử nghiệm.", UNITS[2]),
        ),
        figures=FIGURES,
        tasks=TASKS,
        receivers=("Văn phòng Chính phủ", "Bộ Công an (Cục C06)", "Các thành viên Tổ công tác", "Lưu: VT, NCPC"),
    )


def workbook() -> ReportWorkbook:
    """Twenty-two units and their answers."""
    units = [
        UnitAnswers(
            unit,
            sent_at=AS_OF - timedelta(days=20 - at % 19, minutes=17 * at),
            version=1 + at % 2,
            values=(str(120 + 37 * at), f"{60 + at}.5", "", "Thiếu máy quét" if at % 4 == 0 else "", "2022-04-20"),
        )
        for at, unit in enumerate(UNITS[:19])
    ]
    units += [
        UnitAnswers(UNITS[19], AS_OF, 1, True, 1, ("0", "12.25", "1500", "", "")),
        UnitAnswers(UNITS[20]),
        UnitAnswers(UNITS[21]),
    ]
    return ReportWorkbook(
        body=HEADING.body,
        subject=SUBJECT,
        period="2022-03",
        as_of=AS_OF,
        questions=(
            Question("Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng", "number", "hồ sơ", "sum"),
            Question("Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng", "number", "%", "average"),
            Question("Số tài khoản định danh điện tử (VNeID) đã kích hoạt", "number", "tài khoản"),
            Question("Khó khăn, vướng mắc"),
            Question("Ngày hoàn thành dự kiến", "date"),
        ),
        units=tuple(units),
        tasks=TASKS,
        targets=targets(),
        remarks=tuple(UnitRemark(said.unit, "Khó khăn, vướng mắc", said.text) for said in DIFFICULTIES),
        history_figures=tuple(figure.label for figure in FIGURES[:2]),
        history=history(),
    )


def targets() -> tuple[TargetRow, ...]:
    """Three with a value, one that nobody has told."""
    return (
        TargetRow(
            "II.2.a.2022.1", "Tài khoản định danh điện tử cá nhân được xác thực", Decimal(100), "=", "%",
            "Công an tỉnh", "2022", Decimal("41.2"), "on-the-way",
        ),
        TargetRow(
            "II.2.a.2023.7", "Người dân, doanh nghiệp hài lòng về giải quyết TTHC", Decimal(90), ">=", "%", "", "2022",
            Decimal("92.5"), "reached",
        ),
        TargetRow(
            "II.2.a.2023.6", "Mẫu đơn, tờ khai được chuẩn hóa theo dữ liệu gốc", Decimal(50), "=", "%", "", "2022",
            Decimal("8"), "behind",
        ),
        TargetRow("II.2.c.3", "Công dân trên 14 tuổi có căn cước gắn chip", Decimal(100), "=", "%", "", "2022"),
    )  # fmt: skip


def history() -> tuple[PastPeriod, ...]:
    """Half a year, getting better."""
    sent = ((12, 4), (13, 4), (15, 3), (14, 5), (17, 2), (18, 2))
    labels = ("2021-10", "2021-11", "2021-12", "2022-01", "2022-02", "2022-03")
    return tuple(
        PastPeriod(
            label,
            UnitCounts(22, on_time, late, 22 - on_time - late),
            (Decimal(9000 + 1800 * at), None if at < 2 else Decimal(80 + at)),
        )
        for at, (label, (on_time, late)) in enumerate(zip(labels, sent, strict=True))
    )


def loads() -> tuple[UnitLoad, ...]:
    """Every unit leads a few tasks, the first most of them."""
    return tuple(
        UnitLoad(unit, TaskTotals(done=at % 4, going=(3 * at) % 7 + 1, stuck=int(at % 5 == 2), overdue=int(at % 6 == 1),
                                  not_begun=9 if at == 1 else at % 3))
        for at, unit in enumerate(UNITS)
    )  # fmt: skip


def chart() -> ReportChart:
    """The month's picture with all three panels."""
    return ReportChart(
        body="Tổ công tác Đề án 06 Bắc Kạn", period="2022-03", history=history(), loads=loads(), targets=targets()
    )
