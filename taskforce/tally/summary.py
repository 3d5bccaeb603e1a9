"""What a period's summary is made of."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from taskforce.forms.model import Value
from taskforce.tally.tasks import UnitTask


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that owes the report; ``order`` is its place in lists."""

    id: int
    name: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """A submitted answer; the reason is why a figure jumped."""

    value: Value
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class FigureField:
    """A figure of the form. ``label`` and ``measure`` are carried through to the summary."""

    key: str
    total: Literal["sum", "average", "none"]
    label: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class UnitIn:
    """A unit whose report has come. ``days_late`` counts calendar days; 0 and late: later on the due day itself."""

    unit: Unit
    submitted_at: datetime
    days_late: int


@dataclass(frozen=True, slots=True)
class UnitMissing:
    """A unit that still owes; 0 days while the due time has not passed, or on the due day."""

    unit: Unit
    days_late: int


@dataclass(frozen=True, slots=True)
class TaskCount:
    """Tasks by state. ``overdue`` ones are also counted under their state."""

    not_begun: int
    going: int
    stuck: int
    done: int
    overdue: int

    @property
    def total(self) -> int:
        """Every task once."""
        return self.not_begun + self.going + self.stuck + self.done


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """One unit's tasks: how many in which state, which are overdue, which stuck; by deadline."""

    unit: Unit
    count: TaskCount
    overdue: tuple[UnitTask, ...]
    stuck: tuple[UnitTask, ...]


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One unit's figure beside that of the last period; ``reason`` when it jumped."""

    unit: Unit
    value: Decimal
    previous: Decimal | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure over all units: totals by the field's rule (None for "none" or when nobody answered).

    ``change`` is total less previous. When other units answered than last time this misleads: ``same_units`` of
    them answered both times, and ``same_units_change`` is the change over these alone. Averages are rounded to
    two decimals.
    """

    field: FigureField
    total: Decimal | None
    previous: Decimal | None
    change: Decimal | None
    answered: int
    previous_answered: int
    same_units: int
    same_units_change: Decimal | None
    units: tuple[UnitFigure, ...]

    @property
    def jumps(self) -> tuple[UnitFigure, ...]:
        """The units that gave a reason for their figure."""
        return tuple(figure for figure in self.units if figure.reason)


@dataclass(frozen=True, slots=True)
class UnitRemarks:
    """What one unit wrote: (field key, text) in the order of the form, nothing where it had nothing to report."""

    unit: Unit
    texts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The whole period. Each owing unit is in exactly one of ``on_time``, ``late`` and ``missing``.

    ``tasks`` counts each task once: stuck if it is so for any of its units, done when it is for all.
    """

    on_time: tuple[UnitIn, ...]
    late: tuple[UnitIn, ...]
    missing: tuple[UnitMissing, ...]
    tasks: TaskCount
    unit_tasks: tuple[UnitTasks, ...]
    figures: tuple[Figure, ...]
    remarks: tuple[UnitRemarks, ...]

    @property
    def units(self) -> int:
        """How many units owed the report."""
        return len(self.on_time) + len(self.late) + len(self.missing)
