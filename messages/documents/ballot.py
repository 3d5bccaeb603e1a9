"""What the record of opinions in writing holds."""

from typing import ClassVar

from messages.documents.base import Heading, Moment, Official, Record, Signature


class BallotOption(Record, frozen=True):
    """One option and how many votes it got."""

    text: str
    count: int


class BallotRow(Record, frozen=True):
    """One of those asked: by name and title, from which unit, what they chose ("" for no answer) and wrote."""

    name: str
    title: str
    unit: str
    choice: str
    words: str = ""


class BallotRecord(Record, frozen=True, tag_field="kind", tag="ballot_record"):
    """Biên bản tổng hợp ý kiến bằng văn bản (a record, form 1.10), as DOCX.

    ``counting`` are whole sentences: the rule and what it makes of the votes; ``decision`` the chair's word, "" where
    none is given. Of a secret ballot there are no ``rows``; ``opinions`` are those without a name. ``late_reason`` is
    why the deadline was not within the regulation's bounds.
    """

    kind: ClassVar[str] = "ballot_record"
    suffix: ClassVar[str] = "docx"

    heading: Heading
    question: str
    asked_by: Official
    opened_at: Moment
    closed_at: Moment
    asked: int
    silent: int
    options: tuple[BallotOption, ...]
    counting: tuple[str, ...]
    signature: Signature
    secret: bool = False
    decision: str = ""
    papers: tuple[str, ...] = ()
    rows: tuple[BallotRow, ...] = ()
    opinions: tuple[str, ...] = ()
    cite: str = ""
    late_reason: str = ""
    receivers: tuple[str, ...] = ()
