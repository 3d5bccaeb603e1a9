"""What home says of ballots, and the office's own reminder to those who have not answered."""

from datetime import timedelta

import pytest

from bot.demo.stage import Stage
from bot.sandbox import Phone
from handlers.ballots.taps import RunBallot
from tests.e2e.balloting import QUESTION, offer, opened, rows, say, tap
from tests.e2e.body import Body, at

pytestmark = pytest.mark.e2e


@pytest.fixture
async def body(stage: Stage) -> Body:
    """A body of eight members, on Monday 7 March."""
    stage.clock.move_to(at(3, 7, 9))
    return await Body.found(stage)


def reminders(phone: Phone) -> int:
    """How often the phone was told that its owner has not answered."""
    return sum("Đồng chí chưa trả lời phiếu này" in event.text for event in phone.history if event.kind != "edited")


async def test_a_ballot_that_waits_is_found_at_home(body: Body) -> None:
    """Two taps from /start to the answer; once given, home does not speak of it."""
    await opened(body)
    phone = body.member("Sở Y tế")
    await say(body, phone, "/trogiup")
    assert f"Phiếu xin ý kiến chờ đồng chí trả lời:\n• {QUESTION} – đến " in phone.last.text
    await tap(body, phone, "Trả lời phiếu", "Đồng ý")
    await say(body, phone, "/trogiup")
    assert QUESTION not in phone.last.text
    assert await rows(body, "SELECT place FROM ballot_votes") == [{"place": 0}]


async def test_home_speaks_of_no_ballot_that_is_over(body: Body) -> None:
    """Past its deadline it takes no answer, closed or not yet."""
    await opened(body)
    body.stage.clock.move_to(at(3, 10, 17, 0) + timedelta(seconds=2))
    phone = body.member("Sở Y tế")
    await say(body, phone, "/trogiup")
    assert QUESTION not in phone.last.text


async def test_the_office_reminds_the_undecided_by_hand(body: Body) -> None:
    """Those alone, once a tap, at most every two hours; who answers meanwhile is left in peace."""
    secretary = await opened(body)
    done, silent = body.member("Sở Y tế"), body.member("Sở Tư pháp")
    await tap(body, done, "Đồng ý")
    await tap(body, secretary, "Cập nhật", "Nhắc 7 người chưa trả lời")
    assert (reminders(done), reminders(silent)) == (0, 1)
    await tap(body, secretary, "Nhắc 7 người chưa trả lời")
    assert "120 phút nữa" in secretary.alerts[-1]
    await offer(body, secretary, RunBallot(1, "nudge", 1))
    body.stage.clock.move_to(at(3, 7, 11, 1))
    await tap(body, secretary, "Nút 0")  # an old button
    assert reminders(silent) == 1
    await tap(body, secretary, "Nhắc 7 người chưa trả lời")
    assert (reminders(done), reminders(silent)) == (0, 2)
    await tap(body, silent, "Đồng ý")
    assert (await rows(body, "SELECT count(*) AS n FROM ballot_votes")) == [{"n": 2}]


async def test_nobody_is_reminded_at_night_or_by_strangers(body: Body) -> None:
    """In quiet hours it waits for the morning; a member has no such button, nor does a forged one work."""
    secretary, member = await opened(body), body.member("Sở Tư pháp")
    await offer(body, member, RunBallot(1, "nudge", 1))
    await tap(body, member, "Nút 0")
    assert "không có quyền" in member.alerts[-1]
    body.stage.clock.move_to(at(3, 7, 23))
    await tap(body, secretary, "Nhắc 8 người chưa trả lời")
    assert "Đang giờ nghỉ" in secretary.alerts[-1]
    assert reminders(member) == 0
