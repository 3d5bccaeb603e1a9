"""What people raise: until when it is answered, and which earlier ones are like it. All pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import sqrt
from zoneinfo import ZoneInfo

from taskforce.charter.expressions import Duration
from taskforce.meeting_times import WORK_TO, working_hours_after
from taskforce.moments import add_to_day, local
from taskforce.vietnamese import fold
from taskforce.workdays import WorkCalendar

CATEGORIES = ("legal", "data", "equipment", "people", "money", "other")
"""What a difficulty is about."""

LONGEST = 2000
"""Letters of what is raised, and of an answer."""

_KEPT_WORDS = 120
_ALIKE = 0.3
_TWO_WORDS = 2


def answer_due(raised: datetime, length: Duration, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """Until when it is to be answered: hours are working hours, days end with the working day (17h), local.

    Raised on a day off or after work, working days count from the next day on as ever.
    """
    if length.unit == "h":
        return working_hours_after(raised, length.amount, calendar, zone)
    return local(add_to_day(raised.astimezone(zone).date(), length, calendar), WORK_TO, zone)


# Which are alike

_SAYING_NOTHING = """
va la cua cac nhung cho o tai thi ma voi de do nay kia ay co khong chua duoc bi da dang se van con nen vi mot hai nhieu
rat qua lam khi trong ngoai tren duoi den tu theo ve ra vao lai roi cung xin nao gi sao hien
"""
_EMPTY_WORDS = frozenset(_SAYING_NOTHING.split())
"""Words that say nothing of what a text is about, folded."""


def gist(text: str) -> str:
    """The folded words that say what a text is about, in order: to be kept beside it and compared.

    A text of nothing but empty words keeps them all.
    """
    words = fold(text[: _KEPT_WORDS * 12]).split()
    telling = [word for word in words if word not in _EMPTY_WORDS]
    return " ".join((telling or words)[:_KEPT_WORDS])


@dataclass(frozen=True, slots=True)
class Alike:
    """An earlier one, and how much it is like the new one (above 0, at most 1)."""

    id: int
    score: float


def _features(gist_text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    words = gist_text.split()
    return frozenset(words), frozenset(pairwise(words))


def similar(new: str, earlier: Iterable[tuple[int, str]], most: int = 3) -> Sequence[Alike]:
    """Those of the earlier ones (id, gist) that are most like the new gist, best first; ties: the given order.

    Two words side by side tell twice as much as one: Vietnamese words are mostly of two syllables. One shared word of
    several is no likeness.
    """
    words, pairs = _features(new)
    size = len(words) + 2 * len(pairs)
    found: list[tuple[float, int, int]] = []
    for index, (case, said) in enumerate(earlier):
        theirs, their_pairs = _features(said)
        shared = words & theirs
        if len(shared) < min(_TWO_WORDS, len(words), len(theirs)) or not shared:
            continue
        common = len(shared) + 2 * len(pairs & their_pairs)
        score = common / sqrt(size * (len(theirs) + 2 * len(their_pairs)))
        if score >= _ALIKE:
            found.append((-score, index, case))
    return [Alike(case, min(1.0, -score)) for score, _, case in sorted(found)[:most]]
