"""A task is given: written down, and told to whoever leads it and whoever helps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from handlers.tasks import listing
from handlers.tasks.taps import ListTasks, SeeTask
from handlers.turn import Turn
from messages.contexts.basics import Stopped
from messages.contexts.tasks import TaskAssigned, TaskGiven
from messages.model import Button, Label
from storage import audit, given_tasks, people, task_work, units
from storage.given_tasks import GivenTask
from storage.people import Person
from storage.task_work import Work
from taskforce.roles import LEADERS, Action, Role


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a leader wants done, by which units (ids), until which day (local)."""

    text: str
    leads: Sequence[int]
    helpers: Sequence[int]
    due: date | None


async def dropped(turn: Turn, handle: str) -> None:
    """Nothing is given."""
    await turn.card(handle, Stopped("assign"))


async def give(turn: Turn, body: int, wanted: Wanted) -> None:
    """Write the task down and tell everybody concerned."""
    person = turn.need(Action.ASSIGN_TASK, body)
    named = await units.by_ids(turn.tx, [*wanted.leads, *wanted.helpers])
    given = GivenTask(
        title=wanted.text,
        leads=tuple(wanted.leads),
        coordinators=tuple(wanted.helpers),
        lead_text=", ".join(named[unit].name for unit in wanted.leads),
        with_text=", ".join(named[unit].name for unit in wanted.helpers),
        given_on=await listing.today(turn, body),
        due_to=wanted.due,
    )
    task_id = await given_tasks.add_direct(turn.tx, body, given, by=person.id, now=turn.now)
    await audit.note(
        turn.tx,
        now=turn.now,
        action="task.assigned",
        task_force_id=body,
        person_id=person.id,
        subject=f"task:{task_id}",
    )
    work = await task_work.get(turn.tx, task_id)
    assert work is not None  # noqa: S101 - just written
    told = await _tell(turn, work, given, person)
    silent = tuple(part.unit_name for part in work.leads if not told.get(part.unit_id))
    message = TaskAssigned(work.code, work.title, given.lead_text, work.due_to, _heads(told), silent)
    see = Button(Label("task.open"), data=SeeTask(task_id, 0, "o", 0).pack())
    everything = Button(Label("task.all"), data=ListTasks(body, 0, "o", 0).pack())
    await turn.card("assign", message, ((see,), (everything,)))


def _heads(told: dict[int, set[int]]) -> int:
    """How many people that are."""
    return len(set().union(*told.values())) if told else 0


async def _tell(turn: Turn, work: Work, given: GivenTask, by: Person) -> dict[int, set[int]]:
    """Each person once, for the leading unit first; returns whom (person ids) by unit."""
    charter = await turn.charter(work.task_force_id)
    roles = by.roles_in(work.task_force_id)
    role = next((one for one in Role if one in roles and one in LEADERS | {Role.SECRETARY}), None)
    day = await listing.today(turn, work.task_force_id)
    told: dict[int, set[int]] = {}
    done: set[int] = {by.id}
    for part in work.parts:
        for person in await people.of_unit(turn.tx, part.unit_id):
            if person.telegram_id is None or person.unreachable_since is not None:
                continue
            told.setdefault(part.unit_id, set()).add(person.id)
            if person.id in done:
                continue
            done.add(person.id)
            message = TaskGiven(
                unit=part.unit_name,
                leads=part.leads,
                code=work.code,
                title=work.title,
                lead=given.lead_text,
                helpers=given.with_text,
                due=work.due_to,
                days=None if work.due_to is None else (work.due_to - day).days,
                by=by.full_name,
                by_role="" if role is None else charter.titles.of(role, person.locale),
            )
            see = Button(Label("task.open"), data=SeeTask(work.task_id, part.unit_id, "o", 0).pack(), style="primary")
            await turn.notify(person, message, ((see,),), dedupe_key=f"task-given:{work.task_id}")
    return told
