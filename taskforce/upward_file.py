"""A report on its way to another installation: one small signed file, trusted only after its signature is checked.

The content travels as text inside the envelope, so that what is signed is exactly what is read. Ed25519; the library
is imported where it is used, since most bots never need it.
"""

import base64
import binascii
import hashlib
from enum import StrEnum
from typing import NamedTuple

import msgspec

from taskforce.period_labels import period_days
from taskforce.upward import CUT, Content, Line

SUFFIX = ".tfreport.json"
MAX_BYTES = 1024 * 1024
_FORMAT = "taskforce-report"
_VERSION = 1
_CONTEXT = b"taskforce-report/1\n"
"""Signed before the content: a signature made for something else is worth nothing here."""
_NAME, _KEY, _MOST = 500, 200, 100_000
_ROOMS = (4000, 1000, 300, 80)


class Flaw(StrEnum):
    """Why a file cannot be taken, whoever sent it."""

    TOO_BIG = "too-big"
    UNREADABLE = "unreadable"
    NEWER = "newer"
    SIGNATURE = "signature"


class FileError(ValueError):
    """The file is not taken."""

    def __init__(self, flaw: Flaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


class KeyPair(NamedTuple):
    """Both as base64 of their 32 raw bytes."""

    private: str
    public: str


class Opened(NamedTuple):
    """What the holder of the key ``public`` (base64) has signed."""

    public: str
    content: Content


class _Envelope(msgspec.Struct, frozen=True):
    format: str
    v: int
    key: str
    signature: str
    content: str


def new_key() -> KeyPair:
    """A key that nobody else has."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    private = Ed25519PrivateKey.generate()
    return KeyPair(_text(private.private_bytes_raw()), _text(private.public_key().public_bytes_raw()))


def fingerprint(public: str) -> str:
    """What people compare: "3F2A 90C1 …", eight groups, half of the key's SHA-256."""
    digest = hashlib.sha256(base64.b64decode(public)).hexdigest().upper()[:32]
    return " ".join(digest[n : n + 4] for n in range(0, 32, 4))


def seal(content: Content, key: KeyPair) -> bytes:
    """The file; texts are cut where it would be too big."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signer = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key.private))
    for room in _ROOMS:
        text = msgspec.json.encode(_shortened(content, room)).decode()
        signature = _text(signer.sign(_CONTEXT + text.encode()))
        whole = msgspec.json.encode(_Envelope(_FORMAT, _VERSION, key.public, signature, text))
        if len(whole) <= MAX_BYTES:
            break
    return whole


def _shortened(content: Content, room: int) -> Content:
    def line(one: Line) -> Line:
        said = tuple(
            s if len(s.text) <= room else msgspec.structs.replace(s, text=s.text[:room] + CUT) for s in one.said
        )
        return msgspec.structs.replace(one, said=said)

    return msgspec.structs.replace(content, lines=tuple(line(one) for one in content.lines))


def unseal(data: bytes) -> Opened:
    """What the file says, once its signature holds.

    Raises:
        FileError: it is too big, damaged, of a newer kind, or not signed by the key it names.
    """
    if len(data) > MAX_BYTES:
        raise FileError(Flaw.TOO_BIG)
    envelope = _envelope(data)
    _verify(envelope)
    try:
        content = decode(envelope.content)
    except msgspec.MsgspecError:
        raise FileError(Flaw.UNREADABLE) from None
    if not _is_sound(content):
        raise FileError(Flaw.UNREADABLE)
    return Opened(envelope.key, content)


def encode(content: Content) -> str:
    """The content as text."""
    return msgspec.json.encode(content).decode()


def decode(text: str) -> Content:
    """What ``encode`` wrote.

    Raises:
        msgspec.MsgspecError: it is nothing of the kind.
    """
    return msgspec.json.decode(text, type=Content)


def _envelope(data: bytes) -> _Envelope:
    try:
        found = msgspec.json.decode(data, type=_Envelope)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise FileError(Flaw.UNREADABLE) from None
    if found.format != _FORMAT:
        raise FileError(Flaw.UNREADABLE)
    if found.v != _VERSION:
        raise FileError(Flaw.NEWER)
    return found


def _verify(envelope: _Envelope) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        raw = base64.b64decode(envelope.key, validate=True)
        if _text(raw) != envelope.key:  # one key has one name
            raise FileError(Flaw.SIGNATURE)
        key = Ed25519PublicKey.from_public_bytes(raw)
        key.verify(base64.b64decode(envelope.signature, validate=True), _CONTEXT + envelope.content.encode())
    except (binascii.Error, ValueError, InvalidSignature):
        raise FileError(Flaw.SIGNATURE) from None


def _is_sound(content: Content) -> bool:
    """Whether it can be shown and compared at all; its values are checked against the form they are for."""
    names = (content.body, content.title)
    keys = (content.stream, content.every, *(line.key for line in content.lines))
    return (
        all(0 < len(name.strip()) <= _NAME for name in names)
        and all(0 < len(key) <= _KEY for key in keys)
        and len(set(keys[2:])) == len(keys[2:])
        and period_days(content.period) is not None
        and 1 <= content.version <= _MOST
        and 0 <= content.arrived <= content.units <= _MOST
        and all(0 <= line.answered <= content.units for line in content.lines)
    )


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
