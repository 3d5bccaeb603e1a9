"""A person written on one line: "Trần Văn Mẫu, Phó Giám đốc, 0912 345 678". Pure."""

import re
from dataclasses import dataclass

from taskforce.vietnamese import PhoneError, nfc, parse_phone

_DIGITS = re.compile(r"\+?\d[\d\s.\-–()]{5,}\d|\+?\d{7,}")
_BETWEEN = re.compile(r"\s*[,;\n|]\s*|\s+[-–—]\s+")
_LETTERS = re.compile(r"[^\W\d_]")
_COURTESY = re.compile(r"^(?:đồng chí|đ/c|đ\.c|ông|bà|anh|chị)\s+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Somebody by name; ``title`` and ``phone`` (E.164) are "" where they were not written."""

    name: str
    title: str = ""
    phone: str = ""


def read_person(text: str) -> NamedPerson | None:
    """Name, title and number in the order name first; the number may stand anywhere. None: there is no name in it.

    The titles of courtesy before a name are left out; what stands between the name and the number is the title.

    Raises:
        PhoneError: what looks like a telephone number is none.
    """
    text = nfc(text)
    found = _DIGITS.search(text)
    phone = "" if found is None else parse_phone(found[0])
    rest = text if found is None else f"{text[: found.start()]},{text[found.end() :]}"
    parts = [" ".join(part.split()) for part in _BETWEEN.split(rest)]
    for part in parts:
        if any(letter.isdigit() for letter in part) and not _LETTERS.search(part):
            parse_phone(part)  # too short for a number: it says so
            raise PhoneError("invalid")  # a second number: which one is meant?
    parts = [part.strip(" :.") for part in parts if _LETTERS.search(part)]
    if not parts:
        return None
    name = _COURTESY.sub("", parts[0])
    if len(_LETTERS.findall(name)) < 2:
        return None
    words = [part for part in parts[1:] if part.casefold() not in _MARKS]
    return NamedPerson(name, ", ".join(words), phone)


_MARKS = frozenset({"sđt", "đt", "điện thoại", "số điện thoại", "tel", "phone", "chức vụ"})


def is_written_out(text: str) -> bool:
    """Whether the line says more than a name: then it is a person written out, not letters to search for."""
    return bool(_DIGITS.search(text) or _BETWEEN.search(nfc(text).strip()))
