"""Answering the monthly report on a phone: tapped, typed, wrong, resumed."""

import unicodedata

from handlers.reports.taps import OpenReport
from taskforce.tally import TaskState
from tests.handlers.reports.world import LAST_MONTH, Body

UNIT = "Sở Tư pháp"


def bubble(text: str) -> str:
    """One line, for looking things up in a card."""
    return " ".join(text.split())


async def test_an_unchanged_report_takes_at_most_eight_taps(body: Body) -> None:
    """From the reminder's button to the confirmation six taps are enough when nothing has changed."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.remind(phone, UNIT)
    taps = ["Làm báo cáo", "Các nhiệm vụ còn lại", "Cả mục", "Cả mục", "Bỏ qua", "Gửi báo cáo"]
    await body.tap(phone, *taps)
    assert "Đã gửi báo cáo" in phone.last.text
    assert len(taps) <= 8
    report = await body.state(UNIT)
    assert report.state == "submitted"
    assert {k: v for k, v in (await body.answers(UNIT)).items() if k in LAST_MONTH} == LAST_MONTH


async def test_a_whole_report_typed_and_tapped(body: Body) -> None:
    """Every kind of question is answered; figures are echoed with the difference; tasks change their state."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.remind(phone, UNIT)
    await body.tap(phone, "Làm báo cáo")
    assert "Tổ chức tập huấn" in phone.last.text
    assert "quá hạn 15 ngày" in phone.last.text
    await body.tap(phone, "Đã xong", "Vướng mắc")
    assert "xin cho biết lý do" in phone.last.text
    await body.say(phone, "Chờ hướng dẫn của Bộ Tư pháp")
    await body.tap(phone, "Đang làm", "Đang làm")
    await body.say(phone, "1250")
    assert "Đã ghi: 1.250 hồ sơ (+50 so với tháng trước)" in bubble(phone.last.text)
    await body.say(phone, "94,5 %", "40", "300", "Thiếu cán bộ")
    await body.tap(phone, "Không có")
    await body.say(phone, "Tập huấn đợt 2")
    phone.send_file("phu-luc.xlsx", b"zip")
    await body.stage.settle()
    review = bubble(phone.last.text)
    assert "Xin xem lại trước khi gửi" in review
    assert "1.250 hồ sơ (+50)" in review
    assert "Lý do: Chờ hướng dẫn của Bộ Tư pháp" in review
    assert "phu-luc.xlsx" in review
    await body.tap(phone, "Gửi báo cáo")
    async with body.stage.database.read() as tx:
        rows = await tx.all("SELECT code, state FROM task_units JOIN tasks ON tasks.id = task_id WHERE unit_id = 2")
        note = await tx.value("SELECT note FROM task_progress WHERE state = 'stuck'")
    assert dict(tuple(row) for row in rows)["I.2"] == TaskState.DONE
    assert dict(tuple(row) for row in rows)["I.1"] == TaskState.STUCK
    assert note == "Chờ hướng dẫn của Bộ Tư pháp"


async def test_a_jump_asks_for_its_reason(body: Body) -> None:
    """A figure three times last month's is stored only with a reason; a number typed instead corrects it."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, "Các nhiệm vụ còn lại")
    await body.say(phone, "3600")
    assert "tăng 200%" in phone.last.text
    assert "online-files" not in await body.answers(UNIT)
    await body.say(phone, "1300")
    assert (await body.answers(UNIT))["online-files"] == "1300"
    await body.tap(phone, "⬅ Quay lại")
    await body.say(phone, "3600", "Mở thêm 20 thủ tục trực tuyến")
    assert (await body.answers(UNIT))["online-files"] == "3600"


async def test_nonsense_gets_a_reason_an_example_and_the_question_again(body: Body) -> None:
    """Whatever is typed at a figure, nothing is stored and the question stays, with what is wrong."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, "Các nhiệm vụ còn lại")
    for text, reason in (
        ("một nghìn hai", "không phải là một số"),
        ("-5", "giá trị nhỏ nhất là 0 hồ sơ"),
        ("1,234", "hai cách"),
        ("1.2345", "cần số nguyên"),
        ("😀😀", "không phải là một số"),
        ("9" * 5000, "không phải là một số"),
    ):
        await body.say(phone, text)
        assert reason in phone.last.text
        assert "Ví dụ: 1.200" in phone.last.text
        assert "Số hồ sơ TTHC tiếp nhận trực tuyến" in phone.last.text
    assert "online-files" not in await body.answers(UNIT)


async def test_hostile_text_is_kept_as_it_was_meant(body: Body) -> None:
    """Tags, emoji, right-to-left marks and decomposed letters do no harm and are stored clean, in NFC."""
    phone = await body.member(1001, "Lê Thị <b>An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, "Các nhiệm vụ còn lại", "Cả mục")
    decomposed = unicodedata.normalize("NFD", "Khó khăn về đường truyền")
    await body.say(phone, f"<b>{decomposed}</b> & \u202e😀 <script>")
    assert (await body.answers(UNIT))["difficulties"] == "<b>Khó khăn về đường truyền</b> & 😀 <script>"
    assert "<script>" in phone.last.text
    await body.say(phone, "x" * 3000)
    assert "dài quá 2.000 ký tự" in phone.last.text
    assert "proposals" not in await body.answers(UNIT)


async def test_a_mark_of_secrecy_stops_everything(body: Body) -> None:
    """A text marked TỐI MẬT is refused with the way out, and no trace of it is kept."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, "Các nhiệm vụ còn lại", "Cả mục")
    await body.say(phone, "Theo công văn TỐI MẬT số 5 thì xe tăng")
    assert "hệ thống văn bản chính thức" in phone.screen()
    assert "Khó khăn, vướng mắc" in phone.last.text
    assert "difficulties" not in await body.answers(UNIT)
    async with body.stage.database.read() as tx:
        kept = await tx.value("SELECT count(*) FROM sessions WHERE state LIKE '%xe tăng%'")
        kept += await tx.value("SELECT count(*) FROM outbox WHERE payload LIKE '%xe tăng%'")
    assert kept == 0
    await body.say(phone, "Nâng cao năng lực BẢO MẬT và bí mật đời tư")
    assert "difficulties" in await body.answers(UNIT)


async def test_an_old_button_changes_nothing_and_shows_the_question(body: Body) -> None:
    """A button of a card that was left behind is told to be old; the live question comes back."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    old = phone.last.inline_keyboard[0][0]["callback_data"]
    await body.tap(phone, "Đang làm")
    before = await body.answers(UNIT)
    phone.tap_data(phone.last, old)
    await body.stage.settle()
    assert "Nút này đã cũ" in phone.alerts[-1]
    assert "Rà soát thủ tục hành chính" in phone.last.text
    assert await body.answers(UNIT) == before


async def test_a_double_tap_changes_nothing_and_says_nothing(body: Body) -> None:
    """The second tap on the same button answers no second question."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    phone.tap("Đang làm")
    phone.tap("Đang làm")
    await body.stage.settle()
    assert len(await body.answers(UNIT)) == 1
    assert phone.alerts == [] or "cũ" not in phone.alerts[-1]


async def test_a_forged_button_of_another_unit_is_refused(body: Body) -> None:
    """Callback data that names another unit's report, session or nothing at all opens nothing."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    other = await body.member(1002, "Vũ Văn Bảo", "Sở Nội vụ")
    await body.say(phone, "/baocao")
    await body.say(other, "/baocao")
    foreign = await body.report_id("Sở Nội vụ")
    card = phone.last
    for data in (
        OpenReport(foreign).pack(),
        f"rz:{foreign}",
        f"rs:{foreign}",
        f"re:{foreign}",
        f"rk:{foreign}:0",
        f"rt:{foreign}:0",
        f"rg:{foreign}",
        f"rf:{foreign}",
        f"tl:{body.units['Sở Nội vụ']}:0",
        "ro:99999",
        "rp:99999",
        "ra:99999:1:c:0",
        "ra:1:1:zz:0",
        "ra:2:1:c:0",
        "ra:1:1:c:999",
        "rv:1:1:hand:9:9",
        "rh:1:1:99999:0",
        "ra:1:1:g:-7",
        "ra::::",
    ):
        phone.tap_data(card, data)
        await body.stage.settle()
    assert await body.answers(UNIT) == {}
    assert await body.answers("Sở Nội vụ") == {}
    assert "Sở Nội vụ" not in phone.screen()


async def test_leaving_and_coming_back(body: Body) -> None:
    """/huy keeps the answers; /baocao goes on where it was left; what is typed after "later" is not taken."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, "Các nhiệm vụ còn lại")
    await body.say(phone, "1210", "/huy")
    assert "vẫn được giữ" in phone.last.text
    await body.say(phone, "/baocao")
    assert "xử lý trên môi trường mạng" in phone.last.text
    await body.tap(phone, "Để sau")
    assert "Đã lưu 5/12 câu" in phone.last.text
    await body.say(phone, "cảm ơn")
    assert "electronic-share" not in await body.answers(UNIT)
    await body.tap(phone, "Làm tiếp")
    await body.say(phone, "93")
    assert (await body.answers(UNIT))["electronic-share"] == "93"


async def test_the_bot_is_restarted_in_the_middle(body: Body) -> None:
    """After a restart the next answer is taken as if nothing had happened."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    await body.tap(phone, "Các nhiệm vụ còn lại")
    await body.stage.stop_bot()
    phone.say("1210")
    await body.stage.start_bot()
    await body.stage.settle()
    assert (await body.answers(UNIT))["online-files"] == "1210"
    assert "xử lý trên môi trường mạng" in phone.last.text


async def test_the_card_is_edited_in_place(body: Body) -> None:
    """Tapping litters nothing: the chat keeps one card; a typed answer leaves a line of what was answered."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    count = len(phone.messages)
    await body.tap(phone, "Đang làm", "⬅ Quay lại", "Đã xong", "Đang làm", "Xem lại", "⬅ Quay lại")
    assert len(phone.messages) == count
    await body.tap(phone, "Các nhiệm vụ còn lại")
    card = phone.last
    await body.say(phone, "1250")
    assert card.text == "✅ Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 1.250 hồ sơ"
    assert card.buttons == []


async def test_files_are_taken_wherever_one_stands(body: Body) -> None:
    """Photos sent at another question go with the report; several are kept and can be fetched by the unit."""
    phone = await body.member(1001, "Lê Thị An", UNIT)
    await body.say(phone, "/baocao")
    phone.send_file("anh-1.jpg", b"1")
    phone.send_file("anh-2.jpg", b"2")
    await body.stage.settle()
    assert "Tổ chức tập huấn" in phone.last.text
    await body.tap(phone, "Các nhiệm vụ còn lại", "Cả mục", "Cả mục")
    assert "anh-1.jpg, anh-2.jpg" in phone.last.text
    await body.tap(phone, "Gửi báo cáo", "Xem báo cáo", "📎")
    assert phone.last.json["document"]["file_name"] == "anh-2.jpg"


async def test_english_is_complete(body: Body) -> None:
    """Somebody who reads English is led through the whole report in English."""
    phone = await body.member(1001, "Anna Le", UNIT, locale="en")
    await body.say(phone, "/report")
    assert "As last" not in phone.last.text
    await body.tap(phone, "Remaining tasks: no change")
    await body.say(phone, "abc")
    assert "is not a number" in phone.last.text
    await body.tap(phone, "Whole section", "Whole section", "Skip", "Send the report")
    assert "The report has been sent" in phone.last.text
