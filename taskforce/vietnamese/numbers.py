"""Numbers as they are written in Vietnam: 1.234,5.

Read leniently where there is one reading, refused where there are two: a wrong figure in a report to a
ministry costs more than one more question.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from taskforce.vietnamese.text import fold, nfc

_MOST_DIGITS = 18
_SHAPE = re.compile(
    r"(?P<sign>[+\-−–]?)\s*"
    r"(?P<body>[0-9](?:[0-9., \u00a0\u202f]*[0-9])?)\.?\s*"
    r"(?P<words>\(?[^\W\d_][^\d]{0,39}|%|)"
)
_SPACES = re.compile(r"[ \u00a0\u202f]")
_DOT_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_COMMA_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_SPACE_GROUPS = re.compile(r"[1-9][0-9]{0,2}(?: [0-9]{3})+")
_MULTIPLIERS = frozenset(["chuc", "tram", "nghin", "ngan", "van", "trieu", "ty", "ti", "k", "tr"])


class NumberError(ValueError):
    """The text is no number ("not-a-number") or can be read as two ("ambiguous": ask, never guess)."""

    def __init__(self, reason: Literal["not-a-number", "ambiguous"]) -> None:
        super().__init__(reason)
        self.reason: Literal["not-a-number", "ambiguous"] = reason


def parse_number(text: str, measure: str = "") -> Decimal:
    """Read a number: "1.234" is 1234, "1.234,5" is 1234.5, "98.5" and "98,5" are 98.5, "1 234" is 1234.

    A trailing "%" or words of measure ("hồ sơ") are left out. ``measure`` is the question's own unit:
    "12 triệu đồng" is 12 when asked in "triệu đồng", and ambiguous otherwise. "1,234" and "1,234.5" are
    ambiguous, because half of the world's spreadsheets mean 1234. Raises NumberError.
    """
    match = _SHAPE.fullmatch(nfc(text))
    if match is None:
        raise NumberError("not-a-number")
    _check_words(match["words"], measure)
    body = _SPACES.sub(" ", match["body"])
    if sum(letter.isdigit() for letter in body) > _MOST_DIGITS:
        raise NumberError("not-a-number")
    number = Decimal(_plain(body))
    return -number if match["sign"] in ("-", "−", "–") and number else number


def _check_words(words: str, measure: str) -> None:
    folded = fold(words)
    if measure and folded == fold(measure):
        return
    first = folded.partition(" ")[0]
    if first in _MULTIPLIERS or (folded.startswith("phan ") and folded != "phan tram"):
        raise NumberError("ambiguous")


def _plain(body: str) -> str:
    """The body with a point for decimals and nothing else between its digits."""
    if " " in body:
        whole, mark, rest = body.replace(",", ".").partition(".")
        if not _SPACE_GROUPS.fullmatch(whole) or "." in rest or " " in rest:
            raise NumberError("not-a-number")
        return whole.replace(" ", "") + mark + rest
    if "," in body and "." in body:
        return _both(body)
    if "," in body:
        if _COMMA_GROUPS.fullmatch(body):
            raise NumberError("ambiguous")
        return _decimal(body.replace(",", "."))
    if _DOT_GROUPS.fullmatch(body):
        return body.replace(".", "")
    return _decimal(body)


def _both(body: str) -> str:
    whole, _, rest = body.partition(",")
    if rest.isdecimal() and _DOT_GROUPS.fullmatch(whole):
        return whole.replace(".", "") + "." + rest
    whole, _, rest = body.partition(".")
    if rest.isdecimal() and _COMMA_GROUPS.fullmatch(whole):
        raise NumberError("ambiguous")
    raise NumberError("not-a-number")


def _decimal(body: str) -> str:
    if body.count(".") > 1:
        raise NumberError("not-a-number")
    return body


def format_number(value: Decimal | str, decimals: int | None = None) -> str:
    """Write a number as 1.234,5: exactly, or with ``decimals`` rounded half up to so many places."""
    number = Decimal(value)
    if decimals is not None:
        number = number.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    plain = f"{abs(number):f}"
    whole, _, rest = plain.partition(".")
    if decimals is None:
        rest = rest.rstrip("0")
    text = f"{int(whole):,}".replace(",", ".") + ("," + rest if rest else "")
    return "−" + text if number < 0 and text.strip("0,") else text


def format_change(new: Decimal | str, old: Decimal | str) -> str:
    """The difference from ``old`` to ``new`` with its sign: "+50", "−12,5", "0"."""
    change = Decimal(new) - Decimal(old)
    return ("+" if change > 0 else "") + format_number(change)
