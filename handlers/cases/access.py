"""Who may see a case, who deals with it, and who is the first to hear of one."""

from handlers.turn import NotAllowed, Turn
from storage import case_followers, cases, people, units
from storage.case_lists import Reader
from storage.cases import Case
from storage.people import Person
from storage.units import Unit
from taskforce.roles import LEADERS, REPORTERS, Action, Role, may
from taskforce.vietnamese import fold


async def standing_unit(turn: Turn, body: int) -> Unit | None:
    """The living unit that the charter names as the standing one, by its full or short name."""
    named = fold((await turn.charter(body)).body.standing_unit)
    living = await units.of_task_force(turn.tx, body)
    return next((unit for unit in living if named in {fold(name) for name in unit.names}), None)


async def desk(turn: Turn, body: int, raiser: int) -> list[Person]:
    """Who hears of what that person raised: those who work for the standing unit and the secretaries.

    Where that is nobody else, or nobody who can be told, the leader hears of it too.
    """
    unit = await standing_unit(turn, body)
    there = [] if unit is None else await people.of_unit(turn.tx, unit.id)
    found = {person.id: person for person in there if _works_for(person, body, unit)}
    for person in await people.with_roles(turn.tx, body, [Role.SECRETARY]):
        found.setdefault(person.id, person)
    told = [person for person in found.values() if person.telegram_id is not None]
    if any(person.id != raiser and person.unreachable_since is None for person in told):
        return told
    return [*told, *(person for person in await leaders(turn, body) if person.id not in found)]


def _works_for(person: Person, body: int, unit: Unit | None) -> bool:
    return unit is not None and any(
        m.unit_id == unit.id and m.task_force_id == body and m.role in REPORTERS for m in person.memberships
    )


async def leaders(turn: Turn, body: int) -> list[Person]:
    """The leader; where there is none who can be told, the deputies in order."""
    for role in (Role.LEADER, Role.STANDING_DEPUTY, Role.DEPUTY):
        found = [p for p in await people.with_roles(turn.tx, body, [role]) if p.unreachable_since is None]
        if found:
            return found
    return []


async def owners(turn: Turn, case: Case) -> list[Person]:
    """Whose step is the next: the owner, else the unit it was handed to, else the desk."""
    if case.owner_id is not None:
        person = await people.by_id(turn.tx, case.owner_id)
        return [] if person is None else [person]
    if case.owner_unit_id is not None:
        unit = await units.get(turn.tx, case.owner_unit_id)
        theirs = [
            p for p in await people.of_unit(turn.tx, case.owner_unit_id) if _works_for(p, case.task_force_id, unit)
        ]
        if theirs:
            return theirs
    return await desk(turn, case.task_force_id, case.raised_by)


async def deals_with(turn: Turn, case: Case, person: Person) -> bool:
    """Whether this person may take, answer and hand on the case: office, leaders, standing unit, owner, its unit."""
    roles = person.roles_in(case.task_force_id)
    if may(roles, Action.SEE_CASES):
        return True
    if not may(roles, Action.RAISE_CASE):
        return False
    if case.owner_id == person.id:
        return True
    ours = {m.unit_id for m in person.memberships if m.task_force_id == case.task_force_id and m.role in REPORTERS}
    if case.owner_unit_id is not None and case.owner_unit_id in ours:
        return True
    named = fold((await turn.charter(case.task_force_id)).body.standing_unit)
    mine = await units.by_ids(turn.tx, [unit for unit in ours if unit is not None])
    if all(named not in map(fold, unit.names) for unit in mine.values()):
        return False  # the names of all the others need not be read
    standing = await standing_unit(turn, case.task_force_id)
    return standing is not None and standing.id in ours


async def may_see(turn: Turn, case: Case, person: Person) -> bool:
    """Whether this person may read the case: whoever deals with it, raised or follows it; its unit a difficulty."""
    if not may(person.roles_in(case.task_force_id), Action.RAISE_CASE):
        return False
    if case.raised_by == person.id or await deals_with(turn, case, person):
        return True
    if case.kind == "difficulty" and case.unit_id is not None and case.unit_id in person.units_in(case.task_force_id):
        return True
    return await case_followers.has(turn.tx, case.id, person.id)


async def need(turn: Turn, case_id: int) -> tuple[Case, Person]:
    """The case, which this person may see.

    Raises:
        NotAllowed: there is none, or they may not.
    """
    case = await cases.get(turn.tx, case_id)
    if case is None or turn.person is None or not await may_see(turn, case, turn.person):
        raise NotAllowed(f"case {case_id}")
    return case, turn.person


async def reader_of(turn: Turn, body: int, person: Person) -> Reader:
    """What of the task force's cases this person may list."""
    everything = may(person.roles_in(body), Action.SEE_CASES)
    if not everything:
        unit = await standing_unit(turn, body)
        everything = _works_for(person, body, unit)
    return Reader(person.id, everything, person.units_in(body))


def leads(person: Person, body: int) -> bool:
    """Whether they are one of those to whom cases are escalated."""
    return not person.roles_in(body).isdisjoint(LEADERS)
