"""What is said about questions and answers, and about telephone numbers that help."""

from datetime import datetime

from messages.model import Message, Part


class HotlineLine(Part, frozen=True):
    """A number as it is written; ``hours`` and ``cite`` "" where the regulation does not say."""

    name: str
    phone: str
    hours: str
    cite: str


class HotlineList(Message, frozen=True):
    """The numbers of the charter; contact cards follow."""

    lines: tuple[HotlineLine, ...]
    body: str


# Asking


class FaqHome(Message, frozen=True):
    """A question is awaited; ``total`` can be found. ``fault`` is "" or "empty"."""

    body: str
    total: int
    hotlines: tuple[HotlineLine, ...]
    fault: str


class FaqAnswer(Message, frozen=True):
    """The answer; ``words`` is what was asked, "" where a question was picked. ``file``: one is attached.

    ``others`` more may be meant, whose buttons stand below. ``thanked``: they said just now that it helped.
    """

    words: str
    question: str
    answer: str
    cite: str
    file: bool
    others: int
    thanked: bool


class FaqNone(Message, frozen=True):
    """Nothing fits what was asked."""

    words: str
    hotlines: tuple[HotlineLine, ...]


class FaqBrowse(Message, frozen=True):
    """A page of all questions, which stand on the buttons."""

    total: int
    page: int
    pages: int


class FaqFileCaption(Message, frozen=True):
    """Under the file of an answer."""

    question: str


class FaqWrite(Message, frozen=True):
    """The question as the secretary will get it, "" while nothing is written; the names of its files.

    ``fault`` is "", "empty", "long" (more than ``limit`` letters) or "files" (more than ``limit`` files).
    """

    words: str
    files: tuple[str, ...]
    fault: str
    limit: int


# Keeping


class FaqKeepLine(Part, frozen=True):
    """An entry in a list: how often it was shown, how many it helped."""

    question: str
    seen: int
    helped: int
    hidden: bool


class FaqKeepList(Message, frozen=True):
    """A page of what is kept; ``view`` is "shown", "hidden" or "found" (by ``query``), ``total`` entries in it."""

    body: str
    view: str
    query: str
    lines: tuple[FaqKeepLine, ...]
    page: int
    pages: int
    total: int


class FaqKeepCard(Message, frozen=True):
    """One entry as it is kept; ``news`` is "", "added", "changed", "exists" or "from-case". ``file`` is its name."""

    news: str
    question: str
    wordings: tuple[str, ...]
    answer: str
    cite: str
    file: str
    hidden: bool
    seen: int
    helped: int


class FaqKeepAsk(Message, frozen=True):
    """What is awaited: ``step`` is "question", "answer", "wordings", "cite", "find", "alias" or "import".

    ``question`` is the entry's, "" for a new one, ``now`` what is there already. ``fault`` is "", "empty", "long",
    "many", "full", "alias", "not-found", "no-file" or "no-words"; ``limit`` what there may be.
    """

    step: str
    question: str
    now: str
    fault: str
    limit: int


class AliasLine(Part, frozen=True):
    """An abbreviation and what it stands for."""

    short: str
    words: str


class FaqAliases(Message, frozen=True):
    """A page of the abbreviations that were added, ``total`` in all; ``common`` are always known."""

    lines: tuple[AliasLine, ...]
    common: tuple[AliasLine, ...]
    total: int


# As a table


class FaqSheetSent(Message, frozen=True):
    """Under the table; ``at`` is local."""

    count: int
    at: datetime


class FaqTableFault(Message, frozen=True):
    """The table is not taken: ``why`` is "unreadable", "big", "no-column" or "nothing"."""

    file: str
    why: str


class WrongRow(Part, frozen=True):
    """A row of the file of which nothing is taken; ``why`` is "no-answer", "long", "twice" or "many"."""

    number: int
    why: str


class FaqTablePreview(Message, frozen=True):
    """What the table would do."""

    file: str
    new: int
    changed: int
    same: int
    wrong: tuple[WrongRow, ...]
    more_wrong: int


class FaqTableDone(Message, frozen=True):
    """It is taken over."""

    new: int
    changed: int
