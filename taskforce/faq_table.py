"""Questions and answers out of a table that somebody filled in: what is new, what changes, which rows do not fit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from taskforce.forms import clean
from taskforce.sheets import SheetRow, find_table
from taskforce.vietnamese import fold

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "question": ("Câu hỏi", "Nội dung hỏi", "Question"),
    "answer": ("Trả lời", "Nội dung trả lời", "Câu trả lời", "Answer"),
    "wordings": ("Cách hỏi khác", "Other wordings"),
    "cite": ("Căn cứ", "Source"),
    "hidden": ("Ẩn", "Hidden"),
}
MOST_ROWS = 2000
_MOST_WORDINGS = 20
_YES = frozenset(["co", "x", "yes", "1", "an", "hidden", "true"])

Why = Literal["no-answer", "long", "twice", "many"]


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A row that fits. None where the table has no such column: what was kept stays."""

    question: str
    answer: str
    wordings: tuple[str, ...] | None
    cite: str | None
    hidden: bool | None


@dataclass(frozen=True, slots=True)
class FaqTable:
    """``entries`` fit; of the rows of ``wrong`` (number in the file, why) nothing is taken."""

    entries: tuple[TableEntry, ...]
    wrong: tuple[tuple[int, Why], ...]


def read_table(rows: Sequence[SheetRow], known: Iterable[str], limits: tuple[int, int, int]) -> FaqTable | None:
    """The entries of the table; None when it has no column of questions.

    ``known`` are the folded questions that are kept already: those need no answer here. ``limits`` are the most letters
    of a question, an answer and an article.
    """
    table = find_table(rows, HEADINGS)
    if "question" not in table.columns:
        return None
    kept = set(known)
    seen: set[str] = set()
    entries: list[TableEntry] = []
    wrong: list[tuple[int, Why]] = []
    for row in table.rows:
        question = " ".join(clean(table.value(row, "question")).split())
        if not fold(question):
            continue
        answer = clean(table.value(row, "answer"))
        cite = " ".join(clean(table.value(row, "cite")).split())
        wordings = _lines(table.value(row, "wordings"))
        why = _wrong((question, answer, cite), wordings, limits)
        if fold(question) in seen:
            why = "twice"
        elif not answer and fold(question) not in kept:
            why = "no-answer"
        elif len(entries) >= MOST_ROWS:
            why = "many"
        seen.add(fold(question))
        if why is not None:
            wrong.append((row.number, why))
            continue
        hidden = fold(table.value(row, "hidden")) in _YES
        entries.append(
            TableEntry(
                question=question,
                answer=answer,
                wordings=wordings if "wordings" in table.columns else None,
                cite=cite if "cite" in table.columns else None,
                hidden=hidden if "hidden" in table.columns else None,
            )
        )
    return FaqTable(tuple(entries), tuple(wrong))


def _lines(cell: str) -> tuple[str, ...]:
    lines = (" ".join(line.split()) for line in clean(cell).split("\n"))
    return tuple(dict.fromkeys(line for line in lines if fold(line)))


def _wrong(texts: tuple[str, str, str], wordings: tuple[str, ...], limits: tuple[int, int, int]) -> Why | None:
    long = any(len(text) > limit for text, limit in zip(texts, limits, strict=True))
    if long or any(len(line) > limits[0] for line in wordings):
        return "long"
    return "many" if len(wordings) > _MOST_WORDINGS else None
