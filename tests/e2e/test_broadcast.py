"""A notice to many: written, looked at, sent, acknowledged."""

from bot.demo.stage import Stage
from tests.e2e.body import Body


async def test_typed_and_sent_with_two_taps(stage: Stage) -> None:
    """Type the text, tap: everybody of the body has it; the card says how it went."""
    body = await Body.found(stage)
    secretary = body.secretary
    secretary.say("/thongbao")
    await stage.settle()
    print(secretary.screen(1))
    secretary.say("Ngày mai 8h họp tại phòng số 2.\nĐề nghị các đồng chí có mặt đúng giờ.")
    await stage.settle()
    print(secretary.screen(2))
    secretary.tap("Gửi cho")
    await stage.settle()
    print(secretary.screen(2))
    print(body.member("Sở Y tế").screen())
    assert "Ngày mai 8h họp" in body.member("Sở Y tế").screen()
