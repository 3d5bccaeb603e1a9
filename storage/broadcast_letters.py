"""The letters of a notice: to whose mailbox it goes by e-mail too, and what became of each.

What the mail server said is read from the outbox and kept here when the outbox forgets. One letter to an address that
several share is each one's letter.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from storage.database import Transaction, maybe_moment, to_text
from storage.mailboxes import Whose

LetterState = Literal["waiting", "queued", "sent", "refused", "expired", "stopped"]

_TO_WRITE = (
    "(l.state = 'waiting' AND b.state IN ('going', 'scheduled', 'sent') OR l.state = 'sent' AND l.version < b.version)"
)
"""Who has none yet and is to have one; who has older words, whatever was decided about the others since."""


_SETTLES = timedelta(minutes=2)
"""So long a letter that was taken back may turn out to have been on its way: a mail server takes its time."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One mailbox of one notice. ``locale`` is None for a unit's, or a member who has not joined; ``had`` (UTC): since
    when it has one. ``address`` is "" where there is none any more; ``living``: the place, or the unit, still is.
    """

    id: int
    address: str
    locale: str | None
    living: bool
    state: LetterState
    cause: str
    version: int
    had: datetime | None


async def freeze(tx: Transaction, broadcast_id: int, to: Collection[Whose]) -> int:
    """To whose mailboxes it goes, in the order of the recipients; returns how many, each address once."""
    if "members" in to:
        await tx.run(
            "INSERT INTO broadcast_letters (broadcast_id, membership_id) SELECT r.broadcast_id, r.membership_id"
            " FROM broadcast_recipients r JOIN memberships m ON m.id = r.membership_id"
            " WHERE r.broadcast_id = ? AND coalesce(m.email, '') <> '' ORDER BY r.position",
            (broadcast_id,),
        )
    if "units" in to:
        await tx.run(
            "INSERT INTO broadcast_letters (broadcast_id, unit_id) SELECT r.broadcast_id, u.id"
            " FROM broadcast_recipients r JOIN memberships m ON m.id = r.membership_id"
            " JOIN units u ON u.id = m.unit_id AND u.ended_at IS NULL JOIN unit_mailboxes x ON x.unit_id = u.id"
            " WHERE r.broadcast_id = ? GROUP BY u.id ORDER BY min(r.position)",
            (broadcast_id,),
        )
    found = int(await tx.value("SELECT count(*) FROM broadcast_letters WHERE broadcast_id = ?", (broadcast_id,)))
    if found:
        await tx.run("INSERT OR IGNORE INTO broadcast_mail (broadcast_id) VALUES (?)", (broadcast_id,))
    return found


async def open_ones(tx: Transaction) -> list[int]:
    """The notices of which letters are still to be written, or to be heard of."""
    rows = await tx.all("SELECT broadcast_id FROM broadcast_mail WHERE open = 1 ORDER BY broadcast_id")
    return [row["broadcast_id"] for row in rows]


async def set_open(tx: Transaction, broadcast_id: int, *, is_open: bool) -> None:
    """Whether there is still something to do; nothing for a notice that goes to no mailbox."""
    await tx.run("UPDATE broadcast_mail SET open = ? WHERE broadcast_id = ?", (int(is_open), broadcast_id))


@dataclass(frozen=True, slots=True)
class Work:
    """``lying`` letters wait in the outbox, ``unheard`` are written and nothing was heard of them.

    ``settling`` were taken back just now and may have been on their way. Are there more ``to_write``?
    """

    lying: int
    unheard: int
    settling: int
    to_write: bool


async def work(tx: Transaction, broadcast_id: int, now: datetime) -> Work:
    """What there is to do."""
    row = await tx.one(
        "SELECT coalesce(sum(l.state = 'queued'), 0) AS unheard,"
        " coalesce(sum(l.state = 'queued' AND o.state = 'queued'), 0) AS lying,"
        " coalesce(sum(l.state = 'stopped' AND o.state = 'expired' AND o.done_at > ?), 0) AS settling"
        " FROM broadcast_letters l LEFT JOIN outbox o ON o.id = l.outbox_id"
        " WHERE l.broadcast_id = ? AND l.state IN ('queued', 'stopped')",
        (to_text(now - _SETTLES), broadcast_id),
    )
    more = await tx.one(
        "SELECT 1 FROM broadcast_letters l JOIN broadcasts b ON b.id = l.broadcast_id"  # noqa: S608 - our own words
        f" WHERE l.broadcast_id = ? AND {_TO_WRITE} LIMIT 1",
        (broadcast_id,),
    )
    assert row is not None  # noqa: S101 - counting always answers
    return Work(row["lying"], row["unheard"], row["settling"], more is not None)


async def to_write(tx: Transaction, broadcast_id: int, limit: int) -> list[Letter]:
    """The next mailboxes to write to."""
    rows = await tx.all(
        "SELECT l.*, coalesce(m.email, x.address, '') AS address, p.locale,"  # noqa: S608 - our own words
        " coalesce(m.state <> 'ended', u.ended_at IS NULL) AS living"
        " FROM broadcast_letters l JOIN broadcasts b ON b.id = l.broadcast_id"
        " LEFT JOIN memberships m ON m.id = l.membership_id LEFT JOIN people p ON p.id = m.person_id"
        " LEFT JOIN units u ON u.id = l.unit_id LEFT JOIN unit_mailboxes x ON x.unit_id = l.unit_id"
        f" WHERE l.broadcast_id = ? AND {_TO_WRITE} ORDER BY l.id LIMIT ?",
        (broadcast_id, limit),
    )
    return [_letter(row) for row in rows]


def _letter(row: Any) -> Letter:
    return Letter(
        row["id"], row["address"], row["locale"], bool(row["living"]), row["state"], row["cause"], row["version"],
        maybe_moment(row["sent_at"]),
    )  # fmt: skip


async def written(tx: Transaction, letter_id: int, version: int, dedupe_key: str) -> None:
    """The letter with those words lies in the outbox under that key."""
    await tx.run(
        "UPDATE broadcast_letters SET state = 'queued', cause = '', version = ?,"
        " outbox_id = (SELECT id FROM outbox WHERE dedupe_key = ?) WHERE id = ?",
        (version, dedupe_key, letter_id),
    )


async def passed_over(tx: Transaction, letter: Letter, version: int) -> None:
    """There is nobody, or no mailbox, to write to any more."""
    await tx.run(
        "UPDATE broadcast_letters SET state = ?, version = ? WHERE id = ?",
        ("sent" if letter.had is not None else "stopped", version, letter.id),
    )


async def reconcile(tx: Transaction, broadcast_id: int) -> int:
    """Take over what became of the letters; returns of how many something new is known.

    A letter that was taken back while it was being handed in has gone out all the same. One that the outbox does not
    have (any more) never went.
    """
    lost = await tx.run(
        "UPDATE broadcast_letters AS l SET state = 'expired' WHERE broadcast_id = ? AND state = 'queued'"
        " AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.id = l.outbox_id)",
        (broadcast_id,),
    )
    return lost + await tx.run(
        "UPDATE broadcast_letters AS l SET cause = coalesce(o.error, ''),"
        " state = CASE o.state WHEN 'sent' THEN 'sent' WHEN 'dead' THEN 'refused' ELSE 'expired' END,"
        " sent_at = CASE WHEN o.state = 'sent' THEN o.done_at ELSE l.sent_at END"
        " FROM outbox o WHERE l.broadcast_id = ? AND o.id = l.outbox_id AND (l.state = 'queued' AND o.state <> 'queued'"
        " OR l.state IN ('waiting', 'stopped') AND o.state = 'sent')",
        (broadcast_id,),
    )


async def take_back(tx: Transaction, broadcast_id: int, now: datetime, *, corrections: bool) -> None:
    """What lies in the outbox is not sent; ``corrections`` neither. They wait to be written again."""
    await reconcile(tx, broadcast_id)
    which = "broadcast_id = ? AND state = 'queued'" + ("" if corrections else " AND sent_at IS NULL")
    await tx.run(
        "UPDATE outbox SET state = 'expired', error = 'taken back', done_at = ? WHERE state = 'queued'"  # noqa: S608
        f" AND id IN (SELECT outbox_id FROM broadcast_letters WHERE {which})",
        (to_text(now), broadcast_id),
    )
    await tx.run(
        "UPDATE broadcast_letters SET state = CASE WHEN sent_at IS NULL THEN 'waiting' ELSE 'sent' END"  # noqa: S608
        f" WHERE {which}",
        (broadcast_id,),
    )


async def stop(tx: Transaction, broadcast_id: int) -> None:
    """Whoever has none gets none."""
    await tx.run(
        "UPDATE broadcast_letters SET state = 'stopped' WHERE broadcast_id = ? AND state = 'waiting'", (broadcast_id,)
    )


# The ledger


@dataclass(frozen=True, slots=True)
class LetterCounts:
    """How many mailboxes stand where; ``had``: how many have a letter, in whatever words."""

    total: int = 0
    sent: int = 0
    pending: int = 0
    refused: int = 0
    had: int = 0


async def counts(tx: Transaction, broadcast_id: int) -> LetterCounts:
    """How it stands now; an address that several share is one."""
    rows = await tx.all(
        "SELECT count(*) AS total, coalesce(sum(state = 'sent'), 0) AS sent,"
        " coalesce(sum(state IN ('waiting', 'queued')), 0) AS pending,"
        " coalesce(sum(state IN ('refused', 'expired')), 0) AS refused, coalesce(sum(sent_at IS NOT NULL), 0) AS had"
        " FROM (SELECT l.state, l.sent_at FROM broadcast_letters l LEFT JOIN memberships m ON m.id = l.membership_id"
        " LEFT JOIN unit_mailboxes x ON x.unit_id = l.unit_id WHERE l.broadcast_id = ?"
        " GROUP BY lower(coalesce(m.email, x.address, 'letter:' || l.id)))",
        (broadcast_id,),
    )
    row = rows[0]
    return LetterCounts(row["total"], row["sent"], row["pending"], row["refused"], row["had"])


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a letter; ``at`` (UTC) when a server took it."""

    state: LetterState
    cause: str
    at: datetime | None


async def fates(tx: Transaction, broadcast_id: int) -> tuple[dict[int, Fate], dict[int, Fate]]:
    """(by membership, by unit): what became of the letters to the members' own mailboxes, and to the units'."""
    rows = await tx.all("SELECT * FROM broadcast_letters WHERE broadcast_id = ?", (broadcast_id,))
    members: dict[int, Fate] = {}
    units: dict[int, Fate] = {}
    for row in rows:
        fate = Fate(row["state"], row["cause"], maybe_moment(row["sent_at"]))
        if row["membership_id"] is not None:
            members[row["membership_id"]] = fate
        else:
            units[row["unit_id"]] = fate
    return members, units
