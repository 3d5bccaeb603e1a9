"""The ledger of a notice: each recipient, and what became of it for them.

What the delivery worker did is read from the outbox, many rows at a time, and kept here when the outbox forgets.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, maybe_moment, to_text
from taskforce.roles import Role

RecipientState = Literal["waiting", "queued", "sent", "blocked", "failed", "expired", "absent", "stopped"]
"""``absent``: has not joined yet. ``stopped``: it was stopped or withdrawn before it reached them."""

View = Literal["all", "silent", "received", "unreached"]

_KEY = "'broadcast:' || r.broadcast_id || ':' || r.person_id"
_FILES_KEYS = [f"'broadcast-files{n}:' || r.broadcast_id || ':' || r.person_id" for n in (0, 1)]


def key_of(broadcast_id: int, person_id: int) -> str:
    """The outbox's dedupe key of the notice to that person: at most once, whatever happens."""
    return f"broadcast:{broadcast_id}:{person_id}"


def files_key_of(broadcast_id: int, group: int, person_id: int) -> str:
    """The same of its files, where they go out apart: photos in one group (0, 1), documents in another."""
    return f"broadcast-files{group}:{broadcast_id}:{person_id}"


@dataclass(frozen=True, slots=True)
class Recipient:
    """One line of the ledger. ``chat_id`` None: cannot be written to. ``bodies``: in how many task forces they are."""

    membership_id: int
    person_id: int | None
    chat_id: int | None
    locale: str
    bodies: int
    full_name: str
    role: Role
    unit_id: int | None
    phone: str | None
    place: str
    state: RecipientState
    cause: str
    version: int
    queued_at: datetime | None
    sent_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged: int


_SELECT = (
    "SELECT r.*, m.full_name, m.role, m.unit_id, m.state AS place, coalesce(p.phone, m.phone) AS phone,"
    " p.telegram_id, coalesce(p.locale, 'vi') AS locale,"
    " (SELECT count(DISTINCT o.task_force_id) FROM memberships o WHERE o.person_id = r.person_id"
    " AND o.state = 'active') AS bodies"
    " FROM broadcast_recipients r JOIN memberships m ON m.id = r.membership_id"
    " LEFT JOIN people p ON p.id = r.person_id WHERE r.broadcast_id = ?"
)


def _recipient(row: Any) -> Recipient:
    return Recipient(
        membership_id=row["membership_id"],
        person_id=row["person_id"],
        chat_id=row["telegram_id"],
        locale=row["locale"],
        bodies=row["bodies"],
        full_name=row["full_name"],
        role=Role(row["role"]),
        unit_id=row["unit_id"],
        phone=row["phone"],
        place=row["place"],
        state=row["state"],
        cause=row["cause"],
        version=row["version"],
        queued_at=maybe_moment(row["queued_at"]),
        sent_at=maybe_moment(row["sent_at"]),
        acknowledged_at=maybe_moment(row["acknowledged_at"]),
        acknowledged=row["acknowledged"],
    )


async def freeze(tx: Transaction, broadcast_id: int, people: Iterable[tuple[int, int | None]]) -> None:
    """Who gets it: (membership, person or None where they have not joined), in order."""
    await tx.run_many(
        "INSERT OR IGNORE INTO broadcast_recipients (broadcast_id, membership_id, person_id, position, state)"
        " VALUES (?, ?, ?, ?, ?)",
        [
            (broadcast_id, membership, person, n, "absent" if person is None else "waiting")
            for n, (membership, person) in enumerate(people)
        ],
    )


async def next_waiting(tx: Transaction, broadcast_id: int, limit: int) -> list[Recipient]:
    """The next ones that it is to be written for."""
    rows = await tx.all(f"{_SELECT} AND r.state = 'waiting' ORDER BY r.position LIMIT ?", (broadcast_id, limit))
    return [_recipient(row) for row in rows]


async def still_waiting(tx: Transaction, broadcast_id: int) -> list[Recipient]:
    """Those for whom it is written, and has not gone out: it can still say something else."""
    rows = await tx.all(
        f"{_SELECT} AND r.state IN ('queued', 'blocked') AND EXISTS (SELECT 1 FROM outbox o"  # noqa: S608
        f" WHERE o.dedupe_key = {_KEY} AND o.state IN ('queued', 'parked')) ORDER BY r.position",
        (broadcast_id,),
    )
    return [_recipient(row) for row in rows]


async def behind(tx: Transaction, broadcast_id: int, version: int, limit: int) -> list[Recipient]:
    """Those who have it in older words than ``version``."""
    rows = await tx.all(
        f"{_SELECT} AND r.state = 'sent' AND r.version < ? ORDER BY r.position LIMIT ?",
        (broadcast_id, version, limit),
    )
    return [_recipient(row) for row in rows]


async def to_nudge(tx: Transaction, broadcast_id: int, ask_from: int, nudge: int, limit: int) -> list[Recipient]:
    """The silent who have not had that nudge: it reached them, they have not said so."""
    rows = await tx.all(
        f"{_SELECT} AND r.state = 'sent' AND r.acknowledged < ? AND r.nudges < ? ORDER BY r.position LIMIT ?",
        (broadcast_id, ask_from, nudge, limit),
    )
    return [_recipient(row) for row in rows]


async def nudged(tx: Transaction, broadcast_id: int, members: Sequence[int], nudge: int) -> None:
    """They had that nudge."""
    await tx.run_many(
        "UPDATE broadcast_recipients SET nudges = ? WHERE broadcast_id = ? AND membership_id = ?",
        [(nudge, broadcast_id, one) for one in members],
    )


async def written(tx: Transaction, broadcast_id: int, members: Sequence[int], version: int, now: datetime) -> None:
    """The notice is in the outbox for them, in the words of that version."""
    at = to_text(now)
    await tx.run_many(
        "UPDATE broadcast_recipients SET state = 'queued', version = ?, queued_at = ?"
        " WHERE broadcast_id = ? AND membership_id = ?",
        [(version, at, broadcast_id, one) for one in members],
    )


async def at_version(tx: Transaction, broadcast_id: int, members: Sequence[int], version: int) -> None:
    """They have, or will have, the words of that version."""
    await tx.run_many(
        "UPDATE broadcast_recipients SET version = ? WHERE broadcast_id = ? AND membership_id = ?",
        [(version, broadcast_id, one) for one in members],
    )


async def stop(tx: Transaction, broadcast_id: int, members: Sequence[int], cause: str) -> None:
    """It is not sent to them: they have left ("left"), say."""
    await tx.run_many(
        "UPDATE broadcast_recipients SET state = 'stopped', cause = ? WHERE broadcast_id = ? AND membership_id = ?",
        [(cause, broadcast_id, one) for one in members],
    )


async def count_queued(tx: Transaction, broadcast_id: int) -> int:
    """For how many it lies in the outbox."""
    return int(
        await tx.value(
            "SELECT count(*) FROM broadcast_recipients WHERE broadcast_id = ? AND state = 'queued'", (broadcast_id,)
        )
    )


_OUTCOME = (
    "CASE o.state WHEN 'sent' THEN 'sent' WHEN 'parked' THEN 'blocked' WHEN 'dead' THEN 'failed'"
    " WHEN 'expired' THEN 'expired' ELSE 'queued' END"
)


async def reconcile(tx: Transaction, broadcast_id: int) -> int:
    """Take over what became of the calls; returns of how many recipients something new is known.

    A call that was taken back while it was being made has been made all the same.
    """
    return await tx.run(
        f"UPDATE broadcast_recipients AS r SET state = {_OUTCOME}, cause = coalesce(o.error, ''),"  # noqa: S608
        " sent_at = CASE WHEN o.state = 'sent' THEN o.done_at ELSE r.sent_at END"
        f" FROM outbox o WHERE r.broadcast_id = ? AND o.dedupe_key = {_KEY}"
        f" AND (r.state IN ('queued', 'blocked') AND r.state <> {_OUTCOME}"
        " OR r.state = 'stopped' AND o.state = 'sent')",
        (broadcast_id,),
    )


async def take_back(tx: Transaction, broadcast_id: int, now: datetime) -> None:
    """Whoever has not got it does not get it: what waits in the outbox is not sent any more."""
    await reconcile(tx, broadcast_id)
    for key in (_KEY, *_FILES_KEYS):
        await tx.run(
            "UPDATE outbox SET state = 'expired', error = 'taken back', done_at = ?"  # noqa: S608 - our own words
            " WHERE state IN ('queued', 'parked') AND dedupe_key IN (SELECT "
            f"{key} FROM broadcast_recipients r WHERE r.broadcast_id = ? AND r.state IN ('queued', 'blocked'))",
            (to_text(now), broadcast_id),
        )
    await tx.run(
        "UPDATE broadcast_recipients SET state = 'stopped', cause = '' WHERE broadcast_id = ?"
        " AND state IN ('waiting', 'absent', 'queued', 'blocked')",
        (broadcast_id,),
    )


async def replace_content(tx: Transaction, contents: Iterable[tuple[str, str]]) -> None:
    """(dedupe key, JSON of the payload): what waits says that instead, also while it is being sent."""
    await tx.run_many(
        "UPDATE outbox SET payload = ?, version = version + 1 WHERE dedupe_key = ? AND state IN ('queued', 'parked')",
        [(payload, key) for key, payload in contents],
    )


async def joined_since(tx: Transaction, since: datetime) -> list[int]:
    """Whoever has joined since it went out gets it too; returns the notices that have somebody new to go to."""
    rows = await tx.all(
        "SELECT r.broadcast_id, r.membership_id, m.person_id FROM broadcast_recipients r"
        " JOIN memberships m ON m.id = r.membership_id JOIN broadcasts b ON b.id = r.broadcast_id"
        " WHERE r.state = 'absent' AND m.state = 'active' AND m.person_id IS NOT NULL"
        " AND b.state IN ('going', 'sent') AND b.begun_at > ?",
        (to_text(since),),
    )
    await tx.run_many(
        "UPDATE OR IGNORE broadcast_recipients SET person_id = ?, state = 'waiting'"
        " WHERE broadcast_id = ? AND membership_id = ?",
        [(row["person_id"], row["broadcast_id"], row["membership_id"]) for row in rows],
    )
    return sorted({row["broadcast_id"] for row in rows})


async def returned_since(tx: Transaction, since: datetime) -> list[int]:
    """The notices of which something put aside has gone out, or waits again, since its chat was lost."""
    rows = await tx.all(
        "SELECT DISTINCT r.broadcast_id FROM broadcast_recipients r JOIN broadcasts b ON b.id = r.broadcast_id"  # noqa: S608
        f" JOIN outbox o ON o.dedupe_key = {_KEY} WHERE b.begun_at > ? AND r.state = 'blocked' AND o.state <> 'parked'",
        (to_text(since),),
    )
    return [row["broadcast_id"] for row in rows]


async def withdrawn_since(tx: Transaction, since: datetime) -> list[int]:
    """The notices that were taken back since."""
    rows = await tx.all("SELECT id FROM broadcasts WHERE state = 'withdrawn' AND withdrawn_at > ?", (to_text(since),))
    return [row["id"] for row in rows]


async def of_person(tx: Transaction, broadcast_id: int, person_id: int) -> Recipient | None:
    """The line of that person, also where they have gone on under another account since."""
    row = await tx.one(f"{_SELECT} AND r.person_id = ?", (broadcast_id, person_id))
    places = "SELECT id FROM memberships WHERE person_id = ?"
    row = row or await tx.one(f"{_SELECT} AND r.membership_id IN ({places})", (broadcast_id, person_id))
    return None if row is None else _recipient(row)


async def acknowledge(tx: Transaction, broadcast_id: int, membership_id: int, version: int, now: datetime) -> None:
    """They say that they received that version."""
    await tx.run(
        "UPDATE broadcast_recipients SET acknowledged = ?, acknowledged_at = ?"
        " WHERE broadcast_id = ? AND membership_id = ?",
        (version, to_text(now), broadcast_id, membership_id),
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How many recipients stand where; ``unreached`` are blocked, failed, expired or absent."""

    total: int
    sent: int
    unreached: int
    stopped: int
    received: int
    current: int
    """Of those sent: how many have the newest words, or will have them."""

    @property
    def silent(self) -> int:
        """It reached them, and they have not said so."""
        return self.sent - self.received


async def counts(tx: Transaction, broadcast_id: int, ask_from: int, version: int) -> Counts:
    """How it stands now."""
    row = await tx.one(
        "SELECT count(*) AS total, coalesce(sum(state = 'sent'), 0) AS sent,"
        " coalesce(sum(state IN ('blocked', 'failed', 'expired', 'absent')), 0) AS unreached,"
        " coalesce(sum(state = 'stopped'), 0) AS stopped,"
        " coalesce(sum(state = 'sent' AND acknowledged >= ?), 0) AS received,"
        " coalesce(sum(state = 'sent' AND version >= ?), 0) AS current"
        " FROM broadcast_recipients WHERE broadcast_id = ?",
        (ask_from, version, broadcast_id),
    )
    assert row is not None  # noqa: S101 - counting always answers
    return Counts(row["total"], row["sent"], row["unreached"], row["stopped"], row["received"], row["current"])


async def count_late(tx: Transaction, broadcast_id: int, before: datetime) -> int:
    """To how many it was sent before that moment."""
    return int(
        await tx.value(
            "SELECT count(*) FROM broadcast_recipients WHERE broadcast_id = ? AND state = 'sent' AND sent_at < ?",
            (broadcast_id, to_text(before)),
        )
    )


_VIEWS: dict[View, str] = {
    "all": "",
    "silent": " AND r.state = 'sent' AND r.acknowledged < ?",
    "received": " AND r.state = 'sent' AND r.acknowledged >= ?",
    "unreached": " AND r.state IN ('blocked', 'failed', 'expired', 'absent')",
}


async def listed(
    tx: Transaction, broadcast_id: int, view: View, ask_from: int, *, offset: int = 0, limit: int = -1
) -> list[Recipient]:
    """A part of the ledger, in its order; ``limit`` -1: to the end."""
    asked = (ask_from,) if view in ("silent", "received") else ()
    rows = await tx.all(
        f"{_SELECT}{_VIEWS[view]} ORDER BY r.position LIMIT ? OFFSET ?", (broadcast_id, *asked, limit, offset)
    )
    return [_recipient(row) for row in rows]


async def count_listed(tx: Transaction, broadcast_id: int, view: View, ask_from: int) -> int:
    """How many lines that part of the ledger has."""
    asked = (ask_from,) if view in ("silent", "received") else ()
    return int(
        await tx.value(
            f"SELECT count(*) FROM broadcast_recipients r WHERE r.broadcast_id = ?{_VIEWS[view]}",  # noqa: S608
            (broadcast_id, *asked),
        )
    )
