"""The bot and the local Telegram in one process on a clock that is moved: for ``make demo`` and the stories in tests.

Nothing of the product is replaced: every word goes over HTTP through the real intake, handlers, storage and delivery.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.clock import MovedClock
from bot.sandbox import Limits, LocalTelegram, Phone
from bot.settings import Settings
from storage.database import Database

_TOKEN = "123456789:local-telegram-token"  # noqa: S105 - opens nothing but the local Telegram
_LOOKS = 20  # without a pause
_PAUSE = 0.001  # real seconds
_LONGEST_PAUSE = 120.0  # seconds; delivery waits no longer between two tries


class Stage:
    """Use ``Stage.open``. Act through ``telegram`` and its people, then ``settle``; let time pass with ``advance``."""

    def __init__(self, database_path: Path, clock: MovedClock, telegram: LocalTelegram) -> None:
        self.database_path = database_path
        self.clock = clock
        self.telegram = telegram
        self.smtp_port: int | None = None
        """Where on this machine a mail server listens; set it before the bot is started."""
        self.app: App
        self.database: Database
        self._running: asyncio.Task[None] | None = None

    @classmethod
    @contextlib.asynccontextmanager
    async def open(
        cls, database_path: Path, start: datetime, *, limits: Limits | None = None, running: bool = True
    ) -> AsyncIterator["Stage"]:
        """A running bot on that database, the clock at ``start`` (with a zone); not ``running``: start it yourself."""
        clock = MovedClock(start)
        telegram = LocalTelegram(clock, token=_TOKEN, limits=limits)
        await telegram.start()
        stage = cls(database_path, clock, telegram)
        try:
            if running:
                await stage.start_bot()
            yield stage
        finally:
            await stage.stop_bot()
            await telegram.stop()

    @property
    def settings(self) -> Settings:
        """What the bot is started with."""
        return Settings(
            _env_file=None,
            token=SecretStr(_TOKEN),
            database=self.database_path,
            api_url=self.telegram.base_url,
            file_url=self.telegram.file_url,
            # said here so that the operator's own environment says nothing
            proxy=None,
            webhook_url=None,
            webhook_secret=None,
            smtp_host="" if self.smtp_port is None else "127.0.0.1",
            smtp_port=self.smtp_port or 587,
            smtp_security="none",
            mail_from="Thư ký số <thu-ky@to-cong-tac.example>",
        )

    async def start_bot(self) -> None:
        """Start the bot (again) on the same database."""
        self.database = await Database.open(self.database_path)
        self.app = App(self.settings, self.database, self.clock)
        try:
            await self.app.start()
        except BaseException:
            await self.app.stop()
            await self.database.close()  # its thread would keep the program from ending
            raise
        self._running = asyncio.create_task(self.app.run())
        await self.settle()

    async def stop_bot(self) -> None:
        """Stop the bot wherever it is, as a deployment would."""
        if self._running is None:
            return
        running, self._running = self._running, None
        running.cancel()
        try:
            with contextlib.suppress(asyncio.CancelledError):
                await running  # it may have failed before
        finally:
            await self.app.stop()
            await self.database.close()  # its thread would keep the program from ending

    async def settle(self) -> None:
        """Wait until everything said has been dealt with and everything to be sent is sent, at Telegram's pace.

        The clock moves only as far as the pace of sending asks for.

        Raises:
            Exception: whatever stopped the bot.
        """
        calm = busy = 0
        while calm < 3:
            # Looking without a pause takes the processor away from what is waited for.
            await asyncio.sleep(0 if busy < _LOOKS and not calm else _PAUSE)
            if self._running is not None and self._running.done():
                self._running.result()
            if not (self.telegram.quiet() and self.app.idle()):
                calm, busy = 0, busy + 1
                continue
            busy = 0
            calm = 0 if self.clock.wake_next(within=_LONGEST_PAUSE) else calm + 1

    async def advance(self, to: datetime, *, step: timedelta = timedelta(minutes=30)) -> None:
        """Let time pass until ``to``, ticking as the scheduler would, only less often."""
        while self.clock.now() < to:
            self.clock.move_to(min(self.clock.now() + step, to))
            await self.app.tick()
            await self.settle()

    async def person(self, telegram_id: int, name: str, phone: str, *, language: str = "vi") -> Phone:
        """Somebody with a phone."""
        return self.telegram.person(telegram_id, name, phone=phone, language_code=language)
