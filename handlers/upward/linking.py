"""Two bodies of one installation are linked: a code for a unit of the parent, entered by the child's secretary."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from handlers.conversations import Conversation
from handlers.turn import NotAllowed, Turn
from handlers.units import PAGE, unit_rows
from handlers.upward import desk, sending
from handlers.upward.taps import UpChild, UpEnterCode, UpJoin, UpMakeCode, UpUnits
from handlers.which import name_of
from messages import render
from messages.contexts.upward import (
    UpwardAskCode,
    UpwardChooseChild,
    UpwardCode,
    UpwardConfirm,
    UpwardDropped,
    UpwardForSecretaries,
    UpwardForward,
    UpwardLinked,
    UpwardNotLinked,
    UpwardPickUnit,
)
from messages.model import Button, Label
from storage import sessions, units, upward
from storage.sessions import OpenSession
from storage.units import Unit
from storage.upward import Code
from taskforce.roles import Action
from taskforce.vietnamese import search

_DAYS = 7
"""How long a code links."""


def is_code(code: str) -> bool:
    """Whether a start code links a body to the one above."""
    return code.startswith(upward.MARK)


# --- the parent's secretary makes a code -------------------------------------------------------------------------


async def free_units(turn: Turn, task_force_id: int) -> list[Unit]:
    """The units that no body below stands for yet: one child a unit."""
    taken = {link.unit_id for link in await upward.below(turn.tx, task_force_id)}
    return [unit for unit in await units.of_task_force(turn.tx, task_force_id) if unit.id not in taken]


async def choose_unit(turn: Turn, tap: UpUnits) -> None:
    """Which unit has a task force of its own?"""
    turn.need(Action.LINK_BODIES, tap.task_force)
    await _show_units(turn, tap.task_force, "", tap.page)


async def _show_units(turn: Turn, task_force_id: int, query: str, page: int) -> None:
    await _keep(turn, {"step": "unit", "task_force": task_force_id, "query": query})
    found = search(query, await free_units(turn, task_force_id), lambda unit: unit.names)
    pages = max(1, -(-len(found) // PAGE))
    page = 0 if query else min(max(page, 0), pages - 1)
    rows = unit_rows(
        found[:PAGE] if query else found,
        page,
        lambda unit: UpMakeCode(task_force_id, unit.id),
        lambda to: UpUnits(task_force_id, to),
    )
    name = await name_of(turn, task_force_id)
    message = UpwardPickUnit(name, query, len(found), page + 1, 1 if query else pages)
    await turn.card(desk.CARD, message, (*rows, *desk.back(task_force_id)))


async def make_code(turn: Turn, tap: UpMakeCode) -> None:
    """Make the code and show it, this once."""
    person = turn.need(Action.LINK_BODIES, tap.task_force)
    unit = next((unit for unit in await units.of_task_force(turn.tx, tap.task_force) if unit.id == tap.unit), None)
    if unit is None:
        raise NotAllowed(f"unit {tap.unit}")
    if unit.id not in {free.id for free in await free_units(turn, tap.task_force)}:
        await turn.toast(Label("upward.unit_taken"), alert=True)
        return
    await desk.end_talk(turn)
    expires = turn.now + timedelta(days=_DAYS)
    code = await upward.make_code(
        turn.tx, parent_id=tap.task_force, unit_id=unit.id, by=person.id, expires_at=expires, now=turn.now
    )
    await desk.note(turn, "upward.code_made", tap.task_force, f"unit:{unit.id}")
    charter = await turn.charter(tap.task_force)
    link = turn.surroundings.join_link(code)
    words = render.text(UpwardForward(charter.body.name, unit.name), turn.locale)
    share = f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(words, safe='')}"
    message = UpwardCode(
        charter.body.name, unit.name, link, code, render.local(expires, charter.body.timezone)
    )  # fmt: skip
    buttons = (
        (Button(Label("upward.send_link"), url=share),),
        (Button(Label("upward.copy_link"), copy=link), Button(Label("upward.copy_code"), copy=code)),
    )
    await turn.reply(message, buttons)  # a message of its own, not the card: it must not be taken away


# --- the child's secretary enters it -----------------------------------------------------------------------------


async def enter_code(turn: Turn, tap: UpEnterCode) -> None:
    """Ask for the code."""
    turn.need(Action.LINK_BODIES, tap.task_force)
    await _keep(turn, {"step": "code", "task_force": tap.task_force})
    await _ask_code(turn, tap.task_force, "")


async def _ask_code(turn: Turn, task_force_id: int, wrong: str) -> None:
    message = UpwardAskCode(await name_of(turn, task_force_id), wrong)
    await turn.card(desk.CARD, message, desk.back(task_force_id))


async def open_link(turn: Turn, text: str) -> None:
    """/start with a code: for a secretary of another body."""
    person = turn.person
    own = [] if person is None else [tf for tf in person.task_force_ids if turn.may(Action.LINK_BODIES, tf)]
    if not own:
        await turn.reply(UpwardForSecretaries())
        return
    code = await upward.by_code(turn.tx, text)
    others = [tf for tf in own if code is None or tf != code.parent_id]
    if code is None or (why := code.defect(turn.now)) or not others:
        await turn.reply(UpwardNotLinked("unknown" if code is None else why or "self"))
        return
    await _keep(turn, {"step": "confirm", "code": code.id})
    await _ask_child(turn, code, others)


async def _ask_child(turn: Turn, code: Code, bodies: list[int]) -> None:
    """Which of these bodies it is, where there are several."""
    if len(bodies) == 1:
        await _confirm(turn, code, bodies[0])
        return
    rows = tuple([(Button(await name_of(turn, tf), data=UpChild(tf).pack()),) for tf in bodies])
    parent, unit = await name_of(turn, code.parent_id), await desk.unit_name(turn, code.unit_id)
    await turn.card(desk.CARD, UpwardChooseChild(parent, unit), rows)


async def choose_child(turn: Turn, tap: UpChild) -> None:
    """Which of the reader's bodies it is."""
    turn.need(Action.LINK_BODIES, tap.task_force)
    code = await _live_code(turn)
    if code is not None:
        await _confirm(turn, code, tap.task_force)


async def _confirm(turn: Turn, code: Code, child_id: int) -> None:
    why = await _why_not(turn, code, child_id)
    if why:
        await desk.end_talk(turn)
        await turn.card(desk.CARD, UpwardNotLinked(why), desk.back(child_id))
        return
    yes = Button(Label("upward.link"), data=UpJoin(child_id, 1).pack(), style="success")
    no = Button(Label("upward.no"), data=UpJoin(child_id, 0).pack())
    charter = await turn.charter(code.parent_id)
    message = UpwardConfirm(
        await name_of(turn, child_id), charter.body.name, await desk.unit_name(turn, code.unit_id)
    )  # fmt: skip
    await turn.card(desk.CARD, message, ((yes,), (no,)))


async def join(turn: Turn, tap: UpJoin) -> None:
    """Link the two; everything is asked again, since it may be another day."""
    person = turn.need(Action.LINK_BODIES, tap.task_force)
    code = await _live_code(turn)
    if code is None:
        return
    await desk.end_talk(turn)
    if not tap.yes:
        await turn.card(desk.CARD, UpwardDropped("link"), desk.back(tap.task_force))
        return
    why = await _why_not(turn, code, tap.task_force)
    if why or not await upward.use_code(turn.tx, code.id, turn.now):
        await turn.card(desk.CARD, UpwardNotLinked(why or "used"), desk.back(tap.task_force))
        return
    child = (await turn.charter(tap.task_force)).body
    link = await upward.add_link(
        turn.tx, parent_id=code.parent_id, unit_id=code.unit_id, child_id=tap.task_force,
        child_name=child.short_name or child.name, by=person.id, now=turn.now,
    )  # fmt: skip
    await upward.stop_key(turn.tx, tap.task_force, turn.now)
    for side in (code.parent_id, tap.task_force):
        await desk.note(turn, "upward.linked", side, f"link:{link.id}")
    parent, unit = (await turn.charter(code.parent_id)).body.name, await desk.unit_name(turn, code.unit_id)
    told = UpwardLinked(link.child_name, parent, unit, above=False)
    await turn.card(desk.CARD, told, desk.back(tap.task_force))
    for other in await desk.both_sides(turn, [tap.task_force, code.parent_id], person):
        above = code.parent_id in other.task_force_ids
        await turn.notify(
            other, UpwardLinked(link.child_name, parent, unit, above=above), dedupe_key=f"upward-linked:{link.id}"
        )
    await sending.send_posted(turn, tap.task_force)


async def _why_not(turn: Turn, code: Code, child_id: int) -> str:
    """Why the code cannot link that body, "" when it can."""
    if why := code.defect(turn.now):
        return why
    if code.parent_id == child_id:
        return "self"
    if await upward.above(turn.tx, child_id) is not None:
        return "has-parent"
    if await _stands_above(turn, child_id, code.parent_id):
        return "circle"
    free = {unit.id for unit in await free_units(turn, code.parent_id)}
    return "" if code.unit_id in free else "unit-taken"


async def _stands_above(turn: Turn, body: int, other: int) -> bool:
    """Whether ``body`` is above ``other``, directly or not."""
    passed: set[int] = set()
    while (link := await upward.above(turn.tx, other)) is not None and link.id not in passed:
        passed.add(link.id)
        other = link.parent_id
        if other == body:
            return True
    return False


# --- the conversation --------------------------------------------------------------------------------------------


async def _keep(turn: Turn, state: dict[str, Any]) -> None:
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=desk.KIND, subject=desk.SUBJECT, state=state, now=turn.now)


async def _live_code(turn: Turn) -> Code | None:
    """The code that this chat was asked about; None (and said so) when it is over."""
    session = await sessions.find(turn.tx, turn.chat_id, desk.KIND, desk.SUBJECT)
    code = None if session is None else await upward.code(turn.tx, int(session.state.get("code", 0)))
    if code is None:
        await turn.toast(Label("upward.over"), alert=True)
    return code


async def _typed(turn: Turn, session: OpenSession) -> None:
    text = ((turn.incoming.text if turn.incoming else None) or "").strip()
    step = session.state["step"]
    if step == "offer":
        from handlers.upward import offering

        await offering.typed(turn, session, text[:100])
    elif step == "unit":
        turn.need(Action.LINK_BODIES, int(session.state["task_force"]))
        await _show_units(turn, int(session.state["task_force"]), text[:100], 0)
    elif step == "code":
        await _code_typed(turn, int(session.state["task_force"]), text)
    else:
        await _resume(turn, session)


async def _code_typed(turn: Turn, child_id: int, text: str) -> None:
    turn.need(Action.LINK_BODIES, child_id)
    code = await upward.by_code(turn.tx, text.rpartition("start=")[2].strip())
    why = "unknown" if code is None else await _why_not(turn, code, child_id)
    if code is None or why:
        await _ask_code(turn, child_id, why)
        return
    await _keep(turn, {"step": "confirm", "code": code.id, "task_force": child_id})
    await _confirm(turn, code, child_id)


async def _resume(turn: Turn, session: OpenSession) -> None:
    state = session.state
    step = state["step"]
    if step == "offer":
        from handlers.upward import offering

        await offering.typed(turn, session, state["query"])
    elif step == "unit":
        turn.need(Action.LINK_BODIES, int(state["task_force"]))
        await _show_units(turn, int(state["task_force"]), state["query"], 0)
    elif step == "code":
        await _ask_code(turn, int(state["task_force"]), "")
    else:
        await _resume_confirm(turn, state)


async def _resume_confirm(turn: Turn, state: dict[str, Any]) -> None:
    code = await _live_code(turn)
    if code is None:
        await desk.end_talk(turn)
    elif "task_force" in state:
        await _confirm(turn, code, int(state["task_force"]))
    elif turn.person is not None:
        own = [tf for tf in turn.person.task_force_ids if turn.may(Action.LINK_BODIES, tf)]
        others = [tf for tf in own if tf != code.parent_id]
        if others:
            await _ask_child(turn, code, others)
        else:
            await desk.end_talk(turn)


CONVERSATION = Conversation(typed=_typed, resume=_resume)
