"""setWebhook, deleteWebhook, getWebhookInfo and the delivery to the bot (docs/telegram-facts.md, Updates)."""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from bot.sandbox.args import Args
from bot.sandbox.errors import bad_request
from bot.sandbox.polling import Poller
from bot.sandbox.queue import DEFAULT_TYPES, QueuedUpdate
from bot.sandbox.world import World

HTTPS_PORTS = (443, 80, 88, 8443)
MAX_PAUSE_SECONDS = 60.0
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name

_SECRET = re.compile(r"[A-Za-z0-9_-]*\Z")
_POST_TIMEOUT = aiohttp.ClientTimeout(total=60)


@dataclass(slots=True)
class _Hook:
    url: str = ""
    secret: str = ""
    connections: int = 40
    error: str = ""
    error_at: int = 0
    busy: dict[int, "asyncio.Task[None]"] = field(default_factory=dict)


class Webhook:
    """Posts each update to the bot until it answers 2xx; one at a time for each chat, several chats at once."""

    def __init__(self, world: World, poller: Poller) -> None:
        self._world = world
        self._poller = poller
        self._hook = _Hook()
        self._session: aiohttp.ClientSession | None = None
        self._running = False

    async def set(self, args: Args) -> Any:
        """setWebhook: https on Telegram's ports, or plain http to this machine; an empty url deletes."""
        url = args.text("url").strip()
        if url:
            _check_url(url)
        secret = args.text("secret_token")
        if len(secret) > 256:
            raise bad_request("secret token is too long")
        if not _SECRET.match(secret):
            raise bad_request("secret token contains unallowed characters")
        await self._stop_posting()
        types = args.json("allowed_updates")
        self._world.queue.allow(types if isinstance(types, list) else None)
        if args.boolean("drop_pending_updates"):
            self._world.queue.clear()
        self._hook = _Hook(url, secret, args.integer("max_connections", 40, 1, 100))
        self._poller.webhook_active = bool(url)
        if url:
            self._poller.stop_waiting()
            self.deliver()
        return True

    async def delete(self, args: Args) -> Any:
        """deleteWebhook."""
        dropped = {"drop_pending_updates": args.values.get("drop_pending_updates", False)}
        return await self.set(Args(dropped))

    def info(self, args: Args) -> Any:
        """getWebhookInfo."""
        hook = self._hook
        info: dict[str, Any] = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.queue),
        }
        if hook.url:
            info["max_connections"] = hook.connections
        if hook.error:
            info |= {"last_error_date": hook.error_at, "last_error_message": hook.error}
        if self._world.queue.allowed_types != DEFAULT_TYPES:
            info["allowed_updates"] = sorted(self._world.queue.allowed_types)
        return info

    def deliver(self) -> None:
        """Start posting to every chat that has something waiting and is not being posted to."""
        hook = self._hook
        if not (hook.url and self._running):
            return
        for update in self._world.queue.everything():
            if len(hook.busy) >= hook.connections:
                return
            if update.owner not in hook.busy:
                hook.busy[update.owner] = asyncio.create_task(self._deliver_to(hook, update.owner))

    async def _deliver_to(self, hook: _Hook, owner: int) -> None:
        try:
            while (update := self._next(owner)) is not None:
                await self._deliver_one(hook, update)
        finally:
            del hook.busy[owner]
        if hook is self._hook:
            self.deliver()

    def _next(self, owner: int) -> QueuedUpdate | None:
        return next((update for update in self._world.queue.everything() if update.owner == owner), None)

    async def _deliver_one(self, hook: _Hook, update: QueuedUpdate) -> None:
        """Again at once after the first failure, then after 2, 4, 8 … 60 s of the clock, until it is too old."""
        pause = 0.0
        while True:
            error = await self._post(hook, update)
            if not error:
                self._world.queue.remove(update)
                return
            hook.error, hook.error_at = error, self._world.unix()
            if self._world.clock.monotonic() + pause > update.expires_at:
                self._world.queue.remove(update)
                return
            await self._world.clock.sleep(pause)
            pause = min(MAX_PAUSE_SECONDS, pause * 2 or 2.0)

    async def _post(self, hook: _Hook, update: QueuedUpdate) -> str:
        """Post one update; "" when the bot took it, else what went wrong."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=_POST_TIMEOUT)
        headers = {"Content-Type": "application/json"}
        if hook.secret:
            headers[SECRET_HEADER] = hook.secret
        try:
            async with self._session.post(hook.url, data=update.body, headers=headers) as answer:
                await answer.read()
                if 200 <= answer.status < 300:
                    return ""
                return f"Wrong response from the webhook: {answer.status} {answer.reason}"
        except (aiohttp.ClientError, TimeoutError) as error:
            return f"Connection failed: {type(error).__name__}"

    def start(self) -> None:
        """Begin (again) to post what waits."""
        self._running = True
        self.deliver()

    async def _stop_posting(self) -> None:
        tasks = list(self._hook.busy.values())
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def close(self) -> None:
        """Stop posting; the webhook stays set and what was not accepted stays in the queue."""
        self._running = False
        await self._stop_posting()
        if self._session is not None:
            await self._session.close()
            self._session = None


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    loopback = parts.hostname in ("127.0.0.1", "::1", "localhost")
    if parts.scheme == "http" and loopback:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (parts.port or 443) not in HTTPS_PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
