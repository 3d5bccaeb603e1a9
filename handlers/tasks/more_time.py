"""A leading unit asks for more time: until when, and why; whoever gave the task is asked at once."""

from collections.abc import Sequence
from datetime import date, timedelta

from handlers.conversations import Conversation, finish
from handlers.meetings.conclude.conclusion_taking import read_days
from handlers.reports import cut
from handlers.tasks import access, card, listing, more_time_decided
from handlers.tasks.taps import AskMoreTime, MoreTimeUntil, SeeTask
from handlers.turn import NotAllowed, Turn
from messages.contexts.conclusions import Fault
from messages.contexts.tasks import TaskMoreAsk
from messages.model import Button, Label
from storage import sessions, task_extensions
from storage.sessions import OpenSession
from storage.task_work import Work
from taskforce.forms import clean

KIND = "more-time"
REASON_LIMIT = 600
_OFFERED = (7, 15, 30)
"""Days of grace on the buttons."""


async def begin(turn: Turn, tap: AskMoreTime) -> None:
    """Until when?"""
    work = await _need(turn, tap.task, tap.unit)
    if await _waiting(turn, work):
        return
    subject = f"more:{work.task_id}:{tap.unit}"
    state = {"task": work.task_id, "unit": tap.unit, "until": ""}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    assert session is not None  # noqa: S101 - just begun
    await _show(turn, session, work)


async def _need(turn: Turn, task_id: int, unit_id: int) -> Work:
    work = await access.need_task(turn, task_id)
    if unit_id not in access.leading(turn, work) or work.due_to is None:
        raise NotAllowed(f"more time for task {task_id}")
    return work


async def _still(turn: Turn, session: OpenSession) -> Work:
    try:
        return await _need(turn, int(session.state["task"]), int(session.state["unit"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def _waiting(turn: Turn, work: Work) -> bool:
    """Whether a wish waits already; that is told."""
    if any(one.granted is None for one in await task_extensions.of_task(turn.tx, work.task_id)):
        if turn.incoming is not None and turn.incoming.tap is not None:
            await turn.toast(Label("task.more_waiting"), alert=True)
        return True
    return False


async def _show(
    turn: Turn,
    session: OpenSession,
    work: Work,
    *,
    problem: str = "",
    fault: Fault | None = None,
    days: Sequence[date] = (),
) -> None:
    until = date.fromisoformat(session.state["until"]) if session.state["until"] else None
    message = TaskMoreAsk(work.code, work.title, work.due_to, until, problem, REASON_LIMIT, fault)
    if until is None and not days:
        start = max(await listing.today(turn, work.task_force_id), work.due_to or date.min)
        days = [start + timedelta(days=more) for more in _OFFERED]
    keys = tuple(
        Button(f"{day.day}/{day.month}", data=MoreTimeUntil(session.id, work.task_id, day.toordinal()).pack())
        for day in days[:6]
    )
    back = Button(Label("task.open"), data=SeeTask(work.task_id, int(session.state["unit"]), "o", 0).pack())
    await turn.card(card.HANDLE, message, (*((keys,) if keys else ()), (back,)))


async def until(turn: Turn, tap: MoreTimeUntil) -> None:
    """Until that day."""
    session = await sessions.get(turn.tx, tap.session)
    ours = session is not None and (session.chat_id, session.kind) == (turn.chat_id, KIND)
    if session is None or not ours or session.state["task"] != tap.task or not 1 <= tap.day <= date.max.toordinal():
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    await sessions.bring_to_front(turn.tx, session)
    await _until(turn, session, await _still(turn, session), date.fromordinal(tap.day))


async def _until(turn: Turn, session: OpenSession, work: Work, day: date) -> None:
    if work.due_to is not None and day <= work.due_to:
        await _show(turn, session, work, problem="before")
        return
    session.state["until"] = day.isoformat()
    await sessions.save(turn.tx, session.id, session.state, turn.now)
    await _show(turn, session, work)


async def typed(turn: Turn, session: OpenSession) -> None:
    """The day, then the reason."""
    work = await _still(turn, session)
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if await cut.belongs(turn, text):
        await _show(turn, session, work, problem="too-long")
    elif not text:
        await _show(turn, session, work, problem="empty")
    elif not session.state["until"]:
        days, fault = read_days(text, turn, (await turn.charter(work.task_force_id)).body.timezone)
        if len(days) == 1 and fault is None:
            await _until(turn, session, work, days[0])
        else:
            await _show(turn, session, work, fault=fault, days=days)
    elif len(text) > REASON_LIMIT:
        await _show(turn, session, work, problem="too-long")
    else:
        await _ask(turn, session, work, text)


async def _ask(turn: Turn, session: OpenSession, work: Work, reason: str) -> None:
    assert turn.person is not None  # noqa: S101 - whoever speaks for a unit is known
    unit = int(session.state["unit"])
    if not await _waiting(turn, work):
        wish = await task_extensions.ask(
            turn.tx, task_id=work.task_id, unit_id=unit, due_before=work.due_to,
            due_asked=date.fromisoformat(session.state["until"]), reason=reason, by=turn.person.id, now=turn.now,
        )  # fmt: skip
        await more_time_decided.ask_deciders(turn, work, wish)
    await card.show(turn, work, SeeTask(work.task_id, unit, "o", 0))
    await finish(turn, session)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live question again."""
    await _show(turn, session, await _still(turn, session))


CONVERSATION = Conversation(typed, resumed)
