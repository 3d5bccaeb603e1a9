"""Updates come in: acknowledged only after what they caused is on the disk (design §3).

One transaction holds a whole batch; within it every update has a savepoint of its own. State, replies and the memory
of having dealt with the update are one commit; only then is Telegram told. A crash at any instant loses nothing and
repeats nothing inside the database.
"""

import asyncio
import json
import logging
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clock import Clock
from bot.telegram_http import hide_token
from storage import intake as seen
from storage.database import Database, Transaction
from storage.errors import StorageError, explain

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member"]
"""Always passed: Telegram remembers the last choice when it is omitted."""

POLL_SECONDS = 30
TAPS_KEPT = timedelta(seconds=150)
"""How long Telegram keeps a tap that nobody fetched (Telegram facts, Updates)."""
_LONGEST_PAUSE = 30.0  # seconds between tries while Telegram cannot be reached

RawUpdate = dict[str, Any]
Process = Callable[[Transaction, RawUpdate], Awaitable[bool]]
"""Deal with one update inside the transaction; True when something was written to the outbox."""
Apologise = Callable[[Transaction, RawUpdate], Awaitable[None]]


@dataclass
class Intake:
    """Takes batches of raw updates; used by polling and by the webhook alike.

    ``process`` raises when it could not deal with the update: its savepoint is undone, the update is kept in
    ``failed_updates`` and ``apologise`` tells the person.
    """

    database: Database
    clock: Clock
    process: Process
    apologise: Apologise
    on_outgoing: Callable[[], None]
    """Called after a commit that wrote something to the outbox."""
    ready: asyncio.Event | None = None
    """Set once updates can be dealt with; before, whoever brings some waits."""
    busy: bool = field(default=False, init=False)

    async def take(self, updates: Sequence[RawUpdate], *, out_of_reach_since: datetime | None = None) -> None:
        """Deal with a batch and commit it. When this returns, Telegram may be told.

        After a time out of reach (UTC since when), taps may be lost: that is noted in the same commit.

        Raises:
            StorageError: nothing of the batch was kept; Telegram must not be told, it will come again.
        """
        self.busy = True
        try:
            if self.ready is not None:
                await self.ready.wait()
            spoke = False
            async with self.database.transaction() as tx:
                now = self.clock.now()
                new = await seen.unseen(tx, [u["update_id"] for u in updates])
                for update in updates:
                    if update["update_id"] in new:
                        new.discard(update["update_id"])  # a batch may hold the same update twice
                        spoke |= await self._one(tx, update)
                        await seen.mark_seen(tx, [update["update_id"]], now)
                        await asyncio.sleep(0)  # statements do not wait: let what is being sent go on meanwhile
                if out_of_reach_since is not None and now - out_of_reach_since > TAPS_KEPT:
                    await seen.note_gap(tx, now)
                await seen.heard(tx, now)
            if spoke:
                self.on_outgoing()
        finally:
            self.busy = False

    async def _one(self, tx: Transaction, update: RawUpdate) -> bool:
        try:
            async with tx.savepoint():
                return await self.process(tx, update)
        except Exception as error:
            if explain(error, str(self.database.path)) is not None:
                raise  # the machine's trouble, not the update's: the whole batch comes again
            trace = hide_token(traceback.format_exc())
            log.error(
                "Update %s could not be dealt with; it is kept in failed_updates.\n%s", update["update_id"], trace
            )
            trace = trace.encode(errors="replace").decode()  # half a character may stand in the text
            await seen.keep_failed(tx, update["update_id"], json.dumps(update), trace, self.clock.now())
            try:
                async with tx.savepoint():
                    await self.apologise(tx, update)
            except Exception as error:
                if explain(error, str(self.database.path)) is not None:
                    raise
                log.exception("The apology for update %s could not be written either", update["update_id"])
            return True


class Polling:
    """Asks Telegram for updates and hands them to the intake. ``idle`` while a request waits for something new."""

    def __init__(self, bot: Bot, intake: Intake, *, poll_seconds: int = POLL_SECONDS) -> None:
        self._bot = bot
        self._intake = intake
        self._poll_seconds = poll_seconds
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever. Network trouble, a second poller or a full disk are waited out.

        Raises:
            InvalidToken: Telegram does not know the token.
        """
        failures = 0
        async with self._intake.database.read() as tx:
            out_of_reach = await seen.last_heard(tx)
        while True:
            try:
                # After a time out of reach: at once, so that what was missed is known now and not a long poll later.
                updates = await self._ask(0 if out_of_reach else self._poll_seconds)
                # An empty batch too: it tells that Telegram was heard.
                await self._intake.take(updates, out_of_reach_since=out_of_reach)
                if updates:
                    self._offset = updates[-1]["update_id"] + 1
                failures, out_of_reach = 0, None
                continue
            except InvalidToken:
                raise
            except RetryAfter as refusal:
                pause = refusal._retry_after.total_seconds()
            except (StorageError, TelegramError) as error:
                failures += 1
                pause = _pause(failures)
                _tell(error)
            out_of_reach = out_of_reach or self._intake.clock.now()
            await asyncio.sleep(pause)

    async def _ask(self, seconds: int) -> list[RawUpdate]:
        """One poll for raw updates, waiting so long for the first.

        Parsing is the intake's, so that a strange update cannot stop the rest.
        """
        data: dict[str, Any] = {"timeout": seconds, "limit": 100, "allowed_updates": ALLOWED_UPDATES}
        if self._offset is not None:
            data["offset"] = self._offset
        # Bot.get_updates would parse the batch as a whole, and one update it cannot parse would come for ever.
        answer = await self._bot._post("getUpdates", data, read_timeout=seconds + 10)
        return answer if isinstance(answer, list) else []


def _tell(error: StorageError | TelegramError) -> None:
    """One sentence in the log that says what is the matter."""
    if isinstance(error, Conflict):
        log.error("Another program is reading this bot's updates. Stop it; only one may run.")
    elif isinstance(error, TelegramError):
        log.warning("Telegram cannot be reached (%s); trying again.", error)
    else:
        log.error("%s", error)


def _pause(failures: int) -> float:
    return min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)
