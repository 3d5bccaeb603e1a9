"""A value told directly: its period, its number as it is typed, an echo, one tap; undone by another entry."""

from decimal import Decimal

from handlers.conversations import Conversation, finish
from handlers.targets import card, standings
from handlers.targets.listing import HANDLE
from handlers.targets.taps import (
    ChangeTold,
    ConfirmTold,
    DropTold,
    TellPeriod,
    TellTarget,
)
from handlers.targets.undoing import after, note
from handlers.turn import NotAllowed, Turn
from messages import formats
from messages.contexts.targets import (
    TargetAskPeriod,
    TargetAskValue,
    TargetEcho,
    TargetTold,
)
from messages.model import Button, Label
from storage import sessions, targets
from storage.sessions import OpenSession
from storage.targets import Target
from taskforce.forms import clean
from taskforce.roles import Action
from taskforce.target_counting import Counting, has_begun, offered, read_told_period
from taskforce.vietnamese import NumberError, parse_number

KIND = "target-value"


async def begin(turn: Turn, tap: TellTarget) -> None:
    """A value is told: of which period?"""
    target = await standings.need(turn, tap.target, Action.TELL_TARGETS)
    await _ask_period(turn, await _begin(turn, target, ""), target)


async def period(turn: Turn, tap: TellPeriod) -> None:
    """The period was tapped: the value is awaited."""
    target = await standings.need(turn, tap.target, Action.TELL_TARGETS)
    if not has_begun(tap.period, await standings.today(turn, target.task_force_id)):
        raise NotAllowed(f"period {tap.period}")
    await _ask_value(turn, await _begin(turn, target, tap.period), target, tap.period)


async def _begin(turn: Turn, target: Target, of: str) -> int:
    return await sessions.begin(
        turn.tx,
        chat_id=turn.chat_id,
        kind=KIND,
        subject=f"target:{target.id}",
        state={"target": target.id, "period": of, "value": ""},
        now=turn.now,
    )


async def _ask_period(turn: Turn, session: int, target: Target, problem: str = "", typed_text: str = "") -> None:
    day = await standings.today(turn, target.task_force_id)
    keys = [
        Button(formats.period(label, turn.locale), data=TellPeriod(target.id, label).pack())
        for label in offered(target.period, day)
    ]
    rows = tuple(tuple(keys[at : at + 2]) for at in range(0, len(keys), 2))
    message = TargetAskPeriod(standings.goal_of(target), problem, typed_text[:100])
    await turn.card(HANDLE, message, (*rows, (_leave(session),)))


async def _ask_value(
    turn: Turn, session: int, target: Target, of: str, problem: str = "", typed_text: str = ""
) -> None:
    before, from_reports = await _there(turn, target, of)
    message = TargetAskValue(
        target=standings.goal_of(target),
        period=of,
        cumulated=target.counting is Counting.CUMULATED,
        before=before,
        from_reports=from_reports,
        problem=problem,
        typed=typed_text[:100],
    )
    other = Button(Label("targets.other_period"), data=TellTarget(target.id).pack())
    await turn.card(HANDLE, message, ((other, _leave(session)),))


async def _there(turn: Turn, target: Target, of: str) -> tuple[Decimal | None, Decimal | None]:
    """What was told of the period, and what the reports come to."""
    there = (await standings.of_target(turn, target)).known_of(of)
    if there is None:
        return None, None
    told, figure = there.told, there.figure
    return None if told is None else told.value, None if figure is None else figure.value


def _leave(session: int) -> Button:
    """Back to the target; what is typed from now on is no value of it."""
    return Button(Label("targets.back"), data=DropTold(session).pack())


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """The period, or the number."""
    target = await _still(turn, session)
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    if not session.state["period"]:
        await _period_typed(turn, session, target, text)
        return
    try:
        value = parse_number(text, target.unit)
    except NumberError as error:
        await _keep(turn, session, value="")
        await _ask_value(turn, session.id, target, session.state["period"], error.reason, text)
        return
    await _keep(turn, session, value=f"{value:f}")
    await _echo(turn, session, target, value)


async def _period_typed(turn: Turn, session: OpenSession, target: Target, text: str) -> None:
    label = read_told_period(text)
    if label is None:
        await _ask_period(turn, session.id, target, "unclear", text)
    elif not has_begun(label, await standings.today(turn, target.task_force_id)):
        await _ask_period(turn, session.id, target, "not-begun", text)
    else:
        await _keep(turn, session, period=label)
        await _ask_value(turn, session.id, target, label)


async def _keep(turn: Turn, session: OpenSession, **changed: str) -> None:
    session.state.update(changed)
    await sessions.save(turn.tx, session.id, session.state, turn.now)


async def _still(turn: Turn, session: OpenSession) -> Target:
    """The target of the conversation; it is over when the person may tell of it no more."""
    try:
        return await standings.need(turn, int(session.state["target"]), Action.TELL_TARGETS)
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


async def _echo(turn: Turn, session: OpenSession, target: Target, value: Decimal) -> None:
    before, from_reports = await _there(turn, target, session.state["period"])
    message = TargetEcho(
        target=standings.goal_of(target),
        period=session.state["period"],
        value=value,
        cumulated=target.counting is Counting.CUMULATED,
        before=before,
        from_reports=from_reports,
    )
    rows = (
        (Button(Label("targets.confirm"), data=ConfirmTold(session.id).pack(), style="primary"),),
        (
            Button(Label("targets.other_value"), data=ChangeTold(session.id).pack()),
            Button(Label("targets.drop"), data=DropTold(session.id).pack()),
        ),
    )
    await turn.card(HANDLE, message, rows)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live question again."""
    target, state = await _still(turn, session), session.state
    if not state["period"]:
        await _ask_period(turn, session.id, target)
    elif not state["value"]:
        await _ask_value(turn, session.id, target, state["period"])
    else:
        await _echo(turn, session, target, Decimal(state["value"]))


CONVERSATION = Conversation(typed, resumed)


# What is tapped under the echo


async def _live(turn: Turn, session_id: int) -> OpenSession | None:
    """The conversation of this chat; None, kindly said, when it is over."""
    session = await sessions.get(turn.tx, session_id)
    if session is not None and session.chat_id == turn.chat_id and session.kind == KIND:
        return session
    await turn.toast(Label("basics.stale_button"), alert=True)
    return None


async def change(turn: Turn, tap: ChangeTold) -> None:
    """The number is typed again."""
    session = await _live(turn, tap.session)
    if session is None:
        return
    await _keep(turn, session, value="")
    await sessions.bring_to_front(turn.tx, session)
    await resumed(turn, session)


async def drop(turn: Turn, tap: DropTold) -> None:
    """Nothing is written down."""
    session = await _live(turn, tap.session)
    if session is not None:
        target = await _still(turn, session)
        await card.show(turn, target)
        await finish(turn, session)


async def confirm(turn: Turn, tap: ConfirmTold) -> None:
    """The value is written down."""
    session = await _live(turn, tap.session)
    if session is None:
        return
    target = await _still(turn, session)
    of, value = session.state["period"], session.state["value"]
    if not of or not value:
        await resumed(turn, session)
        return
    person = turn.need(Action.TELL_TARGETS, target.task_force_id)
    before, from_reports = await _there(turn, target, of)
    fresh = await targets.record(turn.tx, target.id, of, Decimal(value), by=person.id, now=turn.now)
    if fresh:
        await note(turn, target, "target.told", f"{of}: {value}")
    await turn.toast(Label("targets.written" if fresh else "targets.same_again"))
    now = await targets.told(turn.tx, target.id, of)
    message = TargetTold(
        line=standings.line_of(await standings.of_target(turn, target)),
        period=of,
        value=Decimal(value),
        before=before if fresh else None,
        from_reports=from_reports,
    )
    await turn.card(HANDLE, message, after(target, now if fresh else None))
    await finish(turn, session)
