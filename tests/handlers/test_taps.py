"""What buttons carry: told apart by their beginning, and short enough for Telegram."""

import importlib
import pkgutil
from typing import get_type_hints

import pytest

import handlers
from handlers.callbacks import MAX_BYTES, BadTap, Tap

for _module in pkgutil.walk_packages(handlers.__path__, "handlers."):
    importlib.import_module(_module.name)
TAPS = sorted(Tap.__subclasses__(), key=lambda kind: kind.__name__)
_LONGEST_WORD = "standing_deputy"


def test_no_two_taps_begin_alike() -> None:
    """A prefix belongs to one kind of tap."""
    prefixes = [kind.prefix for kind in TAPS]
    assert len(TAPS) > 20
    assert len(set(prefixes)) == len(prefixes)


@pytest.mark.parametrize("kind", TAPS, ids=lambda kind: kind.__name__)
def test_a_tap_fits_and_comes_back(kind: type[Tap]) -> None:
    """With ids of six digits it fits into 64 bytes, and is read again as what it was; anything else is refused."""
    hints = get_type_hints(kind)
    tap = kind(**{name: 123_456 if hints[name] is int else _LONGEST_WORD for name in kind.__struct_fields__})
    packed = tap.pack()
    assert len(packed.encode()) <= MAX_BYTES
    assert kind.unpack(packed) == tap
    with pytest.raises(BadTap):
        kind.unpack(packed + ":1")
