"""What every part of the charter's model shares: strict frozen tables, texts in two languages, typed notations."""

import re
from datetime import time as clock_time
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainValidator,
    Strict,
    Tag,
)

from taskforce.charter import expressions as notation
from taskforce.charter.expressions import Duration, Offset, WeekMoment
from taskforce.roles import Role

UNSPECIFIED: Literal["unspecified"] = "unspecified"
"""The honest value: the regulation does not say."""

Unspecified = Literal["unspecified"]
Every = Literal["week", "month", "quarter", "half-year", "year", "ad-hoc"]

_KEY = re.compile(r"^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*$")


class Rule(BaseModel):
    """A table of the charter: frozen, and no key it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, allow_inf_nan=False)


def _words(value: str) -> str:
    if not value.strip():
        raise ValueError(f"expected a text that is not blank, got {notation.show(value)}")
    return value


def _yes(value: object) -> object:
    if value is not True:
        raise ValueError(f"expected true, got {notation.show(value)}")
    return value


Words = Annotated[str, AfterValidator(_words)]
"""A text that somebody will read, so it is not blank."""
Whole = Annotated[int, Strict()]
"""A whole number; ``true`` is not 1, and "15" is a text."""
Number = Annotated[float, Strict()]
YesNo = Annotated[bool, Strict()]
Yes = Annotated[Literal[True], BeforeValidator(_yes)]
"""A key that is there or is left out: ``false`` means nothing."""


class Text(Rule):
    """A text for people; ``vi`` always, ``en`` where somebody wrote it."""

    vi: Words
    en: str = ""

    def localised(self, locale: str) -> str:
        """The text in ``locale`` ("vi" or "en"), Vietnamese when there is no other."""
        return self.en if locale == "en" and self.en else self.vi

    def __str__(self) -> str:
        """The Vietnamese text."""
        return self.vi


def _text(value: object) -> object:
    return {"vi": value} if isinstance(value, str) else value


def _role(value: object) -> Role:
    if isinstance(value, str) and value in set(Role):
        return Role(value)
    raise ValueError(f"expected a role ({', '.join(Role)}), got {notation.show(value)}")


def _key(value: object) -> str:
    if isinstance(value, str) and _KEY.match(value) and len(value) <= 40:
        return value
    raise ValueError(f'expected a key in small letters such as "monthly-status", got {notation.show(value)}')


def text_or_table(value: Any) -> str:
    """Discriminator of a union of one word and one table, so that an error names only the one that was meant."""
    return "word" if isinstance(value, str | bool) else "table"


Label = Annotated[Text, BeforeValidator(_text)]
RoleName = Annotated[Role, PlainValidator(_role)]
Key = Annotated[str, PlainValidator(_key)]
When = Annotated[Offset, PlainValidator(notation.parse_offset)]
Lead = Annotated[Duration, PlainValidator(notation.parse_duration)]
WeekTime = Annotated[WeekMoment, PlainValidator(notation.parse_week_moment)]
Clock = Annotated[clock_time, PlainValidator(notation.parse_clock)]
Share = Annotated[Fraction, PlainValidator(notation.parse_share)]


def _lead_or_unspecified(value: object) -> object:
    return value if value == UNSPECIFIED else notation.parse_duration(value)


LeadOrUnspecified = Annotated[Duration | Unspecified, PlainValidator(_lead_or_unspecified)]


class DayRule(Rule):
    """One day of a period, perhaps with a clock time; exactly one way of naming the day.

    ``before_day = 18`` ends with the 17th at 23:59:59; ``by_day = 18`` with the 18th. ``month`` counts the
    months of the period from 1 (a quarter has 1 to 3; 4 is the month after it); without it the period's last
    month. ``week`` does the same for a weekly rule. ``within`` counts from an event (see docs/charter.md).
    """

    before_day: Whole | None = Field(default=None, ge=2, le=31)
    by_day: Whole | None = Field(default=None, ge=1, le=31)
    by_working_day: Whole | None = Field(default=None, ge=1, le=20)
    last_day: Yes | None = None
    last_working_day: Yes | None = None
    weekday: WeekTime | None = None
    within: Lead | None = None
    event: str = ""
    month: Whole | None = Field(default=None, ge=1, le=24)
    week: Whole | None = Field(default=None, ge=1, le=9)
    time: Clock | None = None
    rolls: Literal["none", "next", "previous"] = "none"

    def ways(self) -> list[str]:
        """The keys that name a day, of which exactly one may be given."""
        names = (
            "before_day",
            "by_day",
            "by_working_day",
            "last_day",
            "last_working_day",
            "weekday",
            "within",
        )
        return [name for name in names if getattr(self, name) is not None]


DayRuleOrUnspecified = Annotated[
    Annotated[DayRule, Tag("table")] | Annotated[Unspecified, Tag("word")], Discriminator(text_or_table)
]
