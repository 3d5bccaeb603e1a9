"""Units that merge, split or end: what moves where. Each keeps what it did; what is still to do goes on elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from taskforce.roles import REPORTERS, Role
from taskforce.tally import TaskState
from taskforce.vietnamese import fold


class Kind(StrEnum):
    """What the secretary does about units."""

    RENAME = "rename"
    SHORTEN = "shorten"
    ADD = "add"
    MERGE = "merge"
    SPLIT = "split"
    DISSOLVE = "dissolve"
    GIVE = "give"
    """A task that was left with nobody gets a leading unit."""


ENDING = frozenset({Kind.MERGE, Kind.DISSOLVE})
"""After these the unit that was changed is no more."""


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's part in a living task; ``told_at`` is None while the unit has never said how it stands."""

    task_id: int
    unit_id: int
    leads: bool
    state: TaskState = TaskState.NOT_BEGUN
    note: str = ""
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MovedParts:
    """``gone`` are the parts that the sources lose; ``held`` what the target holds of those tasks from now on.

    ``joined`` are the tasks in which several of the units had a part, ``nobody`` those that no unit leads any more.
    """

    gone: tuple[Part, ...]
    held: tuple[Part, ...]
    joined: tuple[int, ...]
    nobody: tuple[int, ...]


def move_parts(parts: Iterable[Part], sources: frozenset[int], target: int | None) -> MovedParts:
    """The parts of ``sources`` go to ``target`` (None: to nobody). ``parts`` are all parts of all tasks concerned.

    Leading outweighs co-ordinating. Where several leading parts become one, it stands as a task stands with all its
    leaders: done when all are, stuck when one is, otherwise under way when one has begun; nobody's word is outbid.
    """
    by_task: dict[int, list[Part]] = {}
    for part in parts:
        by_task.setdefault(part.task_id, []).append(part)
    gone: list[Part] = []
    held: list[Part] = []
    joined: list[int] = []
    nobody: list[int] = []
    for task_id, theirs in sorted(by_task.items()):
        moving = [part for part in theirs if part.unit_id in sources]
        if not moving:
            continue
        gone += sorted(moving, key=lambda part: part.unit_id)
        if target is not None:
            together = [part for part in theirs if part.unit_id in sources or part.unit_id == target]
            held.append(combine(together, target))
            if len(together) > 1:
                joined.append(task_id)
        elif not any(part.leads for part in theirs if part.unit_id not in sources):
            nobody.append(task_id)
    return MovedParts(tuple(gone), tuple(held), tuple(joined), tuple(nobody))


def combine(parts: Sequence[Part], target: int) -> Part:
    """Several parts of one task as the one part of ``target``; at least one is given."""
    leading = [part for part in parts if part.leads] or list(parts)
    state = _together({part.state for part in leading})
    told = [part.told_at for part in leading if part.told_at is not None]
    said = sorted(
        (part for part in leading if part.state is state and part.told_at is not None),
        key=lambda part: (part.told_at, part.unit_id),
    )
    return Part(
        task_id=parts[0].task_id,
        unit_id=target,
        leads=any(part.leads for part in parts),
        state=state,
        note=said[-1].note if said else "",
        told_at=max(told, default=None),
    )


def _together(states: set[TaskState]) -> TaskState:
    if states == {TaskState.DONE}:
        return TaskState.DONE
    if TaskState.STUCK in states:
        return TaskState.STUCK
    return TaskState.GOING if states & {TaskState.GOING, TaskState.DONE} else TaskState.NOT_BEGUN


@dataclass(frozen=True, slots=True)
class Seat:
    """A living membership. ``person_id`` and ``phone`` (E.164) are None where not known; ``active``: has joined."""

    id: int
    unit_id: int | None
    role: Role
    name: str
    person_id: int | None = None
    phone: str | None = None
    active: bool = False


@dataclass(frozen=True, slots=True)
class MovedSeats:
    """``moved`` go along; of ``folded`` (given up, kept) two that were one come together; ``ended`` are given up.

    ``freed`` stay in the task force without a unit.
    """

    moved: tuple[int, ...] = ()
    folded: tuple[tuple[int, int], ...] = ()
    ended: tuple[int, ...] = ()
    freed: tuple[int, ...] = ()


def merge_seats(seats: Iterable[Seat], sources: frozenset[int], target: int) -> MovedSeats:
    """People go with their units; one person who would hold the same role twice there holds it once.

    Of two such seats one that was taken up stays before one that was not, then the target's own, then the older.
    """
    there = sorted(
        (seat for seat in seats if seat.unit_id in sources or seat.unit_id == target),
        key=lambda seat: (not seat.active, seat.unit_id != target, seat.id),
    )
    kept: list[Seat] = []
    folded: list[tuple[int, int]] = []
    for seat in there:
        same = next((other for other in kept if same_seat(other, seat)), None)
        if same is None:
            kept.append(seat)
        else:
            folded.append((seat.id, same.id))
    moved = sorted(seat.id for seat in kept if seat.unit_id != target)
    return MovedSeats(tuple(moved), tuple(sorted(folded)))


def same_seat(one: Seat, other: Seat) -> bool:
    """Whether both are the same person in the same role: by account, else by number, else by name."""
    if one.role != other.role:
        return False
    if one.person_id is not None and other.person_id is not None:
        return one.person_id == other.person_id
    if one.phone and other.phone:
        return one.phone == other.phone
    return fold(one.name) == fold(other.name)


def dissolve_seats(seats: Iterable[Seat], unit_id: int) -> MovedSeats:
    """Whoever reported for the unit gives up the place; leaders and the office stay, without a unit."""
    theirs = sorted((seat for seat in seats if seat.unit_id == unit_id), key=lambda seat: seat.id)
    return MovedSeats(
        ended=tuple(seat.id for seat in theirs if seat.role in REPORTERS),
        freed=tuple(seat.id for seat in theirs if seat.role not in REPORTERS),
    )
