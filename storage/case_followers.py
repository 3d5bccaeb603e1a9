"""Who has the same trouble as somebody who raised it, and is told of every step, a slice of them at a time."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from storage.cases import Case
from storage.database import Transaction, to_json, to_text


async def add(tx: Transaction, case_id: int, person_id: int, now: datetime) -> bool:
    """They are told of every step; False when they were already."""
    changed = await tx.run(
        "INSERT INTO case_followers (case_id, person_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (case_id, person_id, to_text(now)),
    )
    return changed == 1


async def remove(tx: Transaction, case_id: int, person_id: int) -> bool:
    """They are told no more; False when they were not."""
    gone = await tx.run("DELETE FROM case_followers WHERE case_id = ? AND person_id = ?", (case_id, person_id))
    return gone == 1


async def has(tx: Transaction, case_id: int, person_id: int) -> bool:
    """Whether they follow it."""
    found = await tx.value("SELECT 1 FROM case_followers WHERE case_id = ? AND person_id = ?", (case_id, person_id))
    return bool(found)


async def count(tx: Transaction, case_id: int) -> int:
    """How many follow it."""
    return int(await tx.value("SELECT count(*) FROM case_followers WHERE case_id = ?", (case_id,)))


async def next_people(tx: Transaction, case: Case, after: int, most: int) -> list[int]:
    """The next people (ids beyond ``after``) who follow it and are still in the task force, at most so many."""
    rows = await tx.all(
        "SELECT f.person_id FROM case_followers f WHERE f.case_id = ? AND f.person_id > ? AND EXISTS (SELECT 1"
        " FROM memberships m WHERE m.person_id = f.person_id AND m.task_force_id = ? AND m.state = 'active')"
        " ORDER BY f.person_id LIMIT ?",
        (case.id, after, case.task_force_id, most),
    )
    return [row["person_id"] for row in rows]


async def chats(tx: Transaction, case_id: int) -> set[int]:
    """The private chats of those who follow it."""
    rows = await tx.all(
        "SELECT p.telegram_id FROM case_followers f JOIN people p ON p.id = f.person_id WHERE f.case_id = ?"
        " AND p.telegram_id IS NOT NULL",
        (case_id,),
    )
    return {int(row["telegram_id"]) for row in rows}


# What they are still to be told


@dataclass(frozen=True, slots=True)
class News:
    """A step of which the followers up to ``after_person`` have been told; ``skipped`` need not be told."""

    step_id: int
    case_id: int
    skipped: frozenset[int]
    after_person: int


async def to_tell(tx: Transaction, step_id: int, skipped: Collection[int]) -> None:
    """That step is to be told to the followers, except those."""
    await tx.run(
        "INSERT INTO case_news (step_id, skipped) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (step_id, to_json(sorted(skipped))),
    )


async def anything_to_tell(tx: Transaction) -> bool:
    """Whether any step is."""
    return await tx.value("SELECT 1 FROM case_news LIMIT 1") is not None


async def first_of_each(tx: Transaction) -> list[News]:
    """Of every case the oldest step that is not told to all."""
    rows = await tx.all(
        "SELECT n.*, min(n.step_id), s.case_id FROM case_news n JOIN case_steps s ON s.id = n.step_id"
        " GROUP BY s.case_id ORDER BY n.step_id"
    )
    return [
        News(row["step_id"], row["case_id"], frozenset(json.loads(row["skipped"])), row["after_person"]) for row in rows
    ]


async def told(tx: Transaction, news: News, upto: int | None) -> None:
    """Followers up to that id have been told; None: all."""
    if upto is None:
        await tx.run("DELETE FROM case_news WHERE step_id = ?", (news.step_id,))
    else:
        await tx.run("UPDATE case_news SET after_person = ? WHERE step_id = ?", (upto, news.step_id))
