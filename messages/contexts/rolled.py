"""A longer period rolled up: choosing it, reading it on a phone, getting its papers."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from messages.contexts.boards import TaskCounts
from messages.model import Message, Part


class RolledChoose(Message, frozen=True):
    """Which period? ``title`` is the stream's, "" while that is asked; ``page`` of ``pages``."""

    body: str
    title: str
    page: int
    pages: int


class RolledNothing(Message, frozen=True):
    """There is nothing to roll up yet."""

    body: str


class RolledFigureLine(Part, frozen=True):
    """One figure. ``change`` is against the period before; ``same``: counted over so many reports, 0 over all."""

    label: str
    measure: str
    total: Decimal
    average: bool
    latest: bool
    change: Decimal | None
    same: int


class RolledUnit(Part, frozen=True):
    """A unit that did not send everything, and which periods it did not send."""

    name: str
    missing_periods: tuple[str, ...]


class RolledTargets(Part, frozen=True):
    """How the targets stand."""

    total: int
    reached: int
    on_the_way: int
    behind: int
    unknown: int


class RolledPost(Message, frozen=True):
    """The longer period as it is read on a phone (local moment). Labels of periods as everywhere.

    ``period_before`` is the one compared with, "" for none; ``compared`` its parts where not all could be compared.
    ``share_before`` is the share of reports sent then, in percent. ``more`` units are not named.
    """

    body: str
    title: str
    period: str
    at: datetime
    periods: tuple[str, ...]
    absent_periods: tuple[str, ...]
    owed: int
    on_time: int
    late: int
    missing: int
    share: Decimal
    share_before: Decimal | None
    period_before: str
    compared: int
    units: tuple[RolledUnit, ...]
    more: int
    figures: tuple[RolledFigureLine, ...]
    more_figures: int
    tasks: TaskCounts | None
    done: int
    targets: RolledTargets | None
    cite: str


class RolledCaption(Message, frozen=True):
    """Under one document of the longer period."""

    what: Literal["chart", "report", "workbook"]
    title: str
    period: str


class RolledReady(Message, frozen=True):
    """To the secretary: the last period is in, here are the papers of the whole."""

    title: str
    period: str
    last_period: str
