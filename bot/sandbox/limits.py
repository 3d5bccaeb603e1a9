"""How fast a bot may write (docs/telegram-facts.md, Rates). The thresholds are unpublished: all are settings.

Telegram's own enforcement is unknown too, so there are two: ``bucket`` (tokens flow back evenly) and ``strict``
(no window of the given length may hold more than the limit). A good bot meets both.
"""

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

_ROUNDING = 1e-6  # seconds; clocks add up in floating point


@dataclass(frozen=True, slots=True)
class Limits:
    """What a bot may send: messages and edits, per second overall and a private chat, per minute a group."""

    mode: Literal["bucket", "strict"] = "bucket"
    overall_per_second: int = 30
    private_per_second: float = 1.0
    private_burst: int = 3
    group_per_minute: int = 20


class _Gauge(Protocol):
    def wait(self, now: float) -> float: ...

    def take(self, now: float) -> None: ...


class _Bucket:
    """``capacity`` at once, then ``rate`` a second."""

    __slots__ = ("capacity", "last", "rate", "tokens")

    def __init__(self, capacity: float, rate: float) -> None:
        self.capacity, self.rate = capacity, rate
        self.tokens, self.last = float(capacity), -math.inf

    def wait(self, now: float) -> float:
        self.tokens = min(self.capacity, self.tokens + (now - self.last) * self.rate)
        self.last = now
        return 0.0 if self.tokens >= 1 - _ROUNDING else (1 - self.tokens) / self.rate

    def take(self, now: float) -> None:
        self.tokens -= 1


class _Window:
    """At most ``count`` in any ``seconds``."""

    __slots__ = ("count", "seconds", "times")

    def __init__(self, count: int, seconds: float) -> None:
        self.count, self.seconds = count, seconds
        self.times: deque[float] = deque()

    def wait(self, now: float) -> float:
        while self.times and self.times[0] <= now - self.seconds + _ROUNDING:
            self.times.popleft()
        return 0.0 if len(self.times) < self.count else self.times[0] + self.seconds - now

    def take(self, now: float) -> None:
        self.times.append(now)


class Limiter:
    """Counts what was sent and says how long the next message must wait."""

    def __init__(self, limits: Limits | None, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self._monotonic = monotonic
        self._gauges: dict[int, _Gauge] = {}
        self._banned_until: dict[int, float] = {}
        self.refused = 0

    def take(self, chat_id: int, *, private: bool) -> int:
        """0 when the message may go; else the whole seconds to wait (429), for this chat or for all.

        Whoever was told to wait and does not is refused until that time is over, however much has flowed back.
        """
        if self.limits is None:
            return 0
        now = self._monotonic()
        scopes = (0, chat_id)
        pause = max(self._pause(scope, private, now) for scope in scopes)
        if pause:
            self.refused += 1
            return pause
        for scope in scopes:
            self._gauge(scope, private).take(now)
        return 0

    def _pause(self, scope: int, private: bool, now: float) -> int:
        """Whole seconds this scope must wait; a new pause is remembered, a running one is not made longer."""
        left = self._banned_until.get(scope, 0.0) - now
        if left > _ROUNDING:
            return math.ceil(left - _ROUNDING)
        wait = self._gauge(scope, private).wait(now)
        if wait <= _ROUNDING:
            return 0
        pause = max(1, math.ceil(wait - _ROUNDING))
        self._banned_until[scope] = now + pause
        return pause

    def _gauge(self, scope: int, private: bool) -> _Gauge:
        gauge = self._gauges.get(scope)
        if gauge is None:
            gauge = self._gauges[scope] = self._new_gauge(scope, private)
        return gauge

    def _new_gauge(self, scope: int, private: bool) -> _Gauge:
        limits = self.limits
        if limits is None:
            raise ValueError("no limits, no gauge")
        if scope == 0:
            count, rate = limits.overall_per_second, float(limits.overall_per_second)
        elif private:
            count, rate = limits.private_burst, limits.private_per_second
        else:
            count, rate = limits.group_per_minute, limits.group_per_minute / 60
        return _Bucket(count, rate) if limits.mode == "bucket" else _Window(count, count / rate)
