"""Questions and answers that the secretary keeps, how often they helped, and abbreviations for finding them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, to_text
from taskforce.faq import Alias, Searched, asked_key, told_key
from taskforce.vietnamese import fold

View = Literal["shown", "hidden"]
_BY_USE = "helped DESC, seen DESC, id"


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """A file that lies at Telegram; ``kind`` is "document" or "photo"."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A question with its answer; ``wordings`` are other ways of asking it, ``cite`` the article it rests on.

    ``seen``: how often it was shown, ``helped``: how many people said that it was what they had asked.
    """

    id: int
    task_force_id: int
    question: str
    wordings: tuple[str, ...]
    answer: str
    cite: str
    file: AnswerFile | None
    hidden: bool
    seen: int
    helped: int


@dataclass(frozen=True, slots=True)
class KeptAlias:
    """An abbreviation that was added in the chat."""

    id: int
    task_force_id: int
    alias: Alias


def _entry(row: Any) -> Entry:
    file = AnswerFile(row["file_id"], row["file_name"], row["file_kind"]) if row["file_id"] else None
    return Entry(
        id=row["id"],
        task_force_id=row["task_force_id"],
        question=row["question"],
        wordings=tuple(row["wordings"].split("\n")) if row["wordings"] else (),
        answer=row["answer"],
        cite=row["cite"],
        file=file,
        hidden=bool(row["hidden"]),
        seen=row["seen"],
        helped=row["helped"],
    )


async def get(tx: Transaction, entry_id: int) -> Entry | None:
    """The entry of that id, hidden or not."""
    row = await tx.one("SELECT * FROM faq_entries WHERE id = ?", (entry_id,))
    return None if row is None else _entry(row)


async def of_case(tx: Transaction, case_id: int) -> Entry | None:
    """The entry that was made of that question of the inbox."""
    row = await tx.one("SELECT * FROM faq_entries WHERE from_case = ?", (case_id,))
    return None if row is None else _entry(row)


async def asked_alike(tx: Transaction, task_force_id: int, question: str) -> Entry | None:
    """The entry whose question is the same but for accents and punctuation."""
    rows = await tx.all(
        "SELECT * FROM faq_entries WHERE task_force_id = ?1 AND (asked_key = ?2 OR asked_key LIKE ?3) ORDER BY id"
        " LIMIT 20",
        (task_force_id, fold(question), f"{fold(question)}\n%"),
    )
    return next((found for found in map(_entry, rows) if fold(found.question) == fold(question)), None)


async def by_ids(tx: Transaction, entry_ids: Sequence[int]) -> list[Entry]:
    """The entries of those ids, in that order."""
    marks = ",".join("?" * len(entry_ids))
    rows = await tx.all(f"SELECT * FROM faq_entries WHERE id IN ({marks})", entry_ids)  # noqa: S608 - question marks
    known = {row["id"]: _entry(row) for row in rows}
    return [known[each] for each in entry_ids if each in known]


async def count(tx: Transaction, task_force_id: int, view: View = "shown") -> int:
    """How many there are."""
    sql = "SELECT count(*) FROM faq_entries WHERE task_force_id = ? AND hidden = ?"
    return int(await tx.value(sql, (task_force_id, int(view == "hidden"))) or 0)


async def page(
    tx: Transaction, task_force_id: int, view: View = "shown", *, start: int = 0, most: int = 10
) -> list[Entry]:
    """Those most used first."""
    rows = await tx.all(
        f"SELECT * FROM faq_entries WHERE task_force_id = ? AND hidden = ? ORDER BY {_BY_USE} LIMIT ? OFFSET ?",  # noqa: S608 - own
        (task_force_id, int(view == "hidden"), most, start),
    )
    return [_entry(row) for row in rows]


async def everything(tx: Transaction, task_force_id: int) -> list[Entry]:
    """All of them, those most used first, the hidden ones last."""
    sql = f"SELECT * FROM faq_entries WHERE task_force_id = ? ORDER BY hidden, {_BY_USE}"  # noqa: S608 - own
    rows = await tx.all(sql, (task_force_id,))
    return [_entry(row) for row in rows]


async def searched(tx: Transaction, task_force_id: int, *, hidden: bool = False) -> list[Searched]:
    """What is searched; with ``hidden`` what is not shown too."""
    rows = await tx.all(
        "SELECT id, asked_key, told_key, helped FROM faq_entries WHERE task_force_id = ? AND hidden <= ? ORDER BY id",
        (task_force_id, int(hidden)),
    )
    return [Searched(row["id"], row["asked_key"], row["told_key"], row["helped"]) for row in rows]


# Keeping


async def add(
    tx: Transaction,
    *,
    task_force_id: int,
    question: str,
    answer: str,
    by: int,
    now: datetime,
    wordings: Sequence[str] = (),
    cite: str = "",
    file: AnswerFile | None = None,
    from_case: int | None = None,
    hidden: bool = False,
) -> int:
    """A new entry; returns its id."""
    file = file or AnswerFile("", "", "document")
    return await tx.insert(
        "INSERT INTO faq_entries (task_force_id, question, wordings, answer, cite, file_id, file_name, file_kind,"
        " asked_key, told_key, from_case, hidden, created_by, created_at, changed_by, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            task_force_id, question, "\n".join(wordings), answer, cite, file.id, file.name, file.kind,
            asked_key(question, *wordings), told_key(answer, cite, file.name), from_case, int(hidden), by,
            to_text(now), by, to_text(now),
        ),
    )  # fmt: skip


async def change(tx: Transaction, entry: Entry, *, by: int, now: datetime) -> None:
    """The words and the file of that entry are these now."""
    file = entry.file or AnswerFile("", "", "document")
    await tx.run(
        "UPDATE faq_entries SET question = ?, wordings = ?, answer = ?, cite = ?, file_id = ?, file_name = ?,"
        " file_kind = ?, asked_key = ?, told_key = ?, hidden = ?, changed_by = ?, changed_at = ? WHERE id = ?",
        (
            entry.question, "\n".join(entry.wordings), entry.answer, entry.cite, file.id, file.name, file.kind,
            asked_key(entry.question, *entry.wordings), told_key(entry.answer, entry.cite, file.name),
            int(entry.hidden), by, to_text(now), entry.id,
        ),
    )  # fmt: skip


async def count_seen(tx: Transaction, entry_id: int) -> None:
    """It was shown to somebody."""
    await tx.run("UPDATE faq_entries SET seen = seen + 1 WHERE id = ?", (entry_id,))


async def count_helped(tx: Transaction, entry_id: int, person_id: int, now: datetime) -> bool:
    """It was what that person had asked; False when they said so before."""
    new = await tx.run(
        "INSERT INTO faq_helped (entry_id, person_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (entry_id, person_id, to_text(now)),
    )
    if new:
        await tx.run("UPDATE faq_entries SET helped = helped + 1 WHERE id = ?", (entry_id,))
    return bool(new)


# Abbreviations


async def aliases(tx: Transaction, task_force_id: int) -> list[KeptAlias]:
    """Those that were added, in the order of the alphabet."""
    rows = await tx.all("SELECT * FROM faq_aliases WHERE task_force_id = ? ORDER BY key, id", (task_force_id,))
    return [KeptAlias(row["id"], row["task_force_id"], Alias(row["short"], row["words"])) for row in rows]


async def alias(tx: Transaction, alias_id: int) -> KeptAlias | None:
    """The abbreviation of that id."""
    row = await tx.one("SELECT * FROM faq_aliases WHERE id = ?", (alias_id,))
    return None if row is None else KeptAlias(row["id"], row["task_force_id"], Alias(row["short"], row["words"]))


async def add_alias(tx: Transaction, task_force_id: int, new: Alias, *, by: int, now: datetime) -> None:
    """That stands for that; twice changes nothing."""
    await tx.run(
        "INSERT INTO faq_aliases (task_force_id, short, words, key, by_person, at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (task_force_id, key) DO NOTHING",
        (task_force_id, new.short, new.words, f"{fold(new.short)} = {fold(new.words)}", by, to_text(now)),
    )


async def drop_alias(tx: Transaction, alias_id: int) -> None:
    """It stands for nothing any more."""
    await tx.run("DELETE FROM faq_aliases WHERE id = ?", (alias_id,))
