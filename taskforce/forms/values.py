"""The one way each kind of value is stored and shown, and what is wrong with one that cannot be taken.

Nothing here is a sentence: a refusal is a `Problem` with a code and its parameters.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from taskforce.forms.model import Field, Kind, Option, Value
from taskforce.vietnamese import format_number

YES = "yes"
NO = "no"
REASON_LIMIT = 1000
"""The longest reason, in code points."""

FIGURES = frozenset({Kind.NUMBER, Kind.PERCENT})
"""Kinds whose value is a decimal string."""

CHOICES = frozenset({Kind.CHOICE, Kind.MULTI, Kind.YES_NO, Kind.PERSON, Kind.UNIT})
"""Kinds whose value is the key of something offered, or a list of keys."""

_KEY_LIMIT = 200
_LARGEST = Decimal(10) ** 15
_DECIMALS = 6
_MAGNITUDE = 30
# Control characters, surrogates, and format characters: invisible marks that turn or hide text.
_DROPPED = frozenset({"Cc", "Cs", "Cf"})
_JOINERS = frozenset("\u200c\u200d")
"""Format characters that emoji and scripts need: they stay where there is something to join."""


class Code(StrEnum):
    """Why something was not taken. ``limit`` of the `Problem` holds the bound where one is named."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_A_NUMBER = "not-a-number"
    AMBIGUOUS_NUMBER = "ambiguous-number"
    NOT_WHOLE = "not-whole"
    BELOW_MINIMUM = "below-minimum"
    ABOVE_MAXIMUM = "above-maximum"
    NOT_A_DATE = "not-a-date"
    NOT_A_TIME = "not-a-time"
    NOT_AN_OPTION = "not-an-option"
    SEVERAL_OPTIONS = "several-options"
    NEEDS_FILE = "needs-file"
    NEEDS_TEXT = "needs-text"
    NOTHING_ASKED = "nothing-asked"
    NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal: its code, what was typed (never lost), the bound it broke as a canonical value (a decimal string, an
    ISO date, a number of code points) and, for a choice, the options it could have meant."""

    code: Code
    text: str = ""
    limit: str | None = None
    candidates: tuple[Option, ...] = ()


def clean(text: str) -> str:
    """``text`` in NFC without control or invisible characters; line breaks stay, the ends are trimmed.

    "" where nothing is left that can be seen.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = "".join(letter for letter in lines if letter == "\n" or _keeps(letter))
    return unicodedata.normalize("NFC", kept).strip() if any(_is_seen(letter) for letter in kept) else ""


def _keeps(letter: str) -> bool:
    return letter in _JOINERS or unicodedata.category(letter) not in _DROPPED


def _is_seen(letter: str) -> bool:
    """Whether it shows by itself; joiners, spaces, line breaks and marks upon a letter (variation selectors) do not."""
    category = unicodedata.category(letter)
    return category not in _DROPPED and category[0] not in "MZ"


def decimal_text(number: Decimal) -> str:
    """The canonical text of a number: no exponent, no trailing zeros, a point: ``Decimal("98.50")`` → "98.5"."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def as_decimal(value: Value) -> Decimal | None:
    """The number a canonical value stands for, None when it is none."""
    if not isinstance(value, str):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    # Beyond this no figure is meant, and arithmetic on it could overflow.
    return number if number.is_finite() and abs(number.adjusted()) <= _MAGNITUDE else None


def difference(field: Field, new: Value, old: Value) -> Decimal | None:
    """``new`` minus ``old`` for a figure, None for everything else."""
    if field.kind not in FIGURES:
        return None
    after, before = as_decimal(new), as_decimal(old)
    return None if after is None or before is None else after - before


def option_keys(field: Field) -> tuple[str, ...]:
    """The keys that may be chosen; empty for a person or unit that is found by search."""
    if field.kind is Kind.YES_NO:
        return (YES, NO)
    return tuple(option.key for option in field.options)


def check(field: Field, value: Value) -> Value | Problem:
    """``value`` in canonical form if ``field`` may hold it. None passes when nothing to report or skipping does."""
    if value is None:
        return None if field.nothing or not field.required else Problem(Code.EMPTY)
    if field.kind in CHOICES:
        return _check_ticks(field, value) if field.kind is Kind.MULTI else _check_key(field, value)
    if field.kind is Kind.FILE:
        return _check_file(value)
    if not isinstance(value, str):
        return Problem(Code.NOT_OFFERED)
    if field.kind in FIGURES:
        return _check_figure(field, value)
    if field.kind is Kind.TEXT:
        return _check_text(value, field.max_length)
    return _check_moment(field, value)


def _check_key(field: Field, value: Value) -> Value | Problem:
    keys = option_keys(field)
    if not isinstance(value, str) or (keys and value not in keys):
        return Problem(Code.NOT_AN_OPTION, value if isinstance(value, str) else "")
    # Without options the key is the id of somebody the caller found; a choice without options has no answer.
    if not keys and (field.kind is Kind.CHOICE or clean(value) != value or not 0 < len(value) <= _KEY_LIMIT):
        return Problem(Code.NOT_AN_OPTION, clean(value))
    return value


def _check_ticks(field: Field, value: Value) -> Value | Problem:
    if not isinstance(value, list) or any(key not in option_keys(field) for key in value):
        return Problem(Code.NOT_AN_OPTION)
    ticks = [key for key in option_keys(field) if key in value]
    return ticks or Problem(Code.EMPTY)


def _check_file(value: Value) -> Value | Problem:
    if not isinstance(value, dict) or not value.get("file_id"):
        return Problem(Code.NEEDS_FILE)
    return {key: clean(part) for key, part in value.items()}


def _check_text(value: str, limit: int) -> str | Problem:
    text = clean(value)
    if not text:
        return Problem(Code.EMPTY)
    return text if len(text) <= limit else Problem(Code.TOO_LONG, text, str(limit))


def check_reason(text: str) -> str | Problem:
    """A typed reason, cleaned; `REASON_LIMIT` is its longest."""
    return _check_text(text, REASON_LIMIT)


def _check_figure(field: Field, value: str) -> str | Problem:
    number = as_decimal(value)
    if number is None:
        return Problem(Code.NOT_A_NUMBER, value)
    if field.whole and number != number.to_integral_value():
        return Problem(Code.NOT_WHOLE, value)
    percent = field.kind is Kind.PERCENT
    lowest = as_decimal(field.minimum)
    highest = as_decimal(field.maximum)
    if lowest is None:
        lowest = Decimal(0) if percent else -_LARGEST
    if highest is None:
        highest = Decimal(100) if percent and lowest <= 100 else _LARGEST
    if number < lowest:
        return Problem(Code.BELOW_MINIMUM, value, decimal_text(lowest))
    if number > highest:
        return Problem(Code.ABOVE_MAXIMUM, value, decimal_text(highest))
    return decimal_text(round(number, _DECIMALS))


def _check_moment(field: Field, value: str) -> str | Problem:
    """A date or a time of day, both kept in ISO, where text order is time order."""
    is_date = field.kind is Kind.DATE
    try:
        moment = date.fromisoformat(value).isoformat() if is_date else f"{time.fromisoformat(value):%H:%M}"
    except ValueError:
        return Problem(Code.NOT_A_DATE if is_date else Code.NOT_A_TIME, value)
    if field.minimum is not None and moment < field.minimum:
        return Problem(Code.BELOW_MINIMUM, value, field.minimum)
    if field.maximum is not None and moment > field.maximum:
        return Problem(Code.ABOVE_MAXIMUM, value, field.maximum)
    return moment


def display(field: Field, value: Value) -> str:
    """``value`` as people read it: "1.234,5 hồ sơ", "98,5%", "15/03/2022", labels joined by "; ", a file's name.

    "" for None. A yes or no without labels, and a person or unit without options, come back as their key: the caller
    has the word. A key without option (from an older question set) comes back as it is.
    """
    if value is None:
        return ""
    if isinstance(value, dict):
        return value.get("name", "")
    if isinstance(value, list):
        return "; ".join(_label(field, key) for key in value)
    if field.kind in FIGURES:
        return _display_figure(field, value)
    if field.kind is Kind.DATE:
        try:
            return f"{date.fromisoformat(value):%d/%m/%Y}"
        except ValueError:
            return value
    return _label(field, value) if field.kind in CHOICES else value


def _display_figure(field: Field, value: str) -> str:
    number = as_decimal(value)
    if number is None:
        return value
    text = format_number(number)
    if field.kind is Kind.PERCENT:
        return f"{text}%"
    return f"{text} {field.measure}" if field.measure else text


def _label(field: Field, key: str) -> str:
    return next((option.label for option in field.options if option.key == key), key)


def usable_offered(field: Field, offered: Mapping[str, Value]) -> bool:
    """Whether a figure or a text was worked out for this question that it takes as it is."""
    value = offered.get(field.key)
    return (field.kind in FIGURES or field.kind is Kind.TEXT) and value is not None and check(field, value) == value


def usable_previous(field: Field, previous: Mapping[str, Value]) -> bool:
    """Whether the last period's value can be taken over: there is one and the question still allows it."""
    return field.carry and field.key in previous and not isinstance(check(field, previous[field.key]), Problem)
