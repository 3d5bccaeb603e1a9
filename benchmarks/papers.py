"""The three documents of a month, asked for on a phone, while others go on tapping."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks import history
from benchmarks.machine import program, until
from bot.clock import SystemClock
from bot.sandbox import LocalTelegram, Phone
from bot.sandbox.records import Json
from handlers.boards import ListUnits
from storage.database import Database

UNITS = 24
TOKEN = "123456789:bench-token-for-loopback"
_PAUSE = 0.04  # seconds between an answer and the next tap
_UNHEARD, _USUAL = 5, 100  # taps without anything else going on


@dataclass(frozen=True)
class Papers:
    """``seconds`` from the tap to the third document, of the slowest asker: later ones may share what was made.

    Waits of taps in milliseconds.
    """

    seconds: float
    usual: list[float]
    meanwhile: list[float]

    @property
    def usual_95(self) -> float:
        """19 of 20 taps are answered so soon when nothing else goes on."""
        return _percentile(self.usual)

    @property
    def meanwhile_95(self) -> float:
        """The same while documents are made."""
        return _percentile(self.meanwhile)


async def measure(log: Path) -> Papers:
    """The bot as it is run, over HTTP; each document is made in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "papers.sqlite3"
        await _seed(path)
        async with LocalTelegram(SystemClock(), token=TOKEN, limits=None) as telegram:
            phones = [telegram.person(one, "Thư ký", phone=f"+8491{one:07}") for one in history.SECRETARIES]
            env = {
                "TASKFORCE_TOKEN": TOKEN,
                "TASKFORCE_DATABASE": str(path),
                "TASKFORCE_API_URL": telegram.base_url,
                "TASKFORCE_FILE_URL": telegram.file_url,
                "TASKFORCE_LISTEN": "127.0.0.1:0",
                "TASKFORCE_MESSAGES_PER_SECOND": "100000",
                "TASKFORCE_PRIVATE_LIMIT": "1000/1",
            }
            async with program("-m", "bot", "run", env=env, log=log) as process:
                await until(lambda: telegram.calls.granted["deletewebhook"] > 0, process)
                return await _measured(telegram, phones, process)


async def _measured(telegram: LocalTelegram, phones: Sequence[Phone], process: asyncio.subprocess.Process) -> Papers:
    for phone in phones:
        phone.start()
        phone.say("/bang")
    await until(lambda: all("Tài liệu" in phone.screen() for phone in phones), process)
    await _calm(telegram)
    tapping, *asking = phones
    usual = [await _tap(telegram, tapping, process) for _ in range(_UNHEARD + _USUAL)][_UNHEARD:]
    seconds, meanwhile = [], []
    for secretary in asking:
        before = _documents(telegram)
        begun = time.perf_counter()
        secretary.tap("Tài liệu")
        while _documents(telegram) < before + 3:
            meanwhile.append(await _tap(telegram, tapping, process))
        seconds.append(time.perf_counter() - begun)
    return Papers(max(seconds), usual, meanwhile)


async def _tap(telegram: LocalTelegram, phone: Phone, process: asyncio.subprocess.Process) -> float:
    """Tap, and say how many milliseconds the tap waited for its answer."""
    answered = telegram.calls.granted["answercallbackquery"]
    begun = time.perf_counter()
    phone.tap(_turns_pages)
    await until(lambda: telegram.calls.granted["answercallbackquery"] > answered, process)
    took = (time.perf_counter() - begun) * 1000
    await asyncio.sleep(_PAUSE)
    return took


def _turns_pages(button: Json) -> bool:
    """The units on the board, and then their next page."""
    return str(button.get("callback_data", "")).startswith(f"{ListUnits.prefix}:")


def _documents(telegram: LocalTelegram) -> int:
    return telegram.calls.granted["senddocument"] + telegram.calls.granted["sendphoto"]


async def _calm(telegram: LocalTelegram) -> None:
    calls = -1
    while calls != len(telegram.calls) or not telegram.quiet():
        calls = len(telegram.calls)
        await asyncio.sleep(0.3)


def _percentile(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


async def _seed(path: Path) -> None:
    today = datetime.now(UTC).date()
    database = await Database.open(path)
    async with database.transaction() as tx:
        told = history.months(12, date(today.year, today.month, 1))
        body = await history.write(tx, history.twelve_questions(), unit_count=UNITS, months=told)
        await history.plan(tx, body)
    await database.close()
