"""Whether a form can be asked at all: checked once when it is made, so the engine can rely on it."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from math import inf

from taskforce.forms.model import Field, Form, Kind
from taskforce.forms.values import FIGURES, as_decimal, check

_NEED_OPTIONS = frozenset({Kind.CHOICE, Kind.MULTI})


def problems(form: Form) -> tuple[str, ...]:
    """What is wrong with ``form``, for its author, each with the field's key; empty when it can be asked."""
    found = [f"{key!r}: used twice" for key, times in Counter(each.key for each in form.fields).items() if times > 1]
    before: set[str] = set()
    for each in form.fields:
        found += [f"{each.key!r}: {problem}" for problem in _field_problems(each, before)]
        before.add(each.key)
    return tuple(found)


def _field_problems(field: Field, before: set[str]) -> list[str]:
    found = []
    if not field.key:
        found.append("a field needs a key")
    if field.kind in _NEED_OPTIONS and not field.options:
        found.append("a choice needs options")
    keys = [option.key for option in field.options]
    if len(set(keys)) < len(keys) or "" in keys:
        found.append("option keys must be different and not empty")
    if field.only_if and field.only_if.field not in before:
        found.append(f"only_if names {field.only_if.field!r}, which is not asked before")
    if field.whole and field.kind is not Kind.NUMBER:
        found.append("whole is for numbers")
    if field.max_length < 1:
        found.append("max_length must be at least 1")
    if field.ask_why_above is not None and not 0 <= field.ask_why_above < inf:
        found.append("ask_why_above must be a number from 0 up")
    return found + _bound_problems(field)


def _bound_problems(field: Field) -> list[str]:
    bounds = [bound for bound in (field.minimum, field.maximum) if bound is not None]
    free = replace(field, minimum=None, maximum=None)
    if field.kind in FIGURES:
        if any(as_decimal(bound) is None for bound in bounds):
            return ["minimum and maximum must be decimal numbers"]
        crossed = len(bounds) == 2 and Decimal(bounds[0]) > Decimal(bounds[1])
    elif field.kind in {Kind.DATE, Kind.TIME}:
        if any(check(free, bound) != bound for bound in bounds):
            return ["minimum and maximum must be ISO dates or times (HH:MM)"]
        crossed = len(bounds) == 2 and bounds[0] > bounds[1]
    else:
        return ["minimum and maximum are for numbers, dates and times"] if bounds else []
    return ["minimum is above maximum"] if crossed else []
