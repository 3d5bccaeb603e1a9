"""The updates Telegram keeps for a bot until they are confirmed or too old (docs/telegram-facts.md, Updates)."""

import json
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

KEEP_SECONDS = 24 * 3600.0
KEEP_CALLBACK_SECONDS = 150.0
FIRST_ID = 417_300_001  # Telegram begins anywhere; a bot must not rely on it

ALL_TYPES = frozenset({
    "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
    "business_message", "edited_business_message", "deleted_business_messages", "message_reaction",
    "message_reaction_count", "inline_query", "chosen_inline_result", "callback_query", "shipping_query",
    "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer", "my_chat_member", "chat_member",
    "chat_join_request", "chat_boost", "removed_chat_boost",
})  # fmt: skip
DEFAULT_TYPES = ALL_TYPES - {"chat_member", "message_reaction", "message_reaction_count"}


class QueuedUpdate(NamedTuple):
    """One update as it will be sent: its id, JSON bytes, when it vanishes (clock), and whose it is (chat or user)."""

    id: int
    body: bytes
    expires_at: float
    owner: int


class UpdateQueue:
    """First in, first out; confirmed from the front, expired anywhere."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._waiting: deque[QueuedUpdate] = deque()
        self._next_id = FIRST_ID
        self._earliest_expiry = float("inf")
        self.allowed_types = DEFAULT_TYPES
        self.on_new: Callable[[], None] = lambda: None

    def __len__(self) -> int:
        """How many updates wait, expired ones not counted."""
        self._drop_expired()
        return len(self._waiting)

    def add(self, kind: str, content: dict[str, Any], owner: int) -> int | None:
        """Queue an update; None when the bot did not ask for its kind (then it is lost, as at Telegram)."""
        if kind not in self.allowed_types:
            return None
        update_id = self._next_id
        self._next_id += 1
        body = json.dumps({"update_id": update_id, kind: content}, ensure_ascii=False).encode()
        keep = KEEP_CALLBACK_SECONDS if kind == "callback_query" else KEEP_SECONDS
        expires_at = self._monotonic() + keep
        self._earliest_expiry = min(self._earliest_expiry, expires_at)
        self._waiting.append(QueuedUpdate(update_id, body, expires_at, owner))
        self.on_new()
        return update_id

    def allow(self, types: Iterable[str] | None) -> None:
        """Remember which kinds are wanted; None keeps the last choice, an empty or unknown one is the default."""
        if types is not None:
            self.allowed_types = ALL_TYPES.intersection(types) or DEFAULT_TYPES

    def read(self, offset: int, limit: int) -> list[QueuedUpdate]:
        """Confirm everything before ``offset`` and give the next ``limit`` updates without confirming them.

        A negative offset keeps only that many of the newest; one from the future (another bot's) confirms nothing.
        """
        self._drop_expired()
        waiting = self._waiting
        if offset < 0:
            while len(waiting) > -offset:
                waiting.popleft()
        elif offset <= self._next_id + 10:
            while waiting and waiting[0].id < offset:
                waiting.popleft()
        return [waiting[index] for index in range(min(limit, len(waiting)))]

    def everything(self) -> list[QueuedUpdate]:
        """All waiting updates, oldest first."""
        self._drop_expired()
        return list(self._waiting)

    def remove(self, update: QueuedUpdate) -> None:
        """Take out one update that a webhook has accepted."""
        if update in self._waiting:
            self._waiting.remove(update)

    def clear(self) -> None:
        """Forget all waiting updates."""
        self._waiting.clear()

    def _drop_expired(self) -> None:
        now = self._monotonic()
        if now < self._earliest_expiry:
            return
        self._waiting = deque(update for update in self._waiting if update.expires_at > now)
        self._earliest_expiry = min((update.expires_at for update in self._waiting), default=float("inf"))
