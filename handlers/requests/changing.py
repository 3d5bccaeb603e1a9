"""A request that went out is changed: another deadline, one more unit, or nobody is asked any more."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Literal

from handlers import boards as board_cards
from handlers import periods as open_periods
from handlers.conversations import Conversation, finish
from handlers.periods import OpenPeriod
from handlers.reports import cut
from handlers.requests import listing, sending, telling
from handlers.requests.draft import moment_rows, tick_rows
from handlers.requests.following import ALL_IN
from handlers.requests.taps import ChangeAct, ChangeRequest, SeeRequest
from handlers.turn import NotAllowed, Turn
from messages.contexts.requests import (
    RequestChange,
    RequestDrop,
    RequestFault,
)
from messages.model import Button, Keyboard, Label
from storage import audit, periods, reports, requests, sessions, summaries, units
from storage.sessions import OpenSession
from storage.units import Unit
from taskforce.forms import clean
from taskforce.request_deadlines import FARTHEST, SOONEST, read_due, suggested
from taskforce.vietnamese import search

KIND = "request-change"


async def change(turn: Turn, tap: ChangeRequest) -> None:
    """Ask for the new deadline or the units, or whether it is to be withdrawn; then do it."""
    standing = await listing.need(turn, tap.period)
    if await _is_over(turn, standing):
        await turn.toast(Label("requests.over"), alert=True)
        await listing.show_one(turn, standing)
    elif tap.what == "drop":
        await _ask_drop(turn, standing)
    elif tap.what == "drop!":
        await _withdraw(turn, standing)
    elif tap.what in ("due", "unit"):
        await _begin(turn, standing, tap.what)


async def _is_over(turn: Turn, standing: OpenPeriod) -> bool:
    """Whether there is nothing to change any more: it is closed, or its summary is out."""
    posted = (await summaries.state(turn.tx, standing.period.id)).posted_at is not None
    return posted or standing.period.closed_at is not None


# Nobody is asked any more


async def _ask_drop(turn: Turn, standing: OpenPeriod) -> None:
    period = standing.period
    states = await board_cards.unit_states(turn, standing)
    asked = await _asked(turn, standing)
    message = RequestDrop(
        title=period.title,
        period=period.period,
        sent=sum(state.sent for state in states),
        total=len(states),
        people=len(asked),
    )
    yes = Button(Label("requests.drop_now"), data=ChangeRequest(period.id, "drop!").pack(), style="danger")
    no = Button(Label("requests.keep"), data=SeeRequest(period.id).pack())
    await turn.card(listing.handle_of(period.id), message, ((yes,), (no,)))


async def _asked(turn: Turn, standing: OpenPeriod) -> list[requests.Asked]:
    period = standing.period
    everybody = await requests.everybody_asked(
        turn.tx, period.task_force_id, period.id, standing.asked_roles, standing.asked_groups
    )
    return [asked for asked in everybody if asked.person.telegram_id is not None]


async def _withdraw(turn: Turn, standing: OpenPeriod) -> None:
    """Everybody who was asked is told, those too who have answered; the answers are kept."""
    person, period = turn.person, standing.period
    assert person is not None  # noqa: S101 - the caller has asked
    if not await requests.withdraw(turn.tx, period.id, person.id, turn.now):
        return
    await telling.announce(turn, standing, "withdrawn")
    await _note(turn, standing, "request.withdrawn")
    for session in await sessions.about(turn.tx, KIND, _subject(period.id)):
        await sessions.end(turn.tx, session.id)
    fresh = await listing.need(turn, period.id)
    await listing.show_one(turn, fresh)
    await board_cards.refresh(turn, period.id)


async def _note(turn: Turn, standing: OpenPeriod, action: str, detail: str = "") -> None:
    await audit.note(
        turn.tx,
        now=turn.now,
        action=action,
        task_force_id=standing.period.task_force_id,
        person_id=turn.person.id if turn.person else None,
        subject=f"period:{standing.period.id}",
        detail=detail,
    )


# Another deadline, one more unit


def _subject(period_id: int) -> str:
    return f"request:{period_id}"


async def _begin(turn: Turn, standing: OpenPeriod, what: str) -> None:
    subject = _subject(standing.period.id)
    old = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    if old is not None:
        await sessions.end(turn.tx, old.id)
    state = {"period": standing.period.id, "what": what, "turn": 0, "page": 0, "query": "", "units": []}
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=subject, state=state, now=turn.now)
    session = await sessions.find(turn.tx, turn.chat_id, KIND, subject)
    assert session is not None  # noqa: S101 - just begun
    await _show(turn, standing, session)


async def _free(turn: Turn, standing: OpenPeriod) -> list[Unit]:
    """The living units that are not asked yet."""
    asked = set((await reports.units_by_id(turn.tx, standing.period.id)).values())
    return [unit for unit in await units.of_task_force(turn.tx, standing.period.task_force_id) if unit.id not in asked]


async def _show(
    turn: Turn,
    standing: OpenPeriod,
    session: OpenSession,
    fault: RequestFault | None = None,
    moments: Sequence[datetime] = (),
) -> None:
    state = session.state
    state["turn"] += 1
    await sessions.save(turn.tx, session.id, state, turn.now)
    what: Literal["due", "unit"] = "due" if state["what"] == "due" else "unit"
    message = RequestChange(
        what=what,
        title=standing.period.title,
        due=standing.local(standing.period.due_at),
        chosen=len(state["units"]),
        query=state["query"],
        fault=fault,
    )

    def pack(kind: str) -> Any:
        return lambda arg: ChangeAct(session.id, state["turn"], kind, arg).pack()

    if what == "due":
        offered = moments or suggested(standing.local(turn.now), standing.calendar)
        rows = moment_rows(offered, turn.locale, pack("d"))
    else:
        rows = _unit_rows(state, await _free(turn, standing), pack)
    leave = (Button(Label("requests.leave"), data=pack("no")(0)),)
    await turn.card(listing.handle_of(standing.period.id), message, (*rows, leave))


def _unit_rows(state: dict[str, Any], free: list[Unit], pack: Any) -> Keyboard:
    query = state["query"]
    found = search(query, free, lambda unit: unit.names) if query else free
    count = len(state["units"])
    done = (Button(Label("requests.add_units", {"count": count}), data=pack("ok")(0), style="primary"),)
    return (
        *tick_rows(found, set(state["units"]), int(state["page"]), pack("u"), pack("p")),
        (Button(Label("requests.all_found"), data=pack("c")(0)),) if query else (),
        done if count else (),
    )


async def typed(turn: Turn, session: OpenSession) -> None:
    """A deadline, or letters of a unit's name."""
    standing = await _still(turn, session)
    if await _is_over(turn, standing):
        await finish(turn, session)
        await listing.show_one(turn, standing)
        return
    text = clean((turn.incoming.text if turn.incoming else None) or "")[:200]
    if await cut.belongs(turn, text):
        await _show(turn, standing, session, RequestFault("cut"))
    elif session.state["what"] == "unit":
        found = bool(search(text, await _free(turn, standing), lambda unit: unit.names))
        session.state.update(query=text[:100] if found else "", page=0)
        await _show(turn, standing, session, None if found else RequestFault("not-found", typed=text[:60]))
    else:
        read = read_due(text, standing.local(turn.now), standing.calendar)
        if len(read.moments) == 1:
            await _set_due(turn, standing, session, read.moments[0])
        else:
            fault = RequestFault("which" if read.moments else read.fault, typed=text[:60], day=read.day)
            await _show(turn, standing, session, fault, read.moments)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live question again; how the request stands where nothing can be changed any more."""
    standing = await _still(turn, session)
    if await _is_over(turn, standing):
        await finish(turn, session)
        await listing.show_one(turn, standing)
    else:
        await _show(turn, standing, session)


async def _still(turn: Turn, session: OpenSession) -> OpenPeriod:
    """The request of the conversation, which is over when the person may not lead it any more."""
    try:
        return await listing.need(turn, int(session.state["period"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise


CONVERSATION = Conversation(typed, resumed)


async def act(turn: Turn, tap: ChangeAct) -> None:
    """A button of the live card."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("requests.changed_before"), alert=True)
        return
    standing = await listing.need(turn, int(session.state["period"]))
    if tap.what == "no" or await _is_over(turn, standing):
        await finish(turn, session)
        await listing.show_one(turn, standing)
        return
    await sessions.bring_to_front(turn.tx, session)
    state = session.state
    if tap.turn != state["turn"]:
        await turn.toast(Label("basics.stale_button"))
    elif tap.what == "d" and state["what"] == "due":
        moment = standing.local(datetime.fromtimestamp(min(max(tap.arg, 0), 2**31) * 60, UTC))
        if SOONEST <= moment - turn.now <= FARTHEST:
            whole = (moment.hour, moment.minute) == (23, 59)
            await _set_due(turn, standing, session, moment.replace(second=59 if whole else 0))
            return
        await _show(turn, standing, session, RequestFault("past"))
        return
    elif state["what"] == "unit":
        free = {unit.id for unit in await _free(turn, standing)}
        state["units"] = [unit for unit in state["units"] if unit in free]
        if tap.what == "ok" and state["units"]:
            await _add_units(turn, standing, session)
            return
        _pick(state, tap, free)
    await _show(turn, standing, session)


def _pick(state: dict[str, Any], tap: ChangeAct, free: set[int]) -> None:
    chosen = state["units"]
    if tap.what == "u" and tap.arg in free:
        state["units"] = [unit for unit in chosen if unit != tap.arg] if tap.arg in chosen else [*chosen, tap.arg]
    elif tap.what == "p":
        state["page"] = tap.arg
    elif tap.what == "c":
        state.update(query="", page=0)


async def _set_due(turn: Turn, standing: OpenPeriod, session: OpenSession, due: datetime) -> None:
    """The new deadline holds from now on, with reminders of its own; who still owes is told."""
    before, period = standing.local(standing.period.due_at), standing.period
    await requests.set_due(turn.tx, period.id, due, turn.now)
    fresh = await open_periods.by_id(turn, period.id)
    assert fresh is not None  # noqa: S101 - it was there
    await open_periods.replan(turn, fresh)
    await periods.unmark_stage(turn.tx, period.id, "board-over")
    standing = await listing.need(turn, period.id)
    await _note(turn, standing, "request.due", f"{before.isoformat()} -> {due.isoformat()}")
    await telling.announce(turn, standing, "due", before=before)
    told = await sending.people_owing(turn, standing)
    await finish(turn, session)
    await listing.show_one(turn, standing, "due", told)
    await board_cards.refresh(turn, period.id)


async def _add_units(turn: Turn, standing: OpenPeriod, session: OpenSession) -> None:
    """These units are asked too, as if from the beginning."""
    period, chosen = standing.period, list(session.state["units"])
    await reports.create_for_units(turn.tx, period.id, chosen)
    await requests.set_complete(turn.tx, period.id, None)
    await periods.unmark_stage(turn.tx, period.id, ALL_IN)  # whoever asked waits for these too
    fresh = await listing.need(turn, period.id)
    await open_periods.replan(turn, fresh)
    await telling.announce(turn, fresh, "opened", units=chosen)
    told = sum((await sending.reach(turn, fresh, chosen)).values())
    await _note(turn, fresh, "request.units", ",".join(str(unit) for unit in chosen))
    await finish(turn, session)
    await listing.show_one(turn, await listing.need(turn, period.id), "unit", told)
    await board_cards.refresh(turn, period.id)
