"""Who cannot come to a meeting: why, who comes instead, the written opinion, and what was decided."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_json, to_text
from taskforce.absences import AbsenceRequest


@dataclass(frozen=True, slots=True)
class Absence:
    """One invitee's absence; moments in UTC.

    The substitute is a registered colleague (``substitute_id``, who ``substitute_says`` whether they come) or
    somebody by name, title and phone. ``opinion_file`` is {"file_id", "kind", "name"}. ``version`` grows when what
    is to be decided changes.
    """

    invitee_id: int
    reason: str
    substitute_id: int | None
    substitute_name: str
    substitute_title: str
    substitute_phone: str
    substitute_says: Literal["", "accepted", "declined"]
    opinion: str
    opinion_file: dict[str, str] | None
    decision: Literal["granted", "refused", ""]
    decided_by: int | None
    decided_at: datetime | None
    decision_reason: str
    version: int
    at: datetime

    @property
    def request(self) -> AbsenceRequest:
        """The absence as the rules see it."""
        opinion = self.opinion or (self.opinion_file or {}).get("name", "")
        return AbsenceRequest(self.reason, self.substitute_name, opinion, self.decision)


def _absence(row: Any) -> Absence:
    return Absence(
        invitee_id=row["invitee_id"],
        reason=row["reason"],
        substitute_id=row["substitute_id"],
        substitute_name=row["substitute_name"],
        substitute_title=row["substitute_title"],
        substitute_phone=row["substitute_phone"],
        substitute_says=row["substitute_says"],
        opinion=row["opinion"],
        opinion_file=None if row["opinion_file"] is None else json.loads(row["opinion_file"]),
        decision=row["decision"],
        decided_by=row["decided_by"],
        decided_at=maybe_moment(row["decided_at"]),
        decision_reason=row["decision_reason"],
        version=row["version"],
        at=from_text(row["at"]),
    )


async def of_invitee(tx: Transaction, invitee_id: int) -> Absence | None:
    """The absence of that invitee, if they have one (they come after all: none)."""
    row = await tx.one("SELECT * FROM absences WHERE invitee_id = ? AND withdrawn = 0", (invitee_id,))
    return None if row is None else _absence(row)


async def of_meeting(tx: Transaction, meeting_id: int) -> dict[int, Absence]:
    """By invitee id: the absences of those who are (still) invited."""
    rows = await tx.all(
        "SELECT a.* FROM absences a JOIN invitees i ON i.id = a.invitee_id"
        " WHERE i.meeting_id = ? AND i.removed_at IS NULL AND a.withdrawn = 0",
        (meeting_id,),
    )
    return {row["invitee_id"]: _absence(row) for row in rows}


async def standing_in(tx: Transaction, person_id: int) -> list[Absence]:
    """The absences from called meetings in which this person was asked to stand in."""
    rows = await tx.all(
        "SELECT a.* FROM absences a JOIN memberships m ON m.id = a.substitute_id JOIN invitees i ON i.id = a.invitee_id"
        " JOIN meetings g ON g.id = i.meeting_id WHERE m.person_id = ? AND m.state = 'active' AND i.removed_at IS NULL"
        " AND g.state = 'called' AND a.withdrawn = 0 ORDER BY g.starts_at",
        (person_id,),
    )
    return [_absence(row) for row in rows]


async def ask(tx: Transaction, invitee_id: int, reason: str, now: datetime) -> None:
    """They cannot come, for this reason; what was decided before must be decided again."""
    await tx.run(
        "INSERT INTO absences (invitee_id, reason, at) VALUES (?, ?, ?) ON CONFLICT (invitee_id) DO UPDATE SET"
        " reason = excluded.reason, at = excluded.at, decision = '', decided_by = NULL, decided_at = NULL,"
        " decision_reason = '', version = version + 1, withdrawn = 0",
        (invitee_id, reason, to_text(now)),
    )


async def substitute(
    tx: Transaction, invitee_id: int, *, name: str, title: str = "", phone: str = "", membership_id: int | None = None
) -> None:
    """Who comes instead ("" for nobody after all); what was decided before must be decided again."""
    await tx.run(
        "UPDATE absences SET substitute_id = ?, substitute_name = ?, substitute_title = ?, substitute_phone = ?,"
        " substitute_says = '', decision = '', decided_by = NULL, decided_at = NULL, decision_reason = '',"
        " version = version + 1 WHERE invitee_id = ?",
        (membership_id, name, title, phone, invitee_id),
    )


async def substitute_says(tx: Transaction, invitee_id: int, says: Literal["accepted", "declined"]) -> None:
    """What the colleague who was asked to stand in answered."""
    await tx.run("UPDATE absences SET substitute_says = ? WHERE invitee_id = ?", (says, invitee_id))


async def opinion(tx: Transaction, invitee_id: int, text: str, file: dict[str, str] | None = None) -> None:
    """The written opinion, as text or as a file; a decision stands."""
    await tx.run(
        "UPDATE absences SET opinion = ?, opinion_file = ? WHERE invitee_id = ?",
        (text, None if file is None else to_json(file), invitee_id),
    )


async def decide(
    tx: Transaction, invitee_id: int, decision: Literal["granted", "refused"], reason: str, by: int, now: datetime
) -> None:
    """The chair's (or the named role's) answer."""
    await tx.run(
        "UPDATE absences SET decision = ?, decision_reason = ?, decided_by = ?, decided_at = ? WHERE invitee_id = ?",
        (decision, reason, by, to_text(now), invitee_id),
    )


async def withdraw(tx: Transaction, invitee_id: int) -> None:
    """They come after all: nothing of the absence is kept but its version, so that older buttons stay stale."""
    await tx.run(
        "UPDATE absences SET withdrawn = 1, reason = '', substitute_id = NULL, substitute_name = '',"
        " substitute_title = '', substitute_phone = '', substitute_says = '', opinion = '', opinion_file = NULL,"
        " decision = '', decided_by = NULL, decided_at = NULL, decision_reason = '', version = version + 1"
        " WHERE invitee_id = ?",
        (invitee_id,),
    )
