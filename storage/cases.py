"""What people raise (difficulties, questions, feedback on the regulation) and every step that was made with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_text
from taskforce.cases import gist

Kind = Literal["difficulty", "question", "feedback"]
State = Literal["open", "doing", "answered", "closed", "reopened"]

LIVE: tuple[State, ...] = ("open", "doing", "reopened")
"""The states in which an answer is waited for."""


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file that lies at Telegram; ``kind`` is "document" or "photo"."""

    file_id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Case:
    """One case; moments in UTC. ``owner_unit_id``: it was handed to that unit, of which anybody may take it.

    ``version`` grows with every step. ``first_answer`` is when it was answered for the first time.
    """

    id: int
    task_force_id: int
    kind: Kind
    category: str
    text: str
    urgent: bool
    unit_id: int | None
    raised_by: int
    raised_at: datetime
    state: State
    owner_id: int | None
    owner_unit_id: int | None
    due_at: datetime
    escalated_at: datetime | None
    answer: str
    answered_by: int | None
    answered_at: datetime | None
    first_answer: datetime | None
    closed_at: datetime | None
    reopened: int
    version: int

    @property
    def live(self) -> bool:
        """Whether an answer is waited for."""
        return self.state in LIVE


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case's history: the moment in UTC, by whom ("" by itself), to whom it went, with how many files."""

    id: int
    at: datetime
    what: str
    by: str
    text: str
    to_unit: str
    to_person: str
    files: int


def case_from(row: Any) -> Case:
    """A row of ``cases`` as a record."""
    return Case(
        id=row["id"],
        task_force_id=row["task_force_id"],
        kind=row["kind"],
        category=row["category"],
        text=row["text"],
        urgent=bool(row["urgent"]),
        unit_id=row["unit_id"],
        raised_by=row["raised_by"],
        raised_at=from_text(row["raised_at"]),
        state=row["state"],
        owner_id=row["owner_id"],
        owner_unit_id=row["owner_unit_id"],
        due_at=from_text(row["due_at"]),
        escalated_at=maybe_moment(row["escalated_at"]),
        answer=row["answer"],
        answered_by=row["answered_by"],
        answered_at=maybe_moment(row["answered_at"]),
        first_answer=maybe_moment(row["first_answer"]),
        closed_at=maybe_moment(row["closed_at"]),
        reopened=row["reopened"],
        version=row["version"],
    )


async def get(tx: Transaction, case_id: int) -> Case | None:
    """The case of that id."""
    row = await tx.one("SELECT * FROM cases WHERE id = ?", (case_id,))
    return None if row is None else case_from(row)


async def add(
    tx: Transaction,
    *,
    task_force_id: int,
    kind: Kind,
    category: str,
    text: str,
    urgent: bool,
    unit_id: int | None,
    by: int,
    due_at: datetime,
    files: Sequence[CaseFile],
    now: datetime,
) -> Case:
    """A new case, with the first step of its history."""
    new_id = await tx.insert(
        "INSERT INTO cases (task_force_id, kind, category, text, gist, urgent, unit_id, raised_by, raised_at,"
        " due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (task_force_id, kind, category, text, gist(text), int(urgent), unit_id, by, to_text(now), to_text(due_at)),
    )
    await step(tx, new_id, "raised", by=by, now=now, text=text, files=files)
    case = await get(tx, new_id)
    assert case is not None  # noqa: S101 - just written
    return case


# History


async def step(
    tx: Transaction,
    case_id: int,
    what: str,
    *,
    by: int | None,
    now: datetime,
    text: str = "",
    to_unit: int | None = None,
    to_person: int | None = None,
    files: Sequence[CaseFile] = (),
) -> int:
    """Write a step of the history; returns its id."""
    step_id = await tx.insert(
        "INSERT INTO case_steps (case_id, at, what, person_id, text, to_unit, to_person) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (case_id, to_text(now), what, by, text, to_unit, to_person),
    )
    await tx.run_many(
        "INSERT INTO case_files (step_id, file_id, kind, name) VALUES (?, ?, ?, ?)",
        [(step_id, file.file_id, file.kind, file.name) for file in files],
    )
    return step_id


async def history(tx: Transaction, case_id: int) -> list[Step]:
    """Every step, the first one first."""
    rows = await tx.all(
        "SELECT s.*, coalesce(p.full_name, '') AS by_name, coalesce(u.name, '') AS unit_name,"
        " coalesce(q.full_name, '') AS to_name,"
        " (SELECT count(*) FROM case_files f WHERE f.step_id = s.id) AS files"
        " FROM case_steps s LEFT JOIN people p ON p.id = s.person_id LEFT JOIN units u ON u.id = s.to_unit"
        " LEFT JOIN people q ON q.id = s.to_person WHERE s.case_id = ? ORDER BY s.id",
        (case_id,),
    )
    return [
        Step(
            id=row["id"],
            at=from_text(row["at"]),
            what=row["what"],
            by=row["by_name"],
            text=row["text"],
            to_unit=row["unit_name"],
            to_person=row["to_name"],
            files=row["files"],
        )
        for row in rows
    ]


async def files(tx: Transaction, case_id: int, what: str | None = None) -> list[CaseFile]:
    """The files of the case, of the latest step of that kind alone where one is named ("raised", "answered")."""
    wanted = "" if what is None else " AND s.id = (SELECT max(id) FROM case_steps WHERE case_id = ?1 AND what = ?2)"
    rows = await tx.all(
        "SELECT f.file_id, f.kind, f.name FROM case_files f JOIN case_steps s ON s.id = f.step_id"  # noqa: S608 - own
        f" WHERE s.case_id = ?1{wanted} ORDER BY f.id",
        (case_id,) if what is None else (case_id, what),
    )
    return [CaseFile(row["file_id"], row["kind"], row["name"]) for row in rows]


# Steps. Each is False, and changes nothing, when somebody made another step since the case was read.


async def _change(tx: Transaction, case: Case, **values: Any) -> bool:
    columns = "".join(f"{name} = ?, " for name in values)
    changed = await tx.run(
        f"UPDATE cases SET {columns}version = version + 1 WHERE id = ? AND version = ?",  # noqa: S608 - our own names
        (*values.values(), case.id, case.version),
    )
    return changed == 1


async def take(tx: Transaction, case: Case, by: int, now: datetime) -> bool:
    """That person deals with it from now on."""
    if not await _change(tx, case, state="doing", owner_id=by):
        return False
    await step(tx, case.id, "taken", by=by, now=now)
    return True


async def hand(
    tx: Transaction, case: Case, *, by: int, to_unit: int | None, to_person: int | None, now: datetime
) -> bool:
    """It goes to a unit (somebody there takes it) or to a person, who deals with it from now on."""
    state = "doing" if to_person is not None else "open"
    if not await _change(tx, case, state=state, owner_id=to_person, owner_unit_id=to_unit):
        return False
    await step(tx, case.id, "handed", by=by, now=now, to_unit=to_unit, to_person=to_person)
    return True


async def answer(tx: Transaction, case: Case, *, by: int, text: str, files: Sequence[CaseFile], now: datetime) -> bool:
    """It is answered; the person who raised it says whether that settles it."""
    at = to_text(now)
    first = at if case.first_answer is None else to_text(case.first_answer)
    owner = by if case.owner_id is None else case.owner_id
    changed = await _change(
        tx, case, state="answered", owner_id=owner, answer=text, answered_by=by, answered_at=at, first_answer=first
    )
    if changed:
        await step(tx, case.id, "answered", by=by, now=now, text=text, files=files)
    return changed


async def close(tx: Transaction, case: Case, *, by: int, now: datetime) -> bool:
    """It is settled."""
    if not await _change(tx, case, state="closed", closed_at=to_text(now)):
        return False
    await step(tx, case.id, "confirmed", by=by, now=now)
    return True


async def lapse(tx: Transaction, case: Case, what: str, now: datetime) -> bool:
    """It is over by itself: whoever raised it said nothing ("lapsed") or is there no more ("raiser-left")."""
    if not await _change(tx, case, state="closed", closed_at=to_text(now)):
        return False
    await step(tx, case.id, what, by=None, now=now)
    return True


async def reopen(
    tx: Transaction, case: Case, *, by: int, text: str, files: Sequence[CaseFile], due_at: datetime, now: datetime
) -> bool:
    """It is not settled: whoever dealt with it goes on, and the time to answer begins anew."""
    changed = await _change(
        tx, case, state="reopened", closed_at=None, escalated_at=None, due_at=to_text(due_at),
        reopened=case.reopened + 1,
    )  # fmt: skip
    if changed:
        await step(tx, case.id, "reopened", by=by, now=now, text=text, files=files)
    return changed


async def add_to(tx: Transaction, case: Case, *, by: int, text: str, files: Sequence[CaseFile], now: datetime) -> bool:
    """Whoever raised it adds something."""
    if not await _change(tx, case):
        return False
    await step(tx, case.id, "added", by=by, now=now, text=text, files=files)
    return True


async def escalate(tx: Transaction, case: Case, *, by: int | None, now: datetime) -> bool:
    """The leader knows of it; ``by`` None: by itself, since nobody answered in time."""
    if not await _change(tx, case, escalated_at=to_text(now)):
        return False
    await step(tx, case.id, "escalated", by=by, now=now)
    return True


async def let_go(tx: Transaction, case: Case, now: datetime) -> bool:
    """Whoever dealt with it is in the task force no more: it waits for somebody to take it."""
    state = "open" if case.state == "doing" else case.state
    if not await _change(tx, case, state=state, owner_id=None):
        return False
    await step(tx, case.id, "owner-left", by=None, now=now)
    return True


async def unanswered(tx: Transaction, now: datetime, most: int) -> list[Case]:
    """Those whose time to answer is over and of which the leader does not know: the urgent, then the longest first."""
    rows = await tx.all(
        "SELECT * FROM cases WHERE escalated_at IS NULL AND state IN ('open', 'doing', 'reopened') AND due_at <= ?"
        " ORDER BY urgent DESC, due_at, id LIMIT ?",
        (to_text(now), most),
    )
    return [case_from(row) for row in rows]


async def without_owner(tx: Transaction, most: int) -> list[Case]:
    """Those that are not settled and whose owner is in the task force no more."""
    rows = await tx.all(
        "SELECT * FROM cases c WHERE c.owner_id IS NOT NULL AND c.state <> 'closed' AND NOT EXISTS (SELECT 1"
        " FROM memberships m WHERE m.person_id = c.owner_id AND m.task_force_id = c.task_force_id"
        " AND m.state = 'active') ORDER BY c.id LIMIT ?",
        (most,),
    )
    return [case_from(row) for row in rows]
