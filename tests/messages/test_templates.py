"""Every message in both languages, whatever names and texts it is given: valid for Telegram, complete, escaped."""

import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from importlib import resources
from pathlib import Path
from string import Formatter
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import messages.contexts
from bot.sandbox.html import parse_html
from messages import render
from messages.contexts.basics import MessageRefused
from messages.model import Message, Part

_HOSTILE = [
    "<b>Nguyễn</b>",
    "Lê & Trần",
    "</blockquote><script>",
    "{{ 7 * 7 }}",
    "a<b>c&amp;d\"e'f",
    "Ng\u0302uyen",
    "\u202eđảo ngược",
    "𝕌𝔹ℕ𝔻 🏛",
    "%s {0} {name}",
    "'; DROP TABLE people; --",
    "x" * 300,
]


def _all_messages() -> list[type[Message]]:
    found: list[type[Message]] = []
    for module in pkgutil.iter_modules(messages.contexts.__path__):
        loaded = importlib.import_module(f"messages.contexts.{module.name}")
        found += [
            kind
            for _, kind in inspect.getmembers(loaded, inspect.isclass)
            if issubclass(kind, Message) and kind is not Message and kind.__module__ == loaded.__name__
        ]
    return found


MESSAGES = _all_messages()
_PERIODS = ["2022-03", "2022-Q1", "2022-H2", "2022", "2022-W07", "2023-2025"]
_MOMENTS = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1))  # noqa: DTZ001 - local times


def _values(hint: Any, name: str) -> st.SearchStrategy[Any]:
    """Values of a field: hostile where they are texts, of the right shape where a template computes with them."""
    if hint is str:
        return st.sampled_from(_PERIODS if "period" in name else _HOSTILE)
    if hint is int:
        return st.integers(0, 10_000)
    if hint is Decimal:
        return st.decimals(-1_000_000, 1_000_000, places=2)
    if hint is datetime:
        return _MOMENTS
    if isinstance(hint, type) and issubclass(hint, Part):
        return _instances(hint)
    arguments = get_args(hint)
    if get_origin(hint) in {Union, UnionType}:
        return st.one_of(*(_values(a, name) for a in arguments))
    if get_origin(hint) in {tuple, Sequence}:
        if get_origin(hint) is tuple and Ellipsis not in arguments:
            return st.tuples(*(_values(a, name) for a in arguments))
        return st.lists(_values(arguments[0], name), max_size=2).map(tuple)
    if get_origin(hint) in {dict, Mapping}:
        return st.dictionaries(_values(arguments[0], name), _values(arguments[1], name), max_size=3)
    return st.from_type(hint)


def _instances(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{name: _values(hints[name], name) for name in kind.__struct_fields__})


def test_there_are_messages_and_each_has_a_name_of_its_own() -> None:
    """No two messages share a template."""
    names = [kind.template for kind in MESSAGES]
    assert len(names) > 20
    assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.template)
@settings(max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_message_survives_hostile_values(kind: type[Message], data: st.DataObject) -> None:
    """Rendered in both languages it is HTML that Telegram takes, in pieces that fit."""
    message = data.draw(_instances(kind))
    for locale in render.LOCALES:
        pieces = render.parts(message, locale)
        assert pieces
        for piece in pieces:
            text, _ = parse_html(piece)
            assert 0 < len(text) <= 4096


@pytest.mark.parametrize("locale", render.LOCALES)
def test_every_template_belongs_to_a_message(locale: str) -> None:
    """No template is left over, none is missing."""
    folder = resources.files("messages") / "templates" / locale
    files = {f.name.removesuffix(".html.j2") for f in folder.iterdir() if not f.name.startswith("_")}
    assert files == {kind.template for kind in MESSAGES}


def test_both_languages_have_the_same_labels_with_the_same_parameters() -> None:
    """A button has words in both languages, and takes the same values."""

    def labels(locale: str) -> dict[str, set[str | None]]:
        found = {}
        for file in Path(str(resources.files("messages") / "labels" / locale)).glob("*.toml"):
            for key, words in tomllib.loads(file.read_text(encoding="utf-8")).items():
                found[f"{file.stem}.{key}"] = {name for _, name, _, _ in Formatter().parse(words)}
        return found

    assert labels("vi") == labels("en")


def test_a_value_is_never_run_as_a_template() -> None:
    """Jinja's braces in a name are shown as they are."""
    assert "{{ 7 * 7 }}" in render.text(MessageRefused("sendMessage", "{{ 7 * 7 }}"), "vi")
