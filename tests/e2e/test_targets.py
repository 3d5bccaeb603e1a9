"""Targets on a phone: the list, one in full, telling a value, taking it from the reports; and who may not."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import product
from typing import Any, get_type_hints

import pytest

import bot.routing  # noqa: F401 - every kind of button is known once the routes are
from bot.demo.stage import Stage
from handlers.callbacks import Tap
from handlers.menus import commands_of
from handlers.targets.taps import ConfirmTold, LinkFigure, PickFigure, TellPeriod, UndoTold
from storage import people, targets
from taskforce.roles import Role
from taskforce.targets import Op, PlanTarget, TargetValue
from tests.e2e.body import Body, at, live_until
from tests.e2e.inviting import buttons, forge, no_update_failed, say, tap

pytestmark = pytest.mark.e2e

THREE = ("Công an tỉnh", "Sở Y tế", "Sở Tư pháp")
FILES = "Số hồ sơ TTHC tiếp nhận trực tuyến trong tháng"
FOUR = (
    PlanTarget(2, "II.1", "Hồ sơ công việc xử lý trên môi trường mạng", Decimal(90), Op.AT_LEAST, "%", "2022"),
    PlanTarget(
        3, "II.2", "Hồ sơ thủ tục hành chính tiếp nhận trực tuyến", Decimal(12000), Op.AT_LEAST, "hồ sơ", "2022"
    ),
    PlanTarget(4, "II.3", "Tài khoản trên VNeID", Decimal(300000), Op.MORE, "tài khoản", "2023-2025"),
    PlanTarget(5, "II.4", "Hồ sơ quá hạn", Decimal(0), Op.EXACTLY, "%", "2022"),
)


async def planned(stage: Stage, rows: Sequence[PlanTarget] = FOUR, **more: Any) -> Body:
    """A task force with three units and these targets, on 8 March 2022."""
    body = await Body.found(stage, unit_names=THREE, **more)
    async with stage.database.transaction() as tx:
        await targets.take_over(tx, body.id, rows, end_gone=False, now=stage.clock.now())
    await live_until(stage, at(3, 8, 9))
    return body


async def tell(body: Body, code: str, period: str, number: str) -> None:
    """The secretary tells a value, from the command to the last tap."""
    await say(body.stage, body.secretary, f"/chitieu {code}")
    await tap(body.stage, body.secretary, f" {code} ", "Nhập giá trị")
    await say(body.stage, body.secretary, period, number)
    await tap(body.stage, body.secretary, "Ghi nhận")


async def compared(body: Body) -> dict[str, list[TargetValue]]:
    """What each goal is compared with."""
    async with body.stage.database.read() as tx:
        found = await targets.values(tx, body.id, body.stage.clock.now())
        return {each.code: found.get(each.id, []) for each in await targets.of_task_force(tx, body.id)}


async def test_a_member_sees_how_the_targets_stand(stage: Stage) -> None:
    """Reached, on the way, behind, not known; filtered with a tap, found without accents; nothing to enter."""
    body = await planned(stage)
    for code, number in (("II.1", "10,5"), ("II.4", "0"), ("II.2", "2.500")):
        await tell(body, code, "2/2022", number)
    await say(stage, member := body.member("Sở Y tế"), "/chitieu")
    text = member.last.text
    assert text.startswith(
        "Chỉ tiêu của kế hoạch\n4 chỉ tiêu: ✅ 1 đạt · 🔵 1 đúng tiến độ · ❗ 1 chậm · ▫️ 1 chưa có số liệu"
    )
    assert "❗ II.1 Hồ sơ công việc xử lý trên môi trường mạng\n   Mục tiêu tối thiểu 90% · năm 2022" in text
    assert "Hiện tại 10,5% (tháng 2/2022)" in text
    await tap(stage, member, "❗ Chậm (1)")
    assert "Chỉ các chỉ tiêu chậm tiến độ (1)" in member.last.text
    assert "II.2" not in member.last.text
    await tap(stage, member, "🔎 Tìm")
    await say(stage, member, "khong co")
    assert "Không có chỉ tiêu nào có “khong co”" in member.last.text
    await say(stage, member, "vneid tai khoan")
    await tap(stage, member, "▫️ II.3")
    assert "trên 300.000 tài khoản · giai đoạn 2023–2025" in member.last.text
    assert buttons(member.last) == ["⬅ Danh sách chỉ tiêu"]
    await no_update_failed(stage)


async def test_a_value_is_told_corrected_and_undone(stage: Stage) -> None:
    """Period, number as people write it, echo, one tap; the trend follows; every entry stays in the history."""
    body = await planned(stage)
    secretary = body.secretary
    await tell(body, "II.1", "1/2022", "40")
    await say(stage, secretary, "/chitieu II.1")
    await tap(stage, secretary, " II.1 ", "Nhập giá trị", "tháng 2/2022")
    for typed, said in (("bốn mươi", "không phải là số"), ("1,234", "có thể hiểu theo hai cách")):
        await say(stage, secretary, typed)
        assert said in secretary.last.text
    await say(stage, secretary, "52,5 %")
    assert "tháng 2/2022: 52,5%" in secretary.last.text
    assert "Ghi nhận giá trị này?" in secretary.last.text
    await tap(stage, secretary, "Sửa số")
    await say(stage, secretary, "52")
    await tap(stage, secretary, "Ghi nhận")
    assert secretary.last.text.startswith("✅ Đã ghi nhận tháng 2/2022: 52%.")
    assert "🔵 Đúng tiến độ: 52% (tháng 2/2022) ▲ 12" in secretary.last.text
    await tell(body, "II.1", "2/2022", "5")
    assert "(trước đó 52)" in secretary.last.text
    await tap(stage, secretary, "Hoàn tác")
    assert "Số nhập trước đó được dùng lại: 52%" in secretary.last.text
    await tap(stage, secretary, "Xem chỉ tiêu")
    assert "▰▰▰▰▰▱▱▱▱▱ tháng 2/2022: 52% ▲ 12" in secretary.last.text
    assert "✍️ Thư Ký, thứ Ba, 8/3/2022" in secretary.last.text
    await tap(stage, secretary, "Lịch sử nhập (4)", "Rút tháng 2/2022: 52")
    assert "Kỳ này hiện chưa có số liệu" in secretary.last.text
    assert (await compared(body))["II.1"] == [TargetValue("2022-01", Decimal(40))]
    await no_update_failed(stage)


async def test_a_period_is_typed_and_one_that_has_not_begun_is_refused(stage: Stage) -> None:
    """What is not clear is asked again with an example; leaving loses nothing and later words go nowhere."""
    body = await planned(stage)
    await say(stage, secretary := body.secretary, "/chitieu II.1")
    await tap(stage, secretary, " II.1 ", "Nhập giá trị")
    await say(stage, secretary, "tháng trước")
    assert "Chưa rõ “tháng trước” là kỳ nào" in secretary.last.text
    await say(stage, secretary, "tháng 4/2022")
    assert "chưa bắt đầu" in secretary.last.text
    await say(stage, secretary, "quý I/2022")
    assert "Giá trị của quý I/2022" in secretary.last.text
    await tap(stage, secretary, "⬅ Chỉ tiêu")
    await say(stage, secretary, "90")
    assert (await compared(body))["II.1"] == []
    await no_update_failed(stage)


async def test_values_come_from_the_reports_and_a_corrected_one_changes_them(stage: Stage) -> None:
    """Linked with three taps; the months add up; half of the reports do not count; what is told wins and says so."""
    body = await planned(stage)
    secretary = body.secretary
    await tell(body, "II.2", "2/2022", "1.950 hồ sơ")
    await tap(stage, secretary, "Xem chỉ tiêu", "🔗 Lấy từ báo cáo")
    assert buttons(secretary.last) == [FILES, "⬅ Chỉ tiêu"]
    await tap(stage, secretary, FILES)
    assert "Câu hỏi này có vẻ là số phát sinh trong kỳ" in secretary.last.text
    await tap(stage, secretary, "Cộng dồn các kỳ (nên chọn)")
    assert f"câu “{FILES}”, cộng các đơn vị (Thư Ký liên kết thứ Ba, 8/3/2022)" in secretary.last.text
    assert "So với mục tiêu: cộng dồn các kỳ trong năm 2022" in secretary.last.text

    await body.send("Công an tỉnh", online_files=1000)
    await say(stage, secretary, "/chitieu II.2")
    await tap(stage, secretary, " II.2 ")
    assert "tháng 3/2022: 1.000 hồ sơ\n📄 từ 1/3 báo cáo, mới nhất thứ Ba, 8/3/2022; đang thu, chưa tính" in (
        secretary.last.text
    )
    assert (await compared(body))["II.2"][-1] == TargetValue("2022-02", Decimal(1950))
    await body.send("Sở Y tế", online_files=500)
    await body.send("Sở Tư pháp", online_files=50)
    assert (await compared(body))["II.2"][-1] == TargetValue("2022-03", Decimal(3500))
    await body.send("Sở Tư pháp", online_files=150)
    await say(stage, secretary, "/chitieu II.2")
    await tap(stage, secretary, " II.2 ")
    assert "🔵 Đúng tiến độ: cộng dồn 3.600 hồ sơ (đến hết tháng 3/2022) ▲ 1.650" in secretary.last.text
    assert "– bằng 30% mục tiêu" in secretary.last.text

    await tell(body, "II.2", "3/2022", "1.600")
    assert "thay cho số từ báo cáo 1.650" in secretary.last.text
    await tap(stage, secretary, "Xem chỉ tiêu")
    assert "tháng 3/2022: 1.600 hồ sơ → 3.550" in secretary.last.text
    assert "thay cho số từ báo cáo: 1.650" in secretary.last.text
    await tap(stage, secretary, "Lịch sử nhập (2)", "Rút tháng 3/2022: 1.600")
    assert "Số từ báo cáo được dùng lại: 1.650 hồ sơ" in secretary.last.text
    await tap(stage, secretary, "Xem chỉ tiêu", "Thôi lấy từ báo cáo")
    assert (await compared(body))["II.2"] == [TargetValue("2022-02", Decimal(1950))]
    await no_update_failed(stage)


async def test_a_share_is_linked_at_once_and_a_measure_nobody_reports_is_said(stage: Stage) -> None:
    """Averages are levels, so nothing more is asked; the documents show what is linked."""
    body = await planned(stage, [*FOUR, PlanTarget(6, "II.5", "Xã có mạng", Decimal(9), Op.AT_LEAST, "xã", "2022")])
    secretary = body.secretary
    await say(stage, secretary, "/chitieu II.1")
    await tap(stage, secretary, " II.1 ", "🔗 Lấy từ báo cáo", "Tỷ lệ hồ sơ công việc xử lý trên môi trường mạng")
    assert "tính trung bình các đơn vị" in secretary.last.text
    for unit, share in zip(THREE, ("80", "90", "91.5"), strict=True):
        await body.send(unit, electronic_share=share)
    assert (await compared(body))["II.1"] == [TargetValue("2022-03", Decimal("87.17"))]
    await say(stage, secretary, "/chitieu II.5")
    await tap(stage, secretary, " II.5 ", "🔗 Lấy từ báo cáo")
    assert "Không có câu hỏi nào trong các báo cáo có đơn vị tính “xã”" in secretary.last.text

    from handlers.periods import by_id
    from handlers.report_material import gather
    from handlers.report_tables import target_rows

    async with stage.app.turns.alone() as turn:
        standing = await by_id(turn, (await body.period()).id)
        assert standing is not None
        rows = target_rows(await gather(turn, standing, "vi"))
    assert [(row.code, row.actual) for row in rows if row.actual is not None] == [("II.1", Decimal("87.17"))]
    await no_update_failed(stage)


async def test_the_list_in_english_and_in_pages(stage: Stage) -> None:
    """Ten targets on two pages; every word of another language."""
    rows = [PlanTarget(n, f"A.{n}", f"Target {n}", Decimal(100), Op.AT_LEAST, "%", "2022") for n in range(10)]
    body = await planned(stage, rows)
    async with stage.database.transaction() as tx:
        await people.set_locale(tx, body.people["Cán bộ Sở Y tế"], "en")
    await say(stage, member := body.member("Sở Y tế"), "/targets")
    assert member.last.text.startswith("Targets of the plan\n10 targets: ▫️ 10 not known")
    assert "Goal at least 100% · 2022" in member.last.text
    await tap(stage, member, "›")
    assert "A.9" in member.last.text
    await tap(stage, member, "A.9")
    assert "▫️ Not known" in member.last.text
    await tap(stage, member, "⬅ All targets")
    assert "A.9" in member.last.text  # back on the page one came from
    await no_update_failed(stage)


async def test_the_import_of_targets_leads_to_them(stage: Stage) -> None:
    """The closing card has a button to the list."""
    body = await planned(stage, ())
    table = "code,title,value,unit,period,op\nA.1,Tỷ lệ hồ sơ trực tuyến,50,%,2022,>=\n"
    body.secretary.send_file("chi-tieu.csv", table.encode())
    await stage.settle()
    await tap(stage, body.secretary, "Nhập chỉ tiêu", "Xem các chỉ tiêu")
    assert "A.1 Tỷ lệ hồ sơ trực tuyến\n   Mục tiêu tối thiểu 50% · năm 2022" in body.secretary.last.text


async def test_a_quarter_told_takes_the_place_of_its_months(stage: Stage) -> None:
    """Said when the value is asked for, and on the card at the month that is not added."""
    body = await planned(stage)
    secretary = body.secretary
    await tell(body, "II.2", "2/2022", "300")
    await tap(stage, secretary, "Xem chỉ tiêu", "So số cộng dồn với mục tiêu", "Nhập giá trị", "quý I/2022")
    assert "Số của cả quý hoặc cả năm thay cho số của các tháng trong đó" in secretary.last.text
    await say(stage, secretary, "500")
    await tap(stage, secretary, "Ghi nhận", "Xem chỉ tiêu")
    assert "quý I/2022: 500 hồ sơ → 500" in secretary.last.text
    assert "không cộng (ngoài kỳ hoặc trùng kỳ khác)" in secretary.last.text
    assert (await compared(body))["II.2"] == [TargetValue("2022-Q1", Decimal(500))]


async def test_a_plan_without_targets_says_who_brings_them_in(stage: Stage) -> None:
    """The secretary is led to the template, everybody else is told to wait."""
    body = await planned(stage, ())
    await say(stage, body.secretary, "/chitieu")
    assert "Gõ /kehoach để lấy tệp mẫu" in body.secretary.last.text
    await say(stage, member := body.member("Sở Y tế"), "/chitieu")
    assert "Thư ký nhập chỉ tiêu" in member.last.text


async def test_a_conversation_that_waits_is_taken_up_again_and_a_double_tap_changes_nothing(stage: Stage) -> None:
    """/huy stops it with its own words; the echo is written down once."""
    body = await planned(stage)
    secretary = body.secretary
    await say(stage, secretary, "/chitieu II.1")
    await tap(stage, secretary, " II.1 ", "Nhập giá trị", "tháng 2/2022")
    await say(stage, secretary, "40")
    echo = secretary.last
    await say(stage, secretary, "/khong")
    assert any("Ghi nhận giá trị này?" in message.text for message in secretary.messages[-2:])
    secretary.tap("Ghi nhận")
    await stage.settle()
    session = next(row for row in echo.inline_keyboard[0])["callback_data"]
    await forge(stage, secretary, session)
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM target_values") == 1
    await say(stage, secretary, "/chitieu II.1")
    await tap(stage, secretary, " II.1 ", "Nhập giá trị")
    await say(stage, secretary, "/huy")
    assert "chưa ghi nhận giá trị nào, gõ /chitieu" in secretary.last.text
    await no_update_failed(stage)


async def test_the_menu_shows_the_command_to_those_who_may(stage: Stage) -> None:
    """Everybody of the body but guests."""
    body = await planned(stage)
    await body.add_person("Khách", Role.GUEST, None)
    async with stage.app.turns.alone() as turn:
        shown = {}
        for name in ("Cán bộ Sở Y tế", "Thư Ký", "Khách"):
            person = await people.by_id(turn.tx, body.people[name])
            shown[name] = "chitieu" in dict(await commands_of(turn, person, "vi"))
    assert shown == {"Cán bộ Sở Y tế": True, "Thư Ký": True, "Khách": False}


# Who may not


def kinds() -> list[type[Tap]]:
    """Every kind of button that targets have."""
    return sorted(
        (kind for kind in Tap.__subclasses__() if kind.__module__ == "handlers.targets.taps"), key=lambda k: k.prefix
    )


SEEN_BY_MEMBERS = {"ctl", "ctf", "cts"}
WORDS = {"view": ("a",), "period": ("2022-02",), "counting": ("level", "cumulated")}


async def _content(body: Body) -> list[tuple[object, ...]]:
    async with body.stage.database.read() as tx:
        found = []
        for table in ("targets", "target_values", "target_links"):
            found += [tuple(row) for row in await tx.all(f"SELECT * FROM {table} ORDER BY 1, 2, 3")]  # noqa: S608
        return found


@pytest.mark.parametrize("who", ["stranger", "other body", "guest", "member", "leader"])
async def test_every_button_pressed_by_somebody_who_may_not(stage: Stage, who: str) -> None:
    """Forged with the right ids: nothing changes and, but for what members may see, nothing is shown."""
    body = await planned(stage)
    await tell(body, "II.1", "2/2022", "40")
    await say(stage, body.secretary, "/chitieu II.2")
    await tap(stage, body.secretary, " II.2 ", "🔗 Lấy từ báo cáo", FILES, "Cộng dồn các kỳ (nên chọn)")
    await tap(stage, body.secretary, "Nhập giá trị", "tháng 2/2022")
    await say(stage, body.secretary, "77")
    if who == "stranger":
        phone = await stage.person(77, "Người Lạ", "+84912345678")
        phone.start()
        await stage.settle()
    elif who == "other body":
        other = await Body.found(stage, "nam-dong", unit_names=THREE, number=1)
        phone = other.secretary
    elif who == "guest":
        await body.add_person("Khách", Role.GUEST, None)
        phone = body.phones["Khách"]
    else:
        phone = body.member("Sở Y tế") if who == "member" else body.leader
    async with stage.database.read() as tx:
        session = await tx.value("SELECT id FROM sessions WHERE kind = 'target-value'")
    before = await _content(body)
    numbers = {"body": (body.id,), "target": (1, 2), "session": (session,), "page": (0,), "revision": (1,)}
    for kind in kinds():
        hints = get_type_hints(kind)
        names = [name for name in kind.__struct_fields__ if name != "prefix"]
        choices = [WORDS[n] if hints[n] is str else numbers.get(n, (0,)) for n in names]
        for values in product(*choices):
            count = len(phone.messages)
            await forge(stage, phone, kind(*values).pack())
            shown = [message.text for message in phone.messages[count:] if message.outgoing]
            allowed = who in ("member", "leader") and kind.prefix in SEEN_BY_MEMBERS
            assert allowed or not any("II." in text for text in shown), (kind, shown)
    await say(stage, phone, "/huy")
    assert await _content(body) == before
    await no_update_failed(stage)


async def test_forged_words_of_the_secretary_are_refused(stage: Stage) -> None:
    """A question that does not fit, a way of counting nobody knows, a period to come, an undo out of turn."""
    body = await planned(stage)
    await tell(body, "II.1", "2/2022", "40")
    before = await _content(body)
    for data in (
        PickFigure(1, 7),
        LinkFigure(1, 7, "level"),
        LinkFigure(99, 7, "level"),
        TellPeriod(1, "2030-01"),
        TellPeriod(1, "nonsense"),
        UndoTold(1, "2022-02", 5),
        ConfirmTold(999),
    ):
        await forge(stage, body.secretary, data.pack())
    assert await _content(body) == before
    await no_update_failed(stage)


async def test_a_target_that_ended_is_told_no_more(stage: Stage) -> None:
    """An old card leads nowhere, kindly; the half-filled conversation is over."""
    body = await planned(stage)
    await say(stage, secretary := body.secretary, "/chitieu II.1")
    await tap(stage, secretary, " II.1 ", "Nhập giá trị", "tháng 2/2022")
    async with stage.database.transaction() as tx:
        await targets.take_over(tx, body.id, FOUR[1:], end_gone=True, now=stage.clock.now())
    await say(stage, secretary, "40")
    async with stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM target_values") == 0
    await no_update_failed(stage)
