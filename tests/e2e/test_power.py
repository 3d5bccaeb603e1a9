"""The power is cut at the worst moments, Telegram is away, the machine is in trouble: nothing is lost, little repeated.

The bot is a real process that is killed with SIGKILL (``tests/e2e/power.py``); only the last two stories, which need
ten minutes to pass, have it in the test's process on a clock that is moved.
"""

import asyncio
import json
import random
import shutil
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.delivery import Delivery
from bot.demo.stage import Stage
from bot.sandbox import LocalTelegram, Phone
from storage.database import Database
from tests.e2e.power import QUESTIONS, TOKEN, House, attempt, seed, telegram_id, wait_until
from tests.handlers.reports.world import START, build

pytestmark = pytest.mark.e2e

REMINDED = "Tổ thử điện đề nghị gửi"
OPTIONS = {"yes": "Có", "no": "Không"}


@asynccontextmanager
async def house(folder: Path, people: int) -> AsyncIterator[House]:
    """A house of so many people that opened the bot once; the power is still off."""
    database = folder / "power.sqlite3"
    await seed(database, people)
    async with LocalTelegram(SystemClock(), token=TOKEN, limits=None) as telegram:
        phones = [telegram.person(telegram_id(n), f"Người {n}") for n in range(people)]
        for phone in phones:
            phone.chat.started = True
        home = House(telegram, database, phones)
        try:
            yield home
        finally:
            telegram.answer_after(0)
            await home.off()


def answers_of(n: int) -> list[tuple[str, str]]:
    """What person ``n`` answers: (field, value); they stop after so many questions, each at a place of their own."""
    values = {"number": f"{n + 1}0{{}}", "yes-no": ("yes", "no")[n % 2], "text": f"Người {n} ghi {{}}"}
    return [(key, values[kind].format(place)) for place, (key, kind) in enumerate(QUESTIONS)][: 8 - n % 4]


def typed(answer: tuple[str, str]) -> str:
    """The answer as people type it."""
    return OPTIONS.get(answer[1], answer[1])


def hurry(n: int, phone: Phone) -> None:
    """Somebody asks for the report and types all answers without looking."""
    phone.say("/baocao")
    for answer in answers_of(n):
        phone.say(typed(answer))


async def take_care(home: House, n: int) -> None:
    """Somebody is reminded, and reads each question before answering it, by a tap where there is a button."""
    phone = home.phones[n]
    await wait_until(lambda: _seen(phone, REMINDED))
    phone.tap("Làm báo cáo")
    for place, answer in enumerate(answers_of(n), start=1):
        await wait_until(lambda place=place: _seen(phone, f"câu {place}/8"))
        if answer[1] in OPTIONS:
            phone.tap(OPTIONS[answer[1]])
        else:
            phone.say(answer[1])


def _seen(phone: Phone, text: str) -> bool:
    return any(text in event.text for event in phone.history)


def assert_all_answered(home: House) -> None:
    """What was typed stands in the database: each once, in its field, in its order; and the next question waits."""
    assert home.failures() == []
    for n, phone in enumerate(home.phones):
        given = answers_of(n)
        assert home.answers(n) == given
        if len(given) < len(QUESTIONS):
            session = home.rows("SELECT state FROM sessions WHERE chat_id = ? AND front = 1", phone.id)
            assert json.loads(session[0]["state"])["session"]["position"] == QUESTIONS[len(given)][0]
            shown = [event.text for event in phone.history if "/8" in event.text]
            assert f"câu {len(given) + 1}/8" in shown[-1]


@pytest.mark.parametrize("luck", [20220307])
async def test_killed_in_the_middle_of_reports(tmp_path: Path, luck: int, record_property: Callable[..., None]) -> None:
    """Killed three times while eight people answer, every answer is kept once, and few replies come twice."""
    chance = random.Random(luck)  # noqa: S311 - must come out the same every time
    async with house(tmp_path, 8) as home:
        careful = [asyncio.create_task(take_care(home, n)) for n in range(0, 8, 2)]
        for n in (1, 3, 5):
            await home.on()
            await home.until(lambda: all(_seen(phone, REMINDED) for phone in home.phones))
            hurry(n, home.phones[n])
            if n == 3:  # before, in or after the transaction that takes the answers in
                await asyncio.sleep(chance.uniform(0, 0.06))
            else:  # while the replies go out
                await home.more_messages(chance.randrange(2, 12))
            await home.cut()
        await home.on()
        hurry(7, home.phones[7])
        await asyncio.gather(*careful)
        await home.calm()
        assert_all_answered(home)
        assert max(home.lost) <= Delivery.IN_FLIGHT
        assert home.repeats() <= sum(home.lost)
        record_property("repeated", home.repeats())


async def test_killed_in_the_middle_of_a_reminder_run(tmp_path: Path, record_property: Callable[..., None]) -> None:
    """Killed while two hundred people are reminded, everybody is reminded, and at most 32 people twice."""
    chance = random.Random(20220314)  # noqa: S311 - must come out the same every time
    async with house(tmp_path, 200) as home:
        await home.on()
        await home.more_messages(chance.randrange(60, 140))
        await home.cut()
        await home.on()
        await home.calm()
        reminded = _reminders(home)
        assert min(reminded) == 1
        assert max(reminded) <= 2
        assert reminded.count(2) <= home.lost[0] <= Delivery.IN_FLIGHT
        record_property("reminded twice", reminded.count(2))


def _reminders(home: House) -> list[int]:
    """How often each person was reminded."""
    return [sum(REMINDED in event.text for event in phone.history) for phone in home.phones]


async def test_killed_before_it_hears_that_messages_were_sent(tmp_path: Path) -> None:
    """At the worst moment as many messages are repeated as were in flight, and not one more, as is documented."""
    async with house(tmp_path, 120) as home:
        await home.on()
        await home.more_messages(40)
        home.telegram.answer_after(60)
        await asyncio.sleep(0.4)  # until it has all in flight that it allows itself
        await home.cut()
        home.telegram.answer_after(0)
        await home.on()
        await home.calm()
        assert home.lost == [Delivery.IN_FLIGHT]
        assert sorted(_reminders(home)) == [1] * (120 - Delivery.IN_FLIGHT) + [2] * Delivery.IN_FLIGHT
    documented = Path(__file__).parents[2].joinpath("docs/architecture.md").read_text(encoding="utf-8")
    assert f"most {Delivery.IN_FLIGHT} messages (`Delivery.IN_FLIGHT`)" in " ".join(documented.split())


async def test_a_batch_that_comes_again_changes_nothing(tmp_path: Path) -> None:
    """Killed after the commit but before Telegram hears of it, the bot is given the same batch again."""
    async with house(tmp_path, 6) as home:
        await home.on()
        await home.until(lambda: min(_reminders(home)) == 1)
        await home.calm()
        home.telegram.fail_next("getUpdates", 2)  # from the next one on, which would acknowledge
        for n, phone in enumerate(home.phones):
            hurry(n, phone)
        batch = home.telegram.pending()
        await home.until(lambda: home.rows("SELECT count(*) AS n FROM seen_updates")[0]["n"] == batch)
        await home.cut()
        assert home.telegram.pending() == batch
        before = home.tables()
        await home.on()
        await home.until(lambda: not home.telegram.pending())
        await home.calm()
        assert home.tables() == before
        assert_all_answered(home)


async def test_stopped_in_the_middle_of_a_batch(tmp_path: Path) -> None:
    """SIGTERM while answers are taken in and replies go out ends in exit code 0; nothing is lost or repeated."""
    async with house(tmp_path, 8) as home:
        await home.on()
        await home.until(lambda: min(_reminders(home)) == 1)
        for n, phone in enumerate(home.phones):
            hurry(n, phone)
        await home.more_messages(3)
        assert await home.off() == 0
        assert "Traceback" not in home.log
        await home.on()
        await home.calm()
        assert_all_answered(home)
        assert home.repeats() == 0


async def test_telegram_away(tmp_path: Path) -> None:
    """Telegram away is waited out, nothing lost or repeated; an answer lost on the line repeats that message alone."""
    async with house(tmp_path, 4) as home:
        await home.telegram.stop()
        home.process = await home.start()
        await home.until(lambda: "cannot be reached" in home.log)
        await home.telegram.start()
        await home.until(lambda: min(_reminders(home)) == 1)
        await home.calm()
        await home.telegram.stop()
        for n, phone in enumerate(home.phones):
            hurry(n, phone)
        before = len(home.log)
        await home.until(lambda: "cannot be reached" in home.log[before:])
        await home.telegram.start()
        await home.until(lambda: not home.telegram.pending())
        await home.calm()
        assert_all_answered(home)
        assert home.repeats() == 0
        home.telegram.fail_next("sendMessage", 2, "lost answer")
        for phone in home.phones:
            phone.say("/trogiup")
        await home.calm()
        assert sorted(home.repeated(phone) for phone in home.phones) == [0, 0, 1, 1]


async def test_started_twice(tmp_path: Path) -> None:
    """A second bot on the database says why it will not start, another elsewhere is told of; the first goes on."""
    async with house(tmp_path, 4) as home, aiohttp.ClientSession() as elsewhere:
        await home.on()
        code, said = await home.again()
        assert code == 1
        assert said == f"{home.database} is in use by another taskforce-bot. Stop that one, then start again.\n"
        await home.calm()
        async with elsewhere.get(f"{home.telegram.base_url}{TOKEN}/getUpdates?timeout=1"):
            await home.until(lambda: "Another program is reading this bot's updates" in home.log)
        for n, phone in enumerate(home.phones):
            hurry(n, phone)
        await home.calm()
        assert_all_answered(home)
        assert home.repeats() == 0
        assert len(home.log.splitlines()) == 2  # that it is at work, and the sentence


# --- what the operator has to put right ----------------------------------------------------------------------------


async def test_what_cannot_work_ends_in_one_sentence(tmp_path: Path) -> None:
    """A wrong token, setting or database ends in exit code 1 and one sentence that says what to do."""
    good = tmp_path / "good.sqlite3"
    await seed(good, 1)
    await (await Database.open(tmp_path / "empty.sqlite3")).close()
    body = good.read_bytes()
    (tmp_path / "damaged.sqlite3").write_bytes(body[:4096] + b"\xa5" * (len(body) - 4096))
    shutil.copy2(good, tmp_path / "other.sqlite3")
    with closing(sqlite3.connect(shutil.copy2(good, tmp_path / "held.sqlite3"))) as holder:
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        async with LocalTelegram(SystemClock(), token=TOKEN) as telegram:
            base = {"TASKFORCE_TOKEN": TOKEN, "TASKFORCE_DATABASE": str(good), "TASKFORCE_API_URL": telegram.base_url}
            busy = telegram.base_url.removeprefix("http://").removesuffix("/bot")
            cases = {
                "is in use by another program": {"TASKFORCE_DATABASE": str(tmp_path / "held.sqlite3")},
                "Telegram does not know this token": {"TASKFORCE_TOKEN": f"{TOKEN}-but-wrong"},
                f"Cannot listen on {busy}": {
                    "TASKFORCE_LISTEN": busy,
                    "TASKFORCE_DATABASE": str(tmp_path / "other.sqlite3"),
                },
                "holds no task force yet": {"TASKFORCE_DATABASE": str(tmp_path / "empty.sqlite3")},
                "damaged.sqlite3 is damaged": {"TASKFORCE_DATABASE": str(tmp_path / "damaged.sqlite3")},
            }
            broken = tmp_path / "broken"
            broken.mkdir()
            (broken / ".env").write_text("TASKFORCE_TOKEN=my secret token\n", encoding="utf-8")
            two_at_a_time = asyncio.Semaphore(2)  # the first waits five seconds for the lock, without work

            async def told(folder: Path, settings: dict[str, str]) -> tuple[int, str]:
                async with two_at_a_time:
                    return await attempt(folder, settings)

            attempts = [told(tmp_path, base | wrong) for wrong in cases.values()]
            ends = await asyncio.gather(*attempts, told(broken, {}))
    for sentence, (code, text) in zip([*cases, "TASKFORCE_TOKEN: must look like"], ends, strict=True):
        assert code == 1, text
        assert sentence in text
        assert len(text.splitlines()) == (2 if "must look like" in sentence else 1), text  # a list of the settings
        assert "secret" not in text
        assert TOKEN not in text


# --- ten minutes pass -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("out_of_reach", ["telegram", "bot"])
async def test_taps_that_telegram_forgot_meanwhile(
    tmp_path: Path, out_of_reach: str, caplog: pytest.LogCaptureFixture
) -> None:
    """After ten minutes without each other a tap is gone: the live question is shown again, once, with a word."""
    async with Stage.open(tmp_path / "taskforce.sqlite3", START) as stage:
        body = await build(stage, ["Sở Tư pháp", "Sở Nội vụ", "Công an tỉnh"])
        phone = await body.member(1001, "Lê Thị An", "Sở Tư pháp")
        await stage.app.tick()
        await body.say(phone, "/baocao")
        question = phone.last.text
        await (stage.telegram.stop() if out_of_reach == "telegram" else stage.stop_bot())
        phone.tap("Đang làm")
        await wait_until(lambda: out_of_reach == "bot" or "cannot be reached" in caplog.text)
        stage.clock.move_to(stage.clock.now() + timedelta(minutes=10))
        polls = len(stage.telegram.calls.of("getUpdates"))
        await (stage.telegram.start() if out_of_reach == "telegram" else stage.start_bot())
        await wait_until(lambda: len(stage.telegram.calls.of("getUpdates")) > polls)
        await stage.settle()
        for _ in range(2):
            await stage.app.tick()
            await stage.settle()
        told = [message.text for message in phone.messages if message.outgoing]
        assert told[-1] == question
        assert sum("bị gián đoạn" in text for text in told) == 1
        assert await body.answers("Sở Tư pháp") == {}
        await body.tap(phone, "Đang làm")
        assert len(await body.answers("Sở Tư pháp")) == 1
        assert await body.failures() == []
