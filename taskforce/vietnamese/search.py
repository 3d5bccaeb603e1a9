"""Find by a few letters typed on a phone: without accents, by beginnings of words, initials or short name."""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from taskforce.vietnamese.text import fold, nfc

Item = TypeVar("Item")

_CONNECTORS = frozenset(["va", "cac", "cua"])
_LONGEST_QUERY = 100
_CLOSE = 0.6  # share of letters in common from which a mistyped word is worth offering
_MOST_CLOSE = 5


def search(query: str, items: Iterable[Item], key: Callable[[Item], str | Sequence[str]]) -> list[Item]:
    """The items that the query can mean, best first: offer them as choices, never take the first unasked.

    ``key`` gives the text, or texts (name and short name), that an item is known by. "cong an" finds
    "Công an tỉnh"; "tttt" and "so tttt" find "Sở Thông tin và Truyền thông". Of names that fold alike the one
    with the typed accents comes first; otherwise the given order decides. An empty query gives everything;
    when nothing matches, the few closest spellings are offered.
    """
    typed = nfc(query)[:_LONGEST_QUERY]
    wanted = fold(typed)
    found = list(items)
    if not wanted:
        return found
    ranked: list[tuple[int, bool, int]] = []
    for index, item in enumerate(found):
        texts = _texts(key(item))
        rank = min((_rank(wanted, text) for text in texts), default=_NO_MATCH)
        if rank < _NO_MATCH:
            accents_differ = not any(typed.casefold() in nfc(text).casefold() for text in texts)
            ranked.append((rank, accents_differ, index))
    if not ranked:
        return _closest(wanted, found, key)
    return [found[index] for _, _, index in sorted(ranked)]


def _texts(texts: str | Sequence[str]) -> Sequence[str]:
    return (texts,) if isinstance(texts, str) else texts


_NO_MATCH = 9


@lru_cache(maxsize=16384)
def _known_as(text: str) -> tuple[str, tuple[str, ...]]:
    """The folded name and its words: the same names are looked through at every letter that people type."""
    name = fold(text)
    return name, tuple(name.split())


def _rank(wanted: str, text: str) -> int:
    name, words = _known_as(text)
    joined = wanted.replace(" ", "")
    if wanted in name:
        if wanted == name:
            return 0
        if name.startswith(wanted):
            return 1
        if f" {wanted}" in name:
            return 2
    if joined == name.replace(" ", ""):
        return 0
    if _abbreviates(joined, words):
        return 3
    if any(word[0] == joined[0] and _abbreviates(joined, words[n:]) for n, word in enumerate(words) if n):
        return 4
    parts = wanted.split()
    if all(any(word.startswith(part) for word in words) for part in parts):
        return 5
    return 6 if all(part in name for part in parts) else _NO_MATCH


def _abbreviates(letters: str, words: Sequence[str]) -> bool:
    """Whether the letters are beginnings of the words in order ("sotttt"), connecting words or not."""
    places = {0}  # how many letters may be used up before the next word
    for word in words:
        following = set(places) if word in _CONNECTORS else set()
        for place in places:
            length = 0
            while place + length < len(letters) and word[length : length + 1] == letters[place + length]:
                length += 1
                following.add(place + length)
        if len(letters) in following:
            return True
        places = following
    return False


def _closest(wanted: str, items: Sequence[Item], key: Callable[[Item], str | Sequence[str]]) -> list[Item]:
    target = wanted.replace(" ", "")
    bound = SequenceMatcher(None, "", target)
    scored: list[tuple[float, int]] = []
    for index, item in enumerate(items):
        score = max((_likeness(bound, target, text) for text in _texts(key(item))), default=0.0)
        if score >= _CLOSE:
            scored.append((-score, index))
    return [items[index] for _, index in sorted(scored)[:_MOST_CLOSE]]


def _likeness(bound: SequenceMatcher[str], target: str, text: str) -> float:
    """How much ``target`` (``bound``'s second text) and the text share; 0 where it is not close."""
    name = _known_as(text)[0].replace(" ", "")
    # What is typed is often only the beginning of a name.
    return max(_ratio(bound, target, name), _ratio(bound, target, name[: len(target)]))


def _ratio(bound: SequenceMatcher[str], target: str, text: str) -> float:
    bound.set_seq1(text)
    if bound.real_quick_ratio() < _CLOSE or bound.quick_ratio() < _CLOSE:  # never less than the ratio itself
        return 0.0
    return SequenceMatcher(None, target, text).ratio()
