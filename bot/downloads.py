"""Fetches files that people sent, and hands each to the feature that asked for it, in a turn of its own."""

import asyncio
import logging
from collections.abc import Mapping

from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError

from bot.features import FileReader
from bot.turns import Turns
from storage import downloads
from storage.database import Database
from storage.downloads import Download
from storage.errors import StorageError

log = logging.getLogger(__name__)

_PAUSE = 5.0  # seconds before the next try
_TRIES = 20


async def fetched(bot: Bot, file_id: str) -> bytes | None:
    """The bytes of a file that lies at Telegram; None when Telegram does not give it out (too big, or gone).

    Raises:
        TelegramError: Telegram cannot be reached.
    """
    try:
        file = await bot.get_file(file_id)
        return bytes(await file.download_as_bytearray())
    except BadRequest as error:
        log.warning("A file cannot be fetched: %s", error)
        return None


class Downloads:
    """``run`` goes on until cancelled; ``wake`` tells that there may be a file to fetch."""

    def __init__(self, bot: Bot, turns: Turns, database: Database) -> None:
        self._bot = bot
        self._turns = turns
        self._database = database
        self._readers: Mapping[str, FileReader] = {}
        self._changed = asyncio.Event()
        self._changed.set()
        self._working = False

    def wake(self) -> None:
        """There may be a file to fetch."""
        self._changed.set()

    def idle(self) -> bool:
        """Nothing is being fetched."""
        return not self._working and not self._changed.is_set()

    async def run(self, readers: Mapping[str, FileReader]) -> None:
        """Fetch what waits, for ever, and hand each file to its purpose's reader."""
        self._readers = readers
        while True:
            await self._changed.wait()
            self._working = True
            self._changed.clear()
            try:
                async with self._database.read() as tx:
                    waiting = await downloads.waiting(tx)
                for download in waiting:
                    await self._fetch(download)
            except StorageError as error:
                log.error("%s", error)
                await asyncio.sleep(_PAUSE)
                self._changed.set()
            finally:
                self._working = False

    async def _fetch(self, download: Download) -> None:
        try:
            content = await fetched(self._bot, download.file_id)
        except (NetworkError, TelegramError) as error:
            if download.attempts < _TRIES:
                log.warning("File %s could not be fetched (%s); trying again.", download.id, error)
                async with self._database.transaction() as tx:
                    await downloads.count_attempt(tx, download.id)
                asyncio.get_running_loop().call_later(_PAUSE, self._changed.set)
                return
            content = None
        try:
            await self._hand_over(download, content)
        except StorageError:
            raise
        except Exception:  # a file that trips its reader up must not come again at every start
            from handlers import fallbacks  # loaded by now; at the start Telegram would wait for all it brings along

            log.exception("File %s could not be read", download.id)
            async with self._turns.alone() as turn:
                await downloads.finish(turn.tx, download.id, "failed", turn.now)
                await fallbacks.file_unreadable(turn, download.chat_id)

    async def _hand_over(self, download: Download, content: bytes | None) -> None:
        """Give the file to whoever asked for it; what they do and that it is done are one commit."""
        async with self._turns.alone() as turn:
            state = "failed" if content is None else "done"
            if await downloads.finish(turn.tx, download.id, state, turn.now) and download.purpose in self._readers:
                await self._readers[download.purpose](turn, download, content)
