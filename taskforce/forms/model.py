"""What a guided conversation is made of: a form, its fields, the answers and where the person stands.

Everything here is data that goes to JSON and back, so a half-filled form survives a restart and a newer
question set never breaks an open one: the form is stored with the session that fills it (design §6).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

Value = str | list[str] | dict[str, str] | None
"""An answer's value. Numbers and percents are decimal strings with a point ("1234.5"), dates ISO, choices their
option's key, multi-choices a list of keys, files ``{"file_id", "name", ...}``; None means "nothing to report"."""


class Phase(StrEnum):
    """What the person is asked at a position: the question itself, why a value is so different, or which of two
    answers given at the same time stands."""

    ASK = "ask"
    WHY = "why"
    COLLISION = "collision"


class Kind(StrEnum):
    """The kinds of question a form can ask (design §6); a task list is one choice per task."""

    CHOICE = "choice"
    MULTI = "multi"
    YES_NO = "yes-no"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    TEXT = "text"
    FILE = "file"
    PERSON = "person"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be tapped; ``label`` is what people read, already in their language."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """A field is asked only when the answer to ``field`` is, or contains, one of ``values``."""

    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """One question.

    ``measure`` is the unit of measure shown after a number ("hồ sơ"); ``whole`` takes whole numbers only.
    ``ask_why_above`` is the relative change against the last period (0.5 = 50 %) above which a reason is asked;
    ``ask_why_on`` the option keys that ask for one.
    ``nothing`` offers "nothing to report" as one tap (a None answer); ``required`` false offers to skip.
    ``carry`` offers "as last time". ``section`` groups questions that can be carried over or handed over together.
    """

    key: str
    kind: Kind
    label: str
    section: str = ""
    hint: str = ""
    required: bool = True
    nothing: bool = False
    carry: bool = True
    options: tuple[Option, ...] = ()
    measure: str = ""
    whole: bool = False
    minimum: str | None = None
    maximum: str | None = None
    max_length: int = 2000
    ask_why_above: float | None = None
    ask_why_on: tuple[str, ...] = ()
    only_if: Condition | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A named group of fields; the title is shown above its questions and in the review."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Form:
    """An ordered list of questions under a key and a version."""

    key: str
    title: str
    fields: tuple[Field, ...]
    sections: tuple[Section, ...] = ()
    version: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to one field, by whom (person id) and when (UTC).

    A None value means "nothing to report", and an optional question passed over.

    ``revision`` counts the answers ever given to this field of this report, so two people can never overwrite
    each other unseen. ``carried`` says it was taken over from the last period.
    """

    value: Value
    by: int
    at: datetime
    reason: str | None = None
    revision: int = 1
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Where one person stands in one form.

    ``position`` is a field key, or "" at the review. ``only`` restricts the form to some fields (a question handed
    over, a figure sent back); empty means all. ``previous`` holds the last period's values, ``offered`` figures worked
    out elsewhere that one tap takes. ``seen`` remembers the revision of an answer when its question was shown.
    ``draft`` is what is typed but not yet accepted (a number that waits for its reason, ticks of a multi-choice, a
    value that collides with a colleague's). ``revision`` grows with every change and is carried by every button: an
    older one is stale. ``trail`` is the way back, "" in it the review.

    ``phase`` says what is asked at the position, ``reason`` keeps a reason typed before a collision was seen,
    ``pending`` names the fields to ask in this round even though they are answered (a figure sent back, a section
    being edited), ``last`` is the button that led here, so a second tap on it is known as one.
    """

    form: Form
    position: str
    revision: int = 1
    answers: Mapping[str, Answer] = field(default_factory=dict)
    previous: Mapping[str, Value] = field(default_factory=dict)
    only: tuple[str, ...] = ()
    seen: Mapping[str, int] = field(default_factory=dict)
    draft: Mapping[str, Value] = field(default_factory=dict)
    trail: tuple[str, ...] = ()
    phase: Phase = Phase.ASK
    reason: str | None = None
    pending: tuple[str, ...] = ()
    last: str = ""
    offered: Mapping[str, Value] = field(default_factory=dict)
