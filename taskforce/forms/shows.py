"""What is shown after each step of a guided conversation: data only, the words are chosen in ``messages/``.

Every live show carries the session's ``revision`` for its buttons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from taskforce.forms.model import Answer, Field, Section, Session, Value
from taskforce.forms.values import Problem


@dataclass(frozen=True, slots=True)
class Echo:
    """What the step before understood, to be said with the next show ("Đã ghi: 1.250 (+50 so với tháng trước)").

    For one question ``field`` and ``answer`` are set; ``difference`` is the change of a figure against the last
    period, ``kept`` says the answer stood already. For a section taken over ``carried`` lists its field keys.
    """

    field: Field | None = None
    answer: Answer | None = None
    difference: Decimal | None = None
    kept: bool = False
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. ``current`` is the answer it has already, ``previous`` the last period's value (see
    ``has_previous``: None can be a value), ``offered`` the figure worked out for it, ``selected`` the ticks of a
    multi-choice. The ``can_…`` flags say which buttons to draw; ``same_in_section`` counts the questions that
    `SameForSection` would take over. ``index`` counts from 1; ``total`` is the number of questions that apply at the
    moment."""

    field: Field
    revision: int
    index: int
    total: int
    section: Section | None = None
    current: Answer | None = None
    previous: Value = None
    has_previous: bool = False
    offered: Value = None
    selected: tuple[str, ...] = ()
    can_skip: bool = False
    can_nothing: bool = False
    can_same: bool = False
    can_offered: bool = False
    can_same_section: bool = False
    can_keep: bool = False
    can_confirm: bool = False
    can_back: bool = False
    same_in_section: int = 0
    error: Problem | None = None
    echo: Echo | None = None


@dataclass(frozen=True, slots=True)
class AskWhy:
    """The value ``new`` needs a reason before it is stored. ``change`` is the relative change against the last period
    (0.5 = 50 %), None when the old value is zero or the field is a choice; ``current`` the reason stored with this
    value already, if it is being amended."""

    field: Field
    revision: int
    old: Value
    new: Value
    change: Decimal | None = None
    current: str | None = None
    error: Problem | None = None
    echo: Echo | None = None


@dataclass(frozen=True, slots=True)
class Collision:
    """A colleague answered meanwhile: ``mine`` waits, ``theirs`` is stored; one of them is kept."""

    field: Field
    revision: int
    mine: Value
    theirs: Answer
    reason: str | None = None
    error: Problem | None = None
    echo: Echo | None = None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One question in the review; ``difference`` is a figure's change against the last period."""

    field: Field
    answer: Answer | None
    previous: Value = None
    has_previous: bool = False
    difference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ReviewSection:
    """The rows of one section, in the form's order; ``section`` is None for questions outside any."""

    section: Section | None
    rows: tuple[ReviewRow, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """Everything before sending. ``missing`` must be answered first; ``changed`` are the keys of the fields whose
    value differs from the last period's."""

    sections: tuple[ReviewSection, ...]
    revision: int
    missing: tuple[Field, ...] = ()
    changed: tuple[str, ...] = ()
    can_back: bool = False
    error: Problem | None = None
    echo: Echo | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """The form is sent: the answers that apply, by field key, in the form's order."""

    answers: Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Stale:
    """An old button was tapped: nothing changed; ``show`` is the live question. ``repeated`` says it was a second tap
    on the button just taken, which needs no remark."""

    show: "Ask | AskWhy | Collision | Review"
    repeated: bool = False


Live = Ask | AskWhy | Collision | Review
Show = Live | Submitted | Stale


@dataclass(frozen=True, slots=True)
class Step:
    """The result of one event: the session to keep and what to show."""

    session: Session
    show: Show
