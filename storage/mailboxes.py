"""Where e-mails go: a member's own mailbox (as the roster has it), and their unit's (Bắc Giang Điều 10.5)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from storage.database import Transaction, to_text
from storage.outbox import MAIL

Whose = Literal["members", "units"]
"""As a charter's ``email_to`` says it."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address; ``name`` is the person's, or (``unit``) the unit's. ``locale`` is None for a unit."""

    address: str
    name: str
    unit: bool
    locale: str | None


async def for_members(tx: Transaction, membership_ids: Collection[int], to: Collection[Whose]) -> list[Mailbox]:
    """The mailboxes of these living memberships, of their units, or both; each address once, people's first."""
    found: dict[str, Mailbox] = {}
    marks = ",".join("?" * len(membership_ids))
    if "members" in to:
        rows = await tx.all(
            "SELECT m.email, m.full_name, p.locale FROM memberships m LEFT JOIN people p ON p.id = m.person_id"  # noqa: S608 - only question marks
            f" WHERE m.id IN ({marks}) AND m.state <> 'ended' AND coalesce(m.email, '') <> '' ORDER BY m.id",
            tuple(membership_ids),
        )
        for row in rows:
            found.setdefault(row["email"].casefold(), Mailbox(row["email"], row["full_name"], False, row["locale"]))
    if "units" in to:
        rows = await tx.all(
            "SELECT DISTINCT b.address, u.name, u.position FROM memberships m JOIN units u ON u.id = m.unit_id"  # noqa: S608 - only question marks
            " JOIN unit_mailboxes b ON b.unit_id = u.id"
            f" WHERE m.id IN ({marks}) AND m.state <> 'ended' AND u.ended_at IS NULL ORDER BY u.position",
            tuple(membership_ids),
        )
        for row in rows:
            found.setdefault(row["address"].casefold(), Mailbox(row["address"], row["name"], True, None))
    return list(found.values())


async def of_unit(tx: Transaction, unit_id: int) -> str:
    """The unit's mailbox; "" where none is known."""
    return await tx.value("SELECT address FROM unit_mailboxes WHERE unit_id = ?", (unit_id,)) or ""


async def put(tx: Transaction, unit_id: int, address: str, *, by: int | None, now: datetime) -> None:
    """The unit's mailbox is that one; "" takes it away."""
    if not address:
        await tx.run("DELETE FROM unit_mailboxes WHERE unit_id = ?", (unit_id,))
        return
    await tx.run(
        "INSERT INTO unit_mailboxes (unit_id, address, by_person, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (unit_id) DO UPDATE SET address = excluded.address, by_person = excluded.by_person,"
        " at = excluded.at",
        (unit_id, address, by, to_text(now)),
    )


# A person's own


async def of_person(tx: Transaction, person_id: int) -> str:
    """The mailboxes that their places know, one as a rule; "" for none."""
    rows = await tx.all(
        "SELECT email FROM memberships WHERE person_id = ? AND state <> 'ended' AND coalesce(email, '') <> ''"
        " GROUP BY lower(email) ORDER BY min(id)",
        (person_id,),
    )
    return ", ".join(row["email"] for row in rows)


async def put_own(tx: Transaction, person_id: int, address: str) -> None:
    """The mailbox of all their places is that one; "" takes it away. What still lies for the old one is not sent."""
    await forget_letters(tx, person_id)
    await tx.run(
        "UPDATE memberships SET email = ? WHERE person_id = ? AND state <> 'ended'", (address or None, person_id)
    )


async def forget_letters(tx: Transaction, person_id: int) -> None:
    """The letters to their own mailbox, sent or not, unless somebody else's or a unit's mailbox is the same.

    To be called while their places still tell the address.
    """
    rows = await tx.all(
        "SELECT DISTINCT lower(m.email) AS address FROM memberships m WHERE m.person_id = ?1"
        " AND coalesce(m.email, '') <> ''"
        " AND NOT EXISTS (SELECT 1 FROM memberships o WHERE lower(o.email) = lower(m.email) AND o.person_id IS NOT ?1)"
        " AND NOT EXISTS (SELECT 1 FROM unit_mailboxes x WHERE lower(x.address) = lower(m.email))",
        (person_id,),
    )
    await tx.run(
        "UPDATE broadcast_letters SET state = CASE WHEN sent_at IS NULL THEN 'waiting' ELSE 'sent' END, version = 0,"
        " outbox_id = NULL WHERE state = 'queued'"
        " AND membership_id IN (SELECT id FROM memberships WHERE person_id = ?)",
        (person_id,),
    )  # written anew, if there is a mailbox still
    for row in rows:
        end = f":{row['address']}"
        await tx.run(
            "DELETE FROM outbox WHERE method = ? AND dedupe_key >= 'mail:' AND dedupe_key < 'mail;'"
            " AND substr(dedupe_key, ?) = ?",
            (MAIL, -len(end), end),
        )
    await tx.run(
        "UPDATE broadcast_letters SET cause = ''"
        " WHERE membership_id IN (SELECT id FROM memberships WHERE person_id = ?)",
        (person_id,),
    )
