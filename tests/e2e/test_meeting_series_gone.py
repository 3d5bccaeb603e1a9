"""A series taken out of the charter while its meetings are under way: they go on to their conclusions."""

import re

import pytest

from bot.demo.stage import Stage
from storage import task_forces
from tests.e2e.after_meeting import conclude, does, send_notice
from tests.e2e.body import Body, at, tick_at
from tests.e2e.gathering import put_meeting
from tests.e2e.inviting import buttons, files, invite_all, no_update_failed, say, show_office

pytestmark = pytest.mark.e2e


async def loses_series(body: Body, *, all_of_them: bool) -> None:
    """The charter's key of the monthly meetings becomes another, or it lays down no meetings at all any more."""
    async with body.stage.database.transaction() as tx:
        text = (await task_forces.by_id(tx, body.id)).charter
        text = re.sub(r"(?ms)^\[\[meetings\]\].*?(?=^\[(?!meetings)|\Z)", "", text) if all_of_them else text
        text = text.replace('key = "regular"', 'key = "monthly-session"')
        await task_forces.set_charter(tx, body.id, name="Tổ công tác", charter=text)


@pytest.mark.parametrize(("all_of_them", "kind"), [(False, "đột xuất"), (True, "Cuộc họp")])
async def test_it_goes_on(stage: Stage, *, all_of_them: bool, kind: str) -> None:
    """Answers, check-in, the end and the notice work; the kind is that of an extraordinary meeting, or just named."""
    body = await Body.found(stage)
    meeting = await put_meeting(body, at(3, 3, 14), series="regular", subject="")
    await invite_all(body, meeting)
    await show_office(body, meeting)
    await loses_series(body, all_of_them=all_of_them)
    justice, secretary = body.member("Sở Tư pháp"), body.secretary
    await does(body, justice, "Tham dự")
    assert "tham dự 1" in secretary.last.text
    assert kind in secretary.last.text
    await say(stage, justice, "/lichhop")
    assert kind in justice.last.text
    await tick_at(stage, at(3, 3, 14))
    await does(body, secretary, "Mở điểm danh", "Ghi tên")
    await does(body, secretary, next(one for one in buttons(secretary.last) if "Tư pháp" in one), "Bảng theo dõi")
    await does(body, secretary, "Kết thúc họp", "Kết thúc họp")
    await conclude(body, secretary, meeting, "Sở Tư pháp chủ trì, phối hợp với Sở Y tế tập huấn, hạn 30/4.")
    await send_notice(body, secretary)
    await does(body, justice, "Đã nhận")
    assert any(name.startswith("Thông báo kết luận") for name in files(justice))
    await tick_at(stage, at(3, 15, 9))
    await no_update_failed(stage)
