"""One task force's trouble is no other's: the parts of a sweep stand apart."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from handlers.turn import Turn
from storage.errors import explain

log = logging.getLogger(__name__)


@asynccontextmanager
async def apart(turn: Turn, what: str) -> AsyncIterator[None]:
    """A part of a sweep: when it fails it is undone alone and logged as ``what``, and the sweep goes on.

    Raises:
        StorageError: or the database's own error: what the machine did concerns every part.
    """
    try:
        async with turn.tx.savepoint():
            yield
    except Exception as error:
        if explain(error, "") is not None:
            raise
        log.exception("%s failed; it is tried again at the next tick", what)
