"""A summary that waits for its approval is found again, keeps nothing open for ever, and can be approved late."""

import pytest

from bot.demo.stage import Stage
from handlers.home import GoHome
from handlers.summary.taps import ResumeDraft
from storage import summary_versions
from taskforce.roles import Role
from tests.e2e.approval import approving_body, bound_channel, posts
from tests.e2e.body import Body, at, live_until, tick_at, when

pytestmark = pytest.mark.e2e


async def home(stage: Stage, body: Body, name: str) -> str:
    """What /start shows."""
    body.phones[name].say("/start")
    await stage.settle()
    return body.phones[name].last.text


async def test_home_leads_the_approver_to_what_waits(stage: Stage) -> None:
    """A line and a button at /start while it waits; the draft and its card come to the end of the chat."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7))
    assert "chờ đồng chí:" not in await home(stage, body, "Tổ Trưởng")
    body.secretary.tap("Trình duyệt")
    await stage.settle()
    assert (
        "Báo cáo tổng hợp chờ đồng chí:\n• Báo cáo tháng kết quả thực hiện Đề án 06, tháng 3/2022 – chờ đồng chí duyệt"
    ) in await home(stage, body, "Tổ Trưởng")
    assert body.leader.last.buttons[0] == ["Duyệt tổng hợp · tháng 3/2022"]
    assert "chờ đồng chí:" not in await home(stage, body, "Tổ Phó")
    assert "chờ đồng chí:" not in await home(stage, body, "Thư Ký")
    body.leader.tap("Duyệt tổng hợp")
    await stage.settle()
    assert body.leader.messages[-2].text.startswith("TỔNG HỢP")
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert "chờ đồng chí:" not in await home(stage, body, "Tổ Trưởng")
    await tick_at(stage, at(3, 15, 8))
    assert len(posts(room)) == 1


async def test_home_leads_the_secretary_to_what_came_back(stage: Stage) -> None:
    """After a comment /start brings the secretary draft, comment and "Trình lại"; nobody else may open it."""
    body = await approving_body(stage)
    await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7, 30))
    body.leader.tap("Góp ý")
    await stage.settle()
    body.leader.say("Ghi rõ hạn nộp.")
    await stage.settle()
    assert "có góp ý, chờ đồng chí sửa và trình lại" in await home(stage, body, "Thư Ký")
    assert "chờ đồng chí:" not in await home(stage, body, "Tổ Trưởng")
    body.secretary.tap("Xử lý góp ý · tháng 3/2022")
    await stage.settle()
    draft, card = body.secretary.messages[-2:]
    assert draft.text.startswith("TỔNG HỢP")
    assert "Góp ý\nTổ trưởng Tổ Trưởng, 7h30 thứ Ba, 15/3/2022: Ghi rõ hạn nộp." in card.text
    assert card.buttons[0] == ["Trình lại", "Thêm dòng"]
    period = (await body.period()).id
    for phone in (body.deputy, body.member("Sở Y tế")):
        phone.say("/start")
        await stage.settle()
        phone.say("/dulieu")
        await stage.settle()
        phone.tap_data(next(m for m in phone.messages if m.buttons), ResumeDraft(period).pack())
        await stage.settle()
        assert phone.alerts[-1] == "Đồng chí không có quyền thực hiện việc này."
    body.secretary.tap("Trình lại", card)
    await stage.settle()
    assert "Góp ý" not in card.text
    assert "Đã trình Tổ trưởng Tổ Trưởng; đang chờ duyệt." in card.text
    body.secretary.tap_data(card, ResumeDraft(999).pack())
    body.secretary.tap_data(card, GoHome().pack())
    await stage.settle()
    assert "chờ đồng chí sửa" not in body.secretary.last.text


async def test_a_later_version_that_came_back_is_resumed_too(stage: Stage) -> None:
    """The differences stand on the card, with the comment on that version alone, in the secretary's language."""
    body = await approving_body(stage)
    await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 8))
    body.leader.tap("Góp ý", body.leader.last)
    await stage.settle()
    body.leader.say("Ghi rõ hạn nộp.")
    await stage.settle()
    assert "Ghi rõ hạn nộp" in body.leader.last.text
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 15, 9))
    assert "Ghi rõ hạn nộp" not in body.leader.last.text
    body.leader.tap("Góp ý", body.leader.last)
    await stage.settle()
    body.leader.say("Số này đúng chưa?")
    await stage.settle()
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE people SET locale = 'en' WHERE id = ?", (body.people["Thư Ký"],))
    assert "with a comment, to be dealt with and submitted again" in await home(stage, body, "Thư Ký")
    assert "version 2" in body.secretary.last.text
    body.secretary.tap("Deal with the comment · March 2022")
    await stage.settle()
    draft, card = body.secretary.messages[-2:]
    assert draft.text.startswith("SUMMARY")
    assert card.text.startswith("Version 2 waits for approval")
    assert "Số này đúng chưa?" in card.text
    assert "Ghi rõ hạn nộp" not in card.text
    assert "version 1" in card.text


async def test_the_board_of_a_posted_period_leads_to_its_versions(stage: Stage) -> None:
    """The button comes with the first version, on the card that stands there."""
    body = await approving_body(stage)
    await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 7, 30))
    body.deputy.say("/bang")
    await stage.settle()
    board = body.deputy.last
    assert ["Các phiên bản"] not in board.buttons
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    await tick_at(stage, at(3, 15, 8))
    assert ["Các phiên bản"] in board.buttons
    body.deputy.tap("Các phiên bản", board)
    await stage.settle()
    assert "Các phiên bản tổng hợp" in body.deputy.last.text
    assert "Bản số 1: 8h thứ Ba, 15/3/2022" in body.deputy.last.text


async def test_nobody_approves_and_nothing_is_stuck(stage: Stage) -> None:
    """The next period opens beside it; when that one is due too the old one closes with a last word, and an approval
    that comes at last still posts it, with its documents."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7, 30))
    await tick_at(stage, at(4, 12, 9))
    march, april = await body.period("2022-03"), await body.period("2022-04")
    assert march.closed_at is None
    assert april.closed_at is None
    await tick_at(stage, at(4, 14, 9))
    await tick_at(stage, at(4, 15, 8, 30))
    await tick_at(stage, at(4, 15, 8, 31))
    assert (await body.period("2022-03")).closed_at is not None
    assert when(
        body.secretary, "Kỳ báo cáo đã khép, đây là lần nhắc cuối; được duyệt lúc nào thì đăng ngay lúc đó."
    ) == ["15/04 08:30"]
    told = len(when(body.secretary, "tháng 3/2022): đã quá giờ đăng"))
    await tick_at(stage, at(4, 18, 9))
    await tick_at(stage, at(4, 19, 9))
    assert len(when(body.secretary, "tháng 3/2022): đã quá giờ đăng")) == told
    assert "tháng 3/2022 – chờ đồng chí duyệt" in await home(stage, body, "Tổ Trưởng")
    body.leader.tap("Duyệt tổng hợp · tháng 3/2022")
    await stage.settle()
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert [post for post in posts(room) if "tháng 3/2022" in post.lower()]
    names = [m.json["document"]["file_name"] for m in room.messages if "document" in m.json]
    assert any(name.endswith(".docx") for name in names)
    assert "tháng 3/2022 – chờ" not in await home(stage, body, "Tổ Trưởng")


async def test_an_approval_that_is_asked_no_more_waits_for_nobody(stage: Stage) -> None:
    """The charter changes while it waits: it goes out by itself and stands at nobody's home."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7, 30))
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE task_forces SET charter = replace(charter, 'approved_by = [\"leader\"]', '')")
    assert "chờ đồng chí:" not in await home(stage, body, "Tổ Trưởng")
    await tick_at(stage, at(3, 15, 8))
    assert len(posts(room)) == 1


async def test_whoever_serves_several_bodies_reads_whose_summary_waits(stage: Stage) -> None:
    """Line and button name the body."""
    body = await approving_body(stage)
    other = await Body.found(stage, "nam-dong", ("Phòng Tư pháp",), number=1)
    async with stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO memberships (task_force_id, person_id, role, full_name, state, created_at)"
            " VALUES (?, ?, ?, 'Tổ Trưởng', 'active', '2022-03-01')",
            (other.id, body.people["Tổ Trưởng"], Role.LEADER.value),
        )
    await tick_at(stage, at(3, 15, 7, 30))
    text = await home(stage, body, "Tổ Trưởng")
    assert "tháng 3/2022 (Tổ công tác Đề án 06 Bắc Kạn) – chờ đồng chí duyệt" in text
    assert body.leader.last.buttons[0] == ["Duyệt tổng hợp · tháng 3/2022 · Tổ công tác Đề án 06 Bắc Kạn"]
    async with stage.database.read() as tx:
        assert await summary_versions.open_heads(tx, [other.id]) == []
