"""The summary waits for the approval that the charter asks for: submitted, commented on, approved, posted."""

import pytest

from bot.demo.stage import Stage
from handlers.summary.taps import ApproveSummary, CommentSummary, SendSummary, ShowDraft, ShowVersions, SubmitSummary
from storage import summary_versions
from storage.summary_versions import Request
from taskforce.roles import Role
from tests.e2e.approval import approving_body, bound_channel, posts
from tests.e2e.body import Body, at, live_until, tick_at, when

pytestmark = pytest.mark.e2e

_REFUSED = "Đồng chí không có quyền thực hiện việc này."


async def latest(stage: Stage, body: Body, label: str = "2022-03") -> Request:
    """The newest request of the period."""
    period = await body.period(label)
    async with stage.database.read() as tx:
        found = await summary_versions.latest_request(tx, period.id)
    assert found is not None
    return found


async def test_approved_in_time_it_goes_out_at_its_hour_as_it_was_seen(stage: Stage) -> None:
    """Draft, submitted, one tap of the leader: posted at 8:00, word for word, with who approved it."""
    body = await approving_body(stage, '{ roles = ["leader"], cite = "Điều 3" }')
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 10, 9))
    await body.send("Sở Y tế", online_files=5)
    await live_until(stage, at(3, 15, 7))
    assert "Bản này do Tổ trưởng Tổ Trưởng duyệt trước khi đăng" in body.secretary.last.text
    assert "bot tự trình lúc 7h30 thứ Ba, 15/3/2022" in body.secretary.last.text
    assert body.secretary.last.buttons == [["Trình duyệt", "Thêm dòng"]]
    assert when(body.leader, "TỔNG HỢP") == []
    control = body.secretary.last
    body.secretary.tap("Trình duyệt")
    await stage.settle()
    assert "Đã trình Tổ trưởng Tổ Trưởng; đang chờ duyệt." in control.text
    draft, card = body.leader.messages[-2:]
    assert draft.text.startswith("TỔNG HỢP")
    assert card.text == (
        "Trình duyệt: tổng hợp Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022), toàn văn ở trên.\n"
        "Sau khi đồng chí duyệt, tự đăng lúc 8h thứ Ba, 15/3/2022.\n"
        "Phải báo cáo lên: Văn phòng Chính phủ; Bộ Công an.\n"
        "Căn cứ: Điều 3"
    )
    assert card.buttons == [["Duyệt", "Góp ý"], ["Xem lại toàn văn"]]
    body.leader.tap("Duyệt")
    await stage.settle()
    assert card.text.startswith("Đã duyệt tổng hợp Báo cáo tháng")
    assert "Tổ trưởng Tổ Trưởng, 7h thứ Ba, 15/3/2022." in card.text
    assert "Tổ trưởng Tổ Trưởng đã duyệt tổng hợp" in body.secretary.last.text
    assert posts(room) == []
    await tick_at(stage, at(3, 15, 8))
    assert posts(room) == [f"{draft.text}\nNgười duyệt: Tổ trưởng Tổ Trưởng, 7h thứ Ba, 15/3/2022"]
    assert "Đã đăng." in card.text
    await live_until(stage, at(3, 16, 9))
    assert len(posts(room)) == 1


async def test_an_untouched_draft_is_submitted_by_itself_half_way(stage: Stage) -> None:
    """At 7:30 the leader gets it; while the secretary writes the line it waits, at the latest until the hour."""
    body = await approving_body(stage)
    await live_until(stage, at(3, 15, 7))
    await tick_at(stage, at(3, 15, 7, 29))
    assert when(body.leader, "Trình duyệt") == []
    await tick_at(stage, at(3, 15, 7, 30))
    assert when(body.leader, "Trình duyệt") == ["15/03 07:30"]
    await live_until(stage, at(4, 15, 7))
    body.secretary.tap("Thêm dòng")
    await stage.settle()
    await tick_at(stage, at(4, 15, 7, 40))
    assert len(when(body.leader, "Trình duyệt: tổng hợp Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 4/2022)")) == 0
    body.secretary.say("Đề nghị các đơn vị khẩn trương.")
    await stage.settle()
    await tick_at(stage, at(4, 15, 7, 41))
    assert "Ý kiến Thư ký: Đề nghị các đơn vị khẩn trương." in body.leader.messages[-2].text


async def test_a_report_that_comes_meanwhile_is_shown_and_asked_again(stage: Stage) -> None:
    """The card changes where it stands; a tap before the bot noticed approves nothing and brings the new text."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7))
    body.secretary.tap("Trình duyệt")
    await stage.settle()
    draft, _card = body.leader.messages[-2:]
    first = await latest(stage, body)
    await body.send("Sở Y tế", online_files=5)
    body.leader.tap("Duyệt")
    await stage.settle()
    assert body.leader.alerts[-1] == "Nội dung vừa thay đổi. Xin đồng chí xem bản mới ở dưới rồi duyệt."
    assert "Đã gửi 1/6" in draft.text
    await body.send("Sở Tư pháp", online_files=7)
    await tick_at(stage, at(3, 15, 7, 5))
    assert "Đã gửi 2/6" in draft.text
    assert len(when(body.leader, "Trình duyệt")) == 1
    body.leader.tap_data(body.leader.last, ApproveSummary(first.id).pack())
    await stage.settle()
    assert "Nội dung vừa thay đổi" in body.leader.alerts[-1]
    assert (await latest(stage, body)).state == "waiting"
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert (await latest(stage, body)).state == "approved"
    await tick_at(stage, at(3, 15, 8))
    assert "Đã gửi 2/6" in posts(room)[0]


async def test_what_comes_after_the_approval_is_approved_again(stage: Stage) -> None:
    """Approved at 7:05, a report at 7:20: the leader is asked anew; nothing unseen is posted at 8:00."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7))
    body.secretary.tap("Trình duyệt")
    await stage.settle()
    body.leader.tap("Duyệt")
    await stage.settle()
    await body.send("Sở Y tế", online_files=5)
    await tick_at(stage, at(3, 15, 7, 20))
    assert len(when(body.leader, "Trình duyệt: tổng hợp")) == 1
    assert "Đã gửi 1/6" in body.leader.messages[-2].text
    await tick_at(stage, at(3, 15, 8))
    assert posts(room) == []
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert "Đã gửi 1/6" in posts(room)[0]


async def test_a_comment_goes_to_the_secretary_who_submits_again(stage: Stage) -> None:
    """The comment is kept with name and moment; after the new line the secretary submits, the leader approves."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7))
    body.secretary.tap("Trình duyệt")
    await stage.settle()
    body.leader.tap("Góp ý")
    await stage.settle()
    body.leader.say("x" * 1001)
    await stage.settle()
    assert "dài hơn 1000 ký tự (1 ký tự thừa)" in body.leader.last.text
    body.leader.say("Ghi rõ hạn cho <các> đơn vị chưa gửi.")
    await stage.settle()
    assert "Tổ trưởng Tổ Trưởng góp ý bản tổng hợp" in body.secretary.last.text
    assert "Ghi rõ hạn cho <các> đơn vị chưa gửi." in body.secretary.last.text
    assert body.secretary.last.buttons[0] == ["Trình lại", "Thêm dòng"]
    assert "Góp ý đã chuyển Thư ký; đồng chí vẫn có thể duyệt bản này." in body.leader.last.text
    assert "Tổ trưởng Tổ Trưởng, 7h thứ Ba, 15/3/2022: Ghi rõ hạn" in body.leader.last.text
    body.secretary.tap("Thêm dòng", body.secretary.last)
    await stage.settle()
    body.secretary.say("Hạn 17h hôm nay.")
    await stage.settle()
    await tick_at(stage, at(3, 15, 7, 31))
    assert (await latest(stage, body)).state == "returned"
    body.secretary.tap("Trình lại", body.secretary.last)
    await stage.settle()
    assert "Ý kiến Thư ký: Hạn 17h hôm nay." in body.leader.messages[-2].text
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    await tick_at(stage, at(3, 15, 8))
    assert "Ý kiến Thư ký: Hạn 17h hôm nay." in posts(room)[0]
    async with stage.database.read() as tx:
        said = await summary_versions.comments(tx, (await body.period()).id)
    assert [(one.name, one.text) for one in said] == [("Tổ trưởng Tổ Trưởng", "Ghi rõ hạn cho <các> đơn vị chưa gửi.")]


async def test_without_approval_nothing_goes_out_and_who_has_to_act_is_told(stage: Stage) -> None:
    """Once at the hour, then every working day; the deadline upwards is shown; approved at last, it goes at once."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7, 30))
    await live_until(stage, at(3, 21, 9))
    assert posts(room) == []
    assert when(body.secretary, "Chưa đăng bản tổng hợp") == [
        "15/03 08:00", "16/03 08:30", "17/03 08:30", "18/03 08:30", "21/03 08:30",
    ]  # fmt: skip
    assert when(body.leader, "Đã đến giờ đăng nhưng chưa được duyệt") == [
        "15/03 08:00", "16/03 08:30", "17/03 08:30", "18/03 08:30", "21/03 08:30",
    ]  # fmt: skip
    told = next(m for m in reversed(body.secretary.messages) if "Chưa đăng bản tổng hợp" in m.text)
    assert "Đang chờ duyệt: Tổ trưởng Tổ Trưởng" in told.text
    assert "Phải báo cáo lên: Văn phòng Chính phủ; Bộ Công an." in told.text
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert len(posts(room)) == 1
    await live_until(stage, at(3, 23, 9))
    assert len(when(body.secretary, "Chưa đăng bản tổng hợp")) == 5
    assert len(posts(room)) == 1


async def test_after_a_comment_it_is_the_secretary_who_is_reminded(stage: Stage) -> None:
    """The leader is not asked again for what waits for the secretary, and may still approve it as it is."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7))
    body.secretary.tap("Trình duyệt")
    await stage.settle()
    body.leader.tap("Góp ý")
    await stage.settle()
    body.leader.say("Xem lại số liệu.")
    await stage.settle()
    await live_until(stage, at(3, 16, 9))
    assert when(body.leader, "Đã đến giờ đăng") == []
    assert when(body.secretary, "xử lý góp ý rồi bấm “Trình lại”") == ["15/03 08:00", "16/03 08:30"]
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert len(posts(room)) == 1


async def test_two_approvers_at_once_and_a_second_tap_post_once(stage: Stage) -> None:
    """Any of the roles; the other sees who was first, and nothing happens twice."""
    body = await approving_body(stage, '["leader", "standing_deputy"]')
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 8, 5))
    body.leader.tap("Duyệt", body.leader.last)
    body.deputy.tap("Duyệt", body.deputy.last)
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert len(posts(room)) == 1
    assert body.leader.alerts == ["Đã duyệt.", "Bản này đã duyệt: Tổ trưởng Tổ Trưởng."]
    assert body.deputy.alerts == ["Bản này đã duyệt: Tổ trưởng Tổ Trưởng."]
    assert "Đã duyệt tổng hợp" in body.deputy.last.text
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM audit WHERE action = 'summary.approve'") == 1
        assert await tx.value("SELECT count(*) FROM summary_versions") == 1


async def test_who_lost_the_role_approves_nothing_and_who_got_it_is_asked(stage: Stage) -> None:
    """Rights are those of the moment: the former leader's button is refused, the new leader gets the card."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7, 30))
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE person_id = ?", (body.people["Tổ Trưởng"],))
    await body.add_person("Tổ Trưởng Mới", Role.LEADER, None)
    body.leader.tap("Duyệt", body.leader.last)
    await stage.settle()
    assert body.leader.alerts[-1] == _REFUSED
    await tick_at(stage, at(3, 15, 7, 31))
    fresh = body.phones["Tổ Trưởng Mới"]
    fresh.tap("Duyệt", fresh.last)
    await stage.settle()
    await tick_at(stage, at(3, 15, 8))
    assert "Người duyệt: Tổ trưởng Tổ Trưởng Mới" in posts(room)[0]


async def test_nobody_else_approves_comments_or_reads(stage: Stage) -> None:
    """Forged taps of a member, a deputy who is not named, a stranger and another body's leader are refused."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    other = await Body.found(stage, "nam-dong", ("Phòng Tư pháp",), number=1)
    await tick_at(stage, at(3, 15, 7, 30))
    request = await latest(stage, body)
    period = (await body.period()).id
    taps = [ApproveSummary(request.id), CommentSummary(request.id), ShowDraft(request.id), ApproveSummary(999)]
    office = [SubmitSummary(period), SendSummary(period)]
    for phone, extra in (
        (body.member("Sở Y tế"), [*office, ShowVersions(period, 0)]),
        (body.deputy, office),
        (body.secretary, []),
        (other.leader, [*office, ShowVersions(period, 0)]),
    ):
        phone.say("/dulieu")
        await stage.settle()
        before = len(phone.alerts)
        for tap in (*taps, *extra):
            phone.tap_data(next(message for message in phone.messages if message.buttons), tap.pack())
            await stage.settle()
        assert phone.alerts[before:] == [_REFUSED] * (len(taps) + len(extra))
    assert (await latest(stage, body)).state == "waiting"
    body.secretary.tap_data(body.secretary.last, SendSummary(period).pack())
    await stage.settle()
    assert body.secretary.alerts[-1] == "Bản tổng hợp chưa được duyệt nên chưa gửi được."
    assert posts(room) == []


async def test_the_secretary_may_send_what_is_approved_before_its_hour(stage: Stage) -> None:
    """Gửi ngay appears with the approval."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7))
    control = body.secretary.last
    body.secretary.tap("Trình duyệt")
    await stage.settle()
    assert control.buttons == [["Thêm dòng"]]
    body.leader.tap("Duyệt")
    await stage.settle()
    assert control.buttons == [["Gửi ngay", "Thêm dòng"]]
    body.secretary.tap("Gửi ngay", control)
    body.secretary.tap("Gửi ngay", control)
    await stage.settle()
    assert len(posts(room)) == 1
    await tick_at(stage, at(3, 15, 8))
    assert len(posts(room)) == 1


async def test_nobody_holds_the_role(stage: Stage) -> None:
    """The secretary sees what is missing; nothing goes out; once somebody joins, they are asked."""
    body = await approving_body(stage, '["deputy"]')
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 8))
    assert "chưa có ai giữ vai trò này trong bot" in body.secretary.last.text
    assert "Tổ phó" in body.secretary.last.text
    await body.add_person("Tổ Phó Hai", Role.DEPUTY, None)
    await tick_at(stage, at(3, 15, 8, 1))
    body.phones["Tổ Phó Hai"].tap("Duyệt")
    await stage.settle()
    assert len(posts(room)) == 1


async def test_without_a_preview_it_is_submitted_at_its_hour(stage: Stage) -> None:
    """The secretary still gets the draft; nobody is told off for what they could not have done."""
    body = await approving_body(stage, preview=False)
    room = await bound_channel(stage, body)
    await live_until(stage, at(3, 15, 8))
    assert when(body.leader, "Trình duyệt") == ["15/03 08:00"]
    assert when(body.secretary, "Trên đây là dự thảo") == ["15/03 08:00"]
    assert when(body.secretary, "Chưa đăng bản tổng hợp") == []
    body.leader.tap("Duyệt")
    await stage.settle()
    assert len(posts(room)) == 1


async def test_a_restart_in_between_changes_nothing(stage: Stage) -> None:
    """Killed after the approval and before the hour: posted once, by whoever starts again."""
    body = await approving_body(stage)
    room = await bound_channel(stage, body)
    await tick_at(stage, at(3, 15, 7, 30))
    body.leader.tap("Duyệt")
    await stage.settle()
    await stage.stop_bot()
    await stage.start_bot()
    stage.clock.move_to(at(3, 15, 8))
    await stage.app.tick()
    await stage.stop_bot()
    await stage.start_bot()
    await tick_at(stage, at(3, 15, 8, 1))
    assert len(posts(room)) == 1
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM summary_versions") == 1
