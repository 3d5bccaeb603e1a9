"""Find by a few letters typed on a phone: without accents, by beginnings of words, initials or short name."""

from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

from taskforce.vietnamese.text import compact, fold, nfc

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


def _rank(wanted: str, text: str) -> int:
    name = fold(text)
    words = name.split()
    wanted_words = wanted.split()
    joined = wanted.replace(" ", "")
    tests: tuple[Callable[[], bool], ...] = (
        lambda: joined == name.replace(" ", ""),
        lambda: name.startswith(wanted),
        lambda: f" {wanted}" in f" {name}",
        lambda: _abbreviates(joined, words),
        lambda: any(_abbreviates(joined, words[start:]) for start in range(1, len(words))),
        lambda: all(any(word.startswith(part) for word in words) for part in wanted_words),
        lambda: all(part in name for part in wanted_words),
    )
    return next((rank for rank, test in enumerate(tests) if test()), _NO_MATCH)


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
    scored: list[tuple[float, int]] = []
    for index, item in enumerate(items):
        score = max((_likeness(target, compact(text)) for text in _texts(key(item))), default=0.0)
        if score >= _CLOSE:
            scored.append((-score, index))
    return [items[index] for _, index in sorted(scored)[:_MOST_CLOSE]]


def _likeness(target: str, text: str) -> float:
    # What is typed is often only the beginning of a name.
    whole = SequenceMatcher(None, target, text).ratio()
    start = SequenceMatcher(None, target, text[: len(target)]).ratio()
    return max(whole, start)
