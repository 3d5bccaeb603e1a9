"""What a button carries: typed, short, and packed in one way only (Telegram allows 64 bytes)."""

from typing import ClassVar, Self, get_type_hints

from msgspec import Struct
from msgspec.structs import astuple

MAX_BYTES = 64
_SEPARATOR = ":"


class BadTap(ValueError):
    """Somebody sent callback data that no button of ours carries."""


class Tap(Struct, frozen=True):
    """The base of every button's data: a frozen record of ints and strings with a ``prefix`` of its own.

    Packed as ``prefix:field:field``; strings must not contain a colon. Whoever reads one must still ask whether
    this person may do that: a client can send any data (Telegram facts, Updates).
    """

    prefix: ClassVar[str]

    def pack(self) -> str:
        """The button's data.

        Raises:
            ValueError: it would be longer than 64 bytes, or a string holds the separator.
        """
        values = [str(value) for value in astuple(self)]
        packed = _SEPARATOR.join([self.prefix, *values])
        if len(packed.encode()) > MAX_BYTES or any(_SEPARATOR in value for value in values):
            raise ValueError(f"Callback data cannot be packed: {packed!r}")
        return packed

    @classmethod
    def unpack(cls, data: str) -> Self:
        """The tap that this data means.

        Raises:
            BadTap: the data is not of this kind, or its values are not of the fields' types and sizes.
        """
        prefix, *values = data.split(_SEPARATOR)
        names = cls.__struct_fields__
        if prefix != cls.prefix or len(values) != len(names):
            raise BadTap(data)
        hints = get_type_hints(cls)
        try:
            return cls(**{n: _value(hints[n], v) for n, v in zip(names, values, strict=True)})
        except ValueError as error:
            raise BadTap(data) from error


def _value(kind: type[int] | type[str], text: str) -> int | str:
    """The field's value; a number beyond what the database can look up is as good as none."""
    value = kind(text)
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise ValueError("too large")
    return value
