"""A notice to many: written, looked at, sent, acknowledged, corrected, taken back."""

from datetime import timedelta

from bot.demo.stage import Stage
from bot.sandbox.records import Json
from taskforce.roles import Role
from tests.e2e.announcing import TEXT, Office, notices
from tests.e2e.body import at, tick_at

# Writing and sending


async def test_typed_and_sent_with_one_tap_more(stage: Stage) -> None:
    """Type the text, tap: everybody of the body has it, the office does not; the card says how it went."""
    office = await Office.at(stage)
    await office.draft()
    assert "8 người: toàn thể thành viên" in office.secretary.screen(1)
    assert "Gửi ngay" in office.secretary.screen(1)
    await office.tap("Gửi cho 8 người")
    assert notices(office.member()) == [f"📢 Thông báo\n\n{TEXT}"]
    assert "Đã gửi xong" in office.secretary.screen(1)
    assert "Đã gửi 8/8" in office.secretary.screen(1)
    assert len(notices(office.body.leader)) == 1
    assert len(await office.rows("SELECT * FROM outbox WHERE dedupe_key LIKE 'broadcast:%'")) == 8


async def test_formatting_is_kept_and_the_preview_is_the_notice(stage: Stage) -> None:
    """Bold, a link and an emoji before them look the same in the preview and at the recipient."""
    office = await Office.at(stage)
    await office.say("/thongbao")
    entities = [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 8, "length": 4, "url": "https://example.vn/?a=1&b=2"},
    ]
    await office.post({"text": "😀 Khẩn <xem> nhé", "entities": entities})
    preview = next(m for m in office.secretary.messages if m.outgoing and "nhé" in m.text)
    await office.tap("Gửi cho")
    received = office.member().last
    assert received.html == preview.html
    assert '<b>Khẩn</b> <a href="https://example.vn/?a=1&amp;b=2">&lt;xem</a>&gt; nhé' in received.html


async def test_a_message_that_is_answered_with_the_command_becomes_the_notice(stage: Stage) -> None:
    """Written or forwarded before: /thongbao as a reply takes it; text behind the command is taken too."""
    office = await Office.at(stage)
    first = office.secretary.say("Nội dung đã gõ từ trước")
    office.secretary.say("/thongbao", reply_to=first)
    await stage.settle()
    await office.tap("Gửi cho")
    assert "Nội dung đã gõ từ trước" in office.member().last.text
    await office.say("/thongbao Chiều nay nghỉ họp")
    await office.tap("Gửi cho")
    assert office.member().last.text == "📢 Thông báo\n\nChiều nay nghỉ họp"


async def test_what_lands_after_the_withdrawal_is_taken_back_too(stage: Stage) -> None:
    """A call was under way, its answer came after everybody else's copy was deleted: it goes with the next tick."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Gửi cho")
    member = office.member()
    person = (await office.rows("SELECT id FROM people WHERE telegram_id = ?", member.id))[0]["id"]
    key = f"broadcast:1:{person}"
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE outbox SET state = 'expired' WHERE dedupe_key = ?", (key,))
        await tx.run("UPDATE broadcast_recipients SET state = 'stopped' WHERE person_id = ?", (person,))
    await office.tap("Thu hồi", "Thu hồi")
    assert len(notices(member)) == 1
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE outbox SET state = 'sent' WHERE dedupe_key = ?", (key,))
    await office.tap("Theo dõi từng người")  # the ledger takes it over first
    await stage.app.tick()
    await stage.settle()
    assert notices(member) == []


async def test_formatting_that_begins_with_the_command_stays(stage: Stage) -> None:
    """Somebody makes the whole line bold, the command too: the words are bold."""
    office = await Office.at(stage)
    text = "/thongbao Họp lúc 8h"
    entities = [{"type": "bot_command", "offset": 0, "length": 9}, {"type": "bold", "offset": 0, "length": len(text)}]
    await office.post({"text": text, "entities": entities})
    await office.tap("Gửi cho")
    assert "<b>Họp lúc 8h</b>" in office.member().last.html


async def test_a_forwarded_message_is_offered_as_a_notice(stage: Stage) -> None:
    """Only to who may send one; a plain member's is not understood, as ever."""
    office = await Office.at(stage)
    origin: Json = {"type": "hidden_user", "sender_user_name": "Ai đó", "date": 1646000000}
    content = {"text": "Công văn mới của Bộ", "forward_origin": origin}
    await office.post(content)
    assert "Gửi nội dung này thành thông báo?" in office.secretary.screen(1)
    await office.tap("Gửi thành thông báo", "Gửi cho")
    assert "Công văn mới của Bộ" in office.member().last.text
    await office.post(content, office.member("Sở Tư pháp"))
    assert "thành thông báo" not in office.member("Sở Tư pháp").screen(1)


async def test_a_forwarded_table_is_offered_and_read(stage: Stage) -> None:
    """It may be a roster, or what is to be passed on: both are a tap away, and neither takes the other's place."""
    office = await Office.at(stage)
    origin: Json = {"type": "hidden_user", "sender_user_name": "Ai đó", "date": 1646000000}
    file = office.secretary.world.files.add("bieu-mau.csv", "Đơn vị,Họ tên\nSở Y tế,Người Mới\n".encode(), "text/csv")
    await office.post({"document": file.as_json(), "forward_origin": origin})
    shown_now = "\n".join(message.text for message in office.secretary.messages[-3:])
    assert "Gửi nội dung này thành thông báo?" in shown_now
    assert office.secretary.last.text != "Gửi nội dung này thành thông báo?"
    await office.tap("Gửi thành thông báo", "Gửi cho")
    assert office.member().last.json["document"]["file_name"] == "bieu-mau.csv"


async def test_a_file_keeps_its_caption_and_can_be_corrected(stage: Stage) -> None:
    """One message: the file, the words under it, the button; a correction changes the words."""
    office = await Office.at(stage)
    await office.say("/thongbao")
    office.secretary.send_file("ke-hoach.pdf", b"%PDF-1.4", "Kế hoạch tháng 3")
    await stage.settle()
    await office.tap("Yêu cầu bấm", "Gửi cho")
    received = office.member().last
    assert received.json["document"]["file_name"] == "ke-hoach.pdf"
    assert "Kế hoạch tháng 3" in received.text
    assert received.buttons == [["✅ Đã nhận"]]
    await office.tap("Đính chính")
    await office.say("Kế hoạch tháng 4")
    await office.tap("Đính chính")
    assert "Kế hoạch tháng 4" in received.text
    assert received.json["document"]["file_name"] == "ke-hoach.pdf"


async def test_an_album_stays_one(stage: Stage) -> None:
    """Its parts arrive one by one; they go out together, and are taken back together."""
    office = await Office.at(stage)
    await office.say("/thongbao")
    store = office.secretary.world.files
    for n in range(3):
        file = store.add(f"bieu-{n}.pdf", b"%PDF", "application/pdf")
        caption = {"caption": "Ba biểu mẫu"} if n == 0 else {}
        office.posted({"document": file.as_json(), "media_group_id": "777", **caption})
    await stage.settle()
    await office.tap("Gửi cho")
    member = office.member()
    files = [m for m in member.messages if "document" in m.json]
    assert len(files) == 3
    assert len({m.json["media_group_id"] for m in files}) == 1
    assert "Ba biểu mẫu" in member.last.text
    await office.tap("Thu hồi", "Thu hồi")
    assert not [m for m in member.messages if m.outgoing]


async def test_what_bears_a_mark_of_secrecy_is_not_taken_by_a_reply(stage: Stage) -> None:
    """Neither typed, nor as the message that the command answers."""
    office = await Office.at(stage)
    marked = office.secretary.say("Tài liệu TỐI MẬT")
    office.secretary.say("/thongbao", reply_to=marked)
    await stage.settle()
    assert "bí mật nhà nước" in office.secretary.screen(1)
    assert await office.rows("SELECT * FROM broadcasts") == []


# To whom


async def test_the_audience_is_picked_and_people_left_out(stage: Stage) -> None:
    """By unit, everybody, one left out by name; the exact list says so."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Người nhận", "Tất cả mọi người", "Từng người")
    await office.say("tu phap")
    await office.tap("Cán bộ Sở Tư pháp", "Quay lại")
    assert "Không gửi: Cán bộ Sở Tư pháp" in office.secretary.screen(1)
    assert "Tổng: 8 người" in office.secretary.screen(1)
    await office.tap("Xem danh sách")
    assert "Thư Ký – Thư ký" in office.secretary.screen(1)
    await office.tap("Xong", "Gửi cho 8 người")
    assert notices(office.member("Sở Tư pháp")) == []
    assert len(notices(office.member())) == 1


async def test_only_to_those_who_have_not_reported(stage: Stage) -> None:
    """The units whose report is not in when it goes out."""
    office = await Office.at(stage)
    await tick_at(stage, at(3, 14, 9))
    period = (await office.rows("SELECT * FROM report_periods ORDER BY due_at LIMIT 1"))[0]
    async with stage.database.transaction() as tx:
        await tx.run(
            "UPDATE reports SET state = 'submitted' WHERE period_id = ? AND unit_id <> ?",
            (period["id"], office.body.units["Sở Y tế"]),
        )
    await office.draft()
    await office.tap("Người nhận", "Chọn lại từ đầu", "Chưa báo cáo")
    await office.tap("⬜", "Quay lại", "Xong", "Gửi cho 1 người")
    assert TEXT in office.member().last.text
    assert notices(office.member("Sở Tư pháp")) == []


async def test_to_nobody_is_not_sent(stage: Stage) -> None:
    """It is said, and the way to choose stands there."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Người nhận", "Chọn lại từ đầu", "Xong", "Gửi cho 0 người")
    assert "Chưa có ai nhận" in office.secretary.screen(1)


async def test_more_than_the_charter_says_is_confirmed_twice(stage: Stage) -> None:
    """Above fifty: a second step; below, none."""
    office = await Office.at(stage)
    await office.crowd(60)
    await office.draft()
    await office.tap("Gửi cho 68 người")
    assert "Gửi cho 68 người?" in office.secretary.screen(1)
    assert (await office.rows("SELECT state FROM broadcasts"))[0]["state"] == "draft"
    await office.tap("Xác nhận gửi")
    assert "Đã gửi 68/68" in office.secretary.screen(1)


async def test_a_button_of_an_older_draft_sends_nothing(stage: Stage) -> None:
    """What was changed since is looked at first; two taps send once."""
    office = await Office.at(stage)
    await office.draft()
    desk = office.secretary.last
    data = desk.inline_keyboard[0][0]["callback_data"]
    await office.tap("Yêu cầu bấm")
    office.secretary.tap_data(desk, data)
    await stage.settle()
    assert "vừa được sửa" in office.secretary.screen(1)
    office.secretary.tap("Gửi cho")
    office.secretary.tap("Gửi cho")
    await stage.settle()
    assert len(notices(office.member())) == 1


# When


async def test_in_quiet_hours_it_waits_for_their_end(stage: Stage) -> None:
    """Said before; it goes in the morning, also after a restart."""
    office = await Office.at(stage)
    stage.clock.move_to(at(2, 28, 21))
    await office.draft()
    assert "7h thứ Ba, 1/3/2022, hết giờ yên tĩnh" in office.secretary.screen(1)
    await office.tap("Hẹn gửi cho 8 người")
    assert notices(office.member()) == []
    await stage.stop_bot()
    await stage.start_bot()
    await tick_at(stage, at(3, 1, 7, 1))
    assert len(notices(office.member())) == 1


async def test_an_urgent_one_breaks_them_with_a_reason(stage: Stage) -> None:
    """The reason is kept, and its readers see it."""
    office = await Office.at(stage)
    stage.clock.move_to(at(2, 28, 21))
    await office.draft()
    await office.tap("Khẩn")
    await office.say("Mưa lũ đột xuất")
    await office.tap("Gửi cho")
    assert "THÔNG BÁO KHẨN" in office.member().last.text
    assert "Lý do gửi khẩn: Mưa lũ đột xuất" in office.member().last.text
    kept = await office.rows("SELECT detail FROM audit WHERE action = 'broadcast.sent'")
    assert [row["detail"] for row in kept] == ["Mưa lũ đột xuất"]


async def test_a_planned_one_is_changed_or_cancelled_before(stage: Stage) -> None:
    """Typed time; back to the draft, other words, planned anew, sent then and once."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Thời gian")
    await office.say("14h ngày 1/3")
    assert "Gửi lúc 14h thứ Ba, 1/3/2022" in office.secretary.screen(1)
    await office.tap("Hẹn gửi", "Huỷ hẹn", "Sửa nội dung")
    await office.say("Lời văn mới")
    await office.tap("Hẹn gửi")
    await tick_at(stage, at(3, 1, 13, 59))
    assert notices(office.member()) == []
    await tick_at(stage, at(3, 1, 14))
    await tick_at(stage, at(3, 1, 14, 1))
    assert notices(office.member()) == ["📢 Thông báo\n\nLời văn mới"]


# Afterwards


async def test_received_once_and_only_the_silent_are_nudged(stage: Stage) -> None:
    """A tap is noted, a second one changes nothing; the nudge goes to the others, and not again at once."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Yêu cầu bấm", "Gửi cho")
    member = office.member()
    button = member.last.inline_keyboard[0][0]["callback_data"]
    notice = member.last
    await office.tap("Đã nhận", phone=member)
    assert "Đồng chí đã xác nhận" in notice.text
    assert notice.buttons == []
    first = (await office.rows("SELECT acknowledged_at FROM broadcast_recipients WHERE acknowledged > 0"))[0]
    silent = office.member("Sở Tư pháp")
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=5))
    member.world.tap(member.user, notice, button)
    await stage.settle()
    assert (await office.rows("SELECT acknowledged_at FROM broadcast_recipients WHERE acknowledged > 0"))[0] == first
    assert "Đã xác nhận 1 · chưa xác nhận 7" in office.secretary.screen(1)
    await office.tap("Nhắc 7 người")
    assert "Đề nghị đồng chí xác nhận" in silent.last.text
    assert "Đề nghị đồng chí xác nhận" not in member.last.text
    before = len(silent.messages)
    await office.tap("Nhắc 7 người")
    assert "có thể nhắc lại sau" in office.secretary.alerts[-1]
    assert len(silent.messages) == before
    await office.tap("Đã nhận", phone=silent)
    assert len(notices(silent)) == 1
    assert not any("Đề nghị đồng chí xác nhận" in m.text for m in silent.messages)


async def test_a_correction_can_ask_those_again_who_received_it(stage: Stage) -> None:
    """Edited where it stands; the button is back for who had confirmed."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Yêu cầu bấm", "Gửi cho")
    member = office.member()
    await office.tap("Đã nhận", phone=member)
    await office.tap("Đính chính")
    await office.say("Ngày mai 9h họp")
    await office.tap("hỏi lại 1 người")
    assert len(notices(member)) == 1
    assert "Ngày mai 9h họp" in member.last.text
    assert "Đã đính chính" in member.last.text
    assert member.last.buttons == [["✅ Đã nhận"]]
    await office.tap("Đã nhận", phone=member)
    assert "Đã xác nhận 1" in office.secretary.screen(1)


async def test_taken_back_it_is_gone_or_says_so(stage: Stage) -> None:
    """Within two days it is deleted; later its words are replaced."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Gửi cho", "Thu hồi")
    assert "Thu hồi thông báo này ở tất cả" in office.secretary.screen(1)
    await office.tap("Thu hồi")
    assert notices(office.member()) == []
    assert "Đã thu hồi" in office.secretary.screen(1)
    await office.draft("Thông báo thứ hai")
    await office.tap("Gửi cho")
    stage.clock.move_to(stage.clock.now() + timedelta(hours=60))
    await office.tap("Thu hồi")
    assert "8 người nhận quá 48 giờ" in office.secretary.screen(1)
    await office.tap("Thu hồi")
    assert "đã được thu hồi" in office.member().last.text
    assert "Thông báo thứ hai" not in office.member().screen()


async def test_who_blocked_the_bot_is_phoned_and_gets_it_when_they_return(stage: Stage) -> None:
    """The cause stands in the ledger, the number in the call list; back within two weeks they get the newest words."""
    office = await Office.at(stage)
    member = office.member()
    member.block()
    await stage.settle()
    await office.draft()
    assert "1 người bot chưa liên hệ được" in office.secretary.screen(1)
    await office.tap("Gửi cho")
    assert "chưa tới 1" in office.secretary.screen(1)
    await office.tap("Gọi điện (1)")
    assert "Cán bộ Sở Y tế" in office.secretary.screen(1)
    assert "091" in office.secretary.screen(1)
    await office.tap("Quay lại", "Theo dõi", "Chưa tới")
    assert "đã chặn bot" in office.secretary.screen(1)
    await office.tap("Quay lại", "Đính chính")
    await office.say("Lời văn đúng")
    await office.tap("Đính chính")
    member.unblock()
    await stage.settle()
    await tick_at(stage, stage.clock.now() + timedelta(minutes=1))
    assert notices(member) == ["📢 Thông báo\n\nLời văn đúng\n\nĐã đính chính lúc 8h thứ Hai, 28/2/2022."]
    assert "Đã gửi 8/8" in office.secretary.screen()


async def test_who_joins_later_gets_it_too(stage: Stage) -> None:
    """Within two weeks; who was on the list and had not joined."""
    office = await Office.at(stage)
    await office.body.add_person("Người Mới", Role.MEMBER, "Sở Y tế", joined=False)
    await office.draft()
    await office.tap("Gửi cho 9 người")
    assert "chưa tới 1" in office.secretary.screen(1)
    newcomer = await stage.person(777, "Người Mới", "+84977777777")
    newcomer.chat.started = True
    async with stage.database.transaction() as tx:
        person = await tx.insert(
            "INSERT INTO people (telegram_id, full_name, consented_at, created_at) VALUES (777, 'Người Mới', '', '')"
        )
        await tx.run("UPDATE memberships SET person_id = ?, state = 'active' WHERE full_name = 'Người Mới'", (person,))
    await tick_at(stage, stage.clock.now() + timedelta(minutes=1))
    assert len(notices(newcomer)) == 1
    assert len(notices(office.member())) == 1


async def test_the_ledger_goes_out_as_a_workbook(stage: Stage) -> None:
    """A line a recipient; a leader's has no numbers."""
    office = await Office.at(stage)
    await office.draft()
    await office.tap("Gửi cho", "Theo dõi", "Xuất Excel")
    sheet = office.secretary.last.json["document"]
    assert sheet["file_name"] == "theo-doi-thong-bao-2022-02-28.xlsx"
