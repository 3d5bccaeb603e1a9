"""Meeting series: how often and until when, notice, papers, who convenes and chairs, quorum, absence, afterwards."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag

from taskforce.charter.base import (
    UNSPECIFIED,
    DayRule,
    DayRuleOrUnspecified,
    Every,
    Key,
    Label,
    Lead,
    LeadOrUnspecified,
    RoleName,
    Rule,
    Share,
    Unspecified,
    When,
    Whole,
    Words,
    Yes,
    YesNo,
    text_or_table,
)
from taskforce.charter.expressions import Duration, parse_duration, parse_offset, show
from taskforce.roles import Role


class Convenor(Rule):
    """Who may convene or chair, one way per table.

    ``role`` alone; ``together`` the named roles jointly (co-chairs); ``any_member``; ``share`` of the members
    asking for it; ``delegated_by`` somebody whom that role named, for at most ``for_at_most``.
    """

    role: RoleName | None = None
    together: tuple[RoleName, ...] = ()
    any_member: Yes | None = None
    share: Share | None = None
    delegated_by: RoleName | None = None
    for_at_most: Lead | None = None
    cite: str = ""

    def ways(self) -> list[str]:
        """The keys that name somebody, of which exactly one may be given."""
        names = ("role", "together", "any_member", "share", "delegated_by")
        return [name for name in names if getattr(self, name)]


def _convenor(value: object) -> object:
    return {"role": value} if isinstance(value, str) else value


ConvenorName = Annotated[Convenor, BeforeValidator(_convenor)]


class Quorum(Rule):
    """How many must be there: a share or a number of the members, of whom some roles must be present."""

    at_least: Share | None = None
    more_than: Share | None = None
    count: Whole | None = Field(default=None, ge=1)
    roles: tuple[RoleName, ...] = ()
    by_unit: YesNo = False
    cite: str = ""


class Substitute(Rule):
    """What somebody sent instead may do at the meeting; "unspecified" is what most regulations say."""

    voice: YesNo | Unspecified = True
    vote: YesNo | Unspecified = UNSPECIFIED
    counts_for_quorum: YesNo | Unspecified = UNSPECIFIED


def _yes_no_unspecified(value: object) -> object:
    if isinstance(value, bool) or value == UNSPECIFIED:
        return value
    raise ValueError('expected true, false, "unspecified" or a table with voice, vote, counts_for_quorum')


SubstituteRule = Annotated[
    Annotated[Substitute, Tag("table")]
    | Annotated[bool | Unspecified, PlainValidator(_yes_no_unspecified), Tag("word")],
    Discriminator(text_or_table),
]


def _person(value: object) -> object:
    if value in ("chair", "none", UNSPECIFIED):
        return value
    if isinstance(value, str) and value in set(Role):
        return Role(value)
    raise ValueError(f'expected "chair", "none", "unspecified" or a role ({", ".join(Role)}), got {show(value)}')


def _told(value: object) -> object:
    if value in ("none", UNSPECIFIED):
        raise ValueError(f'expected "chair" or a role ({", ".join(Role)}), got {show(value)}')
    return _person(value)


Consent = Annotated[Role | Literal["chair", "none", "unspecified"], PlainValidator(_person)]
Told = Annotated[Role | Literal["chair"], PlainValidator(_told)]


class Absence(Rule):
    """What a member does who cannot come.

    ``consent``: whose agreement is needed: "chair" (of that meeting), a role, or "none" when telling is enough.
    ``notify``: who is told. ``written_opinion``: "with-substitute" (``true`` means the same), "always" or "never".
    """

    consent: Consent = UNSPECIFIED
    notify: tuple[Told, ...] = ()
    substitute: SubstituteRule = UNSPECIFIED
    written_opinion: Annotated[
        Literal["with-substitute", "always", "never", "unspecified"], BeforeValidator(lambda v: _opinion(v))
    ] = UNSPECIFIED
    cite: str = ""


def _opinion(value: object) -> object:
    if isinstance(value, bool):
        return "with-substitute" if value else "never"
    return value


def _approval(value: object) -> object:
    return value if value in ("next-meeting", UNSPECIFIED) else parse_duration(value)


class Afterwards(Rule):
    """Clocks that start when the meeting ends; ``approval`` may be "next-meeting"."""

    minutes: LeadOrUnspecified = UNSPECIFIED
    conclusions: LeadOrUnspecified = UNSPECIFIED
    approval: Annotated[Duration | Literal["next-meeting", "unspecified"], PlainValidator(_approval)] = UNSPECIFIED
    cite: str = ""


_REMIND = (parse_offset("-1wd 15:00"), parse_offset("-1h"))
_CHASE = (parse_offset("-3wd 08:30"), parse_offset("-1wd 08:30"))


class Meeting(Rule):
    """One series of meetings of the whole body, or of ``group``.

    ``hold`` is the last day it may be held, ``hold_from`` the first (the period itself where neither is given).
    ``at_most_apart = "3m"`` takes the place of ``every``. ``notice`` and ``papers`` are lead times;
    ``email_to`` says who gets the papers by e-mail too: the members' own mailboxes, their units'. ``remind`` is when
    those who attend are reminded, ``chase`` when those who have not answered are, counted back from the beginning.
    """

    key: Key
    title: Label | None = None
    group: str = ""
    every: Every = "ad-hoc"
    at_most_apart: Lead | None = None
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    hold_from: DayRule | None = None
    hold: DayRuleOrUnspecified = UNSPECIFIED
    notice: LeadOrUnspecified = UNSPECIFIED
    papers: LeadOrUnspecified = UNSPECIFIED
    convened_by: tuple[ConvenorName, ...] = ()
    chair: tuple[ConvenorName, ...] = ()
    quorum: Annotated[
        Annotated[Quorum, Tag("table")] | Annotated[Unspecified, Tag("word")], Discriminator(text_or_table)
    ] = UNSPECIFIED
    absence: Absence = Absence()
    after: Afterwards = Afterwards()
    remind: tuple[When, ...] = _REMIND
    chase: tuple[When, ...] = _CHASE
    email_to: tuple[Literal["members", "units"], ...] = ()
    cite: Words

    @property
    def hold_rule(self) -> DayRule | None:
        """The last day of the window, None when the regulation gives none."""
        return None if self.hold == UNSPECIFIED else self.hold


__all__ = [
    "Absence",
    "Afterwards",
    "Convenor",
    "Meeting",
    "Quorum",
    "Substitute",
]
