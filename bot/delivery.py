"""The worker that makes the calls written in the outbox: by priority, in order within a chat, at Telegram's pace.

Many calls are in flight at once, at most one a chat. What came of them is marked in groups, one commit each. A crash
between Telegram's 200 and our mark repeats a message on the next start, since Telegram knows no idempotency key; the
bound is ``Delivery.IN_FLIGHT``, for a place is given back only when its mark is on the disk.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.clock import Clock
from bot.documents import Documents
from bot.lanes import INSTANT, Lane, Lanes
from bot.pace import Pace
from bot.telegram_http import input_file
from storage import outbox
from storage.database import Database, Transaction
from storage.errors import StorageError, explain
from storage.outbox import NO_CHAT, SHOW, Ended, Outgoing, Priority, Sent

log = logging.getLogger(__name__)

_LONGEST_PAUSE = 60.0  # seconds between tries while Telegram cannot be reached
_LAST_CALLS = 5.0  # seconds that calls in flight get to be answered when the bot is stopped
_UPLOADS = ("document", "photo")
_NOT_MODIFIED = ("message is not modified",)
_GONE = (
    "message to edit not found",
    "message can't be edited",
    "message to delete not found",
    "message can't be deleted",
)
_TOO_LATE = ("query is too old", "query id is invalid")
_NOT_TELEGRAM = "Parsing the server response"  # PTB's words for a page of some gateway in between
_OUT_OF_REACH = ("chat not found", "not enough rights", "have no rights", "need administrator rights")


@dataclass(frozen=True)
class Events:
    """What the product wants to know of, each called inside the transaction that marks the row."""

    unreachable: Callable[[Transaction, int, str], Awaitable[None]]
    """(transaction, chat id, cause): the person blocked the bot, or the chat is gone."""
    refused: Callable[[Transaction, Outgoing, str], Awaitable[None]]
    """(transaction, row, cause): Telegram will never take this call."""
    moved: Callable[[Transaction, int, int], Awaitable[None]]
    """(transaction, old chat id, new chat id): a group became a supergroup."""


@dataclass(frozen=True)
class _Moved:
    """The row's group became a supergroup under another id."""

    row: Outgoing
    new_chat_id: int


@dataclass(frozen=True)
class _Album:
    """Several messages at once; the second stands under "handle~2", and so on."""

    row: Outgoing
    message_ids: list[int]

    def messages(self) -> list[Sent]:
        """Each as if it had been sent alone."""
        handle = self.row.handle or ""
        handles = [handle if n == 1 else f"{handle}~{n}" for n in range(1, len(self.message_ids) + 1)]
        return [
            Sent(replace(self.row, handle=one), message_id)
            for one, message_id in zip(handles, self.message_ids, strict=True)
        ]


Outcome = Sent | Ended | _Moved | _Album


class Delivery:
    """See the module. ``run`` goes on until cancelled; ``wake`` tells that the outbox has something new."""

    IN_FLIGHT = 32

    def __init__(
        self,
        database: Database,
        request: BaseRequest,
        base_url: str,
        clock: Clock,
        pace: Pace,
        events: Events,
        documents: Documents,
    ) -> None:
        self._database = database
        self._request = request
        self._base_url = base_url
        self._clock = clock
        self._events = events
        self._documents = documents
        self._lanes = Lanes(pace)
        self._read_up_to = 0
        self._changed = asyncio.Event()
        self._outcomes: list[Outcome] = []
        self._outcome_known = asyncio.Event()
        self._unmarked = 0  # sends in flight, and those whose mark is not on the disk yet
        self._cards: dict[tuple[int, str], int] = {}  # where messages stand that are sent but not marked yet
        self._sending: set[asyncio.Task[None]] = set()
        self._marking = False
        self._working = True

    def __repr__(self) -> str:
        """Without the base URL, which holds the token."""
        return f"Delivery({len(self._lanes)} chats wait, {self._unmarked} calls in flight)"

    def wake(self) -> None:
        """The outbox has something new."""
        self._changed.set()

    def idle(self) -> bool:
        """Nothing is in flight, nothing unmarked, nothing that could be sent now; for a clock that is moved."""
        if self._unmarked or self._marking or self._working or self._changed.is_set():
            return False
        return self._lanes.idle(self._clock.monotonic())

    async def run(self) -> None:
        """Send what waits, for ever."""
        marker = asyncio.create_task(self._mark_outcomes(), name="delivery-marks")
        marker.add_done_callback(lambda _: self._changed.set())
        try:
            while True:
                if marker.done():
                    marker.result()  # without marks nothing may be sent: whoever runs the bot starts it anew
                self._working = True
                self._changed.clear()
                try:
                    await self._read()
                except StorageError as error:
                    log.error("%s", error)
                    await asyncio.sleep(1)
                    self._changed.set()
                self._start_sends()
                await self._wait()
        finally:
            await self._finish_calls()
            marker.cancel()
            for task in self._sending:
                task.cancel()
            await asyncio.gather(marker, *self._sending, return_exceptions=True)

    async def _finish_calls(self) -> None:
        """Let what is in flight be answered and marked, so that an orderly stop repeats nothing."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LAST_CALLS):
                while self._unmarked:
                    self._changed.clear()
                    await self._changed.wait()

    # --- choosing ------------------------------------------------------------------------------------------------

    async def _read(self) -> None:
        """Take in the rows that were written since the last time."""
        while True:
            async with self._database.read() as tx:
                rows = await outbox.waiting(tx, self._read_up_to)
            for row in rows:
                self._read_up_to = row.id
                self._admit(row)
            if not rows:
                return

    def _admit(self, row: Outgoing) -> None:
        self._lanes.admit(row, self._clock.monotonic())

    def _start_sends(self) -> None:
        while self._unmarked < self.IN_FLIGHT:
            taken = self._lanes.take(self._clock.monotonic())
            if taken is None:
                return
            self._unmarked += 1
            task = asyncio.create_task(self._send(*taken))
            self._sending.add(task)
            task.add_done_callback(self._sending.discard)

    async def _wait(self) -> None:
        """Until something changed, or the next lane may speak."""
        moment = self._lanes.next_moment(may_send=self._unmarked < self.IN_FLIGHT)
        if moment is None:
            self._working = False
            await self._changed.wait()
            return
        pause = moment - self._clock.monotonic()
        if pause <= INSTANT:
            await asyncio.sleep(0)
            return
        waits = [asyncio.create_task(self._changed.wait()), asyncio.create_task(self._clock.sleep(pause))]
        await asyncio.sleep(0)  # the clock knows until when before it may be moved
        self._working = False
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    # --- sending -------------------------------------------------------------------------------------------------

    async def _send(self, row: Outgoing, lane: Lane) -> None:
        """One call, and what becomes of its row and its lane."""
        if row.expires_at is not None and row.expires_at <= self._clock.now():
            self._settle(Ended(row, "expired", "too old to send"), lane)
            return
        try:
            outcome = await self._make_call(row)
        except RetryAfter as refusal:
            seconds = _seconds(refusal)
            self._lanes.refused(row.chat_id, self._clock.monotonic(), seconds)
            self._again(row, lane, self._clock.monotonic() + seconds)
        except ChatMigrated as moved:
            self._settle(_Moved(row, moved.new_chat_id), lane)
        except InvalidToken:
            self._again(row, lane, self._clock.monotonic() + _LONGEST_PAUSE)
            log.error("Telegram refuses the bot's token. Put the right one into TASKFORCE_TOKEN and start again.")
        except TelegramError as error:
            if isinstance(error, Forbidden | BadRequest) and _NOT_TELEGRAM not in error.message:
                self._settle(_judge(row, error), lane)
                return
            log.warning("Telegram cannot be reached (%s); trying again.", error)
            pause = min(2.0 ** min(row.attempts, 10), _LONGEST_PAUSE)
            self._again(_tried(row), lane, self._clock.monotonic() + pause)
        except StorageError as error:
            log.error("%s", error)
            self._again(row, lane, self._clock.monotonic() + 1)
        except Exception as error:  # a row that nobody can send must not stop its chat
            log.exception("%s for chat %s cannot be sent", row.method, row.chat_id)
            self._settle(Ended(row, "dead", str(error)), lane)
        else:
            self._settle(outcome, lane)

    async def _make_call(self, row: Outgoing) -> Outcome:
        """Make the call, whatever it takes; says which content went out and where it stands."""
        if row.priority == Priority.BULK:  # what goes to many can be changed and taken back until it goes
            async with self._database.read() as tx:
                newest = await outbox.reread(tx, row.id)
            if newest is None:
                return Ended(row, "expired", "taken back")
            row = newest
        if row.method == SHOW:
            sent = await self._show(row)
        elif row.method == "deleteMessage" and row.handle is not None:
            sent = await self._delete(row)
        elif row.method == "sendMediaGroup":
            return _Album(row, [one["message_id"] for one in await self._post(row.method, row.payload, row.chat_id)])
        else:
            sent = Sent(row, _message_id(await self._post(row.method, row.payload, row.chat_id)))
        if sent.message_id is not None and row.handle is not None:
            self._cards[row.chat_id, row.handle] = sent.message_id
        return sent

    async def _show(self, row: Outgoing) -> Sent:
        """Edit the card where it stands, with its newest content; send it where it stands nowhere (any more)."""
        async with self._database.read() as tx:
            row = await outbox.reread(tx, row.id) or row
        standing = await self._standing(row)
        if standing is not None:
            try:
                method, content = _edit(row.payload)
                await self._post(method, content | {"message_id": standing}, row.chat_id)
            except BadRequest as refusal:
                if _says(refusal, _GONE):
                    standing = None
                elif not _says(refusal, _NOT_MODIFIED):
                    raise
        if standing is None:
            kind = next((kind for kind in _UPLOADS if kind in row.payload), "message")
            standing = _message_id(await self._post(f"send{kind.capitalize()}", row.payload, row.chat_id))
        return Sent(row, standing)

    async def _delete(self, row: Outgoing) -> Sent:
        standing = await self._standing(row)
        if standing is not None:
            await self._post("deleteMessage", row.payload | {"message_id": standing}, row.chat_id)
        return Sent(row, None)

    async def _standing(self, row: Outgoing) -> int | None:
        handle = row.handle or ""
        known = self._cards.get((row.chat_id, handle))
        if known is not None:
            return known
        async with self._database.read() as tx:
            return await outbox.card(tx, row.chat_id, handle)

    async def _post(self, method: str, payload: dict[str, Any], chat_id: int) -> Any:
        if chat_id != NO_CHAT:
            payload = payload | {"chat_id": chat_id}  # the chat may have moved since this was written
        if "prepare" in payload:  # a text whose words are found now
            wanted = payload["prepare"]
            text = await self._documents.prepare(wanted, self._clock.now())
            payload = {name: value for name, value in payload.items() if name != "prepare"} | {"text": text.decode()}
        for kind in _UPLOADS:
            if isinstance(payload.get(kind), dict):
                payload = payload | {kind: await self._upload(payload[kind])}
        parameters = [RequestParameter.from_input(name, value) for name, value in payload.items()]
        return await self._request.post(f"{self._base_url}/{method}", RequestData(parameters))

    async def _upload(self, described: dict[str, Any]) -> InputFile:
        return input_file(described["name"], await self._documents.content(described, self._clock.now()))

    # --- what came of it -----------------------------------------------------------------------------------------

    def _again(self, row: Outgoing, lane: Lane, at: float) -> None:
        """The row waits at the head of its lane until ``at`` (monotonic seconds); nothing is dropped."""
        self._unmarked -= 1
        self._lanes.again(row, lane, at, self._clock.monotonic())
        self._changed.set()

    def _settle(self, outcome: Outcome, lane: Lane) -> None:
        self._outcomes.append(outcome)
        self._lanes.done(lane, self._clock.monotonic())
        self._outcome_known.set()
        self._changed.set()

    async def _mark_outcomes(self) -> None:
        """Write down, in groups, what came of the calls."""
        while True:
            await self._outcome_known.wait()
            self._outcome_known.clear()
            outcomes, self._outcomes = self._outcomes, []
            if not outcomes:
                continue
            self._marking = True
            try:
                await self._mark(outcomes)
            except Exception as error:  # whatever it is: with nobody marking, delivery would stand still unnoticed
                log.error("%s", error, exc_info=None if isinstance(error, StorageError) else error)
                self._outcomes = outcomes + self._outcomes
                await asyncio.sleep(1)
                self._outcome_known.set()
            else:
                self._unmarked -= len(outcomes)
            finally:
                self._marking = False
                self._changed.set()

    async def _mark(self, outcomes: list[Outcome]) -> None:
        now = self._clock.now()
        sent = [o for o in outcomes if isinstance(o, Sent)]
        sent += [one for o in outcomes if isinstance(o, _Album) for one in o.messages()]
        ended = [o for o in outcomes if isinstance(o, Ended)]
        async with self._database.transaction() as tx:
            replaced = await outbox.mark_sent(tx, sent, now)
            await outbox.mark_ended(tx, ended, now)
            for outcome in ended:
                await self._tell(tx, outcome)
            for moved in [o for o in outcomes if isinstance(o, _Moved)]:
                await outbox.move_chat(tx, moved.row.chat_id, moved.new_chat_id)
                await self._told(tx, self._events.moved(tx, moved.row.chat_id, moved.new_chat_id))
            again = [await outbox.reread(tx, row_id) for row_id in replaced]
        for placed in sent:
            self._cards.pop((placed.row.chat_id, placed.row.handle or ""), None)
        for newer in again:
            if newer is not None:
                self._admit(newer)
        for moved in [o for o in outcomes if isinstance(o, _Moved)]:
            for row in (moved.row, *self._lanes.leave(moved.row.chat_id)):
                self._admit(replace(row, chat_id=moved.new_chat_id))

    async def _tell(self, tx: Transaction, ended: Ended) -> None:
        if ended.state == "parked":
            await outbox.park_chat(tx, ended.row.chat_id, ended.error, self._clock.now())
            self._lanes.drop(ended.row.chat_id)
            await self._told(tx, self._events.unreachable(tx, ended.row.chat_id, ended.error))
        elif ended.state == "dead":
            log.error("Telegram refused %s for chat %s: %s", ended.row.method, ended.row.chat_id, ended.error)
            await self._told(tx, self._events.refused(tx, ended.row, ended.error))

    async def _told(self, tx: Transaction, telling: Awaitable[None]) -> None:
        """Whatever the product makes of it, the marks stand: a mistake there must not stop delivery."""
        try:
            async with tx.savepoint():
                await telling
        except Exception as error:
            if explain(error, str(self._database.path)) is not None:
                raise
            log.exception("What became of a call could not be passed on")


def _edit(payload: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """How a message of that content is edited: a file stays, the words under it change."""
    if not any(kind in payload for kind in _UPLOADS):
        return "editMessageText", payload
    return "editMessageCaption", {name: value for name, value in payload.items() if name not in _UPLOADS}


def _message_id(result: Any) -> int | None:
    return result.get("message_id") if isinstance(result, dict) else None


def _seconds(refusal: RetryAfter) -> float:
    """How long Telegram wants to be left alone; PTB's public property warns about its coming type change."""
    return float(refusal._retry_after.total_seconds())


def _says(refusal: TelegramError, marks: tuple[str, ...]) -> bool:
    """Telegram tells these apart by prose alone (Telegram facts, Errors)."""
    return any(mark in refusal.message.lower() for mark in marks)


def _judge(row: Outgoing, refusal: TelegramError) -> Ended:
    """What a 403 or 400 means for the row: the chat is out of reach, it came too late, or it will never go."""
    if row.chat_id != NO_CHAT and (isinstance(refusal, Forbidden) or _says(refusal, _OUT_OF_REACH)):
        return Ended(row, "parked", refusal.message)
    tidying = row.method in ("deleteMessage", "editMessageText")
    if _says(refusal, _TOO_LATE) or (tidying and _says(refusal, _GONE + _NOT_MODIFIED)):
        return Ended(row, "expired", refusal.message)
    return Ended(row, "dead", refusal.message)


def _tried(row: Outgoing) -> Outgoing:
    return replace(row, attempts=row.attempts + 1)
