"""One task in full: who leads it, where it comes from, what was said of it, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.meetings.conclude.conclusion_taps import SeeConclusions
from handlers.reports.wording import lines_of
from handlers.tasks import access, listing, views
from handlers.tasks.taps import AskMoreTime, GetProofs, ListTasks, PhoneState, SeeTask, TellState
from handlers.turn import NotAllowed, Turn
from messages.contexts.tasks import HistoryLine, LeadLine, MoreLine, TaskByPhone, TaskCard
from messages.model import Button, Keyboard, Label
from messages.render import local
from storage import meetings, people, task_extensions, task_work, tasks
from storage.task_extensions import Extension
from storage.task_work import Work
from taskforce.roles import Action
from taskforce.tally import TaskState

HANDLE = "tasks"
_SHOWN = 12


async def see(turn: Turn, tap: SeeTask) -> None:
    """The task."""
    await show(turn, await access.need_task(turn, tap.task), tap)


async def show(turn: Turn, work: Work, tap: SeeTask) -> None:
    """Its card; whoever comes here may see it."""
    task = await tasks.get(turn.tx, work.task_id)
    if task is None:
        raise NotAllowed(f"task {work.task_id}")
    day = await listing.today(turn, work.task_force_id)
    zone = (await turn.charter(work.task_force_id)).body.timezone
    history = await task_work.history(turn.tx, work.task_id)
    more = await task_extensions.of_task(turn.tx, work.task_id)
    if any(one.granted for one in more):
        task = replace(task, deadline_text="")  # what the plan says is no longer the deadline
    source, name, meeting = await _source(turn, work)
    message = TaskCard(
        task=lines_of(task, day, views.state_words(work.state(tap.unit), turn.locale), ""),
        leads=tuple(LeadLine(part.unit_name, views.state_words(part.state, turn.locale)) for part in work.leads),
        due_from=task.due_from,
        source=source,
        source_name=name,
        more=tuple(_more_line(work, one) for one in more[:3]),
        history=tuple(
            HistoryLine(
                at=local(said.at, zone),
                unit=said.unit_name,
                state=views.state_words(said.state, turn.locale),
                by=said.by,
                note=said.note,
                files=said.files,
                moved_from=said.moved_from,
                on_behalf=said.on_behalf,
            )
            for said in history[:_SHOWN]
        ),
    )
    files = sum(said.files for said in history)
    proofs = Button(Label("task.proofs", {"count": files}), data=GetProofs(work.task_id).pack())
    rows = (
        *_state_rows(turn, work, tap.unit),
        *_more_rows(turn, work, tap.unit, more),
        *((meeting,) if meeting else ()),
        *(((proofs,),) if files else ()),
    )
    back = await _back(turn, work, tap)
    await turn.card(HANDLE, message, (*rows, *await listing.report_rows(turn, tap.unit), *back))


def _state_rows(turn: Turn, work: Work, seen_from: int) -> Keyboard:
    """How it stands, for whoever speaks for a leading unit; the office writes down what one said by phone."""
    mine = access.leading(turn, work)
    if not mine:
        return _phone_rows(work, access.spoken_for(turn, work))
    return _states(work, seen_from if seen_from in mine else mine[0])


def _states(work: Work, unit: int) -> Keyboard:
    def key(state: TaskState) -> Button:
        return Button(Label(f"task.set_{state.name.lower()}"), data=TellState(work.task_id, unit, state.value).pack())

    return (
        (key(TaskState.DONE), key(TaskState.GOING)),
        (key(TaskState.STUCK), key(TaskState.NOT_BEGUN)),
    )


def _phone_rows(work: Work, units: Sequence[int]) -> Keyboard:
    """One key a unit; the state is chosen next."""
    names = {part.unit_id: part.unit_name for part in work.leads}
    return tuple(
        (Button(Label("task.by_phone", {"unit": names[unit]}), data=PhoneState(work.task_id, unit).pack()),)
        for unit in units
    )


async def by_phone(turn: Turn, tap: PhoneState) -> None:
    """The unit told the office by phone: how does its part stand?"""
    work = await access.need_task(turn, tap.task)
    part = work.part_of(tap.unit)
    if part is None or tap.unit not in access.spoken_for(turn, work):
        raise NotAllowed(f"task {tap.task} for unit {tap.unit}")
    back = Button(Label("task.back"), data=SeeTask(work.task_id, 0, "o", 0).pack())
    message = TaskByPhone(work.code, work.title, part.unit_name, views.state_words(part.state, turn.locale))
    await turn.card(HANDLE, message, (*_states(work, tap.unit), (back,)))


def _more_line(work: Work, one: Extension) -> MoreLine:
    part = work.part_of(one.unit_id)
    decision = "" if one.granted is None else "granted" if one.granted else "refused"
    return MoreLine("" if part is None else part.unit_name, one.due_asked, one.reason, decision, one.why)


def _more_rows(turn: Turn, work: Work, seen_from: int, more: Sequence[Extension]) -> Keyboard:
    """More time, for whoever speaks for a leading unit that is not done; one wish at a time."""
    mine = [unit for unit in access.leading(turn, work) if work.state(unit) is not TaskState.DONE]
    if not mine or work.due_to is None or any(one.granted is None for one in more):
        return ()
    unit = seen_from if seen_from in mine else mine[0]
    return ((Button(Label("task.more_time"), data=AskMoreTime(work.task_id, unit).pack()),),)


async def _back(turn: Turn, work: Work, tap: SeeTask) -> Keyboard:
    """To the list one came from, where one may see it."""
    try:
        await access.need_list(turn, work.task_force_id, tap.unit)
    except NotAllowed:
        return ()
    return ((Button(Label("task.all"), data=ListTasks(work.task_force_id, tap.unit, tap.view, tap.page).pack()),),)


async def _source(turn: Turn, work: Work) -> tuple[str, str, tuple[Button, ...]]:
    """Where it comes from, by name, and for whoever may see it the way to the notice whose conclusion it is."""
    origin = await task_work.origin(turn.tx, work.task_id)
    if origin.source == "meeting" and origin.meeting_id is not None:
        meeting = await meetings.find(turn.tx, origin.meeting_id)
        button = Button(Label("conclusions.see"), data=SeeConclusions(origin.meeting_id).pack())
        return (
            "meeting",
            "" if meeting is None else meeting.subject,
            (button,) if turn.may(Action.SEE_MEETINGS, work.task_force_id) else (),
        )
    if origin.source == "direct" and origin.assigned_by is not None:
        giver = await people.by_id(turn.tx, origin.assigned_by)
        return "direct", "" if giver is None else giver.full_name, ()
    return origin.source, "", ()


async def get_proofs(turn: Turn, tap: GetProofs) -> None:
    """The files that were sent for the task, sent on to whoever asks."""
    await access.need_task(turn, tap.task)
    await turn.toast(Label("task.files_coming"))
    for proof in await task_work.proofs(turn.tx, tap.task):
        await turn.forward_file(turn.chat_id, proof.file_id, proof.kind, None, locale=turn.locale)
