"""Who is invited to a meeting, what each answered, and who was there. Members and guests alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_text
from taskforce.roles import Role

Answer = Literal["", "attending", "absent", "substitute"]


@dataclass(frozen=True, slots=True)
class Invitee:
    """One invited member or guest; moments in UTC.

    A guest has no ``membership_id`` and the role GUEST; ``chat_id`` is then the account that opened the guest's link,
    else the member's own. ``living`` is False for a member who has left since. ``unreachable`` says that Telegram
    cannot bring them anything (never joined, blocked the bot). ``by_substitute``: the substitute is there.
    ``added_at`` is when they were (last) invited, ``answered_by`` who entered the answer (None: a guest did).
    """

    id: int
    meeting_id: int
    membership_id: int | None
    person_id: int | None
    full_name: str
    title: str
    role: Role
    unit_id: int | None
    unit_name: str
    phone: str | None
    chat_id: int | None
    locale: str
    living: bool
    unreachable: bool
    answer: Answer
    answered_at: datetime | None
    present_from: datetime | None
    present_until: datetime | None
    by_substitute: bool
    added_at: datetime
    answered_by: int | None

    @property
    def is_guest(self) -> bool:
        """Somebody from outside the task force."""
        return self.membership_id is None

    @property
    def by_phone(self) -> bool:
        """Somebody of the office entered their answer."""
        return self.answered_by is not None and self.answered_by != self.person_id


_SELECT = (
    "SELECT i.*, m.full_name AS member_name, m.title AS member_title, m.role, m.unit_id, m.phone, m.state,"
    " m.person_id, coalesce(nullif(u.short_name, ''), u.name, '') AS unit_name, p.telegram_id, p.locale,"
    " p.unreachable_since FROM invitees i LEFT JOIN memberships m ON m.id = i.membership_id"
    " LEFT JOIN units u ON u.id = m.unit_id LEFT JOIN people p ON p.id = m.person_id"
)


def _invitee(row: Any) -> Invitee:
    guest = row["membership_id"] is None
    chat_id = row["chat_id"] if guest else row["telegram_id"]
    return Invitee(
        id=row["id"],
        meeting_id=row["meeting_id"],
        membership_id=row["membership_id"],
        person_id=row["person_id"],
        full_name=row["full_name"] if guest else row["member_name"],
        title=row["title"] if guest else row["member_title"],
        role=Role.GUEST if guest else Role(row["role"]),
        unit_id=row["unit_id"],
        unit_name=row["unit_name"],
        phone=row["phone"],
        chat_id=chat_id,
        locale=row["locale"] or "vi",
        living=guest or row["state"] in ("active", "expected"),
        unreachable=chat_id is None or row["chat_lost_at" if guest else "unreachable_since"] is not None,
        answer=row["answer"],
        answered_at=maybe_moment(row["answered_at"]),
        present_from=maybe_moment(row["present_from"]),
        present_until=maybe_moment(row["present_until"]),
        by_substitute=bool(row["by_substitute"]),
        added_at=from_text(row["added_at"]),
        answered_by=row["answered_by"],
    )


async def of_meeting(tx: Transaction, meeting_id: int) -> list[Invitee]:
    """All who are invited (not those taken off the list), members in the order of the units, guests last."""
    rows = await tx.all(
        f"{_SELECT} WHERE i.meeting_id = ? AND i.removed_at IS NULL"
        " ORDER BY i.membership_id IS NULL, u.position IS NOT NULL, u.position, i.membership_id, i.id",
        (meeting_id,),
    )
    return [_invitee(row) for row in rows]


async def get(tx: Transaction, invitee_id: int) -> Invitee | None:
    """The invitee of that id, unless they were taken off the list."""
    row = await tx.one(f"{_SELECT} WHERE i.id = ? AND i.removed_at IS NULL", (invitee_id,))
    return None if row is None else _invitee(row)


async def of_person(tx: Transaction, meeting_id: int, person_id: int) -> Invitee | None:
    """This person's own invitation to the meeting, if there is one."""
    row = await tx.one(
        f"{_SELECT} WHERE i.meeting_id = ? AND m.person_id = ? AND m.state = 'active' AND i.removed_at IS NULL"
        " ORDER BY i.id LIMIT 1",
        (meeting_id, person_id),
    )
    return None if row is None else _invitee(row)


async def by_code_hash(tx: Transaction, code_hash: str) -> Invitee | None:
    """The guest whose link carries the code of that hash."""
    row = await tx.one(f"{_SELECT} WHERE i.code_hash = ? AND i.removed_at IS NULL", (code_hash,))
    return None if row is None else _invitee(row)


async def add_member(tx: Transaction, meeting_id: int, membership_id: int, now: datetime) -> Invitee:
    """Invite the member (again, if they had been taken off the list: their answer is asked anew)."""
    row = await tx.one(
        "INSERT INTO invitees (meeting_id, membership_id, added_at) VALUES (?, ?, ?)"
        " ON CONFLICT (meeting_id, membership_id) WHERE membership_id IS NOT NULL"
        " DO UPDATE SET answer = CASE WHEN removed_at IS NULL THEN answer ELSE '' END,"
        " added_at = CASE WHEN removed_at IS NULL THEN added_at ELSE excluded.added_at END, removed_at = NULL"
        " RETURNING id",
        (meeting_id, membership_id, to_text(now)),
    )
    assert row is not None  # noqa: S101 - RETURNING always answers
    return await _known(tx, row["id"])


async def add_guest(
    tx: Transaction, meeting_id: int, *, full_name: str, title: str, code_hash: str, now: datetime
) -> Invitee:
    """Invite somebody from outside, who gets a link of their own."""
    new_id = await tx.insert(
        "INSERT INTO invitees (meeting_id, full_name, title, code_hash, added_at) VALUES (?, ?, ?, ?, ?)",
        (meeting_id, full_name, title, code_hash, to_text(now)),
    )
    return await _known(tx, new_id)


async def _known(tx: Transaction, invitee_id: int) -> Invitee:
    found = await get(tx, invitee_id)
    assert found is not None  # noqa: S101 - just written
    return found


async def of_chat(tx: Transaction, meeting_id: int, chat_id: int) -> list[Invitee]:
    """The invitations to the meeting that this account may answer: a member's in each of their places, a guest's."""
    rows = await tx.all(
        f"{_SELECT} WHERE i.meeting_id = ? AND i.removed_at IS NULL AND (i.chat_id = ? OR"
        " (p.telegram_id = ? AND m.state = 'active')) ORDER BY i.id",
        (meeting_id, chat_id, chat_id),
    )
    return [_invitee(row) for row in rows]


async def new_code(tx: Transaction, invitee_id: int, code_hash: str) -> None:
    """The guest gets another link; the one before opens nothing any more, whoever had opened it."""
    await tx.run(
        "UPDATE invitees SET code_hash = ?, chat_id = NULL, chat_lost_at = NULL WHERE id = ?", (code_hash, invitee_id)
    )


async def guest_came(tx: Transaction, invitee_id: int, chat_id: int) -> None:
    """This account opened the guest's link; from now on the link is theirs."""
    await tx.run("UPDATE invitees SET chat_id = ?, chat_lost_at = NULL WHERE id = ?", (chat_id, invitee_id))


async def chat_lost(tx: Transaction, chat_id: int, now: datetime) -> list[int]:
    """A guest's account cannot be written to; the ids of the called meetings where that is news."""
    return await _chat_stands(tx, chat_id, "chat_lost_at IS NULL", to_text(now))


async def chat_found(tx: Transaction, chat_id: int) -> list[int]:
    """A guest's account can be written to again; the ids of the called meetings where that is news."""
    return await _chat_stands(tx, chat_id, "chat_lost_at IS NOT NULL", None)


async def _chat_stands(tx: Transaction, chat_id: int, news: str, lost_at: str | None) -> list[int]:
    rows = await tx.all(
        "SELECT DISTINCT i.meeting_id FROM invitees i JOIN meetings g ON g.id = i.meeting_id"  # noqa: S608 - our words
        f" WHERE i.chat_id = ? AND i.removed_at IS NULL AND g.state = 'called' AND i.{news} ORDER BY i.meeting_id",
        (chat_id,),
    )
    await tx.run(f"UPDATE invitees SET chat_lost_at = ? WHERE chat_id = ? AND {news}", (lost_at, chat_id))  # noqa: S608
    return [row["meeting_id"] for row in rows]


async def remove(tx: Transaction, invitee_id: int, now: datetime) -> None:
    """Take them off the list; what they answered is kept."""
    await tx.run("UPDATE invitees SET removed_at = ? WHERE id = ?", (to_text(now), invitee_id))


async def pass_on(tx: Transaction, invitee_id: int, membership_id: int) -> None:
    """Who took over the member's place is invited in their stead, and is asked anew."""
    await tx.run(
        "UPDATE invitees SET membership_id = ?, answer = '', answered_at = NULL, answered_by = NULL WHERE id = ?",
        (membership_id, invitee_id),
    )


async def answer(tx: Transaction, invitee_id: int, what: Answer, by_person: int | None, now: datetime) -> None:
    """What they answered; "" takes the answer back."""
    await tx.run(
        "UPDATE invitees SET answer = ?, answered_at = ?, answered_by = ? WHERE id = ?",
        (what, to_text(now), by_person, invitee_id),
    )


async def came(
    tx: Transaction, invitee_id: int, by: Literal["code", "secretary"], now: datetime, *, by_substitute: bool
) -> None:
    """They (or their substitute) are there; the first time counts, and who had left is back."""
    await tx.run(
        "UPDATE invitees SET present_from = coalesce(present_from, ?), present_until = NULL, present_by = ?,"
        " by_substitute = ? WHERE id = ?",
        (to_text(now), by, int(by_substitute), invitee_id),
    )


async def left(tx: Transaction, invitee_id: int, now: datetime) -> None:
    """They left before the end."""
    await tx.run("UPDATE invitees SET present_until = ? WHERE id = ?", (to_text(now), invitee_id))


async def was_not_there(tx: Transaction, invitee_id: int) -> None:
    """They were noted as present by mistake."""
    await tx.run(
        "UPDATE invitees SET present_from = NULL, present_until = NULL, present_by = NULL, by_substitute = 0"
        " WHERE id = ?",
        (invitee_id,),
    )


async def coming_for(tx: Transaction, person_id: int, since: datetime) -> Sequence[tuple[int, int]]:
    """(meeting id, invitee id) of the called meetings this person is invited to that begin after that moment."""
    rows = await tx.all(
        "SELECT i.meeting_id, i.id FROM invitees i JOIN memberships m ON m.id = i.membership_id"
        " JOIN meetings g ON g.id = i.meeting_id WHERE m.person_id = ? AND m.state = 'active'"
        " AND i.removed_at IS NULL AND g.state = 'called' AND g.starts_at > ? ORDER BY g.starts_at, g.id",
        (person_id, to_text(since)),
    )
    return [(row["meeting_id"], row["id"]) for row in rows]


async def handed_over(tx: Transaction, since: datetime) -> list[tuple[int, int]]:
    """(invitee id, membership id) where somebody took over the place of an invitee; meetings that begin after that."""
    rows = await tx.all(
        "SELECT i.id, m.replaced_by FROM invitees i JOIN memberships m ON m.id = i.membership_id"
        " JOIN meetings g ON g.id = i.meeting_id WHERE m.state = 'ended' AND m.replaced_by IS NOT NULL"
        " AND i.removed_at IS NULL AND g.state = 'called' AND g.starts_at > ? ORDER BY i.id",
        (to_text(since),),
    )
    return [(row["id"], row["replaced_by"]) for row in rows]


async def joined_since(tx: Transaction, since: datetime) -> list[tuple[int, int]]:
    """(meeting id, invitee id) of those who came to the bot after they were invited, and were not sent it since."""
    rows = await tx.all(
        "SELECT i.meeting_id, i.id FROM invitees i JOIN memberships m ON m.id = i.membership_id"
        " JOIN meetings g ON g.id = i.meeting_id WHERE m.state = 'active' AND m.joined_at >= i.added_at"
        " AND i.removed_at IS NULL AND g.state = 'called' AND g.starts_at > ?"
        " AND NOT EXISTS (SELECT 1 FROM meeting_stages s WHERE s.meeting_id = g.id"
        " AND s.stage = 'invited:' || i.id || ':' || i.membership_id) ORDER BY i.id",
        (to_text(since),),
    )
    return [(row["meeting_id"], row["id"]) for row in rows]
