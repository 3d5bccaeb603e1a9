"""E-mails from the outbox to a real mail server: once, in order of urgency, tried again, given up; never in a log."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from bot.clock import MovedClock
from bot.commands.operate import _mail
from bot.mail_server import MailServer
from bot.mailing import Mailing, NotNow
from bot.settings import Settings
from storage import outbox
from storage.database import Database, Transaction
from storage.outbox import MAIL, NO_CHAT, Outgoing, Priority
from tests.post_office import PostOffice, enclosed, opened, text_of

START = datetime(2022, 3, 1, 1, 0, tzinfo=UTC)


@dataclass
class Desk:
    """A mailing on a moved clock, its mail server, and what it was told."""

    database: Database
    clock: MovedClock
    office: PostOffice
    mailing: Mailing
    refused: list[tuple[str, str]] = field(default_factory=list)

    async def write(self, to: str, *, priority: Priority = Priority.NOTICE, key: str = "", **more: Any) -> None:
        """One letter into the outbox."""
        payload = {"to": to, "subject": f"Thư cho {to}", "html": "<b>Kính gửi</b>", "text": "Kính gửi", "locale": "vi"}
        async with self.database.transaction() as tx:
            await outbox.enqueue(
                tx, chat_id=NO_CHAT, method=MAIL, payload={**payload, **more}, priority=priority,
                now=self.clock.now(), dedupe_key=f"{key or to}", expires_at=self.clock.now() + timedelta(days=3),
            )  # fmt: skip
        self.mailing.wake()

    async def states(self) -> list[str]:
        """What became of the letters."""
        async with self.database.read() as tx:
            return [row["state"] for row in await tx.all("SELECT state FROM outbox ORDER BY id")]

    async def pass_time(self, seconds: float) -> None:
        """Let that many seconds pass, everybody who wakes meanwhile at their moment."""
        until = self.clock.monotonic() + seconds
        calm = 0
        while calm < 5:
            await asyncio.sleep(0.002)
            if not self.mailing.idle():
                calm = 0
            elif not self.clock.wake_next(within=max(0.0, until - self.clock.monotonic())):
                calm += 1
        self.clock.move_to(START + timedelta(seconds=until))


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """See Desk; sixty letters a minute."""
    database = await Database.open(tmp_path / "mail.sqlite3")
    clock = MovedClock(START)
    async with opened() as office:
        told: list[tuple[str, str]] = []

        async def refused(_tx: Transaction, row: Outgoing, cause: str) -> None:
            told.append((row.payload["to"], cause))

        async def content(described: Mapping[str, Any]) -> bytes | None:
            if described["name"] == "away.pdf" and clock.monotonic() < 30:
                raise NotNow("no Telegram")
            return None if described["name"] == "big.pdf" else described["name"].encode()

        server = MailServer("127.0.0.1", office.port, "Tổ công tác <tct@vi-du.example>", "none")
        mailing = Mailing(database, clock, server, content, refused)
        running = asyncio.create_task(mailing.run())
        yield Desk(database, clock, office, mailing, told)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    await database.close()


async def test_a_letter_arrives_with_its_words_and_files(desk: Desk) -> None:
    """Plain text and HTML side by side, Vietnamese everywhere, the files by their names; what is too big is named."""
    await desk.write("an@so.example", files=[{"name": "giấy mời.pdf"}, {"name": "big.pdf"}])
    await desk.pass_time(5)
    (letter,) = desk.office.letters
    assert letter["Subject"] == "Thư cho an@so.example"
    assert letter["From"] == "Tổ công tác <tct@vi-du.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "Kính gửi" in text_of(letter)
    assert "Tệp “big.pdf” quá lớn" in text_of(letter)
    html = letter.get_body(("html",))
    assert html is not None
    assert "<b>Kính gửi</b>" in html.get_content()
    assert list(enclosed(letter)) == ["giấy mời.pdf"]
    assert await desk.states() == ["sent"]


async def test_the_outbox_forgets_what_a_sent_letter_said(desk: Desk) -> None:
    """Addresses and words do not stay once it is out."""
    await desk.write("an@so.example")
    await desk.pass_time(5)
    async with desk.database.read() as tx:
        assert await tx.value("SELECT payload FROM outbox") == "{}"


async def test_letters_keep_the_pace_and_the_urgent_go_first(desk: Desk) -> None:
    """One a second; what is urgent overtakes what goes to everybody."""
    for number in range(4):
        await desk.write(f"{number}@so.example", priority=Priority.BULK)
    await desk.write("gap@so.example")
    await desk.pass_time(2.5)
    assert len(desk.office.letters) == 3
    assert "gap@so.example" in [letter["To"] for letter in desk.office.letters[:2]]
    await desk.pass_time(5)
    assert len(desk.office.letters) == 5


async def test_a_letter_that_is_turned_down_for_now_is_tried_again(desk: Desk) -> None:
    """450 twice: after a minute, then after two more; the others do not wait for it."""
    desk.office.says["an@so.example"] = ["450 later", "451 later"]
    await desk.write("an@so.example")
    await desk.write("binh@so.example")
    await desk.pass_time(10)
    assert [letter["To"] for letter in desk.office.letters] == ["binh@so.example"]
    await desk.pass_time(60)
    assert len(desk.office.letters) == 1
    await desk.pass_time(121)
    assert [letter["To"] for letter in desk.office.letters] == ["binh@so.example", "an@so.example"]
    assert desk.refused == []


async def test_a_letter_that_nobody_takes_is_told_once(desk: Desk) -> None:
    """550 is for good: the row is dead, the cause passed on."""
    desk.office.says["an@so.example"] = ["550 no such mailbox"]
    await desk.write("an@so.example")
    await desk.pass_time(10)
    assert await desk.states() == ["dead"]
    assert desk.refused == [("an@so.example", "550 no such mailbox")]


async def test_while_the_server_is_away_everything_waits(desk: Desk) -> None:
    """Nothing is lost and nothing is counted against a letter; it goes when the server is back."""
    await desk.office.close()
    await desk.write("an@so.example")
    await desk.write("binh@so.example")
    await desk.pass_time(60)
    assert await desk.states() == ["queued", "queued"]
    await desk.office.open()
    await desk.pass_time(300)
    assert [letter["To"] for letter in desk.office.letters] == ["an@so.example", "binh@so.example"]


async def test_a_letter_three_days_old_is_given_up(desk: Desk) -> None:
    """An invitation that comes after the meeting puzzles."""
    await desk.office.close()
    await desk.write("an@so.example")
    await desk.pass_time(10)
    desk.clock.move_to(START + timedelta(days=3, seconds=1))
    await desk.office.open()
    await desk.pass_time(400)
    assert desk.office.letters == []
    assert await desk.states() == ["expired"]


async def test_a_repeated_letter_bears_the_same_number(desk: Desk) -> None:
    """After a crash between the server's 250 and our mark it goes out again, and mail programs know it again."""
    await desk.write("an@so.example")
    await desk.pass_time(5)
    async with desk.database.transaction() as tx:
        payload = '{"to": "an@so.example", "subject": "x", "html": "x", "text": "x", "locale": "vi"}'
        await tx.run("UPDATE outbox SET state = 'queued', payload = ?", (payload,))
    desk.mailing.wake()
    await desk.pass_time(5)
    first, second = desk.office.letters
    assert first["Message-ID"] == second["Message-ID"]


async def test_a_file_that_cannot_be_had_now_puts_the_letter_off(desk: Desk) -> None:
    """While Telegram does not give the file out the letter waits, and then goes whole."""
    await desk.write("an@so.example", files=[{"name": "away.pdf"}])
    await desk.pass_time(10)
    assert desk.office.letters == []
    await desk.pass_time(120)
    assert list(enclosed(desk.office.letters[0])) == ["away.pdf"]


async def test_a_subject_with_a_line_end_cannot_smuggle_a_header(desk: Desk) -> None:
    """It stays words of the subject."""
    await desk.write("an@so.example", subject="a\r\nBcc: x@y.example")
    await desk.pass_time(10)
    (letter,) = desk.office.letters
    assert letter["Bcc"] is None
    assert letter["Subject"] == "a Bcc: x@y.example"


async def test_a_letter_to_no_address_stops_no_other(desk: Desk) -> None:
    """It is dead, and the next one goes."""
    await desk.write("an@so.example\r\nBcc: x@y.example")
    await desk.write("binh@so.example")
    await desk.pass_time(10)
    assert await desk.states() == ["dead", "sent"]
    assert [letter["Bcc"] for letter in desk.office.letters] == [None]


async def test_telegrams_delivery_passes_letters_over(desk: Desk) -> None:
    """What waits for a mail server is no call to Telegram."""
    await desk.office.close()
    await desk.write("an@so.example")
    async with desk.database.read() as tx:
        assert await outbox.waiting(tx, 0) == []


async def test_the_doctor_tries_the_mail_server() -> None:
    """Reached: whose letters it takes; away: what to look at; none: that nothing goes by e-mail."""
    settings = Settings(_env_file=None, smtp_host="127.0.0.1", smtp_security="none", mail_from="tct@vi-du.example")
    async with opened() as office:
        well = await _mail(settings.model_copy(update={"smtp_port": office.port}))
        away = settings.model_copy(update={"smtp_port": office.port})
    assert (well.well, "takes letters from tct@vi-du.example" in well.what) == (True, True)
    found = await _mail(away)
    assert not found.well
    assert "TASKFORCE_SMTP_HOST" in found.remedy
    assert (await _mail(Settings(_env_file=None))).well


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"smtp_host": "mail.vi-du.example", "mail_from": "a@b.example", "smtp_security": "none"}, "SMTP_SECURITY"),
        ({"smtp_host": "mail.vi-du.example"}, "MAIL_FROM"),
        ({"mail_from": "nobody"}, "MAIL_FROM"),
    ],
)
def test_wrong_settings_of_the_mail_server_are_named(wrong: dict[str, str], said: str) -> None:
    """Unencrypted beyond this machine, no sender, a sender that is no address."""
    with pytest.raises(ValidationError) as error:
        Settings(_env_file=None, **wrong)  # type: ignore[arg-type]  # wrong on purpose
    assert said.lower() in str(error.value)
