"""The versions of a period's summary as they were posted, and the requests for approval that led to them.

What was counted and the texts are JSON here; ``handlers/summary/snapshots.py`` reads and writes them.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_json, to_text

RequestState = Literal["waiting", "returned", "replaced", "approved", "posted"]
"""Waiting for the approver; returned with a comment; overtaken by a newer one; approved, not yet out; out."""


@dataclass(frozen=True, slots=True)
class Content:
    """One exact content: the line, what was counted, from which reports (id to version), the texts by language."""

    note: str
    counted: str
    included: Mapping[int, int]
    posts: str = "{}"


@dataclass(frozen=True, slots=True)
class Request:
    """A content put before the approvers as the ``version`` it is to become; moments in UTC.

    ``asked_by`` is None when it was submitted by itself; ``approver`` is name and title as they were that day.
    """

    id: int
    period_id: int
    version: int
    content: Content
    asked_by: int | None
    asked_at: datetime
    state: RequestState
    approved_by: int | None
    approver: str
    approved_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it still waits for a decision."""
        return self.state in ("waiting", "returned")


@dataclass(frozen=True, slots=True)
class Version:
    """A version that was posted; ``approver`` is "" and ``approved_at`` None where nobody had to approve it."""

    number: int
    content: Content
    posted_at: datetime
    approver: str
    approved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Comment:
    """What an approver said about a request, which was to become that version."""

    name: str
    text: str
    at: datetime
    version: int


def _content(row: Any, posts: str) -> Content:
    included = {int(report_id): version for report_id, version in json.loads(row["included"]).items()}
    return Content(row["note"], row["counted"], included, posts)


def _request(row: Any) -> Request:
    return Request(
        id=row["id"],
        period_id=row["period_id"],
        version=row["version"],
        content=_content(row, row["posts"]),
        asked_by=row["asked_by"],
        asked_at=from_text(row["asked_at"]),
        state=row["state"],
        approved_by=row["approved_by"],
        approver=row["approver"],
        approved_at=maybe_moment(row["approved_at"]),
    )


# --- requests ----------------------------------------------------------------------------------------------------


async def ask(
    tx: Transaction, period_id: int, version: int, content: Content, by: int | None, now: datetime
) -> Request:
    """Put a content before the approvers; what waited before, or was approved and is not out, is overtaken."""
    await tx.run(
        "UPDATE summary_requests SET state = 'replaced'"
        " WHERE period_id = ? AND state IN ('waiting', 'returned', 'approved')",
        (period_id,),
    )
    row = await tx.one(
        "INSERT INTO summary_requests (period_id, version, note, counted, included, posts, asked_by, asked_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *",
        (
            period_id, version, content.note, content.counted, to_json(content.included), content.posts, by,
            to_text(now),
        ),
    )  # fmt: skip
    return _request(row)


async def request(tx: Transaction, request_id: int) -> Request | None:
    """The request of that id."""
    row = await tx.one("SELECT * FROM summary_requests WHERE id = ?", (request_id,))
    return None if row is None else _request(row)


async def latest_request(tx: Transaction, period_id: int) -> Request | None:
    """The period's newest request; only this one can be decided."""
    row = await tx.one("SELECT * FROM summary_requests WHERE period_id = ? ORDER BY id DESC LIMIT 1", (period_id,))
    return None if row is None else _request(row)


_HEADS = (
    "SELECT r.id, r.period_id, r.version, r.note, '' AS counted, r.included, '{}' AS posts, r.asked_by, r.asked_at,"
    " r.state, r.approved_by, r.approver, r.approved_at FROM summary_requests r"
)


async def latest_head(tx: Transaction, period_id: int) -> Request | None:
    """The same without what was counted and the texts: asked every minute, it must not read a long summary."""
    row = await tx.one(f"{_HEADS} WHERE r.period_id = ? ORDER BY r.id DESC LIMIT 1", (period_id,))
    return None if row is None else _request(row)


async def open_heads(tx: Transaction, task_force_ids: Collection[int]) -> list[Request]:
    """What waits for a decision in these task forces, closed periods too, latest first; heads only."""
    rows = await tx.all(
        f"{_HEADS} JOIN report_periods p ON p.id = r.period_id WHERE r.state IN ('waiting', 'returned')"
        f" AND p.task_force_id IN ({','.join('?' * len(task_force_ids))}) ORDER BY p.due_at DESC, r.id",
        tuple(task_force_ids),
    )
    return [_request(row) for row in rows]


async def open_of_closed(tx: Transaction, told: str) -> list[Request]:
    """What waits for a decision though its period is closed, where that stage of the period is not done; heads only."""
    rows = await tx.all(
        f"{_HEADS} JOIN report_periods p ON p.id = r.period_id WHERE r.state IN ('waiting', 'returned')"  # noqa: S608 - a constant
        " AND p.closed_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM period_stages s WHERE s.period_id = p.id AND s.stage = ?) ORDER BY r.id",
        (told,),
    )
    return [_request(row) for row in rows]


async def whole(tx: Transaction, head: Request) -> Request:
    """The request with what was counted and the texts."""
    found = await request(tx, head.id)
    assert found is not None  # noqa: S101 - requests are never taken away
    return found


async def first_asked(tx: Transaction, period_id: int, number: int) -> datetime:
    """When that version was put before the approvers for the first time; there is such a request."""
    at = await tx.value(
        "SELECT min(asked_at) FROM summary_requests WHERE period_id = ? AND version = ?", (period_id, number)
    )
    return from_text(at)


async def approve(tx: Transaction, request_id: int, by: int, approver: str, now: datetime) -> bool:
    """It is approved; False when it was decided or overtaken before."""
    changed = await tx.run(
        "UPDATE summary_requests SET state = 'approved', approved_by = ?, approver = ?, approved_at = ?"
        " WHERE id = ? AND state IN ('waiting', 'returned')",
        (by, approver, to_text(now), request_id),
    )
    return changed == 1


async def mark_request_posted(tx: Transaction, request_id: int) -> None:
    """What was approved is out."""
    await tx.run("UPDATE summary_requests SET state = 'posted' WHERE id = ?", (request_id,))


async def comment(tx: Transaction, request_id: int, person_id: int, name: str, text: str, now: datetime) -> None:
    """An approver said something about it: it waits for the secretary now."""
    await tx.run("UPDATE summary_requests SET state = 'returned' WHERE id = ? AND state = 'waiting'", (request_id,))
    await tx.run(
        "INSERT INTO summary_comments (request_id, person_id, name, text, at) VALUES (?, ?, ?, ?, ?)",
        (request_id, person_id, name, text, to_text(now)),
    )


async def comments(tx: Transaction, period_id: int) -> list[Comment]:
    """Everything that approvers said about the period's requests, oldest first."""
    rows = await tx.all(
        "SELECT c.name, c.text, c.at, r.version FROM summary_comments c JOIN summary_requests r ON r.id = c.request_id"
        " WHERE r.period_id = ? ORDER BY c.id",
        (period_id,),
    )
    return [Comment(row["name"], row["text"], from_text(row["at"]), row["version"]) for row in rows]


# --- versions ----------------------------------------------------------------------------------------------------


async def keep(
    tx: Transaction, period_id: int, number: int, content: Content, request_id: int | None, now: datetime
) -> None:
    """A version was posted; it is never changed again."""
    await tx.run(
        "INSERT INTO summary_versions (period_id, version, note, counted, included, request_id, posted_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (period_id, number, content.note, content.counted, to_json(content.included), request_id, to_text(now)),
    )


_VERSIONS = (
    "SELECT v.*, coalesce(r.posts, '{}') AS posts, coalesce(r.approver, '') AS approver, r.approved_at"
    " FROM summary_versions v LEFT JOIN summary_requests r ON r.id = v.request_id WHERE v.period_id = ?"
)


def _version(row: Any) -> Version:
    return Version(
        number=row["version"],
        content=_content(row, row["posts"]),
        posted_at=from_text(row["posted_at"]),
        approver=row["approver"],
        approved_at=maybe_moment(row["approved_at"]),
    )


async def version(tx: Transaction, period_id: int, number: int) -> Version | None:
    """That version; None when it was never posted, or posted before versions were kept."""
    row = await tx.one(f"{_VERSIONS} AND v.version = ?", (period_id, number))
    return None if row is None else _version(row)


async def heads(tx: Transaction, period_id: int) -> list[Version]:
    """The period's versions, oldest first, without their contents."""
    rows = await tx.all(
        "SELECT v.version, v.posted_at, '' AS note, '' AS counted, '{}' AS included, '{}' AS posts,"
        " coalesce(r.approver, '') AS approver, r.approved_at"
        " FROM summary_versions v LEFT JOIN summary_requests r ON r.id = v.request_id"
        " WHERE v.period_id = ? ORDER BY v.version",
        (period_id,),
    )
    return [_version(row) for row in rows]
