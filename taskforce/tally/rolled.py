"""Several periods of one report stream rolled up into a longer one, and set beside the longer one before.

A period's part is what its units sent: figures, and whether in time. Rolling up keeps each part, so quarters rolled
up from months join into the half-year that the months themselves give. Over time a figure goes as the form has it go
over units: sums add up; an average is taken over every answer of every period; a level (``over_time = "latest"``) is
what each unit told last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Literal

from taskforce.tally.summary import Unit

_CENT = Decimal("0.01")


class How(StrEnum):
    """How a unit dealt with the report of one period."""

    ON_TIME = "on-time"
    LATE = "late"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class RolledField:
    """A figure of the form; ``over_time`` "latest" marks a level, of which only the last value tells anything."""

    key: str
    total: Literal["sum", "average"]
    over_time: Literal["total", "latest"] = "total"
    label: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One shorter period. ``how`` is by unit id; ``values`` by field key, then unit id: only what was sent."""

    label: str
    how: Mapping[int, How]
    values: Mapping[str, Mapping[int, Decimal]]


@dataclass(frozen=True, slots=True)
class UnitRolled:
    """One unit's figure, one value a part in the order of the parts (None: not told), and what they come to."""

    unit: Unit
    values: tuple[Decimal | None, ...]
    total: Decimal | None

    @property
    def told(self) -> int:
        """In how many of the periods it was told."""
        return sum(value is not None for value in self.values)


@dataclass(frozen=True, slots=True)
class RolledFigure:
    """A figure over units and periods. ``by_part`` is what all units come to in each, None where nobody told it.

    ``answered`` counts the answers. Averages are rounded to two decimals.
    """

    field: RolledField
    total: Decimal | None
    by_part: tuple[Decimal | None, ...]
    answered: int
    units: tuple[UnitRolled, ...]


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """How often one unit reported: ``owed`` counts the periods it owed, ``missing`` names those it never sent."""

    unit: Unit
    how: tuple[How | None, ...]
    missing: tuple[str, ...]

    @property
    def owed(self) -> int:
        """The periods in which it owed the report."""
        return sum(one is not None for one in self.how)

    @property
    def on_time(self) -> int:
        """The reports that came in time."""
        return self.how.count(How.ON_TIME)

    @property
    def late(self) -> int:
        """The reports that came late."""
        return self.how.count(How.LATE)


@dataclass(frozen=True, slots=True)
class Rolled:
    """A longer period. ``parts`` are there, in order; ``absent`` are expected and were never asked for or are to come.

    ``counts`` holds the units in time, late and missing of each part.
    """

    parts: tuple[str, ...]
    absent: tuple[str, ...]
    counts: tuple[tuple[int, int, int], ...]
    figures: tuple[RolledFigure, ...]
    units: tuple[UnitRecord, ...]

    @property
    def on_time(self) -> int:
        """Reports in time, over all periods."""
        return sum(count[0] for count in self.counts)

    @property
    def late(self) -> int:
        """Reports sent late."""
        return sum(count[1] for count in self.counts)

    @property
    def missing(self) -> int:
        """Reports never sent."""
        return sum(count[2] for count in self.counts)

    @property
    def owed(self) -> int:
        """Reports owed."""
        return self.on_time + self.late + self.missing


def roll_up(
    expected: Sequence[str], parts: Iterable[Part], units: Iterable[Unit], fields: Sequence[RolledField]
) -> Rolled:
    """Roll the parts up, in whatever order they come; ``expected`` are the labels the longer period has, in order.

    A part whose label is not expected comes after those that are. Units come in the order of lists.
    """
    places = {label: place for place, label in enumerate(expected)}
    ordered = sorted(parts, key=lambda part: (places.get(part.label, len(places)), part.label))
    known = {part.label for part in ordered}
    members = sorted(units, key=lambda unit: (unit.order, unit.id))
    return Rolled(
        parts=tuple(part.label for part in ordered),
        absent=tuple(label for label in expected if label not in known),
        counts=tuple(_counts(part) for part in ordered),
        figures=tuple(_figure(field, ordered, members) for field in fields),
        units=tuple(_record(unit, ordered) for unit in members if any(unit.id in part.how for part in ordered)),
    )


def joined(expected: Sequence[str], pieces: Iterable[Rolled], fields: Sequence[RolledField]) -> Rolled:
    """Longer periods that were rolled up joined into one still longer: quarters into the half-year."""
    parts: list[Part] = []
    units: dict[int, Unit] = {}
    for piece in pieces:
        units |= {record.unit.id: record.unit for record in piece.units}
        units |= {one.unit.id: one.unit for figure in piece.figures for one in figure.units}
        parts += [_part_of(piece, place) for place in range(len(piece.parts))]
    return roll_up(expected, parts, units.values(), fields)


def _part_of(piece: Rolled, place: int) -> Part:
    how = {record.unit.id: one for record in piece.units if (one := record.how[place]) is not None}
    values = {
        figure.field.key: {one.unit.id: value for one in figure.units if (value := one.values[place]) is not None}
        for figure in piece.figures
    }
    return Part(piece.parts[place], how, values)


def _counts(part: Part) -> tuple[int, int, int]:
    found = list(part.how.values())
    return found.count(How.ON_TIME), found.count(How.LATE), found.count(How.MISSING)


def _record(unit: Unit, parts: Sequence[Part]) -> UnitRecord:
    how = tuple(part.how.get(unit.id) for part in parts)
    missing = tuple(part.label for part, one in zip(parts, how, strict=True) if one is How.MISSING)
    return UnitRecord(unit, how, missing)


def _figure(field: RolledField, parts: Sequence[Part], units: Sequence[Unit]) -> RolledFigure:
    columns = [part.values.get(field.key, {}) for part in parts]
    rows = []
    for unit in units:
        values = tuple(column.get(unit.id) for column in columns)
        told = [value for value in values if value is not None]
        if told:
            rows.append(UnitRolled(unit, values, over_time(field, told)))
    return RolledFigure(
        field=field,
        total=_in_all(field, rows),
        by_part=tuple(_total(field, list(column.values())) for column in columns),
        answered=sum(len(column) for column in columns),
        units=tuple(rows),
    )


def _in_all(field: RolledField, rows: Sequence[UnitRolled]) -> Decimal | None:
    if field.over_time == "latest":
        return _total(field, [row.total for row in rows if row.total is not None])
    return _total(field, [value for row in rows for value in row.values if value is not None])


def over_time(field: RolledField, told: Sequence[Decimal]) -> Decimal | None:
    """What one unit's values come to, oldest first; None of none."""
    if not told:
        return None
    return told[-1] if field.over_time == "latest" else _total(field, told)


def _total(field: RolledField, values: Sequence[Decimal]) -> Decimal | None:
    if not values:
        return None
    total = sum(values, Decimal(0))
    return (total / len(values)).quantize(_CENT, rounding=ROUND_HALF_UP) if field.total == "average" else total


# --- beside the period before ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of the period before, over the parts that both have.

    ``now`` and ``before`` are over these parts alone; ``change`` is their difference. Where not the same units
    answered in the same parts this misleads: ``same`` answers stand on both sides, and ``same_change`` is counted
    over these alone. ``alike``: there is no such difference.
    """

    field: RolledField
    now: Decimal | None
    before: Decimal | None
    change: Decimal | None
    same: int
    same_change: Decimal | None
    alike: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """A longer period beside the one before. ``parts`` are the pairs (now, before) that both sides have.

    ``whole``: nothing was left out for want of a counterpart. The rest counts reports over these parts.
    """

    parts: tuple[tuple[str, str], ...]
    whole: bool
    figures: tuple[Compared, ...]
    owed: tuple[int, int]
    sent: tuple[int, int]
    on_time: tuple[int, int]


def compare(now: Rolled, before: Rolled, counterparts: Mapping[str, str]) -> Comparison | None:
    """Set a longer period beside the one before; None where they have no part in common.

    ``counterparts`` gives for each of the parts now the part of the period before that answers to it: January to
    July, the first quarter to the third, this May to last May.
    """
    pairs = tuple((label, counterparts[label]) for label in now.parts if counterparts.get(label) in before.parts)
    if not pairs:
        return None
    here = [now.parts.index(label) for label, _ in pairs]
    there = [before.parts.index(label) for _, label in pairs]
    earlier = {figure.field.key: figure for figure in before.figures}
    return Comparison(
        parts=pairs,
        whole=len(pairs) == len(now.parts) == len(before.parts),
        figures=tuple(
            _compared(figure, earlier[figure.field.key], here, there)
            for figure in now.figures
            if figure.field.key in earlier
        ),
        owed=(_added(now, here, (0, 1, 2)), _added(before, there, (0, 1, 2))),
        sent=(_added(now, here, (0, 1)), _added(before, there, (0, 1))),
        on_time=(_added(now, here, (0,)), _added(before, there, (0,))),
    )


def _added(rolled: Rolled, places: Sequence[int], kinds: Sequence[int]) -> int:
    return sum(rolled.counts[place][kind] for place in places for kind in kinds)


def _compared(now: RolledFigure, before: RolledFigure, here: Sequence[int], there: Sequence[int]) -> Compared:
    field = now.field
    mine = {row.unit.id: [row.values[place] for place in here] for row in now.units}
    theirs = {row.unit.id: [row.values[place] for place in there] for row in before.units}
    both = [
        (unit_id, place)
        for unit_id, values in mine.items()
        for place, value in enumerate(values)
        if value is not None and theirs.get(unit_id) and theirs[unit_id][place] is not None
    ]
    total, former = _of(field, mine), _of(field, theirs)
    same_now, same_before = _of(field, _only(mine, both)), _of(field, _only(theirs, both))
    told = sum(value is not None for values in mine.values() for value in values)
    told_before = sum(value is not None for values in theirs.values() for value in values)
    return Compared(
        field=field,
        now=total,
        before=former,
        change=_difference(total, former),
        same=len(both),
        same_change=_difference(same_now, same_before),
        alike=len(both) == told == told_before,
    )


def _only(
    values: Mapping[int, Sequence[Decimal | None]], places: Iterable[tuple[int, int]]
) -> dict[int, list[Decimal | None]]:
    kept: dict[int, list[Decimal | None]] = {}
    for unit_id, place in places:
        kept.setdefault(unit_id, []).append(values[unit_id][place])
    return kept


def _of(field: RolledField, values: Mapping[int, Sequence[Decimal | None]]) -> Decimal | None:
    told = [[value for value in row if value is not None] for row in values.values()]
    if field.over_time == "latest":
        return _total(field, [row[-1] for row in told if row])
    return _total(field, [value for row in told for value in row])


def _difference(now: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if now is None or before is None else now - before
