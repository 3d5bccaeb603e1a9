"""A pasted list taken apart: "1. …", "2) …", "3/ …", "- …", "• …", "a) …", "Một là, …"."""

import re
from collections.abc import Sequence
from types import MappingProxyType

from taskforce.vietnamese import fold, nfc

_MARKS = MappingProxyType(
    {
        "number": re.compile(r"\(?(?P<mark>\d{1,2})(?:[.)](?!\d)|/(?=\s)|\s?[-–:](?=\s))\s*"),
        "word": re.compile(r"(?P<mark>\w+(?: \w+)?) là(?:\s*[,:]\s*|\s+)", re.IGNORECASE),
        "bullet": re.compile(r"[-–—*+](?:\s+|(?=[^\W\d]))|[•●▪◦]\s*"),
        "roman": re.compile(r"(?P<mark>[IVX]{1,5})[.)/]\s+"),
        "letter": re.compile(r"(?P<mark>[a-zđ])[.)]\s+"),
    }
)
_ORDINALS = ("mot", "hai", "ba", "bon", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai")
_ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_GAP = 5
"""How many numbers a pasted list may leave out; a figure farther on is part of a sentence broken there."""


def read(text: str) -> tuple[str, ...]:
    """``taskforce.numbered.read_list``."""
    lines = [line for line in (" ".join(nfc(line).split()) for line in text.splitlines()) if line]
    kind = _kind(lines)
    items: list[str] = []
    last, begun = 0, False
    for line in lines:
        mark = _mark(line, kind, last) if kind else None
        if mark:
            last, begun = mark[0], True
            items.append(mark[1])
        elif kind == "number" and _mark(line, "roman", 0, anywhere=True):
            last, begun = 0, False
        elif begun:
            items[-1] = f"{items[-1]} {line}".strip()
        elif not (kind and line.endswith(":")):
            items.append(line)
    return tuple(item for item in items if item)


def _kind(lines: Sequence[str]) -> str:
    """The mark that begins items: the first in the text, but numbers under Roman numerals; "" for none."""
    first = next((kind for line in lines for kind in _MARKS if _mark(line, kind, 0)), "")
    return "number" if first == "roman" and any(_mark(line, "number", 0) for line in lines) else first


def _mark(line: str, kind: str, last: int, *, anywhere: bool = False) -> tuple[int, str] | None:
    """The number of the mark and the line without it, where it counts on from ``last`` or begins anew."""
    found = _MARKS[kind].match(line)
    if found is None:
        return None
    number = 0 if kind == "bullet" else _number(kind, found["mark"])
    counts_on = kind == "bullet" or number == 1 or (last and last < number <= last + _GAP)
    return (number, line[found.end() :]) if counts_on or anywhere else None


def _number(kind: str, mark: str) -> int:
    """Which one a mark is, from 1; 0 for none."""
    if kind == "number":
        return int(mark)
    if kind == "letter":
        return _LETTERS.find(mark) + 1
    names, name = (_ORDINALS, fold(mark)) if kind == "word" else (_ROMANS, mark)
    return names.index(name) + 1 if name in names else 0
