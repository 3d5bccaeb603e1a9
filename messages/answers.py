"""An answer's value as people read it, in their language."""

from taskforce.forms import NO, YES, Field, Kind, Value, display

from messages import formats, render
from messages.model import Label

_FIGURES = (Kind.NUMBER, Kind.PERCENT)


def value_text(field: Field, value: Value, locale: str) -> str:
    """``value`` in words: "1.234,5 hồ sơ", "98,5%", an option's label, a file's name; "không có" for None."""
    if value is None:
        return render.label(Label("report.skipped" if not field.required else "report.nothing_said"), locale)
    if field.key == "tasks-changed" and isinstance(value, list):
        return ", ".join(value)
    if field.kind in _FIGURES and isinstance(value, str):
        return _figure(field, value, locale)
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


def last_word(period: str) -> str:
    """What the period before is called, as the key of a label: report.last_month for "2022-03"."""
    part = period.partition("-")[2]
    return {"": "year", "Q": "quarter", "H": "half", "W": "week"}.get(part[:1], "month")
