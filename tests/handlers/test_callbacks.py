"""What a button carries: there and back, short, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.callbacks import BadTap, Tap


class _Example(Tap, frozen=True):
    prefix = "xx"
    number: int
    word: str


@given(st.integers(-(2**63), 2**63 - 1), st.text(alphabet="abcxyz-_0123456789", max_size=20))
def test_a_tap_comes_back_as_it_was(number: int, word: str) -> None:
    """Packing and unpacking lose nothing."""
    tap = _Example(number, word)
    assert _Example.unpack(tap.pack()) == tap


@given(st.text(max_size=64))
def test_anything_else_is_a_bad_tap(data: str) -> None:
    """Whatever a client sends, it is a tap of ours or it is refused."""
    try:
        tap = _Example.unpack(data)
    except BadTap:
        return
    assert tap.pack().split(":")[0] == data.split(":")[0]


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
def test_a_number_that_no_database_can_look_up_is_refused(number: int) -> None:
    """A forged id of any length is a bad tap, not a crash."""
    with pytest.raises(BadTap):
        _Example.unpack(f"xx:{number}:a")


def test_what_does_not_fit_into_a_button_is_our_mistake() -> None:
    """Data over 64 bytes, or a word with the separator, cannot be packed."""
    with pytest.raises(ValueError, match="cannot be packed"):
        _Example(1, "đ" * 40).pack()
    with pytest.raises(ValueError, match="cannot be packed"):
        _Example(1, "a:b").pack()
