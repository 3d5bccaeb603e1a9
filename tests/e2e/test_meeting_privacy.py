"""What meetings keep about people: told truly, given to them, taken away on request, forgotten in time."""

import json
from typing import Any

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from storage.meetings import Meeting
from tests.e2e.after_meeting import announced
from tests.e2e.body import Body, at, tick_at
from tests.e2e.gathering import put_meeting
from tests.e2e.inviting import invite_all, invitee_of, no_update_failed, say, tap
from tests.e2e.test_meeting_guests import GUEST, invited, outsider

pytestmark = pytest.mark.e2e

ME = "Cán bộ Sở Y tế"


async def a_guest(stage: Stage, body: Body, meeting: Meeting) -> Phone:
    """The phone of a guest who has opened the link."""
    phone = await outsider(stage)
    phone.start(await invited(stage, body, meeting))
    await stage.settle()
    return phone


async def kept_of(stage: Stage, phone: Phone) -> dict[str, Any]:
    """The file that /dulieu gives."""
    await say(stage, phone, "/dulieu")
    await tap(stage, phone, "Tải dữ liệu của tôi")
    found: dict[str, Any] = json.loads(phone.world.files.get(phone.last.json["document"]["file_id"]).body)
    return found


async def everything(stage: Stage, *but: str) -> str:
    """All that the database holds."""
    async with stage.database.read() as tx:
        tables = await tx.all("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        names = [row["name"] for row in tables if row["name"] not in but]
        rows = [[dict(row) for row in await tx.all(f"SELECT * FROM {name}")] for name in names]  # noqa: S608
    return json.dumps(rows, ensure_ascii=False, default=str)


async def test_a_guest_reads_takes_and_erases_what_is_kept(stage: Stage) -> None:
    """The truth by /dulieu, the same as a file, and after the second tap nothing of it is left."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    phone = await a_guest(stage, body, meeting)
    await tap(stage, phone, "Tham dự")
    await say(stage, phone, "/dulieu")
    assert "Họp rà soát tiến độ Đề án 06" in phone.last.text
    assert f"ghi là “{GUEST}, Phó Giám đốc Viễn thông”, tham dự" in phone.last.text
    assert "90 ngày sau cuộc họp" in phone.last.text
    [row] = (await kept_of(stage, phone))["guest"]
    assert (row["full_name"], row["answer"]) == (GUEST, "attending")
    await tap(stage, phone, "Xóa dữ liệu khách mời")
    assert (await invitee_of(body, meeting, GUEST)).chat_id == phone.id
    await tap(stage, phone, "Xóa dữ liệu của tôi")
    assert "Đã xóa" in phone.last.text
    left = await everything(stage, "seen_updates", "outbox")
    assert GUEST not in left
    assert "Viễn thông" not in left
    await say(stage, phone, "/dulieu")
    assert "chưa lưu thông tin nào" in phone.last.text
    await no_update_failed(stage)


async def test_nothing_of_a_draft_is_told_by_way_of_the_own_data(stage: Stage) -> None:
    """Neither the card nor the file says what a meeting is about that was not called yet."""
    body = await Body.found(stage)
    phone = await a_guest(stage, body, await put_meeting(body, at(3, 10, 14), state="draft"))
    kept = await kept_of(stage, phone)
    assert "subject" not in kept["guest"][0]
    assert "rà soát" not in phone.screen()
    assert "cuộc họp chưa mời chính thức" in phone.screen()


async def test_a_stranger_has_nothing_to_take_or_to_erase(stage: Stage) -> None:
    """Who opened no link is told that nothing is kept."""
    await Body.found(stage)
    phone = await outsider(stage)
    phone.start()
    await stage.settle()
    await say(stage, phone, "/dulieu")
    assert "chưa lưu thông tin nào" in phone.last.text


async def test_outsiders_are_forgotten_ninety_days_after_the_meeting(stage: Stage) -> None:
    """Guests, and substitutes known by name and number alone: until then they are there, then they are not."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    phone = await a_guest(stage, body, meeting)
    await tap(stage, phone, "Tham dự")
    member = body.phones[ME]
    await tap(stage, member, "Cử người thay")
    await say(stage, member, "Trần Văn Mẫu, Phó Giám đốc, 0912 345 678", "Đi họp tỉnh", "Nhất trí.")
    await tap(stage, member, "Gửi xin ý kiến")
    await tick_at(stage, at(6, 8, 9))
    for there in (GUEST, "Trần Văn Mẫu", "+84912345678"):
        assert there in await everything(stage, "outbox")
    await tick_at(stage, at(6, 12, 9))
    left = await everything(stage, "seen_updates", "failed_updates")
    for gone in (GUEST, "Trần Văn Mẫu", "+84912345678", f'"chat_id": {phone.id}'):
        assert gone not in left, gone
    await say(stage, phone, "/dulieu")
    assert "chưa lưu thông tin nào" in phone.last.text
    await no_update_failed(stage)


async def test_a_members_part_in_meetings_is_exported_and_erased(stage: Stage) -> None:
    """Answers, absences, standing in, receipts and remarks are in the file; erased, no reason, name or number stays."""
    body = await Body.found(stage)
    await announced(body)
    meeting = await put_meeting(body, at(3, 10, 14))
    await invite_all(body, meeting)
    member, other = body.phones[ME], body.phones["Cán bộ Sở Tư pháp"]
    await tap(stage, member, "Đã nhận", "Có ý kiến")
    await say(stage, member, "Đề nghị lùi hạn một tuần")
    await tap(stage, member, "Cử người thay")
    await say(stage, member, "Trần Văn Mẫu, Phó Giám đốc, 0912 345 678", "Mổ ruột thừa", "Nhất trí.")
    await tap(stage, member, "Gửi xin ý kiến")
    await tap(stage, other, "Cử người thay")
    await say(stage, other, "so y te")
    await tap(stage, other, ME)
    await say(stage, other, "Bận", "Nhất trí.")
    await tap(stage, other, "Gửi xin ý kiến")
    kept = await kept_of(stage, member)
    told = next(one for one in kept["meetings"] if one["reason"])
    assert (told["answer"], told["reason"], told["substitute_phone"]) == ("substitute", "Mổ ruột thừa", "+84912345678")
    assert kept["conclusion_receipts"][0]["remark"] == "Đề nghị lùi hạn một tuần"
    assert kept["stood_in"][0]["substitute_name"] == ME
    await say(stage, member, "/dulieu")
    assert "Số lần được mời họp: 2" in member.last.text
    await tap(stage, member, "Rút đồng ý", "Xóa dữ liệu của tôi")
    left = await everything(stage, "seen_updates", "failed_updates", "outbox")
    for gone in (ME, "Mổ ruột thừa", "+84912345678", f'"chat_id": {member.id}'):
        assert gone not in left, gone
    assert "Đề nghị lùi hạn một tuần" in left
    await no_update_failed(stage)


async def test_a_guest_who_is_a_member_elsewhere_erases_both(stage: Stage) -> None:
    """One account, two task forces: withdrawing takes the guest away too."""
    body = await Body.found(stage)
    away = await Body.found(stage, "quang-nam", number=1)
    meeting = await put_meeting(body, at(3, 10, 14))
    phone = away.phones[ME]
    phone.start(await invited(stage, body, meeting))
    await stage.settle()
    await say(stage, phone, "/dulieu")
    assert f"ghi là “{GUEST}" in phone.last.text
    assert (await kept_of(stage, phone))["guest"][0]["full_name"] == GUEST
    await tap(stage, phone, "Rút đồng ý", "Xóa dữ liệu của tôi")
    assert GUEST not in await everything(stage, "seen_updates", "failed_updates", "outbox")
    await no_update_failed(stage)
