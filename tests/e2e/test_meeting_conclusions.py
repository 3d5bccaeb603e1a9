"""The conclusions of a meeting are entered: one by one or pasted, by several at once, across a restart."""

from itertools import pairwise

import pytest

from bot.demo.stage import Stage
from handlers.meetings.conclude.conclusion_taps import EditConclusions
from handlers.meetings.taps import Conclude
from storage import conclusions, intake, units
from tests.e2e.after_meeting import PASTED, buttons, conclude, does, held, offer, rows, texts
from tests.e2e.body import Body, at, tick_at

pytestmark = pytest.mark.e2e


async def test_conclusions_are_entered_one_by_one(stage: Stage) -> None:
    """The text, who leads, who helps, until when: what the text does not say is asked, and written down at once."""
    body = await Body.found(stage)
    meeting = await held(body, items=(("Tiến độ", "Sở Y tế"),))
    secretary = body.secretary
    await conclude(body, secretary, meeting, "Rà soát danh mục dịch vụ công trực tuyến.")
    assert "Đơn vị nào chủ trì?" in secretary.last.text
    assert buttons(secretary)[0] == "Sở Y tế"  # its own agenda item
    await does(body, secretary, "“tư pháp")
    await does(body, secretary, "Sở Tư pháp", "Xong (1)")
    assert "Đơn vị nào phối hợp?" in secretary.last.text
    await does(body, secretary, "Sở Y tế", "Xong (1)")
    assert "Thời hạn hoàn thành" in secretary.last.text
    await does(body, secretary, "“31/4")
    assert "Không có ngày" in secretary.last.text
    await does(body, secretary, "“15/4")
    assert "Rà soát danh mục" in secretary.last.text
    assert "thứ Sáu, 15/4/2022" in secretary.last.text
    found = await rows(body, "SELECT * FROM conclusions")
    assert [(row["text"], row["due_on"]) for row in found] == [
        ("Rà soát danh mục dịch vụ công trực tuyến.", "2022-04-15")
    ]
    units = await rows(body, "SELECT * FROM conclusion_units ORDER BY part")
    assert [(row["unit_id"], row["part"]) for row in units] == [
        (body.units["Sở Y tế"], "coordinating"),
        (body.units["Sở Tư pháp"], "lead"),
    ]


async def test_a_pasted_list_is_understood_item_by_item(stage: Stage) -> None:
    """What is certain is taken over and shown, what is not is asked."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary = body.secretary
    await conclude(body, secretary, meeting, PASTED)
    assert "Đã ghi 3 kết luận" in texts(secretary)
    assert "Đơn vị nào chủ trì?" in secretary.last.text  # the third is nobody's
    await does(body, secretary, "Không giao đơn vị cụ thể", "Không ghi thời hạn")
    found = await rows(body, "SELECT text, due_on FROM conclusions ORDER BY position")
    assert [row["due_on"] for row in found] == ["2022-04-29", "2022-04-20", None]
    assert "phối hợp: Sở Y tế" in secretary.last.text


async def said(body: Body) -> list[str]:
    """The texts of the conclusions as they are written down, in order."""
    return [
        row["text"]
        for row in await rows(body, "SELECT text FROM conclusions WHERE removed_at IS NULL ORDER BY position")
    ]


async def test_a_restart_in_the_middle_loses_nothing(stage: Stage) -> None:
    """The bot comes back to the very question, and everything typed before is there."""
    body = await Body.found(stage)
    meeting = await held(body)
    await conclude(body, body.secretary, meeting, PASTED)
    await stage.stop_bot()
    body.secretary.tap("Không giao đơn vị cụ thể")
    await stage.start_bot()
    assert "Thời hạn hoàn thành" in body.secretary.last.text
    await does(body, body.secretary, "“30/6")
    assert "thứ Năm, 30/6/2022" in body.secretary.last.text
    assert len(await said(body)) == 3


async def test_one_that_was_left_half_way_is_offered_again(stage: Stage) -> None:
    """/huy stops the questions; the conclusions stay and the card can be opened again."""
    body = await Body.found(stage)
    meeting = await held(body)
    await conclude(body, body.secretary, meeting, "Rà soát dịch vụ công.")
    await does(body, body.secretary, "“/huy")
    await offer(body, body.secretary, Conclude(meeting.id))
    assert "Rà soát dịch vụ công." in body.secretary.last.text
    await does(body, body.secretary, "Xong, để sau", "“Chào")
    assert await said(body) == ["Rà soát dịch vụ công."]
    await does(body, body.secretary, "Sửa kết luận")
    assert "✏️ 1" in buttons(body.secretary)


async def test_each_part_can_be_changed_moved_and_taken_away(stage: Stage) -> None:
    """Text, units, deadline, order; the chair's general remarks stand before them."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary = body.secretary
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách", "✏️ 2", "Sửa nội dung", "“Công an tỉnh rà soát lại.")
    await does(body, secretary, "Phối hợp", "Sở Nội vụ", "Xong (1)", "Thời hạn", "Không ghi thời hạn", "↑ Lên")
    assert "Kết luận 1/3" in secretary.last.text
    assert "Phối hợp: Sở Nội vụ" in secretary.last.text
    assert "Thời hạn: không ghi" in secretary.last.text
    await does(body, secretary, "Danh sách", "✏️ 3", "Bỏ", "Giữ lại", "Bỏ", "Bỏ kết luận này")
    await does(body, secretary, "Ý kiến chung", "“Đánh giá cao kết quả quý I.")
    assert "Đánh giá cao kết quả quý I." in secretary.last.text
    texts_now = await said(body)
    assert [text[:12] for text in texts_now] == ["Công an tỉnh", "Giao Sở Tư p"]
    await does(body, secretary, "✓ Ý kiến chung", "Bỏ ý kiến chung")
    assert "Đánh giá cao" not in secretary.last.text


async def test_two_who_edit_one_conclusion_never_overwrite_each_other(stage: Stage) -> None:
    """Whoever comes second is told who changed what, keeps what they typed, and sees how it stands."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary, leader = body.secretary, body.leader
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách", "✏️ 1", "Sửa nội dung")
    await conclude(body, leader, meeting)
    assert "Đang cùng nhập: Thư Ký" in leader.last.text
    await does(body, leader, "✏️ 1", "Sửa nội dung", "“Sở Tư pháp chủ trì, xong trong tháng 3.")
    await does(body, secretary, "“Bản của thư ký.")
    told = secretary.messages[-2].text
    assert "Đồng chí Tổ Trưởng vừa sửa nội dung của kết luận 1" in told
    assert "Bản của thư ký." in told
    assert "Sở Tư pháp chủ trì, xong trong tháng 3." in secretary.last.text
    assert (await said(body))[0] == "Sở Tư pháp chủ trì, xong trong tháng 3."
    await does(body, secretary, "“Bản đã thống nhất.")
    assert (await said(body))[0] == "Bản đã thống nhất."


async def test_a_conclusion_that_another_took_away_is_not_changed(stage: Stage) -> None:
    """The button of a card that shows what is gone says so and leads back to the list."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary, leader = body.secretary, body.leader
    await conclude(body, secretary, meeting, PASTED)
    await does(body, secretary, "Xem danh sách", "✏️ 1", "Thời hạn")
    await conclude(body, leader, meeting)
    await does(body, leader, "✏️ 1", "Bỏ", "Bỏ kết luận này")
    await does(body, secretary, "Cuối tháng")
    assert "vừa bỏ kết luận này" in texts(secretary)
    assert "✏️ 2" in buttons(secretary)
    assert "✏️ 3" not in buttons(secretary)


async def test_an_old_button_changes_nothing(stage: Stage) -> None:
    """A double tap, or a button of an older card, shows the live one."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary = body.secretary
    await conclude(body, secretary, meeting, "Rà soát dịch vụ công.")
    card = secretary.last
    data = next(b["callback_data"] for row in card.inline_keyboard for b in row if b["text"] == "Sở Y tế")
    secretary.tap_data(card, data)
    secretary.tap_data(card, data)
    await stage.settle()
    assert "Nút này đã cũ" in secretary.alerts[-1]
    found = await rows(body, "SELECT unit_id FROM conclusion_units")
    assert [row["unit_id"] for row in found] == [body.units["Sở Y tế"]]


async def test_who_may_not_run_the_meeting_enters_nothing(stage: Stage) -> None:
    """A member's forged taps are refused, whatever they carry."""
    body = await Body.found(stage)
    meeting = await held(body)
    await conclude(body, body.secretary, meeting, "Rà soát dịch vụ công.")
    member = body.member("Sở Y tế")
    turn = int(
        (await rows(body, "SELECT state FROM sessions"))[0]["state"].split('"turn":')[1].split(",")[0].rstrip("}")
    )
    for tap in (Conclude(meeting.id), EditConclusions(meeting.id, turn, "x!", 1), EditConclusions(999, turn, "l", 0)):
        await offer(body, member, tap)
        assert "không có quyền" in member.alerts[-1]
    for what, arg in (("nonsense", 0), ("d", -5), ("d", 10**12), ("u", 10**12), ("i", 999), ("pg", -7)):
        await offer(body, body.secretary, EditConclusions(meeting.id, turn, what, arg))
    assert await said(body) == ["Rà soát dịch vụ công."]


async def test_whoever_loses_the_right_half_way_is_not_stuck(stage: Stage) -> None:
    """What they type is refused once; after an outage nobody else waits because of them."""
    body = await Body.found(stage)
    meeting = await held(body)
    for phone in (body.deputy, body.secretary):
        await conclude(body, phone, meeting, "Rà soát dịch vụ công.")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name IN ('Tổ Phó', 'Thư Ký')")
    await does(body, body.deputy, "“Thêm")
    async with stage.database.transaction() as tx:
        await intake.note_gap(tx, stage.clock.now())
    await tick_at(stage, at(2, 28, 12))
    assert await rows(body, "SELECT * FROM sessions") == []
    assert await said(body) == ["Rà soát dịch vụ công."] * 2


async def test_before_it_begins_there_is_nothing_to_conclude(stage: Stage) -> None:
    """Nor after it was called off: a clear sentence instead of a card."""
    body = await Body.found(stage)
    await offer(body, body.secretary, Conclude((await held(body, at(3, 2, 14))).id))
    assert "Cuộc họp chưa bắt đầu" in body.secretary.last.text
    await offer(body, body.secretary, Conclude((await held(body, at(2, 25, 8), state="cancelled")).id))
    assert "đã hủy" in body.secretary.last.text


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("TUYỆT MẬT: kế hoạch", "không được ghi lại"),
        ("a" * 2001, "dài quá 2.000 chữ"),
        ("x " * 2048, "dài quá một tin nhắn"),
        ("\n".join(f"{n}. Việc số {n}" for n in range(1, 62)), "chỉ ghi được 60 kết luận"),
    ],
)
async def test_what_cannot_be_taken_is_said_and_nothing_is_written(stage: Stage, typed: str, answer: str) -> None:
    """Marked secrets, too long a text, a text cut in two, too many."""
    body = await Body.found(stage)
    meeting = await held(body)
    await conclude(body, body.secretary, meeting, typed)
    assert answer in texts(body.secretary)
    assert await said(body) == []
    await does(body, body.secretary, "“Rà soát dịch vụ công.")
    assert await said(body) == ([] if "tin nhắn" in answer else ["Rà soát dịch vụ công."])


async def test_hostile_text_stays_text(stage: Stage) -> None:
    """Markup, templates and direction marks are shown as typed, or dropped where they are invisible."""
    body = await Body.found(stage)
    meeting = await held(body)
    await conclude(body, body.secretary, meeting, "<b>Giao</b> {{ 7*7 }} & \u202eSở Y tế' OR 1=1; --")
    assert await said(body) == ["<b>Giao</b> {{ 7*7 }} & Sở Y tế' OR 1=1; --"]
    assert "<b>Giao</b> {{ 7*7 }} & Sở Y tế" in body.secretary.last.text


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("30/4", "2022-04-30"),
        ("trước ngày 20/4", "2022-04-19"),
        ("tháng 5", "2022-05-31"),
        ("quý II", "2022-06-30"),
        ("30/6/2024", "2024-06-30"),
        ("thứ Sáu tuần sau", "2022-03-11"),
    ],
)
async def test_a_deadline_is_typed_as_people_type_it(stage: Stage, typed: str, due: str) -> None:
    """A day, a month, a quarter, years ahead."""
    body = await Body.found(stage)
    meeting = await held(body)
    await conclude(body, body.secretary, meeting, "Sở Y tế chủ trì rà soát dịch vụ công.", typed)
    assert (await rows(body, "SELECT due_on FROM conclusions"))[0]["due_on"] == due


async def test_a_day_that_is_over_may_be_next_years(stage: Stage) -> None:
    """It is offered, not taken; and a dissolved unit can be taken out but not chosen."""
    body = await Body.found(stage)
    meeting = await held(body)
    secretary = body.secretary
    await conclude(body, secretary, meeting, "Sở Y tế chủ trì rà soát dịch vụ công.", "15/1")
    assert "đã qua" in secretary.last.text
    await does(body, secretary, "15/1/2023")
    assert (await rows(body, "SELECT due_on FROM conclusions"))[0]["due_on"] == "2023-01-15"
    async with stage.database.transaction() as tx:
        await units.end(tx, body.units["Sở Y tế"], stage.clock.now())
    await does(body, secretary, "✏️ 1")
    assert "Đơn vị không còn hoạt động: Sở Y tế" in secretary.last.text
    await does(body, secretary, "Chủ trì", "✓ Sở Y tế", "Sở Nội vụ", "Xong (1)")
    assert "Chủ trì: Sở Nội vụ" in secretary.last.text


async def test_positions_stay_in_order_whatever_is_moved(stage: Stage) -> None:
    """Moving past either end changes nothing."""
    body = await Body.found(stage)
    meeting = await held(body)
    async with stage.database.transaction() as tx:
        by = body.people["Thư Ký"]
        all_ = [await conclusions.add(tx, meeting.id, text, by=by, now=stage.clock.now()) for text in "abc"]
        assert not await conclusions.move(tx, all_[0], -1, by)
        assert not await conclusions.move(tx, all_[2], 1, by)
        assert await conclusions.move(tx, all_[2], -1, by)
        found = await conclusions.of_meeting(tx, meeting.id)
    assert [one.text for one in found] == ["a", "c", "b"]
    assert all(one.id != other.id for one, other in pairwise(found))
