"""Meetings: what is called, when and where, who chairs. The draft and the called meeting are one row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_json, to_text

State = Literal["draft", "called", "held", "cancelled", "dropped"]
"""A draft becomes called or is dropped; what was called is held or cancelled."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting; moments in UTC.

    ``series`` is the charter's meeting key, ``period`` which of the series it is ("2022-04", "" where it has no
    cadence). ``audience`` says who is invited while it is a draft: "all", "role:KEY", "group:KEY", "unit:ID",
    "member:ID" (a membership), "not:ID". ``revision`` grows with every change, ``sequence`` with every change that
    invitees are told of (RFC 5545). ``opened_at`` is when check-in opened, ``closed_at`` when the meeting ended.
    """

    id: int
    task_force_id: int
    series: str
    period: str
    state: State
    revision: int
    subject: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    link: str
    chair_id: int | None
    audience: tuple[str, ...]
    late_reason: str
    uid: str
    sequence: int
    created_by: int
    created_at: datetime
    called_by: int | None
    called_at: datetime | None
    check_in_code: str | None
    opened_at: datetime | None
    closed_at: datetime | None
    cancelled_at: datetime | None
    change_reason: str

    @property
    def begin(self) -> datetime:
        """When a called meeting begins.

        Raises:
            LookupError: the time is not fixed yet.
        """
        if self.starts_at is None:
            raise LookupError(f"Meeting {self.id} has no time yet")
        return self.starts_at


def _meeting(row: Any) -> Meeting:
    return Meeting(
        id=row["id"],
        task_force_id=row["task_force_id"],
        series=row["series"],
        period=row["period"],
        state=row["state"],
        revision=row["revision"],
        subject=row["subject"],
        starts_at=maybe_moment(row["starts_at"]),
        ends_at=maybe_moment(row["ends_at"]),
        place=row["place"],
        link=row["link"],
        chair_id=row["chair_id"],
        audience=tuple(json.loads(row["audience"])),
        late_reason=row["late_reason"],
        uid=row["uid"],
        sequence=row["sequence"],
        created_by=row["created_by"],
        created_at=from_text(row["created_at"]),
        called_by=row["called_by"],
        called_at=maybe_moment(row["called_at"]),
        check_in_code=row["check_in_code"],
        opened_at=maybe_moment(row["opened_at"]),
        closed_at=maybe_moment(row["closed_at"]),
        cancelled_at=maybe_moment(row["cancelled_at"]),
        change_reason=row["change_reason"],
    )


async def create(
    tx: Transaction, *, task_force_id: int, series: str, period: str, uid: str, created_by: int, now: datetime
) -> Meeting:
    """A new draft."""
    new_id = await tx.insert(
        "INSERT INTO meetings (task_force_id, series, period, uid, created_by, created_at) VALUES (?, ?, ?, ?, ?, ?)",
        (task_force_id, series, period, uid, created_by, to_text(now)),
    )
    return await get(tx, new_id)


async def find(tx: Transaction, meeting_id: int) -> Meeting | None:
    """The meeting of that id, whatever became of it."""
    row = await tx.one("SELECT * FROM meetings WHERE id = ?", (meeting_id,))
    return None if row is None else _meeting(row)


async def get(tx: Transaction, meeting_id: int) -> Meeting:
    """The meeting of that id.

    Raises:
        LookupError: there is none.
    """
    meeting = await find(tx, meeting_id)
    if meeting is None:
        raise LookupError(f"No meeting {meeting_id}")
    return meeting


async def in_state(tx: Transaction, states: Sequence[State], *, task_force_id: int | None = None) -> list[Meeting]:
    """The meetings in one of the states, of one task force or of all, by time (those without one first)."""
    marks = ",".join("?" * len(states))
    rows = await tx.all(
        f"SELECT * FROM meetings WHERE state IN ({marks}) AND (? IS NULL OR task_force_id = ?)"  # noqa: S608 - only marks
        " ORDER BY starts_at, id",
        (*states, task_force_id, task_force_id),
    )
    return [_meeting(row) for row in rows]


async def called_or_held_since(tx: Transaction, since: datetime, *, task_force_id: int | None = None) -> list[Meeting]:
    """The called meetings, and the held ones that began after ``since`` (UTC), of one task force or of all, by time."""
    rows = await tx.all(
        "SELECT * FROM meetings WHERE (state = 'called' OR state = 'held' AND starts_at > ?)"
        " AND (? IS NULL OR task_force_id = ?) ORDER BY starts_at, id",
        (to_text(since), task_force_id, task_force_id),
    )
    return [_meeting(row) for row in rows]


async def of_series(tx: Transaction, task_force_id: int, series: str, period: str) -> list[Meeting]:
    """The meetings of that occurrence of the series that were not dropped or cancelled, drafts included."""
    rows = await tx.all(
        "SELECT * FROM meetings WHERE task_force_id = ? AND series = ? AND period = ?"
        " AND state IN ('draft', 'called', 'held') ORDER BY id",
        (task_force_id, series, period),
    )
    return [_meeting(row) for row in rows]


async def last_held(tx: Transaction, task_force_id: int, series: str | None = None) -> Meeting | None:
    """The latest meeting that was held (of the series, where one is given)."""
    row = await tx.one(
        "SELECT * FROM meetings WHERE task_force_id = ? AND state = 'held' AND (? IS NULL OR series = ?)"
        " ORDER BY starts_at DESC, id DESC LIMIT 1",
        (task_force_id, series, series),
    )
    return None if row is None else _meeting(row)


async def change(tx: Transaction, meeting_id: int, **columns: str | int | datetime | Sequence[str] | None) -> Meeting:
    """Write some of the meeting's columns, by their names in the table; the revision grows. Returns it as it is now."""
    names = ", ".join(f"{name} = ?" for name in columns)
    values = [_stored(value) for value in columns.values()]
    await tx.run(
        f"UPDATE meetings SET {names}, revision = revision + 1 WHERE id = ?",  # noqa: S608 - names are the callers' own
        (*values, meeting_id),
    )
    return await get(tx, meeting_id)


def _stored(value: str | int | datetime | Sequence[str] | None) -> str | int | None:
    if isinstance(value, datetime):
        return to_text(value)
    return value if isinstance(value, str | int | None) else to_json(list(value))


# Who asks for it


async def back(tx: Transaction, meeting_id: int, person_id: int, now: datetime) -> None:
    """This person asks for the meeting, where convening takes several."""
    await tx.run(
        "INSERT INTO meeting_backers (meeting_id, person_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (meeting_id, person_id, to_text(now)),
    )


async def backers(tx: Transaction, meeting_id: int) -> list[int]:
    """The ids of the people who asked for it, in order."""
    rows = await tx.all("SELECT person_id FROM meeting_backers WHERE meeting_id = ? ORDER BY at", (meeting_id,))
    return [row["person_id"] for row in rows]


async def forget_backers(tx: Transaction, meeting_id: int) -> None:
    """What they asked for was changed: nobody asks for it as it is now."""
    await tx.run("DELETE FROM meeting_backers WHERE meeting_id = ?", (meeting_id,))


# What the clock has done


async def stage_done(tx: Transaction, meeting_id: int, stage: str) -> bool:
    """Whether the clock did this for the meeting."""
    return bool(
        await tx.value("SELECT count(*) FROM meeting_stages WHERE meeting_id = ? AND stage = ?", (meeting_id, stage))
    )


async def last_stage(tx: Transaction, meeting_id: int, prefix: str) -> tuple[str, datetime] | None:
    """The latest stage whose name begins so, and when it was done (UTC); None when none was."""
    row = await tx.one(
        "SELECT stage, done_at FROM meeting_stages WHERE meeting_id = ? AND substr(stage, 1, ?) = ?"
        " ORDER BY done_at DESC, stage DESC LIMIT 1",
        (meeting_id, len(prefix), prefix),
    )
    return None if row is None else (row["stage"], from_text(row["done_at"]))


async def mark_stage(tx: Transaction, meeting_id: int, stage: str, now: datetime) -> bool:
    """Note that the clock does this now; False when it was done before."""
    changed = await tx.run(
        "INSERT INTO meeting_stages (meeting_id, stage, done_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (meeting_id, stage, to_text(now)),
    )
    return changed == 1


# Where the live card stands


async def cards(tx: Transaction, meeting_id: int) -> dict[int, str]:
    """By chat: the key of what the live card shows there."""
    rows = await tx.all("SELECT chat_id, content_key FROM meeting_cards WHERE meeting_id = ?", (meeting_id,))
    return {row["chat_id"]: row["content_key"] for row in rows}


async def card_shown(tx: Transaction, meeting_id: int, chat_id: int, content_key: str, now: datetime) -> None:
    """The live card shows this in that chat now."""
    await tx.run(
        "INSERT INTO meeting_cards (chat_id, meeting_id, content_key, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (chat_id, meeting_id) DO UPDATE SET content_key = excluded.content_key, at = excluded.at",
        (chat_id, meeting_id, content_key, to_text(now)),
    )


async def forget_card(tx: Transaction, meeting_id: int, chat_id: int) -> None:
    """The live card of that chat is not kept up to date any more."""
    await tx.run("DELETE FROM meeting_cards WHERE meeting_id = ? AND chat_id = ?", (meeting_id, chat_id))
