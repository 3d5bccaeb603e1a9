"""A task force with years behind it, written straight into the tables: measured is what is read, not how it came."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from storage import memberships, people, task_forces, units
from storage.database import Transaction, to_text
from taskforce.charter import load_file
from taskforce.forms import value_to_json
from taskforce.roles import Role

CHARTER = Path(__file__).with_name("bench.toml")
REMARKS = """

[[forms.fields]]
key = "difficulties"
kind = "text"
section = "figures"
label = "Khó khăn, vướng mắc"
nothing = true

[[forms.fields]]
key = "proposals"
kind = "text"
section = "figures"
label = "Đề xuất, kiến nghị"
nothing = true

[[forms.fields]]
key = "tasks"
kind = "tasks"
section = "figures"
label = "Tình hình thực hiện nhiệm vụ"
"""
SECRETARIES = (9_000, 9_001, 9_002, 9_003)
MEMBERS = 10_000
"""Telegram ids: the secretaries', and the first member's."""

TASKS = 47
_BEGAN = datetime(2012, 1, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Body:
    """What was written: the task force, its units and persons in order, its periods oldest first."""

    task_force_id: int
    units: Sequence[int]
    persons: Sequence[int]
    periods: Sequence[int]


def twelve_questions() -> str:
    """A charter whose monthly report asks ten figures, two texts, and how the tasks stand."""
    return CHARTER.read_text(encoding="utf-8") + REMARKS


async def write(tx: Transaction, charter: str, *, unit_count: int, months: Sequence[date]) -> Body:
    """Units with one member each, and secretaries; every month reported by every unit, all but the last closed."""
    body = await task_forces.create(tx, key="bench", name="Đo lường", charter=charter, locale="vi", now=_BEGAN)
    owing, persons = [], []
    for n in range(unit_count):
        unit = await units.add(tx, body.id, f"Sở số {n + 1}")
        persons.append(await _join(tx, body.id, MEMBERS + n, Role.MEMBER, unit.id))
        owing.append(unit.id)
    for telegram_id in SECRETARIES:
        await _join(tx, body.id, telegram_id, Role.SECRETARY, None)
    form = load_file(charter, "bench").forms[0]
    questions = [(field.key, field.kind) for field in form.fields if field.kind in ("number", "percent", "text")]
    periods = []
    for month in months:
        last = month == months[-1]
        period_id = await _period(tx, body.id, month, form.model_dump_json(), closed=not last)
        await _reports(tx, period_id, month, owing, persons, questions)
        periods.append(period_id)
    return Body(body.id, owing, persons, periods)


async def _join(tx: Transaction, task_force_id: int, telegram_id: int, role: Role, unit_id: int | None) -> int:
    name = f"Người số {telegram_id}"
    person = await people.consent(tx, telegram_id=telegram_id, full_name=name, locale="vi", version=1, now=_BEGAN)
    await memberships.add(
        tx, task_force_id=task_force_id, role=role, full_name=name, state="active", now=_BEGAN,
        unit_id=unit_id, person_id=person.id,
    )  # fmt: skip
    return person.id


async def _period(tx: Transaction, task_force_id: int, month: date, form: str, *, closed: bool) -> int:
    begin = datetime(month.year, month.month, 1, tzinfo=UTC)
    due = (begin + timedelta(days=32)).replace(day=1) - timedelta(seconds=1)
    period_id = await tx.insert(
        "INSERT INTO report_periods (task_force_id, stream, period, opens_at, target_at, due_at, form, opened_at,"
        " closed_at) VALUES (?, 'monthly', ?, ?, ?, ?, ?, ?, ?)",
        (task_force_id, f"{month:%Y-%m}", to_text(begin), to_text(due), to_text(due), form, to_text(begin),
         to_text(due + timedelta(days=20)) if closed else None),
    )  # fmt: skip
    await tx.run("INSERT INTO summaries (period_id, posted_at, version) VALUES (?, ?, 1)", (period_id, to_text(due)))
    stages = [(period_id, f"before:{n}", to_text(begin)) for n in range(6)] + [(period_id, "papers:1", to_text(due))]
    await tx.run_many("INSERT INTO period_stages (period_id, stage, done_at) VALUES (?, ?, ?)", stages)
    return period_id


async def _reports(
    tx: Transaction,
    period_id: int,
    month: date,
    owing: Sequence[int],
    persons: Sequence[int],
    questions: Sequence[tuple[str, str]],
) -> None:
    at = to_text(datetime(month.year, month.month, 15, 8, tzinfo=UTC))
    sent = json.dumps({key: 1 for key, _ in questions})
    await tx.run_many(
        "INSERT INTO reports (period_id, unit_id, state, opened_at, submitted_at, submitted_by, changed_at, version,"
        " sent) VALUES (?, ?, 'submitted', ?, ?, ?, ?, 1, ?)",
        [(period_id, unit, at, at, person, at, sent) for unit, person in zip(owing, persons, strict=True)],
    )
    rows = await tx.all("SELECT id, submitted_by FROM reports WHERE period_id = ?", (period_id,))
    await tx.run_many(
        "INSERT INTO answers (report_id, field, revision, value, by_person, at) VALUES (?, ?, 1, ?, ?, ?)",
        [
            (row["id"], key, value_to_json(_answer(kind, month, row["id"])), row["submitted_by"], at)
            for row in rows
            for key, kind in questions
        ],
    )


def _answer(kind: str, month: date, report_id: int) -> str:
    if kind == "text":
        return f"Tháng {month.month}: phần mềm của bộ, ngành chưa liên thông với Cổng dịch vụ công ({report_id})."
    return str(report_id % 90 + month.month)


async def plan(tx: Transaction, body: Body) -> None:
    """A plan of 47 tasks, each led by a unit, half of them with progress told."""
    for n in range(TASKS):
        task_id = await tx.insert(
            "INSERT INTO tasks (task_force_id, code, title, lead_text, deadline_text, due_from, due_to, position)"
            " VALUES (?, ?, ?, ?, 'Trong năm', '2022-01-01', '2022-12-31', ?)",
            (body.task_force_id, f"{n + 1}", f"Nhiệm vụ số {n + 1} của kế hoạch triển khai Đề án 06", "Các sở", n),
        )
        unit = body.units[n % len(body.units)]
        await tx.run(
            "INSERT INTO task_units (task_id, unit_id, part, state) VALUES (?, ?, 'lead', ?)",
            (task_id, unit, "done" if n % 2 else "going"),
        )


async def long_ago(tx: Transaction, body: Body, upto: datetime, *, meetings: int, messages: int) -> None:
    """Meetings held and concluded, one a fortnight; messages sent, work noted down: all of it over."""
    chair = await tx.value("SELECT id FROM memberships WHERE role = 'secretary' AND state = 'active'")
    members = await tx.all("SELECT id FROM memberships WHERE unit_id IS NOT NULL ORDER BY id")
    for n in range(meetings):
        begin = upto - timedelta(days=14 * n)
        at, end = to_text(begin), to_text(begin + timedelta(hours=2))
        meeting = await tx.insert(
            "INSERT INTO meetings (task_force_id, series, state, subject, starts_at, ends_at, chair_id, uid,"
            " created_by, created_at, called_at, opened_at, closed_at)"
            " VALUES (?, 'regular', 'held', ?, ?, ?, ?, ?, 1, ?, ?, ?, ?)",
            (body.task_force_id, f"Họp số {n}", at, end, chair, f"bench-{n}@localhost", at, at, at, end),
        )
        await tx.run_many(
            "INSERT INTO invitees (meeting_id, membership_id, answer, answered_at, added_at)"
            " VALUES (?, ?, 'attending', ?, ?)",
            [(meeting, member["id"], at, at) for member in members],
        )
        await tx.run_many(
            "INSERT INTO meeting_stages (meeting_id, stage, done_at) VALUES (?, ?, ?)",
            [(meeting, stage, at) for stage in ("remind:0:0", "chase:0:0", "live-opens", "receipts:1")],
        )
        await tx.run(
            "INSERT INTO conclusion_notices (meeting_id, version, sent_at, sent_by) VALUES (?, 1, ?, 1)", (meeting, end)
        )
        await tx.run_many(
            "INSERT INTO conclusion_receipts (meeting_id, membership_id, version, sent_at, received_at)"
            " VALUES (?, ?, 1, ?, ?)",
            [(meeting, row["id"], end, None if place % 9 == 0 else end) for place, row in enumerate(members)],
        )
    at = to_text(_BEGAN)
    await tx.run_many(
        "INSERT INTO outbox (chat_id, method, payload, priority, dedupe_key, state, created_at, done_at)"
        " VALUES (?, 'sendMessage', '{}', 1, ?, 'sent', ?, ?)",
        [(MEMBERS + n % len(body.persons), f"long-ago:{n}", at, to_text(datetime.now(UTC))) for n in range(messages)],
    )
    await tx.run_many(
        "INSERT INTO audit (at, task_force_id, person_id, action) VALUES (?, ?, 1, 'long.ago')",
        [(at, body.task_force_id)] * messages,
    )


def months(count: int, last: date) -> list[date]:
    """So many months, the last one at the end."""
    first = last.year * 12 + last.month - count
    return [date((first + n) // 12, (first + n) % 12 + 1, 1) for n in range(count)]
