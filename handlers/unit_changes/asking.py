"""A change of units is put together step by step, previewed, and done with one tap."""

from handlers.conversations import Conversation, finish
from handlers.turn import NotAllowed, Turn
from handlers.unit_changes import blocking, doing, draft, listing, planning
from handlers.unit_changes.draft import KIND, Draft, key, next_step, rows_of
from handlers.unit_changes.taps import BeginChange, Change
from messages.contexts.unit_changes import UnitChangeAsk, UnitChangeDropped
from messages.model import Label
from storage import sessions, unit_affected
from storage.sessions import OpenSession
from taskforce.forms import clean
from taskforce.roles import Action
from taskforce.unit_changes import ENDING, Kind
from taskforce.vietnamese import NameIndex, nfc, search

NAME_LIMIT = 200
SHORT_LIMIT = 40
_OF_A_UNIT = frozenset({Kind.RENAME, Kind.SHORTEN, Kind.MERGE, Kind.SPLIT, Kind.DISSOLVE})
_TICKS = {"others": ("u", "others"), "people": ("s", "people"), "tasks": ("t", "tasks")}
"""By step: the button that ticks, and the list it ticks in."""


async def begin(turn: Turn, tap: BeginChange) -> None:
    """A button of the list or of a unit's card."""
    turn.need(Action.MANAGE_UNITS, tap.body)
    if tap.what not in draft.STEPS:
        raise NotAllowed(f"change {tap.what}")
    unit, task = 0, None
    if tap.what in _OF_A_UNIT:
        found = await listing.need_unit(turn, tap.ref)
        if found.task_force_id != tap.body:
            raise NotAllowed(f"unit {tap.ref}")
        unit = found.id
        if tap.what in ENDING and await blocking.blocked(turn, [found]):
            return
    elif tap.what == Kind.GIVE:
        left = await unit_affected.led_by_nobody(turn.tx, tap.body)
        task = next((one for one in left if one.task_id == tap.ref), None)
        if task is None:
            await turn.toast(Label("unit_changes.led_by_now"), alert=True)
            return
    made = await draft.begin(turn, tap.body, tap.what, unit, task)
    if tap.what in _OF_A_UNIT and not made.sources:
        await _over(turn, made)
        return
    await _show(turn, made)


async def _over(turn: Turn, made: Draft) -> None:
    """The unit has ended meanwhile: there is nothing to change any more."""
    await turn.toast(Label("unit_changes.gone"), alert=True)
    await listing.show(turn, made.body, 0)
    await finish(turn, made.session)


async def _show(turn: Turn, made: Draft, fault: str = "", typed: str = "", *, stale: bool = False) -> None:
    """The card of the live step; the buttons of every earlier card are stale from now on."""
    state = made.state
    state["turn"] += 1
    drop = key(made, "drop", "x")
    if state["step"] == "review":
        planned = await planning.plan(turn, made)
        state["seen"] = planned.key
        await sessions.save(turn.tx, made.session.id, state, turn.now)
        message = await planning.preview(turn, planned, stale=stale)
        await turn.card(listing.HANDLE, message, ((key(made, f"do_{made.what}", "ok"),), (drop,)))
        return
    await sessions.save(turn.tx, made.session.id, state, turn.now)
    task, step = made.task(), state["step"]
    chosen = state.get(_TICKS[step][1], ()) if step in _TICKS else ()
    ask = UnitChangeAsk(
        what=made.what,
        step=step,
        unit=made.sources[0].name if made.sources else "",
        name=made.new_name,
        task="" if task is None else f"{task.code} {task.title}",
        others=tuple(unit.name for unit in made.sources[1:]),
        chosen=len(chosen),
        query=state["query"] if not fault else "",
        fault=fault,
        typed=typed[:80],
        limit=SHORT_LIMIT if step == "short" else NAME_LIMIT,
    )
    await turn.card(listing.HANDLE, ask, (*rows_of(made), (drop,)))


async def _go_on(turn: Turn, made: Draft) -> None:
    made.state.update(step=next_step(made), query="", page=0)
    await _show(turn, made)


# What is typed


async def typed(turn: Turn, session: OpenSession) -> None:
    """A name, or letters to look for."""
    made = await draft.load(turn, session)
    text = " ".join(clean((turn.incoming.text if turn.incoming else None) or "").split())
    step = made.state["step"]
    if not text:
        await _show(turn, made, "empty")
    elif step == "find":
        found = search(text, list(made.units.values()), lambda unit: unit.names)
        await listing.show(turn, made.body, 0, found[: draft.PAGE], text[:80])
        await finish(turn, session)
    elif step in ("name", "short"):
        await _name(turn, made, nfc(text))
    elif step == "review":
        await _show(turn, made)
    elif rows_found(made, text):
        made.state.update(query=text[:80], page=0)
        await _show(turn, made)
    else:
        await _show(turn, made, "not-found", text)


def rows_found(made: Draft, text: str) -> bool:
    """Whether the letters find anything among what the live step offers."""
    step = made.state["step"]
    if step == "people":
        return bool(search(text, made.own.seats, lambda seat: seat.name))
    if step == "tasks":
        return bool(search(text, list(made.own.tasks.values()), lambda one: (one.code, one.title)))
    free = [unit for unit in made.units.values() if unit not in made.sources[:1]]
    return bool(search(text, free, lambda unit: unit.names))


async def _name(turn: Turn, made: Draft, text: str) -> None:
    short = made.state["step"] == "short"
    fault = _fault(made, text, SHORT_LIMIT if short else NAME_LIMIT)
    if fault:
        await _show(turn, made, fault, text)
        return
    made.state["name"] = text
    await _go_on(turn, made)


def _fault(made: Draft, text: str, limit: int) -> str:
    """Why the unit cannot be called that: too long, as it is called now, or as another living one is."""
    if len(text) > limit:
        return "too-long"
    if made.what in (Kind.RENAME, Kind.SHORTEN) and made.sources:
        now = made.sources[0]
        if text == (now.short_name if made.what == Kind.SHORTEN else now.name):
            return "same"
    staying = [unit for unit in made.units.values() if unit not in made.sources or made.what == Kind.SPLIT]
    taken = NameIndex((unit.id, unit.names) for unit in staying).find(text)
    exactly = made.what == Kind.MERGE and any(unit.name == text for unit in made.sources)
    return "taken" if taken or exactly else ""


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The live step again."""
    await _show(turn, await draft.load(turn, session))


CONVERSATION = Conversation(typed, resumed)


# What is tapped


async def act(turn: Turn, tap: Change) -> None:
    """A button of the live card; older ones only bring the live card back."""
    session = await sessions.get(turn.tx, tap.session)
    if session is None or (session.chat_id, session.kind) != (turn.chat_id, KIND):
        await turn.toast(Label("unit_changes.over"), alert=True)
        return
    made = await draft.load(turn, session)
    await sessions.bring_to_front(turn.tx, session)
    wanted = 1 + len(made.state["others"]) if made.state["unit"] else 0
    if tap.what == "x":
        await turn.card(listing.HANDLE, UnitChangeDropped())
        await finish(turn, session)
    elif len(made.sources) < wanted:
        await _over(turn, made)
    elif tap.turn != made.state["turn"]:
        await turn.toast(Label("basics.stale_button"))
        await _show(turn, made)
    elif tap.what == "ok" and made.state["step"] == "review":
        await _confirm(turn, made)
    else:
        await _walk(turn, made, tap)


async def _confirm(turn: Turn, made: Draft) -> None:
    """Do it, if it is still what was shown."""
    planned = await planning.plan(turn, made)
    aimed = int(made.state["into"])
    if aimed and made.target is None:  # the unit that was to take it up has ended meanwhile
        made.state.update(into=0, step="into", query="", page=0)
        await turn.toast(Label("unit_changes.gone"), alert=True)
        await _show(turn, made)
    elif planned.key != made.state["seen"]:
        await _show(turn, made, stale=True)
    elif planned.new and _fault(made, planned.name, NAME_LIMIT):
        made.state.update(step="name", query="", page=0)
        await _show(turn, made, "taken", planned.name)
    elif planned.kind in ENDING and await blocking.blocked(turn, planned.sources):
        await finish(turn, made.session)
    else:
        await doing.do(turn, made, planned)
        await finish(turn, made.session)


async def _walk(turn: Turn, made: Draft, tap: Change) -> None:
    """Between pages and steps; ticking."""
    state, step = made.state, made.state["step"]
    if tap.what == "p":
        state["page"] = tap.arg
    elif tap.what == "q":
        state.update(query="", page=0)
    elif step in _TICKS and tap.what == _TICKS[step][0] and tap.arg in _offered(made):
        chosen = state[_TICKS[step][1]]
        state[_TICKS[step][1]] = [one for one in chosen if one != tap.arg] if tap.arg in chosen else [*chosen, tap.arg]
    elif tap.what == "n" and step in _TICKS:
        if step == "tasks" and not state["tasks"] and not state["people"]:
            await _show(turn, made, "none-left")
        else:
            await _go_on(turn, made)
        return
    elif (tap.what, step) in (("w", "into"), ("0", "into"), ("0", "short")) or (tap.what == "u" and step == "into"):
        await _into(turn, made, tap)
        return
    await _show(turn, made)


def _offered(made: Draft) -> frozenset[int]:
    step = made.state["step"]
    if step == "people":
        return frozenset(seat.id for seat in made.own.seats)
    if step == "tasks":
        return frozenset(part.task_id for part in made.own.parts if part.unit_id == made.state["unit"])
    return frozenset(made.units) - {made.state["unit"]}


async def _into(turn: Turn, made: Draft, tap: Change) -> None:
    """Where it goes: to a unit there is, to a new one (a merger's), to nobody (a dissolved unit's tasks)."""
    state = made.state
    if tap.what == "u":
        if tap.arg not in made.units or made.units[tap.arg] in made.sources:
            await _show(turn, made)
            return
        state["into"] = tap.arg
    elif tap.what == "w" and made.what == Kind.MERGE:
        state["into"] = 0
    elif tap.what == "0" and made.what in (Kind.DISSOLVE, Kind.SHORTEN):
        state.update(into=0, name="")
    else:
        await _show(turn, made)
        return
    await _go_on(turn, made)
