"""Questions and answers on a phone: asked, found, kept, sent to the secretary, brought in as a table; who may not."""

import io
from struct import pack
from typing import Any, get_type_hints

import openpyxl
import pytest

import bot.routing  # noqa: F401 - every kind of button is known once the routes are
from bot.demo.stage import Stage
from handlers.callbacks import Tap
from handlers.faq import taps
from handlers.faq.taps import BrowseFaq, KeepCase, SeeAnswer, SendQuestion
from storage import faq, task_forces
from storage.faq import Entry
from taskforce.faq import Alias
from taskforce.roles import Role
from tests.e2e.body import Body, at, live_until
from tests.e2e.inviting import REFUSED, buttons, files, forge, no_update_failed, say, tap, texts

pytestmark = pytest.mark.e2e

PHOTO = b"\x89PNG\r\n\x1a\n" + pack(">I4sII", 13, b"IHDR", 40, 30) + b"\x08\x02\x00\x00\x00" * 5
TWO = ("Công an huyện", "Phòng Tư pháp")


async def district(stage: Stage) -> Body:
    """The task force of Nam Đông with two units, on 8 March 2022."""
    body = await Body.found(stage, "nam-dong", unit_names=TWO)
    await live_until(stage, at(3, 8, 9))
    return body


async def keep(body: Body, question: str, answer: str) -> None:
    """The secretary adds an entry."""
    stage, secretary = body.stage, body.secretary
    await say(stage, secretary, "/hoidap")
    await tap(stage, secretary, "🗂 Quản lý Hỏi đáp", "➕ Thêm câu")
    await say(stage, secretary, question, answer)
    assert "✅ Đã thêm vào Hỏi đáp" in secretary.last.text


async def entries(body: Body) -> dict[str, Entry]:
    """What is kept, by question."""
    async with body.stage.database.read() as tx:
        return {each.question: each for each in await faq.everything(tx, body.id)}


async def test_a_question_is_answered_without_accents(stage: Stage) -> None:
    """The secretary writes question, answer and article; a member types it without accents and says it helped."""
    body = await district(stage)
    secretary, member = body.secretary, body.member("Phòng Tư pháp")
    await keep(body, "Nộp hồ sơ dịch vụ công ở đâu?", "Trên Cổng dịch vụ công quốc gia.")
    await tap(stage, secretary, "Căn cứ")
    await say(stage, secretary, "Điều 4 khoản 1")
    await keep(body, "Làm căn cước công dân mất bao lâu?", "Bảy ngày làm việc.")
    await say(stage, member, "/hoidap")
    await say(stage, member, "nop ho so dvc o dau vay")
    assert "Trên Cổng dịch vụ công quốc gia.\n\nCăn cứ: Điều 4 khoản 1" in member.last.text
    await tap(stage, member, "Đúng điều tôi hỏi 👍")
    assert "Cảm ơn đồng chí" in member.last.text
    kept = await entries(body)
    assert (kept["Nộp hồ sơ dịch vụ công ở đâu?"].helped, kept["Nộp hồ sơ dịch vụ công ở đâu?"].seen) == (1, 1)
    await say(stage, secretary, "/hoidap")
    await tap(stage, secretary, "🗂 Quản lý Hỏi đáp")
    assert "• Nộp hồ sơ dịch vụ công ở đâu?\n   👁 1 · 👍 1\n\n• Làm" in secretary.last.text
    await no_update_failed(stage)


async def test_a_question_without_an_answer_goes_to_the_secretary_and_comes_back(stage: Stage) -> None:
    """Nothing is found; two taps send it with a photo; the answer comes back and becomes an entry with one tap."""
    body = await district(stage)
    secretary, member = body.secretary, body.member("Phòng Tư pháp")
    await say(stage, member, "/hoidap Bao giờ có máy quét mới?")
    assert "Chưa có câu trả lời sẵn" in member.last.text
    await tap(stage, member, "Gửi câu hỏi tới thư ký")
    await say(stage, member, "Máy cũ đã hỏng.")
    member.send_photo(PHOTO, "Ảnh máy")
    await stage.settle()
    assert "Bao giờ có máy quét mới?\nMáy cũ đã hỏng.\nẢnh máy" in member.last.text
    await tap(stage, member, "Gửi thư ký")
    await tap(stage, secretary, "✍️ Trả lời")
    await say(stage, secretary, "Tháng 4 sẽ cấp máy mới.")
    await tap(stage, secretary, "Gửi trả lời")
    assert "Tháng 4 sẽ cấp máy mới." in texts(member)[-1]
    await tap(stage, secretary, "Đưa vào Hỏi đáp")
    assert "✅ Đã đưa vào Hỏi đáp, mọi thành viên tìm thấy được." in secretary.last.text
    await forge(stage, secretary, KeepCase(1).pack())
    assert "ℹ️ Câu hỏi này đã có trong Hỏi đáp" in secretary.last.text
    await forge(stage, member, KeepCase(1).pack())
    assert member.alerts[-1] == REFUSED
    await say(stage, body.member("Công an huyện"), "/hoidap may quet moi")
    assert "Tháng 4 sẽ cấp máy mới." in body.member("Công an huyện").last.text
    await no_update_failed(stage)


async def test_numbers_to_call_come_as_contact_cards(stage: Stage) -> None:
    """As the regulation writes them, to copy and to call; none where it names none."""
    body = await district(stage)
    member = body.member("Phòng Tư pháp")
    await say(stage, member, "/duongday")
    cards = [one.json["contact"] for one in member.messages if one.outgoing and "contact" in one.json]
    assert [(card["phone_number"], card["first_name"]) for card in cards] == [
        ("1800.1096", "Tổng đài Cổng dịch vụ công quốc gia"),
        ("19000368", "Tổng đài dịch vụ công của Bộ Công an"),
    ]
    told = next(one for one in member.messages if "Đường dây nóng" in one.text)
    assert buttons(told) == ["Chép 1800.1096", "Chép 19000368", "⬅ Hỏi câu khác"]
    other = await Body.found(stage, "quang-nam", unit_names=TWO, number=1)
    async with stage.database.transaction() as tx:
        charter = (await task_forces.by_id(tx, other.id)).charter
        before, _, after = charter.partition("[[hotlines]]")
        none = before + after[after.index("\n# Reports\n") :]
        await task_forces.set_charter(tx, other.id, name="Tổ công tác", charter=none)
    await say(stage, other.secretary, "/duongday")
    assert "Quy chế chưa nêu số điện thoại" in other.secretary.last.text
    await no_update_failed(stage)


async def test_it_is_all_said_in_english_too(stage: Stage) -> None:
    """Whoever reads English is asked, answered and given numbers in English."""
    body = await district(stage)
    await keep(body, "Nộp hồ sơ ở đâu?", "Trên Cổng dịch vụ công quốc gia.")
    member = body.member("Phòng Tư pháp")
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE people SET locale = 'en'")
    await say(stage, member, "/faq")
    assert "Please type your question" in member.last.text
    assert "National Public Service Portal: 1800.1096" in member.last.text
    await say(stage, member, "ho so")
    assert "That is what I asked 👍" in buttons(member.last)
    await say(stage, member, "scanner")
    assert "There is no answer to this question yet" in member.last.text
    await tap(stage, member, "Send to the secretary")
    await say(stage, body.secretary, "/faq")
    await tap(stage, body.secretary, "🗂 Keep the answers", "Abbreviations")
    assert "Always known: DVC" in body.secretary.last.text
    await no_update_failed(stage)


async def test_what_is_kept_is_changed_hidden_and_found(stage: Stage) -> None:
    """File, wordings, abbreviation, hiding: each shows at once in what members find."""
    body = await district(stage)
    secretary, member = body.secretary, body.member("Phòng Tư pháp")
    await keep(body, "Giờ mở cửa?", "Từ 7h30.")
    await tap(stage, secretary, "Sửa trả lời, tệp")
    secretary.send_file("gio-lam-viec.pdf", b"%PDF-1.4")
    await stage.settle()
    assert "📎 gio-lam-viec.pdf" in secretary.last.text
    await tap(stage, secretary, "Cách hỏi khác")
    await say(stage, secretary, "bộ phận một cửa làm việc lúc nào\nlich tiep dan")
    await tap(stage, secretary, "⬅ Danh sách", "Chữ viết tắt", "➕ Thêm chữ viết tắt")
    await say(stage, secretary, "một cửa")
    assert "⚠️ Chưa rõ chữ viết tắt" in secretary.last.text
    await say(stage, secretary, "BPMC = bộ phận một cửa")
    assert "• BPMC = bộ phận một cửa" in secretary.last.text
    await say(stage, member, "/hoidap bpmc")
    await tap(stage, member, "📎 gio-lam-viec.pdf")
    assert files(member) == ["gio-lam-viec.pdf"]
    await say(stage, secretary, "/hoidap")
    await tap(stage, secretary, "🗂 Quản lý Hỏi đáp", "🔎 Tìm")
    await say(stage, secretary, "tiep dan")
    await tap(stage, secretary, "Giờ mở cửa?", "Ẩn")
    await say(stage, member, "/hoidap bpmc")
    assert "Chưa có câu trả lời sẵn" in member.last.text
    await forge(stage, member, SeeAnswer(1).pack())
    assert member.alerts[-1] == "Câu này không còn trong Hỏi đáp."
    await tap(stage, secretary, "Hiện lại", "⬅ Danh sách")
    await keep_again(body)
    await no_update_failed(stage)


async def keep_again(body: Body) -> None:
    """The same question, otherwise spelled: the one that is there is shown instead."""
    await tap(body.stage, body.secretary, "➕ Thêm câu")
    await say(body.stage, body.secretary, "gio mo cua")
    assert "ℹ️ Câu hỏi này đã có trong Hỏi đáp" in body.secretary.last.text
    assert list(await entries(body)) == ["Giờ mở cửa?"]


async def test_a_table_goes_out_and_comes_back(stage: Stage) -> None:
    """As Excel, changed and sent back: shown first, taken with one tap, wrong rows named."""
    body = await district(stage)
    secretary = body.secretary
    await keep(body, "Giờ mở cửa?", "=1+1")
    await tap(stage, secretary, "⬅ Danh sách", "⬇ Tải Excel")
    document = next(one for one in reversed(secretary.messages) if "document" in one.json).json["document"]
    assert document["file_name"] == "hoi-dap-2022-03-08.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(stage.telegram.world.files.get(document["file_id"]).body))
    sheet = book.worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    head = next(at for at, row in enumerate(rows, start=1) if "Câu hỏi" in row)
    assert rows[head][1:3] == ("Giờ mở cửa?", "=1+1")
    sheet.cell(head + 1, 3).value = "Từ 7h30 đến 17h."
    for line, row in enumerate((("Nộp lệ phí ở đâu?", "Tại quầy số 2."), ("Không có trả lời?", "")), start=head + 2):
        sheet.cell(line, 2).value, sheet.cell(line, 3).value = row
    out = io.BytesIO()
    book.save(out)
    await tap(stage, secretary, "⬆ Nhập từ tệp")
    secretary.send_file("hoi-dap.xlsx", out.getvalue())
    await stage.settle()
    await stage.settle()
    assert "1 câu mới, 1 câu được sửa, 0 câu giữ nguyên" in secretary.last.text
    assert f"• dòng {head + 3}: chưa có trả lời" in secretary.last.text
    await tap(stage, secretary, "Nhập 2 câu")
    kept = await entries(body)
    assert {name: each.answer for name, each in kept.items()} == {
        "Giờ mở cửa?": "Từ 7h30 đến 17h.",
        "Nộp lệ phí ở đâu?": "Tại quầy số 2.",
    }
    await no_update_failed(stage)


async def test_what_is_written_is_sent_as_it_was_shown_and_once(stage: Stage) -> None:
    """An older card sends nothing, a second tap nothing more; words typed are kept over another command."""
    body = await district(stage)
    member = body.member("Phòng Tư pháp")
    await say(stage, member, "/hoidap <b>Máy & quét</b> {{ 7*7 }}")
    await tap(stage, member, "Gửi câu hỏi tới thư ký")
    assert "<b>Máy & quét</b> {{ 7*7 }}" in member.last.text
    old = member.last
    await say(stage, member, "ở đâu?", "/duongday", "/hoidap")
    assert "<b>Máy & quét</b> {{ 7*7 }}\nở đâu?" in member.last.text
    member.tap("Gửi thư ký", old)
    await stage.settle()
    assert await rows(body, "cases") == []
    await say(stage, member, "/hoidap")
    live = member.last
    member.tap("Gửi thư ký", live)
    member.tap_data(live, SendQuestion(1, 1).pack())
    await stage.settle()
    assert len(await rows(body, "cases")) == 1
    await no_update_failed(stage)


async def rows(body: Body, table: str) -> list[tuple[Any, ...]]:
    """What the table holds."""
    async with body.stage.database.read() as tx:
        return [tuple(row) for row in await tx.all(f"SELECT * FROM {table}")]  # noqa: S608 - ours


KINDS = sorted((one for one in Tap.__subclasses__() if one.__module__ == taps.__name__), key=lambda one: one.prefix)
TABLES = ("faq_entries", "faq_helped", "faq_aliases", "cases", "audit")
WORDS = {"view": "shown", "what": "add"}


async def test_every_button_is_refused_to_those_who_may_not(stage: Stage) -> None:
    """A stranger, a member of another body and a guest press everything, a member what the secretary's are."""
    body = await district(stage)
    await keep(body, "Giờ mở cửa?", "Từ 7h30.")
    async with stage.database.transaction() as tx:
        await faq.add_alias(
            tx, body.id, Alias("BPMC", "bộ phận một cửa"), by=body.people["Thư Ký"], now=stage.clock.now()
        )
    other = await Body.found(stage, "quang-nam", unit_names=("Sở Y tế",), number=1)
    await body.add_person("Khách Mời", Role.GUEST, None)
    stranger = await stage.person(77, "Người Lạ", "+84912999999")
    stranger.chat.started = True
    before = [await rows(body, table) for table in TABLES]
    outside = [other.member("Sở Y tế"), body.phones["Khách Mời"], stranger]
    for phone in outside:
        await say(stage, phone, "/hoidap", "/duongday", "/caidat")
        shown = [one for one in phone.messages if one.outgoing]
        if phone is not outside[0]:  # their own regulation names the same numbers
            assert not any("1800.1096" in one.text or "contact" in one.json for one in shown)
    await say(stage, body.member("Phòng Tư pháp"), "/caidat")
    after_commands = [await rows(body, table) for table in TABLES]
    for kind in KINDS:
        hints = get_type_hints(kind)
        data = kind(**{n: 1 if hints[n] is int else WORDS[n] for n in kind.__struct_fields__}).pack()
        pressing = [*outside, body.member("Phòng Tư pháp")] if kind.prefix.startswith("hk") else outside
        for phone in pressing:
            phone.tap_data(next(one for one in reversed(phone.messages) if one.inline_keyboard), data)
        await stage.settle()
    assert [await rows(body, table) for table in TABLES] == after_commands
    assert after_commands[:4] == before[:4]
    assert not any("7h30" in one.text for phone in outside for one in phone.messages)
    await no_update_failed(stage)


async def test_two_thousand_answers_are_paged_and_found(stage: Stage) -> None:
    """The list turns its pages, a page beyond the end is the last, and the one that is meant comes first."""
    body = await district(stage)
    async with stage.database.transaction() as tx:
        for number in range(2000):
            await faq.add(
                tx, task_force_id=body.id, question=f"Thủ tục số {number} nộp ở đâu?", answer=f"Quầy {number}.",
                by=body.people["Thư Ký"], now=stage.clock.now(),
            )  # fmt: skip
    member = body.member("Phòng Tư pháp")
    await say(stage, member, "/hoidap tthc so 1234 nop o dau")
    assert "Quầy 1234." in member.last.text
    await say(stage, member, "/hoidap")
    await tap(stage, member, "Tất cả câu hỏi (2000)", "‹")
    assert "Trang 250/250" in member.last.text
    await forge(stage, member, BrowseFaq(body.id, 10**9).pack())
    assert "Trang 250/250" in member.last.text
    await say(stage, body.secretary, "/hoidap")
    await tap(stage, body.secretary, "🗂 Quản lý Hỏi đáp", "›")
    assert "2/334" in buttons(body.secretary.last)
    await no_update_failed(stage)


async def test_a_comment_on_the_regulation_goes_all_the_way(stage: Stage) -> None:
    """From /hoidap: tapped, typed, sent, answered by the secretary, settled; nothing is said to be half done."""
    body = await district(stage)
    secretary, member = body.secretary, body.member("Phòng Tư pháp")
    await say(stage, member, "/hoidap")
    await tap(stage, member, "Góp ý về quy chế")
    await say(stage, member, "Khoản 3 Điều 12 nên lùi hạn sang ngày 20")
    await tap(stage, member, "Gửi góp ý")
    assert member.last.text.startswith("✅ Đã gửi. Đồng chí sẽ được báo từng bước xử lý.\n\n📘 Góp ý quy chế số 1")
    assert "📘 Góp ý quy chế số 1\nCán bộ Phòng Tư pháp – Phòng Tư pháp" in secretary.last.text
    await tap(stage, secretary, "✍️ Trả lời")
    await say(stage, secretary, "Sẽ đưa vào lần sửa Quy chế tới.")
    await tap(stage, secretary, "Gửi trả lời")
    assert "Sẽ đưa vào lần sửa Quy chế tới." in member.last.text
    await tap(stage, member, "✅ Đã giải quyết")
    assert "Tình trạng: đã giải quyết" in member.last.text
    assert "Cán bộ Phòng Tư pháp xác nhận đã giải quyết" in secretary.last.text
    assert not any("đang làm dở" in text for text in texts(member))
    await no_update_failed(stage)


async def test_a_question_that_was_sent_is_one_card(stage: Stage) -> None:
    """The card on which it was written becomes the one that follows it; half-written it is offered after a comment."""
    body = await district(stage)
    member = body.member("Phòng Tư pháp")
    await say(stage, member, "/hoidap Bao giờ có máy quét mới?")
    await tap(stage, member, "Gửi câu hỏi tới thư ký")
    shown = len(member.messages)
    await tap(stage, member, "Gửi thư ký")
    assert len(member.messages) == shown
    assert member.last.text.startswith("✅ Đã gửi. Đồng chí sẽ được báo từng bước xử lý.\n\n❓ Câu hỏi số 1")
    await say(stage, member, "/hoidap Ai ký giấy mời?")
    await tap(stage, member, "Gửi câu hỏi tới thư ký")
    await say(stage, member, "/vuongmac Thiếu giấy in")
    await tap(stage, member, "Kinh phí", "Gửi · bình thường")
    assert "đang làm dở" in member.last.text
    await tap(stage, member, "Làm tiếp")
    assert "Ai ký giấy mời?" in member.last.text
    await no_update_failed(stage)
