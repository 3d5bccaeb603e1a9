"""900 notices to 900 people, against a server that counts in buckets and one that counts in windows."""

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.app import App
from bot.clock import SystemClock
from bot.sandbox import LocalTelegram
from bot.sandbox.limits import Limits
from bot.settings import Settings
from storage import outbox
from storage.database import Database
from storage.outbox import Priority

NOTICES = 900
ALLOWED_SECONDS = 30.0
TOKEN = "123456789:bench-token-for-loopback"


@dataclass(frozen=True)
class Paced:
    """How long the notices took, and how often the server said 429."""

    mode: str
    seconds: float
    refusals: int

    @property
    def share_of_the_limit(self) -> float:
        """1.0 would be exactly the pace that the limit allows."""
        return ALLOWED_SECONDS / self.seconds


async def measure(mode: str) -> Paced:
    """Deliver the notices with the product's own settings, in real time; ``mode`` is "bucket" or "strict"."""
    clock = SystemClock()
    with tempfile.TemporaryDirectory() as folder:
        async with LocalTelegram(clock, token=TOKEN, limits=Limits(mode=mode)) as telegram:
            database = await Database.open(Path(folder) / "bench.sqlite3")
            settings = Settings(
                _env_file=None,
                token=SecretStr(TOKEN),
                api_url=telegram.base_url,
                file_url=telegram.file_url,
                database=database.path,
            )
            app = App(settings, database, clock)
            for n in range(NOTICES):
                telegram.person(10_000 + n, f"Người {n}", phone=f"+849{n:08d}").start()
            await app.start()
            before = telegram.calls.granted["sendmessage"]
            begun = time.perf_counter()
            async with database.transaction() as tx:
                for n in range(NOTICES):
                    await outbox.enqueue(
                        tx, chat_id=10_000 + n, method="sendMessage", payload={"text": f"Thông báo số {n}"},
                        priority=Priority.BULK, now=clock.now(), dedupe_key=f"bench:{n}",
                    )  # fmt: skip
            app.delivery.wake()
            while telegram.calls.granted["sendmessage"] - before < NOTICES:  # noqa: ASYNC110 - it counts, nobody tells
                await asyncio.sleep(0.01)
            seconds = time.perf_counter() - begun
            refusals = telegram.too_many
            await app.stop()
            await database.close()
    return Paced(mode, seconds, refusals)
