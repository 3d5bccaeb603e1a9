"""Report and meeting periods, and the day a charter's rule names in one of them. All dates are local."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from taskforce.charter.base import DayRule, Every
from taskforce.charter.expressions import add_months
from taskforce.period_labels import longer, period_days
from taskforce.workdays import WorkCalendar

_DAY = timedelta(days=1)
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """One period with its first and last day: "2026-03", "2026-Q1", "2026-H1", "2026", "2026-W07"."""

    label: str
    first: date
    last: date
    months: int
    """How many months it has; 0 for a week."""

    @property
    def short(self) -> str:
        """The label without its year, as `only` and `skip` name it: "03", "Q1", "H1", "W07"; a year is itself."""
        return self.label.partition("-")[2] or self.label


def periods_of(every: Every, year: int) -> list[Period]:
    """The periods of one year in order; an ISO week belongs to the year of its Thursday; none when ad hoc."""
    if every == "ad-hoc":
        return []
    if every == "week":
        return _weeks(year)
    months = _MONTHS[every]
    periods = []
    for number in range(12 // months):
        first = date(year, number * months + 1, 1)
        label = {
            "month": f"{year}-{number + 1:02}",
            "quarter": f"{year}-Q{number + 1}",
            "half-year": f"{year}-H{number + 1}",
            "year": f"{year}",
        }[every]
        periods.append(Period(label, first, add_months(first, months) - _DAY, months))
    return periods


def _weeks(year: int) -> list[Period]:
    monday = date.fromisocalendar(year, 1, 1)
    periods = []
    while monday.isocalendar().year == year:
        week = monday.isocalendar().week
        periods.append(Period(f"{year}-W{week:02}", monday, monday + 6 * _DAY, 0))
        monday += 7 * _DAY
    return periods


def parts_of(label: str, every: Every, only: Collection[str] = (), skip: Collection[str] = ()) -> tuple[str, ...]:
    """The periods of a stream, in order, that a quarter, half-year or year ("2022-H1") is made of.

    ``only`` and ``skip`` are the charter's. A week belongs where its Thursday does.
    """
    days = period_days(label)
    if days is None:
        return ()
    return tuple(
        period.label
        for period in periods_of(every, days[0].year)
        if label in longer(period.label)
        and (not only or period.label in only or period.short in only)
        and not (period.label in skip or period.short in skip)
    )


def counterparts(now: str, before: str, every: Every) -> dict[str, str]:
    """Which period of the longer one ``before`` answers to which of ``now``: July to January, May to last May."""
    return dict(zip(parts_of(now, every), parts_of(before, every), strict=False))


def day_of(rule: DayRule, period: Period, calendar: WorkCalendar) -> date:
    """The last day the rule allows in the period, rolled where the rule rolls.

    A day the month does not have is its last day (`by_day = 31` in April is the 30th). `before_day = 18` is
    the 17th. Rules that count from an event have no day in a period: ValueError.
    """
    day = _plain_day(rule, period, calendar)
    if rule.rolls == "next":
        return calendar.next_working_on_or_after(day)
    if rule.rolls == "previous":
        return calendar.last_working_on_or_before(day)
    return day


def _plain_day(rule: DayRule, period: Period, calendar: WorkCalendar) -> date:
    if rule.weekday is not None:
        weeks = (rule.week or 1) - 1
        return period.first + (7 * weeks + rule.weekday.weekday) * _DAY
    first = add_months(period.first.replace(day=1), (rule.month or period.months) - 1)
    last = add_months(first, 1) - _DAY
    if rule.before_day is not None:
        return min(first + (rule.before_day - 2) * _DAY, last)
    if rule.by_day is not None:
        return min(first + (rule.by_day - 1) * _DAY, last)
    if rule.by_working_day is not None:
        return calendar.shift(first - _DAY, rule.by_working_day)
    if rule.last_day:
        return last
    if rule.last_working_day:
        return calendar.last_working_on_or_before(last)
    raise ValueError("a rule that counts from an event has no day in a period")
