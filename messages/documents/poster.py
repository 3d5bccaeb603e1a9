"""The QR code people check in with, and under it the digits to type, drawn for a projector."""

import struct
import zlib
from itertools import repeat

import segno

from messages.documents.model import CheckInPoster

_WIDTH = 1000  # pixels, about: a photo in the chat and a beamer both show that many
_QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks
_DIGITS = (
    "01110 10001 10011 10101 11001 10001 01110", "00100 01100 00100 00100 00100 00100 01110",
    "01110 10001 00001 00110 01000 10000 11111", "11110 00001 00001 01110 00001 00001 11110",
    "00010 00110 01010 10010 11111 00010 00010", "11111 10000 11110 00001 00001 10001 01110",
    "00110 01000 10000 11110 10001 10001 01110", "11111 00001 00010 00100 01000 01000 01000",
    "01110 10001 10001 01110 10001 10001 01110", "01110 10001 10001 01111 00001 00010 01100",
)  # fmt: skip
"""Each digit as seven rows of five modules."""


def code_of(link: str) -> segno.QRCode:
    """The code that says ``link``; middle error correction, so that a glare on the screen does no harm."""
    return segno.make_qr(link, error="m")


def check_in_poster(poster: CheckInPoster) -> bytes:
    """The code as PNG, black on white, about a thousand pixels wide, the digits below."""
    rows = [bytes(row) for row in code_of(poster.link).matrix_iter(border=_QUIET)]
    width = len(rows[0])
    scale = max(_WIDTH // width, 4)
    rows += [_centred(row, width) for row in _typed(poster.code)] + [bytes(width)] * _QUIET
    return _png([bytes(module for one in row for module in repeat(one, scale)) for row in rows], scale)


def _typed(code: str) -> list[bytes]:
    glyphs = [_DIGITS[int(digit)].split() for digit in code if digit.isascii() and digit.isdigit()]
    return [bytes(int(module) for module in "00".join(row)) for row in zip(*glyphs, strict=True)]


def _centred(row: bytes, width: int) -> bytes:
    return row.center(width, b"\0")[:width]


def _png(rows: list[bytes], scale: int) -> bytes:
    """A grey PNG of these rows of 0 (white) and 1 (black), each ``scale`` pixels high."""
    lines = b"".join(b"\0" + bytes(0 if black else 255 for black in row) for row in rows for _ in range(scale))
    size = struct.pack(">IIBBBBB", len(rows[0]), len(rows) * scale, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
