"""When the bot may speak, and which reminder still makes sense now. Moments are aware datetimes of any zone.

Quiet hours and non-working days shift a reminder, never a deadline (design §5).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from taskforce.charter.model import QuietHours
from taskforce.moments import local as at_local
from taskforce.workdays import WorkCalendar

StageName = Literal["opening", "before", "day", "overdue"]

STALE_AFTER = timedelta(days=7)
"""An overdue reminder or an escalation that could not be sent for so long is not sent any more."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One reminder: what it says (``name``), when, and a ``key`` that stays the same when it is re-planned."""

    name: StageName
    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """One message to the role ``to`` with the list of the missing."""

    at: datetime
    to: str
    key: str
    cite: str = ""


class Remindable(Protocol):
    """What these rules need to know of an occurrence."""

    @property
    def stages(self) -> tuple[Stage, ...]: ...
    @property
    def escalations(self) -> tuple[EscalationStep, ...]: ...
    @property
    def target_at(self) -> datetime | None: ...
    @property
    def closes_at(self) -> datetime | None: ...


def may_disturb(moment: datetime, quiet: QuietHours, calendar: WorkCalendar, zone: ZoneInfo) -> bool:
    """Whether ``moment`` lies on a working day outside the quiet hours of ``zone``."""
    local = moment.astimezone(zone)
    return calendar.is_working(local.date()) and not quiet.covers(local.time())


def shift_out_of_quiet(moment: datetime, quiet: QuietHours, calendar: WorkCalendar, zone: ZoneInfo) -> datetime:
    """The first moment not before ``moment`` at which the bot may speak, in ``zone``.

    A day off moves to the next working day at the same clock time; a quiet hour to the end of the quiet hours.
    """
    local = moment.astimezone(zone)
    day, clock = calendar.next_working_on_or_after(local.date()), local.time()
    if quiet.covers(clock):
        if quiet.start > quiet.end and clock >= quiet.start:
            day = calendar.next_working_on_or_after(day + timedelta(days=1))
        clock = quiet.end
    return at_local(day, clock, zone)


def stage_due(occurrence: Remindable, now: datetime, already_sent: Collection[str]) -> Stage | None:
    """The one reminder to send now: the latest planned, if not yet sent and still true; never a backlog.

    ``already_sent`` holds stage keys. What comes before the deadline makes no sense after it. A "day" reminder that
    is late but still before the deadline says "before". The caller asks ``may_disturb`` first.
    """
    passed = [stage for stage in occurrence.stages if stage.at <= now]
    if not passed or passed[-1].key in already_sent:
        return None
    stage = passed[-1]
    if stage.name == "overdue":
        return stage if now - stage.at <= STALE_AFTER else None
    if occurrence.closes_at is not None and now > occurrence.closes_at:
        return None
    if stage.name == "day" and occurrence.target_at is not None and now > occurrence.target_at:
        return replace(stage, name="before")
    return stage


def escalation_due(occurrence: Remindable, now: datetime, already_sent: Collection[str]) -> tuple[EscalationStep, ...]:
    """The escalations to send now: for each role the latest step reached, if not yet sent and not stale."""
    latest: dict[str, EscalationStep] = {}
    for step in occurrence.escalations:
        if step.at <= now:
            latest[step.to] = step
    return tuple(step for step in latest.values() if step.key not in already_sent and now - step.at <= STALE_AFTER)
