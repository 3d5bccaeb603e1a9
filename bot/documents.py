"""Documents are made when they are sent: not in a turn, not in the event loop, in a process of their own (design §4).

The outbox keeps a document as what it says, a few kilobytes of JSON. The same document for many people, such as a
meeting's calendar entry, is made once.
"""

import asyncio
import contextlib
import sys
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

_LONGEST = 60.0  # seconds that making one may take
_KEPT = 8  # documents just made, for the next person who gets the same


class DocumentFailed(Exception):
    """A document could not be made; the text says what the maker said."""


class Documents:
    """Makes documents, one at a time: there are few processors, and taps must be answered meanwhile."""

    def __init__(self, templates: Path | None = None) -> None:
        """``templates`` is the folder of the operator's own Word templates; one that stands there wins over ours."""
        self._templates = templates
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
                self._made[described] = await _make_apart(described, self._templates)
                while len(self._made) > _KEPT:
                    self._made.popitem(last=False)
            self._made.move_to_end(described)
            return self._made[described]


async def _make_apart(described: bytes, templates: Path | None) -> bytes:
    own = () if templates is None else (str(templates),)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "messages.documents", *own,
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
