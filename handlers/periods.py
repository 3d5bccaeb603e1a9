"""Report periods open by themselves, follow the calendar while they are open, and close when the next one opens."""

import logging
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from handlers.sweeping import apart
from handlers.turn import Turn
from messages import render
from messages.contexts.boards import NextOpening
from storage import audit, boards, periods, plans, reports, requests, summaries, summary_versions, task_forces, units
from storage.periods import Period, Plan
from storage.requests import Request
from storage.task_forces import TaskForce
from taskforce.cadence import Occurrence, report_occurrences_between
from taskforce.charter import Charter, CharterError, load_file
from taskforce.charter.forms import FormSpec
from taskforce.charter.reports import Report, Senders
from taskforce.reminders import may_disturb
from taskforce.requests import Asked, calendar_of, closes_at, occurrence_of
from taskforce.roles import Role
from taskforce.vietnamese import fold
from taskforce.workdays import WorkCalendar

log = logging.getLogger(__name__)

LONGEST_LOOK_BACK = timedelta(days=62)
"""How far back a period that nobody opened (the bot was down) is still looked for."""

LONGEST_APPROVAL = timedelta(days=30)
"""How long what somebody asked for stays open for a summary that nobody approves."""

_Occurrences = dict[tuple[str, str], Occurrence]


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """A period with the regulation and the calendar it lives by.

    ``occurrence`` holds its moments as they are now; None when the charter does not know the period any more.
    ``request`` says who asked for it, None where it comes by the charter's rhythm.
    """

    period: Period
    body: TaskForce
    charter: Charter
    calendar: WorkCalendar
    occurrence: Occurrence | None
    request: Request | None = None

    def __str__(self) -> str:
        """For the log: "period 7 (bac-kan, monthly 2022-03)"."""
        return f"period {self.period.id} ({self.body.key}, {self.period.stream} {self.period.period})"

    @property
    def report(self) -> Report | None:
        """The stream's rule; None when the charter does not know the stream any more."""
        return next((rule for rule in self.charter.reports if rule.key == self.period.stream), None)

    @property
    def form(self) -> FormSpec:
        """The questions the period was opened with."""
        return form_of(self.period.form)

    @property
    def cite(self) -> str:
        """The article it rests on."""
        return self.report.cite if self.report else ""

    @property
    def name(self) -> str:
        """The task force's short name."""
        return self.charter.body.short_name or self.charter.body.name

    @property
    def asked_roles(self) -> tuple[Role, ...]:
        """The roles that the charter asks for this report; () means every member and helper."""
        return self.report.senders.roles if self.report else ()

    @property
    def asked_groups(self) -> tuple[str, ...]:
        """The groups that the charter asks for this report."""
        return self.report.senders.groups if self.report else ()

    def title(self, locale: str) -> str:
        """What the report is called."""
        if self.period.title:
            return self.period.title
        title = self.report.title if self.report and self.report.title else self.form.title
        return title.localised(locale)

    def local(self, moment: datetime) -> datetime:
        """The moment in the charter's zone."""
        return render.local(moment, self.charter.body.timezone)

    def may_disturb(self, now: datetime) -> bool:
        """Whether this is a working hour."""
        return may_disturb(now, self.charter.body.quiet_hours, self.calendar, self.charter.body.zone)


@lru_cache(maxsize=64)
def form_of(text: str) -> FormSpec:
    """The question set stored with a period."""
    return FormSpec.model_validate_json(text)


async def open_period(turn: Turn, period: Period) -> OpenPeriod:
    """The period with everything that rules it."""
    body = await turn.task_force(period.task_force_id)
    charter = await turn.charter(body.id)
    calendar = await turn.calendar(body.id)
    if period.title:
        return await _asked_for(turn, period, body, charter, calendar)
    overrides = tuple(sorted(calendar.overrides.items()))
    first = (period.opens_at - timedelta(days=10)).date()
    known = _occurrences(body.charter, body.key, overrides, first, (period.due_at + timedelta(days=10)).date())
    return OpenPeriod(period, body, charter, calendar, known.get((period.stream, period.period)))


async def _asked_for(
    turn: Turn, period: Period, body: TaskForce, charter: Charter, calendar: WorkCalendar
) -> OpenPeriod:
    """A period that somebody asked for; its last day is a working day for it."""
    request = await requests.get(turn.tx, period.id)
    assert request is not None  # noqa: S101 - written together with the period
    asked = Asked(
        stream=period.stream,
        label=period.period,
        asked_at=request.asked_at,
        ladder_from=request.ladder_from,
        happened_at=request.happened_at,
        # a charter changed since may not count the deadline any more: the one that was told stands
        given_due=request.given_due or (None if counts_from_event(charter, period.stream) else period.due_at),
        complete_at=request.complete_at,
    )
    occurrence = occurrence_of(charter, asked, calendar)
    own = calendar_of(occurrence.due_at or period.due_at, calendar, charter.body)
    return OpenPeriod(period, body, charter, own, occurrence, request)


def counts_from_event(charter: Charter, stream: str) -> bool:
    """Whether the charter says how long after the event that report is due."""
    rule = next((each for each in charter.reports if each.key == stream), None)
    return rule is not None and rule.every == "ad-hoc" and rule.due_rule is not None


async def by_id(turn: Turn, period_id: int) -> OpenPeriod | None:
    """The period of that id with everything that rules it."""
    period = await periods.get(turn.tx, period_id)
    return None if period is None else await open_period(turn, period)


async def all_open(turn: Turn) -> list[OpenPeriod]:
    """Every period that is not closed, soonest due first; one whose charter cannot be read stops no other."""
    found = []
    for period in await periods.all_open(turn.tx):
        async with apart(turn, f"Period {period.id}"):
            try:
                found.append(await open_period(turn, period))
            except CharterError as error:
                log.error("Period %s is left alone, its charter cannot be read: %s", period.id, error)
    return found


async def next_opening(turn: Turn, task_force_id: int) -> NextOpening | None:
    """The report that opens next, within a quarter or so."""
    body = await turn.task_force(task_force_id)
    charter = await turn.charter(task_force_id)
    calendar = await turn.calendar(task_force_id)
    today = render.local(turn.now, charter.body.timezone).date()
    overrides = tuple(sorted(calendar.overrides.items()))
    coming = [
        (plan.opens_at, occurrence)
        for occurrence in _occurrences(body.charter, body.key, overrides, today, today + timedelta(days=100)).values()
        if (plan := plan_of(occurrence)) and plan.opens_at > turn.now
    ]
    if not coming:
        return None
    opens_at, occurrence = min(coming, key=lambda found: found[0])
    report = charter.report(occurrence.key)
    title = (report.title or charter.form(report.form).title).localised(turn.locale)
    return NextOpening(title, occurrence.period, render.local(opens_at, charter.body.timezone))


@lru_cache(maxsize=128)
def _occurrences(
    text: str, name: str, overrides: tuple[tuple[date, bool], ...], first: date, last: date
) -> _Occurrences:
    """The report occurrences with a moment in these days; worked out once for each calendar."""
    charter = load_file(text, name)
    calendar = WorkCalendar(dict(overrides), charter.body.country)
    start = datetime.combine(first, time(0), charter.body.zone)
    end = datetime.combine(last, time(23, 59, 59), charter.body.zone)
    return {(found.key, found.period): found for found in report_occurrences_between(charter, start, end, calendar)}


def plan_of(occurrence: Occurrence) -> Plan | None:
    """The moments to store; None for a report that has neither deadline nor target.

    A report that the charter opens at no particular moment opens with its first reminder, or with its period.
    """
    due = occurrence.closes_at
    if due is None:
        return None
    opens = occurrence.starts_at
    if opens is None:
        first = min(occurrence.window_from or due.date(), due.date())
        opens = datetime.combine(first, time(0), due.tzinfo)
    return Plan(opens, occurrence.target_at or due, due, occurrence.summarise_at, occurrence.forward_due_at)


# --- the sweep ---------------------------------------------------------------------------------------------------


async def sweep(turn: Turn) -> None:
    """Open what is to be open, take in units that came later, follow the calendar, close what is over."""
    for body in await task_forces.active(turn.tx):
        async with apart(turn, f"Opening periods of {body.key}"):
            try:
                await _open_due(turn, body)
            except CharterError as error:
                log.error("%s is left alone, its charter cannot be read: %s", body.key, error)
    for closed in await periods.close_superseded(turn.tx, turn.now):
        await audit.note(
            turn.tx,
            now=turn.now,
            action="period.close",
            task_force_id=closed.task_force_id,
            subject=f"period:{closed.id}",
        )
    for standing in await all_open(turn):
        async with apart(turn, f"Following the calendar in {standing}"):
            if standing.request is not None:
                standing = await _follow_request(turn, standing, standing.request)
            await replan(turn, standing)
            await _take_in_units(turn, standing)


async def _follow_request(turn: Turn, standing: OpenPeriod, request: Request) -> OpenPeriod:
    """When all have answered its summary need not wait; some days after the deadline it closes by itself."""
    period = standing.period
    complete = await requests.answered_by_all(turn.tx, period.id)
    if complete != request.complete_at:
        await requests.set_complete(turn.tx, period.id, complete)
        standing = await open_period(turn, period)
    if standing.occurrence is None or turn.now <= closes_at(standing.occurrence, standing.calendar):
        return standing
    if await _has_summary(turn, standing, closes_at(standing.occurrence, standing.calendar)):
        await requests.close(turn.tx, period.id, turn.now)
        await audit.note(
            turn.tx,
            now=turn.now,
            action="period.close",
            task_force_id=period.task_force_id,
            subject=f"period:{period.id}",
        )
    return standing


async def _has_summary(turn: Turn, standing: OpenPeriod, closes: datetime) -> bool:
    """Whether its summary is out, or nobody approved it for so long that it is waited for no more."""
    if (await summaries.state(turn.tx, standing.period.id)).posted_at is not None:
        return True
    if turn.now <= closes + LONGEST_APPROVAL:
        return False
    return await summary_versions.latest_head(turn.tx, standing.period.id) is not None


async def _open_due(turn: Turn, body: TaskForce) -> None:
    """The latest period of each stream that has begun and, when the bot came to this body, was not over yet."""
    charter = await turn.charter(body.id)
    calendar = await turn.calendar(body.id)
    since = await periods.served_since(turn.tx, body.id)
    today = render.local(turn.now, charter.body.timezone).date()
    first = max(since.date() - timedelta(days=1), today - LONGEST_LOOK_BACK)
    overrides = tuple(sorted(calendar.overrides.items()))
    latest: dict[str, tuple[Occurrence, Plan]] = {}
    for occurrence in _occurrences(body.charter, body.key, overrides, first, today).values():
        plan = plan_of(occurrence)
        if plan is None or plan.opens_at > turn.now or plan.due_at < since:
            continue
        held = latest.get(occurrence.key)
        if held is None or held[1].due_at < plan.due_at:
            latest[occurrence.key] = occurrence, plan
    for occurrence, plan in latest.values():
        if await periods.find(turn.tx, body.id, occurrence.key, occurrence.period) is None:
            await _open(turn, body, charter, occurrence, plan)


async def _open(turn: Turn, body: TaskForce, charter: Charter, occurrence: Occurrence, plan: Plan) -> None:
    form = charter.form(charter.report(occurrence.key).form)
    await periods.open_new(
        turn.tx,
        task_force_id=body.id,
        stream=occurrence.key,
        label=occurrence.period,
        plan=plan,
        form=form.model_dump_json(),
        now=turn.now,
    )
    await audit.note(
        turn.tx,
        now=turn.now,
        action="period.open",
        task_force_id=body.id,
        subject=f"{occurrence.key} {occurrence.period}",
    )


async def replan(turn: Turn, standing: OpenPeriod) -> None:
    """Store the moments as the calendar of today gives them."""
    period = standing.period
    plan = plan_of(standing.occurrence) if standing.occurrence else None
    stored = Plan(period.opens_at, period.target_at, period.due_at, period.summarise_at, period.forward_due_at)
    if plan is None or plan == stored:
        return
    await periods.replan(turn.tx, period.id, plan)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="period.replan",
        task_force_id=period.task_force_id,
        subject=f"period:{period.id}",
        detail=f"target {stored.target_at:%Y-%m-%dT%H:%MZ} -> {plan.target_at.isoformat()}",
    )


async def _take_in_units(turn: Turn, standing: OpenPeriod) -> None:
    """Every living unit that the charter names as a sender owes the report, also one that came later.

    What somebody asked for is owed by the units they chose.
    """
    period = standing.period
    if standing.request is not None:
        return
    new = await boards.units_that_owe_nothing_yet(turn.tx, period.id, period.task_force_id)
    if not new or standing.report is None:
        return
    wanted = await senders_of(turn, period.task_force_id, standing.report.senders)
    await reports.create_for_units(turn.tx, period.id, [unit_id for unit_id in new if unit_id in wanted])


async def senders_of(turn: Turn, task_force_id: int, senders: Senders) -> frozenset[int]:
    """The living units (ids) that the charter names as senders."""
    named = {fold(name) for name in senders.units}
    spared = {fold(name) for name in senders.except_units}
    found = set()
    taken: dict[int | None, set[str]] = {}
    for alias in await plans.aliases(turn.tx, task_force_id):  # a unit that was merged into it may be named
        taken.setdefault(alias.unit, set()).add(fold(alias.name))
    earlier = await units.earlier_names(turn.tx, task_force_id)
    for unit in await units.of_task_force(turn.tx, task_force_id):
        own = {fold(name) for name in (*unit.names, *earlier.get(unit.id, ()))}
        # what was merged into a unit does not spare it
        if not own & spared and (not named or named & (own | taken.get(unit.id, set()))):
            found.add(unit.id)
    if senders.groups or senders.roles:
        found &= await boards.units_with(turn.tx, task_force_id, senders.roles, senders.groups)
    return frozenset(found)
