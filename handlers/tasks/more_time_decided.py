"""Whoever gave a task grants more time with one tap, or refuses and says why; the units are told."""

from collections.abc import Sequence

from handlers.conversations import Conversation, finish
from handlers.tasks.taps import DecideMoreTime, SeeTask
from handlers.turn import NotAllowed, Turn
from messages.contexts.tasks import TaskMoreAsked, TaskMoreDecided, TaskMoreRefusal
from messages.model import Button, Keyboard, Label
from storage import audit, meetings, memberships, outbox, people, sessions, task_extensions, task_work
from storage.people import Person
from storage.sessions import OpenSession
from storage.task_extensions import Extension
from storage.task_work import Work
from taskforce.forms import clean
from taskforce.roles import Action, Role, may

KIND = "refuse-time"
REASON_LIMIT = 600


async def deciders(turn: Turn, work: Work) -> list[Person]:
    """Who decides: the giver of a direct task, chair and secretary for a meeting's, the secretary for the plan's.

    Where none of them is there any more, the secretary, or else the leader.
    """
    body = work.task_force_id
    origin = await task_work.origin(turn.tx, work.task_id)
    if origin.source == "direct" and origin.assigned_by is not None:
        giver = await people.by_id(turn.tx, origin.assigned_by)
        if giver is not None and may(giver.roles_in(body), Action.ASSIGN_TASK):
            return [giver]
    found = await people.with_roles(turn.tx, body, [Role.SECRETARY])
    if origin.source == "meeting" and origin.meeting_id is not None:
        meeting = await meetings.find(turn.tx, origin.meeting_id)
        place = next(
            (m for m in await memberships.living(turn.tx, body) if meeting is not None and m.id == meeting.chair_id),
            None,
        )
        chair = None if place is None or place.person_id is None else await people.by_id(turn.tx, place.person_id)
        if chair is not None and all(one.id != chair.id for one in found):
            found = [chair, *found]
    return found or await people.with_roles(turn.tx, body, [Role.LEADER])


def _handle(one: Extension) -> str:
    return f"more-time:{one.id}"


async def ask_deciders(turn: Turn, work: Work, wish: int) -> None:
    """Put the wish before whoever decides."""
    one = await task_extensions.get(turn.tx, wish)
    assert one is not None  # noqa: S101 - just written
    for person in await deciders(turn, work):
        message = await _asked(turn, work, one, "")
        await turn.notify(person, message, _keyboard(one), dedupe_key=f"more-time:{one.id}", handle=_handle(one))


def _keyboard(one: Extension) -> Keyboard:
    return (
        (
            Button(Label("task.grant"), data=DecideMoreTime(one.id, 1).pack(), style="success"),
            Button(Label("task.refuse"), data=DecideMoreTime(one.id, 0).pack()),
        ),
        (Button(Label("task.open"), data=SeeTask(one.task_id, 0, "o", 0).pack()),),
    )


async def overtaken(turn: Turn, wishes: Sequence[Extension]) -> None:
    """The units that asked are no more: the deciders' cards show who asks now, or that nobody does."""
    for wish in wishes:
        one, work = await task_extensions.get(turn.tx, wish.id), await task_work.get(turn.tx, wish.task_id)
        if one is None or work is None or (one.unit_id, one.granted) == (wish.unit_id, wish.granted):
            continue
        for person in await deciders(turn, work):
            if person.telegram_id is None or not await outbox.will_stand(turn.tx, person.telegram_id, _handle(one)):
                continue
            card = await _asked(turn, work, one, "")
            keyboard = _keyboard(one) if one.granted is None else ()
            await turn.show(person.telegram_id, _handle(one), card, keyboard, locale=person.locale)


async def _asked(turn: Turn, work: Work, one: Extension, by: str) -> TaskMoreAsked:
    part, asker = work.part_of(one.unit_id), await people.by_id(turn.tx, one.asked_by)
    return TaskMoreAsked(
        code=work.code,
        title=work.title,
        unit="" if part is None else part.unit_name,
        asked_by="" if asker is None else asker.full_name,
        due=one.due_before,
        until=one.due_asked,
        reason=one.reason,
        decision="" if one.granted is None else "granted" if one.granted else "refused",
        why=one.why,
        by=by,
    )


async def _need(turn: Turn, extension_id: int) -> tuple[Work, Extension]:
    """The wish, about which this person decides.

    Raises:
        NotAllowed: there is none, its task is gone, or somebody else decides.
    """
    one = await task_extensions.get(turn.tx, extension_id)
    work = None if one is None else await task_work.get(turn.tx, one.task_id)
    if one is None or work is None or turn.person is None:
        raise NotAllowed(f"extension {extension_id}")
    if all(person.id != turn.person.id for person in await deciders(turn, work)):
        raise NotAllowed(f"extension {extension_id}")
    return work, one


async def decide(turn: Turn, tap: DecideMoreTime) -> None:
    """Granted at once; a refusal asks why first."""
    work, one = await _need(turn, tap.extension)
    if one.granted is not None:
        await turn.toast(Label("task.more_decided"), alert=True)
    elif tap.grant == 1:
        await _decided(turn, work, one, granted=True, why="")
    else:
        subject, state = f"extension:{one.id}", {"extension": one.id}
        await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now)
        await _ask_why(turn, work, one)


async def _ask_why(turn: Turn, work: Work, one: Extension, problem: str = "") -> None:
    part = work.part_of(one.unit_id)
    unit = "" if part is None else part.unit_name
    await turn.reply(TaskMoreRefusal(work.code, unit, one.due_asked, problem, REASON_LIMIT))


async def _still(turn: Turn, session: OpenSession) -> tuple[Work, Extension]:
    try:
        return await _need(turn, int(session.state["extension"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def typed(turn: Turn, session: OpenSession) -> None:
    """Why it is refused."""
    work, one = await _still(turn, session)
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if one.granted is not None:
        await turn.reply(await _asked(turn, work, one, ""))
        await finish(turn, session)
    elif not text or len(text) > REASON_LIMIT:
        await _ask_why(turn, work, one, "too-long" if text else "empty")
    else:
        await _decided(turn, work, one, granted=False, why=text)
        await finish(turn, session)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The question again."""
    await _ask_why(turn, *await _still(turn, session))


CONVERSATION = Conversation(typed, resumed)


async def _decided(turn: Turn, work: Work, one: Extension, *, granted: bool, why: str) -> None:
    """Write it down; every decider's card and all units of the task hear of it."""
    assert turn.person is not None  # noqa: S101 - see _need
    if not await task_extensions.decide(turn.tx, one, granted=granted, why=why, by=turn.person.id, now=turn.now):
        return
    await audit.note(
        turn.tx, now=turn.now, action="task.extension", task_force_id=work.task_force_id, person_id=turn.person.id,
        subject=f"task:{work.task_id}", detail="granted" if granted else "refused",
    )  # fmt: skip
    fresh = await task_extensions.get(turn.tx, one.id)
    assert fresh is not None  # noqa: S101 - just written
    for person in await deciders(turn, work):
        if person.telegram_id is not None:
            card = await _asked(turn, work, fresh, turn.person.full_name)
            await turn.show(person.telegram_id, _handle(one), card, locale=person.locale)
    await _tell_units(turn, work, one, granted=granted, why=why)


async def _tell_units(turn: Turn, work: Work, one: Extension, *, granted: bool, why: str) -> None:
    """The unit that asked; of a new last day, all that work on the task."""
    assert turn.person is not None  # noqa: S101 - see _need
    part = work.part_of(one.unit_id)
    for each in work.parts:
        if not granted and each.unit_id != one.unit_id:
            continue
        for person in await people.of_unit(turn.tx, each.unit_id):
            message = TaskMoreDecided(
                code=work.code,
                title=work.title,
                unit="" if part is None else part.unit_name,
                granted=granted,
                due=one.due_before,
                until=one.due_asked,
                why=why,
                by=turn.person.full_name,
            )
            see = Button(Label("task.open"), data=SeeTask(work.task_id, each.unit_id, "o", 0).pack())
            await turn.notify(person, message, ((see,),), dedupe_key=f"more-time-decided:{one.id}")
