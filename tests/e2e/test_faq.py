"""Questions and answers on a phone: asked, found, kept, sent to the secretary, brought in as a table; who may not."""

import io
from typing import Any, get_type_hints

import openpyxl
import pytest

import bot.routing  # noqa: F401 - every kind of button is known once the routes are
from bot.demo.stage import Stage
from handlers.faq.taps import KeepEntry, SeeAnswer, SendQuestion
from storage import faq
from storage.faq import Entry
from taskforce.roles import Role
from tests.e2e.body import Body, at, live_until
from tests.e2e.inviting import REFUSED, buttons, files, forge, no_update_failed, say, tap, texts

pytestmark = pytest.mark.e2e

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
    print(member.screen())
    await say(stage, member, "nop ho so dvc o dau vay")
    print(member.screen())
    assert "Trên Cổng dịch vụ công quốc gia.\n\nCăn cứ: Điều 4 khoản 1" in member.last.text
    await tap(stage, member, "Đúng điều tôi hỏi 👍")
    print(member.screen())
    assert "Cảm ơn đồng chí" in member.last.text
    kept = await entries(body)
    assert (kept["Nộp hồ sơ dịch vụ công ở đâu?"].helped, kept["Nộp hồ sơ dịch vụ công ở đâu?"].seen) == (1, 1)
    await say(stage, secretary, "/hoidap")
    await tap(stage, secretary, "🗂 Quản lý Hỏi đáp")
    print(secretary.screen())
    assert "• Nộp hồ sơ dịch vụ công ở đâu?\n   👁 1 · 👍 1\n\n• Làm" in secretary.last.text
    await no_update_failed(stage)
