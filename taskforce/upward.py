"""What a body's compiled report comes to as one unit's answers to the body above (roll-up).

Figures add up by their ``total``, texts are put together with the name of whoever said them, a choice goes up where all
agree; everything else is left for the unit's own people. Nothing here is a sentence.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from taskforce.charter.forms import FieldSpec
from taskforce.forms.model import Answer, Value
from taskforce.forms.values import REASON_LIMIT, Problem, as_decimal, check, clean, decimal_text
from taskforce.tally import Given

_CENT = Decimal("0.01")
_FIGURES = ("number", "percent")
_AGREED = ("choice", "multi", "yes-no", "date", "time")
CUT = "[…]"
"""Stands where a text was shortened."""

State = Literal["given", "nothing", "differ"]


class Said(Struct, frozen=True):
    """What one unit of the child wrote."""

    unit: str
    text: str


class Line(Struct, frozen=True):
    """What one question of the child comes to: a ``value``, or for texts what was ``said``.

    ``answered`` units said something, be it "nothing to report"; ``state`` "nothing": all of them said that,
    "differ": they do not agree. ``reason`` puts the reasons of figures that jumped together.
    """

    key: str
    kind: str
    total: str
    measure: str
    answered: int
    state: State
    value: str | list[str] | None = None
    said: tuple[Said, ...] = ()
    reason: str = ""


class Content(Struct, frozen=True):
    """A compiled report on its way up. ``window`` are the first and last ISO day its figures cover; ``arrived`` of
    ``units`` have reported; ``version`` is that of the posted summary, 1 first."""

    body: str
    stream: str
    title: str
    every: str
    period: str
    window: tuple[str, str] | None
    version: int
    units: int
    arrived: int
    lines: tuple[Line, ...]


def roll_up(fields: Sequence[FieldSpec], units: Sequence[tuple[str, Mapping[str, Given]]]) -> tuple[Line, ...]:
    """What the ``units`` (name, answers sent), in the order of lists, come to; questions nobody answered are left out.

    Files, persons, units and tasks stay below: their values mean nothing elsewhere.
    """
    lines = []
    for field in fields:
        given = [(name, answers[field.key]) for name, answers in units if field.key in answers]
        line = _line(field, given) if given else None
        if line is not None:
            lines.append(line)
    return tuple(lines)


def _line(field: FieldSpec, given: Sequence[tuple[str, Given]]) -> Line | None:
    state: State = "nothing"
    value: str | list[str] | None = None
    said: tuple[Said, ...] = ()
    if field.kind in _FIGURES:
        if field.total == "none":
            return None
        total = figure(field.total, [g.value for _, g in given])
        state, value = ("nothing", None) if total is None else ("given", total)
    elif field.kind == "text":
        said = tuple(Said(name, text) for name, g in given if isinstance(g.value, str) and (text := clean(g.value)))
        state = "given" if said else "nothing"
    elif field.kind in _AGREED:
        state, value = _agreed([g.value for _, g in given])
    else:
        return None
    reasons = [Said(name, reason) for name, g in given if g.reason and (reason := clean(g.reason))]
    return Line(
        key=field.key,
        kind=field.kind,
        total=field.total,
        measure=field.measure.localised("vi") if field.measure else "",
        answered=len(given),
        state=state,
        value=value,
        said=said,
        reason=attributed(reasons, REASON_LIMIT),
    )


def figure(total: str, values: Sequence[Value]) -> str | None:
    """The decimal text of the sum, or the average to two decimals; None where no value is a number.

    "Nothing to report" is not a zero, as in ``taskforce.tally``.
    """
    numbers = [number for value in values if (number := as_decimal(value)) is not None]
    if not numbers:
        return None
    together = sum(numbers, Decimal(0))
    if total == "average":
        together = (together / len(numbers)).quantize(_CENT, rounding=ROUND_HALF_UP)
    return decimal_text(together)


def _agreed(values: Sequence[Value]) -> tuple[State, str | list[str] | None]:
    first = values[0]
    if isinstance(first, dict) or any(_key(value) != _key(first) for value in values):
        return "differ", None
    return ("nothing", None) if first is None else ("given", first)


def _key(value: Value) -> object:
    return frozenset(value) if isinstance(value, list) else value


# --- texts -------------------------------------------------------------------------------------------------------


def attributed(said: Sequence[Said], limit: int | None = None) -> str:
    """ "Xã A: …; Xã B: …", at most ``limit`` letters; what is itself a list stands on a line of its own.

    Too long: every text gets the same room, what does not fit ends with `CUT`; where not even the names fit, `CUT`
    stands for the last of them.
    """
    listed = any(";" in one.text or "\n" in one.text for one in said)
    between = "\n" if listed else "; "
    whole = between.join(_one(one, listed) for one in said)
    if limit is None or len(whole) <= limit:
        return whole
    names = sum(len(one.unit) + 2 for one in said) + len(between) * (len(said) - 1)
    room = _fair([len(one.text) for one in said], limit - names)
    if room is not None:
        return between.join(_one(Said(one.unit, _cut(one.text, room)), listed) for one in said)
    kept: list[str] = []
    for one in said:
        next_one = f"{one.unit}: {CUT}"
        if len(between.join([*kept, next_one, CUT])) > limit:
            break
        kept.append(next_one)
    return between.join([*kept, CUT])[:limit]


def _one(one: Said, listed: bool) -> str:
    return f"{one.unit}: {one.text if listed else one.text.rstrip(' .')}"


def _fair(lengths: Sequence[int], room: int) -> int | None:
    """The most letters for each text so that all fit into ``room``; None where not even a few letters are left."""
    left, count = room, len(lengths)
    for length in sorted(lengths):
        share = left // count
        if length > share:
            return share if share >= len(CUT) else None
        left -= length
        count -= 1
    return max(lengths, default=0)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: room - len(CUT)].rstrip() + CUT


# --- the parent's form -------------------------------------------------------------------------------------------


class Why(StrEnum):
    """Why a question of the parent is left open."""

    ABSENT = "absent"
    KIND = "kind"
    TOTAL = "total"
    MEASURE = "measure"
    DIFFER = "differ"
    VALUE = "value"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Fit:
    """A value for a question of the parent; ``short``: it holds less than was said."""

    value: Value
    reason: str | None = None
    short: bool = False


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the report answers of the parent's form, and why it does not answer the rest; both by field."""

    answers: Mapping[str, Fit]
    left: Mapping[str, Why]


def fit(lines: Sequence[Line], fields: Sequence[FieldSpec]) -> Fitted:
    """The child's ``lines`` as answers to the parent's ``fields``: same key, same kind, counted and measured alike."""
    by_key = {line.key: line for line in lines}
    answers: dict[str, Fit] = {}
    left: dict[str, Why] = {}
    for field in fields:
        found = _fit(by_key.get(field.key), field)
        if isinstance(found, Fit):
            answers[field.key] = found
        else:
            left[field.key] = found
    return Fitted(answers, left)


def _fit(line: Line | None, field: FieldSpec) -> Fit | Why:
    if field.kind not in (*_FIGURES, *_AGREED, "text"):
        return Why.OWN
    if line is None:
        return Why.ABSENT
    if line.kind != field.kind:
        return Why.KIND
    if line.state == "differ":
        return Why.DIFFER
    if field.kind in _FIGURES and (why := _counted_otherwise(line, field)):
        return why
    text = attributed(line.said, field.max_length) if line.said else None
    value = check(field.to_field("vi"), line.value if text is None else text)
    if isinstance(value, Problem):
        return Why.ABSENT if line.state == "nothing" else Why.VALUE
    return Fit(value, clean(line.reason)[:REASON_LIMIT] or None, text is not None and CUT in text)


def _counted_otherwise(line: Line, field: FieldSpec) -> Why | None:
    """A sum is no average, and thousands are no single ones."""
    if field.total not in ("none", line.total):
        return Why.TOTAL
    measure = field.measure.localised("vi") if field.measure else ""
    return Why.MEASURE if line.measure and measure and line.measure != measure else None


# --- beside what is there already --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Merge:
    """What to write, and of which questions the unit's own people said something else, which stays."""

    write: Mapping[str, Fit]
    kept: tuple[str, ...]


def merge(answers: Mapping[str, Fit], stored: Mapping[str, Answer], ours: Mapping[str, int]) -> Merge:
    """Beside the ``stored`` answers; ``ours`` gives by field the last revision that a roll-up wrote.

    What people wrote is never written over: only what is not there yet, or is a roll-up's own older answer.
    """
    write: dict[str, Fit] = {}
    kept: list[str] = []
    for key, new in answers.items():
        there = stored.get(key)
        if there is None:
            write[key] = new
        elif there.revision == ours.get(key):
            if (there.value, there.reason) != (new.value, new.reason):
                write[key] = new
        elif there.value != new.value:
            kept.append(key)
    return Merge(write, tuple(kept))


def to_send(
    stored: Mapping[str, Answer], sent: Mapping[str, Answer], ours: Mapping[str, int], kept: Collection[str]
) -> Mapping[str, Answer] | None:
    """The answers that a roll-up may send for the unit; None where its people have to look first.

    Of a report that was sent: the roll-up's newest, and the others as they were sent. One never sent goes out only
    where nobody of the unit has begun it.
    """
    own = {key for key, answer in stored.items() if answer.revision != ours.get(key)}
    if not sent:
        return None if own or kept else stored
    found = {key: answer for key, answer in stored.items() if key not in own}
    return found | {key: sent[key] for key in own if key in sent}
