"""Reports, answers, tasks, requests for help and answers sent back, on a real file."""

import sqlite3
from datetime import datetime, timedelta

import pytest

from storage import handoffs, periods, reports, returned, task_forces, tasks, units
from storage.database import Database, Transaction
from taskforce.forms import Answer
from taskforce.plan import Plan, check_plan
from taskforce.report_form import TaskReport
from taskforce.sheets import read_rows
from taskforce.tally import Given, TaskState


async def prepare(tx: Transaction, now: datetime) -> tuple[int, int]:
    """A task force with two units and one open period; returns (period id, report id of the first unit)."""
    body = await task_forces.create(tx, key="a", name="A", charter="", locale="vi", now=now)
    ids = [(await units.add(tx, body.id, name)).id for name in ("Công an tỉnh", "Sở Y tế")]
    due = now + timedelta(days=7)
    plan = periods.Plan(now, due, due, None, None)
    period = await periods.open_new(
        tx, task_force_id=body.id, stream="monthly", label="2022-03", plan=plan, form="{}", now=now
    )
    assert period is not None
    await reports.create_for_units(tx, period.id, ids)
    await reports.create_for_units(tx, period.id, ids)
    found = await reports.of_period(tx, period.id)
    assert [report.unit_id for report in found] == ids
    return period.id, found[0].id


def plan_of(*lines: str) -> Plan:
    """A plan of these lines: code, title, leading and co-ordinating units."""
    text = "code,title,lead_units,coordinating_units\n" + "\n".join(lines)
    return check_plan(read_rows(text.encode(), "plan.csv"), [(1, "Công an tỉnh", ""), (2, "Sở Y tế", "")])


async def test_only_what_was_sent_counts(database: Database, now: datetime) -> None:
    """Every answer is kept; the newest is the live one, the one that was sent is what a summary reads."""
    async with database.transaction() as tx:
        period, report = await prepare(tx, now)
        await reports.save_answers(tx, report, {"n": Answer("1", 1, now), "t": Answer(None, 1, now)})
        assert await reports.answers_of_period(tx, period) == {}
        await reports.mark_sent(tx, report, {"n": 1, "t": 1}, 1, now)
        await reports.save_answers(tx, report, {"n": Answer("2", 2, now, "vì", 2)}, on_behalf=True)
        sent = await reports.answers_of_period(tx, period)
        given = await reports.given_in_period(tx, period)
        assert given == {
            unit: {key: Given(answer.value, answer.reason) for key, answer in answers.items()}
            for unit, answers in sent.items()
        }
        assert (await reports.answers(tx, report))["n"] == Answer("2", 2, now, "vì", 2)
        assert sent == {report: {"n": Answer("1", 1, now), "t": Answer(None, 1, now)}}
        assert await reports.entered_for(tx, report) == {"n"}


async def test_two_answers_of_one_revision_cannot_be_stored(database: Database, now: datetime) -> None:
    """The database itself refuses what would overwrite somebody's answer."""
    async with database.transaction() as tx:
        _, report = await prepare(tx, now)
        await reports.save_answers(tx, report, {"n": Answer("1", 1, now)})
        with pytest.raises(sqlite3.IntegrityError):
            await reports.save_answers(tx, report, {"n": Answer("2", 2, now)})


async def test_the_states_of_a_report(database: Database, now: datetime) -> None:
    """Opened once, sent first once, sent again counts on; sent back it is owed again until then."""
    async with database.transaction() as tx:
        _, report = await prepare(tx, now)
        assert await reports.mark_opened(tx, report, 1, now, "{}")
        assert not await reports.mark_opened(tx, report, 2, now + timedelta(hours=1), "[]")
        await reports.mark_sent(tx, report, {}, 1, now)
        assert [owed.unit_id for owed in await reports.owed_by(tx, [1, 2], now)] == [2]
        await reports.mark_returned(tx, report)
        assert [owed.state for owed in await reports.owed_by(tx, [1], now)] == ["returned"]
        await reports.mark_sent(tx, report, {}, 2, now + timedelta(days=1))
        stored = await reports.get(tx, report)
        assert stored is not None
        assert (stored.submitted_at, stored.submitted_by, stored.opened_by, stored.version) == (now, 1, 1, 2)
        assert (stored.changed_at, stored.tasks) == (now + timedelta(days=1), "{}")
        assert [each.id for each in await reports.last_sent_by(tx, [1, 2])] == [report]


async def test_importing_again_keeps_progress(database: Database, now: datetime) -> None:
    """A task keeps its state through new titles; a unit that leads it again finds its last state."""
    async with database.transaction() as tx:
        _, report = await prepare(tx, now)
        first = await tasks.import_plan(tx, 1, plan_of("I.1,Rà soát,Công an tỉnh,Sở Y tế", "I.2,Tập huấn,Sở Y tế,"))
        assert (first.added, first.changed, first.unchanged, first.kept) == (2, 0, 0, 0)
        task = (await tasks.of_unit(tx, 1))[0]
        await tx.run("INSERT INTO people (id, full_name, created_at) VALUES (1, 'Lê Văn Mẫu', '')")
        stuck = {task.task_id: TaskReport(TaskState.STUCK, "Thiếu vốn")}
        for _ in range(2):
            await tasks.record(tx, report_id=report, unit_id=1, said=stuck, by=1, now=now)
        assert len(await tasks.history(tx, task.task_id, 1)) == 1
        again = await tasks.import_plan(tx, 1, plan_of("I.1,Rà soát lại,Sở Y tế,"))
        assert (again.added, again.changed, again.unchanged, again.kept) == (0, 1, 0, 1)
        assert await tasks.of_unit(tx, 1) == []
        await tasks.import_plan(tx, 1, plan_of("I.1,Rà soát lại,Công an tỉnh,"))
        back = (await tasks.of_unit(tx, 1))[0]
        assert (back.title, back.state, back.note) == ("Rà soát lại", TaskState.STUCK, "Thiếu vốn")
        assert await tasks.reported(tx, 1) == {task.task_id}
        assert [part.leads for part in await tasks.parts(tx, task.task_id)] == [True]


async def test_the_same_plan_changes_nothing(database: Database, now: datetime) -> None:
    """Importing a file twice reports everything as before."""
    async with database.transaction() as tx:
        await prepare(tx, now)
        await tasks.import_plan(tx, 1, plan_of("I.1,Rà soát,Công an tỉnh,Sở Y tế"))
        assert (await tasks.import_plan(tx, 1, plan_of("I.1,Rà soát,Công an tỉnh,Sở Y tế"))).unchanged == 1


async def test_help_is_asked_and_given_once(database: Database, now: datetime) -> None:
    """A request waits until it is finished, and is finished once."""
    async with database.transaction() as tx:
        _, report = await prepare(tx, now)
        asked = await handoffs.hand_over(tx, report_id=report, fields=("n",), from_person=1, to_person=2, now=now)
        assert [each.fields for each in await handoffs.waiting(tx, report)] == [("n",)]
        assert await handoffs.finish(tx, asked, now)
        assert not await handoffs.finish(tx, asked, now)
        assert await handoffs.waiting(tx, report) == []


async def test_an_answer_is_sent_back_once_at_a_time(database: Database, now: datetime) -> None:
    """A second comment on the same answer replaces the first."""
    async with database.transaction() as tx:
        period, report = await prepare(tx, now)
        for comment in ("Kiểm tra", "Kiểm tra lại"):
            await returned.send_back(tx, report_id=report, field="n", comment=comment, by=1, now=now)
        waiting = await returned.waiting(tx, report)
        assert [each.comment for each in waiting] == ["Kiểm tra lại"]
        assert await returned.waiting_in_period(tx, period) == waiting
        await returned.resolve(tx, waiting[0].id, now)
        assert await returned.waiting(tx, report) == []
