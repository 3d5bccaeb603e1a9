"""An answer's value as people read it, in their language."""

from collections.abc import Mapping

from messages import formats, render
from messages.contexts.reports import Last
from messages.model import Label
from taskforce.forms import NO, YES, Field, Kind, Value, display

_FIGURES = (Kind.NUMBER, Kind.PERCENT)


def value_text(field: Field, value: Value, locale: str) -> str:
    """``value`` in words: "1.234,5 hồ sơ", "98,5%", an option's label, a file's name; "không có" for None."""
    if value is None:
        return render.label(Label("report.skipped" if not field.required else "report.nothing_said"), locale)
    if field.key == "tasks-changed" and isinstance(value, list):
        return ", ".join(value)
    if field.kind in _FIGURES and isinstance(value, str):
        return _figure(field, value, locale)
    if isinstance(value, dict):
        return ", ".join(name for _, name, _ in files_in(value))
    if field.kind is Kind.YES_NO and value in (YES, NO):
        return render.label(Label(f"report.{value}"), locale)
    return display(field, value)


def _figure(field: Field, value: str, locale: str) -> str:
    number = formats.number(value, locale)
    if field.kind is Kind.PERCENT:
        return f"{number}%"
    return f"{number} {field.measure}".rstrip()


def bare_text(field: Field, value: Value, locale: str) -> str:
    """The same, short enough for a button: figures without their measure, titles and texts cut."""
    if field.kind in _FIGURES and isinstance(value, str):
        return formats.number(value, locale) + ("%" if field.kind is Kind.PERCENT else "")
    return formats.shorten(" ".join(value_text(field, value, locale).split()), 18)


MOST_FILES = 10
"""Files that one answer can hold."""


def files_in(value: Value) -> list[tuple[str, str, str]]:
    """The files of an answer: (Telegram's file id, name, "photo" or "document"), the first under plain keys, the
    others under "file_id_2", "name_2", "kind_2" and so on."""
    if not isinstance(value, dict):
        return []
    tails = ["", *(f"_{number}" for number in range(2, MOST_FILES + 1))]
    return [
        (value[f"file_id{tail}"], value.get(f"name{tail}", ""), value.get(f"kind{tail}", "document"))
        for tail in tails
        if f"file_id{tail}" in value
    ]


def with_file(value: Value, file_id: str, name: str, kind: str) -> dict[str, str]:
    """The answer with one more file; at most MOST_FILES, what comes after is not taken."""
    held = dict(value) if isinstance(value, dict) else {}
    number = len(files_in(held)) + 1
    tail = "" if number == 1 else f"_{number}"
    if number > MOST_FILES or any(file_id == known for known, _, _ in files_in(held)):
        return held
    return held | {f"file_id{tail}": file_id, f"name{tail}": name, f"kind{tail}": kind}


_LAST: Mapping[str, Last] = {"": "year", "Q": "quarter", "H": "half", "W": "week"}


def last_word(period: str) -> Last:
    """What the period before is called: "month" for "2022-03"; also the end of labels' keys (report.same_month)."""
    return _LAST.get(period.partition("-")[2][:1], "month")
