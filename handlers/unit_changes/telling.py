"""Who hears of a change of units: those whose unit it was, those who take it up, the office and the leaders."""

from collections.abc import Sequence

from handlers.turn import Turn
from handlers.unit_changes.draft import Draft
from handlers.unit_changes.planning import Planned
from handlers.which import name_of
from messages.contexts.unit_changes import UnitChangeNews
from storage import people
from storage.outbox import Priority
from storage.people import Membership, Person
from taskforce.roles import LEADERS, Role
from taskforce.unit_changes import Kind

_QUIET = frozenset({Kind.ADD, Kind.SHORTEN})
"""Nobody but the office needs to hear of these."""


async def tell(turn: Turn, made: Draft, planned: Planned, target: int | None, before: Sequence[Membership]) -> int:
    """Tell each once, in the words that fit their place; returns how many."""
    assert turn.person is not None  # noqa: S101 - see Draft
    led = len({part.task_id for part in planned.parts.gone if part.leads}) or int(planned.kind is Kind.GIVE)
    owed = any(not report.sent for report in planned.closing)
    told = await _whom(turn, made, planned, target, before)
    told.pop(turn.person.id, None)
    task = made.task()
    for person, place in told.values():
        message = UnitChangeNews(
            body=await name_of(turn, made.body, person),
            what=planned.kind.value,
            units=tuple(unit.name for unit in planned.sources) or (() if task is None else (task.code,)),
            into=planned.into,
            place=place,
            led=led,
            report=owed and place in ("moved", "ended"),
            by=turn.person.full_name,
        )
        await turn.notify(person, message, priority=Priority.BULK if len(told) > 20 else Priority.NOTICE)
    return len(told)


async def _whom(
    turn: Turn, made: Draft, planned: Planned, target: int | None, before: Sequence[Membership]
) -> dict[int, tuple[Person, str]]:
    """By person; what concerns their own place outweighs what they hear as a leader."""
    told: dict[int, tuple[Person, str]] = {}
    ids = {unit.id for unit in planned.sources}
    for place in before:
        if place.unit_id in ids and place.person_id is not None and place.state != "expected":
            if planned.kind in _QUIET or place.person_id in told:
                continue
            told[place.person_id] = (await turn.person_by_id(place.person_id), _place(planned, place))
    if target is not None and planned.kind not in _QUIET:
        for person in await people.of_unit(turn.tx, target):
            told.setdefault(person.id, (person, "host"))
    for person in await people.with_roles(turn.tx, made.body, [Role.SECRETARY, *LEADERS]):
        told.setdefault(person.id, (person, "office"))
    return told


def _place(planned: Planned, place: Membership) -> str:
    if planned.kind is Kind.SPLIT:
        return "moved" if place.id in planned.seats.moved else "left"
    if place.id in planned.seats.ended:
        return "ended"
    return "freed" if place.id in planned.seats.freed else "moved"
