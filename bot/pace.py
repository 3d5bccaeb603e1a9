"""How fast Telegram lets a bot speak, and never faster (Telegram facts, Rates; design §4).

Overall calls are spaced evenly: a burst after a pause, or one message too many, earns a 429 that costs far more than
it gains. Within a chat a sliding window is kept, which satisfies a server that counts in buckets as well as one that
counts in windows. All times are seconds of the clock's monotonic time.
"""

from collections import defaultdict, deque
from dataclasses import dataclass

_CATCH_UP = 0.012
"""Seconds by which a send that came late lets the next come sooner. Without it every small delay of a busy machine
would add up (900 notices took 31.9 s instead of 30.7); 31 messages still span more than a second."""


@dataclass(frozen=True)
class PaceLimits:
    """The thresholds; Telegram does not publish them, so they are settings.

    ``per_second`` is the pace overall (29.4 keeps a hair below the 30 that is said to be allowed, since network jitter
    can push two messages together); ``private`` and ``group`` are (messages, seconds) of one chat.
    """

    per_second: float = 29.4
    private: tuple[int, float] = (3, 3.2)
    group: tuple[int, float] = (19, 60.5)


class Pace:
    """When the next message may go, overall and to one chat."""

    def __init__(self, limits: PaceLimits) -> None:
        self._limits = limits
        self._overall_free = 0.0
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self._closed_until: dict[int, float] = {}

    def overall_free_at(self) -> float:
        """The moment from which the next message to anybody may go."""
        return self._overall_free

    def chat_free_at(self, chat_id: int, now: float) -> float:
        """The moment from which the next message to this chat may go."""
        count, seconds = self._window(chat_id)
        sent = self._sent.get(chat_id)
        free = self._closed_until.get(chat_id, 0.0)
        if sent is None:
            return free
        while sent and sent[0] <= now - seconds:
            sent.popleft()
        if not sent:
            del self._sent[chat_id]
            return free
        return max(free, sent[-count] + seconds) if len(sent) >= count else free

    def took(self, chat_id: int, now: float) -> None:
        """A message to this chat goes now."""
        self._overall_free = max(self._overall_free, now - _CATCH_UP) + 1 / self._limits.per_second
        self._sent[chat_id].append(now)

    def refused(self, chat_id: int, now: float, retry_after: float) -> None:
        """Telegram said 429. A group that had its fill waits alone; else everybody waits: nobody may call at all.

        ``chat_id`` 0 stands for a call that belongs to no chat.
        """
        self._closed_until[chat_id] = now + retry_after
        if chat_id >= 0:
            self._overall_free = max(self._overall_free, now + retry_after)

    def _window(self, chat_id: int) -> tuple[int, float]:
        """Groups and channels have negative ids."""
        return self._limits.private if chat_id > 0 else self._limits.group
