"""Files sent to and by the bot."""

import itertools
import struct
from dataclasses import dataclass
from typing import Any

from bot.sandbox.errors import bad_request

MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_PHOTO_BYTES = 10 * 1024 * 1024
LINK_SECONDS = 3600.0

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as Telegram keeps it: its ids, its bytes and, for a photo, its pixels."""

    file_id: str
    unique_id: str
    name: str
    content_type: str
    body: bytes
    width: int = 0
    height: int = 0

    def as_json(self) -> Json:
        """The Bot API's Document, or its PhotoSize for a photo."""
        file: Json = {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.body),
        }
        if self.width:
            return {**file, "width": self.width, "height": self.height}
        return {**file, "file_name": self.name, "mime_type": self.content_type}


class FileStore:
    """All files; a link to one lives an hour of the clock."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._links: dict[str, tuple[StoredFile, float]] = {}
        self._numbers = itertools.count(1)

    def add(self, name: str, body: bytes, content_type: str, *, photo: bool = False) -> StoredFile:
        """Keep a file. Raises ApiError 400 for an empty one, or a photo that Telegram would not take."""
        if not body:
            raise bad_request("file must be non-empty")
        width, height = _photo_size(body) if photo else (0, 0)
        number = next(self._numbers)
        kind = "AgACAgUAAx" if photo else "BQACAgUAAx"
        content_type = content_type.partition(";")[0] or "application/octet-stream"
        file = StoredFile(f"{kind}kBAAI{number:010d}", f"AgAD{number:08d}", name, content_type, body, width, height)
        self._files[file.file_id] = file
        return file

    def get(self, file_id: str) -> StoredFile:
        """The file with that id. Raises ApiError 400."""
        file = self._files.get(file_id)
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return file

    def link(self, file: StoredFile, now: float) -> str:
        """A path under which the file can be fetched for an hour. Raises ApiError 400 past 20 MB."""
        if len(file.body) > MAX_DOWNLOAD_BYTES:
            raise bad_request("file is too big")
        suffix = file.name.rpartition(".")[2] if "." in file.name else "bin"
        path = f"{'photos' if file.width else 'documents'}/file_{int(file.unique_id[4:])}.{suffix}"
        self._links[path] = (file, now + LINK_SECONDS)
        return path

    def fetch(self, path: str, now: float) -> StoredFile | None:
        """The file behind a link that is still alive."""
        file, expires_at = self._links.get(path, (None, 0.0))
        return file if now < expires_at else None


def _photo_size(body: bytes) -> tuple[int, int]:
    """Width and height of a photo. Raises ApiError 400 for what Telegram does not take as one."""
    if len(body) > MAX_PHOTO_BYTES:
        raise bad_request(f"too big for a photo: {len(body)} bytes")
    width, height = _png_size(body) or _jpeg_size(body) or (0, 0)
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _png_size(body: bytes) -> tuple[int, int] | None:
    if not body.startswith(b"\x89PNG\r\n\x1a\n") or len(body) < 24:
        return None
    width, height = struct.unpack(">II", body[16:24])
    return width, height


def _jpeg_size(body: bytes) -> tuple[int, int] | None:
    if not body.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 <= len(body) and body[at] == 0xFF:
        marker = body[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(body[at + 2 : at + 4])
    return None
