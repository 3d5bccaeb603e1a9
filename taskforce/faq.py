"""Finding the answer to a question as people type it: without accents, in any order, with abbreviations.

What is searched is folded once, when it is written down, so that two thousand entries are searched in a few
milliseconds. Found is what shares words with the question; rare words count more than frequent ones, words of a
question more than words of its answer, words that stand side by side more than words apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, log

from taskforce.vietnamese import fold

MOST_WORDS = 12
"""Of a longer text only the first words that say something are looked for."""

_LEAST_PREFIX = 3  # letters from which the beginning of a word is taken for the word
_QUESTION, _ANSWER = 3.0, 1.5
_BEGINNING = 0.6
_SIDE_BY_SIDE = 0.5
_NEAR_BEST = 0.3
_LINE = "\n"

_STOP_WORDS = (
    "a ah ai anh bi cac cai cho chua co cua cung da dau de den do duoc em gi ha hoi hoac khi khong la lam luc ma nao"
    " nay ne nen neu nhe nhu nhung o oi ra roi sao se thi toi trong u va vay ve vi voi xin how is of what when where"
)
_STOP = frozenset(_STOP_WORDS.split())


@dataclass(frozen=True, slots=True)
class Alias:
    """An abbreviation and what it stands for; several may share either."""

    short: str
    words: str


COMMON: tuple[Alias, ...] = (
    Alias("DVC", "dịch vụ công"),
    Alias("DVCTT", "dịch vụ công trực tuyến"),
    Alias("TTHC", "thủ tục hành chính"),
    Alias("CCCD", "căn cước công dân"),
    Alias("CSDL", "cơ sở dữ liệu"),
    Alias("ĐDĐT", "định danh điện tử"),
    Alias("TCT", "tổ công tác"),
    Alias("UBND", "ủy ban nhân dân"),
    Alias("BCĐ", "ban chỉ đạo"),
)
"""Abbreviations that everybody in this work writes; a secretary adds those of their own."""


@dataclass(frozen=True, slots=True)
class Searched:
    """An entry as it is searched: ``asked`` is the key of its wordings, ``told`` of its answer.

    ``uses`` decides between entries that fit alike.
    """

    id: int
    asked: str
    told: str
    uses: int = 0


def asked_key(*wordings: str) -> str:
    """What is kept of a question to be searched: each wording folded, one a line; those without a letter left out."""
    return "\n".join(filter(None, (fold(text) for text in wordings)))


def told_key(*texts: str) -> str:
    """What is kept of an answer to be searched: its folded words, each once."""
    return " ".join(dict.fromkeys(word for text in texts for word in fold(text).split()))


def find(query: str, entries: Sequence[Searched], aliases: Iterable[Alias] = ()) -> list[int]:
    """The ids of the entries that the question can mean, best first.

    An entry that is worded exactly so comes first. A query without a letter finds nothing.
    """
    wanted = fold(query)
    concepts = _concepts(wanted, (*COMMON, *aliases))
    if not concepts:
        return []
    asked = [f" | {each.asked.replace(_LINE, ' | ')} | " for each in entries]
    told = [f" {each.told} " for each in entries]
    scores = [0.0] * len(entries)
    matched = [0] * len(entries)
    for concept in concepts:
        strengths = _strengths(concept, asked, told)
        rarity = log(1 + len(entries) / (1 + len(strengths)))
        for at, strength in strengths:
            scores[at] += strength * rarity
            matched[at] += 1
    least = max(1, ceil(len(concepts) / 3))
    beside = [f" {one} {other} " for one, other in pairwise(wanted.split()[: 2 * MOST_WORDS])]
    whole = f" | {wanted} | "
    found: list[_Found] = []
    for at, entry in enumerate(entries):
        exact = whole in asked[at]
        if exact or matched[at] >= least:
            score = scores[at] + _SIDE_BY_SIDE * len([pair for pair in beside if pair in asked[at]])
            found.append((not exact, -round(score, 6), -entry.uses, len(entry.asked), entry.id))
    return _near_best(found) or _written_together(wanted, entries)


_Found = tuple[bool, float, int, int, int]
"""By what is found is ordered: worded otherwise, score, uses, length, id."""


def _near_best(found: list[_Found]) -> list[int]:
    if not found:
        return []
    best = min(score for _, score, _, _, _ in found)
    return [row[-1] for row in sorted(found) if not row[0] or row[1] <= best * _NEAR_BEST]


_Concept = tuple[str, ...]
"""The ways in which one word of the question may be written in an entry: itself, its abbreviation, its words."""


def _concepts(wanted: str, aliases: Sequence[Alias]) -> list[_Concept]:
    """One a word of the question that says something, each with what means the same."""
    words = list(dict.fromkeys(wanted.split()))
    telling = ([word for word in words if word not in _STOP] or words)[:MOST_WORDS]
    text = f" {wanted} "
    ways: dict[str, list[str]] = {word: [word] for word in telling}
    for alias in aliases:
        short, spelled = fold(alias.short), fold(alias.words)
        if not short or not spelled:
            continue
        for given, same in ((short, spelled), (spelled, short)):
            if f" {given} " in text:
                for word in given.split():
                    if word in ways:
                        ways[word].append(same)
    return [tuple(dict.fromkeys(each)) for each in ways.values()]


def _strengths(concept: _Concept, asked: Sequence[str], told: Sequence[str]) -> list[tuple[int, float]]:
    """(place, how well it speaks of it) of each entry that does."""
    word = f" {concept[0]} "
    beginning = word.rstrip() if len(concept[0]) >= _LEAST_PREFIX else word
    others = [f" {way} " for way in concept[1:]]
    apart = [[f" {part} " for part in way.split()] for way in concept[1:]]
    found: list[tuple[int, float]] = []
    for at, (question, answer) in enumerate(zip(asked, told, strict=True)):
        if word in question or (others and any(way in question for way in others)):
            found.append((at, _QUESTION))
        elif beginning in question:
            found.append((at, _QUESTION * _BEGINNING))
        elif word in answer or (apart and any(all(part in answer for part in parts) for parts in apart)):
            found.append((at, _ANSWER))
        elif beginning in answer:
            found.append((at, _ANSWER * _BEGINNING))
    return found


def _written_together(wanted: str, entries: Sequence[Searched]) -> list[int]:
    """Nothing has the words: perhaps they were typed without spaces ("dichvucong")."""
    joined = wanted.replace(" ", "")
    if len(joined) < 2 * _LEAST_PREFIX:
        return []
    hits = [each for each in entries if any(joined in line.replace(" ", "") for line in each.asked.split(_LINE))]
    return [each.id for each in sorted(hits, key=lambda each: (-each.uses, each.id))]
