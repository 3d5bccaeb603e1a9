"""The Vietnamese order of people and units."""

import re
import unicodedata
from functools import lru_cache

from taskforce.vietnamese.text import nfc

SortKey = tuple[tuple[tuple[int, ...], int], ...]
"""One pair per syllable: its letters (or its number), then its tone."""

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: rank for rank, letter in enumerate(_ALPHABET, start=1)}
_TONES = {
    "\u0300": 1,
    "\u0309": 2,
    "\u0303": 3,
    "\u0301": 4,
    "\u0323": 5,
}  # huyền hỏi ngã sắc nặng; ngang is 0
_SYLLABLE = re.compile(r"[0-9]+|[^\W\d_]+")


@lru_cache(maxsize=4096)
def _syllable_key(syllable: str) -> tuple[tuple[int, ...], int]:
    if syllable.isdecimal():
        return (0, int(syllable)), 0
    tone = 0
    letters: list[str] = []
    for mark in unicodedata.normalize("NFD", syllable):
        if mark in _TONES:
            tone = _TONES[mark]
        elif unicodedata.combining(mark) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + mark)
        else:
            letters.append(mark)
    # Letters foreign to the alphabet come last, in their own order.
    return tuple(_RANK.get(letter, 1000 + ord(letter[0])) for letter in letters), tone


def _key(syllables: list[str]) -> SortKey:
    return tuple(_syllable_key(syllable) for syllable in syllables)


def sort_key(name: str) -> SortKey:
    """Order of people: given name, surname, middle names; letters before tones within a syllable."""
    syllables = _SYLLABLE.findall(nfc(name).lower())
    if len(syllables) < 2:
        return _key(syllables)
    surname, *middle, given = syllables
    return _key([given, surname, *middle])


def unit_sort_key(name: str) -> SortKey:
    """Order of units and other names read from the left; numbers by their size ("Tổ 2" before "Tổ 10")."""
    return _key(_SYLLABLE.findall(nfc(name).lower()))
