"""From a message to the text and buttons that Telegram gets: HTML, escaped by default (design §9)."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup as Safe

from messages import formats, rich
from messages.model import AskContact, Button, Keyboard, Label, Markup, Message, RemoveKeys
from messages.split import split_html

LOCALES = ("vi", "en")
DEFAULT_LOCALE = "vi"


def known_locale(code: str | None) -> str:
    """The locale to speak to somebody whose app says ``code`` ("en-US"): one of LOCALES, Vietnamese first."""
    short = (code or DEFAULT_LOCALE).split("-")[0].lower()
    return short if short in LOCALES else DEFAULT_LOCALE


@cache
def _environment(locale: str) -> Environment:
    environment = Environment(
        loader=PackageLoader("messages", f"templates/{locale}"),
        autoescape=True,  # select_autoescape does not know .html.j2
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,  # templates do not change under a running bot; looking costs three file accesses each
    )
    environment.filters.update(formats.filters(locale))
    environment.filters["rich"] = rich.to_html
    return environment


@cache
def _labels(locale: str) -> Mapping[str, str]:
    words: dict[str, str] = {}
    for file in (resources.files("messages") / "labels" / locale).iterdir():
        if file.name.endswith(".toml"):
            feature = file.name.removesuffix(".toml")
            table = tomllib.loads(file.read_text(encoding="utf-8"))
            words.update({f"{feature}.{key}": text for key, text in table.items()})
    return words


def label(words: Label | str, locale: str) -> str:
    """The words of a label in that language; plain text stays as it is.

    Raises:
        KeyError: there is no such label.
    """
    if isinstance(words, str):
        return words
    return _labels(locale)[words.key].format(**words.params)


def text(message: Message, locale: str) -> str:
    """The whole message as Telegram HTML, however long."""
    template = _environment(locale).get_template(f"{message.template}.html.j2")
    variables: dict[str, Any] = {name: getattr(message, name) for name in message.__struct_fields__}
    return template.render(variables).strip()


def parts(message: Message, locale: str) -> list[str]:
    """The message in pieces that Telegram takes: at most 4096 characters each, no tag cut in two."""
    return split_html(text(message, locale))


def _button(button: Button, locale: str) -> dict[str, Any]:
    words = label(button.label, locale)
    shown: dict[str, Any] = {"text": words}
    if button.data is not None:
        shown["callback_data"] = button.data
    elif button.url is not None:
        shown["url"] = button.url
    elif button.copy is not None:
        shown["copy_text"] = {"text": button.copy}
    if button.style is not None:
        shown["style"] = button.style
    return shown


def markup(keyboard: Markup, locale: str) -> dict[str, Any]:
    """The ``reply_markup`` that Telegram takes for this keyboard."""
    if isinstance(keyboard, AskContact):
        key = {"text": label(keyboard.label, locale), "request_contact": True}
        return {"keyboard": [[key]], "resize_keyboard": True, "one_time_keyboard": True}
    if isinstance(keyboard, RemoveKeys):
        return {"remove_keyboard": True}
    return {"inline_keyboard": _rows(keyboard, locale)}


def _rows(keyboard: Keyboard, locale: str) -> list[list[dict[str, Any]]]:
    return [[_button(button, locale) for button in row] for row in keyboard if row]


def html(words: str) -> Safe:
    """Text from outside, escaped, for the few places that build HTML by hand."""
    return Safe.escape(words)


def local(moment: datetime, zone: str) -> datetime:
    """The moment as the people of that zone read it; templates get local times only."""
    return formats.local(moment, zone)
