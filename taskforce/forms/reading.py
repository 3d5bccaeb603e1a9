"""What people type, read as the answer to a question: numbers, dates, times of day, names of options."""

import re
from collections.abc import Sequence
from datetime import date, time

from taskforce.forms.model import Field, Kind, Option, Value
from taskforce.forms.values import CHOICES, FIGURES, NO, YES, Code, Problem, check, clean, decimal_text
from taskforce.vietnamese import NumberError, fold, parse_number

_YES_WORDS = frozenset({"co", "vang", "dung", "phai", "dong y", "yes", "y", "ok"})
_NO_WORDS = frozenset({"khong", "ko", "no", "n", "khong dong y", "khong phai"})
_NOTHING_WORDS = frozenset({"khong", "khong co", "khong co gi", "ko", "ko co", "none", "nothing", "no"})


def parse(field: Field, text: str, today: date) -> Value | Problem:
    """What ``text`` means as the answer to ``field``; a date without a year lies in the year of ``today`` (local)."""
    typed = clean(text)
    if not typed:
        return Problem(Code.EMPTY)
    if field.kind is Kind.FILE:
        return None if _means_nothing(field, typed) else Problem(Code.NEEDS_FILE, typed)
    if field.kind in CHOICES:
        return _parse_choice(field, typed)
    if _means_nothing(field, typed):
        return None
    raw = _parse_plain(field.kind, field.measure, typed, today)
    if isinstance(raw, Problem):
        return raw
    checked = check(field, raw)
    return Problem(checked.code, typed, checked.limit) if isinstance(checked, Problem) else checked


def _means_nothing(field: Field, typed: str) -> bool:
    return field.nothing and fold(typed) in _NOTHING_WORDS


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
    """Without accents, case and double spaces; the marks between digits stay."""
    return " ".join(re.sub(r"\w+", lambda word: fold(word[0]), typed).split())


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
    words = fold(typed)
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


def match(options: Sequence[Option], text: str) -> str | Problem:
    """The key of the one option that ``text`` names: its label, its label without accents, or the label's first whole
    words. Two names that fold alike ("Ba Bể", "Bà Bê") are offered, never guessed."""
    typed = clean(text)
    exact = [option for option in options if clean(option.label).casefold() == typed.casefold()]
    words = fold(typed).split()
    alike = [option for option in options if words and fold(option.label).split() == words]
    begins = [option for option in options if words and fold(option.label).split()[: len(words)] == words]
    for found in (exact, alike, begins):
        if len(found) == 1:
            return found[0].key
        if found:
            return Problem(Code.SEVERAL_OPTIONS, typed, candidates=tuple(found))
    return Problem(Code.NOT_AN_OPTION, typed)
