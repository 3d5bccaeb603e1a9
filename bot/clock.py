"""The only place that reads the time; everybody else is handed a Clock (design §5)."""

import asyncio
import heapq
import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What time it is, and how to wait."""

    def now(self) -> datetime:
        """The moment now, in UTC, with its zone."""
        ...

    def monotonic(self) -> float:
        """Seconds since some fixed moment; never runs backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait that many seconds of this clock."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        """The moment now, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of the monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Wait that many real seconds."""
        await asyncio.sleep(seconds)


class MovedClock:
    """A clock that stands still until it is moved: a month passes in seconds, and sleepers wake in order.

    Used by ``make demo`` and the end-to-end tests. Whoever sleeps is woken when the clock has been moved to or past
    the moment they asked for.
    """

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._elapsed = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """The moment this clock was moved to, in UTC."""
        return (self._start + timedelta(seconds=self._elapsed)).astimezone(UTC)

    def monotonic(self) -> float:
        """Seconds since the moment the clock began at."""
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been moved that many seconds on."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._elapsed + seconds, next(self._order), woken))
        await woken

    def wake_next(self, within: float) -> bool:
        """Move on to the earliest sleeper's moment and wake them, if it is at most ``within`` seconds away."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        if not self._sleepers or self._sleepers[0][0] - self._elapsed > within:
            return False
        self._move(self._sleepers[0][0])
        return True

    def move_to(self, moment: datetime) -> None:
        """Move on to ``moment`` (never back) and wake all who wanted to be woken by then, earliest first."""
        self._move((moment - self._start).total_seconds())

    def _move(self, elapsed: float) -> None:
        self._elapsed = max(self._elapsed, elapsed)
        while self._sleepers and self._sleepers[0][0] <= self._elapsed:
            woken = heapq.heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)
