"""Long texts in pieces that Telegram takes, cut between lines and never inside a tag or an entity."""

import re
from html import unescape

LIMIT = 4096
"""Characters after entity parsing (Telegram facts, Limits)."""

_TOKEN = re.compile(r"<(/?)([a-z-]+)([^>]*)>|&[#a-zA-Z0-9]+;|[^<&]+|[<&]", re.IGNORECASE)


def visible_length(html: str) -> int:
    """How many characters a reader sees, which is what Telegram counts."""
    return len(unescape(re.sub(r"<[^>]*>", "", html)))


def split_html(html: str, limit: int = LIMIT) -> list[str]:
    """Split at line ends where possible, at spaces else, anywhere as a last resort.

    Tags open at a cut are closed before it and opened again after it. Texts within the limit come back whole.
    """
    if visible_length(html) <= limit:
        return [html]
    pieces = _Pieces(limit)
    for match in _TOKEN.finditer(html):
        closing, name, attributes = match.group(1), match.group(2), match.group(3)
        if name is not None:
            pieces.tag(match.group(0), bool(closing), name, attributes)
        elif match.group(0).startswith("&"):
            pieces.character(match.group(0))
        else:
            pieces.words(match.group(0))
    return pieces.finish()


class _Pieces:
    """The pieces so far, the one being filled, and the tags open in it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._done: list[str] = []
        self._piece = ""
        self._used = 0
        self._open: list[tuple[str, str]] = []

    def tag(self, whole: str, closing: bool, name: str, attributes: str) -> None:
        if closing:
            if self._open:
                self._open.pop()
        else:
            self._open.append((name, attributes))
        self._piece += whole

    def character(self, entity: str) -> None:
        if self._used >= self._limit:
            self._cut()
        self._piece += entity
        self._used += 1

    def words(self, text: str) -> None:
        for line in re.findall(r"[^\n]*\n|[^\n]+", text):
            if self._used + len(line.rstrip("\n")) > self._limit:
                self._long(line)
            else:
                self._add(line)

    def _long(self, line: str) -> None:
        """A line that does not fit: begin a new piece if that helps, else break it at a space."""
        if self._used and len(line.rstrip("\n")) <= self._limit:
            self._cut()
        while len(line.rstrip("\n")) > self._limit - self._used:
            room = self._limit - self._used
            at = line.rfind(" ", 0, room + 1)
            at = at if at > 0 else room
            self._add(line[:at])
            self._cut()
            line = line[at:].lstrip(" ")
        self._add(line)

    def _add(self, line: str) -> None:
        """Put it into this piece; a line end that just does not fit is not needed, for the piece is full."""
        line = line if self._used + len(line) <= self._limit else line.rstrip("\n")
        self._piece += line
        self._used += len(line)

    def _cut(self) -> None:
        closing = "".join(f"</{name}>" for name, _ in reversed(self._open))
        self._done.append(self._piece.rstrip() + closing)
        self._piece = "".join(f"<{name}{attributes}>" for name, attributes in self._open)
        self._used = 0

    def finish(self) -> list[str]:
        if self._used:
            self._done.append(self._piece.rstrip())
        return [piece for piece in self._done if visible_length(piece).bit_length()]
