"""Reading a charter: TOML in, a checked Charter out, or every mistake at once."""

import re
import tomllib
import types
from collections.abc import Iterator
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from taskforce.charter.checks import check
from taskforce.charter.errors import CharterError, Problem
from taskforce.charter.expressions import show
from taskforce.charter.forms import FormSpec
from taskforce.charter.model import Charter

_BOUND = re.compile(r"expected (greater|less) than or equal to (\S+)")
_UNION_TAGS = ("table", "word")
_PRESETS = files("taskforce").joinpath("charters")


def preset_names() -> tuple[str, ...]:
    """The names of the charters that ship with the product, sorted."""
    return tuple(sorted(item.name.removesuffix(".toml") for item in _PRESETS.iterdir() if item.name.endswith(".toml")))


@lru_cache(maxsize=8)
def load_preset(name: str) -> Charter:
    """A charter that ships with the product; CharterError naming the ones there are when it is not one of them."""
    return load_file(preset_text(name), f"{name}.toml")


def preset_text(name: str) -> str:
    """The TOML text of such a charter, as it ships; CharterError like ``load_preset``."""
    if name not in preset_names():
        raise CharterError(name, (Problem("", f"there is no such preset; there are {', '.join(preset_names())}"),))
    return _PRESETS.joinpath(f"{name}.toml").read_text(encoding="utf-8")


def load_file(text: str, name: str) -> Charter:
    """The charter in ``text``; ``name`` is what errors call the file. CharterError lists every mistake."""
    try:
        return _checked(text, name)
    except RecursionError:
        raise CharterError(name, (Problem("", "lists or tables lie too deep in each other"),)) from None


def _checked(text: str, name: str) -> Charter:
    try:
        data = tomllib.loads(text)
    except ValueError as error:  # a TOMLDecodeError, or Python's own about a number with thousands of digits
        raise CharterError(name, (Problem("", f"this is not valid TOML: {error}"),)) from None
    try:
        charter = Charter.model_validate(data)
    except ValidationError as error:
        raise CharterError(name, tuple(_problems(error, data))) from None
    if problems := check(charter, (form.key for form in standard_forms())):
        raise CharterError(name, tuple(problems))
    return _with_standard_forms(charter)


@lru_cache(maxsize=1)
def standard_forms() -> tuple[FormSpec, ...]:
    """The forms that any charter may name without writing them down (``charters/forms/standard.toml``)."""
    text = _PRESETS.joinpath("forms", "standard.toml").read_text(encoding="utf-8")
    return tuple(FormSpec.model_validate(form) for form in tomllib.loads(text)["forms"])


def _with_standard_forms(charter: Charter) -> Charter:
    """The charter with the standard forms that it names and does not define."""
    own = {form.key for form in charter.forms}
    named = {report.form for report in charter.reports} - own
    borrowed = tuple(form for form in standard_forms() if form.key in named)
    return charter.model_copy(update={"forms": charter.forms + borrowed}) if borrowed else charter


def _problems(error: ValidationError, data: dict[str, Any]) -> Iterator[Problem]:
    for detail in error.errors(include_url=False, include_context=True):
        location = _in_file(detail["loc"], data)
        yield Problem(_dotted(location), _message(detail["type"], detail["msg"], detail["input"], location))


def _message(kind: str, text: str, value: object, location: list[str | int]) -> str:
    if kind == "missing":
        return "is missing"
    if kind == "extra_forbidden":
        close = get_close_matches(str(location[-1]), _keys_at(location[:-1]), 1)
        return "there is no such key" + (f'; did you mean "{close[0]}"?' if close else "")
    if kind == "value_error":
        return text.removeprefix("Value error, ")
    expected = _EXPECTED.get(kind) or text.replace("Input should be", "expected").replace("'", '"')
    if found := _BOUND.fullmatch(expected):
        expected = f"expected {found[2]} or {'more' if found[1] == 'greater' else 'less'}"
    if expected == 'expected "unspecified"':
        expected = 'expected a table in { } or "unspecified"'
    return f"{expected}, got {show(value)}"


_EXPECTED = {
    "model_type": "expected a table in { }",
    "tuple_type": "expected a list in [ ]",
    "string_type": "expected a text in quotation marks",
    "int_type": "expected a whole number",
    "float_type": "expected a number",
    "too_short": "expected at least one entry",
    "bool_type": "expected true or false",
}
"""What pydantic's kinds of errors are to somebody who writes TOML."""


def _in_file(location: tuple[str | int, ...], data: Any) -> list[str | int]:
    """The error's place as the file has it: without the tags of unions that pydantic puts in between."""
    path: list[str | int] = []
    for index, part in enumerate(location):
        if _has(data, part):
            data = data[part]
            path.append(part)
        elif index == len(location) - 1 and isinstance(data, dict) and part not in _UNION_TAGS:
            path.append(part)
    return path


def _has(data: Any, part: str | int) -> bool:
    return part in data if isinstance(data, dict) else isinstance(data, list) and part in range(len(data))


def _dotted(location: list[str | int]) -> str:
    dotted = ""
    for part in location:
        dotted += f"[{part}]" if isinstance(part, int) else f".{part}" if dotted else part
    return dotted


def _keys_at(location: list[str | int]) -> list[str]:
    """The keys that the table at this place may have."""
    tables: list[type[BaseModel]] = [Charter]
    for part in location:
        if isinstance(part, int):
            continue
        fields = (table.model_fields.get(part) or _by_alias(table, part) for table in tables)
        tables = [found for field in fields if field for found in _tables_in(field.annotation)]
    return [field.alias or name for table in tables for name, field in table.model_fields.items()]


def _by_alias(table: type[BaseModel], alias: str) -> Any:
    return next((field for field in table.model_fields.values() if field.alias == alias), None)


def _tables_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if get_origin(annotation) in (Annotated, Union, types.UnionType, tuple):
        return [table for part in get_args(annotation) for table in _tables_in(part)]
    return []
