"""What a unit's own shorter reports come to: offered for the same figure of a quarter, half-year or year."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from handlers.turn import Turn
from storage import report_history
from storage.periods import Period
from taskforce.charter import Charter
from taskforce.charter.forms import FieldSpec, FormSpec
from taskforce.charter.reports import Report
from taskforce.forms.values import decimal_text
from taskforce.period_labels import longer
from taskforce.periods import parts_of
from taskforce.tally.rolled import RolledField, over_time

_LENGTHS = ("week", "month", "quarter", "half-year", "year")


@dataclass(frozen=True, slots=True)
class Sum:
    """A figure worked out from shorter reports; ``value`` as answers hold it.

    ``told`` are the periods in which the unit told it, ``missing`` those in which it did not, both oldest first.
    """

    value: str
    rule: Literal["sum", "average", "latest"]
    every: str
    told: tuple[str, ...]
    missing: tuple[str, ...]


async def of_report(turn: Turn, charter: Charter, period: Period, form: FormSpec, unit_id: int) -> dict[str, Sum]:
    """By field key, what the unit sent in the shorter reports within the period; of several streams the fullest."""
    stream = next((report for report in charter.reports if report.key == period.stream), None)
    if stream is None or stream.every not in _LENGTHS or period.title:
        return {}
    found: dict[str, Sum] = {}
    for shorter in _shorter(charter, stream):
        fields = _alike(form, charter.form(shorter.form))
        for key, one in (await _sums(turn, shorter, period, unit_id, fields)).items():
            if key not in found or _share(one) > _share(found[key]):
                found[key] = one
    return found


def _shorter(charter: Charter, stream: Report) -> list[Report]:
    """The streams of shorter periods, the longest first."""
    shorter = _LENGTHS[: _LENGTHS.index(stream.every)]
    return sorted(
        (report for report in charter.reports if report.every in shorter),
        key=lambda report: -_LENGTHS.index(report.every),
    )


def _share(one: Sum) -> Decimal:
    return Decimal(len(one.told)) / (len(one.told) + len(one.missing))


def _alike(form: FormSpec, shorter: FormSpec) -> tuple[RolledField, ...]:
    """The figures that both ask for; what they come to is as the shorter one says."""
    asked = {field.key: field.kind for field in form.fields}
    return tuple(
        RolledField(field.key, field.total, field.over_time)
        for field in shorter.fields
        if _adds_up(field) and field.total != "none" and asked.get(field.key) == field.kind
    )


def _adds_up(field: FieldSpec) -> bool:
    return field.kind in ("number", "percent")


async def _sums(
    turn: Turn, stream: Report, period: Period, unit_id: int, fields: tuple[RolledField, ...]
) -> dict[str, Sum]:
    if not fields:
        return {}
    past = await report_history.of_stream(turn.tx, period.task_force_id, stream.key)
    within = [one for one in reversed(past) if period.period in longer(one.label)]
    if not within:
        return {}
    told = await report_history.sums_of_unit(turn.tx, within, unit_id, [field.key for field in fields])
    expected = parts_of(period.period, stream.every, stream.only, stream.skip)
    found = {}
    for field in fields:
        values = [(label, figures[field.key]) for label, figures in told if field.key in figures]
        labels = tuple(label for label, _ in values)
        total = over_time(field, [value for _, value in values])
        if total is not None:
            missing = tuple(label for label in expected if label not in labels)
            rule = "latest" if field.over_time == "latest" else field.total
            found[field.key] = Sum(decimal_text(total), rule, stream.every, labels, missing)
    return found
