"""Ballots in writing: what is asked, of whom, and how it ended. Votes are in ``storage.ballot_votes``."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any, Literal

from storage.agenda import Paper
from storage.database import Transaction, from_text, maybe_moment, to_json, to_text
from taskforce.ballots import Rules
from taskforce.charter.decisions import Majority
from taskforce.decisions import Silence

State = Literal["draft", "open", "closed", "withdrawn", "dropped"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot. ``options`` are its own, none for the usual ones; ``audience`` tokens of ``taskforce.audience``.

    ``closed_why`` is "time", "early" or "all". ``decided`` is the chair's word: "yes", "no", the place of an option,
    or "seen" where the majority decides; "" before. ``told`` see ``all_told``. ``revision`` grows with every change of
    the draft. Moments in UTC.
    """

    id: int
    task_force_id: int
    state: State
    question: str
    options: tuple[str, ...]
    audience: tuple[str, ...]
    closes_at: datetime | None
    late_reason: str
    reason_required: bool
    secret: bool
    silence: Silence
    majority: Majority
    quorum: Fraction | None
    mode: Literal["majority", "chair"]
    early: bool
    told_to_all: bool
    created_by: int
    created_at: datetime
    opened_by: int | None
    opened_at: datetime | None
    closed_at: datetime | None
    closed_why: str
    withdrawn_by: int | None
    withdrawn_why: str
    decided: str
    decided_by: int | None
    decided_at: datetime | None
    decided_why: str
    told: str
    revision: int
    nudges: int
    nudged_at: datetime | None

    @property
    def rules(self) -> Rules:
        """How it is counted."""
        return Rules(self.mode, self.majority, self.silence, self.quorum, len(self.options), self.secret)

    @property
    def takes_words(self) -> bool:
        """Whether a vote can come with a text: not where nobody may know whose it is."""
        return not self.secret


def _ballot(row: Any) -> Ballot:
    return Ballot(
        id=row["id"],
        task_force_id=row["task_force_id"],
        state=row["state"],
        question=row["question"],
        options=tuple(json.loads(row["options"])),
        audience=tuple(json.loads(row["audience"])),
        closes_at=maybe_moment(row["closes_at"]),
        late_reason=row["late_reason"],
        reason_required=bool(row["reason_required"]),
        secret=bool(row["secret"]),
        silence=row["silence"],
        majority=Majority.model_validate(json.loads(row["majority"])),
        quorum=Fraction(row["quorum"]) if row["quorum"] else None,
        mode=row["mode"],
        early=bool(row["early"]),
        told_to_all=bool(row["told_to_all"]),
        created_by=row["created_by"],
        created_at=from_text(row["created_at"]),
        opened_by=row["opened_by"],
        opened_at=maybe_moment(row["opened_at"]),
        closed_at=maybe_moment(row["closed_at"]),
        closed_why=row["closed_why"],
        withdrawn_by=row["withdrawn_by"],
        withdrawn_why=row["withdrawn_why"],
        decided=row["decided"],
        decided_by=row["decided_by"],
        decided_at=maybe_moment(row["decided_at"]),
        decided_why=row["decided_why"],
        told=row["told"],
        revision=row["revision"],
        nudges=row["nudges"],
        nudged_at=maybe_moment(row["nudged_at"]),
    )


def _majority_text(rule: Majority) -> str:
    return to_json(
        {
            **{key: str(share) for key in ("at_least", "more_than") if (share := getattr(rule, key)) is not None},
            "of": rule.of,
            "roles": [str(role) for role in rule.roles],
            "casting_vote": rule.casting_vote,
            "one_vote_per_unit": rule.one_vote_per_unit,
            "cite": rule.cite,
        }
    )


_Value = str | int | bool | datetime | Fraction | Majority | Sequence[str] | None


def _column(value: _Value) -> str | int | None:
    if isinstance(value, Majority):
        return _majority_text(value)
    if isinstance(value, datetime):
        return to_text(value)
    if isinstance(value, Fraction):
        return str(value)
    if value is None or isinstance(value, str | int):
        return value
    return to_json(list(value))


async def create(
    tx: Transaction,
    task_force_id: int,
    *,
    mode: str,
    majority: Majority,
    silence: Silence,
    early: bool,
    by: int,
    now: datetime,
) -> Ballot:
    """A new draft with the charter's rules."""
    new_id = await tx.insert(
        "INSERT INTO ballots (task_force_id, silence, majority, mode, early, created_by, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (task_force_id, silence, _majority_text(majority), mode, int(early), by, to_text(now)),
    )
    return await get(tx, new_id)


async def find(tx: Transaction, ballot_id: int) -> Ballot | None:
    """The ballot of that id."""
    row = await tx.one("SELECT * FROM ballots WHERE id = ?", (ballot_id,))
    return None if row is None else _ballot(row)


async def get(tx: Transaction, ballot_id: int) -> Ballot:
    """The ballot of that id.

    Raises:
        LookupError: there is none.
    """
    found = await find(tx, ballot_id)
    if found is None:
        raise LookupError(f"No ballot {ballot_id}")
    return found


async def change(tx: Transaction, ballot_id: int, **columns: _Value) -> Ballot:
    """Write columns of the ballot; its revision grows. ``quorum`` None means none is asked for."""
    if "quorum" in columns and columns["quorum"] is None:
        columns["quorum"] = ""
    names = ", ".join(f"{name} = ?" for name in columns)
    await tx.run(
        f"UPDATE ballots SET {names}, revision = revision + 1 WHERE id = ?",  # noqa: S608 - names of our own
        (*[_column(value) for value in columns.values()], ballot_id),
    )
    return await get(tx, ballot_id)


async def move_on(tx: Transaction, ballot_id: int, before: State, after: State, **columns: _Value) -> bool:
    """From one state to the next, with these columns; False when it was not in that state any more."""
    names = "".join(f", {name} = ?" for name in columns)
    changed = await tx.run(
        f"UPDATE ballots SET state = ?{names}, revision = revision + 1 WHERE id = ? AND state = ?",  # noqa: S608
        (after, *[_column(value) for value in columns.values()], ballot_id, before),
    )
    return changed == 1


async def decide(tx: Transaction, ballot_id: int, word: str, by: int, why: str, now: datetime) -> bool:
    """The chair's word on a closed ballot; False when it was given before."""
    changed = await tx.run(
        "UPDATE ballots SET decided = ?, decided_by = ?, decided_at = ?, decided_why = ?, revision = revision + 1"
        " WHERE id = ? AND state = 'closed' AND decided = ''",
        (word, by, to_text(now), why, ballot_id),
    )
    return changed == 1


async def of_task_force(tx: Transaction, task_force_id: int, states: Sequence[State], limit: int) -> list[Ballot]:
    """The newest ballots in one of these states."""
    rows = await tx.all(
        f"SELECT * FROM ballots WHERE task_force_id = ? AND state IN ({_marks(states)})"  # noqa: S608 - only marks
        " ORDER BY id DESC LIMIT ?",
        (task_force_id, *states, limit),
    )
    return [_ballot(row) for row in rows]


async def open_ones(tx: Transaction) -> list[Ballot]:
    """Every ballot that takes votes, in every task force."""
    return [_ballot(row) for row in await tx.all("SELECT * FROM ballots WHERE state = 'open' ORDER BY id")]


async def with_untold(tx: Transaction) -> list[Ballot]:
    """Ended ballots of which not everybody concerned knows the end yet."""
    rows = await tx.all(
        "SELECT * FROM ballots WHERE state = 'withdrawn' AND told <> 'withdrawn'"
        " OR state = 'closed' AND told <> CASE WHEN decided IN ('', 'seen') THEN 'result' ELSE 'decision' END"
        " ORDER BY id"
    )
    return [_ballot(row) for row in rows]


async def work_waits(tx: Transaction) -> bool:
    """Whether cards or reminders by hand are to go out, or an end is being told."""
    return bool(
        await tx.value(
            "SELECT EXISTS (SELECT 1 FROM ballots WHERE state IN ('closed', 'withdrawn') AND told = 'office')"
            " OR EXISTS (SELECT 1 FROM ballots b JOIN ballot_voters v ON v.ballot_id = b.id"
            " AND (v.sent = 0 OR v.voted = 0 AND v.nudged < b.nudges)"
            " JOIN memberships m ON m.id = v.membership_id AND m.state = 'active'"
            " JOIN people p ON p.id = m.person_id AND p.telegram_id IS NOT NULL WHERE b.state = 'open')"
        )
    )


async def nudge(tx: Transaction, ballot_id: int, now: datetime) -> None:
    """The undecided are to be reminded once more, by hand."""
    await tx.run("UPDATE ballots SET nudges = nudges + 1, nudged_at = ? WHERE id = ?", (to_text(now), ballot_id))


async def all_told(tx: Transaction, ballot_id: int, what: str) -> None:
    """Everybody who can be told that knows it; "office": leaders and secretaries do, the others are being told."""
    await tx.run("UPDATE ballots SET told = ? WHERE id = ?", (what, ballot_id))


async def empty_draft(tx: Transaction, task_force_id: int, by: int) -> Ballot | None:
    """The person's own draft in which nothing was written yet."""
    row = await tx.one(
        "SELECT * FROM ballots WHERE task_force_id = ? AND state = 'draft' AND question = '' AND created_by = ?"
        " ORDER BY id DESC LIMIT 1",
        (task_force_id, by),
    )
    return None if row is None else _ballot(row)


async def waiting_for(tx: Transaction, person_id: int) -> list[Ballot]:
    """The open ballots that the person is asked in and has not answered, the most urgent first."""
    rows = await tx.all(
        "SELECT DISTINCT b.* FROM ballots b JOIN ballot_voters v ON v.ballot_id = b.id"
        " JOIN memberships m ON m.id = v.membership_id"
        " WHERE b.state = 'open' AND v.voted = 0 AND m.person_id = ? AND m.state = 'active' ORDER BY b.closes_at, b.id",
        (person_id,),
    )
    return [_ballot(row) for row in rows]


async def asked(tx: Transaction, person_id: int, limit: int) -> list[Ballot]:
    """The newest ballots that the person is or was asked in, drafts apart."""
    rows = await tx.all(
        "SELECT DISTINCT b.* FROM ballots b JOIN ballot_voters v ON v.ballot_id = b.id"
        " JOIN memberships m ON m.id = v.membership_id WHERE m.person_id = ? AND m.state = 'active'"
        " ORDER BY b.id DESC LIMIT ?",
        (person_id, limit),
    )
    return [_ballot(row) for row in rows]


def _marks(values: Iterable[object]) -> str:
    return ",".join("?" for _ in values)


# Papers


async def papers(tx: Transaction, ballot_id: int) -> list[Paper]:
    """The files, in the order in which they came; their ``meeting_id`` is 0."""
    rows = await tx.all(
        "SELECT * FROM ballot_papers WHERE ballot_id = ? AND removed_at IS NULL ORDER BY id", (ballot_id,)
    )
    return [
        Paper(row["id"], 0, row["file_id"], row["kind"], row["file_name"], row["size"], from_text(row["added_at"]))
        for row in rows
    ]


async def add_paper(
    tx: Transaction, ballot_id: int, *, file_id: str, kind: str, name: str, size: int | None, by: int, now: datetime
) -> None:
    """One more file."""
    await tx.run(
        "INSERT INTO ballot_papers (ballot_id, file_id, kind, file_name, size, added_by, added_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (ballot_id, file_id, kind, name, size, by, to_text(now)),
    )


async def remove_paper(tx: Transaction, ballot_id: int, paper_id: int, now: datetime) -> None:
    """Take the file back."""
    await tx.run(
        "UPDATE ballot_papers SET removed_at = ? WHERE id = ? AND ballot_id = ? AND removed_at IS NULL",
        (to_text(now), paper_id, ballot_id),
    )
