"""What is kept about people: to read it oneself, to take it away on request, to forget outsiders in time."""
# ruff: noqa: S608 - what is put together are constants of this module

from datetime import datetime
from typing import Any

from storage import personal_work
from storage.database import Transaction, to_text

_OWN = "SELECT id FROM memberships WHERE person_id = ?"

_IS_OVER = (
    "SELECT id FROM meetings WHERE coalesce(closed_at, cancelled_at, ends_at, starts_at,"
    " CASE WHEN state = 'dropped' THEN created_at END) < ?"
)
_SHOWN = "g.state <> 'draft' AS told, g.subject, g.starts_at, t.name AS task_force"


async def of_person(tx: Transaction, person_id: int) -> dict[str, Any]:
    """Their invitations with answers, absences and attendance; whom they stood in for; notices; their work."""
    invited = await tx.all(
        f"SELECT {_SHOWN}, i.answer, i.answered_at, i.present_from, i.present_until, a.reason, a.substitute_name,"
        " a.substitute_title, a.substitute_phone, a.opinion, a.opinion_file, a.decision, a.decision_reason"
        " FROM invitees i JOIN memberships m ON m.id = i.membership_id JOIN meetings g ON g.id = i.meeting_id"
        " JOIN task_forces t ON t.id = g.task_force_id"
        " LEFT JOIN absences a ON a.invitee_id = i.id AND a.withdrawn = 0"
        " WHERE m.person_id = ? AND g.state <> 'draft' ORDER BY g.starts_at, i.id",
        (person_id,),
    )
    stood_in = await tx.all(
        "SELECT g.subject, g.starts_at, a.substitute_name, a.substitute_title, a.substitute_phone, a.substitute_says"
        " FROM absences a JOIN invitees i ON i.id = a.invitee_id JOIN meetings g ON g.id = i.meeting_id"
        f" WHERE a.substitute_id IN ({_OWN}) OR a.substitute_phone IN ({_NUMBERS}) ORDER BY g.starts_at, i.id",
        (person_id, person_id, person_id),
    )
    receipts = await tx.all(
        "SELECT g.subject, r.version, r.sent_at, r.received_at, r.remark, r.remarked_at FROM conclusion_receipts r"
        f" JOIN meetings g ON g.id = r.meeting_id WHERE r.membership_id IN ({_OWN}) ORDER BY r.sent_at, g.id",
        (person_id,),
    )
    return {
        "meetings": [dict(row) for row in invited],
        "stood_in": [dict(row) for row in stood_in],
        "conclusion_receipts": [dict(row) for row in receipts],
        **await personal_work.of_person(tx, person_id),
    }


_NUMBERS = (
    "SELECT phone FROM people WHERE id = ? AND phone IS NOT NULL UNION"
    " SELECT phone FROM memberships WHERE person_id = ? AND phone IS NOT NULL"
)


async def of_guest(tx: Transaction, chat_id: int) -> list[dict[str, Any]]:
    """What is kept about the guest whose links this account opened, one row a meeting; ``told`` 0: still a draft."""
    rows = await tx.all(
        f"SELECT {_SHOWN}, i.meeting_id, i.full_name, i.title, i.answer, i.answered_at, i.present_from,"
        " i.present_until FROM invitees i JOIN meetings g ON g.id = i.meeting_id"
        " JOIN task_forces t ON t.id = g.task_force_id"
        " WHERE i.membership_id IS NULL AND i.chat_id = ? ORDER BY g.starts_at, i.id",
        (chat_id,),
    )
    return [dict(row) for row in rows]


async def forget_person(tx: Transaction, person_id: int, shown_as: str) -> None:
    """Why they were away and whom they named by number; their name where others named them. Opinions stay.

    To be called while their memberships still tell their numbers.
    """
    await personal_work.forget_person(tx, person_id, shown_as)
    theirs = f"SELECT id FROM invitees WHERE membership_id IN ({_OWN})"
    await tx.run(
        f"DELETE FROM sessions WHERE kind = 'absence' AND subject IN (SELECT 'absence:' || id FROM ({theirs}))",
        (person_id,),
    )
    await tx.run(
        "UPDATE absences SET substitute_name = ?, substitute_title = '', substitute_phone = ''"
        f" WHERE substitute_id IN ({_OWN}) OR substitute_phone IN ({_NUMBERS})",
        (shown_as, person_id, person_id, person_id),
    )
    await tx.run(f"UPDATE absences SET reason = '', substitute_phone = '' WHERE invitee_id IN ({theirs})", (person_id,))


async def forget_guest(tx: Transaction, chat_id: int, shown_as: str, now: datetime) -> None:
    """Who the guest of this account is; they are not invited any more to what is still to come."""
    await tx.run(
        "UPDATE invitees SET removed_at = coalesce(removed_at, ?) WHERE membership_id IS NULL AND chat_id = ?"
        " AND meeting_id IN (SELECT id FROM meetings WHERE state IN ('draft', 'called') AND closed_at IS NULL"
        " AND coalesce(starts_at, ?) >= ?)",
        (to_text(now), chat_id, to_text(now), to_text(now)),
    )
    await tx.run(
        "UPDATE invitees SET full_name = ?, title = '', code_hash = NULL, chat_id = NULL"
        " WHERE membership_id IS NULL AND chat_id = ?",
        (shown_as, chat_id),
    )


async def forget_outsiders(tx: Transaction, shown_as: str, before: datetime) -> None:
    """Who the guests and the substitutes known by name alone were, of meetings that ended before then (UTC)."""
    over = to_text(before)
    chats = await tx.all(
        "SELECT DISTINCT chat_id FROM invitees WHERE membership_id IS NULL AND chat_id IS NOT NULL"
        f" AND meeting_id IN ({_IS_OVER})",
        (over,),
    )
    await tx.run(
        "UPDATE invitees SET full_name = ?, title = '', code_hash = NULL, chat_id = NULL"
        f" WHERE membership_id IS NULL AND full_name <> ? AND meeting_id IN ({_IS_OVER})",
        (shown_as, shown_as, over),
    )
    invited = f"SELECT id FROM invitees WHERE meeting_id IN ({_IS_OVER})"
    await tx.run(
        "UPDATE absences SET substitute_name = ?, substitute_title = '', substitute_phone = ''"
        f" WHERE substitute_id IS NULL AND substitute_name NOT IN ('', ?) AND invitee_id IN ({invited})",
        (shown_as, shown_as, over),
    )
    for row in chats:
        if not await is_known(tx, row["chat_id"]):
            await forget_chat(tx, row["chat_id"])


async def is_known(tx: Transaction, chat_id: int) -> bool:
    """Whether the account is somebody's, or a guest's."""
    found = await tx.value(
        "SELECT EXISTS (SELECT 1 FROM people WHERE telegram_id = ?) OR EXISTS (SELECT 1 FROM invitees"
        " WHERE membership_id IS NULL AND chat_id = ?)",
        (chat_id, chat_id),
    )
    return bool(found)


async def forget_chat(tx: Transaction, chat_id: int) -> None:
    """What was said to the account, what it left half-way, what it was shown."""
    for table in ("sessions", "cards", "meeting_cards", "check_in_tries", "boards"):
        await tx.run(f"DELETE FROM {table} WHERE chat_id = ?", (chat_id,))
    await tx.run("DELETE FROM outbox WHERE chat_id = ? AND state <> 'queued'", (chat_id,))
