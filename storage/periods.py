"""Report periods: one stretch of one report stream, opened with the question set that held then, closed by the next."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.database import Transaction, from_text, maybe_moment, to_text


@dataclass(frozen=True, slots=True)
class Period:
    """One period of one stream ("monthly", "2022-03"); moments in UTC.

    ``form`` is the JSON of the charter's FormSpec as it was when the period opened
    (``FormSpec.model_validate_json``). ``due_at`` is the deadline, ``target_at`` the last working day not after it.
    ``closed_at`` is set when the next period opens: from then on answers stay as they are. ``title`` is the own name of
    a report that somebody asked for (``storage.requests``); "" where the charter's stream names it.
    """

    id: int
    task_force_id: int
    stream: str
    period: str
    opens_at: datetime
    target_at: datetime
    due_at: datetime
    summarise_at: datetime | None
    forward_due_at: datetime | None
    form: str
    opened_at: datetime
    closed_at: datetime | None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The moments of a period as charter and calendar give them now; any zone."""

    opens_at: datetime
    target_at: datetime
    due_at: datetime
    summarise_at: datetime | None
    forward_due_at: datetime | None


def _period(row: Any) -> Period:
    return Period(
        id=row["id"],
        task_force_id=row["task_force_id"],
        stream=row["stream"],
        period=row["period"],
        opens_at=from_text(row["opens_at"]),
        target_at=from_text(row["target_at"]),
        due_at=from_text(row["due_at"]),
        summarise_at=maybe_moment(row["summarise_at"]),
        forward_due_at=maybe_moment(row["forward_due_at"]),
        form=row["form"],
        opened_at=from_text(row["opened_at"]),
        closed_at=maybe_moment(row["closed_at"]),
        title=row["title"],
    )


def _moments(plan: Plan) -> tuple[str, str, str, str | None, str | None]:
    return (
        to_text(plan.opens_at),
        to_text(plan.target_at),
        to_text(plan.due_at),
        None if plan.summarise_at is None else to_text(plan.summarise_at),
        None if plan.forward_due_at is None else to_text(plan.forward_due_at),
    )


async def get(tx: Transaction, period_id: int) -> Period | None:
    """The period of that id."""
    row = await tx.one("SELECT * FROM report_periods WHERE id = ?", (period_id,))
    return None if row is None else _period(row)


async def find(tx: Transaction, task_force_id: int, stream: str, label: str) -> Period | None:
    """The period ``label`` ("2022-03") of that stream, if it was ever opened."""
    row = await tx.one(
        "SELECT * FROM report_periods WHERE task_force_id = ? AND stream = ? AND period = ?",
        (task_force_id, stream, label),
    )
    return None if row is None else _period(row)


async def open_new(
    tx: Transaction,
    *,
    task_force_id: int,
    stream: str,
    label: str,
    plan: Plan,
    form: str,
    now: datetime,
    title: str = "",
) -> Period | None:
    """Open a period; None when it was opened before."""
    row = await tx.one(
        "INSERT INTO report_periods (task_force_id, stream, period, opens_at, target_at, due_at, summarise_at,"
        " forward_due_at, form, opened_at, title) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (task_force_id, stream, period) DO NOTHING RETURNING *",
        (task_force_id, stream, label, *_moments(plan), form, to_text(now), title),
    )
    return None if row is None else _period(row)


async def close_superseded(tx: Transaction, now: datetime) -> list[Period]:
    """Close every period whose stream has a newer one, once it is due and its summary (if it has one) is out.

    Nor does a summary that nobody approves keep it open for ever: when a newer one is due too, it closes.
    What somebody asked for ends in its own time (``storage.requests``), however many are asked for after it.
    """
    at = to_text(now)
    rows = await tx.all(
        "UPDATE report_periods SET closed_at = ? WHERE closed_at IS NULL AND due_at < ? AND title = ''"
        " AND EXISTS (SELECT 1 FROM report_periods n WHERE n.task_force_id = report_periods.task_force_id"
        " AND n.stream = report_periods.stream AND n.due_at > report_periods.due_at)"
        " AND (summarise_at IS NULL OR EXISTS"
        " (SELECT 1 FROM summaries s WHERE s.period_id = report_periods.id AND s.posted_at IS NOT NULL) OR EXISTS"
        " (SELECT 1 FROM report_periods n JOIN summary_requests q ON q.period_id = report_periods.id"
        " AND q.asked_at < n.due_at WHERE n.task_force_id = report_periods.task_force_id"
        " AND n.stream = report_periods.stream AND n.title = '' AND n.due_at > report_periods.due_at"
        " AND n.due_at < ?)) RETURNING *",
        (at, at, at),
    )
    return [_period(row) for row in rows]


async def replan(tx: Transaction, period_id: int, plan: Plan) -> None:
    """The calendar changed: keep the new moments."""
    await tx.run(
        "UPDATE report_periods SET opens_at = ?, target_at = ?, due_at = ?, summarise_at = ?, forward_due_at = ?"
        " WHERE id = ?",
        (*_moments(plan), period_id),
    )


async def all_open(tx: Transaction) -> list[Period]:
    """Every period that is not closed, of all task forces that are served, soonest due first."""
    rows = await tx.all(
        "SELECT p.* FROM report_periods p JOIN task_forces t ON t.id = p.task_force_id"
        " WHERE p.closed_at IS NULL AND t.archived_at IS NULL ORDER BY p.due_at, p.id"
    )
    return [_period(row) for row in rows]


async def current(tx: Transaction, task_force_id: int, now: datetime) -> list[Period]:
    """The periods of that task force that are open at ``now``, one a stream, soonest due first."""
    rows = await tx.all(
        "SELECT * FROM report_periods WHERE task_force_id = ? AND closed_at IS NULL AND opened_at <= ?"
        " ORDER BY due_at, id",
        (task_force_id, to_text(now)),
    )
    return [_period(row) for row in rows]


async def latest(tx: Transaction, task_force_id: int) -> Period | None:
    """The period of that task force that was opened last, closed or not."""
    row = await tx.one(
        "SELECT * FROM report_periods WHERE task_force_id = ? ORDER BY opened_at DESC, id DESC LIMIT 1",
        (task_force_id,),
    )
    return None if row is None else _period(row)


async def previous(tx: Transaction, period: Period) -> Period | None:
    """The period of the same stream before this one, for last time's values.

    None for what somebody asked for: what was asked before had other questions, or was about another event.
    """
    if period.title:
        return None
    row = await tx.one(
        "SELECT * FROM report_periods WHERE task_force_id = ? AND stream = ? AND due_at < ?"
        " ORDER BY due_at DESC LIMIT 1",
        (period.task_force_id, period.stream, to_text(period.due_at)),
    )
    return None if row is None else _period(row)


async def served_since(tx: Transaction, task_force_id: int) -> datetime:
    """When the bot began to serve the task force: periods that ended before are none of its business."""
    return from_text(await tx.value("SELECT created_at FROM task_forces WHERE id = ?", (task_force_id,)))


# --- what was already done about a period -----------------------------------------------------------------------


async def stages_done(tx: Transaction, period_id: int) -> frozenset[str]:
    """The keys of the stages that were dealt with."""
    rows = await tx.all("SELECT stage FROM period_stages WHERE period_id = ?", (period_id,))
    return frozenset(row["stage"] for row in rows)


async def stage_done(tx: Transaction, period_id: int, stage: str) -> bool:
    """Whether that stage was dealt with."""
    found = await tx.value("SELECT 1 FROM period_stages WHERE period_id = ? AND stage = ?", (period_id, stage))
    return found is not None


async def mark_stage(tx: Transaction, period_id: int, stage: str, now: datetime) -> bool:
    """That stage is dealt with; False when it already was."""
    changed = await tx.run(
        "INSERT INTO period_stages (period_id, stage, done_at) VALUES (?, ?, ?)"
        " ON CONFLICT (period_id, stage) DO NOTHING",
        (period_id, stage, to_text(now)),
    )
    return changed == 1


async def unmark_stage(tx: Transaction, period_id: int, stage: str) -> None:
    """That stage is still to come."""
    await tx.run("DELETE FROM period_stages WHERE period_id = ? AND stage = ?", (period_id, stage))


# --- reminders put off -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SnoozeOver:
    """A person's chosen hour has come."""

    person_id: int
    period_id: int
    until: datetime


async def snooze(tx: Transaction, person_id: int, period_id: int, until: datetime) -> None:
    """Leave the person alone about this period until then."""
    await tx.run(
        "INSERT INTO snoozes (person_id, period_id, until) VALUES (?, ?, ?)"
        " ON CONFLICT (person_id, period_id) DO UPDATE SET until = excluded.until",
        (person_id, period_id, to_text(until)),
    )


async def snoozed(tx: Transaction, period_id: int, now: datetime) -> frozenset[int]:
    """The persons who are not to be reminded of this period yet."""
    rows = await tx.all("SELECT person_id FROM snoozes WHERE period_id = ? AND until > ?", (period_id, to_text(now)))
    return frozenset(row["person_id"] for row in rows)


async def snoozes_over(tx: Transaction, now: datetime) -> list[SnoozeOver]:
    """Whose chosen hour has come and who was not reminded yet."""
    rows = await tx.all("SELECT * FROM snoozes WHERE until <= ? ORDER BY until, person_id", (to_text(now),))
    return [SnoozeOver(row["person_id"], row["period_id"], from_text(row["until"])) for row in rows]


async def forget_snooze(tx: Transaction, person_id: int, period_id: int) -> None:
    """The person was reminded at the chosen hour, or need not be any more."""
    await tx.run("DELETE FROM snoozes WHERE person_id = ? AND period_id = ?", (person_id, period_id))
