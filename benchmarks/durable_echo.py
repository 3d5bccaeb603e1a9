"""The same echo on the product's own way: the message kept, the reply kept, one commit, then acknowledged and sent."""

import asyncio
import os
import signal
from pathlib import Path

from pydantic import SecretStr
from telegram.ext import filters

from bot.app import App
from bot.clock import SystemClock
from bot.features import Features, with_handlers
from bot.settings import Settings
from handlers.turn import Turn
from messages.contexts.basics import NothingTyped
from storage.database import Database, to_text


async def echo(turn: Turn) -> None:
    """Keep what was said as an answer, and say it again."""
    assert turn.incoming is not None
    await turn.tx.run(
        "INSERT INTO facts (name, value) VALUES (?, ?)",
        (f"{turn.chat_id}:{turn.incoming.message_id}:{to_text(turn.now)}", turn.incoming.text),
    )
    await turn.reply(NothingTyped())


def features() -> Features:
    """Text only."""
    return with_handlers(lambda routes: [routes.message(filters.TEXT, echo)])


async def main() -> None:
    """Poll until SIGTERM."""
    database = await Database.open(Path(os.environ["BENCH_DATABASE"]))
    settings = Settings(
        _env_file=None,
        token=SecretStr(os.environ["BENCH_TOKEN"]),
        api_url=os.environ["BENCH_API_URL"],
        file_url=os.environ["BENCH_API_URL"],
        messages_per_second=100_000,
        private_limit="1000/1",
    )
    app = App(settings, database, SystemClock(), features)
    await app.start()
    working = asyncio.create_task(app.run())
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, working.cancel)
    await asyncio.wait([working])
    await app.stop()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main())
