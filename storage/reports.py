"""A unit's report of one period: where it stands and what was answered. Every answer ever given is kept."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from storage.database import Transaction, from_text, maybe_moment, to_json, to_text
from taskforce.forms import Answer, value_from_json, value_to_json
from taskforce.tally import Given

State = Literal["untouched", "opened", "submitted", "returned"]


@dataclass(frozen=True, slots=True)
class Report:
    """One unit's report. ``submitted_at`` is the first time it was sent (lateness is judged by it), ``changed_at``
    the last; ``version`` counts how often. ``sent`` gives the revision of each answer as it was last sent: later
    edits do not count before they are sent too. ``tasks`` is what the report asks about, fixed when it was first
    opened (JSON of ``taskforce.report_form.AskedTasks``).
    """

    id: int
    period_id: int
    unit_id: int
    state: State
    opened_at: datetime | None
    opened_by: int | None
    submitted_at: datetime | None
    submitted_by: int | None
    changed_at: datetime | None
    version: int
    tasks: str | None
    sent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwedReport:
    """A report that waits for its unit, with what a reminder or a home screen says of it. Moments are UTC.

    ``title`` is that of a report that somebody asked for, "" where the charter's stream names it.
    """

    report_id: int
    period_id: int
    unit_id: int
    task_force_id: int
    stream: str
    period: str
    target_at: datetime
    due_at: datetime
    state: State
    title: str = ""


def _report(row: Any) -> Report:
    return Report(
        id=row["id"],
        period_id=row["period_id"],
        unit_id=row["unit_id"],
        state=row["state"],
        opened_at=maybe_moment(row["opened_at"]),
        opened_by=row["opened_by"],
        submitted_at=maybe_moment(row["submitted_at"]),
        submitted_by=row["submitted_by"],
        changed_at=maybe_moment(row["changed_at"]),
        version=row["version"],
        tasks=row["tasks"],
        sent=json.loads(row["sent"]),
    )


async def create_for_units(tx: Transaction, period_id: int, unit_ids: Iterable[int]) -> None:
    """Every one of these units owes a report of that period; doing it again changes nothing."""
    await tx.run_many(
        "INSERT INTO reports (period_id, unit_id) VALUES (?, ?) ON CONFLICT (period_id, unit_id) DO NOTHING",
        [(period_id, unit_id) for unit_id in unit_ids],
    )


async def get(tx: Transaction, report_id: int) -> Report | None:
    """The report of that id."""
    row = await tx.one("SELECT * FROM reports WHERE id = ?", (report_id,))
    return None if row is None else _report(row)


async def of_period(tx: Transaction, period_id: int) -> list[Report]:
    """Every report of the period, in the order of the units."""
    rows = await tx.all(
        "SELECT r.* FROM reports r JOIN units u ON u.id = r.unit_id WHERE r.period_id = ? ORDER BY u.position, r.id",
        (period_id,),
    )
    return [_report(row) for row in rows]


async def missing(tx: Transaction, period_ids: Sequence[int]) -> dict[int, frozenset[int]]:
    """By unit: for which of these periods its report is not in."""
    marks = ",".join("?" * len(period_ids))
    rows = await tx.all(
        f"SELECT unit_id, period_id FROM reports WHERE period_id IN ({marks}) AND state <> 'submitted'",  # noqa: S608
        period_ids,
    )
    found: dict[int, set[int]] = {}
    for unit, period in rows:
        found.setdefault(unit, set()).add(period)
    return {unit: frozenset(periods) for unit, periods in found.items()}


async def units_by_id(tx: Transaction, period_id: int) -> dict[int, int]:
    """Whose report each report of the period is."""
    rows = await tx.all("SELECT id, unit_id FROM reports WHERE period_id = ?", (period_id,))
    return {row["id"]: row["unit_id"] for row in rows}


async def of_unit(tx: Transaction, period_id: int, unit_id: int) -> Report | None:
    """What that unit owes or gave in the period."""
    row = await tx.one("SELECT * FROM reports WHERE period_id = ? AND unit_id = ?", (period_id, unit_id))
    return None if row is None else _report(row)


async def owed_by(tx: Transaction, unit_ids: Sequence[int], now: datetime) -> list[OwedReport]:
    """What these units still owe, or must answer again, nearest deadline first; closed periods are not asked for."""
    marks = ",".join("?" * len(unit_ids))
    rows = await tx.all(
        "SELECT r.id, r.period_id, r.unit_id, r.state, p.task_force_id, p.stream, p.period, p.target_at, p.due_at,"  # noqa: S608 - only question marks
        " p.title FROM reports r JOIN report_periods p ON p.id = r.period_id"
        f" WHERE r.unit_id IN ({marks}) AND r.state <> 'submitted' AND p.closed_at IS NULL AND p.opened_at <= ?"
        " ORDER BY p.due_at, r.id",
        (*unit_ids, to_text(now)),
    )
    return [
        OwedReport(
            report_id=row["id"],
            period_id=row["period_id"],
            unit_id=row["unit_id"],
            task_force_id=row["task_force_id"],
            stream=row["stream"],
            period=row["period"],
            target_at=from_text(row["target_at"]),
            due_at=from_text(row["due_at"]),
            state=row["state"],
            title=row["title"],
        )
        for row in rows
    ]


async def last_sent_by(tx: Transaction, unit_ids: Sequence[int]) -> list[Report]:
    """The last report that each of these units sent, the newest first."""
    marks = ",".join("?" * len(unit_ids))
    rows = await tx.all(
        "SELECT r.* FROM reports r JOIN report_periods p ON p.id = r.period_id"  # noqa: S608 - only question marks
        f" WHERE r.unit_id IN ({marks}) AND r.state = 'submitted' ORDER BY p.due_at DESC, r.id",
        tuple(unit_ids),
    )
    newest: dict[int, Report] = {}
    for row in rows:
        newest.setdefault(row["unit_id"], _report(row))
    return list(newest.values())


async def mark_opened(tx: Transaction, report_id: int, by: int, now: datetime, tasks: str) -> bool:
    """Somebody of the unit opened it for the first time; False when that was so already.

    ``tasks`` fixes what the report asks about, whatever becomes of the plan meanwhile.
    """
    await tx.run("UPDATE reports SET tasks = ? WHERE id = ? AND tasks IS NULL", (tasks, report_id))
    changed = await tx.run(
        "UPDATE reports SET state = 'opened', opened_at = ?, opened_by = ? WHERE id = ? AND state = 'untouched'",
        (to_text(now), by, report_id),
    )
    return changed == 1


async def mark_sent(tx: Transaction, report_id: int, sent: Mapping[str, int], by: int, now: datetime) -> None:
    """The report went in (again): ``sent`` are the answers that apply, by field, with their revisions."""
    at = to_text(now)
    await tx.run(
        "UPDATE reports SET state = 'submitted', submitted_at = coalesce(submitted_at, ?),"
        " submitted_by = coalesce(submitted_by, ?), opened_at = coalesce(opened_at, ?), changed_at = ?,"
        " version = version + 1, sent = ? WHERE id = ?",
        (at, by, at, at, to_json(dict(sent)), report_id),
    )


async def mark_returned(tx: Transaction, report_id: int) -> None:
    """Something in it waits to be answered again."""
    await tx.run("UPDATE reports SET state = 'returned' WHERE id = ?", (report_id,))


# Answers

_NEWEST = (
    "SELECT a.* FROM answers a JOIN (SELECT report_id, field, max(revision) AS revision FROM answers"
    " WHERE report_id = ? GROUP BY report_id, field) n"
    " ON n.report_id = a.report_id AND n.field = a.field AND n.revision = a.revision"
)


def _answer(row: Any) -> Answer:
    return Answer(
        value=value_from_json(row["value"]),
        by=row["by_person"],
        at=from_text(row["at"]),
        reason=row["reason"],
        revision=row["revision"],
        carried=bool(row["carried"]),
    )


async def answers(tx: Transaction, report_id: int) -> dict[str, Answer]:
    """The newest answer to every field, sent or not."""
    return {row["field"]: _answer(row) for row in await tx.all(_NEWEST, (report_id,))}


async def sent_answers(tx: Transaction, report: Report) -> dict[str, Answer]:
    """The answers as they were last sent; {} for a report never sent."""
    rows = await tx.all("SELECT * FROM answers WHERE report_id = ? ORDER BY field", (report.id,))
    return {row["field"]: _answer(row) for row in rows if report.sent.get(row["field"]) == row["revision"]}


async def answers_of_period(tx: Transaction, period_id: int) -> dict[int, dict[str, Answer]]:
    """By report id: the answers as they were last sent, of every report of the period that was ever sent."""
    sent = {report.id: report.sent for report in await of_period(tx, period_id) if report.version}
    found: dict[int, dict[str, Answer]] = {report_id: {} for report_id in sent}
    rows = await tx.all(
        "SELECT a.* FROM answers a JOIN reports r ON r.id = a.report_id WHERE r.period_id = ?"
        " ORDER BY a.report_id, a.field, a.revision",
        (period_id,),
    )
    for row in rows:
        if sent.get(row["report_id"], {}).get(row["field"]) == row["revision"]:
            found[row["report_id"]][row["field"]] = _answer(row)
    return found


async def given_in_period(tx: Transaction, period_id: int) -> dict[int, dict[str, Given]]:
    """By report id: what was sent and why, of every report of the period that was ever sent.

    As ``answers_of_period``, without who said it and when: counting a thousand units together must not take long.
    """
    rows = await tx.all("SELECT id, sent FROM reports WHERE period_id = ? AND version > 0", (period_id,))
    sent: dict[int, dict[str, int]] = {row["id"]: json.loads(row["sent"]) for row in rows}
    found: dict[int, dict[str, Given]] = {report_id: {} for report_id in sent}
    answered = await tx.all(
        "SELECT a.report_id, a.field, a.revision, a.value, a.reason FROM reports r CROSS JOIN answers a"
        " ON a.report_id = r.id WHERE r.period_id = ? AND r.version > 0",
        (period_id,),
    )
    for report_id, field, revision, value, reason in answered:
        if sent[report_id].get(field) == revision:
            found[report_id][field] = Given(value_from_json(value), reason)
    return found


async def entered_for(tx: Transaction, report_id: int) -> frozenset[str]:
    """The fields whose newest answer was entered by somebody outside the unit, as told by phone."""
    return frozenset(row["field"] for row in await tx.all(_NEWEST, (report_id,)) if row["on_behalf"])


async def save_answers(
    tx: Transaction, report_id: int, changed: Mapping[str, Answer], *, on_behalf: bool = False
) -> None:
    """Add these answers, each under its own revision; nothing older is touched.

    Raises:
        sqlite3.IntegrityError: an answer of that revision is there already.
    """
    await tx.run_many(
        "INSERT INTO answers (report_id, field, revision, value, reason, carried, by_person, on_behalf, at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                report_id,
                field,
                answer.revision,
                value_to_json(answer.value),
                answer.reason,
                int(answer.carried),
                answer.by,
                int(on_behalf),
                to_text(answer.at),
            )
            for field, answer in changed.items()
        ],
    )
