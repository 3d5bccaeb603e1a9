"""Which task force, which unit: the end of coming in for somebody whom no roster and no link places (design §8).

It also keeps the session of coming in, which ``registration`` begins.
"""

from typing import Any

from handlers import approvals
from handlers.callbacks import Tap
from handlers.turn import Turn
from handlers.units import PAGE, unit_rows
from messages.contexts.registration import ChooseTaskForce, ChooseUnit, NoUnitsYet
from messages.model import Button, Label
from storage import invites, sessions, task_forces, units
from storage.invites import Invite
from storage.sessions import OpenSession
from storage.task_forces import TaskForce
from taskforce.roles import REPORTERS, Role
from taskforce.vietnamese import search

KIND = "registration"
_SUBJECT = "join"


class ChooseBody(Tap, frozen=True):
    """That is the task force."""

    prefix = "jt"
    task_force: int


class TakeUnit(Tap, frozen=True):
    """That is the unit."""

    prefix = "ju"
    unit: int


class TurnUnits(Tap, frozen=True):
    """Another page of the units, from 0; takes what was typed away when ``query`` is 0."""

    prefix = "jp"
    page: int
    query: int


class ChooseAgain(Tap, frozen=True):
    """After a refusal: another unit of that task force."""

    prefix = "jr"
    task_force: int


async def open_bodies(turn: Turn) -> list[TaskForce]:
    """The task forces that the person is not in."""
    inside = () if turn.person is None else turn.person.task_force_ids
    return [body for body in await task_forces.active(turn.tx) if body.id not in inside]


async def ask_body(turn: Turn) -> None:
    """Several task forces are left to join: which one? Of a single one the unit is asked at once."""
    bodies = await open_bodies(turn)
    if len(bodies) == 1:
        await ask_unit(turn, bodies[0].id)
        return
    await go_to(turn, "body")
    rows = tuple((Button(body.name, data=ChooseBody(body.id).pack()),) for body in bodies)
    await turn.card(KIND, ChooseTaskForce(), rows)


async def choose_body(turn: Turn, tap: ChooseBody) -> None:
    """Somebody on no list says which task force they belong to."""
    session = await _live(turn, "body")
    if session is not None and tap.task_force in {body.id for body in await open_bodies(turn)}:
        await ask_unit(turn, tap.task_force)


async def choose_again(turn: Turn, tap: ChooseAgain) -> None:
    """After a refusal they say that they had the wrong unit."""
    person = turn.person
    if person is None or tap.task_force in person.task_force_ids:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    if tap.task_force in {body.id for body in await task_forces.active(turn.tx)}:
        await keep(turn, {"step": "unit", "invite": None})
        await ask_unit(turn, tap.task_force)


async def ask_unit(turn: Turn, task_force_id: int, query: str = "", page: int = 0) -> None:
    """Ask for the unit; what was typed narrows the list."""
    charter = await turn.charter(task_force_id)
    everything = await units.of_task_force(turn.tx, task_force_id)
    if not everything:
        await end(turn)
        await turn.reply(NoUnitsYet(charter.body.name))
        return
    await go_to(turn, "unit", task_force=task_force_id, query=query)
    found = search(query, everything, lambda unit: unit.names)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(page, 0), pages - 1)
    rows = unit_rows(found, page, lambda unit: TakeUnit(unit.id), lambda to: TurnUnits(to, 1))
    if query:
        rows = (*rows, (Button(Label("registration.all_units"), data=TurnUnits(0, 0).pack()),))
    await turn.card(KIND, ChooseUnit(charter.body.name, query, len(found), page + 1, pages), rows)


async def turn_units(turn: Turn, tap: TurnUnits) -> None:
    """Another page of the units."""
    session = await _live(turn, "unit")
    if session is not None:
        query = session.state.get("query", "") if tap.query else ""
        await ask_unit(turn, session.state["task_force"], query, tap.page)


async def take_unit(turn: Turn, tap: TakeUnit) -> None:
    """The unit is chosen: the secretaries are asked."""
    session = await _live(turn, "unit")
    if session is None or turn.person is None:
        return
    unit = await units.get(turn.tx, tap.unit)
    living = {u.id for u in await units.of_task_force(turn.tx, session.state["task_force"])}
    if unit is None or unit.id not in living:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return
    invite = await invite_of(turn, session)
    role = Role.MEMBER
    # A link that was closed meanwhile gives nothing any more: then it is a request like anybody's.
    if invite is not None and invite.role in REPORTERS and await invites.use(turn.tx, invite.id, turn.now):
        role = invite.role
    await sessions.end(turn.tx, session.id)
    await approvals.request(turn, turn.person, unit, role)


# The conversation


async def open_session(turn: Turn) -> OpenSession | None:
    """The conversation of whoever is coming in in this chat."""
    return await sessions.find(turn.tx, turn.chat_id, KIND, _SUBJECT)


async def _live(turn: Turn, step: str) -> OpenSession | None:
    """The conversation if it stands at that question; else the tap was too late, which is said."""
    session = await open_session(turn)
    if session is None or session.state["step"] != step or turn.person is None or turn.person.phone is None:
        await turn.toast(Label("basics.stale_button"), alert=True)
        return None
    return session


async def keep(turn: Turn, state: dict[str, Any]) -> None:
    """Stand there from now on: the whole state."""
    await sessions.begin(turn.tx, chat_id=turn.chat_id, kind=KIND, subject=_SUBJECT, state=state, now=turn.now)


async def go_to(turn: Turn, step: str, **more: Any) -> None:
    """Another question is asked now; what was known stays known."""
    session = await open_session(turn)
    kept = {"invite": None} if session is None else session.state
    await keep(turn, {**kept, "step": step, **more})


async def end(turn: Turn) -> None:
    """The conversation is over."""
    session = await open_session(turn)
    if session is not None:
        await sessions.end(turn.tx, session.id)


async def invite_of(turn: Turn, session: OpenSession | None) -> Invite | None:
    """The link it began with, whether that still opens anything or not."""
    invite_id = None if session is None else session.state.get("invite")
    return None if invite_id is None else await invites.get(turn.tx, invite_id)
