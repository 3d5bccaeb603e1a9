"""What a bot called, and the faults a test wants it to meet."""

from collections import Counter, deque
from collections.abc import Iterator
from typing import Literal, NamedTuple

FaultKind = int | Literal["disconnect", "lost answer"]


class Call(NamedTuple):
    """One finished call. ``at`` is the clock's monotonic seconds; ``error_code`` is 0 when it was granted."""

    method: str
    chat_id: str
    at: float
    error_code: int
    description: str

    @property
    def ok(self) -> bool:
        """Whether it was granted."""
        return not self.error_code


class CallLog:
    """All calls in order (the last 200,000), and counters over all of them. Method names are in lower case."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=200_000)
        self.granted: Counter[str] = Counter()
        self.refused: Counter[int] = Counter()

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def __len__(self) -> int:
        return len(self._calls)

    def add(self, method: str, chat_id: str, at: float, error_code: int = 0, description: str = "") -> None:
        """Note one call."""
        self._calls.append(Call(method, chat_id, at, error_code, description))
        if error_code:
            self.refused[error_code] += 1
        else:
            self.granted[method] += 1

    def of(self, method: str) -> list[Call]:
        """The calls of one method, in any spelling."""
        method = method.lower()
        return [call for call in self._calls if call.method == method]

    @property
    def too_many(self) -> int:
        """How many calls got 429."""
        return self.refused[429]


class Fault(NamedTuple):
    """What goes wrong: an error code, a connection cut before the call is done, or one cut after it was."""

    kind: FaultKind
    retry_after: int | None = None


class Faults:
    """Faults waiting for their call."""

    def __init__(self) -> None:
        self._waiting: dict[str, deque[Fault]] = {}

    def add(self, method: str, times: int, fault: Fault) -> None:
        """Let the next calls of a method ("*" is any but getUpdates) fail."""
        self._waiting.setdefault(method.lower(), deque()).extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        if not self._waiting:
            return None
        for name in (method, "*") if method != "getupdates" else (method,):
            if self._waiting.get(name):
                return self._waiting[name].popleft()
        return None
