"""Updates a second: every answer of a report committed with synchronous=FULL, beside an echo bot on plain PTB."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import program, resident_megabytes, until
from bot.clock import SystemClock
from bot.sandbox import LocalTelegram, Phone
from storage import memberships, people, task_forces, units
from storage.database import Database
from taskforce.roles import Role

PEOPLE = 200
ANSWERS_EACH = 10
TOKEN = "123456789:bench-token-for-loopback"
CHARTER = Path(__file__).with_name("bench.toml")


@dataclass(frozen=True)
class Run:
    """How one program did: updates a second, seconds from start to the first poll, peak memory in MB."""

    updates_per_second: float
    start_seconds: float
    megabytes: float


async def plain_ptb(log: Path) -> Run:
    """python-telegram-bot's own polling, echoing; nothing is kept."""
    async with LocalTelegram(SystemClock(), token=TOKEN, limits=None) as telegram:
        phones = _phones(telegram)
        env = {"BENCH_TOKEN": TOKEN, "BENCH_API_URL": telegram.base_url}
        begun = time.perf_counter()
        async with program("-m", "benchmarks.plain_ptb", env=env, log=log) as process:
            await until(lambda: bool(telegram.calls.of("getupdates")) or telegram.quiet(), process)
            start = time.perf_counter() - begun
            await asyncio.sleep(1)
            rate = await _timed(telegram, phones, process)
            return Run(rate, start, resident_megabytes(process))


async def durable_echo(log: Path) -> Run:
    """The same echo through the product: message and reply kept with synchronous=FULL before Telegram is told."""
    with tempfile.TemporaryDirectory() as folder:
        async with LocalTelegram(SystemClock(), token=TOKEN, limits=None) as telegram:
            phones = _phones(telegram)
            env = {
                "BENCH_TOKEN": TOKEN,
                "BENCH_API_URL": telegram.base_url,
                "BENCH_DATABASE": str(Path(folder) / "bench.sqlite3"),
            }
            begun = time.perf_counter()
            async with program("-m", "benchmarks.durable_echo", env=env, log=log) as process:
                await until(lambda: telegram.calls.granted["deletewebhook"] > 0, process)
                start = time.perf_counter() - begun
                await _calm(telegram)
                rate = await _timed(telegram, phones, process)
                return Run(rate, start, resident_megabytes(process))


async def ours(log: Path) -> Run:
    """The product: each update is an answer typed into a report, kept for good before Telegram is told."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite3"
        await _seed(path)
        async with LocalTelegram(SystemClock(), token=TOKEN, limits=None) as telegram:
            phones = _phones(telegram)
            env = {
                "TASKFORCE_TOKEN": TOKEN,
                "TASKFORCE_DATABASE": str(path),
                "TASKFORCE_API_URL": telegram.base_url,
                "TASKFORCE_FILE_URL": telegram.file_url,
                "TASKFORCE_LISTEN": "127.0.0.1:0",
                "TASKFORCE_MESSAGES_PER_SECOND": "100000",
                "TASKFORCE_PRIVATE_LIMIT": "1000/1",
            }
            begun = time.perf_counter()
            async with program("-m", "bot", "run", env=env, log=log) as process:
                await until(lambda: telegram.calls.granted["deletewebhook"] > 0, process)
                start = time.perf_counter() - begun
                await _calm(telegram)
                for phone in phones:
                    phone.say("/baocao")
                await _calm(telegram)
                rate = await _timed(telegram, phones, process)
                return Run(rate, start, resident_megabytes(process))


async def _timed(telegram: LocalTelegram, phones: list[Phone], process: asyncio.subprocess.Process) -> float:
    """Everybody types ten numbers; the rate at which they are dealt with and answered."""
    before = telegram.calls.granted["sendmessage"]
    for n in range(ANSWERS_EACH):
        for phone in phones:
            phone.say(str(100 + n))
    begun = time.perf_counter()
    total = len(phones) * ANSWERS_EACH
    await until(lambda: telegram.calls.granted["sendmessage"] - before >= total and not telegram.pending(), process)
    return total / (time.perf_counter() - begun)


async def _calm(telegram: LocalTelegram) -> None:
    """Wait until nothing has been going on for half a second."""
    calls = -1
    while calls != len(telegram.calls) or not telegram.quiet():
        calls = len(telegram.calls)
        await asyncio.sleep(0.5)


def _phones(telegram: LocalTelegram) -> list[Phone]:
    phones = [telegram.person(10_000 + n, f"Người {n}", phone=f"+849{n:08d}") for n in range(PEOPLE)]
    for phone in phones:
        phone.start()
    return phones


async def _seed(path: Path) -> None:
    """A task force of as many units as people, each one's only member registered."""
    now = SystemClock().now()
    database = await Database.open(path)
    charter = CHARTER.read_text(encoding="utf-8")
    async with database.transaction() as tx:
        body = await task_forces.create(tx, key="bench", name="Đo lường", charter=charter, locale="vi", now=now)
        for n in range(PEOPLE):
            unit = await units.add(tx, body.id, f"Đơn vị {n}")
            name = f"Người {n}"
            person = await people.consent(tx, telegram_id=10_000 + n, full_name=name, locale="vi", version=1, now=now)
            await memberships.add(
                tx, task_force_id=body.id, role=Role.MEMBER, full_name=name, state="active", now=now,
                unit_id=unit.id, person_id=person.id,
            )  # fmt: skip
    await database.close()
