"""Which longer periods there are to report on: the quarters, half-years and years that a stream's periods make up."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.turn import Turn
from storage import periods, report_history
from storage.periods import Period
from storage.report_history import PastPeriod
from taskforce.charter import Charter
from taskforce.charter.forms import FormSpec
from taskforce.charter.reports import Report
from taskforce.period_labels import longer, period_days
from taskforce.periods import parts_of


@dataclass(frozen=True, slots=True)
class Stream:
    """One report stream whose periods are shorter than a year, and what was told in it, the latest first."""

    task_force_id: int
    charter: Charter
    report: Report
    told: Sequence[PastPeriod]

    def title(self, locale: str) -> str:
        """What its reports are called."""
        given = self.report.title or self.form.title
        return given.localised(locale)

    @property
    def form(self) -> FormSpec:
        """Its questions as the charter has them now."""
        return self.charter.form(self.report.form)

    def spans(self) -> tuple[str, ...]:
        """The longer periods with anything in them, the latest first, of those that end together the shortest."""
        found = {span for one in self.told for span in longer(one.label)}
        days = {span: each for span in found if (each := period_days(span)) is not None}
        return tuple(sorted(days, key=lambda span: (days[span][1], days[span][0]), reverse=True))

    def expected(self, span: str) -> tuple[str, ...]:
        """The periods of the stream that the longer one is made of, as the charter says."""
        return parts_of(span, self.report.every, self.report.only, self.report.skip)

    def told_in(self, span: str) -> list[PastPeriod]:
        """The periods that were told within the longer one, oldest first."""
        return [one for one in reversed(self.told) if span in longer(one.label)]


async def streams(turn: Turn, task_force_id: int) -> list[Stream]:
    """The streams of the charter that have something to roll up."""
    charter = await turn.charter(task_force_id)
    found = []
    for report in charter.reports:
        if report.every not in ("year", "ad-hoc"):
            stream = await _stream(turn, task_force_id, charter, report)
            if stream.told:
                found.append(stream)
    return found


async def of_period(turn: Turn, period_id: int) -> tuple[Period, Stream] | None:
    """The period's stream; None when either is no more."""
    period = await periods.get(turn.tx, period_id)
    if period is None:
        return None
    charter = await turn.charter(period.task_force_id)
    report = next((rule for rule in charter.reports if rule.key == period.stream), None)
    return None if report is None else (period, await _stream(turn, period.task_force_id, charter, report))


async def _stream(turn: Turn, task_force_id: int, charter: Charter, report: Report) -> Stream:
    past = await report_history.of_stream(turn.tx, task_force_id, report.key)
    return Stream(task_force_id, charter, report, [one for one in past if one.is_told(turn.now)])
