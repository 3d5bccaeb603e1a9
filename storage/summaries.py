"""The summary of a period: the secretary's line, what it was put together from, and where it stands."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.database import Transaction, maybe_moment, to_json, to_text


@dataclass(frozen=True, slots=True)
class SummaryState:
    """``version`` is 0 before it is posted, 1 then, and grows with every change. ``included`` gives the version of
    each report (by id) that the draft, or the posted text, was last put together from."""

    note: str
    posted_at: datetime | None
    version: int
    included: Mapping[int, int]


async def state(tx: Transaction, period_id: int) -> SummaryState:
    """How the period's summary stands; an empty one before anything was done."""
    row = await tx.one("SELECT * FROM summaries WHERE period_id = ?", (period_id,))
    if row is None:
        return SummaryState("", None, 0, {})
    included = {int(report_id): version for report_id, version in json.loads(row["included"]).items()}
    return SummaryState(row["note"], maybe_moment(row["posted_at"]), row["version"], included)


async def set_note(tx: Transaction, period_id: int, note: str, by: int) -> None:
    """The line that the secretary adds at the top; "" takes it away."""
    await tx.run(
        "INSERT INTO summaries (period_id, note, note_by) VALUES (?, ?, ?)"
        " ON CONFLICT (period_id) DO UPDATE SET note = excluded.note, note_by = excluded.note_by",
        (period_id, note, by),
    )


async def remember_shown(tx: Transaction, period_id: int, included: Mapping[int, int]) -> None:
    """The draft was put together from these reports."""
    await tx.run(
        "INSERT INTO summaries (period_id, included) VALUES (?, ?)"
        " ON CONFLICT (period_id) DO UPDATE SET included = excluded.included",
        (period_id, to_json(included)),
    )


async def mark_posted(tx: Transaction, period_id: int, included: Mapping[int, int], now: datetime) -> bool:
    """It goes out now as version 1; False when it was posted before."""
    await remember_shown(tx, period_id, included)
    changed = await tx.run(
        "UPDATE summaries SET posted_at = ?, version = 1 WHERE period_id = ? AND posted_at IS NULL",
        (to_text(now), period_id),
    )
    return changed == 1


async def mark_changed(tx: Transaction, period_id: int, included: Mapping[int, int]) -> int:
    """What stands there is put together anew; returns the new version."""
    row = await tx.one(
        "UPDATE summaries SET included = ?, version = version + 1 WHERE period_id = ? RETURNING version",
        (to_json(included), period_id),
    )
    assert row is not None  # noqa: S101 - only a posted summary is changed
    return int(row["version"])


async def report_versions(tx: Transaction, period_id: int) -> dict[int, int]:
    """How often each report of the period (by id) was sent; those never sent are left out."""
    rows = await tx.all("SELECT id, version FROM reports WHERE period_id = ? AND version > 0", (period_id,))
    return {row["id"]: row["version"] for row in rows}


async def last_sent_at(tx: Transaction, period_id: int) -> datetime | None:
    """When a report of the period was sent last, for the first time or again."""
    return maybe_moment(await tx.value("SELECT max(changed_at) FROM reports WHERE period_id = ?", (period_id,)))


async def add_post(tx: Transaction, period_id: int, chat_id: int) -> None:
    """The summary stands in that chat too."""
    await tx.run(
        "INSERT INTO summary_posts (period_id, chat_id) VALUES (?, ?) ON CONFLICT (period_id, chat_id) DO NOTHING",
        (period_id, chat_id),
    )


async def posts(tx: Transaction, period_id: int) -> list[int]:
    """The chats in which the summary stands."""
    rows = await tx.all("SELECT chat_id FROM summary_posts WHERE period_id = ? ORDER BY chat_id", (period_id,))
    return [row["chat_id"] for row in rows]
