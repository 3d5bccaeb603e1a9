"""All that is known about one report, read once for each thing that happens to it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from handlers.reports import raised, sums
from handlers.reports.sums import Sum
from handlers.turn import NotAllowed, Turn
from messages import render
from messages.answers import last_word
from messages.model import Label
from storage import handoffs, people, periods, reports, returned, tasks, units
from storage.handoffs import Handoff
from storage.people import Person
from storage.periods import Period
from storage.reports import Report as StoredReport
from storage.returned import ReturnedAnswer
from storage.tasks import Task
from storage.units import Unit
from taskforce.cadence import occurrences
from taskforce.charter import Charter
from taskforce.charter.forms import FormSpec
from taskforce.charter.reports import Report
from taskforce.forms import Answer, Field, Form, Kind, Option, Value
from taskforce.report_form import (
    AskedTasks,
    TaskTitle,
    TaskWords,
    choose_tasks,
    previous_values,
    report_form,
    task_key,
    tasks_from_json,
    telling_titles,
)
from taskforce.roles import Action, Role, may_for_unit
from taskforce.tally import TaskState
from taskforce.workdays import WorkCalendar


@dataclass(frozen=True)
class Scene:
    """A report with its period, unit and questions in one language, the answers as stored and last time's values."""

    report: StoredReport
    period: Period
    unit: Unit
    form: Form
    previous: Mapping[str, Value]
    sums: Mapping[str, Sum]
    stored: Mapping[str, Answer]
    asked: AskedTasks
    tasks: Mapping[int, Task]
    handed: tuple[Handoff, ...]
    sent_back: tuple[ReturnedAnswer, ...]
    members: tuple[Person, ...]
    zone: str
    locale: str
    charter: Charter
    now: datetime
    raised: tuple[str, ...] = ()

    @property
    def task_force_id(self) -> int:
        """Whose report it is."""
        return self.period.task_force_id

    @property
    def stream(self) -> Report | None:
        """What the charter says of these reports; None when it names them no more."""
        return next((each for each in self.charter.reports if each.key == self.period.stream), None)

    @property
    def title(self) -> str:
        """What the charter calls the report; the form's title where it gives no other; or whoever asked for it."""
        if self.period.title:
            return self.period.title
        stream = self.stream
        return stream.title.localised(self.locale) if stream and stream.title else self.form.title

    @property
    def offered(self) -> dict[str, Value]:
        """By field key, the figures that the unit's shorter reports come to, and its open difficulties."""
        return {**{key: one.value for key, one in self.sums.items()}, **raised.offered(self.form, self.raised)}

    @property
    def task_force(self) -> str:
        """The task force's name, short where it has a short one."""
        return self.charter.body.short_name or self.charter.body.name

    @cached_property
    def telling(self) -> Mapping[str, str]:
        """By code, what tells a task from the others in little room."""
        return telling_titles(self.titles.values())

    @property
    def titles(self) -> dict[int, TaskTitle]:
        """What the tasks are called."""
        return _titles(self.tasks)

    @property
    def closed(self) -> bool:
        """Whether the period is over: nothing can be changed any more."""
        return self.period.closed_at is not None

    def task_of(self, field: Field) -> Task | None:
        """The task that the question is about."""
        return next((task for task in self.tasks.values() if task_key(task.code) == field.key), None)

    def local(self, moment: datetime) -> datetime:
        """The moment as the people of the task force read it."""
        return render.local(moment, self.zone)

    @property
    def today(self) -> date:
        """The local date."""
        return self.local(self.now).date()

    def days_late(self, moment: datetime) -> int:
        """By how many calendar days the moment is after the deadline's day; 0 on it and before."""
        return max(0, (self.local(moment).date() - self.local(self.period.due_at).date()).days)

    def name_of(self, person_id: int) -> str:
        """The name of a member of the unit, "" for anybody else."""
        return next((person.full_name for person in self.members if person.id == person_id), "")


async def load(turn: Turn, report_id: int, locale: str) -> Scene | None:
    """Everything about the report; None when there is no such report."""
    report = await reports.get(turn.tx, report_id)
    if report is None:
        return None
    period = await periods.get(turn.tx, report.period_id)
    unit = await units.get(turn.tx, report.unit_id)
    assert period is not None  # noqa: S101 - a foreign key
    assert unit is not None  # noqa: S101 - a foreign key
    charter = await turn.charter(period.task_force_id)
    asked = await _asked_tasks(turn, report, period, charter)
    plan = await tasks.of_ids(turn.tx, (task.task_id for task in asked.all))
    titles = _titles(plan)
    form = _form(period.form, unit.name, locale, asked, tuple(titles.items()), last_word(period.period))
    form = await _with_names(turn, form, period.task_force_id)
    return Scene(
        report=report,
        period=period,
        unit=unit,
        form=form,
        previous=previous_values(asked, titles, await _last_answers(turn, report, period)),
        sums=await sums.of_report(turn, charter, period, _spec(period.form), unit.id),
        stored=await reports.answers(turn.tx, report_id),
        asked=asked,
        tasks=plan,
        handed=tuple(await handoffs.waiting(turn.tx, report_id)),
        sent_back=tuple(await returned.waiting(turn.tx, report_id)),
        members=tuple(await people.of_unit(turn.tx, unit.id)),
        zone=charter.body.timezone,
        locale=locale,
        charter=charter,
        now=turn.now,
        raised=await raised.of_unit(turn, form, period.task_force_id, unit.id, locale),
    )


async def need(turn: Turn, report_id: int) -> Scene:
    """The same for a tap; NotAllowed when there is no such report: only forged data names one."""
    found = await load(turn, report_id, turn.locale)
    if found is None:
        raise NotAllowed(f"no report {report_id}")
    return found


def answers_for(person: Person | None, scene: Scene) -> bool:
    """Whether the person is one of the unit's, member or helper."""
    return _for_unit(person, scene, Action.REPORT_FOR_UNIT)


def reads_own(person: Person | None, scene: Scene) -> bool:
    """Whether the person may read the unit's own report."""
    return _for_unit(person, scene, Action.SEE_OWN_UNIT)


def _for_unit(person: Person | None, scene: Scene, action: Action) -> bool:
    if person is None:
        return False
    roles = [(m.role, m.unit_id) for m in person.memberships if m.task_force_id == scene.task_force_id]
    return may_for_unit(roles, action, scene.unit.id)


def colleagues(scene: Scene, person_id: int) -> tuple[Person, ...]:
    """Who else of the unit can be asked for help: they may answer, and can be reached."""
    return tuple(
        each
        for each in scene.members
        if each.id != person_id
        and each.telegram_id is not None
        and each.unreachable_since is None
        and answers_for(each, scene)
    )


@lru_cache(maxsize=16)
def _spec(form: str) -> FormSpec:
    return FormSpec.model_validate_json(form)


@lru_cache(maxsize=256)
def _form(
    form: str, unit: str, locale: str, asked: AskedTasks, titles: tuple[tuple[int, TaskTitle], ...], last: str
) -> Form:
    """The unit's questions; put together once, since every tap needs them."""
    return report_form(_spec(form), unit, locale, asked, dict(titles), _words(locale, last))


def _titles(plan: Mapping[int, Task]) -> dict[int, TaskTitle]:
    return {task.id: TaskTitle(task.code, task.title) for task in plan.values()}


def _words(locale: str, last: str) -> TaskWords:
    states = {state: render.label(Label(f"task.{state.name.lower()}"), locale) for state in TaskState}
    return TaskWords(states, render.label(Label(f"task.changed_since_{last}"), locale))


async def _with_names(turn: Turn, form: Form, task_force_id: int) -> Form:
    """Questions for a unit or a person offer those of the task force, by id."""
    if not any(field.kind in (Kind.UNIT, Kind.PERSON) and not field.options for field in form.fields):
        return form
    bodies = await units.of_task_force(turn.tx, task_force_id)
    members = await people.with_roles(turn.tx, task_force_id, list(Role))
    names = {
        Kind.UNIT: tuple(Option(str(each.id), each.name) for each in bodies),
        Kind.PERSON: tuple(Option(str(each.id), each.full_name) for each in members),
    }
    fields = (replace(f, options=f.options or names[f.kind]) if f.kind in names else f for f in form.fields)
    return replace(form, fields=tuple(fields))


async def _asked_tasks(turn: Turn, report: StoredReport, period: Period, charter: Charter) -> AskedTasks:
    if report.tasks is not None:
        return tasks_from_json(report.tasks)
    first, last = _window(period, charter, await turn.calendar(period.task_force_id))
    led = await tasks.of_unit(turn.tx, report.unit_id)
    return choose_tasks(led, await tasks.reported(turn.tx, report.unit_id), first, last)


def _window(period: Period, charter: Charter, calendar: WorkCalendar) -> tuple[date, date]:
    """The days the report is about; of an ad hoc report, those it is open."""
    year = period.period[:4]
    for each in occurrences(charter, int(year), calendar) if year.isdecimal() else ():
        if (each.kind, each.key, each.period) != ("report", period.stream, period.period):
            continue
        if each.window_from is not None and each.window_to is not None:
            return each.window_from, each.window_to
    zone = ZoneInfo(charter.body.timezone)
    return period.opens_at.astimezone(zone).date(), period.due_at.astimezone(zone).date()


async def _last_answers(turn: Turn, report: StoredReport, period: Period) -> Mapping[str, Answer]:
    before = await periods.previous(turn.tx, period)
    last = None if before is None else await reports.of_unit(turn.tx, before.id, report.unit_id)
    return {} if last is None else await reports.sent_answers(turn.tx, last)
