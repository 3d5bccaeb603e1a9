"""Report streams: who reports what to whom, by when, and how the bot keeps at it."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from taskforce.charter.base import (
    UNSPECIFIED,
    Clock,
    DayRule,
    DayRuleOrUnspecified,
    Every,
    Key,
    Label,
    Lead,
    RoleName,
    Rule,
    Unspecified,
    WeekTime,
    When,
    Whole,
    Words,
    Yes,
    YesNo,
    text_or_table,
)

OWN_STREAM = "adhoc"
"""The stream of the reports whose questions whoever asked wrote; no charter may use the key for another."""


class Senders(Rule):
    """Who owes the report; nothing given means every unit of the task force."""

    units: tuple[str, ...] = ()
    except_units: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    roles: tuple[RoleName, ...] = ()


class DataWindow(Rule):
    """The days the figures cover, where these are not the period itself.

    ``from_day = 15, to_day = 14``: from the 15th of the month before the period to the 14th of its last month.
    ``months_back`` moves the window so many months earlier. A weekly report uses the weekday keys.
    """

    from_day: Whole | None = Field(default=None, ge=1, le=31)
    to_day: Whole | None = Field(default=None, ge=1, le=31)
    months_back: Whole = Field(default=0, ge=0, le=12)
    from_weekday: WeekTime | None = None
    to_weekday: WeekTime | None = None


class Escalation(Rule):
    """Whom the bot tells, so long after the due day, who is still missing."""

    after: When
    to: RoleName
    cite: str = ""


class Approval(Rule):
    """Whose approval the compiled report needs before it is posted: anybody who holds one of the roles."""

    roles: tuple[RoleName, ...]
    cite: str = ""


def _approval(value: object) -> object:
    """A plain list of roles means the table with these roles."""
    return {"roles": value} if isinstance(value, list | tuple) else value


class Forward(Rule):
    """The compiled report's way up: to whom, and by when where the regulation says so."""

    to: tuple[Words, ...] = Field(min_length=1)
    before_day: Whole | None = Field(default=None, ge=2, le=31)
    by_day: Whole | None = Field(default=None, ge=1, le=31)
    last_day: Yes | None = None
    last_working_day: Yes | None = None
    weekday: WeekTime | None = None
    within: Lead | None = None
    month: Whole | None = Field(default=None, ge=1, le=24)
    week: Whole | None = Field(default=None, ge=1, le=9)
    time: Clock | None = None
    rolls: Literal["none", "next", "previous"] = "none"
    cite: str = ""

    def rule(self) -> DayRule | None:
        """The day as a DayRule (``within`` then counts from the due moment), None when none is given."""
        given = {name: getattr(self, name) for name in _FORWARD_DAY if getattr(self, name) is not None}
        rule = DayRule(**given)
        return rule if rule.ways() else None


_FORWARD_DAY = (
    "before_day",
    "by_day",
    "last_day",
    "last_working_day",
    "weekday",
    "within",
    "month",
    "week",
    "time",
    "rolls",
)

Opening = Annotated[Annotated[DayRule, Tag("table")] | Annotated[When, Tag("word")], Discriminator(text_or_table)]


class Report(Rule):
    """One report stream. ``due`` is what the regulation says; ``target`` what the bot aims at where it says none.

    ``remind`` counts from the target day; ``overdue``, ``escalate`` and ``summarise`` from the due day.
    ``approved_by`` names roles: the summary is posted only when somebody who holds one of them has approved it.
    ``order`` is "bottom-up" or the list of levels that the request flows down through.
    """

    key: Key
    title: Label | None = None
    form: Key
    every: Every
    senders: Senders = Senders()
    receiver: str = ""
    order: Literal["bottom-up"] | tuple[str, ...] = "bottom-up"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    data: DataWindow | None = None
    opens: Opening | None = None
    due: DayRuleOrUnspecified
    target: DayRule | None = None
    firm: YesNo = True
    remind: tuple[When, ...] = ()
    overdue: tuple[When, ...] = ()
    escalate: tuple[Escalation, ...] = ()
    summarise: When | None = None
    preview: Lead | None = None
    approved_by: Annotated[Approval, BeforeValidator(_approval)] | None = None
    forward: Forward | None = None
    copies: tuple[str, ...] = ()
    cite: Words

    @property
    def due_rule(self) -> DayRule | None:
        """The deadline, None when the regulation gives none."""
        return None if self.due == UNSPECIFIED else self.due


__all__ = ["Approval", "DataWindow", "Escalation", "Forward", "Report", "Senders", "Unspecified"]
