"""A case is handed to another unit, or to a person of it."""

from collections.abc import Sequence

from handlers.cases import access, acting, cards, telling
from handlers.cases.raising import again
from handlers.cases.taps import HandCase, HandTo, SeeCase
from handlers.conversations import Conversation
from handlers.turn import NotAllowed, Turn
from handlers.units import page_row
from messages import formats
from messages.contexts.cases import CaseHand
from messages.model import Button, Keyboard, Label
from storage import cases, people, sessions, units
from storage.cases import Case
from storage.people import Person
from storage.sessions import OpenSession
from storage.units import Unit
from taskforce.forms import clean
from taskforce.roles import Action, Role, may
from taskforce.vietnamese import search

KIND = cards.HANDING
_PAGE = 8
_EXCERPT = 120
_MOST_PEOPLE = 40


async def _need(turn: Turn, case_id: int) -> tuple[Case, Person]:
    """The case, which this person may hand on.

    Raises:
        NotAllowed: they may not.
    """
    case, person = await access.need(turn, case_id)
    if not await access.deals_with(turn, case, person):
        raise NotAllowed(f"hand on case {case_id}")
    return case, person


def _handle(case: Case) -> str:
    return cards.handle_of(case.id)


async def see(turn: Turn, tap: HandCase) -> None:
    """A page of units, or the people of one. What is typed now looks for a unit."""
    case, _ = await _need(turn, tap.case)
    if tap.version != case.version or not case.live:
        await acting.stale(turn, case)
        return
    state = {"case": case.id, "version": case.version, "idle": True}
    await sessions.begin(
        turn.tx, chat_id=turn.chat_id, kind=KIND, subject=f"{KIND}:{case.id}", state=state, now=turn.now
    )
    if tap.unit:
        await _show_people(turn, case, await _unit(turn, case, tap.unit))
    else:
        await _show_units(turn, case, await units.of_task_force(turn.tx, case.task_force_id), tap.page)


async def _unit(turn: Turn, case: Case, unit_id: int) -> Unit:
    living = {unit.id: unit for unit in await units.of_task_force(turn.tx, case.task_force_id)}
    if unit_id not in living:
        raise NotAllowed(f"unit {unit_id}")
    return living[unit_id]


def _message(case: Case, *, unit: str = "", missed: str = "", found: int = 0) -> CaseHand:
    return CaseHand(case.id, formats.shorten(" ".join(case.text.split()), _EXCERPT), unit, missed, found)


async def _show_units(turn: Turn, case: Case, found: Sequence[Unit], page: int = 0, missed: str = "") -> None:
    page = max(0, min(page, -(-len(found) // _PAGE) - 1))
    rows: Keyboard = tuple(
        (Button(formats.shorten(unit.name, 60), data=HandCase(case.id, case.version, unit.id, 0).pack()),)
        for unit in found[page * _PAGE : (page + 1) * _PAGE]
    )
    pages = page_row(page, len(found), _PAGE, lambda to: HandCase(case.id, case.version, 0, to))
    back = (Button(Label("cases.back"), data=SeeCase(case.id).pack()),)
    await turn.card(_handle(case), _message(case, missed=missed, found=len(found)), (*rows, *pages, back))


async def _show_people(turn: Turn, case: Case, unit: Unit) -> None:
    there = [person for person in await people.of_unit(turn.tx, unit.id) if _can_own(person, case)]
    titles = (await turn.charter(case.task_force_id)).titles

    def words(person: Person) -> str:
        place = next((m for m in person.memberships if m.unit_id == unit.id), None)
        title = "" if place is None else place.title or titles.of(place.role, turn.locale)
        return formats.shorten(f"{person.full_name}{' – ' if title else ''}{title}", 60)

    def key(words: str | Label, person: int) -> tuple[Button, ...]:
        return (Button(words, data=HandTo(case.id, case.version, unit.id, person).pack()),)

    rows = (
        key(Label("cases.whole_unit"), 0),
        *(key(words(person), person.id) for person in there[:_MOST_PEOPLE]),
        (Button(Label("cases.other_unit"), data=HandCase(case.id, case.version, 0, 0).pack()),),
        (Button(Label("cases.back"), data=SeeCase(case.id).pack()),),
    )
    await turn.card(_handle(case), _message(case, unit=unit.name), rows)


def _can_own(person: Person, case: Case) -> bool:
    return may(person.roles_in(case.task_force_id), Action.RAISE_CASE) and person.roles_in(case.task_force_id) != {
        Role.OBSERVER
    }


async def typed(turn: Turn, session: OpenSession) -> None:
    """A few letters of a unit's name."""
    case = await _still(turn, session)
    if case is None:
        return
    text = clean((turn.incoming.text if turn.incoming else None) or "")
    living = await units.of_task_force(turn.tx, case.task_force_id)
    found = search(text, living, lambda unit: unit.names) if text else []
    await _show_units(turn, case, found[:_PAGE] or living, missed="" if found else text)


async def resumed(turn: Turn, session: OpenSession) -> None:
    """The units again."""
    case = await _still(turn, session)
    if case is not None:
        await _show_units(turn, case, await units.of_task_force(turn.tx, case.task_force_id))


async def _still(turn: Turn, session: OpenSession) -> Case | None:
    """The case, if it can still be handed on; else the conversation is over."""
    try:
        case, _ = await _need(turn, int(session.state["case"]))
    except NotAllowed:
        await sessions.end(turn.tx, session.id)
        raise
    if case.live:
        return case
    await sessions.end(turn.tx, session.id)
    await cards.show(turn, case)
    return None


CONVERSATION = Conversation(typed, resumed)


async def hand(turn: Turn, tap: HandTo) -> None:
    """It goes there."""
    case, person = await _need(turn, tap.case)
    if tap.version != case.version or not case.live:
        await acting.stale(turn, case)
        return
    unit = await _unit(turn, case, tap.unit)
    owner = None
    if tap.person:
        there = await people.of_unit(turn.tx, unit.id)
        owner = next((one for one in there if one.id == tap.person and _can_own(one, case)), None)
        if owner is None:
            raise NotAllowed(f"hand case {case.id} to person {tap.person}")
    await cases.hand(
        turn.tx, case, by=person.id, to_unit=unit.id, to_person=None if owner is None else owner.id, now=turn.now
    )
    await cards.stop_handing(turn, case.id)
    fresh = await again(turn, case)
    await telling.told(turn, fresh, eyes=await access.owners(turn, fresh), news="handed")
    await cards.show(turn, fresh)
