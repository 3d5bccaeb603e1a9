"""Who got the notice of a meeting's conclusions, who said that they received it, and what they remarked."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, from_text, maybe_moment, to_text
from taskforce.roles import Role


@dataclass(frozen=True, slots=True)
class Receipt:
    """One member the notice went to; moments in UTC.

    ``version`` is the newest that was sent to them; ``received_at`` is None until they said so of that one.
    ``living`` is False for somebody who has left since; ``chat_id`` is None for who never joined.
    """

    meeting_id: int
    membership_id: int
    person_id: int | None
    full_name: str
    role: Role
    unit_id: int | None
    unit_name: str
    phone: str | None
    chat_id: int | None
    locale: str
    living: bool
    unreachable: bool
    version: int
    sent_at: datetime
    received_at: datetime | None
    remark: str
    remarked_at: datetime | None


_SELECT = (
    "SELECT r.*, m.full_name, m.role, m.unit_id, m.phone, m.state, m.person_id,"
    " coalesce(nullif(u.short_name, ''), u.name, '') AS unit_name, p.telegram_id, p.locale, p.unreachable_since"
    " FROM conclusion_receipts r JOIN memberships m ON m.id = r.membership_id"
    " LEFT JOIN units u ON u.id = m.unit_id LEFT JOIN people p ON p.id = m.person_id"
)


def _receipt(row: Any) -> Receipt:
    return Receipt(
        meeting_id=row["meeting_id"],
        membership_id=row["membership_id"],
        person_id=row["person_id"],
        full_name=row["full_name"],
        role=Role(row["role"]),
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
        phone=row["phone"],
        chat_id=row["telegram_id"],
        locale=row["locale"] or "vi",
        living=row["state"] in ("active", "expected"),
        unreachable=row["telegram_id"] is None or row["unreachable_since"] is not None,
        version=row["version"],
        sent_at=from_text(row["sent_at"]),
        received_at=maybe_moment(row["received_at"]),
        remark=row["remark"],
        remarked_at=maybe_moment(row["remarked_at"]),
    )


async def of_meeting(tx: Transaction, meeting_id: int) -> list[Receipt]:
    """All the notice ever went to, in the order of the units, those of no unit first."""
    rows = await tx.all(
        f"{_SELECT} WHERE r.meeting_id = ? ORDER BY u.position IS NOT NULL, u.position, m.id", (meeting_id,)
    )
    return [_receipt(row) for row in rows]


async def of_person(tx: Transaction, meeting_id: int, person_id: int) -> Receipt | None:
    """This person's own, while they belong to the task force."""
    row = await tx.one(
        f"{_SELECT} WHERE r.meeting_id = ? AND m.person_id = ? AND m.state = 'active' ORDER BY r.version DESC, m.id",
        (meeting_id, person_id),
    )
    return None if row is None else _receipt(row)


async def sent_to(tx: Transaction, meeting_id: int, membership_id: int, version: int, now: datetime) -> None:
    """This version goes to them; whether they received it is asked anew, what they remarked stays."""
    await tx.run(
        "INSERT INTO conclusion_receipts (meeting_id, membership_id, version, sent_at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (meeting_id, membership_id) DO UPDATE SET version = excluded.version,"
        " sent_at = excluded.sent_at, received_at = NULL",
        (meeting_id, membership_id, version, to_text(now)),
    )


async def received(tx: Transaction, meeting_id: int, membership_id: int, now: datetime) -> bool:
    """They say that they received it; False when they had said so."""
    changed = await tx.run(
        "UPDATE conclusion_receipts SET received_at = ? WHERE meeting_id = ? AND membership_id = ?"
        " AND received_at IS NULL",
        (to_text(now), meeting_id, membership_id),
    )
    return changed == 1


async def remark(tx: Transaction, meeting_id: int, membership_id: int, text: str, now: datetime) -> None:
    """What they remark, in place of what they remarked before."""
    await tx.run(
        "UPDATE conclusion_receipts SET remark = ?, remarked_at = ? WHERE meeting_id = ? AND membership_id = ?",
        (text, to_text(now), meeting_id, membership_id),
    )


async def unsent(tx: Transaction, since: datetime) -> list[tuple[int, int]]:
    """(meeting id, membership id) of who has yet to get a notice that went out after ``since`` (UTC).

    Those who took over the place of somebody who had not received it, and those who came to the bot after it went out.
    """
    rows = await tx.all(
        "SELECT r.meeting_id, m.replaced_by AS place FROM conclusion_receipts r JOIN memberships m"
        " ON m.id = r.membership_id JOIN memberships n ON n.id = m.replaced_by AND n.state = 'active'"
        " WHERE r.sent_at > ? AND r.received_at IS NULL AND m.state = 'ended' AND NOT EXISTS (SELECT 1"
        " FROM conclusion_receipts o WHERE o.meeting_id = r.meeting_id AND o.membership_id = n.id)"
        " UNION SELECT r.meeting_id, m.id FROM conclusion_receipts r JOIN memberships m ON m.id = r.membership_id"
        " WHERE r.sent_at > ? AND r.received_at IS NULL AND m.state = 'active' AND m.joined_at > r.sent_at"
        " ORDER BY 1, 2",
        (to_text(since), to_text(since)),
    )
    return [(row["meeting_id"], row["place"]) for row in rows]


async def waiting(tx: Transaction, since: datetime) -> list[int]:
    """The meetings whose newest notice, sent after ``since`` (UTC), somebody has not said to have received."""
    rows = await tx.all(
        "SELECT n.meeting_id FROM conclusion_notices n WHERE n.sent_at > ? AND EXISTS (SELECT 1"
        " FROM conclusion_receipts r WHERE r.meeting_id = n.meeting_id AND r.version = n.version"
        " AND r.received_at IS NULL) ORDER BY n.meeting_id",
        (to_text(since),),
    )
    return [row["meeting_id"] for row in rows]
