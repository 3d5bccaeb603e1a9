"""What a change of units will do, worked out whole before anything is done, and shown exactly."""

import hashlib
from dataclasses import dataclass

from handlers import periods as open_periods
from handlers.turn import Turn
from handlers.unit_changes.draft import Draft
from messages.contexts.unit_changes import PartLine, ReportFate, UnitChangePreview
from storage import unit_affected
from storage.unit_affected import Affected, StandingReport
from storage.units import Unit
from taskforce.tally import TaskState
from taskforce.unit_changes import (
    ENDING,
    Kind,
    MovedParts,
    MovedSeats,
    Part,
    dissolve_seats,
    merge_seats,
    move_parts,
)

NEW = 0
"""Stands for the id of a unit that is not there yet."""

_NAMES = 30


@dataclass(frozen=True)
class Planned:
    """``sources`` change, ``target`` takes up what moves: None where it is ``new`` or nobody."""

    kind: Kind
    sources: tuple[Unit, ...]
    target: Unit | None
    new: bool
    name: str
    facts: Affected
    parts: MovedParts
    seats: MovedSeats
    closing: tuple[StandingReport, ...]
    spared: tuple[int, ...]
    """Periods for which a new unit owes nothing: the units it came of have all reported."""

    @property
    def into(self) -> str:
        """What takes up the unit, or what it is called from now on; "" for nobody."""
        return (
            self.name
            if self.new or self.kind in (Kind.RENAME, Kind.SHORTEN)
            else ""
            if self.target is None
            else self.target.name
        )

    @property
    def key(self) -> str:
        """Changes whenever something else would happen than what was shown."""
        shown = (
            self.kind, [(unit.id, unit.name) for unit in self.sources], self.into, self.new, self.name,
            [(part.task_id, part.unit_id) for part in self.parts.gone],
            [(part.task_id, part.leads, part.state) for part in self.parts.held],
            self.parts.nobody, self.seats, self.closing, self.facts.links, self.facts.aliases, self.facts.agenda,
            self.facts.conclusions, self.facts.wishes,
        )  # fmt: skip
        return hashlib.sha256(repr(shown).encode()).hexdigest()[:16]


async def plan(turn: Turn, draft: Draft) -> Planned:
    """What the draft comes to as things stand now."""
    kind, sources, target = Kind(draft.what), draft.sources, draft.target
    new = kind in (Kind.MERGE, Kind.SPLIT) and target is None
    ids = frozenset(unit.id for unit in sources)
    if kind not in (Kind.MERGE, Kind.SPLIT, Kind.DISSOLVE):
        return Planned(
            kind, sources, target, kind is Kind.ADD, draft.new_name, Affected(), MovedParts((), (), (), ()),
            MovedSeats(), (), (),
        )  # fmt: skip
    involved = [*ids, *(() if target is None else (target.id,))]
    facts = await unit_affected.affected(turn.tx, draft.body, [*ids], turn.now)
    everybody = await unit_affected.affected(turn.tx, draft.body, involved, turn.now) if target else facts
    goes_to = NEW if new else None if target is None else target.id
    closing = facts.reports if kind in ENDING else ()
    return Planned(
        kind=kind,
        sources=sources,
        target=target,
        new=new,
        name=draft.new_name,
        facts=facts,
        parts=move_parts(_chosen(draft, facts.parts), ids, goes_to),
        seats=_seats(draft, kind, everybody, ids, goes_to),
        closing=closing,
        spared=_spared(closing) if new else (),
    )


def _chosen(draft: Draft, parts: tuple[Part, ...]) -> tuple[Part, ...]:
    if draft.what != Kind.SPLIT:
        return parts
    return tuple(part for part in parts if part.task_id in draft.state["tasks"])


def _seats(draft: Draft, kind: Kind, facts: Affected, ids: frozenset[int], goes_to: int | None) -> MovedSeats:
    if kind is Kind.SPLIT:
        return MovedSeats(moved=tuple(seat.id for seat in facts.seats if seat.id in draft.state["people"]))
    if kind is Kind.DISSOLVE:
        return dissolve_seats(facts.seats, draft.sources[0].id)
    assert goes_to is not None  # noqa: S101 - a merger always has a target
    return merge_seats(facts.seats, ids, goes_to)


def _spared(closing: tuple[StandingReport, ...]) -> tuple[int, ...]:
    owed = {report.period_id for report in closing if not report.sent}
    return tuple(sorted({report.period_id for report in closing} - owed))


async def preview(turn: Turn, planned: Planned, *, stale: bool) -> UnitChangePreview:
    """Exactly what will happen, in words."""
    facts, parts, seats = planned.facts, planned.parts, planned.seats
    names = {seat.id: seat.name for seat in facts.seats}
    units = {unit.id: unit.name for unit in planned.sources}
    led = [part for part in parts.gone if part.leads]
    open_led = dict.fromkeys(part.task_id for part in led if part.state is not TaskState.DONE)
    finished = {part.task_id for part in led} - set(open_led)
    ending = planned.kind in ENDING
    return UnitChangePreview(
        what=planned.kind.value,
        units=tuple(units.values()),
        into=planned.into,
        new=planned.new,
        short_name=planned.name if planned.kind is Kind.SHORTEN else "",
        moved=len(seats.moved),
        people=_names(names, seats.moved),
        folded=_names(names, tuple(gone for gone, _ in seats.folded)),
        ended=_names(names, seats.ended),
        freed=_names(names, seats.freed),
        led=tuple(_line(facts, task) for task in open_led),
        helped=len({part.task_id for part in parts.gone if not part.leads}),
        done=len(finished),
        joined=tuple(facts.tasks[task].code for task in parts.joined),
        nobody=tuple(_line(facts, task) for task in parts.nobody if task in open_led),
        reports=tuple([await _fate(turn, report, units) for report in planned.closing]),
        links=facts.links if ending else 0,
        aliases=facts.aliases if ending else 0,
        agenda=facts.agenda if ending else 0,
        conclusions=facts.conclusions if ending else 0,
        wishes=facts.wishes if ending else 0,
        stale=stale,
    )


def _names(names: dict[int, str], ids: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(names[one] for one in ids if one in names)[:_NAMES]


def _line(facts: Affected, task_id: int) -> PartLine:
    task = facts.tasks[task_id]
    return PartLine(task.code, task.title)


async def _fate(turn: Turn, report: StandingReport, units: dict[int, str]) -> ReportFate:
    standing = await open_periods.by_id(turn, report.period_id)
    title = "" if standing is None else standing.title(turn.locale)
    fate = "counts" if report.sent else "half" if report.begun else "dropped"
    return ReportFate(title, report.period, units[report.unit_id], fate)
