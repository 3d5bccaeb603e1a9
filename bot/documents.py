"""Documents are made when they are sent: not in a turn, not in the event loop, in a process of their own (design §4).

The outbox keeps a document as what it says, a few kilobytes of JSON; or, where that would be read from thousands of
rows, as what is wanted, and the process reads it too. The same document for many people, such as a meeting's calendar
entry, is made once.
"""

import asyncio
import base64
import contextlib
import sys
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

_LONGEST = 60.0  # seconds that making one may take
_KEPT = 8  # documents just made, for the next person who gets the same


class DocumentFailed(Exception):
    """A document could not be made; the text says what the maker said."""


class Documents:
    """Makes documents, one at a time: there are few processors, and taps must be answered meanwhile."""

    def __init__(self, templates: Path | None = None, database: Path | None = None) -> None:
        """``templates`` is the folder of the operator's own Word templates; one that stands there wins over ours.

        ``database`` is where the data are read of documents that are prepared.
        """
        self._templates = templates
        self._database = database
        self._turn = asyncio.Lock()
        self._made: OrderedDict[bytes, bytes] = OrderedDict()

    async def make(self, data: Mapping[str, Any]) -> bytes:
        """The bytes of the document that ``messages.documents.model.to_data`` described.

        Raises:
            DocumentFailed: it cannot be made, or took longer than a minute.
        """
        described = msgspec.json.encode(data)
        async with self._turn:
            if described not in self._made:
                own = () if self._templates is None else (str(self._templates),)
                self._keep(described, await _made_apart("messages.documents", described, *own))
            return self._kept(described)

    async def content(self, described: Mapping[str, Any], now: datetime) -> bytes:
        """The bytes of a file that the outbox keeps as they are (``base64``), as what it says (``make``), or as what
        is wanted (``prepare``).

        Raises:
            DocumentFailed: it cannot be made, or took longer than a minute.
        """
        if "prepare" in described:
            return await self.prepare(described["prepare"], now)
        if "make" in described:
            return await self.make(described["make"])
        return base64.b64decode(described["base64"])

    async def prepare(self, wanted: Mapping[str, Any], now: datetime) -> bytes:
        """The bytes of the paper that a ``handlers.wanted.Wanted`` names, its data read from the database as of now.

        The papers that are made from the same data are made with it.

        Raises:
            DocumentFailed: it cannot be made, or took longer than a minute.
        """
        key = msgspec.json.encode(wanted)
        async with self._turn:
            if key not in self._made:
                for what, made in (await self._prepared(wanted, now)).items():
                    self._keep(msgspec.json.encode({**wanted, "what": what}), made)
            if key not in self._made:
                raise DocumentFailed(f"no {wanted.get('what')} is made of these data")
            return self._kept(key)

    async def _prepared(self, wanted: Mapping[str, Any], now: datetime) -> dict[str, bytes]:
        asked = {
            "wanted": wanted,
            "now": now.isoformat(),
            "database": str(self._database),
            "templates": None if self._templates is None else str(self._templates),
        }
        said = await _made_apart("bot.preparing", msgspec.json.encode(asked))
        return msgspec.json.decode(said, type=dict[str, bytes])

    def _keep(self, described: bytes, made: bytes) -> None:
        self._made[described] = made
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)

    def _kept(self, described: bytes) -> bytes:
        self._made.move_to_end(described)
        return self._made[described]


async def _made_apart(module: str, described: bytes, *arguments: str) -> bytes:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(_LONGEST):
            made, said = await process.communicate(described)
    except TimeoutError:
        raise DocumentFailed(f"not made within {_LONGEST:.0f} s") from None
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode != 0:
        raise DocumentFailed(said.decode(errors="replace").strip().rpartition("\n")[2] or f"exit {process.returncode}")
    return made
