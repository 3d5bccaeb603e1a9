"""Every report and meeting of a year, or of a stretch of time, worked out from the charter and the calendar.

All moments are aware, in the charter's zone. docs/charter.md says how each is counted.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta

from taskforce.charter.base import DayRule
from taskforce.charter.expressions import Duration, add_months
from taskforce.charter.meetings import Meeting
from taskforce.charter.model import Charter
from taskforce.charter.reports import DataWindow, Report
from taskforce.ladder import ladder
from taskforce.meetings import latest_notice_for_day
from taskforce.moments import END_OF_DAY, add_to_day, after, local, offset_moment
from taskforce.occurrence import Occurrence, to_json
from taskforce.periods import Period, day_of, periods_of
from taskforce.workdays import WorkCalendar

__all__ = [
    "Occurrence",
    "event_occurrence",
    "find_period",
    "meeting_occurrences_between",
    "occurrences",
    "report_occurrences_between",
    "to_json",
]

_DAY = timedelta(days=1)


def occurrences(
    charter: Charter, year: int, calendar: WorkCalendar, held: Mapping[str, date] | None = None
) -> list[Occurrence]:
    """Every report and meeting whose period lies in ``year`` (ISO year for weeks), in order of time.

    ``held`` gives, for meetings at most so far apart, the last day each was held; without it the year before's last.
    """
    found = [
        _report(charter, report, period, calendar) for report in charter.reports for period in _periods(report, year)
    ]
    for meeting in charter.meetings:
        if step := meeting.at_most_apart:
            found += _apart(charter, meeting, step, year, calendar, (held or {}).get(meeting.key))
        else:
            found += [_meeting(charter, meeting, period, calendar) for period in _periods(meeting, year)]
    return _in_order(found)


def report_occurrences_between(
    charter: Charter, start: datetime, end: datetime, calendar: WorkCalendar
) -> list[Occurrence]:
    """The reports with any moment (opening to forwarding) not after ``end`` and any not before ``start``."""
    found = []
    for report in charter.reports:
        reach = _reach(report)
        for year in range((start - reach).year, (end + reach).year + 1):
            for period in _periods(report, year):
                if period.last + reach < start.date() or period.first - reach > end.date():
                    continue
                occurrence = _report(charter, report, period, calendar)
                moments = occurrence.moments
                if moments and moments[0] <= end and moments[-1] >= start:
                    found.append(occurrence)
    return _in_order(found)


def meeting_occurrences_between(
    charter: Charter,
    start: datetime,
    end: datetime,
    calendar: WorkCalendar,
    held: Mapping[str, date] | None = None,
) -> list[Occurrence]:
    """The meetings whose window ends not before ``start`` and whose planning may begin by ``end``, in order of time.

    ``held`` as for ``occurrences``; of meetings at most so far apart only the next one after it is certain.
    """
    found = []
    for meeting in charter.meetings:
        if step := meeting.at_most_apart:
            years = range(start.year - 1, end.year + 2)
            windows = (w for year in years for w in _apart_from(charter, meeting, step, year, calendar, held))
            found += [window for window in windows if _overlaps(window, start, end)][:1]
        else:
            found += [w for w in _windows(charter, meeting, start, end, calendar) if _overlaps(w, start, end)]
    return _in_order(found)


def _windows(
    charter: Charter, meeting: Meeting, start: datetime, end: datetime, calendar: WorkCalendar
) -> Iterator[Occurrence]:
    """The windows that may lie there; a window can reach months beyond its period."""
    months = max((rule.month or 0 for rule in (meeting.hold_from, meeting.hold_rule) if rule), default=0)
    reach = timedelta(days=60 + 31 * months)
    for year in range((start - reach).year, (end + reach).year + 1):
        for period in _periods(meeting, year):
            if period.last + reach >= start.date() and period.first - reach <= end.date():
                yield _meeting(charter, meeting, period, calendar)


def _apart_from(
    charter: Charter,
    meeting: Meeting,
    step: Duration,
    year: int,
    calendar: WorkCalendar,
    held: Mapping[str, date] | None,
) -> Iterator[Occurrence]:
    yield from _apart(charter, meeting, step, year, calendar, (held or {}).get(meeting.key))


def _overlaps(window: Occurrence, start: datetime, end: datetime) -> bool:
    notice = window.notice_by or window.hold_until
    begins = [moment for moment in (window.hold_from, notice) if moment is not None]
    return window.hold_until is not None and window.hold_until >= start and min(begins) <= end


def _reach(report: Report) -> timedelta:
    """How far outside its period anything of the report can lie: a generous bound that spares the search years."""
    rules = (report.due_rule, report.target, report.opens, report.forward)
    months = max((getattr(rule, "month", None) or 0 for rule in rules), default=0)
    steps = (*report.remind, *report.overdue, *(step.after for step in report.escalate), report.summarise)
    days = max((abs(step.amount) for step in steps if step), default=0)
    return timedelta(days=60 + 31 * months + 4 * days)


def event_occurrence(
    charter: Charter,
    key: str,
    happened_at: datetime,
    reference: str,
    calendar: WorkCalendar,
    *,
    due_at: datetime | None = None,
) -> Occurrence:
    """The ad hoc report ``key`` that an event or a request at ``happened_at`` calls for.

    ``reference`` names it in the place of a period, ``due_at`` is the deadline that whoever asked for it gave, in the
    place of the charter's. KeyError for an unknown key, ValueError for a periodic report.
    """
    report = charter.report(key)
    if report.every != "ad-hoc":
        raise ValueError(f"{key} is reported every {report.every}, not when something happens")
    zone = charter.body.zone
    opened = happened_at.astimezone(zone)
    given = None if due_at is None else due_at.astimezone(zone)
    due = given or _after_event(report.due_rule, opened, calendar, charter)
    target = given or _after_event(report.target, opened, calendar, charter) or due
    return _report_from(charter, report, reference, opened, due, target, calendar, None, opening=opened)


def find_period(charter: Charter, key: str, label: str) -> Period:
    """The period ``label`` of the report or meeting ``key``; KeyError when there is no such period."""
    rules: tuple[Report | Meeting, ...] = (*charter.reports, *charter.meetings)
    for rule in rules:
        for period in _periods(rule, int(label[:4])) if rule.key == key else ():
            if period.label == label:
                return period
    raise KeyError(f"{key} {label}")


def _periods(rule: Report | Meeting, year: int) -> Iterator[Period]:
    for period in periods_of(rule.every, year):
        names = {period.label, period.short}
        if (not rule.only or names & set(rule.only)) and not names & set(rule.skip):
            yield period


def _in_order(found: Iterable[Occurrence]) -> list[Occurrence]:
    def when(occurrence: Occurrence) -> tuple[float, str, str, str]:
        moments = occurrence.moments
        start = moments[0].timestamp() if moments else float("inf")
        return start, occurrence.kind, occurrence.key, occurrence.period

    return sorted(found, key=when)


# Reports


def _report(charter: Charter, report: Report, period: Period, calendar: WorkCalendar) -> Occurrence:
    due = _in_period(report.due_rule, period, calendar, charter)
    aimed = _in_period(report.target, period, calendar, charter) or due
    opens = None
    if isinstance(report.opens, DayRule):
        opens = _in_period(report.opens, period, calendar, charter, start=True)
    return _report_from(charter, report, period.label, opens, due, aimed, calendar, period)


def _report_from(
    charter: Charter,
    report: Report,
    label: str,
    opens: datetime | None,
    due: datetime | None,
    aimed: datetime | None,
    calendar: WorkCalendar,
    period: Period | None,
    opening: datetime | None = None,
) -> Occurrence:
    zone = charter.body.zone
    deadline = due or aimed
    if deadline and not isinstance(report.opens, DayRule) and report.opens and opening is None:
        opens = offset_moment(deadline, report.opens, time(0), calendar, zone)
    if opens and deadline and opens > deadline:
        opens = local(deadline.date(), time(0), zone)
    target = _target(aimed, opens, deadline, calendar, charter)
    deadline = due or target
    steps = ladder(charter.body, report, opens, opening, target, deadline, calendar)
    summarise = None
    if report.summarise and deadline:
        summarise = offset_moment(deadline, report.summarise, charter.body.notice_time, calendar, zone)
    window = _window(report.data, period) if period else (None, None)
    return Occurrence(
        kind="report",
        key=report.key,
        period=label,
        opens_at=opens,
        due_at=due,
        target_at=target,
        remind_at=tuple(stage.at for stage in steps.stages),
        escalate_at=tuple(step.at for step in steps.escalations),
        summarise_at=summarise,
        forward_due_at=_forward(report, period, deadline, calendar, charter),
        cite=report.cite,
        stages=steps.stages,
        escalations=steps.escalations,
        preview_at=_preview(report, summarise, calendar, charter),
        window_from=window[0],
        window_to=window[1],
    )


def _in_period(
    rule: DayRule | None, period: Period, calendar: WorkCalendar, charter: Charter, *, start: bool = False
) -> datetime | None:
    """The rule's moment: its clock time, or the start or the end of its day."""
    if rule is None:
        return None
    clock = rule.time or (rule.weekday.at if rule.weekday else None)
    return local(day_of(rule, period, calendar), clock or (time(0) if start else END_OF_DAY), charter.body.zone)


def _after_event(rule: DayRule | None, happened: datetime, calendar: WorkCalendar, charter: Charter) -> datetime | None:
    if rule is None or rule.within is None:
        return None
    moment = after(happened, rule.within, calendar, charter.body.zone)
    if rule.rolls == "none":
        return moment
    roll = calendar.next_working_on_or_after if rule.rolls == "next" else calendar.last_working_on_or_before
    return local(roll(moment.date()), moment.time(), charter.body.zone)


def _target(
    aimed: datetime | None,
    opens: datetime | None,
    deadline: datetime | None,
    calendar: WorkCalendar,
    charter: Charter,
) -> datetime | None:
    """The last working day not after the aim, at its clock time; the aim itself when that is before the opening."""
    if aimed is None or deadline is None:
        return None
    day = calendar.last_working_on_or_before(aimed.date())
    target = aimed if day == aimed.date() else local(day, aimed.time(), charter.body.zone)
    target = min(target, deadline, key=datetime.timestamp)
    return deadline if opens and target < opens else target


def _forward(
    report: Report,
    period: Period | None,
    deadline: datetime | None,
    calendar: WorkCalendar,
    charter: Charter,
) -> datetime | None:
    rule = report.forward.rule() if report.forward else None
    if rule is None:
        return None
    if rule.within is not None:
        return _after_event(rule, deadline, calendar, charter) if deadline else None
    return _in_period(rule, period, calendar, charter) if period else None


def _preview(report: Report, summarise: datetime | None, calendar: WorkCalendar, charter: Charter) -> datetime | None:
    """So long before the summary; when that is a quiet hour, the end of the quiet hours if still before it."""
    if summarise is None or report.preview is None:
        return None
    zone, quiet = charter.body.zone, charter.body.quiet_hours
    if report.preview.unit == "h":
        moment = (summarise - timedelta(hours=report.preview.amount)).astimezone(zone)
    else:
        day = add_to_day(summarise.date(), report.preview, calendar, -1)
        moment = local(day, summarise.time(), zone)
    if not quiet.covers(moment.time()):
        return moment
    day = moment.date() + (_DAY if moment.time() >= quiet.start > quiet.end else timedelta(0))
    return min(local(day, quiet.end, zone), summarise, key=datetime.timestamp)


def _window(data: DataWindow | None, period: Period) -> tuple[date, date]:
    """The first and the last day that the figures cover."""
    if data is None:
        return period.first, period.last
    if data.from_weekday and data.to_weekday:
        last = period.first + data.to_weekday.weekday * _DAY
        back = (data.to_weekday.weekday - data.from_weekday.weekday) % 7
        return last - back * _DAY, last
    if data.from_day is None or data.to_day is None:
        return period.first, period.last
    first_month = add_months(period.first, -data.months_back - (data.from_day > data.to_day))
    last_month = add_months(period.last.replace(day=1), -data.months_back)
    return _day_in(first_month, data.from_day), _day_in(last_month, data.to_day)


def _day_in(first_of_month: date, day: int) -> date:
    last = add_months(first_of_month, 1) - _DAY
    return min(first_of_month + (day - 1) * _DAY, last)


# Meetings


def _meeting(charter: Charter, meeting: Meeting, period: Period, calendar: WorkCalendar) -> Occurrence:
    zone = charter.body.zone
    start = _in_period(meeting.hold_from, period, calendar, charter, start=True)
    end = _in_period(meeting.hold_rule, period, calendar, charter)
    return _held(
        charter,
        meeting,
        period.label,
        start or local(period.first, time(0), zone),
        end or local(period.last, END_OF_DAY, zone),
        calendar,
    )


def _held(
    charter: Charter,
    meeting: Meeting,
    label: str,
    start: datetime,
    end: datetime,
    calendar: WorkCalendar,
) -> Occurrence:
    last = calendar.last_working_on_or_before(end.date())
    last = end.date() if last < start.date() else last
    notice = latest_notice_for_day(meeting.notice, last, calendar, charter.body.zone)
    papers = latest_notice_for_day(meeting.papers, last, calendar, charter.body.zone)
    return Occurrence(
        kind="meeting",
        key=meeting.key,
        period=label,
        hold_from=start,
        hold_until=end,
        notice_by=notice or papers,
        papers_by=papers,
        cite=meeting.cite,
    )


def _apart(
    charter: Charter, meeting: Meeting, step: Duration, year: int, calendar: WorkCalendar, held: date | None
) -> Iterator[Occurrence]:
    """The windows of a series at most so far apart, each meeting taken as held on its last day."""
    zone = charter.body.zone
    origin = held or date(year - 1, 12, 31)
    previous, count = origin, 0
    while True:
        count += 1
        months = step.amount * count
        last = add_months(origin, months) if step.unit == "m" else origin + 7 * months * _DAY
        if last.year > year:
            return
        if last.year == year:
            week = last.isocalendar()
            label = f"{last:%Y-%m}" if step.unit == "m" else f"{week.year}-W{week.week:02}"
            start, end = local(previous + _DAY, time(0), zone), local(last, END_OF_DAY, zone)
            yield _held(charter, meeting, label, start, end, calendar)
        previous = last
