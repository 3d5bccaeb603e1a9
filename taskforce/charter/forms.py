"""The questions of a report, as the charter writes them down."""

from collections.abc import Sequence
from typing import Literal

from pydantic import Field as Setting

from taskforce.charter.base import Key, Label, Number, Rule, Whole, YesNo
from taskforce.forms.model import Condition, Field, Form, Kind, Option, Section

FieldKind = Literal[
    "choice", "multi", "yes-no", "number", "percent", "date", "time", "text", "file", "person", "unit", "tasks"
]


class SectionSpec(Rule):
    """A named group of questions."""

    key: Key
    title: Label


class OptionSpec(Rule):
    """One thing to tap."""

    key: Key
    label: Label


class ConditionSpec(Rule):
    """Ask only when the answer to ``field`` is, or contains, one of ``values``."""

    field: Key
    values: tuple[str, ...] = Setting(min_length=1)


class FieldSpec(Rule):
    """One question; the attributes of ``taskforce.forms.model.Field`` and what the summary needs.

    ``tasks`` marks the place of the unit's open tasks. ``for_units``: only these units are asked (all when empty).
    ``total``: how the units' values add up in the summary. ``over_time``: how one unit's go over the months of a longer
    period: by the same rule, or (a level, such as what is in stock) only the latest counts.
    """

    key: Key
    kind: FieldKind
    label: Label
    section: str = ""
    hint: Label | None = None
    required: YesNo = True
    nothing: YesNo = False
    carry: YesNo = True
    options: tuple[OptionSpec, ...] = ()
    measure: Label | None = None
    whole: YesNo = False
    minimum: str | None = None
    maximum: str | None = None
    max_length: Whole = Setting(default=2000, ge=1, le=4000)
    ask_why_above: Number | None = Setting(default=None, gt=0)
    ask_why_on: tuple[str, ...] = ()
    only_if: ConditionSpec | None = None
    for_units: tuple[str, ...] = ()
    total: Literal["sum", "average", "none"] = "none"
    over_time: Literal["total", "latest"] = "total"

    def asked_of(self, unit: str) -> bool:
        """Whether the unit of that name is asked."""
        return not self.for_units or unit in self.for_units

    def to_field(self, locale: str) -> Field:
        """The question in one language; ValueError for the ``tasks`` marker, which is not one question."""
        if self.kind == "tasks":
            raise ValueError("the tasks marker is expanded into one choice per task, it is not a question")
        condition = Condition(self.only_if.field, self.only_if.values) if self.only_if else None
        return Field(
            key=self.key,
            kind=Kind(self.kind),
            label=self.label.localised(locale),
            section=self.section,
            hint=self.hint.localised(locale) if self.hint else "",
            required=self.required,
            nothing=self.nothing,
            carry=self.carry,
            options=tuple(Option(option.key, option.label.localised(locale)) for option in self.options),
            measure=self.measure.localised(locale) if self.measure else "",
            whole=self.whole,
            minimum=self.minimum,
            maximum=self.maximum,
            max_length=self.max_length,
            ask_why_above=self.ask_why_above,
            ask_why_on=self.ask_why_on,
            only_if=condition,
        )


class FormSpec(Rule):
    """The questions of one report, in order."""

    key: Key
    title: Label
    version: Whole = Setting(default=1, ge=1)
    sections: tuple[SectionSpec, ...] = ()
    fields: tuple[FieldSpec, ...] = Setting(min_length=1)

    def fields_for(self, unit: str) -> tuple[FieldSpec, ...]:
        """The questions that the unit of that name is asked, the ``tasks`` marker among them."""
        return tuple(field for field in self.fields if field.asked_of(unit))

    def localised(self, locale: str, unit: str = "", tasks: Sequence[Field] = ()) -> Form:
        """The form as it is asked: one language, one unit ("" for all questions), its tasks at the marker's place."""
        fields: list[Field] = []
        for spec in self.fields_for(unit) if unit else self.fields:
            fields.extend(tasks if spec.kind == "tasks" else [spec.to_field(locale)])
        used = {field.section for field in fields}
        sections = tuple(
            Section(section.key, section.title.localised(locale)) for section in self.sections if section.key in used
        )
        return Form(self.key, self.title.localised(locale), tuple(fields), sections, self.version)
