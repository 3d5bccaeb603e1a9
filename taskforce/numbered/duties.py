"""Who does it, in a conclusion's words: "Giao …", "… chủ trì", "phối hợp với …", "… phối hợp"."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from taskforce.numbered.model import Names
from taskforce.plan_units import is_collective
from taskforce.when.plain import bare

_TOKEN = re.compile(r"\w+|[^\w\s]")
_LONGEST_NAME = 14  # words and signs: "Sở Lao động - Thương binh và Xã hội" has nine
_LONGEST_UNKNOWN = 6
_BREAKS = frozenset(";:.()")
_BETWEEN = frozenset([",", "va", "cung", "&", "/"])
_BEFORE_A_NAME = frozenset(["giao", "voi", "hop", "nghi", "cau", "cong", "tri", "va", "do", ",", ";", ":", "(", "cho"])
_TITLES = frozenset(
    ["dong", "chi", "ong", "ba", "giam", "doc", "pho", "thu", "truong", "chanh", "chu", "tich", "lanh", "dao", "cho"]
)
_LINKS = frozenset([":", "la", "voi", "cung", "chat", "che"])
_COPULAS = frozenset(["la", "lam", "se", "phai", "don", "vi", "co", "quan", "trach", "nhiem"])
_KEYWORDS = (
    ("lead", ("chu", "tri")),
    ("with", ("phoi", "hop")),
    ("give", ("giao",)),
    ("give", ("de", "nghi")),
    ("give", ("yeu", "cau")),
    ("give", ("phan", "cong")),
    ("give", ("don", "vi", "thuc", "hien", ":")),
    ("give", ("co", "quan", "thuc", "hien", ":")),
)
_DUTIES = (("chu", "tri"), ("phoi", "hop"))
_NOT_GIVING = frozenset(["duoc", "ban", "da", "nhiem", "vu"])


@dataclass(frozen=True, slots=True)
class Duties:
    """Leading and co-ordinating units by id, and the phrases that name somebody without certainty, as written."""

    lead: tuple[int, ...]
    with_: tuple[int, ...]
    unclear: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A known name between two tokens and the units it can mean."""

    start: int
    end: int
    ids: tuple[int, ...]


@dataclass(slots=True)
class _List:
    """Names that stand side by side, and the unknown ones among them as (first, last + 1) tokens."""

    mentions: list[_Mention] = field(default_factory=list)
    unknown: list[tuple[int, int]] = field(default_factory=list)


def read_duties(written: str, units: Names) -> Duties:
    """Who leads and who co-ordinates according to ``written`` (NFC, single spaces).

    Who is said to "chủ trì" leads; without one, whom it is given to. A known unit that merely begins the sentence or
    stands in the brackets at its end may lead: that is unclear, and so is one that would both lead and co-ordinate.
    """
    sentence = _Sentence(written, units)
    named, given, with_ = _roles(sentence)
    both = {mention for mention in named.mentions if mention in with_.mentions}
    lead = named.mentions or given.mentions
    unsure = [mention for mention in (*lead, *with_.mentions) if len(mention.ids) != 1 or mention in both]
    if named.mentions:
        kept = {mention.ids for mention in (*named.mentions, *with_.mentions)}
        unsure += [mention for mention in given.mentions if mention.ids not in kept]
    if not lead and not named.unknown and not given.unknown:
        unsure += sentence.merely_named(with_.mentions)
    unclear = [(one.start, one.end) for one in unsure] + named.unknown + given.unknown + with_.unknown
    leads = _ids(lead, unsure)
    coordinators = tuple(unit for unit in _ids(with_.mentions, unsure) if unit not in leads)
    return Duties(leads, coordinators, tuple(sentence.text(*span) for span in sorted(set(unclear))))


def _ids(mentions: Iterable[_Mention], unsure: Sequence[_Mention]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(mention.ids[0] for mention in mentions if mention not in unsure))


def _roles(sentence: "_Sentence") -> tuple[_List, _List, _List]:
    """Who is said to lead, to whom it is given, who co-ordinates."""
    named, given, with_ = _List(), _List(), _List()
    heading = sentence.starting.get(0)
    if heading and sentence.at(heading.end) == ":":
        given.mentions.append(heading)
    for kind, start, end in sentence.keywords:
        if kind == "give":
            _extend(given, sentence.following(end))
        elif kind == "lead":
            _extend(named, sentence.preceding(start) or sentence.labelled(end))
        elif sentence.at(end) in _LINKS or end in sentence.starting:
            _extend(with_, sentence.following(end))
        else:
            _extend(with_, sentence.preceding(start) or _List())
    return named, given, with_


def _extend(one: _List, more: _List) -> None:
    one.mentions += [mention for mention in more.mentions if mention not in one.mentions]
    one.unknown += more.unknown


class _Sentence:
    """The words of a conclusion, where known units and the words of duty stand among them."""

    def __init__(self, written: str, units: Names) -> None:
        self._written = written
        self._spans = [found.span() for found in _TOKEN.finditer(written)]
        plain = bare(written)
        self._words = [plain[start:end] for start, end in self._spans]
        self._units = units
        self.starting = {mention.start: mention for mention in self._mentions()}
        self._ending = {mention.end: mention for mention in self.starting.values()}
        self.keywords = self._find_keywords()
        self._keyword_starts = {start for _, start, _ in self.keywords}

    def at(self, index: int) -> str:
        """The word without accents; "" outside."""
        return self._words[index] if 0 <= index < len(self._words) else ""

    def text(self, start: int, end: int) -> str:
        """The words between as they were written."""
        return self._written[self._spans[start][0] : self._spans[end - 1][1]]

    def _capital(self, index: int) -> bool:
        return 0 <= index < len(self._spans) and self._written[self._spans[index][0]].isupper()

    def _mentions(self) -> list[_Mention]:
        """Known names from left to right, the longest first; they begin with a capital or where a name is due."""
        mentions, index = [], 0
        while index < len(self._words):
            due = index == 0 or self._capital(index) or self.at(index - 1) in _BEFORE_A_NAME
            mention = self._longest(index) if due else None
            if mention:
                mentions.append(mention)
            index = mention.end if mention else index + 1
        return mentions

    def _longest(self, start: int) -> _Mention | None:
        last = min(start + _LONGEST_NAME, len(self._words))
        last = next((index for index in range(start, last) if self._ends_a_name(index)), last)
        if self.at(start) in _BETWEEN or not self.at(start).isalnum():
            return None
        for end in range(last, start, -1):
            # A name does not end with "và", though one written without it is the same name.
            if self.at(end - 1) in _BETWEEN or not self.at(end - 1).isalnum():
                continue
            ids = self._units.find(self.text(start, end))
            if ids:
                return _Mention(start, end, tuple(ids))
        return None

    def _ends_a_name(self, index: int) -> bool:
        return self.at(index) in (";", ":", "(", ")") or tuple(self._words[index : index + 2]) in _DUTIES

    def _find_keywords(self) -> list[tuple[str, int, int]]:
        inside = {index for mention in self.starting.values() for index in range(mention.start, mention.end)}
        found = []
        for index in range(len(self._words)):
            for kind, words in _KEYWORDS:
                if index in inside or tuple(self._words[index : index + len(words)]) != words:
                    continue
                if kind != "give" or self.at(index - 1) not in _NOT_GIVING:
                    found.append((kind, index, index + len(words)))
                break
        return found

    def following(self, index: int) -> _List:
        """The names listed from there on."""
        names = _List()
        while self.at(index) in _LINKS:
            index += 1
        while True:
            named = self._skip_titles(index)
            if named in self.starting:
                names.mentions.append(self.starting[named])
                index = self.starting[named].end
            elif self._capital(index) or self._collective_end(index):
                end = self._collective_end(index) or self._unknown_end(index)
                names.unknown.append((index, end))
                index = end
            else:
                return names
            following = index
            while self.at(following) in _BETWEEN:
                following += 1
            if following == index or following in self._keyword_starts:
                return names
            index = following

    def preceding(self, index: int) -> _List | None:
        """The names listed right before; None when nobody stands there."""
        names = _List()
        while self.at(index - 1) in _COPULAS and index not in self._ending:
            index -= 1
        while index in self._ending:
            mention = self._ending[index]
            names.mentions.insert(0, mention)
            index = mention.start
            while self.at(index - 1) in _BETWEEN:
                index -= 1
        if names.mentions:
            return names
        start = index
        while start > 0 and index - start < _LONGEST_UNKNOWN + 3 and self._words_of_a_name(start - 1):
            start -= 1
        start = next((at for at in range(start, index) if self._capital(at) and at > 0), index)
        if start == index:
            return None
        return _List(unknown=[(start, index)])

    def labelled(self, index: int) -> _List:
        """The names after "chủ trì:" or "chủ trì là"."""
        return self.following(index) if self.at(index) in (":", "la") else _List()

    def merely_named(self, others: Sequence[_Mention]) -> list[_Mention]:
        """Known units that begin the sentence or stand in the brackets at its end, without a word of duty."""
        bracket = max((index for index, word in enumerate(self._words) if word == "("), default=len(self._words))
        if not set(self._words[-2:]) & {")"}:
            bracket = len(self._words)
        return [
            mention
            for mention in self.starting.values()
            if mention not in others and (mention.start == self._skip_titles(0) or mention.start > bracket)
        ]

    def _skip_titles(self, index: int) -> int:
        start = index
        while start not in self.starting and self.at(start) in _TITLES:
            start += 1
        return start if start in self.starting else index

    def _words_of_a_name(self, index: int) -> bool:
        return (
            index not in self._keyword_starts
            and index + 1 not in self._ending
            and self.at(index) not in _BREAKS | {",", "do", "giao"}
            and not any(start <= index < end for _, start, end in self.keywords)
        )

    def _collective_end(self, index: int) -> int | None:
        """Where "các sở, ban, ngành" ends that begins there; "các đơn vị liên quan" is nobody in particular."""
        if self.at(index) not in ("cac", "moi", "tat", "toan"):
            return None
        for end in range(min(index + _LONGEST_NAME, len(self._words)), index, -1):
            if is_collective(self.text(index, end)):
                return None if self.at(end) in ("lien", "co") else end
        return None

    def _unknown_end(self, index: int) -> int:
        end = index + 1
        while end < len(self._words) and end - index < _LONGEST_UNKNOWN and end not in self._keyword_starts:
            if self.at(end) in _BREAKS or self.at(end) in _BETWEEN:
                break
            end += 1
        return end
