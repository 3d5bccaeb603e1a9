"""The agenda of a called meeting: edited point by point, told once, by whoever may."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from handlers.meetings.convene.desk_taps import RemoveItem, SeeAgenda
from storage import agenda
from tests.e2e.body import Body, at, tick_at
from tests.e2e.gathering import put_meeting
from tests.e2e.inviting import REFUSED, forge, invite_all, say, show_office, tap

pytestmark = pytest.mark.e2e


async def called(stage: Stage) -> Body:
    """A called meeting with two points, invitations sent, before the secretary's live card."""
    body = await Body.found(stage, "quang-nam")
    items = [("Báo cáo tháng", "Sở Y tế"), ("Thảo luận", None)]
    meeting = await put_meeting(body, at(3, 9, 8), items=items)
    await invite_all(body, meeting)
    await show_office(body, meeting)
    await tap(stage, body.secretary, "Thay đổi", "Chương trình")
    return body


def news(body: Body) -> list[str]:
    """What a member was told of changes."""
    phone = body.member("Sở Tư pháp")
    return [one.text for one in phone.messages if one.outgoing and "có thay đổi" in one.text]


async def test_everybody_is_told_once_what_changed(stage: Stage) -> None:
    """Three edits, one message: what went off, what came on; the invitation follows."""
    body = await called(stage)
    secretary, member = body.secretary, body.member("Sở Tư pháp")
    await say(stage, secretary, "Chữ ký số\nKinh phí năm 2022")
    assert "bấm “Xong”" in secretary.screen(1)
    await tap(stage, secretary, "✏️ 2", "Bỏ mục này")
    await tap(stage, secretary, "✏️ 2", "Giao đơn vị", "Công an tỉnh")
    assert news(body) == []
    await tap(stage, secretary, "Xong")
    assert len(news(body)) == 1
    for words in ("Bỏ: Thảo luận", "Thêm: Chữ ký số (Công an tỉnh)", "Thêm: Kinh phí năm 2022"):
        assert words in news(body)[0]
    assert "Báo cáo tháng" not in news(body)[0]
    card = next(one for one in member.messages if "GIẤY MỜI" in one.text)
    assert "Chữ ký số" in card.text
    assert "Thảo luận" not in card.text
    assert "Tham dự" in secretary.screen(1) or "tham dự" in secretary.screen(1), "back at the live card"


async def test_what_is_put_back_is_told_to_nobody(stage: Stage) -> None:
    """An edit that comes to nothing, and a look, tell nothing."""
    body = await called(stage)
    secretary = body.secretary
    await say(stage, secretary, "Chữ ký số")
    await tap(stage, secretary, "✏️ 3", "Bỏ mục này", "Xong")
    assert news(body) == []


async def test_the_clock_tells_what_its_editor_left(stage: Stage) -> None:
    """The bot is restarted and nobody ever taps Xong: a quarter of an hour later everybody hears, once."""
    body = await called(stage)
    await say(stage, body.secretary, "Chữ ký số")
    await stage.stop_bot()
    await stage.start_bot()
    now = stage.clock.now()
    await tick_at(stage, now + timedelta(minutes=5))
    assert news(body) == []
    await tick_at(stage, now + timedelta(minutes=16))
    await tick_at(stage, now + timedelta(minutes=40))
    assert len(news(body)) == 1


async def test_only_who_runs_the_meeting_edits_it(stage: Stage) -> None:
    """A member's forged taps change nothing."""
    body = await called(stage)
    member = body.member("Sở Tư pháp")
    async with stage.database.read() as tx:
        items = await agenda.items(tx, 1)
    for data in (SeeAgenda(1).pack(), RemoveItem(items[0].id).pack()):
        await forge(stage, member, data)
        assert member.alerts[-1] == REFUSED
    async with stage.database.read() as tx:
        assert await agenda.items(tx, 1) == items


async def test_once_it_has_begun_the_agenda_stands(stage: Stage) -> None:
    """Old buttons change nothing any more, and say so."""
    body = await called(stage)
    await tick_at(stage, at(3, 9, 8, 1))
    await say(stage, body.secretary, "Chữ ký số")
    async with stage.database.read() as tx:
        assert len(await agenda.items(tx, 1)) == 2
    assert news(body) == []
