"""What the layers above hand over to be said: a message is a frozen record whose name is its template's.

Records are msgspec structs, not dataclasses: there are hundreds of them, and making a dataclass costs most of a
millisecond at every start, a struct a twentieth of that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

import msgspec


class Part(msgspec.Struct, frozen=True):
    """The base of what a message is made of: a line, a group, anything that is no message of its own."""


class Message(msgspec.Struct, frozen=True):
    """The base of every context in ``messages.contexts``.

    The class ``ReportQuestion`` in ``contexts/reports.py`` is said by ``templates/<locale>/report_question.html.j2``;
    every field of the struct is a variable there. Values are escaped by the template engine.
    """

    template: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.template = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()


@dataclass(frozen=True)
class Label:
    """Words for a button or a short pop-up, by key: "report.start" is ``start`` in ``labels/<locale>/report.toml``.

    ``{name}`` in the text is replaced by the parameter of that name.
    """

    key: str
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class Button:
    """One button under a message: exactly one of ``data`` (a tap for us), ``url`` or ``copy`` is given.

    ``label`` is a Label, or plain text where the words are data (a unit's name). ``data`` is at most 64 bytes.
    """

    label: Label | str
    data: str | None = None
    url: str | None = None
    copy: str | None = None
    style: Literal["primary", "success", "danger"] | None = None


Keyboard = tuple[tuple[Button, ...], ...]
"""Rows of buttons."""


@dataclass(frozen=True)
class AskContact:
    """Instead of buttons under the message: one key that shares the person's own phone number."""

    label: Label


@dataclass(frozen=True)
class RemoveKeys:
    """Take the contact key away again."""


Markup = Keyboard | AskContact | RemoveKeys
