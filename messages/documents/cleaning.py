"""What people typed, made fit to stand in a file: a stray control character would break the whole document."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters: XML 1.0 forbids most, no reader shows any
    "\u2028\u2029"  # separators that some readers take for line ends and some do not
    "\u202a-\u202e\u2066-\u2069"  # direction overrides: one would turn the rest of the line round
    "\ud800-\udfff\ufeff\ufffe\uffff]"  # half characters and non-characters: cannot be written as UTF-8 or XML
)


def clean_text(text: str) -> str:
    """The text as NFC, its line ends as ``\\n``, without characters that no document may hold."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _UNFIT.sub("", unified))


def cleaned(data: Any) -> Any:
    """The same JSON value with every text in it clean; the names of fields stay as they are."""
    if isinstance(data, str):
        return clean_text(data)
    if isinstance(data, Mapping):
        return {name: cleaned(value) for name, value in data.items()}
    if isinstance(data, list | tuple):
        return [cleaned(value) for value in data]
    return data


def one_line(text: str) -> str:
    """The text with every run of white space as one space: for a name, a title, a subject."""
    return " ".join(text.split())


def lines(text: str) -> list[str]:
    """The lines of the text that hold anything, each on one line."""
    return [found for line in text.split("\n") if (found := one_line(line))]
