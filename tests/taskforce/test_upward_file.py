"""The signed file between two installations: what it says is believed only under a signature that holds."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from taskforce.upward import Content, Line, Said
from taskforce.upward_file import MAX_BYTES, FileError, Flaw, KeyPair, fingerprint, new_key, seal, unseal

KEY = new_key()
CONTENT = Content(
    body="Tổ công tác huyện Ba Bể",
    stream="monthly",
    title="Báo cáo tháng",
    every="month",
    period="2022-03",
    window=("2022-02-15", "2022-03-14"),
    version=2,
    units=6,
    arrived=5,
    lines=(
        Line("files", "number", "sum", "hồ sơ", 5, "given", "135"),
        Line("problems", "text", "none", "", 5, "given", said=(Said("Xã A", 'Thiếu "máy" <b>\u202e'),)),
        Line("groups", "multi", "none", "", 5, "given", ["a", "b"]),
    ),
)
FILE = seal(CONTENT, KEY)


def flaw_of(data: bytes) -> Flaw:
    """Why the file is refused."""
    with pytest.raises(FileError) as error:
        unseal(data)
    return error.value.flaw


def with_content(**changes: Any) -> bytes:
    """A file whose content was signed with these changes, as somebody could who holds the key."""
    return seal(replace(CONTENT, **changes), KEY)


def test_what_was_signed_is_read_back() -> None:
    """Exactly the content, and whose key it was."""
    opened = unseal(FILE)
    assert opened.content == CONTENT
    assert opened.public == KEY.public


def test_every_key_has_a_fingerprint_that_can_be_read_aloud() -> None:
    """Eight groups of four; another key has another one."""
    groups = fingerprint(KEY.public).split()
    assert [len(group) for group in groups] == [4] * 8
    assert fingerprint(new_key().public) != fingerprint(KEY.public)


@settings(max_examples=150)
@given(st.integers(0, len(FILE) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed(place: int, by: int) -> None:
    """A file with any byte changed is refused, or says the same under the same key."""
    forged = bytearray(FILE)
    forged[place] ^= by
    try:
        opened = unseal(bytes(forged))
    except FileError:
        return
    assert opened == unseal(FILE)


@given(st.integers(0, len(FILE) - 1))
def test_a_part_of_a_file_is_none(length: int) -> None:
    """A truncated file cannot be read."""
    assert flaw_of(FILE[:length]) is Flaw.UNREADABLE


@given(st.binary(max_size=300))
def test_anything_else_is_refused(data: bytes) -> None:
    """Whatever somebody sends instead."""
    assert flaw_of(data) in (Flaw.UNREADABLE, Flaw.SIGNATURE)


def test_another_key_does_not_sign_for_this_one() -> None:
    """Somebody else's signature under this key's name is a wrong signature."""
    forged = json.loads(seal(CONTENT, new_key()))
    forged["key"] = KEY.public
    assert flaw_of(json.dumps(forged).encode()) is Flaw.SIGNATURE


@pytest.mark.parametrize(
    "key",
    ["", "x", base64.b64encode(b"short").decode(), KEY.public + "=", "\u00e9"],
    ids=["none", "letters", "short", "padded", "accented"],  # a made key is another one in every process
)
def test_a_key_that_is_none_signs_nothing(key: str) -> None:
    """No key of the right kind: a wrong signature, and no crash."""
    forged = json.loads(FILE) | {"key": key}
    assert flaw_of(json.dumps(forged).encode()) is Flaw.SIGNATURE


@pytest.mark.parametrize(
    "changes",
    [
        {"period": "2022-13"},
        {"period": "x" * 10_000},
        {"body": " "},
        {"title": "x" * 501},
        {"version": 0},
        {"version": 10**9},
        {"arrived": 7},
        {"lines": (CONTENT.lines[0], CONTENT.lines[0])},
    ],
)
def test_a_signature_makes_no_nonsense_sound(changes: dict[str, Any]) -> None:
    """What the holder of a key signs must still be a report."""
    assert flaw_of(with_content(**changes)) is Flaw.UNREADABLE


def test_newer_kinds_and_huge_files_are_named_as_such() -> None:
    """So that the secretary knows whether to update or to ask again."""
    assert flaw_of(json.dumps(json.loads(FILE) | {"v": 2}).encode()) is Flaw.NEWER
    assert flaw_of(b" " * (MAX_BYTES + 1)) is Flaw.TOO_BIG
    assert flaw_of(b"[" * 100_000) is Flaw.UNREADABLE


def test_a_huge_report_is_shortened_until_it_fits() -> None:
    """Two thousand units with long remarks still make a file that is taken."""
    said = tuple(Said(f"Xã {number}", "x" * 2000) for number in range(2000))
    data = with_content(lines=(replace(CONTENT.lines[1], said=said, answered=6),))
    assert len(data) <= MAX_BYTES
    assert len(unseal(data).content.lines[0].said) == 2000


def test_a_key_is_kept_as_text() -> None:
    """Taken from the database it signs as before."""
    again = KeyPair(str(KEY.private), str(KEY.public))
    assert unseal(seal(CONTENT, again)).public == KEY.public
