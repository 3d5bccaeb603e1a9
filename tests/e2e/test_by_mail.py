"""The second channel: what goes to whose mailbox, once, with which files, and what never does."""

import io
from collections.abc import AsyncIterator
from pathlib import Path

import docx
import icalendar
import pytest

from bot.demo.stage import Stage
from handlers.reports import copies
from handlers.reports import scene as scenes
from storage import mailboxes, reports
from taskforce.forms import Answer
from tests.conftest import START
from tests.e2e.body import Body, at, live_until, tick_at
from tests.e2e.desk import Desk
from tests.e2e.inviting import set_charter
from tests.post_office import PostOffice, enclosed, opened, text_of

pytestmark = pytest.mark.e2e

HEALTH = "yte@vi-du.example"
OFFICE = "so-yte@vi-du.example"


@pytest.fixture
async def post() -> AsyncIterator[PostOffice]:
    """A mail server on loopback."""
    async with opened() as office:
        yield office


@pytest.fixture
async def stage(tmp_path: Path, post: PostOffice) -> AsyncIterator[Stage]:
    """A bot that knows a mail server."""
    async with Stage.open(tmp_path / "taskforce.sqlite3", START, running=False) as opened_stage:
        opened_stage.smtp_port = post.port
        await opened_stage.start_bot()
        yield opened_stage


async def known(desk: Desk) -> None:
    """Sở Y tế's member has a mailbox, and so has the unit; nobody else has."""
    async with desk.stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET email = ? WHERE full_name = 'Cán bộ Sở Y tế'", (HEALTH,))
        unit = desk.body.units["Sở Y tế"]
        await mailboxes.put(tx, unit, OFFICE, by=None, now=desk.stage.clock.now())


async def called(stage: Stage, preset: str = "bac-giang") -> Desk:
    """An extraordinary meeting that was called."""
    desk = await Desk.at(stage, preset)
    await known(desk)
    await desk.draft(desk.body.leader)
    await desk.tap(desk.body.leader, "Gửi giấy mời")
    await stage.settle()
    assert (await desk.meeting()).state == "called"
    return desk


async def test_an_invitation_goes_to_the_members_and_the_units_mailbox(stage: Stage, post: PostOffice) -> None:
    """Bắc Giang Điều 10: both get letter, calendar entry and agenda; the letter opens, the entry is read back."""
    await called(stage)
    assert [letter["To"] for letter in post.letters] == [HEALTH, OFFICE]
    for letter in post.letters:
        assert letter["Subject"] == "Giấy mời họp 09/03/2022: Họp rà soát dữ liệu"
        assert "Phòng họp số 2" in text_of(letter)
        assert "https://t.me/" in text_of(letter)
        files = enclosed(letter)
        paper = next(content for name, content in files.items() if name.endswith(".docx"))
        assert "Họp rà soát dữ liệu" in "\n".join(p.text for p in docx.Document(io.BytesIO(paper)).paragraphs)
        entry = next(content for name, content in files.items() if name.endswith(".ics"))
        event = icalendar.Calendar.from_ical(entry).walk("VEVENT")[0]
        assert event["SUMMARY"] == "Họp rà soát dữ liệu"
    assert "Kính mời đồng chí Cán bộ Sở Y tế" in text_of(post.to(HEALTH)[0])
    assert "Kính gửi Sở Y tế" in text_of(post.to(OFFICE)[0])


async def test_a_move_and_a_cancellation_follow(stage: Stage, post: PostOffice) -> None:
    """Each says exactly what changed, with the calendar entry of what holds now."""
    desk = await called(stage)
    leader = desk.body.leader
    await desk.say(leader, "/lichhop")
    await desk.tap(leader, "Họp rà soát dữ liệu")
    for label in ("Thay đổi cuộc họp", "Đổi giờ"):
        await desk.tap(leader, label)
    await desk.say(leader, "14h ngày 10/3", "Trùng lịch họp Tỉnh ủy")
    await desk.tap(leader, "Xác nhận thay đổi")
    moved = post.to(HEALTH)[1]
    assert moved["Subject"] == "Thay đổi lịch họp 10/03/2022: Họp rà soát dữ liệu"
    assert "14h" in text_of(moved)
    assert "Trùng lịch họp Tỉnh ủy" in text_of(moved)
    (name,) = enclosed(moved)
    event = icalendar.Calendar.from_ical(enclosed(moved)[name]).walk("VEVENT")[0]
    assert event["SEQUENCE"] == 1


async def test_a_paper_that_comes_later_is_enclosed(stage: Stage, post: PostOffice) -> None:
    """The very bytes that were sent to the bot."""
    desk = await called(stage)
    leader = desk.body.leader
    await desk.say(leader, "/lichhop")
    await desk.tap(leader, "Họp rà soát dữ liệu")
    await desk.tap(leader, "Tài liệu")
    leader.send_file("Dự thảo báo cáo.pdf", b"%PDF-1.4 du thao")
    await stage.settle()
    (letter,) = post.to(HEALTH)[1:]
    assert letter["Subject"] == "Tài liệu họp 09/03/2022: Họp rà soát dữ liệu"
    assert enclosed(letter) == {"Dự thảo báo cáo.pdf": b"%PDF-1.4 du thao"}


async def test_where_the_regulation_says_nothing_nobody_gets_mail(stage: Stage, post: PostOffice) -> None:
    """Quảng Nam has no such rule for meetings."""
    await called(stage, "quang-nam")
    assert post.letters == []


async def test_a_mailbox_that_refuses_is_told_to_the_secretary(stage: Stage, post: PostOffice) -> None:
    """With the address, and what the server said; the invitation on the phone is not touched by it."""
    post.says[HEALTH] = ["550 5.1.1 no such user"]
    desk = await called(stage)
    secretary = desk.body.secretary
    await stage.settle()
    assert HEALTH in secretary.last.text
    assert "550 5.1.1 no such user" in secretary.last.text
    assert "GIẤY MỜI" in desk.body.member("Sở Y tế").screen()


async def test_the_bot_begins_again_and_sends_each_letter_once(stage: Stage, post: PostOffice) -> None:
    """What waited when the power went out goes out then; what was out does not go again."""
    await post.close()
    await called(stage)
    await stage.stop_bot()
    await post.open()
    await stage.start_bot()
    await stage.settle()
    assert [letter["To"] for letter in post.letters] == [HEALTH, OFFICE]
    await stage.stop_bot()
    await stage.start_bot()
    await stage.settle()
    assert len(post.letters) == 2


async def test_without_a_mail_server_nothing_waits(tmp_path: Path) -> None:
    """No letter is written that nobody would send."""
    async with Stage.open(tmp_path / "plain.sqlite3", START) as plain:
        desk = await called(plain)
        assert await desk.rows("SELECT id FROM outbox WHERE method = 'mail'") == []


async def test_a_report_goes_to_the_mailbox_that_the_regulation_names(stage: Stage, post: PostOffice) -> None:
    """Quảng Nam Điều 12.3: each report when it is sent, and the compiled one with its three files."""
    body = await Body.found(stage, "quang-nam")
    await live_until(stage, at(3, 10, 8))
    report = await body.report_id("Sở Y tế")
    async with stage.app.turns.alone() as turn:
        scene = await scenes.need(turn, report)
        given = {"online-files": Answer("1200", body.people["Cán bộ Sở Y tế"], turn.now)}
        await reports.save_answers(turn.tx, report, given)
        await reports.mark_sent(turn.tx, report, {"online-files": 1}, body.people["Cán bộ Sở Y tế"], turn.now)
        await copies.send(turn, await scenes.need(turn, scene.report.id))
    await stage.settle()
    (own,) = post.letters
    assert own["Subject"].endswith("tháng 3/2022: Sở Y tế")
    assert "1.200" in text_of(own)


async def test_the_compiled_report_goes_there_with_its_three_files(stage: Stage, post: PostOffice) -> None:
    """A minute after the post, once; and again, said to be a later version, when it changed."""
    body = await Body.found(stage, "quang-nam")
    await set_charter(body, ('approved_by = { roles = ["leader", "deputy"], cite = "Điều 5 khoản 3" }', ""))
    await live_until(stage, at(3, 10, 8))
    await body.send("Sở Y tế", online_files=1200)
    await live_until(stage, at(3, 18, 8))
    for minute in (1, 2, 3):
        await tick_at(stage, at(3, 18, 8, minute))
    compiled = [letter for letter in post.letters if len(enclosed(letter)) == 3]
    assert len(compiled) == 1, [letter["Subject"] for letter in post.letters]
    assert sorted(name.rpartition(".")[2] for name in enclosed(compiled[0])) == ["docx", "png", "xlsx"]
