"""Cases in lists: which there are, a page of them, what an earlier one is like, and how long answers took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from storage.cases import Case, Kind, case_from
from storage.database import Transaction, from_text, to_text


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose list it is: all of the task force, or what is theirs (raised, followed, dealt with) and their units'."""

    person_id: int
    everything: bool
    unit_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page of cases with the names to show, and how many there are of each view."""

    lines: tuple[tuple[Case, str, str], ...]
    found: int


_THEIRS = (
    "(c.raised_by = ? OR c.owner_id = ? OR EXISTS (SELECT 1 FROM case_followers f WHERE f.case_id = c.id"
    " AND f.person_id = ?)"
)
# live ones, the answered, the settled, and theirs by name in any state
_VIEWS = {
    "o": "c.state IN ('open', 'doing', 'reopened')",
    "a": "c.state = 'answered'",
    "c": "c.state = 'closed'",
    "m": "1 = 1",
}
_ANY_STATE = "1 = 1"


def _mine(reader: Reader) -> tuple[str, list[Any]]:
    """SQL: theirs by name, or handed to a unit of theirs."""
    marks = ",".join("?" * len(reader.unit_ids))
    owned = f" OR c.owner_unit_id IN ({marks}))"
    return _THEIRS + owned, [reader.person_id] * 3 + list(reader.unit_ids)


def _seen(reader: Reader) -> tuple[str, list[Any]]:
    """SQL: what the reader may see: everything, or theirs and the difficulties of their units."""
    if reader.everything:
        return "1 = 1", []
    sql, values = _mine(reader)
    marks = ",".join("?" * len(reader.unit_ids))
    return f"({sql} OR (c.kind = 'difficulty' AND c.unit_id IN ({marks})))", [*values, *reader.unit_ids]


def _where(task_force_id: int, reader: Reader, view: str, words: Sequence[str]) -> tuple[str, list[Any]]:
    seen, values = _mine(reader) if view == "m" else _seen(reader)
    sql = f"c.task_force_id = ? AND {seen} AND {_VIEWS.get(view, _ANY_STATE)}"
    for word in words:
        sql += " AND ' ' || c.gist LIKE ?"
        values.append(f"% {word}%")
    return sql, [task_force_id, *values]


async def page(
    tx: Transaction, task_force_id: int, reader: Reader, view: str, words: Sequence[str], at: int, size: int
) -> Page:
    """That page of the view, what presses most first; ``words`` are folded and all begin a word of the text."""
    where, values = _where(task_force_id, reader, view, words)
    found = await tx.value(f"SELECT count(*) FROM cases c WHERE {where}", values)  # noqa: S608 - our own
    order = "c.urgent DESC, c.due_at, c.id" if view == "o" else "c.id DESC"
    rows = await tx.all(
        "SELECT c.*, coalesce(nullif(u.short_name, ''), u.name, p.full_name) AS whose,"  # noqa: S608 - our own
        " coalesce(o.full_name, v.name, '') AS owner FROM cases c JOIN people p ON p.id = c.raised_by"
        " LEFT JOIN units u ON u.id = c.unit_id LEFT JOIN people o ON o.id = c.owner_id"
        f" LEFT JOIN units v ON v.id = c.owner_unit_id WHERE {where} ORDER BY {order} LIMIT ? OFFSET ?",
        [*values, size, at * size],
    )
    return Page(tuple((case_from(row), row["whose"], row["owner"]) for row in rows), int(found))


async def counts(tx: Transaction, task_force_id: int, reader: Reader) -> dict[str, int]:
    """How many there are of each view."""
    found = {}
    for view in _VIEWS:
        where, values = _where(task_force_id, reader, view, ())
        found[view] = int(await tx.value(f"SELECT count(*) FROM cases c WHERE {where}", values))  # noqa: S608 - our own
    return found


async def answer_times(tx: Transaction, task_force_id: int) -> list[timedelta]:
    """How long each first answer took, the shortest first."""
    rows = await tx.all(
        "SELECT raised_at, first_answer FROM cases WHERE task_force_id = ? AND first_answer IS NOT NULL",
        (task_force_id,),
    )
    return sorted(from_text(row["first_answer"]) - from_text(row["raised_at"]) for row in rows)


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A difficulty that is not settled, as a report lists it."""

    case: Case
    unit: str
    owner: str


async def unsettled(
    tx: Transaction, task_force_id: int, *, unit_id: int | None = None, most: int = 500
) -> list[OpenCase]:
    """The difficulties without an answer, of one unit alone or of all, the oldest first."""
    sql, values = "", [task_force_id]
    if unit_id is not None:
        sql, values = " AND c.unit_id = ?", [*values, unit_id]
    rows = await tx.all(
        "SELECT c.*, coalesce(u.name, '') AS unit, coalesce(o.full_name, v.name, '') AS owner FROM cases c"  # noqa: S608 - our own
        " LEFT JOIN units u ON u.id = c.unit_id LEFT JOIN people o ON o.id = c.owner_id"
        " LEFT JOIN units v ON v.id = c.owner_unit_id WHERE c.task_force_id = ? AND c.kind = 'difficulty'"
        f" AND c.state IN ('open', 'doing', 'reopened'){sql} ORDER BY c.id LIMIT ?",
        [*values, most],
    )
    return [OpenCase(case_from(row), row["unit"], row["owner"]) for row in rows]


async def answered_before(tx: Transaction, task_force_id: int, before: datetime, most: int) -> list[Case]:
    """Those that were answered by then and of which nothing has been said since, the longest first."""
    rows = await tx.all(
        "SELECT * FROM cases WHERE task_force_id = ? AND state = 'answered' AND answered_at <= ?"
        " ORDER BY answered_at, id LIMIT ?",
        (task_force_id, to_text(before), most),
    )
    return [case_from(row) for row in rows]


async def answered_to_nobody(tx: Transaction, task_force_id: int, most: int) -> list[Case]:
    """Those that were answered and whose raiser is in the task force no more."""
    rows = await tx.all(
        "SELECT * FROM cases c WHERE c.task_force_id = ? AND c.state = 'answered' AND NOT EXISTS (SELECT 1"
        " FROM memberships m WHERE m.person_id = c.raised_by AND m.task_force_id = c.task_force_id"
        " AND m.state = 'active') ORDER BY c.id LIMIT ?",
        (task_force_id, most),
    )
    return [case_from(row) for row in rows]


async def gists(tx: Transaction, task_force_id: int, kind: Kind, most: int = 2000) -> list[tuple[int, str]]:
    """(id, gist) of the latest of that kind that are open or were answered, the newest first."""
    rows = await tx.all(
        "SELECT id, gist FROM cases WHERE task_force_id = ? AND kind = ?"
        " AND (state <> 'closed' OR first_answer IS NOT NULL) ORDER BY id DESC LIMIT ?",
        (task_force_id, kind, most),
    )
    return [(row["id"], row["gist"]) for row in rows]


async def by_ids(tx: Transaction, case_ids: Sequence[int]) -> list[Case]:
    """The cases of those ids, in that order."""
    marks = ",".join("?" * len(case_ids))
    rows = await tx.all(f"SELECT * FROM cases WHERE id IN ({marks})", case_ids)  # noqa: S608 - only question marks
    found = {row["id"]: case_from(row) for row in rows}
    return [found[each] for each in case_ids if each in found]
