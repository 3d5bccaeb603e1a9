"""Picking people: who is meant as it stands, one way of picking, the exact list."""

from typing import Literal

from messages.model import Message, Part

Purpose = Literal["invite", "tell", "ask"]
"""What they are picked for: to be invited to a meeting, told something, or asked for their opinion or vote."""


class PickedWords(Part, frozen=True):
    """One part of those picked: ``kind`` "all", "everybody", "role", "group", "unit", "missing" or "member".

    ``name`` says which; of "missing" it is the report whose senders are meant.
    """

    kind: str
    name: str


class PickedLine(Part, frozen=True):
    """Somebody who is picked; ``why`` "" or why nothing reaches them: "not-joined", "blocked"."""

    name: str
    title: str
    unit: str
    why: str


class PickerOverview(Message, frozen=True):
    """Who is picked as it stands. ``parts`` are the first few, ``more`` how many others; ``left_out`` alike.

    ``guests`` come from outside; ``called``: the invitations are out already.
    """

    purpose: Purpose
    subject: str
    parts: tuple[PickedWords, ...]
    more: int
    count: int
    left_out: tuple[str, ...]
    left_out_more: int
    unreachable: int
    guests: tuple[str, ...]
    called: bool


class PickerView(Message, frozen=True):
    """One way of picking: ``view`` "role", "group", "unit", "missing" or "member"."""

    purpose: Purpose
    view: str
    query: str
    found: int
    page: int
    pages: int


class PickerList(Message, frozen=True):
    """The exact list of those picked; ``first`` is the number of the first one on this page."""

    purpose: Purpose
    lines: tuple[PickedLine, ...]
    first: int
    count: int
    left_out: tuple[str, ...]
    left_out_more: int
    guests: tuple[str, ...]
    unreachable: int
    page: int
    pages: int
