"""A report that somebody asks for: from the question to the summary, and what is changed on the way."""

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from tests.e2e.body import Body, at, live_until, tick_at, when

pytestmark = pytest.mark.e2e

QUESTIONS = "1. Số hồ sơ tồn đọng đến nay?\n2. Đã có kế hoạch xử lý chưa?\n3. Khó khăn, vướng mắc"
TITLE = "Rà soát hồ sơ tồn đọng"


async def say(stage: Stage, phone: Phone, text: str) -> None:
    """Type it."""
    phone.say(text)
    await stage.settle()


async def tap(stage: Stage, phone: Phone, *words: str) -> None:
    """Tap these buttons, one after the other."""
    for word in words:
        phone.tap(word)
        await stage.settle()


async def test_story(stage: Stage) -> None:
    body = await Body.found(stage, "nam-dong")
    await live_until(stage, at(3, 14, 9))
    boss = body.leader
    for step in ("/yeucau", TITLE, QUESTIONS):
        await say(stage, boss, step)
        print(boss.screen()); print("=======")
    for word in ("2. Có/Không", "Quay lại", "Tiếp tục (3 câu hỏi)", "Tất cả 6 đơn vị", "Tiếp tục (6 đơn vị)"):
        await tap(stage, boss, word)
        print(boss.screen()); print("=======")
    await say(stage, boss, "16h thứ sáu")
    print(boss.screen()); print("=======")
    await tap(stage, boss, "Gửi")
    print(boss.screen()); print("=======")
    unit = body.member("Sở Y tế")
    print(unit.last.text); n=len(unit.messages)
    for word in ("Làm báo cáo",): await tap(stage, unit, word)
    print("\n".join(m.text for m in unit.messages[n:])); print("=======")
    await say(stage, unit, "12")
    print(unit.last.text, unit.buttons() if hasattr(unit,"buttons") else "")
    await tap(stage, unit, "Có")
    print(unit.last.text)
    await say(stage, unit, "Thiếu người")
    print(unit.screen()[-1500:])
    await tap(stage, unit, "Gửi báo cáo")
    print(unit.screen()[-1500:])
    await tap(stage, boss, "Xem yêu cầu")
    print(boss.screen()[-1500:]); print("=======")
    await live_until(stage, at(3, 18, 18, 30))
    for p in (boss, body.secretary, body.member("Sở Tư pháp")):
        print("#########"); print(p.screen()[-6500:])
    assert 0
