"""What a colleague was asked for comes back when their data are erased."""

from handlers.privacy import EraseData
from tests.handlers.reports.world import Body


async def test_who_asked_hears_that_the_helper_withdrew(body: Body) -> None:
    """The question is theirs again, and they are told at once."""
    an = await body.member(1001, "Lê Thị An", "Sở Tư pháp")
    binh = await body.member(1002, "Trần Văn Bình", "Sở Tư pháp")
    await body.remind(an, "Sở Tư pháp")
    await body.tap(an, "Làm báo cáo", "Các nhiệm vụ còn lại", "Nhờ đồng nghiệp", "Nhờ đ/c Trần Văn Bình")
    await body.offer(binh, "Xóa", EraseData(1))
    await body.tap(binh, "Xóa")
    assert any("Trần Văn Bình" in message.text and message.outgoing for message in an.messages[-2:])
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM handoffs WHERE done_at IS NULL") == 0
