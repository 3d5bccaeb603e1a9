"""Forms, answers and sessions as JSON text, and strictly back.

Every document says its version under "v". Keys a newer version added are passed over; a missing key, or a value of the
wrong type, is a `CodecError` that names the place. What still has its default value is not written: the defaults of
``model`` are part of the format, and changing one means a new version here.
"""

import json
import re
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from taskforce.forms.model import Answer, Condition, Field, Form, Kind, Option, Phase, Section, Session, Value

VERSION = 1

Json = Any
"""What ``json.loads`` gives."""

T = TypeVar("T")
Reader = Callable[[Json, str], Any]


_SIMPLE_TEXT = re.compile(r'"[^"\\]*"\Z')


class CodecError(ValueError):
    """A stored form, answer or session that cannot be read; says where and what was expected."""

    def __init__(self, where: str, expected: str) -> None:
        super().__init__(f"{where}: expected {expected}")
        self.where = where
        self.expected = expected


def form_to_json(form: Form) -> str:
    """``form`` as one line of JSON."""
    return _dump(form)


def form_from_json(text: str) -> Form:
    """The form in ``text``. Raises CodecError."""
    return _read(Form, _load(text), "form")


def answer_to_json(answer: Answer) -> str:
    """``answer`` as one line of JSON; its time keeps its offset."""
    return _dump(answer)


def answer_from_json(text: str) -> Answer:
    """The answer in ``text``. Raises CodecError."""
    return _read(Answer, _load(text), "answer")


def value_to_json(value: Value) -> str:
    """Only an answer's value, for a column of its own."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def value_from_json(text: str) -> Value:
    """The value in ``text``. Raises CodecError."""
    if text.isprintable() and _SIMPLE_TEXT.match(text):
        return text[1:-1]  # by far the most answers, of which there may be thousands to count together
    return _value(_parse(text), "value")


def session_to_json(session: Session, with_form: bool = True) -> str:
    """``session`` as one line of JSON; without its form when that is kept elsewhere (once per report period)."""
    return _dump(session, leave_out="" if with_form else "form")


def session_from_json(text: str, form: Form | None = None) -> Session:
    """The session in ``text``; ``form`` stands in when it was written without. Raises CodecError."""
    data = _load(text)
    if "form" in data:
        return _read(Session, data, "session")
    if form is None:
        raise CodecError("session.form", "a form")
    return _read(Session, data, "session", form=form)


# Writing


def _dump(thing: Form | Answer | Session, leave_out: str = "") -> str:
    data = {"v": VERSION, **_plain(thing, leave_out)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _plain(thing: Any, leave_out: str = "") -> dict[str, Json]:
    plain = {}
    for name in _READERS[type(thing)]:
        part = getattr(thing, name)
        if name != leave_out and not _is_default(_DEFAULTS[type(thing)].get(name, MISSING), part):
            plain[name] = _jsonable(part)
    return plain


def _is_default(default: Any, part: Any) -> bool:
    # A stored 0 or "" must not pass for a default of False or None.
    return type(part) is type(default) and bool(part == default)


def _jsonable(part: Any) -> Json:
    if part is None or type(part) in (str, int, float, bool):
        return part
    if type(part) in _READERS:
        return _plain(part)
    if isinstance(part, list | tuple):
        return [_jsonable(each) for each in part]
    if isinstance(part, datetime):
        return part.isoformat()
    return str(part) if isinstance(part, StrEnum) else {key: _jsonable(each) for key, each in part.items()}


# Reading


def _parse(text: str) -> Json:
    try:
        return json.loads(text)
    except ValueError as error:
        raise CodecError("document", "JSON") from error


def _load(text: str) -> dict[str, Json]:
    data = _parse(text)
    if not isinstance(data, dict):
        raise CodecError("document", "a JSON object")
    if type(data.get("v")) is not int or data["v"] < 1:
        raise CodecError("document.v", "a version number")
    return data


def _read(kind: type[T], data: Json, where: str, **given: Any) -> T:
    if not isinstance(data, dict):
        raise CodecError(where, "an object")
    parts = dict(given)
    for slot in fields(kind):  # type: ignore[arg-type]  # every kind read here is a dataclass
        place = f"{where}.{slot.name}"
        if slot.name in data:
            parts[slot.name] = _READERS[kind][slot.name](data[slot.name], place)
        elif slot.name not in parts and slot.default is MISSING and slot.default_factory is MISSING:
            raise CodecError(place, "a value")
    return kind(**parts)


def _is(*kinds: type) -> Reader:
    """A reader of plain values; a bool is no int here."""

    def read(data: Json, where: str) -> Any:
        if type(data) not in kinds:
            raise CodecError(where, " or ".join(kind.__name__ for kind in kinds))
        return data

    return read


def _each(reader: Reader) -> Reader:
    def read(data: Json, where: str) -> tuple[Any, ...]:
        if not isinstance(data, list):
            raise CodecError(where, "a list")
        return tuple(reader(part, f"{where}[{index}]") for index, part in enumerate(data))

    return read


def _mapping(reader: Reader) -> Reader:
    def read(data: Json, where: str) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise CodecError(where, "an object")
        return {key: reader(part, f"{where}.{key}") for key, part in data.items()}

    return read


def _one(kind: type[Any]) -> Reader:
    return lambda data, where: _read(kind, data, where)


def _enum(kind: type[StrEnum]) -> Reader:
    def read(data: Json, where: str) -> StrEnum:
        try:
            return kind(data)
        except ValueError:
            raise CodecError(where, " | ".join(kind)) from None

    return read


def _optional(reader: Reader) -> Reader:
    return lambda data, where: None if data is None else reader(data, where)


def _value(data: Json, where: str) -> Value:
    if data is None or isinstance(data, str):
        return data
    if isinstance(data, list) and all(isinstance(part, str) for part in data):
        return data
    if isinstance(data, dict) and all(isinstance(part, str) for part in data.values()):
        return data
    raise CodecError(where, "text, a list of texts, an object of texts or null")


def _moment(data: Json, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(data)
    except (TypeError, ValueError):
        raise CodecError(where, "an ISO 8601 time") from None
    if moment.tzinfo is None:
        raise CodecError(where, "a time with its offset")
    return moment


def _number(data: Json, where: str) -> float:
    return float(_is(int, float)(data, where))


_text, _count, _flag = _is(str), _is(int), _is(bool)
_maybe_text, _texts = _optional(_text), _each(_text)

_READERS: dict[type, dict[str, Reader]] = {
    Option: {"key": _text, "label": _text},
    Condition: {"field": _text, "values": _texts},
    Section: {"key": _text, "title": _text},
    Field: {
        "key": _text,
        "kind": _enum(Kind),
        "label": _text,
        "section": _text,
        "hint": _text,
        "required": _flag,
        "nothing": _flag,
        "carry": _flag,
        "options": _each(_one(Option)),
        "measure": _text,
        "whole": _flag,
        "minimum": _maybe_text,
        "maximum": _maybe_text,
        "max_length": _count,
        "ask_why_above": _optional(_number),
        "ask_why_on": _texts,
        "only_if": _optional(_one(Condition)),
    },
    Form: {
        "key": _text,
        "title": _text,
        "fields": _each(_one(Field)),
        "sections": _each(_one(Section)),
        "version": _count,
    },
    Answer: {
        "value": _value,
        "by": _count,
        "at": _moment,
        "reason": _maybe_text,
        "revision": _count,
        "carried": _flag,
    },
    Session: {
        "form": _one(Form),
        "position": _text,
        "revision": _count,
        "answers": _mapping(_one(Answer)),
        "previous": _mapping(_value),
        "only": _texts,
        "seen": _mapping(_count),
        "draft": _mapping(_value),
        "trail": _texts,
        "phase": _enum(Phase),
        "reason": _maybe_text,
        "pending": _texts,
        "last": _text,
        "offered": _mapping(_value),
    },
}

_DEFAULTS: dict[type, dict[str, Any]] = {
    kind: {
        slot.name: slot.default_factory() if slot.default_factory is not MISSING else slot.default
        for slot in fields(kind)
    }
    for kind in _READERS
}
