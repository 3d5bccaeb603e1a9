"""From what people type or tap to the one way a value is stored, and what is wrong when it cannot be understood.

Nothing here is a sentence: a refusal is a `Problem` with a code and its parameters.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from taskforce.forms.model import Field, Kind, Option, Value
from taskforce.vietnamese import NumberError, fold, format_number, parse_number

YES = "yes"
NO = "no"
REASON_LIMIT = 1000
"""The longest reason, in code points."""

FIGURES = frozenset({Kind.NUMBER, Kind.PERCENT})
"""Kinds whose value is a decimal string."""

_CHOICES = frozenset({Kind.CHOICE, Kind.MULTI, Kind.YES_NO, Kind.PERSON, Kind.UNIT})
_KEY_LIMIT = 200
_LARGEST = Decimal(10) ** 15
_DECIMALS = 6
_MAGNITUDE = 30
_YES_WORDS = frozenset({"co", "vang", "dung", "phai", "dong y", "yes", "y", "ok"})
_NO_WORDS = frozenset({"khong", "ko", "no", "n", "khong dong y", "khong phai"})
_NOTHING_WORDS = frozenset({"khong", "khong co", "khong co gi", "ko", "ko co", "none", "nothing", "no"})
# Joiners that emoji need stay; invisible marks that turn or hide text go.
_INVISIBLE = frozenset("\u200b\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class Code(StrEnum):
    """Why something was not taken. ``limit`` of the `Problem` holds the bound where one is named."""

    EMPTY = "empty"
    TOO_LONG = "too-long"
    NOT_A_NUMBER = "not-a-number"
    AMBIGUOUS_NUMBER = "ambiguous-number"
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
    """``text`` in NFC without control or invisible characters; line breaks stay, the ends are trimmed."""
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(letter for letter in unified if letter == "\n" or _keeps(letter)).strip()


def _keeps(letter: str) -> bool:
    return letter not in _INVISIBLE and unicodedata.category(letter) not in {"Cc", "Cs"}


def parse(field: Field, text: str, today: date) -> Value | Problem:
    """What ``text`` means as the answer to ``field``; a date without a year lies in the year of ``today`` (local)."""
    typed = clean(text)
    if not typed:
        return Problem(Code.EMPTY)
    if field.kind is Kind.FILE:
        return None if _means_nothing(field, typed) else Problem(Code.NEEDS_FILE, typed)
    if field.kind in _CHOICES:
        return _parse_choice(field, typed)
    if _means_nothing(field, typed):
        return None
    raw = _parse_plain(field.kind, field.measure, typed, today)
    if isinstance(raw, Problem):
        return raw
    checked = check(field, raw)
    return Problem(checked.code, typed, checked.limit) if isinstance(checked, Problem) else checked


def _means_nothing(field: Field, typed: str) -> bool:
    return field.nothing and " ".join(_words(typed)) in _NOTHING_WORDS


def _parse_plain(kind: Kind, measure: str, typed: str, today: date) -> str | Problem:
    if kind in FIGURES:
        return _parse_figure(typed, measure)
    if kind is Kind.DATE:
        day = _parse_date(typed, today)
        return day.isoformat() if day else Problem(Code.NOT_A_DATE, typed)
    if kind is Kind.TIME:
        hour = _parse_time(typed)
        return f"{hour:%H:%M}" if hour else Problem(Code.NOT_A_TIME, typed)
    return typed


def _parse_figure(typed: str, measure: str) -> str | Problem:
    try:
        return decimal_text(parse_number(typed, measure))
    except NumberError as error:
        known = error.reason == "ambiguous"
        return Problem(Code.AMBIGUOUS_NUMBER if known else Code.NOT_A_NUMBER, typed)


def is_bare_number(text: str) -> bool:
    """Whether ``text`` is a number and nothing else, not even a word of measure."""
    return re.fullmatch(r"[+\-−–]?[\d.,%\s]*\d[\d.,%\s]*", clean(text)) is not None


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


_DATE_SHAPES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})", re.ASCII),
    re.compile(r"(?:ngay )?(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2})(?: ?[/.-] ?(?P<y>\d{4}|\d{2}))?", re.ASCII),
    re.compile(r"(?:ngay )?(?P<d>\d{1,2}) thang (?P<m>\d{1,2})(?:,? nam (?P<y>\d{4}))?", re.ASCII),
)
_TIME_SHAPE = re.compile(
    r"(?P<h>\d{1,2}) ?(?:(?::|h|g|gio) ?(?P<m>\d{2}) ?(?:p|phut)?|h|g|gio)(?: (?P<part>sang|trua|chieu|toi))?",
    re.ASCII,
)


def _plain(typed: str) -> str:
    return " ".join(fold(typed).split())


def _parse_date(typed: str, today: date) -> date | None:
    plain = _plain(typed)
    if plain in {"hom nay", "today"}:
        return today
    for shape in _DATE_SHAPES:
        found = shape.fullmatch(plain)
        if not found:
            continue
        year = found["y"] or str(today.year)
        try:
            return date(int(year) + (2000 if len(year) == 2 else 0), int(found["m"]), int(found["d"]))
        except ValueError:
            return None
    return None


def _parse_time(typed: str) -> time | None:
    found = _TIME_SHAPE.fullmatch(_plain(typed))
    if not found:
        return None
    hour = int(found["h"])
    if found["part"] in {"chieu", "toi"} and hour < 12:
        hour += 12
    try:
        return time(hour, int(found["m"] or 0))
    except ValueError:
        return None


def _parse_choice(field: Field, typed: str) -> Value | Problem:
    if field.kind is Kind.MULTI:
        return _parse_ticks(field, typed)
    found = match(field.options, typed)
    if isinstance(found, str) or field.kind is not Kind.YES_NO:
        return found
    words = " ".join(_words(typed))
    if words in _YES_WORDS:
        return YES
    return NO if words in _NO_WORDS else found


def _parse_ticks(field: Field, typed: str) -> list[str] | Problem:
    whole = match(field.options, typed)
    if isinstance(whole, str):
        return [whole]
    keys: list[str] = []
    for part in re.split(r"[,;\n]", typed):
        found = match(field.options, part)
        if isinstance(found, Problem):
            return Problem(found.code, typed, candidates=found.candidates)
        keys.append(found)
    return keys


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def match(options: Sequence[Option], text: str) -> str | Problem:
    """The key of the one option that ``text`` names: its label, its label without accents, or the label's first whole
    words. Two names that fold alike ("Ba Bể", "Bà Bê") are offered, never guessed."""
    typed = clean(text)
    exact = [option for option in options if clean(option.label).casefold() == typed.casefold()]
    words = _words(typed)
    alike = [option for option in options if words and _words(option.label) == words]
    begins = [option for option in options if words and _words(option.label)[: len(words)] == words]
    for found in (exact, alike, begins):
        if len(found) == 1:
            return found[0].key
        if found:
            return Problem(Code.SEVERAL_OPTIONS, typed, candidates=tuple(found))
    return Problem(Code.NOT_AN_OPTION, typed)


def option_keys(field: Field) -> tuple[str, ...]:
    """The keys that may be chosen; empty for a person or unit that is found by search."""
    if field.kind is Kind.YES_NO:
        return (YES, NO)
    return tuple(option.key for option in field.options)


def check(field: Field, value: Value) -> Value | Problem:
    """``value`` in canonical form if ``field`` may hold it. None passes when nothing to report or skipping does."""
    if value is None:
        return None if field.nothing or not field.required else Problem(Code.EMPTY)
    if field.kind in _CHOICES:
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
    return _label(field, value) if field.kind in _CHOICES else value


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


def usable_previous(field: Field, previous: Mapping[str, Value]) -> bool:
    """Whether the last period's value can be taken over: there is one and the question still allows it."""
    return field.carry and field.key in previous and not isinstance(check(field, previous[field.key]), Problem)
