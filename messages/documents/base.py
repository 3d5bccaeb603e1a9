"""What every kind of document shares: the base of its records, the head of a letter, who signs it."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

Moment = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment with its offset, local to the task force."""


class Record(msgspec.Struct, frozen=True):
    """The base of what a document is made of."""


class Heading(Record, frozen=True):
    """The head of a letter: who issues it, its number, where and when.

    ``superior`` is the body above ("UBND tỉnh Bắc Kạn"), "" where none is named; ``body`` the issuing body in full and
    ``body_short`` the same in running text ("Tổ công tác"). ``code`` is the body's abbreviation in the number:
    "Số: 07/GM-TCT" has number "7", code "TCT". An empty ``number`` and an ``issued_on`` of None leave room to be filled
    in when the letter is issued.
    """

    superior: str
    body: str
    code: str
    place: str
    body_short: str = "Tổ công tác"
    number: str = ""
    issued_on: date | None = None


class Official(Record, frozen=True):
    """A person by name and title: "Nguyễn Văn Mẫu", "Chủ tịch UBND tỉnh, Tổ trưởng Tổ công tác"."""

    name: str
    title: str = ""


class Signature(Record, frozen=True):
    """Who will sign; the document leaves the room, it never shows a signature or a stamp.

    ``head_title`` is the head of the body ("Tổ trưởng"). Where somebody signs in the head's place, ``deputy_title`` is
    their own ("Tổ phó Thường trực") and ``capacity`` how: KT. for a deputy, TL. for one who signs by order, such as
    the secretary. ``office`` is the post outside the task force, when it is to be shown ("Giám đốc Công an tỉnh").
    """

    head_title: str
    name: str
    deputy_title: str = ""
    capacity: Literal["KT.", "TL.", "TUQ."] = "KT."
    office: str = ""
