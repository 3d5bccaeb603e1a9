"""The live card of a meeting, the list behind it, and the attendance list as a workbook."""

import io
from datetime import timedelta

import openpyxl
import pytest

from bot.demo.stage import Stage
from handlers.meetings.before import reminding
from handlers.meetings.hall import hall_taps, live
from handlers.meetings.taps import SeeLive
from messages.split import visible_length
from storage import absences, agenda, invitees, meetings, units
from storage.database import to_text
from storage.invitees import Answer, Invitee
from storage.meetings import Meeting
from taskforce.roles import Role
from tests.e2e.body import Body, at, tick_at
from tests.e2e.gathering import membership_of, put_meeting

pytestmark = pytest.mark.e2e

REFUSED = "Đồng chí không có quyền thực hiện việc này."


async def called(body: Body, **more: object) -> Meeting:
    """A called meeting on Thursday at 14h whose live card stands in front of the office."""
    meeting = await put_meeting(body, at(3, 3, 14), **more)  # type: ignore[arg-type]
    async with body.stage.app.turns.alone() as turn:
        await live.open_for_office(turn, meeting)
    await body.stage.settle()
    return meeting


async def invitee_of(body: Body, meeting: Meeting, name: str) -> Invitee:
    """The invitation of the person of that name."""
    async with body.stage.database.read() as tx:
        return next(one for one in await invitees.of_meeting(tx, meeting.id) if one.full_name == name)


async def answers(
    body: Body,
    meeting: Meeting,
    name: str,
    what: Answer,
    *,
    reason: str = "",
    substitute: str = "",
    colleague: str = "",
    decision: str = "",
) -> None:
    """Somebody has answered, and the cards are told of it."""
    one = await invitee_of(body, meeting, name)
    place = await membership_of(body, colleague) if colleague else None
    async with body.stage.app.turns.alone() as turn:
        await invitees.answer(turn.tx, one.id, what, one.person_id, turn.now)
        if reason:
            await absences.ask(turn.tx, one.id, reason, turn.now)
        if substitute or colleague:
            await absences.substitute(
                turn.tx, one.id, name=substitute or colleague, title="Phó Trưởng phòng", phone="+84912000111",
                membership_id=place,
            )  # fmt: skip
        if colleague:
            await absences.substitute_says(turn.tx, one.id, "accepted")
        if decision == "granted" or decision == "refused":
            await absences.decide(turn.tx, one.id, decision, "", 1, turn.now)
        await live.refresh(turn, meeting.id)
    await body.stage.settle()


async def no_update_failed(stage: Stage) -> None:
    """Every update was dealt with."""
    async with stage.database.read() as tx:
        failed = await tx.all("SELECT trace FROM failed_updates")
    assert not failed, failed[0]["trace"]


async def test_the_card_tells_who_comes_and_edits_itself(stage: Stage) -> None:
    """One card from the call on: names, absences, papers, preparation; every answer changes it where it stands."""
    body = await Body.found(stage)
    body.member("Sở Nội vụ").block()
    await stage.settle()
    meeting = await called(body, items=[("Kết quả tháng 02", "Sở Y tế"), ("Việc khác", None)])
    card = body.secretary.last
    await answers(body, meeting, "Cán bộ Sở Y tế", "attending")
    await answers(body, meeting, "Cán bộ Sở Tư pháp", "absent", reason="Đi công tác")
    await answers(body, meeting, "Cán bộ Công an tỉnh", "substitute", reason="Trùng lịch", substitute="Lê Văn Thay")
    await answers(body, meeting, "Cán bộ Sở Tài chính", "absent", reason="Ốm", decision="granted")
    await answers(body, meeting, "Tổ Phó", "absent", reason="Bận", decision="refused")
    async with stage.app.turns.alone() as turn:
        sent = await invitee_of(body, meeting, "Cán bộ Công an tỉnh")
        await absences.opinion(turn.tx, sent.id, "Nhất trí với dự thảo.")
        await absences.decide(turn.tx, sent.id, "granted", "", 1, turn.now)
        item = (await agenda.items(turn.tx, meeting.id))[0]
        await agenda.add_paper(
            turn.tx, meeting.id, file_id="f", kind="document", file_name="bao-cao.docx", size=10, added_by=1,
            now=turn.now,
        )  # fmt: skip
        await live.refresh(turn, meeting.id)
    await stage.settle()
    assert card.text == (
        "Họp rà soát tiến độ Đề án 06\n"
        "🕗 14h thứ Năm, 3/3/2022\n"
        "📍 Phòng họp số 2, trụ sở UBND tỉnh\n"
        "👤 Chủ trì: Tổ Trưởng, Tổ trưởng\n"
        "\n"
        "Mời 8: tham dự 1 · cử người thay 1 · vắng 1 · chờ đồng ý 1 · không được vắng 1 · chưa trả lời 2"
        " · không liên lạc được 1\n"
        "Ý kiến bằng văn bản: 1\n"
        "Tài liệu: 1\n"
        "Chuẩn bị nội dung: 0/1 xong, còn\n"
        "• Sở Y tế: Kết quả tháng 02\n"
        "\n"
        "Không liên lạc được (1)\n"
        "⚠️ Cán bộ Sở Nội vụ (Sở Nội vụ) – đã chặn bot: 0910 000 006\n"
        "\n"
        "Chưa trả lời (2)\n"
        "▫️ Tổ Trưởng – 0910 000 008\n"
        "▫️ Cán bộ Văn phòng UBND tỉnh (Văn phòng UBND tỉnh) – 0910 000 001\n"
        "\n"
        "Xin vắng, chờ đồng ý (1)\n"
        "⏳ Cán bộ Sở Tư pháp (Sở Tư pháp)\n"
        "\n"
        "Xin vắng, không được đồng ý (1)\n"
        "⛔ Tổ Phó\n"
        "\n"
        "Cử người dự thay (1)\n"
        "🔁 Cán bộ Công an tỉnh (Công an tỉnh) → Lê Văn Thay\n"
        "\n"
        "Vắng (1)\n"
        "❌ Cán bộ Sở Tài chính (Sở Tài chính) – được đồng ý\n"
        "\n"
        "Tham dự (1)\n"
        "✅ Cán bộ Sở Y tế (Sở Y tế)"
    )
    assert card.buttons == [
        ["Danh sách (8)", "Danh sách XLSX"],
        ["Nhắc người chưa trả lời (2)"],
        ["Tài liệu (1)", "Giấy mời", "Thay đổi"],
    ]
    async with stage.app.turns.alone() as turn:
        await agenda.item_ready(turn.tx, item.id, 1, turn.now)
        await live.refresh(turn, meeting.id)
    await stage.settle()
    assert "Chuẩn bị nội dung: 1/1 xong\n" in card.text
    assert sum("Mời 8" in message.text for message in body.secretary.messages) == 1


async def test_who_called_it_and_the_chair_have_the_card_too(stage: Stage) -> None:
    """The leader, who called and chairs it, gets one card, without telephone numbers; members get none."""
    body = await Body.found(stage)
    await called(body)
    assert "Mời 8: tham dự 0" in body.leader.last.text
    assert "0910" not in body.leader.last.text
    assert [m for m in body.leader.messages if m.outgoing] == [body.leader.last]
    assert [m for m in body.member("Sở Y tế").messages if m.outgoing] == []


async def test_what_looks_the_same_is_not_edited(stage: Stage) -> None:
    """A refresh without a change sends nothing; one for a meeting that nobody looks at reads nothing."""
    body = await Body.found(stage)
    meeting = await called(body)
    async with stage.app.turns.alone() as turn:
        await live.refresh(turn, meeting.id)
        await live.refresh(turn, meeting.id + 7)
        assert turn.spoke is False


async def test_who_lost_the_right_is_forgotten(stage: Stage) -> None:
    """A secretary who is one no more sees nothing of what happens afterwards."""
    body = await Body.found(stage)
    await body.add_person("Thư Ký Hai", Role.SECRETARY, None)
    meeting = await called(body)
    card = body.phones["Thư Ký Hai"].last
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET role = 'member' WHERE full_name = 'Thư Ký Hai'")
    await answers(body, meeting, "Cán bộ Sở Y tế", "attending")
    assert "tham dự 0" in card.text
    assert "tham dự 1" in body.secretary.last.text
    async with stage.database.read() as tx:
        assert card.chat.id not in await meetings.cards(tx, meeting.id)


async def test_a_card_asked_for_again_stands_at_the_end(stage: Stage) -> None:
    """The old card says that it moved, and only the new one follows."""
    body = await Body.found(stage)
    meeting = await called(body)
    old = body.secretary.last
    body.secretary.tap("Danh sách (8)")
    await stage.settle()
    body.secretary.tap("Bảng theo dõi")
    await stage.settle()
    assert old.text == "Bảng theo dõi cuộc họp đã được chuyển xuống cuối khung chat."
    await answers(body, meeting, "Cán bộ Sở Y tế", "attending")
    assert "tham dự 1" in body.secretary.last.text


@pytest.mark.parametrize("number", [300, 2000])
async def test_hundreds_of_invitees_fit_into_one_message(stage: Stage, number: int) -> None:
    """Names and units as long as they come: one message of 4096 characters, the rest counted; all by turning pages."""
    body = await Body.found(stage)
    long_unit = "Ủy ban nhân dân xã " + "Rất Dài " * 12
    now = to_text(stage.clock.now())
    async with stage.database.transaction() as tx:
        unit_id = (await units.add(tx, body.id, long_unit)).id
        await tx.run_many(
            "INSERT INTO memberships (task_force_id, unit_id, role, full_name, phone, state, created_at)"
            " VALUES (?, ?, 'member', ?, ?, 'expected', ?)",
            [(body.id, unit_id, f"Nguyễn Thị Minh {n:04}", f"+8497{n:07}", now) for n in range(number)],
        )
    meeting = await put_meeting(body, at(3, 3, 14), subject="Hội nghị " + "mở rộng " * 35)
    async with stage.database.transaction() as tx:
        await tx.run(
            "INSERT OR IGNORE INTO invitees (meeting_id, membership_id, added_at)"
            " SELECT ?, id, ? FROM memberships WHERE role = 'member'",
            (meeting.id, now),
        )
    async with stage.app.turns.alone() as turn:
        await live.open_for_office(turn, meeting)
    await stage.settle()
    cards = [m for m in body.secretary.messages if m.outgoing]
    assert len(cards) == 1
    assert visible_length(cards[0].text) <= 4096
    assert f"Không liên lạc được ({number})" in cards[0].text
    assert "đồng chí khác" in cards[0].text
    body.secretary.tap(f"Danh sách ({number + 8})")
    await stage.settle()
    body.secretary.tap("Trang sau")
    await stage.settle()
    assert f"Trang 2/{-(-(number + 8) // 10)}." in body.secretary.last.text
    assert all(len(label) <= 45 for row in body.secretary.last.buttons for label in row)


async def test_a_meeting_of_two_fits_as_well(stage: Stage) -> None:
    """Two invited, one of them the leader."""
    body = await Body.found(stage)
    meeting = await called(body, names=["Tổ Trưởng", "Cán bộ Sở Y tế"])
    await answers(body, meeting, "Cán bộ Sở Y tế", "attending")
    assert "Mời 2: tham dự 1 · chưa trả lời 1\n" in body.secretary.last.text


async def test_a_cancelled_meeting_says_so_without_buttons(stage: Stage) -> None:
    """The reason stands on the card; nothing can be done about the meeting any more."""
    body = await Body.found(stage)
    meeting = await called(body)
    async with stage.app.turns.alone() as turn:
        await meetings.change(turn.tx, meeting.id, state="cancelled", change_reason="Chủ trì đi công tác đột xuất")
        await live.refresh(turn, meeting.id)
    await stage.settle()
    assert body.secretary.last.text.startswith("ĐÃ HỦY\nHọp rà soát")
    assert "Lý do: Chủ trì đi công tác đột xuất" in body.secretary.last.text
    assert body.secretary.last.buttons == []


async def test_who_left_the_task_force_is_not_counted(stage: Stage) -> None:
    """A member who has left since is named apart and owes no answer."""
    body = await Body.found(stage)
    meeting = await called(body)
    async with stage.app.turns.alone() as turn:
        await turn.tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Cán bộ Sở Y tế'")
        await live.refresh(turn, meeting.id)
    await stage.settle()
    assert "Mời 7: " in body.secretary.last.text
    assert "Đã thôi tham gia, không tính (1)\n• Cán bộ Sở Y tế" in body.secretary.last.text


async def test_papers_that_came_too_late_are_counted_so(stage: Stage) -> None:
    """The charter asks for papers days ahead: the card names the last moment, and how many came after it."""
    body = await Body.found(stage, "quang-nam")
    meeting = await called(body, series="regular", period="2022-03")
    assert "Chưa có tài liệu (hạn gửi: hết thứ Ba, 1/3/2022)" in body.secretary.last.text
    async with stage.app.turns.alone() as turn:
        for day in (1, 3):
            await agenda.add_paper(
                turn.tx, meeting.id, file_id=f"f{day}", kind="document", file_name="a.docx", size=1, added_by=1,
                now=at(3, day, 10),
            )  # fmt: skip
        await live.refresh(turn, meeting.id)
    await stage.settle()
    assert "Tài liệu: 2 (gửi muộn 1)" in body.secretary.last.text


async def test_the_silent_are_reminded_once_an_hour(stage: Stage) -> None:
    """One tap reaches those who have not answered and can be reached; within the hour nothing comes twice."""
    body = await Body.found(stage)
    body.member("Sở Nội vụ").block()
    await stage.settle()
    meeting = await called(body)
    await answers(body, meeting, "Cán bộ Sở Y tế", "attending")
    body.secretary.tap("Nhắc người chưa trả lời (6)")
    await stage.settle()
    assert body.secretary.alerts[-1] == "Đã nhắc 6 đồng chí."
    before = len(body.member("Sở Tư pháp").messages)
    assert before > 0
    assert body.member("Sở Y tế").messages == []
    body.secretary.tap("Nhắc người chưa trả lời (6)")
    await stage.settle()
    assert "đã nhắc rồi" in body.secretary.alerts[-1]
    assert len(body.member("Sở Tư pháp").messages) == before
    await no_update_failed(stage)


async def test_one_of_the_invited_is_looked_at(stage: Stage) -> None:
    """Number, absence, substitute and opinion on one card; an answer given by telephone can be entered from it."""
    body = await Body.found(stage)
    meeting = await called(body)
    await answers(body, meeting, "Cán bộ Công an tỉnh", "substitute", reason="Trùng lịch", substitute="Lê Văn Thay")
    body.secretary.tap("Danh sách (8)")
    await stage.settle()
    assert body.secretary.last.buttons[-1] == ["Chưa trả lời", "🔎 Tìm", "Bảng theo dõi"]
    body.secretary.tap("⏳ Cán bộ Công an tỉnh")
    await stage.settle()
    assert body.secretary.last.text == (
        "Cán bộ Công an tỉnh\n"
        "Thành viên Tổ công tác, Công an tỉnh\n"
        "Điện thoại: 0910 000 002\n"
        "\n"
        "Trả lời: xin vắng, chờ đồng ý, thiếu ý kiến bằng văn bản\n"
        "Lý do: Trùng lịch\n"
        "Người dự thay: Lê Văn Thay, Phó Trưởng phòng, 0912 000 111\n"
        "Họp rà soát tiến độ Đề án 06, 14h thứ Năm, 3/3/2022"
    )
    assert body.secretary.last.buttons == [["☎ Tham dự", "☎ Vắng", "☎ Cử người"], ["‹ Danh sách"]]
    body.secretary.tap("‹ Danh sách")
    await stage.settle()
    body.secretary.tap("Chưa trả lời", body.secretary.last)
    await stage.settle()
    assert "Chỉ những đồng chí chưa trả lời: 7." in body.secretary.last.text


async def test_a_name_is_found_by_a_few_letters(stage: Stage) -> None:
    """Without accents, by name or unit; what fits nobody is said so; the secretary of the card finds again."""
    body = await Body.found(stage)
    await called(body)
    body.secretary.tap("Danh sách (8)")
    await stage.settle()
    body.secretary.tap("Tìm")
    await stage.settle()
    body.secretary.say("tu phap")
    await stage.settle()
    assert body.secretary.last.text == "Kết quả tìm “tu phap”: 1."
    assert body.secretary.last.buttons == [["▫️ Cán bộ Sở Tư pháp · Sở Tư pháp"], ["🔎 Tìm tiếp", "‹ Danh sách"]]
    body.secretary.tap("Tìm tiếp")
    await stage.settle()
    body.secretary.say("<b>zzzzzz</b>")
    await stage.settle()
    assert body.secretary.last.text.startswith("Không có ai trong danh sách mời khớp với “<b>zzzzzz</b>”.")
    await no_update_failed(stage)


async def test_who_may_not_find_any_more_is_let_go(stage: Stage) -> None:
    """The right was taken away while a name was asked for: one refusal, and the chat is free again."""
    body = await Body.found(stage)
    await called(body)
    for label in ("Danh sách (8)", "Tìm"):
        body.secretary.tap(label)
        await stage.settle()
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET role = 'member' WHERE full_name = 'Thư Ký'")
        await tx.run("UPDATE meetings SET created_by = 0")
    body.secretary.say("so y te")
    await stage.settle()
    assert body.secretary.last.text.startswith("Việc này không thuộc quyền của đồng chí.")
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM sessions") == 0


async def test_the_attendance_list_is_a_workbook(stage: Stage) -> None:
    """Answers, substitutes with their numbers, consent, and who came when, read back from the file."""
    body = await Body.found(stage)
    meeting = await called(body)
    await answers(body, meeting, "Cán bộ Công an tỉnh", "substitute", reason="Bận", substitute="Lê Văn Thay")
    await answers(body, meeting, "Cán bộ Sở Tài chính", "absent", reason="Ốm", decision="granted")
    present = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    async with stage.database.transaction() as tx:
        start = at(3, 3, 14)
        await meetings.change(tx, meeting.id, check_in_code="4728", opened_at=start - timedelta(hours=1))
        await invitees.came(tx, present.id, "code", start + timedelta(minutes=25), by_substitute=False)
        await invitees.left(tx, present.id, start + timedelta(hours=1))
    body.secretary.tap("Danh sách XLSX")
    await stage.settle()
    document = body.secretary.last.json["document"]
    assert document["file_name"] == "Danh sách dự họp 2022-03-03.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(stage.telegram.world.files.get(document["file_id"]).body))
    rows = {row[1]: row for row in book.worksheets[0].iter_rows(values_only=True) if row[1]}
    text = "\n".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert "Có mặt 0/8 thành viên." in text  # who left is not in the room
    assert rows["Cán bộ Công an tỉnh"][4:7] == (
        "Xin vắng, chờ đồng ý",
        "Lê Văn Thay, Phó Trưởng phòng, 0912 000 111",
        "Đang chờ",
    )
    assert rows["Cán bộ Sở Tài chính"][6] == "Đồng ý"
    assert str(rows["Cán bộ Sở Y tế"][8]).endswith("14:25:00")
    assert rows["Cán bộ Sở Y tế"][10] == "Đến muộn; Về sớm"


async def test_the_list_and_the_card_count_the_same_people(stage: Stage) -> None:
    """Whoever is there for somebody else is counted on both; the list says that they do not count for a quorum."""
    body = await Body.found(stage)
    meeting = await called(body)
    here = [await invitee_of(body, meeting, f"Cán bộ {unit}") for unit in ("Sở Y tế", "Công an tỉnh")]
    async with stage.database.transaction() as tx:
        start = at(3, 3, 14)
        await meetings.change(tx, meeting.id, check_in_code="4728", opened_at=start - timedelta(hours=1))
        for one in here:
            await invitees.came(tx, one.id, "secretary", start, by_substitute=one is here[0])
    async with stage.app.turns.alone() as turn:
        await live.refresh(turn, meeting.id)
    await stage.settle()
    assert "Có mặt 2/8, trong đó 1 người dự thay" in body.secretary.last.text
    body.secretary.tap("Danh sách XLSX")
    await stage.settle()
    document = body.secretary.last.json["document"]
    book = openpyxl.load_workbook(io.BytesIO(stage.telegram.world.files.get(document["file_id"]).body))
    text = "\n".join(str(cell) for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if cell)
    assert "Có mặt 2/8, trong đó 1 người dự thay không tính vào số thành viên để họp." in text


async def test_an_english_reader_reads_english(stage: Stage) -> None:
    """Everything on the card and the list is in the reader's own language."""
    body = await Body.found(stage)
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE people SET locale = 'en' WHERE full_name = 'Thư Ký'")
    await called(body)
    assert "Invited: 8: attending 0 · no answer 8" in body.secretary.last.text
    body.secretary.tap("List (8)")
    await stage.settle()
    assert "Tap a name to see more" in body.secretary.last.text


async def test_nobody_reaches_it_by_forged_taps(stage: Stage) -> None:
    """A member gets a refusal for each button of the office, a secretary for meetings that are none of theirs."""
    body = await Body.found(stage)
    meeting = await called(body)
    one = await invitee_of(body, meeting, "Cán bộ Sở Y tế")
    phone = body.member("Sở Tư pháp")
    async with stage.app.turns.alone() as turn:
        await reminding.chase_now(turn, meeting)
    await stage.settle()
    before = len(phone.messages)
    taps = (
        SeeLive(meeting.id),
        hall_taps.ChaseNow(meeting.id),
        hall_taps.OpenCheckIn(meeting.id),
        hall_taps.ShowPoster(meeting.id),
        hall_taps.EndMeeting(meeting.id, 1),
        hall_taps.ListInvited(meeting.id, 0, "a"),
        hall_taps.SeeInvited(one.id),
        hall_taps.Mark(one.id, "y", 0, "a"),
        hall_taps.FindInvited(meeting.id),
        hall_taps.GetOpinion(one.id),
        hall_taps.GetAttendance(meeting.id),
        hall_taps.AddUninvited(meeting.id, one.membership_id or 0),
    )
    for tap in taps:
        phone.tap_data(phone.last, tap.pack())
    await stage.settle()
    assert phone.alerts == [REFUSED] * len(taps)
    assert len(phone.messages) == before
    for tap in (SeeLive(meeting.id + 9), hall_taps.Mark(one.id + 900, "y", -3, "x"), hall_taps.ListInvited(-1, -5, "")):
        body.secretary.tap_data(body.secretary.last, tap.pack())
    await stage.settle()
    assert body.secretary.alerts == [REFUSED] * 3
    await no_update_failed(stage)


async def test_the_buttons_of_the_hour_appear_by_themselves(stage: Stage) -> None:
    """An hour before the beginning check-in can be opened; from the beginning on the meeting can be closed."""
    body = await Body.found(stage)
    await called(body)
    card = body.secretary.last
    await tick_at(stage, at(3, 3, 12, 59))
    assert ["Mở điểm danh"] not in card.buttons
    await tick_at(stage, at(3, 3, 13))
    assert ["Mở điểm danh"] in card.buttons
    assert ["Kết thúc họp", "Kết luận"] not in card.buttons
    await tick_at(stage, at(3, 3, 14))
    assert ["Kết thúc họp", "Kết luận"] in card.buttons
