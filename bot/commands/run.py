"""``taskforce-bot run``: the bot at work, until it is told to stop."""

import asyncio
import contextlib
import fcntl
import logging
import signal
from collections.abc import Iterator
from pathlib import Path

from telegram.error import BadRequest, InvalidToken

from bot.app import App
from bot.clock import SystemClock
from bot.logs import set_up_logging
from bot.scheduler import Scheduler
from bot.settings import Settings, SettingsError
from storage import task_forces
from storage.database import Database
from storage.errors import DatabaseLocked, DatabaseUnavailable

log = logging.getLogger(__name__)

_WRONG_TOKEN = "Telegram does not know this token. Put the one BotFather shows into TASKFORCE_TOKEN, then start again."  # noqa: S105 - a sentence, no token


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT.

    Raises:
        SettingsError: the token is missing or unknown to Telegram, a setting cannot be used, or no task force was
            set up.
        StorageError: the database cannot be used, or another bot is at work on it.
    """
    settings.need_token()
    with _alone(settings.database):
        database = await Database.open(settings.database)
        try:
            async with database.read() as tx:
                if not await task_forces.active(tx):
                    raise SettingsError(f"{settings.database} holds no task force yet. Run `taskforce-bot init` first.")
            await _work(settings, database)
        finally:
            await database.close()


@contextlib.contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Keep other bots away from the database: two that drain one outbox would say everything twice.

    The lock is the operating system's: it is gone with the process, however that ends.

    Raises:
        DatabaseLocked: another bot is at work on it.
        DatabaseUnavailable: the file beside the database that carries the lock cannot be made.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        file = path.open("ab")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DatabaseUnavailable(
            f"{path} cannot be made ({reason}). Check that the folder exists and is writable."
        ) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseLocked(
                f"{database} is in use by another taskforce-bot. Stop that one, then start again."
            ) from None
        yield


async def _work(settings: Settings, database: Database) -> None:
    app = App(settings, database, SystemClock())

    async def tick() -> None:
        with contextlib.suppress(asyncio.CancelledError):  # APScheduler would log a tick that a stop cuts short
            await app.tick()

    scheduler = Scheduler(tick)
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, told_to_stop.set)
    working = asyncio.create_task(_start_and_run(app, scheduler))
    stopping = asyncio.create_task(told_to_stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            working.result()
    except InvalidToken:
        raise SettingsError(_WRONG_TOKEN) from None
    finally:
        stopping.cancel()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
        scheduler.stop()
        await app.stop()
    log.info("Stopped.")


async def _start_and_run(app: App, scheduler: Scheduler) -> None:
    await app.start()
    try:
        await app.open_web()
    except OSError as error:
        listen, reason = app.settings.listen, error.strerror or type(error).__name__
        raise SettingsError(f"Cannot listen on {listen} ({reason}). Set TASKFORCE_LISTEN to a free port.") from None
    scheduler.start()
    log.info("At work as @%s.", app.bot.username)
    try:
        await app.run()
    except BadRequest as error:
        raise SettingsError(f"Telegram refuses TASKFORCE_WEBHOOK_URL: {error.message}.") from None


def run(settings: Settings) -> None:
    """Run the bot; see ``serve``."""
    set_up_logging(settings)
    asyncio.run(serve(settings))
