"""The webhook and the health page: updates are POSTed here instead of polled, and answered 200 after the commit.

Telegram repeats what was not answered with a 2xx (Telegram facts, Updates), so the same promise holds as for polling.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.intake import Intake, RawUpdate
from storage.errors import StorageError

log = logging.getLogger(__name__)

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the header's name
WEBHOOK_PATH = "/telegram"
MAX_BODY = 1_000_000  # bytes; an update is a few kilobytes

Health = Callable[[], Awaitable[dict[str, object]]]


class Batcher:
    """Updates that arrive while a transaction is under way share the next one, at most 100 together."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake
        self._waiting: list[tuple[RawUpdate, asyncio.Future[None]]] = []
        self._taking = asyncio.Lock()

    async def take(self, update: RawUpdate) -> None:
        """Returns when the update is on the disk.

        Raises:
            StorageError: it is not; it has to come again.
        """
        committed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, committed))
        async with self._taking:
            batch, self._waiting = self._waiting[:100], self._waiting[100:]
            if batch:
                await self._take(batch)
        await committed

    async def _take(self, batch: list[tuple[RawUpdate, asyncio.Future[None]]]) -> None:
        try:
            await self._intake.take([update for update, _ in batch])
        except Exception as error:
            for _, committed in batch:
                if not committed.done():  # Telegram may have hung up meanwhile
                    committed.set_exception(error)
        else:
            for _, committed in batch:
                if not committed.done():
                    committed.set_result(None)


class Web:
    """The small HTTP server beside the bot. ``secret`` is what Telegram sends with every update."""

    def __init__(self, intake: Intake, secret: str | None, health: Health) -> None:
        self._batcher = Batcher(intake)
        self._secret = secret
        self._health = health
        self._runner: web.AppRunner | None = None

    async def start(self, host: str, port: int) -> int:
        """Listen; returns the port (useful when 0 was asked for)."""
        application = web.Application(client_max_size=MAX_BODY)
        application.router.add_get("/health", self._healthy)
        if self._secret is not None:
            application.router.add_post(WEBHOOK_PATH, self._posted)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return int(self._runner.addresses[0][1])

    async def stop(self) -> None:
        """Stop listening."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _posted(self, request: web.Request) -> web.Response:
        told = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(told.encode(errors="surrogateescape"), (self._secret or "").encode()):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
            if not isinstance(update, dict) or not _is_number(update.get("update_id")):
                raise ValueError("not an update")
        except ValueError:
            return web.Response(status=400)
        try:
            await self._batcher.take(update)
        except StorageError as error:
            log.error("%s", error)
            return web.Response(status=503)
        return web.Response()

    async def _healthy(self, _request: web.Request) -> web.Response:
        state = await self._health()
        return web.json_response(state, status=200 if state["healthy"] else 503)


def _is_number(update_id: object) -> bool:
    """Telegram's update ids are 32-bit; anything the database cannot keep is not one."""
    return isinstance(update_id, int) and not isinstance(update_id, bool) and 0 <= update_id < 2**63
