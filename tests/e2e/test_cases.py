"""/vuongmac: a difficulty is raised, followed, taken, handed on, answered, confirmed, and stands in the report."""

from itertools import product
from typing import get_type_hints

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.callbacks import Tap
from handlers.cases import taps
from handlers.cases.taps import CaseAct, SeeCase
from handlers.periods import by_id
from handlers.report_material import gather
from handlers.report_records import status_report
from handlers.report_tables import workbook
from storage import case_followers, cases
from storage.cases import Case
from taskforce.roles import Role
from tests.bot.sandbox.test_sending import png
from tests.e2e.body import Body, at, tick_at
from tests.e2e.inviting import card, forge, no_update_failed, texts
from tests.e2e.test_requests import say, tap

pytestmark = pytest.mark.e2e

TEXT = "Máy quét mã QR ở bộ phận Một cửa bị hỏng từ thứ Hai"
UNITS = ("Sở Y tế", "Sở Tư pháp", "Công an tỉnh")


@pytest.fixture
async def body(stage: Stage) -> Body:
    """A body whose standing unit is Công an tỉnh, on the first Tuesday of March, 9h."""
    found = await Body.found(stage, "quang-nam", UNITS)
    stage.clock.move_to(at(3, 1, 9))
    return found


async def raise_one(body: Body, unit: str = "Sở Y tế", send: str = "Gửi · bình thường", text: str = TEXT) -> Phone:
    """Somebody of the unit raises a difficulty."""
    phone = body.member(unit)
    await say(body.stage, phone, f"/vuongmac {text}")
    await tap(body.stage, phone, "Thiết bị, phần mềm", send)
    return phone


async def answer(body: Body, phone: Phone, text: str = "Đã đổi máy mới") -> None:
    """The office answers number 1."""
    await tap(body.stage, phone, "✍️ Trả lời")
    await say(body.stage, phone, text)
    await tap(body.stage, phone, "Gửi trả lời")


async def stored(body: Body, number: int = 1) -> Case:
    """The case as it stands."""
    async with body.stage.database.read() as tx:
        found = await cases.get(tx, number)
    assert found is not None
    return found


async def test_four_taps_and_a_photo_raise_it(body: Body) -> None:
    """Category, a photo with its caption, urgency; the card that asked becomes the case's; the desk has the photo."""
    phone = body.member("Sở Y tế")
    await say(body.stage, phone, "/vuongmac")
    await tap(body.stage, phone, "Thiết bị, phần mềm")
    phone.send_photo(png(640, 480), TEXT)
    await body.stage.settle()
    shown = len(phone.messages)
    await tap(body.stage, phone, "⚡ Gửi · khẩn")
    assert len(phone.messages) == shown
    assert phone.last.text.startswith("✅ Đã gửi. Đồng chí sẽ được báo từng bước xử lý.")
    assert "Hạn trả lời: 13h thứ Ba, 1/3/2022" in phone.last.text
    police = body.member("Công an tỉnh")
    assert "Cán bộ Sở Y tế – Sở Y tế" in police.last.text
    assert "🆕" in body.secretary.last.text
    assert body.leader.messages == []
    await tap(body.stage, police, "📎 Tệp (1)")
    assert "photo" in police.last.json
    await no_update_failed(body.stage)


async def test_the_whole_way_is_told_at_each_step(body: Body) -> None:
    """Taken, answered, not settled, answered again, settled: the raiser's one card and a notice of each step."""
    phone = await raise_one(body)
    police = body.member("Công an tỉnh")
    await tap(body.stage, police, "🙋 Tôi xử lý")
    assert "🙋 Đồng chí Cán bộ Công an tỉnh đã nhận xử lý." in phone.last.text
    assert "Tình trạng: đang xử lý – Cán bộ Công an tỉnh" in card(phone, "Tình trạng").text
    body.stage.clock.move_to(at(3, 1, 11, 1))
    await answer(body, police)
    assert phone.last.text.startswith("💬 Đã có trả lời. Xin đồng chí cho biết việc đã được giải quyết chưa.")
    await tap(body.stage, phone, "↩️ Chưa được")
    await say(body.stage, phone, "Máy mới chưa kết nối được")
    await tap(body.stage, phone, "Gửi lại để xử lý tiếp")
    assert police.last.text.startswith("↩️ Việc này chưa được giải quyết xong")
    assert "chưa được – Máy mới chưa kết nối được" in police.last.text
    await answer(body, police, "Đã kết nối")
    await tap(body.stage, phone, "✅ Đã giải quyết")
    assert "Tình trạng: đã giải quyết" in phone.last.text
    assert "✅ Đồng chí Cán bộ Sở Y tế xác nhận" not in phone.last.text
    case = await stored(body)
    assert (case.state, case.reopened) == ("closed", 1)
    assert texts(phone, "Tình trạng: đang xử lý") == [], "an older card would go on saying what was"
    await say(body.stage, body.secretary, "/vuongmac")
    assert "Thời gian trả lời thường gặp: 2 giờ" in body.secretary.last.text


async def test_the_same_trouble_is_followed_with_one_tap(body: Body) -> None:
    """Typed without accents the earlier one is shown; its followers hear of the answer; it is raised once."""
    await raise_one(body)
    phone = body.member("Sở Tư pháp")
    await say(body.stage, phone, "/vuongmac may quet ma qr bi hong roi")
    await tap(body.stage, phone, "Thiết bị, phần mềm")
    assert f"1. {TEXT} (Sở Y tế) – chờ tiếp nhận" in phone.last.text
    assert "Cán bộ Sở Y tế" not in phone.last.text
    await tap(body.stage, phone, "👥 Giống việc số 1: theo dõi cùng")
    assert "Đồng chí đã theo dõi cùng việc số 1" in phone.last.text
    await answer(body, body.member("Công an tỉnh"))
    assert "💬 Đã có trả lời của đồng chí Cán bộ Công an tỉnh:\nĐã đổi máy mới" in phone.last.text
    await tap(body.stage, phone, "Xem")
    assert "Cán bộ Sở Y tế" not in phone.last.text
    await tap(body.stage, phone, "🔕 Thôi theo dõi")
    assert "đã thôi theo dõi" in phone.last.text
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM cases") == 1


async def test_nothing_typed_is_lost(body: Body) -> None:
    """Text typed before the category is kept, more text is added, and /huy and a second command find it again."""
    phone = body.member("Sở Y tế")
    await say(body.stage, phone, "/vuongmac", "Máy quét hỏng")
    assert "nội dung đã gõ vẫn được giữ" in phone.last.text
    await tap(body.stage, phone, "Thiết bị, phần mềm")
    await say(body.stage, phone, "Từ thứ Hai", "/vuongmac")
    assert "Máy quét hỏng\nTừ thứ Hai" in phone.last.text
    await say(body.stage, phone, "a" * 2001)
    assert "dài quá 2.000 chữ" in phone.last.text
    assert "Máy quét hỏng\nTừ thứ Hai" in phone.last.text
    await tap(body.stage, phone, "Gửi · bình thường")
    assert (await stored(body)).text == "Máy quét hỏng\nTừ thứ Hai"


async def test_a_double_tap_sends_once(body: Body) -> None:
    """The same button pressed twice raises one case."""
    phone = body.member("Sở Y tế")
    await say(body.stage, phone, f"/vuongmac {TEXT}")
    await tap(body.stage, phone, "Thiết bị, phần mềm")
    phone.tap("Gửi · bình thường")
    phone.tap("Gửi · bình thường")
    await body.stage.settle()
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM cases") == 1


async def test_unanswered_it_goes_to_the_leader_by_itself_once(body: Body) -> None:
    """Two working days, to the end of the second; urgent four working hours; not again at the next tick."""
    await raise_one(body)
    await raise_one(body, "Sở Tư pháp", "⚡ Gửi · khẩn", "Chưa đăng nhập được phần mềm hộ tịch")
    await tick_at(body.stage, at(3, 1, 12, 59))
    assert texts(body.leader, "⏫") == []
    for moment in (at(3, 1, 13), at(3, 1, 13, 1), at(3, 3, 16, 59)):
        await tick_at(body.stage, moment)
    assert len(texts(body.leader, "⏫")) == 1
    await tick_at(body.stage, at(3, 3, 17))
    await tick_at(body.stage, at(3, 3, 17, 1))
    assert len(texts(body.leader, "⏫")) == 2
    assert "⏫ Đã được trình lãnh đạo" in body.member("Sở Y tế").last.text
    await answer(body, body.leader, "Giao Sở TT&TT hỗ trợ ngay")
    assert "Giao Sở TT&TT hỗ trợ ngay" in body.member("Sở Y tế").last.text


async def test_it_is_handed_to_a_unit_found_by_a_few_letters(body: Body) -> None:
    """Somebody of that unit takes it and may answer; others of it hear that it is taken."""
    phone = await raise_one(body)
    await tap(body.stage, body.secretary, "↪️ Chuyển")
    await say(body.stage, body.secretary, "tu phap")
    await tap(body.stage, body.secretary, "Sở Tư pháp", "👥 Cả đơn vị")
    justice = body.member("Sở Tư pháp")
    assert justice.last.text.startswith("↪️ Việc này vừa được chuyển tới đồng chí.")
    assert "↪️ Đã được chuyển tới Sở Tư pháp để xử lý." in phone.last.text
    await tap(body.stage, justice, "🙋 Tôi xử lý")
    await answer(body, justice)
    assert (await stored(body)).state == "answered"


async def test_two_who_take_it_at_once(body: Body) -> None:
    """The second is told, and sees who has it."""
    await raise_one(body)
    police, secretary = body.member("Công an tỉnh"), body.secretary
    police.tap("🙋 Tôi xử lý")
    secretary.tap("🙋 Tôi xử lý")
    await body.stage.settle()
    owner = (await stored(body)).owner_id
    assert owner in (body.people["Cán bộ Công an tỉnh"], body.people["Thư Ký"])
    assert [step for step in await history(body) if step == "taken"] == ["taken"]


async def history(body: Body, number: int = 1) -> list[str]:
    """The steps so far."""
    async with body.stage.database.read() as tx:
        return [step.what for step in await cases.history(tx, number)]


async def test_somebody_answers_while_another_writes(body: Body) -> None:
    """What was typed is kept, the other answer is shown, and the next tap adds to it."""
    await raise_one(body)
    police, secretary = body.member("Công an tỉnh"), body.secretary
    await tap(body.stage, secretary, "✍️ Trả lời")
    await say(body.stage, secretary, "Mời nhận máy tại Văn phòng")
    await answer(body, police)
    await tap(body.stage, secretary, "Gửi trả lời")
    assert "vừa có bước mới" in secretary.last.text
    await tap(body.stage, secretary, "Gửi trả lời")
    assert (await stored(body)).answer == "Đã đổi máy mới\nMời nhận máy tại Văn phòng"


async def test_the_owner_leaves(body: Body) -> None:
    """The desk takes it up again, the raiser hears of it."""
    phone = await raise_one(body)
    await tap(body.stage, body.member("Công an tỉnh"), "🙋 Tôi xử lý")
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Cán bộ Công an tỉnh'")
    await tick_at(body.stage, at(3, 1, 9, 5))
    await tick_at(body.stage, at(3, 1, 9, 6))
    assert body.secretary.last.text.startswith("⚠️ Người đang xử lý đã rời nhiệm vụ")
    assert "Người đang xử lý đã thôi nhiệm vụ" in phone.last.text
    assert (await history(body)).count("owner-left") == 1


async def test_a_raiser_who_blocked_the_bot_gets_the_answer_when_they_are_back(body: Body) -> None:
    """The office goes on as ever; the answer waits for them."""
    phone = await raise_one(body)
    phone.block()
    await body.stage.settle()
    await answer(body, body.member("Công an tỉnh"))
    assert texts(phone, "Đã có trả lời") == []
    phone.unblock()
    await say(body.stage, phone, "/start")
    assert any("Đã đổi máy mới" in text for text in texts(phone))
    await no_update_failed(body.stage)


async def test_feedback_on_the_regulation_is_a_category(body: Body) -> None:
    """No urgency is asked; the office sees what kind it is; colleagues of the unit do not see it."""
    phone = body.member("Sở Y tế")
    await body.add_person("Đồng nghiệp", Role.HELPER, "Sở Y tế")
    await say(body.stage, phone, "/vuongmac")
    await tap(body.stage, phone, "📘 Góp ý quy chế")
    await say(body.stage, phone, "Khoản 3 Điều 12 nên lùi hạn sang ngày 20")
    await tap(body.stage, phone, "Gửi góp ý")
    assert "📘 Góp ý quy chế số 1" in body.secretary.last.text
    assert (await stored(body)).kind == "feedback"
    colleague = body.phones["Đồng nghiệp"]
    await forge(body.stage, colleague, SeeCase(1).pack())
    assert all("lùi hạn" not in text for text in texts(colleague))


async def test_open_ones_stand_in_the_next_report_by_themselves(body: Body) -> None:
    """One tap fills the question with them; what no report tells stands in the documents too."""
    phone = await raise_one(body)
    await raise_one(body, "Sở Tư pháp", text="Chưa có kinh phí số hóa hồ sơ")
    await tick_at(body.stage, at(3, 10, 8))
    await tick_at(body.stage, at(3, 15, 9))
    report = await body.report_id("Sở Y tế")
    async with body.stage.database.read() as tx:
        row = await tx.one("SELECT form FROM report_periods WHERE id = ?", ((await body.period()).id,))
    assert row is not None
    assert '"difficulties"' in row["form"]
    await tap(body.stage, phone, "Làm báo cáo")
    for _ in range(40):
        if any("Điền việc đang mở (1)" in b for line in phone.last.buttons for b in line):
            break
        await step(body, phone)
    assert f"🚧 Việc đang mở của đơn vị (1):\nSố 1: {TEXT}" in phone.last.text
    await tap(body.stage, phone, "Điền việc đang mở (1)")
    async with body.stage.database.read() as tx:
        said = await tx.value("SELECT value FROM answers WHERE report_id = ? AND field = 'difficulties'", (report,))
    assert said == f'"Số 1: {TEXT}"'
    async with body.stage.app.turns.alone() as turn:
        standing = await by_id(turn, (await body.period()).id)
        assert standing is not None
        material = await gather(turn, standing, "vi")
    told = [line.text for line in status_report(material).difficulties]
    assert "Chưa có kinh phí số hóa hồ sơ (khó khăn số 2, chưa được trả lời)" in told
    remarks = [(line.unit, line.text) for line in workbook(material).remarks]
    assert ("Sở Tư pháp", "Chưa có kinh phí số hóa hồ sơ") in remarks


async def step(body: Body, phone: Phone) -> None:
    """Answer the live question of a report somehow."""
    labels = [label for row in phone.last.buttons for label in row]
    quick = next((one for one in labels if one in ("Không có", "Bỏ qua", "Có", "Không đổi")), None)
    if quick is not None:
        await tap(body.stage, phone, quick)
    else:
        await say(body.stage, phone, "5")


# Who may not

KINDS = sorted((one for one in Tap.__subclasses__() if one.__module__ == taps.__name__), key=lambda one: one.prefix)
WHAT = {
    taps.CaseAct: ("take", "answer", "correct", "up", "add", "settled", "not-yet", "again", "unfollow", "follow"),
    taps.RaiseAct: ("c", "r", "u", "s", "f", "g", "x", "no"),
    taps.SayAct: ("ok", "x", "no"),
}
TABLES = ("cases", "case_steps", "case_files", "case_followers", "sessions", "audit")


def every(kind: type[Tap]) -> list[Tap]:
    """Every button of that kind about case 1 and about none, in its versions."""
    hints = get_type_hints(kind)
    values = [
        ((1, 0, 99) if name != "version" else (1, 2)) if hints[name] is int
        else WHAT.get(kind, ("o", "m", "a", "c", "difficulty", "feedback"))
        for name in kind.__struct_fields__
    ]  # fmt: skip
    return [kind(*each) for each in product(*values)]


async def state(body: Body) -> list[object]:
    """What must not change."""
    async with body.stage.database.read() as tx:
        return [[tuple(row) for row in await tx.all(f"SELECT * FROM {table}")] for table in TABLES]  # noqa: S608


async def test_every_button_pressed_by_who_may_not(body: Body) -> None:
    """A stranger, another body's secretary, who left: nothing changes and nothing is read, no update fails."""
    await raise_one(body)
    stage = body.stage
    other = await Body.found(stage, "nam-dong", ("Xã A",), number=3)
    await body.add_person("Người cũ", Role.MEMBER, "Sở Y tế")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = 'Người cũ'")
    stranger = await stage.person(7777, "Người lạ", "+84917777777")
    stranger.chat.started = True
    pressed = [one for kind in KINDS for one in every(kind) if getattr(one, "body", 1) == 1]
    for phone in (stranger, other.secretary, body.phones["Người cũ"]):
        await forge(stage, phone, SeeCase(1).pack())
        message = next(one for one in reversed(phone.messages) if one.outgoing and one.inline_keyboard)
        before = await state(body)
        for one in pressed:
            phone.tap_data(message, one.pack())
        await stage.settle()
        assert await state(body) == before
        assert all(TEXT not in text for text in texts(phone))
        await say(stage, phone, "/vuongmac")
        assert all(TEXT not in text for text in texts(phone))
    await no_update_failed(stage)


async def test_a_plain_member_deals_with_nothing_of_others(body: Body) -> None:
    """They see nothing of another unit's; a colleague of the unit reads it and does nothing with it."""
    await raise_one(body)
    await body.add_person("Đồng nghiệp", Role.HELPER, "Sở Y tế")
    before = (await stored(body)).version
    for phone in (body.member("Sở Tư pháp"), body.phones["Đồng nghiệp"]):
        for one in every(CaseAct) + every(taps.HandTo) + every(taps.HandCase):
            await forge(body.stage, phone, one.pack()) if phone.messages else await say(body.stage, phone, "/caidat")
    assert (await stored(body)).version == before
    assert all(TEXT not in text for text in texts(body.member("Sở Tư pháp")))
    await forge(body.stage, body.phones["Đồng nghiệp"], SeeCase(1).pack())
    assert TEXT in body.phones["Đồng nghiệp"].last.text


async def test_english_and_hostile_text(body: Body) -> None:
    """Markup is text, in both languages; the English screens are whole."""
    text = "<b>Máy</b> & {{ quét }} <script> hỏng"
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE people SET locale = 'en' WHERE full_name = 'Thư Ký'")
    phone = await raise_one(body, text=text)
    assert text in phone.last.text
    assert text in body.secretary.last.text
    assert "Just sent to you" in body.secretary.last.text
    for button in ("🙋 I deal with it", "✍️ Answer"):
        await tap(body.stage, body.secretary, button)
    await say(body.stage, body.secretary, text)
    await tap(body.stage, body.secretary, "Send the answer", "⬅ List")
    assert "Answered" in " ".join(label for row in body.secretary.last.buttons for label in row)
    assert "💬 Trả lời (Thư Ký):" in card(phone, "💬").text
    await no_update_failed(body.stage)


async def end(body: Body, name: str) -> None:
    """That person is in the task force no more."""
    async with body.stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET state = 'ended' WHERE full_name = ?", (name,))


async def test_nobody_else_at_the_desk_the_leader_hears_of_it(body: Body) -> None:
    """The secretary alone answers for what is raised, and raises something; or the whole desk has blocked the bot."""
    await end(body, "Cán bộ Công an tỉnh")
    await say(body.stage, body.secretary, f"/vuongmac {TEXT}")
    await tap(body.stage, body.secretary, "Thiết bị, phần mềm", "Gửi · bình thường")
    assert len(texts(body.leader, "🆕")) == 1
    await raise_one(body, text="Chưa có kinh phí tập huấn")
    assert len(texts(body.leader, "🆕")) == 1
    body.secretary.block()
    await raise_one(body, text="Hai cán bộ nghỉ thai sản")
    await raise_one(body, text="Thiếu giấy in cho máy photocopy")
    assert len(texts(body.leader, "🆕")) >= 2
    await no_update_failed(body.stage)


async def test_an_answer_of_which_nothing_is_said_is_closed_by_itself(body: Body) -> None:
    """Ten working days, as the card says; told once with the way back; opened again it is waited for anew."""
    phone = await raise_one(body)
    await answer(body, body.member("Công an tỉnh"))
    assert "Nếu đồng chí không có ý kiến, việc sẽ tự kết thúc lúc 17h thứ Ba, 15/3/2022." in phone.last.text
    await tick_at(body.stage, at(3, 15, 16, 59))
    assert (await stored(body)).state == "answered"
    for moment in (at(3, 15, 17), at(3, 15, 17, 1)):
        await tick_at(body.stage, moment)
    assert (await stored(body)).state == "closed"
    assert len(texts(phone, "không có ý kiến thêm nên việc được kết thúc")) == 1
    await tap(body.stage, phone, "Xem")
    assert "Tình trạng: đã kết thúc, không có ý kiến thêm" in phone.last.text
    await tap(body.stage, phone, "↩️ Mở lại")
    await say(body.stage, phone, "Máy mới lại hỏng")
    await tap(body.stage, phone, "Gửi lại để xử lý tiếp")
    await tick_at(body.stage, at(3, 16, 9))
    assert (await stored(body)).state == "reopened"
    await no_update_failed(body.stage)


async def test_who_raised_it_has_left(body: Body) -> None:
    """The office answers as ever; what is answered is closed with a note, and the office can say nothing more."""
    await raise_one(body)
    await end(body, "Cán bộ Sở Y tế")
    police = body.member("Công an tỉnh")
    await answer(body, police)
    await tick_at(body.stage, at(3, 1, 9, 5))
    assert (await stored(body)).state == "closed"
    assert "Người nêu đã rời nhiệm vụ, tự kết thúc" in card(police, "Tình trạng").text
    assert await history(body) == ["raised", "answered", "raiser-left"]
    await no_update_failed(body.stage)


async def test_what_a_word_finds_is_paged(body: Body) -> None:
    """Nine have the word: the ninth is on the second page, also for words that no button could carry."""
    words = "phần mềm một cửa điện tử liên thông với cơ sở dữ liệu quốc gia về dân cư"
    async with body.stage.database.transaction() as tx:
        for number in range(9):
            await cases.add(
                tx, task_force_id=body.id, kind="difficulty", category="other", text=f"{words}: lỗi {number}",
                urgent=False, unit_id=None, by=body.people["Thư Ký"], due_at=at(3, 4), files=(), now=at(3, 1),
            )  # fmt: skip
    await say(body.stage, body.secretary, "/vuongmac")
    await tap(body.stage, body.secretary, "🔎 Tìm")
    await say(body.stage, body.secretary, words)
    assert "9 việc" in body.secretary.last.text
    await tap(body.stage, body.secretary, "Trang sau ›")
    assert "lỗi 0" in body.secretary.last.text
    assert "Trang 2/2" in body.secretary.last.text
    await no_update_failed(body.stage)


async def test_many_followers_are_told_by_slices_each_once(body: Body) -> None:
    """Eighty-five hear of being taken and of the answer, in that order, each once; those who read it see it change."""
    await raise_one(body)
    names = [f"Cán bộ số {number}" for number in range(85)]
    for name in names:
        await body.add_person(name, Role.HELPER, "Sở Tư pháp")
    async with body.stage.database.transaction() as tx:
        for name in names:
            await case_followers.add(tx, 1, body.people[name], at(3, 1, 9))
    last, police = body.phones[names[-1]], body.member("Công an tỉnh")
    await say(body.stage, last, "/vuongmac")
    await tap(body.stage, last, "1")
    await tap(body.stage, police, "🙋 Tôi xử lý")
    await answer(body, police)
    for name in names:
        heard = [text for text in texts(body.phones[name]) if "mà đồng chí đang theo dõi" in text]
        assert ["🙋" in text for text in heard] == [True, False]
        assert "Đã đổi máy mới" in heard[1]
    assert "đã trả lời, chờ xác nhận" in card(last, "Tình trạng").text
    async with body.stage.database.read() as tx:
        assert await tx.value("SELECT count(*) FROM case_news") == 0
    await no_update_failed(body.stage)


async def test_the_list_opens_where_there_is_something(body: Body) -> None:
    """Nothing is open and one waits for the raiser's word: that one is shown, not an empty page."""
    phone = await raise_one(body)
    await answer(body, body.member("Công an tỉnh"))
    await say(body.stage, phone, "/vuongmac")
    assert "Đã trả lời, chờ xác nhận: 1 việc" in phone.last.text
    assert TEXT in phone.last.text
