"""A report that somebody asks for: its name among the periods, when it is reminded of, summed up and closed.

Moments are aware; what is planned is in the charter's zone. Regulations leave the deadline of such a report to whoever
asks (Bắc Giang Đ6.5, Đ8.4), or count it from an event; the reminders are laid out by how much time there is.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from taskforce.cadence import event_occurrence
from taskforce.charter.model import Body, Charter
from taskforce.charter.reports import OWN_STREAM as OWN_STREAM
from taskforce.moments import END_OF_DAY, local
from taskforce.occurrence import Occurrence
from taskforce.reminders import Stage, StageName, may_disturb, shift_out_of_quiet
from taskforce.vietnamese import fold
from taskforce.workdays import WorkCalendar

LAST_CALL = timedelta(hours=2)
"""So long before the deadline whoever still owes is reminded the last time."""

_APART = timedelta(minutes=45)
"""Two reminders are never closer than that, nor the first to the request itself."""

_NEAREST = timedelta(minutes=30)
"""So shortly before the deadline nobody is reminded any more."""

_LONG = timedelta(days=2)
"""With so much time the reminders come in the morning, and the last day has one of its own."""

_OFFICE_CLOSES = time(17, 0)
_SUMMARY_AFTER = timedelta(hours=2)
_CLOSES_AFTER = 5
"""Working days after the deadline in which a report can still come or be changed."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the moments of a request are worked out from.

    ``stream`` is the charter's event stream, or ``OWN_STREAM``. The deadline is ``given_due``, else what the charter
    counts from ``happened_at``. ``complete_at`` is when the last unit answered.
    """

    stream: str
    label: str
    asked_at: datetime
    ladder_from: datetime
    happened_at: datetime | None = None
    given_due: datetime | None = None
    complete_at: datetime | None = None


def next_label(day: date, taken: Collection[str]) -> str:
    """The name of a request among the periods: "2022-03-14", the second of a day "2022-03-14.2".

    >>> next_label(date(2022, 3, 14), {"2022-03-14"})
    '2022-03-14.2'
    """
    number, label = 1, day.isoformat()
    while label in taken:
        number += 1
        label = f"{day.isoformat()}.{number}"
    return label


def report_title(words: str) -> str:
    """What a report about that is called, so that sentences can name it: "Báo cáo rà soát hồ sơ tồn đọng".

    >>> report_title("Rà soát hồ sơ tồn đọng"), report_title("UBND các xã")
    ('Báo cáo rà soát hồ sơ tồn đọng', 'Báo cáo UBND các xã')
    """
    if fold(words).startswith(("bao cao", "report")):
        return words[:1].upper() + words[1:]
    first, _, rest = words.partition(" ")
    is_name = first[1:] != first[1:].lower() or rest[:1].isupper()  # "UBND các xã", "Quảng Nam"
    return f"Báo cáo {words if is_name else words[:1].lower() + words[1:]}"


def due_after_event(charter: Charter, stream: str, happened_at: datetime, calendar: WorkCalendar) -> datetime | None:
    """The deadline that the charter counts from the event; None where it leaves it to whoever asks."""
    return event_occurrence(charter, stream, happened_at, "", calendar).due_at


def calendar_of(due_at: datetime, calendar: WorkCalendar, body: Body) -> WorkCalendar:
    """The working days as a request sees them: its last day is one, since whoever asks wants it worked."""
    day = due_at.astimezone(body.zone).date()
    if calendar.is_working(day):
        return calendar
    return WorkCalendar({**calendar.overrides, day: True}, calendar.country)


def occurrence_of(charter: Charter, asked: Asked, calendar: WorkCalendar) -> Occurrence:
    """Every moment of the request; ``calendar`` is the task force's own.

    An event stream keeps the charter's reminders, escalations and way up; what the charter does not say of it, and
    everything of a request with questions of its own, is laid out here.

    Raises:
        ValueError: neither a person nor the charter gives a deadline.
    """
    rule = next((each for each in charter.reports if each.key == asked.stream and each.every == "ad-hoc"), None)
    due = asked.given_due
    if due is None and rule is not None:
        due = due_after_event(charter, asked.stream, asked.happened_at or asked.asked_at, calendar)
    if due is None:
        raise ValueError(f"request {asked.label} has no deadline")
    own = calendar_of(due, calendar, charter.body)
    plan = _Plan(charter.body, own, asked, due)
    if rule is None:
        return plan.occurrence()
    ruled = event_occurrence(charter, rule.key, asked.happened_at or asked.asked_at, asked.label, own, due_at=due)
    stages = (
        *(s for s in ruled.stages if s.name not in ("opening", "overdue") and s.at > asked.asked_at),
        *(s for s in ruled.stages if s.name == "overdue"),
    )
    return plan.occurrence(
        replace(ruled, stages=stages), reminds=not rule.remind, chases=not rule.overdue, sums_up=rule.summarise is None
    )


def closes_at(occurrence: Occurrence, calendar: WorkCalendar) -> datetime:
    """From when on answers stay as they are: five working days after the deadline, or after its way up."""
    due = occurrence.due_at
    assert due is not None  # noqa: S101 - a request always has one
    last = max(due, occurrence.forward_due_at or due)
    day = calendar.shift(last.date(), _CLOSES_AFTER)
    return datetime.combine(day, END_OF_DAY, last.tzinfo)


@dataclass(frozen=True, slots=True)
class _Plan:
    body: Body
    calendar: WorkCalendar
    asked: Asked
    due: datetime

    def occurrence(
        self, ruled: Occurrence | None = None, *, reminds: bool = True, chases: bool = True, sums_up: bool = True
    ) -> Occurrence:
        due = self.due.astimezone(self.body.zone)
        opened = self.asked.asked_at.astimezone(self.body.zone)
        target = self.target(opened, due)
        stages = {opened: Stage("opening", opened, "opening")}
        for stage in ruled.stages if ruled else ():
            stages[stage.at] = replace(stage, key=self.key(stage.key)) if self.asked.given_due else stage
        for stage in (*(self.before(target) if reminds else ()), *(self.overdue() if chases else ())):
            stages.setdefault(stage.at, stage)
        ordered = tuple(sorted(stages.values(), key=lambda stage: stage.at.timestamp()))
        base = ruled or Occurrence(kind="report", key=self.asked.stream, period=self.asked.label)
        preview, summary = (self.summing_up(due)) if sums_up else (base.preview_at, base.summarise_at)
        return replace(
            base,
            opens_at=opened,
            due_at=due,
            target_at=target,
            stages=ordered,
            remind_at=tuple(stage.at for stage in ordered),
            preview_at=preview,
            summarise_at=summary,
        )

    def target(self, opened: datetime, due: datetime) -> datetime:
        """The deadline itself: its day is a working day, whoever asked has said so."""
        return max(opened, due)

    def key(self, name: str) -> str:
        """Of this deadline: with another one the reminders come anew."""
        return f"{name}@{self.due.astimezone(self.body.zone):%Y%m%d%H%M}"

    def before(self, target: datetime) -> list[Stage]:
        """Half-way, in the morning of the last day, and a last call; fewer where there is less time."""
        start = self.asked.ladder_from.astimezone(self.body.zone)
        left = target - start
        last_day = local(target.date(), self.body.notice_time, self.body.zone)
        office = local(target.date(), _OFFICE_CLOSES, self.body.zone)
        wanted = [("last", min(target, office) - LAST_CALL if target.time() > time(9) else target - LAST_CALL)]
        half = start + left / 2
        if left >= _LONG:
            wanted += [
                ("half", local(half.date(), self.body.notice_time, self.body.zone)),
                ("morning", last_day),
            ]
        else:
            wanted.append(("half", half.replace(second=0, microsecond=0)))
        kept: list[Stage] = []
        following = target + _APART - _NEAREST
        for name, planned in sorted(wanted, key=lambda one: one[1], reverse=True):
            moment = self.permitted(planned)
            if moment is None or moment - start < _APART or following - moment < _APART or moment >= target:
                continue
            says: StageName = "day" if moment.date() == target.date() else "before"
            kept.append(Stage(says, moment, self.key(name)))
            following = moment
        return kept

    def permitted(self, planned: datetime) -> datetime | None:
        """The planned moment moved on to a working hour, if that is still before the deadline."""
        shifted = shift_out_of_quiet(planned, self.body.quiet_hours, self.calendar, self.body.zone)
        return next((moment for moment in (self.working(planned), shifted) if moment < self.due), None)

    def overdue(self) -> list[Stage]:
        """When the deadline has passed, and on the first and the third working day after it."""
        day = self.due.astimezone(self.body.zone).date()
        moments = [
            ("over", self.working(self.due + timedelta(minutes=1))),
            *(
                (f"over{days}", local(self.calendar.shift(day, days), self.body.notice_time, self.body.zone))
                for days in (1, 3)
            ),
        ]
        return [Stage("overdue", moment, self.key(name)) for name, moment in moments]

    def working(self, moment: datetime) -> datetime:
        """The moment, or when work begins after it: not the end of the quiet hours, when nobody is there yet."""
        here = moment.astimezone(self.body.zone).replace(second=0, microsecond=0)
        if may_disturb(here, self.body.quiet_hours, self.calendar, self.body.zone):
            return here
        shifted = shift_out_of_quiet(here, self.body.quiet_hours, self.calendar, self.body.zone)
        return max(shifted, local(shifted.date(), self.body.notice_time, self.body.zone))

    def summing_up(self, due: datetime) -> tuple[datetime, datetime]:
        """When the draft is shown and when it goes out: once all have answered, at the latest when the time is over."""
        over = min(due, self.asked.complete_at or due)
        draft = min(self.working(moment + timedelta(minutes=1)) for moment in (over, due))
        even = draft.replace(minute=draft.minute // 5 * 5)
        return draft, self.working(even + _SUMMARY_AFTER)
