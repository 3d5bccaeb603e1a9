"""The bot in a process of its own, so that its power can be cut; Telegram and the people stay in the test's process."""

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.clock import SystemClock
from bot.sandbox import LocalTelegram, Phone
from storage import memberships, overrides, people, task_forces, units
from storage.database import Database
from taskforce.roles import Role

TOKEN = "123456789:token-for-loopback-only"

QUESTIONS = (
    ("figure-1", "number"),
    ("figure-2", "number"),
    ("held", "yes-no"),
    ("figure-3", "number"),
    ("figure-4", "number"),
    ("agreed", "yes-no"),
    ("remark", "text"),
    ("figure-5", "number"),
)
"""(key, kind) of what the report asks, in order."""

_CHARTER = """
[body]
name = "Tổ công tác thử điện"
short_name = "Tổ thử điện"
regulation = "Quy chế thử điện"
standing_unit = "Đơn vị 0"
decisions = "majority"
country = "none"
quiet_hours = { from = "00:00", to = "00:00" }
notice_time = "00:00"

# Open on every day of the year, and its opening reminder is due at once.
[[reports]]
key = "yearly"
form = "questions"
every = "year"
opens = { month = 1, by_day = 1 }
due = { month = 12, last_day = true }
cite = "Điều 1"

[[forms]]
key = "questions"
title = "Báo cáo thử"
sections = [{ key = "all", title = "Số liệu" }]
"""

_MESSAGES = ("sendMessage", "editMessageText", "show")
"""What people can see twice; an answer to a tap or a menu that is set anew is no message."""


def charter() -> str:
    """A task force whose report is open, and reminded of, on whatever day the tests run."""
    fields = (
        f'[[forms.fields]]\nkey = "{key}"\nkind = "{kind}"\nsection = "all"\nlabel = "Câu hỏi {key}"\n'
        for key, kind in QUESTIONS
    )
    return _CHARTER + "\n".join(fields)


async def seed(path: Path, count: int) -> None:
    """A task force of ``count`` units, each one's only member registered; every day near today is a working day."""
    now = SystemClock().now()
    database = await Database.open(path)
    async with database.transaction() as tx:
        body = await task_forces.create(tx, key="power", name="Thử điện", charter=charter(), locale="vi", now=now)
        for days in range(-40, 41):
            day = (now + timedelta(days=days)).date()
            await overrides.declare(tx, body.id, day, working=True, by=0, now=now)
        for n in range(count):
            unit = await units.add(tx, body.id, f"Đơn vị {n}")
            person = await people.consent(
                tx, telegram_id=telegram_id(n), full_name=f"Người {n}", locale="vi", version=1, now=now
            )
            await memberships.add(
                tx, task_force_id=body.id, role=Role.MEMBER, full_name=f"Người {n}", state="active", now=now,
                unit_id=unit.id, person_id=person.id,
            )  # fmt: skip
    await database.close()


def telegram_id(n: int) -> int:
    """Of the person of that number."""
    return 10_000 + n


@dataclass
class House:
    """A bot whose plug can be pulled. ``lost``: for each cut, how many sent messages the disk did not know of."""

    telegram: LocalTelegram
    database: Path
    phones: list[Phone]
    lost: list[int] = field(default_factory=list)
    process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        """All that the bot has written to standard error, over every start."""
        return self.database.with_suffix(".log").read_text(encoding="utf-8")

    async def on(self) -> None:
        """Start the bot; it is about to ask for updates when this returns."""
        begun = self.telegram.calls.granted["deletewebhook"]
        self.process = await self.start()
        await self.until(lambda: self.telegram.calls.granted["deletewebhook"] > begun)

    @property
    def settings(self) -> dict[str, str]:
        """What the bot is started with: no pace, for the people of these tests are not real."""
        return {
            "TASKFORCE_TOKEN": TOKEN,
            "TASKFORCE_DATABASE": str(self.database),
            "TASKFORCE_API_URL": self.telegram.base_url,
            "TASKFORCE_FILE_URL": self.telegram.file_url,
            "TASKFORCE_MESSAGES_PER_SECOND": "2000",
            "TASKFORCE_PRIVATE_LIMIT": "1000/1",
        }

    async def start(self) -> asyncio.subprocess.Process:
        """``python -m bot run``, its words into the log."""
        with self.database.with_suffix(".log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", env=environment(**self.settings), stdout=log, stderr=log
            )

    async def again(self) -> tuple[int, str]:
        """A second bot with the same settings, that ends by itself: its exit code and all that it said."""
        return await attempt(self.database.parent, self.settings)

    async def cut(self) -> None:
        """Pull the plug: SIGKILL. Notes how many messages were sent whose mark is not on the disk."""
        assert self.process is not None
        assert self.process.returncode is None, self.log
        self.process.kill()
        await self.process.wait()
        calls = -1
        while calls != len(self.telegram.calls):  # what was on its way still arrives
            calls = len(self.telegram.calls)
            await asyncio.sleep(0.03)
        self.lost.append(self._made() - self._marked() - sum(self.lost))

    async def off(self) -> int:
        """Stop the bot as a deployment does, with SIGTERM; returns its exit code."""
        assert self.process is not None
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(15):
            return await self.process.wait()

    async def until(self, condition: Callable[[], bool], seconds: float = 30.0) -> None:
        """Wait until that is so.

        Raises:
            AssertionError: the bot ended, or it took too long; with the bot's log.
        """

        def settled() -> bool:
            assert self.process is None or self.process.returncode is None, self.log
            return condition()

        try:
            await wait_until(settled, seconds)
        except TimeoutError:
            raise AssertionError(f"not within {seconds} s:\n{self.log}") from None

    async def more_messages(self, count: int) -> None:
        """Wait until Telegram has sent or edited so many messages more."""
        wanted = self.messages() + count
        await self.until(lambda: self.messages() >= wanted)

    async def calm(self) -> None:
        """Wait until every update is dealt with and everything to be sent is sent and marked."""
        waiting = "SELECT count(*) AS n FROM outbox WHERE state = 'queued'"
        still = 0
        while still < 3:
            calls = len(self.telegram.calls)
            await self.until(self.telegram.quiet)
            await asyncio.sleep(0.04)
            idle = calls == len(self.telegram.calls) and self.rows(waiting)[0]["n"] == 0
            still = still + 1 if idle else 0

    def rows(self, sql: str, *parameters: object) -> list[Mapping[str, Any]]:
        """What is on the disk. The files of a dead bot are copied first: mending them is the bot's own work."""
        if self.process is not None and self.process.returncode is None:
            return _rows(self.database, sql, parameters)
        with tempfile.TemporaryDirectory() as folder:
            for file in self.database.parent.glob(f"{self.database.name}*"):
                if not file.name.endswith("-shm"):
                    shutil.copy2(file, folder)
            return _rows(Path(folder) / self.database.name, sql, parameters)

    def tables(self) -> dict[str, int]:
        """How many rows every table holds, but for the one that says where messages stand: that is delivery's."""
        found = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'cards'")
        names = [row["name"] for row in found]
        return {name: self.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"] for name in names}  # noqa: S608

    def answers(self, n: int) -> list[tuple[str, str]]:
        """(field, value) of every answer that was ever kept for the unit of that number, in the order of writing."""
        found = self.rows(
            "SELECT a.field, a.value FROM answers a JOIN reports r ON r.id = a.report_id"
            " JOIN units u ON u.id = r.unit_id WHERE u.name = ? ORDER BY a.rowid",
            f"Đơn vị {n}",
        )
        return [(row["field"], row["value"].strip('"')) for row in found]

    def failures(self) -> list[str]:
        """Why updates could not be dealt with."""
        return [row["trace"] for row in self.rows("SELECT trace FROM failed_updates")]

    def repeats(self) -> int:
        """How many messages people got again, word for word."""
        return sum(self.repeated(phone) for phone in self.phones)

    def repeated(self, phone: Phone) -> int:
        """How many messages one person got again, word for word."""
        sent = Counter(event.text for event in phone.history if event.kind == "sent" and event.who != phone.user.name)
        return sum(times - 1 for times in sent.values())

    def messages(self) -> int:
        """How many messages Telegram has sent or edited for the bot."""
        return sum(self.telegram.calls.granted[method.lower()] for method in _MESSAGES)

    def _marked(self) -> int:
        """How many messages the disk knows to be sent."""
        methods = ", ".join(f"'{method}'" for method in _MESSAGES)
        found = self.rows(f"SELECT count(*) AS n FROM outbox WHERE state = 'sent' AND method IN ({methods})")  # noqa: S608
        return int(found[0]["n"])

    def _made(self) -> int:
        """How many messages came to something: an edit that finds its own text there already counts too."""
        return self.messages() + sum("not modified" in call.description for call in self.telegram.calls)


async def wait_until(condition: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait until that is so.

    Raises:
        TimeoutError: it took longer.
    """
    async with asyncio.timeout(seconds):
        while not condition():  # noqa: ASYNC110 - what is waited for happens in another process
            await asyncio.sleep(0.001)


def _rows(path: Path, sql: str, parameters: tuple[object, ...]) -> list[Mapping[str, Any]]:
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql, parameters)]


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with these settings of the bot and no others."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TASKFORCE_")}
    return {**kept, "TASKFORCE_LISTEN": "127.0.0.1:0", "PYTHONPATH": str(Path(__file__).parents[2]), **settings}


async def attempt(folder: Path, settings: Mapping[str, str]) -> tuple[int, str]:
    """``python -m bot run`` in that folder, where it cannot work: its exit code and all that it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=folder, env=environment(**settings),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(30):
            said, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
    return process.returncode or 0, said.decode()
