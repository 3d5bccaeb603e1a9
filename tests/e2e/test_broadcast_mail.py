"""A notice by e-mail too: whose mailbox, at most once, refused, corrected, withdrawn, and over a restart."""

import asyncio
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.demo.stage import Stage
from storage import mailboxes
from storage.database import to_text
from tests.conftest import START
from tests.e2e.announcing import TEXT, Office, notices
from tests.e2e.body import Body
from tests.post_office import PostOffice, enclosed, opened, text_of

pytestmark = pytest.mark.e2e

HEALTH = "yte@vi-du.example"
JUSTICE = "tuphap@vi-du.example"
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


async def at_work(stage: Stage, preset: str = "bac-giang") -> Office:
    """Sở Y tế's and Sở Tư pháp's members have mailboxes, and so has Sở Y tế; nobody else has."""
    office = Office(stage, await Body.found(stage, preset))
    async with stage.database.transaction() as tx:
        for name, address in (("Cán bộ Sở Y tế", HEALTH), ("Cán bộ Sở Tư pháp", JUSTICE)):
            await tx.run("UPDATE memberships SET email = ? WHERE full_name = ?", (address, name))
        await mailboxes.put(tx, office.body.units["Sở Y tế"], OFFICE, by=None, now=stage.clock.now())
    return office


async def minutes(stage: Stage, count: int) -> None:
    """Let so many pass."""
    await stage.advance(stage.clock.now() + timedelta(minutes=count), step=timedelta(minutes=1))


def _last_file(office: Office) -> bytes:
    """What the secretary was sent last."""
    phone = office.secretary
    return phone.world.files.get(phone.last.json["document"]["file_id"]).body


async def test_a_notice_goes_to_the_members_and_the_units_mailboxes(stage: Stage, post: PostOffice) -> None:
    """Bắc Giang Điều 10.5: with formatting and file; the desk and the card say to how many."""
    office = await at_work(stage)
    await office.say("/thongbao")
    office.secretary.send_file("ke-hoach.pdf", b"%PDF-1.4 ke hoach", "Kế hoạch tháng 3")
    await stage.settle()
    assert "Gửi cả tới 3 hòm thư; thư đã gửi thì không sửa được." in office.secretary.screen(1)
    await office.tap("Gửi cho")
    await minutes(stage, 2)
    assert sorted(letter["To"] for letter in post.letters) == sorted([HEALTH, JUSTICE, OFFICE])
    for letter in post.letters:
        assert letter["Subject"] == "Thông báo: Kế hoạch tháng 3"
        assert "Kế hoạch tháng 3" in text_of(letter)
        assert enclosed(letter) == {"ke-hoach.pdf": b"%PDF-1.4 ke hoach"}
    assert "Thư điện tử: đã gửi 3/3 hòm thư" in office.secretary.screen(1)


async def test_the_formatting_of_a_notice_is_kept_in_the_letter(stage: Stage, post: PostOffice) -> None:
    """Bold and a link as HTML, the address beside the link's words in plain text."""
    office = await at_work(stage)
    await office.say("/thongbao")
    entities = [
        {"type": "bold", "offset": 0, "length": 4},
        {"type": "text_link", "offset": 5, "length": 3, "url": "https://vi-du.example/a"},
    ]
    await office.post({"text": "Khẩn xem nhé", "entities": entities})
    await office.tap("Gửi cho")
    letter = post.to(HEALTH)[0]
    html = letter.get_body(("html",))
    assert html is not None
    assert "<b>Khẩn</b>" in html.get_content()
    assert "xem (https://vi-du.example/a)" in text_of(letter)


async def test_who_is_out_of_the_bots_reach_gets_the_letter(stage: Stage, post: PostOffice) -> None:
    """One has not joined, one has blocked the bot: the ledger says so of Telegram, and that the letters went."""
    office = await at_work(stage)
    async with stage.database.transaction() as tx:
        await tx.run(
            "INSERT INTO memberships (task_force_id, unit_id, role, full_name, email, state, created_at)"
            " VALUES (?, ?, 'member', 'Người Chưa Vào', 'chua-vao@vi-du.example', 'expected', ?)",
            (office.body.id, office.body.units["Sở Tư pháp"], to_text(stage.clock.now())),
        )
    office.member().block()
    await stage.settle()
    await office.draft()
    await office.tap("Gửi cho")
    await minutes(stage, 2)
    assert len(post.to("chua-vao@vi-du.example")) == len(post.to(HEALTH)) == 1
    await office.tap("Theo dõi từng người")
    screen = office.secretary.screen(1)
    absent = next(line for line in screen.splitlines() if "Người Chưa Vào" in line)
    blocked = next(line for line in screen.splitlines() if "Cán bộ Sở Y tế" in line)
    without = next(line for line in screen.splitlines() if "Cán bộ Công an tỉnh" in line)
    assert "chưa tham gia bot" in absent
    assert "✉️ đã gửi" in absent
    assert "không gửi tới được" in blocked
    assert "✉️ đã gửi · ✉️ đơn vị: đã gửi" in blocked
    assert "✉️" not in without


async def test_turned_down_for_now_it_goes_later(stage: Stage, post: PostOffice) -> None:
    """450 twice: it goes all the same, once, and the card says so."""
    office = await at_work(stage)
    post.says[HEALTH] = ["450 4.2.1 mailbox busy", "451 4.3.0 later"]
    await office.draft()
    await office.tap("Gửi cho")
    await minutes(stage, 4)
    assert post.says[HEALTH] == []
    assert len(post.to(HEALTH)) == 1
    assert "đã gửi 3/3 hòm thư" in office.secretary.screen(1)


async def test_turned_down_for_good_it_stands_in_the_ledger(stage: Stage, post: PostOffice) -> None:
    """With the server's words, on the card, in the list and in the workbook; also when the outbox has forgotten."""
    office = await at_work(stage)
    post.says[HEALTH] = ["550 5.1.1 no such user"]
    await office.draft()
    await office.tap("Gửi cho")
    await minutes(stage, 2)
    async with stage.database.transaction() as tx:
        await tx.run("DELETE FROM outbox WHERE method = 'mail'")
    await office.tap("Theo dõi từng người")
    assert "550 5.1.1 no such user" in office.secretary.last.text
    line = next(text for text in office.secretary.screen().splitlines() if "Cán bộ Sở Y tế" in text)
    assert "✉️ ⚠️ bị từ chối (550 5.1.1 no such user)" in line
    await office.tap("Xuất Excel")
    page = load_workbook(io.BytesIO(_last_file(office))).active
    assert page is not None
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    head = next(row for row in cells if "E-mail" in row)
    health = next(row for row in cells if "Cán bộ Sở Y tế" in row)
    assert health[head.index("E-mail")] == "Bị từ chối: 550 5.1.1 no such user"
    assert health[head.index("E-mail đơn vị")] == "Đã gửi"


async def test_a_correction_and_a_withdrawal_are_letters(stage: Stage, post: PostOffice) -> None:
    """To the mailboxes that have the first; the one that refused it gets neither. The screens say it beforehand."""
    office = await at_work(stage)
    post.says[JUSTICE] = ["550 5.1.1 no such user"]
    await office.draft()
    await office.tap("Gửi cho")
    await minutes(stage, 1)
    await office.tap("Đính chính")
    await office.say("Họp lúc 9h")
    assert "2 hòm thư sẽ nhận thư “Đính chính”" in office.secretary.screen(1)
    await office.tap("Đính chính")
    await minutes(stage, 1)
    assert [letter["Subject"] for letter in post.to(HEALTH)][1:] == ["Đính chính: Họp lúc 9h"]
    assert "Thư này thay cho thông báo đã gửi trước đó." in text_of(post.to(HEALTH)[1])
    assert len(post.to(OFFICE)) == 2
    await office.tap("Thu hồi")
    assert "2 hòm thư sẽ nhận thư “Thu hồi”" in office.secretary.screen(1)
    await office.tap("Thu hồi")
    await minutes(stage, 1)
    assert [letter["Subject"] for letter in post.to(HEALTH)][2:] == ["Thu hồi: Họp lúc 9h"]
    assert "không còn giá trị" in text_of(post.to(OFFICE)[2])
    assert post.to(JUSTICE) == []


async def test_corrected_before_the_letters_went_only_the_new_words_go(stage: Stage, post: PostOffice) -> None:
    """While the server is away nothing is sent; then each gets one letter, with the words that hold."""
    office = await at_work(stage)
    await post.close()
    await office.draft()
    await office.tap("Gửi cho", "Đính chính")
    await office.say("Họp lúc 9h")
    await office.tap("Đính chính")
    await post.open()
    await minutes(stage, 10)
    assert [letter["Subject"] for letter in post.to(HEALTH)] == ["Thông báo: Họp lúc 9h"]
    assert len(post.letters) == 3


async def test_stopped_or_withdrawn_before_the_letters_went_nobody_gets_one(stage: Stage, post: PostOffice) -> None:
    """What lay in the outbox is taken back."""
    office = await at_work(stage)
    await post.close()
    await office.draft()
    await office.tap("Gửi cho", "Thu hồi", "Thu hồi")
    await post.open()
    await minutes(stage, 10)
    assert post.letters == []
    assert await office.rows("SELECT * FROM broadcast_mail WHERE open = 1") == []


async def test_where_the_charter_says_nothing_no_letter_is_written(stage: Stage, post: PostOffice) -> None:
    """Bắc Kạn has no such rule."""
    office = await at_work(stage, "bac-kan")
    await office.draft()
    assert "hòm thư" not in office.secretary.screen(1)
    await office.tap("Gửi cho")
    assert len(notices(office.member())) == 1
    assert post.letters == []


async def test_an_address_that_several_share_gets_one_letter(stage: Stage, post: PostOffice) -> None:
    """Whatever the letters' case; it stands in each one's line."""
    office = await at_work(stage)
    async with stage.database.transaction() as tx:
        shared = HEALTH.upper().replace("VI-DU.EXAMPLE", "vi-du.example")
        await tx.run("UPDATE memberships SET email = ? WHERE full_name = 'Cán bộ Sở Tư pháp'", (shared,))
    await office.draft()
    assert "2 hòm thư" in office.secretary.screen(1)
    await office.tap("Gửi cho")
    await minutes(stage, 1)
    assert len(post.letters) == 2
    assert {row["state"] for row in await office.rows("SELECT state FROM broadcast_letters")} == {"sent"}


async def test_the_bot_ends_in_the_middle_of_three_hundred_letters(stage: Stage, post: PostOffice) -> None:
    """Stopped twice: each mailbox has it; what was in flight at most twice, with the same number."""
    office = await at_work(stage)
    await office.crowd(300)
    async with stage.database.transaction() as tx:
        await tx.run("UPDATE memberships SET email = 'n' || id || '@vi-du.example' WHERE full_name LIKE 'Người %'")
    await office.draft(TEXT)
    await office.tap("Gửi cho 308 người")
    office.secretary.tap("Xác nhận gửi")
    working = asyncio.create_task(stage.settle())
    for reached in (50, 150):
        async with asyncio.timeout(60):
            while len(post.letters) < reached:  # noqa: ASYNC110 - what is waited for happens at the mail server
                await asyncio.sleep(0)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        await stage.stop_bot()
        assert reached <= len(post.letters) < 303
        working = asyncio.create_task(stage.start_bot())
    await working
    await minutes(stage, 8)
    numbers: dict[str, set[str]] = {}
    for letter in post.letters:
        numbers.setdefault(letter["To"], set()).add(letter["Message-ID"])
    assert len(numbers) == 303
    assert all(len(found) == 1 for found in numbers.values())
    assert len(post.letters) <= 303 + 2
    assert "đã gửi 303/303 hòm thư" in office.secretary.screen(1)
