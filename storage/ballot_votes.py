"""Who is asked in a ballot, who has answered, and what: with names in an open one, without in a secret one.

Of a secret ballot the database knows who has voted and how often each option was chosen, and nothing that joins the
two: neither time nor order. That is why a vote given there cannot be taken back. (Whoever holds a copy of the file from
before and one from after a single vote can compare them; no table can help that.)
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, maybe_moment, to_json, to_text
from storage.people import Membership, Person
from taskforce.decisions import Voter as RuleVoter
from taskforce.roles import Role


@dataclass(frozen=True, slots=True)
class Asked:
    """One of those asked, with who holds the place now. ``person_id`` None: nobody does, or has joined yet.

    ``left``: the place is given up. ``unreachable``: Telegram does not let the bot write to them.
    """

    id: int
    ballot_id: int
    membership_id: int
    role: Role
    unit_id: int | None
    unit: str
    chair: bool
    voted: bool
    full_name: str
    title: str
    person_id: int | None
    telegram_id: int | None
    locale: str
    left: bool
    unreachable: bool

    @property
    def can_hear(self) -> bool:
        """Whether a message reaches them."""
        return self.telegram_id is not None and not self.left and not self.unreachable


@dataclass(frozen=True, slots=True)
class Vote:
    """What somebody chose in an open ballot; ``words`` is the reason or the other opinion."""

    voter_id: int
    place: int
    words: str
    at: datetime
    changes: int


@dataclass(frozen=True, slots=True)
class Box:
    """A secret ballot's votes: how often each option was chosen, and opinions without a name."""

    counts: tuple[int, ...]
    opinions: tuple[str, ...]


_ASKED = (
    "SELECT v.*, m.full_name, m.title, m.state, m.person_id, coalesce(nullif(u.short_name, ''), u.name, '') AS unit,"
    " p.telegram_id, coalesce(p.locale, 'vi') AS locale, p.unreachable_since FROM ballot_voters v"
    " JOIN memberships m ON m.id = v.membership_id LEFT JOIN people p ON p.id = m.person_id"
    " LEFT JOIN units u ON u.id = v.unit_id"
)


def _asked(row: Any) -> Asked:
    left = row["state"] == "ended"
    return Asked(
        id=row["id"],
        ballot_id=row["ballot_id"],
        membership_id=row["membership_id"],
        role=Role(row["role"]),
        unit_id=row["unit_id"],
        unit=row["unit"],
        chair=bool(row["chair"]),
        voted=bool(row["voted"]),
        full_name=row["full_name"],
        title=row["title"],
        person_id=None if left else row["person_id"],
        telegram_id=None if left or row["state"] != "active" else row["telegram_id"],
        locale=row["locale"],
        left=left,
        unreachable=row["unreachable_since"] is not None,
    )


async def freeze(tx: Transaction, ballot_id: int, places: Sequence[Membership], chairs: Sequence[int]) -> None:
    """These are asked, in this order; ``chairs`` are the memberships among them whose vote breaks a tie."""
    await tx.run_many(
        "INSERT INTO ballot_voters (ballot_id, membership_id, role, unit_id, chair) VALUES (?, ?, ?, ?, ?)",
        [(ballot_id, m.id, str(m.role), m.unit_id, int(m.id in chairs)) for m in places],
    )


async def everybody(tx: Transaction, ballot_id: int) -> list[Asked]:
    """All who are asked, in the order of the list."""
    return [_asked(row) for row in await tx.all(f"{_ASKED} WHERE v.ballot_id = ? ORDER BY v.id", (ballot_id,))]


async def rule_voters(tx: Transaction, ballot_id: int) -> list[RuleVoter]:
    """All who are asked, as the rules see them; ``person`` is the voter's id."""
    rows = await tx.all(
        "SELECT id, role, unit_id, chair FROM ballot_voters WHERE ballot_id = ? ORDER BY id", (ballot_id,)
    )
    return [RuleVoter(row["id"], Role(row["role"]), row["unit_id"], bool(row["chair"])) for row in rows]


async def who_voted(tx: Transaction, ballot_id: int) -> list[int]:
    """The ids of the voters who have, in the order of the list."""
    rows = await tx.all("SELECT id FROM ballot_voters WHERE ballot_id = ? AND voted = 1 ORDER BY id", (ballot_id,))
    return [row["id"] for row in rows]


async def of_person(tx: Transaction, ballot_id: int, person_id: int) -> Asked | None:
    """The place by which the person is asked, as long as it is theirs."""
    row = await tx.one(
        f"{_ASKED} WHERE v.ballot_id = ? AND m.person_id = ? AND m.state = 'active' ORDER BY v.id LIMIT 1",
        (ballot_id, person_id),
    )
    return None if row is None else _asked(row)


async def to_send(tx: Transaction, ballot_id: int, limit: int) -> list[Asked]:
    """Those who can be written to and have not got the card, at most so many."""
    return await _some(tx, ballot_id, "v.sent = 0", (), limit)


async def to_remind(tx: Transaction, ballot_id: int, key: str, limit: int) -> list[Asked]:
    """Those who have not voted and were not reminded in this round, at most so many."""
    return await _some(tx, ballot_id, "v.sent = 1 AND v.voted = 0 AND v.reminded <> ?", (key,), limit)


async def to_nudge(tx: Transaction, ballot_id: int, nudge: int, limit: int) -> list[Asked]:
    """Those who have not voted and have not had that reminder by hand, at most so many."""
    return await _some(tx, ballot_id, "v.sent = 1 AND v.voted = 0 AND v.nudged < ?", (nudge,), limit)


async def to_tell(tx: Transaction, ballot_id: int, what: str, limit: int) -> list[Asked]:
    """Those who can be written to and do not know that yet, at most so many."""
    return await _some(tx, ballot_id, "v.told <> ?", (what,), limit)


async def _some(tx: Transaction, ballot_id: int, which: str, values: tuple[str | int, ...], limit: int) -> list[Asked]:
    rows = await tx.all(
        f"{_ASKED} WHERE v.ballot_id = ? AND {which} AND m.state = 'active' AND p.telegram_id IS NOT NULL"
        " ORDER BY v.id LIMIT ?",
        (ballot_id, *values, limit),
    )
    return [_asked(row) for row in rows]


async def mark(tx: Transaction, voter_ids: Sequence[int], column: str, value: str | int) -> None:
    """Write "sent", "reminded", "nudged" or "told" of these voters."""
    if column not in ("sent", "reminded", "nudged", "told"):
        raise ValueError(column)
    await tx.run_many(
        f"UPDATE ballot_voters SET {column} = ? WHERE id = ?",  # noqa: S608 - one of four names
        [(value, one) for one in voter_ids],
    )


async def take_over(tx: Transaction, ballot_id: int) -> int:
    """A place that was taken over since is the new holder's: they answer where the old one has not.

    Returns how many places changed hands.
    """
    return await tx.run(
        "UPDATE OR IGNORE ballot_voters SET sent = 0, reminded = '', membership_id = ("
        "SELECT m.replaced_by FROM memberships m WHERE m.id = ballot_voters.membership_id)"
        " WHERE ballot_id = ? AND voted = 0 AND EXISTS (SELECT 1 FROM memberships m"
        " WHERE m.id = ballot_voters.membership_id AND m.state = 'ended' AND m.replaced_by IS NOT NULL)",
        (ballot_id,),
    )


async def counts(tx: Transaction, ballot_id: int) -> tuple[int, int]:
    """How many are asked, and how many of them have voted."""
    row = await tx.one(
        "SELECT count(*) AS asked, coalesce(sum(voted), 0) AS voted FROM ballot_voters WHERE ballot_id = ?",
        (ballot_id,),
    )
    assert row is not None  # noqa: S101 - a count always answers
    return int(row["asked"]), int(row["voted"])


async def gone(tx: Transaction, ballot_id: int) -> int:
    """How many of those asked have given up their place."""
    found = await tx.value(
        "SELECT count(*) FROM ballot_voters v JOIN memberships m ON m.id = v.membership_id AND m.state = 'ended'"
        " WHERE v.ballot_id = ?",
        (ballot_id,),
    )
    return int(found)


# An open ballot


async def vote(tx: Transaction, voter_id: int, place: int, words: str, by_person: int, now: datetime) -> None:
    """The voter chooses that, or chooses it now instead of what they chose before."""
    await tx.run(
        "INSERT INTO ballot_votes (voter_id, place, words, by_person, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (voter_id) DO UPDATE SET place = excluded.place, words = excluded.words,"
        " by_person = excluded.by_person, at = excluded.at, changes = changes + 1",
        (voter_id, place, words, by_person, to_text(now)),
    )
    await tx.run("UPDATE ballot_voters SET voted = 1 WHERE id = ?", (voter_id,))


async def vote_of(tx: Transaction, voter_id: int) -> Vote | None:
    """What the voter chose."""
    row = await tx.one("SELECT * FROM ballot_votes WHERE voter_id = ?", (voter_id,))
    return None if row is None else _vote(row)


async def votes(tx: Transaction, ballot_id: int) -> dict[int, Vote]:
    """Every vote of an open ballot, by voter."""
    rows = await tx.all(
        "SELECT o.* FROM ballot_votes o JOIN ballot_voters v ON v.id = o.voter_id WHERE v.ballot_id = ?", (ballot_id,)
    )
    return {row["voter_id"]: _vote(row) for row in rows}


def _vote(row: Any) -> Vote:
    at = maybe_moment(row["at"])
    assert at is not None  # noqa: S101 - the column is never empty
    return Vote(row["voter_id"], row["place"], row["words"], at, row["changes"])


# A secret ballot


async def set_up_box(tx: Transaction, ballot_id: int, options: int) -> None:
    """An empty box."""
    await tx.run("INSERT INTO ballot_boxes (ballot_id, counts) VALUES (?, ?)", (ballot_id, to_json([0] * options)))


async def cast(tx: Transaction, voter_id: int, ballot_id: int, place: int) -> bool:
    """The voter has voted, and one more vote lies in the box; False when they had voted before."""
    if await tx.run("UPDATE ballot_voters SET voted = 1 WHERE id = ? AND voted = 0", (voter_id,)) != 1:
        return False
    inside = list((await box(tx, ballot_id)).counts)
    inside[place] += 1
    await tx.run("UPDATE ballot_boxes SET counts = ? WHERE ballot_id = ?", (to_json(inside), ballot_id))
    return True


async def box(tx: Transaction, ballot_id: int) -> Box:
    """What lies in the box."""
    row = await tx.one("SELECT counts, opinions FROM ballot_boxes WHERE ballot_id = ?", (ballot_id,))
    assert row is not None  # noqa: S101 - set up with the ballot
    return Box(tuple(json.loads(row["counts"])), tuple(json.loads(row["opinions"])))


async def add_opinion(tx: Transaction, ballot_id: int, words: str) -> None:
    """One more opinion without a name; they lie in the order of the alphabet, never in that of their coming."""
    found = sorted([*(await box(tx, ballot_id)).opinions, words])
    await tx.run("UPDATE ballot_boxes SET opinions = ? WHERE ballot_id = ?", (to_json(found), ballot_id))


async def unit_has_voted(tx: Transaction, ballot_id: int, unit_id: int) -> bool:
    """Whether somebody of the unit has voted."""
    found = await tx.value(
        "SELECT 1 FROM ballot_voters WHERE ballot_id = ? AND unit_id = ? AND voted = 1", (ballot_id, unit_id)
    )
    return found is not None


def to_person(asked: Asked) -> Person:
    """Whoever holds the place, for a message; without memberships."""
    return Person(
        id=asked.person_id or 0,
        telegram_id=asked.telegram_id,
        full_name=asked.full_name,
        phone=None,
        locale=asked.locale,
        consented_at=None,
        unreachable_since=None,
        unreachable_cause=None,
    )
