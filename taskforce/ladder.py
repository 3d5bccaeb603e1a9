"""The reminders of one report: opening, before the target, the day itself, overdue, and the escalations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from taskforce.charter.base import DayRule
from taskforce.charter.expressions import Offset
from taskforce.charter.model import Body
from taskforce.charter.reports import Report
from taskforce.moments import local, offset_moment
from taskforce.reminders import EscalationStep, Stage, StageName, may_disturb, shift_out_of_quiet
from taskforce.workdays import WorkCalendar


@dataclass(frozen=True, slots=True)
class Ladder:
    """Reminders and escalations of one occurrence, in order of time."""

    stages: tuple[Stage, ...]
    escalations: tuple[EscalationStep, ...]


def ladder(
    body: Body,
    report: Report,
    opens: datetime | None,
    event: datetime | None,
    target: datetime | None,
    deadline: datetime | None,
    calendar: WorkCalendar,
) -> Ladder:
    """Every moment at which the bot speaks about one report period.

    Before-due reminders count from the target day, overdue ones and escalations from the deadline's day. A moment
    on a day off or in quiet hours moves on; a reminder that would pass the target by that moves back instead, and is
    left out when even that is not after the opening. Of two at the same moment the later stage stands.
    """
    planner = _Planner(body, calendar)
    stages: list[Stage] = []
    start = planner.opening(report, opens, event, deadline)
    if start:
        stages.append(Stage("opening", start, "opening"))
    if target:
        stages += planner.before(report.remind, target, start)
    if deadline:
        stages += planner.overdue(report.overdue, deadline)
    by_moment = {stage.at: stage for stage in sorted(stages, key=lambda stage: stage.at.timestamp())}
    return Ladder(tuple(by_moment.values()), planner.escalations(report, deadline))


@dataclass(frozen=True, slots=True)
class _Planner:
    body: Body
    calendar: WorkCalendar

    def opening(
        self, report: Report, opens: datetime | None, event: datetime | None, deadline: datetime | None
    ) -> datetime | None:
        """The first word; as planned when no permitted moment is left before the deadline."""
        if opens is None:
            return None
        planned = event or opens
        rule = report.opens
        clock = (rule.time or (rule.weekday and rule.weekday.at)) if isinstance(rule, DayRule) else None
        named = clock or (rule.at if isinstance(rule, Offset) else None)
        if event is None and named is None:
            planned = max(opens, local(opens.date(), self.body.notice_time, self.body.zone))
        shifted = self.shifted(planned)
        return planned if deadline and shifted > deadline else shifted

    def before(self, offsets: tuple[Offset, ...], target: datetime, start: datetime | None) -> list[Stage]:
        stages = []
        for offset in offsets:
            moment = self.in_time(self.moment(target, offset), target)
            if moment is None or (start and moment <= start):
                continue
            name: StageName = "day" if offset.amount == 0 else "before"
            stages.append(Stage(name, moment, _key(name, offset)))
        return stages

    def overdue(self, offsets: tuple[Offset, ...], deadline: datetime) -> list[Stage]:
        return [
            Stage("overdue", self.shifted(self.moment(deadline, offset)), _key("overdue", offset)) for offset in offsets
        ]

    def escalations(self, report: Report, deadline: datetime | None) -> tuple[EscalationStep, ...]:
        if deadline is None:
            return ()
        steps = [
            EscalationStep(
                self.shifted(self.moment(deadline, step.after)),
                step.to,
                _key(f"escalate-{step.to}", step.after),
                step.cite,
            )
            for step in report.escalate
        ]
        return tuple(sorted(steps, key=lambda step: step.at.timestamp()))

    def moment(self, base: datetime, offset: Offset) -> datetime:
        return offset_moment(base, offset, self.body.notice_time, self.calendar, self.body.zone)

    def shifted(self, moment: datetime) -> datetime:
        return shift_out_of_quiet(moment, self.body.quiet_hours, self.calendar, self.body.zone)

    def in_time(self, planned: datetime, target: datetime) -> datetime | None:
        """The planned moment moved on to when the bot may speak, or back where that would pass the target.

        Back is the same clock time, or the end of the quiet hours, on the last working day on which it still helps.
        """
        moment = self.shifted(planned)
        if moment <= target:
            return moment
        clock = planned.timetz().replace(tzinfo=None)
        clock = self.body.quiet_hours.end if self.body.quiet_hours.covers(clock) else clock
        day = min(planned, target).date()
        for _ in range(2):
            day = self.calendar.last_working_on_or_before(day)
            moment = local(day, clock, self.body.zone)
            if moment <= target and self.may_speak(moment):
                return moment
            day -= timedelta(days=1)
        return None

    def may_speak(self, moment: datetime) -> bool:
        return may_disturb(moment, self.body.quiet_hours, self.calendar, self.body.zone)


def _key(name: str, offset: Offset) -> str:
    """Stable and short: "before-3wd-0830", "day+0d-1500", "overdue+1wd-0830"."""
    clock = f"-{offset.at:%H%M}" if offset.at else ""
    return f"{name}{offset.amount:+}{offset.unit}{clock}"
