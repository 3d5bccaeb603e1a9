"""A commune's report becomes the district's, the district's the province's: in one database."""

import pytest

from bot.demo.stage import Stage
from handlers import periods, report_material
from handlers.summary import sweep as summary
from handlers.upward import sending
from storage import reports, returned, task_forces, upward
from taskforce.roles import Role
from tests.e2e.body import Body, at, live_until, tick_at
from tests.e2e.inviting import set_charter
from tests.e2e.rolling import (
    DISTRICT,
    NATION,
    PROVINCE,
    REFUSED,
    answer_of,
    district,
    everything,
    found,
    link,
    make_code,
    province,
    report_of,
    said,
)

pytestmark = pytest.mark.e2e
UNIT = "Huyện Ba Bể"
RECEIVER = 'receiver = "Công an tỉnh"\n'


async def linked(stage: Stage) -> tuple[Body, Body]:
    """A province and its district, linked, in the reporting days of March."""
    parent, child = await province(stage), await district(stage)
    await link(parent, child, UNIT)
    await live_until(stage, at(3, 8, 9))
    return parent, child


async def both_sent(child: Body, **more: str | int | None) -> None:
    """Both communes have answered everything: 60 and 75 files."""
    await everything(child, DISTRICT[0], 60, **more)
    await everything(child, DISTRICT[1], 75, electronic_share=80)


async def value(body: Body, key: str, unit: str = UNIT) -> object:
    """What the unit's report says now."""
    answer = await answer_of(body, unit, key)
    return None if answer is None else answer.value


# --- linking -----------------------------------------------------------------------------------------------------


async def test_the_two_secretaries_link_their_bodies(stage: Stage) -> None:
    """A code made above and opened below; both are told, both cards show it."""
    parent, child = await province(stage), await district(stage)
    code = await make_code(parent, UNIT)
    assert "Mã chỉ hiện một lần" in parent.secretary.last.text
    child.secretary.start(code)
    await stage.settle()
    assert child.secretary.last.text.startswith(
        "Liên kết Tổ Đề án 06 huyện Ba Bể với cấp trên Tổ công tác tỉnh Bắc Kạn?"
    )
    child.secretary.tap("Liên kết")
    await stage.settle()
    assert "Đã liên kết" in child.secretary.last.text
    assert "Tổ Đề án 06 huyện Ba Bể đã liên kết" in parent.secretary.last.text
    for body, line in ((child, "Cấp trên: Tổ công tác tỉnh Bắc Kạn, với tư cách đơn vị Huyện Ba Bể"),
                       (parent, "• Huyện Ba Bể ← Tổ Đề án 06 huyện Ba Bể")):  # fmt: skip
        body.secretary.say("/captren")
        await stage.settle()
        assert line in body.secretary.last.text


async def test_a_code_can_be_typed_and_wrong_ones_are_named(stage: Stage) -> None:
    """Unknown, replaced, used, expired: each in its own words, and the question again."""
    parent, child = await province(stage), await district(stage)
    replaced, code = await make_code(parent, UNIT), await make_code(parent, UNIT)
    child.secretary.say("/captren")
    await stage.settle()
    child.secretary.tap("Nhập mã của cấp trên")
    await stage.settle()
    for text, words in (("up-abc", "Không có mã liên kết này"), (replaced, "thay bằng mã mới hơn")):
        child.secretary.say(text)
        await stage.settle()
        assert words in child.secretary.last.text
        assert "ví dụ: up-" in child.secretary.last.text
    child.secretary.say(f"https://t.me/bac_kan_bot?start={code}")
    await stage.settle()
    child.secretary.tap("Liên kết")
    await stage.settle()
    assert "Đã liên kết" in child.secretary.last.text
    child.secretary.start(code)
    await stage.settle()
    assert "đã được dùng" in child.secretary.last.text
    late = await make_code(parent, PROVINCE[1])
    await tick_at(stage, at(3, 8, 9))
    child.secretary.start(late)
    await stage.settle()
    assert "đã hết hạn" in child.secretary.last.text


async def test_links_make_no_circle_and_no_second_parent(stage: Stage) -> None:
    """One child a unit, one parent a child, nobody above themselves."""
    parent, child = await linked(stage)
    other = await found(stage, "na-ri", "Tổ Đề án 06 huyện Na Rì", ["Xã Một"], number=3, due=15)
    own = await make_code(parent, PROVINCE[1])
    parent.secretary.start(own)
    await stage.settle()
    assert "không thể là cấp trên của chính mình" in parent.secretary.last.text
    upside_down = await make_code(child, DISTRICT[0])
    parent.secretary.start(upside_down)
    await stage.settle()
    assert "đang là cấp trên" in parent.secretary.last.text
    child.secretary.start(await make_code(parent, PROVINCE[1]))
    await stage.settle()
    assert "đã có cấp trên" in child.secretary.last.text
    parent.secretary.say("/captren")
    await stage.settle()
    parent.secretary.tap("Liên kết cấp dưới")
    await stage.settle()
    assert UNIT not in str(parent.secretary.last.buttons)
    async with stage.database.read() as tx:
        assert await upward.above(tx, other.id) is None


@pytest.mark.parametrize("by_parent", [True, False])
async def test_either_side_unlinks_and_both_are_told(stage: Stage, by_parent: bool) -> None:
    """Asked once; what went up stays, nothing more goes up."""
    parent, child = await linked(stage)
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    actor, other = (parent, child) if by_parent else (child, parent)
    actor.secretary.say("/captren")
    await stage.settle()
    actor.secretary.tap("Hủy: Huyện Ba Bể" if by_parent else "Hủy liên kết cấp trên")
    await stage.settle()
    actor.secretary.tap("Hủy liên kết")
    await stage.settle()
    assert "Đã hủy liên kết" in actor.secretary.last.text
    assert "người hủy: đồng chí Thư Ký" in other.secretary.last.text
    await everything(child, DISTRICT[0], 100)
    await tick_at(stage, at(3, 15, 9))
    assert await value(parent, "online-files") == "135"


async def test_nobody_but_the_secretaries_concerned_can_do_any_of_it(stage: Stage) -> None:
    """Every button of the feature, forged by a plain member, by another body's secretary and by a stranger."""
    parent, child = await linked(stage)
    other = await found(stage, "na-ri", "Tổ Đề án 06 huyện Na Rì", ["Xã Một"], number=3, due=15)
    await live_until(stage, at(3, 8, 10))
    for phone in (child.member(DISTRICT[0]), other.member("Xã Một")):
        phone.say("/captren")
        await stage.settle()
        assert "không thuộc quyền của đồng chí" in phone.last.text
    p, c = parent.id, child.id
    forged = [f"upd:{p}:0", f"upu:{p}:0", f"upm:{p}:{parent.units[UNIT]}", f"upe:{c}", f"upj:{c}:1", f"upc:{c}",
              "upx:1:0", "upx:1:1", f"upf:{c}", f"upg:{c}", f"ups:{c}", "upp:1:0", "upo:1:1", "upa:1:1", "upr:1",
              "upt:1"]  # fmt: skip
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    for phone in (child.member(DISTRICT[0]), other.secretary, parent.member(PROVINCE[1])):
        card = next(message for message in reversed(phone.messages) if message.inline_keyboard)
        for data in forged:
            before = len(phone.alerts)
            phone.tap_data(card, data)
            await stage.settle()
            assert phone.alerts[before:] == [REFUSED], (phone, data)
    async with stage.database.read() as tx:
        assert await upward.above(tx, c) is not None
        assert await upward.key_of(tx, c) is None
    code = await make_code(parent, PROVINCE[1])
    child.member(DISTRICT[0]).start(code)
    await stage.settle()
    assert "dành cho Thư ký" in child.member(DISTRICT[0]).last.text
    stranger = await stage.person(77, "Người Lạ", "+84911111177")
    stranger.start(code)
    await stage.settle()
    assert "dành cho Thư ký" in stranger.last.text


# --- going up ----------------------------------------------------------------------------------------------------


async def test_a_posted_summary_becomes_the_units_report(stage: Stage) -> None:
    """Figures added up, averages averaged, texts with names; sent for the unit; everybody concerned is told."""
    parent, child = await linked(stage)
    await both_sent(child, difficulties="Thiếu máy quét")
    assert (await report_of(parent, UNIT)).state == "untouched"
    await live_until(stage, at(3, 15, 8))
    assert (await report_of(parent, UNIT)).state == "submitted"
    assert await value(parent, "online-files") == "135"
    assert await value(parent, "electronic-share") == "85"
    assert await value(parent, "difficulties") == "Xã Khang Ninh: Thiếu máy quét"
    assert await value(parent, "proposals") is None
    assert await value(parent, "next-plan") == "Xã Khang Ninh: Tiếp tục số hóa; Xã Quảng Khê: Tiếp tục số hóa"
    assert child.secretary.last.text == (
        "Báo cáo tháng kết quả thực hiện Đề án 06 (tháng 3/2022), bản số 1 → Tổ công tác tỉnh Bắc Kạn, đơn vị"
        " Huyện Ba Bể.\nĐã gửi thay đơn vị, đủ mọi câu bắt buộc."
    )
    member = parent.member(UNIT)
    assert "từ báo cáo tổng hợp của Tổ Đề án 06 huyện Ba Bể, bản số 1 (2/2 đơn vị" in member.last.text
    member.tap("Xem báo cáo")
    await stage.settle()
    assert "Từ báo cáo tổng hợp của Tổ Đề án 06 huyện Ba Bể, bản số 1" in member.last.text
    assert "Người gửi" not in member.last.text
    assert not said(parent.secretary, "báo cáo tổng hợp")


async def test_a_correction_updates_the_parents_report_and_says_so(stage: Stage) -> None:
    """Version 2: a new revision, the old one kept; the unit and the secretary read what changed."""
    parent, child = await linked(stage)
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    await everything(child, DISTRICT[1], 90, electronic_share=80)
    await tick_at(stage, at(3, 15, 9))
    answer = await answer_of(parent, UNIT, "online-files")
    assert (answer.value, answer.revision) == ("150", 2)
    assert (await report_of(parent, UNIT)).version == 2
    for phone in (parent.secretary, parent.member(UNIT)):
        assert "bản số 2" in phone.last.text
        assert "• Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 135 hồ sơ → 150 hồ sơ" in phone.last.text
    assert "bản số 2" in child.secretary.last.text
    assert "Đã cập nhật báo cáo của đơn vị và gửi lại." in child.secretary.last.text


async def test_each_version_goes_up_exactly_once(stage: Stage) -> None:
    """Sweeps, a second call and a restart change nothing and tell nobody again."""
    parent, child = await linked(stage)
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    heard = len(parent.member(UNIT).messages)
    async with stage.app.turns.alone() as turn:
        await sending.went_out(turn, (await child.period()).id)
    await stage.stop_bot()
    await stage.start_bot()
    await tick_at(stage, at(3, 15, 8, 1))
    await stage.settle()
    report = await report_of(parent, UNIT)
    assert report.version == 1
    assert len(parent.member(UNIT).messages) == heard
    assert len(said(child.secretary, "→ Tổ công tác tỉnh")) == 1


async def test_three_levels(stage: Stage) -> None:
    """What the province posts goes up again, also the correction that began two levels below; nobody counts twice."""
    nation = await found(stage, "nation", "Ban Chỉ đạo Trung ương", NATION, number=5, due=25)
    parent, child = await province(stage), await district(stage)
    await link(parent, child, UNIT)
    await link(nation, parent, NATION[0])
    await live_until(stage, at(3, 8, 9))
    await both_sent(child, difficulties="Thiếu máy quét")
    await everything(parent, PROVINCE[1], 5, electronic_share=70, difficulties="Mạng chậm; mất điện")
    await live_until(stage, at(3, 20, 8))
    assert await value(nation, "online-files", NATION[0]) == "140"
    assert await value(nation, "difficulties", NATION[0]) == (
        "Huyện Ba Bể: Xã Khang Ninh: Thiếu máy quét\nHuyện Na Rì: Mạng chậm; mất điện"
    )
    await everything(child, DISTRICT[0], 61, difficulties="Thiếu máy quét")
    await tick_at(stage, at(3, 20, 9))
    await tick_at(stage, at(3, 20, 9, 1))
    assert await value(nation, "online-files", NATION[0]) == "141"
    assert "140 hồ sơ → 141 hồ sơ" in nation.secretary.last.text


async def test_a_link_made_later_sends_what_stands_posted(stage: Stage) -> None:
    """Linked after the summary went out: it goes up at once."""
    parent, child = await province(stage), await district(stage)
    await live_until(stage, at(3, 8, 9))
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    await link(parent, child, UNIT)
    assert (await report_of(parent, UNIT)).state == "submitted"
    assert "bản số 1 → Tổ công tác tỉnh Bắc Kạn" in child.secretary.last.text


async def test_it_waits_for_the_parent_to_open_its_period(stage: Stage) -> None:
    """The child is earlier than the parent: nothing is lost, the newest version goes in when the period opens."""
    parent, child = await province(stage), await district(stage)
    await set_charter(
        parent, ("opens = { by_day = 5 }", "opens = { by_day = 17 }"), ('remind = ["-3wd 08:30", ', "remind = [")
    )
    await link(parent, child, UNIT)
    await live_until(stage, at(3, 8, 9))
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    assert "chưa mở; sẽ tự điền khi kỳ mở" in child.secretary.last.text
    await everything(child, DISTRICT[0], 61)
    await live_until(stage, at(3, 15, 10))
    await live_until(stage, at(3, 17, 9))
    assert await value(parent, "online-files") == "136"
    assert (await report_of(parent, UNIT)).version == 1
    assert "bản số 2" in child.secretary.last.text
    assert "Đã gửi thay đơn vị" in child.secretary.last.text


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('key = "monthly"\n', 'key = "of-the-month"\n', "không có loại báo cáo này"),
        ('form = "monthly-status"\nevery = "month"', 'form = "monthly-status"\nevery = "quarter"', "theo chu kỳ khác"),
        (RECEIVER, RECEIVER + "data = { from_day = 15, to_day = 14 }\n", "khoảng ngày khác"),
        (RECEIVER, RECEIVER + 'senders = { units = ["Huyện Na Rì"] }\n', "không yêu cầu đơn vị này"),
    ],
)  # fmt: skip
async def test_what_the_parent_does_not_ask_for_does_not_go_up(stage: Stage, old: str, new: str, words: str) -> None:
    """Another stream, interval or data window, a unit that is not asked: the child's secretary reads why."""
    parent, child = await province(stage), await district(stage)
    await set_charter(parent, (old, new))
    await link(parent, child, UNIT)
    await live_until(stage, at(3, 8, 9))
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    assert "Không lên được" in child.secretary.last.text
    assert words in child.secretary.last.text


async def test_what_is_not_approved_does_not_go_up(stage: Stage) -> None:
    """Where the charter asks for the leader's approval, nothing goes up before it."""
    parent, child = await linked(stage)
    await set_charter(child, ('summarise = "+1d 08:00"', 'summarise = "+1d 08:00"\napproved_by = ["leader"]'))
    await both_sent(child)
    await live_until(stage, at(3, 15, 9))
    assert (await report_of(parent, UNIT)).state == "untouched"
    child.leader.tap("Duyệt")
    await stage.settle()
    await tick_at(stage, at(3, 15, 9, 1))
    assert (await report_of(parent, UNIT)).state == "submitted"


async def test_what_was_approved_goes_up_though_a_report_changed_since(stage: Stage) -> None:
    """A correction in the same minute as the post: the approved figures go up, the corrected ones once approved too."""
    parent, child = await linked(stage)
    await set_charter(child, ('summarise = "+1d 08:00"', 'summarise = "+1d 08:00"\napproved_by = ["leader"]'))
    await both_sent(child)
    await live_until(stage, at(3, 15, 7, 59))
    child.leader.tap("Duyệt")
    await stage.settle()
    stage.clock.move_to(at(3, 15, 8))
    async with stage.app.turns.alone() as turn:
        await summary.sweep(turn)
    assert (await report_of(parent, UNIT)).state == "untouched"
    await everything(child, DISTRICT[1], 90, electronic_share=80)
    await tick_at(stage, at(3, 15, 8, 1))
    report = await report_of(parent, UNIT)
    assert (report.state, report.version) == ("submitted", 1)
    assert await value(parent, "online-files") == "135"
    assert await answer_of(parent, UNIT, "proposals") is not None
    assert await value(parent, "proposals") is None
    child.leader.tap("Duyệt", child.leader.last)
    await stage.settle()
    await tick_at(stage, at(3, 15, 9))
    assert (await report_of(parent, UNIT)).version == 2
    assert await value(parent, "online-files") == "150"
    assert "135 hồ sơ → 150 hồ sơ" in parent.member(UNIT).last.text
    assert "Đã cập nhật báo cáo của đơn vị" in said(child.secretary, "bản số 2 → Tổ công tác tỉnh")[-1].text


# --- beside what people say --------------------------------------------------------------------------------------


async def test_what_is_left_is_asked_of_the_units_people(stage: Stage) -> None:
    """A question that the child does not have: filled in, not sent; a tap leads to the open question, then it goes."""
    parent, child = await province(stage), await district(stage)
    await set_charter(
        parent,
        (
            '[[forms.fields]]\nkey = "difficulties"',
            '[[forms.fields]]\nkey = "extra"\nkind = "number"\nsection = "figures"\nlabel = "Số buổi họp"\n\n'
            '[[forms.fields]]\nkey = "difficulties"',
        ),
    )
    await link(parent, child, UNIT)
    await live_until(stage, at(3, 8, 9))
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    member = parent.member(UNIT)
    assert "Đã điền sẵn 7 câu" in member.last.text
    assert "Còn phải trả lời: Số buổi họp." in member.last.text
    assert (await report_of(parent, UNIT)).state == "opened"
    member.tap("Làm tiếp")
    await stage.settle()
    assert "Số buổi họp" in member.last.text
    member.say("4")
    await stage.settle()
    while (await report_of(parent, UNIT)).state != "submitted":
        buttons = str(member.last.buttons)
        member.tap("Bỏ qua" if "Bỏ qua" in buttons else "Gửi báo cáo")
        await stage.settle()
    assert await value(parent, "online-files") == "135"
    await everything(child, DISTRICT[1], 90, electronic_share=80)
    await tick_at(stage, at(3, 15, 9))
    report = await report_of(parent, UNIT)
    assert (report.version, await value(parent, "online-files")) == (2, "150")
    assert await value(parent, "extra") == "4"


async def test_nobody_in_the_unit_means_the_secretary_hears_what_is_left(stage: Stage) -> None:
    """A unit without anybody on Telegram: the secretary can enter the rest."""
    parent, child = await province(stage, units=()), await district(stage)
    await parent.add_unit(UNIT)
    await link(parent, child, UNIT)
    await live_until(stage, at(3, 8, 9))
    await everything(child, DISTRICT[0], 60, next_plan=None)
    await live_until(stage, at(3, 15, 8))
    assert "Còn phải trả lời: Kế hoạch tháng sau." in parent.secretary.last.text
    assert "Nhập thay đơn vị" in str(parent.secretary.last.buttons)


async def test_what_the_unit_said_itself_stays_until_somebody_decides(stage: Stage) -> None:
    """Answered by people: kept, the difference shown to them and the secretary; one tap lets the child's stand."""
    parent, child = await linked(stage)
    await everything(parent, UNIT, 120, electronic_share=85, next_plan="Kế hoạch của huyện")
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    assert await value(parent, "online-files") == "120"
    assert "câu trả lời của họ được giữ" in child.secretary.last.text
    for phone in (parent.secretary, parent.member(UNIT)):
        assert "• Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng: 120 hồ sơ → 135 hồ sơ" in phone.last.text
    assert (await report_of(parent, UNIT)).version == 1
    parent.secretary.tap("Lấy số liệu của cấp dưới")
    parent.member(UNIT).tap("Lấy số liệu của cấp dưới")
    await stage.settle()
    report = await report_of(parent, UNIT)
    assert (report.version, await value(parent, "online-files")) == (2, "135")
    for phone in (parent.secretary, parent.member(UNIT)):
        card = said(phone, "đã lấy số liệu của Tổ Đề án 06 huyện Ba Bể")[-1]
        assert "120 hồ sơ → 135 hồ sơ" in card.text
        assert "Báo cáo đã gửi lại." in card.text
    await everything(child, DISTRICT[1], 90, electronic_share=80)
    await tick_at(stage, at(3, 15, 9))
    assert await value(parent, "online-files") == "150"


async def test_a_difference_is_told_once_and_an_old_button_knows_it(stage: Stage) -> None:
    """A newer version that differs in nothing new asks nobody again; the older card's button says it is old."""
    parent, child = await linked(stage)
    await everything(parent, UNIT, 120, electronic_share=85)
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    asked = parent.member(UNIT).last
    await everything(child, DISTRICT[1], 80, electronic_share=80)
    await tick_at(stage, at(3, 15, 9))
    newer = parent.member(UNIT).last
    assert "120 hồ sơ → 140 hồ sơ" in newer.text
    assert "Kế hoạch tháng sau" not in newer.text
    parent.member(UNIT).tap("Lấy số liệu của cấp dưới", asked)
    await stage.settle()
    assert parent.member(UNIT).alerts[-1] == "Đã có bản mới hơn. Xin xem tin nhắn sau."
    assert await value(parent, "online-files") == "120"


async def test_a_half_filled_report_is_not_sent_over_its_writers_head(stage: Stage) -> None:
    """Somebody of the unit has begun: the rest is filled in around their answer, and they send."""
    parent, child = await linked(stage)
    member = parent.member(UNIT)
    member.say("/baocao")
    await stage.settle()
    member.say("120")
    await stage.settle()
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    report = await report_of(parent, UNIT)
    assert (report.state, report.version) == ("opened", 0)
    assert await value(parent, "online-files") == "120"
    assert await value(parent, "digitised-results") == "20"
    assert "120 hồ sơ → 135 hồ sơ" in said(member, "Khác nhau")[-1].text


async def test_a_returned_figure_that_comes_corrected_from_below_is_dealt_with(stage: Stage) -> None:
    """The province's secretary sent the figure back; the district's correction answers it."""
    parent, child = await linked(stage)
    await both_sent(child)
    await live_until(stage, at(3, 15, 8))
    report = await report_of(parent, UNIT)
    async with stage.app.turns.alone() as turn:
        await returned.send_back(
            turn.tx, report_id=report.id, field="online-files", comment="Xem lại", by=1, now=turn.now
        )
        await reports.mark_returned(turn.tx, report.id)
    await everything(child, DISTRICT[1], 90, electronic_share=80)
    await tick_at(stage, at(3, 15, 9))
    assert (await report_of(parent, UNIT)).state == "submitted"


async def test_whoever_serves_several_bodies_says_which_one_reports_up(stage: Stage) -> None:
    """A secretary of two bodies opens the link: both are offered, the parent is not."""
    parent, child = await province(stage), await district(stage)
    other = await found(stage, "na-ri", "Tổ Đề án 06 huyện Na Rì", ["Xã Một"], number=3, due=15)
    async with stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO memberships (task_force_id, person_id, role, full_name, state, created_at)"
            " VALUES (?, ?, ?, 'Thư Ký', 'active', '2022-01-01T00:00:00Z')",
            (other.id, child.people["Thư Ký"], Role.SECRETARY.value),
        )
        assert (await task_forces.by_id(tx, other.id)).key == "na-ri"
    child.secretary.start(await make_code(parent, UNIT))
    await stage.settle()
    assert "Tổ công tác nào báo cáo lên" in child.secretary.last.text
    child.secretary.tap("Tổ Đề án 06 huyện Na Rì")
    await stage.settle()
    child.secretary.tap("Liên kết")
    await stage.settle()
    async with stage.database.read() as tx:
        assert await upward.above(tx, other.id) is not None
        assert await upward.above(tx, child.id) is None


# --- many, and much ----------------------------------------------------------------------------------------------


async def test_many_bodies_that_post_at_one_hour_go_up_a_few_a_tick(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One tick takes so many and no more; the next takes the rest."""
    monkeypatch.setattr(sending, "MOST", 1)
    parent, child = await linked(stage)
    other = await found(stage, "na-ri", "Tổ Đề án 06 huyện Na Rì", ["Xã Một"], number=3, due=15)
    await link(parent, other, PROVINCE[1])
    await live_until(stage, at(3, 8, 10))
    await both_sent(child)
    await everything(other, "Xã Một", 7)
    await live_until(stage, at(3, 15, 7))
    await tick_at(stage, at(3, 15, 8))
    states = {(await report_of(parent, unit)).state for unit in PROVINCE}
    assert states == {"submitted", "untouched"}
    await tick_at(stage, at(3, 15, 8, 1))
    assert {(await report_of(parent, unit)).state for unit in PROVINCE} == {"submitted"}


async def test_long_texts_are_shortened_openly_and_whole_in_the_documents(stage: Stage) -> None:
    """More than an answer takes: cut with a mark and said so; the province's documents hold every word."""
    parent, child = await linked(stage)
    await both_sent(child, difficulties="Thiếu máy quét. " * 110)
    await everything(child, DISTRICT[1], 75, electronic_share=80, difficulties="Mạng chậm. " * 100)
    await live_until(stage, at(3, 15, 8))
    text = str(await value(parent, "difficulties"))
    assert len(text) <= 2000
    assert text.count("[…]") == 2
    assert "Đã rút gọn vì quá dài" in parent.member(UNIT).last.text
    async with stage.app.turns.alone() as turn:
        standing = await periods.by_id(turn, (await parent.period()).id)
        assert standing is not None
        material = await report_material.gather(turn, standing, "vi")
    whole = material.answers[parent.units[UNIT]]["difficulties"].value
    assert whole.count("Thiếu máy quét") == 110
    assert whole.count("Mạng chậm") == 100


async def test_hostile_words_are_only_words(stage: Stage) -> None:
    """HTML, formulas and marks that turn text: they go up as what they are."""
    parent, child = await linked(stage)
    await both_sent(
        child, difficulties="=HYPERLINK(1) <b>đậm</b> & {{ 7 * 7 }} \u202egnourt", next_plan="</blockquote>"
    )
    await live_until(stage, at(3, 15, 8))
    assert await value(parent, "difficulties") == "Xã Khang Ninh: =HYPERLINK(1) <b>đậm</b> & {{ 7 * 7 }} gnourt"
    parent.member(UNIT).tap("Xem báo cáo")
    await stage.settle()
    assert "<b>đậm</b> & {{ 7 * 7 }}" in parent.member(UNIT).last.text
