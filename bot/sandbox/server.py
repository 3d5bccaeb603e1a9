"""The HTTP side of the local Telegram, and the object that tests and the demo hold."""

import asyncio
import json
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.sandbox.args import Args, read_args
from bot.sandbox.calls import CallLog, Fault, FaultKind, Faults
from bot.sandbox.errors import ApiError
from bot.sandbox.limits import Limits
from bot.sandbox.methods import METHODS
from bot.sandbox.phone import Phone
from bot.sandbox.polling import Poller
from bot.sandbox.records import Chat, Membership, User
from bot.sandbox.rooms import Room
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

_REASONS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    413: "Request Entity Too Large",
    429: "Too Many Requests",
    500: "Internal Server Error",
    502: "Bad Gateway",
}
DEFAULT_LIMITS = Limits()


class LocalTelegram:
    """A Bot API server on loopback with simulated people (design §10). It keeps Telegram's rules.

    ``clock`` times everything but the long poll; ``limits=None`` enforces no pace. ``answer_seconds``: how long a
    tap may wait for answerCallbackQuery (unpublished at Telegram, about 10). The bot's id is what stands before the
    colon of the token.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        token: str = "123456:sandbox-token",  # noqa: S107 -- opens nothing
        bot_username: str = "bac_kan_bot",
        bot_name: str = "Thư ký số",
        limits: Limits | None = DEFAULT_LIMITS,
        host: str = "127.0.0.1",
        port: int = 0,
        answer_seconds: float = 10.0,
    ) -> None:
        bot = User(int(token.partition(":")[0]), bot_name, username=bot_username, is_bot=True)
        self.clock = clock
        self.token = token
        self.world = World(clock, bot, limits, answer_seconds)
        self.calls = CallLog()
        self.phones: dict[int, Phone] = {}
        self._host, self._port = host, port
        self._faults = Faults()
        self._latency = 0.0
        self._in_flight = 0
        self._runner: web.ServerRunner | None = None
        self._poller = Poller(self.world.queue)
        self._webhook = Webhook(self.world, self._poller)
        self._prefix, self._file_prefix = f"/bot{token}/", f"/file/bot{token}/"
        self.world.queue.on_new = self._on_new

    # -- running

    async def start(self) -> None:
        """Listen; the port stays the same when it is stopped and started again."""
        server = web.Server(self._handle, handler_cancellation=True, access_log=None)
        self._runner = web.ServerRunner(server, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self._host, self._port, reuse_address=True)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self._webhook.start()

    async def stop(self) -> None:
        """Close all connections; the state stays."""
        self._poller.wake()
        await self._webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> "LocalTelegram":
        await self.start()
        return self

    async def __aexit__(self, *problem: object) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot wants as ``base_url`` (the token follows it)."""
        return f"http://{self._host}:{self._port}/bot"

    @property
    def file_url(self) -> str:
        """What python-telegram-bot wants as ``base_file_url``."""
        return f"http://{self._host}:{self._port}/file/bot"

    @property
    def too_many(self) -> int:
        """How many calls the limits refused with 429."""
        return self.world.limiter.refused

    def quiet(self) -> bool:
        """Whether nothing is going on: no call under way but a waiting poll, and every update confirmed."""
        return self._in_flight == self._poller.idle and not len(self.world.queue)

    def pending(self) -> int:
        """How many updates are not confirmed yet."""
        return len(self.world.queue)

    # -- faults

    def fail_next(self, method: str, times: int = 1, error: FaultKind = 500, retry_after: int | None = None) -> None:
        """Let the next calls of a method ("*": any) fail.

        ``error`` is a code, ``"disconnect"`` (cut before anything was done) or ``"lost answer"`` (done, then cut).
        """
        self._faults.add(method, times, Fault(error, retry_after))

    def answer_after(self, seconds: float) -> None:
        """Answer every call that many real seconds late (it is done at once, as on a slow network)."""
        self._latency = seconds

    # -- people and rooms

    def person(
        self,
        user_id: int,
        first_name: str,
        last_name: str = "",
        username: str | None = None,
        language_code: str | None = "vi",
        phone: str = "",
    ) -> Phone:
        """A new person with a phone. ``phone`` is international with a plus; one is invented when empty."""
        if user_id in self.world.users:
            raise ValueError(f"user {user_id} exists already")
        number = phone or f"+849{user_id % 10**8:08d}"
        user = User(user_id, first_name, last_name, username, language_code, number)
        self.world.users[user_id] = user
        self.phones[user_id] = Phone(self.world, user)
        return self.phones[user_id]

    def channel(self, title: str, *, owner: Phone | None = None, username: str | None = None) -> Room:
        """A new channel; without an owner, whoever adds the bot first becomes it."""
        return self._room("channel", title, owner, username)

    def group(
        self, title: str, *, owner: Phone | None = None, kind: str = "supergroup", username: str | None = None
    ) -> Room:
        """A new ``group`` or ``supergroup``."""
        return self._room(kind, title, owner, username)

    def _room(self, kind: str, title: str, owner: Phone | None, username: str | None) -> Room:
        number = 1_500_000_000 + next(self.world.numbers)
        chat_id = -number if kind == "group" else -1_000_000_000_000 - number
        chat = Chat(chat_id, kind, title, username)
        if owner is not None:
            chat.members[owner.user.id] = Membership("creator")
        self.world.chats[chat_id] = chat
        return Room(self.world, chat)

    # -- HTTP

    def _on_new(self) -> None:
        self._poller.wake()
        self._webhook.deliver()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        self._in_flight += 1
        try:
            answer = await self._answer(request)
            if self._latency:
                await asyncio.sleep(self._latency)
            return answer
        finally:
            self._in_flight -= 1

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        path = request.path
        if not path.startswith(self._prefix):
            return self._elsewhere(path)
        method = path[len(self._prefix) :].lower()
        args = Args()
        fault = self._faults.take(method)
        try:
            args = await read_args(request)
            if fault is not None and fault.kind != "lost answer":
                self._meet(fault)
            body = await self._call(method, args)
        except ApiError as error:
            self.calls.add(method, args.text("chat_id"), self.clock.monotonic(), error.code, error.description)
            return _refusal(error)
        except ConnectionAbortedError:
            fault = Fault("lost answer")
            body = b""
        if fault is not None and fault.kind == "lost answer":
            self.calls.add(method, args.text("chat_id"), self.clock.monotonic(), -1, "disconnected")
            return _cut(request)
        self.calls.add(method, args.text("chat_id"), self.clock.monotonic())
        return web.Response(body=b'{"ok":true,"result":' + body + b"}", content_type="application/json")

    def _meet(self, fault: Fault) -> None:
        if not isinstance(fault.kind, int):
            raise ConnectionAbortedError
        parameters = None if fault.retry_after is None else {"retry_after": fault.retry_after}
        reason = _REASONS.get(fault.kind, "Error")
        if fault.retry_after is not None:
            reason = f"{reason}: retry after {fault.retry_after}"
        raise ApiError(fault.kind, reason, parameters)

    async def _call(self, method: str, args: Args) -> bytes:
        known = METHODS.get(method)
        if known is not None:
            return _encode(known(self.world, args))
        match method:
            case "getupdates":
                return await self._poller.get_updates(args)
            case "setwebhook":
                return _encode(await self._webhook.set(args))
            case "deletewebhook":
                return _encode(await self._webhook.delete(args))
            case "getwebhookinfo":
                return _encode(self._webhook.info(args))
        raise ApiError(404, "Not Found: method not found")

    def _elsewhere(self, path: str) -> web.Response:
        if path.startswith(self._file_prefix):
            name = path[len(self._file_prefix) :]
            file = self.world.files.fetch(name, self.clock.monotonic())
            if file is not None:
                return web.Response(body=file.body, content_type="application/octet-stream")
            return _refusal(ApiError(404, "Not Found"))
        if path.startswith(("/bot", "/file/bot")):
            return _refusal(ApiError(401, "Unauthorized"))
        return _refusal(ApiError(404, "Not Found"))


_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def _encode(result: Any) -> bytes:
    return _JSON.encode(result).encode()


def _refusal(error: ApiError) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
    headers = {}
    if error.parameters:
        body["parameters"] = error.parameters
        if "retry_after" in error.parameters:
            headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.Response(body=_encode(body), status=error.code, content_type="application/json", headers=headers)


def _cut(request: web.BaseRequest) -> web.Response:
    """Close the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
