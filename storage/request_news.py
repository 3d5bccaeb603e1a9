"""What is to be told about requests to the people who were asked, a slice at a time."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.boards import reporters_condition
from storage.database import Transaction, from_text, maybe_moment, to_json, to_text
from taskforce.roles import Role

Kind = Literal["opened", "due", "withdrawn"]


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell; moments in UTC. ``units`` are the only ones that hear it, () means all that were asked.

    People are told in the order of their ids: those up to ``after_person`` have been told. ``before_due`` is the
    deadline that held until then.
    """

    id: int
    period_id: int
    kind: Kind
    units: tuple[int, ...]
    before_due: datetime | None
    by_person: int
    at: datetime
    after_person: int


def _news(row: Any) -> News:
    return News(
        id=row["id"],
        period_id=row["period_id"],
        kind=row["kind"],
        units=tuple(json.loads(row["units"])),
        before_due=maybe_moment(row["before_due"]),
        by_person=row["by_person"],
        at=from_text(row["at"]),
        after_person=row["after_person"],
    )


async def add(
    tx: Transaction,
    period_id: int,
    kind: Kind,
    *,
    by: int,
    now: datetime,
    units: Sequence[int] = (),
    before_due: datetime | None = None,
) -> News:
    """Something to tell. Who has not heard of the request yet hears neither of its change nor of its end."""
    upto = await tx.value(
        "SELECT max(after_person) FROM request_news WHERE period_id = ? AND kind = 'opened' AND units = '[]'"
        " AND ended_at IS NULL",
        (period_id,),
    )
    if kind == "withdrawn":
        await tx.run(
            "UPDATE request_news SET ended_at = ? WHERE period_id = ? AND ended_at IS NULL", (to_text(now), period_id)
        )
    row = await tx.one(
        "INSERT INTO request_news (period_id, kind, units, before_due, by_person, at, upto_person)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (
            period_id,
            kind,
            to_json(list(units)),
            None if before_due is None else to_text(before_due),
            by,
            to_text(now),
            None if kind == "opened" else upto,
        ),
    )
    return _news(row)


async def under_way(tx: Transaction) -> bool:
    """Whether anything is to be told."""
    return await tx.value("SELECT 1 FROM request_news WHERE ended_at IS NULL LIMIT 1") is not None


async def first_of_each(tx: Transaction) -> list[News]:
    """Of every request the oldest that is not told to all."""
    rows = await tx.all(
        "SELECT * FROM request_news WHERE id IN"
        " (SELECT min(id) FROM request_news WHERE ended_at IS NULL GROUP BY period_id) ORDER BY id"
    )
    return [_news(row) for row in rows]


async def next_people(
    tx: Transaction, news: News, task_force_id: int, roles: Sequence[Role], groups: Sequence[str], most: int
) -> list[int]:
    """The next people (ids) who were asked, at most so many; ``roles`` and ``groups`` as ``storage.boards`` has it."""
    condition, given = reporters_condition(roles, groups)
    rows = await tx.all(
        "SELECT DISTINCT m.person_id AS id FROM reports r"  # noqa: S608 - only question marks
        " JOIN memberships m ON m.task_force_id = ? AND m.unit_id = r.unit_id AND m.state = 'active'"
        " JOIN request_news n ON n.id = ?"
        f" WHERE r.period_id = ? AND m.person_id > n.after_person AND {condition}"
        " AND (n.upto_person IS NULL OR m.person_id <= n.upto_person)"
        " AND (n.units = '[]' OR r.unit_id IN (SELECT value FROM json_each(n.units)))"
        " ORDER BY m.person_id LIMIT ?",
        (task_force_id, news.id, news.period_id, *given, most),
    )
    return [row["id"] for row in rows]


async def told(tx: Transaction, news_id: int, upto: int) -> None:
    """People up to that id have been told."""
    await tx.run("UPDATE request_news SET after_person = ? WHERE id = ?", (upto, news_id))


async def end(tx: Transaction, news_id: int, now: datetime) -> None:
    """Everybody has been told."""
    await tx.run("UPDATE request_news SET ended_at = ? WHERE id = ?", (to_text(now), news_id))
