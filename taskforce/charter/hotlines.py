"""Telephone numbers that help: whom to call, when, for what."""

import re
from typing import Annotated

from pydantic import AfterValidator

from taskforce.charter.base import Label, Rule
from taskforce.charter.expressions import show

_PHONE = re.compile(r"\+?[0-9](?:[ .-]?[0-9])*")
_FEWEST, _MOST = 3, 15  # digits: 113 to the longest international number


def _phone(value: str) -> str:
    if not _PHONE.fullmatch(value) or not _FEWEST <= sum(letter.isdigit() for letter in value) <= _MOST:
        raise ValueError(f'expected a telephone number such as "1800.1096", got {show(value)}')
    return value


Phone = Annotated[str, AfterValidator(_phone)]
"""A number as people write it: 3 to 15 digits, with spaces, points or hyphens between them."""


class Hotline(Rule):
    """One number; ``phone`` is shown as it is written. ``hours`` says when somebody answers, where that is known."""

    name: Label
    phone: Phone
    hours: Label | None = None
    cite: str = ""
