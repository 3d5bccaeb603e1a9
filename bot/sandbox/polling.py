"""getUpdates (docs/telegram-facts.md, Updates)."""

import asyncio

from bot.sandbox.args import Args
from bot.sandbox.errors import ApiError
from bot.sandbox.queue import UpdateQueue

MAX_WAIT_SECONDS = 50
_GATHER_SECONDS = 0.001  # a woken poll waits that long for updates that come together

_OTHER_POLLER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_SET = "Conflict: terminated by setWebhook request"
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


class Poller:
    """Answers getUpdates; at most one call waits at a time."""

    def __init__(self, queue: UpdateQueue) -> None:
        self._queue = queue
        self._waiting: asyncio.Future[str] | None = None
        self.webhook_active = False
        self.idle = 0

    async def get_updates(self, args: Args) -> bytes:
        """The JSON array of the next updates; waits up to ``timeout`` real seconds when there are none.

        Raises ApiError 409 while a webhook is active, or when another poller or a webhook takes over.
        """
        if self.webhook_active:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        offset = args.integer("offset")
        limit = args.integer("limit", 100, 1, 100)
        timeout = args.integer("timeout", 0, 0, MAX_WAIT_SECONDS)
        self._allow(args)
        updates = self._queue.read(offset, limit)
        if not updates and timeout:
            await self._wait(timeout)
            updates = self._queue.read(max(offset, 0), limit)
        return b"[" + b",".join([update.body for update in updates]) + b"]"

    def _allow(self, args: Args) -> None:
        try:
            types = args.json("allowed_updates")
        except ApiError:
            return  # Telegram ignores what it cannot read
        self._queue.allow(types if isinstance(types, list) else None)

    async def _wait(self, seconds: int) -> None:
        self.stop_waiting(_OTHER_POLLER)
        waiting: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting = waiting
        self.idle += 1
        try:
            async with asyncio.timeout(seconds):
                reason = await waiting
        except TimeoutError:
            return
        finally:
            self.idle -= 1
            if self._waiting is waiting:
                self._waiting = None
        if reason:
            raise ApiError(409, reason)
        await asyncio.sleep(_GATHER_SECONDS)

    def wake(self) -> None:
        """Let the waiting call look again."""
        self.stop_waiting("")

    def stop_waiting(self, reason: str = _WEBHOOK_SET) -> None:
        """End the waiting call: with a 409 for that reason, or with what there is when the reason is empty."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(reason)
