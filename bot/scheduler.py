"""Rings every minute. What is due is asked of the tables (design §5): a ring that comes late or twice does no harm."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

PERIOD_SECONDS = 60


class Scheduler:
    """Calls ``tick`` at once and then every minute; never two at a time, one ring for all that were missed."""

    def __init__(self, tick: Callable[[], Awaitable[None]], seconds: float = PERIOD_SECONDS) -> None:
        self._tick = tick
        self._seconds = seconds
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    def start(self) -> None:
        """Begin to ring; inside a running event loop."""
        self._scheduler.add_job(
            self._tick,
            IntervalTrigger(seconds=self._seconds, timezone=UTC),
            id="tick",
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,  # however late: the tables know what is still to be done
        )
        self._scheduler.start()

    def stop(self) -> None:
        """Ring no more. A tick under way goes on to its end or to its cancellation."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
