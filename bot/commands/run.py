"""``taskforce-bot run``: the bot at work, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal

from telegram.error import InvalidToken

from bot.app import App
from bot.clock import SystemClock
from bot.logs import set_up_logging
from bot.scheduler import Scheduler
from bot.settings import Settings, SettingsError
from storage import task_forces
from storage.database import Database

log = logging.getLogger(__name__)

_WRONG_TOKEN = "Telegram does not know this token. Put the one BotFather shows into TASKFORCE_TOKEN, then start again."  # noqa: S105


async def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT.

    Raises:
        SettingsError: the token is missing or unknown to Telegram, or no task force was set up.
        StorageError: the database cannot be used.
    """
    settings.need_token()
    database = await Database.open(settings.database)
    try:
        async with database.read() as tx:
            if not await task_forces.active(tx):
                raise SettingsError(f"{settings.database} holds no task force yet. Run `taskforce-bot init` first.")
        await _work(settings, database)
    finally:
        await database.close()


async def _work(settings: Settings, database: Database) -> None:
    app = App(settings, database, SystemClock())
    scheduler = Scheduler(app.tick)
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
        with contextlib.suppress(asyncio.CancelledError, InvalidToken):
            await working
        scheduler.stop()
        await app.stop()
        log.info("Stopped.")


async def _start_and_run(app: App, scheduler: Scheduler) -> None:
    await app.start()
    await app.open_web()
    scheduler.start()
    log.info("At work as @%s.", app.bot.username)
    await app.run()


def run(settings: Settings) -> None:
    """Run the bot; see ``serve``."""
    set_up_logging(settings)
    asyncio.run(serve(settings))
