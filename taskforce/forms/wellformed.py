"""Whether a form can be asked at all: checked once when it is made, so the engine can rely on it."""

from collections import Counter

from taskforce.forms.model import Field, Form, Kind
from taskforce.forms.values import as_decimal

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
    if field.max_length < 1:
        found.append("max_length must be at least 1")
    lowest, highest = as_decimal(field.minimum), as_decimal(field.maximum)
    if lowest is not None and highest is not None and lowest > highest:
        found.append("minimum is above maximum")
    return found
