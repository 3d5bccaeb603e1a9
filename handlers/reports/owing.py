"""Which reports wait for a person: those of their units that the charter asks somebody like them for."""

from handlers.turn import Turn
from storage import reports
from storage.people import Membership, Person
from storage.reports import OwedReport
from taskforce.roles import REPORTERS


def units_of(person: Person | None) -> tuple[int, ...]:
    """The units that this person answers for, of every task force."""
    found = (m.unit_id for m in person.memberships if m.role in REPORTERS) if person else ()
    return tuple(dict.fromkeys(unit for unit in found if unit is not None))


async def owed_by(turn: Turn, person: Person | None) -> list[OwedReport]:
    """What waits for this person, nearest deadline first; as reminders do, only whom the stream asks is told."""
    mine = units_of(person)
    if person is None or not mine:
        return []
    owed = await reports.owed_by(turn.tx, mine, turn.now)
    return [each for each in owed if await _is_asked(turn, person, each)]


async def _is_asked(turn: Turn, person: Person, owed: OwedReport) -> bool:
    charter = await turn.charter(owed.task_force_id)
    stream = next((each for each in charter.reports if each.key == owed.stream), None)
    places = [m for m in person.memberships if m.unit_id == owed.unit_id]
    if stream is None or not (stream.senders.roles or stream.senders.groups):
        return any(place.role in REPORTERS for place in places)
    senders = stream.senders

    def asked(place: Membership) -> bool:
        return place.role in senders.roles or place.group_key in senders.groups

    return any(asked(place) for place in places)
