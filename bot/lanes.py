"""What goes next: one lane a chat, the best priority first, each chat in its own order, at Telegram's pace."""

import heapq
from collections import deque
from dataclasses import dataclass, field

from bot.pace import Pace
from storage.outbox import NO_CHAT, Outgoing

INSTANT = 1e-6  # seconds; less than this is not worth waiting for, and sums of floats differ by less
_CHATLESS = -(2**62)  # below every chat id there can be


@dataclass
class Lane:
    """The calls that wait for one chat, oldest first; ``retry_at`` in monotonic seconds after a failed try.

    ``busy`` while one of its calls is in flight: the next one waits, so that the chat keeps its order.
    """

    key: int
    rows: deque[Outgoing] = field(default_factory=deque)
    busy: bool = False
    retry_at: float = 0.0

    def rank(self) -> tuple[int, int]:
        """What goes first: the best priority that waits anywhere in the lane, for the chat keeps its order."""
        return min(row.priority for row in self.rows), self.rows[0].id


class Lanes:
    """All waiting calls. Times are seconds of the clock's monotonic time."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lanes: dict[int, Lane] = {}
        self._ready: list[tuple[int, int, int]] = []  # (priority, row id, key): lanes that may speak now
        self._resting: list[tuple[float, int]] = []  # (moment, key): lanes that have to wait

    def __len__(self) -> int:
        """How many chats something waits for."""
        return len(self._lanes)

    def admit(self, row: Outgoing, now: float) -> None:
        """One more call; behind the others of its chat. What belongs to no chat is a lane of its own."""
        key = row.chat_id if row.chat_id != NO_CHAT else _CHATLESS - row.id
        lane = self._lanes.setdefault(key, Lane(key))
        lane.rows.append(row)
        self._offer(lane, now)

    def take(self, now: float) -> tuple[Outgoing, Lane] | None:
        """The next call that may be made now, its lane busy from now on; None when none may."""
        self._wake_rested(now)
        while self._ready and self._pace.overall_free_at() <= now + INSTANT:
            lane = self._lanes.get(heapq.heappop(self._ready)[2])
            if lane is None or lane.busy or not lane.rows:
                continue
            if self._free_at(lane, now) > now + INSTANT:
                self._offer(lane, now)  # an older entry of the heap: the lane has spoken since
                continue
            row = lane.rows.popleft()
            lane.busy = True
            if row.chat_id != NO_CHAT:
                self._pace.took(row.chat_id, now)
            return row, lane
        return None

    def next_moment(self, *, may_send: bool) -> float | None:
        """When there may be something to do next; ``may_send`` is False while too many calls are in flight."""
        moments = [self._resting[0][0]] if self._resting else []
        if self._ready and may_send:
            moments.append(self._pace.overall_free_at())
        return min(moments, default=None)

    def idle(self, now: float) -> bool:
        """Nothing could be sent before the clock moves."""
        return not self._ready or now + INSTANT < self._pace.overall_free_at()

    def done(self, lane: Lane, now: float) -> None:
        """The call in flight is over: the lane's next one may follow."""
        lane.busy = False
        if self._lanes.get(lane.key) is lane:
            self._offer(lane, now)

    def again(self, row: Outgoing, lane: Lane, at: float, now: float) -> None:
        """The call in flight did not get through: it goes back to the head of its lane until ``at``."""
        lane = self._lanes.setdefault(lane.key, lane)  # another one where the chat moved meanwhile
        lane.rows.appendleft(row)
        lane.busy = False
        lane.retry_at = at
        self._offer(lane, now)

    def refused(self, chat_id: int, now: float, seconds: float) -> None:
        """Telegram said 429."""
        self._pace.refused(chat_id, now, seconds)

    def drop(self, chat_id: int) -> None:
        """Nothing waits for this chat any more."""
        lane = self._lanes.get(chat_id)
        if lane is not None:
            lane.rows.clear()

    def leave(self, chat_id: int) -> list[Outgoing]:
        """The chat is gone under this id; what waited for it."""
        return list(self._lanes.pop(chat_id, Lane(chat_id)).rows)

    def _free_at(self, lane: Lane, now: float) -> float:
        return max(lane.retry_at, self._pace.chat_free_at(lane.key, now))

    def _offer(self, lane: Lane, now: float) -> None:
        """Put the lane where its next call belongs: ready, or resting until it may speak."""
        if lane.busy:
            return
        if not lane.rows:
            self._lanes.pop(lane.key, None)
            return
        free = self._free_at(lane, now)
        if free > now + INSTANT:
            heapq.heappush(self._resting, (free, lane.key))
        else:
            heapq.heappush(self._ready, (*lane.rank(), lane.key))

    def _wake_rested(self, now: float) -> None:
        while self._resting and self._resting[0][0] <= now + INSTANT:
            lane = self._lanes.get(heapq.heappop(self._resting)[1])
            if lane is not None:
                self._offer(lane, now)
