"""The notice of a meeting's conclusions: who signs it, what it said when it was sent, what changed since."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from storage.database import Transaction, maybe_moment, to_json, to_text

Changed = Literal["", "added", "text", "lead", "coordinating", "due", "moved", "removed", "general", "signer", "guests"]
"""What the last change of a meeting's conclusions was."""


@dataclass(frozen=True, slots=True)
class Said:
    """A conclusion as a notice that was sent said it."""

    id: int
    text: str
    leads: tuple[int, ...]
    helpers: tuple[int, ...]
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Words:
    """All that a notice says, or said."""

    general: str = ""
    conclusions: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """The notice of a meeting's conclusions; moments in UTC.

    ``general`` is what the chair said before the single conclusions. ``revision`` grows with every change of the
    notice or its conclusions, and ``changed_by`` made the last one. ``version`` is 0 until it was sent; ``sent`` is
    what the last one said and ``before`` what the one before it did.
    """

    meeting_id: int
    general: str = ""
    signer_id: int | None = None
    guests: bool = False
    revision: int = 1
    changed_by: int | None = None
    changed: Changed = ""
    version: int = 0
    sent: Words = Words()
    before: Words = Words()
    sent_at: datetime | None = None
    sent_by: int | None = None
    nudged_at: datetime | None = None


def maybe_day(text: str | None) -> date | None:
    """The stored day, or None where none was stored."""
    return None if text is None else date.fromisoformat(text)


async def get(tx: Transaction, meeting_id: int) -> Notice:
    """The notice of the meeting, an empty one where nothing was written yet."""
    row = await tx.one("SELECT * FROM conclusion_notices WHERE meeting_id = ?", (meeting_id,))
    if row is None:
        return Notice(meeting_id)
    said = json.loads(row["sent"])
    return Notice(
        meeting_id=meeting_id,
        general=row["general"],
        signer_id=row["signer_id"],
        guests=bool(row["guests"]),
        revision=row["revision"],
        changed_by=row["changed_by"],
        changed=row["changed"],
        version=row["version"],
        sent=_words(said.get("now")),
        before=_words(said.get("before")),
        sent_at=maybe_moment(row["sent_at"]),
        sent_by=row["sent_by"],
        nudged_at=maybe_moment(row["nudged_at"]),
    )


def _words(stored: dict[str, Any] | None) -> Words:
    if stored is None:
        return Words()
    said = (
        Said(each["id"], each["text"], tuple(each["leads"]), tuple(each["helpers"]), maybe_day(each["due"]))
        for each in stored["conclusions"]
    )
    return Words(stored["general"], tuple(said))


def _stored(words: Words) -> dict[str, Any]:
    return {
        "general": words.general,
        "conclusions": [
            {
                "id": one.id,
                "text": one.text,
                "leads": one.leads,
                "helpers": one.helpers,
                "due": None if one.due_on is None else one.due_on.isoformat(),
            }
            for one in words.conclusions
        ],
    }


async def touch(tx: Transaction, meeting_id: int, by: int, what: Changed) -> None:
    """The notice or its conclusions changed: cards that show them are old."""
    await tx.run(
        "INSERT INTO conclusion_notices (meeting_id, revision, changed_by, changed) VALUES (?, 2, ?, ?)"
        " ON CONFLICT (meeting_id) DO UPDATE SET revision = revision + 1, changed_by = excluded.changed_by,"
        " changed = excluded.changed",
        (meeting_id, by, what),
    )


async def set_general(tx: Transaction, meeting_id: int, text: str, by: int) -> None:
    """What the chair said before the single conclusions; "" for nothing."""
    await touch(tx, meeting_id, by, "general")
    await tx.run("UPDATE conclusion_notices SET general = ? WHERE meeting_id = ?", (text, meeting_id))


async def set_signer(tx: Transaction, meeting_id: int, membership_id: int, by: int) -> None:
    """Who signs the notice."""
    await touch(tx, meeting_id, by, "signer")
    await tx.run("UPDATE conclusion_notices SET signer_id = ? WHERE meeting_id = ?", (membership_id, meeting_id))


async def set_guests(tx: Transaction, meeting_id: int, guests: bool, by: int) -> None:
    """Whether the meeting's guests get the notice too."""
    await touch(tx, meeting_id, by, "guests")
    await tx.run("UPDATE conclusion_notices SET guests = ? WHERE meeting_id = ?", (int(guests), meeting_id))


async def mark_sent(tx: Transaction, meeting_id: int, words: Words, by: int, now: datetime) -> int:
    """The notice goes out and says this; returns its version, 1 for the first."""
    current = await get(tx, meeting_id)
    said = {"now": _stored(words), "before": _stored(current.sent)}
    await tx.run(
        "INSERT INTO conclusion_notices (meeting_id) VALUES (?) ON CONFLICT (meeting_id) DO NOTHING", (meeting_id,)
    )
    await tx.run(
        "UPDATE conclusion_notices SET version = version + 1, revision = revision + 1, sent = ?, sent_at = ?,"
        " sent_by = ?, nudged_at = NULL, changed_by = ?, changed = '' WHERE meeting_id = ?",
        (to_json(said), to_text(now), by, by, meeting_id),
    )
    return current.version + 1


async def mark_nudged(tx: Transaction, meeting_id: int, now: datetime) -> None:
    """The silent were reminded now."""
    await tx.run("UPDATE conclusion_notices SET nudged_at = ? WHERE meeting_id = ?", (to_text(now), meeting_id))
