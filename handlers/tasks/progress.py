"""How a task stands, told at any time: the state with a tap, a note typed, files sent; then one tap writes it down."""

from typing import Any

from handlers.conversations import Conversation, finish
from handlers.reports import cut
from handlers.tasks import access, card, views
from handlers.tasks.taps import ConfirmState, DropState, SeeTask, TellState
from handlers.turn import NotAllowed, Turn
from messages.contexts.tasks import HistoryLine, TaskEntered, TaskNews, TaskTell
from messages.model import Button, Label
from messages.render import local
from storage import audit, people, sessions, task_work
from storage.people import Person
from storage.sessions import OpenSession
from storage.task_work import Said, SentProof, Work
from taskforce.forms import clean
from taskforce.report_form import TaskReport
from taskforce.tally import TaskState

KIND = "task"
NOTE_LIMIT = 1000
MOST_FILES = 10
_NAME_LIMIT = 200


async def begin(turn: Turn, tap: TellState) -> None:
    """A state was tapped: what goes with it?"""
    work = await _need(turn, tap.task, tap.unit)
    try:
        state = TaskState(tap.state)
    except ValueError as error:
        raise NotAllowed(f"state {tap.state}") from error
    subject = f"task:{work.task_id}:{tap.unit}"
    before = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    kept: dict[str, Any] = {"note": "", "files": []} if before is None else before.state
    facts = kept | {"task": work.task_id, "unit": tap.unit, "state": state.value, "was": await _last(turn, work)}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=facts, now=turn.now)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    assert session is not None  # noqa: S101 - just begun
    await _show(turn, session)


async def _need(turn: Turn, task_id: int, unit_id: int) -> Work:
    """The task, for whose leading unit this person speaks.

    Raises:
        NotAllowed: they do not.
    """
    work = await access.need_task(turn, task_id)
    if unit_id not in (*access.leading(turn, work), *access.spoken_for(turn, work)):
        raise NotAllowed(f"task {task_id} for unit {unit_id}")
    return work


async def _latest(turn: Turn, work: Work) -> Said | None:
    return next(iter(await task_work.history(turn.tx, work.task_id)), None)


async def _last(turn: Turn, work: Work) -> int:
    latest = await _latest(turn, work)
    return 0 if latest is None else latest.id


async def _show(turn: Turn, session: OpenSession, problem: str = "", limit: int = 0) -> None:
    state = session.state
    work = await _still(turn, session)
    stands = TaskState(state["state"])
    part = work.part_of(int(state["unit"]))
    needs_note = stands is TaskState.STUCK and not state["note"]
    others = await _latest(turn, work) if problem == "meanwhile" else None
    message = TaskTell(
        code=work.code,
        title=work.title,
        unit="" if part is None else part.unit_name,
        state=views.state_words(stands, turn.locale),
        note=state["note"],
        files=tuple(name for _, _, name in state["files"]),
        needs_note=needs_note,
        problem=problem,
        limit=limit,
        on_behalf=bool(access.spoken_for(turn, work)),
        others=None if others is None else await line_of(turn, work, others),
    )
    confirm = Button(Label("task.confirm"), data=ConfirmState(session.id, work.task_id).pack(), style="primary")
    drop = Button(Label("task.drop"), data=DropState(session.id, work.task_id).pack())
    await turn.card(card.HANDLE, message, ((drop,) if needs_note else (confirm, drop),))


async def line_of(turn: Turn, work: Work, said: Said) -> HistoryLine:
    """What was once said, as a message says it."""
    zone = (await turn.charter(work.task_force_id)).body.timezone
    words = views.state_words(said.state, turn.locale)
    return HistoryLine(
        local(said.at, zone), said.unit_name, words, said.by, said.note, said.files, said.moved_from, said.on_behalf
    )


async def _still(turn: Turn, session: OpenSession) -> Work:
    """The task of the conversation; it is over when the person may speak for it no more."""
    try:
        return await _need(turn, int(session.state["task"]), int(session.state["unit"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def typed(turn: Turn, session: OpenSession) -> None:
    """The note."""
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if await cut.belongs(turn, text):
        await _show(turn, session, "cut")
    elif not text:
        await _show(turn, session, "empty")
    elif len(text) > NOTE_LIMIT:
        await _show(turn, session, "too-long", NOTE_LIMIT)
    else:
        session.state["note"] = text
        await sessions.save(turn.tx, session.id, session.state, turn.now)
        await _show(turn, session)


async def file_sent(turn: Turn, session: OpenSession) -> None:
    """A file as proof, kept by its id at Telegram."""
    file = turn.incoming.file if turn.incoming else None
    if file is None:
        await _show(turn, session, "empty")
    elif len(session.state["files"]) >= MOST_FILES:
        await _show(turn, session, "too-many", MOST_FILES)
    else:
        session.state["files"].append([file.file_id, file.kind, file.name[:_NAME_LIMIT]])
        await sessions.save(turn.tx, session.id, session.state, turn.now)
        await _show(turn, session)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The same card again."""
    await _show(turn, session)


CONVERSATION = Conversation(typed, resumed, file_sent)


async def _session(turn: Turn, tap: ConfirmState | DropState) -> OpenSession | None:
    """The conversation of this chat; None (and told) when it is over."""
    session = await sessions.get(turn.tx, tap.session)
    ours = session is not None and (session.chat_id, session.kind) == (turn.chat_id, KIND)
    if session is None or not ours or session.state["task"] != tap.task:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return None
    return session


async def drop(turn: Turn, tap: DropState) -> None:
    """Nothing is written down; the task again."""
    session = await _session(turn, tap)
    if session is None:
        return
    work, unit = await _still(turn, session), int(session.state["unit"])
    await card.show(turn, work, SeeTask(work.task_id, unit, "o", 0))
    await finish(turn, session)


async def confirm(turn: Turn, tap: ConfirmState) -> None:
    """Write it down, fill the reports that are being made, and tell whoever works on it too."""
    session = await _session(turn, tap)
    if session is None:
        return
    work, state = await _still(turn, session), TaskState(session.state["state"])
    if state is TaskState.STUCK and not session.state["note"]:
        await _show(turn, session)
        return
    last = await _last(turn, work)
    if last != session.state["was"]:
        session.state["was"] = last
        await sessions.save(turn.tx, session.id, session.state, turn.now)
        await _show(turn, session, "meanwhile")
        return
    unit = int(session.state["unit"])
    await _write(turn, work, unit, state, session.state)
    await turn.toast(Label("task.told"))
    fresh = await access.need_task(turn, work.task_id)
    await card.show(turn, fresh, SeeTask(work.task_id, unit, "o", 0))
    await finish(turn, session)


async def _write(turn: Turn, work: Work, unit: int, state: TaskState, facts: dict[str, Any]) -> None:
    assert turn.person is not None  # noqa: S101 - whoever speaks for a unit is known
    by, note = turn.person.id, str(facts["note"])
    phoned = unit in access.spoken_for(turn, work)
    files = [SentProof(file_id, kind, name) for file_id, kind, name in facts["files"]]
    said = await task_work.say(
        turn.tx, task_id=work.task_id, unit_id=unit, state=state, note=note, files=files, by=by, now=turn.now,
        on_behalf=phoned,
    )  # fmt: skip
    await task_work.into_open_reports(
        turn.tx, task_id=work.task_id, unit_id=unit, code=work.code, what=TaskReport(state, note), by=by, now=turn.now,
        on_behalf=phoned,
    )  # fmt: skip
    await audit.note(
        turn.tx, now=turn.now, action="task.told", task_force_id=work.task_force_id, person_id=by,
        subject=f"task:{work.task_id}", detail=f"{state.value} by phone" if phoned else state.value,
    )  # fmt: skip
    if phoned:
        await _tell_unit(turn, work, unit, state, note, said)
    if state in (TaskState.DONE, TaskState.STUCK):
        await _tell_others(turn, work, unit, state, note, said)


async def _tell_unit(turn: Turn, work: Work, unit: int, state: TaskState, note: str, said: int) -> None:
    """The unit sees what was written down for it, and can say otherwise."""
    assert turn.person is not None  # noqa: S101 - see above
    part_name = next(part.unit_name for part in work.parts if part.unit_id == unit)
    for person in await people.of_unit(turn.tx, unit):
        message = TaskEntered(
            work.code, work.title, part_name, views.state_words(state, person.locale), note, turn.person.full_name
        )
        see = Button(Label("task.open"), data=SeeTask(work.task_id, unit, "o", 0).pack())
        await turn.notify(person, message, ((see,),), dedupe_key=f"task-entered:{said}")


async def _tell_others(turn: Turn, work: Work, unit: int, state: TaskState, note: str, said: int) -> None:
    """The units that co-ordinate or lead it too, and who gave it; each person once."""
    assert turn.person is not None  # noqa: S101 - see above
    told: dict[int, tuple[Person, int]] = {}
    for part in work.parts:
        for person in await people.of_unit(turn.tx, part.unit_id) if part.unit_id != unit else ():
            told.setdefault(person.id, (person, part.unit_id))
    origin = await task_work.origin(turn.tx, work.task_id)
    giver = None if origin.assigned_by is None else await people.by_id(turn.tx, origin.assigned_by)
    if giver is not None and giver.roles_in(work.task_force_id):
        told.setdefault(giver.id, (giver, 0))
    told.pop(turn.person.id, None)
    part_name = next(part.unit_name for part in work.parts if part.unit_id == unit)
    for person, seen_from in told.values():
        message = TaskNews(
            code=work.code,
            title=work.title,
            unit=part_name,
            state=views.state_words(state, person.locale),
            stuck=state is TaskState.STUCK,
            note=note,
            by=turn.person.full_name,
        )
        see = Button(Label("task.open"), data=SeeTask(work.task_id, seen_from, "o", 0).pack())
        await turn.notify(person, message, ((see,),), dedupe_key=f"task-news:{said}")
