"""Wires the product together and keeps it running: intake, delivery, the clock's ticks, files to fetch."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram.error import BadRequest, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder, ExtBot

from bot.clock import Clock
from bot.delivery import Delivery, Events
from bot.documents import Documents
from bot.downloads import Downloads, fetched
from bot.features import Features, load
from bot.intake import ALLOWED_UPDATES, TAPS_KEPT, Intake, Polling, RawUpdate
from bot.loading import beside_the_loop
from bot.mail_server import MailServer
from bot.mailing import Mailing, NotNow
from bot.pace import Pace
from bot.pulse import Pulse
from bot.settings import Settings
from bot.telegram_http import AiohttpRequest
from bot.turns import Turns
from bot.web import Web
from handlers.turn import Surroundings, Turn
from storage import intake as intake_log
from storage import outbox
from storage.database import Database, Transaction
from storage.errors import StorageError
from storage.outbox import Outgoing

log = logging.getLogger(__name__)

_SILENCE = 180.0  # seconds without an answer from Telegram (with a webhook: without a tick) that are not healthy

AnyApplication = Application[Any, Any, Any, Any, Any, Any]


async def _alive(turn: Turn) -> None:
    """With a webhook, that the bot ticks is what tells that it can be reached."""
    await intake_log.heard(turn.tx, turn.now)


class App:
    """The running bot. ``start`` it, ``run`` it, ``stop`` it; ``tick`` it every minute."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        features: Callable[[], Features] = load,
    ) -> None:
        self.settings = settings
        self.database = database
        self.clock = clock
        self._load_features = features
        self._features: Features
        self._ready = asyncio.Event()  # the features are there: now updates can be dealt with
        self._base_url = f"{settings.api_url}{settings.need_token()}"
        self._requests = [AiohttpRequest(proxy=settings.proxy), AiohttpRequest(proxy=settings.proxy, timeout=60)]
        bot: ExtBot[None] = ExtBot(
            settings.need_token(),
            base_url=settings.api_url,
            base_file_url=settings.file_url,
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        self.bot = bot
        self.application: AnyApplication = ApplicationBuilder().bot(bot).updater(None).job_queue(None).build()
        pace = Pace(settings.pace())
        documents = Documents(settings.templates, database.path)
        self.delivery = Delivery(database, self._requests[0], self._base_url, clock, pace, self._events(), documents)
        server = settings.mail_server()
        self.mailing = None if server is None else self._mailing(server, documents)
        self.turns: Turns
        self.intake: Intake
        self.polling: Polling
        self.downloads: Downloads
        self.pulse: Pulse
        self._web: Web | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Get to know Telegram and open for work; waits while Telegram cannot be reached.

        Raises:
            InvalidToken: Telegram does not know the token.
        """
        self._spawn("features", self._load())
        await self._insist(self.application.initialize)
        surroundings = Surroundings(self.bot.username, mails=self.mailing is not None)
        self.turns = Turns(self.database, self.clock, surroundings, self.application, self._wake)
        self.intake = Intake(self.database, self.clock, self.turns.update, self._apologise, self._wake, self._ready)
        self.polling = Polling(self.bot, self.intake)
        self.downloads = Downloads(self.bot, self.turns, self.database)
        self.pulse = Pulse(self.turns, self.database, self.clock)
        self._spawn("delivery", self._when_ready(self.delivery.run))
        if self.mailing is not None:
            self._spawn("mailing", self._when_ready(self.mailing.run))
        self._spawn("pulse", self._when_ready(lambda: self.pulse.run(self._features.beats)))
        self._spawn("downloads", self._when_ready(lambda: self.downloads.run(self._features.readers)))

    async def _load(self) -> None:
        """Load what the bot does, beside its first calls to Telegram."""
        with beside_the_loop():
            self._features = await asyncio.to_thread(self._load_features)
        self.application.add_handlers(list(self._features.handlers))
        self._ready.set()

    async def _when_ready(self, work: Callable[[], Awaitable[None]]) -> None:
        await self._ready.wait()
        await work()

    async def _insist(self, call: Callable[[], Awaitable[object]]) -> None:
        """Make a call that the bot cannot begin without, however long Telegram is away."""
        pause = 1.0
        while True:
            try:
                await call()
            except (InvalidToken, BadRequest):
                raise
            except (NetworkError, TelegramError) as error:
                log.warning("Telegram cannot be reached (%s); trying again in %.0f s.", error, pause)
                await asyncio.sleep(pause)
                pause = min(pause * 2, 60)
            else:
                return

    async def run(self) -> None:
        """Take updates until cancelled, or until a part of the bot fails for good; then that error is raised.

        Raises:
            BadRequest: Telegram does not take the webhook's address.
        """
        url = self.settings.webhook_url
        if url is None:
            await self._insist(self.bot.delete_webhook)
            self._spawn("polling", self.polling.run())
        else:
            await self._note_silence()
            secret = self._webhook_secret()
            await self._insist(lambda: self.bot.set_webhook(url, allowed_updates=ALLOWED_UPDATES, secret_token=secret))
        done, _ = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_EXCEPTION)
        for task in done:
            task.result()

    async def _note_silence(self) -> None:
        """With a webhook, quiet is normal: only a time in which the bot did not tick may have lost taps."""
        now = self.clock.now()
        async with self.database.transaction() as tx:
            last = await intake_log.last_heard(tx)
            if last is not None and now - last > TAPS_KEPT:
                await intake_log.note_gap(tx, now)

    async def open_web(self) -> int:
        """Listen for the health page and, where a webhook is set, for updates; returns the port."""
        host, _, port = self.settings.listen.rpartition(":")
        self._web = Web(self.intake, self._webhook_secret(), self.health)
        return await self._web.start(host, int(port))

    def _webhook_secret(self) -> str | None:
        secret = self.settings.webhook_secret
        return None if secret is None else secret.get_secret_value()

    async def health(self) -> dict[str, object]:
        """How the bot does: when Telegram was last heard, what waits, what failed."""
        async with self.database.read() as tx:
            heard = await intake_log.last_heard(tx)
            waiting = await outbox.count_waiting(tx)
            failed = await intake_log.count_failed(tx)
        silent = None if heard is None else (self.clock.now() - heard).total_seconds()
        return {
            "healthy": silent is not None and silent < _SILENCE,
            "seconds_since_telegram_was_heard": silent,
            "messages_waiting": waiting,
            "failed_updates": failed,
        }

    async def stop(self) -> None:
        """Stop every part. Calls in flight are still answered; whatever else was under way begins again next time."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        if self._web is not None:
            await self._web.stop()
        await self.application.shutdown()
        for request in self._requests:  # PTB leaves them open where it never got to know Telegram
            await request.shutdown()

    async def tick(self) -> None:
        """Do what is due and not yet done. Running it twice changes nothing; one sweep's failure stops no other."""
        await self._ready.wait()
        for sweep in self._features.sweeps:
            await self._sweep(sweep)
        if self.settings.webhook_url is not None:
            await self._sweep(_alive)
        self._wake()

    async def _sweep(self, sweep: Callable[[Turn], Awaitable[None]]) -> None:
        try:
            async with self.turns.alone() as turn:
                await sweep(turn)
        except StorageError as error:
            log.error("%s", error)
        except Exception:
            log.exception("%s failed; it is tried again at the next tick", sweep.__qualname__)

    def idle(self) -> bool:
        """Nothing to do until an update comes or the clock moves."""
        calm = (
            self.delivery.idle()
            and self.downloads.idle()
            and self.pulse.idle()
            and (self.mailing is None or self.mailing.idle())
        )
        return self._ready.is_set() and not self.intake.busy and calm

    # --- inside --------------------------------------------------------------------------------------------------

    def _spawn(self, name: str, work: Any) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    def _wake(self) -> None:
        self.delivery.wake()
        self.downloads.wake()
        self.pulse.wake()
        if self.mailing is not None:
            self.mailing.wake()

    async def _apologise(self, tx: Transaction, update: RawUpdate) -> None:
        await self.turns.apology(tx, update, self._features.apologise)

    def _mailing(self, server: MailServer, documents: Documents) -> Mailing:
        async def content(described: Mapping[str, Any]) -> bytes | None:
            if "file_id" in described:
                try:
                    return await fetched(self.bot, described["file_id"])
                except TelegramError as error:
                    raise NotNow(str(error)) from None
            return await documents.content(described, self.clock.now())

        async def refused(tx: Transaction, row: Outgoing, cause: str) -> None:
            await self._within(tx, lambda turn: self._features.news.refused(turn, row, cause))

        return Mailing(self.database, self.clock, server, content, refused, lambda: self.pulse.wake())

    def _events(self) -> Events:
        async def unreachable(tx: Transaction, chat_id: int, cause: str) -> None:
            await self._within(tx, lambda turn: self._features.news.unreachable(turn, chat_id, cause))

        async def refused(tx: Transaction, row: Outgoing, cause: str) -> None:
            await self._within(tx, lambda turn: self._features.news.refused(turn, row, cause))

        async def moved(tx: Transaction, old: int, new: int) -> None:
            await self._within(tx, lambda turn: self._features.news.moved(turn, old, new))

        return Events(unreachable, refused, moved)

    async def _within(self, tx: Transaction, story: Callable[[Turn], Awaitable[None]]) -> None:
        turn = self.turns.within(tx)
        await story(turn)
        if turn.spoke:
            self.delivery.wake()
