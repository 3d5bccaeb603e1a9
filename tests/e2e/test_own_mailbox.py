"""The own mailbox in /dulieu: shown, corrected, taken away, exported, erased."""

import json

import pytest

from bot.demo.stage import Stage
from handlers.own_mailbox import ChangeMailbox, DropMailbox
from tests.e2e.announcing import Office

pytestmark = pytest.mark.e2e

OLD, NEW = "cu@vi-du.example", "moi@vi-du.example"


async def at_home(stage: Stage) -> Office:
    """A member whose mailbox the roster knows, and to whom a letter lies in the outbox."""
    office = await Office.at(stage)
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET email = ? WHERE full_name = 'Cán bộ Sở Y tế'", (OLD,))
        await tx.run(
            "INSERT INTO outbox (chat_id, method, payload, priority, dedupe_key, created_at)"
            " VALUES (0, 'mail', '{}', 2, ?, '2022-02-28T00:00:00.000000Z')",
            (f"mail:x:{OLD}",),
        )
    await office.say("/dulieu", office.member())
    return office


async def test_the_own_mailbox_is_shown_and_corrected(stage: Stage) -> None:
    """What is no address is said so, with an example; what lay for the old one does not go."""
    office = await at_home(stage)
    member = office.member()
    assert f"Hộp thư: {OLD}" in member.screen(1)
    await office.tap("Sửa hộp thư", phone=member)
    assert f"Hiện ghi: {OLD}" in member.screen(1)
    await office.say("không có", member)
    assert "không phải địa chỉ e-mail" in member.screen(1)
    assert "nguyenvanan@tinh.gov.vn" in member.screen(1)
    await office.say(NEW, member)
    assert f"Đã ghi hộp thư: {NEW}" in member.screen(1)
    assert await office.rows("SELECT email FROM memberships WHERE email IS NOT NULL") == [{"email": NEW}]
    assert await office.rows("SELECT id FROM outbox WHERE method = 'mail'") == []


async def test_the_own_mailbox_can_be_taken_away(stage: Stage) -> None:
    """One tap; the card of one's data says there is none."""
    office = await at_home(stage)
    member = office.member()
    await office.tap("Sửa hộp thư", "Bỏ hộp thư", phone=member)
    await office.say("/dulieu", member)
    assert "Hộp thư: chưa có" in member.screen(1)


async def test_the_mailbox_is_exported_and_erased_with_the_person(stage: Stage) -> None:
    """In the file; afterwards nowhere, neither with the place nor in the outbox."""
    office = await at_home(stage)
    member = office.member()
    await office.tap("Tải dữ liệu", phone=member)
    kept = json.loads(member.world.files.get(member.last.json["document"]["file_id"]).body)
    assert kept["memberships"][0]["email"] == OLD
    await office.say("/dulieu", member)
    await office.tap("Rút đồng ý", "Xóa dữ liệu của tôi", phone=member)
    assert await office.rows("SELECT * FROM memberships WHERE email IS NOT NULL") == []
    assert await office.rows("SELECT * FROM outbox WHERE dedupe_key LIKE ?", f"%{OLD}%") == []


async def test_a_stranger_has_no_mailbox_to_correct(stage: Stage) -> None:
    """A forged tap changes nothing."""
    office = await at_home(stage)
    stranger = await stage.person(77_001, "Người Lạ", "+84912345999")
    stranger.start()
    await stage.settle()
    for tap in (ChangeMailbox(), DropMailbox()):
        stranger.tap_data(stranger.last, tap.pack())
        await stage.settle()
    assert await office.rows("SELECT email FROM memberships WHERE email IS NOT NULL") == [{"email": OLD}]
    assert await office.rows("SELECT * FROM sessions WHERE kind = 'own-mailbox'") == []
