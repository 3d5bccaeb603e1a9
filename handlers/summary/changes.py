"""The differences between two versions as lines to be read: figures with their measure, options by their words."""

from collections.abc import Iterator

from handlers.periods import OpenPeriod
from messages import formats
from messages.answers import value_text
from messages.contexts.summaries import AddedUnit, Change, ChangeLine, Changes
from taskforce.charter.forms import FieldSpec
from taskforce.forms.model import Value
from taskforce.tally.differences import AnswerChange, Differences, UnitChange

MOST = 40
"""Lines of changes in one message; the report as a document holds them all."""

_FIGURES = ("number", "percent")


def changes_between(
    standing: OpenPeriod, changed: Differences, locale: str, *, since: int, most: int | None = MOST
) -> Changes | None:
    """The lines, most telling first; None where nothing changed. What a new report says is in the summary itself: only
    its texts are named, as they are read one by one. ``most`` None gives every line.
    """
    lines = tuple(_lines(standing, changed, locale))
    added = tuple(AddedUnit(unit.name, unit.after == "late") for unit in changed.units if unit.came)
    if not lines and not added:
        return None
    shown = lines if most is None else lines[:most]
    return Changes(since, added, shown, len(lines) - len(shown))


def _lines(standing: OpenPeriod, changed: Differences, locale: str) -> Iterator[ChangeLine]:
    if changed.note is not None:
        yield ChangeLine("note", before=changed.note[0], after=changed.note[1])
    yield from (line for unit in changed.units if (line := _unit(unit)) is not None)
    if changed.missing is not None:
        yield ChangeLine("missing", before=str(changed.missing[0]), after=str(changed.missing[1]))
    yield from _totals(standing, changed, locale)
    yield from _answers(standing, changed, locale)
    for task in changed.tasks:
        yield ChangeLine(
            "task",
            unit=task.unit,
            label=f"{task.code}. {task.title}",
            before=task.before or "",
            after=task.after or "",
            note=task.note_after if task.note_after != task.note_before else "",
        )


def _totals(standing: OpenPeriod, changed: Differences, locale: str) -> Iterator[ChangeLine]:
    totals = {total.key: total for total in changed.totals}
    for field in standing.form.fields:
        if (total := totals.get(field.key)) is not None:
            before, after = (None if value is None else str(value) for value in (total.before, total.after))
            yield _line("total", "", field, before, after, locale)


def _answers(standing: OpenPeriod, changed: Differences, locale: str) -> Iterator[ChangeLine]:
    """Figures first, then what was chosen, then texts; in the order of the form."""
    came = {unit.unit_id for unit in changed.units if unit.came}
    by_field: dict[str, list[AnswerChange]] = {}
    for answer in changed.answers:
        by_field.setdefault(answer.key, []).append(answer)
    kinds: tuple[Change, ...] = ("figure", "answer", "text")
    for wanted in kinds:
        for field in standing.form.fields:
            if field.kind == "tasks" or _what(field) != wanted:
                continue
            for answer in by_field.get(field.key, ()):
                if wanted == "text" or answer.unit_id not in came:
                    yield _line(wanted, answer.name, field, answer.before, answer.after, locale)


def _what(field: FieldSpec) -> Change:
    return "figure" if field.kind in _FIGURES else "text" if field.kind == "text" else "answer"


def _unit(unit: UnitChange) -> ChangeLine | None:
    """How else a unit's report stands; one that came is named apart."""
    if unit.came:
        return None
    return ChangeLine("unit", unit=unit.name, before=unit.before or "", after=unit.after or "")


def _line(what: Change, unit: str, field: FieldSpec, before: Value, after: Value, locale: str) -> ChangeLine:
    return ChangeLine(
        what,
        unit=unit,
        label=field.label.localised(locale),
        before=_words(field, before, locale),
        after=_words(field, after, locale),
        measure=_measure(field, locale),
    )


def _measure(field: FieldSpec, locale: str) -> str:
    if field.kind not in _FIGURES:
        return ""
    return field.measure.localised(locale) if field.measure else "%" if field.kind == "percent" else ""


def _words(field: FieldSpec, value: Value, locale: str) -> str:
    """The value as people read it, a figure without its measure; "" for none."""
    if value is None:
        return ""
    if field.kind in _FIGURES and isinstance(value, str):
        return formats.number(value, locale)
    return value_text(field.to_field(locale), value, locale)
