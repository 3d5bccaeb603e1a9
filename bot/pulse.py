"""Work that goes on faster than the minute's tick: a beat a second, only while there is something to do.

Every beat is a transaction of its own, so that nobody waits long for theirs.
"""

import asyncio
import logging
from collections.abc import Sequence

from bot.clock import Clock
from bot.features import Beat
from bot.turns import Turns
from storage.database import Database
from storage.errors import StorageError

log = logging.getLogger(__name__)

SECONDS = 1.0


class Pulse:
    """``run`` goes on until cancelled; ``wake`` tells that there may be something to do."""

    def __init__(self, turns: Turns, database: Database, clock: Clock) -> None:
        self._turns = turns
        self._database = database
        self._clock = clock
        self._woken = asyncio.Event()
        self._beating = True
        self._resting = False  # until the next beat, whoever wakes it meanwhile

    def wake(self) -> None:
        """There may be something to do."""
        self._woken.set()

    def idle(self) -> bool:
        """Nothing to do before it is woken or the clock moves."""
        return self._resting or (not self._beating and not self._woken.is_set())

    async def run(self, beats: Sequence[Beat]) -> None:
        """Work while any of them has something to do, for ever."""
        while True:
            self._beating = True
            self._woken.clear()
            worked = [await self._beat(beat) for beat in beats]
            self._beating = False
            if any(worked):
                self._resting = True
                await self._clock.sleep(SECONDS)
                self._resting = False
            else:
                await self._woken.wait()

    async def _beat(self, beat: Beat) -> bool:
        """Whether there was something to do; what fails is tried again at the next beat."""
        try:
            async with self._database.read() as tx:
                if not await beat.due(tx, self._clock.now()):
                    return False
            async with self._turns.alone() as turn:
                await beat.work(turn)
        except StorageError as error:
            log.error("%s", error)
        except Exception:
            log.exception("%s failed; it is tried again", beat.work.__qualname__)
        return True
